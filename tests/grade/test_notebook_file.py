"""What somebody handed in is read so that it can do no harm: hostile files, one by one."""

import hashlib
import json
import os
import tracemalloc

import pytest

from adlesson.grade.notebook_file import LARGEST, Unreadable, digest, read_notebook

CELL = {"cell_type": "code", "source": ["answer = 6\n", 'ad.exercises.check("5.1", answer)']}
GOOD = {"cells": [{"cell_type": "markdown", "source": "text"}, CELL], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def put(path, notebook=GOOD, encoding="utf-8", **changed):
    """Write a notebook; return its path."""
    path.write_bytes(json.dumps(notebook | changed).encode(encoding))
    return path


def code(*sources, **more):
    """Return cells of code."""
    return [{"cell_type": "code", "source": source, **more} for source in sources]


def why(path):
    """Return why a file cannot be read."""
    with pytest.raises(Unreadable) as problem:
        read_notebook(path)
    return str(problem.value)


def test_of_a_good_notebook_the_code_is_read(tmp_path):
    """A source may be lines or one text; what is no code is left out."""
    path = put(tmp_path / "ada.ipynb", cells=[*GOOD["cells"], *code("1 + 1", ""), {"cell_type": "raw", "source": "raw"}])
    found = read_notebook(path)
    assert found.cells == ['answer = 6\nad.exercises.check("5.1", answer)', "1 + 1", ""]
    assert (found.logins, found.released) == ((), "")
    assert found.sha256 == digest(path) == hashlib.sha256(path.read_bytes()).hexdigest()


def test_it_says_whose_it_is_and_what_it_was_made_for(tmp_path):
    """The grader compares that with the folder; the text is never run."""
    cells = code("login = 'Ada L'\nseed = 1", 'login="b\'ob"', "login = eve", "x = 'login = \"no\"'", " login = 'no'")
    found = read_notebook(put(tmp_path / "a", cells=cells, metadata={"adlesson": {"hash": "ab12"}}))
    assert (found.logins, found.released) == (("Ada L", "b'ob"), "ab12")
    assert read_notebook(put(tmp_path / "a", metadata={"adlesson": {"hash": 5}})).released == ""
    assert read_notebook(put(tmp_path / "a", metadata={"adlesson": "no"})).released == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_encoding_of_unicode_is_read(tmp_path, encoding):
    """Some editors of Windows write them."""
    path = tmp_path / "ada.ipynb"
    path.write_bytes(json.dumps(GOOD | {"cells": code("x = 'ä'")}, ensure_ascii=False).encode(encoding))
    assert read_notebook(path).cells == ["x = 'ä'"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "it is no JSON"),
        (b"%PDF-1.7 \xff\xfe", "it is no JSON"),
        (json.dumps(GOOD).encode()[:-20], "it is no JSON, as a notebook is, or breaks off: save it in Jupyter"),
        (b"\xff\xfe[\x00", "it is no JSON"),
        (b'{"cells": ' + b"9" * 100_000 + b"}", "it is no JSON"),
        (b"[" * 200_000, "it is nested too deeply"),
        (b'{"a":' * 200_000, "it is nested too deeply"),
        (b'{"cells": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "it is nested too deeply"),
        (b"[" + b"[]," * 600_000 + b"[]]", "it has more than 1,000,000 parts"),
        (b"[]", "there is no notebook in it: hand in the file that ends in .ipynb"),
        (b'"text"', "there is no notebook in it"),
        (b"null", "there is no notebook in it"),
        (b"NaN", "there is no notebook in it"),
        (b"{}", "there is no notebook in it"),
        (b'{"nbformat": 3, "worksheets": []}', "it is no notebook of format 4: open it in Jupyter, save it"),
        (b'{"nbformat": 4, "cells": {}}', "it is no notebook of format 4"),
        (b'{"nbformat": 5, "cells": []}', "it is no notebook of format 4"),
        (b'{"nbformat": 4, "cells": []}', "there is no cell of code in it"),
        (b'{"nbformat": 4, "cells": [1, null, {}, {"cell_type": ["code"]}]}', "there is no cell of code in it"),
    ],
)
def test_what_is_no_notebook_is_one_sentence(tmp_path, text, sentence):
    """With what to do."""
    path = tmp_path / "ada.ipynb"
    path.write_bytes(text)
    assert why(path).startswith(sentence)
    assert "\n" not in why(path)


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ({"kernelspec": {"language": "R"}}, "it is written for r, not for Python: choose the kernel Python 3"),
        ({"language_info": {"name": "julia"}}, "it is written for julia"),
        ({"kernelspec": {"language": ["python"]}}, "it is written for something unknown"),
        ({"kernelspec": {"language": "x" * 999}}, f"it is written for {'x' * 27}..."),
    ],
)
def test_other_languages_are_refused(tmp_path, metadata, said):
    """By the kernel that the notebook names."""
    assert why(put(tmp_path / "ada.ipynb", metadata=metadata)).startswith(said)
    for good in (
        {},
        {"kernelspec": {"language": "Python"}},
        {"kernelspec": None},
        None,
        {"language_info": {"name": "python"}},
    ):
        assert read_notebook(put(tmp_path / "ada.ipynb", metadata=good)).cells


