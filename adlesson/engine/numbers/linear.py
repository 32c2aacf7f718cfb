"""Operations on whole arrays, and the linear maps that are their partials.

With this module you can

- calculate with arrays in NumPy's spelling (``matmul``, ``total``, ``transpose``, ``reshape``,
  ``index`` ...), on arrays and on traced arrays alike;
- see what a derivative is when a variable is an array (``LinearMap``).

The partial of an array operation is a matrix that nobody builds: it is enough to know what it does to a
column on its right, ``J * udot``, which pushes a tangent forward, and to a row on its left,
``vbar * J``, which pulls an adjoint back.  The second is the transpose of the first.  Each is made of operations
from the table, so that a sweep over arrays can itself be traced.

>>> import numpy as np
>>> u, w = np.array([1.0, 2.0]), np.array([[3.0, 4.0], [5.0, 6.0]])
>>> J = matmul_by_left(None, u, w)
>>> J * np.array([1.0, 0.0]), np.array([0.0, 1.0]) * J
(array([3., 4.]), array([4., 6.]))
"""

import math
import sys

from ..errors import NumberError, TraceError, short
from .arrays import shape_of
from .elementary import exp
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


def _hooked(name, of=1):
    """Let a traced argument, one of the first ``of``, write the operation down; what comes after them are options."""

    def decorate(function):
        def operation(*args):
            for u in args[:of]:
                if is_operand(u):
                    return type(u).apply_op(name, args[:of], args[of:])
            return function(*args)

        operation.__name__, operation.__doc__ = function.__name__, function.__doc__
        return operation

    return decorate


@_hooked("matmul", 2)
def matmul(u, w):
    """Return ``u @ w`` for vectors and matrices."""
    if max(len(shape_of(u)), len(shape_of(w))) > 2:
        raise NumberError(f"@ takes vectors and matrices here, not the shapes {shape_of(u)} and {shape_of(w)}")
    return u @ w


@_hooked("sum")
def total(u, axis):
    """Return the sum of the entries, of all or along one axis."""
    return u.sum(axis)


@_hooked("mean")
def mean(u, axis):
    """Return the mean of the entries, of all or along one axis."""
    return u.mean(axis)


def logsumexp(u, axis=None, keepdims=False):
    """Return log of the sum of exp of the entries, of all or along an axis or several, where exp alone would overflow, too.

    Its derivative is the softmax: positive shares that add up to 1.  With ``keepdims`` an axis that is summed over stays,
    with the length 1, so that ``x - logsumexp(x, axis=1, keepdims=True)`` fits.

    >>> import numpy as np
    >>> float(logsumexp(np.array([1000.0, 1000.0])))
    1000.6931471805599
    """
    if keepdims or isinstance(axis, tuple):
        return _along_axes(logsumexp, u, axis, keepdims)
    if is_operand(u):
        return type(u).apply_op("logsumexp", (u,), (axis,))
    if not shape_of(u):
        raise TraceError(f"logsumexp takes an array, traced or not, and {short(u)} is none: it sums over entries")
    np = sys.modules["numpy"]  # whose array this is: an import statement would take as long as the sum

    largest = np.maximum.reduce(u.real, axis, keepdims=True)
    if not math.isfinite(np.add.reduce(largest, None)):  # what is infinite or NaN must not hide in a difference
        largest = np.where(np.isfinite(largest), largest, 0.0)
    parts = u - largest
    sums = np.add.reduce(np.exp(parts, out=parts), axis)
    return np.log(sums) + largest.reshape(sums.shape)[()]


def _along_axes(gather, u, axis, keepdims):
    """Return ``gather(u, axis)``, along one axis after the other if they are several; their lengths become 1 or go."""
    shape, count = shape_of(u), len(shape_of(u))
    axes = range(count) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    places = {a % count for a in axes if isinstance(a, int) and -count <= a < count}
    if len(places) < len(axes):
        raise TraceError(f"an array of shape {shape} has no axes {axis} for {gather.__name__}: an axis is counted from 0")
    v = u
    for a in sorted(places, reverse=True) if axis is not None else [None]:
        v = gather(v, a)
    if not keepdims:
        return v
    whole = tuple(1 if k in places else n for k, n in enumerate(shape))
    return reshape(v, whole) if shape_of(v) else broadcast(v, whole)


@_hooked("transpose")
def transpose(u):
    """Return ``u`` with its axes in reverse order."""
    return u.T


@_hooked("reshape")
def reshape(u, shape):
    """Return the entries of ``u`` in another shape."""
    return u.reshape(shape)


@_hooked("index")
def index(u, key):
    """Return ``u[key]``: an entry, a slice, or a choice of entries."""
    return u[key][()]  # an entry is a number, not an array without axes


