"""Exercise 5.5 of notebook 05, the lines of a way back in order; 5.1 to 5.4 are in test_exercises."""

import itertools
import math
import random
import re
from pathlib import Path

import pytest

import adlesson as ad
from adlesson.teach.exercises import Exercises
from adlesson.teach.problems import n05

SOURCE = Path(__file__).resolve().parent.parent.parent.parent / "notebooks" / "src" / "05b_use_one_sweep.py"

# worked out by hand: line 1 is first, 6 is before 3, both and 4 are before 0, and 5 and 2 are last
RIGHT = [[1, *middle, 0, *last] for middle in ([6, 3, 4], [6, 4, 3], [4, 6, 3]) for last in ([5, 2], [2, 5])]


@pytest.fixture
def check():
    """Return the ``check`` of a session that has only begun."""
    return Exercises({problem.number: problem for problem in n05.PROBLEMS}).check


def test_the_notebook_shows_the_lines_that_the_check_runs():
    """Their numbers are the answer."""
    _, there, lines = n05._mixed_up()
    text = SOURCE.read_text("utf-8")
    assert re.findall(r"^# (\d)   (.*_bar .*)$", text, flags=re.M) == [(str(k), line) for k, line in enumerate(lines)]
    asked = text.partition("### Exercise 5.5")[2].partition("These lines")[0]
    assert re.findall(r"`(\w = .*?)`", asked.replace("\n# ", " ")) == there


@pytest.mark.parametrize("order", RIGHT, ids=str)
def test_any_order_that_works_is_right(check, order):
    """There are six, and no favourite."""
    assert check("5.5", order).verdict == "right"
    assert check("5.5", tuple(order)).verdict == "right"


def test_every_other_order_is_wrong(check):
    """All that are one exchange away from a right one, and some hundred others; each is told a line."""
    swaps = ([*order] for order in RIGHT for _ in range(21))
    near = []
    for order, (i, j) in zip(swaps, itertools.cycle(itertools.combinations(range(7), 2)), strict=False):
        order[i], order[j] = order[j], order[i]
        near.append(order)
    pick = random.Random(5)
    for order in near + [pick.sample(range(7), 7) for _ in range(100)]:
        if order not in RIGHT:
            result = check("5.5", order)
            assert result.verdict == "wrong", order
            assert "_bar`" in result.message


def test_the_lines_in_a_right_order_give_the_gradient():
    """Of exp(xy sin xy) sin xy: by hand, and not by the package."""
    _, there, lines = n05._mixed_up()
    space = {"x": 0.7, "y": 1.3, "sin": math.sin, "cos": math.cos, "exp": math.exp}
    exec("\n".join(there + [lines[k] for k in RIGHT[0]]), space)
    a = 0.7 * 1.3
    slope = math.exp(a * math.sin(a)) * ((math.sin(a) + a * math.cos(a)) * math.sin(a) + math.cos(a))
    assert math.isclose(space["x_bar"], slope * 1.3, rel_tol=1e-14)
    assert math.isclose(space["y_bar"], slope * 0.7, rel_tol=1e-14)


@pytest.mark.parametrize(
    ("order", "says"),
    [
        ([0, 1, 2, 3, 4, 5, 6], "Line 0, `a_bar += b_bar * cos(a)`, stops: when its turn comes, `a_bar` has no value yet."),
        ([1, 3, 6, 4, 0, 5, 2], "Line 3, `b_bar += d`, stops: when its turn comes, `b_bar` has no value yet."),
        (
            [1, 4, 6, 0, 3, 5, 2],
            "`a_bar += b_bar * cos(a)` passes on what `b_bar` has, before `b_bar += d` has added its share.",
        ),
        (
            [1, 6, 3, 4, 2, 0, 5],
            "`y_bar = a_bar * x` passes on what `a_bar` has, before `a_bar += b_bar * cos(a)`",
        ),
        ([1, 2], "each of the numbers 0 to 6 once"),
        ([1, 1, 3, 4, 0, 5, 2], "each of the numbers 0 to 6 once"),
        ([2, 7, 4, 5, 1, 6, 3], "each of the numbers 0 to 6 once"),
        ("1 6 3 4 0 5 2", "each of the numbers 0 to 6 once, in square brackets"),
        (dict.fromkeys(RIGHT[0]), "in square brackets"),
        (["c_bar = b * d"] * 7, "each of the numbers 0 to 6 once"),
        ([print, "1 + 1"], "A number is wanted"),
    ],
    ids=str,
)
def test_a_wrong_order_is_told_the_line(check, order, says):
    """A line too early, or a share that comes too late: which one, and no more."""
    result = check("5.5", order)
    assert result.verdict == "wrong"
    assert says in result.message
    assert "[" not in result.message


def test_only_our_own_lines_are_run(check, capsys):
    """An answer is an order; text in it is never code."""
    for answer in (["print('run')"] * 7, "print('run')", {"0": "print('run')"}, [lambda: print("run")] * 7):
        assert check("5.5", answer).verdict == "wrong"
    assert capsys.readouterr().out == ""


def test_the_right_result_is_computed_when_asked_for(check, monkeypatch):
    """With a gradient program that gives something else, no order is right."""
    _, there, lines = n05._mixed_up()
    monkeypatch.setattr(n05, "_mixed_up", lambda: (ad.gradient_program(lambda x, y: x * y, x=1.0, y=2.0), there, lines))
    result = check("5.5", RIGHT[0])
    assert result.verdict == "wrong"
    assert "Every line runs, but the result is wrong." in result.message and "None" not in result.message
