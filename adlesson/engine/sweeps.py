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

from .errors import InputError, NumberError, closest, listed, short
from .numbers.arrays import as_array, filled, own, quiet, shape_of
from .numbers.inputs import by_name, checked_value
from .ops import OPS
from .program import checked_program

PARTIALS = {name: op.partials for name, op in OPS.items()}


class Step(namedtuple("Step", "kind target before after source upstream partial slot", defaults=(None,) * 4)):
    """One assignment of a sweep.

    ``kind`` is ``input``, ``forward``, ``seed``, ``tangent`` or ``reverse``; ``target`` is the
    name of the variable whose primal, tangent or adjoint goes from ``before`` to ``after``.  For
    ``tangent`` and ``reverse`` steps one edge is crossed, ``after == before + upstream * partial``:
    ``upstream`` is the tangent or adjoint of ``source``, ``partial`` the derivative along the edge,
    ``slot`` the argument position it belongs to.  Where arrays meet, the partial may be a ``LinearMap``:
    a reverse step multiplies it from the left, a tangent step from the right, ``partial * upstream``.
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
    zdot = [*moving, *_at_rest(program)]
    for i in range(program.d):
        yield Step("seed", names[i], 0, zdot[i])
    for i in range(program.d, len(program)):
        for slot, k in enumerate(program.slots[i]):
            if k >= 0:  # a constant does not move
                before, partial = zdot[i], program.partial_of(i, slot, z)
                zdot[i] = before + partial * zdot[k]
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
        return [(i, _price(program, i, seed, "the seed")) for i in program.output_slots if i >= 0]
    for name in seed:
        if name not in program.outputs:
            raise InputError(
                f"{program.title} has no output {short(name)}{closest(name, program.outputs)}: "
                f"it has {listed(program.outputs)}"
            )
    slots = dict(zip(program.outputs, program.output_slots, strict=True))  # a variable returned twice is one output
    return [
        (i, _price(program, i, seed[name], f"the seed of {name}")) for name, i in slots.items() if i >= 0 and name in seed
    ]


def _price(program, i, seed, what):
    """Return a seed that fits output ``i``: a number for a number, an array of its shape for an array."""
    wanted = program.shapes[i] if program.shapes else ()
    seed = checked_value(as_array(seed, what) if isinstance(seed, (list, tuple)) and wanted else seed, what)
    if program.shapes and shape_of(seed) != wanted:
        raise InputError(
            f"{what} has the shape {shape_of(seed)}, and {program.names[i]} has {wanted}: give a price for each entry; "
            f"with 1 for each it is the gradient of {program.names[i]}.sum()"
        )
    return seed


def pull_back(program, z, seeded):
    """Return the list of adjoints at the values ``z``: the reverse sweep, values only.

    The loop of ``reverse_sweep`` without a ``Step`` per edge; a test holds the two equal.
    """
    if program.shapes is None:
        try:
            return [0 if u is None else u for u in pull_back_numbers(program, z, seeded)]
        except (ArithmeticError, TypeError, ValueError):
            pass  # the loop below says which instruction it was
    zbar = [None] * len(program)
    for i, price in seeded:
        zbar[i] = price if zbar[i] is None else zbar[i] + price
    with quiet(program.shapes):
        for i in range(len(program) - 1, program.d - 1, -1):
            if zbar[i] is not None:
                for k, share in shares(program, i, z, zbar[i]):
                    zbar[k] = share if zbar[k] is None else zbar[k] + share
    shapes = program.shapes or [()] * len(zbar)
    zbar = [filled(shape, 0) if u is None else u for u, shape in zip(zbar, shapes, strict=True)]
    return own(zbar, others=[price for _, price in seeded]) if program.shapes else zbar


def shares(program, i, z, upstream):
    """Yield ``(k, share)`` for each edge from a parent ``k`` to instruction ``i``: what ``i``, being paid, passes on."""
    for slot, k in enumerate(program.slots[i]):
        if k >= 0:
            yield k, product(program, i, upstream, program.partial_of(i, slot, z))


def product(program, i, u, w):
    """Return ``u * w`` on an edge into instruction ``i``; a whole number too large for a float is a ``NumberError``."""
    try:
        return u * w
    except OverflowError as problem:
        raise NumberError(
            f"a slope of {program.names[i]} = {program.written(i)} cannot be used: {problem}; give the inputs as floats"
        ) from None


def pull_back_numbers(program, z, seeded):
    """Do the same in a loop written out for speed, five times faster; a variable that nobody has paid keeps None."""
    ops, all_slots, zbar = program.ops, program.slots, [None] * len(program.ops)
    for i, price in seeded:
        zbar[i] = price if zbar[i] is None else zbar[i] + price
    for i in range(len(ops) - 1, program.d - 1, -1):
        upstream = zbar[i]
        if upstream is None:
            continue
        op, slots = ops[i], all_slots[i]
        if op == "add":
            j, k = slots
            first = second = upstream
        elif op == "multiply":
            j, k = slots
            first, second = upstream * z[k], upstream * z[j]
        elif len(slots) == 1:
            j, k = slots[0], -1
            first = upstream * PARTIALS[op][0](z[i], z[j])
        else:
            j, k = slots
            u, w, (by_first, by_second) = z[j], z[k], PARTIALS[op]
            first = upstream * by_first(z[i], u, w) if j >= 0 else None
            second = upstream * by_second(z[i], u, w) if k >= 0 else None
        if j >= 0:
            paid = zbar[j]
            zbar[j] = first if paid is None else paid + first
        if k >= 0:
            paid = zbar[k]
            zbar[k] = second if paid is None else paid + second
    return zbar


def push_forward(program, z, moving):
    """Return the list of tangents at the values ``z`` as the inputs move by ``moving``: the tangent sweep, values only."""
    zdot = [*moving, *_at_rest(program)]
    with quiet(program.shapes):
        for i in range(program.d, len(program)):
            for slot, k in enumerate(program.slots[i]):
                if k >= 0:
                    zdot[i] = zdot[i] + product(program, i, program.partial_of(i, slot, z), zdot[k])
    return zdot


def _at_rest(program):
    """Return a 0 for each instruction, to which its tangent is added; zeros, if it reads constants only."""
    if program.shapes is None:
        return [0] * (len(program) - program.d)
    rows = zip(program.slots[program.d :], program.shapes[program.d :], strict=True)
    return [0 if max(slots) >= 0 else filled(shape, 0) for slots, shape in rows]


def primals(program, /, at=None, **inputs):
    """Return the value of every variable, by name, inputs included."""
    names = checked_program(program, "primals").names
    return dict(zip(names, program.values(at, **inputs), strict=False))


def tangents(program, /, direction, at=None, **inputs):
    """Return the tangent of every variable, by name, along ``direction`` (a dict over inputs)."""
    names, z = checked_program(program, "tangents").names, program.values(at, **inputs)
    moving = program.bind(direction, default=0, what="input (in direction)")
    return dict(zip(names, push_forward(program, z, moving), strict=True))


def adjoints(program, /, seed=1, at=None, **inputs):
    """Return the adjoint of every variable, by name; 0 where the output does not depend on it."""
    names = checked_program(program, "adjoints").names
    return dict(zip(names, pull_back(program, program.values(at, **inputs), seeds(program, seed)), strict=True))
