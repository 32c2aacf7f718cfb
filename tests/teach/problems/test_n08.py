"""The exercises of notebook 08: each known wrong answer gets its message, and the right ones are found by other roads."""

import random
import re
from fractions import Fraction

import numpy as np
import pytest
import sympy

import adlesson as ad
from adlesson.teach.exercises import Exercises
from adlesson.teach.problems import n08


@pytest.fixture
def check():
    """Return the ``check`` of a session that has only begun."""
    return Exercises({problem.number: problem for problem in n08.PROBLEMS}).check


# --- right answers, worked out here ---------------------------------------------------------------


@pytest.mark.parametrize("answer", ["c d e f", "f, e, d, c", ["c", "d", "e", "f"]])
def test_what_row_b_needs(check, answer):
    """Everything that hears of b."""
    assert check("8.1", answer).verdict == "right"


@pytest.mark.parametrize(
    "answer", [[0, 10, 20], {"s": 0, "t": "5*2", "f": 20.0}, {"s": 0.0, "t": Fraction(10), "f": "2*2*5"}]
)
def test_what_each_line_adds(check, answer):
    """Together 30, the second derivative of x^2 y + x y^2 along (1, 1)."""
    assert check("8.2", answer).verdict == "right"
    x, y, t = sympy.symbols("x y t")
    whole = (x**2 * y + x * y**2).subs({x: 2 + t, y: 3 + t}, simultaneous=True)
    assert whole.diff(t, 2).subs(t, 0) == 0 + 10 + 20


def climb(p, x):
    for _ in range(300):
        x += 0.5 * ad.grad(p, x=x)["x"]
    return x


def by_newton(p, x):
    for _ in range(50):
        bend = ad.hessian(p, x=x)["x"]["x"]
        x -= ad.grad(p, x=x)["x"] / -abs(bend)
    return x


def test_a_top_may_be_reached_in_any_way(check):
    """By the sweep, by Newton's method."""
    for _ in range(5):
        assert check("8.3", climb).verdict == "right"
        assert check("8.3", by_newton).verdict == "right"


def by_sympy(matrix, rhs):
    found = sympy.Matrix([[sympy.nsimplify(u) for u in row] for row in matrix]).LUsolve(sympy.Matrix(rhs))
    return [float(u) for u in found]


def upwards(matrix, rhs):
    rhs, lam = list(rhs), [0] * len(rhs)
    for i in reversed(range(len(rhs))):
        lam[i] = rhs[i] / matrix[i][i]
        for j in range(i):
            rhs[j] -= matrix[j][i] * lam[i]  # pay as the readers fire, as a sweep does
    return lam


def test_a_triangular_system_may_be_solved_in_any_way(check):
    """Column by column, as a reverse sweep; by elimination in fractions."""
    for _ in range(3):
        assert check("8.4", upwards).verdict == "right"
        assert check("8.4", by_sympy).verdict == "right"


def test_a_solver_for_floats_is_told_what_back_substitution_needs(check):
    """Fractions have sums, products and quotients, and that is all that it takes."""

    def library(matrix, rhs):
        if any(isinstance(u, Fraction) for u in rhs):
            raise TypeError("ufunc 'solve' not supported")
        return upwards(matrix, rhs)

    result = check("8.4", library)
    assert result.verdict == "close" and "with fractions it stops" in result.message
    assert "one after the other" in check("8.4", lambda matrix, rhs: np.linalg.solve(matrix, rhs).tolist()).message


# --- wrong answers --------------------------------------------------------------------------------


def down(p, x):
    for _ in range(200):
        x -= 0.5 * ad.grad(p, x=x)["x"]
    return x


def wrongly(**how):
    return lambda matrix, rhs: n08._solution(matrix, rhs, **how)


