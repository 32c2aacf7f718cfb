"""One step of Newton's method with inequalities: guess which of them bind, solve, mend the guess.

With this module you can

- get the step d to the least of slope d + d'Wd/2 where the rows c + A d are 0 (equations) or not negative (the others), and
  the prices there (``quadratic_step``).

The matrix is the KKT matrix of the rows that are guessed to bind.  A row with a negative price is let go, a row that would
be broken is taken in; the guess that needs no mending is the answer (Nocedal and Wright 2006, sections 16.5 and 18.1).
"""

from collections import namedtuple

import numpy as np

from .kkt import along_rows, null_space

MOST, TINY, SMALL, LIFT, ROOM = 60, 1e-13, 1e-12, 1e-8, 1e-6

Step = namedtuple("Step", "d prices binding least solves")
Step.__doc__ = """The step ``d``, a price per row, the rows that bind, and how many matrices it took.

``least`` is the least curvature along the rows that bind, before anything was added to make it positive.
"""


def quadratic_step(W, slope, A, c, e, binding, reach):  # noqa: N803
    """Return the ``Step``; the first ``e`` rows are equations, ``binding`` are the inequalities guessed at first.

    Where W is not bent up along the rows that bind, as much is added as it takes; and so much that no step along them is
    longer than ``reach``.
    """
    seen, solves = [], 0
    while binding not in seen and solves < MOST:
        rows, solves = [*range(e), *binding], solves + 1
        seen.append(binding)
        d, found, least = along_rows(W, slope, A[rows], c[rows], within(reach))
        prices = np.zeros(len(c))
        prices[rows] = found
        wrong = {i for i in binding if prices[i] < -SMALL * (1 + abs(found).max())} | {*too_far(c, A, d, e, binding)}
        wrong |= {i for i in binding if c[i] + A[i] @ d > ROOM * (1 + abs(c[i]))}  # too many: not all of them can be 0
        if not wrong:
            return Step(d, charged(prices, e), binding, least, solves)
        binding = sorted({*binding} ^ wrong)
    Z = null_space(A[:e], len(W))  # noqa: N806
    low = np.linalg.eigvalsh(Z.T @ W @ Z)[0] if Z.shape[1] else 0.0
    lift = max(0.0, -low) + LIFT * max(1.0, abs(W).max())
    d, prices, binding, more = one_by_one(W + lift * np.eye(len(W)), slope, A, c, e, reach)
    return Step(d, charged(prices, e), binding, least, solves + more)


def one_by_one(H, slope, A, c, e, reach):  # noqa: N803
    """Return ``(d, prices, binding, solves)`` where H is bent up: no guess, and no going round.

    The row that is broken most is taken in; prices move to what it asks for, but stop where one of them becomes 0, and that
    row is let go.  So the value of the dual problem rises with each step (Goldfarb and Idnani 1983).
    """
    binding, prices = [], np.zeros(len(c))
    for solves in range(1, MOST + 3 * len(c)):  # noqa: B007, it is returned
        rows, wanted = [*range(e), *binding], np.zeros(len(c))
        d, wanted[rows], _ = along_rows(H, slope, A[rows], c[rows], within(reach))
        turned = [i for i in binding if wanted[i] < 0]
        if turned:
            part = min(prices[i] / (prices[i] - wanted[i]) for i in turned)
            prices = prices + part * (wanted - prices)
            binding = [i for i in binding if i not in turned or prices[i] > SMALL * (1 + abs(prices).max())]
            continue
        prices = wanted
        broken = too_far(c, A, d, e, binding)
        if not broken:
            break
        binding = sorted([*binding, min(broken, key=(c + A @ d).__getitem__)])
    return d, prices, binding, solves


def too_far(c, A, d, e, binding):  # noqa: N803
    """Return the inequalities that a step d breaks and that are not taken to bind."""
    after = c + A @ d
    return [i for i in range(e, len(c)) if i not in binding and after[i] < -SMALL * (1 + abs(c[i]))]


def charged(prices, e):
    """Return prices, those of inequalities not below 0."""
    return np.concatenate([prices[:e], np.maximum(prices[e:], 0.0) + 0.0])


def within(reach):
    """Return what to add to curvatures so that all are positive and a step, slope / size, is no longer than ``reach``."""

    def lift(sizes, slope):
        added = max(0.0, TINY * abs(sizes).max() - sizes[0])
        if np.linalg.norm(slope / (sizes + added + np.finfo(float).tiny)) <= reach:
            return added
        added += 1e-3 * np.linalg.norm(slope) / reach
        while np.linalg.norm(slope / (sizes + added)) > reach:
            added = 1.5 * added + max(0.0, -sizes[0]) / 8
        return added

    return lift
