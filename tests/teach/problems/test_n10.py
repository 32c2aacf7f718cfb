"""The exercises of notebook 10: each known wrong answer gets its message, and the right ones are found by other roads."""

from fractions import Fraction

import pytest
import sympy

from adlesson.lagrange import solvers
from adlesson.teach.exercises import Exercises
from adlesson.teach.problems import n10


@pytest.fixture
def check():
    """Return the ``check`` of a session that has only begun."""
    return Exercises({problem.number: problem for problem in n10.PROBLEMS}).check


# --- right answers, worked out here ---------------------------------------------------------------


@pytest.mark.parametrize("answer", [3.754e-6, "0.0003754 / 100", 3.75e-6])
def test_the_error_of_a_penalty_goes_like_one_over_mu(check, answer):
    """Two more powers of ten."""
    assert check("10.1", answer).verdict == "right"
    assert check("10.1", 3.8e-6).verdict == "close"


def test_two_rounds_of_the_method_of_multipliers_by_sympy(check):
    """Exact, from the definition."""
    z, lam, found = sympy.Symbol("z"), 0, []
    for _ in range(2):
        (least,) = sympy.solve(sympy.diff(z**2 - lam * (z - 3) + (z - 3) ** 2, z), z)
        lam = lam - 2 * (least - 3)
        found += [least, lam]
    assert found == [Fraction(3, 2), 3, Fraction(9, 4), Fraction(9, 2)]
    assert check("10.2", [Fraction(str(u)) for u in found]).verdict == "right"
    assert check("10.2", {"first z": 1.5, "first lam": 3, "second z": "9/4", "second lam": 4.5}).verdict == "right"


def adds(problem, u, lam, mu=20.0):
    while True:
        u, _ = solvers.least(problem, u, lam, mu)
        lam = lam + mu * problem.slopes(u, lam).lam
        yield u, lam


def in_place(problem, u, lam):
    for _ in range(100):
        u[:], _ = solvers.least(problem, u, lam, 50.0)
        lam -= 50.0 * problem.broken(u)
        yield u, lam


def by_blocks(problem, u, lam):
    yield from solvers.blocks(problem, u, lam)


def test_the_bug_may_be_repaired_in_any_way(check):
    """Added, in place, or by another method that arrives."""
    for method in (adds, in_place, by_blocks, lambda problem, u, lam: adds(problem, u, lam, 30.0)):
        for _ in range(2):
            assert check("10.3", method).verdict == "right", check("10.3", method)


def together(problem, u, lam):
    while True:
        u, lam = u - problem.broken(u), lam + problem.slopes(u, lam).u
        yield u, lam


def values_first(problem, u, lam):
    while True:
        u = u - problem.broken(u)
        lam = lam + problem.slopes(u, lam).u
        yield u, lam, solvers.Work(1, 0)


def test_all_at_once_may_be_written_in_any_way(check):
    """What else comes with a round is not looked at; with the new values for the prices it is one after the other."""
    for _ in range(2):
        assert check("10.4", together).verdict == "right"
        assert check("10.4", values_first).verdict == "close"


# --- wrong answers --------------------------------------------------------------------------------


def forgets(problem, u, lam, mu=20.0):
    while True:
        u, _ = solvers.least(problem, u, lam, mu)
        lam = mu * problem.slopes(u, lam).lam
        yield u, lam


def steps(mu, rate):
    def method(problem, u, lam):
        while True:
            u, _ = solvers.least(problem, u, lam, mu)
            lam = lam + rate * problem.slopes(u, lam).lam
            yield u, lam

    return method


def moves(by_u, by_lam):
    def method(problem, u, lam):
        while True:
            u, lam = u + by_u * problem.broken(u), lam + by_lam * problem.slopes(u, lam).u
            yield u, lam

    return method


def replaces(problem, u, lam):
    while True:
        u, lam = u - problem.broken(u), problem.slopes(u, lam).u
        yield u, lam


def repeats(problem, u, lam):
    while True:
        yield u - problem.broken(u), lam + problem.slopes(u, lam).u


def explodes(problem, u, lam):
    """Full steps of descent and ascent: after twelve rounds there is only NaN, which is not near anything."""
    while True:
        slopes = problem.slopes(u, lam)
        u, lam = u - slopes.u, lam + slopes.lam
        yield u, lam


