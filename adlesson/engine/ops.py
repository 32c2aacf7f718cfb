"""The one table of operations: the value, the partials, and how each is written.

With this module you can

- look an operation up by name: ``OPS["sin"].value(u)``, ``OPS["sin"].partials[0](v, u)``;
- see which comparisons a program keeps as guards (``COMPARISONS``).

Every derivative in this package comes from here.  A partial is written in terms of the output
``v`` and the arguments ``u, w``, with ints for constants and with the elementary functions, so the
same line gives a float, an exact fraction, a formula, or a piece of another program.

>>> OPS["multiply"].partials[0](6, 2, 3), OPS["exp"].partials[0](1.0, 0.0)
(3, 1.0)
"""

import operator

from .numbers.arrays import is_array
from .numbers.elementary import (
    arccos,
    arcsin,
    arctan,
    cos,
    cosh,
    divide,
    entrywise,
    exp,
    expm1,
    heaviside,
    log,
    log1p,
    maximum,
    minimum,
    nan,
    power,
    relu,
    sigmoid,
    sign,
    sin,
    sinh,
    softplus,
    sqrt,
    tan,
    tanh,
)
from .numbers.linear import (
    broadcast,
    broadcast_partial,
    index,
    index_partial,
    logsumexp,
    logsumexp_partial,
    matmul,
    matmul_by_left,
    matmul_by_right,
    mean,
    mean_partial,
    outer,
    outer_by_left,
    outer_by_right,
    place,
    place_partial,
    reshape,
    reshape_partial,
    sum_partial,
    total,
    transpose,
    transpose_partial,
)


class Op:
    """One row of the table.

    ``value(*u)`` computes the output ``v``; ``partials[k](v, *u)`` is its derivative by argument
    ``k`` where ``v = value(*u)``; ``written`` is a Python format such as ``"{0} * {1}"``; ``uses``
    names what the partials read: ``"output"``, ``"input"`` or ``"nothing"``.
    """

    __slots__ = ("name", "partials", "uses", "value", "written")

    def __init__(self, name, value, partials, written, uses):
        self.name, self.value, self.partials, self.written, self.uses = name, value, partials, written, uses

    def write(self, *words):
        """Return the operation as text, given its arguments as text."""
        return self.written.format(*words).replace("(None)", "()")

    def __repr__(self):
        return f"Op({self.name!r})"


def _zero(*_):
    return 0


def _one(*_):
    return 1


def _by_base(v, u, p):
    return 0 if type(p) in (int, float) and p == 0 else p * power(u, p - 1)


def _by_exponent(v, u, p):
    if is_array(v):
        return entrywise(v == 0, 0.0, v * log(u))
    return 0 if not hasattr(type(v), "apply_op") and v == 0 else v * log(u)  # 0 ** y stays 0 when y moves


def _slope_of_log(u):
    """Return ``1 / u``, but NaN for a negative number: where the logarithm has no value it has no slope."""
    if is_array(u):
        return entrywise(u < 0, nan, divide(1, u))
    return nan if isinstance(u, (int, float)) and u < 0 else divide(1, u)


def _exceeds(u, w):
    """Return 1 where ``u > w``, else 0, so that of two equal numbers the second takes the derivative."""
    if isinstance(u, (int, float)) and isinstance(w, (int, float)):  # also infinities, whose difference is NaN
        return 1 if u > w else 0 if u <= w else nan
    return heaviside(u - w)


