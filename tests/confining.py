"""The ways to confine a submission that are tested, and what is said where one of them is not to be had."""

import pytest

from adlesson.grade.confined.ways import NoSandboxError, chosen, works

WAYS = ("bwrap", "uid")


def needs(way, request):
    """End a test where a process cannot be confined this way.

    Where the other way works this is told as less than could be seen: a container may not be able to give both, and who is
    not root has no other user.  Where none works it is a test left out.
    """
    try:
        chosen(way)
    except NoSandboxError as problem:
        if not any(works(other) for other in WAYS):
            pytest.skip(f"no sandbox: {problem}")
        request.node.user_properties.append(("less", f"marks without the sandbox {way}: {problem}"))
        pytest.xfail(f"{way}: {problem}")
