"""Arrays among the numbers: what has a shape, what may be an input, what fills one.

With this module you can

- ask for the shape of anything (``shape_of``) and whether it is an array (``is_array``);
- turn NumPy's many kinds of numbers into the two that the lesson calculates with (``widened``), and an exact number
  beside an array into a float (``rounded``);
- make arrays of one number, or with a single 1 in them (``filled``, ``units``);
- keep an array as it is now, whatever its owner does to it (``kept``).

NumPy is loaded when the first array is made, and not before.

>>> shape_of(3.0), is_array(3.0), filled((), 2)
((), False, 2)
"""

import math
import operator
from contextlib import nullcontext

from ..errors import InputError, TraceError, short
from .operand import is_operand
from .tensors import untensored

WIDE = {"f": float, "c": complex, "i": int, "u": int, "b": int}  # NumPy's kinds of numbers, and what Python has for each


def shape_of(u):
    """Return the shape of an array, a traced array or a number (``()``)."""
    return getattr(u, "shape", ())


def is_array(u):
    """Whether ``u`` is a NumPy array, of that very kind, with at least one axis."""
    return type(u).__name__ == "ndarray" and type(u).__module__ == "numpy" and u.ndim > 0


def widened(u):
    """Return a NumPy number, also an array without axes, as Python's own, and an array as one of double precision.

    NumPy's whole numbers wrap around (``np.int64(5) ** 30`` is wrong) and its single precision rounds to seven digits:
    neither may get into a calculation.  A tensor of PyTorch's is taken as the array
    that it holds.  What is not NumPy's, or has no numbers in it, comes back as it is.

    >>> import numpy as np
    >>> widened(np.int64(5)) ** 30, widened(np.array([1, 2], dtype=np.uint8)).dtype.name
    (931322574615478515625, 'float64')
    """
    u = untensored(u)
    if type(u).__module__ != "numpy" or getattr(getattr(u, "dtype", None), "kind", "") not in WIDE:
        return u
    if not u.ndim:
        return WIDE[u.dtype.kind](u)
    return u if u.dtype.char in "dD" or not is_array(u) else u.astype(complex if u.dtype.kind == "c" else float)


def rounded(u):
    """Return a number as the float that it is beside an array, whose entries are floats; what is none comes back as it is.

    Of an array and a fraction NumPy makes an array of Python objects, which hardly any of its functions takes.  Such an
    array comes back as one of floats, too.

    >>> from fractions import Fraction
    >>> rounded(Fraction(1, 2)), rounded(3), rounded("x")
    (0.5, 3, 'x')
    """
    kind = type(u)
    if kind is float or kind is int or kind is bool or kind is complex:
        return u
    of_numpy = kind.__module__ == "numpy" and hasattr(u, "dtype")
    if u.dtype.kind != "O" if of_numpy else is_operand(u):
        return u
    try:
        if of_numpy:
            return u.astype(complex if any(isinstance(v, complex) for v in u.flat) else float)
        if hasattr(kind, "__index__"):  # whole, perhaps an index, which may not become a float
            return operator.index(u)
        return float(u) if hasattr(kind, "__float__") else u
    except (OverflowError, TypeError, ValueError):  # a formula
        return u


def checked_array(u, name):
    """Return an array of floats, in double precision; raise an ``InputError`` that names any other kind."""
    if u.dtype.kind not in "fc":
        what = {"i": "whole numbers", "u": "whole numbers", "b": "truth values"}.get(u.dtype.kind, f"the kind {u.dtype}")
        raise InputError(f"{name} is an array of {what}, which cannot move a little: pass {name}.astype(float)")
    if u.size == 0:
        raise InputError(f"{name} is an empty array, of shape {u.shape}: there is nothing to calculate with")
    return widened(u)


def shape_at_key(shape, key):
    """Return the shape of ``u[key]`` for an array of this shape."""
    import numpy as np

    return np.broadcast_to(0, shape)[key].shape


def checked_key(key):
    """Return a copy of an index, a slice, or a tuple of them; raise a ``TraceError`` for what depends on the inputs."""
    if isinstance(key, (tuple, list)):
        return type(key)(map(checked_key, key))
    if is_operand(key):
        raise TraceError("an index is a traced value, which moves, and an entry does not: index with plain integers")
    return kept(key)


