"""The wrong numbers of single steps, worked out on paper."""

from fractions import Fraction

import pytest

import adlesson as ad
from adlesson.engine.mistakes.steps import edge_slips, seed_slips, swept_slips, value_slips
from adlesson.engine.mistakes.table import EVERYWHERE, MISTAKES, slips
from adlesson.engine.samples.examples import ZOO
from adlesson.engine.sweeps import reverse_sweep, seeds, tangent_sweep


def last_edge(program):
    """Return the slips at the last step of the reverse sweep, as a dict."""
    *_, step = reverse_sweep(program)
    return dict(edge_slips(program, program.values(), step, step.after))


def test_every_mistake_of_a_whole_sweep_is_one_of_a_step_too():
    """And each name that can be met says something."""
    assert {mistake.name for mistake in MISTAKES} <= slips().keys()
    assert {mistake.name + EVERYWHERE for mistake in MISTAKES} <= slips().keys()


def test_the_slips_of_one_edge_are_those_of_the_learner_in_front_of_it():
    """z = x y + x at (2, 5): x has 1 from the sum and gets 5 from the product, exactly."""
    p = ad.trace(lambda x, y: x + x * y, x=Fraction(2), y=Fraction(5))
    steps = [step for step in reverse_sweep(p) if step.target == "x"]
    assert [(step.before, step.after) for step in steps] == [(0, 1), (1, 6)]
    found = dict(edge_slips(p, p.values(), steps[1], 6))
    assert found["overwrote"] == 5 and found["first path only"] == 1
    assert found["forgot the partial"] == 2 and found["swapped factors"] == 3
    assert found["value for slope"] == 11 and found["subtracted"] == -4
    assert found["wrong sign"] == -6 and found["value for adjoint"] == 2
    assert (found["partial alone"], found["upstream alone"]) == (5, 1)
    first = dict(edge_slips(p, p.values(), steps[0], 6))
    assert first["final already"] == 6 and "partial alone" not in first
    assert first["overwrote"] == first["first path only"] == 1, "of a first share there is nothing to forget"


def test_a_tangent_step_has_its_own_slips():
    """The share comes from the argument: x moves x y at speed 3."""
    p = ad.trace(lambda x, y: x * y, x=2, y=5)
    steps = [step for step in tangent_sweep(p, {"x": 3, "y": 7}) if step.kind == "tangent"]
    found = dict(edge_slips(p, p.values(), steps[1], 29))
    assert (steps[1].before, steps[1].after) == (15, 29)
    assert found["overwrote"] == 14 and found["first path only"] == 15 and found["forgot the upstream factor"] == 17


@pytest.mark.parametrize("name", ["running", "order_matters", "polar", "kinks"])
def test_a_sweep_gone_wrong_has_one_row_for_every_edge(name):
    """So that the rows stand beside the steps of the right sweep."""
    p = ad.trace(ZOO[name].f, ZOO[name].at)
    rows = swept_slips(p, p.values(), seeds(p, 1))
    assert len(rows) == sum(step.kind == "reverse" for step in reverse_sweep(p))
    assert all(len(row) == len(MISTAKES) for row in rows)


def test_overwriting_all_along_is_followed_to_the_end():
    """x * x * x at 2, last factor first: 4, then 4 through the product's first slot, 4 through its second."""
    p = ad.trace(lambda x: x * x * x, x=2)
    found = [dict(row)["overwrote" + EVERYWHERE] for row in swept_slips(p, p.values(), seeds(p, 1))]
    assert found == [2, 4, 4, 4]


def test_a_slip_without_a_number_is_left_out():
    """A logarithm to the base 10 of a negative number; a power of ten beyond all floats."""
    p = ad.parse("log(x)", x=-2.0)
    assert "base ten" not in dict(value_slips(p, p.values(), 1))
    p = ad.parse("exp(x)", x=400.0)
    assert "base ten" not in dict(value_slips(p, p.values(), 1))
    assert dict(value_slips(p, p.values(), 1))["what it reads"] == 400


def test_the_seed_is_not_the_value():
    """Nor 0."""
    assert dict(seed_slips([3, 9], 1)) == {"value for adjoint": 9, "nothing yet": 0, "wrong sign": -1}


def test_a_pole_inside_a_wrong_rule_does_not_stop_the_others():
    """1 / log(1) is infinite: that slip has no number to compare, all others have."""
    found = last_edge(ad.trace(lambda x: ad.log(x) * 3, x=1.0))
    assert found["forgot the upstream factor"] == 1 and found["forgot the partial"] == 3


def test_exchanged_partials_of_a_quotient_are_not_explained_as_those_of_a_product_alone():
    """x/y at (3, 2): whoever gives x the partial by y is told of quotients, too."""
    p = ad.trace(lambda x, y: x / y, x=Fraction(3), y=Fraction(2))
    step = next(step for step in reverse_sweep(p) if step.target == "x")
    assert dict(edge_slips(p, p.values(), step, step.after))["swapped factors"] == Fraction(-3, 4)
    assert slips()["swapped factors"].says == "In {line}, {exchanged}."  # which the question fills in
    assert "of a quotient" in slips()["swapped factors" + EVERYWHERE].says
