"""Functions of PyTorch's, each a formula of our own operations: of single entries, and of sums along axes.

With this module you can

- look up what ``torch.clamp``, ``torch.var`` or ``torch.max`` does to a traced value (``FUNCTIONS``).

One row per name, with PyTorch's own arguments in PyTorch's order.  What a row does not say is what NumPy's spelling says
(``spellings``) or the table of operations (``ops``), under the same name.  Shapes stand in ``torch_shapes``, the functions
of ``torch.nn.functional`` in ``torch_losses``.  All numbers are doubles: what asks for another precision changes nothing.

>>> import numpy as np
>>> FUNCTIONS["clamp"](np.array([-1.0, 0.5, 3.0]), min=0, max=2).tolist()
[0.0, 0.5, 2.0]
"""

import math
import operator
import sys

from ...errors import TraceError
from ...numbers.arithmetic import checked_real, gated
from ...numbers.arrays import shape_of
from ...numbers.choosing import amax, amin, logsumexp
from ...numbers.products import einsum, matmul
from ...numbers.summing import cumsum, mean, total
from ...numbers.tensors import tensored
from ...ops import exp, log, log1p, maximum, minimum, sqrt
from ..as_numpy import decided
from ..as_numpy.array_spellings import ARRAY_SPELLINGS
from ..as_numpy.numpy_protocol import is_mask
from ..user_code import user_line
from .torch_shapes import along, unsqueeze

WHOLE = ("torch.int", "torch.uint", "torch.bool")  # kinds of numbers that do not move

# --- sums and what is like them --------------------------------------------------------------------


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
    values, key = _sort(input, dim, largest), along(dim % input.ndim, slice(k))
    return Chosen((tuple.__getitem__(values, 0)[key], lambda: values.indices[key]))


def _var(input, dim=None, unbiased=True, keepdim=False, correction=1):
    if isinstance(dim, bool):  # x.var(False)
        dim, unbiased = None, dim
    checked_real("var", input)
    away = input - mean_of(input, dim, True)
    squares = sum_of(away * away, dim, keepdim)
    return squares / (math.prod(input.shape) // max(1, math.prod(shape_of(squares))) - correction * unbiased)


def norm(input, p=2, dim=None, keepdim=False):
    """Return the length of a vector, or of the vectors along ``dim``, in the norm ``p``."""
    if isinstance(p, (int, float)) and not p > 0:
        raise TraceError(f"this is no norm for p = {p} (line {user_line()}): write a p above 0")
    checked_real("norm", input)
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


def _as_it_is(input, *wanted, **_):
    """Return ``x``: on another device, or in another precision, it is the same here; whole numbers would be others."""
    for u in wanted:
        if getattr(getattr(u, "dtype", u), "kind", "f") in "iub" or str(u).startswith(WHOLE):
            raise TraceError(f"a traced value cannot become a whole number (line {user_line()}): its derivative would be 0")
    return input * 1.0 if is_mask(input) else input


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
    "float_power": operator.pow,
    "xlogy": lambda input, other: gated(input, log(other)),
    "rpow": lambda input, other: other**input,
    "lerp": lambda input, end, weight: input + weight * (end - input),
    "addcmul": lambda input, tensor1, tensor2, value=1: input + value * (tensor1 * tensor2),
    "addcdiv": lambda input, tensor1, tensor2, value=1: input + value * (tensor1 / tensor2),
    "gt": operator.gt, "greater": operator.gt, "ge": operator.ge, "greater_equal": operator.ge,
    "lt": operator.lt, "less": operator.lt, "le": operator.le, "less_equal": operator.le,
    "eq": operator.eq, "ne": operator.ne, "not_equal": operator.ne, "equal": ARRAY_SPELLINGS["array_equal"],
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
    "addmv": lambda input, mat, vec, beta=1, alpha=1: beta * input + alpha * matmul(mat, vec),
    "baddbmm": lambda input, batch1, batch2, beta=1, alpha=1: beta * input + alpha * matmul(batch1, batch2),
    "tensordot": lambda a, b, dims=2: ARRAY_SPELLINGS["tensordot"](a, b, dims),
    "inverse": ARRAY_SPELLINGS["linalg.inv"],
    "addmm": lambda input, mat1, mat2, beta=1, alpha=1: beta * input + alpha * matmul(mat1, mat2),
    "outer": lambda input, vec2: unsqueeze(input, 1) * vec2,
    "einsum": lambda equation, *operands: einsum(equation, *(operands[0] if isinstance(operands[0], list) else operands)),
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
    "dist": lambda input, other, p=2: norm(input - other, p),
    "linalg_norm": _matrix_norm,
    "linalg_vector_norm": lambda input, ord=2, dim=None, keepdim=False: norm(input, ord, dim, keepdim),
    "cumsum": lambda input, dim: cumsum(input, dim),
    "sort": _sort,
    "topk": _topk,
    "logdet": lambda input: ARRAY_SPELLINGS["linalg.slogdet"](input)[1],
    "softmax": lambda input, dim: exp(log_softmax(input, dim)),
    "log_softmax": log_softmax,
    # plain tensors, and what changes no number
    **{name: _new(name.removesuffix("_like")) for name in ("zeros_like", "ones_like", "full_like")},
    **dict.fromkeys(("contiguous", "double", "to", "cpu", "type_as"), _as_it_is),
    **dict.fromkeys(("clone", "float"), lambda input, **_: +input),  # a copy, which may be changed alone
    "is_floating_point": lambda input: True,
}  # fmt: skip
