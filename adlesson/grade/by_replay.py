"""A traced function crosses as the list of what it did, and is done again on the other side.

With this module you can

- write a program down as plain lists and texts (``listing``);
- do again what a listing says, with other inputs, which may be traced themselves (``replayed``).

A listing that comes from a submission is data: it can name no operation that is not in the table.

>>> from ..engine.trace import trace
>>> listed = listing(trace(lambda x: x * x + 1, x=3))
>>> listed["ops"], listed["slots"], listed["constants"]
(['multiply', 'add'], [(0, 0), (1, -1)], [1])
>>> replayed(listed, [5])
26
"""

from ..engine.errors import InputError, short
from ..engine.numbers.nesting import mapped
from ..engine.ops import OPS

MOST = 5_000  # operations
LARGEST = 1000  # in size, of a whole number: powers of larger ones, and of these, may take for ever


def listing(program):
    """Return a ``Program`` of numbers as a dict of lists and texts: its operations, and the places they read from."""
    return {
        "takes": program.takes,
        "ops": list(program.ops[program.d :]),
        "slots": list(program.slots[program.d :]),
        "constants": list(program.constants),
        "returns": program.returns,
    }


def replayed(listing, inputs):
    """Return what the operations of a listing give for ``inputs``, a list; raise ``InputError`` where it makes no sense."""
    try:
        if not all(type(u) in (int, float) for u in listing["constants"]):
            raise InputError("a constant of a program is a number")
        ops, slots, constants = listing["ops"], listing["slots"], [small(u) for u in listing["constants"]]
        if own := sorted({op for op in ops if op not in OPS}):
            told = f"{short(own[0], 40)} is no operation of the lesson"
            raise InputError(f"{told}, and only these are graded: write it with sin, exp, + and the like")
        if len(ops) > MOST:
            raise InputError(f"a program of at most {MOST:,} operations is read")
        z = list(inputs)
        for op, places in zip(ops, slots, strict=True):
            z.append(small(OPS[op].value(*[_at(k, z, constants) for k in places])))
        return mapped(lambda k: _at(k, z, constants), listing["returns"])
    except (KeyError, IndexError, TypeError, AttributeError, ArithmeticError) as problem:
        raise InputError(f"this is no program: {type(problem).__name__}") from None


def _at(k, z, constants):
    """Return what stands at a place: a variable that is there already, or a constant."""
    return z[k] if k >= 0 else constants[~k]


def small(u):
    """Return a number; a whole one that is large becomes a float, which is no larger than others."""
    return float(u) if type(u) is int and abs(u) > LARGEST else u
