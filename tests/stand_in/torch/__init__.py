"""A stand-in for PyTorch where it is not installed: its public protocol, and as much of plain tensors as the tests need.

Each function here is *overridable* as PyTorch's are (``torch.overrides``): it looks for an argument whose class has a
``__torch_function__`` and is no tensor, and hands itself to that, with the arguments as PyTorch hands them on.  Plain
tensors are NumPy arrays in a wrapper, always in double precision unless told otherwise; nothing here has a gradient.
That the arguments are handed on as PyTorch does it is tested where PyTorch is installed.
"""

import contextlib
import operator

import numpy as np


class dtype(str):
    """A kind of numbers, written as PyTorch writes it."""

    def __str__(self):
        return f"torch.{super().__str__()}"


float64, float32, int64, bool = map(dtype, ("float64", "float32", "int64", "bool"))
_gradients = [True]


def is_grad_enabled():
    return _gradients[0]


class _Switched(contextlib.ContextDecorator):
    """``no_grad()`` and its kin: a context, and around a function, too."""

    def __init__(self, on):
        self.on, self.before = on, []

    def __enter__(self):
        self.before.append(_gradients[0])
        _gradients[0] = self.on

    def __exit__(self, *_):
        _gradients[0] = self.before.pop()


def no_grad():
    return _Switched(False)


def inference_mode():
    return _Switched(False)


class set_grad_enabled(_Switched):
    """Switches at once, and back where it was a context."""

    def __init__(self, on):
        super().__init__(on)
        self.before.append(_gradients[0])
        _gradients[0] = on

    def __enter__(self):
        _gradients[0] = self.on


def overloaded(args):
    """Return the arguments that want to be asked, in order, also those in a list."""
    found = []
    for u in args:
        if isinstance(u, (list, tuple)):
            found += overloaded(u)
        elif not isinstance(u, Tensor) and hasattr(type(u), "__torch_function__"):
            found.append(u)
    return found


def handed_on(function, asked, args, options):
    """Return what the first of the arguments says that does not decline."""
    types = tuple({type(u): None for u in asked})
    for u in asked:
        result = type(u).__torch_function__(function, types, args, options)
        if result is not NotImplemented:
            return result
    raise TypeError(f"no implementation found for 'torch.{function.__name__}' on types that implement __torch_function__")


def overridable(name, plain=None, module=None):
    """Return a function of C's: it hands on what it was given, and computes plain tensors if there is a way to."""

    def function(*args, **options):
        asked = overloaded([*args, *options.values()])
        if asked:
            return handed_on(function, asked, args, options or None)
        if plain is None:
            raise NotImplementedError(f"the stand-in computes no {name} of plain tensors")
        return wrapped(plain(*map(bare, args), **{word: bare(u) for word, u in options.items()}))

    function.__name__, function.__module__ = name, module
    function.__qualname__ = f"TensorBase.{name}" if module is None else name
    return function


def bare(u):
    return u.array if isinstance(u, Tensor) else type(u)(map(bare, u)) if isinstance(u, (list, tuple)) else u


def wrapped(u):
    return tuple(map(wrapped, u)) if isinstance(u, tuple) else Tensor(u) if isinstance(u, (np.ndarray, np.generic)) else u


class Tensor:
    """A NumPy array with a tensor's names."""

    __array_priority__ = 1000

    def __init__(self, array):
        self.array = np.asarray(array)

    @classmethod
    def __torch_function__(cls, function, types, args=(), options=None):
        return NotImplemented

    shape, ndim = property(lambda self: self.array.shape), property(lambda self: self.array.ndim)
    dtype, T = property(lambda self: self.array.dtype), property(lambda self: Tensor(self.array.T))

    def __len__(self):
        return len(self.array)

    def __iter__(self):
        return (Tensor(u) for u in self.array)

    def __array__(self, dtype=None, copy=None):
        return self.array.astype(dtype or self.array.dtype)

    def __bool__(self):
        return self.array.__bool__()

    def is_floating_point(self):
        return self.array.dtype.kind == "f"

    def detach(self):
        return self

    cpu = detach

    def numpy(self):
        return self.array

    def double(self):
        return Tensor(self.array.astype(float))

    def float(self):
        return Tensor(self.array.astype("f"))

    def size(self, dim=None):
        return self.shape if dim is None else self.shape[dim]

    def view(self, *shape):
        return Tensor(self.array.reshape(*shape))

    def unsqueeze(self, dim):
        return Tensor(np.expand_dims(self.array, dim))


def _method(name, plain, reflected=False):
    function = overridable(name, plain)
    return (lambda self, other: function(other, self)) if reflected else lambda self, *others: function(self, *others)


for _dunder, _name in {
    "add": "add", "sub": "sub", "mul": "mul", "truediv": "div", "matmul": "matmul", "pow": "pow",
    "gt": "gt", "lt": "lt", "ge": "ge", "le": "le", "eq": "eq", "ne": "ne", "getitem": "__getitem__",
}.items():  # fmt: skip
    setattr(Tensor, f"__{_dunder}__", _method(_name, getattr(operator, _dunder)))
