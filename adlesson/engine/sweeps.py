"""Sweeps over a program, one ``Step`` at a time.

With this module you can

- compute every primal, in program order (``forward_sweep``);
- push a direction forward (``tangent_sweep``);
- pull a price back along each edge (``reverse_sweep``);
- get the final values alone (``primals``, ``tangents``, ``adjoints``).

Each sweep is a generator.  The table, the drawing, the stepper, the checkers and the tests all
read the same steps, so what a learner sees is what the code does.

>>> from .trace import trace
>>> square = trace(lambda x: x * x, x=3)
>>> for step in reverse_sweep(square):
...     print(step.kind, step.target, step.before, "->", step.after)
seed f 0 -> 1
reverse x 0 -> 3
reverse x 3 -> 6
"""

from collections import namedtuple

from .errors import InputError, closest, listed, short
from .inputs import by_name, checked_number
from .program import checked_program


class Step(namedtuple("Step", "kind target before after source upstream partial slot", defaults=(None,) * 4)):
    """One assignment of a sweep.

    ``kind`` is ``input``, ``forward``, ``seed``, ``tangent`` or ``reverse``; ``target`` is the
    name of the variable whose primal, tangent or adjoint goes from ``before`` to ``after``.  For
    ``tangent`` and ``reverse`` steps one edge is crossed, ``after == before + upstream * partial``:
    ``upstream`` is the tangent or adjoint of ``source``, ``partial`` the derivative along the edge,
    ``slot`` the argument position it belongs to.
    """

    __slots__ = ()


def forward_sweep(program, /, at=None, **inputs):
    """Yield an ``input`` step per input, then a ``forward`` step per instruction, in program order.

    Formula: z_i = f_i(z_alpha(i)), i = d+1 .. n (Vieira 2017).  Raises ``GuardError`` at the end
    if another branch would have been taken.
    """
    program = checked_program(program, "forward_sweep")
    names, z = program.names, program.start(by_name(at, inputs))
    for i in range(program.d):
        yield Step("input", names[i], None, z[i])
    for i in range(program.d, len(program)):
        z[i] = program.value_of(i, z)
        yield Step("forward", names[i], None, z[i])
    program.check_guards(z)


def tangent_sweep(program, /, direction, at=None, **inputs):
    """Yield a ``seed`` step per input, then a ``tangent`` step per edge, in program order.

    Formula: zdot_i = sum of zdot_k * df_i/dz_k over the slots k of f_i (Griewank & Walther
    2008, seen second hand).  ``direction`` is a dict over inputs; those left out do not move.
    """
    program = checked_program(program, "tangent_sweep")
    names, z = program.names, program.values(at, **inputs)
    moving = program.bind(direction, default=0, what="input (in direction)")
    zdot = [*moving, *[0] * (len(program) - program.d)]
    for i in range(program.d):
        yield Step("seed", names[i], 0, zdot[i])
    for i in range(program.d, len(program)):
        for slot, k in enumerate(program.slots[i]):
            if k >= 0:  # a constant does not move
                before, partial = zdot[i], program.partial_of(i, slot, z)
                zdot[i] = before + zdot[k] * partial
                edge = names[k], zdot[k], partial, slot
                yield Step("tangent", names[i], before, zdot[i], *edge)


def reverse_sweep(program, /, seed=1, at=None, **inputs):
    """Yield a ``seed`` step per output, then a ``reverse`` step per edge, last variable first.

    Formula: zbar_j = sum of zbar_i * df_i/dz_j over the slots that read z_j (Griewank & Walther
    2008, seen second hand), made one addition at a time.  ``seed`` is the adjoint of the output:
    a number, or a dict over outputs.  A variable that nobody has paid (None) pays nobody.
    """
    program = checked_program(program, "reverse_sweep")
    names, z, zbar = program.names, program.values(at, **inputs), [None] * len(program)
    for i, price in seeds(program, seed):
        before = 0 if zbar[i] is None else zbar[i]
        zbar[i] = before + price
        yield Step("seed", names[i], before, zbar[i])
    for i in reversed(range(program.d, len(program))):
        for slot, k in enumerate(program.slots[i]):
            if zbar[i] is not None and k >= 0:
                before = 0 if zbar[k] is None else zbar[k]
                partial = program.partial_of(i, slot, z)
                zbar[k] = before + zbar[i] * partial
                edge = names[i], zbar[i], partial, slot
                yield Step("reverse", names[k], before, zbar[k], *edge)


def seeds(program, seed):
    """Return ``(variable, seed)`` for each output that is a variable."""
    if not isinstance(seed, dict):
        if len(program.output_slots) != 1:
            known = listed(program.outputs)
            raise InputError(f"{program.title} has the outputs {known}: give the seed as a dict over them")
        return [(i, checked_number(seed, "the seed")) for i in program.output_slots if i >= 0]
    for name in seed:
        if name not in program.outputs:
            raise InputError(
                f"{program.title} has no output {short(name)}{closest(name, program.outputs)}: "
                f"it has {listed(program.outputs)}"
            )
    slots = dict(zip(program.outputs, program.output_slots, strict=True))  # a variable returned twice is one output
    return [(i, checked_number(seed[name], f"the seed of {name}")) for name, i in slots.items() if i >= 0 and name in seed]


def pull_back(program, z, seeded):
    """Return the list of adjoints at the values ``z``: the reverse sweep, values only.

    The same loop as ``reverse_sweep`` without a ``Step`` per edge; a test holds the two equal.
    """
    zbar, all_slots = [None] * len(program), program.slots
    for i, price in seeded:
        zbar[i] = price if zbar[i] is None else zbar[i] + price
    for i in reversed(range(program.d, len(program))):
        upstream = zbar[i]
        if upstream is not None:
            for slot, k in enumerate(all_slots[i]):
                if k >= 0:
                    share = upstream * program.partial_of(i, slot, z)
                    zbar[k] = share if zbar[k] is None else zbar[k] + share
    return [0 if u is None else u for u in zbar]


def primals(program, /, at=None, **inputs):
    """Return the value of every variable, by name, inputs included."""
    names = checked_program(program, "primals").names
    return dict(zip(names, program.values(at, **inputs), strict=False))


def tangents(program, /, direction, at=None, **inputs):
    """Return the tangent of every variable, by name, along ``direction`` (a dict over inputs)."""
    result = dict.fromkeys(checked_program(program, "tangents").names, 0)
    result.update((step.target, step.after) for step in tangent_sweep(program, direction, at, **inputs))
    return result


def adjoints(program, /, seed=1, at=None, **inputs):
    """Return the adjoint of every variable, by name; 0 where the output does not depend on it."""
    names = checked_program(program, "adjoints").names
    return dict(zip(names, pull_back(program, program.values(at, **inputs), seeds(program, seed)), strict=True))
