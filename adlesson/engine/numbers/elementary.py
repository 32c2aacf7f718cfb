"""Elementary functions of every kind of number, under NumPy's names.

With this module you can

- call ``exp``, ``sin``, ``relu`` ... on ints, floats, fractions, complex numbers, SymPy
  expressions, NumPy numbers and arrays, and traced values;
- make one more such function of a function of floats (``elementary``).

Python raises where IEEE arithmetic has an answer (see ``arithmetic``); here the answer is given.

>>> log(0), exp(1000), sqrt(-1.0)
(-inf, inf, nan)
"""

import math
import sys

from ..errors import LessonError, NumberError, TraceError, short
from .arithmetic import as_float, as_fraction, divide, entrywise, gated, inf, maximum, nan, power
from .arrays import widened
from .operand import is_operand


def elementary(
    name, of_floats, *, at_pole=nan, beyond=None, of_arrays=None, of_formulas=None, of_complex=None, known=False, also=()
):
    """Return the function ``name`` of every kind of number, made of one of floats.

    ``of_floats`` may raise as ``math`` does: at the pole 0 the value is ``at_pole``, at other places NaN, and where it is
    too large an infinity.  An exact number that a float cannot hold, such as ``10**400``, is taken by ``beyond``, else as
    an infinity or as 0, and refused where that hides a value.  An array is taken entry by entry; formulas and complex
    numbers are refused, unless there is a function of them: ``of_formulas`` gets SymPy's.  What is ``known`` is under its
    name, or one that it ``also`` goes by, the same function in NumPy, SymPy and ``cmath``.

    >>> cube_root = elementary("cbrt", lambda u: math.copysign(abs(u) ** (1 / 3), u))
    >>> cube_root(-8.0), cube_root(8)
    (-2.0, 2.0)
    """

    def of_any_number(u):
        if beyond and not isinstance(u, float) and u != 0 and abs(as_float(u)) in (0, inf):
            return beyond(as_fraction(u))
        try:
            return of_floats(u)
        except OverflowError:
            if isinstance(u, float):
                return inf if u > 0 else -inf
            v = of_any_number(as_float(u))
            if v != v and of_any_number(1e300) == of_any_number(1e300):  # a sine has no value at infinity, and one before
                raise NumberError(
                    f"{name} of {short(u)}, a whole number too large for a float: give the inputs as floats"
                ) from None
            return v
        except ValueError:
            return at_pole if u == 0 else nan

    def of_cmath():
        import cmath  # most lessons never meet such a number

        return _named(cmath, name, also) if known else None

    def function(u):
        if type(u) is float:
            try:
                return of_floats(u)  # what serves nearly always
            except (OverflowError, ValueError):
                return of_any_number(u)
        tape = getattr(u, "tape", None)
        if tape is not None:  # a traced value writes it down
            try:
                return tape.append(name, (u.index,), function(u.value), sys._getframe(1))
            except (ArithmeticError, TypeError, ValueError):
                return tape.record(name, (u,), sys._getframe(1))  # which says where it happened
        if is_operand(u):  # as does a formula, or a count
            return type(u).apply_op(name, (u,))
        kind = type(u).__module__.partition(".")[0]
        if kind == "numpy" and not (u.ndim and u.dtype.char == "d"):
            u = widened(u)
        if kind == "numpy" and hasattr(u, "ndim"):
            if of_arrays is None:
                import numpy

                compute = getattr(numpy, name) if known else numpy.vectorize(of_any_number, otypes=[float])
            else:
                compute = of_arrays
            if u.dtype.kind == "c" and not of_complex and not of_cmath():  # NumPy may have one that is not smooth
                raise TraceError(f"{name} takes real numbers, not an array of complex ones: {short(u)}")
            return compute(u) if u.dtype.kind in "fciub" else _of_objects(name, compute, u)
        if kind == "sympy":
            import sympy

            of_its_kind = of_formulas or (_named(sympy, name, also) if known else None)
            if of_its_kind is None:
                raise TraceError(f"{name} has no formula: make it with elementary(..., of_formulas=...), SymPy's function")
            return of_its_kind(u)
        if isinstance(u, complex):
            of_its_kind = of_complex or of_cmath()
            if of_its_kind:
                return of_its_kind(u)
        elif isinstance(u, int) or hasattr(type(u), "__float__"):
            try:
                return of_any_number(u)
            except (TypeError, ValueError):  # it has a length, or no value as a float after all
                pass
        raise TraceError(f"{name} takes a number or a traced value, not {type(u).__name__}: {short(u)}")

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"Return ``{name}(u)`` for a number, a SymPy expression or a traced value."
    function.also = also
    function.of_floats, function.of_arrays = of_floats, of_arrays  # for text that knows what it has
    return function


def _of_objects(name, compute, u):
    """Return what a function makes of an array of other things than numbers, if it makes anything of them."""
    try:
        return compute(u)
    except LessonError:
        raise
    except (ArithmeticError, TypeError, ValueError):
        raise TraceError(
            f"{name} takes an array of numbers, and this one is of the kind {u.dtype}: {short(u)}; write u.astype(float)"
        ) from None


def _named(module, name, also):
    """Return what a module has under one of these names, else None."""
    return next((getattr(module, word) for word in (name, *also) if hasattr(module, word)), None)


def pi(u):
    """Return pi as exactly as ``u`` can hold it: SymPy's pi beside a formula, a letter beside letters, else the float.

    So a rule can be proved, not only computed: ``divide(2, sqrt(pi(u)))``.

    >>> pi(0.5), pi(1)
    (3.141592653589793, 3.141592653589793)
    """
    if is_operand(u):
        return type(u).constant("pi", math.pi)
    if type(u).__module__.partition(".")[0] == "sympy":
        import sympy

        return sympy.pi
    return math.pi


