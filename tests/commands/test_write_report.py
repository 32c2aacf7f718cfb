"""``python -m adlesson report``: a folder with a table and pages, whole or not at all, whatever students are called."""

import csv
import errno
from pathlib import Path

import pytest
from marked import PS1, marked

from adlesson.commands import main
from adlesson.grade.marks import begin, write_mark

NAMES = ["ada", "ADA", "=cmd|' /C calc'!A0", "../../evil", "李小龙", "con"]


@pytest.fixture
def marks(tmp_path):
    """Return a folder of marks, one for each of the names."""
    folder = tmp_path / "marks"
    begin(folder, PS1)
    for k, name in enumerate(NAMES):
        write_mark(folder, marked(name, ["right wrong missing", "right right untouched"][k % 2], mistake="lost minus"))
    return folder


def inside(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_the_folder_has_a_table_and_a_page_for_each_student(tmp_path, marks, capsys):
    """All in it, and nothing beside it."""
    out = tmp_path / "report"
    assert main(["report", str(marks), "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"In {out} are marks.csv, class.html, and in feedback a page for each of 6 students.\n"
    pages = [name for name in inside(out) if name.startswith("feedback/")]
    assert {*inside(out)} - {*pages} == {"marks.csv", "class.html"} and len(pages) == len(NAMES)
    assert {path.name for path in tmp_path.iterdir()} == {"marks", "report"}
    with (out / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["student"] for row in rows} == {name if name[0] != "=" else f"'{name}" for name in NAMES}
    text = (out / "class.html").read_text("utf-8")
    assert all((out / "feedback" / Path(page).name).is_file() for page in pages) and "lost minus" in text


def test_who_handed_in_the_same_file_is_named(tmp_path, capsys):
    """A fact and no more: it says what it does not say."""
    folder = tmp_path / "marks"
    begin(folder, PS1)
    for name, submission in (("ada", "one"), ("bob", "two"), ("eve", "one"), ("x\ny", "three"), ("z", "three")):
        write_mark(folder, marked(name, "right wrong missing", submission=submission))
    assert main(["report", str(folder), "--out", str(tmp_path / "report")]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "ada, eve handed in the same file, byte for byte. It does not say who wrote it.",
        "x�y, z handed in the same file, byte for byte. It does not say who wrote it.",
    ]
    assert "It does not say who wrote it" in " ".join((tmp_path / "report" / "class.html").read_text("utf-8").split())


def test_what_is_there_stays_unless_it_is_said(tmp_path, marks, capsys):
    """Then the page of somebody who is no longer in the class goes; what is not of the report stays."""
    out = tmp_path / "report"
    (out / "feedback").mkdir(parents=True)
    for name in ("marks.csv", "feedback/old.html", "mine.txt"):
        (out / name).write_text("mine")
    assert main(["report", str(marks), "--out", str(out)]) == 2
    assert "is there already: say --force to write over it" in capsys.readouterr().err
    assert inside(out) == ["feedback/old.html", "marks.csv", "mine.txt"]
    assert main(["report", str(marks), "--out", str(out), "--force"]) == 0
    assert "feedback/old.html" not in inside(out) and (out / "mine.txt").read_text() == "mine"
    assert (out / "marks.csv").read_text("utf-8-sig").startswith("student,")


def test_on_a_full_disk_there_is_nothing(tmp_path, marks, monkeypatch, capsys):
    """Not even the folder."""
    real, wrote = Path.write_text, []

    def full(path, *more, **options):
        wrote.append(path)
        if len(wrote) > 4:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, *more, **options)

    monkeypatch.setattr(Path, "write_text", full)
    assert main(["report", str(marks), "--out", str(tmp_path / "report")]) == 2
    assert capsys.readouterr().err == "nothing could be written: the disk is full: make room there, and call this again\n"
    assert {path.name for path in tmp_path.iterdir()} == {"marks"}


@pytest.mark.parametrize(
    ("place", "sentence"),
    [("missing", "is no folder of marks: python -m adlesson grade makes one"), ("empty", "is no folder of marks")],
)
def test_without_marks_one_sentence_says_so(tmp_path, place, sentence, capsys):
    """With exit status 2, and nothing is written."""
    (tmp_path / "empty").mkdir()
    assert main(["report", str(tmp_path / place), "--out", str(tmp_path / "report")]) == 2
    said = capsys.readouterr().err
    assert sentence in said and said.count("\n") == 1
    assert not (tmp_path / "report").exists()


def test_a_mark_of_another_assignment_is_named(tmp_path, marks, capsys):
    """It would be counted among the others."""
    text = (marks / "students" / "ada.json").read_text("utf-8")
    (marks / "students" / "ada.json").write_text(text.replace(PS1.hash, "f" * 64), "utf-8")
    assert main(["report", str(marks), "--out", str(tmp_path / "report")]) == 2
    assert "ada.json is the mark of another assignment" in capsys.readouterr().err
