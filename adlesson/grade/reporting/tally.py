"""What is counted in the marks of a class.

With this module you can

- say each verdict with a mark and a word (``VERDICTS``), and what an exercise asks (``task_of``);
- count the verdicts on each exercise (``tally``), the mistakes that are known (``mistakes``) and the sums (``sums``);
- find notebooks that are the same (``alike``).

>>> task_of("5.1"), task_of("adjoints/2")
('the adjoint of x in x * x * x at x = 2', 'a fresh problem, level 2')
"""

from collections import Counter, namedtuple

from ...engine.mistakes.table import slips
from ...teach.problems import COURSE

VERDICTS = {
    "right": ("✓", "right"),
    "wrong": ("✗", "not right"),
    "untouched": ("○", "as it stood"),
    "missing": ("–", "not answered"),
    "stopped": ("■", "stopped"),
}
Tally = namedtuple("Tally", "what task points counts share")
Tally.__doc__ = """An exercise in a class: ``counts`` by verdict, and which ``share`` of its points was earned, 0 to 1."""

Made = namedtuple("Made", "mistake idea what many")
Made.__doc__ = """A known ``mistake``: the ``idea`` that it is about, in which exercises (``what``), how ``many`` made it."""


def task_of(what):
    """Return what an exercise asks, or which fresh problem it is; "" if it is not known here."""
    if what in COURSE:
        return COURSE[what].task
    _, slash, level = what.partition("/")
    return f"a fresh problem, level {level}" if slash else ""


def tally(marks):
    """Return a ``Tally`` for each exercise of an assignment, given its marks."""
    rows = []
    for items in zip(*(mark.items for mark in marks), strict=True):
        first, many = items[0], Counter(item.verdict for item in items)
        share = sum(item.earned for item in items) / (first.points * len(items))
        rows.append(Tally(first.what, task_of(first.what), first.points, {v: many[v] for v in VERDICTS}, share))
    return rows


def mistakes(marks):
    """Return a ``Made`` for each known mistake in the marks, the most frequent first; each student counts once."""
    who, where, known = {}, {}, slips()
    for mark in marks:
        for item in mark.items:
            if item.mistake:
                who.setdefault(item.mistake, set()).add(mark.student)
                where.setdefault(item.mistake, set()).add(item.what)
    found = []
    for mistake, students in who.items():
        there = tuple(item.what for item in marks[0].items if item.what in where[mistake])
        found.append(Made(mistake, known[mistake].idea if mistake in known else "", there, len(students)))
    return sorted(found, key=lambda one: (-one.many, one.mistake))


def alike(marks):
    """Return groups of students whose notebooks are the same, byte for byte; where nothing was answered it is no sign."""
    groups = {}
    for mark in marks:
        if any(item.verdict not in ("untouched", "missing") for item in mark.items):
            groups.setdefault(mark.submission, []).append(mark.student)
    return [group for group in groups.values() if len(group) > 1]


def sums(marks):
    """Return how many students earned each sum, from the least that was earned to the most."""
    return dict(sorted(Counter(mark.earned for mark in marks).items()))
