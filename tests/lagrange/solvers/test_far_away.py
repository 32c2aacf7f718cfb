"""What no run can reach: a least cost that is nowhere attained, constraints that hold nowhere; and what looks like it."""

import numpy as np
import pytest

import adlesson as ad
from adlesson.lagrange.solvers.bent import is_concave, is_convex
from adlesson.lagrange.solvers.far_away import not_attained
from adlesson.lagrange.solvers.kkt import System

S = ad.solvers


def problem(f, at, **asked):
    return S.Problem(ad.trace(f, at), cost="cost", **asked)


NOWHERE = {
    "a hyperbola": (lambda x: {"cost": 1 / x, "g": x - 0.1}, {"x": 1.0}, {"at_least": "g"}),
    "a tail": (lambda x: {"cost": ad.exp(-x) + 2, "g": x - 0.1}, {"x": 1.0}, {"at_least": "g"}),
    "two tails": (lambda x, y: {"cost": 1 / x + 1 / y, "g": x, "k": y}, {"x": 1.0, "y": 2.0}, {"at_least": ["g", "k"]}),
    "along a curve": (
        lambda x, y: {"cost": 1 / (1 + x * x) + y * y, "h": y - 1 / (1 + x * x)},
        {"x": 1.0, "y": 1.0},
        {"equal": "h"},
    ),
}


@pytest.mark.parametrize("method", ["newton", "interior"])
@pytest.mark.parametrize("name", NOWHERE)
def test_a_least_value_that_is_nowhere_attained_is_called_so(name, method):
    """The cost falls for ever, by less and less: no divergence, and no missing bound of the cost."""
    f, at, asked = NOWHERE[name]
    run = S.solve(problem(f, at, **asked), method)
    assert run.kind == "not attained" and not run.solved
    assert "gets there nowhere, as far as can be seen: along the ray" in run.why
    assert run.ending.costs == sorted(run.ending.costs, reverse=True)
    assert repr(run).endswith("run.x is where the run was left, and no solution")


@pytest.mark.parametrize("method", ["blocks", "descent-ascent", "penalty", "newton"])
def test_a_tail_of_a_program_alone_has_no_least_value_either(method):
    """Whatever the method: exp(-x), its lines being the constraints."""
    run = S.solve(S.Problem(ad.trace(lambda x: ad.exp(-x), x=1.0), free="x"), method)
    assert run.kind == "not attained" and not run.solved


ROOTLESS = {
    "exp": (lambda x: {"cost": x * x, "h": ad.exp(x)}, {"x": 1.0}),
    "a quotient": (lambda x: {"cost": x, "h": 1 / x}, {"x": 1.0}),
    "beside a cost of its own": (lambda x, y: {"cost": y * y, "h": ad.exp(x)}, {"x": 1.0, "y": 2.0}),
}


@pytest.mark.parametrize("method", ["newton", "interior"])
@pytest.mark.parametrize("name", ROOTLESS)
def test_a_constraint_that_is_met_infinitely_far_away_is_infeasible(name, method):
    """exp(x) = 0: the slope vanishes, too, and that is no failure of a qualification."""
    run = S.solve(problem(*ROOTLESS[name], equal="h"), method)
    assert run.kind == "infeasible" and not run.solved
    assert run.why.startswith("h comes as near to 0 as one likes and is 0 nowhere")
    assert "run.x breaks constraints: it is where the run was left, and no solution" in repr(run)


SOLVED = {
    "a double root": (
        lambda x: {"cost": (x - 1) ** 2, "h": (x - 2) ** 2},
        {"x": 1.0},
        {"equal": "h"},
        {"no multipliers", "undecided"},
    ),
    "a triple root": (lambda x: {"cost": x, "h": (x - 2) ** 3}, {"x": 1.0}, {"equal": "h"}, {"no multipliers", "undecided"}),
    "a flat bottom": (lambda x: {"cost": x**4, "g": x + 1}, {"x": 3.0}, {"at_least": "g"}, {"minimum", "undecided"}),
    "far away": (lambda x: {"cost": (x / 1e4 - 1) ** 2, "g": x}, {"x": 1.0}, {"at_least": "g"}, {"minimum"}),
    "a tail with an end": (
        lambda x: {"cost": ad.exp(-x), "g": 30 - x},
        {"x": 1.0},
        {"at_least": "g"},
        {"minimum", "undecided"},
    ),
    "a plateau": (lambda x: {"cost": ad.relu(1 - x), "g": x + 1}, {"x": 0.0}, {"at_least": "g"}, {"undecided"}),
    "a hollow before the plain": (
        lambda x: {"cost": ad.tanh(x - 9) - 3 * ad.exp(-((x - 5) ** 2)), "g": x + 9},
        {"x": 4.0},
        {"at_least": "g"},
        {"minimum"},
    ),
    "a logarithm": (lambda x: {"cost": -ad.log(x), "g": x - 1}, {"x": 2.0}, {"at_least": "g"}, {"unbounded"}),
    "no least": (lambda x: {"cost": -x, "g": x}, {"x": 1.0}, {"at_least": "g"}, {"unbounded"}),
}


@pytest.mark.parametrize("method", ["newton", "interior"])
@pytest.mark.parametrize("name", SOLVED)
def test_what_has_a_solution_is_not_called_far_away(name, method):
    """A wrong verdict is worse than none."""
    f, at, asked, kinds = SOLVED[name]
    assert S.solve(problem(f, at, **asked), method).kind in kinds


