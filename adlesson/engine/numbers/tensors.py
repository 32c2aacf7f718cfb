"""A tensor of PyTorch's among the numbers.

With this module you can

- get its numbers as a NumPy array (``untensored``), and back (``tensored``).

A tensor that a function of yours brings along, such as the targets of a loss, is a constant here.  Its numbers are taken
exactly as they are, and calculated with in double precision, also where PyTorch kept them in single.  PyTorch itself is
never imported: who has a tensor has imported it.

>>> untensored(3.0)
3.0
"""

import sys


def untensored(u):
    """Return a tensor as an array of doubles, of whole numbers or of truth values, as it may be; anything else as it is.

    A tensor without axes becomes a number.
    """
    if not isinstance(u, getattr(sys.modules.get("torch"), "Tensor", ())):
        return u
    u = u.detach().cpu()
    return (u.double() if u.is_floating_point() else u).numpy()[()]


def tensored(u):
    """Return what is NumPy's as a tensor, where PyTorch is loaded, also inside a tuple; anything else as it is."""
    if type(u) is tuple:
        return tuple(map(tensored, u))
    make = getattr(sys.modules.get("torch"), "as_tensor", None)
    return make(u) if make and type(u).__module__ == "numpy" else u
