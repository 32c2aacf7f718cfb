"""Away from a maximum or a saddle: along a direction in which the cost is bent down, and back onto the constraints.

With this module you can

- find a lower point where all rows hold (``way_down``), and such a point for a run that came to rest (``leave``).

A straight step is not enough: on a sphere it leads off the sphere, where the cost may fall for no good reason.
"""

import numpy as np

from .kkt import System, binding, null_space
from .restore import restored

FLAT = 1e-4  # next to the largest curvature: it may be none


def way_down(system, here, axes, by=1e-12, halvings=18, held=()):
    """Return a ``Point`` with all rows in force that is lower ``by`` a part of the cost, the farthest along these axes.

    Inequalities ``held`` stay 0: the axes lead along them, and a bent one would be left behind.  None if halving finds none.
    """
    reach, noise = 1 + np.linalg.norm(here.u), by * (1 + abs(here.cost))
    for k in range(1, halvings):
        for axis in axes:
            for way in (axis, -axis):
                there = system.at(here.u + reach / 2**k * way)
                if there:
                    there, rest = restored(system, there, held=held)
                    if rest is None and there.cost < here.cost - noise:
                        return there
    return None


def bent_down(W, A, flat=0.0):  # noqa: N803
    """Return the directions along the rows A in which W is bent down, the most bent first, or by ``flat`` at most up."""
    Z = null_space(A, len(W))  # noqa: N806
    if not Z.shape[1]:
        return []
    sizes, turned = np.linalg.eigh(Z.T @ W @ Z)
    return [Z @ axis for size, axis in zip(sizes, turned.T, strict=True) if size < flat]


def leave(run):
    """Return ``(u, lam)`` from where a run may go on down that has come to rest at no minimum, or None."""
    problem, (u, lam) = run.problem, run.here
    system = System(problem)
    here, prices = system.at(u), system.multipliers(lam)
    W, A = system.matrix(u, prices)  # noqa: N806
    rows = binding(system, prices)
    found = way_down(system, here, bent_down(W, A[rows], FLAT * (1 + abs(W).max())), held=np.flatnonzero(rows))
    if found is None:
        return None
    prices = system.first_prices(found, system.matrix(found.u, prices)[1])
    run.move_on(system.spent())
    return found.u, system.multipliers(prices)
