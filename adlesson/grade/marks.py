"""Marks: one small file for each student, there as a whole or not at all.

With this module you can

- put what was found together as a mark (``mark_of``), or say why there is nothing to mark (``unreadable``);
- write it (``write_mark``), and read all that are in a folder (``read_marks``);
- begin a folder for an assignment, or go on with one (``begin``).

A mark carries the hashes of the assignment and of the notebook that it is for: so nothing is graded twice, whenever it was
broken off, and a notebook that was handed in anew is graded anew.

>>> item = MarkedItem("5.2", 3, 3, "right", "", None)
>>> mark_of(("ps1", "ab12"), "ada", "cd34", (), "bwrap", [item]).earned
3
"""

import hashlib
import json
import os
from collections import namedtuple
from pathlib import Path
from urllib.parse import quote

from ..engine.errors import InputError
from .assignment import read_assignment, written

VERSION = 1
OF, STUDENTS, HALF = "assignment.json", "students", ".half"
LARGEST_FILE = 10**6
LONGEST_NAME = 150
VERDICTS = ("right", "wrong", "untouched", "missing", "stopped")

MarkedItem = namedtuple("MarkedItem", "what points earned verdict message mistake")
MarkedItem.__doc__ = """What was found of one item.

``earned`` of so many ``points``, a verdict, what is said to it, and which of the known mistakes it is, or None.
"""
Mark = namedtuple("Mark", "assignment assignment_hash submission student notes sandbox items earned points")
Mark.__doc__ = """What was found of one submission.

Name and hash of the ``assignment``; the SHA-256 of the notebook, "" where it could not be read; ``notes``, a tuple of
sentences; how the student's code was confined, "" where none was run; a tuple of ``MarkedItem``; and the sums of points.
"""


def mark_of(assignment, student, submission, notes, sandbox, items):
    """Return a ``Mark`` with its sums; of the ``assignment`` name and hash are read, or given as a pair."""
    name, own = (assignment.name, assignment.hash) if hasattr(assignment, "hash") else assignment
    earned, points = sum(item.earned for item in items), sum(item.points for item in items)
    return Mark(name, own, submission, student, tuple(notes), sandbox, tuple(items), earned, points)


def unreadable(assignment, student, sentence, notes=()):
    """Return the mark of a submission in which nothing could be read: the sentence that says why comes first."""
    said = f"The notebook could not be read: {sentence}."
    items = [MarkedItem(item.what, item.points, 0, "missing", "", None) for item in assignment.items]
    return mark_of(assignment, student, "", (said, *notes), "", items)


# --- files ----------------------------------------------------------------------------------------


def begin(folder, assignment):
    """Make a folder ready for the marks of an assignment; return by student those that are there.

    Raises ``InputError`` where it has the marks of another, or is something else.
    """
    folder = Path(folder)
    if (folder / OF).exists():
        there = read_assignment(folder / OF)
        if there.hash != assignment.hash:
            raise InputError(
                f"{folder} has the marks of another assignment, {there.name} ({there.hash[:12]}), and this is "
                f"{assignment.name} ({assignment.hash[:12]}): name another folder by --out"
            )
    elif folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file: name a folder by --out")
    elif folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder} is no folder of marks, and is not empty: name another folder by --out")
    (folder / STUDENTS).mkdir(parents=True, exist_ok=True)
    for half in (folder / STUDENTS).glob(f"*{HALF}"):  # of a run that was killed
        half.unlink(missing_ok=True)
    if not (folder / OF).exists():
        put(folder / OF, written(assignment))
    return {mark.student: mark for mark in marks_in(folder)}


def write_mark(folder, mark):
    """Write a mark to its file, as a whole, over an older one of the same student."""
    record = mark._asdict() | {"notes": [*mark.notes], "items": [item._asdict() for item in mark.items]}
    put(Path(folder) / STUDENTS / file_name(mark.student), json.dumps({"version": VERSION, **record}, indent=1) + "\n")


def put(path, text):
    """Write a file as a whole, or not at all."""
    half = path.with_name(f"{path.name}.{os.getpid()}{HALF}")  # two runs at once do not share it
    try:
        half.write_text(text, "utf-8", newline="\n")
        os.replace(half, path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def file_name(student):
    """Return the name of the file of a student's mark: none leads out of its folder, and each is unlike any other.

    >>> file_name("../ada")
    '..%2Fada.json'
    """
    name = quote(student, safe="")
    if len(name) > LONGEST_NAME:
        name = f"{name[: LONGEST_NAME - 70]}-{hashlib.sha256(student.encode()).hexdigest()}"
    return f"{name}.json"


def read_marks(folder):
    """Return the marks in a folder, one for each student, in the order of their names.

    Raises ``InputError``, in one sentence, where there is none, and for a file that is no mark of its assignment.
    """
    if not (Path(folder) / OF).exists():
        raise InputError(f"{folder} is no folder of marks: python -m adlesson grade makes one")
    found = marks_in(folder)
    if not found:
        raise InputError(f"there is no mark in {folder} yet: python -m adlesson grade makes them")
    return found


def marks_in(folder):
    """Return the marks in a folder that is one."""
    own = read_assignment(Path(folder) / OF).hash
    found = [read_mark(path, own) for path in (Path(folder) / STUDENTS).glob("*.json")]
    return sorted(found, key=lambda mark: mark.student)


def read_mark(path, own):
    """Return the ``Mark`` in a file, which belongs to the assignment with the hash ``own``."""
    try:
        with path.open("rb") as file:
            record = json.loads(file.read(LARGEST_FILE))
        version = record.pop("version")
        if type(version) is int and version > VERSION:
            raise InputError(f"{path} was written by a newer lesson (version {version}): update yours to read it")
        items = tuple(MarkedItem(**item) for item in record.pop("items"))
        mark = Mark(**record | {"notes": tuple(record["notes"]), "items": items})
        if mark.earned != sum(item.earned for item in items) or {item.verdict for item in items} - {*VERDICTS}:
            raise ValueError
    except InputError:
        raise
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise InputError(f"{path} is no mark that can be read: remove it, and grade again") from problem
    if mark.assignment_hash != own:
        raise InputError(
            f"{path} is the mark of another assignment ({str(mark.assignment_hash)[:12]}, and here {own[:12]}): take it away"
        )
    return mark
