"""The zoo: every gradient in it was derived by hand, and hands make mistakes."""

import inspect
from fractions import Fraction

import pytest
from oracles import EXACT, as_sympy, flatten, sympy_gradient

import adlesson as ad
from adlesson.engine.samples.examples import ZOO, Example

EXAMPLES = [pytest.param(example, id=name) for name, example in ZOO.items()]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_hand_derived_gradient_is_sympys(example):
    """The oracle of other tests, itself checked by something that is neither a hand nor a sweep."""
    by_hand = flatten(example.gradient(**example.at))
    assert by_hand == pytest.approx([float(u) for u in sympy_gradient(example.f, example.at)], rel=1e-12, abs=1e-14)


@pytest.mark.parametrize("name", EXACT)
def test_the_hand_derived_gradient_is_sympys_exactly_where_it_is_rational(name):
    """At other inputs than its own, and with nothing to round."""
    by_hand = flatten(ZOO[name].gradient(**EXACT[name]))
    assert [as_sympy(Fraction(u)) for u in by_hand] == sympy_gradient(ZOO[name].f, EXACT[name])


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_can_be_shown_to_a_learner(example):
    """Each has a sentence, a source, inputs for exactly its parameters, and survives being traced and drawn as text."""
    assert isinstance(example, Example)
    assert example.f.__name__ == example.name
    assert example.f.__doc__.startswith("Return ")
    assert example.source
    assert list(inspect.signature(example.f).parameters) == list(example.at)
    assert list(example.gradient(**example.at)) == list(example.at)
    program = ad.trace(example.f, example.at)
    assert program() == example.f(**example.at)
    assert program.title == example.name
    assert repr(program).endswith("return " + program.outputs[0])


def test_the_zoo_has_the_animals_the_lesson_speaks_of():
    """Notebooks look them up by name."""
    assert {"running", "baydin", "square", "order_matters", "speelpenning", "logistic_map", "lagrangeprop"} <= set(ZOO)
    assert {"branch", "kinks", "idle", "tower", "quotient", "neuron", "polar"} <= set(ZOO)
    assert ad.examples.ZOO is ZOO
    assert ad.examples.running is ZOO["running"].f


def test_both_sides_of_the_branch_have_their_gradient():
    """The example stands at a negative number; the other branch must not be left unchecked."""
    branch = ZOO["branch"]
    for x in (Fraction(5, 2), Fraction(-5, 2)):
        assert ad.grad(branch.f, x=x) == branch.gradient(x=x)
    assert branch.gradient(x=2) != branch.gradient(x=-2)


def test_the_logistic_map_grows_as_the_table_of_baydin_says():
    """l_4 is a polynomial of degree 8, and its derivative at 0 is 4**3."""
    assert ad.grad(ZOO["logistic_map"].f, x=Fraction(0)) == {"x": 64}
    assert ad.grad(ZOO["logistic_map"].f, x=Fraction(1, 2)) == {"x": 0}
