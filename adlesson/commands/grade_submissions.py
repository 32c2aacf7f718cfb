"""``python -m adlesson grade ps1.json SUBMISSIONS --out marks``: a mark for each student, none of them twice.

With this module you can

- do what stands behind the command (``run``).
"""

import os
import re
from pathlib import Path

from tqdm import tqdm

from ..engine.errors import InputError, short
from ..grade.assignment import read_assignment
from ..grade.cluster import on_cluster
from ..grade.confined import chosen
from ..grade.many import on_this_machine
from ..grade.marks import begin, write_mark
from ..grade.submissions import find
from ..grade.variants import read_names
from .trouble import Trouble, refused

SAYS = """\
Grades what students handed in, and writes a mark for each into the folder of --out. What they wrote runs in a sandbox. Break
it off whenever you like: the same command goes on where it was, and grades anew only what was handed in anew."""
TAKES = """\
SUBMISSIONS has ada.ipynb, or ada/any.ipynb, or nbgrader's ada/ps1/ps1.ipynb, or what Moodle packs, unpacked. The exit
status is 0 where all could be read, 1 where some could not, and 2 for what was written wrongly here."""
MOST_WORKERS, MOST_SECONDS = 256, 600
MOST_NAMED = 10


def run(words, parser):
    """Grade what is not graded yet, and say of each student what came out."""
    parser.description, parser.epilog = SAYS, TAKES
    parser.add_argument("file", metavar="FILE", help="the file of the assignment, such as ps1.json")
    parser.add_argument("submissions", metavar="SUBMISSIONS", help="the folder of what was handed in")
    parser.add_argument("--out", metavar="DIR", default="marks", help="the folder of the marks; marks if left out")
    parser.add_argument(
        "--names", metavar="FILE", help="logins by name, by address or by Moodle's number, in lines such as Ada Lovelace,ada"
    )
    parser.add_argument("--workers", metavar="N", help="how many are graded at once; as many as there are cores if left out")
    parser.add_argument("--dask", metavar="ADDRESS", help="grade on this Dask cluster, as in tcp://host:8786")
    parser.add_argument("--sandbox", metavar="WHICH", default="auto", help="auto, bwrap, uid or none; auto if left out")
    parser.add_argument("--seconds", metavar="S", default="5", help="how long one answer may take; 5 if left out")
    given = parser.parse_args(words)

    seconds = number("--seconds", given.seconds, MOST_SECONDS, float)
    workers = number("--workers", given.workers or f"{cores()}", MOST_WORKERS, int)
    assignment, out = read_assignment(Path(given.file).expanduser()), Path(given.out).expanduser()
    names = read_names(Path(given.names).expanduser()) if given.names else None
    submissions, aside = find(Path(given.submissions).expanduser(), assignment, names)
    sandbox = chosen(given.sandbox)
    try:
        there = begin(out, assignment)
    except OSError as problem:
        raise Trouble(f"no mark could be written: {refused(out, problem)}") from problem
    todo = [one for one in submissions if not is_done(one, there)]
    how = assignment, sandbox, seconds
    results = on_cluster(todo, given.dask, *how) if given.dask else on_this_machine(todo, workers, *how)
    failed = put_down(results, len(todo), out, there)
    say(submissions, todo, there, aside, out)
    if failed:
        raise Trouble(f"{len(failed)} of {len(submissions)} could not be read or graded: {listed(failed)}")


def put_down(results, count, out, there):
    """Write marks as they come, with a line for each; return the students whose notebook has none.

    ``there`` are marks by student that were there before: one that was made stays where the newer notebook cannot be read.
    """
    failed, tqdm.monitor_interval = [], 0  # no thread, beside which no process may be forked
    with tqdm(total=count, unit=" students", disable=None) as bar:
        try:
            for submission, mark in results:
                student = submission.student
                if isinstance(mark, Exception):
                    line = f"{student}: could not be graded, try again ({type(mark).__name__}: {short(mark, 200, str)})"
                else:
                    line = said(mark)
                    if mark.submission or not (student in there and there[student].submission):
                        write_mark(out, mark)
                    else:
                        line += " The mark of an earlier notebook stays."
                if isinstance(mark, Exception) or not mark.submission:
                    failed.append(student)
                bar.write(line)
                bar.update()
        except OSError as problem:
            raise Trouble(f"what is graded so far is in {out}, and then: {refused(out, problem)}") from problem
        finally:
            results.close()
    return sorted(failed)


def said(mark):
    """Return a mark as one line."""
    verdicts = {}
    for item in mark.items:
        verdicts.setdefault(item.verdict, []).append(item.what)
    by_verdict = "; ".join(f"{verdict}: {', '.join(names)}" for verdict, names in verdicts.items())
    return " ".join([f"{mark.student}: {mark.earned:g} of {mark.points:g} ({by_verdict})", *mark.notes])


def say(submissions, todo, there, aside, out):
    """Say in two or three lines what was done."""
    before = len(submissions) - len(todo)
    marks = f"{len(submissions)} mark{'s' * (len(submissions) != 1)}"
    print(f"In {out}: {marks}, {len(todo)} of them new" + f", {before} were there already" * bool(before))
    others = sorted(there.keys() - {one.student for one in submissions})
    if others:
        print(f"There are also marks of {len(others)} who have nothing in this folder: {listed(others)}")
    if aside:
        print(f"Left aside, since they are no notebooks: {listed(aside)}")


def is_done(submission, there):
    """Tell whether a notebook has its mark already."""
    return submission.student in there and submission.sha256 and there[submission.student].submission == submission.sha256


def listed(names):
    """Return names in one line, the first of them if they are many."""
    return ", ".join(names[:MOST_NAMED]) + f" and {len(names) - MOST_NAMED} more" * (len(names) > MOST_NAMED)


def number(option, text, most, kind):
    """Return the number behind an option; raise ``InputError`` where it is none."""
    pattern = r"\d{1,3}" if kind is int else r"\d{1,3}(\.\d{1,3})?"
    if not re.fullmatch(pattern, text, re.ASCII) or not 0 < kind(text) <= most:
        what = "a whole number" if kind is int else "a number of seconds"
        raise InputError(f"{option} is {what} above 0, at most {most}, not {short(text)}")
    return kind(text)


def cores():
    """Return how many cores this process may use."""
    return min(MOST_WORKERS, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
