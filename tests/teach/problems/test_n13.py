"""The exercises of notebook 13: each known wrong answer gets its message, and the right ones are found by other roads."""

import math
import random

import numpy as np
import pytest
from solutions import STUBS

import adlesson as ad
from adlesson.teach.exercises import Exercises
from adlesson.teach.problems import n13


@pytest.fixture
def check():
    """Return the ``check`` of a session that has only begun."""
    return Exercises({problem.number: problem for problem in n13.PROBLEMS}).check


# --- right answers, worked out here ---------------------------------------------------------------


def test_the_gradient_of_the_fork_in_closed_form(check):
    """f = x y (x y + x) = x^2 y (y + 1)."""
    assert check("13.1", lambda x, y: (2 * x * y * (y + 1), x * x * (2 * y + 1))).verdict == "right"
    assert check("13.1", lambda x, y: {"x_bar": 2 * x * y * (y + 1), "y_bar": x * x * (2 * y + 1)}).verdict == "right"


def test_squares_by_numpy(check):
    """Whatever keeps the list as it is."""

    def squares(xs):
        xs = np.array(xs)
        return (xs**2).sum(), [*(2 * xs)]

    assert check("13.2", squares).verdict == "right"


@pytest.mark.parametrize(
    "root",
    [
        lambda x: ad.sqrt(x) if x > 0 else 0 * x,
        lambda x: ad.where(x > 0, ad.sqrt(ad.where(x > 0, x, 4.0)), 0.0),
        lambda x: ad.where(x <= 0, 0 * x, ad.sqrt(ad.where(x <= 0, 1, x))),
        lambda x: ad.where(x > 0, ad.exp(0.5 * ad.log(ad.where(x > 0, x, 1))), 0),
    ],
)
def test_the_root_may_be_kept_from_zero_in_any_way(check, root):
    assert check("13.3", root).verdict == "right"


def by_tanh(z):
    return 0.5 + 0.5 * math.tanh(z / 2)


@pytest.mark.parametrize("slope", [by_tanh, lambda z: 1 / (1 + math.exp(-max(z, -700.0)))])
def test_the_logistic_function_in_other_ways(check, slope):
    """The first is rounded to 0 at -40, where the slope is 4e-18."""
    assert check("13.4", slope).verdict == ("wrong" if slope is by_tanh else "right")


def test_any_numbers_that_expose_the_transpose(check):
    """Found by trying: those by which NumPy's product with W differs from that with its transpose in the first place."""
    found = 0
    for a, b, c, d, p, q in np.random.default_rng(13).integers(-3, 4, (300, 6)).tolist():
        W, v = np.array([[a, b], [c, d]]), np.array([p, q])
        exposes = (W @ v != W.T @ v).tolist() == [True, False]
        found += exposes
        result = check("13.5", {"a": a, "b": b, "c": c, "d": d, "p": p, "q": q})
        assert (result.verdict == "right") == exposes, result
    assert found > 10


def test_the_product_with_the_transpose_by_numpy(check):
    assert check("13.6", lambda W, v_bar: np.array(W).T @ v_bar).verdict == "right"


@pytest.mark.parametrize("steps", [1e-4, 1e-6])
def test_a_test_may_take_other_steps(check, steps):
    def agrees(f, slope, x):
        h, u = steps * x, slope(x)
        return math.isclose((f(x + h) - f(x - h)) / (2 * h), u, rel_tol=5e-4)

    assert check("13.7", agrees).verdict == "right"


# --- wrong ones, and what is said -----------------------------------------------------------------


def known_by_heart(f, slope, x):
    """Tests nothing: it knows the slopes of the functions that were tried once."""
    pairs = [
        (lambda u: u * u * u, lambda u: 3 * u * u),
        (math.exp, math.exp),
        (math.tanh, lambda u: 1 - math.tanh(u) ** 2),
        (lambda u: u * u, lambda u: 2 * u),
        (lambda u: 1e6 / u, lambda u: -1e6 / u**2),
        (lambda u: math.sqrt(u), lambda u: 0.5 / math.sqrt(u)),
    ]
    return any(f(2.0) == known(2.0) and slope(x) == right(x) for known, right in pairs)


def one_sided(z):
    return 1 / (1 + math.exp(-z)) if z > -700 else 1.0


def in_place(xs):
    slopes = [2 * x for x in xs]
    for k in range(len(xs)):
        xs[k] = xs[k] ** 2
    return sum(xs), slopes


def fixed(f, slope, x):
    return math.isclose((f(x + 1e-5) - f(x - 1e-5)) / 2e-5, slope(x), rel_tol=5e-4)


def trusting(f, slope, x):
    return True


