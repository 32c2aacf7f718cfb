"""One step of Newton's method with inequalities: guess which of them bind, solve, mend the guess.

With this module you can

- get the step d to the least of slope d + d'Wd/2 where the rows c + A d are 0 (equations) or not negative (the others), and
  the prices there (``quadratic_step``);
- ask for prices that pay for the slope at a point, if there are any (``paying``).

The matrix is the KKT matrix of the rows that are guessed to bind.  A row with a negative price is let go, a row that would
be broken is taken in; the guess that needs no mending is the answer (Nocedal and Wright 2006, sections 16.5 and 18.1).
"""

from collections import namedtuple

import numpy as np

from .kkt import RANK, STEEP, along_rows, null_space

MOST, TINY, SMALL, LIFT, ROOM = 60, 1e-13, 1e-12, 1e-8, 1e-6
ALIKE, LIFTS = 1e-9, (0, 1e-6, 1e-4, 1e-2, 1)  # what is left of a row that depends on others; parts of the most to add

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


def paying(system, here):
    """Return prices of the rows that are next to 0 which pay for the slope here, to six digits; None if none are moderate.

    What they leave of it is the least step with slope + d = A'y, where no price of an inequality is below 0.
    """
    near = [i for i, row in enumerate(here.rows) if i < system.e or abs(row) < 1e-3]
    A, prices = system.matrix(here.u, np.zeros(len(here.rows)))[1][near], np.zeros(len(here.rows))  # noqa: N806
    left, prices[near], *_ = one_by_one(np.eye(len(here.u)), here.slope, A, np.zeros(len(near)), system.e, np.inf)
    steep = abs(here.slope).max()
    return prices if abs(left).max() <= 1e-6 * steep and abs(prices).max(initial=0) < STEEP * max(1, steep) else None


def one_by_one(H, slope, A, c, e, reach):  # noqa: N803
    """Return ``(d, prices, binding, solves)`` where H is bent up along the equations.

    It is bent up more only where d would go beyond ``reach``; rows stop most steps, so a little is tried first.
    """
    Z = null_space(A[:e], len(slope))  # noqa: N806
    sizes, axes = np.linalg.eigh(Z.T @ H @ Z)
    d, _, _ = along_rows(H, slope, A[:e], c[:e])
    added, spent = within(reach)(sizes, axes.T @ Z.T @ (slope + H @ (d - Z @ (Z.T @ d)))) if len(sizes) else 0.0, 0
    for part in LIFTS:
        found = dual(H, Z @ axes / np.sqrt(sizes + part * added), slope, A, c, e, part * added)
        spent += found[-1]
        if np.linalg.norm(found[0]) <= reach:
            break
    return *found[:-1], spent


def dual(H, half, slope, A, c, e, added):  # noqa: N803
    """Return ``(d, prices, binding, solves)``, with ``added`` to the curvatures of H: no guess, and no going round.

    The row that is broken most is taken in: its price rises until it is no longer broken, and a row whose price becomes 0 on
    the way is let go.  A row whose slope depends on those that bind moves nothing, only prices.  So the value of the dual
    problem rises with each step (Goldfarb and Idnani 1983).  ``half`` are directions along the equations in which the cost
    is round.
    """

    def along(rows):
        return along_rows(H, slope, A[rows], c[rows], lambda *_: added)[:2]

    measured, binding, prices = A @ half, [], np.zeros(len(c))
    d, prices[:e] = along([*range(e)])
    for solves in range(1, MOST + 3 * len(c)):
        broken = too_far(c, A, d, e, binding)
        if not broken:
            break
        row = min(broken, key=(c + A @ d).__getitem__)
        while c[row] + A[row] @ d < 0:
            falls, _, rank, _ = np.linalg.lstsq(measured[binding].T, measured[row], rcond=RANK)
            way, ends = measured[row] - falls @ measured[binding], zip(binding, falls, strict=True)
            free = rank < len(way) and np.linalg.norm(way) > ALIKE * np.linalg.norm(measured[row])
            whole = -(c[row] + A[row] @ d) / (way @ way) if free else np.inf
            ends = {i: prices[i] / fall for i, fall in ends if fall > ALIKE * abs(falls).max()}
            rise = min([whole, *ends.values()])
            if rise == np.inf:  # nothing can be let go: the rows contradict each other, and what comes nearest is the step
                rows = [*range(e), *binding, row]
                d, prices[rows] = along(rows)
                return d, prices, sorted(rows[e:]), solves
            d = d + rise * free * half @ way
            prices[binding], prices[row] = prices[binding] - rise * falls, prices[row] + rise
            if rise == whole:
                break
            gone = min(ends, key=ends.get)
            prices[gone], binding = 0.0, [i for i in binding if i != gone]
        rows, binding = [*range(e), *binding, row], sorted([*binding, row])
        again, once_more = along(rows)  # what steps have rounded
        if once_more[e:].min() >= 0:
            d, prices[rows] = again, once_more
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
