"""A class of students: how long their marks take, beside nbgrader's own autograder, and how much memory the grader needs.

    PYTHONPATH=tests python -m bench.grading                     50 submissions of 5 exercises, and nbgrader beside them
    PYTHONPATH=tests python -m bench.grading --count 1000 --alone     1,000, without nbgrader

Two in three students have solved all, one has answered nothing.  Each grader is started as an instructor starts it, and
gets the same notebooks; nbgrader runs each in a kernel.  Memory is that of the grader, its workers and its judges, without
what runs in the sandbox; what processes share counts once (PSS, Linux).
"""

import argparse
import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from adlesson.commands import main as adlesson
from adlesson.grade.assignment import read_assignment
from adlesson.grade.handout import handout
from adlesson.grade.marks import read_marks
from adlesson.grade.variants import variant

ITEMS = ("0.2:1", "2.2:2", "5.3:3", "7.2:2", "adjoints/2:2")
GOALS = {50: 15, 1000: 300}  # seconds, on two cores
MEMORY = 200  # MB
# of the settings that the assignment brings, what concerns autograding is left out: here nbgrader runs the notebooks
ASKS_NBGRADER = "c.Autograde."


def course(folder, count):
    """Make a course: an assignment, and what so many students handed in, as nbgrader collects it."""
    (folder / "source").mkdir()
    with contextlib.redirect_stdout(io.StringIO()):
        made = adlesson(["assign", f"{folder}/ps1.json", "--exercises", *ITEMS, "--out", f"{folder}/source/ps1"])
    if made:
        raise SystemExit(made)
    assignment = read_assignment(folder / "ps1.json")
    (folder / "source/ps1/ps1_with_solutions.ipynb").unlink()
    given, solved = handout(assignment), handout(assignment, solved=True)
    for k in range(count):
        student = f"student{k:04}"
        notebook = json.loads(json.dumps(given if k % 3 == 1 else solved))
        for cell in notebook["cells"]:
            cell["source"] = cell["source"].replace('login = ""', f'login = "{student}"')
            if cell["id"].startswith("fresh-") and k % 3 != 1:
                right = variant(assignment, assignment.items[-1], student).question.blanks
                cell["source"] = f"answer = {right}\nadjoints_2.check(answer)"
        place = folder / "submitted" / student / "ps1"
        place.mkdir(parents=True)
        (place / "ps1.ipynb").write_text(json.dumps(notebook), "utf-8")
    return assignment


def timed(command, folder, watch=False):
    """Run a command; return its seconds, and with ``watch`` the most memory it needed, in MB."""
    most, began = [0], time.perf_counter()
    bin_ = str(Path(sys.executable).parent)
    env = os.environ | {"PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}", "ADLESSON_PROGRESS": "off"}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT, env=env)
        watching = threading.Thread(target=watched, args=(process, most), daemon=True)
        if watch:
            watching.start()
        status = process.wait()
    took = time.perf_counter() - began
    if watch:
        watching.join()
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {status}:\n{(folder / 'log').read_text()[-2000:]}")
    return took, most[0]


def watched(process, most):
    """Keep the most memory of a process and those that it started, without the sandbox, until it ends."""
    while process.poll() is None:
        with contextlib.suppress(psutil.Error):
            most[0] = max(most[0], sum(map(memory, trusted(psutil.Process(process.pid)))))
        time.sleep(0.2)


def trusted(process):
    """Yield a process and what it started, but not a sandbox, nor what is in one."""
    with contextlib.suppress(psutil.Error):
        if process.name() == "bwrap" or process.uids().real != os.getuid():
            return
        yield process
        for child in process.children():
            yield from trusted(child)


def memory(process):
    """Return what a process holds, in MB."""
    try:
        return process.memory_full_info().pss / 1e6
    except psutil.Error:
        return 0


def main():
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m bench.grading", description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=50, help="how many submissions (50)")
    parser.add_argument("--workers", default="2", help="how many are graded at once (2)")
    parser.add_argument("--alone", action="store_true", help="without nbgrader")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assignment = course(folder, asked.count)
        words = ["ps1.json", "submitted", "--out", "marks", "--workers", asked.workers]
        took, most = timed([sys.executable, "-m", "adlesson", "grade", *words], folder, watch=True)
        marks = read_marks(folder / "marks")
        expected = [0 if k % 3 == 1 else assignment.points for k in range(asked.count)]
        if [mark.earned for mark in marks] != expected:
            raise SystemExit(f"the marks are wrong, nothing counts: {[mark.earned for mark in marks][:9]}...")
        goal = f" (at most {GOALS[asked.count]} s on two cores)" if asked.count in GOALS else ""
        each = f"{took / asked.count * 1e3:.0f} ms each"
        print(f"{asked.count} submissions of {len(ITEMS)} items, confined by {marks[0].sandbox}: {took:.1f} s{goal}, {each}")
        print(f"the grader, its workers and judges: {most:.0f} MB (at most {MEMORY} MB)")
        if not asked.alone:
            config = (folder / "source/ps1/nbgrader_config.py").read_text().partition(ASKS_NBGRADER)[0]
            (folder / "nbgrader_config.py").write_text(
                config.rstrip().removesuffix("# Execute would run what students wrote")
            )
            (folder / "source/ps1/nbgrader_config.py").unlink()
            nbgrader = [sys.executable, "-m", "nbgrader"]
            timed([*nbgrader, "generate_assignment", "ps1", "--create"], folder)
            theirs, _ = timed([*nbgrader, "autograde", "ps1", "--create"], folder)
            print(f"nbgrader autograde: {theirs:.1f} s, {theirs / took:.1f} times as long")


if __name__ == "__main__":
    main()
