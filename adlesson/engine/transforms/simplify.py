"""Take out of a program what changes nothing, as a person does who writes it down.

With this module you can

- drop multiplications by 1, additions of 0, first powers, double signs, and whatever nobody reads
  (``simplified``).

A traced reverse sweep is full of them: the seed is 1, and so are the partials of every sum.  The rules
change no result, not even in its last digit; but a product with the whole number 0 of the table counts as 0.

>>> from ..trace import trace
>>> simplified(trace(lambda x: 1 * x**1 + 0 * x, x=3.0))
x = 3.0  (input)
return x
"""

from ..program import Program
from ..tracing.names import Written
from .rewriting import Rewriting


def simplified(program, called=None, guard_lines=None):
    """Return an equal program without idle instructions.

    ``called`` maps variables of ``program`` to ``(name, line)``; where two become one, the earlier entry counts.
    ``guard_lines`` has a line for each guard.  Left out, both are those of ``program``.
    """
    new, place = Rewriting(program), list(range(program.d))

    def moved(slot):
        return place[slot] if slot >= 0 else new.constant(program.constants[~slot])

    for i in range(program.d, len(program)):
        place.append(new.rewritten(program.ops[i], tuple(map(moved, program.slots[i])), program.shape_at(i)))
    outputs = [moved(slot) for slot in program.output_slots]
    lines = [line for *_, line in program.guards] if guard_lines is None else guard_lines
    guards = [
        (name, moved(a), moved(b), outcome, line)
        for (name, a, b, outcome, _), line in zip(program.guards, lines, strict=True)
    ]
    guards = [guard for guard in guards if max(guard[1:3]) >= 0]  # constants compare as they did
    read = {*outputs, *(k for guard in guards for k in guard[1:3])}
    for i in range(len(new.ops) - 1, program.d - 1, -1):
        if i in read:
            read.update(new.slots[i])
    variables = [i for i in range(len(new.ops)) if i < program.d or i in read]
    constants = [c for c in range(len(new.constants)) if ~c in read]
    at = {i: k for k, i in enumerate(variables)} | {~c: ~k for k, c in enumerate(constants)}
    wanted = {}
    for i, name_and_line in (called or dict(enumerate(zip(program.names, program.lines, strict=True)))).items():
        wanted.setdefault(place[i], name_and_line)
    names, known = zip(*(wanted.get(i, (None, None)) for i in variables), strict=True) if variables else ((), ())
    return Program(
        ops=[new.ops[i] for i in variables],
        slots=[tuple(at[k] for k in new.slots[i]) for i in variables],
        constants=[new.constants[c] for c in constants],
        groups=program.groups,
        at=program.at,
        outputs=[at[k] for k in outputs],
        shape=program.shape,
        guards=[(name, at[a], at[b], outcome, line) for name, a, b, outcome, line in guards],
        shapes=tuple(new.shapes[i] for i in variables) if program.shapes else None,
        title=program.title,
        origin=Written(names, known),
    )
