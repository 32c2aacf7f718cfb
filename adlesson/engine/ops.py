"""The one table of operations: the value, the partials, and how each is written.

With this module you can

- look an operation up by name: ``OPS["sin"].value(u)``, ``OPS["sin"].partials[0](v, u)``;
- see which comparisons a program keeps as guards (``COMPARISONS``).

Every derivative in this package comes from here, and so does everything else that is known of one operation: to add
one, write its value function (``elementary`` makes one of a function of floats) and one row, and offer its name in
``adlesson``.  A partial is written in terms of the
output ``v`` and the arguments ``u, w``, with ints for constants and with the elementary functions, so the same line
gives a float, an exact fraction, a formula, or a piece of another program.

>>> OPS["multiply"].partials[0](6, 2, 3), OPS["exp"].partials[0](1.0, 0.0)
(3, 1.0)
"""

import operator
from functools import partial

# what a rule may call: functions that take any kind of number, also formulas and traced values
from .numbers import choosing, linear, products, summing
from .numbers.arithmetic import divide, entrywise, gated, greater, is_complex, less, maximum, minimum, nan, ordered, power
from .numbers.arrays import is_array
from .numbers.elementary import (  # fmt: skip
    arccos,
    arcsin,
    arctan,
    cos,
    cosh,
    erf,
    exp,
    expm1,
    heaviside,
    log,
    log1p,
    pi,
    power_log,
    relu,
    sech2,
    sigmoid,
    sign,
    sin,
    sinh,
    softplus,
    sqrt,
    tan,
    tanh,
)
from .numbers.operand import Comparable, is_operand

SIGNS = ("+", "-", "*", "/", "@", "**")


class Each:
    """Partials of an operation with any number of arguments and one option: that by argument ``k`` is ``rule(k, v, *u)``."""

    def __init__(self, rule):
        self.rule = rule

    def __getitem__(self, k):
        return partial(self.rule, k)

    def __len__(self):
        return 1  # at least


class Op:
    """One row of the table.

    ``value(*u)`` computes the output ``v``; ``partials[k](v, *u)`` is its derivative by argument ``k`` where
    ``v = value(*u)``; ``written`` is a Python format such as ``"{0} * {1}"``; ``uses`` names what the partials read, and a
    sweep has to keep: ``"output"``, ``"input"``, ``"input and output"`` or ``"nothing"``.  Where there may be any number of
    arguments, ``partials`` is an ``Each``, and all of them stand at ``{0}``.

    What most rows need not say: ``linear``, how many of its first arguments make the result 0 when they are 0, whatever the
    others are; ``noun``, what it is called in a sentence; ``text`` and ``latex``, how it stands in mathematics, all its
    arguments at ``{0}``, if not as ``name(u)``; ``numpy``, what NumPy calls it ("" if it has none); ``hidden``, that the
    formulas which ``parse`` reads may not use it; ``key``, what a program calls it, if not by its name;
    ``shares(vbar, v, *u)``, what all arguments get of an adjoint, where that is less work than by each partial alone.
    """

    __slots__ = ("also", "hidden", "home", "key", "latex", "linear", "name", "noun", "numpy", "partials", "shares", "sign",
                 "text", "uses", "value", "written")  # fmt: skip

    def __init__(
        self, name, value, partials, written, uses, *, linear=0, noun="", text="", latex="", numpy=None, hidden=False,
        key=None, shares=None,
    ):  # fmt: skip
        self.key, self.shares = name if key is None else key, shares
        self.name, self.value, self.partials, self.written, self.uses = name, value, partials, written, uses
        self.linear, self.noun, self.hidden = linear, noun or name, hidden
        self.text = text or f"{name}({{0}})"
        self.latex = latex or rf"\mathrm{{{{{name}}}}}({{0}})"
        self.numpy = name if numpy is None else numpy
        self.also = getattr(value, "also", ())  # other names that it goes by: math.asin, ln
        self.home = ""  # where printed source may import it from
        bare = written.replace("{0}", "").replace("{1}", "").strip()
        self.sign = bare if bare in SIGNS else ""  # of arithmetic: the sign that it is written with

    def split(self, slots):
        """Return the arguments in the slots of an instruction, which have partials, and its options: axes, shapes, keys."""
        count = len(slots) - 1 if isinstance(self.partials, Each) else len(self.partials)
        return slots[:count], slots[count:]

    def write(self, *words):
        """Return the operation as text, given its arguments as text."""
        if isinstance(self.partials, Each):
            words = ", ".join(words[:-1]), words[-1]
        text = self.written.format(*words).replace(", None)", ")").replace("(None)", "()")  # no axis: u.sum()
        return text.replace(".transpose()", ".T")

    def __repr__(self):
        return f"Op({self.name!r})"


# --- partials that take more than a line -----------------------------------------------------------


def _zero(*_):
    return 0  # an int: with 0.0 a fraction would become a float


def _one(*_):
    return 1


