"""Sizes of formulas: against formulas on paper, against trees that are really built, and far beyond what can be built."""

import ast
import math

import pytest
import sympy
from oracles import EXACT

import adlesson as ad
from adlesson.engine.errors import InputError
from adlesson.engine.ops import COMPARISONS, OPS, Op
from adlesson.engine.samples.examples import ZOO
from adlesson.symbolic.swell import MOST, Swell, swell


def logistic(n):
    """Return the program of l_n, where l_1 = x and l_(n+1) = 4 l_n (1 - l_n)."""

    def f(x):
        for _ in range(n - 1):
            x = 4 * x * (1 - x)
        return x

    return ad.trace(f, x=0.3)


def repeated(n, step):
    def f(x):
        for _ in range(n):
            x = step(x)
        return x

    return ad.trace(f, x=0.5)


def column(p, head):
    return [row[head] for row in swell(p).rows]


# --- formulas on paper ------------------------------------------------------------------------


@pytest.mark.parametrize("n", range(1, 16))
def test_the_logistic_map_has_the_sizes_derived_by_hand(n):
    """Trees double with every step, and the derivative's twice over; shared, each step adds ten nodes."""
    f, slope = swell(logistic(n)).rows
    assert f == {"formula": "f", "tree": 6 * 2 ** (n - 1) - 5, "shared": 3 * n if n > 1 else 1, "program": 3 * n - 2}
    assert slope["tree"] == 9 * (n - 1) * 2 ** (n - 1) + 1
    assert slope["shared"] == (10 * n - 6 if n > 1 else 2)
    assert slope["program"] == (7 * n - 8 if n > 1 else 1)


def test_the_logistic_map_in_numbers():
    """The same as numbers, so that a mistake in the formulas above would show."""
    sizes = [1, 19, 73, 217, 577, 1441, 3457, 8065, 18433, 41473]
    assert [column(logistic(n), "tree")[1] for n in range(1, 11)] == sizes
    assert column(logistic(15), "tree")[1] == 2_064_385
    assert [column(logistic(n), "shared")[1] for n in (2, 3, 4, 10, 15)] == [14, 24, 34, 94, 144]


def test_a_product_of_n_inputs():
    """f has 2n - 1 nodes; a derivative written out grows with n squared, since each product mentions all before it."""
    for n in (2, 3, 10):
        p = ad.trace(ad.examples.speelpenning, x=[2] * n)
        tree = [2 * n - 1] + [sum(2 * k + 4 for k in range(1, n)) + 1] * n
        assert column(p, "tree") == [*tree, sum(tree[1:])]


# --- trees that are really built --------------------------------------------------------------

# For each operation: the formula, and its derivative by x as the rules of school write it, nothing simplified;
# u' is 1 for u = x, and 0 for a number.
BY_HAND = {
    "add": ("x + 3", "1 + 0"),
    "subtract": ("x - 3", "1 - 0"),
    "multiply": ("x * 3", "3 * 1 + x * 0"),
    "divide": ("x / 3", "1 / 3 * 1 + -(x / 3 / 3) * 0"),
    "power": ("x ** 3", "3 * x ** (3 - 1) * 1"),
    "negative": ("-x", "-1"),
    "abs": ("abs(x)", "sign(x) * 1"),
    "exp": ("exp(x)", "exp(x) * 1"),
    "log": ("log(x)", "1 / x * 1"),
    "log1p": ("log1p(x)", "1 / (1 + x) * 1"),
    "expm1": ("expm1(x)", "exp(x) * 1"),
    "sqrt": ("sqrt(x)", "1 / (2 * sqrt(x)) * 1"),
    "sin": ("sin(x)", "cos(x) * 1"),
    "cos": ("cos(x)", "-sin(x) * 1"),
    "tan": ("tan(x)", "(1 + tan(x) * tan(x)) * 1"),
    "arcsin": ("arcsin(x)", "1 / sqrt((1 - x) * (1 + x)) * 1"),
    "arccos": ("arccos(x)", "-(1 / sqrt((1 - x) * (1 + x))) * 1"),
    "arctan": ("arctan(x)", "1 / (1 + x * x) * 1"),
    "sinh": ("sinh(x)", "cosh(x) * 1"),
    "cosh": ("cosh(x)", "sinh(x) * 1"),
    "tanh": ("tanh(x)", "sech2(x) * 1"),
    "sigmoid": ("sigmoid(x)", "sigmoid(x) * sigmoid(-x) * 1"),
    "softplus": ("softplus(x)", "sigmoid(x) * 1"),
    "erf": ("erf(x)", "1.1283791670955126 * exp(-(x * x)) * 1"),
    "sech2": ("sech2(x)", "-(2 * sech2(x) * tanh(x)) * 1"),
    "gated": ("gated(x, 3)", "3 * 1 + x * 0"),
    "power_log": ("power_log(x, 3)", "(x ** (3 - 1) + 3 * power_log(x, 3 - 1)) * 1 + gated(power_log(x, 3), log(x)) * 0"),
    "relu": ("relu(x)", "heaviside(x) * 1"),
    "maximum": ("maximum(x, 3)", "heaviside(x - 3) * 1 + (1 - heaviside(x - 3)) * 0"),
    "minimum": ("minimum(x, 3)", "heaviside(3 - x) * 1 + (1 - heaviside(3 - x)) * 0"),
    "sign": ("sign(x)", "0 * 1"),
    "heaviside": ("heaviside(x)", "0 * 1"),
}
OF_ARRAYS = {
    "matmul", "einsum", "sum", "mean", "cumsum", "amax", "amin", "at_largest", "logsumexp", "transpose", "reshape", "index",
    "place", "broadcast", "concatenate", "stack", "outer", "where", *COMPARISONS,
}  # fmt: skip


