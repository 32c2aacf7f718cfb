"""Fresh problems without end: ``practice("adjoints", level=1)``.

With this module you can

- get a fresh problem, or the one of a record (``practice``), that shows itself, and that takes answers, gives hints, its
  solution after a try, and the next one (``Practice``).

>>> problem = practice("sweeps", level=2, seed=1)
>>> problem.check("tangent 9").verdict
'wrong'
>>> practice(problem.record).record == problem.record
True
"""

import random
from importlib import import_module

from ...engine.derivatives import adjoints
from ..judging.feedback import Result
from ..judging.kept_answer import kept_of
from ..judging.safe_verdict import verdict_on
from ..kept.keeping import keeper
from .card_data import data_of
from .kinds import KINDS
from .question import LETTERS
from .record import checked, fresh, name_of, program_of

CLOSE = "Right to two digits: give three or more."
NOT_NOW, STAYS = "Not right this time.", "The problem counts as right all the same: you had it before."
RIGHT = "A fresh one: problem.next()."
TRY_FIRST = "Try it first, whatever comes of it: then its solution is shown."


class Practice:
    """A problem: its ``record``, its ``program`` and its ``question``; ``kept`` is its name in the learner's progress."""

    def __init__(self, record):
        self.record, self.program = record, program_of(record)
        self.question = KINDS[record["kind"]].question(record, self.program)
        self.kept, self._card = name_of(record), None

    def check(self, answer=None):
        """Return a ``Result`` for an answer: a dict or list of numbers, letters, or a kind of sweep and a number."""
        if answer is None or answer is ...:
            return Result("unanswered", self.name, "Give your answer: problem.check(...).")
        verdict, message = verdict_on(lambda: self.question.judge(answer, random.Random(0)))
        if verdict == "unanswered":
            return Result(verdict, self.name, message)
        known, kept = keeper.known(self.kept), kept_of(answer)
        if all((kept, verdict) != (other, told) for other, told, _ in known.tries):  # a cell that is run again is no try
            keeper.record("checked", self.kept, answer=kept, verdict=verdict)
        if verdict != "right" and known.best == "right":
            return Result(verdict, self.name, f"{message} {STAYS}".strip(), word=NOT_NOW)
        return Result(verdict, self.name, message or {"right": RIGHT, "close": CLOSE}.get(verdict, ""))

    def hint(self):
        """Return the next of three hints."""
        k = min(keeper.known(self.kept).hints, 2)
        keeper.record("hinted", self.kept)
        return Result("hint", self.name, f"{k + 1} of 3: {self.question.hints[k]}")

    def solution(self):
        """Return the solution; before a try, return that it waits for one."""
        known = keeper.known(self.kept)
        if not (known.count or known.solved):
            return Result("unanswered", self.name, TRY_FIRST)
        keeper.record("solved", self.kept)
        return Result("solution", self.name, "", code=self.question.solution)

    def next(self):
        """Return a fresh problem of the same kind and level."""
        return practice(self.record["kind"], self.record["level"])

    @property
    def key(self):
        """The right adjoints, by name: what a table with blanks asks for, or what the lines of the way back come to."""
        return adjoints(self.program)

    @property
    def name(self):
        """Kind, level and seed: what to write to get it again."""
        return f"{self.record['kind']} {self.record['level']}, seed {self.record['seed']}"

    def card(self):
        """Return a card that asks it, and goes on to the next one."""

        def told(event):
            if event["what"] != "next":
                return keeper.told(event)
            return shown(self.next())

        show = import_module("...show.cards.card", __package__)  # a widget, which only a notebook needs
        if self._card:
            self._card.close()
        self._card = show.PracticeCard(shown(self), told, repr(self))
        return self._card

    def _repr_mimebundle_(self, **options):
        return self.card()._repr_mimebundle_(**options)

    def __repr__(self):
        question = self.question
        rows = [["?" if cell is None else cell for cell in row] for row in question.rows]
        width = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, width, strict=True)).rstrip() for row in rows]
        texts = [f"{letter}. {text}" for letter, text in zip(LETTERS, question.texts, strict=False)]
        return "\n".join([self.name, question.ask, *lines, *texts])


def shown(problem):
    """Return what a card is given of a problem, with what is known of it."""
    return {**data_of(problem), "state": keeper.snapshot([problem.kept])}


def practice(kind="adjoints", level=1, seed=None):
    """Return a fresh ``Practice`` of a kind, "adjoints", "order", "mistake", "sweeps" or "multipliers", at level 1, 2 or 3.

    The same ``seed`` gives the same problem on the same Python; without one it is drawn.  ``practice(problem.record)`` gives
    a problem back on every Python.  Raises ``InputError`` or ``ParseError`` for what is no problem.
    """
    if isinstance(kind, dict):
        return Practice(checked(kind))
    return Practice(fresh(kind, level, seed))
