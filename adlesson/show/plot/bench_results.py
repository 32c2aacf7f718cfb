"""The figures that ``make bench`` measured, as they ship with the package.

With this module you can

- read every contender's times, and every goal beside what was measured (``bench_results``).

They come from one machine on one day; ratios travel, nanoseconds do not.

>>> results = bench_results()
>>> sorted(results)
['cores', 'date', 'python', 'version', 'versions', 'works']
>>> rows = results["works"]["running"]["rows"]
>>> [row["who"] for row in rows if row["who"].startswith("by hand")]
['by hand', 'by hand, by keyword', 'by hand, a dict']
"""

import json
from pathlib import Path

from ...engine.errors import InputError

VERSION = 1  # of the form of the figures
RESULTS = Path(__file__).with_name("results.json")


def bench_results():
    """Return the measured figures: ``works`` maps a work to its ``title``, ``rows`` and ``goals``.

    A row is one contender at one ``size``, with its ``best`` and ``median`` time in seconds, or a ``note``; a goal is
    ``what`` was ``measured``, its bound ``at_most`` or ``at_least``, and whether it was ``met``.  Raises ``InputError`` if a
    newer version of the lesson wrote them.
    """
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    if results["version"] > VERSION:
        raise InputError(f"{RESULTS.name} is from a newer version of the lesson: run make bench BENCH_ARGS=--save")
    return results
