"""The exercises of notebook 12: each known wrong answer gets its message, and the right ones are found by other roads."""

import random
import re
from fractions import Fraction

import numpy as np
import pytest
import sympy

import adlesson as ad
from adlesson.teach.exercises import Exercises
from adlesson.teach.problems import n12


@pytest.fixture
def check():
    """Return the ``check`` of a session that has only begun."""
    return Exercises({problem.number: problem for problem in n12.PROBLEMS}).check


# --- right answers, worked out here ---------------------------------------------------------------


def test_a_weight_that_is_read_three_times(check):
    """2 - 1 + 4, and times 2 u."""
    for answer in ([5, 30], {"w": "2 - 1 + 4", "u": "5*2*3"}, {"w": 5.0, "u": Fraction(30)}):
        assert check("12.1", answer).verdict == "right"


def test_costates_by_hand(check):
    """And by SymPy, which knows of no sweep."""
    assert check("12.2", {"p1": 1, "p0": 6.5, "u_bar1": -1, "u_bar0": "17/2"}).verdict == "right"
    x1, x2, u0, u1 = sympy.symbols("x1 x2 u0 u1")
    after_1, after_2 = x1 / 2 + u1, 2 + u0
    cost_1, cost_0 = x1**2 + u1**2 + after_1**2, 16 + u0**2
    at = {x1: 3, x2: sympy.Rational(1, 2), u0: 1, u1: -1}
    whole = cost_0 + cost_1.subs(x1, after_2)
    found = [sympy.diff(x2**2, x2), sympy.diff(cost_1, x1), sympy.diff(whole, u1), sympy.diff(whole, u0)]
    assert [u.subs(at) for u in found] == list(map(sympy.nsimplify, n12._steered().values()))


def solved(W, slope, dC):
    W, slope, dC = map(np.array, (W, slope, dC))
    return np.linalg.solve(np.eye(2) - slope[:, None] * W.T, -slope * dC).tolist()


def by_B(W, slope, dC):
    B = np.zeros(2)
    for _ in range(400):
        B = np.array(W).T @ (slope * B) - dC
    return list(slope * B)


def test_where_Y_rests_may_be_found_in_any_way(check):
    """By a linear solve, by going round with B instead."""
    for _ in range(4):
        assert check("12.3", solved).verdict == "right"
        assert check("12.3", by_B).verdict == "right"


def differences(f, f_z, f_th, z, th, h, steps):
    def end(th, z=z):
        for _ in range(steps):
            z = z + h * f(z, th)
        return z

    return (end(th + 1e-5) - end(th - 1e-5)) / 2e-5


def forward_mode(f, f_z, f_th, z, th, h, steps):
    zdot = 0.0
    for _ in range(steps):
        z, zdot = z + h * f(z, th), zdot + h * (f_z(z, th) * zdot + f_th(z, th))
    return zdot


def swept(f, f_z, f_th, z, th, h, steps):
    return ad.grad(ad.flow.euler(f, lambda z: z, z, th, h * steps, steps))["th"]


def test_the_gradient_of_the_steps_may_be_found_in_any_way(check):
    """Forwards as well; a difference is told what it is, and a sweep of the package is refused."""
    for _ in range(3):
        assert check("12.4", forward_mode).verdict == "right"
        assert check("12.4", differences).verdict == "close"
        assert "go back yourself" in check("12.4", swept).message


def bisected(w):
    low, high = 0.0, 3.0
    for _ in range(60):
        h = (low + high) / 2
        low, high = (h, high) if max(abs(1 - h + 1j * w * h), abs(1 - h - 1j * w * h)) < 1 else (low, h)
    return low


def test_the_largest_step_by_bisection(check):
    """And it is where our own relaxation stops coming to rest."""
    for _ in range(3):
        assert check("12.5", bisected).verdict == "right"
    net = ad.recurrent.Net([[0, -2], [2, 0]], [0.1, 0.2], C=lambda X: X.sum(), F="identity")
    assert len(net.relax(h=0.99 * n12._largest(2))) > 10
    with pytest.raises(ad.LessonError, match="the states diverge"):
        net.relax(h=1.01 * n12._largest(2))


