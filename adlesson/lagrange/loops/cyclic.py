"""Feedback: constraints that go round in a circle.

With this module you can

- feed outputs of a program back into its inputs (``close_loop``), so that z = F(z, x) is an equation to be solved;
- solve it, by going round or by Newton's method, and see how that went (``solve``);
- get the multipliers, which remain *linear*: one system with the transposed matrix; and from them the gradient.

Round a loop z = F(z, x) with the objective f(z, x) the recursion over children refers to itself,
lam_z = df/dz + lam_z J with J = dF/dz, and no order of the variables makes it triangular (Vieira 2017).

>>> from ...engine.numbers.elementary import sin
>>> from ...engine.trace import trace
>>> kepler = trace(lambda E, e, M: {"E_next": M + e * sin(E)}, E=1.0, e=0.3, M=1.0)
>>> orbit = close_loop(kepler, {"E_next": "E"})
>>> round(orbit.solve()["E"], 10), {name: round(u, 10) for name, u in orbit.grad(output="E_next").items()}
(1.2880913132, {'e': 1.048008305, 'M': 1.0913293012})
"""

import numpy as np

from ...engine.errors import InputError, NumberError, UnknownError, closest, listed, short
from ...engine.fast import pull_back
from ...engine.fence import fence
from ...engine.numbers.arrays import own, quiet
from ...engine.numbers.inputs import by_name
from ...engine.numbers.operand import is_operand
from ...engine.numbers.spelling import spelled
from ...engine.program import checked_program
from ..constraints import in_floats
from .elimination import is_exact, solve
from .fixed_point import ROUNDINGS, iterate
from .loop import Loop
from .nonlinear import solved
from .recorded import Recorder
from .verdict import small

MOST = 2_000  # numbers in a loop whose matrix is asked for
ADJOINT_METHODS = ("linear solve", "fixed point")


class Found(dict):
    """A value for each variable, by name, and the ``report`` on how they were found, None for a linear solve.

    An input that is a list, which is several variables, may be asked for as a whole, too.
    """

    def __init__(self, program, values, report):
        super().__init__(zip(program.names, values, strict=False))
        self.program, self.report = program, report

    def __missing__(self, name):
        inputs = self.program.pack_inputs([self[part] for part in self.program.inputs])
        if spelled(name) in inputs:
            return inputs[spelled(name)]
        known = self.program.names
        raise UnknownError(
            f"{self.program.title} has no variable {short(name)}{closest(name, known)}: it has {listed(known)}"
        )


def close_loop(p, loops):
    """Return the ``CyclicSystem`` in which outputs of a program are fed back: ``{"output": "input", ...}``.

    A list, a tuple or a dict goes to an input with the same parts, an array to an array of the same shape.
    """
    return CyclicSystem(checked_program(p, "close_loop"), loops)


