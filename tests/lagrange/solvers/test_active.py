"""The step of Newton's method with inequalities: the least of a quadratic cost, whichever rows bind."""

from importlib import import_module
from itertools import combinations

import numpy as np
import pytest

import adlesson as ad
from adlesson.lagrange.solvers.active import one_by_one, quadratic_step
from adlesson.lagrange.solvers.kkt import System

S = ad.solvers


def least(H, slope, A, c, e):
    """Return the least of slope d + d'Hd/2 with c + A d = 0 in the first e rows and >= 0 in others, by trying all rows."""
    n, best = len(slope), None
    for many in range(n - e + 1):
        for binding in combinations(range(e, len(c)), many):
            rows = [*range(e), *binding]
            both = np.block([[H, -A[rows].T], [A[rows], np.zeros((len(rows), len(rows)))]])
            if np.linalg.matrix_rank(both) < len(both):
                continue
            d = np.linalg.solve(both, np.concatenate([-slope, -c[rows]]))[:n]
            value = slope @ d + d @ H @ d / 2
            if (c + A @ d)[e:].min(initial=0) > -1e-9 and (best is None or value < best[0]):
                best = value, d
    return best[1]


def rows_through_a_point(seed):
    """Return a quadratic cost and rows that some point fulfils: most meet in it, so that more bind than are independent."""
    pick = np.random.default_rng(seed)
    n, e, k = int(pick.integers(2, 5)), int(pick.integers(0, 2)), int(pick.integers(3, 8))
    L, A, there = pick.normal(size=(n, n)), pick.normal(size=(e + k, n)), pick.normal(size=n)
    if seed % 3 == 0:
        A[-1] = A[-2] * 2  # two that are the same
    room = np.where(pick.random(k) < 0.7, 0.0, 1.0)
    return L @ L.T + 0.1 * np.eye(n), 5 * pick.normal(size=n), A, np.concatenate([np.zeros(e), room]) - A @ there, e


@pytest.mark.parametrize("seed", range(60))
def test_the_step_is_the_least_whichever_rows_bind(seed):
    """Also where rows that bind depend on each other: then a row that is taken in moves nothing, only prices."""
    H, slope, A, c, e = rows_through_a_point(seed)
    right = least(H, slope, A, c, e)
    for d, prices in (one_by_one(H, slope, A, c, e, np.inf)[:2], quadratic_step(H, slope, A, c, e, [], 1e9)[:2]):
        assert d == pytest.approx(right, abs=1e-6)
        assert slope + H @ d == pytest.approx(A.T @ prices, abs=1e-6)
        assert (prices[e:] >= 0).all() and abs(prices[e:] * (c + A @ d)[e:]).max() < 1e-6


def test_rows_that_contradict_each_other_give_what_comes_nearest():
    """x >= 1 and x <= -1: what is broken is no more than it has to be, and whoever asked sees that it is."""
    d, _, binding, _ = one_by_one(np.eye(1), np.zeros(1), np.array([[1.0], [-1.0]]), np.array([-1.0, -1.0]), 0, 1e9)
    assert abs(d[0]) < 1e-12 and binding == [0, 1]


def corner(seed):
    """Return a linear program in a box, and a start: its solution is a corner in which several rows meet."""
    pick = np.random.default_rng(seed)
    n, e, k = int(pick.integers(2, 5)), int(pick.integers(0, 2)), int(pick.integers(2, 5))
    there, E, G = pick.normal(size=n), pick.normal(size=(e, n)), pick.normal(size=(k, n))
    G, room = np.vstack([G, np.eye(n), -np.eye(n)]), np.concatenate([pick.choice([0.0, 0.5], size=k), np.full(2 * n, 3.0)])
    cost = 3 * pick.normal(size=n)

    def f(x):
        rows = {"cost": cost @ x, "g": G @ (x - there) + room}
        return {**rows, "h": E @ (x - there)} if e else rows

    p = ad.trace(f, x=2 * pick.normal(size=n))
    return S.Problem(p, at_least="g", **({"equal": "h"} if e else {}))


@pytest.mark.parametrize("seed", range(40))
def test_newton_finds_the_corner_of_a_linear_program(seed):
    """In few rounds, and the one that the interior method finds."""
    newton, interior = (S.solve(corner(seed), method) for method in ("newton", "interior"))
    assert newton.solved and len(newton.iterates) < 12
    assert newton.cost[-1] == pytest.approx(interior.cost[-1], rel=1e-6, abs=1e-6)


# three rows meet in a corner of the plane, and a least-squares solution has a price below 0 among theirs
ROWS = np.array([[0.79, -0.96], [-0.93, 0.42], [-0.46, 0.62]])


@pytest.mark.parametrize("method", ["newton", "interior"])
def test_straight_constraints_always_have_prices(method, monkeypatch):
    """The verdict that there are none is never said of them, whatever the numbers look like on the way."""
    cost = ROWS.T @ [41.0, 0.0, 67.0]
    p = ad.trace(lambda x: {"cost": cost @ x, "g": ROWS @ x}, x=np.array([1.0, 2.0]))
    problem = S.Problem(p, at_least="g")
    home = import_module("adlesson.lagrange.solvers.newton")
    search = home.Search if method == "newton" else import_module("adlesson.lagrange.solvers.interior").Inside
    here = search(System(problem), np.zeros(2), np.zeros(3))
    assert here.without_prices() is None and ROWS.T @ here.prices == pytest.approx(cost, rel=1e-6)
    assert (here.prices >= 0).all()
    monkeypatch.setattr(home, "paying", lambda *_: None)
    assert here.without_prices() is None


def test_where_no_prices_exist_it_is_still_said():
    """x^2 = 0 has the slope 0, and no price of it pays for that of x."""
    p = ad.trace(lambda x, y: {"cost": x + y * y, "h": x * x}, x=1.0, y=1.0)
    assert S.solve(S.Problem(p, equal="h"), "newton").kind == "no multipliers"
