"""Expression swell: how large the formula of a derivative gets, and how small it is once parts are shared.

With this module you can

- count the formula of a program and of its derivatives, written out or shared (``swell``).

A formula is counted in nodes: one for each operation, number and input that is written.  Nothing is simplified: a
derivative is the rule of the table for every argument, a number's too, so 4 * l gives l * 0 + 4 * l'.  Three things are
left out as in school: a slope of 1, the 1 of a slope of -1, and the derivative of a number in an exponent.

Nothing is built, either.  A ``Formula`` is one more kind of number: run a rule of the table on it, and what comes out
is a count.  The counts of a line follow from those of the lines it reads, so 2 ** 60 nodes take no time.

>>> from ..engine.samples.examples import logistic_map
>>> from ..engine.trace import trace
>>> swell(trace(logistic_map, x=0.3))
formula  tree  shared  program
f          43      12       10
df/dx     217      34       20
"""

import math

from ..engine.derivatives import one_output
from ..engine.fence import fence
from ..engine.numbers.operand import Operand
from ..engine.ops import OPS
from ..engine.program import scalars_only
from ..engine.transforms.gradients import gradient_program

MOST = 200_000  # inputs times variables: some seconds
MOST_WRITTEN = 20_000  # variables of a program whose gradient program is written to see its length


class Swell:
    """Sizes of a formula and of its derivatives: a list of dicts in ``rows``, with whole numbers of any length."""

    caption = "Nodes as a tree; distinct nodes, those of f included; variables of the program for value and gradient"

    def __init__(self, rows):
        self.rows = rows

    def __repr__(self):
        lines = [list(self.rows[0]), *([_written(u) for u in row.values()] for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        words = [[line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])] for line in lines]
        return "\n".join("  ".join(row).rstrip() for row in words)


def _written(u):
    if not isinstance(u, int):
        return u or ""
    power = math.log10(u)
    return f"{u:,}" if power < 21 else f"{10 ** (power % 1):.3f}e+{int(power)}"


def swell(program):
    """Return a ``Swell``: the sizes of ``f`` and of its derivative by each input, for a program with one output.

    ``tree`` counts all that is written; ``shared`` counts what differs, in the formula and ``f`` together; ``program``
    counts the variables of the program and, in the last row, of its gradient program (None if that is too long).
    Raises ``InputError`` for a program of arrays, of several outputs, or too large to count.
    """
    p = one_output(scalars_only(program, "swell"), None, {})
    things = f"counts to make, one per input ({p.d:,}) and variable ({len(p):,})"
    fence(p.title, p.d * len(p), MOST, "swell makes", "take fewer inputs or a shorter list", things)
    rows = [_row("f", *_count(p, None, {}), len(p))]
    rows += [_row(f"df/d{name}", *_count(p, j, {})) for j, name in enumerate(p.inputs)]
    if p.d > 1:
        distinct = {}
        tree = sum(_count(p, j, distinct)[0] for j in range(p.d))
        rows.append(_row("gradient", tree, len(distinct)))
    if p.d and len(p) <= MOST_WRITTEN:
        rows[-1]["program"] = len(gradient_program(p))
    return Swell(rows)


def _row(formula, tree, shared, program=None):
    return {"formula": formula, "tree": tree, "shared": shared, "program": program}


class Formula(Operand):
    """A formula that is counted, not kept: the ``nodes`` of its tree, and its ``place`` among the ``distinct`` ones."""

    __slots__ = ("distinct", "nodes", "place")

    def __init__(self, distinct, what, *parts):
        self.distinct, self.nodes = distinct, 1 + sum(part.nodes for part in parts)
        self.place = distinct.setdefault((what, *[part.place for part in parts]), len(distinct))

    @staticmethod
    def apply_op(op, args, options=()):
        """Count an operation on formulas and numbers (called by the table's functions)."""
        distinct = next(u.distinct for u in args if type(u) is Formula)
        return Formula(distinct, op, *[u if type(u) is Formula else _number(distinct, u) for u in args])


def _number(distinct, u):
    return Formula(distinct, ("number", u))


def _count(p, by, distinct):
    """Return the nodes in the tree of ``p``, or of its derivative by input ``by``, and how many are ``distinct`` by now."""
    (output,), f, slope = p.output_slots, {}, {}
    if output < 0:
        f[output], slope[output] = _number(distinct, p.constants[~output]), by is not None and _number(distinct, 0)
    lines = _needed(p, output)
    last_read = {k: i for i in lines for k in p.slots[i]}
    for i in lines:
        slots = p.slots[i]
        args = [f[k] if k >= 0 else _number(distinct, p.constants[~k]) for k in slots]
        f[i] = Formula(distinct, p.ops[i] if args else p.inputs[i], *args)
        if by is not None:
            moving = slots[:1] if p.ops[i] == "power" and slots[1] < 0 else slots
            slopes = [slope[k] if k >= 0 else _number(distinct, 0) for k in moving]
            slope[i] = _derivative(p.ops[i], f[i], args, slopes) if args else _number(distinct, int(i == by))
        for k in slots:
            if k >= 0 and last_read[k] == i:  # a count may have thousands of digits: let it go
                f.pop(k, None)
                slope.pop(k, None)
    return (f if by is None else slope)[output].nodes, len(distinct)


def _needed(p, output):
    """Return the variables that the output depends on, in program order."""
    needed = {output}
    for i in reversed(range(len(p))):
        if i in needed:
            needed.update(p.slots[i])
    return sorted(k for k in needed if k >= 0)


def _derivative(op, v, args, slopes):
    """Return the derivative of ``v = op(args)``, written out, from the derivatives of the arguments."""
    total = None
    for slot, du in enumerate(slopes):
        partial = OPS[op].partials[slot](v, *args)
        if partial == -1:
            total = -du if total is None else total - du
        else:
            term = du if partial == 1 else partial * du
            total = term if total is None else total + term
    return total