class CyclicSystem:
    """A program with feedback: z = F(z, x) for the inputs z in the loop, with the other inputs x given.

    The values the program was traced at, or those given for z, start the iteration: where there are several solutions,
    they choose the branch.  Interrupting a search (the stop button, Ctrl-C) stops all, and keeps where it was as ``kept``, a
    dict of the inputs in the loop, from which ``solve(kept)`` goes on.
    """

    def __init__(self, program, loops):
        self.program, self.loop, self._recorder = program, Loop(program, loops), None

    @property
    def kept(self):
        """Where the search was that was interrupted last, or None."""
        return self.loop.kept

    def __repr__(self):
        return f"<{self.program.title} with the loop {self.loop}>"

    @in_floats()
    def solve(self, at=None, method=None, **inputs):
        """Return the value of every variable on the loop, with a ``report`` on how they were found.

        ``method`` is ``"fixed point"``, ``"newton"``, or None: the fixed point first, then Newton from the best point
        met if there is no progress.  A loop that is affine in fractions is solved exactly, by one Newton step.  Any other
        solution is as good as floats allow: one more Newton step is made, which has to be small next to each variable.
        Inside a traced function all of this is one instruction, whose derivatives take one linear system.
        Raises ``NumberError`` where none is found, and where I - J is singular, as at a fold.
        """
        inputs = by_name(at, inputs)
        if any(map(is_operand, self.program.bind(inputs))):
            self._recorder = self._recorder or Recorder(self.loop)
            return self._recorder.solution(inputs, method)
        z, report, _ = self._solved(None, inputs, method)
        return Found(self.program, own(z), report)

    @in_floats()
    def jacobian(self, at=None, **inputs):
        """Return J = dF/dz at the solution, a list of rows if it is exact, else an array."""
        n, instead = len(self.loop.labels), "multipliers and grad need no matrix"
        fence(f"the loop {short(self.loop, 60)}", n, MOST, "a matrix is written out for", instead, "numbers")
        return self.loop.jacobian(self._solved(at, inputs).values)

    @in_floats()
    def multipliers(self, at=None, output=None, method=None, **inputs):
        """Return the multiplier of every variable, by name, for L = output - sum of lam_i (z_i - f_i) at the solution.

        ``output`` may be left out if one number is not in the loop.  The adjoint system is linear; ``method`` is
        ``"linear solve"``, also if left out, or ``"fixed point"``: lam <- df/dz + lam J, one reverse sweep per iteration.
        """
        lam, report = self._multipliers(at, output, method, inputs)
        return Found(self.program, lam, report)

    @in_floats()
    def grad(self, at=None, output=None, method=None, **inputs):
        """Return the derivative of ``output`` by the inputs that are not in the loop: their multipliers."""
        bars = self.program.pack_inputs(self._multipliers(at, output, method, inputs)[0][: self.program.d])
        return {name: bar for name, bar in bars.items() if name not in self.loop.inputs}

    def _solved(self, at, inputs, method=None):
        return solved(self.loop, self.program.bind(by_name(at, inputs)), method)

    def _multipliers(self, at, output, method, inputs):
        p, loop, slot = self.program, self.loop, self._output(output)
        if method not in (None, *ADJOINT_METHODS):
            known = " or ".join(map(repr, ADJOINT_METHODS))
            raise InputError(f"there is no method {short(method)} for multipliers: choose {known}, or leave it out")
        z, _, matrix = self._solved(at, inputs)
        seed, report = [(slot, 1)] if slot >= 0 else [], None
        if method == "fixed point":
            lam, report = self._iterated(z, seed, matrix)
        else:
            direct = loop.inputs_of(pull_back(p, z, seed))
            if matrix is None:
                lam = loop.system(z, back=True).solve(loop.flat(direct))
            elif isinstance(matrix, list):
                lam = solve([*zip(*matrix, strict=True)], direct if is_exact(direct) else loop.flat(direct), loop.labels)
            else:
                lam = np.linalg.solve(matrix.T, loop.flat(direct))
        return own(pull_back(p, z, [*seed, *loop.seeds(loop.split(lam))])), report

    def _iterated(self, z, seed, matrix):
        """Return the multipliers in the loop by the adjoint fixed-point iteration, with its report."""
        loop = self.loop

        def back_round(lam):
            return loop.flat(loop.inputs_of(pull_back(self.program, z, [*seed, *loop.seeds(loop.split(lam))])))

        def accepted(lam):
            off = back_round(lam) - lam
            if matrix is None:
                return small(loop.system(z, back=True).solve(off), ROUNDINGS * abs(lam).max(), lam)
            inverse = np.linalg.inv(np.array(matrix, dtype=float)).T
            return small(inverse @ off, abs(inverse) @ (ROUNDINGS * (abs(start) + abs(lam))), lam)

        with quiet(True):
            start = loop.flat(loop.inputs_of(pull_back(self.program, z, seed)))
            lam, report = iterate(back_round, start, "adjoint fixed point", accepted)
        if not report.converged:
            raise NumberError(f"no multipliers by {report.text}: leave method out, and the linear system is solved")
        return lam, report

    def _output(self, name):
        """Return the variable that is differentiated: the output called ``name``, else the one not in the loop."""
        p = self.program
        slots = {spelled(output): slot for output, slot in zip(p.outputs, p.output_slots, strict=True)}
        name = spelled(name)
        if name is None:
            free = [output for output in slots if output not in map(spelled, self.loop.outputs)]
            if len(free) != 1:
                what = f"{len(free)} outputs are not in the loop ({listed(free)})" if free else "every output is in the loop"
                raise InputError(f"{what}: say which one to differentiate, as in output={short(next(iter(free or slots)))}")
            name = free[0]
        if name not in slots:
            raise InputError(f"{p.title} has no output {short(name)}{closest(name, slots)}: it has {listed(slots)}")
        if shape := p.shape_at(slots[name]):
            raise InputError(f"{name} is an array of shape {shape}: return one number to differentiate, such as its sum")
        return slots[name]
