"""Optimal controls: Riccati's recursion where all is linear and square, Newton's method elsewhere, and what it ends at."""

import math
import random
from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import adlesson as ad
from adlesson.engine.errors import InputError, LessonError
from adlesson.lagrange.dynamics.control import hamiltonian, optimal, steer
from adlesson.lagrange.loops.elimination import solve

HALF = F(1, 2)


def random_problem(pick, n, m):
    """Return random matrices A, B, Q, S, R, V, with costs that are bent up."""
    bend = lambda k: (lambda M: M @ M.T + np.eye(k))(pick.normal(size=(k, k)))
    whole = bend(n + m)
    return pick.normal(size=(n, n)), pick.normal(size=(n, m)), whole[:n, :n], whole[n:, :n], whole[n:, n:], bend(n)


def riccati(problem, x, steps):
    """Return controls, states and the cost by the recursion of the textbooks, which knows matrices and nothing of sweeps."""
    A, B, Q, S, R, V = problem
    gains = []
    for _ in range(steps):
        K = np.linalg.solve(R + B.T @ V @ B, S + B.T @ V @ A)
        V = Q + A.T @ V @ A - (S + B.T @ V @ A).T @ K
        gains.insert(0, K)
    cost, states, controls = x @ V @ x / 2, [x], []
    for K in gains:
        controls.append(-K @ states[-1])
        states.append(A @ states[-1] + B @ controls[-1])
    return controls, states, cost


# --- linear steps, squares to pay ------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(8))
def test_it_is_riccatis_recursion_to_twelve_digits(seed):
    """Random systems of arrays, unstable ones among them, with a cost that mixes state and control."""
    pick = np.random.default_rng(seed)
    n, m, steps = pick.integers(1, 5), pick.integers(1, 4), int(pick.integers(1, 12))
    A, B, Q, S, R, V = problem = random_problem(pick, n, m)
    x = pick.normal(size=n)
    best = optimal(
        lambda x, u: A @ x + B @ u,
        lambda x, u: x @ Q @ x / 2 + u @ S @ x + u @ R @ u / 2,
        lambda x: x @ V @ x / 2,
        x,
        steps,
        u=np.zeros(m),
    )
    controls, states, cost = riccati(problem, x, steps)
    size = max(abs(u).max() for u in states)
    for mine, right in zip([*best.u, *best.x], [*controls, *states], strict=True):
        assert mine == pytest.approx(right, rel=1e-12, abs=1e-12 * size)
    assert best.cost == pytest.approx(cost, rel=1e-12)
    assert (best.kind, best.converged, best.rounds, best.method) == ("minimum", True, 1, "Riccati's recursion")
    wrong, *_ = riccati((A.T, B, Q, S, R, V), x, steps)
    assert n == 1 or not np.allclose(wrong[0], controls[0], rtol=1e-6), "a matrix turned over is seen"


