"""Newton's method on the conditions of Karush, Kuhn and Tucker (sequential quadratic programming).

With this module you can

- solve a problem with equations and inequalities, round by round (``newton``).

Each round solves the linear system of the conditions as they are here, for a step and for new prices at once (``active``),
and goes along the step as far as a merit falls (``line_search``).  Where a step leads to no minimum it goes along a negative
curvature (``aside``), where the rows contradict each other it goes back onto them, or says why it cannot (``restore``), and
where that is what it meets it says that there are no prices, or no least cost (``ending``).  Wilson (1963); Nocedal and
Wright (2006), chapter 18.
"""

import numpy as np

from ...engine.errors import InputError
from .active import paying, quadratic_step
from .aside import bent_down, way_down
from .bent import is_affine
from .ending import no_multipliers, nowhere_finite, unbounded
from .kkt import System
from .line_search import charge_for, first_order_fall, line_search
from .methods import Move
from .restore import anywhere, infeasible, serious, without_end

DEAR, REACH, LOW = 1e7, 10.0, 1e6  # prices; a first step, next to the unknowns; a cost, next to the first
FEASIBLE, SADDLE, CLEARLY = 1e-6, 1e-4, 1e-2  # what is broken; a step that may lead to a saddle; a fall of the cost
STALL, RESTORATIONS = 8, 5  # rounds in which no less is broken; ways back onto the constraints


def newton(problem, u, lam):
    """The active-set method: a guess which inequalities bind, one matrix, and the guess is mended until it fits."""
    return (yield from rounds(problem, Search(System(problem), u, lam)))


def rounds(problem, search):
    """Yield the move of each round of a search, and return how it ended."""
    if search.here is None:
        raise InputError(nowhere_finite(problem))
    ending = None
    while ending is None:
        ending = search.go_on()
        yield search.move()
    return ending


