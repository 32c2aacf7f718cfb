"""A grader that looks for the word RIGHT in place of running anything: for the tests of what is around it.

As a program it is ``python -m adlesson`` with that grader: so it can be killed.  A cell with the word SLOW takes a while,
and one with KILL ends its worker.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

from adlesson.commands import grade_submissions, main
from adlesson.grade import many
from adlesson.grade.handout import handout
from adlesson.grade.marks import MarkedItem, mark_of
from adlesson.grade.notebook_file import read_notebook


def grade_one(path, student, notes, assignment, sandbox, seconds):
    """Return a mark by what is written in the cells; write down that it was made."""
    notebook, items = read_notebook(path), []
    text = "\n".join(notebook.cells)
    if "KILL" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "BUG" in text:
        raise LookupError("of our own")
    if "FULL" in text:
        raise OSError(28, "No space left on device")
    time.sleep(0.05 * text.count("SLOW"))
    for item in assignment.items:
        right = f"RIGHT {item.what}" in text
        items.append(MarkedItem(item.what, item.points, item.points * right, "right" if right else "wrong", "", None))
    if os.environ.get("GRADED"):
        with open(os.environ["GRADED"], "a") as file:
            file.write(f"{student}\n")
    return mark_of(assignment, student, notebook.sha256, notes, sandbox, items)


def put_in_place(monkeypatch=None):
    """Let it be the grader."""
    put = monkeypatch.setattr if monkeypatch else setattr
    put(many, "grade_one", grade_one)
    put(many, "prepare", lambda way: None)
    put(grade_submissions, "chosen", lambda way: "none")


def hand_in(folder, assignment, student, *more, login=None):
    """Write a student's notebook, with the given lines in a cell of its own; return its path."""
    notebook = handout(assignment)
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].replace('login = ""', f'login = "{student if login is None else login}"')
    notebook["cells"].append({"cell_type": "code", "source": "\n".join(more), "id": "more", "metadata": {}, "outputs": []})
    path = Path(folder) / f"{student}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook))
    return path


if __name__ == "__main__":
    put_in_place()
    sys.exit(main(sys.argv[1:]))
