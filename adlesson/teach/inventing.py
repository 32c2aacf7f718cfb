"""A learner's own rule, run where rules differ, and named where it is a known one.

With this module you can

- try a rule for what comes back along an arrow, on programs of your own (``try_rule``);
- try a test for "along the circle f is flat here", at five points of it (``try_flat``).

A rule is known by what it returns, not by how it is written.

>>> def chain(x):
...     return 5 * (2 * x)
>>> try_rule(lambda have, adjoint, slope: have + slope, chain, x=3)
chain, x: your rule 2, nudging 10. Not the same.
This rule adds slopes, and forgets the adjoint.
"""

import math
from numbers import Real

from ..engine.derivatives import one_output
from ..engine.errors import GuardError, InputError, reason, short
from ..engine.numbers.arithmetic import as_float
from ..engine.program import scalars_only
from ..engine.sweeps import reverse_sweep
from ..show.writing.numerals import number

STEP, NEAR = 1e-6, 1e-4  # of a nudge, for a large number in parts of it; how near it comes, in parts of the size
CLEARLY = 1e-2  # a difference of slopes that counts, in parts of their size
TINY, ROUNDED = 1e-9, 1e-14  # a slope that a curve makes of 0; parts of a value that may be lost in rounding
RULES = {  # what each is called; the last one is right
    "leaves everything as it is": lambda have, adjoint, slope: have,
    "keeps the last slope, and forgets the adjoint": lambda have, adjoint, slope: slope,
    "keeps the last adjoint, and forgets the slope": lambda have, adjoint, slope: adjoint,
    "adds slopes, and forgets the adjoint": lambda have, adjoint, slope: have + slope,
    "adds adjoints, and forgets the slope": lambda have, adjoint, slope: have + adjoint,
    "adds adjoint and slope, where a move of a move is a product": lambda have, adjoint, slope: have + adjoint + slope,
    "adds adjoint and slope, and each sum replaces what was there": lambda have, adjoint, slope: adjoint + slope,
    "enlarges what is there by the slope as well": lambda have, adjoint, slope: (have + adjoint) * slope,
    "keeps the first share: each later one is lost": lambda have, adjoint, slope: have or adjoint * slope,
    "multiplies what is there, and 0 stays 0": lambda have, adjoint, slope: have * adjoint * slope,
    "overwrites: each share replaces what was there": lambda have, adjoint, slope: adjoint * slope,
    "keeps the largest share": lambda have, adjoint, slope: max(have, adjoint * slope),
    "takes shares off": lambda have, adjoint, slope: have - adjoint * slope,
    "divides by the slope": lambda have, adjoint, slope: have + adjoint / slope,
    "adds shares. It is the one this course is about": lambda have, adjoint, slope: have + adjoint * slope,
}
PROBES = (0.0, 1.0, 5.0), (2.0, 3.0, -4.0), (7.0, -0.5, 3.0), (-1.0, 2.0, 0.25), (10.0, 2.0, 3.0)
POINTS = (5, 0), (4, 3), (3, 4), (-4, 3), (-3, -4)  # of the circle x^2 + y^2 = 25, where f = 3x + 4y
TESTS = {
    "always says yes": lambda fx, fy, gx, gy: True,
    "always says no": lambda fx, fy, gx, gy: False,
    "forgets the circle: it asks where f has no slope at all, and f = 3u + 4v has one everywhere": (
        lambda fx, fy, gx, gy: fx == 0 and fy == 0
    ),
    "asks for one and the same arrow: they may differ in length": lambda fx, fy, gx, gy: fx == gx and fy == gy,
    "asks for arrows of one length, whichever way they point": lambda fx, fy, gx, gy: fx**2 + fy**2 == gx**2 + gy**2,
    "knows the best point by its numbers; the other flat one is (−3, −4)": lambda fx, fy, gx, gy: gx == 6 and gy == 8,
    "asks for a right angle: there the whole arrow of f lies along the circle, and f changes fastest": (
        lambda fx, fy, gx, gy: fx * gx + fy * gy == 0
    ),
    "asks for one direction, and so it finds the best point but not the worst": (
        lambda fx, fy, gx, gy: fx * gy == fy * gx and fx * gx + fy * gy > 0
    ),
    "is right: it asks for both arrows on one line": lambda fx, fy, gx, gy: fx * gy == fy * gx,
}
PAIRS = (
    *((3, 4, 6, 8), (3, 4, 8, 6), (3, 4, -6, -8), (3, 4, -8, 6), (1, 2, 1, 2), (1, 2, 3, 6), (3, 4, 4, 3), (1, 7, 5, 3)),
    *((0, 0, 1, 2), (0, 1, 0, 5), (2, 0, 0, 3)),  # where many a test divides by 0
)
ENOUGH = 8  # of these, for a name


