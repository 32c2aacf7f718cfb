"""The table of operations: every value and every partial, on every kind of number."""

import cmath
import math
import random
import time
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy
from oracles import two_sided

import adlesson as ad
from adlesson.engine import ops
from adlesson.engine.errors import LessonError, NumberError, TraceError
from adlesson.engine.ops import COMPARISONS, OPS, divide, power

inf, nan = math.inf, math.nan

# What each operation means, in SymPy's own words, and points inside its domain away from any kink.
UNARY = {
    "negative": (lambda u: -u, [-2.5, 0.0, 0.75, 3.0]),
    "abs": (sympy.Abs, [-2.5, -0.125, 0.75, 3.0]),
    "exp": (sympy.exp, [-3.0, 0.0, 0.5, 4.0]),
    "log": (sympy.log, [0.01, 0.5, 1.0, 7.0]),
    "log1p": (lambda u: sympy.log(1 + u), [-0.5, 0.0, 0.25, 5.0]),
    "expm1": (lambda u: sympy.exp(u) - 1, [-2.0, 0.0, 0.25, 3.0]),
    "sqrt": (sympy.sqrt, [0.04, 0.5, 1.0, 9.0]),
    "sin": (sympy.sin, [-4.0, 0.0, 1.0, 2.5]),
    "cos": (sympy.cos, [-4.0, 0.0, 1.0, 2.5]),
    "tan": (sympy.tan, [-1.2, 0.0, 0.5, 2.5]),
    "arcsin": (sympy.asin, [-0.9, 0.0, 0.3, 0.75]),
    "arccos": (sympy.acos, [-0.9, 0.0, 0.3, 0.75]),
    "arctan": (sympy.atan, [-5.0, 0.0, 0.3, 2.0]),
    "sinh": (sympy.sinh, [-2.0, 0.0, 0.3, 3.0]),
    "cosh": (sympy.cosh, [-2.0, 0.0, 0.3, 3.0]),
    "tanh": (sympy.tanh, [-2.0, 0.0, 0.3, 1.5]),
    "sech2": (lambda u: sympy.sech(u) ** 2, [-2.0, 0.0, 0.3, 1.5]),
    "sigmoid": (lambda u: 1 / (1 + sympy.exp(-u)), [-3.0, 0.0, 0.3, 4.0]),
    "softplus": (lambda u: sympy.log(1 + sympy.exp(u)), [-3.0, 0.0, 0.3, 4.0]),
    "erf": (sympy.erf, [-3.0, 0.0, 0.3, 2.0]),
    "relu": (lambda u: sympy.Max(u, 0), [-3.0, -0.25, 0.3, 4.0]),
    "sign": (sympy.sign, [-3.0, -0.25, 0.3, 4.0]),
    "heaviside": (lambda u: sympy.Heaviside(u, 0), [-3.0, -0.25, 0.3, 4.0]),
}
BINARY = {
    "add": (lambda u, w: u + w, [(2.0, -3.0), (0.5, 0.25)]),
    "subtract": (lambda u, w: u - w, [(2.0, -3.0), (0.5, 0.25)]),
    "multiply": (lambda u, w: u * w, [(2.0, -3.0), (0.5, 0.25), (0.0, 4.0)]),
    "divide": (lambda u, w: u / w, [(2.0, -3.0), (0.5, 0.25), (0.0, 4.0)]),
    "power": (lambda u, w: u**w, [(2.0, -3.0), (0.5, 0.25), (3.0, 2.0), (2.5, 0.0)]),
    "gated": (lambda u, w: u * w, [(2.0, -3.0), (0.5, 0.25)]),
    "power_log": (lambda u, w: u**w * sympy.log(u), [(2.0, -3.0), (0.5, 0.25), (3.0, 2.0), (2.5, 0.0)]),
    "maximum": (sympy.Max, [(2.0, -3.0), (0.25, 0.5)]),
    "minimum": (sympy.Min, [(2.0, -3.0), (0.25, 0.5)]),
}
CASES = [
    pytest.param(name, slot, point if isinstance(point, tuple) else (point,), id=f"{name}[{slot}] at {point}")
    for name, (_, points) in {**UNARY, **BINARY}.items()
    for point in points
    for slot in range(len(OPS[name].partials))
]
HOLOMORPHIC = sorted(set(UNARY) - {"abs", "relu", "sign", "heaviside", "erf"})  # erf is so, too: cmath has none
STEPS = ("sign", "heaviside")  # SymPy's derivative of a step is a delta, ours is 0 away from the step


