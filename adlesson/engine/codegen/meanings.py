"""What the words of one text mean: for floats, or for many points at once.

With this module you can

- have the words of a text mean what serves floats best (``for_floats``);
- have them mean NumPy's functions, so that the same text runs at many points at once (``for_points``).

``exp`` in a text is a name.  It is looked up where the text runs, so one text may run in several places.

>>> from ..trace import trace
>>> from .source import Writer
>>> words = Writer(trace(lambda x: OPS["sigmoid"].value(x), x=2.0)).words
>>> words.head(), for_floats(words)["sigmoid"](0.0)
(['from adlesson import sigmoid'], 0.5)
"""

from ..numbers.arrays import is_array
from ..ops import OPS
from .python_expressions import math_name


def as_imported(words):
    """Return what the words of a text mean where it stands alone: what it imports, and what is to be filled in."""
    space = {}
    exec("\n".join(line for line in words.head() if line.startswith("from ")), space)  # noqa: S102, a text of ours
    return space | words.open


def rows_of(words):
    """Yield each word that is an operation of the table, and its row."""
    of_math = {math_name(row): row for row in OPS.values() if math_name(row)} | {"pow": OPS["power"]}
    for (module, name), word in words.imports.items():
        row = of_math.get(name) if module == "math" else OPS.get(name)
        if row and module in ("math", row.home):
            yield word, row
    own = {id(row.value): row for row in OPS.values() if not row.home}
    yield from ((word, own[id(u)]) for word, u in words.open.items() if id(u) in own)


def for_floats(words):
    """Return what the words mean where all numbers are floats: our operations need not ask what they are given."""
    space = as_imported(words)
    return space | {w: getattr(row.value, "of_floats", row.value) for w, row in rows_of(words) if space[w] is row.value}


def for_points(words):
    """Return what the words mean where some numbers are arrays, with an entry for each point."""
    return as_imported(words) | {word: _of_points(row) for word, row in rows_of(words)}


def _of_points(row):
    """Return an operation that takes arrays at once to NumPy's function of them."""
    import numpy

    value, of_arrays = row.value, getattr(row.value, "of_arrays", None)
    of_arrays = of_arrays or (getattr(numpy, row.numpy) if row.numpy and row.home else None)
    if of_arrays is None or len(row.partials) != 1:
        return value
    return lambda u: of_arrays(u) if is_array(u) else value(u)
