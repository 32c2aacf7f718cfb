"""Grade many submissions, on all cores of this machine.

With this module you can

- grade one submission, whatever it is (``graded``);
- grade many (``on_this_machine``), and have each mark as soon as it is there.

A worker is a process of its own.  One that dies takes nothing with it: what it was at is graded once more, alone.
"""

import gc
import multiprocessing
import os
import re
import signal
import sys
import threading
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait as wait_for

from ..engine.errors import LessonError, short
from ..teach.problems import COURSE
from .confined.limits import die_with_parent
from .confined.ways import prepare
from .marking import grade_one
from .marks import unreadable
from .notebook_file import Unreadable, read_notebook
from .submissions import plain
from .variants import login

LINUX = sys.platform.startswith("linux")


def graded(submission, assignment, sandbox, seconds):
    """Return the ``Mark`` of a ``Submission``; one that cannot be read has a mark, too, which says why."""
    try:
        notebook = read_notebook(submission.path)
        notes = (*about(notebook, submission.student, assignment), *submission.notes)
        return grade_one(submission.path, submission.student, notes, assignment, sandbox, seconds)
    except Unreadable as problem:
        return unreadable(assignment, submission.student, str(problem), submission.notes)


def about(notebook, student, assignment):
    """Yield what an instructor should know of a notebook that is graded, as sentences; another login comes first."""
    if any(item.fresh for item in assignment.items):
        said = notebook.logins[-1] if notebook.logins else ""
        if login(said) != student:
            whose = f"The login in it is {short(plain(said), write=str)}" if said else "There is no login in it"
            yield f"{whose}: it is graded as that of {student}, with the problems of {student}."
    if notebook.released and notebook.released != assignment.hash:
        yield (
            f"It was made for another assignment ({short(plain(notebook.released), 12, write=str)}), and is graded by this "
            f"({assignment.hash[:12]})."
        )
    for item in assignment.items:
        asked = re.compile(
            rf"\b{item.what.replace('/', '_')}\.check\("
            if item.fresh
            else rf"exercises\.check\(\s*[\"']0*{re.escape(item.what)}[\"']"
        )
        many = sum(1 for cell in notebook.cells if asked.search(cell))
        if many > 1:
            yield f"{item.what} is answered in {many} cells: the last one counts."


# --- workers --------------------------------------------------------------------------------------


def on_this_machine(submissions, workers, *how):
    """Yield ``(submission, mark)`` as they are done; in place of a mark, an exception where none could be made.

    ``how`` are the other arguments of ``graded``.  Raises ``OSError`` or a ``LessonError`` where the machine cannot grade.
    """
    left = [*reversed(submissions)]
    load(*how[:2])
    while left:
        under_way = {}
        with pool(workers) as executor:
            try:
                while left or under_way:
                    while left and len(under_way) < 2 * workers:
                        one = left.pop()
                        under_way[executor.submit(graded, one, *how)] = one
                    for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                        found = result_of(future)
                        yield under_way.pop(future), found
            except BrokenProcessPool:
                pass  # a worker died, and nobody knows which submission it was at
        for one in under_way.values():
            yield one, alone(one, how)


def alone(submission, how):
    """Return the mark of a submission by a worker that has nothing else to do, or the exception that it died of."""
    try:
        with pool(1) as executor:
            return result_of(executor.submit(graded, submission, *how))
    except BrokenProcessPool as problem:
        return problem


def result_of(future):
    """Return a mark, or what went wrong in its place; raise what concerns all submissions."""
    problem = future.exception()
    if isinstance(problem, (OSError, LessonError, BrokenProcessPool)):
        raise problem
    return problem or future.result()


def load(assignment, sandbox):
    """Load all judges that are needed, and make the sandbox's room, once: workers share both."""
    prepare(sandbox)
    for item in assignment.items:
        if not item.fresh:
            COURSE[item.what]
    gc.collect()
    gc.freeze()


@contextmanager
def pool(workers):
    """Have so many workers in a block; they end with it, and however this process ends."""
    context = multiprocessing.get_context("fork" if LINUX else "spawn")
    executor = ProcessPoolExecutor(workers, context, initializer=end_with, initargs=(os.getpid(),))
    try:
        yield executor
    except BaseException:  # at Ctrl-C, nobody waits for what is under way
        for child in multiprocessing.active_children():
            child.kill()
        raise
    finally:
        executor.shutdown(cancel_futures=True)


def end_with(parent):
    """End this process as soon as its parent ends, even by kill -9; Ctrl-C is for the parent alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if LINUX:
        die_with_parent()
        if os.getppid() != parent:  # it has ended already
            os._exit(1)
    else:
        threading.Thread(target=watch, daemon=True).start()


def watch():
    """Wait for the end of the parent, and end."""
    wait_for([multiprocessing.parent_process().sentinel])
    os._exit(1)