def meaning(name):
    """Return what SymPy calls the operation."""
    return {**UNARY, **BINARY}[name][0]


def partial(name, slot, *u):
    """Return one partial of the table at the arguments ``u``."""
    op = OPS[name]
    return op.partials[slot](op.value(*u), *u)


def same(u, w):
    """Whether two numbers are equal, NaN to NaN and also in the sign of a zero."""
    if u != u or w != w:
        return u != u and w != w
    return u == w and math.copysign(1.0, u) == math.copysign(1.0, w)


# --- each row of the table ------------------------------------------------------------------------


WHOLE = {"matmul", "sum", "mean", "transpose", "reshape", "index", "place", "broadcast", "outer"}
WHOLE |= {"logsumexp", "amax", "amin", "at_largest", "cumsum", "concatenate", "stack", "where", "einsum"}
WHOLE |= set(COMPARISONS)  # of arrays; all of these are tested in test_linear, test_summing, test_products and test_choosing


def test_every_operation_of_the_table_is_tested_here():
    """A row added without an oracle would go untested."""
    assert {name for name, op in OPS.items() if op.home} == set(UNARY) | set(BINARY) | WHOLE
    assert all(len(OPS[name].partials) == 1 for name in UNARY)
    assert all(len(OPS[name].partials) == 2 for name in BINARY)


@pytest.mark.parametrize(("name", "slot", "u"), CASES)
def test_a_value_is_what_sympy_computes(name, slot, u):
    """The value comes first: a right partial of a wrong function is wrong."""
    expected = float(sympy.N(meaning(name)(*map(sympy.Float, u))))
    assert OPS[name].value(*u) == pytest.approx(expected, rel=1e-13, abs=1e-15)


@pytest.mark.parametrize(("name", "slot", "u"), CASES)
def test_a_partial_is_the_derivative_sympy_finds(name, slot, u):
    """The table is the only place that knows a derivative; this holds each entry to an algebra system."""
    symbols = sympy.symbols("u w", real=True)[: len(u)]
    derivative = sympy.diff(meaning(name)(*symbols), symbols[slot])
    expected = 0.0 if name in STEPS else float(derivative.doit().subs(dict(zip(symbols, u, strict=True))))
    assert partial(name, slot, *u) == pytest.approx(expected, rel=1e-12, abs=1e-14)


