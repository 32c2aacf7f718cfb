"""What an operation makes of a stack of arrays: of each of them what it makes of one.

With this module you can

- have an operation done to all arrays of a stack in one go (``stack_of``), by the rule it has for that (``RULES``).

The arrays of a stack lie along an axis that comes first, so what counts axes from the front counts one more, and what NumPy
stretches gets its new axes behind that one.  What has no rule, as an operation of one's own, is done to one array after
the other.

>>> import numpy as np
>>> rows = Part(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), (2,), many=True)
>>> stack_of("sum", 3, [rows], (0,)).tolist(), stack_of("multiply", 3, [rows, Part(2.0, (), many=False)]).tolist()
([3.0, 7.0, 11.0], [[2.0, 4.0], [6.0, 8.0], [10.0, 12.0]])
"""

import math
from collections import namedtuple

from ..numbers.arrays import Axes, is_array, shape_of
from ..numbers.linear import index, place, reshape, stack, transpose
from ..numbers.products import LETTERS, matmul, summed
from ..numbers.summing import broadcast
from ..ops import OPS

Part = namedtuple("Part", ["given", "shape", "many"])
Part.__doc__ = "An argument: a stack of ``many`` arrays of this ``shape``, else one array, or a number, for all of them."


def stack_of(op, count, parts, options=()):
    """Return the stack of ``count`` results of an operation."""
    return RULES.get(op, _one_by_one)(op, count, parts, options)


def _entrywise(op, count, parts, options):
    """Return the result where NumPy stretches: the axes of one stand last, and new ones come behind that of the stack."""
    axes = max(len(part.shape) for part in parts)
    return OPS[op].value(*(_with_axes(part, axes) for part in parts), *options)


def _with_axes(part, axes):
    """Return a stack of arrays with so many axes each; what is for all of them fits as it is."""
    if not part.many or len(part.shape) == axes:
        return part.given
    count = shape_of(part.given)[0]
    return reshape(part.given, (count, *[1] * (axes - len(part.shape)), *part.shape))


def _matmul(op, count, parts, options):
    """Return the products: of vectors in one product of matrices, of stacks of matrices as NumPy does."""
    (u, left, _), (w, right, _) = parts
    if not parts[0].many and len(right) == 1 and len(left) <= 2:
        return matmul(w, transpose(u) if len(left) == 2 else u)
    if not parts[1].many and len(right) <= 2:
        if len(left) == 1:
            return matmul(u, w)
        made = matmul(reshape(u, (count * math.prod(left[:-1]), left[-1])), w)
        return reshape(made, (count, *left[:-1], *right[1:]))
    rows, columns = left if len(left) > 1 else (1, *left), right if len(right) > 1 else (*right, 1)
    axes, factors = max(len(rows), len(columns)), []
    for part, form in zip(parts, (rows, columns), strict=True):
        full = (count, *[1] * (axes - len(form)), *form) if part.many else form
        factors.append(part.given if shape_of(part.given) == full else reshape(part.given, full))
    made = matmul(*factors)
    full = shape_of(made)
    kept = (*full[:-2], *full[-2:][len(left) == 1 : 2 - (len(right) == 1)])
    return made if kept == full else reshape(made, kept)


def _outer(op, count, parts, options):
    u, w = parts
    tall, wide = math.prod(u.shape), math.prod(w.shape)
    u = reshape(u.given, (count, tall, 1) if u.many else (tall, 1))
    return u * reshape(w.given, (count, 1, wide) if w.many else (1, wide))


def _einsum(op, count, parts, options):
    """Return the sums with one more letter, for the stack."""
    given, result = options[0].split("->")
    letter = next((c for c in LETTERS if c not in given), None)
    if letter is None:
        return _one_by_one(op, count, parts, options)
    terms = [letter + term if part.many else term for term, part in zip(given.split(","), parts, strict=True)]
    return summed(*(part.given for part in parts), f"{','.join(terms)}->{letter}{result}")


def _along(op, count, parts, options):
    """Return what is gathered along the same axes, which now come one later."""
    ((u, shape, _),), (axis,) = parts, options
    axes = len(shape)
    if not axes:
        return u  # of a number there is nothing to gather
    if axis is None:
        axis = Axes(range(1, axes + 1)) if axes > 1 else 1
    else:
        axis = Axes(k % axes + 1 for k in axis) if isinstance(axis, tuple) else axis % axes + 1
    return OPS[op].value(u, axis)


def _broadcast(op, count, parts, options):
    return broadcast(_with_axes(parts[0], len(options[0])), (count, *options[0]))


def _transpose(op, count, parts, options):
    axes = options[0] if options and options[0] is not None else range(len(parts[0].shape))[::-1]
    return transpose(parts[0].given, (0, *(k + 1 for k in axes)))


def _reshape(op, count, parts, options):
    return reshape(parts[0].given, (count, *options[0]))


def _index(op, count, parts, options):
    key = _key(options[0])
    return _one_by_one(op, count, parts, options) if key is None else index(parts[0].given, key)


def _place(op, count, parts, options):
    key = _key(options[0])
    return _one_by_one(op, count, parts, options) if key is None else place(parts[0].given, key, (count, *options[1]))


def _key(key):
    """Return a key that takes the whole stack first; None where chosen axes that stand apart would come before it."""
    keys = key if type(key) is tuple else (key,)
    chosen_axes = [k for k, part in enumerate(keys) if not (part is None or part is ... or isinstance(part, slice))]
    lists = any(is_array(keys[k]) or isinstance(keys[k], (list, tuple)) for k in chosen_axes)
    apart = lists and chosen_axes != [*range(chosen_axes[0], chosen_axes[-1] + 1)]
    return None if apart else (slice(None), *keys)


def _one_by_one(op, count, parts, options):
    """Return a stack of the results for each: what serves any operation, also one of the learner's own."""
    value = OPS[op].value
    each = ([index(part.given, k) if part.many else part.given for part in parts] for k in range(count))
    return stack([value(*args, *options) for args in each])


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
