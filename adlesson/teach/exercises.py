"""Check an answer, ask for a hint or the solution, see how far you are.

With this module you can

- check an answer (``exercises.check("5.1", 6)``): right, close, or wrong with the likely mistake;
- ask for the next of three hints (``exercises.hint("5.1")``);
- see the solution, after a try (``exercises.solution("5.1")``);
- forget what you did in an exercise, and get its cell as it was (``exercises.reset("5.1")``);
- list the exercises with what you have done (``exercises``);
- have an answer judged as data, and nothing kept of it (``exercises.check("5.1", 6, record=False)``, ``judged``).

Nothing here raises, whatever the answer is, so that Run All never stops at an exercise; and the
right number is not shown before it has been found.

>>> from adlesson.teach.problems import COURSE
>>> exercises = Exercises(COURSE)
>>> exercises.check("5.1", None)
○ 5.1 Not answered yet. Put your answer where it says None, and run the cell again.
>>> exercises.check("5.1", 4).verdict
'wrong'
>>> said = exercises.check("5.1", 6, record=False)
>>> print(*said.values(), sep="\\n")
5.1
wrong
6 is 4 + 2, or three times 2: an arrow brings the adjoint of the line that it leads to, times the slope.
The adjoint of x is the sum of what all its readers send, arrow by arrow.
A whole number, found as a sum of shares.
"""

import html
import random
import re
from collections import Counter, namedtuple
from contextlib import contextmanager
from importlib import import_module

from ..engine.errors import InputError, short
from ..show.shown import on_page, scroll
from .judging.answers import NoAnswerError, without
from .judging.cells import cells_of, untouched
from .judging.feedback import MARKS, Result
from .judging.kept_answer import kept_of
from .judging.safe_verdict import verdict_on
from .kept.keeping import Keeper

FIELDS = "number stars task judge right hints minutes matters without instead criteria"
Problem = namedtuple("Problem", FIELDS, defaults=((), "", ""))
Problem.__doc__ = """An exercise.

Its ``number``, difficulty in ``stars``, ``task`` in a phrase, ``judge``, what to say when it is ``right``, three ``hints``,
how many ``minutes`` it takes, and how much it ``matters`` (``DO``, ``MAY`` or ``CURIOUS``).  The calls named in ``without``
are the answer itself: while the learner's function runs they say what is wanted ``instead``; see ``closed``.  The
``criteria`` say by what an answer is judged, and give none away.
"""

DO, MAY, CURIOUS = "do this one", "if you have time", "for the curious"

AS_IT_STANDS = {
    True: "The code is as it stands: find what is wrong in it, change that, and run the cell again.",
    False: "The function is as it stands: complete it, and run the cell again.",
}
NOT_NOW = "Not right this time."
STAYS = "The exercise counts as right all the same: you had it before."
ASSIGNED = "It counts for marks: there is no solution here. Hints there are."
NO_CELLS = (
    "It is not here: it stands in `notebooks/src` of the lesson's repository, and this copy of the package came without."
)