@pytest.mark.parametrize(("name", "slot", "u"), CASES)
def test_a_partial_is_the_slope_that_differences_measure(name, slot, u):
    """A second oracle that knows no calculus: the value of the same row, a little to each side."""

    def along(t):
        return OPS[name].value(*u[:slot], t, *u[slot + 1 :])

    assert partial(name, slot, *u) == pytest.approx(two_sided(along, u[slot]), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("name", HOLOMORPHIC)
def test_a_partial_is_the_slope_that_a_complex_step_measures(name):
    """Im f(u + ih) / h has no cancellation, so it confirms the partial to the last digits."""
    for u in UNARY[name][1]:
        slope = complex(OPS[name].value(complex(u, 1e-20))).imag / 1e-20
        assert partial(name, 0, u) == pytest.approx(slope, rel=1e-13)


def test_a_wrong_rule_would_be_noticed():
    """The oracles must be able to say no: here is a rule that people do write."""
    wrong = lambda v, u: ops.sin(u)
    assert wrong(math.cos(1.0), 1.0) != pytest.approx(two_sided(math.cos, 1.0), rel=1e-6)
    assert partial("cos", 0, 1.0) == pytest.approx(two_sided(math.cos, 1.0), rel=1e-6)


@pytest.mark.parametrize("name", sorted(set(OPS) - WHOLE))
def test_the_table_says_truly_what_a_partial_reads(name):
    """Memory and the Lagrangian depend on ``uses``: what a partial does not read must not change it."""
    op, u = OPS[name], (0.3, 0.2)[: len(OPS[name].partials)]
    v = op.value(*u)
    for rule in op.partials:
        if "output" not in op.uses:
            assert same(rule(nan, *u), rule(v, *u))
        if "input" not in op.uses:
            assert same(rule(v, *(nan for _ in u)), rule(v, *u))
    if "output" in op.uses:
        assert any(not same(rule(v + 1, *u), rule(v, *u)) for rule in op.partials)
    if "input" in op.uses:
        elsewhere = [(-2 * u[0], *u[1:]), (*u[:-1], 2 * u[-1])]
        assert any(not same(rule(v, *there), rule(v, *u)) for rule in op.partials for there in elsewhere)


@pytest.mark.parametrize("name", sorted(set(OPS) - WHOLE))
def test_what_is_written_is_python_that_computes_the_value(name):
    """Programs are printed as source; the printed right-hand side must be the operation."""
    op, u = OPS[name], (0.3, 0.7)[: len(OPS[name].partials)]
    words = ["u", "w"][: len(u)]
    text = op.written.format(*words)
    assert eval(text, dict(vars(ops)), dict(zip(words, u, strict=True))) == op.value(*u)
    assert repr(op) == f"Op({name!r})"
    assert op.home == "adlesson"
    assert ops.Op("own", abs, (abs,), "own({0})", "input").home == "", "nobody can import it"


# --- each kind of number --------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(UNARY))
@pytest.mark.parametrize(
    "kind", [int, float, Fraction, np.float64, np.float32, np.int64, lambda u: bool(u)], ids=lambda kind: kind.__name__
)
def test_every_function_takes_every_real_number(name, kind):
    """A learner types 1, not 1.0: whole numbers, fractions and NumPy's numbers are numbers too."""
    u = kind(1)
    expected = OPS[name].value(1.0)
    assert OPS[name].value(u) == pytest.approx(expected, rel=1e-6)
    # arcsin and arccos have a vertical tangent at 1: both sides must then be infinite
    assert partial(name, 0, u) == pytest.approx(partial(name, 0, 1.0), rel=1e-6)


@pytest.mark.parametrize("name", ["negative", "abs", "relu", "sign", "heaviside"])
def test_exact_functions_keep_fractions_exact(name):
    """Tests compare polynomial programs with ==; a hidden float would end that."""
    for u in (Fraction(-2, 3), Fraction(5, 7)):
        v = OPS[name].value(u)
        assert not isinstance(v, float)
        assert not isinstance(partial(name, 0, u), float)
        assert v == sympy.nsimplify(meaning(name)(sympy.Rational(u.numerator, u.denominator)))


@pytest.mark.parametrize("name", sorted(set(BINARY) - {"power_log"}))
def test_arithmetic_keeps_fractions_exact(name):
    """Whole-number and fractional arithmetic must not pass through floats, in values or partials."""
    u, w = Fraction(2, 3), Fraction(3) if name == "power" else Fraction(-5, 7)
    expected = meaning(name)(sympy.Rational(2, 3), sympy.Rational(w.numerator, w.denominator))
    v = OPS[name].value(u, w)
    assert isinstance(v, Fraction)
    assert sympy.Rational(v.numerator, v.denominator) == expected
    assert isinstance(partial(name, 0, u, w), (int, Fraction))


@pytest.mark.parametrize("name", HOLOMORPHIC)
def test_smooth_functions_take_complex_numbers(name):
    """The complex step, taught as an oracle, needs the same functions on complex numbers."""
    u = 0.3 + 0.2j
    expected = complex(sympy.N(meaning(name)(sympy.sympify("0.3 + 0.2*I"))))
    assert cmath.isclose(complex(OPS[name].value(u)), expected, rel_tol=1e-12)
    h = 1e-6
    slope = (complex(OPS[name].value(u + h)) - complex(OPS[name].value(u - h))) / (2 * h)
    assert cmath.isclose(complex(partial(name, 0, u)), slope, rel_tol=1e-8)


@pytest.mark.parametrize("name", ["relu", "sign", "heaviside"])
def test_functions_with_kinks_refuse_complex_numbers(name):
    """There is no order on complex numbers, and a made-up answer would teach something false."""
    with pytest.raises(TraceError, match=f"{name} takes a number"):
        OPS[name].value(1j)


@pytest.mark.parametrize("u", [-0.7 + 0.4j, 0.6 - 0.3j, -1.2 - 0.8j, 0.3 + 0.9j], ids=str)
@pytest.mark.parametrize("name", [*UNARY, *BINARY, "greater", "less", "greater_equal", "less_equal"])
def test_complex_numbers_in_arrays_are_those_alone(name, u):
    """One by one, and read from an array: the same value and slopes, or both are refused; NumPy has an order for its own."""
    f, args = OPS[name].value, {"u": u} if name in UNARY else {"u": u, "w": 0.8 - 0.6j}

    def found(entry, **inputs):
        try:
            v, slopes = ad.value_and_grad(lambda **x: f(*map(entry, x.values())), **inputs)
            return [complex(v), *(complex(np.ravel(slope)[0]) for slope in slopes.values())]
        except (NumberError, TraceError) as problem:
            assert "complex" in str(problem)

    arrays = {key: np.array([x, x]) for key, x in args.items()}
    alone, entry = found(lambda x: x, **args), found(lambda x: x[0], **arrays)
    whole = None
    try:
        p = ad.trace(lambda **x: f(*x.values()), **arrays)
        whole = [complex(p()[0]), *(complex(slope.ravel()[0]) for slope in ad.vjp(p, np.array([1.0, 0.0])).values())]
    except (NumberError, TraceError) as problem:
        assert "complex" in str(problem)
    if alone is None:
        assert entry is None
        assert whole is None
        return
    assert entry == pytest.approx(alone, rel=1e-14)
    assert whole == pytest.approx(alone, rel=1e-14)


COMPLEX = [np.array([0.25, 0.75 + 0.5j]), np.array([-0.25 + 0j, 0.75])]


@pytest.mark.parametrize(
    "f",
    [
        lambda z: np.maximum(z, 0.5).sum(),
        lambda z: ad.minimum(0.5, z).sum(),
        lambda z: z.max(),
        lambda z: ad.amin(z, 0),
        lambda z: np.where(z > 0, z, 0).sum(),
        lambda z: z.sum() if z.sum() > 0 else z[0],
        lambda z: z[1] if z[0] <= 1 else z[0],
        lambda z: np.abs(z).sum(),
        lambda z: (np.sign(z) * z).sum(),
        lambda z: ad.relu(z).sum(),
        lambda z: ad.erf(z).sum(),
    ],
)
def test_what_needs_an_order_or_a_kink_refuses_complex_arrays(f):
    """NumPy would compare real parts; also compiled, and in a program that was traced on real ones."""
    program = ad.trace(f, z=np.array([0.25, 0.75]))
    gradient = ad.gradient_program(program)
    assert gradient()["z_bar"].shape == (2,)
    for z in COMPLEX:
        for run in (lambda z: ad.grad(f, z=z), lambda z: ad.grad(program, z=z), gradient, ad.compiled(gradient)):
            with pytest.raises((NumberError, TraceError), match="complex"):
                run(z=z)


@pytest.mark.parametrize(
    "f",
    [
        lambda z: np.linalg.norm(z),
        lambda z: np.var(z),
        lambda z: np.std(z),
        lambda z: np.cov(z),
        lambda z: np.vdot(z, z),
        lambda z: np.vecdot(z, z),
    ],
)
def test_what_takes_sizes_refuses_complex_arrays(f):
    """NumPy multiplies by the conjugate there, which has no slope; ours would be another number."""
    assert ad.grad(f, z=np.array([0.25, 0.75]))["z"].shape == (2,)
    for z in COMPLEX:
        with pytest.raises(TraceError, match=r"takes the sizes of complex entries, .* \(line \d+\)"):
            ad.grad(f, z=z)


def test_the_logarithm_of_a_complex_array_has_a_slope_on_both_sides():
    """Only of real numbers it ends at 0."""
    z = np.array([-0.7 + 0.4j, 0.6 - 0.3j])
    assert ad.grad(lambda z: np.log(z).sum(), z=z)["z"] == pytest.approx(1 / z)
    assert ad.grad(lambda z: np.log1p(z).sum(), z=z)["z"] == pytest.approx(1 / (1 + z))
    assert ad.grad(lambda z: ad.log(z.sum() - 1), z=z)["z"] == pytest.approx(np.full(2, 1 / (z.sum() - 1)))
    assert np.isnan(ad.grad(lambda z: np.log(z).sum(), z=z.real)["z"][0])


@pytest.mark.parametrize("name", sorted({**UNARY, **BINARY}))
def test_every_row_gives_formulas_for_symbols(name):
    """The same table drives the symbolic lessons: on SymPy symbols it must give SymPy's own derivative."""
    symbols = sympy.symbols("u w", positive=True)[: len(OPS[name].partials)]
    v = OPS[name].value(*symbols)
    at = dict(zip(symbols, (sympy.Rational(1, 3), sympy.Rational(3, 4)), strict=False))
    assert sympy.N((v - meaning(name)(*symbols)).subs(at)) == pytest.approx(0, abs=1e-14)
    for slot, symbol in enumerate(symbols):
        ours = sympy.sympify(OPS[name].partials[slot](v, *symbols)).subs(at)
        theirs = 0 if name in STEPS else sympy.diff(meaning(name)(*symbols), symbol).doit().subs(at)
        assert complex(sympy.N(ours)) == pytest.approx(complex(sympy.N(theirs)), abs=1e-14)


@pytest.mark.parametrize("name", sorted({**UNARY, **BINARY}))
def test_every_row_can_be_traced_and_so_differentiated_again(name):
    """A second derivative is the sweep of a traced sweep, so values and partials must work on traced values."""
    op, u = OPS[name], (0.3, 0.75)[: len(OPS[name].partials)]
    names = ["u", "w"][: len(u)]
    at = dict(zip(names, u, strict=True))
    for rule in (lambda *t: op.value(*t), *(lambda *t, rule=rule: rule(op.value(*t), *t) for rule in op.partials)):
        program = ad.trace(lambda rule=rule, **inputs: rule(*inputs.values()), at=at)
        assert program() == rule(*u)


@pytest.mark.parametrize("name", HOLOMORPHIC)
def test_second_derivatives_of_every_smooth_function_are_sympys(name):
    """The partials are themselves programs; here the table is applied to itself once more."""
    u = UNARY[name][1][2]
    symbol = sympy.Symbol("u")
    expected = float(sympy.diff(meaning(name)(symbol), symbol, 2).subs(symbol, u))
    program = ad.trace(lambda u: OPS[name].value(u), u=u)
    assert ad.hessian(program)["u"]["u"] == pytest.approx(expected, rel=1e-11, abs=1e-13)


# --- IEEE 754 -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("compute", "expected"),
    [
        (lambda: ad.log(0), -inf),
        (lambda: ad.log(-0.0), -inf),
        (lambda: ad.log(-1), nan),
        (lambda: ad.log(Fraction(1, 10**400)), -math.log(10**400)),
        (lambda: ad.sqrt(Fraction(1, 10**400)), 1e-200),
        (lambda: ad.sqrt(Fraction(-1, 10**400)), nan),
        (lambda: ad.sqrt(10**700), inf),
        (lambda: ad.log1p(Fraction(1, 10**400)), 0.0),
        (lambda: ad.log1p(-(10**400)), nan),
        (lambda: ad.log1p(-1), -inf),
        (lambda: ad.log1p(-2.0), nan),
        (lambda: ad.exp(1000), inf),
        (lambda: ad.exp(-1000), 0.0),
        (lambda: ad.exp(nan), nan),
        (lambda: ad.expm1(1000), inf),
        (lambda: ad.expm1(-1000), -1.0),
        (lambda: ad.sqrt(-1.0), nan),
        (lambda: ad.sqrt(inf), inf),
        (lambda: ad.sin(inf), nan),
        (lambda: ad.cos(-inf), nan),
        (lambda: ad.tan(inf), nan),
        (lambda: ad.arcsin(2), nan),
        (lambda: ad.arccos(-2), nan),
        (lambda: ad.arctan(inf), math.pi / 2),
        (lambda: ad.sinh(1000), inf),
        (lambda: ad.sinh(-1000), -inf),
        (lambda: ad.cosh(-1000), inf),
        (lambda: ad.tanh(1000), 1.0),
        (lambda: ad.sigmoid(1000), 1.0),
        (lambda: ad.sigmoid(-1000), 0.0),
        (lambda: ad.sigmoid(nan), nan),
        (lambda: ad.softplus(1000), 1000.0),
        (lambda: ad.softplus(-1000), 0.0),
        (lambda: ad.softplus(inf), inf),
        (lambda: ad.relu(nan), nan),
        (lambda: ops.sign(nan), nan),
        (lambda: ops.heaviside(nan), nan),
        (lambda: ad.maximum(nan, 1), nan),
        (lambda: ad.maximum(1, nan), nan),
        (lambda: ad.minimum(nan, 1), nan),
        (lambda: ad.minimum(1, nan), nan),
        (lambda: divide(1, 0), inf),
        (lambda: divide(-1, 0), -inf),
        (lambda: divide(1, -0.0), -inf),
        (lambda: divide(Fraction(-1, 2), Fraction(0)), -inf),
        (lambda: divide(0, 0), nan),
        (lambda: divide(0.0, -0.0), nan),
        (lambda: divide(nan, 0), nan),
        (lambda: divide(inf, 0), inf),
        (lambda: power(-8, 0.5), nan),
        (lambda: power(-8.0, Fraction(1, 3)), nan),
        (lambda: power(0, -1), inf),
        (lambda: power(-0.0, -1), -inf),
        (lambda: power(-0.0, -2), inf),
        (lambda: power(0.0, -0.5), inf),
        (lambda: power(0, 0), 1),
        (lambda: power(0.0, 0.0), 1.0),
        (lambda: power(10.0, 1000), inf),
        (lambda: power(-10.0, 1001), -inf),
        (lambda: power(-10.0, 1000), inf),
        (lambda: power(10.0, -1000), 0.0),
    ],
)
def test_numbers_go_where_ieee_754_sends_them(compute, expected):
    """An infinity or a NaN can be traced to its birth; an exception would lose the whole program."""
    assert same(compute(), expected)


