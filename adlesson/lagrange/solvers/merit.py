"""What the solvers go down on, as a program of its own: compiled, with its slopes and its second derivatives.

With this module you can

- evaluate the merit of a problem and its slopes at vectors of unknowns and multipliers (``Merit.slopes``);
- get columns of its second derivatives (``Merit.columns``).

The program has an input for each unknown, ``u3`` for variable 3, for each multiplier, ``lam3`` and ``price0``, and for mu.
Of a program of numbers many columns are one tangent sweep, in which every tangent is an array with a number for each
column; where there are arrays, the second derivatives are a program of their own (``hessian_program``), block by block.

>>> from ...engine.trace import trace
>>> from .problem import Problem
>>> merit = Merit(Problem(trace(lambda x: x * x + 1, x=3.0), free="x"))
>>> merit.slopes(np.array([10.0, 11.0, 3.0]), np.zeros(2), 4.0)[0], merit.program.inputs
(13.0, ('u1', 'u2', 'u0', 'lam1', 'lam2', 'mu'))
"""

from contextlib import contextmanager
from functools import cached_property

import numpy as np

from ...engine.codegen.compile import compiled
from ...engine.fast import push_forward
from ...engine.numbers.arithmetic import maximum
from ...engine.numbers.arrays import filled
from ...engine.trace import trace
from ...engine.transforms.gradients import gradient_program
from ...engine.transforms.prepared import hessian_program
from ..constraints import inner

TOGETHER = 64  # columns in one sweep: of more, the arrays of all variables together would take too much memory


class Merit:
    """The merit of a ``problem``: see there.  Every pass is told to who watches it."""

    def __init__(self, problem):
        self.tell = lambda: None
        p, self.problem = problem.program, problem
        own = [(f"price{k}", row.shape) for k, row in enumerate(problem.own)]
        lines = [
            [(f"{word}{i}", p.shape_at(i)) for i in which] for word, which in (("u", problem.unknown), ("lam", problem.cut))
        ]
        self.shapes = dict([*lines[0], *lines[1], *own])
        self.numbers = not any(self.shapes.values())
        sizes = [int(np.prod(shape)) for shape in self.shapes.values()]
        ends = np.cumsum(sizes).tolist()
        self.places = [slice(end - size, end) for end, size in zip(ends, sizes, strict=True)]

    def parts(self, vector):
        """Return a vector over all unknowns and multipliers as a number or an array for each input."""
        if self.numbers:
            return vector.tolist()
        pairs = zip(self.places, self.shapes.values(), strict=True)
        return [vector[place].reshape(shape) if shape else float(vector[place.start]) for place, shape in pairs]

    def flat(self, parts):
        """Return numbers and arrays, one for each input, as a vector."""
        return np.array(parts, dtype=float) if self.numbers else np.concatenate([*map(np.ravel, parts)]).astype(float)

    def with_mu(self, parts, mu):
        """Return all inputs: parts, and mu, once more as 1 / mu if there are inequalities."""
        return [*parts, float(mu), *([1 / mu if mu else 0.0] if self.problem.inequalities else [])]

    def example(self):
        """Return all inputs by name where the program was traced, with mu = 1."""
        parts = self.with_mu(self.parts(np.concatenate(self.problem.start())), 1.0)
        return dict(zip([*self.shapes, "mu", "by_mu"], parts, strict=False))

    def value(self, **given):
        """Return the merit, to be traced."""
        problem, p, mu, total = self.problem, self.problem.program, given["mu"], 0
        here = p.start({})
        for i in range(len(p)):
            value = here[i] if i < p.d else p.value_of(i, here)
            here[i] = given.get(f"u{i}", value)
            if f"lam{i}" in given:
                c = here[i] - value
                total = total + problem.up * problem.sign * inner(given[f"lam{i}"], c) + mu / 2 * inner(c, c)
        p.check_guards(here)
        for k, row in enumerate(problem.own):
            r, price = here[row.place], given[f"price{k}"]
            total = total - inner(price, r) + mu / 2 * inner(r, r)
            if k >= len(problem.equations):  # what is not broken costs nothing: take back what the best s would have saved
                spare = maximum(mu * r - price, 0)
                total = total - given["by_mu"] / 2 * inner(spare, spare)
        return problem.up * here[problem.out] + total

    @cached_property
    def program(self):
        """The merit as a program."""
        return trace(self.value, self.example())

    @cached_property
    def gradient(self):
        """The gradient program of the merit by unknowns and multipliers: its tangents are second derivatives."""
        return gradient_program(self.program, only=[*self.shapes])

    @cached_property
    def _fast(self):
        return compiled(self.gradient)

    @contextmanager
    def watched(self, tell):
        """While this lasts, ``tell()`` is called before each pass."""
        self.tell, before = tell, self.tell
        try:
            yield
        finally:
            self.tell = before

    def slopes(self, u, lam, mu):
        """Return the merit, and its slopes by unknowns and multipliers, as a vector."""
        self.tell()
        value, *bars = self._fast(*self.with_mu(self.parts(np.concatenate([u, lam])), mu)).values()
        return float(value), self.flat(bars)

    def bend(self, **given):
        """Return the tangents of the slopes, to be traced."""
        q, names = self.gradient, self.program.inputs
        z = q.values({name: given[name] for name in names})
        zdot = push_forward(q, z, [given.get(f"{name}_dot", 0) for name in names])
        rows = zip(self.shapes, q.output_slots[1:], strict=True)
        return {name: zdot[i] if i >= 0 else filled(q.shape_at(i), 0) for name, i in rows}

    @cached_property
    def _fast_bend(self):
        here = self.example()
        return compiled(trace(self.bend, here | {f"{name}_dot": here[name] for name in self.shapes}))

    def columns(self, u, lam, mu, count):
        """Return the first ``count`` columns of the second derivatives by unknowns and multipliers, as rows."""
        here, size = self.with_mu(self.parts(np.concatenate([u, lam])), mu), len(u) + len(lam)
        if self.gradient.shapes:
            return self._in_blocks(here, size)[:count]
        found = np.empty((count, size))
        for start in range(0, count, TOGETHER):
            self.tell()
            units = np.eye(min(TOGETHER, count - start))
            ways = [units[k - start] if 0 <= k - start < len(units) else 0.0 for k in range(size)]
            for k, part in enumerate(self._fast_bend(*here, *ways).values()):
                found[start : start + len(units), k] = part
        return found

    @cached_property
    def _second(self):
        return compiled(hessian_program(self.program))

    def _in_blocks(self, here, size):
        """Return all second derivatives of a program with arrays: a block for each two unknowns or multipliers."""
        self.tell()
        found, places = np.zeros((size, size)), dict(zip(self.shapes, self.places, strict=True))
        for (row, column), block in self._second(*here).items():
            if row in places and column in places:  # not by mu
                found[places[row], places[column]] = np.reshape(block, found[places[row], places[column]].shape)
        return found
