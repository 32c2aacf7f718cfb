"""Products of arrays, and what undoes them: dot, kron, cross, solve, inv, det ...

With this module you can

- run these functions of NumPy's on traced arrays, as formulas of ``@``, ``einsum`` and ``outer``; equations are solved by
  elimination, line by line, as one does by hand.

>>> import numpy as np
>>> solve(np.array([[2.0, 0.0], [1.0, 4.0]]), np.array([2.0, 9.0]))
array([1., 2.])
"""

import operator
from collections import namedtuple

from ...errors import NumberError, TraceError
from ...numbers.arithmetic import checked_real
from ...numbers.arrays import shape_of
from ...numbers.choosing import amax, where
from ...numbers.elementary import log, sign, sqrt
from ...numbers.linear import concatenate, stack
from ...numbers.products import einsum, matmul, outer
from ...numbers.summing import total
from .moved_entries import in_a_row, lined_up, plain, whole

SMALLEST = 1e6  # times a pivot: so much larger another entry may be, and ten digits are left
SlogdetResult = namedtuple("SlogdetResult", ["sign", "logabsdet"])


def dot(a, b):
    """Return the sum over the last axis of ``a`` and the last but one of ``b``."""
    a, b = whole(a), whole(b)
    if not shape_of(a) or not shape_of(b):
        return a * b
    return tensordot(a, b, (-1, -2)) if len(shape_of(a)) > 1 and len(shape_of(b)) > 2 else matmul(a, b)


def inner(a, b):
    """Return the sum over the last axes of both."""
    a, b = whole(a), whole(b)
    if not shape_of(a) or not shape_of(b):
        return a * b
    return matmul(a, b) if len(shape_of(b)) == 1 else tensordot(a, b, (-1, -1))


def vdot(a, b):
    """Return the sum of all products of entries at the same place."""
    a, b = in_a_row(whole(a)), in_a_row(whole(b))
    checked_real("vdot", a, b)
    return matmul(a, b)


def vecdot(a, b, axis=-1):
    """Return the sums along an axis of the products of entries at the same place."""
    checked_real("vecdot", a, b)
    if not shape_of(a) or not shape_of(b) or shape_of(a)[-1] != shape_of(b)[-1]:
        raise TraceError(f"vecdot takes vectors of one length, not the shapes {shape_of(a)} and {shape_of(b)}")
    return total(a * b, axis)


def all_products(a, b):
    """Return the matrix of all products of an entry of ``a`` and one of ``b``."""
    return outer(*[in_a_row(whole(u)) for u in (a, b)])


def tensordot(a, b, axes=2):
    """Return the sum over pairs of axes."""
    n, m = len(shape_of(a)), len(shape_of(b))
    left, right = (range(n - axes, n), range(axes)) if isinstance(axes, int) else axes
    left, right = ([u] if isinstance(u, int) else list(u) for u in (left, right))
    of_a, of_b = [chr(97 + k) for k in range(n)], [chr(65 + k) for k in range(m)]
    for j, k in zip(left, right, strict=True):
        of_b[k] = of_a[j]
    rest = [c for c in of_a if c not in of_b] + [c for c in of_b if c not in of_a]
    return einsum(f"{''.join(of_a)},{''.join(of_b)}->{''.join(rest)}", a, b)


def kron(a, b):
    """Return the matrix of blocks, each a copy of ``b`` times an entry of ``a``."""
    a, b = whole(a), whole(b)
    if not shape_of(a) or not shape_of(b):
        return a * b
    if len(shape_of(a)) == 1 == len(shape_of(b)):
        return outer(a, b).ravel()
    (i, j), (k, m) = ((1, *shape_of(u)) if len(shape_of(u)) == 1 else shape_of(u) for u in (a, b))
    a, b = a.reshape(i, j), b.reshape(k, m)
    return (a[:, None, :, None] * b[None, :, None, :]).reshape(i * k, j * m)


def cross(a, b):
    """Return the vector at right angles to two of three entries."""
    a, b = whole(a), whole(b)
    if shape_of(a)[-1] != 3 or shape_of(b)[-1] != 3:
        raise TraceError("cross takes vectors of three entries: write those of the plane with a 0 behind them")
    ahead, behind = [1, 2, 0], [2, 0, 1]
    return a[..., ahead] * b[..., behind] - a[..., behind] * b[..., ahead]


def multi_dot(arrays):
    """Return the product of several matrices."""
    made, *rest = arrays
    for u in rest:
        made = matmul(made, u)
    return made


def matrix_power(a, n):
    """Return ``a @ a @ ...``, ``n`` times."""
    import numpy as np

    a, rows = square_matrix(a)
    if operator.index(n) < 0:
        return matrix_power(inv(a), -n)
    return multi_dot([a] * n) if n else np.eye(rows)


# --- linear equations, by elimination -------------------------------------------------------------------


