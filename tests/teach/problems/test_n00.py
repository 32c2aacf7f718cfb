"""The exercises of notebook 00: each known wrong answer gets its message."""

import pytest

from adlesson.teach.exercises import Exercises
from adlesson.teach.problems import n00


@pytest.fixture
def check():
    """Return the ``check`` of a session that has only begun."""
    return Exercises({problem.number: problem for problem in n00.PROBLEMS}).check


WRONG = [
    ("0.1", "x y", "computed once"),
    ("0.1", ["b"], "read once"),
    ("0.1", "a x", "x appears twice in the text, but x*y is computed once"),
    ("0.1", "a, y", "y appears twice in the text"),
    ("0.1", "x y a", "x and y appear twice"),
    ("0.1", "c a", "c is the end"),
    ("0.1", "d", "There is no `d` here, only x, y, a, b, c"),
    ("0.1", "ab", "`ab` is read as one name: put spaces between"),
    ("0.1", "A B", "b is read once"),
    ("0.1", "none", "There is at least one"),
    ("0.1", "", "There is at least one"),
    ("0.2", "exp(2) + cos(2)", "only the first share was kept"),
    ("0.2", "cos(2)", "cos(2) is one part of what c has"),
    ("0.2", "3 * exp(2)", "exp(2) is one part of what c has"),
    ("0.2", 3, "the slope was sent without the adjoint"),
    ("0.2", 25.165, "set to degrees"),
    ("0.3", lambda f, x: (f(x + 1e-5) - f(x - 1e-5)) / 1e-5, "how far apart"),
    ("0.3", lambda f, x: (f(x + 1e-5) - f(x)) / 2e-5, "is one of the two places x itself"),
    ("0.3", lambda f, x: (f(x - 1e-5) - f(x + 1e-5)) / 2e-5, "sign"),
    ("0.3", lambda f, x: (f(x + 1e-5) - f(x - 1e-5)) / 2 * 1e-5, "next to nothing: are there brackets"),
    ("0.3", lambda f, x: 4.25, "Yours is 4.25, expected is "),
]


@pytest.mark.parametrize(("number", "answer", "says"), WRONG, ids=[f"{row[0]}-{k}" for k, row in enumerate(WRONG)])
def test_a_wrong_answer_is_diagnosed_and_the_right_one_not_given_away(check, number, answer, says):
    """What went wrong, and no more."""
    result = check(number, answer)
    assert result.verdict == "wrong"
    assert says in result.message and f'ad.exercises.hint("{number}")' in result.message
    for secret in ("a b", "-10.26", "26.72"):
        assert secret not in result.message
