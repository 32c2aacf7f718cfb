"""Relaxation: let time run until nothing moves.

With this module you can

- follow tau du/dt = aim(u) - u, in steps of h = dt / tau, to where u is what it aims at (``settled``), or be told what
  to try.

With h = 1 this is going round a loop, u <- aim(u).  A small h comes to rest where that may not: what matters for it is
whether the rest is stable in continuous time, which asks that the eigenvalues of the slope of ``aim`` have real parts
below 1, and not that they are small.

>>> path = settled(lambda u: 1 - 3 * u, np.array([0.0]), 0.25, "the level")
>>> [u.tolist() for u in path]
[[0.0], [0.25]]
"""

import numpy as np

from ...engine.errors import InputError, NumberError, short
from ...engine.numbers.arrays import quiet
from ..loops.fixed_point import small_enough

MOST, NEXT = 20_000, 0.1  # steps; an h to try


def settled(aim, start, h, what):
    """Return the path of u <- u + h (aim(u) - u), arrays from ``start`` to rest: |aim(u) - u| is at most 1e-12.

    Raises ``NumberError`` if it does not come to rest; ``what`` is the subject of that sentence, in the plural.
    """
    if not (isinstance(h, (int, float)) and 0 < h < 2):
        raise InputError(
            f"h = dt / tau lies between 0 and 2, where at least the decay is stable, not {short(h)}: take {NEXT}"
        )
    path, gaps = [start], []
    with quiet(True):
        while len(gaps) < MOST:
            off = aim(path[-1]) - path[-1]
            gaps.append(float(np.linalg.norm(off)))
            if not np.isfinite(gaps[-1]):
                break
            if small_enough(gaps[-1], path[-1]):
                return path
            path.append(path[-1] + h * off)
    raise NumberError(
        f"{what} do not come to rest in {len(gaps):,} steps of h = {h:g} (still off by {gaps[-1]:.1e}): {advice(gaps, h)}"
    )


def advice(gaps, h):
    """Return what to try after these distances from rest."""
    quarter = len(gaps) // 4
    nearer = np.isfinite(gaps[-1]) and max(gaps[-quarter:]) < 0.9 * max(gaps[-2 * quarter : -quarter])
    if nearer and h < NEXT:
        return "they come nearer, slowly; take a larger h"
    return "take a smaller h; where none helps, no rest is stable, though Newton's method may find one"
