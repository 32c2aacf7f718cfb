"""Formulas are the table's rules run on letters; numbers are as long as they deserve."""

import math
import re
from fractions import Fraction

import numpy as np
import pytest
import sympy

import adlesson as ad
from adlesson.engine.numbers import elementary
from adlesson.engine.numbers.linear import place
from adlesson.engine.numbers.summing import broadcast
from adlesson.engine.ops import OPS
from adlesson.engine.sweeps import reverse_sweep, tangent_sweep
from adlesson.show.evaluation import first_input, first_output
from adlesson.show.writing.formula import Letter, added, as_letter, partial, right_side, share
from adlesson.show.writing.mathml import mathml
from adlesson.show.writing.numerals import number, number_latex, size

ALL = list(ad.examples.ZOO.values())

# for each operation of the table: a program whose last instruction it is, and how that is written
NUMBERS = {
    "add": (lambda x, y: x + y, "x + y", "x + y"),
    "subtract": (lambda x, y: x - y, "x − y", "x - y"),
    "multiply": (lambda x, y: x * y, "x·y", r"x \cdot y"),
    "divide": (lambda x, y: x / y, "x/y", r"\frac{x}{y}"),
    "power": (lambda x, y: x**y, "x^y", "{x}^{y}"),
    "negative": (lambda x, y: -x, "−x", "-x"),
    "abs": (lambda x, y: abs(x), "|x|", r"\left|x\right|"),
    "sqrt": (lambda x, y: ad.sqrt(x), "sqrt(x)", r"\sqrt{x}"),
    "log1p": (lambda x, y: ad.log1p(x), "log1p(x)", r"\mathrm{log1p}(x)"),
    "expm1": (lambda x, y: ad.expm1(x), "expm1(x)", r"\mathrm{expm1}(x)"),
    "sigmoid": (lambda x, y: ad.sigmoid(x), "sigmoid(x)", r"\mathrm{sigmoid}(x)"),
    "sech2": (lambda x, y: ad.sech2(x), "(1/cosh(x)²)", r"\frac{1}{\cosh^2(x)}"),
    "gated": (lambda x, y: ad.gated(x, y), "x·y", r"x \cdot y"),
    "power_log": (lambda x, y: ad.power_log(x, y), "x^y·log(x)", r"{x}^{y} \cdot \log(x)"),
    "softplus": (lambda x, y: ad.softplus(x), "softplus(x)", r"\mathrm{softplus}(x)"),
    "erf": (lambda x, y: ad.erf(x), "erf(x)", r"\mathrm{erf}(x)"),
    "relu": (lambda x, y: ad.relu(x), "relu(x)", r"\mathrm{relu}(x)"),
    "maximum": (lambda x, y: ad.maximum(x, y), "maximum(x, y)", r"\mathrm{maximum}(x, y)"),
    "minimum": (lambda x, y: ad.minimum(x, y), "minimum(x, y)", r"\mathrm{minimum}(x, y)"),
    "sign": (lambda x, y: elementary.sign(x), "sign(x)", r"\mathrm{sign}(x)"),
    "heaviside": (lambda x, y: elementary.heaviside(x), "[x > 0]", "[x>0]"),
} | {
    name: (lambda x, y, name=name: getattr(elementary, name)(x), f"{name}(x)", rf"\{name}(x)")
    for name in ("exp", "log", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh")
}
ARRAYS = {
    "matmul": (lambda w, x: w @ x, "w @ x", r"w \, x"),
    "sum": (lambda w, x: w.sum(1), "w.sum(1)", r"\mathrm{sum}_{\mathrm{axis}\,1}(w)"),
    "mean": (lambda w, x: w.mean(), "w.mean()", r"\mathrm{mean}(w)"),
    "transpose": (lambda w, x: w.T, "wᵀ", r"{w}^{\top}"),
    "reshape": (lambda w, x: w.reshape(2, 3), "w.reshape(2, 3)", r"\mathrm{reshape}(w, 2 \times 3)"),
    "index": (lambda w, x: w[0, 1:], "w[0, 1:]", "w[0, 1:]"),
    "place": (lambda w, x: place(x, (0,), (3, 2)), "place(x, [0,], 3×2)", r"\mathrm{place}(x, [0,], 3 \times 2)"),
    "broadcast": (lambda w, x: broadcast(x, (3, 2)), "broadcast(x, 3×2)", r"\mathrm{broadcast}(x, 3 \times 2)"),
    "outer": (lambda w, x: np.outer(x, x), "outer(x, x)", r"x \, {x}^{\top}"),
    "logsumexp": (lambda w, x: ad.logsumexp(w, 1), "logsumexp(w, 1)", r"\mathrm{logsumexp}_{\mathrm{axis}\,1}(w)"),
    "einsum": (
        lambda w, x: ad.einsum("ij,j->i", w, x), 'einsum("ij,j->i", w, x)', r"\sum_{j} {w}_{ij} \, {x}_{j}",
    ),
    "cumsum": (lambda w, x: ad.cumsum(w, 1), "w.cumsum(1)", r"\mathrm{cumsum}_{\mathrm{axis}\,1}(w)"),
    "amax": (lambda w, x: ad.amax(w, (0, 1)), "w.max((0, 1))", r"\max_{\mathrm{axis}\,(0, 1)}(w)"),
    "amin": (lambda w, x: ad.amin(w), "w.min()", r"\min(w)"),
    "at_largest": (
        lambda w, x: ad.at_largest(w, 0), "at_largest(w, 0)", r"\mathrm{at\,largest}_{\mathrm{axis}\,0}(w)",
    ),
    "concatenate": (
        lambda w, x: ad.concatenate([x, x]), "concatenate([x, x])", r"\mathrm{concatenate}(x, x)",
    ),
    "stack": (
        lambda w, x: ad.stack([x, x], 1), "stack([x, x], 1)", r"\mathrm{stack}_{\mathrm{axis}\,1}(x, x)",
    ),
    "where": (lambda w, x: ad.where([True, False], w, 0), "where([1, 0], w, 0)", r"\mathrm{where}([1, 0], w, 0)"),
    "greater": (lambda w, x: w > x, "[w > x]", "[w > x]"),
    "less": (lambda w, x: w < 1, "[w < 1]", "[w < 1]"),
    "greater_equal": (lambda w, x: w >= x, "[w >= x]", r"[w \ge x]"),
    "less_equal": (lambda w, x: w <= x, "[w <= x]", r"[w \le x]"),
    "equal": (lambda w, x: w == x, "[w == x]", "[w = x]"),
    "not_equal": (lambda w, x: w != x, "[w != x]", r"[w \ne x]"),
}  # fmt: skip
W, X = np.array([[1.0, -2.0], [0.5, 4.0], [3.0, 0.25]]), np.array([0.5, -1.0])


def network(weights, x, b, c):
    """Use every way in which arrays meet: maps, broadcasting, constants, entries, axes."""
    z = weights @ x + b
    y = ad.tanh(z) * c - np.array([[1.0], [2.0], [3.0], [4.0]])
    e = (y * y).mean(0) + x[0] / c
    part = x.T.reshape(8)[1:5] + ad.maximum(weights, 0.5).sum(1)
    corner = (np.outer(part, e) ** 2).sum() + (weights[1] @ x[:, 0]) * (c - abs(x)).mean() - x[[0, 0]].sum()
    corner = corner + ad.logsumexp(weights) + ad.logsumexp(weights, 0) @ ad.logsumexp(weights, 1)[:2]
    return corner + (weights**2).sum() + (2.5 - e).sum() + (-b).sum() + ad.exp(weights / 4).mean()


def a_network():
    r = np.random.default_rng(3)
    return ad.trace(
        network, {"weights": r.normal(size=(4, 2)), "x": r.normal(size=(2, 4)), "b": r.normal(size=(4, 1)), "c": 1.5}
    )


@pytest.mark.parametrize(
    ("u", "text"),
    [
        (0.25, "0.25"),
        (17.800869318065500, "17.80"),
        (0.1 * 6, "0.6"),
        (3, "3"),
        (3.0, "3"),
        (-2.5, "−2.5"),
        (Fraction(2, 3), "2/3"),
        (1e-9, "1·10⁻⁹"),
        (123456.789, "1.235·10⁵"),
        (10**400, "1·10⁴⁰⁰"),
        (Fraction(1, 10) ** 400, "1·10⁻⁴⁰⁰"),
        (-(3**1000), "−1.322·10⁴⁷⁷"),
        (3.5 + 1e-9j, "3.5+1e−09j"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "NaN"),
        (sympy.Symbol("x") ** 2, "x**2"),
    ],
)
def test_a_number_is_as_short_as_its_precision_allows(u, text):
    """17.80 says that it is rounded, 0.25 that it is exact; 81.55411240682879 says nothing to a learner."""
    assert number(u) == text
    assert "−" not in number_latex(u)


def test_the_formula_of_a_partial_is_the_rule_run_on_letters():
    """The lesson never writes a derivative a second time: what is shown is what is computed."""
    p = ad.trace(ad.examples.running, x=0.25)
    assert [right_side(p, i).text for i in range(1, 7)] == ["exp(x)", "a²", "a + b", "exp(c)", "sin(c)", "d + e"]
    assert [partial(p, i, 0).text for i in range(1, 7)] == ["a", "2a", "1", "d", "cos(c)", "1"]
    assert partial(p, 2, 0).text != "2x"


@pytest.mark.parametrize("example", ALL, ids=lambda e: e.name)
def test_the_text_of_every_partial_evaluates_to_the_partial(example):
    """Read back with SymPy, at the example's values, each formula gives the number the sweep uses."""
    p = ad.trace(example.f, example.at)
    z = dict(zip(p.names, p.values(), strict=False))
    plain = {name: sympy.Symbol(f"v{i}") for i, name in enumerate(p.names)}
    for i, slots in enumerate(p.slots):
        for slot, k in enumerate(slots):
            if k < 0:
                continue
            letters = [Letter(str(plain[p.names[k]])) if k >= 0 else p.constants[~k] for k in slots]
            text = OPS[p.ops[i]].partials[slot](Letter(str(plain[p.names[i]])), *letters)
            text = (
                getattr(text, "text", str(text))
                .replace("−", "-")
                .replace("·", "*")
                .replace("^", "**")
                .replace("²", "**2")
                .replace("³", "**3")
            )
            text = text.replace("[", "Heaviside(").replace(" > 0]", ", 0)")
            for digit in range(2, 10):
                text = text.replace(f"{digit}v", f"{digit}*v")
            names = {str(symbol): symbol for symbol in plain.values()} | {"sigmoid": lambda u: 1 / (1 + sympy.exp(-u))}
            formula = sympy.sympify(text, locals=names)
            value = formula.subs({symbol: z[name] for name, symbol in plain.items()})
            arguments = [z[p.names[k]] if k >= 0 else p.constants[~k] for k in slots]
            assert float(value) == pytest.approx(float(OPS[p.ops[i]].partials[slot](z[p.names[i]], *arguments)))


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (lambda a, b: (a + b) * a, "(a + b)·a"),
        (lambda a, b: a - (b - a), "a − (b − a)"),
        (lambda a, b: a / (b * a), "a/(b·a)"),
        (lambda a, b: (a * b) ** 2, "(a·b)²"),
        (lambda a, b: -(a + b), "−(a + b)"),
        (lambda a, b: a + -b, "a + (−b)"),
        (lambda a, b: 2 * a, "2a"),
        (lambda a, b: 1 * a + 0 * b, "a"),
        (lambda a, b: abs(a) ** b, "|a|^b"),
        (lambda a, b: a ** (b - 1), "a^(b − 1)"),
        (lambda a, b: ad.maximum(a, b), "maximum(a, b)"),
    ],
)
def test_parentheses_stand_where_the_meaning_needs_them(formula, text):
    """a − (b − a) is not a − b − a."""
    assert formula(Letter("a"), Letter("b")).text == text


