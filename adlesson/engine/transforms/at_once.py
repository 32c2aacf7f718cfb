"""Many arrays at once: what an operation does to each of them, done to all in one go.

With this module you can

- push all unit vectors through a sweep at once (``identity``), and read the blocks of a Jacobian off (``Many.whole``);
- let values that belong to no direction meet those that do (``shared``).

Every unit vector takes the same road, so they need not go one by one.  ``Many`` stands for one array, of the shape
``shape``, and holds a stack of them, ``whole``, along an axis that comes first; each operation is done to the stack.  The
sweeps need not know: they multiply by partials, and add.  As long as an array of units is only scaled, entry by entry, it
stays a diagonal, and a matrix that meets it gets its rows scaled: so dtanh(W x)/dx costs no product of matrices.

>>> import numpy as np
>>> from ..ops import OPS
>>> W, x = np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros(2)
>>> (identity((2,)) * OPS["matmul"].partials[1](None, W, x)).whole
array([[1., 2.],
       [3., 4.]])
"""

import math
import operator

from ..numbers.arithmetic import divide
from ..numbers.arrays import Axes, filled, is_array, shape_of
from ..numbers.choosing import chosen
from ..numbers.linear import concatenate, index, moveaxis, place, reshape, stack, transpose
from ..numbers.operand import Comparable, is_operand
from ..numbers.products import LETTERS, matmul, summed
from ..numbers.summing import broadcast
from ..ops import COMPARISONS, OPS

MOST = 2**24  # numbers in all stacks of a sweep: 128 MB


class Many(Comparable):
    """``count`` arrays of one ``shape``, stacked along the first axis of ``whole``; without a count, one that all share.

    ``scale`` is None, or the diagonal of the arrays that are units times numbers: array k has ``scale`` at its entry k and
    0 elsewhere.  Their stack is made when somebody asks for it.
    """

    __slots__ = ("_whole", "count", "scale", "shape")

    def __init__(self, whole, count=None, scale=None, shape=None):
        self._whole, self.count, self.scale = whole, count, scale
        self.shape = shape if whole is None else shape_of(whole)[count is not None :]

    def __array__(self, *_, **__):
        # NumPy's functions would make one, in a partial of one's own
        raise TypeError("a stack of arrays is no array of objects")

    @property
    def whole(self):
        """The stack."""
        if self._whole is None:
            units, n = _unit_rows(0, self.count, self.count), self.count
            if not _is_one(self.scale):  # not a product: 0 times an infinity is no 0
                units = chosen(units, reshape(self.scale, (n,)) if shape_of(self.scale) else self.scale, 0)
            self._whole = reshape(units, (n, *self.shape)) if len(self.shape) > 1 else units
        return self._whole

    @staticmethod
    def apply_op(op, args, options=()):
        """Return what an operation makes of each of many."""
        count = next((u.count for u in args if isinstance(u, Many) and u.count is not None), None)
        if count is None:
            return Many(OPS[op].value(*map(bare, args), *options))
        short = DIAGONAL.get(op)
        found = short and short(*args, *options)
        if found is None:
            rule = RULES.get(op, _one_by_one)
            found = Many(rule(op, count, args, options), count)
        return found

    @staticmethod
    def compare(name, args):
        """Return the outcome of a comparison of what all share: a partial of one's own may branch."""
        return COMPARISONS[name][0](*map(bare, args))


def identity(shape):
    """Return all units of a shape: array k has a 1 at its entry k; of a number the 1."""
    return Many(None, math.prod(shape), 1, shape) if shape else 1