@pytest.mark.parametrize(
    ("name", "u", "expected"),
    [
        ("log", 0.0, inf),
        ("sqrt", 0.0, inf),
        ("log1p", -1.0, inf),
        ("arcsin", 1.0, inf),
        ("arccos", 1.0, -inf),
        ("exp", 1000.0, inf),
        ("exp", -1000.0, 0.0),
        ("tanh", 1000.0, 0.0),
        ("sigmoid", 1000.0, 0.0),
        ("softplus", -1000.0, 0.0),
        ("sqrt", -1.0, nan),
        ("log", -1, nan),  # where a logarithm has no value it has no slope, of whatever kind the number is
        ("log", Fraction(-1, 2), nan),
        ("log", Decimal("-0.5"), nan),
        ("log1p", Fraction(-3, 2), nan),
    ],
)
def test_slopes_at_the_edge_of_a_domain_are_infinite_zero_or_nan(name, u, expected):
    """A vertical tangent is information, not an error."""
    assert same(partial(name, 0, u), expected)


def test_division_by_zero_has_an_infinite_slope():
    """1/x at 0: the value is an infinity, and so is its slope."""
    assert ad.value_and_grad(lambda x: 1 / x, x=0.0) == (inf, {"x": -inf})
    assert ad.grad(lambda x: x**0.5, x=0.0) == {"x": inf}


