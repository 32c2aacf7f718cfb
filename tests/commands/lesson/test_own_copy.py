"""The notebooks in a learner's own folder: brought, made newer, and never written over."""

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest

from adlesson.commands.lesson import own_copy
from adlesson.commands.lesson.kept_cells import identity, read, written
from adlesson.commands.lesson.own_copy import RECORD, bring, lesson_files
from adlesson.commands.trouble import Trouble

METADATA = {"kernelspec": {"name": "python3"}, "language_info": {"name": "python"}}


def built(*sources):
    """Return a notebook as the build makes it: of text that begins with "#", else of code."""
    cells = []
    for source in sources:
        cell = {"cell_type": "markdown" if source.startswith("#") else "code", "source": source, "metadata": {}}
        cells.append(
            cell | {"id": identity(cell)} | ({} if source.startswith("#") else {"outputs": [], "execution_count": None})
        )
    return written({"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5})


OLD = {
    "05_pull.ipynb": built("# Pull", "answer = None", "1 + 1", "# The end"),
    "06_count.ipynb": built("# Count", "answer = 0"),
    "images/knobs.svg": b"<svg/>",
}
NEW = {
    "05_pull.ipynb": built("# Pull back", "answer = None", "1 + 2", "# The end"),
    "06_count.ipynb": built("# Count it", "answer = 0"),
    "images/knobs.svg": b"<svg></svg>",
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a learner's folder; ``folder.bring(files)`` brings a version of the lesson there and returns what is said."""
    return Folder(tmp_path / "mine", monkeypatch)


class Folder:
    def __init__(self, path, monkeypatch):
        self.path, self.monkeypatch = path, monkeypatch
        path.mkdir()

    def bring(self, files):
        self.monkeypatch.setattr(own_copy, "lesson_files", lambda: files)
        return [*bring(self.path)]

    def files(self):
        """Return what a learner sees, by name."""
        names = {path.relative_to(self.path).as_posix(): path for path in self.path.rglob("*") if path.is_file()}
        return {name: path.read_bytes() for name, path in names.items() if name != RECORD}

    def sources(self, name="05_pull.ipynb"):
        return [cell["source"] for cell in read((self.path / name).read_bytes())["cells"]]

    def edit(self, change, name="05_pull.ipynb"):
        """Do to the cells of a notebook what a learner does, and save as Jupyter does."""
        notebook = read((self.path / name).read_bytes())
        change(notebook["cells"])
        notebook["metadata"]["language_info"] = {"name": "python", "version": "3.13.1"}
        (self.path / name).write_bytes(written(notebook))


def answer(cells):
    """Answer, run, add a cell, delete the last one."""
    cells[1] |= {"source": "answer = 6", "outputs": [{"output_type": "stream", "name": "stdout", "text": "Right.\n"}]}
    cells[2]["source"] = "1 + 5"
    cells[3:] = [{"cell_type": "code", "source": "mine = 1", "metadata": {}, "id": "0f3c-own", "outputs": []}]


ANSWERED = ["# Pull back", "answer = 6", "1 + 2", "# yours, kept: the lesson has changed the cell above\n1 + 5", "mine = 1"]


def test_an_empty_folder_is_given_all_of_it(folder):
    """And nothing has to be said about it."""
    assert folder.bring(OLD) == []
    assert folder.files() == OLD


def test_what_was_done_is_there_tomorrow(folder):
    """The one thing that must not fail: the same version again changes nothing at all."""
    folder.bring(OLD)
    folder.edit(answer)
    before = folder.files()
    assert folder.bring(OLD) == []
    assert folder.files() == before


def test_a_newer_version_keeps_what_was_done(folder):
    """Cell by cell, with a copy of the whole; notebooks that were left alone are exactly the new ones."""
    folder.bring(OLD)
    folder.edit(answer)
    before = folder.files()["05_pull.ipynb"]
    said = folder.bring(NEW)
    assert folder.sources() == ANSWERED
    assert read((folder.path / "05_pull.ipynb").read_bytes())["cells"][1]["outputs"][0]["text"] == "Right.\n"
    files = folder.files()
    assert {name: content for name, content in files.items() if name in NEW and name != "05_pull.ipynb"} == {
        name: content for name, content in NEW.items() if name != "05_pull.ipynb"
    }
    (aside,) = files.keys() - NEW.keys()
    assert files[aside] == before
    assert said == [
        f"As they were, your notebooks are in {(folder.path / aside).parent}",
        "05_pull.ipynb: 3 cells of yours kept, 1 of them below the new text.",
    ]
    assert folder.bring(NEW) == []
    assert folder.files() == files, "once"


def test_an_older_version_again_loses_nothing(folder):
    """As from another environment; and the cell that was deleted stays away."""
    folder.bring(NEW)
    folder.edit(answer)
    folder.bring(OLD)
    assert folder.sources()[:2] == ["# Pull", "answer = 6"]
    assert {"mine = 1", "# The end"} & {*folder.sources()} == {"mine = 1"}


def test_what_was_deleted_is_brought_again(folder):
    """Whole: it is how one begins a notebook afresh."""
    folder.bring(OLD)
    (folder.path / "06_count.ipynb").unlink()
    folder.bring(OLD)
    assert folder.files() == OLD


@pytest.mark.parametrize("stop", range(4))
def test_what_was_broken_off_goes_on(folder, stop, monkeypatch):
    """A full disk, Ctrl-C: whatever file it comes at, the next call ends what was begun, and nothing is there twice."""
    folder.bring(OLD)
    folder.edit(answer)
    plain, left = own_copy.write, [stop]

    def write(path, content):
        if not left[0] and "before_update" not in str(path):
            raise OSError(errno.ENOSPC, "No space left on device")
        left[0] -= "before_update" not in str(path)
        plain(path, content)

    monkeypatch.setattr(own_copy, "write", write)
    with pytest.raises(OSError, match="No space"):
        folder.bring(NEW)
    assert {"answer = 6", "mine = 1"} <= {*folder.sources()}
    monkeypatch.setattr(own_copy, "write", plain)
    folder.bring(NEW)
    assert folder.sources() == ANSWERED
    assert not [*folder.path.rglob("*.half")]


def limited(code, *words):
    """Run code where no file may be longer than 9,000 bytes: the system itself refuses, in the middle of one."""
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000)); import sys; from pathlib import Path\n"
    command = [sys.executable, "-c", limit + code, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stderr


def test_a_disk_that_is_full_leaves_every_file_whole(tmp_path):
    """A notebook is there, or it is not there, and no half of it."""
    code = "from adlesson.commands.open_lab import copy_to; copy_to(Path(sys.argv[1]))"
    assert "Trouble: the notebooks could not be copied" in limited(code, tmp_path / "mine")
    ours = lesson_files()
    for path in (tmp_path / "mine").rglob("*.*"):
        assert path.read_bytes() == ours[path.relative_to(tmp_path / "mine").as_posix()]


def test_a_disk_that_is_full_leaves_what_was_there(tmp_path):
    """The learner's own file, where the newer one finds no room."""
    (tmp_path / "mine").write_text("mine")
    code = "from adlesson.commands.lesson.own_copy import write; write(Path(sys.argv[1]), bytes(10000))"
    assert "File too large" in limited(code, tmp_path / "mine")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


def test_a_folder_without_its_record_keeps_what_was_done(folder):
    """As where the notebooks alone were taken along to another computer: the cells themselves tell whose they are."""
    folder.bring(OLD)
    folder.edit(answer)
    (folder.path / RECORD).unlink()
    folder.edit(lambda cells: cells[0].update(source="# My pull"))
    folder.bring(NEW)
    assert folder.sources()[:3] == [
        "# Pull back",
        "*(yours, kept: the lesson has changed the cell above)*\n\n# My pull",
        "answer = 6",
    ]
    assert "mine = 1" in folder.sources()


def test_notebooks_that_were_only_run_are_left_alone_without_a_record(folder):
    """No copy, no sentence: there is nothing new in them."""
    folder.bring(OLD)
    folder.edit(lambda cells: cells[1].update(execution_count=3))
    (folder.path / RECORD).unlink()
    before = folder.files()
    assert folder.bring(OLD) == []
    assert folder.files() == before


def test_an_answer_moves_to_the_notebook_to_which_its_exercise_has_moved(folder):
    """Also where that notebook is not new, and the learner has changed it."""
    old = OLD | {"06_count.ipynb": built("# Count", "answer = None")}
    folder.bring(old)
    folder.edit(lambda cells: cells[1].update(source="answer = 6"))
    folder.edit(lambda cells: cells[0].update(source="# My count"), "06_count.ipynb")
    before = folder.files()
    folder.bring(old | {"05_pull.ipynb": built("# Pull back")})
    assert folder.sources() == ["# Pull back"]
    assert folder.sources("06_count.ipynb") == ["# My count", "answer = 6"]
    assert {*before.values()} <= {*folder.files().values()}, "both as they were are in a folder beside them"


def test_a_notebook_that_is_no_longer_part_of_the_lesson(folder):
    """If nothing was done in it, it goes; else it stays, and that is said once."""
    folder.bring(OLD)
    folder.edit(answer)
    assert folder.bring({}) == ["05_pull.ipynb: it is no longer part of the lesson, and stays as it is."]
    assert folder.files().keys() == {"05_pull.ipynb"}
    assert folder.bring({}) == []


def test_what_is_no_notebook_any_more_is_kept_aside(folder):
    """As with the marks of a conflict in it."""
    folder.bring(OLD)
    (folder.path / "05_pull.ipynb").write_bytes(b"<<<<<<< HEAD")
    (folder.path / "images" / "knobs.svg").write_bytes(b"mine")
    said = folder.bring(NEW)
    assert folder.sources() == ["# Pull back", "answer = None", "1 + 2", "# The end"]
    assert {b"<<<<<<< HEAD", b"mine"} <= {*folder.files().values()}
    assert said[1:] == [
        "05_pull.ipynb: it was no whole notebook any more.",
        "images/knobs.svg: the newer one is there now.",
    ]


@pytest.mark.parametrize("damaged", [b"", b"[]", b'{"version": 1}', b'{"version": 1, "files": 3, "cells": {}}', b"\xff"])
def test_a_damaged_record_is_as_none(folder, damaged):
    """What was done is in the notebooks."""
    folder.bring(OLD)
    folder.edit(lambda cells: cells[1].update(source="answer = 6"))
    (folder.path / RECORD).write_bytes(damaged)
    folder.bring(OLD)
    assert folder.sources() == ["# Pull", "answer = 6", "1 + 1", "# The end"]


def test_a_record_of_a_newer_format_is_refused_and_nothing_is_changed(folder):
    """It may mean something else by the same words."""
    folder.bring(OLD)
    record = json.loads((folder.path / RECORD).read_text())
    (folder.path / RECORD).write_text(json.dumps(record | {"version": 2}))
    before = folder.files()
    with pytest.raises(Trouble, match="a newer version of the lesson than this one: get it with python -m pip"):
        folder.bring(NEW)
    assert folder.files() == before


def test_a_learner_is_given_every_notebook_and_every_picture_it_shows(checkout):
    """And no sources, which have the solutions."""
    files = lesson_files()
    names = files.keys()
    assert {f"{path.stem}.ipynb" for path in (checkout / "notebooks" / "src").glob("*.py")} <= names
    assert {Path(name).suffix for name in names - {"TUTOR.md"}} <= {".ipynb", ".svg", ".png"}
    shown = [
        line for name in names if name.endswith(".ipynb") for line in lesson_files()[name].decode().split("](images/")[1:]
    ]
    assert shown
    assert {f"images/{text.partition(')')[0]}" for text in shown} <= names