def units_of(program, place):
    """Yield the 1 of a number, or all units of an array, so many at once that such stacks of all variables fit in."""
    shape = program.shape_at(place)
    if not shape:
        yield 1
        return
    count, numbers = math.prod(shape), sum(math.prod(program.shape_at(i)) for i in range(len(program)))
    most = max(1, MOST // numbers)
    if count <= most:
        yield identity(shape)
        return
    for start in range(0, count, most):
        units = _unit_rows(start, min(most, count - start), count)
        yield Many(units.reshape(-1, *shape), len(units))


def _unit_rows(start, rows, count):
    """Return so many rows of the matrix with 1 on its diagonal, which has ``count`` columns."""
    units = filled((rows, count), 0)
    units.flat[start :: count + 1] = 1
    return units


def shared(values):
    """Return values with those that write down what is done to them so wrapped that they may meet many."""
    return [Many(u) if is_operand(u) else u for u in values]


def bare(u):
    """Return what a value is made of: a stack, or what all share."""
    return u.whole if isinstance(u, Many) else u


def of_all(u):
    """Whether there are many of ``u``."""
    return isinstance(u, Many) and u.count is not None


def block(parts, tall, wide, by_rows):
    """Return the block between two shapes of which stacks, one after the other, are the rows, or the columns."""
    stack = parts[0].whole if len(parts) == 1 else concatenate([bare(part) for part in parts])
    if not by_rows:
        stack = moveaxis(stack, 0, -1)
    return stack if shape_of(stack) == (*tall, *wide) else reshape(stack, (*tall, *wide))


# --- units that are only scaled -----------------------------------------------------------------------


def _is_one(scale):
    return type(scale) is int and scale == 1


def _scaled(compute):
    """Return the rule of a product or a quotient: units are scaled by an array of their shape, or by a number."""

    def rule(u, w):
        units, other = (u, w) if of_all(u) else (w, u)
        if units.scale is None or of_all(other) or shape_of(other) not in ((), units.shape):
            return None
        scale = bare(other) if compute is operator.mul and _is_one(units.scale) else None
        if scale is None:
            scale = compute(*(part.scale if part is units else bare(part) for part in (u, w)))
        return Many(None, units.count, scale, units.shape)

    return rule


def _units_added(u, w):
    for nothing, many in ((u, w), (w, u)):
        if type(nothing) is int and nothing == 0:  # where a sum begins
            return many
    if all(of_all(part) and part.scale is not None for part in (u, w)):
        return Many(None, u.count, u.scale + w.scale, u.shape)


def _units_turned(u):
    return None if u.scale is None else Many(None, u.count, -u.scale, u.shape)


def _rows_scaled(u, w):
    """Return the rule of a product of a matrix with units: its rows, or its columns, are what the units pick."""
    units, matrix = (u, w) if of_all(u) else (w, u)
    if units.scale is None or of_all(matrix) or len(units.shape) != 1 or len(shape_of(matrix)) != 2:
        return None
    rows = bare(matrix) if units is u else transpose(bare(matrix))
    scale = reshape(units.scale, (units.count, 1)) if shape_of(units.scale) else units.scale
    return Many(rows if _is_one(scale) else scale * rows, units.count)


DIAGONAL = {
    "multiply": _scaled(operator.mul),
    "divide": lambda u, w: _scaled(divide)(u, w) if of_all(u) else None,
    "negative": _units_turned,
    "add": _units_added,
    "matmul": _rows_scaled,
}

# --- what an operation does to a stack: one rule for each that tangents and adjoints meet ----------------


def _entrywise(op, count, args, options):
    """Return the result where NumPy stretches: the axes of one stand last, and new ones come behind that of the stack."""
    axes = max(len(shape_of(u)) for u in args)
    return OPS[op].value(*(_with_axes(u, axes) for u in args), *options)


def _with_axes(u, axes):
    """Return a stack of arrays with so many axes each; what all share fits as it is."""
    if not of_all(u) or len(u.shape) == axes:
        return bare(u)
    return reshape(u.whole, (u.count, *[1] * (axes - len(u.shape)), *u.shape))


def _matmul(op, count, args, options):
    """Return the products: of vectors in one product of matrices, of stacks of matrices as NumPy does."""
    u, w = args
    left, right = shape_of(u), shape_of(w)
    if not of_all(u) and len(right) == 1 and len(left) <= 2:
        return matmul(w.whole, transpose(bare(u)) if len(left) == 2 else bare(u))
    if not of_all(w) and len(right) <= 2:
        if len(left) == 1:
            return matmul(u.whole, bare(w))
        made = matmul(reshape(u.whole, (count * math.prod(left[:-1]), left[-1])), bare(w))
        return reshape(made, (count, *left[:-1], *right[1:]))
    rows, columns = left if len(left) > 1 else (1, *left), right if len(right) > 1 else (*right, 1)
    axes = max(len(rows), len(columns))
    parts = []
    for part, form in ((u, rows), (w, columns)):
        given = bare(part)
        full = (count, *[1] * (axes - len(form)), *form) if of_all(part) else form
        parts.append(given if shape_of(given) == full else reshape(given, full))
    made = matmul(*parts)
    full = shape_of(made)
    kept = (*full[:-2], *full[-2:][len(left) == 1 : 2 - (len(right) == 1)])
    return made if kept == full else reshape(made, kept)


def _outer(op, count, args, options):
    u, w = args
    tall, wide = math.prod(shape_of(u)), math.prod(shape_of(w))
    u = reshape(bare(u), (count, tall, 1) if of_all(u) else (tall, 1))
    return u * reshape(bare(w), (count, 1, wide) if of_all(w) else (1, wide))


def _einsum(op, count, args, options):
    """Return the sums with one more letter, for the stack."""
    given, result = options[0].split("->")
    letter = next((c for c in LETTERS if c not in given), None)
    if letter is None:
        return _one_by_one(op, count, args, options)
    terms = [letter + term if of_all(u) else term for term, u in zip(given.split(","), args, strict=True)]
    return summed(*map(bare, args), f"{','.join(terms)}->{letter}{result}")


def _along(op, count, args, options):
    """Return what is gathered along the same axes, which now come one later."""
    (u,), (axis,) = args, options
    axes = len(u.shape)
    if not axes:
        return u.whole  # of a number there is nothing to gather
    if axis is None:
        axis = Axes(range(1, axes + 1)) if axes > 1 else 1
    else:
        axis = Axes(k % axes + 1 for k in axis) if isinstance(axis, tuple) else axis % axes + 1
    return OPS[op].value(u.whole, axis)


def _broadcast(op, count, args, options):
    return broadcast(_with_axes(args[0], len(options[0])), (count, *options[0]))


def _transpose(op, count, args, options):
    axes = options[0] if options and options[0] is not None else range(len(args[0].shape))[::-1]
    return transpose(args[0].whole, (0, *(k + 1 for k in axes)))


def _reshape(op, count, args, options):
    return reshape(args[0].whole, (count, *options[0]))


def _index(op, count, args, options):
    key = _key(options[0])
    return _one_by_one(op, count, args, options) if key is None else index(args[0].whole, key)


def _place(op, count, args, options):
    key = _key(options[0])
    return _one_by_one(op, count, args, options) if key is None else place(args[0].whole, key, (count, *options[1]))


def _key(key):
    """Return a key that takes the whole stack first; None where chosen axes that stand apart would come before it."""
    keys = key if type(key) is tuple else (key,)
    chosen_axes = [k for k, part in enumerate(keys) if not (part is None or part is ... or isinstance(part, slice))]
    lists = any(is_array(keys[k]) or isinstance(keys[k], (list, tuple)) for k in chosen_axes)
    apart = lists and chosen_axes != [*range(chosen_axes[0], chosen_axes[-1] + 1)]
    return None if apart else (slice(None), *keys)


def _one_by_one(op, count, args, options):
    """Return a stack of the results for each: what serves any operation, also one of the learner's own."""
    value = OPS[op].value
    return stack([value(*(index(u.whole, k) if of_all(u) else bare(u) for u in args), *options) for k in range(count)])


RULES = {
    **dict.fromkeys(("add", "subtract", "multiply", "divide", "power", "negative", "gated", "where"), _entrywise),
    **dict.fromkeys(("sum", "mean", "cumsum"), _along),
    "matmul": _matmul,
    "outer": _outer,
    "einsum": _einsum,
    "broadcast": _broadcast,
    "transpose": _transpose,
    "reshape": _reshape,
    "index": _index,
    "place": _place,
}