@_hooked("place")
def place(v, key, shape):
    """Return an array of zeros with ``v`` added at ``key``: the transpose of ``index``."""
    import numpy as np

    u = np.zeros(shape, dtype=np.result_type(np.asarray(v), 0.0))
    np.add.at(u, key, v)  # where an entry was read twice it is paid twice, which u[key] += v forgets
    return u


@_hooked("broadcast")
def broadcast(u, shape):
    """Return ``u`` repeated to fill ``shape``: the transpose of a sum."""
    import numpy as np

    return np.full(shape, u, dtype=np.result_type(np.asarray(u), 0.0))


@_hooked("outer", 2)
def outer(u, w):
    """Return the matrix of all products of an entry of ``u`` and one of ``w``."""
    return u.reshape(-1, 1) * w.reshape(1, -1)


# --- partials: functions of (v, *u) as in the table, one per argument -----------------------------


def matmul_by_left(v, u, w):
    """Return the partial of ``u @ w`` by ``u``."""
    if len(shape_of(w)) == 2:
        pull = (lambda vbar: matmul(vbar, transpose(w))) if len(shape_of(u)) == 2 else lambda vbar: matmul(w, vbar)
    else:
        pull = (lambda vbar: outer(vbar, w)) if len(shape_of(u)) == 2 else lambda vbar: vbar * w
    return LinearMap(lambda udot: matmul(udot, w), pull)


def matmul_by_right(v, u, w):
    """Return the partial of ``u @ w`` by ``w``."""
    if len(shape_of(u)) == 2:
        pull = lambda vbar: matmul(transpose(u), vbar)  # noqa: E731
    else:
        pull = (lambda vbar: outer(u, vbar)) if len(shape_of(w)) == 2 else lambda vbar: vbar * u
    return LinearMap(lambda wdot: matmul(u, wdot), pull)


def outer_by_left(v, u, w):
    """Return the partial of ``outer(u, w)`` by ``u``."""
    return LinearMap(lambda udot: outer(udot, w), lambda vbar: matmul(vbar, w))


def outer_by_right(v, u, w):
    """Return the partial of ``outer(u, w)`` by ``w``."""
    return LinearMap(lambda wdot: outer(u, wdot), lambda vbar: matmul(u, vbar))


def sum_partial(v, u, axis):
    """Return the partial of a sum: every entry that was added gets the whole adjoint."""
    full = shape_of(u)
    return LinearMap(lambda udot: total(udot, axis), lambda vbar: broadcast(_standing(vbar, axis, full), full))


def _standing(v, axis, full):
    """Return what was summed along an axis of an array of shape ``full`` as it fits that array again."""
    if axis in (None, 0, -len(full)):
        return v
    return reshape(v, tuple(1 if k == axis % len(full) else n for k, n in enumerate(full)))


def mean_partial(v, u, axis):
    """Return the partial of a mean: of a sum, divided by the number of entries in it."""
    count, by_sum = math.prod(shape_of(u)) if axis is None else shape_of(u)[axis], sum_partial(v, u, axis)
    return LinearMap(lambda udot: mean(udot, axis), lambda vbar: vbar / count * by_sum)


def logsumexp_partial(v, u, axis):
    """Return the partial of ``logsumexp``: each entry has its share, the softmax ``exp(u - v)``, in the sum."""
    full = shape_of(u)
    share = exp(u - _standing(v, axis, full))
    return LinearMap(lambda udot: total(share * udot, axis), lambda vbar: _standing(vbar, axis, full) * share)


def transpose_partial(v, u):
    """Return the partial of a transpose: another transpose."""
    return LinearMap(transpose, transpose)


def reshape_partial(v, u, shape):
    """Return the partial of a change of shape: the change back."""
    before = shape_of(u)
    return LinearMap(lambda udot: reshape(udot, shape), lambda vbar: reshape(vbar, before))


def index_partial(v, u, key):
    """Return the partial of ``u[key]``: what was not read gets nothing."""
    full = shape_of(u)
    return LinearMap(lambda udot: index(udot, key), lambda vbar: place(vbar, key, full))


def place_partial(v, u, key, shape):
    """Return the partial of ``place(u, key, shape)``."""
    return LinearMap(lambda udot: place(udot, key, shape), lambda vbar: index(vbar, key))


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
    if shape == ():
        return total(vbar, None) if shape_of(vbar) else vbar
    while len(shape_of(vbar)) > len(shape):
        vbar = total(vbar, 0)
    for k, n in enumerate(shape):
        if n != shape_of(vbar)[k]:
            one_less = total(vbar, k)
            kept = (*shape_of(one_less)[:k], 1, *shape_of(one_less)[k:])
            vbar = reshape(one_less, kept) if shape_of(one_less) else broadcast(one_less, kept)
    return vbar
