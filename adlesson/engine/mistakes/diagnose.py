"""The reverse sweep as people get it wrong, and which mistake gives this number.

With this module you can

- run the sweep with one misconception (``wrong_adjoints``);
- name the misconceptions that give a learner's number (``diagnose``), or several, with what each gives at hand (``made``,
  ``behind``).

The misconceptions are the rows of ``table``.

>>> from ..trace import trace
>>> square = trace(lambda x: x * x, x=3)
>>> [mistake.name for mistake in diagnose(square, "x", 3)]
['overwrote', 'first path only']
"""

import contextlib

from ..fast import pull_back
from ..numbers.arithmetic import inf
from ..sweeps import seeds
from .table import LEFT_OUT, MISTAKES, NO_NUMBER, VALUE, WRONG_SIGN, right_partial, right_pay

SAME = 1e-4  # what four digits cannot tell apart


def wrong_adjoints(program, z, mistake, only=None, begin=None):
    """Return the adjoints of a sweep at the values ``z`` that makes ``mistake``.

    With ``only``, the index of a variable, just the shares paid *to* that variable are wrong.  ``begin`` has pairs of an
    index and an adjoint to begin with, left out, those of the result.
    """
    zbar = [None] * len(program)
    for i, price in begin or seeds(program, 1):
        zbar[i] = price
    for _ in wrong_payments(program, z, mistake, zbar, only):
        pass
    return [0 if u is None else u for u in zbar]


def wrong_payments(program, z, mistake, zbar, only=None):
    """Make the payments of a reverse sweep with ``mistake``, from the seeds in ``zbar``, which changes in place.

    Yields, edge by edge in the order of ``reverse_sweep``, the adjoint of the variable that was paid.
    """
    for i, slot, k in program.edges_back(zbar):
        wrong = mistake if only in (None, k) else None
        partial = (wrong.partial if wrong else right_partial)(program.ops[i], slot, z[i], [z[j] for j in program.slots[i]])
        zbar[k] = (wrong.pay if wrong else right_pay)(zbar[k], zbar[i], partial, z[i])
        yield zbar[k]


def diagnose(program, name, number, at=None, tolerance=1e-3):
    """Return the mistakes that give ``number`` as the adjoint of variable ``name``, likeliest first.

    Empty if the number is right, or if no known mistake gives it; see ``behind``.
    """
    right, here, along = made(program, name, at)
    return behind(number, right, here + along, tolerance)


def made(program, name, at=None, given=None):
    """Return the right adjoint of variable ``name``, and two lists of ``(mistake, number)``: what each mistake gives for it.

    The first list has mistakes made at this variable alone, the second those made in the whole sweep.  Where the adjoint of
    a variable is ``given``, by name, nobody gets it wrong: the sweep begins there.  All that reaches ``name`` is to come
    through it.
    """
    i, z = program.index(name), program.values(at)
    every, here, along = pull_back(program, z, seeds(program, 1)), [], []
    begin = [(program.index(given), every[program.index(given)])] if given else None
    for found, only in ((here, i), (along, None)):
        for mistake in MISTAKES:
            with contextlib.suppress(*NO_NUMBER):  # some mistakes have no number here
                found.append((mistake, wrong_adjoints(program, z, mistake, only, begin)[i]))
    here += [(LEFT_OUT, u) for u in without_a_share(program, z, every, i)]
    return every[i], here, [*along, (WRONG_SIGN, -every[i]), (VALUE, z[i])]


def without_a_share(program, z, zbar, k):
    """Return what the adjoint of variable ``k`` is without one of several shares, or without all of a line that reads it."""
    sent, readers = [], dict.fromkeys(program.beta(k))
    for i in readers:
        u = [z[j] for j in program.slots[i]]
        arrows = [zbar[i] * right_partial(program.ops[i], slot, z[i], u) for slot, j in program.edges(i) if j == k]
        sent += [*arrows, sum(arrows)] if arrows[1:] else arrows
    return [zbar[k] - share for share in sent] if len(readers) > 1 else []  # of two alone "overwrote" tells


def behind(number, right, made, tolerance=1e-3):
    """Return the mistakes that give ``number``, likeliest first, of those that ``made`` has, beside the ``right`` number.

    One that gives the number is told, and not what only comes near.  Empty if the number is right.
    """
    if close(number, right, tolerance):
        return []
    found = {}
    for mistake, wrong in made:
        known = mistake in (WRONG_SIGN, VALUE) and any(close(wrong, other, SAME) for other in found.values())
        if close(number, wrong, tolerance) and not known:
            found.setdefault(mistake, wrong)
    nearest = min(found.values(), key=lambda wrong: abs(number - wrong), default=None)
    return [mistake for mistake, wrong in found.items() if close(wrong, nearest, SAME)]


def close(number, right, tolerance=1e-3):
    """Whether two numbers agree to ``tolerance``, relative to the right one (absolute near zero)."""
    return number == right or abs(number - right) <= tolerance * max(abs(right), tolerance) < inf
