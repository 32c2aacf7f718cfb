"""Which problems of practice a command is asked for.

With this module you can

- tell a parser what such a command takes (``describe``), and draw the problems (``problems``).
"""

import secrets

from ...teach.practice.kinds import KINDS, LEVELS
from ...teach.practice.paper.different import MOST, different


def describe(parser, count):
    """Add the options of the problems to a parser; without a word it is ``count`` of them."""
    parser.add_argument("--kind", default="adjoints", metavar="KIND", help=f"{', '.join(KINDS)}; adjoints if left out")
    parser.add_argument("--level", default="1", metavar="LEVEL", help=f"{', '.join(map(str, LEVELS))}; 1 if left out")
    parser.add_argument("--count", default=f"{count}", metavar="N", help=f"1 to {MOST:,} problems; {count} if left out")
    parser.add_argument("--seed", metavar="SEED", help="the same seed gives the same problems; drawn, and said, if left out")
    parser.add_argument("--force", action="store_true", help="write over files that are there")


def problems(given):
    """Return the problems that are asked for, and their seed."""
    seed = given.seed if given.seed is not None else f"{secrets.randbelow(10**6)}"
    return different(given.kind, as_whole(given.level), as_whole(given.count), seed), seed


def as_whole(text):
    """Return the whole number that a text is; else the text, which whoever needs a number refuses."""
    return int(text) if text.isascii() and text.lstrip("-").isdigit() and len(text) < 9 else text


def said(problems, seed):
    """Return which problems they are, in words."""
    record = problems[0].record
    return f"{len(problems):,} problem{'s' * (len(problems) > 1)}, {record['kind']}, level {record['level']}, seed {seed}"
