"""Optimal control: layers as time steps, each with a control of its own, and the controls that cost least.

With this module you can

- find them (``optimal``);
- steer by controls of your own, and get the slope by each (``steer``), from one Hamiltonian (``hamiltonian``).

Where the steps are linear and the costs are squares, the KKT system of all steps is linear, and elimination from the last
step to the first solves it: Riccati's recursion (Kalman 1960).  Elsewhere that is one step of Newton's method on the slopes
by the controls, and it is repeated along the new path (Mayne 1966; Pantoja 1988).  Each step has to lower J; where the
pivots are not all bent up, the curvature of the steps is left out, or the pivots are eased until they are; and from a
maximum or a saddle it goes on down.

>>> from fractions import Fraction
>>> half = Fraction(1, 2)
>>> best = optimal(lambda x, u: x + u, lambda x, u: half * (x * x + u * u), lambda x: half * x * x, x=5, steps=2)
>>> best.u, best.x, best.costates, best.cost
([Fraction(-3, 1), Fraction(-1, 1)], [5, Fraction(2, 1), Fraction(1, 1)], [Fraction(3, 1), Fraction(1, 1)], Fraction(20, 1))
>>> best
a minimum by Riccati's recursion, J = 20
"""

from numbers import Rational

import numpy as np

from ...engine.errors import InputError, LessonError, NumberError, short
from ...engine.fence import fence
from ...engine.numbers.arithmetic import as_float
from ...engine.trace import trace
from ..constraints import in_floats, is_finite
from ..going_round import Bar, interrupted
from .riccati import answers, flat, is_quadratic, shaped, stages, vector
from .steering import Hamiltonians, checked_final, hamiltonian, no_nan, steer, steered, zero

__all__ = ["Optimal", "hamiltonian", "optimal", "steer"]

MOST, LARGE = 200, 1e10  # rounds of Newton's method; times what J was, by which it has fallen if it falls without end
MOST_STEPS = 20_000  # of time: some seconds for each round
FLAT, NUDGE = 1e-9, 1e-7  # of the terms that cancel in a slope; of those in a pivot
ROUNDING = 16 * np.finfo(float).eps  # of the terms of J
LENGTHS = [1, *(0.5**k for k in range(1, 40))]  # a whole one first, which leaves fractions what they are


class Optimal:
    """What ``optimal`` found.

    States ``x[0..N]``, controls ``u[0..N-1]`` and ``costates[0..N-1]``, the multipliers, ``costates[t]`` being the price of
    the equation for ``x[t + 1]``; the ``cost`` J; what ``kind`` of point it is, ``"minimum"``, ``"saddle"``, ``"maximum"``,
    ``"undecided"`` or ``"unbounded"``; whether it ``converged``, and if not, ``why``.  ``method`` and ``rounds`` say what it
    took; ``path`` has the slopes as well.
    """

    def __init__(self, path, kind, method, rounds, why=""):
        self.path, self.kind, self.method, self.rounds, self.why = path, kind, method, rounds, why
        self.x, self.u, self.costates, self.cost = path.x, path.u, path.p, path.J

    @property
    def converged(self):
        """Whether J is flat by all controls here."""
        return not self.why

    def __repr__(self):
        what = {"minimum": "a minimum", "saddle": "a saddle", "maximum": "a maximum"}.get(self.kind, self.kind)
        how = f"{what} by {self.method}" if self.converged else f"not converged ({self.kind}): {self.why}"
        return f"{how}, J = {self.cost if isinstance(self.cost, Rational) else f'{as_float(self.cost):.8g}'}"


@in_floats()
def optimal(f, cost, final, x, steps, u=0):
    """Return the ``Optimal`` controls of ``steps`` steps x <- f(x, u) from ``x``, to pay cost(x, u) at each, and final(x).

    ``f`` and ``cost`` may ask for the number of the step as a third argument; ``cost`` may be None.  States and controls are
    numbers, lists of numbers or arrays; ``u`` is the control that every step starts with, and says what form controls have.
    If the problem is linear-quadratic, and all its numbers are whole numbers or fractions, so are all results.
    Interrupting it (the stop button, Ctrl-C) stops all, and keeps the ``Optimal`` of the rounds before as ``optimal.kept``.
    """
    checked_final(final)
    if type(steps) is not int or steps < 1:
        raise InputError(f"the number of steps is a whole number of at least 1, not {short(steps)}")
    fence("the path", steps, MOST_STEPS, "optimal takes", "take longer steps, or steer it in pieces", "steps")
    for name, given in (("x", x), ("u", u)):
        no_nan(given, name)
    try:
        search = Search(Hamiltonians(f, cost), final, x, u, steps)
    except LessonError:
        if one_for_each(f, cost, x, u, steps):
            raise InputError(
                f"u is one control, with which every step starts, and here is a list of {steps}: give u={short(u[0], 20)}; "
                "steer goes by a list of them"
            ) from None
        raise
    with Bar("optimal", MOST) as bar:
        try:
            return search.solved(bar)
        except KeyboardInterrupt:
            why = f"interrupted in round {search.rounds + 1}"
            run = search.result("undecided", why)
            raise interrupted(optimal, run, f"the search was {why}", "adlesson.control.optimal") from None


