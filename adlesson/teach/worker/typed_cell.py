"""Run the cell of an exercise as a learner has typed it in a page, and say what a notebook would say.

With this module you can

- check it (``judged``): the lesson's own check gives the verdict; a cell that stops before that says where and why.

Nothing is raised, whatever is typed, but ``KeyboardInterrupt``; only an endless loop must be ended from outside.

>>> from .. import exercises
>>> said = judged(exercises, "5.1", 'ad.exercises.check("5.1", 4)')
>>> said["verdict"], said["events"]
('wrong', [{'what': 'checked', 'name': '5.1', 'answer': '4', 'verdict': 'wrong'}])
"""

import ast
import io
import sys
from contextlib import contextmanager, redirect_stdout, suppress
from importlib.machinery import PathFinder

from ..course import home_of
from ..judging.cells import code_cells
from ..judging.feedback import Result
from ..judging.stops import is_a, meaning
from ..kept.keeping import Keeper
from .earlier_statements import run, run_needed

LONGEST = 10_000  # letters of what a cell prints that are shown
PACKAGES = ("numpy", "sympy", "matplotlib")  # which the lesson imports only where it needs them
STOPPED = "Python stopped."
AGAIN = "run the cell again", "check it again"  # as it is done in a notebook, and in a page


def judged(exercises, number, text, events=()):
    """Return what is said to a ``text``, typed as the cell of an exercise; ``events`` are what happened to it before.

    A dict of "verdict", "word" and "message", as on an exercise's card; "tries", how many there are now; "events", what
    happened, to be kept by the page; "printed"; and "lacks", a package that is not there, or "".
    """
    keeper, printed = Keeper("off"), Printed()
    for event in events:
        keeper.told(event)
    before = keeper.events()
    with exercises.kept_by(keeper), lacking() as lacks, redirect_stdout(printed):
        said = _said(number, text)
    fresh = [event for event in keeper.events() if event not in before]
    return {
        **said,
        "tries": keeper.known(number).count,
        "events": [{"what": e.what, "name": e.name, "answer": e.answer, "verdict": e.verdict} for e in fresh],
        "printed": printed.shown(),
        "lacks": next(iter(lacks), ""),
    }


def _said(number, text):
    name = f"exercise {number}"
    try:
        tree = ast.parse(text, name)
        space = run_needed(before(number), text, {"__name__": "__main__"}, name)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        run(tree, text, name, space)
        result = last and run(ast.Expression(last.value), text, name, space)
    except KeyboardInterrupt:
        raise
    except SyntaxError as problem:
        where = f"Line {problem.lineno}" if problem.filename == name else "A text that it reads"
        return _stop(f"{where} is no Python: {problem.msg}.")
    except BaseException as problem:  # whatever a learner's cell raises
        told = f"{where_stopped(problem, name, text)}{meaning(problem)}."
        return _stop(told[:1].upper() + told[1:])
    if not is_a(result, Result) or result.number != number:
        return _stop(f'Let the last line be `ad.exercises.check("{number}", ...)`: it hands in your answer.')
    return {"verdict": result.verdict, "word": result.word, "message": result.core.replace(*AGAIN)}


def _stop(message):
    return {"verdict": "stopped", "word": STOPPED, "message": message}


def before(number):
    """Return the texts of the cells above an exercise, as the learner has them."""
    texts = []
    for tags, text in code_cells(home_of(number).file):
        if f'exercises.check("{number}"' in text:
            break
        if "solution" not in tags and "check" not in tags:
            texts.append(text)
    return texts


def where_stopped(problem, name, text):
    """Return "Line 2, `z = 1 / 0`: " of an exception, the last line of the learner's that it went through."""
    line, step = 0, problem.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == name:
            line = step.tb_lineno
        step = step.tb_next
    lines = text.splitlines()
    return f"Line {line}, `{lines[line - 1].strip()}`: " if 0 < line <= len(lines) else ""


class Printed(io.StringIO):
    """What is printed, as far as it is shown: a loop that prints must not fill the page."""

    def write(self, text):
        super().write(text[: max(0, LONGEST + 1 - self.tell())])
        return len(text)

    def shown(self):
        text = self.getvalue()
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}\n... and more"


@contextmanager
def lacking():
    """Give the list of those packages that are looked for in a block and are not there."""

    class Watch:
        @staticmethod
        def find_spec(name, path=None, target=None):
            if name in PACKAGES and not PathFinder.find_spec(name):
                found.append(name)

    found = []
    sys.meta_path.insert(0, Watch)
    try:
        yield found
    finally:
        with suppress(ValueError):
            sys.meta_path.remove(Watch)