@pytest.mark.parametrize("name", sorted(UNARY))
def test_whole_numbers_too_large_for_a_float_count_as_infinite(name):
    """x*x*x of a whole number soon leaves the floats; a function of it answers as at infinity, if that is right."""
    huge = 10**400
    logarithm = pytest.approx(400 * math.log(10))
    exactly = {"negative": -huge, "abs": huge, "relu": huge, "log": logarithm, "log1p": logarithm, "sqrt": 1e200}
    if name in ("sin", "cos", "tan"):  # these have a value there, and none at infinity
        for u in (huge, -huge):
            with pytest.raises(NumberError, match=f"{name} of .*, a whole number too large for a float: give the inputs"):
                OPS[name].value(u)
        return
    expected = exactly.get(name, pytest.approx(OPS[name].value(inf), nan_ok=True))
    assert OPS[name].value(huge) == expected
    exactly = {"negative": huge, "abs": huge}
    expected = exactly.get(name, pytest.approx(OPS[name].value(-inf), nan_ok=True))
    assert OPS[name].value(-huge) == expected


@pytest.mark.parametrize(
    ("u", "w", "expected"),
    [
        (10**400, 3, inf),
        (-(10**400), 3, -inf),
        (10**800, -(10**400), -inf),
        (10**400, 10**399, 10.0),
        (1, 10**400, 0.0),
        (1.0, 10**400, 0.0),
        (10**400, 2.5, inf),
        (10**400, 0, inf),
        (10**400, 0.0, inf),
        (10**400, -0.0, -inf),
    ],
)
def test_quotients_of_huge_whole_numbers_are_infinite_zero_or_right(u, w, expected):
    """Python raises OverflowError for some of these and not for others; the lesson gives one consistent answer."""
    assert same(divide(u, w), expected)


