"""The exercises of notebook 09: each known wrong answer gets its message, and the right ones are found by other roads."""

import ast
import math
import random
import re
from fractions import Fraction

import numpy as np
import pytest
import sympy

import adlesson as ad
from adlesson.teach.exercises import Exercises
from adlesson.teach.problems import n09


@pytest.fixture
def check():
    """Return the ``check`` of a session that has only begun."""
    return Exercises({problem.number: problem for problem in n09.PROBLEMS}).check


# --- right answers, worked out here ---------------------------------------------------------------


def newton(y, d=0.5):
    for _ in range(60):
        y -= (y - d - y**5) / (1 - 5 * y**4)
    return y


@pytest.mark.parametrize("answer", ["a b", "b, a", ["a", "b"]])
def test_the_starts_below_the_place_where_the_curve_is_parallel_find_the_lower_solution(check, answer):
    """By Newton's method written here, and by the roots of the polynomial."""
    assert check("9.1", answer).verdict == "right"
    roots = sorted(u.real for u in np.roots([1, 0, 0, 0, -1, 0.5]) if abs(u.imag) < 1e-9)
    for name, y in n09.STARTS.items():
        assert newton(y) == pytest.approx(roots[1] if name in "ab" else roots[2], rel=1e-12)
    assert newton(0.668) == pytest.approx(roots[0], rel=1e-12)
    assert roots == pytest.approx([-1.098, 0.5506, 0.7691], abs=5e-4)
    assert pytest.approx(0.669, abs=5e-4) == 5**-0.25


@pytest.mark.parametrize("answer", [{"u": Fraction(4, 3), "w": Fraction(5, 3)}, [1.333, 1.667], {"u": "4/3", "w": "5/3"}])
def test_the_prices_of_a_loop_of_two(check, answer):
    """By solving the loop with SymPy, and differentiating what comes out."""
    assert check("9.2", answer).verdict == "right"
    u, w, x, y = sympy.symbols("u w x y")
    solved = sympy.solve([u - w / 2 - x, w - 4 * u / 5 - y], [u, w])
    assert (solved[w].diff(x), solved[w].diff(y)) == (sympy.Rational(4, 3), sympy.Rational(5, 3))


def by_elimination(J, v):
    return list(np.linalg.solve((np.eye(len(v)) - J).T, v))


def back_and_forth(J, v):
    lam = v
    for _ in range(200):
        lam = v + lam @ J
    return tuple(lam)


def test_prices_may_be_found_in_any_way(check):
    """By elimination; with the row vector on the left."""
    for _ in range(4):
        assert check("9.3", by_elimination).verdict == "right"
        assert check("9.3", back_and_forth).verdict == "right"
        assert check("9.3", lambda J, v: np.linalg.solve((np.eye(len(v)) - J).T, v)).verdict == "right"
        assert check("9.3", lambda J, v: np.linalg.solve(np.eye(len(v)) - J, v)).verdict == "wrong"


def by_differences(p):
    def root(x):
        z = p.at["z"]
        for _ in range(60):
            z += (p(z=z, x=x) - z) / (1 - ad.grad(p, z=z, x=x)["z"])
        return z

    return (root(p.at["x"] + 1e-5) - root(p.at["x"] - 1e-5)) / 2e-5


def by_bisection(p):
    low, high = -20.0, 20.0
    for _ in range(200):
        z = (low + high) / 2
        low, high = (z, high) if p(z=z) > z else (low, z)
    bars = ad.grad(p, z=z)
    return bars["x"] / (1 - bars["z"])


def test_a_slope_may_be_found_in_any_way(check):
    """By nudges of the solution; at a solution found by bisection."""
    for _ in range(4):
        assert check("9.4", by_differences).verdict == "right"
        assert check("9.4", by_bisection).verdict == "right"


# --- wrong answers --------------------------------------------------------------------------------


def round_and_round(p, turns=100):
    z = p.at["z"]
    for _ in range(turns):
        z = p(z=z)
    bars = ad.grad(p, z=z)
    return bars["x"] / (1 - bars["z"])


def at_solution(f):
    """Return a try that finds z, and then makes ``f`` of the slopes there."""

    def slope(p):
        z = p.at["z"]
        for _ in range(60):
            z += (p(z=z) - z) / (1 - ad.grad(p, z=z)["z"])
        bars = ad.grad(p, z=z)
        return f(bars["x"], bars["z"])

    return slope


def at_start(p):
    bars = ad.grad(p)
    return bars["x"] / (1 - bars["z"])


def by_close_loop(p):
    return ad.close_loop(p, {p.outputs[0]: "z"}).grad(output=p.outputs[0])["x"]


def wrongly(**how):
    return lambda J, v: n09._round_and_back(J.tolist(), v.tolist(), **how)


