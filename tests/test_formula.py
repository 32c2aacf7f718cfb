"""Formulas are the table's rules run on letters; numbers are as long as they deserve."""

import math
from fractions import Fraction

import pytest
import sympy

import adlesson as ad
from adlesson.engine.ops import OPS
from adlesson.show.formula import Letter, as_letter, mathml, partial, right_side
from adlesson.show.numerals import number, number_latex

ALL = list(ad.examples.ZOO.values())


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


def test_mathml_needs_nothing_from_the_network():
    """Browsers draw it themselves."""
    text = mathml(r"\bar{a} \leftarrow \bar{a} + \bar{b} \cdot \frac{\partial b}{\partial a}")
    assert text.startswith("<math") and "<mfrac>" in text and "http" not in text


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
