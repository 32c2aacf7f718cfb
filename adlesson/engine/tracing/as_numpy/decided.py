"""Facts about numbers on which a function may act: which is largest, are all positive, is one of them NaN.

With this module you can

- run ``argmax``, ``sort``, ``median``, ``all``, ``isnan``, ``allclose`` ... on traced values.

A fact does not move with its inputs, it flips.  So either it is found anew at each point, as the comparison of arrays is, an
array of 1 and 0; or a program keeps a guard, the comparison of two numbers, and says so where the fact would be another.
"""

import math

from ...errors import TraceError, short
from ...numbers.arithmetic import maximum
from ...numbers.arrays import shape_of
from ...numbers.choosing import amax, amin, where
from ...numbers.inputs import is_value
from ...numbers.operand import is_operand
from ...numbers.summing import total
from ..user_code import user_line
from .moved_entries import picked, places, plain, shaped, whole


def holds(x):
    """Return the truth of a number, guarded, or 1 and 0 for each entry of an array."""
    if not is_value(x := whole(x)):
        raise TraceError(f"{short(x)} is neither a number nor an array: give a mask, such as x > 0")
    return x != 0


def all_hold(a, axis=None, keepdims=False):
    """Return whether no entry is 0; along an axis an array of 1 and 0."""
    mask = holds(a)
    if axis is None and 0 in shape_of(mask):
        return True
    return (amin(mask, axis, keepdims) if shape_of(mask) else mask) != 0


def any_holds(a, axis=None, keepdims=False):
    """Return whether an entry is not 0; along an axis an array of 1 and 0."""
    mask = holds(a)
    if axis is None and 0 in shape_of(mask):
        return False
    return (amax(mask, axis, keepdims) if shape_of(mask) else mask) != 0


def both(x, y):
    """Return whether both hold, for each entry."""
    x, y = holds(x), holds(y)
    if not (shape_of(x) or shape_of(y)):
        return x and y
    return x * y if is_operand(x) and is_operand(y) else x * y != 0  # which is a comparison again


def either(x, y):
    """Return whether one of two holds, for each entry."""
    x, y = holds(x), holds(y)
    return maximum(x * 1.0, y * 1.0) != 0 if shape_of(x) or shape_of(y) else x or y


def one_of_two(x, y):
    """Return whether just one of two holds, for each entry."""
    return holds(x) != holds(y)


def fails(x):
    """Return whether it is 0, for each entry."""
    return whole(x) == 0


def close(a, b, rtol=1e-05, atol=1e-08):
    """Return whether two numbers are the same but for small errors, for each entry."""
    return abs(a - b) <= atol + rtol * abs(b)


def all_close(a, b, rtol=1e-05, atol=1e-08):
    """Return whether two arrays are the same but for small errors."""
    return all_hold(close(whole(a), whole(b), rtol, atol))


def array_equal(a1, a2):
    """Return whether two arrays have the same shape and entries."""
    a1, a2 = whole(a1), whole(a2)
    return shape_of(a1) == shape_of(a2) and all_hold(a1 == a2)


def count(a, axis=None, keepdims=False):
    """Return how many entries are not 0."""
    mask = holds(a)
    return total(mask, axis, keepdims) if shape_of(mask) else int(mask)


def decided(mask):
    """Return a traced array of 1 and 0 as plain truth values; a guard keeps them."""
    found = plain(mask) != 0
    if not is_operand(mask):
        return found
    total(abs(mask - found), None) == 0  # noqa: B015, the guard
    return found


def decided_places(key):
    """Return a traced array of whole numbers as plain ones, which may index; a guard keeps them."""
    import numpy as np

    found = plain(key)
    if not (found == np.round(found)).all():
        raise TraceError(f"the index is neither a mask nor whole numbers (line {user_line()}): compare first, x[x > 0]")
    places = found.astype(int)
    if is_operand(key):
        total(abs(key - places), None) == 0  # noqa: B015, the guard
    return places


def nonzero(a):
    """Return where entries are not 0, as plain places, guarded."""
    import numpy as np

    return np.nonzero(decided(holds(a)))


def flatnonzero(a):
    """Return where entries are not 0, in one row, as plain places, guarded."""
    import numpy as np

    return np.flatnonzero(decided(holds(a)))


def argwhere(a):
    """Return where entries are not 0, a row of places for each, guarded."""
    import numpy as np

    return np.argwhere(decided(holds(a)))


