"""Take out of a program what changes nothing, as a person does who writes it down.

With this module you can

- drop multiplications by 1, additions of 0, first powers, double signs, whatever nobody reads, and what was computed
  before (``simplified``);
- see by which rules (``Rewriting``).

A traced reverse sweep is full of them: the seed is 1, and so are the partials of every sum.  The rules change no result,
not even in its last digit; but a product with the whole number 0 of the table counts as 0.  The whole numbers 0 and 1
are those of the table of operations.  A float 1.0 is a measured number, and stays.

>>> from ..trace import trace
>>> simplified(trace(lambda x: 1 * x**1 + 0 * x, x=3.0))
x = 3.0  (input)
return x
"""

from ..numbers.arrays import has_minus_zero, is_array, kept, quiet, shape_of
from ..numbers.nesting import leaves, mapped
from ..ops import OPS
from ..program import Program
from ..tracing.names import Written, wanted_again


def simplified(program, called=None, guard_lines=None, without_zeros=False):
    """Return an equal program without idle instructions.

    ``called`` maps variables of ``program`` to ``(name, line)``; where two become one, the earlier entry counts.
    ``guard_lines`` has a line for each guard.  Left out, both are those of ``program``.  ``without_zeros`` leaves out what
    is always 0 of the dict that it returns.
    """
    new, place = Rewriting(program), list(range(program.d))

    def moved(slot):
        return place[slot] if slot >= 0 else new.constant(program.constants[~slot])

    for i in range(program.d, len(program)):
        place.append(new.rewritten(program.ops[i], tuple(map(moved, program.slots[i])), program.shape_at(i)))
    returns = mapped(moved, program.returns)
    if without_zeros:
        returns = {key: slot for key, slot in returns.items() if not new.is_zero(slot)}
    lines = [line for *_, line in program.guards] if guard_lines is None else guard_lines
    guards = [
        (name, moved(a), moved(b), outcome, line)
        for (name, a, b, outcome, _), line in zip(program.guards, lines, strict=True)
    ]
    guards = [guard for guard in guards if max(guard[1:3]) >= 0]  # constants compare as they did
    read = {*leaves(returns), *(k for guard in guards for k in guard[1:3])}
    for i in range(len(new.ops) - 1, program.d - 1, -1):
        if i in read:
            read.update(new.slots[i])
    variables = [i for i in range(len(new.ops)) if i < program.d or i in read]
    constants = [c for c in range(len(new.constants)) if ~c in read]
    at = {i: k for k, i in enumerate(variables)} | {~c: ~k for k, c in enumerate(constants)}
    wanted = {}
    for i, name_and_line in (called or dict(enumerate(zip(wanted_again(program), program.lines, strict=True)))).items():
        wanted.setdefault(place[i], name_and_line)
    names, known = zip(*(wanted.get(i, (None, None)) for i in variables), strict=True) if variables else ((), ())
    return Program(
        ops=[new.ops[i] for i in variables],
        slots=[tuple(at[k] for k in new.slots[i]) for i in variables],
        constants=[new.constants[c] for c in constants],
        takes=program.takes,
        at=program.example,
        returns=mapped(at.__getitem__, returns),
        guards=[(name, at[a], at[b], outcome, line) for name, a, b, outcome, line in guards],
        shapes=tuple(new.shapes[i] for i in variables) if program.shapes else None,
        title=program.title,
        origin=Written(names, known),
    )


