"""Penalty, multipliers and descent-ascent with constraints of one's own: equations, and inequalities."""

import itertools

import numpy as np
import pytest
from known_answers import is_minimum, polished
from known_problems import KNOWN, problem

import adlesson as ad

S = ad.solvers


@pytest.mark.parametrize(
    "name", ["hs6", "hs12", "hs14", "hs29", "hs35", "hs43", "hs71", "budget", "top_of_circle", "saddle"]
)
def test_the_method_of_multipliers_takes_both_kinds_of_constraints(name):
    """And says that it is at a minimum, also from the top of a circle and from a saddle."""
    run = S.solve(problem(name), "multipliers")
    assert run.converged and run.kind == "minimum", run
    assert is_minimum(name, list(run.x.values()), list(run.multipliers.values()), 1e-7)
    assert all(price >= 0 for each in run.iterates for key, price in each.multipliers.items() if key[0] == "g")


@pytest.mark.parametrize("name", ["hs7", "hs12", "hs14", "hs43", "budget", "saddle"])
def test_a_penalty_comes_near_from_outside(name):
    """Each round ten times as near; inequalities that bind stay a little broken, others cost nothing."""
    run = S.solve(problem(name), "penalty", steps=8)
    _, y = polished(name, KNOWN[name].x)
    assert abs(run.cost[-1] - S.solve(problem(name), "newton").cost[-1]) < 1e-4
    assert [abs(price) for price in run.multipliers.values()] == pytest.approx([abs(float(u)) for u in y], abs=1e-3)
    assert run.residual[3] > 5 * run.residual[4] > 25 * run.residual[5] > 0


def test_descent_and_ascent_keep_the_prices_of_inequalities_from_turning():
    """With a fine it arrives; a price that would fall below 0 is 0."""
    run = S.solve(problem("bounded_weight"), "descent-ascent", rate=0.05, mu=5.0, steps=3000)
    assert run.kind == "minimum" and run.x["w"] == pytest.approx(2, abs=1e-8)
    assert run.multipliers["g"] == pytest.approx(S.solve(problem("bounded_weight"), "newton").multipliers["g"], abs=1e-6)
    loose = S.solve(problem("slack_bound"), "descent-ascent", rate=0.05, steps=400)
    assert (
        min(each.multipliers["g1"] for each in loose.iterates) == max(each.multipliers["g1"] for each in loose.iterates) == 0
    )


def test_the_merit_of_an_inequality_is_rockafellars():
    """(max(0, lam - mu g)^2 - lam^2) / (2 mu), its slopes too, against that formula; L itself at mu = 0."""
    posed, rng = problem("hs12"), np.random.default_rng(0)

    def rockafellar(u, lam, mu):
        out = KNOWN["hs12"].f(np, *u)
        return out["cost"] + (max(0.0, lam - mu * out["g"]) ** 2 - lam**2) / (2 * mu)

    seen = set()
    for _ in range(20):
        u, lam, mu = rng.normal(size=2) * 3, abs(rng.normal()) * 5, 10 ** rng.uniform(-1, 1)
        found, h = posed.slopes(u, np.array([lam]), mu), 1e-6
        g = KNOWN["hs12"].f(np, *u)["g"]
        seen.add(bool(lam - mu * g > 0))
        assert found.value == pytest.approx(rockafellar(u, lam, mu), rel=1e-12)
        for k, unit in enumerate(np.eye(2)):
            difference = (rockafellar(u + h * unit, lam, mu) - rockafellar(u - h * unit, lam, mu)) / (2 * h)
            assert found.u[k] == pytest.approx(difference, rel=1e-5, abs=1e-5)
        assert lam + mu * found.lam[0] == pytest.approx(max(0.0, lam - mu * g), rel=1e-9, abs=1e-9)
        plain = posed.slopes(u, np.array([lam]))
        assert (plain.value, plain.lam[0]) == pytest.approx((KNOWN["hs12"].f(np, *u)["cost"] - lam * g, -g), rel=1e-12)
    assert seen == {True, False}, "with the fine, and without"


def test_auxiliary_coordinates_make_mu_ten_times_as_large_after_ten_rounds():
    """Those are its defaults: the residual follows."""

    def chain(w1, w2):
        z1 = ad.tanh(w1 * 0.5)
        z2 = ad.tanh(w2 * z1)
        return (0.6 - z2) ** 2

    posed = S.Problem(ad.trace(chain, w1=0.8, w2=-1.2), cut="z1 z2", sign=+1)
    default, told = S.solve(posed, "mac", steps=21), S.solve(posed, "mac", steps=21, mu=1.0, growth=10.0, rounds=10)
    assert default.residual == told.residual
    falls = [k for k, (u, w) in enumerate(itertools.pairwise(default.residual)) if w < u / 2]
    assert falls == [9, 19]