def square_matrix(a):
    """Return ``a`` and the number of its rows; raise a ``TraceError`` if it is no square matrix."""
    a = whole(a)
    if len(shape_of(a)) != 2 or shape_of(a)[0] != shape_of(a)[1]:
        raise TraceError(f"this is for one square matrix, not for the shape {shape_of(a)}: take them one by one, A[0]")
    return a, shape_of(a)[0]


def _eliminated(a, b):
    """Return what ``b`` of ``[a | b]`` becomes when ``a`` is made the unit matrix; rows may change places.

    The pivot is the largest of its column.  Which row that is moves no number, so a program may go on with it elsewhere, as
    long as it is not small beside the others: a guard keeps that.
    """
    import numpy as np

    a, n = square_matrix(a)
    if shape_of(b)[0] != n:
        raise TraceError(f"there are {n} equations, and right sides of the shape {shape_of(b)}: give {n} rows")
    rows = concatenate([a, b], 1)
    for k in range(n):
        best = k + int(np.argmax(abs(plain(rows)[k:, k])))
        if best != k:
            order = np.arange(n)
            order[[k, best]] = best, k
            rows = rows[order]
        pivot = rows[k, k]
        if pivot == 0:  # of a traced matrix this leaves a guard
            raise NumberError(f"the matrix is singular: after {k} steps of elimination no row has a number in column {k}")
        _large_enough(pivot, rows[k + 1 :, k])
        line = rows[k] / pivot
        rows = rows - outer(rows[:, k] - np.eye(n)[k], line)
    return rows[:, n:]


def _large_enough(pivot, others):
    """Leave a guard of a pivot, by which each row is divided and rounded: beside larger entries it would lose digits."""
    if shape_of(others) and 0 not in shape_of(others):
        amax(abs(others)) <= SMALLEST * abs(pivot)  # noqa: B015, the guard


def solve(a, b):
    """Return ``x`` with ``a @ x == b``, by elimination."""
    a, b = square_matrix(a)[0], lined_up(whole(b))
    flat = len(shape_of(b)) == 1
    made = _eliminated(a, b.reshape(-1, 1) if flat else b)
    return made[:, 0] if flat else made


def inv(a):
    """Return the matrix that undoes ``a``."""
    import numpy as np

    return solve(a, np.eye(square_matrix(a)[1]))


def _pivots(a):
    """Return the pivots of elimination, and the sign that rows and columns leave which change places.

    A pivot is the largest entry that is left, so there is one that is 0 only where all of them are: with it the list ends.
    """
    import numpy as np

    (a, n), pivots, side = square_matrix(a), [], 1
    while len(pivots) < n:
        i, j = np.unravel_index(np.argmax(abs(plain(a))), shape_of(a))
        order = [np.r_[k, :k, k + 1 : n - len(pivots)] for k in (i, j)]
        if i or j:
            a, side = a[order[0]][:, order[1]], -side if (i + j) % 2 else side
        pivots.append(a[0, 0])
        if len(pivots) < n and pivots[-1] == 0:  # of a traced matrix a guard
            break
        if len(pivots) < n:
            _large_enough(pivots[-1], a[1:, 1:])
        a = a[1:, 1:] - outer(a[1:, 0] / pivots[-1], a[0, 1:])
    return pivots, side


def det(a):
    """Return the determinant: the product of the pivots; it has slopes also where it is 0."""
    (a, n), (pivots, found) = square_matrix(a), _pivots(a)
    if len(pivots) < n:
        return _without_quotients(a)
    for u in pivots:
        found = found * u
    return found


def _without_quotients(a):
    """Return the determinant by sums and products (Bird 2011): where two pivots are 0, the others say nothing of slopes."""
    import numpy as np

    a, n = square_matrix(a)
    above, found = np.triu(np.ones((n, n)), 1), a
    for _ in range(n - 1):
        rest = matmul(above, total(found * np.eye(n), 1))  # of the diagonal, what stands below
        found = matmul(found * above - np.eye(n) * rest, a)
    return (-1) ** (n - 1) * found[0, 0]


def slogdet(a):
    """Return the sign of the determinant, ``sign``, and the log of its size, ``logabsdet``."""
    pivots, side = _pivots(a)
    size = 0.0
    for u in pivots:
        side, size = side * sign(u), size + log(abs(u))
    return SlogdetResult(side, size)


def cholesky(a):
    """Return the lower triangle ``L`` with ``L @ L.T == a``."""
    import numpy as np

    (a, n), columns = square_matrix(a), []
    for k in range(n):
        if a[k, k] <= 0:  # of a traced matrix this leaves a guard
            raise NumberError(f"the matrix is not positive definite: pivot {k + 1} is {float(plain(a[k, k])):.6g}")
        columns.append(where(np.arange(n) >= k, a[:, k], 0.0) / sqrt(a[k, k]))
        a = a - outer(columns[-1], columns[-1])
    return stack(columns, 1)