OPS = {
    op.name: op
    for op in (
        # name, value, partials by each argument, as written, what the partials read
        Op("add", operator.add, (_one, _one), "{0} + {1}", "nothing"),
        Op("subtract", operator.sub, (_one, lambda v, u, w: -1), "{0} - {1}", "nothing"),
        Op("multiply", operator.mul, (lambda v, u, w: w, lambda v, u, w: u), "{0} * {1}", "input"),
        Op(
            "divide",
            divide,
            (lambda v, u, w: divide(1, w), lambda v, u, w: -divide(v, w)),
            "{0} / {1}",
            "input and output",
        ),
        Op("power", power, (_by_base, _by_exponent), "{0} ** {1}", "input and output"),
        Op("negative", operator.neg, (lambda v, u: -1,), "-{0}", "nothing"),
        Op("abs", operator.abs, (lambda v, u: sign(u),), "abs({0})", "input"),
        Op("exp", exp, (lambda v, u: v,), "exp({0})", "output"),
        Op("log", log, (lambda v, u: _slope_of_log(u),), "log({0})", "input"),
        Op("log1p", log1p, (lambda v, u: _slope_of_log(1 + u),), "log1p({0})", "input"),
        Op("expm1", expm1, (lambda v, u: v + 1,), "expm1({0})", "output"),
        Op("sqrt", sqrt, (lambda v, u: divide(1, 2 * v),), "sqrt({0})", "output"),
        Op("sin", sin, (lambda v, u: cos(u),), "sin({0})", "input"),
        Op("cos", cos, (lambda v, u: -sin(u),), "cos({0})", "input"),
        Op("tan", tan, (lambda v, u: 1 + v * v,), "tan({0})", "output"),
        Op("arcsin", arcsin, (lambda v, u: divide(1, sqrt(1 - u * u)),), "arcsin({0})", "input"),
        Op("arccos", arccos, (lambda v, u: -divide(1, sqrt(1 - u * u)),), "arccos({0})", "input"),
        Op("arctan", arctan, (lambda v, u: divide(1, 1 + u * u),), "arctan({0})", "input"),
        Op("sinh", sinh, (lambda v, u: cosh(u),), "sinh({0})", "input"),
        Op("cosh", cosh, (lambda v, u: sinh(u),), "cosh({0})", "input"),
        Op("tanh", tanh, (lambda v, u: 1 - v * v,), "tanh({0})", "output"),
        Op("sigmoid", sigmoid, (lambda v, u: v * (1 - v),), "sigmoid({0})", "output"),
        Op("softplus", softplus, (lambda v, u: sigmoid(u),), "softplus({0})", "input"),
        Op("relu", relu, (lambda v, u: heaviside(u),), "relu({0})", "input"),
        Op(
            "maximum",
            maximum,
            (lambda v, u, w: _exceeds(u, w), lambda v, u, w: 1 - _exceeds(u, w)),
            "maximum({0}, {1})",
            "input",
        ),
        Op(
            "minimum",
            minimum,
            (lambda v, u, w: _exceeds(w, u), lambda v, u, w: 1 - _exceeds(w, u)),
            "minimum({0}, {1})",
            "input",
        ),
        # operations on whole arrays; their partials are linear maps, and axes, shapes and keys are constants
        Op("matmul", matmul, (matmul_by_left, matmul_by_right), "{0} @ {1}", "input"),
        Op("sum", total, (sum_partial,), "{0}.sum({1})", "nothing"),
        Op("mean", mean, (mean_partial,), "{0}.mean({1})", "nothing"),
        Op("logsumexp", logsumexp, (logsumexp_partial,), "logsumexp({0}, {1})", "input and output"),
        Op("transpose", transpose, (transpose_partial,), "{0}.T", "nothing"),
        Op("reshape", reshape, (reshape_partial,), "{0}.reshape({1})", "nothing"),
        Op("index", index, (index_partial,), "{0}[{1}]", "nothing"),
        Op("place", place, (place_partial,), "place({0}, s_[{1}], ({2}))", "nothing"),
        Op("broadcast", broadcast, (broadcast_partial,), "full(({1}), {0})", "nothing"),
        Op("outer", outer, (outer_by_left, outer_by_right), "outer({0}, {1})", "input"),
        # the two step functions that the partials of abs, relu, maximum and minimum are made of
        Op("sign", sign, (_zero,), "sign({0})", "nothing"),
        Op("heaviside", heaviside, (_zero,), "heaviside({0})", "nothing"),
    )
}

# Comparisons have no derivative; a program keeps them as guards on the branch that was taken.
COMPARISONS = {
    "greater": (operator.gt, ">"),
    "less": (operator.lt, "<"),
    "greater_equal": (operator.ge, ">="),
    "less_equal": (operator.le, "<="),
    "equal": (operator.eq, "=="),
    "not_equal": (operator.ne, "!="),
}
