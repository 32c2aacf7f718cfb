"""Many submissions: what is said of each, and workers that nothing brings down."""

import multiprocessing
import os
import time

import pytest
from pretended import hand_in, put_in_place

from adlesson.grade.assignment import made
from adlesson.grade.many import graded, on_this_machine
from adlesson.grade.submissions import Submission, find

PS1 = made("ps1", ["5.2:3", "adjoints/2:4"], "2026")
HOW = PS1, "none", 5


@pytest.fixture(autouse=True)
def pretended(monkeypatch):
    """Let the grader be one that runs nothing."""
    put_in_place(monkeypatch)


def mark(path, student="ada", notes=()):
    """Return the mark of one notebook."""
    return graded(Submission(student, str(path), "", notes), *HOW)


def test_who_wrote_another_login_is_graded_as_the_folder_says(tmp_path):
    """And that is the first thing that is said."""
    assert mark(hand_in(tmp_path, PS1, "ada", login=" ADA ")).notes == ()
    found = mark(hand_in(tmp_path, PS1, "ada", login="bob\\x1b"), notes=("Another note.",))
    assert found.student == "ada"
    assert found.notes == (
        "The login in it is bob\\\\x1b: it is graded as that of ada, with the problems of ada.",
        "Another note.",
    )
    empty = "There is no login in it: it is graded as that of ada, with the problems of ada."
    assert mark(hand_in(tmp_path, PS1, "ada", login="")).notes == (empty,)
    assert mark(hand_in(tmp_path, PS1, "ada", "login = 'ada'", login="bob")).notes == (), "the last one counts, as in Python"


def test_without_fresh_problems_no_login_is_missed(tmp_path):
    """Nothing depends on it."""
    only = made("ps1", ["5.2:3"], "2026")
    assert graded(Submission("ada", str(hand_in(tmp_path, only, "ada")), "", ()), only, "none", 5).notes == ()


def test_a_notebook_of_another_release_is_said(tmp_path):
    """It may be of last year."""
    other = made("ps1", ["5.2:3", "adjoints/2:4"], "2025")
    (note,) = mark(hand_in(tmp_path, other, "ada")).notes
    assert note == f"It was made for another assignment ({other.hash[:9]}...), and is graded by this ({PS1.hash[:12]})."


def test_cells_that_are_there_twice_are_said(tmp_path):
    """A copied cell, say; a number that only begins alike is another."""
    path = hand_in(
        tmp_path, PS1, "ada", 'ad.exercises.check("5.2", 5)', "adjoints_2.check(5)", 'ad.exercises.check("5.21", 5)'
    )
    assert mark(path).notes == (
        "5.2 is answered in 2 cells: the last one counts.",
        "adjoints/2 is answered in 2 cells: the last one counts.",
    )
    assert mark(hand_in(tmp_path, PS1, "ada", 'ad.exercises.check("15.2")', "my_adjoints_2.check(5)")).notes == ()


def test_what_cannot_be_read_has_a_mark(tmp_path):
    """With the reason first, and no points."""
    (tmp_path / "ada.ipynb").write_text("{")
    found = mark(tmp_path / "ada.ipynb", notes=("Another note.",))
    assert found.notes[0].startswith("The notebook could not be read: it is no JSON")
    assert found.notes[1:] == ("Another note.",)
    assert (found.earned, found.points, found.submission) == (0, 7, "")


def class_of(folder, **lines):
    """Hand in a notebook of each student, with lines of their own; return what is found, in their order."""
    for student, text in lines.items():
        hand_in(folder, PS1, student, *text.split("+"))
    return find(folder, PS1)[0]


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_each_gets_the_mark_of_their_own_notebook(tmp_path, workers):
    """However many are graded at once."""
    found = class_of(
        tmp_path, ada="RIGHT 5.2", bob="", carl="RIGHT 5.2+RIGHT adjoints/2", dora="SLOW", eve="RIGHT adjoints/2"
    )
    marks = dict(on_this_machine(found, workers, *HOW))
    assert {one.student: mark.earned for one, mark in marks.items()} == {"ada": 3, "bob": 0, "carl": 7, "dora": 0, "eve": 4}
    assert all(one.student == mark.student and one.sha256 == mark.submission for one, mark in marks.items())
    assert multiprocessing.active_children() == []


@pytest.mark.timeout(60)
def test_one_that_ends_its_worker_harms_nobody(tmp_path):
    """Whoever was graded beside it is graded again; of it there is no mark, and the others go on."""
    found = class_of(tmp_path, **{f"s{k}": "RIGHT 5.2+SLOW" for k in range(9)}, eve="KILL", mallory="KILL", trudy="BUG")
    done = [(one.student, mark) for one, mark in on_this_machine(found, 2, *HOW)]
    assert sorted(student for student, _ in done) == sorted(one.student for one in found), "each comes out once"
    marks = dict(done)
    assert all(marks.pop(f"s{k}").earned == 3 for k in range(9))
    assert {student: type(problem).__name__ for student, problem in marks.items()} == {
        "eve": "BrokenProcessPool",
        "mallory": "BrokenProcessPool",
        "trudy": "LookupError",
    }


def test_a_machine_without_room_stops_all(tmp_path):
    """It would be the same with every other."""
    with pytest.raises(OSError, match="No space left"):
        list(on_this_machine(class_of(tmp_path, ada="FULL", bob=""), 1, *HOW))
    assert multiprocessing.active_children() == []


@pytest.mark.timeout(60)
def test_who_stops_in_the_middle_waits_for_nobody(tmp_path):
    """As at Ctrl-C."""
    results = on_this_machine(class_of(tmp_path, ada="", bob="SLOW+" * 2000, carl="SLOW+" * 2000), 2, *HOW)
    assert next(results)[0].student == "ada"
    workers = [child.pid for child in multiprocessing.active_children()]
    assert len(workers) == 2
    results.close()
    time.sleep(0.1)
    assert not any(os.path.exists(f"/proc/{pid}") for pid in workers)