def test_fractions_stay_exact_and_the_whole_kkt_system_agrees():
    """All states, controls and costates as unknowns of one linear system, eliminated without a thought of steps."""
    A, B = [[F(9, 10), F(1, 5)], [F(-1, 10), F(4, 5)]], [HALF, F(1)]
    f = lambda x, u: [a * x[0] + b * x[1] + c * u for (a, b), c in zip(A, B, strict=True)]
    best = optimal(
        f,
        lambda x, u: HALF * (x[0] ** 2 + 2 * x[1] ** 2 + F(3, 10) * u**2),
        lambda x: HALF * (3 * x[0] ** 2 + x[1] ** 2),
        [1, -1],
        3,
    )
    Q, S, R, start = [1, 2], [3, 1], F(3, 10), [1, -1]
    # unknowns by t: u_t, x_{t+1} (2), p_t (2)
    rows, rhs = [], []
    place = {
        (kind, t, k): 5 * t + j
        for t in range(3)
        for j, (kind, k) in enumerate([("u", 0), *(("x", 0), ("x", 1)), *(("p", 0), ("p", 1))])
    }

    def row(entries, right):
        line = [F(0)] * 15
        for key, u in entries:
            line[place[key]] += u
        rows.append(line)
        rhs.append(F(right))

    for t in range(3):
        row([(("u", t, 0), R), *((("p", t, k), B[k]) for k in (0, 1))], 0)
        for k in (0, 1):
            before = [(("x", t - 1, j), -A[k][j]) for j in (0, 1)] if t else []
            row([(("x", t, k), F(1)), (("u", t, 0), -B[k]), *before], 0 if t else A[k][0] * start[0] + A[k][1] * start[1])
            after = [(("p", t + 1, j), A[j][k]) for j in (0, 1)] if t < 2 else []
            row([(("p", t, k), F(-1)), (("x", t, k), F(Q[k] if t < 2 else S[k])), *after], 0)
    found = solve(rows, rhs, list(map(str, place)))
    for (kind, t, k), u in zip(place, found, strict=True):
        mine = {"u": [best.u[t]], "x": best.x[t + 1], "p": best.costates[t]}[kind][k]
        assert mine == u
        assert isinstance(mine, F)
    assert best.path.u_bar == [0, 0, 0]
    assert (
        best.cost
        == steer(
            f,
            lambda x, u: HALF * (x[0] ** 2 + 2 * x[1] ** 2 + R * u**2),
            lambda x: HALF * (3 * x[0] ** 2 + x[1] ** 2),
            [1, -1],
            best.u,
        ).J
    )


def test_a_goal_that_moves_and_steps_that_change():
    """The number of the step is a third argument, of both or of one; each control is where its slope is 0, exactly."""
    goal = [F(1), F(-2), F(3), F(0)]
    f, cost = lambda x, u, t: x + (t + 1) * u, lambda x, u, t: (x - goal[t]) ** 2 + u * u
    best = optimal(f, cost, lambda x: x * x, 2, 4)
    assert best.path.u_bar == [0] * 4
    assert best.cost == steer(f, cost, lambda x: x * x, 2, best.u).J
    for k in range(4):
        for s in (F(1, 100), F(-1, 100)):
            assert best.cost < steer(f, cost, lambda x: x * x, 2, [u + s * (j == k) for j, u in enumerate(best.u)]).J
    assert best.method == "Riccati's recursion"
    one = optimal(lambda x, u: x + u, lambda x, u, t: t * u * u + u * u, lambda x: x * x, 2, 3)
    assert one.path.u_bar == [0] * 3
    assert hamiltonian(f, 2, 1, cost, t=2)(x=2, u=1, p=1) == (2 - 3) ** 2 + 1 + 2 + 3


def test_forms_give_the_same():
    """A number, a list of one, an array of one, as state and as control."""
    one = optimal(lambda x, u: x / 2 + u, lambda x, u: u * u + x * x, lambda x: 3 * x * x, 2.0, 3)
    listed = optimal(
        lambda x, u: [x[0] / 2 + u[0]], lambda x, u: u[0] ** 2 + x[0] ** 2, lambda x: 3 * x[0] ** 2, [2.0], 3, u=[0.0]
    )
    array = optimal(
        lambda x, u: x / 2 + u, lambda x, u: u @ u + x @ x, lambda x: 3 * (x @ x), np.array([2.0]), 3, u=np.zeros(1)
    )
    for k in range(3):
        for name in ("u", "costates"):
            mine = [getattr(one, name)[k]]
            assert getattr(listed, name)[k] == pytest.approx(mine)
            assert getattr(array, name)[k].tolist() == pytest.approx(mine)
    assert isinstance(one.u[0], float) and isinstance(listed.u[0], list) and isinstance(array.u[0], np.ndarray)
    matrix = optimal(
        lambda X, U: X + U, lambda X, U: (U * U).sum(), lambda X: (X * X).sum(), np.ones((2, 3)), 2, u=np.zeros((2, 3))
    )
    assert matrix.u[0] == pytest.approx(np.full((2, 3), -1 / 3))


