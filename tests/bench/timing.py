"""Time contenders against one another.

With this module you can

- ``race`` contenders: each is first made to give the right numbers, then all take turns with two clocks;
- say how long one took (``time_of``), and how two compare (``ratio``);
- set a ``goal`` for a measured figure.

Wall and processor time are read together, and of both the best and the median are kept.  What counts is the median of
either, whichever is smaller: waiting for a busy machine is nobody's fault, and neither are threads that help.  ``cold`` is
the time until the first answer: trace, print, compile, call, its package being there already.

Every contender runs with the garbage collector on, as its users have it.  What was there before the race is frozen
out of the collector's sight, so that nobody pays for having been measured beside a large package.

>>> one, other = lambda: ("sum(u)", {"u": [1, 2]}), lambda: ("1 + 2", {})
>>> rows = race([Contender("sum", one, 3), Contender("plus", other, 3, bound=("sum", 50))], seconds=1e-4, rounds=3)
>>> [row["who"] for row in rows], rows[1]["ratio"] == ratio(rows, "sum", "plus") > 0
(['sum', 'plus'], True)
"""

import gc
import math
import statistics
import sys
import timeit
from collections import namedtuple
from time import perf_counter, process_time

from adlesson.show.plot.bench_results import OURS, time_of

try:
    import resource
except ModuleNotFoundError:  # Windows
    resource = None

SLOW = 2.0  # seconds one contender may take in all, once it has run three times

Contender = namedtuple("Contender", "who build expect size bound", defaults=(1, None))
Contender.__doc__ = """``build()`` returns ``(statement, names)``, what is timed and the variables it reads.

The statement's value is ``expect``, number by number; ``size`` tells several of the same name apart.  ``bound`` names
another contender and how many times its time ours may take, ours being whichever of the two is our own.
"""


class LeftOut(Exception):
    """Raised by a ``build`` that cannot take part, with the reason."""


def clock():
    """Return wall and processor time as one number, so that a timer takes both differences at once.

    Processes that were started and have ended count, such as compilers (on Windows they do not).
    """
    children = resource.getrusage(resource.RUSAGE_CHILDREN) if resource else None
    spent = children.ru_utime + children.ru_stime if children else 0
    return complex(perf_counter(), process_time() + spent)


def race(contenders, seconds=0.005, rounds=60):
    """Return one row per contender: its best and median times per run, in seconds, and its bound.

    In each round each of them runs for about ``seconds``, at least once.  Raises ``ArithmeticError`` if a statement's
    value is not what was expected, to 1e-10.
    """
    timers, found = {}, {}
    for one in contenders:
        key = one.who, one.size
        try:
            statement, names, value, cold = first_answer(one.build)
        except ModuleNotFoundError:
            found[key] = {"note": "not installed"}
        except LeftOut as reason:
            found[key] = {"note": str(reason)}
        else:
            found[key] = {"cold": cold}
            check(one.who, value, one.expect)
            setup = "gc.collect(); gc.enable()"
            timers[key] = timeit.Timer(statement, setup, timer=clock, globals={"gc": gc, **names})
    gc.collect()
    gc.freeze()
    for key, times in in_turn(timers, seconds, rounds).items():
        found[key] |= summary(times)
    gc.unfreeze()
    rows = [{"who": one.who, "size": one.size, **found[one.who, one.size]} for one in contenders]
    return [row | verdict(rows, row, one.bound) for row, one in zip(rows, contenders, strict=True)]


def first_answer(build):
    """Return the statement, its names, its value, and the seconds all that took, once nothing was imported on the way."""
    while True:
        known, begun = len(sys.modules), perf_counter()
        statement, names = build()
        value = eval(statement, dict(names))
        if len(sys.modules) == known:
            return statement, names, value, perf_counter() - begun


def in_turn(timers, seconds, rounds):
    """Return the times per run of each timer, one loop of each and then the next round, from a deeper place in the stack.

    Python's stack comes in pieces of 16 kB.  A function that is called just where one ends asks the system for a piece, and
    gives it back, at each call: that can take a hundred times as long as the function, and is not its fault.
    """
    loops = {key: loop_length(timer, seconds) for key, timer in timers.items()}
    times = {key: [] for key in timers}
    for turn in range(rounds):
        for key, timer in timers.items():
            if len(times[key]) < 3 or sum(times[key]).real * loops[key] < SLOW:
                times[key].append(deeper(2 * turn, timer.timeit, loops[key]) / loops[key])
    return times


def deeper(frames, call, given):
    """Return what ``call(given)`` returns, from so many frames further down."""
    return deeper(frames - 1, call, given) if frames else call(given)


def loop_length(timer, seconds):
    """Return how often a statement runs in ``seconds``, at least once; trying it also warms it up.

    What it waits for others does not count: of too few runs in a loop, the clock itself would be most of the time.
    """
    number, taken = 1, least(timer.timeit(1))
    while taken < seconds / 10:
        number *= 10
        taken = least(timer.timeit(number))
    return max(1, round(number * seconds / taken))


def least(time):
    """Return the wall or the processor time of ``clock``, whichever is smaller."""
    return min(time.real, time.imag)


def summary(times):
    """Return the figures that are kept of a list of times of ``clock``, or of wall times alone."""
    wall, cpu = ([getattr(u, part) for u in times] for part in ("real", "imag"))
    kept = {"best": min(wall), "median": statistics.median(wall)}
    return kept | ({"cpu_best": min(cpu), "cpu": statistics.median(cpu)} if any(cpu) else {})


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


def ratio(rows, who, other, size=None):
    """Return the time of one contender over that of another, NaN if either was not measured."""
    return time_of(rows, who, size) / time_of(rows, other, size)


def verdict(rows, row, bound):
    """Return what a row's bound says: ours over the other's time, and whether it is met."""
    if bound is None:
        return {}
    other, at_most = bound
    pair = (row["who"], other) if row["who"].startswith(OURS) else (other, row["who"])
    measured = goal(" / ".join(pair), ratio(rows, *pair, row["size"]), at_most)
    return {"other": other, "ratio": measured["measured"], "at_most": at_most, "met": measured["met"]}


def goal(what, measured, at_most=None, at_least=None):
    """Return a measured figure beside its bound; without a bound it is only told."""
    if measured is None or math.isnan(measured):
        return {"what": what, "measured": None, "at_most": at_most, "at_least": at_least, "met": None}
    met = (at_most is None or measured <= at_most) and (at_least is None or measured >= at_least)
    return {"what": what, "measured": measured, "at_most": at_most, "at_least": at_least, "met": met}
