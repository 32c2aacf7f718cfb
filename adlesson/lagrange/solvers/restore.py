"""Back onto the constraints: the nearest way to a point where all rows hold, or the reason why there is none.

With this module you can

- make what is broken as small as it gets (``restored``), by the method of Levenberg (1944) and Marquardt (1963): Gauss and
  Newton's step for the sum of squares, shortened by a damping until it helps.

It may come to rest where something is still broken.  There the slopes of the broken rows balance, with what each is broken
by as weights.  That is a verdict about what is near; it is a proof, for everywhere, if the sum of the rows with these
weights is concave, for then it is nowhere above what it is here (``infeasible``).
"""

from collections import namedtuple

import numpy as np

from ...engine.errors import listed
from .bent import is_affine, is_concave
from .ending import Ending
from .problem import entries

TINY, STATIONARY, ROUNDS, HEAVY, SERIOUS, AROUND = 1e-10, 1e-7, 100, 1e16, 1e-6, 8

Rest = namedtuple("Rest", "point weights A")
Rest.__doc__ = "Where nothing nearer is less broken: the ``Point``, what each row is broken by, and the slopes of the rows."


def restored(system, point, tiny=TINY, held=()):
    """Return ``(point, None)`` with all rows in force, or ``(point, Rest)`` where what is broken gets no less.

    Inequalities ``held`` are to be 0, as equations are.
    """
    damping, none = 1e-3, np.zeros(len(point.rows))

    def missing(rows):
        c = system.problem.missing(rows)
        c[held,] = rows[held,]
        return c

    for _ in range(ROUNDS):
        c = missing(point.rows)
        if abs(c).max(initial=0) <= tiny * (1 + abs(point.u).max()):
            return point, None
        _, A = system.matrix(point.u, none)  # noqa: N806
        J = A[c != 0]  # noqa: N806
        slope = J.T @ c[c != 0]
        if np.linalg.norm(slope) <= STATIONARY * np.linalg.norm(c) * np.linalg.norm(J):
            break
        while damping < HEAVY:
            size = np.linalg.norm(J) ** 2
            step = np.linalg.solve(J.T @ J + damping * size * np.eye(len(slope)), -slope)
            system.work = system.work.plus(solves=1)
            there = system.at(point.u + step)
            if there and np.linalg.norm(missing(there.rows)) < np.linalg.norm(c):
                point, damping = there, max(damping / 8, 1e-14)
                break
            damping *= 4
        else:
            break
    c = missing(point.rows)
    return point, Rest(point, -c, system.matrix(point.u, none)[1])


def anywhere(system, point):
    """Return ``(point, None)`` with all rows in force, or ``(point, Rest)``, from here or from some places around.

    Where what is broken is at rest and that is no proof, the next place may be better.
    """
    found, rest = restored(system, point)
    if not serious(rest) or certain(system.problem, named_weights(system, rest)):
        return found, rest
    around = np.random.default_rng(0).normal(size=(AROUND, len(point.u))) * (1 + abs(point.u))
    for way in around:
        there = system.at(point.u + way)
        if there:
            there, nothing = restored(system, there)
            if nothing is None:
                return there, None
    return found, rest


def serious(rest):
    """Whether what is broken at a ``Rest`` is more than rounding."""
    return rest is not None and np.linalg.norm(rest.weights) > SERIOUS


def without_end(system, point, ray):
    """Return what the cost is ever farther along a ray, back on the constraints, if it falls in proportion, else None."""
    costs = [point.cost]
    for k in range(1, 4):
        ahead = system.at(point.u + 10.0**k * ray)
        if ahead is None:
            return None
        ahead, rest = restored(system, ahead)
        if rest or ahead.cost > costs[-1] - 2 * abs(costs[-1]):
            return None
        costs.append(ahead.cost)
    return costs


def named_weights(system, rest):
    """Return what a ``Rest`` weighs the rows with, the largest being 1, by name."""
    weights = rest.weights / abs(rest.weights).max()
    return {name: w for name, w in zip(system.problem.row_names(), weights.tolist(), strict=True) if abs(w) > 1e-8}


def infeasible(system, rest):
    """Return the ``Ending`` for a problem that has no point with all rows in force, near to a ``Rest`` at least."""
    weights, largest, least = named_weights(system, rest), abs(rest.weights).max(), np.linalg.norm(rest.weights)
    told = listed([f"{w:.4g} {name}" for name, w in weights.items()], 6)
    if certain(system.problem, weights):
        why = (
            f"no inputs fulfil all constraints: the sum of {told} is {-(least**2) / largest:.4g} at these and nowhere more, "
            "and would have to be at least 0"
        )
    else:
        why = (
            f"nothing nearer from here: what is broken gets no less than {least:.4g} near this point (weights {told}), nor "
            f"from {AROUND} places around it, which says nothing of places farther away; start elsewhere"
        )
    return Ending("infeasible", why, weights)


def certain(problem, weights):
    """Whether a sum of rows with these weights, by name, is concave: equations affine, inequalities concave."""
    rows = {name: row for row in problem.own for name in entries(row.name, row.shape)}
    if problem.cut or not set(weights) <= set(rows):
        return False
    return all((is_affine if rows[name] in problem.equations else is_concave)(problem, rows[name]) for name in weights)
