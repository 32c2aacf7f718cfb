"""Nudge a variable: what the output does if a little is added to one line of the program.

With this module you can

- get, for every variable, the output against the nudge, beside the straight line that its adjoint promises (``nudges``).

The nudge is added to the variable's own constraint, z_i = f_i(...) + epsilon, and all later lines run on.  So finite
differences, adjoints and, later in the lesson, multipliers are read off one picture.

>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> curve = nudges(Evaluation(trace(lambda x: x * x, x=3)))[0]
>>> curve["slope"], curve["rows"]
(6, [['0.1', '0.61', '0.6'], ['0.01', '0.0601', '0.06'], ['0.001', '0.006001', '0.006']])
>>> print(curve["text"])
Add 0.1 to x: f moves by 0.61. The adjoint of x is 6, so 6 × 0.1 = 0.6 was promised; with 0.001 it comes nearer.
"""

import math

from ...engine.ops import OPS
from ..picture.nudge_curve import nudge_curve
from ..writing.formula import factor
from ..writing.numerals import finite, number

MOST, POINTS = 100, (-1, -0.75, -0.5, -0.25, 0.25, 0.5, 0.75, 1)  # variables; parts of the largest nudge


def nudges(here):
    """Return, per variable, ``{"slope", "text", "svg", "rows"}``; None for a program with arrays or over 100 variables.

    ``rows`` are three nudges, what the output did, and the adjoint times the nudge, as text.
    """
    program = here.program
    if program.shapes is not None or len(program) > MOST:
        return None
    ((output, _),) = here.seeded
    return [_nudge(program, here.z, i, slope, output) for i, slope in enumerate(here.adjoints)]


def _nudge(program, z, i, slope, output):
    reach, name, result = _reach(z[i]), program.names[i], program.names[output]
    tilt = _product(slope, reach)
    later = _later(program, i)
    moves = {part: _move(program, z, i, part * reach, output, later) for part in (*POINTS, 0.1, 0.01)}
    rows = [[number(part * reach), number(moves[part]), number(tilt * part)] for part in (1, 0.1, 0.01)]
    text = f"Add {rows[0][0]} to {name}: {result} moves by {rows[0][1]}. The adjoint of {name} is {number(slope)}"
    if output not in later and output != i:
        text = f"Add {rows[0][0]} to {name}: {result} does not move. It does not depend on {name}, whose adjoint is 0."
    elif finite(moves[1]) is None or finite(slope) is None:
        text += ": there is nothing to compare."
    else:
        text += f", so {factor(number(slope))} × {rows[0][0]} = {rows[0][2]} was promised"
        off = [abs(moves[part] / part - tilt) for part in (1, 0.01)]
        nearer = "nearer" if off[1] < 0.2 * off[0] else "no nearer"
        text += "." if rows[0][1] == rows[0][2] else f"; with {rows[2][0]} it comes {nearer}."
    curve = [(part, moves[part]) for part in POINTS[:4]] + [(0, 0)] + [(part, moves[part]) for part in POINTS[4:]]
    label = f"{result} against a nudge of {name}, from {number(-reach)} to {rows[0][0]}: {rows[0][1]} at the end"
    return {"slope": finite(slope), "text": text, "svg": nudge_curve(curve, tilt, label), "rows": rows}


def _reach(u):
    """Return the largest nudge: a power of ten, about a tenth of the value."""
    size = abs(finite(u) or 1)
    return 10.0 ** (round(math.log10(size)) - 1)


def _product(slope, reach):
    try:
        return slope * reach
    except OverflowError:  # a whole number that no float holds
        return math.inf if slope > 0 else -math.inf


def _later(program, i):
    """Return the variables that depend on variable ``i``, in program order."""
    later = {}
    for k in range(max(i + 1, program.d), len(program)):
        if any(j == i or j in later for j in program.slots[k]):
            later[k] = True
    return list(later)


def _move(program, z, i, epsilon, output, later):
    """Return how far the output moves if ``epsilon`` is added to the line of variable ``i``."""
    start, z = z[output], [*z]
    try:
        z[i] = z[i] + epsilon
        for k in later:
            z[k] = OPS[program.ops[k]].value(*[z[j] for j in program.slots[k]])
        digits = 14 - math.floor(math.log10(max(abs(start), abs(z[output])) or 1))
        return round(z[output] - start, digits)  # what is beyond is the rounding of the two
    except (ArithmeticError, TypeError, ValueError):
        return math.nan
