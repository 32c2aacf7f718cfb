"""What came back: whose it is, and which notebook counts.

With this module you can

- find the notebooks of all students in a folder (``find``), however a learning platform has laid it out;
- say a file's name so that it fits on a line (``plain``).

A student is known by the name of a notebook, ``ada.ipynb``, or of a folder around it: ``ada/any.ipynb``;
``ada/ps1/ps1.ipynb`` as nbgrader collects them; ``Ada Lovelace_12345_assignsubmission_file_/any.ipynb``, or a file that
begins so, as Moodle has them.  What a notebook says of itself does not count.

>>> plain("eve\\n../ada"), whose("Ada Lovelace_12345_assignsubmission_file_", {})
('eve\\\\n../ada', ('adalovelace', '12345', ''))
"""

import os
import re
import stat
import unicodedata
from collections import namedtuple
from pathlib import Path
from urllib.parse import quote

from ..engine.errors import InputError, short
from .notebook_file import digest
from .variants import login

ENDING = ".ipynb"
OF_PROGRAMS = ".ipynb_checkpoints", ".DS_Store", "__MACOSX"
MOODLE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_(file|onlinetext)_?.*", re.S)
KINDS = f"it takes ada{ENDING}, ada/any{ENDING}, nbgrader's ada/ps1/ps1{ENDING}, or a download of Moodle, unpacked"

Submission = namedtuple("Submission", "student path sha256 notes")
Submission.__doc__ = """What counts of one ``student``.

The ``path`` of the notebook, its ``sha256``, "" where it cannot be read, and ``notes``, a tuple of sentences.
"""
Found = namedtuple("Found", "student number path note")


def find(folder, assignment, names=None):
    """Return a list of ``Submission``, one for each student, in the order of their names, and the files left aside.

    ``names`` are logins by name, as ``variants.read_names`` gives them.  Raises ``InputError`` where there is nothing, or
    where two students have one name.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as problem:
        raise InputError(f"{folder} is no folder that can be read: {KINDS}") from problem
    if {"source", "submitted"} <= {entry.name for entry in entries}:
        raise InputError(f"{folder} is a course of nbgrader: name the folder in it, {Path(folder) / 'submitted'}")
    by_student, aside = {}, []
    for entry in entries:
        if entry.name in OF_PROGRAMS or entry.name.startswith("._"):
            continue
        found = [] if entry.name.startswith(".") else in_entry(entry, assignment, names or {})
        aside += [] if found else [plain(entry.name)]
        for one in found:
            by_student.setdefault(one.student, []).append(one)
    if not by_student:
        raise InputError(f"there is no notebook in {folder}: {KINDS}")
    return [of_student(student, by_student[student]) for student in sorted(by_student)], aside


def in_entry(entry, assignment, names):
    """Return what was ``Found`` in one entry of the folder: a notebook, or a student's folder; nothing in other files."""
    path, moodle = Path(entry.path), MOODLE.fullmatch(entry.name)
    if not entry.is_dir(follow_symlinks=False):
        if not (entry.name.endswith(ENDING) or moodle or (entry.is_symlink() and entry.is_dir())):
            return []
        return [Found(*whose(entry.name.removesuffix(ENDING), names)[:2], path, whose(entry.name, names)[2])]
    student, number, note = whose(entry.name, names)
    inner = path / assignment.name
    place = inner if inner.is_dir() and not inner.is_symlink() else path
    return [Found(student, number, one, note) for one in notebooks_in(place)]


def notebooks_in(place):
    """Return the paths of the notebooks in a student's folder; the folder itself if there is none."""
    try:
        found = [place / name for name in sorted(os.listdir(place)) if name.endswith(ENDING) and not name.startswith(".")]
    except OSError:
        found = []
    return found or [place]


def whose(name, names):
    """Return the student that a file's or folder's name stands for, Moodle's number for them or "", and a note or ""."""
    moodle = MOODLE.fullmatch(name)
    text, number = plain(moodle["name"] if moodle else name), moodle["number"] if moodle else ""
    student = names.get(number) or names.get(login(text))
    note = f"No login is known for {text}: the name is taken for it." if names and not student else ""
    return student or login(text) or quote(text), number, note


def of_student(student, found):
    """Return the ``Submission`` that counts of all that was found of a student: the newest."""
    if len({one.number for one in found}) > 1:
        numbers = " and ".join(sorted({one.number or "none" for one in found}))
        raise InputError(
            f"two students are called {short(student)} (their numbers at Moodle: {numbers}): "
            "give each a login, in a file with lines such as 12345,ada, and name it by --names"
        )
    ordinary = [one for one in found if is_ordinary(one.path)] or found
    *others, newest = sorted(ordinary, key=lambda one: (modified(one.path), str(one.path)))
    notes = [note for note in dict.fromkeys(one.note for one in found) if note]
    if others:
        older = ", ".join(plain(one.path.name) for one in others[:5]) + ", ..." * (len(others) > 5)
        notes.append(f"Of {len(ordinary)} notebooks the newest is graded, {plain(newest.path.name)}, and not {older}.")
    if len(ordinary) < len(found):
        notes.append("Links and the like, which are no files of their own, were left aside.")
    return Submission(student, str(newest.path), digest(newest.path), tuple(notes))


def is_ordinary(path):
    """Tell whether there is a file, and no link, pipe or folder."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def modified(path):
    """Return when a file was last written."""
    try:
        return os.lstat(path).st_mtime_ns
    except OSError:
        return 0


def plain(name):
    """Return a name with signs in place of what would break a line or hide: each name stays unlike any other."""
    return "".join(
        c if c != "\\" and (c.isprintable() or unicodedata.category(c) == "Zs") else c.encode("unicode_escape").decode()
        for c in name
    )
