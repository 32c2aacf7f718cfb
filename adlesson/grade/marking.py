"""The mark of one submission: its answers in a confined process, the lesson's judges here, and what they say.

With this module you can

- grade a submission (``grade_one``).

Why a submission cannot give itself a mark.  Three processes take part, and only the first two are trusted:

1. the grader, which forks a child for each submission and waits for it no longer than it may take;
2. that child, in which the judges of ``adlesson.teach`` run as in every notebook (``elsewhere`` hands them the answers);
3. the submission's process, in which its cells run (``confined``).  It sees Python and the part of the lesson that
   calculates; no judge, no solution, no other submission and no mark are there to be read, and nothing can be written.

From 3 to 2 goes nothing but numbers, text and tables (``channel``), each the answer to a question: what did you give for
5.2?  What does your function make of 0.73?  There is no word in that language for "right".  Some of what a function is
tried on is drawn by Python's ``secrets``, anew for each exercise of each submission, so it cannot be known before.  A
process that breaks the rules, or its time, is ended, and the exercise in hand is ``stopped``: no mark.  From 2 to 1 go
verdicts; whatever 3 could do to 2, such as keeping it busy for ever, ends with the child, which judges no other submission.

What this cannot see: an answer that a friend or a language model has written is as right as any other.
"""

import json
import os
import random
import re
import secrets
import select
import signal
import time
import warnings

from ..engine.mistakes.table import MISTAKES, VALUE_SLIPS
from ..teach.exercises import judged
from ..teach.judging.cells import cells_of, untouched
from ..teach.judging.safe_verdict import verdict_on
from ..teach.problems import COURSE
from .confined.box import TO_START, Box, GoneError, busy
from .confined.limits import die_with_parent, limit_judges
from .confined.ways import WARNINGS, NoSandboxError, lent_user, prepare
from .elsewhere import MISSING, Session
from .marks import MarkedItem, mark_of
from .notebook_file import read_notebook
from .stand_ins import Thing
from .variants import variant

STARTS = 4  # of a submission's process: after each of three ends it is started anew
ENOUGH = 3  # times as many seconds as one exercise may take, for all the cells, and for the judges' own work
MEMORY, OF_ITS_OWN = 1 << 28, 10  # bytes more than the grader, and seconds more than a submission has, for the judges
LONGEST = 600  # characters of what is said
NOT_STARTED = "not started"
MISSED = "There is no answer to it in the notebook: its cell is missing, or stops before it gets to `check`."
NO_END = "Judging it took too long, and was ended."
ENDED = "The submission's process was ended before this was judged: {}."


def grade_one(path, student, notes, assignment, sandbox, seconds):
    """Return the ``Mark`` of the notebook at ``path``, confined in the way ``sandbox``; ``notes`` are said on it, too.

    ``seconds`` is what one exercise may take.  Raises ``Unreadable`` if it is no notebook, and nothing for what is in it;
    ``NoSandboxError`` where its process cannot even be started, which is not its fault.
    """
    notebook = read_notebook(path)
    prepare(sandbox)
    for item in assignment.items:  # their judges are loaded here, once, and not in each child
        _ = item.fresh or COURSE[item.what]
    user = lent_user(sandbox)
    try:
        found = in_a_child(
            lambda tell: judge_all(notebook.cells, student, assignment, (sandbox, user and user.number), seconds, tell),
            TO_START * STARTS + seconds * busy() * (len(assignment.items) + 2 * ENOUGH),
        )
    finally:
        if user:
            user.close()  # and with it whatever the submission has left behind
    if NOT_STARTED in found:
        raise NoSandboxError(*found[NOT_STARTED])
    items = []
    for item in assignment.items:
        verdict, message, mistake = found.get(item.what, ("stopped", NO_END, None))
        earned = item.points if verdict == "right" else 0
        items.append(MarkedItem(item.what, item.points, earned, verdict, message, mistake))
    notes = [*notes, *filter(None, [WARNINGS[sandbox]])]
    return mark_of(assignment, student, notebook.sha256, notes, sandbox, items)


# --- the first process ------------------------------------------------------------------------