def test_costates_are_the_prices_of_a_push():
    """The least cost moves by the costate as a state is pushed, the controls having been chosen anew."""

    def least(push, at):
        f = lambda x, u, t: ad.tanh(x) + u + (push if t == at else 0.0)
        return optimal(f, lambda x, u: x * x + u * u, lambda x: 2 * x * x, 1.5, 4)

    best = least(0.0, 0)
    for t in range(4):
        slope = (least(1e-4, t).cost - least(-1e-4, t).cost) / 2e-4
        assert best.costates[t] == pytest.approx(slope, rel=1e-6)


def test_the_steps_as_constraints_have_the_costates_as_multipliers():
    """Newton's method on the KKT system of another room, where states are unknowns as well and nothing is known of steps."""
    f, cost, final = lambda x, u: ad.tanh(x) + u, lambda x, u: x * x + u * u, lambda x: 2 * x * x
    best = optimal(f, cost, final, 1.5, 3)

    def whole(u, x):
        before = [1.5, *x[:-1]]
        rows = {f"h{t}": x[t] - f(before[t], u[t]) for t in range(3)}
        return {"cost": sum(map(cost, before, u)) + final(x[-1])} | rows

    problem = ad.solvers.Problem(ad.trace(whole, u=[0.0] * 3, x=[1.0] * 3), cost="cost", equal="h0 h1 h2")
    run = ad.solvers.solve(problem, "newton")
    assert run.kind == best.kind == "minimum"
    assert run.x["u"] == pytest.approx(best.u, abs=1e-9)
    assert [run.multipliers[f"h{t}"] for t in range(3)] == pytest.approx(best.costates, abs=1e-9)


# --- other problems -----------------------------------------------------------------------------------------


def pendulum(x, u):
    h = 0.05
    return [x[0] + h * x[1], x[1] + h * (9.8 * ad.sin(x[0]) - 0.1 * x[1] + u)]


def test_a_pendulum_is_swung_up():
    """From hanging at rest to standing still: a minimum, flat by every control, and better than its neighbours."""
    cost, final = lambda x, u: 0.05 * (x[0] ** 2 + 0.1 * x[1] ** 2 + 0.01 * u * u), lambda x: 100 * (x[0] ** 2 + x[1] ** 2)
    best = optimal(pendulum, cost, final, [math.pi, 0.0], 60)
    assert (best.kind, best.converged, best.method) == ("minimum", True, "Newton's method")
    assert best.cost == pytest.approx(5.944750221340, rel=1e-11)
    assert best.x[-1] == pytest.approx([0, 0], abs=1e-4)
    assert best.rounds < 13, "25 where pivots are only eased, and the curvature of f is kept"
    assert max(map(abs, best.path.u_bar)) < 1e-10
    pick = random.Random(3)
    for _ in range(20):
        near = [u + 1e-2 * pick.gauss(0, 1) for u in best.u]
        assert best.cost < steer(pendulum, cost, final, [math.pi, 0.0], near).J


@pytest.mark.parametrize("seed", range(6))
def test_its_kind_is_that_of_the_matrix_of_all_second_slopes(seed):
    """A random cost of some steps, its Hessian by the controls built by differences of slopes: all eigenvalues positive."""
    pick = np.random.default_rng(seed)
    a, b, c = pick.normal(size=3)
    f = lambda x, u: ad.sin(a * x) + b * u + 0.3 * x * u
    cost, final = lambda x, u: ad.cos(c * u) + 0.2 * u**2 + 0.1 * x * x, lambda x: (x - 1) ** 2
    best = optimal(f, cost, final, 0.7, 5)
    assert best.converged and best.kind == "minimum"
    slopes = lambda u: np.array(steer(f, cost, final, 0.7, list(u)).u_bar)
    assert abs(slopes(best.u)).max() < 1e-9
    H = np.array([(slopes(best.u + s) - slopes(best.u - s)) / 2e-5 for s in 1e-5 * np.eye(5)])
    assert np.linalg.eigvalsh((H + H.T) / 2)[0] > 1e-6