def kept(u, before=None):
    """Return a copy of an array which nobody can change, ``before`` if that is one; anything else as it is."""
    if not is_array(u):
        return u
    if before is not None and (before.shape, before.dtype) == (u.shape, u.dtype) and before.tobytes() == u.tobytes():
        return before
    u = u.copy(order="K")
    u.flags.writeable = False
    return u


def overlap(u, w):
    """Whether two arrays may share entries, so that to change the one would change the other."""
    if not is_array(u) or not is_array(w):
        return True  # who knows
    import numpy as np

    return np.may_share_memory(u, w)


def equal(u, w):
    """Whether two arrays of one shape hold the same entries, NaN for NaN."""
    if u.size < 1000 and u.dtype == w.dtype and u.tobytes() == w.tobytes():
        return True  # the faster way for small ones
    same = u == w
    return bool(same.all() or (same | ((u != u) & (w != w))).all())


def own(arrays, others=()):
    """Return arrays, numbers among them, each of which may be changed without changing another, or one of ``others``."""
    seen, result = set(map(id, others)), []
    for u in arrays:
        if is_array(u) and (id(u) in seen or u.base is not None or not u.flags.writeable):
            u = u.copy(order="K")
        seen.add(id(u))
        result.append(u)
    return result


def as_array(u, name):
    """Return a list, or a list of lists, of numbers as an array of floats."""
    import numpy as np

    try:
        return np.asarray(u, dtype=float)
    except (OverflowError, TypeError, ValueError):
        raise InputError(f"{name} is an array in this program, and {short(u)} cannot be read as one") from None


def has_minus_zero(u):
    """Whether an array of zeros has a -0.0 among them: behind a division the two are two infinities."""
    import numpy

    return u.dtype.kind in "fc" and bool(numpy.signbit([u.real, u.imag]).any())


def filled(shape, number):
    """Return an array of this shape with ``number`` everywhere; for the shape ``()`` the number itself."""
    if not shape:
        return number
    import numpy as np

    return np.full(shape, float(number))


def units(shape):
    """Yield, for each entry of an array of this shape, the array with a 1 there and 0 elsewhere; 1 for a number."""
    if not shape:
        yield 1
    else:
        for k in range(math.prod(shape)):
            unit = filled(shape, 0)
            unit.flat[k] = 1
            yield unit


def stacked(parts, shape, last=False):
    """Return one array of ``parts``, one for each entry of an array of this shape, whose axes come first or ``last``."""
    if not shape:
        return parts[0]
    import numpy as np

    whole = np.stack(np.broadcast_arrays(*parts), axis=-1 if last else 0)
    return whole.reshape((*whole.shape[:-1], *shape) if last else (*shape, *whole.shape[1:]))


def quiet(arrays):
    """Return a context in which NumPy gives infinities and NaN without a warning, if there are ``arrays``."""
    if not arrays:
        return nullcontext()
    import numpy as np

    return np.errstate(all="ignore")


class Axes(tuple):
    """Several axes at once: an option that is written in parentheses, which those of a shape or a key have already."""

    __slots__ = ()


def option(u):
    """Return how an option of an array operation is written: an axis, a shape, a key."""
    if isinstance(u, Axes):
        return f"({option(tuple(u))})" if u else "()"
    if isinstance(u, tuple):
        return ", ".join(map(option, u)) + ("," if len(u) == 1 else "") or "()"
    if isinstance(u, slice):
        ends = ["" if end is None else str(end) for end in (u.start, u.stop, u.step)]
        return ":".join(ends if u.step is not None else ends[:2])
    if isinstance(u, str):
        return f'"{u}"'
    return "..." if u is ... else repr(u.tolist() if hasattr(u, "tolist") else u)


def on_one_line(u):
    """Return ``repr(u)``; of an array a list, or, where that would be long, its shape."""
    if not is_array(u):
        return short(u, 60)
    text = repr(u.tolist()) if u.size <= 20 else ""
    return text if 0 < len(text) <= 60 else f"<array of shape {u.shape}>"
