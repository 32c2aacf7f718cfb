"""One step of Newton's method with inequalities: guess which of them bind, solve, mend the guess.

With this module you can

- get the step d to the least of slope d + d'Wd/2 where the rows c + A d are 0 (equations) or not negative (the others), and
  the prices there (``quadratic_step``).

The matrix is the KKT matrix of the rows that are guessed to bind.  A row with a negative price is let go, a row that would be
broken is taken in; the guess that needs no mending is the answer (Nocedal and Wright 2006, sections 16.5 and 18.1).
"""

from collections import namedtuple

import numpy as np

from .kkt import null_space

MOST, TINY = 60, 1e-13

Step = namedtuple("Step", "d prices binding least solves")
Step.__doc__ = """The step ``d``, a price per row, the rows that bind, and how many matrices it took.

``least`` is the least curvature along the rows that bind, before anything was added to make it positive.
"""


def quadratic_step(W, slope, A, c, e, binding, reach):  # noqa: N803
    """Return the ``Step``; the first ``e`` rows are equations, ``binding`` are the inequalities guessed at first.

    Where W is not bent up along the rows that bind, as much is added as it takes, and so much that no step is much longer
    than ``reach``.
    """
    n, seen = len(slope), set()
    for solves in range(1, MOST + 1):
        rows = [*range(e), *binding]
        Z = null_space(A[rows], n)
        least, lift = np.inf, 0.0
        if Z.shape[1]:
            back = np.linalg.lstsq(A[rows], -c[rows], rcond=1e-12)[0] if rows else np.zeros(n)
            sizes, axes = np.linalg.eigh(Z.T @ W @ Z)
            least, lift = sizes[0], lift_for(sizes, axes.T @ (Z.T @ (slope + W @ back)), reach)
        d, found = solved(W + lift * np.eye(n), slope, A[rows], c[rows])
        prices = np.zeros(len(c))
        prices[rows] = found
        after = c + A @ d
        small = 1e-12 * (1 + abs(found).max(initial=0))
        wrong = [i for i in binding if prices[i] < -small]
        wrong += [i for i in range(e, len(c)) if i not in binding and after[i] < -1e-12 * (1 + abs(c[i]))]
        if not wrong:
            break
        if tuple(binding) in seen:  # the guess goes round: mend one row at a time, the first (Bland 1977)
            wrong = [min(wrong)]
        seen.add(tuple(binding))
        binding = sorted({*binding} ^ {*wrong})
    return Step(d, prices, binding, least, solves)


def lift_for(sizes, slope, reach):
    """Return what to add to curvatures of these ``sizes``, so that all are positive and slope / size is no longer than reach."""
    lift = max(0.0, TINY * abs(sizes).max() - sizes[0])
    if np.linalg.norm(slope / (sizes + lift + np.finfo(float).tiny)) <= reach:
        return lift
    lift += 1e-3 * np.linalg.norm(slope) / reach
    while np.linalg.norm(slope / (sizes + lift)) > reach:
        lift = 1.5 * lift + max(0.0, -sizes[0]) / 8
    return lift


def solved(H, slope, A, c):  # noqa: N803
    """Return ``(d, prices)`` with H d - A' prices = -slope and A d = -c; where rows repeat, the prices of least size."""
    m = len(A)
    K = np.block([[H, A.T], [A, np.zeros((m, m))]])
    both = np.concatenate([-slope, -c])
    found = np.linalg.lstsq(K, both, rcond=1e-13)[0]
    return found[: len(slope)], -found[len(slope) :]
