"""The rules by which a list of instructions is made shorter without another result.

With this module you can

- see what a person leaves out: a multiplication by 1, an addition of 0, a first power, a double sign, an array
  of ones that only stretches a number (``Rewriting.rewritten``).

The whole numbers 0 and 1 are those of the table of operations.  A float 1.0 is a measured number, and stays.

>>> from ..trace import trace
>>> new = Rewriting(trace(lambda x: x, x=3.0))
>>> new.rewritten("multiply", (0, new.constant(1)), ()), new.rewritten("multiply", (0, new.constant(2)), ())
(0, 1)
"""

from ..numbers.arrays import is_array, kept, quiet, shape_of
from ..ops import OPS

LINEAR = dict.fromkeys(("sum", "mean", "transpose", "reshape", "index", "place", "negative"), 1) | {"matmul": 2, "outer": 2}
STRETCHING = {"add", "subtract", "multiply", "divide"}  # they fit a number to an array themselves


class Rewriting:
    """The new list while it is being made; ``shape`` is always that of the result."""

    def __init__(self, program):
        self.constants, self.ops, self.slots = [], ["input"] * program.d, [()] * program.d
        self.shapes = [program.shape_at(k) for k in range(program.d)]

    def constant(self, u):
        self.constants.append(kept(u))
        return -len(self.constants)

    def append(self, op, slots, shape):
        self.ops.append(op)
        self.slots.append(slots)
        self.shapes.append(shape)
        return len(self.ops) - 1

    def broadcast(self, number, shape):
        """Return the slot of a number that fills a shape."""
        return self.append("broadcast", (number, self.constant(shape)), shape) if shape else number

    def is_int(self, slot, number):
        return slot < 0 and type(self.constants[~slot]) is int and self.constants[~slot] == number

    def is_zero(self, slot):
        number = self.number_in(slot)
        return self.is_int(slot if number is None else number, 0)

    def fits(self, slot, shape):
        """Whether what is in a slot has this shape, so that it can stand for the result."""
        return (self.shapes[slot] if slot >= 0 else shape_of(self.constants[~slot])) == shape

    def under(self, op, slot):
        """Return what ``op`` was done to, if the variable in a slot is its result; else None."""
        return self.slots[slot][0] if slot >= 0 and self.ops[slot] == op else None

    def number_in(self, slot):
        """Return the slot of what fills an array, or None."""
        u = self.constants[~slot] if slot < 0 else None
        if not is_array(u):
            return self.under("broadcast", slot)
        first = u.flat[0].item()
        whole = isinstance(first, float) and first.is_integer()
        return self.constant(int(first) if whole else first) if (u == first).all() else None

    def rewritten(self, op, slots, shape):
        """Return the slot of ``op(slots)``."""
        if all(k < 0 for k in slots) and op != "broadcast":
            with quiet(shape):
                return self.constant(OPS[op].value(*(self.constants[~k] for k in slots)))
        if any(map(self.is_zero, slots[: LINEAR.get(op, 0)])):  # not its options: an axis may well be 0
            return self.broadcast(self.constant(0), shape)
        found = RULES[op](self, shape, *slots) if op in RULES else None
        if found is None and shape and op in STRETCHING:
            found = self.stretched(op, slots, shape)
        return self.append(op, slots, shape) if found is None else found

    def stretched(self, op, slots, shape):
        """Return the slot of an operation on an array and what fills another; None if neither is filled."""
        for k, (filled, other) in enumerate((slots, slots[::-1])):
            number = self.number_in(filled)
            if number is not None and number != filled:
                pair = (number, other) if k == 0 else (other, number)
                if self.fits(other, shape):
                    return self.rewritten(op, pair, shape)
                if number < 0 and other >= 0:
                    return self.broadcast(self.rewritten(op, pair, self.shapes[other]), shape)

    def power(self, shape, u, w):
        return u if self.is_int(w, 1) else None

    def negative(self, shape, u):
        return self.under("negative", u)

    def transpose(self, shape, u):
        return self.under("transpose", u)

    def reshape(self, shape, u, _):
        bare = self.under("reshape", u)
        if bare is not None:
            return self.rewritten("reshape", (bare, self.constant(shape)), shape)
        return u if self.fits(u, shape) else None

    def multiply(self, shape, u, w):
        for factor, other in ((u, w), (w, u)):
            if self.is_zero(factor):
                return self.broadcast(self.constant(0), shape)
            if self.is_int(factor, 1):
                return other
            if self.is_int(factor, -1):
                return self.rewritten("negative", (other,), shape)
            bare = self.under("negative", factor)
            if bare is not None:  # the sign of a product stands in front of it
                pair = (bare, other) if factor is u else (other, bare)
                return self.rewritten("negative", (self.rewritten("multiply", pair, shape),), shape)

    def add(self, shape, u, w):
        for one, other in ((u, w), (w, u)):
            if self.is_zero(one) and self.fits(other, shape):
                return other
        for one, other in ((u, w), (w, u)):
            bare = self.under("negative", one)
            if bare is not None:
                return self.rewritten("subtract", (other, bare), shape)

    def subtract(self, shape, u, w):
        if self.is_zero(w) and self.fits(u, shape):
            return u
        bare = self.under("negative", w)
        return None if bare is None else self.rewritten("add", (u, bare), shape)


RULES = {
    name: vars(Rewriting)[name] for name in ("power", "negative", "transpose", "reshape", "multiply", "add", "subtract")
}
