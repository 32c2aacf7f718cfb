"""Functions that move entries of an array, repeat them, or put arrays together.

With this module you can

- run ``tile``, ``roll``, ``flip``, ``split``, ``diag``, ``pad``, ``hstack`` ... on traced arrays, as formulas of reshape,
  index, transpose, place and concatenate.

Where each entry comes from NumPy itself is asked: it is given the places 0, 1, 2 ... in an array of the same shape.

>>> import numpy as np
>>> moving("roll")(np.array([1.0, 2.0, 3.0]), 1)
array([3., 1., 2.])
"""

import math

from ...errors import TraceError, short
from ...numbers.arrays import shape_of
from ...numbers.choosing import where
from ...numbers.linear import as_one, concatenate, place
from ...numbers.summing import broadcast, total


def whole(u):
    """Return a list of numbers, traced ones among them, as an array; what is a number or an array as it is."""
    return as_one(u)


def plain(u):
    """Return the value of a traced value, also of one whose value is traced by another run."""
    while hasattr(u, "tape"):
        u = u.value
    return u


def lined_up(x):
    """Return a number as an array with one entry, an array as it is."""
    return x if shape_of(x) else broadcast(x, (1,))


def in_a_row(x):
    """Return the entries as one row, an array that is one as it is."""
    return x if len(shape_of(x)) == 1 else lined_up(x).ravel()


def shaped(x, shape):
    """Return an array, or a number, in another shape."""
    if shape_of(x) == shape:
        return x
    return x.reshape(shape) if shape_of(x) else broadcast(x, shape)


def places(x):
    """Return the places 0, 1, 2 ... of the entries of ``x`` in an array of its shape."""
    import numpy as np

    return np.arange(math.prod(shape_of(x))).reshape(shape_of(x))


def picked(x, at):
    """Return the entries of ``x``, as one row, that stand at these places, an array of whole numbers."""
    return in_a_row(x)[at if shape_of(at) else int(at)]


def moving(name, at=0):
    """Return NumPy's function ``name``, which only moves entries of its argument number ``at``, or repeats them."""

    def formula(*args, **options):
        import numpy as np

        x = whole(args[at])
        where_from = places(x)
        found = getattr(np, name)(*args[:at], where_from, *args[at + 1 :], **options)
        made = [picked(x, u) for u in found] if isinstance(found, (list, tuple)) else picked(x, found)
        for u, w in zip(found, made, strict=True) if isinstance(made, list) else [(found, made)]:
            if np.may_share_memory(u, where_from) and hasattr(x, "tie"):
                x.tie(w)  # NumPy gives a view: what changes the one would change the other
        return made

    return formula


def turning(name):
    """Return NumPy's function ``name``, which only puts the axes in another order."""

    def formula(x, *args, **options):
        import numpy as np

        turned = getattr(np, name)(np.empty([k + 1 for k in range(len(shape_of(x)))]), *args, **options).shape
        axes = tuple(n - 1 for n in turned)
        return x.transpose(axes) if axes else x

    return formula


def reshaping(name):
    """Return NumPy's function ``name``, which only changes the shape."""

    def formula(*arrays, **options):
        import numpy as np

        many = name.startswith("atleast") and len(arrays) > 1
        made = [shaped(u, getattr(np, name)(places(u), **options).shape) for u in map(whole, arrays)] if many else None
        x, *args = arrays
        x = whole(x)
        if made:
            return made
        where_from = np.empty_like(plain(x), dtype=int, shape=shape_of(x))  # entries lie as in x: an order may ask for it
        where_from[...] = places(x)
        found = getattr(np, name)(where_from, *args, **options)
        return shaped(x, found.shape) if (found.ravel() == np.arange(found.size)).all() else picked(x, found)

    return formula


def meshgrid(*rows, indexing="xy"):
    """Return each row repeated over the grid that all of them span."""
    import numpy as np

    found = np.meshgrid(*[places(lined_up(u)) for u in rows], indexing=indexing)
    return [picked(u, at) for u, at in zip(rows, found, strict=True)]


def pad(x, pad_width, mode="constant", constant_values=0):
    """Return an array with more entries at its ends: ``constant_values``, or copies of its own."""
    import numpy as np

    if mode in ("edge", "reflect", "symmetric", "wrap"):
        return moving("pad")(x, pad_width, mode=mode)
    if mode != "constant":
        raise TraceError(
            f"pad with mode={short(mode)} is not recorded: known are 'constant', 'edge', 'reflect', 'symmetric' and 'wrap'"
        )
    inside = np.pad(np.ones(shape_of(x), dtype=bool), pad_width)
    key = tuple(slice(int(k.min()), int(k.max()) + 1) for k in np.nonzero(inside))
    made = place(x, key, inside.shape)
    return made + np.pad(np.zeros(shape_of(x)), pad_width, constant_values=constant_values) if constant_values else made


def diag(v, k=0):
    """Return the matrix with ``v`` on its diagonal, or the diagonal of a matrix."""
    import numpy as np

    if len(shape_of(v)) != 1:
        return moving("diag")(v, k)
    n = shape_of(v)[0] + abs(k)
    rows = np.arange(shape_of(v)[0])
    return place(v, (rows + max(-k, 0), rows + max(k, 0)), (n, n))


def trace(a, offset=0, axis1=0, axis2=1):
    """Return the sum of the diagonal."""
    return total(moving("diagonal")(a, offset, axis1, axis2), -1)


def masked(name):
    """Return NumPy's function ``name``, which keeps a triangle of a matrix."""

    def formula(m, k=0):
        import numpy as np

        return where(getattr(np, name)(np.ones(shape_of(m), dtype=bool), k), m, 0.0)

    return formula


def hstack(tup):
    """Return arrays side by side."""
    parts = [lined_up(whole(u)) for u in tup]
    return concatenate(parts, 0 if len(shape_of(parts[0])) == 1 else 1)


def vstack(tup):
    """Return rows, or matrices, one below the other."""
    return concatenate([reshaping("atleast_2d")(u) for u in tup], 0)


def column_stack(tup):
    """Return columns, or matrices, side by side."""
    parts = [lined_up(whole(u)) for u in tup]
    return concatenate([u if len(shape_of(u)) > 1 else u.reshape(-1, 1) for u in parts], 1)


def append(arr, values, axis=None):
    """Return an array with more entries behind it."""
    parts = [lined_up(whole(u)) for u in (arr, values)]
    return concatenate([u.ravel() for u in parts] if axis is None else parts, axis or 0)
