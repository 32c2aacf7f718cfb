"""The running example alone: what a dict, a name and an object for each number cost.

With this module you can see how our text compares where it is asked otherwise, and how the smallest peer does.
"""

from . import peers
from .functions import HAND, TEXT
from .ten import one_of_ten
from .ten.running_example import gradient_tuple
from .timing import Contender, race

TITLE = "The running example, value and gradient, prepared, and asked otherwise"


def by_keyword(one):
    """Return the compiled text, its input by name."""
    statement, names = peers.compiled(one)
    return statement.replace("(x)", "(x=x)"), names


def run(clock, tiny):
    """Return the rows; each has its bound."""
    one = one_of_ten("running_example")
    builds = {
        "by hand, a tuple": (lambda: peers.asked(one, gradient_tuple), (TEXT, 1.2)),
        HAND: (lambda: peers.asked(one, one.by_hand), (TEXT, 1.2)),
        TEXT: (lambda: peers.compiled(one), None),
        "adlesson, compiled, by keyword": (lambda: by_keyword(one), (HAND, 1.5)),
        "micrograd": (lambda: peers.of_micrograd(one), (TEXT, 1 / 35)),
    }
    right = gradient_tuple(*one.at.values())
    return race([Contender(who, build, right, 1, bound) for who, (build, bound) in builds.items()], **clock), []
