"""Operations that put the entries of arrays elsewhere, and the linear maps that are their partials.

With this module you can

- write array code without caring who is traced, in NumPy's spelling (``transpose``, ``reshape``, ``index``,
  ``concatenate`` ...), on arrays and on traced arrays alike;
- see what a derivative is when a variable is an array (``LinearMap``).

The partial of an array operation is a matrix that nobody builds: it is enough to know what it does to a
column on its right, ``J * udot``, which pushes a tangent forward, and to a row on its left,
``vbar * J``, which pulls an adjoint back.  The second is the transpose of the first.  Each is made of operations
from the table, so that a sweep over arrays can itself be traced.  What stands here is linear: pushed forward, a tangent
goes through the operation itself; pulled back, an adjoint goes where its entry came from.

>>> import numpy as np
>>> J = index_partial(None, np.array([5.0, 6.0, 7.0]), slice(1, 3))
>>> J * np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0]) * J
(array([2., 3.]), array([ 0., 10., 20.]))
"""

import math
import operator

from ..errors import TraceError, short
from .arrays import shape_of
from .operand import is_operand


class LinearMap:
    """The partial of an array operation: ``push(udot)`` is ``J * udot``, ``pull(vbar)`` is ``vbar * J``."""

    __slots__ = ("pull", "push")
    __array_ufunc__ = None  # an array times a map is the map's business, not NumPy's

    def __init__(self, push, pull):
        self.push, self.pull = push, pull

    def __mul__(self, udot):
        return self.push(udot)

    def __rmul__(self, vbar):
        return self.pull(vbar)


def hooked(name, of=1):
    """Let a traced argument, one of the first ``of``, write the operation down; what comes after them are options.

    ``of=-1``: all but the last are arguments, however many they are.
    """

    def decorate(function):
        def operation(*args):
            for u in args[:of]:
                if is_operand(u):
                    return type(u).apply_op(name, args[:of], args[of:])
            return function(*args)

        operation.__name__, operation.__doc__ = function.__name__, function.__doc__
        return operation

    return decorate


def transpose(u, axes=None):
    """Return ``u`` with its axes in another order: ``axes[k]`` becomes axis ``k``; without ``axes`` in reverse order."""
    if not is_operand(u):
        return u.transpose(axes)
    count = len(shape_of(u))
    if axes is not None:
        axes = tuple(operator.index(a) % count for a in axes)
    return type(u).apply_op("transpose", (u,), (None if axes == (*reversed(range(count)),) else axes,))


def swapaxes(u, one, other):
    """Return ``u`` with two of its axes in each other's place."""
    axes = [*range(len(shape_of(u)))]
    axes[one], axes[other] = axes[other], axes[one]
    return transpose(u, tuple(axes))


def moveaxis(u, source, destination):
    """Return ``u`` with the axis ``source`` moved to ``destination``, or several of them; the others keep their order."""
    count = len(shape_of(u))
    source, destination = ([a % count for a in (u if hasattr(u, "__len__") else (u,))] for u in (source, destination))
    axes = [k for k in range(count) if k not in source]
    for where, k in sorted(zip(destination, source, strict=True)):
        axes.insert(where, k)
    return transpose(u, tuple(axes))


@hooked("reshape")
def reshape(u, shape):
    """Return the entries of ``u`` in another shape."""
    return u.reshape(shape)


@hooked("index")
def index(u, key):
    """Return ``u[key]``: an entry, a slice, or a choice of entries."""
    return u[key][()]  # an entry is a number, not an array without axes


@hooked("place")
def place(v, key, shape):
    """Return an array of zeros with ``v`` added at ``key``: the transpose of ``index``."""
    import numpy as np

    u = np.zeros(shape, dtype=np.result_type(np.asarray(v), 0.0))
    if all(type(k) in (int, slice, type(None), type(...)) for k in (key if type(key) is tuple else (key,))):
        u[key] = v  # each entry was read once
    else:
        np.add.at(u, key, v)  # where an entry was read twice it is paid twice, which u[key] += v forgets
    return u