class Exercises:
    """Exercises, by number, and what happened to them, as ``keeper`` knows it; without one, as long as the session goes.

    Where they are ``assigned``, for marks, no solution is offered.
    """

    assigned = False

    def __init__(self, problems, keeper=None):
        self._problems, self._keeper = problems, keeper or Keeper("off")
        self._tried, self._cards = Counter(), {}

    @contextmanager
    def kept_by(self, keeper):
        """Let another ``keeper`` keep what happens in a block, and know what happened before."""
        mine, self._keeper = self._keeper, keeper
        try:
            yield
        finally:
            self._keeper = mine

    def check(self, number, answer=None, record=True):
        """Return a ``Result`` for an answer: a number, text such as "cos(2) * 3", a dict, a list or a function.

        With ``record=False`` nothing is kept and no card is made: what comes back is data for whoever helps a learner, a
        dict of "number", "verdict", "diagnosis", the learner's next "hint", and "criteria".  The answer is never in it.
        """
        if record not in (True, False):
            raise InputError(f"record is True or False, not {short(record)}: with record=False nothing is kept")
        problem = self._find(number)
        if problem is None:
            return self._unknown(number) if record else data_of(self._unknown(number))
        pick = random.Random(f"{problem.number} {self._tried[problem.number]}")  # others each time, the same in each session
        verdict, message = judged(problem, answer, pick)
        if not record:
            hint = "" if verdict == "right" else problem.hints[min(self._keeper.known(problem.number).hints, 2)]
            return data_of(Result(verdict, problem.number, message), hint, problem.criteria)
        if verdict == "unanswered":
            return self._result(verdict, problem, message)
        self._tried[problem.number] += 1
        known, kept = self._keeper.known(problem.number), kept_of(answer)
        if all((kept, verdict) != (other, told) for other, told, _ in known.tries):  # a cell that is run again is no try
            self._keeper.record("checked", problem.number, answer=kept, verdict=verdict)
        if verdict != "right" and known.best == "right":
            return self._result(verdict, problem, f"{message} {STAYS}", word=NOT_NOW)
        more = f'Try `ad.exercises.hint("{problem.number}")`.' if verdict == "wrong" else ""
        return self._result(verdict, problem, message, more)

    def hint(self, number):
        """Return the next of three hints: which rule, which arrow, almost there."""
        problem = self._find(number)
        if problem is None:
            return self._unknown(number)
        k = min(self._keeper.known(problem.number).hints, 2)
        last = self._keeper.known(problem.number).hints > 2
        self._keeper.record("hinted", problem.number)
        last = last and not self.assigned
        more = f' After a try, `ad.exercises.solution("{problem.number}")` shows the solution.' if last else ""
        return self._result("hint", problem, f"{k + 1} of 3: {problem.hints[k]}{more}")

    def solution(self, number):
        """Return the solution, with what is said to a right answer; before a try, return that it waits for one."""
        problem = self._find(number)
        if problem is None:
            return self._unknown(number)
        if self.assigned:
            return self._result("unanswered", problem, ASSIGNED)
        known, code = self._keeper.known(problem.number), cells_of(problem.number).solution
        if not (known.count or known.solved):
            return self._result("unanswered", problem, "Try it first, whatever comes of it: then its solution is shown.")
        if not code:
            return self._result("solution", problem, NO_CELLS)
        self._keeper.record("solved", problem.number)
        return self._result("solution", problem, problem.right, code=code)

    def reset(self, number):
        """Forget tries, hints and answers of an exercise; return its cell as it was."""
        problem = self._find(number)
        if problem is None:
            return self._unknown(number)
        self._keeper.record("reset", problem.number)
        code = cells_of(problem.number).cell
        message = "Tries, hints and answers are gone. The text of your cell stays as it is."
        message += " This is the cell as it was:" if code else ""
        return self._result("reset", problem, message, code=code)

    def _result(self, verdict, problem, message, more="", code="", word=""):
        def card(plain):
            return self._card(problem, result, message, plain)

        result = Result(verdict, problem.number, message, code, card, word, more)
        return result

    def _card(self, problem, result, message, plain):
        """Return the card that shows a result; that of an earlier one of the same exercise is closed."""
        name, keeper, cells = problem.number, self._keeper, cells_of(problem.number)
        data = {
            "card": "check",
            "name": name,
            "about": [f"{problem.minutes} min", problem.matters],
            "tries": keeper.known(name).count,
            "verdict": result.verdict,
            "word": result.word,
            "message": message,
            "hints": [*problem.hints],
            "solution": cells.solution,
            "right": problem.right,
            "cell": cells.cell,
            "state": keeper.snapshot([name]),
            **({"assigned": True, "solution": "", "right": ""} if self.assigned else {}),
        }
        if name in self._cards:
            self._cards[name].close()
        show = import_module("..show.cards.card", __package__)  # a widget, which only a notebook needs
        self._cards[name] = show.Card(data, keeper.told, plain)
        return self._cards[name]

    def __repr__(self):
        rows = [
            f"{number:4} {stars:3}  {minutes:>6}  {matters:16}  {so_far:19}  {task}"
            for number, stars, minutes, matters, so_far, task in self._rows()
        ]
        return "\n".join([self._summary(), *rows])

    def _repr_html_(self):
        rows = "".join("<tr>" + "".join(f"<td>{html.escape(u)}</td>" for u in row) + "</tr>" for row in self._rows())
        columns = ("number", "stars", "time", "do it?", "so far", "exercise")
        head = "".join(f'<th scope="col">{u}</th>' for u in columns)
        inside = f"<caption>{self._summary()}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
        return on_page(scroll(f'<table class="ad-table">{inside}</table>'))

    def _summary(self):
        best = [known.best for number, known in self._keeper.all_known().items() if number in self._problems]
        return f"{best.count('right')} of {len(self._problems)} exercises right"

    def _rows(self):
        known = self._keeper.all_known()
        for problem in self._problems.values():
            best = known[problem.number].best if problem.number in known else None
            mark, word, _ = MARKS[best or "unanswered"]
            so_far = f"{mark} {word.rstrip('.').lower()}"
            yield problem.number, "★" * problem.stars, f"{problem.minutes} min", problem.matters, so_far, problem.task

    def _find(self, number):
        found = re.fullmatch(r"\s*0*(\d+\.\d+)\s*", short(number, write=str))  # str: of NumPy's 5.1 it is "5.1", too
        return self._problems.get(found[1]) if found else None

    def _unknown(self, number):
        return Result("unknown", "", f"{short(number)} is not among {', '.join(self._problems)}")


def data_of(result, hint="", criteria=""):
    """Return what ``check`` says as data."""
    said = {"number": result.number, "verdict": result.verdict, "diagnosis": result.message}
    return said | {"hint": hint, "criteria": criteria}


def judged(problem, answer, pick, untouched=untouched):
    """Return the verdict on an answer and what is said to it; ``pick``, a ``random.Random``, draws what it is tried on.

    ``untouched(number, answer)`` tells whether it is the cell as it stands.  Raises nothing but ``KeyboardInterrupt``.
    """
    if answer is None or answer is ...:
        return "unanswered", "Put your answer where it says None, and run the cell again."
    called = []
    closed = without.set((problem.without, called))

    def judge():
        if untouched(problem.number, answer):
            raise NoAnswerError(AS_IT_STANDS[problem.task.startswith("bug hunt")])
        return problem.judge(answer, pick)

    try:
        verdict, message = verdict_on(judge)
    finally:
        without.reset(closed)
    if called:  # whatever the function made of it
        verdict, message = "wrong", f"`{called[0]}` does it for you. {problem.instead}"
    if verdict == "unanswered":
        return verdict, message
    usual = {"right": problem.right, "close": "Right to two digits: give three or more."}
    return verdict, message or usual.get(verdict, "")
