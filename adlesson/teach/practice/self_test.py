"""A self-test before and after the course: five fresh problems, one of each kind.

With this module you can

- answer five problems (``self_test("before")``, ``self_test("after")``), the same five each time, to see what has changed.

>>> [problem.record["kind"] for problem in problems_of("before")]
['adjoints', 'order', 'mistake', 'sweeps', 'multipliers']
"""

from functools import cache

from ...engine.errors import short
from ...show.cards.card import PracticeCard
from ..kept.keeping import keeper
from .card_data import data_of
from .kinds import KINDS
from .practice import practice

WHEN = ("before", "after")


def self_test(when):
    """Show the self-test of ``when``, "before" or "after" the course; for another word, a sentence."""
    if when not in WHEN:
        return print(f"There is no self-test {short(when)}: there are {' and '.join(WHEN)}.")
    return SelfTest(when)


@cache
def problems_of(when):
    """Return the five problems of a self-test."""
    return tuple(practice(kind, 1, f"self-test {when}") for kind in KINDS)


class SelfTest(PracticeCard):
    """Five problems, one after the other, on one card."""

    def __init__(self, when):
        self._problems, self._when = problems_of(when), when
        first, *others = [{**data_of(problem), "title": problem.record["kind"]} for problem in self._problems]
        names = [problem.kept for problem in self._problems]
        test = {"when": when, "names": names, "before": [problem.kept for problem in problems_of("before")]}
        data = {**first, "test": test, "queue": [first, *others], "state": keeper.snapshot({*names, *test["before"]})}
        super().__init__(data, lambda event: keeper.told(event) and None)

    def __repr__(self):
        return "\n\n".join(map(repr, self._problems))

    def words(self):
        return f"A self-test {self._when} the course: {len(self._problems)} problems, one of each kind."
