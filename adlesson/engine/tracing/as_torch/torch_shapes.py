"""What PyTorch does with the axes and the places of entries, each function a formula of our own operations.

With this module you can

- look up what ``x.view(2, 3)``, ``torch.cat`` or ``x.gather(1, index)`` does to a traced value (``SHAPES``).

No entry changes its number here.  As in NumPy, what takes some entries of an array, or sees them in another shape, shares
them with it: it is made by the methods of the array, which note that.

>>> import numpy as np
>>> SHAPES["unsqueeze"](np.array([1.0, 2.0]), 1).shape
(2, 1)
"""

import math
import operator
from itertools import pairwise

from ...numbers.arrays import shape_of
from ...numbers.choosing import where
from ...numbers.linear import concatenate, stack
from ...numbers.summing import broadcast
from ..as_numpy.array_spellings import ARRAY_SPELLINGS


def listed_or_not(sizes):
    """Return sizes that were given one by one, or in one list."""
    return sizes[0] if len(sizes) == 1 and hasattr(sizes[0], "__len__") else sizes


def along(dim, key):
    """Return the key that takes ``key`` along axis ``dim``, and all along those before it."""
    return (slice(None),) * dim + (key,)


# --- shapes ----------------------------------------------------------------------------------------


def _reshape(input, *shape):
    return input.reshape(tuple(map(int, listed_or_not(shape))))


def unsqueeze(input, dim):
    """Return ``x`` with one more axis, of length 1."""
    shape = [*shape_of(input)]
    shape.insert(dim % (len(shape) + 1), 1)
    return _reshape(input, shape) if shape_of(input) else stack([input])


def _squeeze(input, dim=None):
    gone = range(input.ndim) if dim is None else [a % input.ndim for a in (dim if isinstance(dim, tuple) else (dim,))]
    return input.reshape(tuple(n for k, n in enumerate(input.shape) if n != 1 or k not in gone))


def _flatten(input, start_dim=0, end_dim=-1):
    first, last = start_dim % input.ndim, end_dim % input.ndim
    return _reshape(input, *input.shape[:first], math.prod(input.shape[first : last + 1]), *input.shape[last + 1 :])


def swapped(input, dim0, dim1):
    """Return ``x`` with two of its axes in each other's place."""
    axes = [*range(len(shape_of(input)))]
    axes[dim0], axes[dim1] = axes[dim1], axes[dim0]
    return input.T if axes == [1, 0] else input.transpose(tuple(axes))  # methods: the two may share their entries


def _permute(input, *dims):
    return input.transpose(tuple(listed_or_not(dims)))


def _expand(input, *sizes):
    sizes = listed_or_not(sizes)
    shape = (1,) * (len(sizes) - len(shape_of(input))) + tuple(shape_of(input))
    return broadcast(input, tuple(n if m == -1 else m for n, m in zip(shape, sizes, strict=True)))


def _together(*tensors):
    import numpy as np

    shape = np.broadcast_shapes(*map(shape_of, tensors))
    return tuple(broadcast(u, shape) for u in tensors)


def _size(input, dim=None):
    return shape_of(input) if dim is None else shape_of(input)[dim]


# --- choices of entries ----------------------------------------------------------------------------


def _split(input, split_size_or_sections, dim=0):
    n, sizes = input.shape[dim], split_size_or_sections
    ends = [0]
    for size in [sizes] * -(-n // sizes) if isinstance(sizes, int) else sizes:
        ends.append(min(n, ends[-1] + size))
    return tuple(input[along(dim % input.ndim, slice(*pair))] for pair in pairwise(ends))


def _chunk(input, chunks, dim=0):
    return _split(input, -(-input.shape[dim] // chunks), dim)


def _unbind(input, dim=0):
    return tuple(input[along(dim % input.ndim, k)] for k in range(input.shape[dim]))


def _gather(input, dim, index):
    import numpy as np

    key = [*np.ogrid[tuple(map(slice, index.shape))]]
    key[dim] = index
    return input[tuple(key)]


def _take_along(input, indices, dim):
    shape = list(input.shape)
    shape[dim] = indices.shape[dim]
    return _gather(input, dim, broadcast(indices, tuple(shape)).astype(int))


def _triangle(keeps):
    def formula(input, diagonal=0):
        import numpy as np

        rows, columns = np.ogrid[: input.shape[-2], : input.shape[-1]]
        return where(keeps(columns - rows, diagonal), input, 0.0)

    return formula


def _pad(input, pad, mode="constant", value=0.0):
    pairs = [*zip(pad[::2], pad[1::2], strict=True)]  # the last axis comes first
    edges = [(0, 0)] * (input.ndim - len(pairs)) + pairs[::-1]
    return ARRAY_SPELLINGS["pad"](input, edges, **({"constant_values": value} if mode == "constant" else {"mode": mode}))


def _flip(input, *dims):
    gone = {d % input.ndim for d in listed_or_not(dims)}
    return input[tuple(slice(None, None, -1 if k in gone else None) for k in range(input.ndim))]


SHAPES = {
    # shapes
    "t": lambda input: swapped(input, 0, -1),
    "transpose": swapped, "swapaxes": swapped, "swapdims": swapped,
    "permute": _permute,
    "reshape": _reshape,
    "view": _reshape,
    "view_as": lambda input, other: _reshape(input, other.shape),
    "reshape_as": lambda input, other: _reshape(input, other.shape),
    "flatten": _flatten,
    "ravel": _flatten,
    "squeeze": _squeeze,
    "unsqueeze": unsqueeze,
    "expand": _expand,
    "broadcast_to": _expand,
    "broadcast_tensors": _together,
    "full": lambda size, fill_value: broadcast(fill_value, tuple(size)),
    "expand_as": lambda input, other: _expand(input, *other.shape),
    "unflatten": lambda input, dim, sizes: _reshape(
        input, *input.shape[: dim % input.ndim], *sizes, *input.shape[dim % input.ndim + 1 :]
    ),
    **dict.fromkeys(("movedim", "moveaxis"), lambda input, *places: ARRAY_SPELLINGS["moveaxis"](input, *places)),
    "tile": lambda input, *dims: ARRAY_SPELLINGS["tile"](input, tuple(listed_or_not(dims))),
    "size": _size,
    **dict.fromkeys(("dim", "ndimension"), lambda input: len(shape_of(input))),
    "numel": lambda input: math.prod(shape_of(input)),
    # entries
    "cat": lambda tensors, dim=0: concatenate(tensors, dim),
    "concat": lambda tensors, dim=0: concatenate(tensors, dim),
    "stack": lambda tensors, dim=0: stack(tensors, dim),
    "split": _split,
    "chunk": _chunk,
    "unbind": _unbind,
    "select": lambda input, dim, index: input[along(dim % input.ndim, index)],
    "narrow": lambda input, dim, start, length: input[along(dim % input.ndim, slice(start, start + length))],
    "index_select": lambda input, dim, index: input[along(dim % input.ndim, index)],
    "gather": _gather,
    "take_along_dim": _take_along,
    "repeat_interleave": lambda input, repeats, dim=None: ARRAY_SPELLINGS["repeat"](input, repeats, dim),
    "masked_select": lambda input, mask: input[mask],
    "pad": _pad,
    "roll": lambda input, shifts, dims=None: ARRAY_SPELLINGS["roll"](input, shifts, dims),
    "where": lambda condition, input, other: where(condition, input, other),
    "masked_fill": lambda input, mask, value: where(mask, value, input),
    "tril": _triangle(operator.le),
    "triu": _triangle(operator.ge),
    "flip": _flip,
}  # fmt: skip
