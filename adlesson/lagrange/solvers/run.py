"""What a method did, round by round, and whether it makes sense to go on.

With this module you can

- record a round (``Run.add``) and read cost, residual and price of all of them, each as a list;
- ask whether it has ``converged``, and at which ``kind`` of point;
- be told of a problem without a solution, of NaN, and of a run that diverges (``StoppedError``), and keep the best so far.
"""

from collections import namedtuple

import numpy as np

from ...engine.errors import InputError, LessonError, NumberError, listed, short
from .bent import is_convex
from .inner import LARGE
from .kkt import redundant
from .methods import Move
from .optimality import hold, kind
from .qualification import qualification
from .unknowns import regrouped
from .work import Work

NEAR, FAR = 1e-6, 1e8  # what to look at more closely; how far a number may go, measured by the start
PATIENCE = 5  # rounds after which it is looked at again, though it looks no better
REPEATED = "follows from the other constraints that bind, so prices are one choice of many, that of least size"
ELSEWHERE = ", where all slopes are 0 as well: start elsewhere"

LEFT = {
    "infeasible": "run.x breaks constraints: it is where the run was left, and no solution",
    "no multipliers": "run.x is where the run was left: it may be a solution, and no prices prove it",
    "": "run.x is where the run was left, and no solution",
}

Iterate = namedtuple("Iterate", "z lam x multipliers cost value residual stationarity passes solves")
Iterate.__doc__ = """Where a run is: cut variables ``z``, their multipliers ``lam`` and free inputs ``x``, by name.

``multipliers`` are those of the learner's own constraints.  ``cost`` is the cost at these z, which may break constraints;
``value`` is the cost at these x with all lines in force.
``residual`` is the length of what is broken, ``stationarity`` that of the gradient of L by z and x.  ``passes`` and
``solves`` count all sweeps there and back, and all matrices factored, since the start.
"""


class StoppedError(NumberError):
    """A run that cannot go on; ``run`` has what it did before that, and ``diverged`` says whether it went too far."""

    def __init__(self, message, run, diverged=False):
        super().__init__(message)
        self.run, self.diverged = run, diverged


