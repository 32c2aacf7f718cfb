"""What may go into a function: numbers and arrays, by name.

With this module you can

- put inputs given in a dict and by keyword together (``by_name``);
- refuse what cannot be calculated with, naming it (``checked_value``);
- turn inputs by name into one value per input variable (``bound``), and such a list back into a dict (``packed``).

An input is a number, an array, or a list of numbers.  A list becomes several variables, so a program keeps *groups*:
``(name, None)`` for one variable, ``(name, n)`` for a list of ``n``.

>>> by_name({"seed": 1}, {"x": 2})
{'seed': 1, 'x': 2}
>>> flat_names([("x", 2), ("y", None)]), packed([("x", 2), ("y", None)], [5, 6, 7])
(('x[0]', 'x[1]', 'y'), {'x': [5, 6], 'y': 7})
"""

from ..errors import InputError, closest, listed, short
from .arrays import as_array, checked_array, filled, is_array, shape_of, widened
from .operand import is_operand
from .spelling import Given, Named, by_spelling

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


def checked_groups(groups, what):
    """Return groups ``(name, None or the length of a list)``; raise an ``InputError`` if two variables had one name."""
    names = flat_names(groups)
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(f"there are two {what}s called {short(twice)}, one of them in a list: give each a name of its own")
    return groups


def is_number(u):
    """Whether ``u`` can be calculated with: a number of any kind, a formula, a traced value."""
    return hasattr(type(u), "__truediv__") and hasattr(type(u), "__rmul__") and not hasattr(type(u), "__len__")


def is_value(u):
    """Whether ``u`` is a number, or an array of numbers, traced or not."""
    return is_number(u) or is_array(u) or (is_operand(u) and hasattr(type(u), "shape"))


def checked_value(u, name):
    """Return ``u`` if it is a number or an array of floats, else raise an ``InputError`` that names it.

    A number of NumPy's comes back as Python's, an array in double precision (``widened``).
    """
    if type(u) is float:
        return u
    if is_array(u):
        return checked_array(u, name)
    u = widened(u)
    if is_value(u) and type(u).__name__ not in TIMES:
        return u
    if hasattr(type(u), "__array__") and type(u).__name__ not in TIMES:
        raise InputError(f"{name} is a {type(u).__name__}: pass a NumPy array of it, np.asarray({name})")
    if isinstance(u, (list, tuple)):
        raise InputError(f"{name} is a {type(u).__name__}: a number or a NumPy array is wanted here")
    raise InputError(f"{name} must be a number, a list of numbers or a NumPy array, not {type(u).__name__}: {short(u)}")


# --- one value per input variable ------------------------------------------------------------------


def flat_names(groups):
    """Return a name for each variable of groups ``(name, None or the length of a list)``: ``x``, or ``x[0]``, ..."""
    flat = []
    for name, n in groups:
        flat += [str(name)] if n is None else [f"{name}[{k}]" for k in range(n)]
    return tuple(flat)


def packed(groups, flat):
    """Return a dict over the inputs, a list for a list input, from one value per input variable."""
    result, k = Named(), 0
    for name, n in groups:
        result[name] = flat[k] if n is None else list(flat[k : k + n])
        k += 1 if n is None else n
    return result


def copied(u):
    """Return an input as nobody else can change it."""
    return [copied(v) for v in u] if isinstance(u, (list, tuple)) else u.copy(order="K") if is_array(u) else u


def bound(program, given, default=None, what="input"):
    """Return one value per input variable of a program; what ``given`` leaves out is ``default``, else its example."""
    flat, example = [], program.example
    known = [name for name, _ in program.groups]
    if type(given) is not dict or not all(map(known.__contains__, given)):
        given = by_name(given, {})  # another kind of dict, or another spelling
    for name in given:
        if name not in known:
            raise InputError(f"{program.title} has no {what} {short(name)}{closest(name, known)}: it has {listed(known)}")
    for name, n in program.groups:
        u = given.get(name, example[name] if default is None else default)
        if n is None:
            flat.append(_fitting(program, u, name, len(flat), name in given))
        elif name in given or default is None:
            u = list(u) if isinstance(u, (list, tuple)) or hasattr(u, "__len__") else [u]
            if len(u) != n:
                raise InputError(f"{name} is a list of {n} numbers in this program: {len(u)} given")
            flat += [_fitting(program, v, f"{name}[{k}]", len(flat) + k, True) for k, v in enumerate(u)]
        else:
            flat += [_fitting(program, default, name, len(flat) + k, False) for k in range(n)]
    return flat


def _fitting(program, u, name, i, given):
    """Return ``u`` if it can stand for input ``i``: it has the shape the input had in the trace."""
    wanted = program.shapes[i] if program.shapes else ()
    if not given and wanted and not shape_of(u):
        return filled(wanted, u)
    if wanted and isinstance(u, (list, tuple)):
        u = as_array(u, name)
    u = checked_value(u, name)
    if program.shapes and shape_of(u) != wanted:
        raise InputError(
            f"{name} has the shape {shape_of(u)} here and had {wanted} when {program.title} was traced: "
            "trace again at this shape"
        )
    return u
