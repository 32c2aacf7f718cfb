"""What may go into a function: numbers and arrays, by name.

With this module you can

- put inputs given in a dict and by keyword together (``by_name``);
- refuse what cannot be calculated with, naming it (``checked_value``).

>>> by_name({"seed": 1}, {"x": 2})
{'seed': 1, 'x': 2}
"""

from ..errors import InputError, short
from .arrays import checked_array, is_array


def by_name(at, inputs):
    """Return the inputs in the dict ``at`` and those given by keyword as one dict."""
    if at is not None and not hasattr(at, "keys"):
        raise InputError(f"inputs are given by name, for example x={short(at)}: {short(at)} came without one")
    return {**(at or {}), **inputs}


def is_number(u):
    """Whether ``u`` can be calculated with: a number of any kind, a formula, a traced value."""
    return hasattr(type(u), "__truediv__") and hasattr(type(u), "__rmul__") and not hasattr(type(u), "__len__")


def is_value(u):
    """Whether ``u`` is a number, or an array of numbers, traced or not."""
    return is_number(u) or is_array(u) or (hasattr(type(u), "apply_op") and hasattr(type(u), "shape"))


def checked_value(u, name):
    """Return ``u`` if it is a number or an array of floats, else raise an ``InputError`` that names it."""
    if type(u) is float or is_number(u):
        return u
    if is_array(u):
        return checked_array(u, name)
    if is_value(u):
        return u
    if type(u).__module__ == "numpy" and getattr(u, "shape", None) == ():
        return checked_value(u[()], name)
    if hasattr(type(u), "__array__"):
        raise InputError(f"{name} is a {type(u).__name__}: pass a NumPy array of it, np.asarray({name})")
    if isinstance(u, (list, tuple)):
        raise InputError(f"{name} is a {type(u).__name__}: a number or a NumPy array is wanted here")
    raise InputError(f"{name} must be a number, a list of numbers or a NumPy array, not {type(u).__name__}: {short(u)}")
