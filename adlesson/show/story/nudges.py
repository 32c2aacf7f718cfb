"""Nudge a variable: where every later variable goes if a little is added to one line of the program.

With this module you can

- get, for every variable and each of six sizes, how far everything moves that depends on it (``nudges``).

The nudge is added to the variable's own line, z_i = f_i(...) + h, and all later lines run on.  So finite differences,
tangents, adjoints and, later in the lesson, multipliers are read off one picture.  What the result does is its slope times
the nudge, and a rest: the bend of the curve, which shrinks a hundred times where the nudge shrinks ten times.

Whole numbers and fractions are nudged by fractions, so that nothing is rounded on the way; floats by floats.

>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> of_x, of_f = nudges(Evaluation(trace(lambda x: x * x, x=3)))["of"]
>>> of_x["later"], of_x["slopes"], of_x["moves"][0][-2:], of_x["rest"][-2:]
([1], [6], [0.0601, 0.61], [0.0001, 0.01])
"""

import math
from fractions import Fraction

from ...engine.errors import GuardError, LessonError
from ...engine.ops import OPS
from ..writing.notes import jumps
from ..writing.numerals import finite, number

TENTHS = (Fraction(1, 10), Fraction(1, 100), Fraction(1, 1000))
SIZES = (*(-h for h in TENTHS), *reversed(TENTHS))
FAR = tuple(Fraction(n, 1000) for n in (-300, -200, -30, -3, 3, 30, 200, 300))  # where else the result's curve is drawn
MOST, ALL = 100, 30  # variables of a program that can be nudged; up to which all that moves is told, above the result alone
ELSEWHERE = "?"  # a value that is not known: the function would have run other lines


def nudges(here):
    """Return the data of the nudges (``contract.Nudges``); None for a program with arrays or over 100 variables."""
    program = here.program
    if program.shapes is not None or len(program) > MOST:
        return None
    ((output, _),) = here.seeded
    speeds = program.bind(here.direction, default=0) if here.direction else [1] + [0] * (program.d - 1)
    together = {k: speed for k, speed in enumerate(speeds) if speed}
    starts = [{i: 1} for i in range(len(program))] + [together] * (list(together.values()) != [1])
    partials = [_partial(here, i, slot) for _, i, slot in here.arrows]
    kinks = [k for k in range(program.d, len(program)) if jumps(program.ops[k], program.slots[k])]
    return {
        "sizes": [float(h) for h in SIZES],
        "far": [float(h) for h in FAR],
        "result": output,
        "few": len(program) > ALL,
        "was": [_place(u) for u in here.z[: len(program)]],
        "along": [_brief(speed, 6) for speed in speeds],
        "of": [_nudge(here, start, output, partials, kinks) for start in starts],
    }


def _partial(here, i, slot):
    try:
        return here.program.partial_of(i, slot, here.z)
    except LessonError:  # a number that no float holds
        return math.nan


def _nudge(here, start, output, partials, kinks):
    """Return what a nudge of the variables in ``start``, a dict with their speeds, does (``contract.Nudge``)."""
    program, z = here.program, here.z
    slopes = _slopes(here.arrows, start, partials)
    moving = [k for k in sorted(slopes) if k not in start]
    small, told = len(program) <= ALL, moving if len(start) == 1 else sorted(slopes)

    def run(h):
        return _run(program, z, start, moving, h)

    runs, reaches = [run(h) for h in SIZES], output in slopes
    sized = list(zip(runs, SIZES, strict=True))
    told = told if small else [k for k in told if k == output]
    far = [run(h) for h in FAR] if reaches and small else []
    return {
        "later": told,
        "slopes": [_brief(slopes[k], 6) for k in told],
        "moves": [[_move(z[k], after[k]) for after in runs] for k in told],
        "rest": [_rest(z[output], after[output], slopes[output], h) for after, h in sized if reaches],
        "kinks": [n for n, after in enumerate([*runs, *far]) if any(_crossed(program, z, after, k) for k in kinks)],
        "far": [_brief(_moved(z[output], after[output]), 4) for after in far],
    }


def _slopes(arrows, start, partials):
    """Return the tangents of all variables that depend on those in ``start``, as a dict."""
    tangents = dict(start)
    for (tail, head, _), partial in zip(arrows, partials, strict=True):
        if tail in tangents:
            tangents[head] = tangents.get(head, 0) + _product(partial, tangents[tail])
    return tangents


def _product(u, w):
    try:
        return u * w
    except (ArithmeticError, TypeError):  # no float holds it
        return math.nan


def _run(program, z, start, moving, h):
    """Return all values if the lines of the variables in ``start`` are given ``h`` times their speed."""
    z = [*z]
    for i, speed in start.items():
        z[i] = _sum(z[i], h if speed == 1 else h * speed)
    for k in moving:
        try:
            z[k] = OPS[program.ops[k]].value(*[z[j] for j in program.slots[k]])
        except (ArithmeticError, TypeError, ValueError):
            z[k] = math.nan
    try:
        program.check_guards(z)
    except GuardError:
        for k in moving:
            z[k] = None
    return z


def _sum(u, h):
    exact = isinstance(getattr(u, "numerator", None), int)
    try:
        return u + (h if exact else float(h))
    except (ArithmeticError, TypeError):
        return math.nan


def _moved(was, now, less=0):
    """Return how far a variable moved, but for what is ``less``; NaN if that is no number."""
    try:
        move = now - was
        if not isinstance(move, float) and not isinstance(less, float):
            return move - less
        digits = 13 - math.floor(math.log10(max(abs(was), abs(now), abs(less)) or 1))
        return round(move - float(less), digits)  # what is beyond is no more than rounding
    except (ArithmeticError, TypeError, ValueError):
        return math.nan


def _rest(was, now, slope, h):
    """Return what is left of a move if slope times nudge is taken off, or None."""
    return _brief(_moved(was, now, _product(slope, float(h) if isinstance(slope, float) else h)), 4)


def _move(was, now):
    """Return how far a variable moved, or where that is no number, as text what it is now."""
    if now is None:
        return ELSEWHERE
    move = _brief(_moved(was, now), 5)
    return _text(now) if move is None else move


def _place(u):
    place = _brief(u, 10)
    return _text(u) if place is None else place


def _text(u):
    return number(u if finite(u) is None else finite(u))


def _brief(u, digits):
    """Return a number with so many digits, two more where they say it exactly; None if it is not a finite one."""
    u = finite(u) if type(u) is not float else u if math.isfinite(u) else None  # finite takes its time
    if not u:
        return None if u is None else 0
    more = float(f"{u:.{digits + 2}g}")
    u = more if abs(more - u) <= 1e-12 * abs(u) else float(f"{u:.{digits}g}")
    return int(u) if abs(u) < 2**53 and u == int(u) else u


def _crossed(program, z, after, k):
    return _side(program, z, k) != _side(program, after, k)


def _side(program, z, k):
    """Return on which side of its kink variable ``k`` is: of max, abs or the like the arguments tell."""
    u, w, *_ = [*(z[j] for j in program.slots[k]), 0]
    return None if u is None or w is None else (u > w) - (u < w)
