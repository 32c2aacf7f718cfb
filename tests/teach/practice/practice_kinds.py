"""Problems of all kinds for the tests: so many of each, by a fixed seed.  ``ADLESSON_PROBLEMS`` asks for more of them."""

import os
from functools import cache

from adlesson.teach.practice.kinds import KINDS, LEVELS
from adlesson.teach.practice.practice import practice

MANY = int(os.environ.get("ADLESSON_PROBLEMS", "100"))
PAIRS = [(kind, level) for kind in KINDS for level in LEVELS]


def problems(kind, level, many=MANY):
    """Yield so many problems of a kind and level."""
    for seed in range(many):
        yield drawn(kind, level, seed)


@cache
def drawn(kind, level, seed):
    """Return a problem, which several tests look at."""
    return practice(kind, level, seed)
