"""A learner's own rule, run where rules differ, and named where it is a known one.

With this module you can

- try a rule for what comes back along an arrow, on programs of your own (``try_rule``);
- try a test for "no small step along the circle helps", at five points of it (``try_flat``).

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
from ..engine.errors import InputError, reason, short
from ..engine.numbers.arithmetic import as_float
from ..engine.program import scalars_only
from ..engine.sweeps import reverse_sweep
from ..show.writing.numerals import number

STEP, NEAR = 1e-6, 1e-4  # of a nudge, for a large number in parts of it; how near it comes, in parts of the size
TINY, ROUNDED = 1e-9, 1e-14  # a slope that a curve makes of 0; parts of a value that may be lost in rounding
RULES = {  # what each is called; the last one is right
    "leaves everything as it is": lambda have, adjoint, slope: have,
    "keeps the last slope, and forgets the adjoint": lambda have, adjoint, slope: slope,
    "keeps the last adjoint, and forgets the slope": lambda have, adjoint, slope: adjoint,
    "adds slopes, and forgets the adjoint": lambda have, adjoint, slope: have + slope,
    "adds adjoints, and forgets the slope": lambda have, adjoint, slope: have + adjoint,
    "adds adjoint and slope, where a move of a move is a product": lambda have, adjoint, slope: have + adjoint + slope,
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
    "forgets the circle: it asks where f has no slope at all, and f = 3x + 4y has one everywhere": (
        lambda fx, fy, gx, gy: fx == 0 and fy == 0
    ),
    "asks for arrows of one length, too": lambda fx, fy, gx, gy: fx == gx and fy == gy,
    "asks for a right angle: there the whole arrow of f lies along the circle, and f changes fastest": (
        lambda fx, fy, gx, gy: fx * gx + fy * gy == 0
    ),
    "asks for one direction, and so it finds the best point but not the worst": (
        lambda fx, fy, gx, gy: fx * gy == fy * gx and fx * gx + fy * gy > 0
    ),
    "is right: it asks for both arrows on one line": lambda fx, fy, gx, gy: fx * gy == fy * gx,
}
PAIRS = ((3, 4, 6, 8), (3, 4, 8, 6), (3, 4, -6, -8), (3, 4, -8, 6), (0, 0, 1, 2), (1, 2, 1, 2), (0, 1, 0, 5), (2, 0, 0, 3))


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
    lines = []
    for program in programs:
        traced = scalars_only(one_output(program, None, inputs, "try the rule on one of them"), "try_rule")
        at = traced.bind({})
        if any(isinstance(u, complex) for u in at):
            raise InputError(f"{traced.title} has complex inputs, and a nudge goes along real numbers: give it real ones")
        have = dict.fromkeys(traced.names, 0)
        for step in reverse_sweep(traced):
            have[step.target] = (
                1 if step.kind == "seed" else _number(rule, have[step.target], have[step.source], step.partial)
            )
        for k, name in enumerate(traced.inputs):
            nudged, noise = _nudged(traced, at, k)
            same = math.isclose(have[name], nudged, rel_tol=NEAR, abs_tol=noise)
            said = f"your rule {number(have[name])}, nudging {number(nudged)}."
            lines.append(f"{traced.title}, {name}: {said} {'The same.' if same else 'Not the same.'}")
    return Tried([*lines, *_named("rule", lambda *given: _number(rule, *given), RULES, PROBES)])


def _nudged(program, at, k):
    """Return the difference over a nudge of input ``k``, to its digits, and how far rounding may have moved it."""
    step = STEP * max(1, abs(at[k]))
    up, down = (as_float(program(program.pack_inputs([*at[:k], at[k] + s, *at[k + 1 :]]))) for s in (step, -step))
    nudged, noise = (up - down) / (2 * step), max(TINY, ROUNDED * max(abs(up), abs(down)) / step)
    return (0 if abs(nudged) <= noise else float(f"{nudged:.6g}")), noise


def try_flat(test):
    """Ask ``test(fx, fy, gx, gy)`` at five points of a circle whether no small step helps; hold it against a step, name it.

    ``(fx, fy)`` are the slopes of f = 3x + 4y, and ``(gx, gy)`` those of the constraint, x^2 + y^2 = 25.  Raises
    ``InputError`` where the test fails.
    """
    _check_function("test", test, "lambda fx, fy, gx, gy: fx == gx and fy == gy")
    lines = []
    for x, y in POINTS:
        says, true = _verdict(test, 3, 4, 2 * x, 2 * y), _is_flat(x, y)
        asked, found = ("yes" if answer else "no" for answer in (says, true))
        differs = "" if says == true else " Not the same."
        lines.append(f"({number(x)}, {number(y)}): is f flat? Your test says {asked}, a small step says {found}.{differs}")
    return Tried([*lines, *_named("test", lambda *given: _verdict(test, *given), TESTS, PAIRS)])


def _is_flat(x, y):
    """Return whether f stays as it is when (x, y) goes a little way round the circle."""
    turned = x * math.cos(STEP) - y * math.sin(STEP), y * math.cos(STEP) + x * math.sin(STEP)
    return abs(3 * turned[0] + 4 * turned[1] - 3 * x - 4 * y) < STEP


def _named(what, own, known, probes):
    """Return a line with the name of a rule, if it is one of those ``known``: at all ``probes`` it returns the same."""
    found = [own(*probe) for probe in probes]
    for name, other in known.items():
        if all(math.isclose(u, other(*probe), rel_tol=1e-9, abs_tol=1e-12) for u, probe in zip(found, probes, strict=True)):
            return [f"This {what} {name}."]
    return []


def _check_function(what, given, such_as):
    if not callable(given):
        raise InputError(f"a {what} is a function, not {short(given)}: give one, such as {such_as}")


def _called(function):
    return getattr(function, "__name__", None) or short(function)


def _number(rule, *given):
    returned = _result(rule, *given)
    if isinstance(returned, bool) or not isinstance(returned, Real):
        raise InputError(f"{_called(rule)} returns {short(returned)}: it should return a number, such as have + slope")
    try:
        return returned if isinstance(float(returned), float) and isinstance(returned, int) else float(returned)
    except OverflowError:
        raise InputError(f"{_called(rule)} returns {short(returned)}, which no float can be: return less") from None


def _verdict(test, *given):
    returned = _result(test, *given)
    if type(returned).__name__ not in ("bool", "bool_"):  # NumPy's, too
        raise InputError(f"{_called(test)} returns {short(returned)}: it should return True or False, as fx == gx does")
    return bool(returned)


def _result(rule, *given):
    try:
        return rule(*given)
    except Exception as problem:  # the learner's function may raise what it likes
        raise InputError(f"{_called(rule)} stops at {', '.join(number(u) for u in given)}: {reason(problem)}") from problem