def test_an_instruction_is_shown_as_it_stands_and_only_partials_are_simplified():
    """``0 * x`` at NaN is NaN, so "a = 0" would be false; and x * x keeps its two edges in sight."""
    shown = lambda text: right_side(p := ad.parse(text, x=0.5), len(p) - 1).text
    assert [shown(t) for t in ("0*x", "x*1", "x*x", "2*x", "x*(-3)", "x^1", "x/12345678")] == [
        "0x",
        "x·1",
        "x·x",
        "2x",
        "x·(−3)",
        "x¹",
        "x/(1.235·10⁷)",
    ]


def test_a_number_filled_in_keeps_its_place():
    """(1/3)² is not 1/3²."""
    p = ad.trace(lambda x: x**2, x=Fraction(1, 3))
    assert right_side(p, 1, lambda k: as_letter(p.at["x"])).text == "(1/3)²"


@pytest.mark.parametrize("op", OPS)
def test_every_operation_of_the_table_is_written(op):
    """As text near to Python, and as LaTeX near to a book; an operation added to the table must be added here."""
    f, text, latex = (NUMBERS | ARRAYS)[op]
    p = ad.trace(f, {"x": 0.5, "y": 2.0} if op in NUMBERS else {"w": W, "x": X})
    assert p.ops[-1] == op
    written = right_side(p, len(p) - 1)
    assert (written.text, written.latex) == (text, latex)
    assert mathml(written.latex).startswith("<math")


