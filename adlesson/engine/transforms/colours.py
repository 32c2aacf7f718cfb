"""Several columns of a matrix of derivatives in one sweep, where no row reads two of them.

With this module you can

- see which outputs depend on which inputs (``pattern``), in one pass over the list;
- paint columns, or rows, so that those of one colour never meet (``painted``);
- get the whole matrix with one sweep for each colour (``by_colours``).

Let two inputs move at once.  An output that depends on one of them alone tells that slope; so inputs that no output
shares may move together (Curtis, Powell and Reid 1974).  Rows go the same way, by reverse sweeps.  A diagonal matrix of
any size takes one sweep.  An *arrow*, a diagonal with a full row and a full column, gains nothing: in its full row all
columns meet, and in its full column all rows.

A set is a whole number here, with bit k for member k: ``|`` joins two sets, ``&`` says what they share.

>>> painted([0b0011, 0b0110, 0b1100])  # columns 0 and 2 share no row
[[0, 2], [1]]
"""

import math

from ..fast import pull_back, push_forward
from ..fence import fence
from ..numbers.arrays import filled, stacked, units

MOST_STEPS, MOST_ENTRIES = 100_000_000, 50_000_000  # some seconds, and some 100 MB


def pattern(program, outputs):
    """Return, for each slot in ``outputs``, the set of the inputs that it may depend on.

    An array is one variable: what depends on one of its entries counts as depending on all of them.
    """
    sets = [1 << k for k in range(program.d)]
    for i in range(program.d, len(program)):
        found = 0
        for _, k in program.edges(i):
            found |= sets[k]
        sets.append(found)
    return [sets[i] if i >= 0 else 0 for i in outputs]


def turned(sets, count):
    """Return the same pattern by columns: for each of ``count`` inputs, the set of the outputs that depend on it."""
    columns = [0] * count
    for o, found in enumerate(sets):
        for k in members(found):
            columns[k] |= 1 << o
    return columns


def members(found):
    """Yield the members of a set, the smallest first."""
    while found:
        last = found & -found
        yield last.bit_length() - 1
        found ^= last


def painted(touched):
    """Return a list of places for each colour: no two of one colour touch the same.

    Place after place takes the first colour in which it meets nobody, and a new one where there is none.  What touches
    nothing needs no colour.
    """
    colours, taken = [], []
    for place, found in enumerate(touched):
        if found:
            colour = next((c for c, others in enumerate(taken) if not others & found), len(colours))
            if colour == len(colours):
                colours.append([])
                taken.append(0)
            colours[colour].append(place)
            taken[colour] |= found
    return colours


def fewer(program, outputs, reads):
    """Return ``(by_rows, colours)``: whether rows take fewer sweeps than columns, and the outputs, or inputs, of each.

    ``reads`` is the ``pattern``.  An array takes as many sweeps as it has entries, and stays together.
    """

    def swept(colours, places):
        return sum(max(math.prod(program.shape_at(places[j])) for j in colour) for colour in colours)

    rows, columns = painted(reads), painted(turned(reads, program.d))
    by_rows = swept(rows, outputs) <= swept(columns, range(program.d))
    return by_rows, rows if by_rows else columns


def checked_size(program, sweeps, entries):
    """Raise ``InputError`` if a matrix takes too many sweeps, or has too many entries: to be asked before any is made."""
    instead = "ask for one row with grad or vjp, or for one direction with jvp or hvp"
    things = f"steps to make in {sweeps:,} sweeps"
    fence(program.title, sweeps * len(program), MOST_STEPS, "a matrix of derivatives takes", instead, things)
    fence(program.title, entries, MOST_ENTRIES, "a matrix that is written out has", instead, "derivatives")


def by_colours(program, z, outputs):
    """Return the matrix, a list over ``outputs`` of lists over inputs, and its sweeps: over rows or columns, as fewer do."""
    reads = pattern(program, outputs)
    read_by = turned(reads, program.d)
    rows, columns = _lines(program, outputs, reads), _lines(program, range(program.d), read_by)
    by_rows, found = len(rows) <= len(columns), {}
    checked_size(program, min(len(rows), len(columns)), len(outputs) * program.d)
    for colour in rows if by_rows else columns:
        if by_rows:
            zbar = pull_back(program, z, [(outputs[o], unit) for o, unit in colour])
            told = [(o, k, zbar[k]) for o, _ in colour for k in members(reads[o])]
        else:
            moving = dict(colour)
            zdot = push_forward(program, z, [moving.get(k, filled(program.shape_at(k), 0)) for k in range(program.d)])
            told = [(o, k, zdot[outputs[o]]) for k, _ in colour for o in members(read_by[k])]
        for o, k, line in told:  # the entries of an array never share a colour, and get theirs in order
            found.setdefault((o, k), []).append(line)

    def block(o, k):
        tall, wide = program.shape_at(outputs[o]), program.shape_at(k)
        if (o, k) not in found:
            return filled((*tall, *wide), 0)
        return stacked(found[o, k], tall) if by_rows else stacked(found[o, k], wide, last=True)

    return [[block(o, k) for k in range(program.d)] for o in range(len(outputs))], min(len(rows), len(columns))


def _lines(program, places, touched):
    """Return, for each colour, pairs of one of ``places``, by number, and what to put there: 1, or an array with one 1."""
    lines = [(j, unit, touched[j]) for j, i in enumerate(places) for unit in units(program.shape_at(i))]
    return [[lines[k][:2] for k in colour] for colour in painted([found for *_, found in lines])]
