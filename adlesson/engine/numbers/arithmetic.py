"""Arithmetic as IEEE 754 has it, on every kind of number.

With this module you can

- divide, raise to powers and compare sizes where Python would raise (``divide``, ``power``, ``maximum``, ``minimum``);
- let a factor 0 win, also beside an infinity (``gated``).

The lesson wants an answer where Python has an error, so that a learner sees *where* an infinity or a NaN is born instead of
losing the whole program to it.

>>> divide(1, 0), power(0, -1), power(-8, 0.5), maximum(2, 3)
(inf, inf, nan, 3)
"""

import math
import operator

from ..errors import TraceError
from .arrays import is_array, shape_of, widened
from .operand import is_operand

inf, nan = math.inf, math.nan


def as_fraction(u):
    """Return an exact number as a fraction."""
    from fractions import Fraction  # takes some milliseconds to load, and hardly ever is one needed

    return Fraction(u)


def as_float(u):
    """Return ``u`` as a float; a whole number too large for one counts as infinite."""
    try:
        return float(u)
    except OverflowError:
        return inf if u > 0 else -inf


def is_complex(u):
    """Whether ``u`` is a complex number, or an array of them."""
    return isinstance(u, complex) or (type(u).__module__ == "numpy" and hasattr(u, "dtype") and u.dtype.kind == "c")


def checked_real(what, *arrays):
    """Raise a ``TraceError`` if one is complex, traced or not: of those NumPy takes the sizes for ``what``."""
    if any(shape_of(u) and u.dtype.kind == "c" for u in arrays):
        raise TraceError(
            f"{what} takes the sizes of complex entries, which have no complex slope: give real numbers, or write what you "
            "mean, such as (x * x).sum()"
        )


def in_order(*numbers):
    """Let Python raise its own ``TypeError`` if one is complex."""
    if any(map(is_complex, numbers)):
        1j < 1j  # noqa: B015


def ordered(compare):
    """Return a comparison that refuses complex numbers as Python does; NumPy has an order for its own."""

    def compared(u, w):
        if type(u) is not float or type(w) is not float:
            in_order(u, w)
        return compare(u, w)

    return compared


greater, less = ordered(operator.gt), ordered(operator.lt)


def entrywise(condition, u, w):
    """Return ``u`` where the condition holds, else ``w``, entry by entry of an array, or of what stands in for one."""
    for number in (u, w):
        if is_operand(number):
            return type(number).apply_op("where", (condition, u, w))
    import numpy

    return numpy.where(condition, u, w)


def divide(u, w):
    """Return ``u / w``; by zero it is an infinity, or NaN for ``0 / 0``, as IEEE 754 has it."""
    try:
        return u / w
    except ZeroDivisionError:
        if isinstance(u, complex) or isinstance(w, complex) or u == 0 or u != u:
            return nan
        return math.copysign(inf, w) if u > 0 else -math.copysign(inf, w)
    except OverflowError:  # the quotient is too large for a float, or u or w is
        if is_array(u) or is_array(w):
            raise
        u, w = as_float(u), as_float(w)
        return math.copysign(1.0, w) * u if abs(u) == abs(w) == inf else divide(u, w)


def power(u, p):
    """Return ``u ** p``; ``0 ** -1`` is infinity and ``(-8) ** 0.5`` is NaN, as IEEE 754 has it.

    Where the exact power of a whole number or a fraction would need more than 65,536 bits, it is a float.
    """
    if type(u) is float and type(p) is int:
        try:
            return u * u if p == 2 else u**p
        except (OverflowError, ZeroDivisionError):
            pass
    u, p = widened(u), widened(p)
    if getattr(p, "denominator", None) == 1:  # a whole number, also one that is written as a fraction
        p = p.numerator
    exact = type(p) is int and isinstance(getattr(u, "numerator", None), int)
    if exact and abs(p) * max(u.numerator.bit_length(), u.denominator.bit_length()) > 65536:
        near = divide(u.numerator, u.denominator)
        beside = float(u / as_fraction(near) - 1) if 0 < abs(near) < inf else 0  # p times what was rounded away
        grown = as_float(p) * beside if beside else 0.0
        return power(near, p) * (math.exp(grown) if grown < 709 else inf)
    if type(p) is int and p == 2 and not is_operand(u):
        return u * u  # a square is a product, which is rounded better than a power
    try:
        v = u**p if type(p) is int or not (is_array(u) or is_array(p)) else _power_of_arrays(u, p)
    except (OverflowError, ZeroDivisionError):
        if is_array(u) or is_array(p):
            raise
        if isinstance(u, complex) or isinstance(p, complex):
            return nan
        size = 1.0 if abs(u) == 1 else inf if (abs(u) > 1) == (p > 0) else 0.0
        negative = u < 0 or divide(1, u) < 0  # the second for -0.0
        return -size if negative and p % 2 == 1 else size
    return nan if type(v) is complex and not (isinstance(u, complex) or isinstance(p, complex)) else v


def _power_of_arrays(u, p):
    """Return ``u ** p`` of arrays; of ``u ** 0.5`` NumPy makes a root, which is NaN at -inf, where the power is infinite."""
    import numpy

    as_roots = not is_operand(u) and not is_operand(p) and numpy.any(p == 0.5) and not numpy.iscomplexobj(u)
    return numpy.float_power(u, p) if as_roots and numpy.signbit(u).any() else u**p


def gated(u, w):
    """Return ``u * w``, and 0 where ``u`` is 0, also beside an infinity: the gate ``u`` is shut.

    So ``x ** y``, whose slope by ``x`` is ``y * x ** (y - 1)``, is flat at ``y = 0`` also where ``x`` is 0.

    >>> gated(2.0, 3.0), gated(0.0, -inf)
    (6.0, 0)
    """
    for number in (u, w):
        if is_operand(number):
            return type(number).apply_op("gated", (u, w))
    if is_array(u) or is_array(w):
        return entrywise((u == 0) & (w == w), 0.0, u * w)  # NaN is not shut out: there is no number behind it
    return _gated(u, w)


def _gated(u, w):
    return 0 if u == 0 and w == w else u * w


gated.of_floats = _gated


def _larger(name, short_name, compare, compare_floats):
    def of_floats(u, w):
        return u if compare_floats(u, w) or u != u else w

    def function(u, w):
        for number in (u, w):
            if is_operand(number):
                return type(number).apply_op(name, (u, w))
        for number in (u, w):  # a traced value beside a formula has come before
            kind = type(number).__module__.partition(".")[0]
            if kind == "sympy":
                import sympy

                return getattr(sympy, short_name.title())(u, w)
            if kind == "numpy" and number.ndim:
                return entrywise(compare(u, w) | (u != u), u, w)
        return u if compare(u, w) or u != u else w

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"Return the {name} of two numbers, expressions or traced values; of two equal ones, the second."
    function.also, function.of_floats = (short_name,), of_floats
    return function


maximum, minimum = _larger("maximum", "max", greater, operator.gt), _larger("minimum", "min", less, operator.lt)
