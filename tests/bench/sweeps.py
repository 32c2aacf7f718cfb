"""Forward against reverse, on the product of n inputs; and what the value alone costs.

With this module you can see the two laws that notebook 06 is about: a gradient by tangents costs n sweeps, by adjoints
one; and value with gradient costs a small multiple of the value, whatever n is.
"""

import adlesson as ad

from .timing import Contender, race

TITLE = "Product of n inputs: forward mode, reverse mode, compiled"
FORWARD, REVERSE = "adlesson, forward mode, n tangent sweeps", "adlesson, reverse mode, one sweep"
BOTH, VALUE = "adlesson, value and gradient, compiled", "adlesson, value, compiled"


def product(x):
    """Return the product of the inputs, one multiplication after the other."""
    result = x[0]
    for u in x[1:]:
        result = result * u
    return result


def by_hand(x):
    """Return value and gradient in 3 n multiplications: products from the left, then from the right."""
    left, result = [], 1.0
    for u in x:
        left.append(result)
        result *= u
    bars, right = [], 1.0
    for u, before in zip(reversed(x), reversed(left), strict=True):
        bars.append(before * right)
        right *= u
    return result, bars[::-1]


def forward(program, n):
    """Return the gradient by n tangent sweeps, one direction each."""
    directions = ([float(j == k) for j in range(n)] for k in range(n))
    return [next(iter(ad.jvp(program, {"x": direction}).values())) for direction in directions]


def contenders(n):
    """Return who takes part at one n."""
    x = [1 + (k % 7 - 3) / 16 for k in range(n)]
    value, gradient = by_hand(x)
    program = ad.trace(product, x=x)
    names = {"grad": ad.grad, "forward": forward, "p": program, "x": x, "n": n}
    both = (value, gradient)
    return [
        Contender(FORWARD, lambda: ("forward(p, n)", names), gradient, n, (REVERSE, 3 * n)),
        Contender(REVERSE, lambda: ("grad(p)", names), gradient, n, (BOTH, 60)),
        Contender("by hand, a loop", lambda: ("f(x)", {"f": by_hand, "x": x}), both, n, (BOTH, 1)),
        Contender(BOTH, lambda: ("f(x)", {"f": ad.compiled(ad.gradient_program(program)), "x": x}), both, n, (VALUE, 6)),
        Contender(VALUE, lambda: ("f(x)", {"f": ad.compiled(program), "x": x}), value, n),
    ]


def run(clock, tiny):
    """Return the rows; each has its bound."""
    sizes = (2, 4) if tiny else (1, 3, 10, 30, 100, 300)
    return race([one for n in sizes for one in contenders(n)], **clock), []
