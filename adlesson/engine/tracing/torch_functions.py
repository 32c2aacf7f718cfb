"""Functions of PyTorch's, each a formula of our own operations: elementwise ones, sums, shapes and choices of entries.

With this module you can

- look up what ``torch.clamp``, ``torch.var`` or ``x.unsqueeze(0)`` does to a traced value (``FUNCTIONS``).

One row per name, with PyTorch's own arguments in PyTorch's order.  What a row does not say is what NumPy's spelling says
(``spellings``) or the table of operations (``ops``), under the same name.  The functions of ``torch.nn.functional`` stand
in ``torch_losses``.

>>> import numpy as np
>>> FUNCTIONS["clamp"](np.array([-1.0, 0.5, 3.0]), min=0, max=2).tolist()
[0.0, 0.5, 2.0]
>>> FUNCTIONS["unsqueeze"](np.array([1.0, 2.0]), 1).shape
(2, 1)
"""

import math
import operator
import sys
from itertools import pairwise

from ..errors import TraceError
from ..numbers.arrays import shape_of
from ..numbers.choosing import amax, amin, logsumexp, where
from ..numbers.linear import concatenate, stack
from ..numbers.products import einsum, matmul
from ..numbers.summing import broadcast, cumsum, mean, total
from ..numbers.tensors import tensored
from ..ops import exp, log, log1p, maximum, minimum, sqrt
from . import decided
from .array_spellings import ARRAY_SPELLINGS
from .user_code import user_line

# --- sums and what is like them --------------------------------------------------------------------


def _count(shape):
    return shape[0] if len(shape) == 1 and hasattr(shape[0], "__len__") else shape


def _over(gather):
    """Return ``gather(x, axis, keepdims)`` with PyTorch's arguments; of a number it is the number itself."""

    def formula(input, dim=None, keepdim=False):
        return gather(input, tuple(dim) if isinstance(dim, list) else dim, keepdim) if shape_of(input) else input

    return formula


mean_of, sum_of, largest_of, smallest_of = _over(mean), _over(total), _over(amax), _over(amin)


class Chosen(tuple):
    """Entries along an axis and where they are, as PyTorch has them; the places are found, and guarded, when asked for."""

    __slots__ = ()

    values, indices = property(lambda self: self[0]), property(lambda self: self[1])

    def __getitem__(self, k):
        found = super().__getitem__(k)
        return tensored(found() if callable(found) else found)

    def __iter__(self):
        return (self[k] for k in range(2))


def _extreme(gather, of_two, place):
    def formula(input, dim=None, keepdim=False):
        if shape_of(dim) or type(dim) is float or hasattr(dim, "tape"):  # torch.max(x, y) of two tensors
            return of_two(input, dim)
        if dim is None:
            return gather(input)
        return Chosen((gather(input, dim, keepdim), lambda: ARRAY_SPELLINGS[place](input, dim, keepdim)))

    return formula


def _sort(input, dim=-1, descending=False, stable=False):
    sign = -1 if descending else 1
    return Chosen((sign * decided.sort(sign * input, dim), lambda: decided.argsort(sign * input, dim)))


def _topk(input, k, dim=-1, largest=True, sorted=True):
    values, key = _sort(input, dim, largest), _along(dim % input.ndim, slice(k))
    return Chosen((tuple.__getitem__(values, 0)[key], lambda: values.indices[key]))


