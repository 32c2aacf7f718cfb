"""Check an answer, ask for a hint, see how far you are.

With this module you can

- check an answer (``exercises.check("5.1", 6)``): right, close, or wrong with the likely mistake;
- ask for the next of three hints (``exercises.hint("5.1")``);
- list the exercises with what you have done in this session (``exercises``).

Nothing here raises, whatever the answer is, so that Run All never stops at an exercise; and the
right number is not shown before it has been found.

>>> from adlesson import exercises
>>> exercises.check("5.1", None)
○ 5.1 Not answered yet. Put your answer where it says None, and run the cell again.
>>> exercises.check("5.1", 4).verdict
'wrong'
"""

import html
import random
import re
from collections import Counter, namedtuple

from ..engine.errors import LessonError, short
from ..show.shown import on_page, scroll
from .answers import NoAnswerError, is_a, named, said

Problem = namedtuple("Problem", "number stars task judge right hints")
Problem.__doc__ = "An exercise: its number, difficulty, a phrase, a judge, what to say when it is right, and three hints."

MARKS = {  # a mark, a word and a colour (Okabe and Ito's): never the colour alone
    "right": ("✓", "Right.", "#009E73"),
    "close": ("≈", "Close.", "#E69F00"),
    "wrong": ("✗", "Not right yet.", "#D55E00"),
    "unanswered": ("○", "Not answered yet.", "#0072B2"),
    "hint": ("→", "Hint", "#0072B2"),
    "unknown": ("?", "No such exercise.", "#0072B2"),
}


class Result:
    """What a check or a hint says: ``verdict``, ``number``, ``message``; shows itself in a notebook."""

    def __init__(self, verdict, number, message):
        self.verdict, self.number, self.message = verdict, number, message

    def __repr__(self):
        mark, word, _ = MARKS[self.verdict]
        return " ".join(part for part in (mark, self.number, word, self.message) if part)

    def _repr_html_(self):
        mark, word, colour = MARKS[self.verdict]
        message = re.sub("`([^`]+)`", r"<code>\1</code>", html.escape(self.message))
        return (
            f'<div role="status" class="adlesson-check" style="border-left: 4px solid {colour}; padding: 0.3em 0.8em">'
            f"<strong>{mark} {html.escape(self.number)} {word}</strong> {message}</div>"
        )


class Exercises:
    """Exercises, by number, and what happened to them in this session."""

    def __init__(self, problems):
        self._problems = problems
        self._best, self._tries, self._hints = {}, Counter(), Counter()

    def check(self, number, answer=None):
        """Return a ``Result`` for an answer: a number, text such as "cos(2) * 3", a dict, a list or a function."""
        problem = self._find(number)
        if problem is None:
            return self._unknown(number)
        if answer is None or answer is ...:
            return Result("unanswered", problem.number, "Put your answer where it says None, and run the cell again.")
        pick = random.Random(
            f"{problem.number} {self._tries[problem.number]}"
        )  # fresh inputs each time, the same in each session
        try:
            verdict, message = problem.judge(answer, pick)
        except NoAnswerError as nothing:
            return Result("unanswered", problem.number, said(nothing, 400))
        except KeyboardInterrupt:
            raise
        except BaseException as trouble:  # an answer may break in any way there is
            told = is_a(trouble, LessonError)
            what = said(trouble, 400) if told else f"reading it stopped with {named(trouble)}"
            verdict, message = "wrong", f"It could not be judged: {what}."
        self._tries[problem.number] += 1
        if self._best.get(problem.number) != "right":
            self._best[problem.number] = verdict
        if verdict == "right":
            return Result(verdict, problem.number, problem.right)
        if verdict == "close":
            return Result(verdict, problem.number, message or "Right to two digits: give three or more.")
        more = f'Try `ad.exercises.hint("{problem.number}")`.'
        return Result(verdict, problem.number, f"{message} {more}".strip())

    def hint(self, number):
        """Return the next of three hints: which rule, which edge, almost there; then, where the solutions are."""
        problem = self._find(number)
        if problem is None:
            return self._unknown(number)
        k = min(self._hints[problem.number], 2)
        self._hints[problem.number] += 1
        source = f"notebooks/src/{int(problem.number.split('.')[0]):02d}_*.py"
        more = f" The solutions are in `{source}`." if self._hints[problem.number] > 3 else ""
        return Result("hint", problem.number, f"{k + 1} of 3: {problem.hints[k]}{more}")

    def __repr__(self):
        rows = [f"{number:4} {stars:3}  {so_far:19}  {task}" for number, stars, so_far, task in self._rows()]
        return "\n".join([self._summary(), *rows])

    def _repr_html_(self):
        rows = "".join("<tr>" + "".join(f"<td>{html.escape(u)}</td>" for u in row) + "</tr>" for row in self._rows())
        head = "".join(f'<th scope="col">{u}</th>' for u in ("number", "stars", "so far", "exercise"))
        inside = f"<caption>{self._summary()}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
        return on_page(scroll(f'<table class="ad-table">{inside}</table>'))

    def _summary(self):
        return f"{Counter(self._best.values())['right']} of {len(self._problems)} exercises right in this session"

    def _rows(self):
        for problem in self._problems.values():
            mark, word, _ = MARKS[self._best.get(problem.number, "unanswered")]
            yield problem.number, "★" * problem.stars, f"{mark} {word.rstrip('.').lower()}", problem.task

    def _find(self, number):
        found = re.fullmatch(r"\s*0*(\d+\.\d+)\s*", number if isinstance(number, str) else short(number))
        return self._problems.get(found[1]) if found else None

    def _unknown(self, number):
        return Result("unknown", "", f"{short(number)} is not among {', '.join(self._problems)}")
