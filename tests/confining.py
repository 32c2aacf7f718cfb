"""The ways to confine a submission that are tested, and the reason to leave one out."""

import os

import pytest

from adlesson.grade.confined.ways import NoSandboxError, chosen

WAYS = ("bwrap", "uid") if hasattr(os, "geteuid") and os.geteuid() == 0 else ("bwrap",)  # who is not root has no other user


def needs(way):
    """Skip a test where a process cannot be confined this way, with the remedy."""
    try:
        chosen(way)
    except NoSandboxError as problem:
        pytest.skip(f"{way}: {problem}")