BOTH = re.compile(r"Yours is \S+, expected is \S+\.")  # of inputs that are others at the next try
WRONG = [
    ("8.1", "c", "which ones does row c need?"),
    ("8.1", "c d e", "which one do rows d and e need?"),
    ("8.1", "c f", "What stands between"),
    ("8.1", "f", "Who reads b"),
    ("8.1", "g", "There is no `g` here, only x, a, b"),
    ("8.1", "c d e f a", "a reads nothing that b needs"),
    ("8.1", "x c d e f", "x is above b"),
    ("8.1", "b c d e f", "b is the one that is to be found"),
    ("8.2", {"s": 5, "t": 10, "f": 20}, "`s`. A sum is straight"),
    ("8.2", {"s": 0, "t": 5, "f": 20}, "`t`. It looks as if the 2 of 2 udot wdot"),
    ("8.2", {"s": 0, "t": 2, "f": 20}, "`t`. It looks as if the price"),
    ("8.2", {"s": 0, "t": 10, "f": 10}, "`f`. It looks as if the 2 of"),
    ("8.2", {"s": 0, "t": 10, "f": 2}, "`f`. It looks as if the speeds"),
    ("8.2", {"s": 0, "t": 10, "f": 7}, "`f`."),
    ("8.3", down, "It went down"),
    ("8.3", lambda p, x: x, "for cos(x)"),
    ("8.3", lambda p, x: 0.0, "It is wrong for x * exp(-"),
    ("8.3", lambda p, x: float("inf"), "a finite number is wanted"),
    ("8.4", wrongly(plus=True), "brought over there, they change sign"),
    ("8.4", wrongly(diagonal=False), "the number on the diagonal was left out"),
    ("8.4", wrongly(backwards=False), "the first row was solved first"),
    ("8.4", lambda matrix, rhs: rhs, "for the system of the running example"),
    ("8.4", lambda matrix, rhs: 3, "a list of 7 numbers is wanted, not a whole number"),
]


@pytest.mark.parametrize(("number", "answer", "says"), WRONG, ids=[f"{row[0]}-{k}" for k, row in enumerate(WRONG)])
def test_a_wrong_answer_is_diagnosed_and_the_right_one_not_given_away(check, number, answer, says):
    """What went wrong, and no more."""
    result = check(number, answer)
    assert result.verdict == "wrong"
    assert says in result.message
    for secret in ("c d e f", "10", "20", "x -= ", "reversed"):
        assert secret not in BOTH.sub("", result.message.split("Look at")[-1])


@pytest.mark.parametrize(("name", "u"), [("t", 7), ("f", 7)])
def test_what_is_like_no_slip_is_called_none(check, name, u):
    """A diagnosis that fits everything explains nothing."""
    result = check("8.2", {"s": 0, "t": 10, "f": 20} | {name: u})
    assert result.verdict == "wrong" and "It looks as if" not in result.message


def test_a_solver_that_forgets_the_diagonal_is_right_for_programs():
    """Ones on the diagonal divide unseen, so that one case must have others."""
    systems = list(n08._systems(random.Random(3)))
    right = [n08._solution(matrix, rhs) == n08._solution(matrix, rhs, diagonal=False) for _, matrix, rhs in systems]
    assert right == [True, True, True, False]


def test_the_answers_come_from_the_engine_and_are_whole_numbers():
    """Second differences of a product along its speeds are exact."""
    assert n08._bends() == {"s": 0, "t": 10, "f": 20}
    assert set(n08._needed().split()) == set("cdef")


def test_a_solver_that_spoils_its_input_spoils_only_its_own(check):
    """The next case starts from fresh lists."""

    def spoil(matrix, rhs):
        lam = upwards(matrix, rhs)
        matrix.clear()
        rhs.clear()
        return lam

    assert check("8.4", spoil).verdict == "right"
    assert check("8.4", upwards).verdict == "right"


def test_fresh_inputs_each_time():
    """An answer that was fitted to one try fails at the next."""
    first, second = (list(n08._climb_cases(random.Random(seed))) for seed in (1, 2))
    assert [case.right for case in first] != [case.right for case in second]
