"""Many arrays at once: what an operation does to each of them, done to all in one go.

With this module you can

- push all unit vectors through a sweep at once (``identity``), and read the blocks of a Jacobian off (``Many.whole``);
- let values that belong to no direction meet those that do (``shared``).

Every unit vector takes the same road, so they need not go one by one.  ``Many`` stands for one array, of the shape
``shape``, and holds a stack of them, ``whole``, along an axis that comes first; each operation is done to the stack
(``stacks``).  The sweeps need not know: they multiply by partials, and add.  As long as an array of units is only scaled,
entry by entry, it stays a diagonal, and a matrix that meets it gets its rows scaled: so dtanh(W x)/dx costs no product of
matrices.

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
from ..numbers.arrays import filled, shape_of
from ..numbers.choosing import chosen
from ..numbers.linear import concatenate, moveaxis, reshape, transpose
from ..numbers.operand import Comparable, is_operand
from ..ops import COMPARISONS, OPS
from .stacks import Part, stack_of

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
            parts = [Part(bare(u), shape_of(u), of_all(u)) for u in args]
            found = Many(stack_of(op, count, parts, options), count)
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
