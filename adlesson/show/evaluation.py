"""One program at one point, computed once and handed around.

With this module you can

- read all that is shown of a program from one place: its values, the steps of each sweep, what the sweeps end with, and the
  arrows of its picture (``Evaluation``);
- get the variable that is its output (``output_variable``).

The forward sweep runs when an evaluation is made, any other when it is first asked for, and none of them twice.  What is
run at other points than the learner's, or in another way, is only this: ``nudges`` moves one variable after the other;
``feasibility`` starts where hardly a constraint holds; ``checkpoint_steps`` runs again what was forgotten; and the questions
run a sweep wrong, once for each misconception.

>>> from ..engine.trace import trace
>>> here = Evaluation(trace(lambda x: x * x, x=3))
>>> here.z, [step.after for step in here.reverse], here.ends("reverse")
([3, 9], [1, 3, 6], [6, 1])
"""

from functools import cached_property

from ..engine.errors import DrawingError, InputError, closest, short
from ..engine.fast import pull_back
from ..engine.fence import fence
from ..engine.numbers.arrays import filled, quiet
from ..engine.program import Program
from ..engine.sweeps import forward_sweep, reverse_sweep, seeds, tangent_sweep
from .writing.formula import shape_at

LONGEST_NAME = 100  # characters: a name stands in every box, row and sentence that reads the variable
MOST_OUTPUTS = 400  # as many as boxes: each is written at the variable that it is
SWEEPS = ("forward", "tangent", "reverse")


class Evaluation:
    """A program at the inputs ``at`` (None: its own), with the direction of its tangent sweep.

    ``z`` are the values, the constants behind them; ``forward``, ``tangent`` and ``reverse`` the steps of the sweeps;
    ``place`` the index of each name; ``arrows`` the arrows of the picture, and ``edge[i, slot]`` the number of one.
    """

    def __init__(self, program, at=None, direction=None):
        self.at, self.direction = at, direction
        with quiet(program.shapes):
            self.forward = list(forward_sweep(program, at))
        self.z = [*[step.after for step in self.forward], *reversed(program.constants)]
        self.place = {name: i for i, name in enumerate(program.names)}
        self.program = Evaluated(program, at, self.z)
        self.arrows = arrows(program)
        self.edge = {(i, slot): e for e, (_, i, slot) in enumerate(self.arrows)}

    @cached_property
    def tangent(self):
        """The steps of the tangent sweep in the direction, or as the first input moves."""
        with quiet(self.program.shapes):
            return list(tangent_sweep(self.program, self.direction or first_input(self.program), self.at))

    @cached_property
    def reverse(self):
        """The steps of the reverse sweep from the first output."""
        with quiet(self.program.shapes):
            return list(reverse_sweep(self.program, first_output(self.program), self.at))

    def steps(self, sweep):
        """Return the steps of the sweep of that name."""
        return getattr(self, checked_sweep(sweep))

    def ends(self, sweep):
        """Return the tangent or adjoint that each variable ends with, in program order."""
        slopes = [filled(shape_at(self.program, i), 0) for i in range(len(self.program))]
        for step in self.steps(sweep):
            slopes[step.target_index] = step.after
        return slopes

    @cached_property
    def seeded(self):
        """The first output and its seed, as a list of one pair ``(variable, seed)``."""
        return seeds(self.program, first_output(self.program))

    @cached_property
    def adjoints(self):
        """What ``pull_back`` gives; where the steps are there already, their partials are multiplied and added."""
        if "reverse" not in vars(self):
            return pull_back(self.program, self.z, self.seeded)
        zbar = [None] * len(self.program)
        for step in self.reverse:  # not step.after: a sweep starts from 0, and 0 + -0.0 would lose the sign
            i = step.target_index
            share = zbar[step.source_index] * step.partial if step.source else step.after
            zbar[i] = share if zbar[i] is None else zbar[i] + share
        return [filled(shape_at(self.program, i), 0) if u is None else u for i, u in enumerate(zbar)]


class Evaluated(Program):
    """The same program, which knows its values at one point.

    Every sweep of the engine begins by asking the program for them, and would compute them again.
    """

    def __init__(self, program, at, z):
        vars(self).update(vars(program))
        self._here, self._z = at, z

    def values(self, /, at=None, **inputs):
        """Return the value of every variable (then the constants), as the program does."""
        return [*self._z] if at is self._here and not inputs else super().values(at, **inputs)


def arrows(program):
    """Return ``(tail, head, slot)`` for each arrow: one per argument slot that reads a variable."""
    return [(k, i, slot) for i in range(len(program)) for slot, k in program.edges(i)]


def checked_sweep(sweep):
    """Return ``sweep`` if there is such a sweep, else raise an ``InputError`` that lists them."""
    if sweep not in SWEEPS:
        raise InputError(f"no sweep {short(sweep)}{closest(sweep, SWEEPS)}: known are {', '.join(SWEEPS)}")
    return sweep


def checked_names(program):
    """Raise ``DrawingError`` if a name is too long, or an output too many, to be shown."""
    count, instead = len(program.output_slots), "return fewer, or their sum"
    fence(program.title, count, MOST_OUTPUTS, "a picture shows", instead, "outputs", DrawingError)
    longest = max([*program.names, program.title, *program.outputs], key=len, default="")
    if len(longest) > LONGEST_NAME:
        raise DrawingError(
            f"the name {short(longest)} has {len(longest):,} characters, and one of at most {LONGEST_NAME} can be shown: "
            "choose a shorter one"
        )


def first_input(program):
    """Return the direction in which the first input moves, every entry at speed 1, and the others stay."""
    return program.pack_inputs([filled(shape_at(program, k), 0 if k else 1) for k in range(program.d)])


def first_output(program):
    """Return the seed of the first output that is a variable, 1 for each entry, the others without one; empty if none is."""
    variables = [(name, i) for name, i in zip(program.outputs, program.output_slots, strict=True) if i >= 0]
    return {name: filled(shape_at(program, i), 1) for name, i in variables[:1]}


def output_variable(program):
    """Return the name of the variable that is the first output, which may be called otherwise as an output."""
    return program.names[next(i for i in program.output_slots if i >= 0)]
