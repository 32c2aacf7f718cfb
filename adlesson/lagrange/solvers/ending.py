"""How a method ended that knows it: a verdict, and the reason in a sentence.

A generator of moves that returns an ``Ending`` has found out that there is no solution, or none that has prices.
"""

from collections import namedtuple

import numpy as np

from ...engine.errors import listed, short

Ending = namedtuple("Ending", "kind why weights ray costs", defaults=(None, None, None))
Ending.__doc__ = """A verdict and a sentence: ``kind`` is infeasible, unbounded, not attained, no multipliers or undecided.

Where rows contradict each other, ``weights`` show it, by row.  Where the cost falls without end, it does along the ``ray``,
by input, and ``costs`` are what it comes to.
"""


def nowhere_finite(problem):
    """Return the sentence for a start outside the domain of the cost or of a constraint."""
    return (
        "the cost, a constraint or a slope has no finite value at the start: give a start where all have, "
        f"as in solve(..., start={{{short(problem.names[-1])}: ...}})"
    )


def unbounded(problem, ray, costs):
    """Return the ``Ending`` for a cost that falls without end along a ray."""
    ray = problem.split(ray / np.linalg.norm(ray))
    way = listed([f"{name} {short(np.round(part, 4), 30, str)}" for name, part in ray.items()], 6)
    falls = ", ".join(f"{problem.up * cost:.3g}" for cost in costs)
    return Ending(
        "unbounded",
        f"the cost has no {'least' if problem.up > 0 else 'largest'} value, as far as can be seen: along the ray {way} it "
        f"is {falls} at points ten times as far each, with all constraints in force; bound it",
        ray=ray,
        costs=[problem.up * cost for cost in costs],
    )


def no_multipliers(problem, here, prices):
    """Return the ``Ending`` for a point without prices: the slopes of the rows that bind cannot pay for that of the cost."""
    near = [name for name, row in zip(problem.row_names(), here.rows, strict=True) if abs(row) < 1e-3]
    dear = abs(prices).max(initial=0)
    return Ending(
        "no multipliers",
        f"nothing lower is near, and no prices exist: the slopes of {listed(near, 6)} vanish or depend on each other here, "
        f"so the constraint qualification fails; prices grow without end{f' (so far {dear:.1e})' if dear > 1 else ''}",
    )
