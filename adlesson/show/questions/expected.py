"""What an answer is compared with: the right number, how near is near enough, and the wrong numbers that are known.

With this module you can

- get all three for one number (``expected``).

Right means right to about three digits, as in the exercises.  The numbers on the screen have four, and whoever
calculates with those must be right, too: so the tolerance grows by what their rounding makes of the result.

>>> expected(100 / 7, 14.29, [("added", 107), ("divided", 100 / 49), ("swapped", 0.07), ("the same", 14.285)])
... # doctest: +NORMALIZE_WHITESPACE
{'expected': 14.285714285714286, 'tolerance': 0.05529, 'whole': False,
 'wrong': [[107, ['added']], [2.0408, ['divided']], [0.07, ['swapped']]]}
"""

import math

from ...engine.mistakes.table import EVERYWHERE
from ..writing.numerals import finite

NEAR, SAME = (
    0.0051,
    0.0001,
)  # how many units of the first digit are near enough; what makes two wrong numbers one: four digits tell them apart


def expected(right, seen, slips):
    """Return what an answer is compared with, or None where no number can be asked for.

    ``seen`` is what the rounded numbers on the screen would give, or None; ``slips`` are pairs of a name and a number.
    In ``wrong`` near-equal numbers stand together, ``[number, [names]]``, the likeliest first.
    """
    right, seen = finite(right), finite(seen)
    if right is None:
        return None
    unit = 10.0 ** math.floor(math.log10(abs(right))) if right else 1.0
    tolerance = NEAR * unit + (0 if seen is None else abs(seen - right))
    return {
        "expected": right,
        "tolerance": float(f"{tolerance:.4g}"),
        "whole": isinstance(right, int),
        "wrong": _merged(slips, right, tolerance),
    }


def _merged(slips, right, tolerance):
    found = []
    for name, number in slips:
        u = finite(number)
        if u is None or abs(u - right) <= tolerance:
            continue
        near = [row for row in found if abs(u - row[0]) <= SAME * abs(row[0])]
        if near:
            names = min(near, key=lambda row: abs(u - row[0]))[1]
            names += [name] if name.removesuffix(EVERYWHERE) not in names else []
        else:
            found.append([u if isinstance(u, int) else float(f"{u:.5g}"), [name]])
    return found
