"""A problem as a record that JSON can write, and that gives the same problem on every machine.

With this module you can

- draw a record (``fresh``);
- check one that came from elsewhere (``checked``), have its ``Program`` (``program_of``), and its name in the learner's
  progress (``name_of``).

A record is ``{"version", "kind", "level", "seed", "code", "at"}``.  What is asked depends on it alone, and not on how
``random`` reads the seed, which another Python may read otherwise: the seed only draws the lines, which are in the record.
"""

import random
from zlib import crc32

from ...engine.errors import InputError, closest, short
from ...engine.mistakes.table import NO_NUMBER
from ...engine.parsing.lines import parse_lines
from .kinds import KINDS, LEVELS
from .lots import LARGEST
from .steady import Steady

VERSION = 1
FIELDS = ("version", "kind", "level", "seed", "code", "at")
MOST_LINES = 12
READ = {"input", "add", "subtract", "multiply", "divide", "exp", "sin", "cos"}  # operations that are drawn
LARGEST_SEED = 2**53  # what every JSON reads as it is


def fresh(kind, level, seed):
    """Return the record of the problem that ``seed`` draws; without one (None) the seed is drawn, too."""
    check_pair(kind, level)
    if seed is None:
        seed = random.SystemRandom().randrange(10**6)
    seed = checked_seed(seed)
    code, at = KINDS[kind].draw(Steady(f"{kind} {level} {seed}"), level)
    return {"version": VERSION, "kind": kind, "level": level, "seed": seed, "code": code, "at": at}


def checked_seed(seed):
    """Return a seed, a whole number or a text of at most 100 characters; raise ``InputError`` for anything else."""
    whole = type(seed) is int and abs(seed) <= LARGEST_SEED
    if not whole and not (type(seed) is str and len(seed) <= 100):
        raise InputError(f"seed is a whole number of at most 15 digits, or a text, not {short(seed)}")
    return seed


def check_pair(kind, level):
    """Raise ``InputError``, which names what exists, if there are no such problems."""
    if not isinstance(kind, str) or kind not in KINDS:
        near = closest(kind, KINDS) if isinstance(kind, str) else ""
        raise InputError(f"no kind {short(kind)}{near}: there are {', '.join(KINDS)}")
    if type(level) is not int or level not in LEVELS:
        raise InputError(f"no level {short(level)} of {kind}: there are {', '.join(map(str, LEVELS))}")


def checked(record):
    """Return a record, made anew of its own fields; raise ``InputError`` or ``ParseError`` if it is none."""
    if not isinstance(record, dict) or set(record) != set(FIELDS):
        raise InputError(f"a record is a dict with {', '.join(FIELDS)}, as problem.record gives it, not {short(record)}")
    version = record["version"]
    if type(version) is int and version > VERSION:
        raise InputError(f"this problem was written by a newer lesson (version {version}): update yours to read it")
    if type(version) is not int or version != VERSION:
        raise InputError(f"no version {short(version)} of a record: this lesson writes {VERSION}")
    check_pair(record["kind"], record["level"])
    checked_seed(record["seed"])
    why = why_not(record)
    if why:
        raise InputError(f"this record makes no problem of {record['kind']}, level {record['level']}: {why}")
    code, at = [*map(str, record["code"])], dict(record["at"])
    return {**{name: record[name] for name in FIELDS}, "code": code, "at": at}


def why_not(record):
    """Return why lines and inputs make no question, "" if they make one; raise what ``parse_lines`` raises.

    What could take long, or have no end of digits, is refused before anything is calculated.
    """
    program = parse_lines(record["code"], record["at"])
    if len(program) - program.d > MOST_LINES:
        return f"it has more than {MOST_LINES} lines"
    strange = {op for op in program.ops if op not in READ}
    if strange:
        return f"its lines may do + - * / exp sin cos, and not {min(strange)}"
    if any(type(u) not in (int, float) or not abs(u) <= LARGEST for u in (*program.at.values(), *program.constants)):
        return f"its inputs and constants are numbers of at most {LARGEST} in size"
    try:
        return KINDS[record["kind"]].why_not(program, record["level"])
    except NO_NUMBER:
        return "it has no numbers"


def name_of(record):
    """Return the name under which progress keeps a problem: kind, level, and a number made of all that it asks."""
    asks = "\n".join([str(record["seed"]), *record["code"], *(f"{name}={u}" for name, u in record["at"].items())])
    return f"{record['kind']}-{record['level']}-{crc32(asks.encode()):08x}"


def program_of(record):
    """Return the ``Program`` of a checked record."""
    return parse_lines(record["code"], record["at"])
