"""Straight lines and what is bent down, read off a program: a yes is a proof."""

import numpy as np
import pytest

import adlesson as ad
from adlesson.lagrange.solvers.bent import is_affine, is_concave, is_convex

ROWS = {  # a constraint of x and y, and whether it is affine, and concave
    "a line": (lambda x, y: 3 * x - y + 1, True, True),
    "bent down": (lambda x, y: 1 - x * x - 2 * y * y + x * y, False, True),
    "bent down one way, flat the other": (lambda x, y: y - (x - y) ** 2, False, True),
    "bent up": (lambda x, y: x * x + y * y - 1, False, False),
    "a saddle": (lambda x, y: x * y, False, False),
    "of the third degree": (lambda x, y: -x * x * x, False, False),
    "a kink": (lambda x, y: 1 - abs(x), False, False),
}


def posed(**outputs):
    """Return the problem with these constraints, each at least 0, and a cost that is bent up."""
    outputs = {"cost": lambda x, y: x * x + y * y, **outputs}
    p = ad.trace(lambda x, y: {name: f(x, y) for name, f in outputs.items()}, x=0.3, y=0.4)
    return ad.solvers.Problem(p, cost="cost", at_least=[*outputs][1:])


@pytest.mark.parametrize("name", ROWS)
def test_a_constraint_is_what_its_second_derivatives_say(name):
    """And with it the problem is convex where the constraint is concave."""
    f, affine, concave = ROWS[name]
    problem = posed(g=f)
    (row,) = problem.own
    assert (is_affine(problem, row), is_concave(problem, row), is_convex(problem)) == (affine, concave, concave)


def test_each_constraint_is_asked_for_itself():
    """Whatever stands before or behind it."""
    names = ("a line", "bent up", "bent down", "a saddle")
    problem = posed(**{f"g{k}": ROWS[name][0] for k, name in enumerate(names)})
    assert [is_concave(problem, row) for row in problem.own] == [True, False, True, False]
    assert not is_convex(problem)


@pytest.mark.parametrize("bends", [(-1, -2), (-1, 2), (1, -2)])
def test_a_list_of_constraints_is_concave_if_all_entries_are(bends):
    """Behind another constraint, whose rows are others."""
    p = ad.trace(lambda x: {"cost": (x * x).sum(), "h": x.sum(), "g": np.array(bends) * x * x + 1}, x=np.array([0.2, 0.3]))
    problem = ad.solvers.Problem(p, cost="cost", equal="h", at_least="g")
    assert is_concave(problem, problem.own[1]) == (max(bends) < 0)
