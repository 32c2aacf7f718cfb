"""Answers of the known problems in 50 digits, and judgements of points, by SymPy and mpmath."""

import inspect
from functools import cache

import mpmath
import numpy as np
import sympy
from known_problems import KNOWN


@cache
def formulas(name):
    """Return names of inputs and rows, and functions in 50 digits: cost and rows, and their derivatives."""
    f = KNOWN[name].f
    letters = sympy.symbols(list(inspect.signature(f).parameters)[1:], real=True)
    out = f(sympy, *letters)
    cost, *rows = [
        sympy.nsimplify(out.pop("cost"), rational=True),
        *(sympy.nsimplify(row, rational=True) for row in out.values()),
    ]
    prices = sympy.symbols(f"y:{len(rows)}")
    L = cost - sum(y * row for y, row in zip(prices, rows, strict=True))
    parts = {
        "cost": cost,
        "rows": sympy.Matrix(rows),
        "slope": sympy.Matrix([cost]).jacobian(letters).T,
        "A": sympy.Matrix(rows).jacobian(letters),
        "W": sympy.hessian(L, letters),
    }
    with mpmath.workdps(50):
        made = {key: sympy.lambdify([*letters, *prices], part, "mpmath") for key, part in parts.items()}
    return [str(letter) for letter in letters], list(out), made


def polished(name, x, prices=None, rounds=8):
    """Return ``(x, prices)`` by Newton's method in 50 digits, from a point near a solution; None if it leads elsewhere.

    Inequalities bind where they are near 0; of rows that repeat one another least-norm prices are taken.
    """
    _, outputs, at = formulas(name)
    with mpmath.workdps(50):
        x, m = mpmath.matrix([mpmath.mpf(float(u)) for u in x]), len(outputs)
        y = mpmath.matrix([mpmath.mpf(0)] * m)
        rows = at["rows"](*x, *y)
        binding = [i for i in range(m) if outputs[i][0] == "h" or abs(rows[i]) < 1e-3]
        first = True
        for _ in range(rounds):
            A, slope, rows = at["A"](*x, *y), at["slope"](*x, *y), at["rows"](*x, *y)
            A = rows_of(A, binding)
            if first and binding:  # least-squares prices
                found = least_squares(A.T, slope)
                for i, k in enumerate(binding):
                    y[k] = found[i]
                first = False
            W = at["W"](*x, *y)
            n, k = len(x), len(binding)
            K, rhs = mpmath.zeros(n + k), mpmath.zeros(n + k, 1)
            for i in range(n):
                for j in range(n):
                    K[i, j] = W[i, j]
                for j in range(k):
                    K[i, n + j] = K[n + j, i] = -A[j, i]
                rhs[i] = -(slope[i] - sum(A[j, i] * y[binding[j]] for j in range(k)))
            for j in range(k):
                rhs[n + j] = rows[binding[j]]
            step = least_squares(K, rhs)
            x = x + step[:n, 0]
            for j in range(k):
                y[binding[j]] += step[n + j]
        return x, y


def rows_of(A, which):
    """Return some rows of a matrix."""
    found = mpmath.zeros(len(which), A.cols)
    for i, k in enumerate(which):
        found[i, :] = A[k, :]
    return found


def least_squares(A, b):
    """Return the solution of least norm, by the eigenvalues of A'A: slow and sure."""
    try:
        if A.rows == A.cols:
            return mpmath.lu_solve(A, b)
    except ZeroDivisionError:
        pass
    U, S, V = mpmath.svd_r(A, full_matrices=False)
    large = max(S)
    inverse = mpmath.diag([1 / s if s > large * mpmath.mpf(10) ** -20 else 0 for s in S])
    return V.T * inverse * U.T * b


def least_curvature(name, x, y):
    """Return the least curvature of L along the constraints that bind with a price, inf if there is no such direction."""
    _, outputs, at = formulas(name)
    A = np.array(at["A"](*x, *y).tolist(), dtype=float).reshape(len(outputs), len(x))
    W = np.array(at["W"](*x, *y).tolist(), dtype=float)
    A = A[[i for i, out in enumerate(outputs) if out[0] == "h" or y[i] > 1e-9]]
    _, size, axes = np.linalg.svd(A) if len(A) else (0, np.zeros(0), np.eye(len(x)))
    Z = axes[int((size > 1e-9).sum()) :].T
    return np.linalg.eigvalsh(Z.T @ W @ Z)[0] if Z.shape[1] else np.inf


def is_minimum(name, x, prices, precise=1e-6):
    """Whether a point is a local minimum: all conditions hold there in 50 digits, and so do the second-order ones."""
    with mpmath.workdps(50):
        _, outputs, at = formulas(name)
        sought, y = polished(name, x)
        near = max(abs(u - v) for u, v in zip(sought, x, strict=True)) <= precise * (1 + max(map(abs, x)))
        charged = max(abs(u - v) for u, v in zip(y, prices, strict=True)) <= precise * (1 + max(map(abs, y)))
        rows = at["rows"](*sought, *y)
        feasible = all(abs(row) < 1e-20 if out[0] == "h" else row > -1e-20 for row, out in zip(rows, outputs, strict=True))
        priced = all(price > -1e-20 for price, out in zip(y, outputs, strict=True) if out[0] == "g")
        return near and charged and feasible and priced and bool(least_curvature(name, sought, y) > -1e-9)