def _extreme(name, largest, sign):
    def formula(a, axis=None, keepdims=False):
        import numpy as np

        if not shape_of(a):
            return 0
        at = getattr(np, name)(plain(a), axis, keepdims=True)
        found = picked(a, np.take_along_axis(places(a), at, axis) if axis is not None else places(a).ravel()[at])
        total(shaped(sign * (largest(a, axis, True) - found), (found.size,)), None) <= 0  # noqa: B015, the guard
        before = places(a) < places(a).ravel()[at] if axis is None else np.indices(a.shape)[axis] < at
        total((sign * (a - found) >= 0) * before, None) == 0  # noqa: B015, another guard: of equal ones it is the first
        at = at if keepdims else at.squeeze() if axis is None else at.squeeze(axis)
        return at if shape_of(at) else int(at)

    return formula


argmax, argmin = _extreme("argmax", amax, 1), _extreme("argmin", amin, -1)


def argsort(a, axis=-1, kind=None, stable=None):
    """Return the places of the entries in rising order, plain and guarded."""
    import numpy as np

    a, axis = (a, axis) if axis is not None else (a.ravel(), -1)
    order = np.argsort(plain(a), axis, kind="stable")
    _in_order(a, order, axis)
    return order


def sort(a, axis=-1, kind=None, stable=None):
    """Return the entries in rising order; a guard keeps the order."""
    import numpy as np

    a, axis = (a, axis) if axis is not None else (a.ravel(), -1)
    return _in_order(a, np.argsort(plain(a), axis, kind="stable"), axis)


def _in_order(a, order, axis):
    import numpy as np

    made = a[order] if len(shape_of(a)) == 1 else picked(a, np.take_along_axis(places(a), order, axis))
    if order.shape[axis] > 1:
        behind, before = ((slice(None),) * range(order.ndim)[axis] + (key,) for key in (slice(1, None), slice(None, -1)))
        apart = made[behind] - made[before]
        if (unknown := plain(apart) != plain(apart)).any():  # NaN comes last, and has no order: where it is, is kept
            decided(made != made)
            apart = where(unknown, 0.0, apart)
        amin(apart, None) >= 0  # noqa: B015, the guard
    return made


def quantile(a, q, axis=None, keepdims=False):
    """Return the number below which a share ``q`` of the entries lies, between the nearest two; NaN if one is NaN."""
    import numpy as np

    shape, q = shape_of(a), whole(q)
    axes = range(len(shape)) if axis is None else [range(len(shape))[axis]]
    rows = (
        sort(a.ravel())
        if axis is None
        else sort(a, axis).transpose([axes[0], *[k for k in range(len(shape)) if k not in axes]])
    )
    n, made = shape_of(rows)[0], []
    if (plain(rows) != plain(rows)).any():  # sorted, NaN comes last, and hides among the largest
        rows = where(rows[-1] == rows[-1], rows, math.nan)
    for share in np.atleast_1d(q).ravel():
        if not 0 <= share <= 1:
            raise TraceError("the share of a quantile lies between 0 and 1, of a percentile between 0 and 100")
        below = min(int(share * (n - 1)), n - 1)
        part = share * (n - 1) - below
        made.append(rows[below] if part == 0 else rows[below] * (1 - part) + rows[below + 1] * part)
        if keepdims:
            made[-1] = shaped(made[-1], tuple(1 if k in axes else n for k, n in enumerate(shape)))
    return whole(made) if shape_of(q) else made[0]


def percentile(a, q, axis=None, keepdims=False):
    """Return the number below which ``q`` of a hundred entries lie."""
    return quantile(a, whole(q) / 100, axis, keepdims)


def median(a, axis=None, keepdims=False):
    """Return the entry in the middle, or the mean of the two there."""
    return quantile(a, 0.5, axis, keepdims) if shape_of(a) else a


def spread(a, axis=None, keepdims=False):
    """Return the distance from the smallest entry to the largest."""
    return amax(a, axis, keepdims) - amin(a, axis, keepdims) if shape_of(a) else 0 * a


def is_nan(x):
    """Return whether it is no number, for each entry."""
    return whole(x) != whole(x)


def is_infinite(x):
    """Return whether it is an infinity, for each entry."""
    return abs(whole(x)) == math.inf


def is_finite(x):
    """Return whether it is a number and no infinity, for each entry."""
    return abs(whole(x)) < math.inf
