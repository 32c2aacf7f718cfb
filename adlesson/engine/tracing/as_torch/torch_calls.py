"""What PyTorch asks of a traced value is answered here: by a formula, or by a sentence.

With this module you can

- find the formula of a function of PyTorch's and run it (``called``), or that of a method of a tensor (``of_method``);
- see what is obeyed without a formula (``dtype=torch.float64``), and what is refused by name: what changes a tensor in
  place, what draws at random, what stops gradients.

>>> import numpy as np
>>> of_method("softmax", (np.array([0.0, 0.0]),), {"dim": 0}).tolist()
[0.5, 0.5]
"""

import inspect

from ...errors import LessonError, NumberError, TraceError, closest, reason, short
from ...numbers.tensors import tensored, untensored
from ...ops import OPS
from ..as_numpy.array_spellings import ARRAY_SPELLINGS
from ..as_numpy.spellings import SPELLINGS
from ..hints import remedy
from ..user_code import user_line
from .torch_functions import FUNCTIONS, WHOLE
from .torch_layers import LAYERS
from .torch_losses import LOSSES
from .torch_protocol import refuse_without_gradients
from .torch_shapes import SHAPES
from .torch_windows import WINDOWS

_SAME = """
all allclose any argmax argmin argsort column_stack count_nonzero cumprod diag diagonal diff fliplr flipud hstack inner
isclose isfinite isinf isnan kron logical_and logical_not logical_or logical_xor nansum prod trace vstack
linalg.cholesky linalg.det linalg.inv linalg.matrix_power linalg.slogdet linalg.solve
"""
LIKE_NUMPYS = _SAME.split()  # the same in NumPy and in PyTorch, but for the names of options
FORMULAS = {
    **SPELLINGS,
    **{name.replace(".", "_"): ARRAY_SPELLINGS[name] for name in LIKE_NUMPYS},
    "_is_all_true": ARRAY_SPELLINGS["all"],
    **FUNCTIONS, **SHAPES, **LAYERS, **LOSSES, **WINDOWS,
}  # fmt: skip
NUMPYS = {"axis": "dim", "axes": "dim", "keepdims": "keepdim"}  # PyTorch knows them by these names, too
BACK = {"dim": "axis", "keepdim": "keepdims"}
SILENT = ("_stacklevel", "device", "layout", "memory_format", "non_blocking", "requires_grad")  # they change no number
SWITCHED_OFF = ("inplace", "sparse", "scale_grad_by_freq", "swap", "copy")
SIGNS = {"add_": "+=", "sub_": "-=", "mul_": "*=", "div_": "/=", "pow_": "**="}
FIRST = ("input", "self", "other")  # named or not, they stand in this order


def called(function, args, options):
    """Return the traced value of one of PyTorch's functions; raise a ``TraceError`` that names it where there is none."""
    name = function.__name__
    if name == "where" and "TensorBase" in function.__qualname__:
        args = _choosing(args)
    home = "torch.nn.functional" if name in LOSSES or name in LAYERS else getattr(function, "__module__", None) or "torch"
    return _answered(f"{home if home == 'torch.nn.functional' else 'torch'}.{name}", name, args, options)


def of_method(name, args, options):
    """Return what the method ``name`` of a tensor is for the traced value that is the first of ``args``."""
    return _answered(f"x.{name}", name, _choosing(args) if name == "where" else args, options)


def _choosing(args):
    """Return the arguments of the method ``x.where(mask, y)`` in the order of the function ``torch.where(mask, x, y)``."""
    return (args[1], args[0], *args[2:])


def _answered(written, name, args, options):
    refuse_without_gradients()
    key = name.strip("_") if name.endswith("__") else name.removeprefix("special_")
    formula = FORMULAS.get(key) or FORMULAS.get(f"linalg_{key}") or _of_table(key)
    if options.get("out") is not None or options.get("inplace") or (name.endswith("_") and not name.endswith("__")):
        _refuse_in_place(written, name, args, options)
    if formula is None:
        raise TraceError(f"{written} of a traced value cannot be recorded (line {user_line()}): {_instead_of(name)}")
    args, options = list(map(_plain, args)), _known(written, options)
    args += [options.pop(word) for word in FIRST if word in options]
    if key.replace("linalg_", "linalg.") in LIKE_NUMPYS:
        options = {BACK.get(word, word): u for word, u in options.items()}
    _check_fit(written, formula, args, options)
    try:
        return tensored(formula(*args, **options))
    except LessonError:
        raise
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as problem:
        raise NumberError(f"{written} cannot be computed here (line {user_line()}): {reason(problem)}") from None


def _refuse_in_place(written, name, args, options):
    """Raise an error of ours for what would change a tensor in place.

    After ``T += x`` PyTorch calculates ``T + x`` in place of what is refused with a ``TypeError``, which a ``TraceError``
    is.  That is right unless ``T`` is part of another tensor, which would have to change along.
    """
    new = f"x = {written.removesuffix('_')}(...)" if options.get("out") is None else f"y = {written}(...)"
    written = f"{written} ({SIGNS[name]})" if name in SIGNS else written
    said = f"{written} changes a tensor in place (line {user_line()}): write {new}, which makes a new one"
    if args and getattr(args[0], "_base", None) is not None:
        raise NumberError(said)
    raise TraceError(said)


def _instead_of(name):
    """Return what to write instead of a function that has no formula here."""
    bare = name.removeprefix("linalg_").removeprefix("special_")
    return remedy(bare) or f"it has no formula here{closest(name, FORMULAS)}: write it with exp, log, sums and products"


def _of_table(name):
    """Return the function of our own table that goes by this name: exp, asin, tanh."""
    return next((op.value for op in OPS.values() if name in (op.name, *op.also) and not op.sign), None)


def _plain(u):
    """Return an argument with arrays in the place of tensors, also inside a list."""
    return type(u)(map(_plain, u)) if type(u) in (list, tuple) else untensored(u)


def _known(written, options):
    """Return the options that matter, by PyTorch's names; a precision is obeyed, since all is double here."""
    kept = {NUMPYS.get(word, word): _plain(u) for word, u in options.items() if u is not None and word not in SILENT}
    if str(kept.pop("dtype", "")).startswith((*WHOLE, "torch.complex")):
        raise TraceError(f"{written} with dtype={options['dtype']} cannot be recorded (line {user_line()}): leave it out")
    return {word: u for word, u in kept.items() if u is not False or word not in SWITCHED_OFF}


def _check_fit(written, formula, args, options):
    """Raise a ``TraceError`` that names what is missing, or which option the formula does not have."""
    signature = inspect.signature(formula)
    try:
        signature.bind(*args, **options)
    except TypeError as problem:
        extra = [word for word in options if word not in signature.parameters]
        if not extra:
            raise TraceError(f"{written} cannot be recorded like this (line {user_line()}): {problem}") from None
        given = f"{extra[0]}={short(options[extra[0]])}"
        raise TraceError(f"{written} with {given} cannot be recorded (line {user_line()}): {_without(extra[0])}") from None


def _without(option):
    return "write reduction='sum', 'mean' or 'none'" if option in ("size_average", "reduce") else f"leave {option} out"
