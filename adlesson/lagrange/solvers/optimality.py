"""Is this a solution, and what kind of point is it?

With this module you can

- ask whether all three blocks of conditions hold at some unknowns and multipliers, and those of one's own constraints
  (``hold``): the *first-order* conditions, which a maximum and a saddle fulfil as well as a minimum;
- ask which of these it is, of the value as a function of the free inputs (``kind``): the *second-order* conditions (Nocedal
  and Wright 2006, sections 2.1 and 12.5).

>>> from ...engine.trace import trace
>>> from .problem import Problem
>>> problem = Problem(trace(lambda x, y: x * x - y * y, x=0.0, y=0.0), free="x y")
>>> u, lam = problem.start()
>>> kind(problem, u, lam, abs(u))
'saddle'
"""

import numpy as np

from ...engine.errors import LessonError
from .inner import Bends, tangent
from .second_order import UNDECIDED, kind_along

SMALL, ROUNDING, FLAT = 1e-10, 16 * np.finfo(float).eps, 1e-12  # next to each unknown; of each term; of a curvature
NEAR, FIRM, ASIDE = 1e-3, 1e-8, 1e-6  # of the point; of its curvatures; how far to look aside, next to each unknown


def hold(problem, u, lam, sizes):
    """Whether feasibility, stationarity and sensitivity hold at u and lam.

    The one Newton step that would solve all of them moves no unknown and no multiplier by more than 1e-10 of its own size,
    or by more than rounding does; ``sizes`` are those of u, then of lam.  Directions in which nothing is bent have no step:
    in these the slope has to be as small next to the terms that it is the sum of.  And next to a very steep slope, as of
    sqrt near 0, any step may be rounding: so what constraints are broken by is small next to their terms, or the unknowns.
    """
    priced = lam[problem.e :] > ROUNDING * (1 + abs(lam).max(initial=0))
    rows = problem.e + np.flatnonzero(priced)  # inequalities with a price have to be equations
    keep = np.concatenate([np.arange(len(u) + problem.e), len(u) + rows])
    slopes, both = problem.slopes(u, lam), problem.kkt(u, lam)
    values = problem.up * problem.sign * slopes.lam
    if not np.isfinite(both).all() or (lam[problem.e :] < 0).any():
        return False
    if problem.own:  # an unknown that is 0 all along is known as well as the others are
        sizes = np.concatenate([np.maximum(sizes[: len(u)], 1e-4 * max(sizes[: len(u)])), sizes[len(u) :]])
    sizes = np.concatenate([sizes[: len(u)], (charged if problem.own else balanced)(problem, both, sizes)])
    terms = (abs(both) @ sizes)[len(u) :]
    if (values[problem.e :] < -SMALL * np.maximum(terms[problem.e :], max(sizes[: len(u)]))).any():
        return False
    both, off, sizes = both[keep][:, keep], np.concatenate([slopes.u, slopes.lam])[keep], sizes[keep]
    bends, terms = Bends(both), abs(both) @ sizes
    firm = abs(bends.sizes) > FLAT
    axes, flat = bends.axes[:, firm], bends.axes[:, ~firm]
    inverse = axes / bends.sizes[firm] @ axes.T
    small = abs(inverse @ off) <= np.maximum(SMALL * sizes, ROUNDING * (abs(inverse) @ terms))
    feasible = abs(off[len(u) :]) <= SMALL * np.maximum(terms[len(u) :], max(sizes[: len(u)]))
    return bool(small.all() and feasible.all() and (abs(flat.T @ off) <= SMALL * (abs(flat.T) @ terms)).all())


def charged(problem, both, sizes):
    """Return the size of each price, or of one that would alone pay for the largest terms of a slope, if that is larger."""
    n = len(both) - problem.rows
    steep = abs(both[n:, :n]).max(axis=1)
    return np.maximum(
        sizes[n:], np.where(steep > 0, (abs(both[:n, :n]) @ sizes[:n]).max() / np.where(steep > 0, steep, 1), 0)
    )


def balanced(problem, both, sizes):
    """Return the size of each multiplier, or of the terms that it is the sum of, if that is larger.

    A multiplier may be next to nothing where large terms cancel: it is no more accurate than they are.  As in a reverse
    sweep, but with no signs, a child's multiplier times its slope is one of them, and so is a curvature times an unknown.
    """
    n, m = len(both) - problem.m, problem.m
    own = np.maximum(sizes[n:], abs(both[:m, :n]) @ sizes[:n])
    return np.linalg.solve(2 * np.eye(m) - abs(both[n:, :m]).T, own)


def kind(problem, u, lam, sizes):
    """Return ``"minimum"``, ``"maximum"``, ``"saddle"`` or ``"undecided"``: what the value is at the free inputs in u.

    The *reduced Hessian* decides, the second derivatives of the value by the free inputs: those of L along the constraints.
    It has to be the same a little aside, and the slope no other than it says, so that neither a curvature of 0 (x^4), nor
    rounding, nor a kink passes for a curvature.  Where no input is free there is one point only, and it is what was asked
    for.
    """
    try:
        if problem.own:
            return kind_along(problem, u, lam)
        at = problem.on_constraints(u)
        if not np.linalg.norm(at - u) <= NEAR * np.linalg.norm(sizes):
            return UNDECIDED
        return _kind(problem, at, sizes) if problem.m < len(u) else _named(problem, 1)
    except (LessonError, ArithmeticError, np.linalg.LinAlgError):
        return UNDECIDED


def _kind(problem, u, sizes):
    m, slope = problem.m, problem.up * problem.slope(u)
    bends = tangent(problem, u, problem.prices(u))
    firm = abs(bends.sizes) > FIRM
    signs = {*np.sign(bends.sizes[firm])}
    if not (
        firm.all() or (len(signs) == 2 and hold(problem, u, problem.prices(u), np.concatenate([sizes, problem.prices(u)])))
    ):
        return UNDECIDED
    axes = bends.axes[m:, firm]
    step = -axes @ (axes.T @ slope / bends.sizes[firm])
    if not np.linalg.norm(step / bends.units) <= NEAR * np.linalg.norm(sizes[m:] / bends.units):
        return UNDECIDED  # no place of rest
    wide = np.where(sizes[m:] > 0, sizes[m:], sizes[m:].max() or 1.0)
    way = ASIDE * wide * np.random.default_rng(0).choice([-1.0, 1.0], len(wide))
    for moved in (step, way, -way):
        there = u.copy()
        there[m:] += moved
        there = problem.on_constraints(there)
        aside = tangent(problem, there, problem.prices(there)).matrix * np.outer(bends.units, bends.units)
        if not (abs(np.linalg.eigvalsh(aside) - bends.sizes) <= abs(bends.sizes) / 2)[firm].all():
            return UNDECIDED  # the curvature is not what it is
        off = problem.up * problem.slope(there) - slope - bends.matrix @ moved
        if (
            moved is not step
            and np.linalg.norm(bends.units * off) > np.linalg.norm(bends.units * (abs(bends.matrix) @ abs(moved))) / 2
        ):
            return UNDECIDED  # the slope jumps, or is mere rounding
    return _named(problem, *signs) if len(signs) == 1 else "saddle"


def _named(problem, sign):
    """Return what a point is whose merit is bent up, or down, in all directions."""
    return "minimum" if sign * problem.up > 0 else "maximum"
