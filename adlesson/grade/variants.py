"""Each student's own fresh problem, from nothing but a login.

With this module you can

- write a login in the one way in which it counts (``login``), and read a list of them (``read_roster``);
- read which login belongs to a name or an address (``read_names``);
- get the problem of a student (``variant``);
- count how many pairs of a class have the same problem (``pairs_alike``), and choose a seed by which hardly any has
  (``fair_seed``).

The notebook draws the problem from the login in one of its cells; the grader from the folder that the notebook came in.

>>> login(" Ada  Lovelace ")
'adalovelace'
>>> from adlesson.grade.assignment import made
>>> ps1 = made("ps1", ["adjoints/2:4"], seed="2026")
>>> mine, yours = (variant(ps1, ps1.items[0], student) for student in ("ada", "bob"))
>>> mine.record["seed"], mine.record["code"] == yours.record["code"]
('ps1 2026 ada', False)
"""

import csv
import secrets
import unicodedata
from collections import Counter
from math import comb

from ..engine.errors import InputError, short
from ..teach.practice.paper.different import looks
from ..teach.practice.practice import practice
from .assignment import with_hash

LONGEST = 100  # of a problem's seed
LARGEST_FILE = 10**7
MOST_ALIKE = 500  # of so many pairs, one may have the same problem
SEEDS = 5  # are tried for a class


def login(text):
    """Return a login as it counts: in lower case, without spaces, whatever way its letters are composed."""
    return "".join(unicodedata.normalize("NFC", text).split()).lower()


def seed_of(assignment, student):
    """Return the seed of a student's problems; ``handout`` writes the same into the notebook.

    >>> from adlesson.grade.assignment import made
    >>> seed_of(made("ps1", ["adjoints/2:4"], seed="2026"), "Ada Lovelace")
    'ps1 2026 adalovelace'
    """
    return f"{assignment.name} {assignment.seed} {login(student)}"[:LONGEST]


def variant(assignment, item, student):
    """Return the ``Practice`` that a student has for a fresh item of an assignment.

    Judge an answer by its ``question.judge``: its ``check`` would be kept as the grader's own.
    """
    return practice(*item.fresh, seed_of(assignment, student))


# --- a class --------------------------------------------------------------------------------------


def pairs_alike(assignment, item, students):
    """Return how many pairs of these students have the same problem, or right table, and how many pairs there are."""
    seen = Counter([*looks(variant(assignment, item, student))][-1] for student in students)
    return sum(comb(many, 2) for many in seen.values()), comb(len(students), 2)


def fair_seed(assignment, students):
    """Return an assignment with a seed by which at most 1 pair in 500 has the same problem, and these pairs by item.

    Of some kinds and levels there are not so many problems: then it is the best of a few seeds.
    """
    items, tried = [item for item in assignment.items if item.fresh], []
    for _ in range(SEEDS):
        alike = {item: pairs_alike(assignment, item, students) for item in items}
        tried.append((sum(same for same, _ in alike.values()), len(tried), assignment, alike))
        if all(same * MOST_ALIKE <= pairs for same, pairs in alike.values()):
            break
        assignment = with_hash(assignment.name, any_seed(), assignment.items)
    return min(tried)[2:]


def any_seed():
    """Return a seed that nobody knows before."""
    return f"{secrets.randbelow(10**6):06}"


def read_roster(path):
    """Return the logins in a file: one a line, or the last of several columns; raise ``InputError`` if there are none."""
    found = [login(row[-1]) for _, row in rows_of(path)]
    found = [one for one in dict.fromkeys(found) if one and one != "login"]
    if not found:
        raise InputError(f"there is no login in {path}: write one on each line")
    return found


def read_names(path):
    """Return a dict from names or addresses, folded as a login is, to logins, given a file of lines such as "Ada L.,ada"."""
    found = {}
    for line, row in rows_of(path):
        if len(row) != 2 or not login(row[1]):
            raise InputError(f"line {line} of {path} has no name and login: write it as Ada Lovelace,ada")
        name, student = map(login, row)
        if student == "login":
            continue
        if found.setdefault(name, student) != student:
            raise InputError(f"line {line} of {path} gives {short(row[0])} a second login: keep one of the two")
    return found


def rows_of(path):
    """Return the lines of a file of comma-separated values that are not empty, with their numbers."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            text = file.read(LARGEST_FILE)
        lines = csv.reader(text.splitlines())
        return [(lines.line_num, row) for row in lines if any(cell.strip() for cell in row)]
    except OSError as problem:
        raise InputError(f"{path} cannot be read: {(problem.strerror or 'no file').lower()}") from problem
    except (ValueError, csv.Error) as problem:
        raise InputError(f"{path} is no text in UTF-8 with commas: save it as CSV (UTF-8)") from problem
