"""The inner minimisation of the methods with a penalty: Newton's method that only goes down.

With this module you can

- find a least merit near a point, over all unknowns or some of them (``least``), and know what it took (``Work``).

A second derivative may be negative on the way, where a plain Newton step goes up; its size is used instead, so that every
step goes down.  Where it comes to rest at the top of a hill or on a saddle of the *problem*, bent down along the
constraints, it goes on down from there (*negative curvature*: Nocedal and Wright 2006, section 3.4); bent down across them a
larger mu helps, and nothing else.  A merit that falls without end is reported as such.
"""

import numpy as np

from ...engine.errors import NumberError
from .work import Work

LARGE = 1e10  # times what it was: a merit that has gone down so far has no least value, as far as can be seen
MOST, HALVINGS, ROUNDS, FALLING = 200, 100, 16, 1e-3
STILL, SINGULAR, ROUNDING = 4 * np.finfo(float).eps, 1e-10, ROUNDS * np.finfo(float).eps  # of slopes; curvatures; the merit
HALVES = [0.5**k for k in range(HALVINGS)]
ASIDE = (1e-2, 1e-3, 1e-4)  # next to the unknowns, where the curvature says nothing


def least(problem, u, lam, mu, which=slice(None)):
    """Return ``(u, Work)``: the unknowns, changed in the places ``which``, where the merit is least, to rounding errors."""
    u, passes, solves, bends = u.copy(), 1, 0, None
    here, sizes = problem.slopes(u, lam, mu), abs(u[which])
    low, far = -LARGE * (1 + abs(here.value)), LARGE * (1 + abs(u).max())

    def tried(way, places=which):
        nonlocal passes
        passes += 1
        there = u.copy()
        there[places] += way
        return there, problem.slopes(there, lam, mu)

    while True:
        slope, sizes = here.u[which], np.maximum(sizes, abs(u[which]))
        if not np.isfinite(slope).all():
            raise NumberError(f"the merit has no finite slope at mu = {mu:g}: start nearer, or take a smaller mu")
        found = None
        if bends is None or not bends.still(slope, sizes):
            bends = Bends(problem.hessian(u, lam, mu)[which][:, which])
            passes, solves = passes + len(slope), solves + 1
            terms = abs(here.value) + abs(slope) @ sizes + abs(lam[: problem.m]) @ abs(u[: problem.m])
            noise = ROUNDING * terms + ROUNDING**2 * (sizes @ abs(bends.matrix) @ sizes)
            if not bends.still(slope, sizes):
                project = problem.on_constraints if which == slice(None) else None
                found = downhill(tried, project, u, here, slope, bends, noise, which)
        if found is None and bends.least <= SINGULAR:  # at rest, and perhaps not at the bottom
            axes, extra = along_constraints(problem, u, lam, mu, which, bends)
            found = axes and aside(tried, here, axes, 1 + np.linalg.norm(u), noise)
            passes += extra
        if found is None:
            break  # nothing below that floats can tell
        u, here = found
        if solves == MOST // 2:
            half_way = here.value
        if here.value < low or abs(u).max() > far:
            raise NumberError(
                f"the merit goes on falling at mu = {mu:g} (it is {here.value:.2g}): with a larger mu it may have a least "
                "value; if not, the cost itself has none, and no method finds one"
            )
        if solves == MOST:
            if here.value > half_way - FALLING * (1 + abs(here.value)):
                break  # it falls no more, and does not come to rest: as at a kink
            raise NumberError(
                f"the merit at mu = {mu:g} still goes on falling after {MOST} steps (it is {here.value:.2g}): take another "
                "mu, larger if it has no least value, or start nearer to a solution"
            )
    return u, Work(passes, solves)


