"""The merit, its slopes and its second derivatives, anywhere: between numbers, between arrays, and between both."""

import numpy as np
import pytest

import adlesson as ad

PROBLEMS = {
    "numbers": (lambda x, y: {"f": x**4 + ad.exp(x * y), "h": x * y - 1.0}, {"x": 0.7, "y": 1.2}),
    "numbers, arrays between them": (
        lambda x, y: {"f": (ad.sin(x * np.array([1.0, 2.0])) * y).sum() + x**4, "h": x * y - 1.0},
        {"x": 0.5, "y": 2.0},
    ),
    "an array": (lambda x: {"f": (x**4).sum() + ad.tanh(x).sum() * x[0], "h": (x * x).sum() - 1.0}, {"x": np.ones(3) / 2}),
    "both": (
        lambda A, s: {"f": ((A @ A) * s).sum() + s**3, "h": (A * A).sum(0) - s},
        {"A": np.array([[0.5, 0.2], [0.1, 0.4]]), "s": 0.8},
    ),
}


@pytest.mark.parametrize("cut", [(), "all"])
@pytest.mark.parametrize("name", PROBLEMS)
def test_second_derivatives_are_how_the_slopes_move(name, cut):
    """Two-sided differences of the slopes, by unknowns and multipliers; the first columns are the first of all."""
    f, at = PROBLEMS[name]
    p = ad.trace(f, at)
    problem = ad.solvers.Problem(p, cost="f", equal=["h"], cut=p.names[p.d :] if cut else None)
    u, lam = problem.start()
    lam = lam + np.linspace(0.5, 1.5, len(lam))
    whole = problem.hessian(u, lam, 2.0, prices=True)
    differences = []
    for step in np.eye(len(u) + len(lam)) * 1e-6:
        sides = [problem.slopes(u + sign * step[: len(u)], lam + sign * step[len(u) :], 2.0) for sign in (1, -1)]
        differences.append(
            np.concatenate([(one - other) / 2e-6 for one, other in zip(*(s[1:] for s in sides), strict=True)])
        )
    assert whole == pytest.approx(np.array(differences), rel=1e-5, abs=1e-6)
    assert whole == pytest.approx(whole.T, rel=1e-12, abs=1e-12)
    assert abs(whole - 2 * np.array(differences)).max() > 0.1
    assert problem.hessian(u, lam, 2.0).tolist() == whole[: len(u), : len(u)].tolist()
    assert problem.curvature(u, lam)[1].shape == (len(lam), len(u))


@pytest.mark.parametrize("price", [0.7, 0.0, -0.7])
def test_without_mu_the_merit_is_the_lagrangian(price):
    """Whatever the sign of an inequality's price: what a method may do with it is not asked here."""
    p = ad.trace(lambda x, y: {"f": x * x + y, "g": x - y * y}, x=0.3, y=0.4)
    value, by_u, by_price = ad.solvers.Problem(p, cost="f", at_least="g").slopes(np.array([0.3, 0.4]), np.array([price]), 0)
    assert value == pytest.approx(0.49 - price * 0.14)
    assert by_u == pytest.approx([0.6 - price, 1 + price * 0.8]) and by_price == pytest.approx([-0.14])