class Search:
    """Where Newton's method is: ``here``, the prices, which inequalities bind, and how far it trusts a step."""

    def __init__(self, system, u, lam):
        self.system, self.here = system, system.at(u)
        if self.here is None:
            return
        self.charge, self.reach, self.restorations, self.history = 1.0, REACH * (1 + np.linalg.norm(u)), 0, []
        self.low, self.wide = self.here.cost - LOW * (1 + abs(self.here.cost)), 10 * (1 + system.broken(self.here.rows))
        self.binding = [i for i in range(system.e, len(self.here.rows)) if self.here.rows[i] < 1e-8]
        if lam.any():
            self.begin(self.here, system.multipliers(lam))
        else:
            self.start_again(self.here)

    def move(self):
        """Return what is yielded."""
        return Move(self.here.u, self.system.multipliers(self.prices), self.system.spent())

    def start_again(self, point):
        """Go to a point, with the prices that leave the least slope there."""
        A = self.system.matrix(point.u, np.zeros(len(point.rows)))[1]  # noqa: N806
        self.begin(point, self.system.first_prices(point, A))

    def begin(self, point, prices):
        """Begin at a point with these prices."""
        self.here, self.prices = point, prices

    def adopt(self, prices):
        """Take prices that pay for the slope here."""
        self.prices = prices

    def go_on(self):
        """Do one round; return the ``Ending`` if this is one, else None."""
        system, here = self.system, self.here
        W, A = system.matrix(here.u, self.prices)  # noqa: N806
        step, length = self.descent_step(W, A)
        broken, left = system.broken(here.rows), system.broken(here.rows + A @ step.d)
        if step.least < 0 and length < SADDLE * (1 + abs(here.u).max()) and broken < SADDLE:
            rows = [*range(system.e), *step.binding]
            lower = way_down(system, here, bent_down(W, A[rows])[:1], held=step.binding)
            if lower:
                return self.start_again(lower)
        self.binding, self.charge = step.binding, min(charge_for(step.prices, self.charge), DEAR)
        there, part = line_search(system, here, step, A, self.charge, self.wide)
        self.history.append(broken)
        if there and left <= 0.9 * broken + 1e-9 and not self.stalls():
            return self.take(step, there, part, length)
        if broken > FEASIBLE and self.restorations < RESTORATIONS:
            return self.go_back()
        self.prices = step.prices  # nothing is lower that floats can tell
        return self.without_prices() if self.lost_rank(W, A) else None

    def descent_step(self, W, A):  # noqa: N803
        """Return a ``Step`` along which the merit falls to first order, which is tested, and its length."""
        system, here = self.system, self.here
        step = quadratic_step(W, here.slope, A, here.rows, system.e, self.binding, self.reach)
        system.work = system.work.plus(solves=step.solves)
        charge = charge_for(step.prices, self.charge)
        terms = abs(here.slope) @ abs(step.d) + charge * system.broken(here.rows)
        if first_order_fall(system, here, step, A, charge) > -1e-12 * terms and abs(step.d).max() > 1e-9:
            # the rows that bind hide a direction in which L is bent down: bend it up everywhere
            bent = W + max(0, 1e-3 - 1.1 * np.linalg.eigvalsh(W)[0]) * np.eye(len(W))
            step = quadratic_step(bent, here.slope, A, here.rows, system.e, self.binding, self.reach)._replace(
                least=step.least
            )
            system.work = system.work.plus(solves=step.solves)
        return step, np.linalg.norm(step.d)

    def take(self, step, there, part, length):
        """Take a ``part`` of a step; a whole one lets the next be longer, a shorter one is a warning."""
        system, here = self.system, self.here
        self.here, self.prices = there, step.prices
        largest = abs(step.prices).max(initial=0)
        if part < 1 or largest > DEAR:  # prices of a step not taken are no prices here
            A = system.matrix(there.u, self.prices)[1]  # noqa: N806
            self.prices = system.first_prices(there, A, self.binding, DEAR)
        if part < 1:
            self.reach = max(2 * part * length, 1e-8)
        elif length > self.reach / 2:
            self.reach = max(self.reach, 4 * length)
        return self.ends(there.u - here.u, largest)

    def ends(self, ray, largest=0.0):
        """Return the ``Ending`` if the cost falls without end along a ray, or if prices grow so, else None."""
        if self.falls(self.here):
            costs = without_end(self.system, self.here, ray)
            if costs:
                return unbounded(self.system.problem, ray, costs)
            self.low = 100 * self.here.cost
        dear = max(largest, abs(self.prices).max(initial=0)) > DEAR
        dear = dear and self.system.problem.own  # lines have prices, whatever the numbers
        return self.without_prices() if dear and self.system.broken(self.here.rows) < 1e-5 else None

    def falls(self, there):
        """Whether the cost has fallen so far that it may fall without end."""
        return there.cost < self.low and self.system.broken(there.rows) < 1e-4 * max(1, abs(there.u).max())

    def stalls(self):
        """Whether what is broken has got no less for some rounds."""
        best, late = self.history[:-STALL], self.history[-STALL:]
        return bool(best) and self.history[-1] > FEASIBLE and min(late) > 0.9 * min(best)

    def go_back(self):
        """Go back onto the constraints, or say that there are no such points near."""
        found, rest = anywhere(self.system, self.here)
        self.restorations, self.history = self.restorations + 1, []
        self.charge, self.reach = 1.0, REACH * (1 + np.linalg.norm(found.u))
        self.start_again(found)
        return infeasible(self.system, rest) if serious(rest) else None

    def lost_rank(self, W, A):  # noqa: N803
        """Whether the slopes of the rows that bind are as good as dependent: next to each other, or to how they change."""
        rows = self.here.rows
        near = [*range(self.system.e), *[i for i in range(self.system.e, len(rows)) if abs(rows[i]) < 1e-3]]
        if all(i < self.system.problem.m for i in near):  # slopes of lines are independent, always
            return False
        size, price = (
            np.linalg.svd(A[near], compute_uv=False),
            abs(self.system.first_prices(self.here, A, near, np.inf)).max(),
        )
        turn = abs(W).max() / price if price > 100 else 0.0
        return len(near) > A.shape[1] or size[-1] < 1e-2 * max(size[0], turn)

    def without_prices(self):
        """Say that there are no prices, unless there are, or something around is clearly lower."""
        problem, prices = self.system.problem, paying(self.system, self.here)
        if prices is not None:  # rows may depend on each other and prices exist
            return self.adopt(prices)
        if all(is_affine(problem, row) for row in problem.own):  # then they do, whatever the numbers say
            return None
        around = np.random.default_rng(0).normal(size=(4, len(self.here.u)))
        lower = way_down(self.system, self.here, around, CLEARLY, 6) if self.restorations < RESTORATIONS else None
        if lower is None:
            return no_multipliers(problem, self.here, self.prices)
        self.restorations, self.charge = self.restorations + 1, 1.0
        return self.start_again(lower)
