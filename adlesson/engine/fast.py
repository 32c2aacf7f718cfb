"""The same three sweeps, values only: no ``Step`` for each edge, which makes them about five times faster.

With this module you can

- fill in the values of all variables (``fill``);
- get all adjoints (``pull_back``) or all tangents (``push_forward``) as a list.

``sweeps`` is the text to read; what stands here is a twin of it, for whoever wants the numbers alone.  A test holds each
equal to its generator, on random programs too.  Where the fast way fails, the slow one is run again, to say at which
instruction.
"""

import operator

from .errors import LessonError, NumberError, reason
from .numbers.arrays import filled, is_array, own, quiet
from .ops import OPS


def fill(program, z):
    """Compute the value of every instruction into the list ``z``, in program order."""
    ops, all_slots, table = program.ops, program.slots, OPS
    for i in range(program.d, len(ops)):
        value, slots = table[ops[i]].value, all_slots[i]
        if len(slots) == 2:  # most have one or two arguments, and a list of them need not be made
            z[i] = value(z[slots[0]], z[slots[1]])
        elif len(slots) == 1:
            z[i] = value(z[slots[0]])
        else:
            z[i] = value(*[z[k] for k in slots])


def pull_back(program, z, seeded):
    """Return the list of adjoints at the values ``z``; ``seeded`` are pairs of a variable and its seed."""
    if program.shapes is None:
        try:
            return [0 if u is None else u for u in pull_back_numbers(program, z, seeded)]
        except LessonError:
            raise  # it is said, and who said it need not be called once more
        except (ArithmeticError, TypeError, ValueError):
            pass  # the loop below says which instruction it was
    zbar = [None] * len(program)
    for i, price in seeded:
        if zbar[i] is not None or moves(price):  # a seed of 0 pays nobody
            zbar[i] = price if zbar[i] is None else zbar[i] + price
    last = shares = None
    with quiet(program.shapes):
        for i, slot, k in program.edges_back(zbar):
            if i != last:
                last, shares = i, program.shares_of(i, zbar[i], z)
            share = shares[slot] if shares else product(program, i, zbar[i], program.partial_of(i, slot, z))
            zbar[k] = share if zbar[k] is None else combined(operator.add, program, i, zbar[k], share)
    shapes = program.shapes or [()] * len(zbar)
    zbar = [filled(shape, 0) if u is None else u for u, shape in zip(zbar, shapes, strict=True)]  # who is not paid has 0
    return own(zbar, others=[price for _, price in seeded]) if program.shapes else zbar  # two may share one array


def product(program, i, u, w):
    """Return ``u * w`` on an edge into instruction ``i``."""
    return combined(operator.mul, program, i, u, w)


def combined(compute, program, i, u, w):
    """Return ``compute(u, w)`` on an edge into instruction ``i``; what two numbers cannot give is a ``NumberError``.

    So end whole numbers that are too large for a float, and a ``Decimal`` beside a float.
    """
    try:
        return compute(u, w)
    except LessonError:
        raise
    except (ArithmeticError, TypeError, ValueError) as problem:
        remedy = "a number for each point of the batch" if isinstance(problem, ValueError) else "the inputs as floats"
        raise NumberError(
            f"a slope of {program.names[i]} = {program.written(i)} cannot be used: {reason(problem)}; give {remedy}"
        ) from None