# --- powers ---------------------------------------------------------------------------------------


def test_whole_powers_are_exact():
    """Polynomial programs are tested with ==, which needs 3**5 and (2/3)**-3 without rounding."""
    assert power(3, 5) == 243
    assert type(power(3, 5)) is int
    assert power(Fraction(2, 3), -3) == Fraction(27, 8)
    assert partial("power", 0, Fraction(2, 3), 3) == Fraction(4, 3)
    assert partial("power", 0, Fraction(2, 3), -2) == Fraction(-27, 4)
    assert partial("power", 0, 5, 0) == 0
    assert partial("power", 0, 0, 0) == 0
    assert partial("power", 0, 0, 1) == 1
    assert partial("power", 0, 0.0, 2) == 0


def test_a_power_has_two_partials_and_the_second_is_the_logarithmic_one():
    """x**y by y is x**y log x; people who forget it treat every exponent as a constant."""
    assert partial("power", 1, 2.0, 3.0) == pytest.approx(8 * math.log(2))
    assert partial("power", 1, 2.0, 3.0) != pytest.approx(3 * 2.0**2)  # the rule for the base, used for the exponent
    assert ad.grad(lambda y: 2**y, y=3)["y"] == pytest.approx(8 * math.log(2))
    assert ad.grad(lambda x, y: x**y, x=0.0, y=2.0) == {"x": 0.0, "y": 0}
    assert partial("power", 1, -2.0, 3.0) != partial("power", 1, -2.0, 3.0)  # NaN: (-2)**y is not real around y = 3


