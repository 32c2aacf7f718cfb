"""The interior method where one of its lines matters; that it solves what is known is seen in test_newton."""

import pytest

import adlesson as ad

S = ad.solvers


def test_an_equation_that_is_flat_at_the_start_is_met_later():
    """x y = 0 at 0: its slopes are 0 there, and say nothing of where to go."""
    p = ad.trace(lambda x, y: {"cost": (x - 1) ** 2 + (y - 2) ** 2, "h": x * y}, x=0.0, y=0.0)
    run = S.solve(S.Problem(p, equal="h"), "interior")
    assert run.converged and run.kind == "minimum"
    assert (run.x["x"], run.x["y"]) == pytest.approx((0, 2), abs=1e-8)
