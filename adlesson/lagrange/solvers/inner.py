"""The inner minimisation of the methods with a penalty: Newton's method that only goes down.

With this module you can

- find the least merit near a point, over all unknowns or some of them (``least``), and know what it took (``Work``).

A second derivative may be negative on the way, where a plain Newton step goes up; its size is used instead, so that every
step goes down.  A merit that falls without end is reported as such.
"""

from collections import namedtuple

import numpy as np

from ...engine.errors import NumberError

LARGE = 1e10  # times what it was: a merit that has gone down so far has no least value, as far as can be seen
MOST, HALVINGS = 200, 50

Work = namedtuple("Work", "passes solves", defaults=(0, 0))
Work.__doc__ = "Sweeps there and back through the program, and matrices factored."


def least(problem, u, lam, mu, which=slice(None)):
    """Return ``(u, Work)``: the unknowns, changed in the places ``which``, where the merit is least, to rounding errors."""
    u, passes, solves = u.copy(), 0, 0
    here = problem.slopes(u, lam, mu)
    low, far = -LARGE * (1 + abs(here.value)), LARGE * (1 + abs(u).max())
    while True:
        passes += 1
        slope = here.u[which]
        if not np.isfinite(slope).all():
            raise NumberError(f"the merit has no finite slope at mu = {mu:g}: start nearer, or take a smaller mu")
        if np.linalg.norm(slope) <= 1e-13 * (1 + mu) * (1 + np.linalg.norm(u)):
            break
        size, axes = np.linalg.eigh(problem.hessian(u, lam, mu)[which][:, which])
        passes, solves = passes + len(slope), solves + 1
        down = -axes @ (axes.T @ slope / np.maximum(abs(size), max(1e-9 * abs(size).max(), 1e-12)))
        down *= min(1, (1 + np.linalg.norm(u)) / np.linalg.norm(down))  # it is no use beyond
        for k in range(HALVINGS):
            there = u.copy()
            there[which] += down / 2**k
            after, passes = problem.slopes(there, lam, mu), passes + (k > 0)
            if after.value <= here.value + 1e-4 * (down @ slope) / 2**k:
                break
        else:
            break  # nothing below that floats can tell
        at_rest = np.linalg.norm(down) <= 1e-7 * (1 + np.linalg.norm(u))
        if at_rest and np.linalg.norm(after.u[which]) >= np.linalg.norm(slope) / 2:
            break  # what is left of the slope is rounding
        u, here = there, after
        if here.value < low or abs(u).max() > far or solves == MOST:
            raise NumberError(
                f"the merit goes on falling at mu = {mu:g} (it is {here.value:.2g}): with a larger mu it may have a least "
                "value; if not, the cost itself has none, and no method finds one"
            )
    return u, Work(passes, solves)
