"""What is reached only infinitely far away: a least cost, or a point where the constraints hold.

With this module you can

- be told so where a run has not come to rest (``far_away``): 1 / x with x >= 0.1 has no least value, and exp(x) = 0 no
  solution, though both come as near as one likes.

What is seen is a ray, or a way, and what happens along it: that is no proof, and the sentence says so.
"""

from itertools import pairwise

import numpy as np

from ...engine.errors import LessonError, listed, short
from .ending import Ending, unbounded
from .kkt import BINDS, System
from .restore import restored

STEPS, DECADES = 8, (1.0, 10.0, 100.0, 1e3, 1e4)  # of Newton's method; of a ray, next to the size of the unknowns
PARTS = [0.01, 0.03, 0.1, 0.3, *(part * far for far in DECADES for part in (1, 3))]  # where it is looked at
SHRINKS, NEARLY = 0.9, 1e-4  # steps that do, next to the first; what is broken by so little, next to the unknowns

RISES = 1e-9  # by no more than rounding does, next to the cost
CLEARLY = 1e-3  # next to the cost: by so much it falls each time one goes e times as far


def far_away(run):
    """Return the ``Ending`` for a run that goes on and on towards what it never meets, or None."""
    problem, (u, _) = run.problem, run.here
    system, found = System(problem), None
    if len(run.iterates) < 2 or not run.iterates[-1].x:
        return None
    try:
        with np.errstate(all="ignore"):
            here = system.at(problem.on_constraints(u))
            found = here and without_a_root(system, here)
            came, half_way, before = (
                system.at(problem.on_constraints(problem.flat({**iterate.z, **iterate.x})))
                for iterate in (run.iterates[0], run.iterates[len(run.iterates) // 2], run.iterates[-2])
            )
            for start, end in ((before, here), (came, here), (came, half_way)):  # farther on there may be no slope left
                found = found or (end and not_attained(system, start, end))
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
    """Return the ``Ending`` for a cost that falls along a ray for ever, with a bound or without; else None.

    The slope tells, which does not end where a change of the cost is lost in rounding: times the distance it goes to 0, as
    for 1 / x, or it does not, as for -log(x).  On a plateau it is 0, and the value is attained.
    """
    if before is None or not np.linalg.norm(point.u - before.u) > 0:
        return None
    way, falls, costs = point.u - before.u, [], []
    way = way / np.linalg.norm(way) * (1 + np.linalg.norm(point.u))
    for far in (0.0, *PARTS):
        there = system.at(system.problem.on_constraints(point.u + far * way))
        there, rest = restored(system, there) if there and far else (there, None)
        if there is None or rest or np.linalg.norm(there.u) < far * np.linalg.norm(way) / 4:
            return None
        falls.append((1 + far) * falling(system, there, way))
        costs += [there.cost] * (far in DECADES)
    late = falls[1 + PARTS.index(DECADES[1]) :: 2]
    if not falls[0] > 0 or min(falls) < 0:
        return None
    if any(after - before > RISES * (1 + abs(before)) for before, after in pairwise(costs)):
        return None  # back on the constraints one may be elsewhere than the slope says
    if late[-1] > CLEARLY * (1 + abs(costs[0])) and all(after >= SHRINKS * before for before, after in pairwise(late)):
        return unbounded(system.problem, way, costs)
    if any(after > before / 2 for before, after in pairwise(late)):
        return None
    problem, ray = system.problem, system.problem.split(way / np.linalg.norm(way))
    told = listed([f"{name} {short(np.round(part, 4), 30, str)}" for name, part in ray.items()], 6)
    costs = [problem.up * cost for cost in costs]
    return Ending(
        "not attained",
        f"the cost comes nearer and nearer to {costs[-1]:.3g} and gets there nowhere, as far as can be seen: along the ray "
        f"{told} it is {', '.join(f'{cost:.3g}' for cost in costs)} at points ten times as far each; bound the inputs",
        ray=ray,
        costs=costs,
    )


def falling(system, point, way):
    """Return how fast the cost falls along a way, bent so that no row which binds changes."""
    _, A = system.matrix(point.u, np.zeros(len(point.rows)))  # noqa: N806
    binds = np.append(np.full(system.e, True), point.rows[system.e :] <= BINDS * (1 + abs(point.u).max()))
    return -point.slope @ (way - np.linalg.lstsq(A[binds], A[binds] @ way, rcond=None)[0] if binds.any() else way)
