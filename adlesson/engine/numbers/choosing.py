"""Operations that choose among entries: the largest, a smooth largest, those where a condition holds.

With this module you can

- take the largest or smallest entry along axes (``amax``, ``amin``), and the smooth maximum (``logsumexp``);
- choose between two arrays, entry by entry (``where``), also by a comparison of arrays (``comparison``).

Which entry is chosen is found out anew at each point, so that a program of them needs no guard.  What is chosen gets the
adjoint, and the rest gets nothing; ``logsumexp`` gives each entry its share.  The choice itself has the slope 0.

>>> import numpy as np
>>> u = np.array([[1.0, 5.0], [5.0, 2.0]])
>>> amax(u, 1).tolist(), at_largest(u, None).tolist()
([5.0, 5.0], [[0.0, 0.0], [1.0, 0.0]])
"""

import math
import sys

from .arithmetic import in_order
from .arrays import shape_of
from .elementary import exp
from .linear import LinearMap, as_one, hooked
from .summing import broadcast, gathers, places, standing, sum_to, total


@gathers("amax")
def amax(u, axis):
    """Return the largest entry, of all or along an axis or several; if one is NaN, NaN.

    Of several that are equal the last one takes the derivative, in the order of ``u.ravel()``: as in
    ``maximum(maximum(a, b), c)``, where the second of two equal ones does.
    """
    in_order(u)
    return u.max(axis)


@gathers("amin")
def amin(u, axis):
    """Return the smallest entry, of all or along an axis or several; of equal ones the last takes the derivative."""
    in_order(u)
    return u.min(axis)


@hooked("at_largest")
def at_largest(u, axis=None):
    """Return an array like ``u`` with 1 where the largest entry along the axes is, the last of equal ones, and 0 elsewhere.

    Where an entry is NaN, all that it was compared with are NaN.
    """
    import numpy as np

    in_order(u)
    gone = sorted(places(axis, u.ndim))
    order = [*(k for k in range(u.ndim) if k not in gone), *gone]
    moved = u.transpose(order)
    rows = moved.reshape(math.prod(u.shape[k] for k in order[: u.ndim - len(gone)]), -1)
    gate = np.zeros(rows.shape)
    gate[range(len(rows)), rows.shape[1] - 1 - rows[:, ::-1].argmax(1)] = 1
    gate[(rows != rows).any(1)] = math.nan
    return gate.reshape(moved.shape).transpose(np.argsort(order))


@gathers("logsumexp")
def logsumexp(u, axis):
    """Return log of the sum of exp of the entries, of all or along an axis or several, where exp alone would overflow, too.

    Its derivative is the softmax: positive shares that add up to 1.  With ``keepdims`` an axis that is summed over stays,
    with the length 1, so that ``x - logsumexp(x, axis=1, keepdims=True)`` fits.

    >>> import numpy as np
    >>> float(logsumexp(np.array([1000.0, 1000.0])))
    1000.6931471805599
    """
    np = sys.modules["numpy"]  # whose array this is: an import statement would take as long as the sum
    largest = np.maximum.reduce(u.real, axis, keepdims=True)
    if not math.isfinite(np.add.reduce(largest, None)):  # what is infinite or NaN must not hide in a difference
        largest = np.where(np.isfinite(largest), largest, 0.0)
    parts = u - largest
    sums = np.add.reduce(np.exp(parts, out=parts), axis)
    return np.log(sums) + largest.reshape(sums.shape)[()]


def where(mask, x, y):
    """Return ``x`` where the mask holds and ``y`` elsewhere, entry by entry, stretched as NumPy does.

    The mask is plain, of truth values or of 1 and 0, or a comparison of traced arrays, such as ``x > 0``.  ``x`` gets the
    adjoint where the mask holds, ``y`` elsewhere.

    Both are computed everywhere, and an adjoint of 0 times a slope that is infinite or NaN is NaN: of ``log(x)`` where
    ``x`` is 0 or less.  So choose before, too: ``where(x > 0, log(where(x > 0, x, 1)), 0)``.

    >>> import numpy as np
    >>> where(np.array([True, False]), np.array([1.0, 2.0]), 0.0).tolist()
    [1.0, 0.0]
    """
    mask, x, y = map(as_one, (mask, x, y))
    if not shape_of(mask):
        mask = int(bool(mask))  # a traced number leaves a guard, as in a branch
    return chosen(mask, x, y)


@hooked("where", 3)
def chosen(mask, x, y):
    """Return ``x`` where the mask is not 0, else ``y``."""
    if not any(map(shape_of, (mask, x, y))):
        return x if mask else y
    import numpy as np

    v = np.where(mask, x, y)[()]
    return v if v.dtype.kind in "fc" else v + 0.0  # whole numbers become floats; -0.0 stays


where.of_floats = chosen.of_floats = lambda mask, x, y: x if mask else y


def comparison(name, compare):
    """Return the comparison of arrays, entry by entry: 1 where it holds, else 0; ``compare`` is one of ``operator``."""

    @hooked(name, 2)
    def compared(u, w):
        return compare(u, w) * 1.0

    return compared


# --- partials: functions of (v, *u) as in the table, one per argument -----------------------------


def amax_partial(v, u, axis):
    """Return the partial of ``amax``: the entry that is the largest gets the whole adjoint."""
    return _chosen_along(at_largest(u, axis), axis)


def amin_partial(v, u, axis):
    """Return the partial of ``amin``: the smallest entry is the largest of those with the other sign."""
    return _chosen_along(at_largest(-u, axis), axis)


def logsumexp_partial(v, u, axis):
    """Return the partial of ``logsumexp``: each entry has its share, the softmax ``exp(u - v)``, in the sum."""
    return _chosen_along(exp(u - standing(v, axis, shape_of(u))), axis)


def _chosen_along(shares, axis):
    full = shape_of(shares)
    return LinearMap(lambda udot: total(shares * udot, axis), lambda vbar: standing(vbar, axis, full) * shares)


def chosen_by_mask(v, mask, x, y):
    """Return the partial of ``where`` by the mask: nothing, also where an adjoint is infinite, and 0 times it no number."""
    moved, paid = shape_of(v), shape_of(mask)
    return LinearMap(lambda udot: broadcast(0, moved), lambda vbar: broadcast(0, paid)) if paid else 0


def chosen_by_first(v, mask, x, y):
    """Return the partial of ``where`` by what stands where the mask holds."""
    return _where(v, x, lambda u: chosen(mask, u, 0), lambda: chosen(mask, 1, 0))


def chosen_by_second(v, mask, x, y):
    """Return the partial of ``where`` by what stands elsewhere."""
    return _where(v, y, lambda u: chosen(mask, 0, u), lambda: chosen(mask, 0, 1))


where_partials = chosen_by_mask, chosen_by_first, chosen_by_second


def _where(v, u, let_through, slope):
    """Return what lets a tangent or an adjoint through where the mask does: a map, as 0 times an infinity is no 0."""
    before, after = shape_of(u), shape_of(v)
    if not after:
        return slope()
    fit = (lambda u: u) if before == after else lambda u: broadcast(u, after)
    return LinearMap(lambda udot: fit(let_through(udot)), lambda vbar: sum_to(let_through(vbar), before))
