"""The interior method where one of its lines matters; that it solves what is known is seen in test_newton."""

import numpy as np
import pytest
from known_problems import problem

import adlesson as ad
from adlesson.lagrange.solvers.interior import Inside
from adlesson.lagrange.solvers.kkt import System

S = ad.solvers


def test_an_equation_that_is_flat_at_the_start_is_met_later():
    """x y = 0 at 0: its slopes are 0 there, and say nothing of where to go."""
    p = ad.trace(lambda x, y: {"cost": (x - 1) ** 2 + (y - 2) ** 2, "h": x * y}, x=0.0, y=0.0)
    run = S.solve(S.Problem(p, equal="h"), "interior")
    assert run.converged and run.kind == "minimum"
    assert (run.x["x"], run.x["y"]) == pytest.approx((0, 2), abs=1e-8)


@pytest.mark.parametrize("name", ["hs35", "hs76", "budget", "hs43"])
def test_a_round_never_uses_up_all_the_room(name):
    """Neither that of an inequality nor that of its price: a two-hundredth of each is left, and in the end some are 0."""
    posed = problem(name)
    system = System(posed)
    search, rounds = Inside(system, *posed.start()), 0
    while search.tau > 1e-15 and rounds < 30:
        before = np.concatenate([search.slack, search.prices[system.e :]])
        search.go_on()
        after = np.concatenate([search.slack, search.prices[system.e :]])
        assert (after > 0.00499 * before).all()
        rounds += 1
    assert 3 < rounds < 30 and after.min() < 1e-6
