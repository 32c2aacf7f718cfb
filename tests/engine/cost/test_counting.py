"""The price of a derivative, measured: against numbers of the literature, counts by hand, and bounds that are proved."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import EXACT

import adlesson as ad
from adlesson.engine.cost.counting import Count, Counted
from adlesson.engine.errors import GuardError, InputError
from adlesson.engine.fast import pull_back
from adlesson.engine.ops import OPS
from adlesson.engine.samples.examples import ZOO

EXAMPLES = pytest.mark.parametrize("example", ZOO.values(), ids=list(ZOO))


def additions_to_zero_counted(report):
    """Return value and gradient's operations if the first share is added to a zero, as the literature's counts have it."""
    return report.value_and_gradient.convention + report.gradient.first_shares


def exp_times_products(x):
    """Return exp(sum of x) times (x0 + sum of neighbours' products)."""
    total, products = x[0], x[0]
    for left, right in pairwise(x):
        total, products = total + right, products + left * right
    return ad.exp(total) * products


# --- numbers of the literature ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("f", "cost"),
    [
        (lambda x, y: x + y, 3),
        (lambda x, y: x - y, 3),
        (lambda x, y: x * y, 5),
        (lambda x: ad.exp(x), 3),
        (lambda x: ad.sin(x), 4),
        (lambda x: ad.cos(x), 4),
        (lambda x: x**2, 4),
    ],
    ids=["+", "-", "*", "exp", "sin", "cos", "square"],
)
def test_one_elemental_costs_what_textbooks_count(f, cost):
    """Primal and reverse, each share added to an adjoint that was zeroed: 3, 5, 3, 4."""
    names = f.__code__.co_varnames[: f.__code__.co_argcount]
    assert additions_to_zero_counted(ad.operations(f, dict.fromkeys(names, 0.5))) == cost


def test_a_division_costs_five_only_where_its_two_partials_share_a_quotient():
    """Textbooks pay u by t = vbar / w and w by -t v; edge by edge both partials are computed, and it is 7."""
    report = ad.operations(lambda x, y: x / y, x=0.5, y=0.25)
    assert additions_to_zero_counted(report) == 7
    log = []
    u, w, vbar = (Counted(number, log) for number in (0.5, 0.25, 1.0))
    v = u / w
    t = vbar / w
    ubar, wbar = 0 + t, 0 - t * v
    assert len(log) == 5
    assert {"x": ubar.value, "y": wbar.value} == ad.grad(lambda x, y: x / y, x=0.5, y=0.25)


@pytest.mark.parametrize("n", [2, 10, 1000])
def test_the_product_of_n_numbers(n):
    """Speelpenning's example: n - 1 products; the gradient adds 2(n - 1) of them, and not one sum that is needed."""
    report = ad.operations(ZOO["speelpenning"].f, x=[1] * n)
    assert report.value == Count(multiplications=n - 1, total=n - 1, convention=n - 1)
    assert report.value_and_gradient[:4] == (3 * (n - 1), 0, 0, 3 * (n - 1))
    assert additions_to_zero_counted(report) == 5 * (n - 1)
    assert report.ratio == report.raw_ratio == 3
    assert report.tangent_ratio == 1 + 3 * n
    if n == 1000:
        assert additions_to_zero_counted(report) == 4995
        assert report.value.convention + n * report.tangent.convention == 2_997_999


@pytest.mark.parametrize(
    ("n", "reverse", "forward"), [(1, 4.0, 3.0), (10, 3.69, 17.9), (100, 3.669, 167.9), (1000, 3.667, 1667.9)]
)
def test_the_reverse_sweep_costs_the_same_for_any_number_of_inputs(n, reverse, forward):
    """And a tangent sweep per input grows with it; reverse is with additions to zero, forward without, as printed."""
    report = ad.operations(exp_times_products, x=[0.125] * n)
    assert additions_to_zero_counted(report) / report.value.convention == pytest.approx(reverse, abs=0.0005 if n > 1 else 0)
    assert report.tangent_ratio == pytest.approx(forward, abs=0.05)
    assert report.value.convention == 3 * n - 1
    assert report.ratio < 3.01


