"""Operations that add the entries of arrays, or repeat them, and the linear maps that are their partials.

With this module you can

- gather entries along axes (``total``, ``mean``, ``cumsum``), and fill a shape with what there is (``broadcast``);
- see what an adjoint becomes where NumPy stretched an array (``fitted``, ``sum_to``).

A sum and a repetition are each other's transposes: what was used several times gets all its adjoints, added, and what was
added to others gets the adjoint of the sum.

>>> import numpy as np
>>> u = np.array([[1.0, 2.0], [3.0, 4.0]])
>>> J = sum_partial(None, u, 0)
>>> J * u, np.array([10.0, 20.0]) * J
(array([4., 6.]), array([[10., 20.],
       [10., 20.]]))
"""

import math
import operator

from ..errors import NumberError, TraceError, reason, short
from .arrays import Axes, shape_of
from .linear import LinearMap, along, hooked, index, reshape
from .operand import is_operand

UNFIT = AttributeError, LookupError, TypeError, ValueError  # what NumPy and Python raise where there is no such axis


def gathers(name):
    """Make of ``function(u, axis)`` an operation that a traced ``u`` writes down, with ``axis=None`` and ``keepdims=False``.

    ``axis`` is one, a tuple of them, or None for all; negative ones are counted from the last.  With ``keepdims`` the axes
    that are gathered stay, with the length 1, so that the result fits ``u`` again.
    """

    def decorate(function):
        def operation(u, axis=None, keepdims=False):
            if keepdims:
                return standing_again(operation(u, axis), places(as_axis(axis), len(shape_of(u))), shape_of(u))
            if is_operand(u):
                return type(u).apply_op(name, (u,), (as_axis(axis),))
            try:
                return function(u, axis if type(axis) is not list else tuple(axis))
            except UNFIT as problem:
                _refuse(name, u, axis, problem)

        operation.__name__, operation.__doc__ = function.__name__, function.__doc__
        return operation

    return decorate


def as_axis(axis):
    """Return an axis, or a tuple of them, as a program keeps it."""
    if isinstance(axis, (tuple, list)):
        return Axes(map(as_axis, axis))
    return operator.index(axis) if hasattr(axis, "__index__") else axis


def places(axis, count):
    """Return the axes that are meant among ``count``, counted from 0: of None all, of -1 the last."""
    return {*range(count)} if axis is None else {a % count for a in (axis if isinstance(axis, tuple) else (axis,))}


def standing_again(v, gone, full):
    """Return what was gathered along the axes ``gone`` of an array of shape ``full`` with these axes, of length 1."""
    whole = tuple(1 if k in gone else n for k, n in enumerate(full))
    return reshape(v, whole) if shape_of(v) else broadcast(v, whole)


def checked_axis(name, shape, axis):
    """Return an axis, or a tuple of them, if an array of this shape has them, each of them once."""
    axes = [] if axis is None else [*axis] if isinstance(axis, tuple) else [axis]
    there = [a for a in axes if isinstance(a, int) and -len(shape) <= a < len(shape)]
    if len({a % len(shape) for a in there}) < len(axes):
        raise TraceError(f"an array of shape {shape} has no axes {axis} for {name}: an axis is counted from 0") from None
    return axis


def _refuse(name, u, axis, problem):
    shape = shape_of(u)
    if not shape:
        raise TraceError(f"{name} takes an array, traced or not, and {short(u)} is none: it goes over entries") from None
    checked_axis(name, shape, axis)
    if 0 in shape:
        raise NumberError(f"{name} has no value where there is no entry, in an array of shape {shape}") from None
    raise NumberError(f"{name} cannot be computed here: {reason(problem)}") from None


@gathers("sum")
def total(u, axis):
    """Return the sum of the entries, of all or along an axis or several."""
    return u.sum(axis)


@gathers("mean")
def mean(u, axis):
    """Return the mean of the entries, of all or along an axis or several."""
    return u.mean(axis)


def cumsum(u, axis=None):
    """Return the running sums along an axis: an entry, plus all before it; without an axis, of the entries in one row."""
    if axis is None and is_operand(u):
        return cumsum(u if len(shape_of(u)) == 1 else reshape(u, (math.prod(shape_of(u)),)), 0)
    return _running_sums(u, as_axis(axis))


@hooked("cumsum")
def _running_sums(u, axis):
    try:
        return u.cumsum(axis)
    except UNFIT as problem:
        _refuse("cumsum", u, axis, problem)


@hooked("broadcast")
def broadcast(u, shape):
    """Return ``u`` repeated to fill ``shape``: the transpose of a sum."""
    import numpy as np

    return np.full(shape, u, dtype=np.result_type(np.asarray(u), 0.0))


# --- partials: functions of (v, *u) as in the table, one per argument -----------------------------


def sum_partial(v, u, axis):
    """Return the partial of a sum: every entry that was added gets the whole adjoint."""
    full = shape_of(u)
    return LinearMap(
        lambda udot: total(udot, axis), lambda vbar: broadcast(standing(vbar, axis, full), full) if full else vbar
    )


def standing(v, axis, full):
    """Return what was gathered along axes of an array of shape ``full`` as it fits that array again."""
    gone = places(axis, len(full))
    if gone == {*range(len(gone))}:
        return v  # NumPy stretches along the first axes by itself
    return reshape(v, tuple(1 if k in gone else n for k, n in enumerate(full)))


def mean_partial(v, u, axis):
    """Return the partial of a mean: of a sum, divided by the number of entries in it."""
    full = shape_of(u)
    count, by_sum = math.prod(full[k] for k in places(axis, len(full))), sum_partial(v, u, axis)
    return LinearMap(lambda udot: mean(udot, axis), lambda vbar: vbar / count * by_sum)


def cumsum_partial(v, u, axis):
    """Return the partial of running sums: an entry is in its own and in all later ones, so those are summed from the end."""
    back = along(axis % len(shape_of(u)), slice(None, None, -1))
    return LinearMap(lambda udot: cumsum(udot, axis), lambda vbar: index(cumsum(index(vbar, back), axis), back))


def broadcast_partial(v, u, shape):
    """Return the partial of a repetition: the adjoints of all copies are added."""
    before = shape_of(u)
    return LinearMap(lambda udot: broadcast(udot, shape), lambda vbar: sum_to(vbar, before))


def fitted(partial, u, v):
    """Return the partial of an entrywise operation as a map, where NumPy has stretched ``u`` to the shape of ``v``."""
    before, after = shape_of(u), shape_of(v)
    if before == after or isinstance(partial, LinearMap):
        return partial
    return LinearMap(lambda udot: broadcast(partial * udot, after), lambda vbar: sum_to(vbar * partial, before))


def sum_to(vbar, shape):
    """Return ``vbar`` summed to ``shape``: an entry that was used several times gets all its adjoints."""
    full = shape_of(vbar)
    if full == shape:
        return vbar
    if shape == ():
        return total(vbar)
    more = len(full) - len(shape)
    gone = Axes([*range(more), *(k + more for k, n in enumerate(shape) if n != full[k + more])])
    v = total(vbar, None if len(gone) == len(full) else gone[0] if len(gone) == 1 else gone)
    return v if shape_of(v) == shape else reshape(v, shape) if shape_of(v) else broadcast(v, shape)