def test_from_the_top_of_a_hill_and_from_a_saddle_it_goes_on_down():
    """All slopes are 0 at the start: at a maximum, at a saddle, and at a saddle that a pivot of 0 hides."""
    down = optimal(lambda x, u: x + u, lambda x, u: (1 - u * u) ** 2, lambda x: 0.0 * x, 0.0, 3)
    assert (down.kind, [abs(u) for u in down.u]) == ("minimum", pytest.approx([1, 1, 1]))
    saddle = optimal(lambda x, u: x + u, lambda x, u: u**4, lambda x: (x * x - 1) ** 2, 0.0, 2)
    assert saddle.kind == "minimum" and saddle.cost < 1 - 1e-3
    hidden = optimal(lambda x, u: x + u, lambda x, u: u**4 - u * u, lambda x: x * x, 0.0, 4)
    assert hidden.kind == "minimum" and hidden.cost < -0.5


ENDS = {
    "falls along a control": (
        lambda x, u: x + u,
        lambda x, u: -u * u,
        lambda x: x * x,
        "unbounded",
        "controls can be moved",
    ),
    "falls in a straight line": (lambda x, u: x + u, None, lambda x: x, "unbounded", "can be moved"),
    "falls, and is no parabola": (lambda x, u: x + u, lambda x, u: u, ad.exp, "unbounded", "the cost goes on falling"),
    "a kink": (lambda x, u: x + abs(u - 1), lambda x, u: 0.1 * u * u, lambda x: x, "undecided", "a kink, or rounding"),
}


@pytest.mark.parametrize("name", ENDS)
def test_what_has_no_least_cost_is_said_to_have_none(name):
    """A verdict, and a sentence why; never a number that is called the answer."""
    f, cost, final, kind, says = ENDS[name]
    end = optimal(f, cost, final, 0.0, 4)
    assert (end.kind, end.converged) == (kind, False)
    assert says in end.why
    assert repr(end).startswith(f"not converged ({kind}): ")


def test_where_controls_do_not_matter_or_do_not_tell_it_is_undecided():
    """One of many; and an inflection, which is no minimum."""
    many = optimal(lambda x, u: x + u[0] + u[1], lambda x, u: F(0) * x, lambda x: x * x, 6, 1, u=[0, 0])
    assert (many.kind, many.converged, many.x[-1]) == ("undecided", True, pytest.approx(0, abs=1e-12))
    assert many.u[0] == pytest.approx([-3, -3]), "the least such move"
    bend = optimal(lambda x, u: x + u, lambda x, u: u**3, lambda x: x * x, 0.0, 2)
    assert bend.kind == "undecided"