def number_or_size(u):
    """Return how a constant stands in a formula."""
    return f"[{size(u.shape)}]" if " … " in number(u) else number(u)


def read_back(text, names):
    """Return the value of a formula in text about arrays, with NumPy as the judge."""

    def put(v, key, shape):
        u = np.zeros(shape)
        np.add.at(u, key, v)
        return u

    lengths = r"(\d+(?:×\d+)*)\)"
    text = re.sub(
        rf"place\((.*), \[(.*)\], {lengths}", lambda m: f"put({m[1]}, s_[{m[2]}], ({m[3].replace('×', ',')},))", text
    )
    text = re.sub(rf"broadcast\((.*), {lengths}", lambda m: f"broadcast_to({m[1]}, ({m[2].replace('×', ',')},))", text)
    text = re.sub(r"\|(\w+)\|", r"abs(\1)", text)
    text = re.sub(r"\[([^\[\]]*) > 0\]", r"((\1) > 0)", text)
    for sign, spelled in {"ᵀ": ".T", "·": "*", "−": "-", "²": "**2", "^": "**"}.items():
        text = text.replace(sign, spelled)
    text = re.sub(r"(?<![\w.])(\d+)([a-z])", r"\1*\2", text)
    known = {"logsumexp": ad.logsumexp, "cosh": np.cosh} | {
        name: getattr(np, name) for name in ("abs", "broadcast_to", "exp", "maximum", "outer", "s_", "sign", "tanh")
    }
    return eval(text, known | names | {"put": put})


