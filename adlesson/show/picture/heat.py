"""An array as a small picture: a square for each entry, filled where positive, hollow where negative.

With this module you can

- write a vector or a matrix as rows of letters (``heat``), which the page makes squares of: from ``A``, small, to ``I``,
  as large as its largest entry, in small letters where it is negative, a point where it is 0;
- know how many rows and columns that are (``heat_size``).

What is longer or wider than the picture is averaged over blocks; NaN and infinity count as 0.

>>> import numpy as np
>>> heat(np.array([[0.5, -1.0], [0.0, 0.05]])), heat_size((64, 3)), heat_size(())
('Fi/.B', (8, 3), None)
"""

import math

from ...engine.numbers.arrays import is_array

ROWS, COLUMNS, SIZES = 8, 16, "ABCDEFGHI"


def heat_size(shape):
    """Return the rows and columns of the picture of an array, or None for what is no vector and no matrix."""
    if len(shape) not in (1, 2) or 0 in shape:
        return None
    rows, columns = (1, *shape)[-2:]
    return min(rows, ROWS), min(columns, COLUMNS)


def heat(u):
    """Return the letters, the rows divided by slashes; None for what is no vector or matrix of real numbers."""
    if not is_array(u) or not heat_size(u.shape) or u.dtype.kind not in "fiu":
        return None
    rows, table = heat_size(u.shape)[0], u.reshape(-1, u.shape[-1])
    columns = _parts(u.shape[-1], heat_size(u.shape)[1])
    means = [[_finite(table[down, across].mean()) for across in columns] for down in _parts(len(table), rows)]
    most = max(abs(mean) for row in means for mean in row)
    return "/".join("".join(_letter(mean, most) for mean in row) for row in means)


def _parts(length, count):
    return [slice(length * k // count, length * (k + 1) // count) for k in range(count)]


def _finite(u):
    return float(u) if math.isfinite(u) else 0.0


def _letter(u, most):
    """Return the letter of an entry: the area of its square is to the largest as the entry is to the largest."""
    if not u:
        return "."
    letter = SIZES[max(1, round(len(SIZES) * math.sqrt(abs(u) / most))) - 1]
    return letter if u > 0 else letter.lower()
