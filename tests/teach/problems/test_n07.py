"""The exercises of notebook 07: each known wrong answer gets its message, and the right ones are found by other roads."""

import math
import random

import pytest

import adlesson as ad
from adlesson.engine.ops import OPS
from adlesson.teach.exercises import Exercises
from adlesson.teach.problems import n07


@pytest.fixture
def check():
    """Return the ``check`` of a session that has only begun."""
    return Exercises({problem.number: problem for problem in n07.PROBLEMS}).check


# --- right answers, worked out here ---------------------------------------------------------------


@pytest.mark.parametrize("answer", ["a b c", "c, a, b", ["b", "a", "c"], {"a", "b", "c"}])
def test_whose_equation_is_false(check, answer):
    """a's own, and those of its two readers."""
    assert check("7.1", answer).verdict == "right"


@pytest.mark.parametrize(
    "answer",
    [
        [-1, 1, -1, -1, -1, math.cos(5) - 2, -5.5],
        {"e": -1, "d": 1, "c": -1, "b": -1, "a": -1, "x2": "cos(5) - 2", "x1": "-(1/2 + 5)"},
        {"e": -1.0, "d": 1.0, "c": -1.0, "b": -1.0, "a": -1.0, "x2": -1.716, "x1": -5.5},
    ],
)
def test_the_multipliers_with_plus(check, answer):
    """The last two are minus the gradient in closed form, (1/x1 + x2, x1 - cos x2)."""
    assert check("7.2", answer).verdict == "right"


def by_differences(x, a, b, lam_x, lam_a, lam_b):
    def whole(x, a, b):
        return b - lam_x * (x - 0.3) - lam_a * (a - math.tanh(x)) - lam_b * (b - a * a)

    h, at = 1e-6, {"x": x, "a": a, "b": b}
    return {name: (whole(**at | {name: u + h}) - whole(**at | {name: u - h})) / (2 * h) for name, u in at.items()}


def test_the_slopes_may_be_found_by_any_road(check):
    """By differences of the formula in the question; the answer may be a list."""
    for _ in range(5):
        assert check("7.3", by_differences).verdict == "right"
        assert check("7.3", lambda **at: list(by_differences(**at).values())).verdict == "right"


def lagrangian(p, z, lam, sign=-1, inputs_too=True, **inputs):
    """Return L at ``z`` and ``lam``, written another way; or with something wrong about it."""
    total = z[p.outputs[0]]
    for row in p.instructions:
        u = [z[p.names[k]] if isinstance(k, int) else k.value for k in row.args]
        side = OPS[row.op].value(*u) if row.name not in inputs else inputs[row.name]
        total += sign * lam[row.name] * (z[row.name] - side) * (inputs_too or row.name not in inputs)
    return total


def test_a_lagrangian_may_be_built_in_any_way(check):
    """By hand; the package's own is refused."""
    for _ in range(5):
        assert check("7.4", lagrangian).verdict == "right"
    assert "Here you write L" in check("7.4", lambda p, z, lam, **x: ad.Lagrangian(p).value(z, lam, x)).message


# --- wrong answers --------------------------------------------------------------------------------


def reusing(x, a, b, lam_x, lam_a, lam_b):
    return {"x": -lam_x + lam_a * (1 - a**2), "a": -lam_a + lam_b * 2 * a, "b": 1 - lam_b}


def overwriting(x, a, b, lam_x, lam_a, lam_b):
    a = math.tanh(x)
    return {"x": -lam_x + lam_a * (1 - a**2), "a": -lam_a + lam_b * 2 * a, "b": 1 - lam_b}


def without_the_objective(x, a, b, lam_x, lam_a, lam_b):
    return by_differences(x, a, b, lam_x, lam_a, lam_b) | {"b": -lam_b}