def turns_into_nan(problem, u, lam):
    while True:
        u, _ = solvers.least(problem, u, 0 * u, 20.0)
        yield u, u * float("nan")


def once(problem, u, lam):
    yield u, lam


def empty(problem, u, lam):
    yield from ()


def crashes(problem, u, lam):
    yield u, undefined  # noqa: F821


def halves(problem, u, lam):
    while True:
        yield u[:1], lam


WRONG = [
    ("10.1", 3.754e-5, "a hundred times as large"),
    ("10.1", 3.754e-8, "1 / mu^2"),
    ("10.1", 0.0003754, "does not stay"),
    ("10.1", 0.03754, "shrinks"),
    ("10.1", 0, "at no finite mu"),
    ("10.1", 1.0, ""),
    ("10.2", [1.5, -3, 0, -6], "`first lam`. It looks as if the multiplier moved the other way"),
    ("10.2", [1.5, 3, 2.25, 1.5], "`second lam`. It looks as if the new multiplier forgot"),
    ("10.2", [1.5, 1.5, 1.875, 2.625], "`first lam`. It looks as if the multiplier grew by half"),
    ("10.2", [2, 2, 2, 2], "`first z`. It looks as if the penalty was taken as mu"),
    ("10.2", [1.5, 6, 3, 6], "`first lam`. It looks as if the multiplier grew twice too fast"),
    ("10.2", [1.5, 3, 1.5, 6], "`second z`. It looks as if the second round did not charge"),
    ("10.2", [3, 6, 3, 6], "`first z`. There nothing is broken, but"),
    ("10.2", [1.5, 3, 3, 6], "`second z`. There nothing is broken, but"),
    ("10.2", [1.5, 3, 2.25, 6], "`second lam`. Set the derivative by z to 0"),
    ("10.2", [1, 4, 2, 5], "`first z`."),
    ("10.3", solvers.multipliers, "Repair the method"),
    ("10.3", forgets, "What do they remember"),
    ("10.3", steps(20.0, -20.0), "run away"),
    ("10.3", steps(20.0, 4.0), "too slowly"),
    ("10.3", steps(20.0, 0.0), "never move"),
    ("10.3", turns_into_nan, "run away"),
    ("10.3", once, "It ends after 1 round:"),
    ("10.3", halves, "vectors as long as"),
    ("10.3", lambda problem, u, lam: [(u, lam)], "A method is a generator"),
    ("10.3", crashes, "`undefined` has no value there"),
    ("10.3", 7, "A function is wanted"),
    ("10.4", once, "It ends after 1 round:"),
    ("10.4", moves(1, 1), "The values do not arrive"),
    ("10.4", moves(-1, -1), "The multipliers do not arrive. They run away"),
    ("10.4", moves(-1, 0), "The multipliers do not arrive. They never move."),
    ("10.4", moves(-1, 0.5), "The multipliers do not arrive."),
    ("10.4", replaces, "what the old one lacks"),
    ("10.4", repeats, "It makes the first round again and again"),
    ("10.4", explodes, "The values do not arrive"),
    ("10.4", moves(-0.5, 1), "The values do not arrive"),
    ("10.4", by_blocks, "It arrives in one round, line by line"),
]


@pytest.mark.parametrize(("number", "answer", "says"), WRONG, ids=[f"{row[0]}-{k}" for k, row in enumerate(WRONG)])
def test_a_wrong_answer_is_diagnosed_and_the_right_one_not_given_away(check, number, answer, says):
    """What went wrong, and no more."""
    result = check(number, answer)
    assert result.verdict == "wrong", result
    assert says in result.message, result
    for secret in ("3.75e-06", "2.25", "4.5", "lam + ", "u - "):
        assert secret not in result.message


def test_nothing_yielded_is_no_answer_yet(check):
    """An open stub is not wrong."""
    assert check("10.3", empty).verdict == "unanswered"
    assert check("10.4", empty).verdict == "unanswered"


def test_fresh_weights_each_time(check):
    """An answer that was fitted to one try fails at the next."""
    says = {check("10.4", once).message.split("from values")[0] for _ in range(3)}
    assert len(says) == 3
