"""The Lagrangian in letters: what SymPy derives by its own rules, and what a page has room for."""

import re

import numpy as np
import pytest
import sympy

import adlesson as ad
from adlesson.show.writing.lagrangian_terms import Written


def lagrangian(f=ad.examples.running, sign=-1, **at):
    """Return the Lagrangian of the running example, or of another function."""
    return ad.Lagrangian(ad.trace(f, at or {"x": 0.25}), sign)


def as_sympy(text, names):
    """Return text of a formula as a SymPy expression, read by SymPy."""
    text = re.sub(r"(\d)([a-z])", r"\1*\2", text.replace("·", "*").replace("−", "-").replace("²", "**2"))
    return sympy.sympify(text, {name: sympy.Symbol(name) for name in names})


@pytest.mark.parametrize("sign", [-1, 1])
def test_the_equations_of_the_running_example_are_those_that_sympy_derives(sign):
    """Its own rules for derivatives, on an L written down here."""
    shown, names = Written(lagrangian(sign=sign)), "xabcdef"
    z = {name: sympy.Symbol(name) for name in names}
    lam = {name: sympy.Symbol(f"λ_{name}") for name in names}
    sides = ["x_in", "exp(x)", "a**2", "a + b", "exp(c)", "sin(c)", "d + e"]
    whole = z["f"] + sum(sign * lam[k] * (z[k] - sympy.sympify(s, z)) for k, s in zip(names, sides, strict=True))
    spelled = [*names, *map(str, lam.values()), "x_in"]
    for j, name in enumerate(names):
        left, right = (as_sympy(side, spelled) for side in shown.stationary(j).text.split(" = "))
        assert sympy.simplify(whole.diff(z[name]) - sign * (left - right)) == 0
        left, right = (as_sympy(side, spelled) for side in shown.feasible(j).text.split(" = "))
        assert sympy.simplify(whole.diff(lam[name]) - sign * (left - right)) == 0
    right = shown.sensitive(0).text.split(" = ")[1]
    assert whole.diff(sympy.Symbol("x_in")) == as_sympy(right, spelled)
    total = z["f"] + sum(sign * as_sympy(shown.term(i).text, spelled) for i in range(7))
    assert sympy.expand(total - whole) == 0


def test_the_slope_of_exp_is_a_function_of_the_parent():
    """Off the constraints a and exp(x) are two numbers: the table's rule reuses the output, the equation must not."""
    assert Written(lagrangian()).stationary(0).text == "λ_x = λ_a·exp(x)" != "λ_x = λ_a·a"


def test_a_variable_with_a_thousand_readers_has_a_short_equation():
    """A sum is cut, and three dots say so."""
    text = Written(lagrangian(lambda x: sum(x * x for _ in range(1000)), x=1)).stationary(0).text
    assert text.endswith("+ …")
    assert len(text) < 300


def test_arrays_are_inner_products_and_transposes():
    """By hand: the price of W is an outer product, that of x a transposed product, and the plus sign flips the seed."""
    W = np.array([[1.0, 2], [3, 4], [5, 6]])
    shown = Written(lagrangian(lambda W, x: ad.tanh(W @ x).sum(), sign=1, W=W, x=np.ones(2)))
    assert shown.term(2).text == "⟨λ_z2, z2 − (W @ x)⟩"
    assert [shown.stationary(j).text for j in (0, 1, 4)] == ["λ_W = outer(λ_z2, x)", "λ_x = Wᵀ @ λ_z2", "λ_f = −1"]
    assert shown.sensitive(0).text == "∂L/∂W_in = −λ_W"
