"""What a tutor's program is told of an exercise: verdict, diagnosis, hint and criteria, and never what is right.

Fifty sequences of wrong answers through every exercise are for ``make thorough`` (``ADLESSON_SEQUENCES``), two for
everyday; what all of them could be told, hints and criteria, is looked at each time.
"""

import ast
import os
import re
from contextlib import suppress
from functools import cache
from pathlib import Path
from random import Random

import nbformat
import pytest
from answers_in_tests import answers
from right_values import bare, lines_of, shown, words_of
from solutions import SOLVED, STUBS

import adlesson as ad
from adlesson.teach.exercises import Exercises
from adlesson.teach.judging.cells import cells_of, text_of
from adlesson.teach.problems import COURSE

SEQUENCES = int(os.environ.get("ADLESSON_SEQUENCES", "2"))  # make thorough asks for 50
TESTS = Path(__file__).resolve().parent / "teach" / "problems"
ODD = [None, ..., 0, 1, -1, 2, 3.5, 7, 1e9, "x", "a b", "reverse", {"x": 1}, [1, 2, 3], lambda *a, **b: 1, "1/0", object()]
SAID = ["number", "verdict", "diagnosis", "hint", "criteria"]


@cache
def answers_of(notebook):
    """Return the answers that the tests of a notebook's exercises give, by number."""
    found = {}
    path = TESTS / f"test_n{notebook:02}.py"
    if path.exists():
        with suppress(OSError):  # what reads the notebooks has no place there
            answers(path.read_text("utf-8"), lambda name, answer: found.setdefault(name, []).append(answer))
    return found


def spoiled(name, pick):
    """Return an answer made from the right one: a number moved, a name left out, a line of the solution changed."""
    right = SOLVED[name]
    match right:
        case int() | float():
            return right * pick.choice((2, -1, 0.5, 1.1)) + pick.choice((0, 1))
        case str():
            return pick.choice((" ".join(right.split()[1:]), right + " x", right[:-1]))
        case dict():
            key = pick.choice([*right])
            return right | {key: f"2 * ({right[key]}) + 1"}
        case list():
            return pick.sample(right, len(right))
    return mutated(cells_of(name).solution, pick)


def mutated(code, pick):
    """Return the function of a solution with one of its operators or numbers changed."""
    tree = ast.parse(code)
    places = [node for node in ast.walk(tree) if isinstance(node, ast.BinOp | ast.Constant | ast.AugAssign)]
    node = pick.choice(places)
    if isinstance(node, ast.Constant):
        node.value = node.value + 1 if isinstance(node.value, int | float) else node.value
    else:
        node.op = ast.Add() if not isinstance(node.op, ast.Add) else ast.Sub()
    *lines, last = tree.body
    space = {"ad": ad}
    exec(compile(ast.Module(lines, []), "an answer", "exec"), space)
    return space[last.value.args[1].id]


def replies(name, pick, exercises):
    """Yield an answer and what is said to it, three times, with one hint more each time."""
    own = answers_of(int(name.partition(".")[0])).get(name, [])
    for _ in range(3):
        try:
            answer = pick.choice((pick.choice(ODD), pick.choice(own or ODD), spoiled(name, pick)))
        except Exception:  # what was made of the solution is no program
            answer = None
        yield answer, exercises.check(name, answer, record=False)
        exercises.hint(name)


def given_away(name, text, answer=None):
    """Return what of the answer to an exercise stands in a text, and neither in what is asked nor in what was answered."""
    right, asked = shown(SOLVED[name]), text_of(name) + COURSE[name].task + cells_of(name).cell
    own = {*re.findall(r"[\w.+-]+", repr(answer))}
    found = (right & words_of(text, right)) - words_of(asked, right) - {*re.findall(r"[\d.]+", asked)} - own
    lines = lines_of(cells_of(name).solution, asked)
    return found | {line for line in lines if line in bare(text)}


@pytest.mark.parametrize("name", COURSE)
def test_hints_and_criteria_give_nothing_away(name):
    """The last hint is almost there: a small step is left."""
    assert COURSE[name].criteria.endswith(".")
    for text in (*COURSE[name].hints, COURSE[name].criteria):
        assert given_away(name, text) == set(), text


