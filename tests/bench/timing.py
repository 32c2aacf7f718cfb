"""Time contenders against one another.

With this module you can

- ``race`` contenders: each is first made to give the right numbers, then all take turns with the clock;
- set a ``goal`` for a measured figure, or for the ``ratio`` of two contenders.

Every contender runs with the garbage collector on, as its users have it.  What was there before the race is frozen
out of the collector's sight, so that nobody pays for having been measured beside a large package.

>>> both = [Contender("sum", lambda: ("sum(u)", {"u": [1, 2]}), 3), Contender("plus", lambda: ("1 + 2", {}), 3)]
>>> rows = race(both, seconds=1e-4, rounds=3)
>>> [row["who"] for row in rows], ratio(rows, "sum", "plus") > 0
(['sum', 'plus'], True)
"""

import gc
import math
import statistics
import timeit
from collections import namedtuple

SLOW = 2.0  # seconds one contender may take in all, once it has run three times

Contender = namedtuple("Contender", "who build expect size", defaults=(1,))
Contender.__doc__ = """``build()`` returns ``(statement, names)``, what is timed and the variables it reads.

The statement's value is ``expect``, number by number; ``size`` tells several of the same name apart.
"""


def race(contenders, seconds=0.005, rounds=100):
    """Return one row per contender: its best and median time per run, in seconds.

    In each round each of them runs for about ``seconds``, at least once.  Raises ``ArithmeticError`` if a statement's
    value is not what was expected, to 1e-10.
    """
    timers, notes = {}, {}
    for one in contenders:
        try:
            statement, names = one.build()
            check(one.who, eval(statement, dict(names)), one.expect)
        except ModuleNotFoundError:
            notes[one.who, one.size] = "not installed"
        else:
            timers[one.who, one.size] = timeit.Timer(statement, "gc.collect(); gc.enable()", globals={"gc": gc, **names})
    gc.collect()
    gc.freeze()
    times = in_turn(timers, seconds, rounds)
    gc.unfreeze()
    found = {key: summary(values) for key, values in times.items()} | {key: {"note": note} for key, note in notes.items()}
    return [{"who": one.who, "size": one.size, **found[one.who, one.size]} for one in contenders]


def in_turn(timers, seconds, rounds):
    """Return the times per run of each timer, one loop of each and then the next round."""
    loops = {key: loop_length(timer, seconds) for key, timer in timers.items()}
    times = {key: [] for key in timers}
    for _ in range(rounds):
        for key, timer in timers.items():
            if len(times[key]) < 3 or sum(times[key]) * loops[key] < SLOW:
                times[key].append(timer.timeit(loops[key]) / loops[key])
    return times


def loop_length(timer, seconds):
    """Return how often a statement runs in ``seconds``, at least once; trying it also warms it up."""
    number, taken = 1, timer.timeit(1)
    while taken < seconds / 10:
        number *= 10
        taken = timer.timeit(number)
    return max(1, round(number * seconds / taken))


def summary(times):
    """Return the two figures that are kept of a list of times."""
    return {"best": min(times), "median": statistics.median(times)}


def flat(result):
    """Return the numbers in dicts, lists, tuples and anybody's arrays, in order, as floats."""
    if hasattr(result, "tolist"):
        result = result.tolist()
    if isinstance(result, dict):
        result = list(result.values())
    if isinstance(result, list | tuple):
        return [u for item in result for u in flat(item)]
    return [float(result)]


def check(who, result, expect):
    """Raise ``ArithmeticError`` if the numbers differ by more than 1e-10 of the largest of them."""
    found, right = flat(result), flat(expect)
    off = max(map(abs, (u - v for u, v in zip(found, right, strict=False))), default=0)
    if len(found) != len(right) or not off <= 1e-10 * max(map(abs, right)):
        raise ArithmeticError(f"{who} gives {found[:4]}..., not {right[:4]}...: nothing was timed")


def time_of(rows, who, size=None):
    """Return the best time of a contender, at one size if there are several, NaN if it was not measured."""
    found = [row.get("best", math.nan) for row in rows if row["who"] == who and size in (None, row["size"])]
    return found[0] if found else math.nan


def ratio(rows, who, other, size=None):
    """Return the best time of one contender over that of another, NaN if either was not measured."""
    return time_of(rows, who, size) / time_of(rows, other, size)


def goal(what, measured, at_most=None, at_least=None):
    """Return a measured figure beside its bound; without a bound it is only told."""
    if measured is None or math.isnan(measured):
        return {"what": what, "measured": None, "at_most": at_most, "at_least": at_least, "met": None}
    met = (at_most is None or measured <= at_most) and (at_least is None or measured >= at_least)
    return {"what": what, "measured": measured, "at_most": at_most, "at_least": at_least, "met": met}
