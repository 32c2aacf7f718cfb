"""Many problems by one seed, none like another.

With this module you can

- draw so many problems of a kind and level (``different``), each of which can be had again by its own seed.

Two problems are alike if they look alike, or if one table of adjoints is the key of both.  The other is drawn again.

>>> [problem.record["seed"] for problem in different("adjoints", 1, 3, 2026)]
['2026-1', '2026-2', '2026-3']
"""

from ....engine.errors import InputError, short
from ..practice import practice
from ..record import check_pair

MOST = 10_000
IN_VAIN = 500  # draws in a row that bring nothing new
LONGEST = 80  # of a seed: each problem adds a number


def different(kind, level, count, seed):
    """Return a list of ``count`` problems, ``Practice``, whose seeds are ``seed`` with a number behind it.

    More problems by the same seed begin with these.  Raises ``InputError`` for what cannot be, or if there are too few.
    """
    check_pair(kind, level)
    if type(count) is not int or not 0 < count <= MOST:
        raise InputError(f"count is a whole number from 1 to {MOST:,}, not {short(count)}")
    name = f"{seed}"
    if not name.isprintable() or not 0 < len(name) <= LONGEST:
        raise InputError(f"seed is a whole number, or a text of at most {LONGEST} letters and signs, not {short(seed)}")
    found, seen, drawn, vain = [], set(), 0, 0
    while len(found) < count and vain < IN_VAIN:
        drawn += 1
        problem = practice(kind, level, f"{name}-{drawn}")
        marks = [*looks(problem)]
        vain += 1
        if seen.isdisjoint(marks):
            seen.update(marks)
            found.append(problem)
            vain = 0
    if len(found) < count:
        raise InputError(f"there are hardly more than {len(found)} different problems of {kind} {level}: ask for fewer")
    return found


def looks(problem):
    """Yield by what a problem is known: what one sees of it, and its key where that is a table."""
    question = problem.question
    yield question.ask, question.rows, tuple(sorted(question.texts))
    if question.wrong and question.blanks:
        yield tuple(problem.key.values())
