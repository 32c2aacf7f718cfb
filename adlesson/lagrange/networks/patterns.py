"""Patterns as they go into a network: one is a vector, several are the columns of a matrix.

With this module you can

- check inputs and targets, each complaint naming the pattern (``inputs_of``, ``targets_of``);
- turn labels, whole numbers from 0, into targets (``one_hot``).

Columns, because then A(k) = W(k) X(k-1) is LeCun's formula for one pattern and for all of them at once.

>>> one_hot(np.array([1, 0, 1]), 2).tolist()
[[0.0, 1.0, 0.0], [1.0, 0.0, 1.0]]
"""

# ruff: noqa: N803, N806, E741, the letters are those of the paper

import numpy as np

from ...engine.errors import InputError, short


def inputs_of(I, n):
    """Return inputs as an array of floats, ``(n,)`` or ``(n, P)``; raises ``InputError``."""
    X = _floats(I, "I")
    if X.ndim not in (1, 2) or len(X) != n:
        turned = ": patterns are columns here, pass I.T" if X.ndim == 2 and X.shape[1] == n else ""
        raise InputError(f"I has shape {X.shape}, and for {n} units it is ({n},), or ({n}, P) with P patterns{turned}")
    return _finite(X, "I")


def targets_of(D, n, several, cost):
    """Return targets, or labels made into targets, as an array of floats ``(n,)`` or ``(n, P)``; raises ``InputError``.

    ``several`` is the number of patterns, None for one that is a vector.
    """
    shape = (n,) if several is None else (n, several)
    given = D = _array(D, "D")
    if given.dtype.kind in "iu" and given.shape == shape[1:]:
        return one_hot(given, n)
    D = _floats(D, "D")
    if D.shape != shape:
        hint = ", D.T" if D.shape == shape[::-1] and len(shape) == 2 else ""
        labels = "a label (a whole number)" if several is None else f"{several} labels (whole numbers)"
        raise InputError(
            f"D has shape {D.shape}, {given.dtype}: to this I belong targets of shape {shape}{hint}, or {labels}"
        )
    if cost == "cross-entropy" and ((D < 0).any() or (abs(D.sum(0) - 1) > 1e-9).any()):
        raise InputError(
            "with the cross-entropy a pattern's targets are shares, not negative, that add up to 1; or give labels"
        )
    return _finite(D, "D")


def one_hot(labels, n):
    """Return a column for each label, 1 at the label and 0 elsewhere; raises ``InputError`` for one that is no output."""
    wrong = np.flatnonzero((labels < 0) | (labels >= n))
    if len(wrong):
        where = f" of pattern {wrong[0]}" if np.ndim(labels) else ""
        raise InputError(
            f"label {np.ravel(labels)[wrong[0]]}{where} is out of range: there are {n} outputs, so labels are 0 to {n - 1}"
        )
    return (np.arange(n).reshape(-1, *[1] * np.ndim(labels)) == labels) * 1.0


def _array(u, name):
    try:
        return np.asarray(u)
    except ValueError:
        raise InputError(f"{name} has rows of different lengths: every pattern has as many numbers") from None


def _floats(u, name):
    u = _array(u, name)
    if u.dtype.kind not in "iufb":
        raise InputError(f"{name} is an array of numbers, a column for each pattern, not {short(u.tolist())}")
    if u.size == 0:
        raise InputError(f"{name} has shape {u.shape}, no pattern at all: a batch has one at least")
    return u.astype(float)


def _finite(u, name):
    if not np.isfinite(u).all():
        bad = np.argwhere(~np.isfinite(u))
        where = f"unit {bad[0][0]}" + (f" of pattern {bad[0][1]}" if u.ndim == 2 else "")
        raise InputError(f"{name} holds {u[tuple(bad[0])]} at {where} (counting from 0): mend it or leave the pattern out")
    return u
