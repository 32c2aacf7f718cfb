"""What a problem of practice asks: a table with blanks, or lettered texts to choose from or to put in order.

With this module you can

- write a question down (``Question``), and the numbers that known mistakes give at its blanks (``wrong_numbers``);
- put things into an order that looks like none, and is the same on every Python (``shuffled``).
"""

from collections import namedtuple
from zlib import crc32

from ...engine.mistakes.diagnose import made
from ..judging.judges import compare

LETTERS = "ABCDEFGHIJ"
MOST = 10**6  # in size: nobody types more

Question = namedtuple("Question", "ask judge hints solution rows blanks texts orders wrong", defaults=((), {}, (), (), None))
Question.__doc__ = """What is asked of a program.

``ask`` is a sentence; ``rows`` is the table, a tuple of texts for each variable, whose last is the adjoint, "" where it
is not asked for, and None where it is a blank; ``blanks`` maps names to right numbers.  ``texts`` are lettered A, B, ...;
``orders`` are the right answers in letters, such as ("ABC", "BAC").  ``judge`` is as in ``judging.judges``; three ``hints``;
the ``solution`` in plain text.  ``wrong(name)`` is a dict from the wrong numbers of a blank to what is said of them; of an
order, from patterns such as "*B*A*", where * is any letters.
"""


def shuffled(things, *by):
    """Return things in an order that depends on nothing but what they and ``by`` are as text: no ``random`` is asked.

    >>> shuffled("abcd", 7) == shuffled("dcba", 7), sorted(shuffled("abcd", 7))
    (True, ['a', 'b', 'c', 'd'])
    """
    return sorted(things, key=lambda thing: (crc32(f"{by} {thing}".encode()), str(thing)))


def wrong_numbers(program, name, why, more=()):
    """Return a dict from each wrong number that a known mistake gives at the blank ``name`` to what ``why`` says of it.

    ``why(name, number)`` is what the judge asks, and ``more`` are numbers that it knows beside those of a sweep.  Numbers
    that the judge cannot tell apart are one.
    """
    right, here, along = made(program, name)
    found = {}
    for number in (*more, *(number for _, number in here + along)):
        if abs(number) <= MOST and compare(number, right) == "wrong":  # which no NaN is
            says = why(name, number)
            if says and all(compare(number, other) == "wrong" for other in found):
                found[number] = says
    return found
