"""The problem that every solver solves: a cost, and constraints that need not hold on the way.

With this module you can

- ask for the least, or the largest, output of a program over some of its inputs (``Problem``);
- evaluate the augmented Lagrangian of that, its slopes and its second derivatives, anywhere.

The constraints are c_i = z_i - f_i, one for each cut variable; the Lagrangian is L = cost + sign * sum of lam_i c_i, as in
``Lagrangian``; and what the solvers go down on is the merit

    M = L + mu/2 * sum of c_i^2        (if the cost is to be made large: -L + mu/2 * sum of c_i^2).

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

from ...engine.codegen.compile import compiled
from ...engine.errors import listed, short
from ...engine.fast import pull_back, push_forward
from ...engine.numbers.arrays import filled
from ...engine.trace import trace
from ...engine.transforms.gradients import gradient_program
from ..constraints import in_floats, inner
from ..lagrangian import Lagrangian
from .unknowns import Unknowns

Slopes = namedtuple("Slopes", "value u lam")
Slopes.__doc__ = "The merit, and its gradient by the unknowns ``u`` and by the multipliers ``lam``."


class Problem(Unknowns):
    """The least (with ``minimise=False``, the largest) output of ``p`` over its ``free`` inputs, subject to its lines.

    ``cut`` names the variables that become unknowns with a constraint, all instructions if left out; the rest of the
    program is run as it stands.  ``sign`` stands before the multipliers: with -1 they are adjoints at the solution.
    """

    def __init__(self, p, free=(), cut=None, minimise=True, sign=-1):
        self.lagrangian = Lagrangian(p, sign)
        self.sign, self.up = self.lagrangian.sign, 1 if minimise else -1
        super().__init__(p, free, cut)

    def __repr__(self):
        p, out, n = self.program, self.lagrangian.output, len(self.cut)
        cost = p.outputs[0] if out < p.d else f"{p.outputs[0]} = {short(p.written(out), 60, str)}"
        what = ", and ".join(listed(part) for part in (self.names[:n], self.names[n:]) if part)
        return f"{'minimise' if self.up > 0 else 'maximise'} {cost}: unknown are {what}"

    def _merit(self, **given):
        p, mu, total = self.program, given["mu"], 0
        here = p.start({})
        for i in range(len(p)):
            value = here[i] if i < p.d else p.value_of(i, here)
            here[i] = given.get(f"u{i}", value)
            if f"lam{i}" in given:
                c = here[i] - value
                total = total + self.up * self.sign * inner(given[f"lam{i}"], c) + mu / 2 * inner(c, c)
        p.check_guards(here)
        return self.up * here[self.lagrangian.output] + total

    def _given(self, u, lam, mu):
        u, lam = self.split(u).values(), self.split(lam).values()
        named = {f"u{i}": part for i, part in zip(self.unknown, u, strict=True)}
        return named | {f"lam{i}": part for i, part in zip(self.cut, lam, strict=True)} | {"mu": float(mu)}

    @cached_property
    def merit(self):
        """The merit as a program, with inputs ``u3``, ``lam3`` ... for the variables by number, and ``mu``."""
        return trace(self._merit, self._given(*self.start(), 1.0))

    @cached_property
    def merit_slopes(self):
        """The gradient program of the merit: its tangents are second derivatives."""
        return gradient_program(self.merit)

    @cached_property
    def _fast(self):
        return compiled(self.merit_slopes)

    @in_floats()
    def slopes(self, u, lam, mu=0.0):
        """Return the ``Slopes`` of the merit, of L itself if ``mu`` is 0: one pass, there and back."""
        value, *bars, _ = self._fast(**self._given(u, lam, mu)).values()
        flat = np.concatenate([np.ravel(bar) for bar in bars]).astype(float)
        return Slopes(float(value), flat[: len(u)], flat[len(u) :])

    def _bend(self, **given):
        q, names = self.merit_slopes, self.merit.inputs
        z = q.values({name: given[name] for name in names})
        zdot = push_forward(q, z, [given.get(f"{name}_dot", 0) for name in names])
        rows = zip(names[:-1], q.output_slots[1:], strict=False)
        return {name: zdot[i] if i >= 0 else filled(q.shape_at(i), 0) for name, i in rows}

    @cached_property
    def _fast_bend(self):
        here = self._given(*self.start(), 1.0)
        return compiled(trace(self._bend, here | {f"{name}_dot": u for name, u in here.items() if name != "mu"}))

    @in_floats()
    def hessian(self, u, lam, mu=0.0, prices=False):
        """Return the second derivatives of the merit by u, with ``prices`` by u and lam: a tangent sweep per column."""
        n, size, columns = len(u), len(u) + len(lam) * prices, []
        here = self._given(u, lam, mu)
        for k in range(size):
            unit = np.eye(1, n + len(lam), k)[0]
            way = self._given(unit[:n], unit[n:], 0)
            bends = self._fast_bend(**here, **{f"{name}_dot": way[name] for name in way if name != "mu"})
            columns.append(np.concatenate([np.ravel(part) for part in bends.values()])[:size])
        return np.array(columns, dtype=float)

    def broken(self, u):
        """Return by how much each constraint is broken, c_i = z_i - f_i."""
        return self.up * self.sign * self.slopes(u, np.zeros(self.m)).lam

    @in_floats()
    def cost(self, u):
        """Return the output at u, whether or not the constraints hold."""
        return float(self.values(self.split(u))[self.lagrangian.output])

    def value(self, u):
        """Return the output after a forward sweep: at the free inputs in u, with all constraints in force."""
        return self.cost(self.on_constraints(u))

    def slope(self, u):
        """Return the derivative of ``value`` by the free inputs, as a vector: one sweep back."""
        return self._adjoints(u, self.free)

    def prices(self, u):
        """Return the multipliers that belong to the free inputs in u, as a vector: what stationarity asks for."""
        return -self.sign * self._adjoints(u, self.cut)

    def _adjoints(self, u, places):
        z, out = self.values(self.split(self.on_constraints(u))), self.lagrangian.output
        bars = pull_back(self.program, z, [(out, 1)] if out >= 0 else [])
        parts = [np.ravel(bars[i] + filled(self.program.shape_at(i), 0.0)) for i in places]
        return np.concatenate(parts).astype(float) if parts else np.zeros(0)
