"""What a reverse sweep has to keep, and for how long.

With this module you can

- see which values each rule saves for the way back (``saves``): ``exp`` its output, ``x**2`` its input,
  ``10 * x`` and ``x + y`` nothing;
- see from when to when each value is needed, and how many are at once (``lifetimes``, ``held``).

Nothing here is a second table: the partials of the one table are run on a ``Mark``, a number that knows only
which variables it was made from.

>>> from ..samples.examples import running
>>> from ..trace import trace
>>> p = trace(running, x=0.25)
>>> for row, kept in zip(p.instructions, saves(p)):
...     print(row, " saves", *[p.names[k] for k in kept])
x = input  saves
a = exp(x)  saves a
b = a ** 2  saves a
c = a + b  saves
d = exp(c)  saves d
e = sin(c)  saves c
f = d + e  saves
>>> max(held(p, "tangent")), max(held(p))
(3, 5)
"""

from itertools import accumulate

from ..errors import InputError, short
from ..numbers.operand import Operand
from ..ops import OPS
from ..program import scalars_only


class Mark(Operand):
    """A number that knows only which variables it was made from: ``of``, a set of their indices."""

    __slots__ = ("of",)

    def __init__(self, of):
        self.of = frozenset(of)

    @staticmethod
    def apply_op(op, args, options=()):
        """Return the mark of anything computed from ``args`` (called by the table's functions)."""
        return Mark(k for u in args if type(u) is Mark for k in u.of)


def saves(program, /):
    """Return, per variable, the indices of the variables whose values its partials read; none for an input.

    Only the slots that a variable stands in have a partial: a constant needs none, and is always at hand.
    """
    scalars_only(program, "saves")
    return [() if i < program.d else _saved_by(program, i) for i in range(len(program))]


def _saved_by(program, i):
    partials = OPS[program.ops[i]].partials
    args = [Mark([k]) if k >= 0 else program.constants[~k] for k in program.slots[i]]
    made = [partials[slot](Mark([i]), *args) for slot, _ in program.edges(i)]
    return tuple(sorted(Mark.apply_op(None, made).of))


def lifetimes(program, sweep="reverse", /):
    """Return, per variable, the first and the last moment at which its value is needed.

    With ``m`` instructions the forward sweep takes the moments 0 .. m-1, one per instruction, and the reverse sweep
    m .. 2m-1, last instruction first.  Inputs are there at moment 0; an output is handed out when the forward
    sweep ends.  What the outputs do not depend on, no partial is computed for.  In forward mode, sweep
    ``"tangent"``, values and tangents go side by side and there is no way back.
    """
    kept, n, d = saves(program), len(program), program.d
    if sweep not in ("reverse", "tangent"):
        raise InputError(f"there is no sweep {short(sweep)} to keep values for: choose 'reverse' or 'tangent'")
    first = [max(i - d, 0) for i in range(n)]
    last = list(first)
    for i in range(d, n):
        for k in program.alpha(i):
            last[k] = max(last[k], i - d)
    wanted = {i for i in program.output_slots if i >= 0}
    for i in wanted:
        last[i] = max(n - d - 1, 0)
    if sweep == "reverse":
        for i in reversed(range(d, n)):
            if i in wanted:
                wanted.update(program.alpha(i))
                for k in kept[i]:
                    last[k] = 2 * (n - d) - 1 - (i - d)
    return list(zip(first, last, strict=True))


def held(program, sweep="reverse", /):
    """Return how many values are held at each moment, if each is freed as soon as its last reader is done.

    At the moment an instruction runs, what it reads and what it makes are held; see ``lifetimes`` for the moments.
    Tangents and adjoints come on top.  Our own sweeps keep all values to the end, which is simpler.
    """
    spans, m = lifetimes(program, sweep), len(program) - program.d
    change = [0] * (2 * m + 2)
    for start, end in spans:
        change[start] += 1
        change[end + 1] -= 1
    return list(accumulate(change))[: m if sweep == "tangent" else 2 * m]