# --- rows that repeat ---------------------------------------------------------------------------------


CORNERS = {  # minima with more rows than unknowns, so that prices are one choice of many
    "three lines through a corner": (
        lambda x, y: {"cost": x + 2 * y, "a": x, "b": y, "c": x + y}, {"x": 1.0, "y": 2.0}, {"at_least": ["a", "b", "c"]}, 0,
    ),
    "a line twice": (
        lambda x, y: {"cost": x + y, "a": x, "b": y, "c": x}, {"x": 1.0, "y": 2.0}, {"at_least": ["a", "b", "c"]}, 0,
    ),
    "a corner of a cube": (
        lambda x: {"cost": -x.sum(), "a": 1 - x, "b": 3 - x.sum(), "c": 2 - x[0] - x[1]}, {"x": np.zeros(3)},
        {"at_least": ["a", "b", "c"]}, -3,
    ),
    "transport": (
        lambda x: {"cost": (x * np.array([[1.0, 2.0], [3.0, 1.0]])).sum(), "h": x.sum(0) - 1, "k": x.sum(1) - 1, "g": x},
        {"x": np.ones((2, 2)) / 2}, {"equal": ["h", "k"], "at_least": "g"}, 2,
    ),
    "a parabola, and a bound twice": (
        lambda x, y: {"cost": (x + 1) ** 2 + y * y, "a": x, "b": 2 * x}, {"x": 1.0, "y": 2.0}, {"at_least": ["a", "b"]}, 1,
    ),
    "bent rows, one of them twice": (
        lambda x, y: {"cost": ad.exp(x) + y, "a": x - y * y, "b": 3 * x - 3 * y * y, "c": y}, {"x": 1.0, "y": 0.5},
        {"at_least": ["a", "b", "c"]}, 1,
    ),
    "a whole side": (
        lambda x, y: {"cost": -x - y, "a": 2 - x - y, "b": x, "c": y}, {"x": 0.3, "y": 0.1},
        {"at_least": ["a", "b", "c"]}, -2,
    ),
}  # fmt: skip


@pytest.mark.parametrize("method", ["newton", "interior"])
@pytest.mark.parametrize("name", CORNERS)
def test_a_corner_with_rows_that_repeat_is_a_minimum(name, method):
    """Least-size prices, or those that the interior ends at: what counts is what they pay for."""
    f, at, asked, least = CORNERS[name]
    run = S.solve(problem(f, at, **asked), method)
    assert (run.kind, run.solved) == ("minimum", True)
    assert run.cost[-1] == pytest.approx(least, abs=1e-7)


def test_a_saddle_is_not_called_a_minimum_for_a_row_that_repeats():
    """The curvature along the rows still decides where the problem is not convex."""

    def f(x, y, z):
        return {"cost": -z * z + x, "a": x, "b": 2 * x, "h": y}

    run = S.solve(problem(f, {"x": 1.0, "y": 0.5, "z": 0.0}, at_least=["a", "b"], equal="h"), "newton", steps=1)
    assert run.kind != "minimum" and not run.solved


@pytest.mark.parametrize("method", ["newton", "interior"])
def test_a_kink_is_no_straight_line(method):
    """The slope of -|x| has no slope anywhere, and it is neither bent up nor affine: no least value, and no proof of one."""
    run = S.solve(problem(lambda x: {"cost": -abs(x), "g": 2 - x, "k": x + 1}, {"x": -0.5}, at_least=["g", "k"]), method)
    assert run.kind in ("undecided", "minimum") and not is_convex(run.problem)
    two = problem(lambda x: {"cost": x * x, "g": abs(x) - 1}, {"x": 0.25}, at_least="g")
    assert not is_concave(two, two.own[0]) and not is_convex(two)
    assert is_convex(problem(lambda x: {"cost": x * x, "g": 1 - x * x, "h": x - 1}, {"x": 0.25}, at_least="g", equal="h"))


def test_on_a_plateau_the_value_is_attained():
    """The cost fell on the way there and falls no more: 0 slope is no tail, while that of exp(-x) is small."""
    for f, kind in ((lambda x: ad.relu(1 - x), None), (lambda x: ad.exp(-x), "not attained")):
        one = problem(lambda x, f=f: {"cost": f(x), "g": x + 1}, {"x": 0.0}, at_least="g")
        system = System(one)
        ending = not_attained(system, system.at(np.array([0.0])), system.at(np.array([5.0])))
        assert getattr(ending, "kind", None) == kind


@pytest.mark.parametrize("start", [[2.0, 2.0], [-3.0, -1.0], [3.0, 1.0]])
def test_a_cost_that_rises_farther_out_is_bounded(start):
    """Waves on a bowl: the slope along a ray, bent along the lines of the program, may fall where the cost itself rises."""
    waves = np.array([[0.6, -0.4], [-0.2, -0.7], [-0.8, 0.6], [0.9, 1.9], [0.3, 0.1], [0.7, 1.4]])
    high = [-0.6, -5.1, -0.9, -0.7, 2.1, -1.0]

    def f(x):
        turning = [a * ad.sin(w[0] * x[0] + w[1] * x[1]) for a, w in zip(high, waves.tolist(), strict=True)]
        return sum(turning) + 0.05 * (x[0] ** 4 + x[1] ** 4)

    run = ad.solvers.solve(ad.solvers.Problem(ad.trace(f, x=start), free="x"), "newton", steps=30)
    assert run.kind in ("minimum", "undecided") and not run.why
