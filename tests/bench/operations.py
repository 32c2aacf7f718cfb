"""Counted, not timed: the operations of value and gradient over those of the value, for every example.

With this module you can see the cheap gradient principle hold: at most 5, by the convention ``ad.operations`` states.
"""

import math

import adlesson as ad

from .timing import goal

TITLE = "Operations of value and gradient / operations of the value, for every example"


def run(clock, tiny):
    """Return no rows, and one goal per example that has one output, of numbers, and anything to compute."""
    found = []
    for name, example in ad.examples.ZOO.items():
        try:
            ratio = ad.operations(example.f, example.at).ratio
        except ad.LessonError:  # arrays, or several outputs
            continue
        if not math.isnan(ratio):
            found.append(goal(name, ratio, at_most=5))
    return [], found