class Tried:
    """What came of a trial: lines of words."""

    def __init__(self, lines):
        self.lines = lines

    def __repr__(self):
        return "\n".join(self.lines)


def try_rule(rule, *programs, **inputs):
    """Run ``rule(have, adjoint, slope)`` back along the arrows of each program, hold it against nudging, and name it.

    ``have`` is what the variable that is read should have so far, at first 0; the rule returns what it should have now.
    Raises ``InputError`` where there is no program, or the rule fails or returns no number.
    """
    if not programs:
        raise InputError("no program to try the rule on: give one or several, as in try_rule(my_rule, chain, fork, x=3)")
    _check_function("rule", rule, "lambda have, adjoint, slope: have + slope")
    lines, crossed = [], []
    for program in programs:
        traced = scalars_only(one_output(program, None, inputs, "try the rule on one of them"), "try_rule")
        at = traced.bind({})
        if any(isinstance(u, complex) for u in at):
            raise InputError(f"{traced.title} has complex inputs, and a nudge goes along real numbers: give it real ones")
        have = dict.fromkeys(traced.names, 0)
        for step in reverse_sweep(traced):
            given = have[step.target], have.get(step.source), step.partial
            have[step.target] = 1 if step.kind == "seed" else _number(rule, *given)
            crossed.append((traced.title, step, given, have[step.target]))
        for k, name in enumerate(traced.inputs):
            said, (nudged, noise) = f"{traced.title}, {name}: your rule {number(have[name])}", _nudged(traced, at, k)
            same = math.isclose(have[name], nudged, rel_tol=NEAR, abs_tol=noise)
            told = f"{said}, nudging {number(nudged)}. {'The same.' if same else 'Not the same.'}"
            lines.append(told if math.isfinite(noise) else f"{said}. Nudging cannot tell here.")
    name = _name(lambda *given: _number(rule, *given), RULES, PROBES)
    return Tried([*lines, *([f"This rule {name}."] if name else _second_share(crossed))])


def _nudged(program, at, k):
    """Return the difference over a nudge of input ``k``, to its digits, and how far rounding may have moved it.

    That is infinitely far where a nudge is no judge: where it leaves the domain or the branch; where half of it gives
    another slope, as of what turns within it; and at a kink, where the slope before is another than that behind.
    """

    def value(move):
        return as_float(program(program.pack_inputs([*at[:k], at[k] + move, *at[k + 1 :]])))

    step = STEP * max(1, abs(at[k]))
    try:
        here, *moved = map(value, (0, step, -step, step / 2, -step / 2))
    except GuardError:
        return math.nan, math.inf
    slopes = [(up - down) / (2 * s) for up, down, s in ((*moved[:2], step), (*moved[2:], step / 2))]
    turns = [abs(up - here - (here - down)) / s for up, down, s in ((*moved[:2], step), (*moved[2:], step / 2))]
    nudged, noise = slopes[0], max(TINY, ROUNDED * max(map(abs, moved)) / step)
    large = max(1, abs(nudged))
    steady = math.isclose(*slopes, rel_tol=CLEARLY, abs_tol=4 * noise) and noise < CLEARLY * large
    if not steady or (turns[0] > CLEARLY * large and turns[1] > 0.75 * turns[0]):
        return nudged, math.inf
    return (0 if abs(nudged) <= noise else float(f"{nudged:.6g}")), noise


