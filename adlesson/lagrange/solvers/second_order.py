"""What kind of point is it, on constraints of one's own?  The curvature of L along them decides.

With this module you can

- tell a minimum from a maximum, a saddle, and what cannot be told (``kind_along``): Nocedal and Wright (2006), section 12.5.

Only directions count in which no equation changes, and no inequality with a price.  A curvature is believed if Newton's step
from here leaves it as it is, and so does a small step aside: at an inflection, as of x^3, the last step halves it.
"""

import numpy as np

from .kkt import PRICED, RANK, System, along_rows, binding, null_space

UNDECIDED = "undecided"
NEAR, SETTLED, FIRM, ASIDE = 1e-5, 1e-2, 1e-8, 1e-6


def kind_along(problem, u, lam):
    """Return ``"minimum"``, ``"maximum"``, ``"saddle"`` or ``"undecided"``."""
    system = System(problem)
    here, prices = system.at(u), system.multipliers(lam)
    if here is None:
        return UNDECIDED
    size = 1 + abs(u).max()
    strong = binding(system, prices)
    weak = ~strong & (abs(here.rows) <= PRICED * size)
    W, A = system.matrix(u, prices)  # noqa: N806
    units = 1 / np.sqrt(np.where(abs(W).max(axis=1) > 0, abs(W).max(axis=1), 1))
    sizes, axes = bends(W, A[strong], units)
    du, charged, _ = along_rows(W, here.slope, A[strong], here.rows[strong])
    dy = np.zeros(len(prices))
    apart = charged - prices[strong]  # of rows that repeat, prices are one choice of many: what counts is what they pay
    dy[strong] = np.linalg.lstsq(A[strong].T, A[strong].T @ apart, rcond=RANK)[0] if strong.any() else apart
    settled = abs(dy).max(initial=0) <= SETTLED * (1 + abs(prices).max(initial=0))
    if not (settled and abs(du).max() <= NEAR * size) or abs(problem.missing(here.rows)).max(initial=0) > NEAR * size:
        return UNDECIDED
    way = ASIDE * (1 + abs(u)) * np.random.default_rng(0).choice([-1.0, 1.0], len(u))
    believed = abs(sizes) > FIRM
    for move, more in ((du, dy), (way, 0), (-way, 0)):
        there = system.matrix(u + move, prices + more)
        if not all(np.isfinite(part).all() for part in there):
            return UNDECIDED
        again, _ = bends(there[0], there[1][strong], units)
        if len(again) != len(sizes):
            return UNDECIDED
        believed &= abs(again - sizes) <= abs(sizes) / 4
    down = believed & (sizes < 0)
    if weak.any() and down.any():  # a way down is one only if it leads to no side that is closed
        down &= np.array([any((A[weak] @ (s * axis) >= -1e-9).all() for s in (1, -1)) for axis in axes.T])
        if not down.any():
            return UNDECIDED
    if down.any():
        return "maximum" if down.all() else "saddle" if (believed & (sizes > 0)).any() or weak.any() else UNDECIDED
    return "minimum" if believed.all() else UNDECIDED


def bends(W, A, units):  # noqa: N803
    """Return ``(sizes, axes)``: the curvatures along the rows A, each unknown in units of its own, and their directions."""
    Z = null_space(A * units, len(units))  # noqa: N806
    if not Z.shape[1]:
        return np.zeros(0), Z
    sizes, turned = np.linalg.eigh(Z.T @ (units[:, None] * W * units) @ Z)
    return sizes, units[:, None] * (Z @ turned)
