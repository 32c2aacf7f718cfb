"""Sums over entries, and what is made of them: var, norm, softmax, diff, interp ...

With this module you can

- run these functions of NumPy's on traced arrays, as formulas of sums, means, products and slices.

>>> import numpy as np
>>> diff(np.array([1.0, 4.0, 9.0])), float(norm(np.array([3.0, 4.0])))
(array([3., 5.]), 5.0)
"""

import math

from ...errors import TraceError
from ...numbers.arithmetic import checked_real, divide, maximum, minimum, power
from ...numbers.arrays import shape_of
from ...numbers.choosing import amax, amin, logsumexp, where
from ...numbers.elementary import exp, sqrt
from ...numbers.linear import concatenate, place, stack
from ...numbers.products import matmul
from ...numbers.summing import broadcast, mean, total
from .moved_entries import in_a_row, lined_up, plain, shaped, turning, whole
from .spellings import square


def var(x, axis=None, ddof=0, keepdims=False, correction=None):
    """Return the mean square of the distances from the mean, which is subtracted first, so that no digit is lost."""
    checked_real("the variance", x)
    ddof = ddof if correction is None else correction
    squares = square(x - mean(x, axis, True)) if shape_of(x) else 0 * x
    found = mean(squares, axis, keepdims) if shape_of(x) else squares
    count = math.prod(shape_of(x)) // max(math.prod(shape_of(found)), 1)
    return found * (count / (count - ddof)) if ddof else found


def average(a, axis=None, weights=None, keepdims=False):
    """Return the mean, in which each entry counts as much as its weight."""
    a, weights = whole(a), whole(weights)
    if weights is None:
        return mean(a, axis, keepdims) if shape_of(a) else +a
    if shape_of(weights) != shape_of(a) and axis is not None:
        weights = shaped(weights, tuple(n if k == axis % len(shape_of(a)) else 1 for k, n in enumerate(shape_of(a))))
    over = None if axis is None else axis
    return total(a * weights, over, keepdims) / total(weights + 0 * a, over, keepdims)


def _as_rows(m, rowvar):
    m = lined_up(whole(m))
    return m.reshape(1, -1) if len(shape_of(m)) == 1 else m if rowvar else m.T


def cov(m, y=None, rowvar=True, bias=False, ddof=None):
    """Return how rows vary together: the mean products of their distances from their means."""
    rows = _as_rows(m, rowvar) if y is None else concatenate([_as_rows(m, rowvar), _as_rows(y, rowvar)], 0)
    checked_real("the covariance", rows)
    apart = rows - mean(rows, 1, True)
    count = shape_of(rows)[1] - (int(not bias) if ddof is None else ddof)
    found = divide(matmul(apart, apart.T), count) if count > 0 else math.nan * matmul(apart, apart.T)
    return found[0, 0] if shape_of(found) == (1, 1) else found


def corrcoef(x, y=None, rowvar=True):
    """Return how rows vary together, each measured by its own spread."""
    found = cov(x, y, rowvar)
    if not shape_of(found):
        return found / found
    spread = sqrt(found[range(len(found)), range(len(found))])
    return found / spread[:, None] / spread


def norm(x, ord=None, axis=None, keepdims=False):
    """Return the length of a vector, or of a matrix as one; ``ord`` may be 1, 2, inf or, of vectors, another number.

    Where the length is 0 it has no slope, and NaN is what comes back.
    """
    x = whole(x)
    checked_real("the norm", x)
    if not shape_of(x):
        return abs(x)
    dims = len(shape_of(x)) if axis is None else 1 if isinstance(axis, int) else len(axis)
    if ord is None or ord == "fro" or (ord == 2 and dims == 1):
        return sqrt(total(square(x), axis, keepdims))
    if dims != 1 or isinstance(ord, str):
        raise TraceError(
            f"the norm {ord!r} of a matrix is no formula of its entries: leave ord out, for the root of the squares"
        )
    if abs(ord) == math.inf:
        return (amax if ord > 0 else amin)(abs(x), axis, keepdims)
    return total(abs(x), axis, keepdims) if ord == 1 else power(total(power(abs(x), ord), axis, keepdims), 1 / ord)


def softmax(x, axis=None):
    """Return positive shares that add up to 1: ``exp(x)`` over its sum."""
    return exp(x - logsumexp(x, axis, True))


