"""Sweeps over a program, one ``Step`` at a time.

With this module you can

- compute every primal, in program order (``forward_sweep``);
- push a direction forward (``tangent_sweep``);
- pull a price back along each edge (``reverse_sweep``).

Each sweep is a generator.  The table, the drawing, the stepper, the checkers and the tests all
read the same steps, so what a learner sees is what the code does.  (``fast`` has the final values alone.)

>>> from .trace import trace
>>> square = trace(lambda x: x * x, x=3)
>>> for step in reverse_sweep(square):
...     print(step.kind, step.target, step.before, "->", step.after)
seed f 0 -> 1
reverse x 0 -> 3
reverse x 3 -> 6
"""

from collections import namedtuple
from functools import wraps

from .errors import InputError, LessonError, NumberError, closest, listed, reason, short
from .fast import at_rest, moves, reached
from .numbers.arrays import as_array, rounded, shape_of
from .numbers.inputs import by_name, checked_value
from .numbers.nesting import matched
from .numbers.spelling import by_spelling, spelled
from .program import checked_program


class Step(namedtuple("Step", "kind target before after source upstream partial slot", defaults=(None,) * 4)):
    """One assignment of a sweep.

    ``kind`` is ``input``, ``forward``, ``seed``, ``tangent`` or ``reverse``; ``target`` is the
    name of the variable whose primal, tangent or adjoint goes from ``before`` to ``after``.  For
    ``tangent`` and ``reverse`` steps one edge is crossed, ``after == before + upstream * partial``:
    ``upstream`` is the tangent or adjoint of ``source``, ``partial`` the derivative along the edge,
    ``slot`` the argument position it belongs to.  Where arrays meet, the partial may be a ``LinearMap``:
    a reverse step multiplies it from the left, a tangent step from the right, ``partial * upstream``.

    Beside these eight, which are compared and printed, ``target_index`` and ``source_index`` are the places of the two
    variables in the program; ``step.instruction`` is that of the operation whose edge is crossed.
    """

    # attributes and no fields: a step is the eight things that a learner sees
    target_index = source_index = None

    def __new__(
        cls, kind, target, before, after, source=None, upstream=None, partial=None, slot=None, target_index=None,
        source_index=None,
    ):  # fmt: skip
        step = tuple.__new__(cls, (kind, target, before, after, source, upstream, partial, slot))
        step.target_index, step.source_index = target_index, source_index
        return step

    @property
    def instruction(self):
        """The index of the instruction that the step is about: its target, or, going back, the one that pays."""
        return self.source_index if self.kind == "reverse" else self.target_index


def _in_words(sweep):
    """Let a sweep end in a sentence where two numbers cannot be combined: one too large for a float, or of another kind."""

    @wraps(sweep)
    def told(*args, **options):
        steps = sweep(*args, **options)
        try:
            yield from steps
        except LessonError:
            raise
        except (ArithmeticError, TypeError, ValueError) as problem:
            remedy = "a number for each point of the batch" if isinstance(problem, ValueError) else "the inputs as floats"
            raise NumberError(f"a slope, a seed or a direction cannot be used: {reason(problem)}; give {remedy}") from None

    return told


def forward_sweep(program, /, at=None, **inputs):
    """Yield an ``input`` step per input, then a ``forward`` step per instruction, in program order.

    Formula: z_i = f_i(z_alpha(i)), i = d+1 .. n, counted from 1 (Vieira 2017).  Raises ``GuardError`` at the end
    if another branch would have been taken.
    """
    program = checked_program(program, "forward_sweep")
    names, z = program.names, program.start(by_name(at, inputs))
    for i in range(len(program)):
        if i >= program.d:
            z[i] = program.value_of(i, z)
        yield Step("forward" if i >= program.d else "input", names[i], None, z[i], target_index=i)
    program.check_guards(z)  # at the end: a guard compares values, and now all of them are there