@pytest.mark.parametrize("make", [a_network, lambda: ad.gradient_program(a_network())], ids=["network", "its gradient"])
def test_the_text_of_every_array_formula_evaluates_to_the_value(make):
    """Read back with NumPy, each right side gives the number or the array that the program computes."""
    p = make()
    z = p.values()
    names = dict(zip(p.names, z, strict=False))
    for i in range(p.d, len(p)):
        text = right_side(p, i).text
        for u in (p.constants[~k] for k in p.slots[i] if k < 0):
            if "×" in number_or_size(u):
                text, names["constant"] = text.replace(number_or_size(u), "constant"), u
        assert read_back(text, names) == pytest.approx(z[i]), text
        assert p.ops[i] == "index" or right_side(p, i).shape == p.shapes[i], "and the formula knows the shape"


@pytest.mark.parametrize("make", [a_network, lambda: ad.gradient_program(a_network())], ids=["network", "its gradient"])
@pytest.mark.parametrize("back", [True, False], ids=["adjoints", "tangents"])
def test_the_text_of_every_share_evaluates_to_what_the_step_adds(make, back):
    """``Wᵀ @ z̄`` is what the rule of the table did: run on letters it gives the text, run on arrays the array."""
    p = make()
    names = dict(zip(p.names, p.values(), strict=False))
    steps = reverse_sweep(p, first_output(p)) if back else tangent_sweep(p, first_input(p))
    crossed = [step for step in steps if step.source]
    assert len(crossed) > 20
    for step in crossed:
        i = p.index(step.source if back else step.target)
        text = share(p, i, step.slot, Letter("moved"), back).text
        assert read_back(text, names | {"moved": step.upstream}) == pytest.approx(added(step), abs=1e-12), text


