"""Elementary functions of every kind of number, under NumPy's names.

With this module you can

- call ``exp``, ``sin``, ``maximum`` ... on ints, floats, fractions, complex numbers, SymPy
  expressions, NumPy numbers and arrays, and traced values;
- divide and raise to powers as IEEE 754 has it (``divide``, ``power``).

Python raises where IEEE arithmetic has an answer.  The lesson wants the answer, so that a learner
sees *where* an infinity or a NaN is born instead of losing the whole program to it.

>>> log(0), exp(1000), sqrt(-1.0), divide(1, 0)
(-inf, inf, nan, inf)
"""

import cmath
import math
import operator
import sys

from ..errors import TraceError, short

inf, nan = math.inf, math.nan


def _on_numbers(function, at_pole=nan):
    def value(u):
        try:
            return function(u)
        except OverflowError:
            return value(_float(u)) if not isinstance(u, float) else inf if u > 0 else -inf
        except ValueError:
            return at_pole if _float(u) == 0 else nan

    value.at_once = function  # what serves nearly always
    return value


def _float(u):
    """Return ``u`` as a float; a whole number too large for one counts as infinite."""
    try:
        return float(u)
    except OverflowError:
        return inf if u > 0 else -inf


def _sigmoid(u):
    return 1 / (1 + math.exp(-u)) if u >= 0 else math.exp(u) / (1 + math.exp(u))


def _softplus(u):
    return (u if u > 0 else 0.0) + math.log1p(math.exp(-abs(u)))


def _sign(u):
    return 1 if u > 0 else -1 if u < 0 else 0 if u == 0 else nan


def _heaviside(u):
    return 1 if u > 0 else 0 if u <= 0 else nan


def _relu(u):
    return u if u > 0 else 0 if u <= 0 else nan


_NUMBERS = {
    "exp": _on_numbers(math.exp),
    "log": _on_numbers(math.log, at_pole=-inf),
    "log1p": _on_numbers(lambda u: math.log1p(u) if u != -1 else -inf),
    "expm1": _on_numbers(math.expm1),
    "sqrt": _on_numbers(math.sqrt),
    "sin": _on_numbers(math.sin),
    "cos": _on_numbers(math.cos),
    "tan": _on_numbers(math.tan),
    "arcsin": _on_numbers(math.asin),
    "arccos": _on_numbers(math.acos),
    "arctan": _on_numbers(math.atan),
    "sinh": _on_numbers(math.sinh),
    "cosh": lambda u: _on_numbers(math.cosh)(abs(u)),
    "tanh": _on_numbers(math.tanh),
    "sigmoid": _on_numbers(_sigmoid),
    "softplus": _on_numbers(_softplus),
    "relu": _relu,
    "sign": _sign,
    "heaviside": _heaviside,
}
_ELSEWHERE = {  # what SymPy and cmath call the functions they name differently, or do not have
    "sympy": {"arcsin": "asin", "arccos": "acos", "arctan": "atan", "abs": "Abs"},
    "cmath": {"arcsin": "asin", "arccos": "acos", "arctan": "atan"},
}
_COMPOSED = {
    "log1p": lambda u: log(1 + u),
    "expm1": lambda u: exp(u) - 1,
    "sigmoid": lambda u: divide(1, 1 + exp(-u)),
    "softplus": lambda u: log(1 + exp(u)),
    "relu": lambda u: maximum(u, 0),
}

_ON_ARRAYS = {  # what NumPy does not have under our name
    "sigmoid": lambda u: 0.5 + 0.5 * tanh(0.5 * u),
    "softplus": lambda u: log(1 + exp(u)) if u.dtype.kind == "c" else relu(u) + log1p(exp(-abs(u))),
    "relu": lambda u: maximum(u, 0.0),
    "heaviside": lambda u: entrywise(u != u, u, (u > 0) * 1.0),
}


def entrywise(condition, u, w):
    """Return ``u`` where the condition holds, else ``w``, entry by entry of an array."""
    import numpy

    return numpy.where(condition, u, w)


def _elementary(name):
    on_numbers = _NUMBERS[name]
    at_once = getattr(on_numbers, "at_once", on_numbers)

    def function(u):
        if type(u) is float:
            try:
                return at_once(u)
            except (OverflowError, ValueError):
                return on_numbers(u)
        tape = getattr(u, "tape", None)
        if tape is not None:  # a traced value writes it down
            try:
                return tape.append(name, (u.index,), function(u.value), sys._getframe(1))
            except (ArithmeticError, TypeError, ValueError):
                return tape.record(name, (u,), sys._getframe(1))  # which says where it happened
        if hasattr(type(u), "apply_op"):  # as does a formula, or a count
            return type(u).apply_op(name, (u,))
        return _other_number(name, on_numbers, u)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"Return ``{name}(u)`` for a number, a SymPy expression or a traced value."
    return function