def test_the_running_example():
    """6 operations, 8 more for the tangent, 14 more for all adjoints: of those, 6 are additions to zero."""
    report = ad.operations(ZOO["running"].f, x=0.25)
    assert (report.value.convention, report.tangent.convention) == (6, 8)
    assert report.gradient.convention + report.gradient.first_shares == 14
    assert report.gradient.first_shares == 6
    # exp exp sin and **; + +
    assert report.value == Count(additions=2, functions=4, total=6, convention=6)


# --- counts by hand ----------------------------------------------------------------------------------------

# partials that have to be computed, and the operations inside them
PARTIALS = {
    "add": (0, 0), "subtract": (0, 0), "multiply": (0, 0), "divide": (2, 3), "power": (2, 4), "negative": (0, 0),
    "abs": (1, 1), "exp": (0, 0), "log": (1, 1), "log1p": (1, 2), "expm1": (1, 1), "sqrt": (1, 2), "sin": (1, 1),
    "cos": (1, 2), "tan": (1, 2), "arcsin": (1, 5), "arccos": (1, 6), "arctan": (1, 3), "sinh": (1, 1), "cosh": (1, 1),
    "tanh": (1, 1), "sech2": (1, 4), "sigmoid": (1, 3), "gated": (0, 0), "power_log": (2, 8), "softplus": (1, 1),
    "erf": (1, 4), "relu": (1, 1), "maximum": (2, 5), "minimum": (2, 5), "sign": (0, 0), "heaviside": (0, 0),
}  # fmt: skip
OF_NUMBERS = ("_operator", "adlesson.engine.numbers.arithmetic", "adlesson.engine.numbers.elementary")
SCALAR = [op for op in OPS.values() if op.value.__module__ in OF_NUMBERS]


@pytest.mark.parametrize("op", SCALAR, ids=lambda op: op.name)
def test_each_operation_of_the_table_costs_what_its_formulas_say(op):
    """The counts follow from the table; a new operation has to be counted by hand here too."""
    at = {"u": 0.5, "w": 0.75} if len(op.partials) == 2 else {"u": 0.5}
    report = ad.operations(lambda **u: op.value(*u.values()), at)
    computed, inside = PARTIALS[op.name]
    free = {"add": 2, "subtract": 2, "negative": 1}.get(op.name, 0)
    assert report.value.total == report.value.convention == 1
    assert report.gradient.convention == computed + len(at) - free
    assert report.gradient.total == inside + len(at)
    assert report.gradient.first_shares == len(at)
    if op.name not in ("divide", "power", "power_log", "maximum", "minimum"):
        assert additions_to_zero_counted(report) <= 5


def test_kinds_are_told_apart():
    """A division is a multiplication, a difference and a change of sign are additions, a power is a function."""
    report = ad.operations(lambda x, y: -(x * y - x / y) + x**3 + ad.sin(y), x=2.0, y=0.5)
    assert report.value == Count(multiplications=2, additions=4, functions=2, total=8, convention=8)


def test_constants_take_part_but_get_no_partial():
    """10 x pays x 10 times its adjoint: one product, and nothing to compute before it; x + 10 pays nothing at all."""
    assert ad.operations(lambda x: 10 * x, x=2).gradient == Count(1, 0, 0, total=1, convention=1, first_shares=1)
    assert ad.operations(lambda x: x + 10, x=2).gradient.convention == 0
    assert ad.operations(lambda x: x / 8, x=2).gradient.convention == 1  # 1 / 8 is arithmetic among constants


def test_a_second_share_is_an_addition_and_a_first_is_not():
    """x * x pays x twice."""
    report = ad.operations(lambda x: x * x, x=3)
    assert report.gradient == Count(multiplications=2, additions=1, total=3, convention=3, first_shares=1)


def test_what_the_output_does_not_depend_on_costs_its_value_only():
    """The reverse sweep never gets there."""
    report = ad.operations(ZOO["idle"].f, x=-1.5, y=0.5)
    assert report.value.convention == 2
    assert report.gradient == ad.operations(lambda x: x**2, x=-1.5).gradient