def prod(a, axis=None, keepdims=False):
    """Return the product of the entries: of the first half with the second, and so on, until one is left."""
    if not shape_of(a):
        return a
    axes = tuple(range(len(shape_of(a)))) if axis is None else (axis,) if isinstance(axis, int) else axis
    found = a
    for k in sorted((range(len(shape_of(a)))[k] for k in axes), reverse=True):
        rows, left_over = found.transpose(_first(found, k)), 1
        if not shape_of(rows)[0]:
            rows = broadcast(1.0, (1, *shape_of(rows)[1:]))  # the product of nothing
        while (n := shape_of(rows)[0]) > 1:
            left_over = left_over * rows[-1] if n % 2 else left_over
            rows = rows[: n // 2] * rows[n // 2 : n // 2 * 2]
        found = rows[0] * left_over
    return shaped(found, kept_shape(a, axes)) if keepdims else found


def kept_shape(a, axes):
    """Return the shape that ``a`` has when its ``axes`` have the length 1."""
    gone = {range(len(shape_of(a)))[k] for k in axes}
    return tuple(1 if k in gone else n for k, n in enumerate(shape_of(a)))


def running(combine):
    """Return the function that combines the first entries: of one, of two, of three ..."""

    def formula(a, axis=None):
        a = in_a_row(a) if axis is None else a.transpose(_first(a, axis))
        parts = [a[0]]
        for k in range(1, shape_of(a)[0]):
            parts.append(combine(parts[-1], a[k]))
        made = stack(parts)
        return made if axis is None else made.transpose(_back(made, axis))

    return formula


def _first(x, axis):
    """Return the order of axes in which ``axis`` comes first."""
    n = len(shape_of(x))
    axis = range(n)[axis]
    return (axis, *[k for k in range(n) if k != axis])


def _back(x, axis):
    """Return the order of axes that takes the first one back to ``axis``."""
    order = _first(x, axis)
    return tuple(order.index(k) for k in range(len(order)))


def _along(x, axis, key):
    return x[(slice(None),) * range(len(shape_of(x)))[axis] + (key,)]


def diff(a, n=1, axis=-1):
    """Return the differences of neighbours, ``n`` times."""
    if n < 0:
        raise TraceError(f"differences are taken 0 or more times, not {n}")
    for _ in range(n):
        a = _along(a, axis, slice(1, None)) - _along(a, axis, slice(None, -1))
    return a


def gradient(f, *spacing, axis=None):
    """Return the slopes of entries ``spacing`` apart, by neighbours on both sides, at the ends by one."""
    axes = range(len(shape_of(f))) if axis is None else [axis] if isinstance(axis, int) else axis
    if any(map(shape_of, spacing)) or len(spacing) not in (0, 1, len(axes)):
        raise TraceError("gradient takes a distance here, a number, or one for each axis: divide np.diff(y) by np.diff(x)")
    spacing = spacing if len(spacing) == len(axes) else (spacing or (1.0,)) * len(axes)
    made = [
        concatenate(
            [
                diff(_along(f, k, slice(0, 2)), axis=k),
                (_along(f, k, slice(2, None)) - _along(f, k, slice(None, -2))) / 2,
                diff(_along(f, k, slice(-2, None)), axis=k),
            ],
            k,
        )
        / h
        for k, h in zip(axes, spacing, strict=True)
    ]
    return made[0] if len(made) == 1 else tuple(made)


def trapezoid(y, x=None, dx=1.0, axis=-1):
    """Return the area under points: of each strip the width times the mean of its two heights."""
    heights = (_along(y, axis, slice(1, None)) + _along(y, axis, slice(None, -1))) / 2
    width = dx if x is None else diff(whole(x), axis=axis if len(shape_of(whole(x))) > 1 else -1)
    return total(heights * width, axis)


def interp(x, xp, fp):
    """Return the height over ``x`` of the line through points: every piece of it adds what of it lies left of ``x``."""
    x, xp, fp = whole(x), whole(xp), whole(fp)
    widths = diff(xp)
    if not (plain(widths) > 0).all():
        raise TraceError("interp takes points from left to right: sort xp, and fp with it")
    slopes = diff(fp) / widths
    beyond = (x.reshape((*shape_of(x), 1)) if shape_of(x) else x) - xp[:-1]
    return fp[0] + matmul(minimum(maximum(beyond, 0.0), widths), slopes)


def convolve(a, v, mode="full"):
    """Return the sums of products of ``a`` and ``v`` turned round, at each distance."""
    import numpy as np

    a, v = lined_up(whole(a)), lined_up(whole(v))
    a, v = (a, v) if shape_of(a) >= shape_of(v) else (v, a)
    (n,), (m,) = shape_of(a), shape_of(v)
    wide = place(a, slice(m - 1, m - 1 + n), (n + 2 * m - 2,))
    full = matmul(wide[np.arange(n + m - 1)[:, None] + np.arange(m)], v[::-1])
    start = {"full": 0, "same": (m - 1) // 2, "valid": m - 1}[mode]
    return full[start : start + {"full": n + m - 1, "same": n, "valid": n - m + 1}[mode]]


def linspace(start, stop, num=50, endpoint=True):
    """Return ``num`` numbers from ``start`` to ``stop``, equally far apart."""
    import numpy as np

    share = np.linspace(0, 1, num, endpoint=endpoint).reshape(-1, *[1] * max(len(shape_of(start)), len(shape_of(stop))))
    return start * (1 - share) + stop * share


def polyval(p, x):
    """Return the value at ``x`` of the polynomial with the coefficients ``p``, the highest power first."""
    v = 0 * x
    for c in whole(p):
        v = v * x + c
    return v


def apply_along_axis(func1d, axis, arr, *args, **options):
    """Return what a function gives for each row along an axis."""
    import numpy as np

    axis, rows = range(len(shape_of(arr)))[axis], arr.transpose(_first(arr, axis))
    others = shape_of(rows)[1:]
    made = stack([func1d(rows[(slice(None), *k)], *args, **options) for k in np.ndindex(*others)])
    inner = shape_of(made)[1:]
    made = made.reshape((*others, *inner)) if others else made[0]
    if not inner or not others:
        return made
    return turning("moveaxis")(made, tuple(range(-len(inner), 0)), tuple(range(axis, axis + len(inner))))


def nan_to_num(x, copy=True, nan=0.0):
    """Return the numbers with ``nan`` in the place of what is none, and the largest floats for infinities."""
    most = 1.7976931348623157e308
    return minimum(maximum(where(x == x, x, nan), -most), most)


def select(condlist, choicelist, default=0.0):
    """Return, for each entry, the choice of the first condition that holds."""
    found = default
    for mask, u in reversed(list(zip(condlist, choicelist, strict=True))):
        found = where(mask, u, found)
    return found
