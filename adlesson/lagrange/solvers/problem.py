"""The problem that every solver solves: a cost, and constraints that need not hold on the way.

With this module you can

- ask for the least, or the largest, output of a program over some of its inputs (``Problem``), alone or with outputs that
  are to be 0 (``equal``) or not negative (``at_least``);
- evaluate the augmented Lagrangian of that, its slopes and its second derivatives, anywhere.

Its rows are c_i = z_i - f_i, one for each cut variable, then the learner's h and g.  The Lagrangian is
L = cost + sign * sum of lam_i c_i - sum of price * h - sum of price * g, and what the solvers go down on is the merit

    M = L + mu/2 * sum of r^2 over the rows      (if the cost is to be made large: -L + mu/2 * sum of r^2).

An inequality is fined only as long as it is broken, or has a price to give back: for its row stands mu/2 * (g - s)^2 and
-lam * (g - s) with the best s >= 0, which is s = max(0, g - lam / mu) (Rockafellar 1973).

>>> from ...engine.trace import trace
>>> problem = Problem(trace(lambda x: x * x + 1, x=3.0), free="x")
>>> problem
minimise f = z1 + 1: unknown are z1, f, and x
>>> u, lam = problem.start({"z1": 10.0})
>>> problem.broken(u).tolist(), problem.slopes(u, lam, mu=4.0).value
([1.0, 0.0], 13.0)
"""

from collections import namedtuple
from functools import cached_property

import numpy as np

from ...engine.errors import InputError, listed, short
from ...engine.fast import pull_back
from ...engine.numbers.arrays import filled
from ...engine.program import checked_program
from ..constraints import in_floats
from ..lagrangian import Lagrangian
from ..statement import Statement
from .merit import Merit
from .unknowns import Unknowns, checked_finite, given_for

Slopes = namedtuple("Slopes", "value u lam")
Slopes.__doc__ = "The merit, and its gradient by the unknowns ``u`` and by the multipliers ``lam``."


