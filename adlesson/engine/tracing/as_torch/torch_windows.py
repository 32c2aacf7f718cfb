"""Convolutions and pooling, as PyTorch has them: a window slides over an array, and each place is one entry of the result.

With this module you can

- look up ``conv1d``, ``conv2d``, ``max_pool2d`` and the like (``WINDOWS``).

All windows are read at once, by indices, so one entry is read by several windows: on the way back it gets all their shares,
as a weight does that is used in many places.

>>> import numpy as np
>>> WINDOWS["avg_pool1d"](np.array([[[1.0, 3.0, 5.0, 7.0]]]), 2).tolist()
[[[2.0, 6.0]]]
"""

import math

from ...errors import TraceError
from ...numbers.arrays import shape_of
from ...numbers.choosing import amax
from ...numbers.products import einsum
from ...numbers.summing import mean
from ..as_numpy.array_spellings import ARRAY_SPELLINGS
from ..user_code import user_line


def _each(u, count):
    return tuple(u) if isinstance(u, (tuple, list)) else (u,) * count


def _windows(x, sizes, strides, padding, dilation, fill=0.0):
    """Return an array with two axes for each of the last axes of ``x``: which window, and which entry of it."""
    import numpy as np

    count = len(sizes)
    strides, padding, dilation = (_each(u, count) for u in (strides, padding, dilation))
    if any(padding):
        edges = [(0, 0)] * (len(shape_of(x)) - count) + [(p, p) for p in padding]
        x = ARRAY_SPELLINGS["pad"](x, edges, constant_values=fill)
    key = [slice(None)] * (len(shape_of(x)) - count)
    for k, (n, size, stride, apart) in enumerate(zip(shape_of(x)[-count:], sizes, strides, dilation, strict=True)):
        starts = np.arange(0, n - apart * (size - 1), stride)
        at = starts[:, None] + apart * np.arange(size)
        key.append(at.reshape((1,) * (2 * k) + at.shape + (1,) * (2 * (count - 1 - k))))
    return x[tuple(key)]


def _convolution(count):
    def formula(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
        if groups != 1 or isinstance(padding, str):
            given = f"groups={groups}" if groups != 1 else f"padding={padding!r}"
            raise TraceError(f"a convolution with {given} is not known (line {user_line()}): write each group, or a number")
        windows = _windows(input, shape_of(weight)[2:], stride, padding, dilation)
        v = einsum(("nchi,kci->nkh", "nchiwj,kcij->nkhw")[count - 1], windows, weight)
        return v if bias is None else v + bias.reshape((-1,) + (1,) * count)

    return formula


def _pool(count, gather, fill):
    def formula(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
        if ceil_mode or return_indices or (any(_each(padding, count)) and gather is mean):
            raise TraceError(f"pooling with these options is not known (line {user_line()}): leave them out")
        sizes = _each(kernel_size, count)
        windows = _windows(input, sizes, stride or sizes, padding, dilation, fill)
        return gather(windows, tuple(range(-1, -2 * count, -2)))

    return formula


WINDOWS = {
    "conv1d": _convolution(1),
    "conv2d": _convolution(2),
    "max_pool1d": _pool(1, amax, -math.inf),
    "max_pool2d": _pool(2, amax, -math.inf),
    "avg_pool1d": _pool(1, mean, 0.0),
    "avg_pool2d": _pool(2, mean, 0.0),
}