for _dunder, _name in {"add": "add", "sub": "__rsub__", "mul": "mul", "truediv": "__rdiv__", "pow": "__rpow__"}.items():
    setattr(Tensor, f"__r{_dunder}__", _method(_name, getattr(operator, _dunder), reflected=True))
for _name in ("add_", "mul_", "copy_", "__setitem__"):
    setattr(Tensor, _name, _method(_name, None))
Tensor._base = property(lambda self: self.array.base)


def _iadd(self, other):
    """``T += u``: where ``add_`` is refused with a TypeError, Python goes on to ``T + u``."""
    try:
        return self.add_(other)
    except TypeError:
        return NotImplemented


Tensor.__iadd__ = _iadd
Tensor.__neg__, Tensor.__hash__ = _method("neg", operator.neg), None
Tensor.mean, Tensor.sum, Tensor.tolist = (_method(_name, getattr(np.ndarray, _name)) for _name in ("mean", "sum", "tolist"))


# --- what makes plain tensors, and what is computed of them ------------------------------------------


def tensor(data, dtype=None):
    array = np.asarray(data)
    if array.dtype.kind == "O":
        raise RuntimeError(f"Could not infer dtype of {type(array.flat[0]).__name__}")
    return Tensor(array.astype(str.__str__(dtype) if dtype else float if array.dtype.kind == "f" else array.dtype))


as_tensor = tensor


def zeros(*shape, dtype=None):
    return Tensor(np.zeros(shape[0] if isinstance(shape[0], tuple) else shape))


def ones(*shape, dtype=None):
    return Tensor(np.ones(shape[0] if isinstance(shape[0], tuple) else shape))


def full(shape, value, dtype=None):
    return Tensor(np.full(shape, float(value)))


def eye(n):
    return Tensor(np.eye(n))


def arange(n):
    return Tensor(np.arange(n))


_PLAIN = {
    "sigmoid": lambda u: 1 / (1 + np.exp(-u)),
    "stack": lambda parts, dim=0: np.stack(parts, dim),
    "tril": np.tril,
    "sign": np.sign,
    "softmax": lambda u, dim: np.exp(u) / np.exp(u).sum(dim, keepdims=True),
    "log_softmax": lambda u, dim: u - np.log(np.exp(u).sum(dim, keepdims=True)),
}
_NAMES = """
abs add addcmul addmm addmv allclose amax amin argmax asin atan2 baddbmm bmm broadcast_to cat chunk clamp concat
conv2d cosine_similarity cumprod cumsum diag diff dist div divide dot empty_like eq equal erf exp expm1 flatten flip
float_power full_like gather ge greater greater_equal gt hstack hypot index_select inverse is_floating_point isnan le
lerp less less_equal linalg_norm linalg_solve lgamma log log10 log1p log2 log_softmax logdet logit logsumexp lt masked_fill
masked_select matmul max maximum mean min minimum mm moveaxis movedim mul multiply mv nansum ne neg not_equal numel
ones_like outer pairwise_distance permute pow prod rand_like randn_like ravel reciprocal relu repeat_interleave
reshape roll rsqrt sigmoid sign sin softmax sort sqrt square squeeze stack std sub subtract sum swapdims t
take_along_dim tanh tile topk trace transpose tril triu true_divide unbind unsqueeze var vstack where xlogy zeros_like
"""
for _name in _NAMES.split():
    globals()[_name] = overridable(_name, _PLAIN.get(_name), "torch")
    if not hasattr(Tensor, _name):
        setattr(Tensor, _name, _method(_name, _PLAIN.get(_name)))


class linalg:
    """``torch.linalg``."""

    norm, vector_norm, solve, inv, cholesky = (
        overridable(f"linalg_{_name}", None, "torch._C._linalg")
        for _name in ("norm", "vector_norm", "solve", "inv", "cholesky")
    )


class special:
    """``torch.special``."""

    expit, logsumexp = (overridable(f"special_{_name}", None, "torch._C._special") for _name in ("expit", "logsumexp"))


# these are written in Python, and hand on their options by name, or an empty dict
def broadcast_tensors(*tensors):
    return handed_on(broadcast_tensors, overloaded(tensors), tensors, {})


def einsum(equation, *operands):
    return handed_on(einsum, overloaded(operands), (equation, *operands), {})


def tensordot(a, b, dims=2, out=None):
    return handed_on(tensordot, overloaded([a, b]), (a, b), {"dims": dims, "out": out})


def split(tensor, split_size_or_sections, dim=0):
    return handed_on(split, overloaded([tensor]), (tensor, split_size_or_sections), {"dim": dim})


def norm(input, p="fro", dim=None, keepdim=False, out=None, dtype=None):
    options = {"p": p, "dim": dim, "keepdim": keepdim, "out": out, "dtype": dtype}
    return handed_on(norm, overloaded([input]), (input,), options)


from . import nn  # noqa: E402, F401