# --- functions of one number -----------------------------------------------------------------------


def _root_beyond(u):
    """Return the square root of a fraction that is too large or too small for a float; its root seldom is."""
    half = (u.numerator.bit_length() - u.denominator.bit_length()) // 2
    try:
        return math.ldexp(math.sqrt(u / as_fraction(4) ** half), half)
    except OverflowError:
        return inf
    except ValueError:
        return nan  # of a negative number


def _log_beyond(u):
    return math.log(u.numerator) - math.log(u.denominator) if u > 0 else nan


def _log1p_beyond(u):
    return _log_beyond(1 + u) if abs(u) > 1 else 0.0


def _log1p(u):
    return math.log1p(u) if u != -1 else -inf


def _cosh(u):
    try:
        return math.cosh(u)
    except OverflowError:
        return inf  # on either side


def _sech2(u):
    return _sech2_below_711(u) if abs(u) < 711 else 1 / (inf if u == u else nan)  # there cosh is infinite


def _sech2_below_711(u):
    c = math.cosh(u)
    return 1.0 / (c * c)  # 0 from 355 on, where 1e-308 and less is right


def _sech2_of_arrays(u):
    numpy = sys.modules["numpy"]  # whose array this is
    c = numpy.cosh(u)  # infinite from 711 on, its square from 355 on: 0 there, where 1e-308 and less is right
    c *= c
    return numpy.divide(1, c, out=c)


def _sigmoid(u):
    e = math.exp(-abs(u))  # at most 1, and nothing is subtracted: no digit is lost on either side
    return (1 if u >= 0 else e) / (1 + e)


def _sigmoid_of_arrays(u):
    if u.dtype.kind == "c":
        return 1 / (1 + exp(-u))
    e = exp(-abs(u))
    return entrywise(u >= 0, 1.0, e) / (1 + e)


def _softplus(u):
    return (float(u) if u > 0 else 0.0) + math.log1p(math.exp(-abs(u)))


def _softplus_of_arrays(u):
    return log(1 + exp(u)) if u.dtype.kind == "c" else relu(u) + log1p(exp(-abs(u)))


def _sign(u):
    return 1 if u > 0 else -1 if u < 0 else 0 if u == 0 else nan


def _heaviside(u):
    return 1 if u > 0 else 0 if u <= 0 else nan


def _heaviside_of_formulas(u):
    import sympy

    return sympy.Heaviside(u, 0)


def _erf_of_arrays(u):
    import numpy

    return numpy.vectorize(math.erf, otypes=[float])(u)  # NumPy has none


def _erf_of_formulas(u):
    import sympy

    return sympy.erf(u)


def _relu(u):
    return u if u > 0 else (0.0 if isinstance(u, float) else 0) if u <= 0 else nan  # a float stays one, a fraction exact


def _known(name, of_floats, **options):
    return elementary(name, of_floats, known=True, **options)


def _composed(name, of_floats, formula, **options):
    """Return a function that SymPy and ``cmath`` do not have: of formulas and complex numbers it is made of others."""
    return _known(name, of_floats, of_formulas=formula, of_complex=formula, **options)


exp, sqrt = _known("exp", math.exp), _known("sqrt", math.sqrt, beyond=_root_beyond)
log = _known("log", math.log, at_pole=-inf, beyond=_log_beyond, also=("ln",))
sin, cos, tan = _known("sin", math.sin), _known("cos", math.cos), _known("tan", math.tan)
arcsin, arccos = _known("arcsin", math.asin, also=("asin",)), _known("arccos", math.acos, also=("acos",))
arctan = _known("arctan", math.atan, also=("atan",))
sinh, cosh, tanh = _known("sinh", math.sinh), _known("cosh", _cosh), _known("tanh", math.tanh)
sech2 = _composed("sech2", _sech2, lambda u: divide(1, power(cosh(u), 2)), of_arrays=_sech2_of_arrays)
sech2.of_floats = _sech2_below_711  # beyond it raises, and text that raises is helped
log1p = _composed("log1p", _log1p, lambda u: log(1 + u), beyond=_log1p_beyond)
expm1 = _composed("expm1", math.expm1, lambda u: exp(u) - 1)
sigmoid = _composed("sigmoid", _sigmoid, lambda u: divide(1, 1 + exp(-u)), of_arrays=_sigmoid_of_arrays)
softplus = _composed("softplus", _softplus, lambda u: log(1 + exp(u)), of_arrays=_softplus_of_arrays)
erf = elementary("erf", math.erf, of_arrays=_erf_of_arrays, of_formulas=_erf_of_formulas)
relu = elementary("relu", _relu, of_arrays=lambda u: maximum(u, 0.0), of_formulas=lambda u: maximum(u, 0))
sign = _known("sign", _sign)
heaviside = elementary(
    "heaviside",
    _heaviside,
    of_arrays=lambda u: entrywise(u != u, u, (u > 0) * 1.0),
    of_formulas=_heaviside_of_formulas,
)


def power_log(u, p):
    """Return ``u ** p * log(u)``, the slope of a power by its exponent; 0 where the power is 0: it stays so.

    >>> power_log(2.0, 0.0), power_log(0.0, 3.0)
    (0.6931471805599453, 0)
    """
    for number in (u, p):
        if is_operand(number):
            return type(number).apply_op("power_log", (u, p))
    return gated(power(u, p), log(u))


def _power_log(u, p):
    v, w = math.pow(u, p), math.log(u)
    return 0 if v == 0 and w == w else v * w


power_log.of_floats = _power_log