def read(text):
    """Return a formula as a nested tuple, by Python's own grammar: nothing here knows our parser or our table."""

    def tree(node):
        if isinstance(node, ast.BinOp):
            return (type(node.op).__name__, tree(node.left), tree(node.right))
        if isinstance(node, ast.UnaryOp):
            return ("-", tree(node.operand))
        if isinstance(node, ast.Call):
            return (node.func.id, *map(tree, node.args))
        return (node.id,) if isinstance(node, ast.Name) else (node.value,)

    return tree(ast.parse(text, mode="eval").body)


def nodes(tree):
    return 1 + sum(map(nodes, tree[1:]))


def parts(tree):
    return {tree}.union(*map(parts, tree[1:]))


@pytest.mark.parametrize("name", BY_HAND)
def test_each_operation_has_the_size_of_its_derivative_written_by_hand(name):
    """The table's rule, run on a counter, against the same rule on paper."""
    formula, derivative = map(read, BY_HAND[name])
    numbers = {"x": 0.5}
    p = ad.trace(lambda x: eval(BY_HAND[name][0], {key: op.value for key, op in OPS.items()} | {"x": x}), numbers)
    assert p.ops[-1] == name
    f, slope = swell(p).rows
    assert (f["tree"], f["shared"]) == (nodes(formula), len(parts(formula)))
    assert (slope["tree"], slope["shared"]) == (nodes(derivative), len(parts(formula) | parts(derivative)))


@pytest.mark.parametrize("name", sorted(set(BY_HAND) - {"sign", "heaviside"}))
def test_the_derivatives_by_hand_are_right(name):
    """Otherwise their sizes would say nothing."""
    space = {key: op.value for key, op in OPS.items()} | {"x": 0.5}
    f = ad.trace(lambda x: eval(BY_HAND[name][0], space | {"x": x}), x=0.5)
    assert math.isclose(eval(BY_HAND[name][1], space), (f(x=0.5 + 1e-6) - f(x=0.5 - 1e-6)) / 2e-6, rel_tol=1e-7)


def test_no_operation_is_forgotten():
    """A new row of the table is to be counted, too."""
    assert set(BY_HAND) == {name for name, op in OPS.items() if op.home} - OF_ARRAYS, "a row of one's own has no home"


def naive(p, i, by):
    """Return variable ``i`` of a program of + - * as a nested tuple, and its derivative: both really written out."""
    if i < 0:
        return (p.constants[~i],), (0,)
    if i < p.d:
        return (p.inputs[i],), (int(i == by),)
    (u, du), (w, dw) = (naive(p, k, by) for k in p.slots[i])
    v = (p.ops[i], u, w)
    if p.ops[i] == "multiply":
        return v, ("add", ("multiply", w, du), ("multiply", u, dw))
    return v, (p.ops[i], du, dw)


def difference_of_squares(x):
    """Return (x - 3)(x + 3), whose derivative has 1 - 0 and 1 + 0 for parts: two, not one."""
    return (x - 3) * (x + 3)


@pytest.mark.parametrize(
    ("f", "at"),
    [
        *((ZOO[name].f, EXACT[name]) for name in ("square", "order_matters", "speelpenning", "logistic_map")),
        (difference_of_squares, {"x": 5}),
    ],
)
def test_the_counts_are_those_of_trees_really_built(f, at):
    """The independent count: write everything out, then walk over it."""
    p = ad.trace(f, at)
    everything = set()
    for row, by in zip(swell(p).rows[1:], range(p.d), strict=False):
        value, slope = naive(p, p.output_slots[0], by)
        assert row["tree"] == nodes(slope)
        assert row["shared"] == len(parts(value) | parts(slope))
        everything |= parts(value) | parts(slope)
    assert swell(p).rows[-1]["shared"] == len(everything)
    assert swell(p).rows[0]["tree"] == nodes(value)