def _other_number(name, on_numbers, u):
    kind = type(u).__module__.partition(".")[0]
    if kind == "numpy" and u.ndim:
        import numpy

        return _ON_ARRAYS[name](u) if name in _ON_ARRAYS else getattr(numpy, name)(u)
    if kind == "sympy":
        import sympy

        if name == "heaviside":
            return sympy.Heaviside(u, 0)
        return _COMPOSED[name](u) if name in _COMPOSED else getattr(sympy, _ELSEWHERE["sympy"].get(name, name))(u)
    if isinstance(u, complex):
        if name in _COMPOSED and name != "relu":
            return _COMPOSED[name](u)
        if hasattr(cmath, _ELSEWHERE["cmath"].get(name, name)):
            return getattr(cmath, _ELSEWHERE["cmath"].get(name, name))(u)
    elif isinstance(u, int) or hasattr(type(u), "__float__"):
        try:
            return on_numbers(u)
        except (TypeError, ValueError):  # it has a length, or no value as a float after all
            pass
    raise TraceError(f"{name} takes a number or a traced value, not {type(u).__name__}: {short(u)}")


exp, log, log1p, expm1, sqrt = map(_elementary, ("exp", "log", "log1p", "expm1", "sqrt"))
sin, cos, tan, arcsin, arccos, arctan = map(_elementary, ("sin", "cos", "tan", "arcsin", "arccos", "arctan"))
sinh, cosh, tanh, sigmoid, softplus = map(_elementary, ("sinh", "cosh", "tanh", "sigmoid", "softplus"))
relu, sign, heaviside = map(_elementary, ("relu", "sign", "heaviside"))


def divide(u, w):
    """Return ``u / w``; by zero it is an infinity, or NaN for ``0 / 0``, as IEEE 754 has it."""
    try:
        return u / w
    except ZeroDivisionError:
        if isinstance(u, complex) or isinstance(w, complex) or u == 0 or u != u:
            return nan
        return math.copysign(inf, w) if u > 0 else -math.copysign(inf, w)
    except OverflowError:  # the quotient is too large for a float, or u or w is
        u, w = _float(u), _float(w)
        return math.copysign(1.0, w) * u if abs(u) == abs(w) == inf else divide(u, w)


def power(u, p):
    """Return ``u ** p``; ``0 ** -1`` is infinity and ``(-8) ** 0.5`` is NaN, as IEEE 754 has it.

    A whole number whose exact power would need more than 65,536 bits is rounded to a float first.
    """
    if type(u) is float and type(p) is int:
        try:
            return u * u if p == 2 else u**p
        except (OverflowError, ZeroDivisionError):
            pass
    if getattr(p, "denominator", None) == 1:  # a whole number, also one that is written as a fraction
        p = p.numerator
    exact = type(p) is int and isinstance(getattr(u, "numerator", None), int)
    if exact and abs(p) * max(u.numerator.bit_length(), u.denominator.bit_length()) > 65536:
        u = divide(u.numerator, u.denominator)
    if type(p) is int and p == 2 and not hasattr(type(u), "apply_op"):
        return u * u  # a square is a product, which is rounded better than a power
    try:
        v = u**p
    except (OverflowError, ZeroDivisionError):
        if isinstance(u, complex) or isinstance(p, complex):
            return nan
        size = 1.0 if abs(u) == 1 else inf if (abs(u) > 1) == (p > 0) else 0.0
        negative = u < 0 or divide(1, u) < 0  # the second for -0.0
        return -size if negative and p % 2 == 1 else size
    return nan if type(v) is complex and not (isinstance(u, complex) or isinstance(p, complex)) else v


def _larger(name, sympy_name, compare):
    def function(u, w):
        for number in (u, w):
            if hasattr(type(number), "apply_op"):
                return type(number).apply_op(name, (u, w))
            kind = type(number).__module__.partition(".")[0]
            if kind == "sympy":
                import sympy

                return getattr(sympy, sympy_name)(u, w)
            if kind == "numpy" and number.ndim:
                return entrywise(compare(u, w) | (u != u), u, w)
        return u if compare(u, w) or u != u else w

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"Return the {name} of two numbers, expressions or traced values; of two equal ones, the second."
    return function


maximum, minimum = _larger("maximum", "Max", operator.gt), _larger("minimum", "Min", operator.lt)