def _second_share(crossed):
    """Return what a rule that has no name makes of the first share that comes to a variable which has one already."""
    for title, step, (have, adjoint, slope), now in crossed:
        if step.kind != "seed" and have:
            there = f"have {number(have)}, adjoint {number(adjoint)}, slope {number(slope)}"
            return [f"In {title}, where {step.source} sends to {step.target}: {there}. Your rule makes {number(now)} of it."]
    return []


def try_flat(test):
    """Ask ``test(fx, fy, gx, gy)`` at five points of a circle whether f is flat along it; hold it against a step, name it.

    ``(fx, fy)`` are the slopes of f = 3x + 4y, and ``(gx, gy)`` those of the constraint, x^2 + y^2 = 25.  Raises
    ``InputError`` where the test fails.
    """
    _check_function("test", test, "lambda fx, fy, gx, gy: fx == gx and fy == gy")
    lines, stopped = [], False
    for x, y in POINTS:
        given, found = (3, 4, 2 * x, 2 * y), "yes" if _is_flat(x, y) else "no"
        says, why = _says(test, *given)
        stopped = stopped or says is None
        asked = f"stops, {_call(test, given)}: {why}" if says is None else f"says {'yes' if says else 'no'}"
        differs = "" if says is None or says == (found == "yes") else " Not the same."
        lines.append(f"({number(x)}, {number(y)}): is f flat? Your test {asked}, a small step says {found}.{differs}")
    name = _name(lambda *given: _says(test, *given)[0], TESTS, PAIRS)
    if name:
        lines.append(f"This test {name}.")
    if stopped:
        lines.append("A slope may be 0: where you divide, multiply crosswise instead.")
    return Tried(lines)


def _says(test, *given):
    """Return the answer of a test, or None where it stops, and why."""
    try:
        returned = test(*given)
    except ArithmeticError as problem:
        return None, reason(problem)
    except Exception as problem:  # the learner's function may raise what it likes
        raise InputError(f"{_call(test, given)} stops: {reason(problem)}") from problem
    if type(returned).__name__ not in ("bool", "bool_"):  # NumPy's, too
        said = f"{_call(test, given)} returns {short(returned)}: a test says True or False"
        if returned is None:
            said += ", so write return before it"
        elif isinstance(returned, Real):
            said += ", so write == 0 behind it"
        raise InputError(said)
    return bool(returned), ""


def _is_flat(x, y):
    """Return whether f stays as it is when (x, y) goes a little way round the circle."""
    turned = x * math.cos(STEP) - y * math.sin(STEP), y * math.cos(STEP) + x * math.sin(STEP)
    return abs(3 * turned[0] + 4 * turned[1] - 3 * x - 4 * y) < STEP


def _name(own, known, probes):
    """Return what a rule is called, if wherever it does not stop it returns what one of those ``known`` does."""
    found = [(own(*probe), probe) for probe in probes]
    found = [(u, probe) for u, probe in found if u is not None]
    if len(found) < min(ENOUGH, len(probes)):
        return ""
    for name, other in known.items():
        if all(math.isclose(u, other(*probe), rel_tol=1e-9, abs_tol=1e-12) for u, probe in found):
            return name
    return ""


def _number(rule, *given):
    try:
        returned = rule(*given)
    except Exception as problem:  # the learner's function may raise what it likes
        raise InputError(f"{_call(rule, given)} stops: {reason(problem)}") from problem
    if isinstance(returned, bool) or not isinstance(returned, Real):
        raise InputError(f"{_call(rule, given)} returns {short(returned)}: it should return a number, such as have + slope")
    try:
        return returned if isinstance(float(returned), float) and isinstance(returned, int) else float(returned)
    except OverflowError:
        raise InputError(f"{_call(rule, given)} returns {short(returned)}, which no float can be: return less") from None


def _check_function(what, given, such_as):
    if not callable(given):
        raise InputError(f"a {what} is a function, not {short(given)}: give one, such as {such_as}")


def _call(function, given):
    called = getattr(function, "__name__", None) or short(function)
    return f"{called}({', '.join(number(u) for u in given)})"