def pull_back_numbers(program, z, seeded):
    """Do the same for a program of numbers, or a tape of them, in a loop written out; who is not paid keeps None."""
    ops, all_slots, zbar, table = program.ops, program.slots, [None] * len(program.ops), OPS
    for i, price in seeded:
        if zbar[i] is not None or (price if type(price) is int else moves(price)):  # a seed of 0 pays nobody
            zbar[i] = price if zbar[i] is None else zbar[i] + price
    for i in range(len(ops) - 1, program.d - 1, -1):
        upstream = zbar[i]
        if upstream is None:
            continue  # nobody has paid i, so i pays nobody
        op, slots = ops[i], all_slots[i]
        if op == "add":  # add and multiply are half of most programs, and need neither a call nor the table
            j, k = slots
            first = second = upstream
        elif op == "multiply":
            j, k = slots
            first, second = upstream * z[k], upstream * z[j]
        elif len(slots) == 1:
            j, k = slots[0], -1  # no second argument: -1 is never paid, like a constant
            first = upstream * table[op].partials[0](z[i], z[j])
        elif len(slots) == 2:
            j, k = slots
            u, w, (by_first, by_second) = z[j], z[k], table[op].partials
            first = upstream * by_first(z[i], u, w) if j >= 0 else None
            second = upstream * by_second(z[i], u, w) if k >= 0 else None
        else:
            u = [z[k] for k in slots]
            for k, partial in zip(slots, table[op].partials, strict=True):
                if k >= 0:
                    share = upstream * partial(z[i], *u)
                    zbar[k] = share if zbar[k] is None else zbar[k] + share
            continue
        if j >= 0:
            paid = zbar[j]
            zbar[j] = first if paid is None else paid + first
        if k >= 0:
            paid = zbar[k]
            zbar[k] = second if paid is None else paid + second
    return zbar


def push_forward(program, z, moving):
    """Return the list of tangents at the values ``z`` as the inputs move by ``moving``, a list."""
    if program.shapes is None:
        try:
            return push_forward_numbers(program, z, moving)
        except LessonError:
            raise
        except (ArithmeticError, TypeError, ValueError):
            pass  # the loop below says which instruction it was
    moved = reached(program, moving)
    zdot = [*moving, *at_rest(program, moved)]
    with quiet(program.shapes):
        for i in range(program.d, len(program)):
            for slot, k in program.edges(i):
                if moved[k]:
                    share = product(program, i, program.partial_of(i, slot, z), zdot[k])
                    zdot[i] = combined(operator.add, program, i, zdot[i], share)
    return zdot


def push_forward_numbers(program, z, moving):
    """Do the same for a program of numbers, in a loop written out; what no move reaches has None until the end."""
    ops, all_slots, table, zdot = program.ops, program.slots, OPS, [u if moves(u) else None for u in moving]
    for i in range(program.d, len(ops)):
        op, slots = ops[i], all_slots[i]
        if len(slots) == 1:
            udot = zdot[slots[0]] if slots[0] >= 0 else None
            zdot.append(None if udot is None else table[op].partials[0](z[i], z[slots[0]]) * udot)
            continue
        if len(slots) != 2:
            zdot.append(_pushed(program, i, z, zdot))
            continue
        j, k = slots
        udot, wdot = zdot[j] if j >= 0 else None, zdot[k] if k >= 0 else None
        if op == "multiply":
            udot, wdot = None if udot is None else z[k] * udot, None if wdot is None else z[j] * wdot
        elif op != "add" and not (udot is None and wdot is None):
            u, w, (by_first, by_second) = z[j], z[k], table[op].partials
            udot = None if udot is None else by_first(z[i], u, w) * udot
            wdot = None if wdot is None else by_second(z[i], u, w) * wdot
        zdot.append(wdot if udot is None else udot if wdot is None else udot + wdot)
    return [*moving, *(0 if u is None else u for u in zdot[program.d :])]


def _pushed(program, i, z, zdot):
    """Return the tangent of an instruction with another number of arguments; None if none of them moves."""
    u, found = [z[k] for k in program.slots[i]], None
    for slot, k in program.edges(i):
        if zdot[k] is not None:
            share = OPS[program.ops[i]].partials[slot](z[i], *u) * zdot[k]
            found = share if found is None else found + share
    return found


def at_rest(program, moved):
    """Return a 0 for each instruction, to which its tangent is added; the tangent itself, where nothing moves it."""
    return [0 if moved[i] else filled(program.shape_at(i), 0) for i in range(program.d, len(program))]


def moves(u):
    """Whether a seed moves anything: one of 0 does not, whatever slopes stand on its way, also infinite ones."""
    if isinstance(u, (int, float)):
        return u != 0
    return bool(u.any()) if is_array(u) else True


def reached(program, moving):
    """Return, for each variable, whether it moves as the inputs move by ``moving``: whether a path leads to it."""
    moved = [moves(u) for u in moving]
    for i in range(program.d, len(program)):
        moved.append(any(moved[k] for _, k in program.edges(i)))
    return moved