def concatenate(parts, axis=0):
    """Return arrays joined along an axis that they have; without one (None), their entries in one row.

    Any number of parts, traced and plain; a list among them counts as an array.

    >>> import numpy as np
    >>> concatenate([np.ones(2), [5.0], np.zeros(1)]).tolist()
    [1.0, 1.0, 5.0, 0.0]
    """
    parts = [as_one(u) for u in parts]
    if axis is None:
        parts, axis = [reshape(u, (math.prod(shape_of(u)),)) if shape_of(u) else stack([u]) for u in parts], 0
    if not parts or not all(map(shape_of, parts)):
        what = f"{short(next(u for u in parts if not shape_of(u)))} is a number" if parts else "there is none"
        raise TraceError(f"concatenate joins arrays along an axis that they have, and {what}: stack makes one of numbers")
    return joined(*parts, operator.index(axis))


def stack(parts, axis=0):
    """Return arrays of one shape, or numbers, side by side along a new axis; any number of them, traced and plain.

    >>> stack([1.0, 2.0]).tolist()
    [1.0, 2.0]
    """
    parts = [as_one(u) for u in parts]
    if not parts:
        raise TraceError("stack puts numbers or arrays side by side, and there is none")
    return layered(*parts, operator.index(axis))


def as_one(u):
    """Return a list of numbers or arrays, traced or not, as one array; anything else as it is.

    So is an array of objects that holds traced numbers, which NumPy makes of ``np.array([x, y])``.
    """
    if getattr(getattr(u, "dtype", None), "kind", "") == "O" and not is_operand(u):
        if any(map(is_operand, u.flat)):
            u = u.tolist()
        elif all(isinstance(v, (int, float)) for v in u.flat):
            u = u.astype(float)
    return stack(u) if isinstance(u, (list, tuple)) else u


@hooked("concatenate", of=-1)
def joined(*parts_and_axis):
    """Return the arrays that come before the axis, joined along it."""
    import numpy as np

    return np.concatenate(parts_and_axis[:-1], parts_and_axis[-1])


@hooked("stack", of=-1)
def layered(*parts_and_axis):
    """Return the arrays or numbers that come before the axis, side by side along it."""
    import numpy as np

    v = np.stack(parts_and_axis[:-1], parts_and_axis[-1])
    if v.dtype.kind not in "fciubO":  # "2" would be read as a number
        raise TraceError(f"stack puts numbers or arrays side by side, and this is neither: {short(v.flat[-1])}")
    return v if v.dtype.char in "dD" else v.astype(complex if v.dtype.kind == "c" else float)


# --- partials: functions of (v, *u) as in the table, one per argument -----------------------------


def transpose_partial(v, u, axes=None):
    """Return the partial of a transpose: the transpose that puts the axes back."""
    count = len(shape_of(u))
    back = axes and tuple(sorted(range(count), key=axes.__getitem__))
    return LinearMap(lambda udot: transpose(udot, axes), lambda vbar: transpose(vbar, back))


def reshape_partial(v, u, shape):
    """Return the partial of a change of shape: the change back."""
    before = shape_of(u)
    return LinearMap(lambda udot: reshape(udot, shape), lambda vbar: reshape(vbar, before))


def index_partial(v, u, key):
    """Return the partial of ``u[key]``: what was not read gets nothing."""
    full = shape_of(u)
    return LinearMap(lambda udot: index(udot, key), lambda vbar: place(vbar, key, full))


def place_partial(v, u, key, shape):
    """Return the partial of ``place(u, key, shape)``: what lies elsewhere is not its own."""
    return LinearMap(lambda udot: place(udot, key, shape), lambda vbar: index(vbar, key))


def joined_partial(k, v, *parts_and_axis):
    """Return the partial of joined arrays by part ``k``: the piece of the adjoint where that part lies."""
    *parts, axis = parts_and_axis
    axis %= len(shape_of(v))
    start = sum(shape_of(u)[axis] for u in parts[:k])
    key = along(axis, slice(start, start + shape_of(parts[k])[axis]))
    return place_partial(v, parts[k], key, shape_of(v))


def layered_partial(k, v, *parts_and_axis):
    """Return the partial of stacked arrays by part ``k``: the adjoint in its layer."""
    return place_partial(v, parts_and_axis[k], along(parts_and_axis[-1] % len(shape_of(v)), k), shape_of(v))


def along(axis, place):
    """Return the key that takes ``place`` along an axis and everything along those before and after it."""
    return (*[slice(None)] * axis, place) if axis else place