RIGHT = {"e": -1, "d": 1, "c": -1, "b": -1, "a": -1, "x2": "cos(5) - 2", "x1": -5.5}
WRONG = [
    ("7.1", "b c", "Whose own equation"),
    ("7.1", "a", "Who else has a"),
    ("7.1", "a b", "b reads a. Nobody else?"),
    ("7.1", "a c", "c reads a. Nobody else?"),
    ("7.1", "a b c d", "d reads c, and c has not been changed"),
    ("7.1", "a b c e", "e reads c, and c has not been changed"),
    ("7.1", "x a b c", "the given input"),
    ("7.1", "a b c d e f", "has not been changed"),
    ("7.2", RIGHT | {"e": 1}, "`e`. The size is right, the sign is not"),
    ("7.2", RIGHT | {"d": -1}, "`d`. The size is right, the sign is not"),
    (
        "7.2",
        RIGHT | {"x1": 5.5},
        "`x1`. The size is right, the sign is not: has x1 a plus or a minus in the terms of its readers?",
    ),
    ("7.2", RIGHT | {"x2": -1.0038}, "set to degrees"),
    ("7.2", RIGHT | {"x2": "-cos(5) - 2"}, "Look at the variable `x2`."),
    ("7.2", RIGHT | {"x1": -5}, "Look at the variable `x1`. It looks as if"),
    ("7.2", RIGHT | {"c": None}, "Still missing: c"),
    (
        "7.3",
        lambda x, a, b, lam_x, lam_a, lam_b: {"x": -lam_x + lam_a * (1 - x * x), "a": 0, "b": 0},
        "as if x stands where",
    ),
    ("7.3", reusing, "It is right only where one of the equations holds"),
    ("7.3", without_the_objective, "Look at the variable `b`."),
    ("7.3", overwriting, "as if a was overwritten by tanh(x)"),
    ("7.3", lambda **at: {"x": 0, "a": 0, "b": 0}, "Look at the variable `x`."),
    ("7.3", lambda x: x, "has no argument of that name"),
    ("7.4", lambda p, z, lam, **x: lagrangian(p, z, lam, +1, **x), "That is L with a plus before the multipliers"),
    ("7.4", lambda p, z, lam, **x: lagrangian(p, z, lam, inputs_too=False, **x), "without the terms of the inputs"),
    ("7.4", lambda p, z, lam, **x: lagrangian(p, z, lam, **x) - z[p.outputs[0]], "Those are the charges alone"),
    ("7.4", lambda p, z, lam, **x: z[p.outputs[0]], "That is the result alone"),
    ("7.4", lambda p, z, lam, **x: p(x), "It is wrong for the running example"),
    ("7.4", lambda p, z, lam, **x: lagrangian(p, z, lam, **x) - z[p.outputs[0]] + p(x), "f as the program computes it"),
    ("7.4", lambda p, z, lam: 1, "has no argument of that name"),
]


@pytest.mark.parametrize(("number", "answer", "says"), WRONG, ids=[f"{row[0]}-{k}" for k, row in enumerate(WRONG)])
def test_a_wrong_answer_is_diagnosed_and_the_right_one_not_given_away(check, number, answer, says):
    """What went wrong, and no more."""
    result = check(number, answer)
    assert result.verdict == "wrong"
    assert says in result.message
    for secret in ("a b c", "-5.5", "1.716", "tanh(x) ** 2", "cos(5)"):
        assert secret not in result.message


def test_the_bug_to_be_hunted_is_hidden_on_the_constraints():
    """There its own answer is right, so that there is something to find out."""
    x = 0.7
    a = math.tanh(x)
    here, there = reusing(x, a, a * a, 2, 3, 4), by_differences(x, a, a * a, 2, 3, 4)
    assert list(here.values()) == pytest.approx(list(there.values()), rel=1e-8)


def test_the_misreadings_of_l_differ_from_it_and_from_each_other():
    """A wrong road that leads to the right number explains nothing."""
    for case in n07._value_cases(random.Random(1)):
        p, z, lam = case.args
        out, right = z[p.outputs[0]], case.right
        inputs = sum(lam[name] * (z[name] - u) for name, u in case.inputs.items())
        made = [right, 2 * out - right, right + inputs, right - out, out, right - out + p(case.inputs)]
        assert len({f"{u:.4g}" for u in made}) >= 5


def test_fresh_inputs_each_time():
    """An answer that was fitted to one try fails at the next."""
    first, second = (list(n07._value_cases(random.Random(seed))) for seed in (1, 2))
    assert [case.args[1] for case in first] != [case.args[1] for case in second]
