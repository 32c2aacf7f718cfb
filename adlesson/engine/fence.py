"""A fence around what grows: work that would take too long is refused before any of it is done.

With this module you can

- refuse it in one sentence: what is too large, how much is possible, and what to do instead (``fence``).

Each limit stands in the module whose work it bounds, and is about what a common computer does in some seconds.  What goes
round until it is done, as a solver does, has no such size: it shows how far it is, and keeps what it has when it is stopped.

>>> fence("f", 30, 200, "verify proves", "compare multipliers and adjoints")
>>> try:
...     fence("f", 3000, 200, "verify proves", "compare multipliers and adjoints")
... except InputError as problem:
...     print(problem)
f has 3,000 variables, and verify proves 200 at most: compare multipliers and adjoints
"""

import math

from .errors import InputError

LONG = 10**15  # a number that nobody reads: it may have hundreds of digits


def fence(title, size, most, task, instead, things="variables", error=InputError):
    """Raise ``error`` if ``title`` has more ``things`` than ``most``: as many as the ``task`` takes.

    ``task`` is the beginning of what is said, such as "verify proves"; ``instead`` says what to do.
    """
    if size > most:
        has = f"{size:,}" if size < LONG else f"more than 10^{int(math.log10(size))}"
        raise error(f"{title} has {has} {things}, and {task} {most:,} at most: {instead}")
