"""Relaxation: let time run until nothing moves.

With this module you can

- follow tau du/dt = aim(u) - u, in steps of h = dt / tau, to where u is what it aims at (``settled``), or be told what
  to try.

With h = 1 this is going round a loop, u <- aim(u).  A small h comes to rest where that may not: what matters for it is
whether the rest is stable in continuous time, which asks that the eigenvalues of the slope of ``aim`` have real parts
below 1, and not that they are small.

>>> path = settled(lambda u: 1 - 3 * u, np.array([0.0]), 0.25, "the level", None)
>>> [u.tolist() for u in path]
[[0.0], [0.25]]
"""

import math

import numpy as np

from ...engine.errors import InputError, NumberError, short
from ...engine.numbers.arrays import quiet
from ..going_round import Bar, interrupted
from ..loops.fixed_point import at_rest, length

MOST, NEXT, BRIEF = 20_000, 0.1, 10  # steps; an h to try; a time, in tau, in which little can happen
NEXT_TO_ITSELF, STALLED = 1e-10, 50  # of each number; steps that lead somewhere, or u is at rest but for rounding
NEWTON = "Newton's method may find it"


def settled(aim, start, h, what, owner):
    """Return the path of u <- u + h (aim(u) - u), arrays from ``start`` to rest.

    At rest |aim(u) - u| is at most 1e-12, or rounding if u is large, and each entry of it is small next to the largest that
    this entry of u has been on the way.  Raises ``NumberError`` if u grows without end, or does not come to rest in 20,000
    steps; ``what`` is the subject of that sentence, in the plural.  Stopped before, it keeps the path with its ``owner``,
    a net.
    """
    if not (isinstance(h, (int, float)) and 0 < h < 2):
        raise InputError(
            f"h = dt / tau lies between 0 and 2, where at least the decay is stable, not {short(h)}: take {NEXT}"
        )
    path, gaps = [start], []
    with Bar("relax", MOST, "step") as bar:
        try:
            if at_end(aim, path, gaps, h, bar):
                return path
        except KeyboardInterrupt:
            raise interrupted(owner, path, f"relaxation was interrupted in step {len(gaps) + 1}", "net") from None
    raise NumberError(f"{what} {ended(gaps, h)}")


def at_end(aim, path, gaps, h, bar):
    """Append to a path, and to its distances from rest, until u is at rest; return whether it is."""
    sizes = abs(path[0])
    with quiet(True):
        while len(gaps) < MOST:
            u = path[-1]
            bar(len(gaps))
            off, sizes = aim(u) - u, np.maximum(sizes, abs(u))
            gaps.append(length(off))
            if not (math.isfinite(gaps[-1]) and np.isfinite(u).all()):
                return False
            each = (abs(off) <= NEXT_TO_ITSELF * sizes).all()
            stalled = len(path) > STALLED and rounding(u - path[-1 - STALLED], gaps[-1], gaps[-1 - STALLED])
            if at_rest(off, u) and (each or stalled):
                return True
            path.append(u + h * off)
    return False


def rounding(moved, gap, gap_before):
    """Whether rounding is all that is left: in many steps u has moved no farther than a few gaps, and the gap not grown."""
    return length(moved) <= 4 * gap <= 8 * gap_before


def ended(gaps, h):
    """Return what became of a path with these distances from rest, and what to try."""
    steps = f"{len(gaps):,} steps of h = {h:g}"
    if math.isnan(gaps[-1]):
        return f"have no value after {steps}: start elsewhere, or take a smaller h"
    if not math.isfinite(gaps[-1]):
        return f"diverge: they grow without end, beyond all floats in {steps}; {advice(gaps, h)}"
    if max(quarter(gaps, 1)) > 1.1 * max(quarter(gaps, 2)) and gaps[-1] > gaps[0]:
        return f"diverge: in {steps} their distance from rest grew from {gaps[0]:.1e} to {gaps[-1]:.1e}; {advice(gaps, h)}"
    brief = f"that is a time of {len(gaps) * h:.2g} tau only, take a larger h" if len(gaps) * h < BRIEF else ""
    return f"do not come to rest in {steps} (still off by {gaps[-1]:.1e}): {brief or advice(gaps, h)}"


def quarter(gaps, k):
    """Return the last quarter of a list, the last but one ... from 1."""
    size = len(gaps) // 4
    return gaps[len(gaps) - k * size : len(gaps) - (k - 1) * size]


def advice(gaps, h):
    """Return what to try after these distances from rest."""
    if math.isfinite(gaps[-1]) and max(quarter(gaps, 1)) < 0.9 * max(quarter(gaps, 2)):
        return f"they come nearer, slowly; {'take a larger h' if h < NEXT else NEWTON}"
    return "take a smaller h; where none helps, no rest is stable, though Newton's method may find one"
