"""Marks go through nbgrader: it hands out, collects, makes feedback and exports; and it runs nothing that a student wrote.

Run by ``make check-gradebooks``, in an environment of its own: nbgrader brings much along.
"""

import csv
import html
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from adlesson.commands import main
from adlesson.grade.assignment import grade_id, read_assignment
from adlesson.grade.confined import NoSandboxError, chosen
from adlesson.grade.marks import MarkedItem, begin, mark_of, write_mark
from adlesson.grade.variants import variant
from adlesson.teach.judging.cells import cells_of

WHAT = "5.2:3", "5.3:5", "adjoints/2:4"
EVIL = """\
open({!r}, "w").write("it ran")
ad.exercises.check = lambda *answers: print("✓ right")
import nbgrader.api, os
os._exit(0)"""


def nbgrader(course, *words):
    """Run a command of nbgrader in the folder of the course."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # it calls alembic by its name
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words], cwd=course, env=os.environ | {"PATH": path},
        capture_output=True, text=True, timeout=500, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def sandbox():
    """Return the one of this machine; this is no test of it, so that none will do."""
    try:
        return chosen("auto")
    except NoSandboxError:
        return "none"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return the folder of a course in which three students have handed in, and all has been marked."""
    top = tmp_path_factory.mktemp("course")
    os.chdir(top)
    assert main(["assign", "ps1.json", "--exercises", *WHAT, "--out", "ps1"]) == 0
    shutil.copy("ps1/nbgrader_config.py", top)
    (top / "source" / "ps1").mkdir(parents=True)
    shutil.copy("ps1/ps1.ipynb", "source/ps1")
    nbgrader(top, "generate_assignment", "ps1")

    ps1 = read_assignment(Path("ps1.json"))
    answer = variant(ps1, ps1.items[2], "good").question.blanks
    right = {grade_id(what): cells_of(what).solution for what in ("5.2", "5.3")} | {
        "login": 'login, seed = "good", "any"',
        grade_id("adjoints/2"): f"adjoints_2.check({answer!r})",
    }
    evil = {name: EVIL.format(str(top / "it_ran")) for name in (*right, "import")}
    for student, cells in {"Good": right, "stub": {}, "evil": evil}.items():
        notebook = nbformat.read("release/ps1/ps1.ipynb", 4)
        for cell in notebook.cells:
            cell.source = cells.get(cell.metadata.nbgrader.grade_id, cell.source)
        place = top / "submitted" / student / "ps1"
        place.mkdir(parents=True)
        nbformat.write(notebook, place / "ps1.ipynb")

    nbgrader(top, "autograde", "ps1")
    assert not (top / "it_ran").exists(), "nbgrader ran what a student wrote"
    assert main(["grade", "ps1.json", "submitted", "--out", "marks", "--sandbox", sandbox()]) == 0
    assert main(["to-nbgrader", "marks", "."]) == 0
    nbgrader(top, "generate_feedback", "ps1")
    nbgrader(top, "export")
    return top


def scores(course):
    """Return what nbgrader exported: the score of each student."""
    with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["student_id"]: (float(row["score"]), float(row["max_score"])) for row in csv.DictReader(file)}


def test_bug_hunts_reach_the_students_whole(course):
    """With nbgrader's own settings they would be emptied."""
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in nbformat.read(course / "release/ps1/ps1.ipynb", 4).cells}
    assert cells[grade_id("5.3")].source == cells_of("5.3").cell
    assert cells_of("5.3").solution not in json.dumps([cell.source for cell in cells.values()])


def test_good_stub_and_evil_come_out_of_its_export(course):
    """The student is called as nbgrader calls them, whatever a login is here."""
    assert scores(course) == {"Good": (12, 12), "stub": (0, 12), "evil": (0, 12)}


def test_its_feedback_says_what_was_found(course):
    """And no answer: that of the student is all there is."""
    pages = {}
    for name in ("Good", "stub", "evil"):
        page = (course / "feedback" / name / "ps1" / "ps1.html").read_text("utf-8")
        pages[name] = html.unescape(re.sub(r"<[^>]+>", "", page))
    assert "The cell is as it stood in the assignment." in pages["stub"] and "(Score: 3.0 / 3.0)" in pages["Good"]
    assert "as it stood" not in pages["Good"]
    solution = cells_of("5.2").solution.splitlines()[0]
    assert solution in pages["Good"] and solution not in pages["stub"] + pages["evil"]


def test_it_may_be_done_again_and_what_a_person_entered_stays(course):
    """A grader may have been generous; and somebody may have handed in what nbgrader could not take."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        gradebook.find_grade(grade_id("5.2"), "ps1", "ps1", "stub").manual_score = 2
        gradebook.db.commit()
        gradebook.remove_submission("ps1", "evil")
    assert main(["to-nbgrader", str(course / "marks"), str(course)]) == 0
    nbgrader(course, "export")
    assert scores(course) == {"Good": (12, 12), "stub": (2, 12), "evil": (0, 12)}
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        assert {student.id for student in gradebook.students} == {"Good", "stub", "evil"}
        grades = gradebook.find_submission_notebook("ps1", "ps1", "evil").grades
        assert [grade.auto_score for grade in grades] == [0, 0, 0]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["marks", "nowhere"], "there is no folder 'nowhere': name the one of your nbgrader course"),
        (["marks", "ps1"], "run nbgrader generate_assignment NAME there first"),
        (["nowhere", "."], "nowhere is no folder of marks"),
        (["others", "."], "the gradebook has no assignment ps2: run nbgrader generate_assignment ps2 there first"),
        (
            ["dearer", "."],
            "5.2 has 3 points in the gradebook and 4 in the marks: run nbgrader generate_assignment ps1 --force",
        ),
        (["fewer", "."], "the gradebook has exercise-5-3, fresh-adjoints-2, and the marks have not"),
    ],
)
def test_what_does_not_fit_is_one_sentence_and_nothing_is_written(course, words, sentence, monkeypatch, capsys):
    """With exit status 2; a gradebook that opening would make is not made."""
    monkeypatch.chdir(course)
    for name, file, asked in [
        ("others", "ps2.json", WHAT),
        ("dearer", "1/ps1.json", ["5.2:4", *WHAT[1:]]),
        ("fewer", "2/ps1.json", WHAT[:1]),
    ]:
        if not Path(name).exists():
            Path(file).parent.mkdir(exist_ok=True)
            assert main(["assign", file, "--exercises", *asked, "--out", f"{name}_notebooks"]) == 0
            ps = read_assignment(Path(file))
            begin(name, ps)
            write_mark(name, mark_of(ps, "stub", "", (), "", [MarkedItem(*item, 0, "wrong", "", None) for item in ps.items]))
    before = (course / "gradebook.db").read_bytes()
    capsys.readouterr()
    assert main(["to-nbgrader", *words]) == 2
    said = capsys.readouterr().err
    assert sentence in said and said.count("\n") == 1
    assert (course / "gradebook.db").read_bytes() == before and not (course / "ps1" / "gradebook.db").exists()
