"""Is a constraint a straight line, or bent down everywhere?  Read off its program, not from samples.

With this module you can

- know that an output is affine in the free inputs (``is_affine``): the program of its gradient reads none of them;
- know that it is concave (``is_concave``): the program of its second derivatives reads none of them, and they are nowhere
  positive;
- know that a problem is convex (``is_convex``), so that what fulfils the conditions is a minimum.

A yes is a proof.  A no is none: log is concave, which this does not see.

>>> from ...engine.trace import trace
>>> from .problem import Problem
>>> p = trace(lambda x, y: {"cost": x, "h": 3 * x - y, "g": 1 - x * x}, x=0.0, y=0.0)
>>> problem = Problem(p, equal="h", at_least="g")
>>> [is_affine(problem, row) for row in problem.own], [is_concave(problem, row) for row in problem.own]
([True, False], [True, True])
"""

import numpy as np

from ...engine.ops import COMPARISONS
from ...engine.trace import trace
from ...engine.transforms.gradients import gradient_program
from ..constraints import inner
from ..statement import Row

STEPS = {"sign", "heaviside", "at_largest", *COMPARISONS}  # what the slope of a kink is made of, flat but for a jump


def is_affine(problem, row):
    """Whether a ``Row`` is, by its program, an affine function of the free inputs."""
    return not problem.program.guards and not reads(slope_program(problem, row)[0])


def is_concave(problem, row):
    """Whether a ``Row`` is, by its program, an affine function of the free inputs, or a quadratic one that is bent down."""
    if problem.program.guards:
        return False
    if is_affine(problem, row):
        return True
    if not is_quadratic(problem, row):
        return False
    u, none = problem.start()[0], np.zeros(problem.rows)
    W, first = problem.curvature(u, none)[0], problem.m + sum(other.size for other in problem.own[: problem.own.index(row)])  # noqa: N806
    for k in range(first, first + row.size):
        bend = W - problem.curvature(u, np.eye(problem.rows)[k])[0]
        if np.linalg.eigvalsh(bend).max() > 1e-12 * abs(bend).max():
            return False
    return True


def is_convex(problem):
    """Whether the cost is affine, or quadratic and bent up, equations are affine and inequalities concave.

    Then whatever fulfils the conditions is a least value of all (Nocedal and Wright 2006, theorem 12.6 and what follows).
    """
    if problem.cut or problem.program.guards or problem.up < 0:
        return False
    cost = Row("cost", problem.out, (), 1)
    flat = problem.out < 0 or is_affine(problem, cost)
    if not (flat or is_quadratic(problem, cost)):
        return False
    if not all(map(is_affine, [problem] * len(problem.equations), problem.equations)):
        return False
    if not all(map(is_concave, [problem] * len(problem.inequalities), problem.inequalities)):
        return False
    W = problem.curvature(problem.start()[0], np.zeros(problem.rows))[0]  # noqa: N806
    return flat or bool(np.linalg.eigvalsh(W).min() >= -1e-12 * abs(W).max())


def is_quadratic(problem, row):
    """Whether the program of the second derivatives of a ``Row`` reads no free input, and its slope does not jump."""
    q, at = slope_program(problem, row)
    if STEPS & {*q.ops}:
        return False

    def along(**given):  # the slope along a direction t, whose own slope is a column of second derivatives
        bars = q({name: given[name] for name in at})
        return sum(inner(given[f"t{name}"], bars[f"{name}_bar"]) for name in at if name != "w")

    ways = {f"t{name}": np.ones_like(u) if np.ndim(u) else 1.0 for name, u in at.items() if name != "w"}
    return not reads(gradient_program(trace(along, {**at, **ways}), only=[name for name in at if name != "w"]))


def slope_program(problem, row):
    """Return the gradient by the free inputs of a row times weights ``w``, as a program, and its example inputs."""
    p, u = problem.program, problem.start()[0]
    at = {f"u{i}": part for i, part in zip(problem.unknown, problem.split(u).values(), strict=True)}

    def priced(**given):
        here = p.start({})
        for i in range(len(p)):
            here[i] = (given.get(f"u{i}", here[i])) if i < p.d else p.value_of(i, here)
        return inner(given["w"], here[row.place])

    given = {**at, "w": np.ones(row.shape) if row.shape else 1.0}
    return gradient_program(trace(priced, given), only=list(at)), given


def reads(q):
    """Whether a gradient reads an input ``u0``, ``u1`` ..."""
    moved = [name.startswith("u") for name in q.inputs]
    for i in range(q.d, len(q)):
        moved.append(any(moved[k] for _, k in q.edges(i)))
    return any(moved[i] for i in q.output_slots[1:] if i >= 0)
