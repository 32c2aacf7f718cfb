"""What a problem of practice asks: a table with blanks, or lettered texts to choose from or to put in order.

With this module you can

- write a question down (``Question``), and the numbers that known mistakes give at its blanks (``wrong_numbers``);
- put things into an order that looks like none, and is the same on every Python (``shuffled``).
"""

from collections import namedtuple
from zlib import crc32

from ...engine.fast import pull_back
from ...engine.mistakes.diagnose import close, wrong_adjoints
from ...engine.mistakes.table import MISTAKES, NO_NUMBER, VALUE, WRONG_SIGN
from ...engine.sweeps import seeds

LETTERS = "ABCDEFGHIJ"

Question = namedtuple("Question", "ask judge hints solution rows blanks texts orders", defaults=((), {}, (), ()))
Question.__doc__ = """What is asked of a program.

``ask`` is a sentence; ``rows`` is the table, a tuple of texts for each variable, whose last is the adjoint, "" where it
is not asked for, and None where it is a blank; ``blanks`` maps names to right numbers.  ``texts`` are lettered A, B, ...;
``orders`` are the right answers in letters, such as ("ABC", "BAC").  ``judge`` is as in ``judging.judges``; three
``hints``; the ``solution`` in plain text.
"""


def shuffled(things, *by):
    """Return things in an order that depends on nothing but what they and ``by`` are as text: no ``random`` is asked.

    >>> shuffled("abcd", 7) == shuffled("dcba", 7), sorted(shuffled("abcd", 7))
    (True, ['a', 'b', 'c', 'd'])
    """
    return sorted(things, key=lambda thing: (crc32(f"{by} {thing}".encode()), str(thing)))


def wrong_numbers(program, name):
    """Return a dict from each wrong number that a known mistake gives as the adjoint of ``name`` to what it says.

    A mistake made at this variable alone is tried before one made all along; of several the first is told.
    """
    i, z = program.index(name), program.values()
    right, found = pull_back(program, z, seeds(program, 1))[i], {}

    def add(number, mistake):
        if not any(close(number, other) for other in (right, *found)):
            found[number] = f"It looks as if {mistake.says}."

    for only in (i, None):
        for mistake in MISTAKES:
            try:
                add(wrong_adjoints(program, z, mistake, only)[i], mistake)
            except NO_NUMBER:
                continue
    add(z[i], VALUE._replace(says="the value of the variable was given, not its adjoint"))
    add(-right, WRONG_SIGN)
    return found