def relative_step(f, slope, x):
    h = 1e-5 * x
    return abs((f(x + h) - f(x - h)) / (2 * h) - slope(x)) < 1e-3


WRONG = [
    ("13.1", lambda x, y: ((x * y + x + x * y) * y + 2 * x * y, (x * y + x + x * y) * x), "x has the share of v twice"),
    ("13.1", lambda x, y: ((x * y) * y + x * y, x * y * x), "u has one share only"),
    ("13.1", lambda x, y: ((x * y + x) * y + x * y, (x * y + x) * x + 0.0), "The share is still missing"),
    ("13.1", lambda x, y: ((x * y + x + 1) * y + x * y, (x * y + x + 1) * x), "You added the slope alone"),
    ("13.1", lambda x, y: (2 * x * y * (y + 1), (x * y + x + 1) * x), "You added the slope alone"),
    ("13.1", lambda x, y: x, "wanted"),
    ("13.2", in_place, "the list that was given is not what it was"),
    ("13.2", lambda xs: (sum(x * x for x in xs), [2 * x * x for x in xs]), "the list has changed by then"),
    ("13.2", lambda xs: sum(xs), "two things are wanted"),
    ("13.2", lambda xs: (sum(x * x for x in xs), [2]), "a slope for each of the 2 numbers"),
    ("13.3", lambda x: ad.where(x > 0, ad.sqrt(x), 0 * x), "At x = 0 the slope is nan"),
    ("13.3", lambda x: ad.where(x > 0, ad.sqrt(x + 1e-9), 0), "At x = -1 the slope is nan"),
    ("13.3", lambda x: ad.sqrt(ad.where(x > 0, x, 1)), "At x = 0 already the value is wrong"),
    ("13.3", lambda x: ad.where(x > 0, ad.sqrt(ad.where(x > 0, x, 1)), x), "that of the constant"),
    ("13.4", one_sided, "z = -800"),
    ("13.4", lambda z: 1 / (1 + math.exp(-z)), "too large"),
    ("13.4", lambda z: 1 / (1 + math.exp(min(z, 700.0))), "That is 1 - s"),
    ("13.5", {"a": 1, "b": 2, "c": 2, "d": 4, "p": 3, "q": 1}, "nothing is exposed"),
    ("13.5", {"a": 1, "b": 2, "c": 3, "d": 4, "p": 1, "q": 1}, "wrong for both"),
    ("13.5", {"a": 1, "b": 2, "c": 3, "d": 4, "p": 1, "q": 0}, "the other way round"),
    ("13.5", {"a": 1.5, "b": 2, "c": 3, "d": 4, "p": 1, "q": 0}, "Whole numbers are wanted"),
    ("13.5", {"a": 1, "b": 2}, "Still missing"),
    ("13.6", lambda W, v: [sum(w * u for w, u in zip(row, v, strict=False)) for row in W], "along a row, still"),
    ("13.6", lambda W, v: [0], "one adjoint for each column"),
    ("13.7", fixed, "which is large, it calls a right slope wrong"),
    ("13.7", relative_step, "An error is large or small beside the slope"),
    ("13.7", trusting, "it lets a slope that has lost a factor through"),
    ("13.7", lambda f, slope, x: 1.0, "True or False is wanted"),
    ("13.7", known_by_heart, "which is of usual size, it calls a right slope wrong"),
]


@pytest.mark.parametrize(("number", "answer", "says"), WRONG, ids=[f"{row[0]}-{k}" for k, row in enumerate(WRONG)])
def test_a_wrong_answer_is_told_what_is_wrong(check, number, answer, says):
    result = check(number, answer)
    assert result.verdict == "wrong", result
    assert says in result.message, result


@pytest.mark.parametrize("number", ["13.1", "13.2", "13.3", "13.4", "13.6"])
def test_the_museum_piece_itself_is_wrong(check, number):
    """With a change that changes nothing, so that it is not the cell as it stands."""
    piece = STUBS[number]
    assert check(number, lambda *given: piece(*given)).verdict == "wrong"


# --- what the judges try answers on ---------------------------------------------------------------


def test_each_test_of_tests_has_a_right_slope_and_a_wrong_one():
    """By differences, two steps against each other: what is left of the bend is of the fourth order."""
    for k in range(100):
        for f, right, wrong, x, says in n13._tests(random.Random(k)):
            half, whole = ((f(x + h) - f(x - h)) / (2 * h) for h in (1e-3 * x, 2e-3 * x))
            exact = (4 * half - whole) / 3
            assert math.isclose(right(x), exact, rel_tol=1e-8), says
            assert abs(wrong(x) - exact) > 0.9e-3 * abs(exact), says
