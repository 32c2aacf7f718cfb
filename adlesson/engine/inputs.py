"""What may go into a function: numbers, by name.

With this module you can

- put inputs given in a dict and by keyword together (``by_name``);
- refuse what cannot be calculated with, naming it (``checked_number``).

>>> by_name({"seed": 1}, {"x": 2})
{'seed': 1, 'x': 2}
"""

from .errors import InputError, short


def by_name(at, inputs):
    """Return the inputs in the dict ``at`` and those given by keyword as one dict."""
    if at is not None and not hasattr(at, "keys"):
        raise InputError(f"inputs are given by name, for example x={short(at)}: {short(at)} came without one")
    return {**(at or {}), **inputs}


def is_number(u):
    """Whether ``u`` can be calculated with: a number of any kind, a formula, a traced value."""
    return hasattr(type(u), "__truediv__") and hasattr(type(u), "__rmul__") and not hasattr(type(u), "__len__")


def checked_number(u, name):
    """Return ``u`` if it can be calculated with, else raise an ``InputError`` that names it."""
    if is_number(u):
        return u
    if hasattr(type(u), "__array__"):
        raise InputError(f"{name} is an array: pass a number, or a list of numbers with .tolist()")
    if isinstance(u, (list, tuple)):
        raise InputError(f"{name} is a {type(u).__name__}: a number is wanted here")
    raise InputError(f"{name} must be a number or a list of numbers, not {type(u).__name__}: {short(u)}")