class Run:
    """What a method did: ``iterates``, and each of their fields as a list, such as ``run.residual``."""

    def __init__(self, problem, method, remedy, u, lam):
        self.problem, self.method, self.remedy, self.iterates = problem, method, remedy, []
        self.ending, self._done = None, Work()
        self._far = FAR * max(1, abs(u).max(), abs(lam).max(initial=0))
        self._large = LARGE * (1 + abs(problem.value(u)))
        self.here, self._sizes, self._found = (u, lam), np.concatenate([abs(u), abs(lam)]), {}
        self._asked, self._asked_in = np.full(2, np.inf), 0

    def __getattr__(self, name):
        if name not in Iterate._fields:
            raise AttributeError(
                f"a run has no {name!r}: it has iterates, best, x, multipliers, converged, kind, solved, why, redundant, "
                f"qualification, {', '.join(Iterate._fields)}"
            )
        return [getattr(iterate, name) for iterate in self.iterates]

    @property
    def wanted(self):
        """The kind of point that is looked for."""
        return "minimum" if self.problem.up > 0 else "maximum"

    @property
    def x(self):
        """The free inputs of the last round, by name, nested as they were given: a solution only if the run is ``solved``.

        Where there is none, it is where the run was left: of an infeasible problem, where what is broken is least.
        """
        return regrouped(self.iterates[-1].x, self.problem.program.takes) if self.iterates else {}

    @property
    def multipliers(self):
        """The prices of the learner's constraints in the last round, by name, else those of the program's lines."""
        returns = self.problem.program.returns
        nests = returns if isinstance(returns, dict) else {}
        return regrouped(self.iterates[-1].multipliers or self.iterates[-1].lam, nests) if self.iterates else {}

    @property
    def converged(self):
        """Whether all three blocks of conditions hold at the last iterate.

        They do if Newton's step for all of them at once would move no unknown and no multiplier by more than 1e-10 of the
        largest that it has been in this run, or by no more than rounding does.  A maximum and a saddle fulfil them, too:
        see ``kind``.
        """
        return bool(self.iterates) and not self.ending and self._once(hold, self.problem, *self.here, self._sizes)

    @property
    def kind(self):
        """What the value is at the last free inputs: ``"minimum"``, ``"maximum"``, ``"saddle"`` or ``"undecided"``.

        It is undecided where the slopes are not 0, where the curvature is 0 in some direction, and at a kink; but where the
        problem is convex, whatever fulfils the conditions is a minimum.  A run may also end with a verdict,
        ``"infeasible"``, ``"unbounded"``, ``"not attained"`` or ``"no multipliers"``: see ``why``.
        """
        if self.ending:
            return self.ending.kind
        if not self.iterates:
            return "undecided"
        found = self._once(kind, self.problem, *self.here, self._sizes[: len(self.here[0])])
        convex = found == "undecided" and self.problem.own and self.converged and self._once(is_convex, self.problem)
        return "minimum" if convex else found

    @property
    def solved(self):
        """Whether ``x`` is a solution: all conditions hold there, and it is of the kind that was looked for."""
        return self.kind == self.wanted and self.converged

    @property
    def why(self):
        """The reason for a verdict, in a sentence; "" where there is a solution, or none was found."""
        return self.ending.why if self.ending else ""

    @property
    def redundant(self):
        """The learner's constraints that bind and follow from the others, by name: their prices are one choice of many."""
        return self._once(redundant, self.problem, *self.here) if self.iterates else []

    @property
    def qualification(self):
        """Which constraint qualification of the learner's constraints holds at the last iterate, in a sentence."""
        if not self.iterates or not self.problem.own:
            return "the lines of a program have independent slopes: their multipliers always exist, and are one"
        if self.kind == "no multipliers":
            return self.why
        visited = [self.problem.flat({**iterate.z, **iterate.x}) for iterate in self.iterates]
        return self._once(qualification, self.problem, *self.here, visited)

    def _once(self, ask, *about):
        """Return the answer of ``ask`` about the last iterate, worked out when somebody wants it."""
        if (ask, len(self.iterates)) not in self._found:
            with np.errstate(all="ignore"):
                self._found = {**self._found, (ask, len(self.iterates)): ask(*about)}
        return self._found[ask, len(self.iterates)]

    def may_stop(self):
        """Whether the run has ``converged``; asked only where it looks like it, and more so than when it was asked last."""
        last, (u, lam) = self.iterates[-1], self.here
        off = np.array([last.residual, last.stationarity])
        if not (off <= NEAR * np.array([1 + abs(u).max(), 1 + abs(lam).max(initial=0)])).all():
            return False
        late = len(self.iterates) >= self._asked_in + PATIENCE
        if (off > 0).any() and (off >= self._asked / 2).all() and not late:
            return False
        self._asked, self._asked_in = off, len(self.iterates)
        return self.converged

    @property
    def best(self):
        """The iterate of the best value, if inputs are free; else the one nearest to a solution; None before the first."""
        if self.iterates and self.iterates[0].x:
            return min(self.iterates, key=lambda iterate: self.problem.up * iterate.value)
        return min(self.iterates, key=lambda iterate: np.hypot(iterate.residual, iterate.stationarity), default=None)

    def __repr__(self):
        if not self.iterates:
            return f"{self.method}: no round was completed"
        last, n = self.iterates[-1], len(self.iterates)
        if self.ending:
            return (
                f"{self.method}: {self.kind}, after {n} round{'s' * (n > 1)}, {last.passes:,} passes, "
                f"{last.solves:,} solves\n  {self.why}\n  {LEFT.get(self.kind, LEFT[''])}"
            )
        repeats = f"\n  {listed(self.redundant, 4)}: {REPEATED}" if self.problem.own and self.redundant else ""
        return (
            f"{self.method}: {'converged' if self.converged else 'not converged'} after {n} round{'s' * (n > 1)}, "
            f"{last.passes:,} passes, {last.solves:,} solves\n"
            f"  cost {last.cost:.6g}, residual {last.residual:.1e}, stationarity {last.stationarity:.1e}\n"
            f"  kind of point: {self.kind}{'' if self.kind in (self.wanted, 'undecided') else ELSEWHERE}"
            f"{repeats}"
        )

    def add(self, move):
        """Record where a method has moved to and return its unknowns; raise ``StoppedError`` where it cannot go on."""
        problem = self.problem
        try:
            u, lam, work = Move(*move)
            u, lam = (np.array(v, dtype=float) for v in (u, lam))
            if (u.shape, lam.shape) != tuple(v.shape for v in self.here):
                raise ValueError
        except (TypeError, ValueError):
            raise InputError(f"a method yields Move(u, lam), two vectors like those it got, not {short(move)}") from None
        value = problem.value(u)
        if problem.up * value < -self._large and not problem.own:
            raise self.unbounded(f"it is {value:.2g}")
        self._check_finite(u, lam)
        slopes, cost = problem.slopes(u, lam), problem.cost(u)
        if not np.isfinite([cost, value, slopes.value, *slopes.u, *slopes.lam]).all():
            raise self.stopped(f"met a cost of {cost:.2g} with slopes that are not all finite")
        named, (lines, own) = problem.split(u), problem.prices_of(lam)
        z = {name: named.pop(name) for name in lines}
        self._done = self._done.plus(*work)
        norms = (
            float(np.linalg.norm(problem.missing(problem.up * problem.sign * slopes.lam))),
            float(np.linalg.norm(slopes.u)),
        )
        self.iterates.append(Iterate(z, lines, named, own, cost, value, *norms, *self._done))
        self.here, self._sizes = (u, lam), np.maximum(self._sizes, abs(np.concatenate([u, lam])))
        return u

    def move_on(self, work):
        """Count the work that it took to leave a place of rest; where the run comes to rest next is asked afresh."""
        self._done, self._asked, self._asked_in = self._done.plus(*work), np.full(2, np.inf), len(self.iterates)

    def _check_finite(self, u, lam):
        unknowns, (lines, own) = self.problem.split(u), self.problem.prices_of(lam)
        named = [*unknowns.items(), *[(f"the multiplier of {name}", part) for name, part in [*lines.items(), *own.items()]]]
        bad = [name for name, part in named if np.isnan(part).any()]
        if bad:
            raise self.stopped(f"met NaN in {listed(bad, 4)}")
        if not max(abs(u).max(), abs(lam).max(initial=0)) <= self._far:
            raise self.stopped(f"diverges: a number is beyond {self._far:.0e}", diverged=True)

    @property
    def _kept(self):
        n = len(self.iterates)
        return f"; the {n} round{'s' * (n > 1)} before {'are' if n > 1 else 'is'} kept in run" if n else ""

    def stopped(self, what, diverged=False):
        """Return the error for a run that cannot go on because of its method."""
        where = f"in round {len(self.iterates) + 1}"
        return StoppedError(f"{self.method} {what} {where}: {self.remedy}{self._kept}", self, diverged)

    def unbounded(self, what):
        """Return the error for a problem that has no solution."""
        up = self.problem.up > 0
        way, other, side = ("least", "largest", "below") if up else ("largest", "least", "above")
        return StoppedError(
            f"the cost has no {way} value, as far as can be seen ({what}), and no method finds one: bound it from {side}, "
            f"or ask for the {other}{self._kept}",
            self,
        )

    def look_ahead(self, u):
        """Raise ``StoppedError`` if the cost gets better without end along the last move of the inputs, or the slope."""
        problem = self.problem
        if len(self.iterates) < 2 or not self.iterates[-1].x:
            return
        last = u[problem.m :] - problem.flat(self.iterates[-2].x)
        for free, which in ((last, "last move"), (-problem.up * problem.slope(u), "slope")):
            way = np.concatenate([np.zeros(problem.m), free])
            ahead = [self.value[-1]]
            try:
                while len(ahead) < 10 and np.isfinite(ahead[-1]):
                    ahead.append(problem.value(u + 10.0 ** len(ahead) * way))
            except (LessonError, ArithmeticError):
                continue
            gains = -problem.up * np.diff(ahead)
            endless = (gains > 0).all() and (gains[1:] >= 0.99 * gains[:-1]).all()
            if endless and gains.sum() > 1e3 * (1 + abs(ahead[0])):
                raise self.unbounded(f"it is {ahead[-1]:.2g} farther along the {which}")
