"""What the steps of a sweep ask: predict the number first, then see it.

With this module you can

- get the question of each step (``questions``): the words, what an answer is compared with, and from which level on a
  faded sweep asks it;
- get what the slips say that give the known wrong numbers (``sayings``).

>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> here = Evaluation(trace(lambda x: x * x, x=5))
>>> for row in questions(here, here.reverse):
...     print(row["question"], row["expected"], row["blank"])
The sweep starts at the output. How far does f move per unit of itself? 1 3
f sends x its share for argument 1. What does the adjoint of x become? 5 3
f sends x its share for argument 2. What does the adjoint of x become? 10 1
"""

from ...engine.mistakes.steps import edge_slips, seed_slips, swept_slips, value_slips
from ...engine.mistakes.table import slips
from ...engine.ops import OPS
from ..writing.numerals import on_screen
from .expected import expected
from .question_texts import at_edge, at_seed, at_value

LARGE = 100  # variables; of more, a question has no formulas to choose from, and no sweeps that went wrong all along


def questions(here, steps):
    """Return, for each of the ``steps`` of one sweep of an ``Evaluation``, its question, or None where there is none.

    Only numbers are asked for: not inputs and their tangents, not what is not finite, and nothing where there are arrays.
    """
    program, z = here.program, here.z
    if program.shapes is not None:
        return [None] * len(steps)
    final = {step.target: step.after for step in steps}
    back = any(step.kind == "reverse" for step in steps)
    seeded = [(step.target_index, step.after) for step in steps if step.kind == "seed"]
    swept = iter(swept_slips(program, z, seeded) if back and len(program) <= LARGE else ())
    rows, paid = [], set()
    for step in steps:
        i, words, numbers = step.target_index, None, None
        if step.kind == "forward":
            words = at_value(program, z, i)
            numbers = expected(step.after, _seen_value(program, z, i), value_slips(program, z, i))
        elif step.kind in ("tangent", "reverse"):
            words = at_edge(program, z, step, step.target in paid, len(program) <= LARGE)
            wrong = edge_slips(program, z, step, final[step.target]) + next(swept, [])
            numbers = expected(step.after, _seen_sum(program, z, step), wrong)
            paid.add(step.target)
        elif step.kind == "seed" and back:
            words, numbers = at_seed(step.target), expected(step.after, None, seed_slips(z, i))
        rows.append(words | numbers if numbers else None)
    return faded(rows, steps)


def faded(rows, steps):
    """Give each question the level from which on a faded sweep asks it.

    Adding up fades first: 1 for the last share of each sum (of the sweep, if there is no sum), 3 for the first edge and
    the seed, 2 for all others.
    """
    asked = [k for k, row in enumerate(rows) if row]
    crossed, shares = [k for k in asked if steps[k].kind != "seed"], {}
    for k in crossed:
        shares.setdefault(steps[k].target, []).append(k)
    last = [found[-1] for found in shares.values() if len(found) > 1] or crossed[-1:]
    for k in asked:
        rows[k]["blank"] = 1 if k in last else 3 if k not in crossed[1:] else 2
    return rows


def sayings(rows, own=()):
    """Return ``{name: {"says", "idea"}}`` for the slips that occur in the questions ``rows``; ``own`` are a mode's own."""
    names = dict.fromkeys(name for row in rows if row for _, found in row["wrong"] for name in found)
    known = slips() | {slip.name: slip for slip in own}
    return {name: {"says": known[name].says, "idea": known[name].idea} for name in names}


# --- what the numbers on the screen would give --------------------------------------------------


def _seen_value(program, z, i):
    return _tried(OPS[program.ops[i]].value, *[z[k] for k in program.slots[i]])


def _seen_sum(program, z, step):
    i = step.instruction
    partial = _tried(OPS[program.ops[i]].partials[step.slot], z[i], *[z[k] for k in program.slots[i]])
    return None if partial is None else on_screen(step.before) + on_screen(step.upstream) * partial


def _tried(function, *args):
    try:
        return function(*map(on_screen, args))
    except ArithmeticError:
        return None
