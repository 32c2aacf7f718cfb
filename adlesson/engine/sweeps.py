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
from .ops import OPS
from .program import by_name, checked_number


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

    Formula: z_i = f_i(z_alpha(i)), i = d+1 .. n (Vieira 2017).  Raises ``GuardError`` at the end if
    another branch would have been taken.
    """
    names, n = program.names, len(program)
    z = [*program.bind(by_name(at, inputs)), *[None] * (n - len(program.inputs)), *reversed(program._constants)]
    for i in range(n):
        if program._ops[i] == "input":
            yield Step("input", names[i], None, z[i])
        else:
            z[i] = program.value_of(i, z)
            yield Step("forward", names[i], None, z[i])
    program.check_guards(z)


def tangent_sweep(program, /, direction, at=None, **inputs):
    """Yield a ``seed`` step per input, then a ``tangent`` step per edge, in program order.

    Formula: zdot_i = sum over the slots k of f_i of zdot_k * df_i/dz_k (Griewank & Walther 2008).
    ``direction`` is a dict over inputs; inputs left out do not move.
    """
    names, z = program.names, program.values(at, **inputs)
    zdot = [*program.bind(direction, default=0, what="input (in direction)"), *[0] * (len(program) - len(program.inputs))]
    for i, name in enumerate(program.inputs):
        yield Step("seed", name, 0, zdot[i])
    for i, slot, k, partial in edges(program, z):
        before = zdot[i]
        zdot[i] = before + zdot[k] * partial
        yield Step("tangent", names[i], before, zdot[i], names[k], zdot[k], partial, slot)


def reverse_sweep(program, /, seed=1, at=None, **inputs):
    """Yield a ``seed`` step per output, then a ``reverse`` step per edge, in reverse program order.

    Formula: zbar_j = sum over the slots that read z_j of zbar_i * df_i/dz_j (Griewank & Walther
    2008); the sum is made one addition at a time.  ``seed`` is the adjoint of the output: a number,
    or a dict over outputs.  A variable nobody has paid pays nobody.
    """
    names, z = program.names, program.values(at, **inputs)
    zbar = [None] * len(program)  # None: not paid yet, and if it stays so the output does not depend on it
    for i, price in seeds(program, seed):
        before = zbar[i] or 0
        zbar[i] = before + price
        yield Step("seed", names[i], before, zbar[i])
    for i, slot, k, partial in edges(program, z, reverse=True, wanted=zbar):
        before = 0 if zbar[k] is None else zbar[k]
        zbar[k] = before + zbar[i] * partial
        yield Step("reverse", names[k], before, zbar[k], names[i], zbar[i], partial, slot)


def edges(program, z, reverse=False, wanted=None):
    """Yield ``(i, slot, k, df_i/dz_k)`` per edge at the values ``z``, skipping ``i`` where ``wanted[i]`` is None."""
    rows = range(len(program))
    for i in reversed(rows) if reverse else rows:
        if program._ops[i] == "input" or (wanted is not None and wanted[i] is None):
            continue
        slots = program._slots[i]
        arguments, partials = [z[k] for k in slots], OPS[program._ops[i]].partials
        for slot, k in enumerate(slots):
            if k >= 0:
                yield i, slot, k, partials[slot](z[i], *arguments)


def seeds(program, seed):
    """Return ``(variable, seed)`` for each output that is a variable."""
    if not isinstance(seed, dict):
        if len(program._output_slots) != 1:
            known = listed(program.outputs)
            raise InputError(f"{program.title} has the outputs {known}: give the seed as a dict over them")
        return [(i, checked_number(seed, "the seed")) for i in program._output_slots if i >= 0]
    for name in seed:
        if name not in program.outputs:
            raise InputError(
                f"{program.title} has no output {short(name)}{closest(name, program.outputs)}: "
                f"it has {listed(program.outputs)}"
            )
    slots = dict(zip(program.outputs, program._output_slots, strict=True))  # a variable returned twice is one output
    return [(i, checked_number(seed[name], f"the seed of {name}")) for name, i in slots.items() if i >= 0 and name in seed]


def pull_back(program, z, seeded):
    """Return the list of adjoints at the values ``z``: the reverse sweep, values only.

    The same loop as ``reverse_sweep`` without a ``Step`` per edge; a test holds the two equal.
    """
    zbar, all_slots, ops = [None] * len(program), program._slots, program._ops
    for i, price in seeded:
        zbar[i] = price if zbar[i] is None else zbar[i] + price
    for i in range(len(program) - 1, len(program.inputs) - 1, -1):
        upstream, slots = zbar[i], all_slots[i]
        if upstream is None:
            continue
        arguments, partials = [z[k] for k in slots], OPS[ops[i]].partials
        for slot, k in enumerate(slots):
            if k >= 0:
                before = zbar[k]
                zbar[k] = (0 if before is None else before) + upstream * partials[slot](z[i], *arguments)
    return [0 if u is None else u for u in zbar]


def primals(program, /, at=None, **inputs):
    """Return the value of every variable, by name, inputs included."""
    return dict(zip(program.names, program.values(at, **inputs), strict=False))


def tangents(program, /, direction, at=None, **inputs):
    """Return the tangent of every variable, by name, along ``direction`` (a dict over inputs)."""
    result = dict.fromkeys(program.names, 0)
    result.update((step.target, step.after) for step in tangent_sweep(program, direction, at, **inputs))
    return result


def adjoints(program, /, seed=1, at=None, **inputs):
    """Return the adjoint of every variable, by name; 0 where the output does not depend on it."""
    zbar = pull_back(program, program.values(at, **inputs), seeds(program, seed))
    return dict(zip(program.names, zbar, strict=True))