def test_fractional_and_negative_powers_differentiate():
    """Roots are powers: x**0.5 and x**-2 as a learner writes them."""
    assert ad.grad(lambda x: x**0.5, x=4.0)["x"] == pytest.approx(0.25)
    assert ad.grad(lambda x: x**-2, x=2.0)["x"] == pytest.approx(-0.25)
    assert ad.grad(lambda x: x**-2, x=Fraction(2))["x"] == Fraction(-1, 4)
    assert ad.hessian(lambda x: x**2, x=0.0)["x"]["x"] == 2
    assert ad.hessian(lambda x: x**1, x=0.0)["x"]["x"] == 0


@pytest.mark.parametrize(
    ("u", "p", "expected"),
    [
        (10, 10**9, inf),
        (-10, 10**9 + 1, -inf),
        (10, -(10**9), 0.0),
        (Fraction(1, 3), 10**9, 0.0),
        (Fraction(-3, 2), 10**9 + 1, -inf),
        (2.0, 10**400, inf),
        (-0.5, -(10**400) - 1, -inf),
        (-0.5, 10**400 + 1, -0.0),
        (1, 10**400, 1.0),
        (-1, 10**400 + 1, -1.0),
        (2, Fraction(10**9), inf),
        (-2, Fraction(10**9 + 1), -inf),
        (10**4000, 10**400, inf),
    ],
)
def test_huge_whole_powers_answer_at_once(u, p, expected):
    """Python computes 10**10**9 digit by digit and never returns; a lesson must not hang on a typed exponent."""
    started = time.process_time()
    assert same(power(u, p), expected)
    assert time.process_time() - started < 5


def test_a_square_is_a_product_to_the_last_digit():
    """C's power rounds one square in a thousand wrongly; text may then write ``b * b`` for ``b ** 2``."""
    pick = random.Random(0)
    points = [pick.uniform(-10, 10) for _ in range(20_000)]
    assert all(power(u, 2) == u * u for u in points)
    assert all(power(np.float64(u), 2) == u * u for u in points[:1000])
    assert np.array_equal(power(np.array(points), 2), np.array(points) * np.array(points))
    assert any(u**2 != u * u for u in points)  # so that this says something
    assert [row.op for row in ad.trace(lambda x: x**2, x=1.5).instructions] == ["input", "power"]
    assert power(1e200, 2) == math.inf
    assert power(Fraction(2, 3), 2) == Fraction(4, 9)


