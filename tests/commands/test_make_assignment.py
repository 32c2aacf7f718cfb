"""``python -m adlesson assign``: an assignment with all of its notebooks, or nothing."""

import errno
import json
from pathlib import Path

import nbformat
import pytest

from adlesson.commands import main
from adlesson.grade.assignment import read_assignment

FILES = {"ps1.ipynb", "ps1_with_solutions.ipynb", "nbgrader_config.py"}


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Stand in a folder of one's own."""
    monkeypatch.chdir(tmp_path)


def names(folder="."):
    """Return what is in a folder."""
    return {path.name for path in Path(folder).iterdir()}


def test_it_writes_the_assignment_and_its_notebooks(capsys):
    """And says what each is for."""
    assert main(["assign", "ps1.json", "--exercises", "5.2:3", "5.3:5", "adjoints/2:4", "--out", "course"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "For students: course/ps1.ipynb (12 points)" in said.out
    assert names() == {"ps1.json", "course"}
    assert names("course") == FILES
    ps1 = read_assignment("ps1.json")
    for name in ("ps1.ipynb", "ps1_with_solutions.ipynb"):
        notebook = nbformat.read(f"course/{name}", as_version=4)
        assert notebook.metadata["adlesson"]["hash"] == ps1.hash
        assert next(line.rstrip() for line in notebook.cells[0].source.splitlines()) == "# ps1"


def test_without_a_folder_it_is_named_as_the_assignment():
    """Beside its file."""
    Path("course").mkdir()
    assert main(["assign", "course/ps1.json", "--exercises", "5.2:3"]) == 0
    assert names("course") == {"ps1.json", "ps1"}
    assert names("course/ps1") == FILES


def test_a_roster_is_answered_by_the_pairs_that_are_alike(capsys):
    """For each fresh problem; exercises are the same for all, as everybody knows."""
    Path("roster.txt").write_text("\n".join(f"student{k}" for k in range(20)))
    assert main(["assign", "ps1.json", "--exercises", "5.2:3", "adjoints/1:4", "sweeps/2:1", "--roster", "roster.txt"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "adjoints/1: of 190 pairs of students, 0 have the same problem"
    assert lines[1] == "sweeps/2: of 190 pairs of students, 0 have the same problem"
    assert lines[2].startswith("For students: ")


def test_what_is_there_stays_unless_it_is_said(capsys):
    """An assignment that is out must not be lost: its seed is in no other place."""
    words = ["assign", "ps1.json", "--exercises", "5.2:3"]
    assert main(words) == 0
    before = Path("ps1.json").read_text()
    assert main(words) == 2
    assert "'ps1.json' is there already: say --force to write over it" in capsys.readouterr().err
    Path("ps1.json").rename("kept.json")
    assert main(words) == 2
    assert "ps1.ipynb' is there already" in capsys.readouterr().err
    assert names() == {"kept.json", "ps1"}
    assert main([*words, "--force"]) == 0
    assert json.loads(Path("ps1.json").read_text())["seed"] != json.loads(before)["seed"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("ps1 --exercises 5.2:3", "the file of an assignment ends in .json, as in ps1.json, not 'ps1'"),
        ("ps.1.json --exercises 5.2:3", "an assignment is named by letters, digits, - and _"),
        ("ps1.json --exercises 5.9:3", "no exercise '5.9'"),
        ("ps1.json --exercises 5.2:0", "the points of 5.2 are a whole or half number"),
        ("ps1.json --exercises 5.2:3 --roster missing.txt", "missing.txt cannot be read: no such file or directory"),
        ("missing/deep/ps1.json --exercises 5.2:3", "nothing could be written: "),
        ("ps1.json --exercises 5.2:3 --out missing/deep", "nothing could be written: "),
        ("file/ps1.json --exercises 5.2:3", "nothing could be written: file is a file, or lies in one: name a folder"),
        ("ps1.json --exercises 5.2:3 --out file", "nothing could be written: file is a file, or lies in one"),
    ],
)
def test_wrong_use_is_one_sentence_and_nothing_is_written(words, sentence, capsys):
    """With exit status 2."""
    Path("file").write_text("mine")
    assert main(["assign", *words.split()]) == 2
    said = capsys.readouterr()
    assert said.err.startswith(sentence)
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert names() == {"file"}


def test_without_exercises_it_says_what_there_is(capsys):
    """As for any other word that is missing."""
    with pytest.raises(SystemExit) as ended:
        main(["assign", "ps1.json"])
    assert ended.value.code == 2
    assert "--exercises" in capsys.readouterr().err


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_on_a_full_disk_nothing_is_half_written(after, monkeypatch, capsys):
    """Whichever of the four files it is that finds no room."""
    wrote = []

    def full(real):
        def write(path, *words, **options):
            if len(wrote) == after:
                raise OSError(errno.ENOSPC, "No space left on device")
            wrote.append(path)
            return real(path, *words, **options)

        return write

    for name in ("write_text", "write_bytes"):
        monkeypatch.setattr(Path, name, full(getattr(Path, name)))
    assert main(["assign", "ps1.json", "--exercises", "5.2:3"]) == 2
    assert capsys.readouterr().err == "nothing could be written: the disk is full: make room there, and call this again\n"
    assert names() == set()