def in_a_child(work, seconds):
    """Return what ``work(tell)`` has told in a process of its own, by name, when it ends, or is ended after ``seconds``."""
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python's, of forks where there are threads
        pid = os.fork()
    if pid == 0:
        try:
            os.close(reader)
            with os.fdopen(writer, "w") as out:
                work(lambda *told: print(json.dumps(told), file=out, flush=True))
        finally:
            os._exit(0)
    os.close(writer)
    try:
        return {what: told for what, *told in map(json.loads, whole_lines(reader, time.monotonic() + seconds))}
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(reader)


def whole_lines(pipe, until):
    """Return the lines that have come through a pipe until it was closed, or the time was over."""
    text = b""
    while (left := until - time.monotonic()) > 0 and select.select([pipe], [], [], left)[0]:
        part = os.read(pipe, 1 << 16)
        if not part:
            break
        text += part
    return text.decode().split("\n")[:-1]


# --- the second process -------------------------------------------------------------------------


def judge_all(cells, student, assignment, way, seconds, tell):
    """Tell verdict, message and mistake of each item; a submission's process that ends is started again a few times."""
    total = seconds * (len(assignment.items) + ENOUGH)
    die_with_parent()
    limit_judges(MEMORY, int(total) + OF_ITS_OWN)
    submission = Submission(cells, way, seconds, total)
    try:
        for item in assignment.items:
            session = submission.ready()
            if session is None:
                tell(item.what, "stopped", ENDED.format(submission.why), None)
                continue
            session.allow(seconds)
            verdict, message = verdict_of(session, item, student, assignment)
            if session.box.dead:  # whatever the judge made of it
                verdict, message = "stopped", f"It was stopped: {session.box.dead}."
            tell(item.what, verdict, said(message), mistake_in(message) if verdict == "wrong" else None)
    except NoSandboxError as problem:
        tell(NOT_STARTED, str(problem))
    finally:
        submission.close()


class Submission:
    """The cells of a submission in a process, which is started again where it has ended, but not often and not for long.

    A cell that ends the process is left out the next time.  A cell may take so many ``seconds``; ``left`` are there in all.
    """

    def __init__(self, cells, way, seconds, left):
        self.cells, self.way, self.seconds, self.left = cells, way, seconds, left
        self.starts, self.left_out, self.session, self.why = STARTS, set(), None, ""

    def ready(self):
        """Return a session in which the cells have run, None where it is not to be started again."""
        while self.session is None or self.session.box.dead:
            if self.session:
                self.why, self.left = self.session.box.dead, self.session.box.left
            if not self.starts or not self.left:
                return None
            self.starts -= 1
            self.session = Session(Box(self.way[0], self.left, self.way[1]))
            self.run_cells()
        return self.session

    def run_cells(self):
        """Run the cells, one by one, until one of them ends the process."""
        for number, text in enumerate(self.cells, 1):
            if number not in self.left_out:
                self.session.allow(self.seconds)
                try:
                    self.session.run(text, f"cell {number}")
                except GoneError:
                    self.left_out.add(number)
                    return

    def close(self):
        """End its process."""
        if self.session:
            self.session.box.close()


def verdict_of(session, item, student, assignment):
    """Return verdict and message of an item, as in the lesson, with words for what has no answer."""
    pick = random.Random(secrets.token_bytes(16))
    try:
        answer = session.answer(item.what)
        if answer is MISSING:
            return "missing", MISSED
    except GoneError:
        return "stopped", ""
    if item.fresh:
        question = variant(assignment, item, student).question
        if answer is None or answer is ...:
            return "untouched", ""
        verdict, message = verdict_on(lambda: question.judge(answer, pick))
    else:
        verdict, message = judged(COURSE[item.what], answer, pick, as_it_stands(session))
    return {"unanswered": "untouched", "close": "wrong"}.get(verdict, verdict), message


def as_it_stands(session):
    """Return what tells ``judged`` whether an answer is the cell's own function, wherever it lives."""
    return lambda number, answer: (
        session.as_given(answer, cells_of(number).cell) if isinstance(answer, Thing) else untouched(number, answer)
    )


def said(message):
    """Return a message on one line, without signs that would change how a line looks."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+", " ", message)[:LONGEST]


def mistake_in(message):
    """Return the name of the known mistake that a message speaks of, None if it speaks of none."""
    message = message.partition(" stopped")[0]  # what follows is the learner's own text
    found = [mistake.name for mistake in (*MISTAKES, *VALUE_SLIPS) if mistake.says and mistake.says in message]
    return found[0] if found else None