def test_the_naive_derivative_is_sympys():
    """The trees that were counted are derivatives indeed."""
    x = sympy.Symbol("x")
    values = {"add": lambda u, w: u + w, "subtract": lambda u, w: u - w, "multiply": lambda u, w: u * w}

    def value(tree):
        return values[tree[0]](*map(value, tree[1:])) if tree[1:] else x if tree == ("x",) else sympy.Integer(tree[0])

    f, slope = naive(logistic(4), logistic(4).output_slots[0], 0)
    assert sympy.expand(sympy.diff(value(f), x) - value(slope)) == 0
    assert sympy.expand(sympy.diff(value(f), x) + value(slope)) != 0


# --- beyond what can be built -----------------------------------------------------------------


def test_sixty_stacked_diamonds():
    """A tree of 2 to the 61 nodes is counted without being built, and exactly."""
    p = repeated(60, lambda x: x + x)
    assert column(p, "tree") == [2**61 - 1] * 2
    assert column(p, "shared") == [61, 122]


def test_a_chain_of_100_000():
    """No recursion, and only linear work: cos u times u' at each link."""
    n = 100_000
    p = repeated(n, ad.sin)
    assert column(p, "tree") == [n + 1, sum(k + 2 for k in range(1, n + 1)) + 1]
    assert column(p, "shared") == [n + 1, 3 * n + 2]
    assert column(p, "program") == [n + 1, None]


def test_counts_with_thousands_of_digits_are_kept_only_while_they_are_needed():
    """20,000 steps of the logistic map: a count of six thousand digits, and a text that can still be read."""
    n = 20_001
    report = swell(logistic(n))
    assert report.rows[1]["tree"] == 9 * (n - 1) * 2 ** (n - 1) + 1
    assert report.rows[1]["shared"] == 10 * n - 6
    assert "e+6025" in repr(report)


def test_what_the_output_does_not_depend_on_is_not_counted():
    """Lines that nobody reads are not in the formula."""
    assert column(ad.trace(ad.examples.idle, x=-1.5, y=0.5), "shared")[0] == 3  # x ** 2: x, 2 and the power
    assert column(ad.trace(lambda x: 7, x=1.0), "tree") == [1, 1]
    assert column(ad.trace(lambda x: x, x=1.0), "shared") == [1, 2]


def test_an_equal_part_is_shared_even_if_the_program_computes_it_twice():
    """The count is of formulas; what a program repeats is counted in its own column."""
    p = ad.trace(lambda x: ad.exp(x) + ad.exp(x), x=1.0)
    assert column(p, "shared")[0] == 3
    assert column(p, "program")[0] == 4


def test_counting_uses_the_table(monkeypatch):
    """Change a rule, and another size comes out: there is no second table."""
    before = column(repeated(1, ad.sin), "tree")[1]
    monkeypatch.setitem(OPS, "sin", Op("sin", ad.sin, (lambda v, u: ad.cos(u) + 0 * u,), "sin({0})", "input"))
    assert column(repeated(1, ad.sin), "tree")[1] == before + 4


# --- what is shown and refused ----------------------------------------------------------------


def test_the_report_is_a_table():
    """Numbers stand under their heads; what is not known is left empty."""
    p = ad.trace(lambda x, y: x * y, x=2, y=3)
    assert repr(swell(p)).splitlines() == [
        "formula   tree  shared  program",
        "f            3       3        3",
        "df/dx        7       8",
        "df/dy        7       8",
        "gradient    14      11        3",
    ]
    assert list(swell(p).rows[0]) == ["formula", "tree", "shared", "program"]
    assert isinstance(swell(p), Swell)


def of_arrays():
    p = ad.trace(lambda x: x * x, x=2)
    p.shapes = ((3,), (3,))
    return p


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: swell(lambda x: x), r"swell\(trace\(f, x=...\)\)"),
        (lambda: swell(ad.trace(lambda x: (x, x), x=1)), "returns several outputs"),
        (lambda: swell(of_arrays()), "swell reads programs of numbers, and f has arrays: "),
        (lambda: swell(repeated(MOST, lambda x: x + 1)), "f has 200,001 counts to make, .* swell makes 200,000 at most"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_a_sentence(ask, says):
    """What was met, what is accepted, what to write instead."""
    with pytest.raises(InputError, match=says) as caught:
        ask()
    assert len(str(caught.value)) < 400
