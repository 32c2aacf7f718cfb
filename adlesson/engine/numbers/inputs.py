"""What may go into a function: numbers and arrays, by name.

With this module you can

- put inputs given in a dict and by keyword together (``by_name``);
- refuse what cannot be calculated with, naming it (``checked_value``);
- turn inputs by name into one value per input variable (``bound``).

An input is a number, an array, or a list, a tuple or a dict of inputs (``nesting``), each value of which is a variable.

>>> by_name({"seed": 1}, {"x": 2})
{'seed': 1, 'x': 2}
"""

from ..errors import InputError, closest, listed, short
from .arrays import as_array, checked_array, filled, is_array, rounded, shape_of, widened
from .nesting import flat_names, leaves, mapped, matched
from .operand import is_operand
from .spelling import Given, by_spelling
from .tensors import untensored

TIMES = ("timedelta", "timedelta64", "datetime64")  # they can be multiplied, by some numbers, and are none


def by_name(at, inputs):
    """Return the inputs in the dict ``at`` and those given by keyword as one dict, names as Python spells them."""
    if at is None:
        return inputs if "".join(inputs).isascii() else by_spelling(inputs)
    if not hasattr(at, "keys"):
        raise InputError(f"inputs are given by name, for example x={short(at)}: {short(at)} came without one")
    given = {**at, **inputs}
    try:
        if "".join(given).isascii():
            return given
        at, inputs = by_spelling(at), by_spelling(inputs)
        return Given({**at, **inputs}, {**at.typed, **inputs.typed})
    except TypeError:
        name = next(name for name in given if not isinstance(name, str))
        raise InputError(
            f"the name of an input is text, not {type(name).__name__} {short(name)}: write {short(str(name))}"
        ) from None


def checked_names(takes, what):
    """Raise an ``InputError`` if two of the variables in a dict of nests would have one name."""
    names = flat_names(takes)
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(f"there are two {what}s called {short(twice)}, one of them in a list: give each a name of its own")


def is_number(u):
    """Whether ``u`` can be calculated with: a number of any kind, a formula, a traced value."""
    return hasattr(type(u), "__truediv__") and hasattr(type(u), "__rmul__") and not hasattr(type(u), "__len__")


def is_value(u):
    """Whether ``u`` is a number, or an array of numbers, traced or not."""
    return is_number(u) or is_array(u) or (is_operand(u) and hasattr(type(u), "shape"))


def checked_value(u, name):
    """Return ``u`` if it is a number or an array of floats, else raise an ``InputError`` that names it.

    A number of NumPy's comes back as Python's, an array in double precision (``widened``), a tensor as an array.
    """
    if type(u) is float:
        return u
    u = untensored(u)
    if is_array(u):
        return checked_array(u, name)
    u = widened(u)
    if is_value(u) and type(u).__name__ not in TIMES:
        return u
    if hasattr(type(u), "__array__") and type(u).__name__ not in TIMES:
        raise InputError(f"{name} is a {type(u).__name__}: pass a NumPy array of it, np.asarray({name})")
    if isinstance(u, (list, tuple)):
        raise InputError(f"{name} is a {type(u).__name__}: a number or a NumPy array is wanted here")
    kind = type(u).__name__
    if hasattr(type(u), "__dataclass_fields__") or kind == "SimpleNamespace":
        raise InputError(f"{name} is a {kind}, and an input is numbers: pass its parts in a dict, as in vars({name})")
    if u is None or isinstance(u, str):
        raise InputError(
            f"{name} must be a number, not {short(u)}: leave out what does not move, let f read it from outside"
        )
    raise InputError(f"{name} must be a number, a list of numbers or a NumPy array, not {kind}: {short(u)}")


# --- one value per input variable ------------------------------------------------------------------


def copied(u):
    """Return an input as nobody else can change it."""
    return mapped(lambda v: v.copy(order="K") if is_array(v) else v, u)


def bound(program, given, default=None, what="input"):
    """Return one value per input variable of a program; what ``given`` leaves out is ``default``, else its example."""
    flat, takes = [], program.takes
    if type(given) is not dict or not all(map(takes.__contains__, given)):
        given = by_name(given, {})  # another kind of dict, or another spelling
    for name in given:
        if name not in takes:
            raise InputError(f"{program.title} has no {what} {short(name)}{closest(name, takes)}: it has {listed(takes)}")
    for name, nest in takes.items():
        there = name in given
        u = given[name] if there else program.example[name] if default is None else default
        if type(nest) is int:
            flat.append(_fitting(program, u, name, nest, there))
        elif there or default is None:
            flat += [_fitting(program, v, place, k, True) for place, k, v in matched(nest, u, name, program.title)]
        else:
            flat += [_fitting(program, u, name, k, False) for k in leaves(nest)]
    return flat


def _fitting(program, u, name, i, given):
    """Return ``u`` if it can stand for input ``i``: it has the shape the input had in the trace."""
    wanted = program.shapes[i] if program.shapes else ()
    if not given and wanted and not shape_of(u):
        return filled(wanted, u)
    if wanted and isinstance(u, (list, tuple)):
        u = as_array(u, name)
    u = checked_value(u, name) if program.shapes is None else rounded(checked_value(u, name))
    if program.shapes and shape_of(u) != wanted:
        raise InputError(
            f"{name} has the shape {shape_of(u)} here and had {wanted} when {program.title} was traced: "
            "trace again at this shape"
        )
    return u