@_in_words
def tangent_sweep(program, /, direction, at=None, **inputs):
    """Yield a ``seed`` step per input, then a ``tangent`` step per edge, in program order.

    Formula: zdot_i = sum of zdot_k * df_i/dz_k over the slots k of f_i (Griewank & Walther
    2008).  ``direction`` is a dict over inputs; those left out do not move.
    """
    program = checked_program(program, "tangent_sweep")
    names, z = program.names, program.values(at, **inputs)
    moving = program.bind(direction, default=0, what="input (in direction)")
    moved = reached(program, moving)
    zdot = [*moving, *at_rest(program, moved)]
    for i in range(program.d):
        yield Step("seed", names[i], 0, zdot[i], target_index=i)
    for i in range(program.d, len(program)):
        for slot, k in program.edges(i):  # x * x has two edges, and zdot[i] becomes final at the second
            before, partial = zdot[i], program.partial_of(i, slot, z)
            if moved[k]:  # if not, it adds nothing, whatever the slope: 0 * inf would be NaN
                zdot[i] = before + partial * zdot[k]
            edge = names[k], zdot[k], partial, slot
            yield Step("tangent", names[i], before, zdot[i], *edge, target_index=i, source_index=k)


@_in_words
def reverse_sweep(program, /, seed=1, at=None, **inputs):
    """Yield a ``seed`` step per output, then a ``reverse`` step per edge, last variable first.

    Formula: zbar_j = sum of zbar_i * df_i/dz_j over the slots that read z_j (Griewank & Walther
    2008), made one addition at a time.  ``seed`` is the adjoint of the output:
    a number, or a dict over outputs.  A variable to which nobody has sent (None) sends nothing.
    """
    program = checked_program(program, "reverse_sweep")
    names, z, zbar = program.names, program.values(at, **inputs), [None] * len(program)
    for i, share in seeds(program, seed):
        before = 0 if zbar[i] is None else zbar[i]  # one variable may be returned twice
        if zbar[i] is not None or moves(share):  # a seed of 0 sends nothing
            zbar[i] = before + share
        yield Step("seed", names[i], before, before + share, target_index=i)
    for i, slot, k in program.edges_back(zbar):  # i has all its shares by now: whoever reads it came before
        before = 0 if zbar[k] is None else zbar[k]  # None is "nobody has sent yet", and the first share is added to 0
        partial = program.partial_of(i, slot, z)
        zbar[k] = before + zbar[i] * partial
        edge = names[i], zbar[i], partial, slot
        yield Step("reverse", names[k], before, zbar[k], *edge, target_index=k, source_index=i)


def seeds(program, seed):
    """Return ``(variable, seed)`` for each output that is a variable."""
    if isinstance(program.returns, (list, tuple)) and isinstance(seed, (list, tuple)):  # nested as what was returned
        found = matched(program.returns, seed, "the seed", program.title)
        return [(i, _price(program, i, price, place)) for place, i, price in found if i >= 0]
    if not isinstance(seed, dict):
        if len(program.output_slots) != 1:
            known = listed(program.outputs)
            raise InputError(f"{program.title} has the outputs {known}: give the seed as a dict over them")
        return [(i, _price(program, i, seed, "the seed")) for i in program.output_slots if i >= 0]
    seed, slots = by_spelling({str(name): price for name, price in seed.items()}, "seeds"), {}
    for name, i in zip(program.outputs, program.output_slots, strict=True):
        slots[spelled(name)] = i
    whole = program.returns if isinstance(program.returns, dict) else {}
    slots |= {spelled(str(key)): nest for key, nest in whole.items()}  # of a list all at once, or one place of it
    for name in seed:
        if name not in slots:
            raise InputError(
                f"{program.title} has no output {short(name)}{closest(name, program.outputs)}: "
                f"it has {listed(program.outputs)}"
            )
    found = [row for name, nest in slots.items() if name in seed
             for row in matched(nest, seed[name], name, program.title)]  # fmt: skip
    return [(i, _price(program, i, price, f"the seed of {place}")) for place, i, price in found if i >= 0]


def _price(program, i, seed, what):
    """Return a seed that fits output ``i``: a number for a number, an array of its shape for an array."""
    wanted = program.shapes[i] if program.shapes else ()
    seed = checked_value(as_array(seed, what) if isinstance(seed, (list, tuple)) and wanted else seed, what)
    seed = rounded(seed) if program.shapes else seed
    if program.shapes and shape_of(seed) != wanted:
        raise InputError(
            f"{what} has the shape {shape_of(seed)}, and {program.names[i]} has {wanted}: give a price for each entry; "
            f"with 1 for each it is the gradient of {program.names[i]}.sum()"
        )
    return seed