def test_another_branch_of_the_steps_is_traced_anew():
    """A motor that pulls less uphill: which branch is taken changes on the way, and from round to round."""
    f = lambda x, u: x + u if x < 1 else x + u / 2
    cost, final = lambda x, u: u * u, lambda x: 10 * (x - 3) ** 2
    best = optimal(f, cost, final, 0.0, 6)
    assert best.converged and best.x[0] < 1 < best.x[-1]
    assert max(map(abs, steer(f, cost, final, 0.0, best.u).u_bar)) < 1e-8


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_random_starts_end_at_no_false_minimum(seed):
    """Two wells: whatever it says is a minimum has positive second slopes and none below by a little."""
    pick = random.Random(seed)
    f, cost = lambda x, u: 0.8 * x + u, lambda x, u: (u * u - pick_a) ** 2 + 0.1 * x * x
    pick_a, start = pick.uniform(0.2, 2), pick.uniform(-2, 2)
    best = optimal(f, cost, lambda x: x * x, start, 3, u=pick.choice([0.0, pick.uniform(-1, 1)]))
    assert best.converged and best.kind == "minimum"
    for _ in range(5):
        near = [u + 1e-3 * pick.gauss(0, 1) for u in best.u]
        assert best.cost - 1e-13 < steer(f, cost, lambda x: x * x, start, near).J


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"steps": 0}, "the number of steps is a whole number of at least 1, not 0"),
        ({"steps": 2.0}, "whole number"),
        ({"x": float("nan")}, "x is nan: give numbers, not NaN"),
        ({"u": float("nan")}, "u is nan"),
        ({"final": None}, "final is a function of the last state"),
        ({"f": "x + u"}, "f is a function of x and u, not 'x . u'"),
        ({"f": lambda x: x}, r"f is called with x and u, or with x and u and the time, and takes \(x\)"),
        ({"cost": lambda x, u, t, k: x}, r"cost is called with .* and takes \(x, u, t, k\)"),
        ({"f": lambda x, u: [x, u]}, "f returns a list of 2, and the state is one number"),
        ({"cost": lambda x, u: [x, u]}, "cost returns a list of 2: it is one number"),
        ({"cost": lambda x, u: None}, "cost returns None"),
        ({"f": lambda x, u: None}, "f returns None, and the state is one number"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(change, says):
    """What was met, what is accepted."""
    at = {"f": lambda x, u: x + u, "cost": lambda x, u: u * u, "final": lambda x: x * x, "x": 1.0, "steps": 3} | change
    with pytest.raises(InputError, match=says) as found:
        optimal(**at)
    assert isinstance(found.value, LessonError)
    assert len(str(found.value)) < 400


def test_slopes_that_vanish_too_slowly_do_not_hide_a_saddle():
    """One control comes to rest at 0.7 by eased steps, the other stays on its top at 0: each has its valley."""
    both = optimal(lambda x, u: x + u, lambda x, u: u**4 - u * u, lambda x: 0 * x, 0.0, 2)
    assert (both.kind, both.cost) == ("minimum", pytest.approx(-0.5))


def test_where_nothing_is_to_pay_nothing_falls_without_end():
    """All second slopes are 0, and so are all first ones."""
    free = optimal(lambda x, u: x + u, None, lambda x: 0 * x, 5, 2)
    assert (free.kind, free.converged, free.cost) == ("undecided", True, 0)


def test_a_start_outside_the_domain_is_said_to_be_one():
    """The logarithm of -1."""
    with pytest.raises(LessonError, match=r"the cost is nan: start with another, as in optimal\(..., u=0.5\)"):
        optimal(lambda x, u: x + u, lambda x, u: u * u - ad.log(x), lambda x: x * x, -1.0, 3)


@pytest.mark.parametrize("u", [[0.1, 0.2, 0.3], (0.0, 0.0, 0.0), np.zeros(3)])
def test_a_control_for_each_step_is_refused_in_a_sentence(u):
    """``steer`` takes them; here all steps begin with the same."""
    at = {"cost": lambda x, u: x * x + u * u, "final": lambda x: x * x, "x": 1.0, "steps": 3}
    with pytest.raises(ad.LessonError, match=r"u is one control, .* a list of 3: give u=.*; steer goes by a list"):
        ad.control.optimal(lambda x, u: x + u, u=u, **at)
    with pytest.raises(ad.LessonError, match="f returns a list"):  # what is wrong with f is another sentence
        ad.control.optimal(lambda x, u: [x, u], u=0.0, **at)


def test_a_cost_with_kinks_does_not_fall_without_end():
    """Pieces that are straight are no quadratic: their slopes are others elsewhere."""
    for final, at in (
        (lambda x: abs(x - 1), 3.0),
        (lambda x: ad.maximum(x, 0), 0.1),
        (lambda x: ad.relu(-x) + abs(x), -2.0),
    ):
        assert optimal(lambda x, u: x + u, lambda x, u: u * u / 2, final, x=at, steps=1).kind != "unbounded"
    best = optimal(lambda x, u: x + u, lambda x, u: u * u / 2, lambda x: abs(x), x=0.1, steps=1)
    assert (best.u, best.cost) == ([pytest.approx(-0.1)], pytest.approx(0.005))


def test_where_it_bends_less_and_less_it_is_undecided():
    """What is left of the curvature at an inflection is rounding, and no sign of a minimum."""
    for final in (lambda x: x**4 + x**3, lambda x: x**5, lambda x: x**3):
        assert optimal(lambda x, u: x + u, None, final, x=1.0, steps=1).kind == "undecided"
    assert optimal(lambda x, u: x + u, None, lambda x: x**4 + x**2, x=1.0, steps=1).kind == "minimum"
