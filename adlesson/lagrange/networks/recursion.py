"""LeCun's two recursions, in his letters: states from left to right, multipliers from right to left.

With this module you can

- compute total inputs A(k) and states X(k) (``forward``), of numbers or of traced values;
- compute multipliers B(k) and Y(k) = F'(A(k)) B(k) (``backward``), with either sign before the multipliers;
- get dC/dW(k) from them (``products``).

L = C + s sum B(k)'(X(k) - F(W(k) X(k-1))), with s = +1 in the paper (Le Cun 1988; its formulas seen second hand).
dL/dX(N) = 0 gives B(N) = -s dC/dX(N), and dL/dX(k) = 0 gives B(k) = W(k+1)' Y(k+1), whatever s is.  Then dC/dW(k) is
dL/dW(k) = -s Y(k) X(k-1)', so going downhill is W(k) + s eta Y(k) X(k-1)': boundary value and update change sign together.

>>> W, F = {1: np.array([[0.5, -1.0]]), 2: np.array([[2.0]])}, {1: lambda A: A * A, 2: lambda A: A}
>>> X, A = forward(np.array([4.0, 1.0]), W, F)
>>> B, Y = backward(X, A, W, F, dC=np.array([3.0]), sign=+1)
>>> X[2].tolist(), B[1].tolist(), Y[1].tolist(), products(X, Y, sign=+1)[1].tolist()
([2.0], [-6.0], [-12.0], [[48.0, 12.0]])
"""

# ruff: noqa: N803, N806, E741, the letters are those of the paper

import numpy as np

from ...engine.numbers.arrays import shape_of
from .units import slope


def forward(I, W, F, t=None):
    """Return ``X, A``, dicts by layer: X(0) = I, A(k) = W(k) X(k-1) + t(k), X(k) = F(A(k)); thresholds t are columns."""
    X, A = {0: I}, {}
    for k in W:
        A[k] = W[k] @ X[k - 1]
        if t:
            A[k] = A[k] + (t[k] if len(shape_of(I)) == 2 else t[k][:, 0])
        X[k] = F[k](A[k])
    return X, A


def backward(X, A, W, F, dC, sign=+1):
    """Return ``B, Y``, dicts by layer, last layer first, from dC/dX(N); B(0) belongs to the constraint X(0) = I."""
    N = max(A)
    B, Y = {N: -sign * dC}, {}
    for k in range(N, 0, -1):
        Y[k] = slope(F[k], A[k]) * B[k]
        B[k - 1] = W[k].T @ Y[k]
    return B, Y


def products(X, Y, sign=+1):
    """Return dC/dW(k) = -s times the sum over patterns of Y(k) X(k-1)', a dict by layer."""
    return {k: -sign * (np.outer(Y[k], X[k - 1]) if Y[k].ndim == 1 else Y[k] @ X[k - 1].T) for k in sorted(Y)}
