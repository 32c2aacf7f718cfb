"""The exercises of notebook 11: each known wrong answer gets its message, and the right ones are found by other roads."""

import random
import re
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest

import adlesson as ad
from adlesson.teach.exercises import Exercises
from adlesson.teach.judging.judges import compare
from adlesson.teach.problems import n11


@pytest.fixture
def check():
    """Return the ``check`` of a session that has only begun."""
    return Exercises({problem.number: problem for problem in n11.PROBLEMS}).check


# --- right answers, worked out here ---------------------------------------------------------------


@pytest.mark.parametrize("answer", ["b c d g", "g, d, c, b", ["b", "c", "d", "g"], "bcdg", "B C D G"])
def test_what_turns_over_with_the_sign(check, answer):
    """Found by turning it over in a net: only what is made from B(N), and the step."""
    assert check("11.1", answer).verdict == "right"
    net, I, D = ad.layers.Network([2, 3, 2], seed=1), [1.0, -0.5], [0.25, -0.75]  # noqa: E741
    plus, minus = (net.multipliers(I, D, sign=s) for s in (1, -1))
    slopes = [net.gradients(I, D, sign=s)["W2"] for s in (1, -1)]
    turned = {
        "b": np.array_equal(plus.B[2], -minus.B[2]),
        "c": np.array_equal(plus.B[1], -minus.B[1]),
        "d": np.array_equal(plus.Y[2], -minus.Y[2]),
        "e": np.array_equal(slopes[0], -slopes[1]),
        "f": not np.array_equal(plus.B[1], net.W[2].T @ plus.Y[2])
        or not np.array_equal(minus.B[1], net.W[2].T @ minus.Y[2]),
    }
    states = net.states(I).X
    falls = [net.updated(states, m.Y, 0.01, sign=s).C(I, D) < net.C(I, D) for m, s in ((plus, 1), (minus, -1))]
    turned["g"] = falls == [True, True] and net.updated(states, minus.Y, 0.01, sign=1).C(I, D) > net.C(I, D)
    assert " ".join(letter for letter, is_turned in turned.items() if is_turned) == n11.TURNED


@pytest.mark.parametrize(
    "answer",
    [
        [-4, -12, 8, -24, 12],
        {"B2": "2*(1-3)", "B1_1": -12.0, "B1_2": Fraction(8), "B0_1": "2*-12", "B0_2": 12},
    ],
)
def test_the_multipliers_on_paper(check, answer):
    """Minus the derivative of (1 - 3 max(2x - y, 0) + 2 max(3x - 4y, 0))^2, here by whole numbers around (1, 1)."""
    assert check("11.2", answer).verdict == "right"

    def cost(x, y):
        return (1 - (3 * max(2 * x - y, 0) - 2 * max(3 * x - 4 * y, 0))) ** 2

    h = Fraction(1, 1000)  # two-sided differences of a parabola are exact
    assert (cost(1 + h, 1) - cost(1 - h, 1)) / (2 * h) == 24
    assert (cost(1, 1 + h) - cost(1, 1 - h)) / (2 * h) == -12
    assert n11._found() == {"B2": -4, "B1_1": -12, "B1_2": 8, "B0_1": -24, "B0_2": 12}


def by_the_engine(W, X0, D, eta):
    def cost(**weights):
        X = X0
        for w in weights.values():
            X = ad.tanh(w @ X)
        return ((D - X) * (D - X)).sum()

    slopes = ad.grad(cost, {f"W{k}": w for k, w in W.items()})
    return {k: w - eta * slopes[f"W{k}"] for k, w in W.items()}


def afresh(W, X0, D, eta):
    return in_place({k: w.copy() for k, w in W.items()}, X0, D, eta)


def in_place(W, X0, D, eta):
    X = {0: X0}
    for k in W:
        X[k] = np.tanh(W[k] @ X[k - 1])
    B = -2 * (D - X[len(W)])  # the other convention, all the way
    for k in reversed(W):
        Y = (1 - X[k] ** 2) * B
        B = W[k].T @ Y
        W[k] -= eta * np.outer(Y, X[k - 1])
    return W


def test_a_step_may_be_taken_in_any_way(check):
    """With the minus in L, and the weights changed where they are; the engine's gradient is refused."""
    for _ in range(5):
        assert check("11.3", afresh).verdict == "right"
        assert check("11.3", in_place).verdict == "right"
    assert "repair its lines" in check("11.3", by_the_engine).message


def gathered(slopes, table):
    du = np.zeros(table.max() + 1)
    np.add.at(du, table[table >= 0], slopes[table >= 0])
    return du


def by_shared(slopes, table):
    return ad.grad(lambda u: (ad.layers.tied(u, table) * slopes).sum(), u=np.zeros(table.max() + 1))["u"].tolist()


def test_slopes_may_be_gathered_in_any_way(check):
    """An array is as good as a list; the engine finds the same with `tied`."""
    for _ in range(5):
        assert check("11.4", gathered).verdict == "right"
        assert check("11.4", by_shared).verdict == "right"


# --- wrong answers --------------------------------------------------------------------------------


def stepped(**how):
    return lambda *given: n11._stepped(*given, **how)


def numpys_trap(slopes, table):
    du = np.zeros(table.max() + 1)
    du[table] += slopes
    return du


def its_masked_twin(slopes, table):
    du = np.zeros(table.max() + 1)
    du[table[table >= 0]] += slopes[table >= 0]
    return list(du)


def minus_one_too(slopes, table):
    du = np.zeros(table.max() + 1)
    np.add.at(du, table, slopes)
    return list(du)


def without_0(slopes, table):
    return [0.0] + [slopes[table == q].sum() for q in range(1, table.max() + 1)]


def means(slopes, table):
    return [slopes[table == q].mean() for q in range(table.max() + 1)]


