"""A program as a SymPy expression: the same formula as the function itself, and derivatives SymPy agrees with."""

from fractions import Fraction

import pytest
import sympy
from oracles import EXACT, flatten, formula

import adlesson as ad
from adlesson.engine.errors import GuardError, InputError
from adlesson.engine.samples.examples import ZOO
from adlesson.symbolic.expressions import expression

x, y = sympy.symbols("x y")


def on_signed_symbols(example):
    """Return the function run on SymPy's symbols, and the program run on the same symbols."""
    by_hand, symbols, where = formula(example.f, example.at)
    p = ad.trace(example.f, example.at)
    return by_hand, expression(p, p.pack_inputs(symbols)), symbols, where


@pytest.mark.parametrize("name", ZOO)
def test_the_program_and_the_function_have_the_same_formula(name):
    """What was recorded is what was written: run on symbols, both give one expression."""
    by_hand, by_program, *_ = on_signed_symbols(ZOO[name])
    assert by_program == by_hand
    assert by_program + 1 != by_hand


@pytest.mark.parametrize("name", ZOO)
def test_sympys_derivative_of_the_formula_is_the_gradient(name):
    """Two roads to the slope: SymPy's rules on the flat formula, and the table's along the list."""
    _, by_program, symbols, where = on_signed_symbols(ZOO[name])
    slopes = [sympy.diff(by_program, s).doit().subs(where) for s in symbols]
    for slope, adjoint in zip(slopes, flatten(ad.grad(ZOO[name].f, ZOO[name].at)), strict=True):
        assert abs(float(slope) - adjoint) <= 1e-12 * max(1, abs(adjoint))
        assert abs(float(slope) - (adjoint + 1)) > 0.5


@pytest.mark.parametrize("name", EXACT)
def test_exact_inputs_give_exact_numbers(name):
    """Nothing is rounded on the way: the value at fractions is the program's, as a rational number."""
    p = ad.trace(ZOO[name].f, EXACT[name])
    value = expression(p, EXACT[name])
    assert value.is_Rational
    assert Fraction(int(value.p), int(value.q)) == p()


def test_inputs_become_plain_symbols_with_their_names():
    """So that ``diff("x")``, ``subs("x", 2)`` and ``sympy.Symbol("x")`` all mean the input."""
    p = ad.trace(lambda x, y: x * y + ad.sin(x), x=2.0, y=3.0)
    assert expression(p) == x * y + sympy.sin(x)
    assert expression(p).diff("x") == y + sympy.cos(x)
    assert expression(p).subs("y", 2) == 2 * x + sympy.sin(x)
    assert expression(p) != sympy.Symbol("x", real=True) * y + sympy.sin(x)
    items = expression(ad.trace(ad.examples.speelpenning, x=[2, 3]))
    assert items == sympy.Symbol("x[0]") * sympy.Symbol("x[1]")


def test_what_is_given_for_an_input_takes_the_symbols_place():
    """A number, exactly; or a symbol that knows more, where a kink or a root is to be simplified."""
    p = ad.trace(lambda x, y: abs(x) * y**2, x=2.0, y=3.0)
    assert expression(p, y=Fraction(1, 2)) == abs(x) / 4
    assert expression(p, {"x": -3}, y=y) == 3 * y**2
    real = sympy.Symbol("x", real=True)
    assert expression(p, x=real, y=1).diff(real) == sympy.sign(real)
    assert expression(p, x=2, y=3) == sympy.Integer(18)
    assert isinstance(expression(p, x=2, y=3), sympy.Integer)


def test_constants_are_exact_where_the_program_has_them_exact():
    """2 and 1/3 are not 2.0 and 0.333; a float stays a float."""
    third = Fraction(1, 3)
    assert expression(ad.trace(lambda x: x**2 * third + 2, x=1)) == x**2 / 3 + 2
    assert expression(ad.trace(lambda x: 0.5 * x, x=1)) == 0.5 * x
    assert expression(ad.trace(lambda x: 0.5 * x, x=1)) != x / 2


def test_several_outputs_come_by_name():
    """As everywhere else, a dict over outputs; one output alone is an expression."""

    def both(x, y):
        s = x + y
        t = x * y
        return s, t

    assert expression(ad.trace(both, x=2, y=3)) == {"s": x + y, "t": x * y}
    assert expression(ad.trace(lambda x: {"cube": x**3, "one": 1}, x=2)) == {"cube": x**3, "one": 1}
    assert expression(ad.trace(lambda x: 7, x=2)) == sympy.Integer(7)


def test_a_formula_leaves_branches_open_and_numbers_do_not():
    """The formula is that of the path that ran; a number on the other side of the branch is refused."""
    p = ad.trace(ad.examples.branch, x=-2.0)
    assert expression(p) == -(x**2)
    with pytest.raises(GuardError, match="was False when branch was traced"):
        expression(p, x=3)


def test_the_way_back_is_parse():
    """What SymPy prints, the lesson reads: the formula of the derivative becomes a program again."""
    p = ad.trace(ad.examples.running, x=0.25)
    slope = expression(p).diff("x")
    again = ad.parse(str(slope), x=0.25)
    assert abs(again() - ad.grad(p)["x"]) < 1e-12 * again()
    assert sympy.simplify(expression(again) - slope) == 0


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: expression(lambda x: x), r"expression\(trace\(f, x=...\)\)"),
        (lambda: expression(ad.trace(lambda x: x, x=1), z=1), "has no input 'z'"),
        (lambda: expression(ad.trace(lambda x: x, x=1), x="y"), "x must be a number"),
        (lambda: expression(nested(999)), r"\(1,000 variables\) is nested too deep for SymPy: ask the program"),
        (lambda: expression(nested(50_000)), "has 50,001 variables, and SymPy is given 1,000 at most"),
        (lambda: expression(shared(14)), "has 98,299 nodes, written out, .* 50,000 at most: ask the program itself"),
        (lambda: expression(shared(300)), "nodes, written out, and SymPy is given 50,000 at most"),
        (
            lambda: expression(of_arrays()),
            "expression reads programs of numbers, and f has arrays: ",
        ),
    ],
)
def test_what_cannot_be_a_formula_is_refused_in_a_sentence(ask, says):
    """What was met, what is accepted, what to write instead."""
    with pytest.raises(InputError, match=says) as caught:
        ask()
    assert len(str(caught.value)) < 400


def shared(n):
    """A formula that is written out twice as long for every variable."""

    def f(x):
        for _ in range(n):
            x = 4 * x * (1 - x)
        return x

    return ad.trace(f, x=0.5)


def nested(n):
    def f(x):
        for _ in range(n):
            x = ad.sin(x)
        return x

    return ad.trace(f, x=0.5)


def of_arrays():
    p = ad.trace(lambda x: x * x, x=2)
    p.shapes = ((3,), (3,))
    return p
