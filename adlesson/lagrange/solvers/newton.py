"""Newton's method on the conditions of Karush, Kuhn and Tucker (sequential quadratic programming).

With this module you can

- solve a problem with equations and inequalities, round by round (``newton``).

Each round solves the linear system of the conditions as they are here, for a step and for new prices at once; goes along the
step as far as a merit falls; and, where the step leads to no minimum, leaves along a negative curvature.  Wilson (1963); the
merit of Han (1977) and Powell (1978); the second-order correction against Maratos's effect (1978).
"""

import numpy as np

from .active import quadratic_step
from .aside import bent_down, way_down
from .ending import Ending
from .kkt import System
from .methods import Move
from .restore import infeasible, restored

ARMIJO, SHORTEST, DEAR, LOW, REACH = 1e-4, 1e-10, 1e8, 1e6, 10.0
FEASIBLE, SADDLE = 1e-6, 1e-4


def newton(problem, u, lam):
    """The active-set method: a guess which inequalities bind, one matrix, and the guess is mended until it fits."""
    system = System(problem)
    here = system.at(u)
    if here is None:
        return Ending("undecided", "cost, slopes or constraints are not finite at the start: start where they are")
    W, A = system.matrix(u, 0 * lam)
    prices = system.multipliers(lam) if lam.any() else system.first_prices(here, A)
    binding = [i for i in range(system.e, len(here.rows)) if here.rows[i] < 1e-8]
    reach = REACH * (1 + np.linalg.norm(u))
    charge, low, restorations = 1.0, here.cost - LOW * (1 + abs(here.cost)), 0
    while True:
        W, A = system.matrix(here.u, prices)
        step = descent_step(system, here, W, A, binding, charge, reach)
        binding, length = step.binding, np.linalg.norm(step.d)
        broken, left = system.broken(here.rows), system.broken(here.rows + A @ step.d)
        if step.least < 0 and length < SADDLE * (1 + abs(here.u).max()) and broken < SADDLE:
            found = way_down(system, here, bent_down(W, A[[*range(system.e), *binding]])[:1])
            if found:
                here = found
                prices = system.first_prices(here, system.matrix(here.u, 0 * prices)[1])
                yield Move(here.u, system.multipliers(prices), system.spent())
                continue
        charge = charge_for(step.prices, charge)
        there, t = line_search(system, here, step, A, charge)
        import os
        if os.environ.get("LOG"): print(f"  t {t:.3g} charge {charge:.3g} cost {here.cost:.6g} broken {broken:.2e} d {length:.2e} least {step.least:.2e} u {here.u.round(4)} y {step.prices.round(3)}")
        if there and left <= 0.9 * broken + 1e-9:
            low = falling(system, here, there, low)
            if low is None:
                yield Move(there.u, system.multipliers(step.prices), system.spent())
                return unbounded(system, there, there.u - here.u)
            here, prices = there, step.prices
            if t < 1:
                reach = max(2 * t * length, 1e-8)
                prices = system.first_prices(here, system.matrix(here.u, prices)[1], binding, DEAR)
            elif length > reach / 2:
                reach = max(reach, 4 * length)
        elif broken > FEASIBLE and restorations < 5:
            here, rest = restored(system, here)
            restorations += 1
            if rest and np.linalg.norm(rest.weights) > FEASIBLE:
                yield Move(here.u, system.multipliers(prices), system.spent())
                return infeasible(system, rest)
            prices = system.first_prices(here, system.matrix(here.u, 0 * prices)[1])
            charge = 1.0
        elif lost_rank(system, here, W, A):
            yield Move(here.u, system.multipliers(prices), system.spent())
            return no_multipliers(system, here)
        else:
            prices = step.prices  # nothing is lower that floats can tell
        if charge > DEAR and system.broken(here.rows) < 1e-5:
            yield Move(here.u, system.multipliers(prices), system.spent())
            return no_multipliers(system, here)
        yield Move(here.u, system.multipliers(prices), system.spent())


def falling(system, here, there, low):
    """Return a cost that only a fall without end would reach: ``low``, or a lower one; None if that is what this is."""
    if there.cost >= low or system.broken(there.rows) > 1e-4 * max(1, abs(there.u).max()):
        return low
    ray, costs = there.u - here.u, [there.cost]
    for k in range(1, 4):
        ahead = system.at(there.u + 10**k * ray)
        if ahead is None:
            return 100 * there.cost
        ahead, rest = restored(system, ahead)
        if rest or ahead.cost > costs[-1] - 2 * abs(costs[-1]):
            return 100 * there.cost
        costs.append(ahead.cost)
    return None


def descent_step(system, here, W, A, binding, charge, reach):  # noqa: N803
    """Return a ``Step`` along which the merit falls to first order: tested, not assumed."""
    step = quadratic_step(W, here.slope, A, here.rows, system.e, binding, reach)
    system.work = system.work.plus(solves=step.solves)
    charge = charge_for(step.prices, charge)
    terms = abs(here.slope) @ abs(step.d) + charge * system.broken(here.rows)
    if fall_of(system, here, step, A, charge) > -1e-12 * terms and abs(step.d).max() > 1e-9:
        # the rows that bind hide a direction in which the cost is bent down: bend it up everywhere
        bent = W + max(0, 1e-3 - 1.1 * np.linalg.eigvalsh(W)[0]) * np.eye(len(W))
        step = quadratic_step(bent, here.slope, A, here.rows, system.e, binding, reach)._replace(least=step.least)
        system.work = system.work.plus(solves=step.solves)
    return step


def charge_for(prices, charge):
    dear = 1.5 * abs(prices).max(initial=0) + 1e-3
    return max(dear, (charge + dear) / 2)


def fall_of(system, here, step, A, charge):
    return here.slope @ step.d - charge * (system.broken(here.rows) - system.broken(here.rows + A @ step.d))


def line_search(system, here, step, A, charge):
    """Return ``(point, t)``: how far along the step the merit, cost + charge * what is broken, falls enough."""
    merit = lambda point: point.cost + charge * system.broken(point.rows)
    now, fall, t = merit(here), min(fall_of(system, here, step, A, charge), 0), 1.0
    noise = 1e-14 * (abs(here.cost) + charge * system.broken(here.rows))
    while t > SHORTEST:
        there = system.at(here.u + t * step.d)
        if there and merit(there) <= now + ARMIJO * t * fall + noise:
            return there, t
        if there and t == 1:
            rows = [*range(system.e), *step.binding]
            if rows:
                fix = np.linalg.lstsq(A[rows], -there.rows[rows], rcond=1e-12)[0]
                bent = system.at(there.u + fix)
                if bent and merit(bent) <= now + ARMIJO * fall + noise:
                    return bent, t
        t /= 2
    return None, 0.0


def lost_rank(system, here, W, A):
    """Whether the slopes of the rows that bind are as good as dependent: next to each other, or to how they change."""
    near = [*range(system.e), *[i for i in range(system.e, len(here.rows)) if abs(here.rows[i]) < 1e-3]]
    if not near:
        return False
    size, price = np.linalg.svd(A[near], compute_uv=False), abs(system.first_prices(here, A, near, np.inf)).max()
    turn = abs(W).max() / price if price > 100 else 0.0
    return len(near) > A.shape[1] or size[-1] < 1e-2 * max(size[0], turn)


def no_multipliers(system, here):
    return Ending("no multipliers", "no multipliers")


def unbounded(system, here, ray):
    return Ending("unbounded", "unbounded")