def test_softplus_of_complex_arrays_is_that_of_their_entries():
    """The stable formula for floats takes an absolute value, which would lose the imaginary part."""
    z = np.array([0.5 + 1j, -2 - 0.5j])
    assert ad.softplus(z) == pytest.approx([ad.softplus(complex(u)) for u in z])


def test_powers_of_moderate_size_are_not_rounded():
    """The bound on digits must not touch what still fits: rounding there would break exact tests silently."""
    assert power(7, 5000) == 7**5000
    assert power(Fraction(7, 3), 5000) == Fraction(7, 3) ** 5000


# --- kinks ----------------------------------------------------------------------------------------


def test_at_a_kink_the_convention_is_one_sided_and_adds_up():
    """abs and relu have slope 0 at 0; of two equal numbers the second takes all: the shares sum to 1, not 0 or 2."""
    assert partial("abs", 0, 0.0) == 0
    assert partial("relu", 0, 0.0) == 0
    assert (partial("maximum", 0, 1.5, 1.5), partial("maximum", 1, 1.5, 1.5)) == (0, 1)
    assert (partial("minimum", 0, 1.5, 1.5), partial("minimum", 1, 1.5, 1.5)) == (0, 1)
    assert ad.grad(lambda x: ad.maximum(x, x), x=2) == {"x": 1}
    assert ad.grad(lambda x, y: ad.maximum(x, y), x=2, y=2) == {"x": 0, "y": 1}
    assert ad.grad(lambda x, y: ad.minimum(x, y), x=2, y=2) == {"x": 0, "y": 1}
    assert ad.grad(lambda x: abs(x) + ad.relu(x), x=0) == {"x": 0}


def test_away_from_a_kink_second_derivatives_vanish():
    """The step functions have slope 0, so a piecewise linear function has no curvature."""
    assert ad.hessian(lambda x, y: abs(x) + ad.relu(y) + ad.maximum(x, y), x=-2.0, y=3.0) == {
        "x": {"x": 0, "y": 0},
        "y": {"x": 0, "y": 0},
    }


# --- refusals, and names ---------------------------------------------------------------------------


@pytest.mark.parametrize("thing", ["1", None, [1.0], (1, 2), {}, object()], ids=lambda u: type(u).__name__)
@pytest.mark.parametrize("name", ["exp", "relu", "sigmoid", "arcsin"])
def test_what_is_not_a_number_is_refused_by_name(name, thing):
    """math.exp says 'must be real number'; the message here says which function met what."""
    with pytest.raises(TraceError, match=f"{name} takes a number or a traced value, not ") as caught:
        OPS[name].value(thing)
    assert isinstance(caught.value, TypeError)
    assert isinstance(caught.value, LessonError)


@pytest.mark.parametrize("name", sorted(set(UNARY) - {"negative", "abs", *STEPS}))
def test_the_package_offers_each_function_under_numpys_name(name):
    """A learner who knows NumPy knows the names, and the functions agree with NumPy's where it has them."""
    function = getattr(ad, name)
    assert function.__name__ == name
    assert name in function.__doc__
    if hasattr(np, name):
        u = 0.3
        assert function(u) == pytest.approx(float(getattr(np, name)(u)), rel=1e-14)
    assert ad.maximum.__name__ == "maximum"
    assert "second" in ad.minimum.__doc__


def test_comparisons_are_pythons():
    """Guards compare as the branch did, and print the sign the learner wrote."""
    assert {sign for _, sign in COMPARISONS.values()} == {">", "<", ">=", "<=", "==", "!="}
    for compare, sign in COMPARISONS.values():
        for u, w in ((1, 2), (2, 2), (3, 2)):
            assert compare(u, w) == eval(f"{u} {sign} {w}")


@pytest.mark.parametrize(("f", "x"), [(ad.log, -1), (ad.log, -0.5), (ad.log1p, -2.0), (ad.sqrt, -1.0), (ad.arcsin, 2.0)])
def test_where_a_function_has_no_value_it_has_no_slope(f, x):
    """1/x is a number at -1 and log x is not: -1 would be the gradient of nothing."""
    assert math.isnan(f(x)) and math.isnan(ad.grad(lambda x: f(x), x=x)["x"])