# --- the counts are of the real sweeps ----------------------------------------------------------------------


def all_counted(p):
    """Return a log, and the inputs of a program as numbers that write to it."""
    log = []
    return log, p.pack_inputs([Counted(u, log) for u in p.bind({})])


@EXAMPLES
def test_counted_numbers_give_the_same_derivatives(example):
    """What is counted is the calculation that gives these numbers."""
    p = ad.trace(example.f, example.at)
    _, here = all_counted(p)
    zbar = ad.adjoints(p, at=here)
    plain = {name: u.value if type(u) is Counted else u for name, u in zbar.items()}
    assert plain == ad.adjoints(p)


@EXAMPLES
def test_the_gradient_that_is_asked_for_adds_no_first_shares_either(example):
    """``grad`` runs the loop without steps: its sums are the ones counted, and its functions too."""
    p = ad.trace(example.f, example.at)
    log, here = all_counted(p)
    z, report = p.values(here), ad.operations(p)
    assert len(log) == report.value.total
    log.clear()
    pull_back(p, z, [(p.output_slots[0], Counted(1, log))])
    assert sum(op not in ("multiply", "divide", "add", "subtract", "negative") for op in log) == report.gradient.functions
    assert sum(op in ("add", "subtract", "negative") for op in log) == report.gradient.additions


def test_each_count_is_of_this_run_alone():
    """Counting twice gives the same, and leaves the program as it was."""
    p = ad.trace(ZOO["polar"].f, x=3.0, y=4.0)
    assert ad.operations(p).rows == ad.operations(p, x=1.0).rows == ad.operations(ZOO["polar"].f, x=3.0, y=4.0).rows
    assert p() == ZOO["polar"].f(3.0, 4.0)


@pytest.mark.parametrize("name", EXACT)
def test_any_kind_of_number_can_be_counted(name):
    """Fractions cost the same as floats."""
    assert ad.operations(ZOO[name].f, EXACT[name]).rows == ad.operations(ZOO[name].f, ZOO[name].at).rows


def test_counted_numbers_compare_by_value_and_in_silence():
    """So that guards are checked; a comparison is no operation."""
    log = []
    two, three = Counted(2, log), Counted(3, log)
    assert two < three <= 3 and three > two >= 2 and two == 2 and two != three
    assert log == []
    with pytest.raises(GuardError, match="x > 0 was False"):
        ad.operations(ad.trace(ZOO["branch"].f, x=-2.0), x=2.0)


# --- bounds ----------------------------------------------------------------------------------------------------


@EXAMPLES
def test_every_example_pays_at_most_five_values(example):
    """The cheap gradient, measured; tower, a power of two variables, is the one that pays exactly 5."""
    report = ad.operations(example.f, example.at)
    assert report.ratio <= 5
    assert (report.ratio == 5) == (example.name == "tower")
    assert report.raw_ratio <= 8  # a constant of the table, which the number of inputs does not move


@pytest.mark.parametrize(
    ("f", "ratio"),
    [(lambda x: x * x, 4), (lambda x: x / x, 6), (lambda x: x**x, 6), (lambda x: ad.maximum(x, x), 6)],
    ids=["*", "/", "**", "maximum"],
)
def test_the_bounds_are_reached(f, ratio):
    """One instruction that reads one variable twice: the second share is an addition."""
    assert ad.operations(f, x=0.5).ratio == ratio


SIGNS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "^": "power", "s": "sin", "e": "exp"}
instruction = st.tuples(st.sampled_from("+-*/^se"), st.integers(0, 99), st.integers(0, 99))
instructions = st.lists(instruction, min_size=1, max_size=12)


def run_straight_line(lines, u):
    """Run random assignments; return the last variable."""
    z = list(u)
    for sign, *places in lines:
        op = OPS[SIGNS[sign]]
        z.append(op.value(*[z[k % len(z)] for k in places[: len(op.partials)]]))
    return z[-1]