@pytest.mark.parametrize("name", COURSE)
def test_no_reply_gives_the_answer_away(name):
    """Whatever is answered, and however many hints have been asked for."""
    for k in range(SEQUENCES):
        exercises = Exercises(COURSE)
        for answer, said in replies(name, Random(f"{name} {k}"), exercises):
            assert [*said] == SAID
            if said["verdict"] != "right":
                text = " ".join([said["diagnosis"], said["hint"], said["criteria"]])
                assert given_away(name, text, answer) == set(), (answer, said)


def test_what_gives_away_is_seen():
    """A right value, in one of its forms, and a line of a solution."""
    assert given_away("5.1", "It is 12.") == {"12"}
    assert given_away("5.1", "You gave 12.", 12) == set()
    assert given_away("5.2", "For x1 it is 5.5.") == {"5.5"}
    assert given_away("12.5", "Take 2 / (1 + w**2) for it.") == {"2/(1+w**2)"}
    assert given_away("12.5", "Divide by h.") == set()


def test_nothing_is_kept_of_it():
    """It is somebody else's question: the learner's record is as it was, and so is the next hint."""
    exercises = Exercises(COURSE)
    before = exercises._keeper.events()
    said = [exercises.check("5.1", answer, record=False) for answer in (6, None, 12, "x")]
    assert [one["verdict"] for one in said] == ["wrong", "unanswered", "right", "wrong"]
    assert exercises._keeper.events() == before
    assert {one["hint"] for one in said} == {COURSE["5.1"].hints[0], ""}
    exercises.hint("5.1")
    assert exercises.check("5.1", 6, record=False)["hint"] == COURSE["5.1"].hints[1]
    assert exercises.check("5.1", 12).verdict == "right"


@pytest.mark.parametrize("number", ["5.9", "05.3a", "", None, [], 5])
def test_an_exercise_that_does_not_exist_is_said_in_the_same_form(number):
    said = ad.exercises.check(number, 6, record=False)
    assert [*said] == SAID and (said["verdict"], said["hint"], said["criteria"]) == ("unknown", "", "")
    assert "is not among 0.1, " in said["diagnosis"]


@pytest.mark.parametrize("name", ["1.3", "5.3", "8.3"])
def test_an_untouched_cell_is_unanswered(name):
    assert ad.exercises.check(name, STUBS[name], record=False)["verdict"] == "unanswered"


PAGE = (Path(__file__).resolve().parent.parent / "notebooks" / "TUTOR.md").read_text("utf-8")


def test_the_page_for_tutors_says_what_is_there():
    """Each call on it runs; the fields and verdicts it names are those that come back."""
    calls = [call.strip() for call in re.findall(r"(?:`|^ +)((?:problem = )?ad\.\w+[\w.]*\([^`\n]*\))", PAGE, re.M)]
    assert len(calls) == 5
    for call in calls:
        space = {"ad": ad}
        exec(call, space)
    assert all(f"`{field}`" in PAGE for field in SAID[:1] + SAID[2:])
    said = {ad.exercises.check(name, answer, record=False)["verdict"] for name, answer in ASKED}
    assert said == {*re.findall(r'"(\w+)"', PAGE.partition("`verdict` (")[2].partition(")")[0])}
    assert "17 %" in PAGE and "10.1073/pnas.2422633122" in PAGE


ASKED = [("5.1", 12), ("5.1", 6), ("5.1", None), ("5.9", 1), ("5.2", {"x1": 5.53, "x2": "2 - cos(5)"})]


def test_the_page_for_tutors_gives_nothing_away():
    """It stands beside the notebooks, where learners read it, too."""
    long = {name: {one for one in given_away(name, PAGE) if len(one) > 2} for name in COURSE}  # any text has digits
    assert {name: found for name, found in long.items() if found} == {}


def test_each_exercise_says_its_criteria_where_it_stands():
    """In the metadata of the learner's cell, and never in that of another."""
    seen = {}
    for path in sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            about = cell.metadata.get("adlesson")
            assert (about is not None) == ("exercises.check(" in cell.source)
            if about:
                problem = COURSE[about["exercise"]]
                assert dict(about) == {"exercise": problem.number, "task": problem.task, "criteria": problem.criteria}
                seen[problem.number] = cell
    assert sorted(seen) == sorted(COURSE)
