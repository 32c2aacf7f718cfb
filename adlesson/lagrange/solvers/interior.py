"""From the inside: inequalities are kept with room at first, and the room is taken away (primal-dual interior point).

With this module you can

- solve the same system as ``newton``, with one more symbol and no guess which inequalities bind (``interior``).

Each inequality gets a slack, g - s = 0 with s > 0, and the last condition is relaxed: s * price = tau for all of them, not
0.  Newton's method solves that for a tau, which then becomes smaller, faster and faster; a step may use up 99.5 % of the
room, never all.  Fiacco and McCormick (1968); Mehrotra (1992); Waechter and Biegler (2006), whose code IPOPT is.
"""

import numpy as np

from .aside import bent_down, way_down
from .kkt import System, binding
from .line_search import ARMIJO, SHORTEST, charge_for
from .methods import Move
from .newton import DEAR, FEASIBLE, REACH, RESTORATIONS, Search, rounds

TAU, LEAST, ROOM, RANK, HEAVY = 0.1, 1e-18, 0.995, 1e-11, 1e20


def interior(problem, u, lam):
    """The interior method: all inequalities at once, each with room that shrinks."""
    return (yield from rounds(problem, Inside(System(problem), u, lam)))


class Inside(Search):
    """Where the interior method is: in addition a slack for each inequality, and ``tau``."""

    def move(self):
        """Return what is yielded: a price that is less than the room is none."""
        e = self.system.e
        prices = np.concatenate([self.prices[:e], np.where(self.prices[e:] > self.slack, self.prices[e:], 0.0)])
        return Move(self.here.u, self.system.multipliers(prices), self.system.spent())

    def begin(self, point, prices):
        """Begin at a point with these prices of the equations, with room, and prices of inequalities that fit the room."""
        super().begin(point, prices)
        self.tau, self.slack = TAU, np.maximum(point.rows[self.system.e :], TAU)
        self.prices[self.system.e :] = self.tau / self.slack

    def adopt(self, prices):
        """Take prices that pay for the slope here; those of inequalities stay above 0."""
        self.prices = prices
        self.prices[self.system.e :] = np.maximum(prices[self.system.e :], self.tau / self.slack / 1e10)

    def go_on(self):
        """Do one round; return the ``Ending`` if this is one, else None."""
        system, here, e = self.system, self.here, self.system.e
        W, A = system.matrix(here.u, self.prices)  # noqa: N806
        off, mu = here.rows - self.padded(self.slack), self.prices[e:]
        slope = here.slope - A.T @ self.prices

        def error(tau):
            parts = (slope / (1 + abs(self.prices).max(initial=0)), off, self.slack * mu - tau)
            return max(abs(part).max(initial=0) for part in parts)

        while self.tau > LEAST and error(self.tau) <= 10 * self.tau:
            self.tau = max(LEAST, min(self.tau / 5, self.tau**1.5))
        solve, lift = self.factored(W, A)
        if lift and error(0) < 1e-5:  # the matrix had the wrong signs, and this is nearly a place of rest
            lower = way_down(system, here, bent_down(W, A[binding(system, self.prices)])[:1])
            if lower:
                return self.start_again(lower)
        du, dy = solve(slope, off - self.padded(self.tau / mu - self.slack))
        ds = (self.tau - self.slack * mu - self.slack * dy[e:]) / mu
        short = min(1.0, REACH * (1 + np.linalg.norm(here.u)) / max(np.linalg.norm(du), 1e-300))
        du, dy, ds = short * du, short * dy, short * ds
        self.charge = min(charge_for(self.prices + dy, self.charge), DEAR)
        broken, left = system.broken(here.rows), system.broken(here.rows + A @ du)
        there, slack, part = self.search(solve, du, ds, A, off)
        self.history.append(broken)
        lost = there is None or left > 0.9 * broken + 1e-9 or self.stalls()
        if lost and broken > FEASIBLE and self.restorations < RESTORATIONS:
            return self.go_back()
        if there is None:
            return self.without_prices() if self.lost_rank(W, A) else None
        ray, self.here, self.slack = there.u - here.u, there, slack
        room = reach(mu, dy[e:])
        self.prices = self.prices + np.concatenate([part * dy[:e], room * dy[e:]])
        self.prices[e:] = np.clip(self.prices[e:], self.tau / slack / 1e10, self.tau / slack * 1e10)
        self.prices = np.clip(self.prices, -DEAR, DEAR)
        return self.ends(ray, abs(dy).max(initial=0))

    def padded(self, inequalities):
        """Return a vector over all rows, 0 for the equations."""
        return np.concatenate([np.zeros(self.system.e), inequalities])

    def factored(self, W, A):  # noqa: N803
        """Return ``(solve, lift)``: Newton's equations solved, with as much added to W as makes its step a descent.

        The matrix has to have as many positive eigenvalues as there are unknowns.  Rows of equations that repeat are taken
        once, and rows are measured so that no entry is large, with much room or with little.
        """
        n, e, lift = len(W), self.system.e, 0.0
        left, sizes, axes = np.linalg.svd(A[:e], full_matrices=False)
        firm = sizes > RANK * sizes[:1]  # the first is the largest
        once = (left[:, firm] / sizes[firm]).T  # what makes of the equations independent ones of length 1
        room, mu = self.slack, self.prices[e:]
        measure = np.sqrt(np.minimum(1, mu / room))
        rows = np.concatenate([axes[firm], measure[:, None] * A[e:]])
        corner = -np.diag(np.concatenate([np.zeros(len(once)), np.minimum(1, room / mu)]))
        while True:
            sizes, axes = np.linalg.eigh(np.block([[W + lift * np.eye(n), rows.T], [rows, corner]]))
            self.system.work = self.system.work.plus(solves=1)
            if (sizes > 0).sum() == n or lift > HEAVY:
                break
            lift = max(1e-4, 8 * lift)

        def solve(slope, off):
            both = np.concatenate([slope, once @ off[:e], measure * off[e:]])
            found = -axes @ ((axes.T @ both) / sizes)
            k = n + len(once)
            return found[:n], -np.concatenate([once.T @ found[n:k], measure * found[k:]])

        return solve, lift

    def search(self, solve, du, ds, A, off):  # noqa: N803
        """Return ``(point, slacks, part)``: the longest part of the step, halved and halved, that lowers the merit.

        The merit is cost - tau * sum of log s + charge * what is broken; a whole step is tried with a correction, too.
        """
        system, here, slack = self.system, self.here, self.slack

        def merit(point, slack):
            return point.cost - self.tau * np.log(slack).sum() + self.charge * abs(point.rows - self.padded(slack)).sum()

        fall = min(here.slope @ du - self.tau * (ds / slack).sum() - self.charge * abs(off).sum(), 0)
        now, part = merit(here, slack), reach(slack, ds)
        now, whole = now + 1e-13 * (1 + abs(now)), part

        def lower(point, slack, part):
            return (
                point
                and (slack > 0).all()
                and merit(point, slack) <= now + ARMIJO * part * fall
                and system.broken(point.rows) <= self.wide
            )

        while part > SHORTEST:
            there, room = system.at(here.u + part * du), slack + part * ds
            if lower(there, room, part):
                return there, room, part
            if there and part == whole:
                left = there.rows - self.padded(room)
                fix, _ = solve(np.zeros(len(du)), left)
                there, room = system.at(there.u + fix), room + (A @ fix + left)[system.e :]
                if (room > 0.005 * slack).all() and lower(there, room, part):
                    return there, room, part
            part /= 2
        return None, slack, 0.0


def reach(u, du):
    """Return how much of a step positive numbers may take."""
    return min(1.0, *(-ROOM * u[du < 0] / du[du < 0]), 1.0)