# --- wrong answers --------------------------------------------------------------------------------


def slipped(**how):
    return lambda W, slope, dC: n12._rest_of_Y(W, slope, dC, **how)


def lapsed(**how):
    return lambda *given: n12._swept(*given, **how)


def own_shares(f, f_th, z, th, h, steps):
    total = 0.0
    for _ in range(steps):
        total, z = total + h * f_th(z, th), z + h * f(z, th)
    return total


def by_B_alone(W, slope, dC):
    return (by_B(W, slope, dC) / np.array(slope)).tolist()


def continuous(f, f_z, f_th, z, th, h, steps):
    states = [z]
    for _ in range(steps):
        states.append(states[-1] + h * f(states[-1], th))
    z, a, total = states[-1], 1.0, 0.0
    for _ in range(steps):
        total += h * a * f_th(z, th)
        z, a = z - h * f(z, th), a + h * a * f_z(z, th)
    return total


BOTH = re.compile(r"Yours is \S+, expected is \S+\.")  # of inputs that are others at the next try
WRONG = [
    ("12.1", {"w": 4, "u": 30}, "`w`. That is the last reading alone"),
    ("12.1", {"w": 2, "u": 30}, "`w`. That is the first reading alone"),
    ("12.1", {"w": 5 / 3, "u": 30}, "shares are added"),
    ("12.1", {"w": -8, "u": 30}, "shares were multiplied"),
    ("12.1", {"w": 7, "u": 42}, "a sign was lost"),
    ("12.1", {"w": 5, "u": 5}, "`u`. That is the slope by w"),
    ("12.1", {"w": 5, "u": 45}, "w itself was taken for its slope"),
    ("12.1", {"w": 5, "u": 15}, "has a factor 2"),
    ("12.1", {"w": 5, "u": 10}, "2 u, at this u"),
    ("12.1", {"w": 6, "u": 30}, "`w`."),
    ("12.2", [0.5, 6.5, -1, 8.5], "`p1`. The last cost is x squared"),
    ("12.2", [6, 6.5, -1, 8.5], "p_1 belongs to the equation that makes x_2"),
    ("12.2", [6.5, 1, -1, 8.5], "one step too far back"),
    ("12.2", [1, 0.5, -1, 8.5], "`p0`. It looks as if the cost of x_1 was left out"),
    ("12.2", [1, 6, -1, 8.5], "`p0`. That is the cost of x_1; but"),
    ("12.2", [1, 3.5, -1, 8.5], "has a factor 2"),
    ("12.2", [1, 8.5, -1, 8.5], "p_0 belongs to the equation that makes x_1"),
    ("12.2", [1, 8, -1, 8.5], "going back, it multiplies again"),
    ("12.2", [1, 7, -1, 8.5], "the 1/2 of the step was left out"),
    ("12.2", [1, 11.25, -1, 8.5], "the slope by the start"),
    ("12.2", [1, 6.5, 1, 8.5], "`u_bar1`. It looks as if the control's own cost was left out"),
    ("12.2", [1, 6.5, -2, 8.5], "it also moves x_2"),
    ("12.2", [1, 6.5, 4.5, 8.5], "p_0 was taken"),
    ("12.2", [1, 6.5, 0, 8.5], "has a factor 2"),
    ("12.2", [1, 6.5, -1, 6.5], "`u_bar0`. It looks as if the control's own cost"),
    ("12.2", [1, 6.5, -1, 2], "it also moves x_1"),
    ("12.2", [1, 6.5, -1, 3], "p_1 was taken"),
    ("12.2", [1, 6.5, -1, 7.5], "has a factor 2"),
    ("12.2", [1, 6.5, -1, 5.25], "with a 1 and not with a 1/2"),
    ("12.3", slipped(front=False), "by how much is each entry off"),
    ("12.3", slipped(transposed=False), "W was not transposed"),
    ("12.3", slipped(sign=-1), "was turned over"),
    ("12.3", by_B_alone, "where B comes to rest"),
    ("12.3", lambda W, slope, dC: [0.0, 0.0], "It is wrong for W ="),
    ("12.3", lambda W, slope, dC: 1.0, "a list of 2 numbers is wanted"),
    ("12.4", continuous, "That is the continuous adjoint"),
    ("12.4", lapsed(late=1), "read one step late"),
    ("12.4", lapsed(a_first=True), "moved before its share"),
    ("12.4", lapsed(overwrite=True), "a was overwritten"),
    ("12.4", lambda f, f_z, f_th, z, th, h, steps: own_shares(f, f_th, z, th, h, steps), "each step got 1"),
    ("12.4", lambda *given: forward_mode(*given) / given[-2], "a factor h was left out"),
    ("12.4", lambda *given: 0.0, "It is wrong for f = th * z * (1 - z) from z ="),
    ("12.5", lambda w: 1 / w**2, "(1 - h)^2 is not 1"),
    ("12.5", lambda w: 2 / w, "(w h)^2"),
    ("12.5", lambda w: 2 / w**2, "three terms"),
    ("12.5", lambda w: 1 / (1 + w * w), "too small"),
    ("12.5", lambda w: 2 / (1 + w), "Imaginary parts are squared"),
    ("12.5", lambda w: 2 / (1 + w * w) if w else 1, "until when does it shrink"),
    ("12.5", lambda w: 0.2, "It is wrong for w = 0"),
]