def _var(input, dim=None, unbiased=True, keepdim=False, correction=1):
    if isinstance(dim, bool):  # x.var(False)
        dim, unbiased = None, dim
    away = input - mean_of(input, dim, True)
    squares = sum_of(away * away, dim, keepdim)
    return squares / (math.prod(input.shape) // max(1, math.prod(shape_of(squares))) - correction * unbiased)


def norm(input, p=2, dim=None, keepdim=False):
    """Return the length of a vector, or of the vectors along ``dim``, in the norm ``p``."""
    if p in (2, "fro", None):
        return sqrt(sum_of(input * input, dim, keepdim))
    if p in (1, math.inf):
        return (sum_of if p == 1 else largest_of)(abs(input), dim, keepdim)
    return sum_of(abs(input) ** p, dim, keepdim) ** (1 / p)


def _matrix_norm(input, ord=None, dim=None, keepdim=False):
    if ord not in (None, "fro") and len(shape_of(input)) == 2 and not isinstance(dim, int):
        raise TraceError(f"this norm of a matrix needs its singular values (line {user_line()}): write torch.norm(A)")
    return norm(input, 2 if ord is None else ord, dim, keepdim)


def log_softmax(input, dim):
    """Return ``x - logsumexp(x)``: the logarithms of positive shares that add up to 1."""
    return input - logsumexp(input, dim, keepdims=True)


# --- shapes ----------------------------------------------------------------------------------------


def _reshape(input, *shape):
    return input.reshape(tuple(map(int, _count(shape))))


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
    return input.transpose(tuple(_count(dims)))


def _expand(input, *sizes):
    sizes = _count(sizes)
    shape = (1,) * (len(sizes) - len(shape_of(input))) + tuple(shape_of(input))
    return broadcast(input, tuple(n if m == -1 else m for n, m in zip(shape, sizes, strict=True)))


def _together(*tensors):
    import numpy as np

    shape = np.broadcast_shapes(*map(shape_of, tensors))
    return tuple(broadcast(u, shape) for u in tensors)


def _size(input, dim=None):
    return shape_of(input) if dim is None else shape_of(input)[dim]


# --- choices of entries ----------------------------------------------------------------------------


def _along(dim, key):
    """Return the key that takes ``key`` along axis ``dim``, and all along those before it."""
    return (slice(None),) * dim + (key,)


def _split(input, split_size_or_sections, dim=0):
    n, sizes = input.shape[dim], split_size_or_sections
    ends = [0]
    for size in [sizes] * -(-n // sizes) if isinstance(sizes, int) else sizes:
        ends.append(min(n, ends[-1] + size))
    return tuple(input[_along(dim % input.ndim, slice(*pair))] for pair in pairwise(ends))


def _chunk(input, chunks, dim=0):
    return _split(input, -(-input.shape[dim] // chunks), dim)


def _unbind(input, dim=0):
    return tuple(input[_along(dim % input.ndim, k)] for k in range(input.shape[dim]))


def _gather(input, dim, index):
    import numpy as np

    key = [
        *np.ogrid[tuple(slice(n if n > 1 or k == dim % index.ndim else input.shape[k]) for k, n in enumerate(index.shape))]
    ]
    key[dim] = index
    return input[tuple(key)]


def _triangle(keeps):
    def formula(input, diagonal=0):
        import numpy as np

        rows, columns = np.ogrid[: input.shape[-2], : input.shape[-1]]
        return where(keeps(columns - rows, diagonal), input, 0.0)

    return formula


def _flip(input, *dims):
    gone = {d % input.ndim for d in _count(dims)}
    return input[tuple(slice(None, None, -1 if k in gone else None) for k in range(input.ndim))]


# --- entry by entry --------------------------------------------------------------------------------


def _clamp(input, min=None, max=None):
    v = input if min is None else maximum(min, input)  # at a tie the second one moves, as in PyTorch
    return v if max is None else minimum(max, v)


def _scaled(combine):
    def formula(input, other, alpha=1):
        return combine(input, other if type(alpha) is int and alpha == 1 else alpha * other)

    return formula


def _new(name):
    """Return the formula of ``torch.zeros_like`` and the like, which give a plain tensor: there is no derivative in it."""

    def formula(input, *args):
        torch = sys.modules["torch"]
        return getattr(torch, name)(shape_of(input), *args, dtype=torch.float64)

    return formula


def itself(input, *_, **__):
    """Return ``x``: what is asked for concerns devices and precision, and all is in double precision here."""
    return input


FUNCTIONS = {
    # of two
    "add": _scaled(operator.add),
    "sub": _scaled(operator.sub),
    "subtract": _scaled(operator.sub),
    "rsub": lambda input, other: other - input,
    "mul": operator.mul,
    "multiply": operator.mul,
    "div": operator.truediv,
    "divide": operator.truediv,
    "true_divide": operator.truediv,
    "rdiv": lambda input, other: other / input,
    "pow": operator.pow,
    "rpow": lambda input, other: other**input,
    "lerp": lambda input, end, weight: input + weight * (end - input),
    "addcmul": lambda input, tensor1, tensor2, value=1: input + value * (tensor1 * tensor2),
    "addcdiv": lambda input, tensor1, tensor2, value=1: input + value * (tensor1 / tensor2),
    "gt": operator.gt, "greater": operator.gt, "ge": operator.ge, "greater_equal": operator.ge,
    "lt": operator.lt, "less": operator.lt, "le": operator.le, "less_equal": operator.le,
    # of one
    "neg": operator.neg,
    "rsqrt": lambda input: 1 / sqrt(input),
    "clamp": _clamp,
    "clip": _clamp,
    "clamp_min": lambda input, min: _clamp(input, min),
    "clamp_max": lambda input, max: _clamp(input, None, max),
    "logit": lambda input: log(input) - log1p(-input),
    # products
    "matmul": matmul, "mm": matmul, "bmm": matmul, "mv": matmul, "dot": matmul,
    "rmatmul": lambda input, other: matmul(other, input),
    "addmm": lambda input, mat1, mat2, beta=1, alpha=1: beta * input + alpha * matmul(mat1, mat2),
    "outer": lambda input, vec2: unsqueeze(input, 1) * vec2,
    "einsum": lambda equation, *operands: einsum(equation, *_count(operands)),
    # along axes
    "sum": sum_of,
    "mean": mean_of,
    "amax": largest_of,
    "amin": smallest_of,
    "max": _extreme(largest_of, maximum, "argmax"),
    "min": _extreme(smallest_of, minimum, "argmin"),
    "logsumexp": _over(logsumexp),
    "var": _var,
    "std": lambda input, dim=None, unbiased=True, keepdim=False, correction=1: sqrt(
        _var(input, dim, unbiased, keepdim, correction)
    ),
    "norm": norm,
    "linalg_norm": _matrix_norm,
    "linalg_vector_norm": lambda input, ord=2, dim=None, keepdim=False: norm(input, ord, dim, keepdim),
    "cumsum": lambda input, dim: cumsum(input, dim),
    "sort": _sort,
    "topk": _topk,
    "logdet": lambda input: ARRAY_SPELLINGS["linalg.slogdet"](input)[1],
    "softmax": lambda input, dim: exp(log_softmax(input, dim)),
    "log_softmax": log_softmax,
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
    "size": _size,
    "dim": lambda input: len(shape_of(input)),
    "numel": lambda input: math.prod(shape_of(input)),
    # entries
    "cat": lambda tensors, dim=0: concatenate(tensors, dim),
    "concat": lambda tensors, dim=0: concatenate(tensors, dim),
    "stack": lambda tensors, dim=0: stack(tensors, dim),
    "split": _split,
    "chunk": _chunk,
    "unbind": _unbind,
    "select": lambda input, dim, index: input[_along(dim % input.ndim, index)],
    "narrow": lambda input, dim, start, length: input[_along(dim % input.ndim, slice(start, start + length))],
    "index_select": lambda input, dim, index: input[_along(dim % input.ndim, index)],
    "gather": _gather,
    "take_along_dim": lambda input, indices, dim: _gather(input, dim, indices),
    "roll": lambda input, shifts, dims=None: ARRAY_SPELLINGS["roll"](input, shifts, dims),
    "where": lambda condition, input, other: where(condition, input, other),
    "masked_fill": lambda input, mask, value: where(mask, value, input),
    "tril": _triangle(operator.le),
    "triu": _triangle(operator.ge),
    "flip": _flip,
    # plain tensors, and what changes no number
    **{name: _new(name.removesuffix("_like")) for name in ("zeros_like", "ones_like", "full_like")},
    **dict.fromkeys(("contiguous", "double", "to", "cpu", "type_as"), itself),
    **dict.fromkeys(("clone", "float"), lambda input, **_: +input),  # a copy, which may be changed alone
    "is_floating_point": lambda input: True,
}  # fmt: skip