def _by_base(v, u, p):
    if type(p) is int or type(p) is float or not (is_operand(p) or is_array(p)):
        return 0 if p == 0 else p * power(u, p - 1)  # at p = 0 it is flat, also at u = 0
    return gated(p, power(u, p - 1)) if is_operand(p) else entrywise(p == 0, 0.0, p * power(u, p - 1))


def _by_exponent(v, u, p):
    if isinstance(v, Comparable) and isinstance(u, (int, float)) and u > 0:
        return v * log(u)  # traced, with a fixed base: the power is at hand, and cannot be 0 ** y
    return power_log(u, p)  # its slope by u is that of _by_base by p, to the last digit


def _slope_of_log(u):
    """Return ``1 / u``, but NaN for a negative number: where the logarithm has no value it has no slope."""
    if is_complex(u):
        return divide(1, u)
    if is_array(u):
        return entrywise(u < 0, nan, divide(1, u))
    real = isinstance(u, (int, float)) or (hasattr(u, "__float__") and not is_operand(u) and not hasattr(u, "free_symbols"))
    return nan if real and u < 0 else divide(1, u)


def _leg(u):
    """Return the root of ``1 - u**2``, with all its digits near 1."""
    return sqrt((1 - u) * (1 + u))


def _exceeds(u, w):
    """Return 1 where ``u > w``, else 0, so that of two equal numbers the second takes the derivative."""
    if isinstance(u, (int, float)) and isinstance(w, (int, float)):  # also infinities, whose difference is NaN
        return 1 if u > w else 0 if u <= w else nan
    if is_array(u) and is_array(w):
        return entrywise((u > w) | (u <= w), (u > w) * 1.0, nan)
    return heaviside(u - w)


# --- the table -------------------------------------------------------------------------------------

