"""Notes that stand at a variable: where it first goes wrong, and where a slope is a convention.

With this module you can

- find the variable where the first NaN or infinity of a sweep is born (``wrong_value``, ``wrong_slope``);
- find the kinks a sweep runs over, where the table uses a slope that nothing else could tell (``kink``);
- get both for a picture (``notes``).

The first in the order of the sweep is where to look: what came before it is finite, and what comes after may be
no more than its consequence.

>>> from ...engine.parsing.parse import parse
>>> p = parse("log(x) * 0 + abs(x)", x=0)
>>> for note in notes(p, p.values()).values():
...     print(note.mark, "|", note.sentence)
⚠︎ first −∞ | a is where it first goes wrong: log(0) = −∞.
"""

from collections import namedtuple

from ...engine.cost.counting import run_partial
from ...engine.numbers.arrays import shape_of
from ...engine.numbers.choosing import at_largest
from ...engine.numbers.summing import standing, total
from ...engine.ops import OPS
from .formula import addition, as_letter, right_side, shape_at
from .numerals import is_zero, number, trouble

Note = namedtuple("Note", "index mark why sentence")
Note.__doc__ = "A note at variable ``index``: a ``mark`` for the box, ``why`` it stands there, and both as a ``sentence``."

SIGN = "⚠\N{VARIATION SELECTOR-15}"  # as text, not as a coloured picture


def notes(program, z, steps=(), places=None):
    """Return ``{variable: Note}`` for the values ``z``, and for the ``steps`` of a tangent or reverse sweep over them.

    Where ``places`` are given, kinks are looked for only there.
    """
    crossed = {step.instruction for step in steps if step.source}
    found = [kink(program, i, z) for i in (range(len(program)) if places is None else places) if i in crossed]
    found.append(wrong_value(program, z) or wrong_slope(program, steps))
    return {note.index: note for note in found if note}


def wrong_value(program, z):
    """Return a ``Note`` at the first variable whose value is not finite, or None."""
    for i, name in enumerate(program.names):
        what = trouble(z[i])
        if what:
            came = f"it came in as {number(z[i])}"
            computed = "" if i < program.d else right_side(program, i, lambda k: as_letter(z[k])).text
            return _first(i, what, name, f"{computed} = {number(z[i])}" if computed else came)


def wrong_slope(program, steps):
    """Return a ``Note`` at the first variable whose tangent or adjoint is not finite, or None."""
    for step in steps:
        note = wrong_step(program, step)
        if note:
            return note


def wrong_step(program, step):
    """Return a ``Note`` if this step of a sweep makes a tangent or an adjoint that is not finite, else None."""
    what = trouble(step.after)
    if not what:
        return None
    back = step.kind == "reverse"
    word, why = "adjoint" if back else "tangent", ""
    if step.source:
        i = step.instruction
        before = "" if is_zero(step.before) else f"{number(step.before)} + "
        why = f"{before}{addition(program, i, step, lambda name: f'the {word} of {name}')} = "
    return _first(step.target_index, what, step.target, f"its {word} is {why}{number(step.after)}")


def _first(i, what, name, why):
    return Note(i, f"{SIGN} first {what}", why, f"{name} is where it first goes wrong: {why}.")


def kink(program, i, z):
    """Return a ``Note`` if the operation of variable ``i`` has a kink at the values ``z``, else None."""
    op, slots = program.ops[i], program.slots[i]
    if op in ("amax", "amin"):
        return _tie(program, i, z)
    if not jumps(op, slots) or len(set(slots)) < len(slots):
        return None
    tied = z[slots[0]] == (z[slots[1]] if len(slots) == 2 else 0)
    if not (tied.any() if shape_at(program, i) else tied):
        return None
    used = {program.names[k]: OPS[op].partials[slot](*[0] * (1 + len(slots))) for slot, k in program.edges(i)}
    both = len(used) > 1
    what = ", ".join(f"{slope} for {name}" if both else f"{slope} is used" for name, slope in used.items())
    where = "entries at the kink" if shape_at(program, i) else "at the kink"
    sentence = f"{program.names[i]} stands at a kink of {op}, where the slope is a convention: {what}."
    return Note(i, f"{where}: {what}", "a convention", sentence)


def _tie(program, i, z):
    """Return a ``Note`` if several entries are the largest or smallest one of variable ``i``, else None."""
    u, axis = (z[k] for k in program.slots[i])
    if total((u == standing(z[i], axis, shape_of(u))) * 1) == total(at_largest(u, axis)):
        return None
    what = "1 for the last of equal entries, 0 for those before it"
    sentence = f"{program.names[i]} stands at a kink of {program.ops[i][1:]}, where the slope is a convention: {what}."
    return Note(i, f"equal entries: {what}", "a convention", sentence)


def jumps(op, slots):
    """Whether the slope of an operation jumps: its rule is made of one of the two step functions of the table."""
    if len(slots) != len(OPS[op].partials):
        return False  # an operation on whole arrays, whose options are not numbers
    return any({"sign", "heaviside"} & {*run_partial(op, slot)[1]} for slot in range(len(slots)))
