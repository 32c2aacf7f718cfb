"""Functions that need no rule of their own: each is a formula of operations that the table has.

With this module you can

- look up what NumPy calls ``log10``, ``hypot`` or ``clip``, and run it on any kind of number, on an array, a traced value
  or a piece of a text (``SPELLINGS``).

A program shows the operations of the formula, so there is nothing new to learn about its derivative.  Each formula keeps
its digits where the shortest one would lose them (1e200 squared is too large, ``log(1 + 1e-20)`` is 0), and at a tie of two
numbers its slope is the true one, though a maximum has a kink there.

>>> SPELLINGS["square"](3), SPELLINGS["hypot"](0, -2e200), SPELLINGS["clip"](7, 0, 1)
(9, 2e+200, 1)
"""

import math

from ...numbers.arithmetic import divide, maximum, minimum, power
from ...numbers.arrays import shape_of
from ...numbers.choosing import where
from ...numbers.elementary import (
    arctan,
    cos,
    heaviside,
    log,
    log1p,
    pi,
    sigmoid,
    sign,
    sin,
    softplus,
    sqrt,
)  # fmt: skip

TINY, HUGE, LEAST = 1e-300, 1e308, 5e-324
THIRD = 1 / 3, 1.850371707708594e-17  # a third as a float, and what is missing to a third


def square(x):
    """Return ``x ** 2``."""
    return x * x


def cbrt(x):
    """Return the cube root; it is steep without end at 0."""
    size = abs(x)
    return sign(x) * (power(size, THIRD[0]) * power(size, THIRD[1]))


def hypot(x, y):
    """Return the length of ``(x, y)``; divided by the larger of them, neither square is too large for a float."""
    size = minimum(maximum(maximum(abs(x), abs(y)), TINY), HUGE)  # an infinity divided by itself is none
    return size * sqrt(square(x / size) + square(y / size))


def _side(x):
    """Return 1, and -1 where ``x < 0``: a sign with a value at 0, too."""
    return 1 - 2 * heaviside(-x)


def arctan2(y, x):
    """Return the angle of ``(x, y)``: half of it has the tangent ``y / (r + x)``, on the other side by symmetry."""
    side = _side(x)
    half = arctan(y / (hypot(x, y) + side * x + LEAST))  # at (0, 0) the angle is 0, as with NumPy, and has no slope
    return 2 * side * half + pi(x) * (heaviside(-x) * _side(y))


def logaddexp(x, y):
    """Return ``log(exp(x) + exp(y))``; of two equal numbers each has half of the slope."""
    d = x - maximum(y, -HUGE)
    return maximum(x, y) + softplus(minimum(-d, d))


def sinc(x):
    """Return ``sin(pi x) / (pi x)``, which is 1 at 0."""
    angle = pi(x) * (x + 1e-20 * (1 - abs(sign(x))))
    return sin(angle) / angle


def arcsinh(x):
    """Return the number whose hyperbolic sine is ``x``; of small ones no digit is lost, and large ones are not squared."""
    side = _side(x)
    size = side * x
    return side * log1p(size + size * (size / (1 + hypot(size, 1))))


def arccosh(x):
    """Return the number whose hyperbolic cosine is ``x``."""
    return log1p(x - 1 + sqrt(x - 1) * sqrt(x + 1))


def arctanh(x):
    """Return the number whose hyperbolic tangent is ``x``."""
    return (log1p(x) - log1p(-x)) / 2


def clip(x, low, high):
    """Return ``x``, but not below ``low`` and not above ``high``."""
    x = +x if low is None else maximum(x, low)
    return x if high is None else minimum(x, high)


def _beside_nan(choose):
    """Return what chooses between two, and takes the other one where one of them is NaN."""

    def chosen_of(x, y):
        if shape_of(x) or shape_of(y):
            return choose(where(x != x, y, x), where(y != y, x, y))
        for u, other in ((x, y), (y, x)):
            value = getattr(u, "value", u)
            if isinstance(value, float) and value != value:
                return other
        return choose(x, y)

    return chosen_of


def step(x, at_zero):
    """Return 1 where ``x > 0``, 0 where ``x < 0``, and ``at_zero`` between."""
    return heaviside(x) + at_zero * (1 - abs(sign(x)))


# name, as NumPy or mathematics has it: its formula; arguments may be numbers, arrays, traced values, pieces of a text
SPELLINGS = {
    "square": square,
    "reciprocal": lambda x: divide(1, x),
    "pow": power,
    "cbrt": cbrt,
    "hypot": hypot,
    "log2": lambda x: log(x) / math.log(2),
    "log10": lambda x: log(x) / math.log(10),
    "exp2": lambda x: power(2, x),
    "logaddexp": logaddexp,
    "logaddexp2": lambda x, y: logaddexp(x * math.log(2), y * math.log(2)) / math.log(2),
    "cot": lambda x: divide(cos(x), sin(x)),
    "sec": lambda x: divide(1, cos(x)),
    "csc": lambda x: divide(1, sin(x)),
    "arctan2": arctan2,
    "atan2": arctan2,
    "arcsinh": arcsinh,
    "asinh": arcsinh,
    "arccosh": arccosh,
    "acosh": arccosh,
    "arctanh": arctanh,
    "atanh": arctanh,
    "sinc": sinc,
    "deg2rad": lambda x: x * (math.pi / 180),
    "radians": lambda x: x * (math.pi / 180),
    "rad2deg": lambda x: x * (180 / math.pi),
    "degrees": lambda x: x * (180 / math.pi),
    "copysign": lambda x, y: abs(x) * _side(y),
    "fmax": _beside_nan(maximum),
    "fmin": _beside_nan(minimum),
    "clip": clip,
    "expit": sigmoid,
    "silu": lambda x: x * sigmoid(x),
}
