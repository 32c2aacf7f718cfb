"""The exercises of notebook 05: each known wrong answer gets its message, and the lines of a way back are put in order."""

import itertools
import math
import random
import re
from pathlib import Path

import pytest
from solutions import SOLVED

import adlesson as ad
from adlesson.engine.mistakes.diagnose import wrong_adjoints
from adlesson.engine.mistakes.table import MISTAKES
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


# --- what is said to wrong answers of 5.1 to 5.4 --------------------------------------------------


def bug(name):
    """Return a sweep that makes a known mistake, as a learner's function would."""
    mistake = next(mistake for mistake in MISTAKES if mistake.name == name)
    return lambda p, **inputs: dict(zip(p.names, wrong_adjoints(p, p.values(**inputs), mistake), strict=True))


def paths_by_alpha(p):
    def walk(i):
        return 1 if i == 0 else sum(walk(k) for k in p.alpha(i))

    return walk(len(p) - 1)


def paths_from_every_input(p):
    count = [1] * p.d
    for i in range(p.d, len(p)):
        count.append(sum(count[k] for k in p.alpha(i)))
    return count[-1]


def paths_by_alpha_kept(p):
    parents = [p.alpha(i) for i in range(len(p))]

    def walk(i):
        return 1 if i == 0 else sum(walk(k) for k in parents[i])

    return walk(len(p) - 1)


def paths_by_beta(p):
    found, to_do = 0, [0]
    while to_do:
        j = to_do.pop()
        found += j == len(p) - 1
        to_do += p.beta(j)
    return found


def paths_by_instructions(p):
    rows = p.instructions

    def walk(i):
        return 1 if i == 0 else sum(walk(k) for k in rows[i].args if isinstance(k, int))

    return walk(len(p) - 1)


def paths_by_slots(p):
    slots = p.slots

    def walk(i):
        return 1 if i == 0 else sum(walk(k) for k in slots[i] if k >= 0)

    return walk(len(p) - 1)


def paths_hiding_the_refusal(p):
    try:
        return paths_by_alpha(p)
    except Exception:
        return 2 ** (len(p) - 1)


WALKERS = (
    paths_by_alpha,
    paths_by_alpha_kept,
    paths_by_beta,
    paths_by_instructions,
    paths_by_slots,
    paths_hiding_the_refusal,
)


def neuron_wrong_at_error(p, **inputs):
    right = SOLVED["5.3"](p, **inputs)
    return right | {"error": 99} if "error" in right else right


WRONG = [
    ("5.1", 4, "replaced the earlier ones"),
    ("5.1", 15, "added instead of multiplied"),
    ("5.1", 6, "an arrow brings the adjoint"),
    ("5.1", 16, "how many arrows leave x"),
    ("5.1", 77, "Write a share for each of the arrows"),
    (
        "5.2",
        {"x1": "1/2 + 5", "x2": "2 + cos(5)"},
        "`x2`. It looks as if a minus sign of a slope was lost. Try",
    ),
    (
        "5.2",
        {"x1": 2.5, "x2": "2 - cos(5)"},
        "Look at the variable `x1`. It looks as if each factor of a product got its own value",
    ),
    ("5.2", {"x1": 5.5, "x2": 1.0038}, "set to degrees"),
    ("5.3", bug("overwrote"), "The bug is still in it: how many arrows end there?"),
    ("5.3", bug("overwrote"), "Look at the variable `x`. Yours is "),
    ("5.3", lambda p, **inputs: ad.adjoints(p, at=inputs), "Here you do the bookkeeping"),
    ("5.3", neuron_wrong_at_error, "Look at the variable `error`."),
    ("5.3", bug("forgot the partial"), "without the slope of the arrow"),
    ("5.3", lambda p, **inputs: ad.primals(p), "It is wrong for"),
    ("5.4", lambda p: len(p), "a program with"),
    ("5.4", lambda p: math.prod(max(1, len(p.alpha(i))) for i in range(len(p))), "the program z1 = x * x"),
    ("5.4", paths_from_every_input, "the program z2 = x * y"),
    *(("5.4", walker, "it walks path after path: with 40 doublings") for walker in WALKERS),
]


@pytest.mark.parametrize(("number", "answer", "says"), WRONG, ids=[f"{row[0]}-{k}" for k, row in enumerate(WRONG)])
def test_a_wrong_answer_is_diagnosed_and_the_right_one_not_given_away(check, number, answer, says):
    """What went wrong, and no more."""
    result = check(number, answer)
    assert result.verdict == "wrong"
    assert says in result.message and f'ad.exercises.hint("{number}")' in result.message
    for secret in ("12", "5.5", "1.716"):
        assert secret not in result.message
