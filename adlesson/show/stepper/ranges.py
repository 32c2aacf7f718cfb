"""The ranges of sliders: as far as a program's numbers can be read.

With this module you can

- find one for each input of a program, with a step for its keys (``slider_ranges``).

>>> from ...engine.parsing.parse import parse
>>> slider_ranges(parse("x*y", x=3.0, y=2.0))
[(-6.0, 6.0, 0.1), (-4.0, 4.0, 0.05)]
>>> slider_ranges(parse("exp(exp(x)+exp(x)^2)", x=0.25))
[(-2.0, 1.16, 0.02)]
>>> slider_ranges(parse("log(x)", x=0.5))
[(0.01, 2.0, 0.01)]
"""

import math

from ...engine.errors import LessonError

READABLE = 1e6  # a value beyond it is read by its exponent only
STEPS, TRIES, HALVINGS = 200, 8, 6
MOST = 500  # inputs times instructions: beyond it, to look would take longer than to draw
UNKNOWN = -2.0, 2.0, 0.02


def slider_ranges(program):
    """Return ``(low, high, step)`` for each input: up to twice its present value each way, and at least to 2.

    It ends before a value of the program is larger than ``READABLE`` and than all are now, or is none at all.
    The ends are whole numbers of steps, and a step is 1, 2 or 5 times a power of ten.
    """
    looks = program.d * len(program) <= MOST
    return [_range(program, k, value, looks) for k, value in enumerate(program.bind({}))]


def _range(program, k, value, looks):
    try:
        here = float(value)
    except OverflowError:
        return UNKNOWN
    reach = max(2.0, 2 * abs(here))
    if not reach < 1e300:
        return UNKNOWN
    low, high, largest = -reach, reach, _largest(program, k, here) if looks else math.inf
    if largest < math.inf:
        low, high = (_farthest(program, k, here, end, max(READABLE, largest)) for end in (low, high))
    if not high - low > 1e-9 * reach:
        return UNKNOWN
    step = _round((high - low) / STEPS)
    low, high = (math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9))
    return tuple(float(f"{k * step:.12g}") for k in (low, high, 1))


def _farthest(program, k, here, end, most):
    """Return how far one can go from ``here`` to ``end``, in some strides and then halves of the last one."""

    def fine(value):
        return _largest(program, k, value) <= most

    good = here
    for stride in range(1, TRIES + 1):
        bad = here + (end - here) * stride / TRIES
        if not fine(bad):
            break
        good = bad
    else:
        return end
    for _ in range(HALVINGS):
        middle = (good + bad) / 2
        good, bad = (middle, bad) if fine(middle) else (good, middle)
    return good


def _largest(program, k, value):
    """Return the size of the largest value with input ``k`` there, infinity where it has none or takes another branch."""
    try:
        x = program.bind({})
        x[k] = value
        sizes = [abs(u) for u in program.values(program.pack_inputs(x))]
    except (LessonError, ArithmeticError, ValueError, TypeError):
        return math.inf
    return max(sizes) if all(u < math.inf for u in sizes) else math.inf


def _round(step):
    """Return the nearest of 1, 2 and 5 times a power of ten from above."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(k * power for k in (1, 2, 5, 10) if k * power >= step * (1 - 1e-9))
