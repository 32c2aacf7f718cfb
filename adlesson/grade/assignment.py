"""An assignment: which exercises, for how many points, in one file that says when somebody has changed it.

With this module you can

- make one (``made``) of words such as "5.2:3" or "adjoints/2:4", an exercise or a fresh problem of a level, and its points;
- write it as text (``written``) and read it from its file (``read_assignment``);
- say a number of points (``in_words``), and get the name of an item among nbgrader's cells (``grade_id``).

The ``hash`` is made of all the rest.  Marks carry it: so it is seen which assignment they belong to.

>>> ps1 = made("ps1", ["5.2:3", "adjoints/2:4"], seed="2026")
>>> ps1.points, ps1.items[1].fresh, grade_id("5.2")
(7, ('adjoints', 2), 'exercise-5-2')
>>> made("ps1", ["5.2:0"], seed="2026")
Traceback (most recent call last):
    ...
adlesson.engine.errors.InputError: the points of 5.2 are a whole or half number from 0.5 to 1000, as in 5.2:3, not '0'
"""

import hashlib
import json
import re
from collections import namedtuple
from fractions import Fraction

from ..engine.errors import InputError, closest, short
from ..teach.course import NOTEBOOKS, home_of
from ..teach.practice.record import check_pair

VERSION = 1
MOST_POINTS = 1000
LARGEST_FILE = 10**6
TOO_FEW = {"order/1": "order/2", "sweeps/1": "sweeps/2"}  # more than 1 pair of students in 500 would have the same problem
MAKE = "make one with python -m adlesson assign"


class Item(namedtuple("Item", "what points")):
    """One thing that is asked: ``what``, such as "5.2" or "adjoints/2", and its ``points``."""

    __slots__ = ()

    @property
    def fresh(self):
        """The kind and level of a fresh problem, such as ("adjoints", 2); None of an exercise."""
        kind, slash, level = self.what.partition("/")
        return (kind, int(level)) if slash else None


class Assignment(namedtuple("Assignment", "name seed items hash")):
    """An assignment: its ``name``, the ``seed`` of its fresh problems, a tuple of ``items``, the ``hash`` of all that."""

    __slots__ = ()

    @property
    def points(self):
        """The points of all items together."""
        return sum(item.points for item in self.items)


def made(name, words, seed):
    """Return the ``Assignment`` of words such as "5.2:3"; raise ``InputError`` for what is none."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", name):
        raise InputError(f"an assignment is named by letters, digits, - and _, as in ps1.json, not {short(name)}")
    items = tuple(map(item_of, words))
    names = [item.what for item in items]
    twice = next((what for what in names if names.count(what) > 1), None)
    if twice:
        raise InputError(f"{twice} is there twice: name it once, with all of its points")
    return with_hash(name, seed, items)


def with_hash(name, seed, items):
    """Return an assignment with the hash that belongs to it."""
    text = json.dumps([VERSION, name, seed, items], ensure_ascii=True)
    return Assignment(name, seed, items, hashlib.sha256(text.encode()).hexdigest())


def item_of(word):
    """Return the ``Item`` of a word such as "5.2:3" or "adjoints/2:4"."""
    what, colon, points = word.rpartition(":")
    if not colon:
        raise InputError(f"{short(word)} has no points: write it as 5.2:3, or as adjoints/2:4")
    what = known(what)
    return Item(what, points_of(what, points))


def known(what):
    """Return the name of an exercise, "5.2", or of a fresh problem, "adjoints/2", as it is written here."""
    kind, slash, level = what.partition("/")
    if slash:
        check_pair(kind, int(level) if re.fullmatch("[0-9]{1,3}", level) else level)
        what = f"{kind}/{int(level)}"
        if what in TOO_FEW:
            raise InputError(f"of {what} there are too few different problems for a class: take {TOO_FEW[what]}")
        return what
    found = re.fullmatch(r"0*(\d{1,3}\.\d{1,3})", what)
    if found and home_of(found[1]):
        return found[1]
    there = [number for one in NOTEBOOKS for number in one.exercises]
    raise InputError(
        f"no exercise {short(what)}{closest(what, there)}: there are {there[0]} to {there[-1]}, "
        "and fresh problems, such as adjoints/1"
    )


def points_of(what, text):
    """Return points as a number: whole, or a half, so that sums are exact."""
    if re.fullmatch(r"[0-9]{1,4}([.,][05]0*)?", text):
        points = Fraction(text.replace(",", "."))
        if 0 < points <= MOST_POINTS:
            return int(points) if points.denominator == 1 else float(points)
    raise InputError(
        f"the points of {what} are a whole or half number from 0.5 to {MOST_POINTS}, as in {what}:3, not {short(text)}"
    )


def in_words(points):
    """Return points with their word, such as "1 point"."""
    return f"{points:g} point{'s' * (points != 1)}"


def grade_id(what):
    """Return what an item is called among nbgrader's cells, whose names have letters, digits, - and _ alone.

    >>> grade_id("adjoints/2")
    'fresh-adjoints-2'
    """
    kind = "fresh" if "/" in what else "exercise"
    return f"{kind}-{re.sub('[./]', '-', what)}"


# --- its file -------------------------------------------------------------------------------------


def written(assignment):
    """Return an assignment as the text of its file."""
    items = [{"what": item.what, "points": item.points} for item in assignment.items]
    record = {"version": VERSION, **assignment._asdict(), "items": items}
    return json.dumps(record, indent=1, ensure_ascii=True) + "\n"


def read_assignment(path):
    """Return the ``Assignment`` in a file; raise ``InputError`` where it cannot be read, or was changed by hand."""
    try:
        with open(path, "rb") as file:
            record = json.loads(file.read(LARGEST_FILE))
        version = record["version"]
    except OSError as problem:
        raise InputError(f"{path} cannot be read ({(problem.strerror or 'no file').lower()}): {MAKE}") from problem
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise InputError(f"{path} is no assignment: {MAKE}") from problem
    if type(version) is int and version > VERSION:
        raise InputError(f"{path} was written by a newer lesson (version {version}): update yours to read it")
    return checked(path, record)


def checked(path, record):
    """Return the assignment of what stands in a file."""
    try:
        words = [f"{item['what']}:{item['points']}" for item in record["items"]]
        name, seed, said = record["name"], record["seed"], record["hash"]
        if not all(isinstance(text, str) for text in (name, seed, said)):
            raise TypeError
    except (KeyError, TypeError) as problem:
        raise InputError(f"{path} is no assignment: {MAKE}") from problem
    try:
        assignment = made(name, words, seed)
    except InputError as problem:
        raise InputError(f"{path} was changed after it was made: {problem}") from problem
    if assignment.hash != said:
        raise InputError(
            f"{path} was changed after it was made: its hash is {assignment.hash[:12]} now, and was {said[:12]}; "
            "undo the change, or make a new one with python -m adlesson assign"
        )
    return assignment
