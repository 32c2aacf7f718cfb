"""The figures that ``make bench`` measured, as they ship with the package.

With this module you can

- read every contender's times, and every bound beside what was measured (``bench_results``);
- say how long one took (``time_of``), how many times as long as another on the average (``compared``), and who of them
  is faster than the fastest of ours (``faster``).

They come from one machine on one day; ratios travel, nanoseconds do not.

>>> results = bench_results()
>>> sorted(results)
['clock', 'cores', 'date', 'load', 'machine', 'python', 'version', 'versions', 'works']
>>> rows = [{"who": who, "size": 1, "median": t} for who, t in (("adlesson", 3e-6), ("slow", 9e-6), ("quick", 1e-6))]
>>> round(compared(rows, "adlesson")["slow"], 9), [*faster(rows)]
(3.0, ['quick, 3 times'])
"""

import json
import math
import statistics
from pathlib import Path

from ...engine.errors import InputError

VERSION = 2  # of the form of the figures
RESULTS = Path(__file__).with_name("results.json")
OURS = "adlesson"  # how the names of our own contenders begin


def bench_results():
    """Return the measured figures: ``works`` maps a work to its ``title``, ``kind``, ``rows`` and ``goals``.

    A row is one contender at one ``size``: its ``best`` and ``median`` wall time in seconds, ``cpu_best`` and ``cpu`` of
    the processor, ``cold`` until the first answer, or a ``note``; its ``ratio`` is our time over that of the ``other``.  A
    goal is ``what`` was ``measured``.  Both have a bound, ``at_most`` or ``at_least``, and whether it was ``met``.  Raises
    ``InputError`` if a newer version of the lesson wrote them.
    """
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    if results["version"] > VERSION:
        raise InputError(f"{RESULTS.name} is from a newer version of the lesson: run make bench BENCH_ARGS=--save")
    return results


def time_of(rows, who, size=None):
    """Return the time of a contender that counts, at one size if there are several, NaN if it was not measured.

    It is the smaller of two medians: waiting for a busy machine is nobody's fault, and neither are threads that help.
    """
    found = [row for row in rows if row["who"] == who and size in (None, row["size"]) and "median" in row]
    return min(found[0]["median"], found[0].get("cpu", math.inf)) if found else math.nan


def sizes_of(rows):
    """Return the sizes of rows, each once, in order."""
    return list(dict.fromkeys(row["size"] for row in rows))


def compared(rows, other):
    """Return how many times as long as ``other`` each contender took, a dict: geometric means over their common sizes.

    Who was measured at less than half of them is left out: of a few alone nobody knows which.
    """
    found, sizes = {}, sizes_of(rows)
    for who in dict.fromkeys(row["who"] for row in rows):
        ratios = [time_of(rows, who, size) / time_of(rows, other, size) for size in sizes]
        measured = [u for u in ratios if u > 0]  # NaN is not
        if 2 * len(measured) >= len(sizes):
            found[who] = statistics.geometric_mean(measured)
    return found


def faster(rows):
    """Yield who is faster than the fastest of ours, as text: how many times at most, and at how many sizes."""
    best = {size: min(_times(rows, size, ours=True).values(), default=0) for size in sizes_of(rows)}
    for who in dict.fromkeys(row["who"] for row in rows if not row["who"].startswith(OURS)):
        ratios = [best[size] / t for size in best if (t := _times(rows, size).get(who))]
        if won := [u for u in ratios if u > 1]:
            where = f", at {len(won)} of {len(ratios)}" if len(ratios) > 1 else ""
            yield f"{who}, {'up to ' * (len(won) > 1)}{max(won):,.3g} times{where}"


def _times(rows, size, ours=False):
    """Return the times of all who were measured at a size, or of ours alone."""
    names = {row["who"] for row in rows if not ours or row["who"].startswith(OURS)}
    return {who: t for who in names if (t := time_of(rows, who, size)) > 0}
