"""What is reached only infinitely far away: a least cost, or a point where the constraints hold.

With this module you can

- be told so where a run has not come to rest (``far_away``): 1 / x with x >= 0.1 has no least value, and exp(x) = 0 no
  solution, though both come as near as one likes.

What is seen is a ray, or a way, and what happens along it: that is no proof, and the sentence says so.
"""

from itertools import pairwise

import numpy as np

from ...engine.errors import LessonError, listed, short
from .ending import Ending
from .kkt import System
from .restore import restored

DECADES, STEPS = 5, 8  # of a ray; of Newton's method
SHRINKS, NEARLY = 0.9, 1e-4  # steps that do, next to the first; what is broken by so little, next to the unknowns


def far_away(run):
    """Return the ``Ending`` for a run that goes on and on towards what it never meets, or None."""
    problem, (u, _) = run.problem, run.here
    system, found = System(problem), None
    if len(run.iterates) < 2 or not run.iterates[-1].x:
        return None
    try:
        here = system.at(problem.on_constraints(u))
        found = here and without_a_root(system, here)
        for before in (run.iterates[-2], run.iterates[0]):
            came = system.at(problem.on_constraints(problem.flat({**before.z, **before.x})))
            found = found or (here and not_attained(system, came, here))
    except (LessonError, ArithmeticError, np.linalg.LinAlgError):
        pass  # far away something has no value
    run.move_on(system.spent())
    return found


def without_a_root(system, point):
    """Return the ``Ending`` for rows that become ever smaller along Newton's steps, and the steps no shorter; else None.

    Near a root the steps shrink, also where it is a double one; for exp(x) = 0 each goes on by 1.
    """
    sizes, broken = [], [abs(system.problem.missing(point.rows)).max(initial=0)]
    for _ in range(STEPS):
        if not 0 < broken[-1] < NEARLY * (1 + abs(point.u).max()):
            return None
        c = system.problem.missing(point.rows)
        A = system.matrix(point.u, np.zeros(len(c)))[1]  # noqa: N806
        step = np.linalg.lstsq(A[c != 0], -c[c != 0], rcond=None)[0]
        point = system.at(point.u + step)
        if point is None:
            return None
        sizes.append(np.linalg.norm(step))
        broken.append(abs(system.problem.missing(point.rows)).max())
    if sizes[-1] < SHRINKS * sizes[0] or not all(after < before for before, after in pairwise(broken)):
        return None
    names = [name for name, c in zip(system.problem.row_names(), system.problem.missing(point.rows), strict=True) if c]
    return Ending(
        "infeasible",
        f"{listed(names, 6)} comes as near to 0 as one likes and is 0 nowhere, as far as can be seen: what is broken is "
        f"{broken[0]:.2g}, and after {STEPS} steps of Newton's method {broken[-1]:.2g}, each as long as the first",
    )


def not_attained(system, before, point):
    """Return the ``Ending`` for a cost that falls along a ray for ever, from point to point by less and less; else None."""
    if before is None or not np.linalg.norm(point.u - before.u) > 0:
        return None
    way, costs = point.u - before.u, [before.cost, point.cost]
    way = way / np.linalg.norm(way) * (1 + np.linalg.norm(point.u))
    for k in range(DECADES):
        ahead = system.at(system.problem.on_constraints(point.u + 10.0**k * way))
        ahead, rest = restored(system, ahead) if ahead else (None, None)
        if ahead is None or rest or np.linalg.norm(ahead.u) < 10.0**k * np.linalg.norm(way) / 4:
            return None
        costs.append(ahead.cost)
    falls = -np.diff(costs)  # those from 10 to 100 times as far on are to shrink
    if falls[0] <= 0 or (falls < 0).any() or (falls[3:] > falls[2:-1] / 2).any():
        return None
    problem = system.problem
    ray = problem.split(way / np.linalg.norm(way))
    told = listed([f"{name} {short(np.round(part, 4), 30, str)}" for name, part in ray.items()], 6)
    falls = ", ".join(f"{problem.up * cost:.3g}" for cost in costs[2:])
    return Ending(
        "not attained",
        f"the cost comes nearer and nearer to {problem.up * costs[-1]:.3g} and gets there nowhere, as far as can be seen: "
        f"along the ray {told} it is {falls} at points ten times as far each; bound the inputs",
        ray=ray,
        costs=[problem.up * cost for cost in costs[1:]],
    )