WRONG = [
    ("9.1", "a", "Where else"),
    ("9.1", "b", "Where else"),
    ("9.1", "ab", "put spaces between"),
    ("9.1", "a b c", "At c, 5 y^4 is larger than 1"),
    ("9.1", "a c", "At c, 5 y^4 is larger than 1"),
    ("9.1", "d", "At d, 5 y^4 is larger than 1"),
    ("9.1", "a b c d", "nearer to the upper one"),
    ("9.1", "c d", "which way does it go"),
    ("9.1", "b c", "0.5 is nearer"),
    ("9.2", {"u": Fraction(5, 6), "w": Fraction(5, 3)}, "`u`. It looks as if it came from what u is made of"),
    ("9.2", {"u": 0, "w": 1}, "`u`. f does not read u"),
    ("9.2", {"u": Fraction(4, 5), "w": 1}, "`u`. It looks as if the price of w was taken as 1"),
    ("9.2", {"u": "28/25", "w": "7/5"}, "`u`. It looks as if it went round once"),
    ("9.2", {"u": "4/7", "w": "5/7"}, "`u`. It looks as if what comes back was subtracted"),
    ("9.2", {"u": "4/3", "w": "2/3"}, "`w`. That is what w gets from u_next"),
    ("9.2", {"u": "4/3", "w": 1}, "`w`. f sends 1"),
    ("9.2", {"u": "4/3", "w": "7/5"}, "`w`. It looks as if it went round once"),
    ("9.2", {"u": "4/3", "w": 1.5}, "`w`. It looks as if u cost 1"),
    ("9.2", {"u": 7, "w": 7}, "`u`."),
    ("9.3", wrongly(transposed=False), "Which outputs read that variable"),
    ("9.3", wrongly(again=False), "sent its share only once"),
    ("9.3", wrongly(turns=0), "nothing went round"),
    ("9.3", wrongly(turns=1), "it stopped after one round"),
    ("9.3", lambda J, v: [7.0] * len(v), "for a symmetric J"),
    ("9.3", lambda J, v: 3, "a list of 2 numbers is wanted"),
    ("9.4", round_and_round, "does not come to rest by going round"),
    ("9.4", at_solution(lambda x, z: x), "the feedback was left out"),
    ("9.4", at_solution(lambda x, z: x / (1 + z)), "the sign of the feedback"),
    ("9.4", at_solution(lambda x, z: x * (1 + z)), "it went round once"),
    ("9.4", at_start, "taken at the start"),
    ("9.4", lambda p: ad.grad(p)["x"], "left out, and the slope was taken at the start"),
    ("9.4", at_solution(lambda x, z: x / (z - 1)), "the sign is turned round"),
    (
        "9.4",
        lambda p: ad.close_loop(p, {p.outputs[0]: "z"}).grad(output=p.outputs[0])["x"],
        "Here you close the loop yourself",
    ),
    ("9.4", lambda p: math.nan, "a finite number is wanted"),
    ("9.4", lambda p: p(q=1), "your function stopped"),
]


@pytest.mark.parametrize(("number", "answer", "says"), WRONG, ids=[f"{row[0]}-{k}" for k, row in enumerate(WRONG)])
def test_a_wrong_answer_is_diagnosed_and_the_right_one_not_given_away(check, number, answer, says):
    """What went wrong, and no more."""
    result = check(number, answer)
    assert result.verdict == "wrong"
    assert says in result.message
    for secret in ("a b", "4/3", "5/3", "1.67", "J.T"):
        assert secret not in result.message


def test_the_exercise_as_it_stands_does_not_give_its_bug_away(check):
    """Run All shows a verdict before anybody has looked for the bug."""
    message = check("9.3", wrongly(transposed=False)).message
    for secret in ("transpos", ".T", "column"):
        assert secret not in message


def test_a_symmetric_matrix_does_not_show_the_bug():
    """That is why it is not the only case."""
    cases = list(n09._price_cases(random.Random(3)))
    same = [wrongly(transposed=False)(*case.args) == pytest.approx(list(case.right.values())) for case in cases]
    assert same == [True, False, False]
    for case in cases:
        assert max(abs(np.linalg.eigvals(case.args[0]))) < 0.95


@pytest.mark.parametrize("seed", range(40))
def test_no_mistake_looks_right_whatever_the_inputs(seed):
    """Each is told from the right answer in one case at least, and every loop has a solution."""
    cases = list(n09._slope_cases(random.Random(seed)))
    tries = (round_and_round, at_solution(lambda x, z: x), at_solution(lambda x, z: x / (1 + z)), at_start)
    for wrong in tries:
        assert any(abs(wrong(*case.args) - case.right) > 0.02 * abs(case.right) for case in cases)
    assert all(by_differences(*case.args) == pytest.approx(case.right, rel=1e-4) for case in cases)
    for how in n09.MISTAKES.values():
        tried = [(wrongly(**how)(*case.args), list(case.right.values())) for case in n09._price_cases(random.Random(seed))]
        assert any(max(abs(np.subtract(made, right))) > 0.02 for made, right in tried)


def test_a_function_that_spoils_its_matrix_spoils_only_its_own(check):
    """The next case starts from fresh arrays."""

    def spoil(J, v):
        lam = by_elimination(J, v)
        J *= 0
        return lam

    assert check("9.3", spoil).verdict == "right"
    assert check("9.3", by_elimination).verdict == "right"


def test_fresh_inputs_each_time():
    """An answer that was fitted to one try fails at the next."""
    first, second = (list(n09._slope_cases(random.Random(seed))) for seed in (1, 2))
    assert [case.right for case in first] != [case.right for case in second]


def test_a_matrix_that_is_written_out_is_the_one_that_is_given():
    """Whoever takes it from the message computes with the same numbers."""
    given = {case.says: case for case in n09._price_cases(random.Random(1))}
    (written,) = (says for says in given if says.startswith("J = "))
    assert given[written].args[0].tolist() == ast.literal_eval(written.removeprefix("J = "))


def test_a_loop_that_is_written_out_is_the_one_that_is_given():
    """The message says what the program computes."""
    for says, p in n09._turns(random.Random(2)):
        formula, x = re.fullmatch(r"z = (.*) at x = ([\d.]+)(?:, .*)?", says).groups()
        assert ad.parse(formula, z=0.7, x=float(x))() == pytest.approx(p(z=0.7, x=float(x)), rel=1e-15)
        assert p.at["x"] == float(x)