@settings(max_examples=150)
@given(instructions, st.integers(1, 4))
def test_no_program_pays_more_than_the_bound(lines, n):
    """4 for + - * and functions of one argument, 6 where / or a power of two variables is in it."""
    report = ad.operations(lambda x: run_straight_line(lines, x), x=[0.5] * n)
    signs = {sign for sign, *_ in lines}
    assert report.ratio <= (6 if signs & set("/^") else 4)
    if not signs & set("/^"):
        assert additions_to_zero_counted(report) <= 5 * report.value.convention
    assert report.value.convention == len(lines)


# --- the report ---------------------------------------------------------------------------------------------------


def test_what_costs_more_than_five_is_listed_with_what_its_partials_run():
    """So that nobody has to believe that / and arcsin are special."""
    report = ad.operations(lambda x, y: ad.arcsin(x) * ad.sin(y) + x / y, x=0.5, y=0.75)
    assert [tuple(row) for row in report.expensive] == [
        ("z2 = arcsin(x)", 4, 8, "subtract, add, multiply, sqrt, divide"),
        ("z5 = x / y", 5, 6, "divide, divide, negative"),
    ]
    assert ad.operations(ZOO["running"].f, x=0.25).expensive == []


def test_the_text_is_a_table_and_one_sentence():
    """The raw count stands beside the convention."""
    text = repr(ad.operations(ZOO["tower"].f, x=2.0, y=1.5))
    lines = text.splitlines()
    assert len({len(line) for line in lines[:5]}) == 1
    assert lines[0].split("  ")[-2:] == ["by convention", "first shares"]
    assert "cost 5 values by convention, 7 raw; by a tangent sweep per input (2), 11 by convention" in text
    assert lines[-1].startswith("more than 5: tower = x ** y costs 5 by convention, 7 raw")
    assert ad.operations(ZOO["tower"].f, x=2.0, y=1.5).rows[0] == {
        "": "value", "multiplications": 0, "additions": 0, "functions": 1, "total": 1, "by convention": 1, "first shares": 0,
    }  # fmt: skip


def test_a_program_that_computes_nothing_has_no_ratio():
    """0 operations against 0."""
    for f in (lambda x: x, lambda x: 3):
        report = ad.operations(f, x=2.0)
        assert report.value_and_gradient == Count()
        assert report.ratio != report.ratio and report.raw_ratio != report.raw_ratio
        assert "nan" in repr(report)


def test_counting_is_refused_where_there_is_no_one_gradient():
    """Several outputs, or no program at all."""
    with pytest.raises(InputError, match="returns several outputs"):
        ad.operations(lambda x: (x, x * x), x=2)
    with pytest.raises(InputError, match="no input 'y'"):
        ad.operations(ad.trace(lambda x: x, x=2), y=Fraction(1))


def test_programs_with_arrays_are_refused_by_name():
    """An array's operations would have to be counted entry by entry."""
    p = ad.trace(lambda x: (x * x).sum(), x=np.array([1.0, 2.0]))
    with pytest.raises(InputError, match="operations reads programs of numbers"):
        ad.operations(p)


# --- second derivatives ----------------------------------------------------------------------------------


def test_a_hessian_times_a_direction_costs_the_same_few_values_whatever_the_number_of_inputs():
    """And the whole matrix grows with it: there is no cheap one."""
    bills = {n: ad.operations(ad.examples.speelpenning, x=[2] * n) for n in (4, 16, 64)}
    assert [bill.hvp_ratio for bill in bills.values()] == pytest.approx([10, 11.6, 11.9], abs=0.05)
    assert all(bill.hvp_ratio <= 12 for bill in bills.values())
    assert [bill.hessian_ratio for bill in bills.values()] == pytest.approx([31, 140.6, 573.4], abs=1)


def test_what_is_counted_for_it_is_a_tangent_sweep_over_the_gradient_program():
    """By hand: the tangents of z1 = exp(x), f = z1 * x, z3 = x * z1 and x_bar = z1 + z3 take 1, 3, 3 and 1."""
    bill = ad.operations(lambda x: ad.exp(x) * x, x=2.0)
    assert (bill.hvp.convention, bill.hvp.multiplications, bill.hvp.first_shares) == (8, 7, 4)
    assert ad.operations(lambda x, y: x * y, x=2.0, y=3.0).hvp.convention == 3, "that of the value goes along"