optimal.kept = None  # the Optimal that was interrupted last


def one_for_each(f, cost, x, u, steps):
    """Whether ``u`` is a list with a control for each step: its first entry is a control, and it is none itself."""
    if not hasattr(u, "__len__") or len(u) != steps:
        return False
    try:
        hamiltonian(f, x, u[0], cost)
    except LessonError:
        return False
    return True


class Search:
    """Newton's method on all controls; each of its steps is one elimination over the steps of time."""

    def __init__(self, hamiltonians, final, x, u, count):
        self.steps, self.final, self.count, self.rounds, self.ease = hamiltonians, final, count, 0, 0.0
        self.largest = 0.0  # second slope on the way
        programs = [self.steps.at(t, x, u) for t in range(count if self.steps.times else 1)]
        self.linear = all(map(is_quadratic, [trace(lambda x: final(x), x=x), *programs]))
        if not self.linear:  # Newton's method does not end, and fractions would grow
            x, u = (shaped([as_float(w) for w in flat(given)], given) for given in (x, u))
        self.here = steered(self.steps, final, x, lambda t, _: u, count)
        if not is_finite(self.here.J):
            raise NumberError(
                f"with the control {short(u)} at every step the cost is {as_float(self.here.J)}: start with another, as in "
                "optimal(..., u=0.5), or from another x"
            )
        self.look()

    def look(self):
        """Find out how J bends here, and how large the terms are that cancel in its slopes, and in J."""
        here = self.here
        self.stages, self.V = stages(self.steps, self.final, here)
        self.slopes, self.prices = [[vector(u) for u in path] for path in (here.u_bar, here.p)]
        self.size = max(as_float(abs(u).max()) for u in [self.V, *(u for stage in self.stages for u in stage[:3])])
        self.largest = max(self.largest, self.size)
        self.found, self.nudged = self.answers(0), self.answers(NUDGE * self.size or NUDGE)
        pairs = zip(self.stages, self.slopes, self.prices, strict=True)
        terms = [abs(slope - stage.B.T @ p) + abs(stage.B.T) @ abs(p) for stage, slope, p in pairs]
        far = max(as_float(abs(vector(u)).max()) for u in here.u)
        self.flat = steepest(here) <= max(FLAT * max(as_float(u.max()) for u in terms), ROUNDING * self.size * far)
        moved = zip(self.prices, here.x[1:], strict=True)
        self.noise = ROUNDING * as_float(abs(here.J) + sum(abs(p) @ abs(vector(x)) for p, x in moved))

    def answers(self, ease):
        """Return how every step answers, each control's moves costing ``ease / 2`` times their square as well."""
        return answers(self.stages, self.slopes, self.V, ease)

    def solved(self, tell):
        """Return the ``Optimal`` that it comes to, and ``tell`` how many rounds there were, and what J is."""
        low = -LARGE * (1 + abs(self.here.J))
        while self.rounds < MOST:
            tell(self.rounds, f"J = {as_float(self.here.J):.3g}")
            bent_down = not bent_up(self.nudged)
            if self.linear and (bent_down or self.flat):
                return self.ended()
            there = None if self.flat and bent_down else self.lower()
            if there is None and bent_down:  # also where eased steps come to rest too slowly to be told
                there = self.aside()
            if there is None:
                return self.ended()
            self.here, self.rounds = there, self.rounds + 1
            self.look()
            if self.here.J - low < 0:
                return self.result("unbounded", f"the cost goes on falling, and is {as_float(self.here.J):.2g} by now")
        return self.ended()

    def lower(self):
        """Return a path to which Newton's step leads, shortened until J is lower; None if there is none."""
        found = self.found if self.linear or bent_up(self.found) else self.bent_up_by_force()
        gain = as_float(sum(answer.slope @ answer.step for answer in found))  # of J at first, per unit of the step
        for part in LENGTHS:
            there = self.tried(found, lambda t, part=part: part * found[t].step)
            fall = -1 if there is None else self.here.J - there.J
            if fall > 0 and fall >= -1e-4 * part * gain:
                return there
            if part == 1 and there is not None and abs(fall) <= self.noise:  # so near, the slopes say more
                return there if steepest(there) < steepest(self.here) / 2 else None
            if abs(part * gain) < self.noise:
                return None
        return None

    def bent_up_by_force(self):
        """Return answers whose pivots are all bent up: without the curvature of f (Gauss and Newton), or with ease."""
        flat_steps, _ = stages(self.steps, self.final, self.here._replace(p=[zero(p) for p in self.here.p]))
        found = answers(flat_steps, self.slopes, self.V)
        return found if bent_up(found) else self.eased()

    def eased(self):
        """Return answers whose pivots are all bent up, by about as little ease as will do."""
        self.ease = max(self.ease / 10, 1e-3 * self.size) or 1.0
        while not bent_up(found := self.answers(self.ease)):
            self.ease *= 4
        return found

    def aside(self):
        """Return a lower path from a maximum or a saddle, where a step goes along a way in which J is bent down.

        With too little ease a pivot is bent down: there the control moves, and what comes after it answers.  With half of
        what is enough this is a way in which J is bent about as far down as in any.
        """
        self.eased()
        ease = self.ease / 2
        while bent_up(found := self.answers(ease)):
            ease /= 2
        place = max(t for t, answer in enumerate(found) if answer.bends[0] <= answer.flat)
        axis = found[place].axes[:, 0]
        reach = (1 + max(as_float(abs(vector(u)).max()) for u in self.here.u)) / self.farthest(found, place, axis)
        for part in LENGTHS:
            for way in (reach * part * axis, -reach * part * axis):
                there = self.tried(found, lambda t, way=way: way if t == place else 0 * way)
                if there is not None and self.here.J - there.J - self.noise > 0:
                    return there
        return None

    def farthest(self, found, place, axis):
        """Return the largest move of a control, to first order, if one moves along an axis and what comes after answers."""
        dx, du, moves = 0.0 * self.stages[0].A[0], axis, []
        for stage, answer in zip(self.stages[place:], found[place:], strict=True):
            du = answer.gain @ dx if moves else axis
            moves.append(as_float(abs(du).max()))
            dx = stage.A @ dx + stage.B @ du
        return max(moves)

    def tried(self, found, move):
        """Return the path where each step moves its control by ``move(t)``, and answers what its state has moved by."""
        was = self.here

        def control(t, x):
            answer = found[t].gain @ (vector(x) - vector(was.x[t]))
            return shaped((vector(was.u[t]) + move(t) + answer).tolist(), was.u[t])

        try:
            there = steered(self.steps, self.final, was.x[0], control, self.count)
        except NumberError:
            return None
        return there if is_finite(there.J) and all(map(is_finite, there.u_bar)) else None

    def ended(self):
        """Return the ``Optimal`` where no step leads lower."""
        if self.linear and not (self.flat and bent_up(self.nudged)):
            return self.result("unbounded", "the controls can be moved so that the cost falls without end")
        if self.flat:
            signs = {bool(u > 0) for answer in self.found for u in answer.bends}
            kind = "minimum" if bent_up(self.found) else "saddle" if len(signs) == 2 else "maximum"
            known = not bent_up(self.nudged)
            if bent_up(self.found):  # where J has bent less and less on the way, what is left may be rounding
                known = self.linear or min(answer.bends[0] for answer in self.found) > ROUNDING * self.largest
            return self.result(kind if known else "undecided")
        where = f"and the slopes are up to {steepest(self.here):.1e}"
        if self.rounds == MOST:
            return self.result("undecided", f"{MOST} steps were not enough, {where}: start nearer")
        return self.result("undecided", f"no step lowers the cost, {where}: a kink, or rounding")

    def result(self, kind, why=""):
        """Return the ``Optimal`` here."""
        return Optimal(self.here, kind, "Riccati's recursion" if self.linear else "Newton's method", self.rounds, why)


def bent_up(found):
    """Whether all pivots are, as far as floats can tell."""
    return all(answer.bends[0] > answer.flat for answer in found)


def steepest(path):
    """Return the largest slope of J by a control."""
    return max(as_float(abs(vector(u)).max()) for u in path.u_bar)