class Problem(Unknowns):
    """The least (with ``minimise=False``, the largest) output of ``p`` over its ``free`` inputs, subject to its rows.

    ``cut`` names the variables that become unknowns with a constraint; the rest of the program is run as it stands.
    ``cost``, ``equal`` and ``at_least`` name outputs, for constraints of one's own.  With such, ``free`` left out is all
    inputs and ``cut`` none (*reduced space*; all instructions, ``p.names[p.d:]``, is *full space*); without, the lines are
    the constraints, so ``free`` left out is none and ``cut`` all.  ``sign`` stands before the multipliers of the lines: with
    -1 they are adjoints at the solution.  Raises ``InputError`` for what cannot be asked.
    """

    def __init__(self, p, free=None, cut=None, minimise=True, sign=-1, *, cost=None, equal=(), at_least=()):
        self.program = checked_program(p, "Problem")
        self.asked = Statement(p, cost, equal, at_least) if cost is not None or equal or at_least else None
        own = self.asked.rows if self.asked else []
        if own and not (minimise and sign == -1):
            raise InputError(
                "minimise=False and sign= are for the lines of a program alone: with equal or at_least the cost is made "
                "small, and L = cost - sum lam h - sum nu g; return -cost to make it large"
            )
        self.lagrangian = Lagrangian(self, sign)
        self.sign, self.up = self.lagrangian.sign, 1 if minimise else -1
        self.out = self.asked.cost if self.asked else p.output_slots[0]  # the place of the cost
        self.equations, self.inequalities = (self.asked.equal, self.asked.at_least) if own else ([], [])
        super().__init__(p, p.inputs if free is None and own else free or (), () if cut is None and own else cut)
        if own:
            self.asked.check_moves([*self.free, *self.cut])
        self.e = self.m + sum(row.size for row in self.equations)  # so many rows are to be 0, the others not negative
        self.rows = self.e + sum(row.size for row in self.inequalities)

    def __repr__(self):
        p, out, n = self.program, self.out, len(self.cut)
        name = self.asked.name if self.asked else p.outputs[0]
        cost = name if out < p.d or self.own else f"{name} = {short(p.written(out), 60, str)}"
        what = ", and ".join(listed(part) for part in (self.names[:n], self.names[n:]) if part)
        rows = [f"{row.name} = 0" for row in self.equations] + [f"{row.name} >= 0" for row in self.inequalities]
        subject = f" with {listed(rows)}" if rows else ""
        return f"{'minimise' if self.up > 0 else 'maximise'} {cost}{subject}: unknown are {what}"

    @property
    def own(self):
        """The learner's constraints, equations first."""
        return [*self.equations, *self.inequalities]

    # --- prices by name ---------------------------------------------------------------------------

    def start(self, at=None, lam=None):
        """Return ``(u, lam)``: unknowns given, the rest by a forward sweep from them; multipliers given, or 0."""
        u, p = super().start(at), self.program
        lines, own = {p.names[i]: p.shape_at(i) for i in self.cut}, {row.name: row.shape for row in self.own}
        given = given_for(lines | own, lam, "lam", "constraint")
        checked_finite(given, "lam")
        parts = [np.zeros(shape) if name in own else given.get(name, np.zeros(shape)) for name, shape in lines.items()]
        parts += [given.get(name, np.zeros(shape)) for name, shape in own.items()]
        return u, np.concatenate([np.zeros(0), *map(np.ravel, parts)])

    def prices_of(self, lam):
        """Return multipliers as two dicts by name: those of the cut variables, and those of the learner's constraints."""
        own, k = {}, self.m
        for row in self.own:
            part, k = lam[k : k + row.size], k + row.size
            own[row.name] = part.reshape(row.shape) if row.shape else float(part[0])
        return self.split(lam[: self.m]), own

    def row_names(self):
        """Return a name for each number of the rows: that of the variable or of the output, its entry behind it."""
        sized = [(f"the line of {self.program.names[i]}", self.program.shape_at(i)) for i in self.cut]
        return [
            entry for name, shape in [*sized, *[(row.name, row.shape) for row in self.own]] for entry in entries(name, shape)
        ]

    def missing(self, rows):
        """Return, row by row, what is broken, given what the rows come to: of an inequality what it is below 0."""
        return np.concatenate([rows[: self.e], np.minimum(rows[self.e :], 0)])

    def allowed(self, lam):
        """Return multipliers as they may be: those of inequalities not below 0, for nobody pays for keeping one."""
        return np.concatenate([lam[: self.e], np.maximum(lam[self.e :], 0.0)])

    # --- the merit --------------------------------------------------------------------------------

    @cached_property
    def merit(self):
        """The ``Merit``."""
        return Merit(self)

    @in_floats()
    def slopes(self, u, lam, mu=0.0):
        """Return the ``Slopes`` of the merit, of L itself if ``mu`` is 0: one pass, there and back."""
        value, flat = self.merit.slopes(u, lam, mu)
        return Slopes(value, flat[: len(u)], flat[len(u) :])

    @in_floats()
    def hessian(self, u, lam, mu=0.0, prices=False):
        """Return the second derivatives of the merit by u, with ``prices`` by u and lam: a tangent sweep per column."""
        size = len(u) + len(lam) * prices
        return self.merit.columns(u, lam, mu, size)[:, :size]

    @in_floats()
    def curvature(self, u, lam):
        """Return ``(W, A)``: second derivatives of L (of -L, if the cost is to be made large) and the slopes of the rows.

        L is linear in its prices, so the KKT matrix, its Hessian by u and lam, is W with A at its side and below, and 0 in
        the corner: all of it from a tangent sweep per unknown.
        """
        columns = self.merit.columns(u, lam, 0.0, len(u))
        return columns[:, : len(u)], self.up * self.sign * columns[:, len(u) :].T

    def kkt(self, u, lam):
        """Return the KKT matrix: the Hessian of L (of -L, if the cost is to be made large) by u and lam."""
        W, A = self.curvature(u, lam)  # noqa: N806
        A = self.up * self.sign * A  # noqa: N806
        return np.block([[W, A.T], [A, np.zeros((len(lam), len(lam)))]])

    def broken(self, u):
        """Return what each row comes to: by how much each line is broken, c_i = z_i - f_i, then h and g."""
        return self.up * self.sign * self.slopes(u, np.zeros(self.rows)).lam

    @in_floats()
    def cost(self, u):
        """Return the cost at u, whether or not the constraints hold."""
        return float(self.values(self.split(u))[self.out])

    def value(self, u):
        """Return the cost after a forward sweep: at the free inputs in u, with all lines in force."""
        return self.cost(self.on_constraints(u))

    def slope(self, u):
        """Return the derivative of ``value`` by the free inputs, as a vector: one sweep back."""
        return self._adjoints(u, self.free)

    def prices(self, u):
        """Return the multipliers that belong to the free inputs in u, as a vector: what stationarity asks for."""
        return -self.sign * self._adjoints(u, self.cut)

    def _adjoints(self, u, places):
        z, out = self.values(self.split(self.on_constraints(u))), self.out
        bars = pull_back(self.program, z, [(out, 1)] if out >= 0 else [])
        parts = [np.ravel(bars[i] + filled(self.program.shape_at(i), 0.0)) for i in places]
        return np.concatenate(parts).astype(float) if parts else np.zeros(0)


def entries(name, shape):
    """Return a name for each number of an array, ``h[0, 1]``; the name itself for a number."""
    return [f"{name}[{', '.join(map(str, k))}]" if k else name for k in np.ndindex(shape)]
