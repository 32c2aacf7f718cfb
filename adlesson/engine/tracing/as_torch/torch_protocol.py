"""How PyTorch and a traced value meet.

With this module you can

- let PyTorch ask what ``torch.exp(x)`` or ``T @ x`` is for a traced ``x`` (``answer``);
- let a traced value have PyTorch's methods, such as ``x.unsqueeze(0)`` (``METHODS``, ``method``);
- ask whether gradients are switched off at the moment, as inside ``with torch.no_grad():`` (``gradients_are_off``).

PyTorch hands a function of its own to the first argument with a method ``__torch_function__``, if there is one that is no
tensor: that is the protocol, and all that is used of it.  PyTorch is never imported here.  The answers stand in
``torch_calls``, and are loaded by the first question.

>>> gradients_are_off()
False
"""

import sys
from importlib import import_module

from ...errors import TraceError
from ...numbers.arrays import shape_of
from ..user_code import user_line

# what a tensor has and an array has not; what both have, such as sum and reshape, is one method for both spellings
_NAMES = """
add addcdiv addcmul addmm amax amin bmm broadcast_to chunk clamp clamp_max clamp_min clip clone contiguous cpu det
diag dim div double eq expand expand_as flip float gather ge gt index_select inner inverse le lerp log_softmax logdet
logit logsumexp lt masked_fill masked_select matmul matrix_power mm moveaxis movedim mul mv narrow ndimension ne neg
norm numel outer permute pow repeat_interleave reshape_as rsqrt select slogdet softmax split std sub swapdims t
take_along_dim tile to topk tril triu type_as unbind unflatten unsqueeze view view_as where
"""
METHODS = _NAMES.split()


OF_TENSORS = ("clip", "norm")  # of these PyTorch's arguments are taken, which NumPy's are among

# methods of one name that mean two things, and how to say which; those without a sentence can be told apart
CLASHES = {
    **dict.fromkeys(("max", "min"), "write {0}(axis=1) for an array, or {0}(dim=1) for the pair of values and indices"),
    **dict.fromkeys(("std", "var"), "write {0}(ddof=0), which divides by n, or {0}(unbiased=True), by n - 1"),
    **dict.fromkeys(("item", "tolist"), "leave it out, or take a plain number from outside: PyTorch's has no gradient"),
    "median": "write np.median(x), the mean of the two in the middle, or torch.sort(x)[0][k], the lower one",
    "nonzero": "write x[x > 0], or np.nonzero(x > 0)",
    "repeat": "write np.repeat(x, 2, axis=0), each entry twice, or torch.tile(x, (2, 1)), the whole twice",
    "flatten": "",  # NumPy's takes no axes
    "transpose": "",  # of two axes PyTorch swaps them, and NumPy would leave a matrix as it is: nobody means that
}
ALSO_BARE = ("std", "var", "item", "tolist", "median", "nonzero")  # the two differ without arguments, too
PYTORCHS = {"dim", "keepdim", "unbiased", "correction", "start_dim", "end_dim", "dim0", "dim1"}
NUMPYS = {"axis", "keepdims", "ddof", "axes", "order"}


def answer(function, args, options):
    """Return what one of PyTorch's functions is for arguments with traced values among them."""
    return import_module(".torch_calls", __package__).called(function, args, options or {})


def method(name):
    """Return the method ``name`` of a traced value that PyTorch's tensors have."""

    def of_tensors(self, *args, **options):
        return import_module(".torch_calls", __package__).of_method(name, (self, *args), options)

    of_tensors.__name__ = name
    return of_tensors


def either(name, numpys):
    """Return the method ``name`` where NumPy's, which is given, and PyTorch's differ: what is written decides."""
    of_tensors = method(name)

    def of_either(self, *args, **options):
        loaded = "torch" in sys.modules
        if PYTORCHS.intersection(options) or any(map(shape_of, args)):
            return of_tensors(self, *args, **options)
        if not CLASHES[name]:
            theirs = args and isinstance(args[0], int) and (name == "flatten" or (loaded and len(args) == 2))
            return (of_tensors if theirs else numpys)(self, *args, **options)
        if loaded and (args or name in ALSO_BARE) and not NUMPYS.intersection(options):
            both = CLASHES[name].format(f"x.{name}")
            raise TraceError(f"x.{name} is not the same in NumPy and in PyTorch (line {user_line()}): {both}")
        return numpys(self, *args, **options)

    of_either.__name__, of_either.__doc__ = name, numpys.__doc__
    return of_either


def asking_for_gradients():
    """Return PyTorch's function that says whether gradients are switched on; None where PyTorch is not loaded."""
    return getattr(sys.modules.get("torch"), "is_grad_enabled", None)


def gradients_are_off():
    """Whether the code that runs stands inside ``torch.no_grad()``, ``torch.inference_mode()`` or the like."""
    asked = asking_for_gradients()
    return asked is not None and not asked()


def refuse_without_gradients(outside=False):
    """Raise a ``TraceError`` where PyTorch's gradients are off, here or ``outside``: it would forget what is computed."""
    if not outside and not gradients_are_off():
        return
    raise TraceError(
        f"gradients are switched off here, as by torch.no_grad() (line {user_line()}), and a traced value always has one: "
        "leave that out, or compute with plain tensors what is to stay as it is"
    )


def switch_gradients(on):
    """Switch PyTorch's gradients on or off, where PyTorch is loaded; return how they were."""
    switch = getattr(sys.modules.get("torch"), "set_grad_enabled", None)
    before = not gradients_are_off()
    if switch is not None and before != on:
        switch(on)
    return before
