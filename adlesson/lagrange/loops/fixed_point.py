"""Solve z = F(z): by going round the loop, or by Newton's method; and say how it went.

With this module you can

- iterate F until it changes nothing (``iterate``), which works where F contracts;
- use the Jacobian of F instead (``newton``), which does not ask for that; a step is halved while the residual would grow.

Both return ``(z, report)``, the best z they met; a ``Report`` knows every residual |F(z) - z|.  A small residual is no
solution yet: what is, ``accepted(z)`` decides (see ``verdict``), and without it a residual at working precision will do.

>>> z, report = iterate(np.cos, np.array([1.0]))
>>> round(float(z[0]), 10), report.converged, 60 < report.iterations < 80
(0.7390851332, True, True)
"""

import math

import numpy as np

from ...engine.errors import GuardError, NumberError
from ...engine.numbers.arithmetic import as_float

TOLERANCE, ROUNDINGS = 1e-12, 8 * np.finfo(float).eps  # of the residual: as it is, or relative to a very large z
MOST, MOST_NEWTON, HALVINGS = 1_000, 50, 40
PERHAPS = 1e-6  # of z: a residual that is no larger may be all rounding
FEW = 100  # numbers that Python's own function takes
PATIENCE = 50  # iterations in which the residual has to shrink


class Report:
    """How an iteration went: ``residuals[k]`` after k iterations; ``spectral_radius``, an estimate of that of J, or None.

    ``start`` is where it began and ``end`` the best that it met; ``earlier`` is the report of a method that was tried
    before and did not converge, and from whose end this one began.  ``left`` is None, or where it would have gone on to,
    if F has no value there, and why.
    """

    def __init__(self, method, start, end, residuals, converged, spectral_radius=None, left=None):
        self.method, self.start, self.end, self.residuals, self.converged = method, start, end, residuals, converged
        self.spectral_radius, self.left, self.earlier = spectral_radius, left, None

    @property
    def iterations(self):
        """The number of iterations that were made."""
        return len(self.residuals) - 1

    @property
    def moved(self):
        """The largest distance from the first start: far from it, look whether this is the branch that was meant."""
        return max(as_float(abs(u - w)) for u, w in zip(self.end, (self.earlier or self).start, strict=True))

    @property
    def text(self):
        """What was tried and what came of it, in a line."""
        radius = "" if self.spectral_radius is None else f", spectral radius about {self.spectral_radius:.4g}"
        count = f"{self.iterations} iteration{'s' if self.iterations != 1 else ''}"
        return f"{self.method}: {count}, residual {self.residuals[-1]:.1e}{radius}"

    def __repr__(self):
        earlier = f"{self.earlier.text}, did not converge\n" if self.earlier else ""
        way = f", {self.moved:.3g} from the start" if math.isfinite(self.moved) else ""
        how = f"converged{way}" if self.converged else "did not converge"
        return f"{earlier}{self.text}, {how}"


def length(u):
    """Return the length of a vector; unlike a root of a sum of squares it neither overflows nor underflows."""
    if len(u) <= FEW:
        return math.hypot(*u)
    size = float(abs(u).max())
    return size * float(np.linalg.norm(u / size)) if 0 < size < math.inf else size


def at_rest(off, z):
    """Whether F(z) - z is zero to working precision: as it is, or for a z of this size."""
    size = float(max(abs(z)))  # divided by it, a z near the largest float has a length, too
    return length(off) <= TOLERANCE or (0 < size < math.inf and length(off / size) <= ROUNDINGS * length(z / size))


def nothing_left(off, z):
    """Whether F(z) - z is zero next to z, each number next to its own."""
    return bool((abs(off) <= TOLERANCE * abs(z)).all())


def iterate(step, start, method="fixed point", accepted=None):
    """Return ``(z, report)`` of z <- F(z), ``step`` being F: until z is accepted, or there is no progress.

    It is asked whether z is accepted where the residual has become small: as it is, and if that was not enough, next to
    each number of z.
    """
    z, (after, problem) = start, (step(start), None)
    best, residuals, enough, converged, left = z, [length(after - z)], at_rest, False, None
    while math.isfinite(residuals[-1]):
        if enough(after - z, z):
            converged = accepted is None or accepted(z)
            if converged or enough is nothing_left:
                break
            enough = nothing_left
            continue
        stuck = len(residuals) > PATIENCE and residuals[-1] >= residuals[-1 - PATIENCE]
        if stuck or len(residuals) > MOST:
            break
        z, (after, problem) = after, tried(step, after)
        if problem:
            left = z, problem
            break
        residuals.append(length(after - z))
        if residuals[-1] <= min(residuals):
            best = z
    if not converged and accepted is not None and min(residuals) <= PERHAPS * length(best):
        converged = accepted(best)  # what is left of the residual may be rounding
    return best, Report(method, start, best, residuals, converged, shrinkage(residuals), left)


def shrinkage(residuals, over=10):
    """Return by how much an iteration changes the residual, on average over the last ones: near a solution, |J|."""
    k = min(over, len(residuals) - 1)
    if k == 0 or not (residuals[-1 - k] > 0 and math.isfinite(residuals[-1])):
        return None
    return (residuals[-1] / residuals[-1 - k]) ** (1 / k)


def newton(step, correction, start, accepted):
    """Return ``(z, report)`` of z <- z + (I - J)^-1 (F(z) - z), which ``correction(z)`` is; None, a singular I - J, ends it.

    A correction is halved until the residual is smaller than before, each number of it next to its own size.
    """
    z, off, converged, left = start, step(start) - start, False, None
    best, residuals = start, [length(off)]
    while math.isfinite(residuals[-1]):
        converged = at_rest(off, z) and accepted(z)
        down = None if converged or len(residuals) > MOST_NEWTON else correction(z)
        if down is None:
            break
        sizes, left = np.maximum(abs(z) + abs(off) + abs(down), np.finfo(float).tiny), None
        for k in range(HALVINGS):
            after, problem = tried(step, z + down / 2**k)
            left = left or (problem and (z + down / 2**k, problem))
            if problem is None and length((after - z - down / 2**k) / sizes) < length(off / sizes):
                z = z + down / 2**k
                off, left = after - z, None
                break
        else:
            break  # no smaller residual in this direction
        residuals.append(length(off))
        if residuals[-1] <= min(residuals):
            best = z
    if not converged and not at_rest(off, z) and min(residuals) <= PERHAPS * length(best):
        converged = accepted(best)  # what is left of the residual may be rounding
    return best, Report("Newton", start, best, residuals, converged, None, left)


def tried(step, z):
    """Return ``(F(z), None)``, or, if F has no value there, what it gave and why."""
    try:
        after = step(z)
    except (NumberError, GuardError) as problem:
        return z * np.nan, problem
    return after, NumberError("not finite") if np.isnan(after).any() else None