class Rewriting:
    """The new list while it is being made; ``shape`` is always that of the result."""

    def __init__(self, program):
        self.constants, self.ops, self.slots = [], ["input"] * program.d, [()] * program.d
        self.shapes, self.known, self.arrays = [program.shape_at(k) for k in range(program.d)], {}, {}

    def constant(self, u):
        """Return the slot of a constant; an array that is there twice is kept once."""
        if is_array(u):
            place = u.shape, u.strides, hash(u.tobytes())
            u = self.arrays[place] = kept(u, self.arrays.get(place))
        self.constants.append(u)
        return -len(self.constants)

    def append(self, op, slots, shape):
        """Return the slot of an instruction: a new one, or that of the same operation on the same slots."""
        key = op, tuple(map(self.value_in, slots))
        if self.known.setdefault(key, len(self.ops)) < len(self.ops) and OPS[op].home:  # one of your own may be a dice
            return self.known[key]
        self.ops.append(op)
        self.slots.append(slots)
        self.shapes.append(shape)
        return len(self.ops) - 1

    def value_in(self, slot):
        """Return what equal slots have in common: a number with its kind, the array that is kept, else the slot itself."""
        u = self.constants[~slot] if slot < 0 else None
        if is_array(u):
            return "array", id(u)
        return (type(u), u) if type(u) in (int, float) and u != 0 else slot  # there are two floats 0.0

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
        if not u.size:
            return None
        first = u.flat[0].item()
        if first == 0 and has_minus_zero(u):  # the 0 of the table has no sign
            return None
        whole = isinstance(first, float) and first.is_integer() and first != 0  # 0.0 is measured, as among numbers
        return self.constant(int(first) if whole else first) if (u == first).all() else None

    def rewritten(self, op, slots, shape):
        """Return the slot of ``op(slots)``."""
        row = OPS[op]
        if any(map(self.is_zero, slots[: row.linear])):  # not its options: an axis may well be 0
            return self.broadcast(self.constant(0), shape)
        if all(k < 0 for k in slots) and op != "broadcast":
            with quiet(shape):
                return self.constant(row.value(*(self.constants[~k] for k in slots)))
        shorter = getattr(self, f"shorter_{op}", None)
        found = shorter(shape, *slots) if shorter else None
        if found is None and shape and len(slots) == 2 and row.sign in ("+", "-", "*", "/"):  # these stretch a number
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

    # --- one rule for an operation, named after it: the slot of the same result, or None ---

    def shorter_power(self, shape, u, w):
        return u if self.is_int(w, 1) else None

    def shorter_heaviside(self, shape, u):
        if u >= 0 and self.ops[u] == "subtract" and len({*self.slots[u]}) == 1:
            return self.broadcast(self.constant(0), shape)  # which of u and u is larger: also of two infinities neither

    def shorter_negative(self, shape, u):
        return self.under("negative", u)

    def shorter_transpose(self, shape, u, axes):
        bare = self.under("transpose", u)
        if bare is None:
            return None
        count = range(len(shape))
        order, again = (self.constants[~k] or count[::-1] for k in (self.slots[u][1], axes))
        order = tuple(order[k] for k in again)
        return bare if order == (*count,) else self.append("transpose", (bare, self.constant(order)), shape)

    def shorter_where(self, shape, mask, x, y):
        numbers = [k if self.number_in(k) is None else self.number_in(k) for k in (x, y)]
        return self.append("where", (mask, *numbers), shape) if self.fits(mask, shape) and numbers != [x, y] else None

    def shorter_reshape(self, shape, u, _):
        bare = self.under("reshape", u)
        if bare is not None:
            return self.rewritten("reshape", (bare, self.constant(shape)), shape)
        return u if self.fits(u, shape) else None

    def shorter_multiply(self, shape, u, w):
        for factor, other in ((u, w), (w, u)):
            if self.is_int(factor, 1):
                return other
            if self.is_int(factor, -1):
                return self.rewritten("negative", (other,), shape)
            bare = self.under("negative", factor)
            if bare is not None:  # the sign of a product stands in front of it
                pair = (bare, other) if factor is u else (other, bare)
                return self.rewritten("negative", (self.rewritten("multiply", pair, shape),), shape)

    def shorter_add(self, shape, u, w):
        for one, other in ((u, w), (w, u)):
            if self.is_zero(one) and self.fits(other, shape):
                return other
        for one, other in ((u, w), (w, u)):
            bare = self.under("negative", one)
            if bare is not None:
                return self.rewritten("subtract", (other, bare), shape)

    def shorter_subtract(self, shape, u, w):
        if self.is_zero(w) and self.fits(u, shape):
            return u
        bare = self.under("negative", w)
        return None if bare is None else self.rewritten("add", (u, bare), shape)