B = {"B2": -4, "B1_1": -12, "B1_2": 8, "B0_1": -24, "B0_2": 12}
BOTH = re.compile(r"Yours is \S+, expected is \S+\.")  # of inputs that are others at the next try
WRONG = [
    ("11.1", "a b c d g", "States are computed before"),
    ("11.1", "b c d e g", "A derivative of the cost is what it is"),
    ("11.1", "b c d f g", "their sign cancels"),
    ("11.1", "b", "what does that do to everything below?"),
    ("11.1", "b g", "what does that do to everything below?"),
    ("11.1", "b c g", "Y is the slopes times B: have the slopes"),
    ("11.1", "b c d", "what must a step do"),
    ("11.1", "b c", "Y is the slopes times B: have"),
    ("11.1", "c d g", "its derivative by X(N)"),
    ("11.1", "", "its derivative by X(N)"),
    ("11.1", "B(N)", "There is no n here: letters from a to g"),
    ("11.1", 4, "Names are wanted"),
    ("11.2", [4, 12, -8, 24, -12], "`B2`. That is the other convention"),
    ("11.2", B | {"B2": -2}, "`B2`. It looks as if the 2 was left out"),
    ("11.2", B | {"B2": 2}, "`B2`. Two things"),
    ("11.2", B | {"B1_1": -6}, "`B1_1`. It looks as if the 2 of B(2)"),
    ("11.2", B | {"B1_2": 0}, "`B1_2`. B(1) is before the slope"),
    ("11.2", B | {"B0_1": 0, "B0_2": -20}, "`B0_1`. It looks as if F' was left out"),
    ("11.2", B | {"B0_2": -20}, "`B0_2`. It looks as if F' was left out"),
    ("11.2", B | {"B0_2": -36}, "`B0_2`. It looks as if W(1) was not transposed"),
    ("11.2", B | {"B2": -8}, "`B2`. It looks as if X(1) were A(1)"),
    ("11.2", B | {"B1_1": 12}, "`B1_1`. Its sign is lost on the way"),
    ("11.2", B | {"B0_1": 24}, "`B0_1`. Its sign is lost on the way"),
    ("11.2", B | {"B0_1": 5}, "`B0_1`."),
    ("11.3", stepped(direction=-1), "it still goes uphill: boundary value and update"),
    ("11.3", stepped(direction=-1, late=True), "it still goes uphill, and B(k-1) is made with weights"),
    ("11.3", stepped(late=True), "it goes down, but B(k-1)"),
    ("11.3", stepped(two=1), "this cost has no 1/2"),
    ("11.3", stepped(slopes=False), "the slopes F' are gone"),
    ("11.3", lambda W, X0, D, eta: W, "It is wrong for a net 1-1-1"),
    ("11.3", lambda W, X0, D, eta: [*W.values()], "a dict of matrices is wanted, with the keys"),
    ("11.3", lambda W, X0, D, eta: {1: 3}, "a dict of matrices is wanted"),
    ("11.3", lambda W, X0, D, eta: {k: w.T for k, w in W.items()}, "It is wrong for a net 1-1-1"),
    ("11.3", lambda W, X0, D, eta: {k: w[0] for k, w in W.items()}, "the shapes of W"),
    ("11.3", lambda W, X0, D, eta: W[7], "stopped"),
    ("11.4", numpys_trap, "only one of the weights was counted"),
    ("11.4", its_masked_twin, "only one of the weights was counted: `du[table] += slopes`"),
    ("11.4", minus_one_too, "here it means no connection"),
    ("11.4", means, "a mean was taken"),
    ("11.4", lambda slopes, table: slopes.sum(), "a list with one number for each parameter is wanted"),
    ("11.4", lambda slopes, table: slopes, "a list with one number for each"),
    ("11.4", without_0, "only -1 says"),
    ("11.4", lambda slopes, table: [0.0] * table.max(), "For two weights, tied, the list is 0 long, not 1"),
    ("11.4", lambda slopes, table: [0.0] * 9, "For two weights, tied, the list is 9 long, not 1"),
]


@pytest.mark.parametrize(("number", "answer", "says"), WRONG, ids=[f"{row[0]}-{k}" for k, row in enumerate(WRONG)])
def test_a_wrong_answer_is_diagnosed_and_the_right_one_not_given_away(check, number, answer, says):
    """What went wrong, and no more; at every try."""
    for _ in range(5):
        result = check(number, answer)
        assert result.verdict == "wrong"
        assert says in result.message
        for secret in ("b c d g", "-4", "-12", "-24", "+ eta", "np.add.at"):
            assert secret not in BOTH.sub("", result.message)


def test_each_slip_shows_and_is_like_no_other():
    """In every try, at the weight that is looked at first."""
    for seed in range(30):
        for case in n11._step_cases(random.Random(seed)):
            W = case.args[0]
            found = [n11._stepped(*case.args, **how)[1][0, 0] - W[1][0, 0] for how in ({}, *n11.SLIPS.values())]
            assert all(compare(u, w) != "right" for u, w in permutations(found, 2))
            assert found[0] == next(iter(case.right.values()))


def test_what_the_learner_spoils_is_spoilt_for_that_try_only(check):
    """The next case starts from fresh weights, and changes are counted from those that were given."""

    def spoil(W, X0, D, eta):
        after = afresh(W, X0, D, eta)
        for w in W.values():
            w[:] = 7
        return after

    assert check("11.3", spoil).verdict == "right"


def test_fresh_numbers_each_time():
    """An answer that was fitted to one try fails at the next."""
    for cases in (n11._step_cases, n11._gather_cases):
        first, second = (list(cases(random.Random(seed))) for seed in (1, 2))
        assert [case.right for case in first] != [case.right for case in second]