OPS = {
    op.name: op
    for op in (
        # name, value, partials by each argument, as written, what the partials read
        Op("add", operator.add, (_one, _one), "{0} + {1}", "nothing", noun="a sum"),
        Op("subtract", operator.sub, (_one, lambda v, u, w: -1), "{0} - {1}", "nothing", noun="a difference"),
        Op(
            "multiply",
            operator.mul,
            (lambda v, u, w: w, lambda v, u, w: u),
            "{0} * {1}",
            "input",
            linear=2,
            noun="a product",
        ),
        Op(
            "divide",
            divide,
            (lambda v, u, w: divide(1, w), lambda v, u, w: -divide(v, w)),  # -u / w**2, by way of the output
            "{0} / {1}",
            "input and output",
            noun="a quotient",
        ),
        Op("power", power, (_by_base, _by_exponent), "{0} ** {1}", "input", noun="a power"),
        Op("negative", operator.neg, (lambda v, u: -1,), "-{0}", "nothing", linear=1),
        Op("abs", operator.abs, (lambda v, u: sign(u),), "abs({0})", "input", text="|{0}|", latex=r"\left|{0}\right|"),
        Op(
            "exp", exp, (lambda v, u: v,), "exp({0})", "output", latex=r"\exp({0})"
        ),  # the slope is the output: so v is passed
        Op("log", log, (lambda v, u: _slope_of_log(u),), "log({0})", "input", latex=r"\log({0})"),
        Op("log1p", log1p, (lambda v, u: _slope_of_log(1 + u),), "log1p({0})", "input"),
        Op("expm1", expm1, (lambda v, u: exp(u),), "expm1({0})", "input"),  # not v + 1: at -40 it has no digit left
        Op("sqrt", sqrt, (lambda v, u: divide(1, 2 * v),), "sqrt({0})", "output", latex=r"\sqrt{{{0}}}"),
        Op("sin", sin, (lambda v, u: cos(u),), "sin({0})", "input", latex=r"\sin({0})"),
        Op("cos", cos, (lambda v, u: -sin(u),), "cos({0})", "input", latex=r"\cos({0})"),
        Op("tan", tan, (lambda v, u: 1 + v * v,), "tan({0})", "output", latex=r"\tan({0})"),
        Op("arcsin", arcsin, (lambda v, u: divide(1, _leg(u)),), "arcsin({0})", "input", latex=r"\arcsin({0})"),
        Op("arccos", arccos, (lambda v, u: -divide(1, _leg(u)),), "arccos({0})", "input", latex=r"\arccos({0})"),
        Op("arctan", arctan, (lambda v, u: divide(1, 1 + u * u),), "arctan({0})", "input", latex=r"\arctan({0})"),
        Op("sinh", sinh, (lambda v, u: cosh(u),), "sinh({0})", "input", latex=r"\sinh({0})"),
        Op("cosh", cosh, (lambda v, u: sinh(u),), "cosh({0})", "input", latex=r"\cosh({0})"),
        # 1 - v**2 is the same on paper, and 0 from u = 20 on, where v is 1 as far as floats can tell; so is v * (1 - v)
        Op("tanh", tanh, (lambda v, u: sech2(u),), "tanh({0})", "input", latex=r"\tanh({0})"),
        Op(
            "sech2",
            sech2,
            (lambda v, u: -(2 * v * tanh(u)),),
            "sech2({0})",
            "input and output",
            text="(1/cosh({0})²)",  # the name is rare, and it must not be calculated so: cosh(711) is infinite
            latex=r"\frac{{1}}{{\cosh^2({0})}}",
            numpy="",
        ),
        Op("erf", erf, (lambda v, u: divide(2, sqrt(pi(u))) * exp(-(u * u)),), "erf({0})", "input", numpy=""),
        Op("sigmoid", sigmoid, (lambda v, u: v * sigmoid(-u),), "sigmoid({0})", "input and output", numpy=""),
        Op("softplus", softplus, (lambda v, u: sigmoid(u),), "softplus({0})", "input", numpy=""),
        Op("relu", relu, (lambda v, u: heaviside(u),), "relu({0})", "input", numpy=""),  # 0 at the kink, by convention
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
        Op(
            "gated",
            gated,
            (lambda v, u, w: w, lambda v, u, w: u),
            "gated({0}, {1})",
            "input",
            linear=2,
            noun="a product",
            numpy="",
            hidden=True,
        ),
        Op(
            "power_log",
            power_log,
            (lambda v, u, p: power(u, p - 1) + p * power_log(u, p - 1), lambda v, u, p: gated(v, log(u))),
            "power_log({0}, {1})",
            "input and output",
            numpy="",
            hidden=True,
        ),
        # operations on whole arrays; their partials are linear maps, and axes, shapes and keys are constants
        Op("matmul", products.matmul, products.matmul_partials, "{0} @ {1}", "input", linear=2),
        Op("outer", products.outer, products.outer_partials, "outer({0}, {1})", "input", linear=2, hidden=True),
        Op("einsum", products.summed, Each(products.summed_partial), "einsum({1}, {0})", "input", hidden=True),
        Op("sum", summing.total, (summing.sum_partial,), "{0}.sum({1})", "nothing", linear=1),  # {1} is an axis: no partial
        Op("mean", summing.mean, (summing.mean_partial,), "{0}.mean({1})", "nothing", linear=1),
        Op("cumsum", summing.cumsum, (summing.cumsum_partial,), "{0}.cumsum({1})", "nothing", linear=1, hidden=True),
        Op("broadcast", summing.broadcast, (summing.broadcast_partial,), "full(({1}), {0})", "nothing", numpy="full"),
        Op("transpose", linear.transpose, (linear.transpose_partial,), "{0}.transpose({1})", "nothing", linear=1),
        Op("reshape", linear.reshape, (linear.reshape_partial,), "{0}.reshape({1})", "nothing", linear=1),
        Op("index", linear.index, (linear.index_partial,), "{0}[{1}]", "nothing", linear=1),  # place pulls back
        Op(
            "place",
            linear.place,
            (linear.place_partial,),
            "place({0}, s_[{1}], ({2}))",
            "nothing",
            linear=1,
            numpy="",
            hidden=True,
        ),
        Op("concatenate", linear.joined, Each(linear.joined_partial), "concatenate([{0}], {1})", "nothing", hidden=True),
        Op("stack", linear.layered, Each(linear.layered_partial), "stack([{0}], {1})", "nothing", hidden=True),
        Op("amax", choosing.amax, (choosing.amax_partial,), "{0}.max({1})", "input", noun="a largest entry", hidden=True),
        Op("amin", choosing.amin, (choosing.amin_partial,), "{0}.min({1})", "input", noun="a smallest entry", hidden=True),
        Op(
            "logsumexp",
            choosing.logsumexp,
            (choosing.logsumexp_partial,),
            "logsumexp({0}, {1})",
            "input and output",
            numpy="",
            hidden=True,
        ),
        Op("where", choosing.chosen, choosing.where_partials, "where({0}, {1}, {2})", "input", hidden=True),
        # the two step functions that the partials of abs, relu, maximum and minimum are made of
        Op("sign", sign, (_zero,), "sign({0})", "nothing", hidden=True),
        Op(
            "heaviside",
            heaviside,
            (_zero,),
            "heaviside({0})",
            "nothing",
            text="[{0} > 0]",
            latex="[{0}>0]",
            numpy="",
            hidden=True,
        ),
        Op("at_largest", choosing.at_largest, (_zero,), "at_largest({0}, {1})", "nothing", numpy="", hidden=True),
    )
}

# Comparisons of numbers have no derivative; a program keeps them as guards on the branch that was taken.
COMPARISONS = {
    "greater": (greater, ">"),
    "less": (less, "<"),
    "greater_equal": (ordered(operator.ge), ">="),
    "less_equal": (ordered(operator.le), "<="),
    "equal": (operator.eq, "=="),
    "not_equal": (operator.ne, "!="),
}
# Those of arrays are operations: 1 where it holds, else 0, at each point anew; the slope of such steps is 0.
for _name, (_compare, _sign) in COMPARISONS.items():
    _value = choosing.comparison(_name, _compare)
    OPS[_name] = Op(_name, _value, (_zero, _zero), f"({{0}} {_sign} {{1}}) * 1.0", "nothing", hidden=True)
for _row in OPS.values():
    _row.home = "adlesson"  # a row that is added later has no home: printed source leaves its name open