@pytest.mark.parametrize(("number", "answer", "says"), WRONG, ids=[f"{row[0]}-{k}" for k, row in enumerate(WRONG)])
def test_a_wrong_answer_is_diagnosed_and_the_right_one_not_given_away(check, number, answer, says):
    """What went wrong, and no more."""
    result = check(number, answer)
    assert result.verdict == "wrong"
    assert says in result.message
    for secret in ("30", "6.5", "8.5", "0.2 ", "2 / (1", "slope[i] * dC"):
        assert secret not in BOTH.sub("", result.message.split("Look at")[-1])


def test_the_exercise_as_it_stands_does_not_give_its_bug_away(check):
    """Run All shows a verdict before anybody has looked for the bug."""
    message = check("12.3", slipped(front=False)).message
    assert "left out" not in message
    assert "in front" not in message


def test_the_bug_is_the_one_that_is_5_per_cent_off():
    """On the net of section 12.2: what the message at the end says."""
    net = ad.recurrent.Net([[0.5, -0.3], [0.2, 0.4]], [0.1, -0.2], C=lambda X: ((X - np.array([0.3, 0.1])) ** 2).sum())
    X = net.relax()[-1]
    at = net.W.tolist(), (1 - X * X).tolist(), (2 * (X - [0.3, 0.1])).tolist()
    right, wrong = (np.outer(n12._rest_of_Y(*at, front=front), X) for front in (True, False))
    assert right == pytest.approx(-net.gradient(X, net.relax_back(X)[-1])["W"], abs=1e-11)
    assert f"{np.linalg.norm(wrong - right) / np.linalg.norm(right):.3f}" == "0.053"


def test_the_right_answers_are_told_from_the_known_slips():
    """In some case of each try, clearly: a slip that gives right numbers only would be called right."""
    for seed in range(40):
        pick = random.Random(seed)
        for case in n12._relaxed_cases(pick):
            for how in n12.SLIPS.values():
                assert n12._rest_of_Y(*case.args, **how) != pytest.approx(list(case.right.values()), rel=0.01)
        cases = list(n12._flow_cases(pick))
        assert all(n12._swept(*case.args) == pytest.approx(case.right, rel=1e-12) for case in cases)
        for slip in (continuous, *(lapsed(**how) for how in n12.LAPSES.values())):
            assert any(slip(*case.args) != pytest.approx(case.right, rel=0.05) for case in cases)


def test_fresh_inputs_each_time():
    """An answer that was fitted to one try fails at the next."""
    for cases in (n12._relaxed_cases, n12._flow_cases):
        first, second = (list(cases(random.Random(seed))) for seed in (1, 2))
        assert [case.right for case in first] != [case.right for case in second]
