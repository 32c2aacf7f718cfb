"""Marks in a folder: as a whole or not at all, and never mixed up."""

import errno
import json
import os
from pathlib import Path

import pytest

from adlesson.engine.errors import InputError
from adlesson.grade.assignment import made
from adlesson.grade.marks import MarkedItem, begin, mark_of, read_marks, unreadable, write_mark

PS1 = made("ps1", ["5.2:3", "adjoints/2:4.5"], "2026")
ITEMS = (
    MarkedItem("5.2", 3, 3, "right", "", None),
    MarkedItem("adjoints/2", 4.5, 0, "wrong", "It was overwritten.", "overwritten"),
)
ADA = mark_of(PS1, "ada", "ab" * 32, ["A note."], "bwrap", ITEMS)


def test_a_mark_is_read_as_it_was_written(tmp_path):
    """With any name; sorted by student."""
    assert begin(tmp_path, PS1) == {}
    others = [ADA._replace(student=student) for student in ("assignment", "../ada", "Zoë", "x" * 500)]
    for mark in [ADA, *others]:
        write_mark(tmp_path, mark)
    assert read_marks(tmp_path) == sorted([ADA, *others], key=lambda mark: mark.student)
    assert begin(tmp_path, PS1)["ada"] == ADA
    assert (ADA.earned, ADA.points) == (3, 7.5)
    assert {path.name for path in tmp_path.iterdir()} == {"assignment.json", "students"}
    assert not any(path.name.startswith("ada") for path in tmp_path.parent.iterdir())


def test_what_cannot_be_read_has_a_mark_that_says_why():
    """First of all notes, and every item is missing."""
    mark = unreadable(PS1, "eve", "it is empty", ("Another note.",))
    assert mark.notes == ("The notebook could not be read: it is empty.", "Another note.")
    assert [(item.what, item.earned, item.verdict) for item in mark.items] == [
        ("5.2", 0, "missing"),
        ("adjoints/2", 0, "missing"),
    ]
    assert (mark.submission, mark.sandbox, mark.earned, mark.points) == ("", "", 0, 7.5)


def test_a_folder_of_another_assignment_is_refused(tmp_path):
    """Both hashes are named, and nothing is touched."""
    begin(tmp_path, PS1)
    write_mark(tmp_path, ADA)
    other = made("ps1", ["5.2:3", "adjoints/2:4"], "2026")
    with pytest.raises(
        InputError, match=rf"has the marks of another assignment, ps1 \({PS1.hash[:12]}\).*{other.hash[:12]}"
    ):
        begin(tmp_path, other)
    assert read_marks(tmp_path) == [ADA]


def test_a_folder_of_other_things_is_refused(tmp_path):
    """As where submissions and marks were named in the wrong order; an empty one is taken."""
    (tmp_path / "ada.ipynb").write_text("")
    with pytest.raises(InputError, match="is no folder of marks, and is not empty: name another folder by --out"):
        begin(tmp_path, PS1)
    assert [path.name for path in tmp_path.iterdir()] == ["ada.ipynb"]
    (tmp_path / "empty").mkdir()
    assert begin(tmp_path / "empty", PS1) == {}
    assert begin(tmp_path / "deep" / "er", PS1) == {}


def test_half_a_file_of_a_run_that_was_killed_goes(tmp_path):
    """It is no mark."""
    begin(tmp_path, PS1)
    (tmp_path / "students" / "ada.json.99.half").write_text('{"version"')
    assert begin(tmp_path, PS1) == {}
    assert [*(tmp_path / "students").iterdir()] == []


@pytest.mark.parametrize("fails", ["write_text", "replace"])
def test_on_a_full_disk_the_older_mark_stays(tmp_path, monkeypatch, fails):
    """And nothing half written beside it."""
    begin(tmp_path, PS1)
    write_mark(tmp_path, ADA)

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(*((Path, fails) if fails == "write_text" else (os, fails)), full)
    with pytest.raises(OSError, match=str(errno.ENOSPC)):
        write_mark(tmp_path, ADA._replace(student="ada", notes=("newer",)))
    monkeypatch.undo()
    assert read_marks(tmp_path) == [ADA]
    assert [path.name for path in (tmp_path / "students").iterdir()] == ["ada.json"]


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record.clear(),
        lambda record: record.pop("items"),
        lambda record: record.update(extra=1),
        lambda record: record.update(items=[1]),
        lambda record: record.update(notes=None),
        lambda record: record.update(earned=7),
        lambda record: record["items"][0].update(verdict="splendid"),
    ],
)
def test_a_file_that_is_no_mark_is_named(tmp_path, change):
    """A sum that does not fit, too: somebody wrote in it."""
    begin(tmp_path, PS1)
    write_mark(tmp_path, ADA)
    path = tmp_path / "students" / "ada.json"
    record = json.loads(path.read_text())
    change(record)
    path.write_text(json.dumps(record))
    with pytest.raises(InputError, match=r"ada\.json is no mark that can be read: remove it, and grade again"):
        read_marks(tmp_path)


def test_other_versions_and_other_assignments_are_named(tmp_path):
    """A newer lesson may write what this one cannot read."""
    begin(tmp_path, PS1)
    write_mark(tmp_path, ADA._replace(assignment_hash="ff" * 32))
    with pytest.raises(
        InputError, match=rf"ada\.json is the mark of another assignment \(ffffffffffff, and here {PS1.hash[:12]}\)"
    ):
        read_marks(tmp_path)
    path = tmp_path / "students" / "ada.json"
    path.write_text('{"version": 2}')
    with pytest.raises(InputError, match=r"was written by a newer lesson \(version 2\): update yours to read it"):
        read_marks(tmp_path)


def test_a_folder_without_marks_is_one_sentence(tmp_path):
    """Whether it is none, or has none yet."""
    with pytest.raises(InputError, match="is no folder of marks: python -m adlesson grade makes one"):
        read_marks(tmp_path)
    begin(tmp_path, PS1)
    with pytest.raises(InputError, match=r"there is no mark in .* yet: python -m adlesson grade makes them"):
        read_marks(tmp_path)
