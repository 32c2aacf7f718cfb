"""The wrong numbers of one step of a sweep, and what each of them says about whoever gives it.

With this module you can

- get the numbers that slips give where a value is computed (``value_slips``);
- get those that misconceptions give where an edge is crossed (``edge_slips``), or at every step of a reverse sweep
  that goes wrong all along (``swept_slips``).

What each of them says stands in ``table``.  ``diagnose`` looks at the end of a sweep; here the learner stands in the
middle of it, with all the right numbers up to now in view.

>>> from ..sweeps import reverse_sweep
>>> from ..trace import trace
>>> square = trace(lambda x: x * x, x=5)
>>> *_, last = reverse_sweep(square)
>>> last.after, edge_slips(square, square.values(), last, 10)[:2]
(10, [('overwrote', 5), ('first path only', 5)])
"""

import contextlib

from .diagnose import wrong_payments
from .table import EVERYWHERE, MISTAKES, NO_NUMBER, VALUE_SLIPS


def edge_slips(program, z, step, final):
    """Return ``(name, number)`` for each slip at a step across an edge, likeliest first.

    ``z`` are the values of ``program``, one of numbers; ``final`` is the adjoint or tangent with which ``step.target``
    ends.  A number may be the right one by chance.
    """
    i = step.instruction
    op, v, u, found = program.ops[i], z[i], [z[k] for k in program.slots[i]], []
    for mistake in MISTAKES:
        with contextlib.suppress(*NO_NUMBER):  # some slips have no number here
            partial = mistake.partial(op, step.slot, v, u)
            found.append((mistake.name, mistake.pay(step.before or None, step.upstream, partial, v)))
    found += [("final already", final), ("wrong sign", -step.after), ("value for adjoint", z[step.target_index])]
    found.append(("value as slope", (step.before or 0) + step.upstream * z[step.target_index]))
    if step.before:  # else they are among the others already
        share = step.upstream * step.partial
        found += [("subtracted", step.before - share), ("partial alone", step.partial), ("upstream alone", step.upstream)]
    return found


def swept_slips(program, z, seeded):
    """Return, for each edge of a reverse sweep that starts from ``(variable, seed)`` pairs, the slips made all along."""
    rows = []
    for mistake in MISTAKES:
        zbar = [None] * len(program)
        for i, price in seeded:
            zbar[i] = price
        with contextlib.suppress(*NO_NUMBER):  # some sweeps cannot be carried on
            for n, number in enumerate(wrong_payments(program, z, mistake, zbar)):
                rows += [[]] if n == len(rows) else []
                rows[n].append((mistake.name + EVERYWHERE, number))
    return rows


def seed_slips(z, i):
    """Return the slips at the seed of the output ``i``."""
    return [("value for adjoint", z[i]), ("nothing yet", 0), ("wrong sign", -1)]


def value_slips(program, z, i):
    """Return ``(name, number)`` for each slip where the value of variable ``i`` is computed."""
    found = []
    for slip in VALUE_SLIPS:
        with contextlib.suppress(*NO_NUMBER):  # some slips have no number here
            found += [(slip.name, number) for number in slip.numbers(program, z, i)]
    return [*found, ("wrong sign", -z[i])]
