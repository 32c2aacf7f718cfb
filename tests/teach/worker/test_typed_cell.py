"""A cell typed in a page, judged as in a notebook, in CPython: the page's Python runs the same."""

import sys

import pytest

from adlesson.teach import exercises, keeper
from adlesson.teach.course import NOTEBOOKS
from adlesson.teach.judging.cells import cells_of
from adlesson.teach.worker.typed_cell import LONGEST, judged

NUMBERS = [number for notebook in NOTEBOOKS for number in notebook.exercises]


def said(number, text, events=()):
    return judged(exercises, number, text, events)


@pytest.mark.parametrize("number", NUMBERS)
def test_each_solution_is_right_and_each_cell_unanswered(number):
    """With the cells that it needs, and no others, an exercise is judged as in its notebook; nothing is kept here."""
    right, stub = said(number, cells_of(number).solution), said(number, cells_of(number).cell)
    assert (right["verdict"], right["tries"], right["lacks"], right["printed"]) == ("right", 1, "", "")
    assert (stub["verdict"], stub["tries"], stub["events"]) == ("unanswered", 0, [])
    assert keeper.all_known() == {}


def test_what_happened_before_counts():
    """The page keeps the events; the same answer again is no try, and what was right stays right."""
    right = said("0.1", 'ad.exercises.check("0.1", "a")')
    events = [{**event, "at": 1.0} for event in right["events"]]
    again = said("0.1", 'ad.exercises.check("0.1", "a")', events)
    worse = said("0.1", 'ad.exercises.check("0.1", "x y")', events)
    assert (again["tries"], again["events"]) == (1, [])
    assert (worse["tries"], worse["word"]) == (2, "Not right this time.")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("answer = 6", 'Let the last line be `ad.exercises.check("5.1", ...)`: it hands in your answer.'),
        ('ad.exercises.check("5.3", 6)', "Let the last line be"),
        ("", "Let the last line be"),
        ("x = (1", "Line 1 is no Python: '(' was never closed."),
        ("x = 1\nz = x / 0", "Line 2, `z = x / 0`: it divides by zero."),
        ("def f():\n    return nowhere\n\nf()", "Line 2, `return nowhere`: `nowhere` has no value there"),
        ("raise SystemExit", "Line 1, `raise SystemExit`: it asks Python to end."),
        ("eval('1 +')", "A text that it reads is no Python"),
    ],
)
def test_a_cell_that_stops_says_where_and_why(text, message):
    """In a notebook Python's own report would stand there; in a page it is a sentence, and no try is counted."""
    answer = said("5.1", text)
    assert (answer["verdict"], answer["tries"]) == ("stopped", 0)
    assert message in answer["message"]


def test_a_cell_that_is_too_long_to_be_read_names_no_line():
    """None of its lines was run: the first is as good as the last."""
    answer = said("5.1", f"x = 1\nz = {' + '.join(['x'] * 100_000)}")
    assert answer["verdict"] == "stopped"
    assert answer["message"].startswith("It ") and "Line" not in answer["message"]


def test_what_is_said_speaks_of_the_page():
    """There is no cell to be run, and the hint is a button."""
    assert said("5.1", cells_of("5.1").cell)["message"] == "Put your answer where it says None, and check it again."
    assert "ad.exercises.hint" not in said("5.1", 'ad.exercises.check("5.1", 4)')["message"]


def test_what_a_cell_prints_is_shown_up_to_a_length():
    """A loop that prints must not fill the page."""
    assert said("5.1", "print(1 + 1)\nad.exercises.check('5.1', 6)")["printed"] == "2\n"
    long = said("5.1", "for k in range(9999):\n    print(k)")["printed"]
    assert len(long) < LONGEST + 20 and long.endswith("... and more")


def test_a_package_that_is_not_there_is_named(monkeypatch):
    """The page fetches it if it can, and asks again; else it says where it is to be had."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "numpy"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "path", [])
    assert said("5.1", "import numpy")["lacks"] == "numpy"
    assert said("5.1", "ad.exercises.check('5.1', 6)")["lacks"] == ""
