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

from ...engine.derivatives import adjoints
from ...engine.errors import LessonError
from ..judging.answers import NoAnswerError
from ..judging.feedback import Result
from ..judging.stops import is_a, meaning, said
from .kinds import KINDS
from .question import LETTERS
from .record import checked, fresh, program_of

CLOSE = "Right to two digits: give three or more."
TRY_FIRST = "Try it first, whatever comes of it: then its solution is shown."


class Practice:
    """A problem: its ``record``, its ``program`` and its ``question``."""

    def __init__(self, record):
        self.record, self.program = record, program_of(record)
        self.question = KINDS[record["kind"]].question(record, self.program)
        self._tries = self._hints = 0

    def check(self, answer=None):
        """Return a ``Result`` for an answer: a dict or list of numbers, letters, or a kind of sweep and a number."""
        if answer is None or answer is ...:
            return Result("unanswered", self.name, "Give your answer: problem.check(...).")
        self._tries += 1
        try:
            verdict, message = self.question.judge(answer, random.Random(self._tries))
        except NoAnswerError as nothing:
            verdict, message = "unanswered", said(nothing, 400)
        except KeyboardInterrupt:
            raise
        except BaseException as trouble:  # an answer may break in any way there is
            what = said(trouble, 400) if is_a(trouble, LessonError) else f"it cannot be read: {meaning(trouble)}"
            verdict, message = "wrong", f"{what[:1].upper()}{what[1:]}."
        return Result(verdict, self.name, message or {"right": self.question.solution, "close": CLOSE}.get(verdict, ""))

    def hint(self):
        """Return the next of three hints."""
        k = min(self._hints, 2)
        self._hints += 1
        return Result("hint", self.name, f"{k + 1} of 3: {self.question.hints[k]}")

    def solution(self):
        """Return the solution; before a try, return that it waits for one."""
        if not self._tries:
            return Result("unanswered", self.name, TRY_FIRST)
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

    def __repr__(self):
        question = self.question
        rows = [["?" if cell is None else cell for cell in row] for row in question.rows]
        width = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, width, strict=True)).rstrip() for row in rows]
        texts = [f"{letter}. {text}" for letter, text in zip(LETTERS, question.texts, strict=False)]
        return "\n".join([self.name, question.ask, *lines, *texts])


def practice(kind="adjoints", level=1, seed=None):
    """Return a fresh ``Practice`` of a kind, "adjoints", "order", "mistake", "sweeps" or "multipliers", at level 1, 2 or 3.

    The same ``seed`` gives the same problem on the same Python; without one it is drawn.  ``practice(problem.record)`` gives
    a problem back on every Python.  Raises ``InputError`` or ``ParseError`` for what is no problem.
    """
    if isinstance(kind, dict):
        return Practice(checked(kind))
    return Practice(fresh(kind, level, seed))