def test_the_partial_of_an_array_operation_says_what_it_makes_of_an_adjoint():
    """A linear map has no number to show; the transpose in it is the lesson."""
    p = ad.trace(lambda w, x: ad.tanh(w @ x).sum(), w=W, x=X)
    assert [partial(p, 2, slot, Letter("v")).text for slot in (0, 1)] == ["outer(v, x)", "wᵀ @ v"]
    assert [partial(p, 2, slot, Letter("u"), back=False).text for slot in (0, 1)] == ["u @ x", "w @ u"]
    assert partial(p, 3, 0).text == "(1/cosh(z2)²)", "entry by entry there are slopes, as for numbers"
    assert partial(p, 4, 0, Letter("v")).text == "broadcast(v, 3)"
    assert share(p, 3, 0, Letter("v")).text == "v * (1/cosh(z2)²)"
    assert share(p, 3, 0, Letter("v")).latex == r"v \odot \frac{1}{\cosh^2(z_{2})}"


def test_where_numpy_stretches_the_adjoint_is_summed():
    """The bias of a batch is paid by every point in it; forgetting the sum is the commonest mistake in such code."""
    p = ad.trace(lambda x, b: x + b, x=np.ones((4, 3)), b=np.ones(3))
    assert [share(p, 2, slot, Letter("v")).text for slot in (0, 1)] == ["v·1", "v.sum(0)"]
    p = ad.trace(lambda x, c: x * c, x=np.ones((4, 3)), c=2.0)
    assert share(p, 2, 1, Letter("v")).text == "(v * x).sum()"


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (lambda a, x: a * x, "A * X"),
        (lambda a, x: 2 * a, "2A"),
        (lambda a, x: (a + x) @ x, "(A + X) @ X"),
        (lambda a, x: a @ x @ a, "(A @ X) @ A"),
        (lambda a, x: a @ (x @ a), "A @ (X @ A)"),
        (lambda a, x: (a @ x) * a, "(A @ X) * A"),
        (lambda a, x: (a - x).sum(), "(A − X).sum()"),
        (lambda a, x: (a @ x).T, "(A @ X)ᵀ"),
        (lambda a, x: (a * x) ** 2, "(A * X)²"),
        (lambda a, x: a - x @ a, "A − (X @ A)"),
        (lambda a, x: np.array([1.0, 2.0]) * a, "[1, 2] * A"),
        (lambda a, x: a + np.array([-1.0, 2.0]), "A + [−1, 2]"),
        (lambda a, x: a @ np.arange(40.0).reshape(2, 20), "A @ [2×20]"),
        (lambda a, x: a @ np.ones((2, 20)), "A @ (all 1)"),
        (lambda a, x: a[np.arange(30)], "A[[0, 1, 2, 3, 4, 5, 6, 7…]"),
    ],
)
def test_parentheses_stand_where_arrays_need_them(formula, text):
    """A dot between arrays would be read as a dot product; a long constant only says its size."""
    p = ad.trace(formula, a=np.zeros((30, 2)) if "A[" in text else np.ones((2, 2)), x=np.ones((2, 2)))
    letters = {"a": Letter("A", shape=p.shapes[0]), "x": Letter("X", shape=(2, 2))}

    def spelled(k):
        return letters[p.names[k]] if k < p.d else as_letter(right_side(p, k, spelled))

    assert right_side(p, len(p) - 1, spelled).text == text
