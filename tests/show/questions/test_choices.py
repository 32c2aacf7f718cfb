"""The right formula is among the choices, once, and no other one is right."""

import random

import pytest

import adlesson as ad
from adlesson.engine.samples.examples import ZOO
from adlesson.show.evaluation import arrows
from adlesson.show.questions.choices import choices
from adlesson.show.writing.formula import partial

ALL = [pytest.param(ad.trace(e.f, e.at), id=e.name) for e in ZOO.values()]


@pytest.mark.parametrize("program", ALL)
def test_the_right_partial_is_there_once(program):
    """With two or three others, all different, and not always in the same place."""
    for _, i, slot in arrows(program):
        found = choices(program, i, slot)
        assert found["choices"][found["right"]] == partial(program, i, slot).text
        assert 3 <= len(found["choices"]) <= 4 and len(set(found["choices"])) == len(found["choices"])


def value(text, **at):
    """Return the number of a choice at these inputs."""
    raised = {"²": "^2", "³": "^3", "·": "*", "−": "-", "2a": "2*a", "3a": "3*a", "2b": "2*b", "3b": "3*b"}
    for sign, plain in raised.items():
        text = text.replace(sign, plain)
    return ad.parse(text, **at)()


@pytest.mark.parametrize(
    ("f", "derivative"),
    [
        (lambda a: ad.exp(a), lambda a: ad.exp(a)),
        (lambda a: a**3, lambda a: 3 * a**2),
        (lambda a: ad.sin(a), lambda a: ad.cos(a)),
        (lambda a: ad.tanh(a), lambda a: 1 - ad.tanh(a) ** 2),
        (lambda a: 1 / a, lambda a: -1 / a**2),
        (lambda a: a + a, lambda a: 1),
    ],
)
def test_only_one_of_the_formulas_is_the_derivative(f, derivative):
    """Tried at random numbers, with the value of the function where the formula names it."""
    p = ad.trace(lambda a: {"b": f(a)}, a=0.4)
    found, pick = choices(p, 1, p.slots[1].index(0)), random.Random(4)
    fitting = set(range(len(found["choices"])))
    for _ in range(3):
        a = pick.uniform(0.2, 0.9)
        fitting &= {k for k, text in enumerate(found["choices"]) if abs(value(text, a=a, b=f(a)) - derivative(a)) < 1e-9}
    assert fitting == {found["right"]}


def test_a_formula_that_is_right_in_another_way_is_no_choice():
    """The result of relu is positive where its input is: [f > 0] would be as right as [x > 0]."""
    found = choices(ad.trace(lambda x: ad.relu(x), x=2.0), 1, 0)
    assert found["choices"][found["right"]] == "[x > 0]" and "[f > 0]" not in found["choices"]


def test_the_place_of_the_right_one_gives_nothing_away():
    """Over the zoo every place occurs."""
    places = {choices(p.values[0], i, slot)["right"] for p in ALL for _, i, slot in arrows(p.values[0])}
    assert places == {0, 1, 2, 3}