def test_cells_may_be_anything(tmp_path):
    """Half of a pair of code units is no letter: what follows could not write it down."""
    path = tmp_path / "ada.ipynb"
    cells = code(["x = '\ud800'", 5, None, ["y"], "\n"], {"no": 1}, None)
    path.write_text(json.dumps(GOOD | {"cells": cells}))
    assert read_notebook(path).cells == ["x = '?'\n", "", ""]
    assert why(put(path, cells=code("x" * 10**6 + "x"))).startswith("it has a cell of more than 1,000,000 letters")


# --- what is no file of one's own -----------------------------------------------------------------


def test_a_link_is_not_followed(tmp_path):
    """It may lead to another student's notebook, to the instructor's, or to nowhere."""
    other = put(tmp_path / "bob.ipynb")
    for target in (other, tmp_path / "missing", tmp_path, "/dev/zero"):
        link = tmp_path / "eve.ipynb"
        link.symlink_to(target)
        assert why(link) == "it is a link to another file, which is not followed: hand in the notebook itself"
        assert digest(link) == ""
        link.unlink()


@pytest.mark.timeout(20)
def test_a_pipe_is_not_waited_for(tmp_path):
    """It would never end, nor would a device."""
    os.mkfifo(tmp_path / "eve.ipynb")
    for path in (tmp_path / "eve.ipynb", "/dev/zero", tmp_path):
        assert why(path).startswith("it is no ordinary file")


def test_a_name_that_no_system_has_is_said(tmp_path):
    """And a file that is gone since."""
    assert why(tmp_path / "gone.ipynb") == "it cannot be opened: No such file or directory"
    assert why("a\0b") == "it cannot be opened: it has no such name"


def refusal(path):
    """Return why the file is not read, and how many megabytes of memory that took at most."""
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable) as problem:
            read_notebook(path)
        return str(problem.value), tracemalloc.get_traced_memory()[1] // 10**6
    finally:
        tracemalloc.stop()


@pytest.mark.timeout(60)
def test_500_mb_are_not_read(tmp_path):
    """Nor is a file that says it is empty, and is not: reading ends at the limit."""
    path = tmp_path / "eve.ipynb"
    with path.open("wb") as file:
        file.truncate(500 * 10**6)
    said, megabytes = refusal(path)
    assert said == "it is larger than 20 MB: clear its outputs, and hand it in again"
    assert megabytes < 50 < LARGEST * 10 // 10**6


@pytest.mark.timeout(60)
@pytest.mark.parametrize("part", ['{"a":1},', "[],", '"ab",'])
def test_whatever_is_let_through_needs_little_memory(tmp_path, part):
    """The most parts that are allowed, of each kind."""
    path = tmp_path / "eve.ipynb"
    many = 990_000 // sum(map(part.count, ",[{"))
    path.write_text('{"nbformat": 4, "cells": [' + part * many + "0]}")
    said, megabytes = refusal(path)
    assert said.startswith("there is no cell of code in it")
    assert megabytes < 130
