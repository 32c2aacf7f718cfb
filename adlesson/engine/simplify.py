"""Take out of a program what changes nothing, as a person does who writes it down.

With this module you can

- drop multiplications by 1, additions of 0, first powers, double signs, and whatever nobody reads
  (``simplified``).

A traced reverse sweep is full of them: the seed is 1, and so are the partials of every sum.  The rules
change no result, not even in its last digit; but a product with the whole number 0 of the table counts as 0.

>>> from .trace import trace
>>> simplified(trace(lambda x: 1 * x**1 + 0 * x, x=3.0))
x = 3.0  (input)
return x
"""

from .arrays import is_array
from .names import Written
from .ops import OPS
from .program import Program


class _List:
    """The new list while it is being made, with the shape of each variable where there are arrays."""

    def __init__(self, program):
        self.old, self.constants = program, []
        self.ops, self.slots = ["input"] * program.d, [()] * program.d
        self.shapes = list(program.shapes[: program.d]) if program.shapes else None

    def constant(self, u):
        self.constants.append(u)
        return -len(self.constants)

    def append(self, op, slots, i):
        """Append an operation whose value has the shape of the old instruction ``i``."""
        if self.shapes:
            self.shapes.append(self.old.shapes[i])
        self.ops.append(op)
        self.slots.append(slots)
        return len(self.ops) - 1

    def is_int(self, slot, number):
        return slot < 0 and type(self.constants[~slot]) is int and self.constants[~slot] == number

    def fits(self, slot, i):
        """Whether the variable in a slot has the shape of the old instruction ``i``, so that it can stand for it."""
        return not self.shapes or (slot >= 0 and self.shapes[slot] == self.old.shapes[i])

    def under(self, op, slot):
        """Return what ``op`` was done to, if the variable in a slot is its result; else None."""
        return self.slots[slot][0] if slot >= 0 and self.ops[slot] == op else None

    def one_number(self, slot):
        """Return a constant slot for the number that fills a constant array, or None."""
        u = self.constants[~slot]
        return self.constant(u.flat[0].item()) if is_array(u) and (u == u.flat[0]).all() else None

    def rewritten(self, op, slots, i):
        """Return the slot of ``op(slots)``, which stands for the old instruction ``i``."""
        if all(k < 0 for k in slots) and op != "broadcast":
            return self.constant(OPS[op].value(*(self.constants[~k] for k in slots)))
        u, w = slots[0], slots[-1]
        if op == "power" and self.is_int(w, 1):
            return u
        if op == "negative" and self.under(op, u) is not None:
            return self.under(op, u)
        if op == "multiply":
            for factor, other in ((u, w), (w, u)):
                if self.is_int(factor, 0) and not self.shapes:
                    return factor
                if self.is_int(factor, 1) and self.fits(other, i):
                    return other
                if self.is_int(factor, -1) and self.fits(other, i):
                    return self.rewritten("negative", (other,), i)
                bare = self.under("negative", factor)
                if bare is not None:  # the sign of a product stands in front of it
                    pair = (bare, other) if factor is u else (other, bare)
                    return self.rewritten("negative", (self.rewritten(op, pair, i),), i)
        if op == "add" and self.is_int(u, 0) and self.fits(w, i):
            return w
        if op == "add" and self.under("negative", u) is not None:
            return self.rewritten("subtract", (w, self.under("negative", u)), i)
        if op in ("add", "subtract"):
            if self.is_int(w, 0) and self.fits(u, i):
                return u
            if self.under("negative", w) is not None:
                return self.rewritten("subtract" if op == "add" else "add", (u, self.under("negative", w)), i)
        if self.shapes and op in ("add", "subtract", "multiply", "divide"):  # they stretch their arguments themselves
            flat = [self.under("broadcast", k) if k >= 0 else self.one_number(k) for k in slots]
            if any(k >= 0 and stretched is None and self.fits(k, i) for k, stretched in zip(slots, flat, strict=True)):
                slots = tuple(k if stretched is None else stretched for k, stretched in zip(slots, flat, strict=True))
        return self.append(op, slots, i)


def simplified(program, names=None):
    """Return an equal program without idle instructions.

    ``names`` maps variables of ``program`` to names for them; where two become one, the earlier entry counts.
    """
    new, place = _List(program), list(range(program.d))
    names = dict(enumerate(program.names)) if names is None else names

    def moved(slot):
        return place[slot] if slot >= 0 else new.constant(program.constants[~slot])

    for i in range(program.d, len(program)):
        place.append(new.rewritten(program.ops[i], tuple(map(moved, program.slots[i])), i))
    outputs = [moved(slot) for slot in program.output_slots]
    guards = [(name, moved(a), moved(b), outcome, line) for name, a, b, outcome, line in program.guards]
    read = {k for k in outputs if k >= 0} | {k for _, a, b, _, _ in guards for k in (a, b) if k >= 0}
    for i in range(len(new.ops) - 1, program.d - 1, -1):
        if i in read:
            read.update(k for k in new.slots[i] if k >= 0)
    kept = [i for i in range(len(new.ops)) if i < program.d or i in read]
    at = {i: k for k, i in enumerate(kept)} | {~c: ~c for c in range(len(new.constants))}
    called, lines = {}, {}
    for i, name in names.items():
        called.setdefault(at.get(place[i]), name)
    for i, row in enumerate(place):
        lines.setdefault(at.get(row), program.lines[i])
    return Program(
        ops=[new.ops[i] for i in kept],
        slots=[tuple(at[k] for k in new.slots[i]) for i in kept],
        constants=new.constants,
        groups=program.groups,
        at=program.at,
        outputs=[at[k] for k in outputs],
        shape=program.shape,
        guards=[(name, at[a], at[b], outcome, line) for name, a, b, outcome, line in guards],
        shapes=tuple(new.shapes[i] for i in kept) if new.shapes else None,
        title=program.title,
        origin=Written([called.get(k) for k in range(len(kept))], [lines.get(k) for k in range(len(kept))]),
    )
