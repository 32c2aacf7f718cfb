"""Draws that no later Python changes."""

import random

from adlesson.teach.practice.steady import Steady


def test_draws_are_those_of_random_as_it_is_today():
    """So seeds that are in use keep their problems; and they stay so on a Python that draws otherwise."""
    for seed in range(300):
        ours, theirs = Steady(str(seed)), random.Random(str(seed))
        for _ in range(5):
            n = theirs.randrange(1, 22)
            assert ours.randrange(1, 22) == n
            assert ours.choice(range(n)) == theirs.choice(range(n))
            assert ours.sample(range(n), min(n, 5)) == theirs.sample(range(n), min(n, 5))