class Bends:
    """Second derivatives: the ``matrix``, and what it is made of in units that make its rows alike.

    ``sizes`` are its eigenvalues in these units, the ``least`` first, and the columns of ``axes`` their directions: as
    ``ways`` of other unknowns, if those are given, a column for each row of the matrix.
    """

    def __init__(self, matrix, ways=None):
        self.matrix, units = matrix, np.ones(len(matrix))
        for _ in range(3):  # one unit after the other: the product of two may overflow
            rows = abs(matrix * units[:, None] * units).max(axis=1, initial=0)
            units = units / np.sqrt(np.where(rows > 0, rows, 1))
        self.units = units
        self.sizes, axes = np.linalg.eigh(matrix * units[:, None] * units)
        self.axes = units[:, None] * axes if ways is None else ways @ (units[:, None] * axes)
        self.least = self.sizes[0] if len(matrix) else np.inf

    def still(self, slope, sizes):
        """Whether a slope is what rounding leaves of the slopes of unknowns of these sizes."""
        return bool((abs(slope) <= STILL * (abs(self.matrix) @ sizes)).all())


def downhill(tried, project, u, here, slope, bends, noise, which):
    """Return where Newton's step leads from u, ``(u, slopes)``, or None.

    Where a full step does not get lower, it is tried with all constraints put in force again, which ``project`` does: for
    the way down may be a narrow and winding valley along them.  If that is no lower, the step is shortened until it is.
    Close to the end the merit changes by less than it is rounded: there the slopes, in their units, have to halve.
    """
    curved = np.maximum(abs(bends.sizes), max(1e-14 * abs(bends.sizes).max(), np.finfo(float).tiny))
    down = -bends.axes @ (bends.axes.T @ slope / curved)
    down *= min(1, (1 + np.linalg.norm(u)) / max(np.linalg.norm(down), np.finfo(float).tiny))  # it is no use beyond
    for k in range(HALVINGS):
        way = down / 2**k
        there, after = tried(way)
        if after.value <= here.value + 1e-4 * (way @ slope) and after.value < here.value:
            return there, after
        if k == 0 and abs(after.value - here.value) <= noise:
            steep, flat = (np.linalg.norm(bends.units * each) for each in (slope, after.u[which]))
            return (there, after) if flat < steep / 2 else None
        if k == 0 and project:
            there, after = tried(project(there) - u)
            if after.value < here.value + 1e-4 * (way @ slope):
                return there, after
        if abs(way @ slope) < noise / ROUNDS:
            return None
    return None


def along_constraints(problem, u, lam, mu, which, bends):
    """Return the ``Bends`` of the merit along the constraints, directions as ways of ``u[which]``, and the passes it took.

    None where there is no such direction: without free inputs, and where only cut variables may move.
    """
    if which == slice(0, problem.m) or problem.m == len(u):
        return None, 0
    if which != slice(None):
        return bends, 0  # the free inputs alone, the constraints being broken at will
    return tangent(problem, u, lam, mu), len(u) + problem.m


def tangent(problem, u, lam, mu=0.0):
    """Return the ``Bends`` of the merit along the constraints: of the *reduced Hessian* (N&W 2006, section 12.5).

    The constraints c = 0 hold to first order along du if C du = 0, with C = dc/du: and C has an inverse in the cut
    variables, so that each way of the free inputs x has one of them, dz = -(dc/dz)^-1 (dc/dx) dx.
    """
    n, m = len(u), problem.m
    both = problem.hessian(u, lam, mu, prices=True)
    ways = np.eye(n)[:, m:]
    if m:
        ways[:m] = -np.linalg.solve(both[n : n + m, :m], both[n : n + m, m:n])
    return Bends(ways.T @ both[:n, :n] @ ways, ways)


def aside(tried, here, bends, reach, noise):
    """Return a lower place along an axis in which the merit is bent down, or not bent at all, as ``downhill`` does."""
    for size, axis in zip(bends.sizes, bends.axes.T, strict=True):
        if size > SINGULAR:
            break
        stretch = reach / np.linalg.norm(axis)
        for part in HALVES if size < -SINGULAR else ASIDE:
            for way in (part * stretch * axis, -part * stretch * axis):
                there, after = tried(way)
                if after.value < here.value - noise:
                    return there, after
            if size < -SINGULAR and abs(size) * (part * stretch) ** 2 < noise:
                break  # what the curvature promises is lost in rounding
    return None
