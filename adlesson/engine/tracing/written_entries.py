"""Entries that were assigned one by one, and stand in no array yet.

With this module you can

- see which entry, or row, a key means (``place_of``), and whether a value can wait to be put there (``can_wait``);
- put what was assigned into the array, all at once (``put_in``).

A loop that fills an array, ``h[i] = f(h[i - 1])``, would make a new array in each turn, and of n turns n copies.  So a
traced array keeps what is assigned until somebody asks for the whole; ``h[i - 1]`` is then what was assigned there.

>>> place_of(-1, (3,)), place_of((0, 2), (2, 3)), place_of(slice(2), (3,)), place_of(3, (3,))
((2,), (0, 2), None, None)
"""

import math
import operator

from ..numbers.arrays import shape_of
from ..numbers.choosing import where
from ..numbers.linear import place, reshape, stack
from .as_numpy.numpy_protocol import is_mask
from .traced import Traced


def place_of(key, shape):
    """Return the place of an entry or a row, counted from 0 along the first axes; None if a key is none of one."""
    keys = key if type(key) is tuple else (key,)
    if not 0 < len(keys) <= len(shape):
        return None
    found = []
    for k, n in zip(keys, shape, strict=False):
        if type(k) is not int and (not hasattr(k, "dtype") or k.dtype.kind not in "iu" or shape_of(k)):
            return None
        if not -n <= k < n:
            return None
        found.append(operator.index(k) % n)
    return tuple(found)


def can_wait(array, at, w):
    """Whether ``w`` can stand at a place of ``array`` as it is: a traced value of the same trace, shape and kind."""
    if not isinstance(w, Traced) or w.tape is not array.tape or shape_of(w) != array.shape[len(at) :] or is_mask(w):
        return False
    return array.dtype.kind == "f" and (w.dtype.kind == "f" if shape_of(w) else isinstance(w.value, (int, float)))


def put_in(array, entries):
    """Return ``array`` with ``entries``, traced values by their places: a new one."""
    places, shape = sorted(entries), shape_of(array)
    depth = len(places[0])
    if len(places) == 1:
        key, values = places[0] if depth > 1 else places[0][0], entries[places[0]]
    else:
        columns = tuple(map(list, zip(*places, strict=True)))
        key, values = columns if depth > 1 else columns[0], stack([entries[one] for one in places])
        if len(places) == math.prod(shape[:depth]):
            return reshape(values, shape) if depth > 1 else values
    import numpy as np

    mask = np.zeros(shape, dtype=bool)
    mask[key] = True
    return where(mask, place(values, key, shape), array)
