"""The functions of NumPy that are formulas of array operations, by NumPy's names.

With this module you can

- look a function up, ``ARRAY_SPELLINGS["var"]``, and run it on arrays, traced or not, and on numbers.

Arguments have NumPy's names and its order.  What stands here needs no rule and no row of its own.

>>> import numpy as np
>>> float(ARRAY_SPELLINGS["var"](np.array([1.0, 3.0]))), ARRAY_SPELLINGS["max"](2.0)
(1.0, 2.0)
"""

import operator

from ...errors import TraceError
from ...numbers import choosing, linear, products, summing
from ...numbers.arithmetic import maximum, minimum
from ...numbers.arrays import shape_of
from ...numbers.elementary import sqrt
from . import decided, moved_entries, spelled_products, summed_entries
from .moved_entries import in_a_row, lined_up, moving, plain, reshaping, turning, whole
from .spellings import step


def _gathering(function):
    """Return a function that makes one number of many; of one number that is the number itself."""

    return _along(lambda a, axis=None, keepdims=False: function(a, axis, bool(keepdims)) if shape_of(a) else +a)


def _along(function):
    """Return a function along axes, which a number has not."""

    def formula(a, axis=None, *args, **options):
        a = whole(a)
        if not shape_of(a) and axis not in (None, 0, -1, ()):
            raise TraceError(f"a number has no axis {axis}: leave it out")
        return function(a, axis, *args, **options)

    return formula


def _without_nan(function, instead):
    def formula(a, axis=None, keepdims=False):
        return function(choosing.where(a == a, a, instead), axis, keepdims)

    return _gathering(formula)


def _count(a, axis, keepdims):
    return summing.total(a == a, axis, keepdims)


def _real(u):
    if isinstance(plain(u), complex) or getattr(getattr(u, "dtype", None), "kind", "f") == "c":
        raise TraceError("the real part of a complex number has no derivative in the table: give real numbers")
    return u


def _where(condition, *choices):
    return choosing.where(whole(condition), *map(whole, choices)) if choices else decided.nonzero(condition)


def _compress(condition, a, axis=None):
    return moving("compress", at=1)(decided.decided(whole(condition) != 0), a, axis=axis)


def _cumsum(a, axis=None):
    return summing.cumsum(lined_up(a), axis)


_total, _mean = _gathering(summing.total), _gathering(summing.mean)
_moved = ("broadcast_to", "delete", "diagonal", "flip", "fliplr", "flipud", "repeat", "resize", "roll", "rot90", "take",
          "take_along_axis", "tile", "split", "array_split", "hsplit", "vsplit", "dsplit", "unstack")  # fmt: skip

ARRAY_SPELLINGS = {
    # sums of parts
    "sum": _total,
    "mean": _mean,
    **dict.fromkeys(("max", "amax"), _gathering(choosing.amax)),
    **dict.fromkeys(("min", "amin"), _gathering(choosing.amin)),
    "prod": _along(summed_entries.prod),
    "logsumexp": _gathering(choosing.logsumexp),
    "softmax": summed_entries.softmax,
    "log_softmax": lambda x, axis=None: x - choosing.logsumexp(x, axis, True),
    "nansum": _without_nan(summing.total, 0.0),
    "nanmean": _gathering(
        lambda a, axis, keepdims: _without_nan(summing.total, 0.0)(a, axis, keepdims) / _count(a, axis, keepdims)
    ),
    "nanmax": _without_nan(choosing.amax, -decided.math.inf),
    "nanmin": _without_nan(choosing.amin, decided.math.inf),
    "var": _along(summed_entries.var),
    "std": _along(lambda a, *args, **options: sqrt(summed_entries.var(a, *args, **options))),
    "average": _along(summed_entries.average),
    **dict.fromkeys(("norm", "linalg.norm"), summed_entries.norm),
    "linalg.vector_norm": lambda x, axis=None, keepdims=False, ord=2: summed_entries.norm(
        in_a_row(whole(x)) if axis is None and not keepdims else x, ord, axis, keepdims
    ),
    "linalg.matrix_norm": lambda x, keepdims=False, ord=None: summed_entries.norm(x, ord, (-2, -1), keepdims),
    "cumsum": _cumsum,
    "cumprod": summed_entries.running(operator.mul),
    "maximum.accumulate": summed_entries.running(maximum),
    "minimum.accumulate": summed_entries.running(minimum),
    "cov": summed_entries.cov,
    "corrcoef": summed_entries.corrcoef,
    "diff": summed_entries.diff,
    "ediff1d": lambda ary: summed_entries.diff(in_a_row(whole(ary))),
    "gradient": summed_entries.gradient,
    "trapezoid": summed_entries.trapezoid,
    "interp": summed_entries.interp,
    "convolve": summed_entries.convolve,
    "linspace": summed_entries.linspace,
    "polyval": summed_entries.polyval,
    "apply_along_axis": summed_entries.apply_along_axis,
    "nan_to_num": summed_entries.nan_to_num,
    "select": summed_entries.select,
    "where": _where,
    # products
    "dot": spelled_products.dot,
    "inner": spelled_products.inner,
    "vdot": spelled_products.vdot,
    **dict.fromkeys(("vecdot", "linalg.vecdot"), spelled_products.vecdot),
    "matvec": lambda x1, x2: products.matmul(x1, whole(x2)[..., None])[..., 0],
    **dict.fromkeys(("matmul", "linalg.matmul"), products.matmul),
    **dict.fromkeys(("outer", "linalg.outer"), spelled_products.all_products),
    **dict.fromkeys(("tensordot", "linalg.tensordot"), spelled_products.tensordot),
    "einsum": products.einsum,
    "kron": spelled_products.kron,
    **dict.fromkeys(("cross", "linalg.cross"), spelled_products.cross),
    "linalg.multi_dot": spelled_products.multi_dot,
    "linalg.matrix_power": spelled_products.matrix_power,
    "linalg.solve": spelled_products.solve,
    "linalg.inv": spelled_products.inv,
    "linalg.det": spelled_products.det,
    "linalg.slogdet": spelled_products.slogdet,
    "linalg.cholesky": spelled_products.cholesky,
    # entries in other places, and other shapes
    **{name: moving(name) for name in _moved},
    **dict.fromkeys(("compress", "extract"), _compress),
    **{name: turning(name) for name in ("moveaxis", "rollaxis", "swapaxes", "matrix_transpose", "transpose")},
    "linalg.matrix_transpose": turning("matrix_transpose"),
    **{
        name: reshaping(name)
        for name in ("atleast_1d", "atleast_2d", "atleast_3d", "expand_dims", "ravel", "reshape", "squeeze")
    },
    "meshgrid": moved_entries.meshgrid,
    "pad": moved_entries.pad,
    "diag": moved_entries.diag,
    "diagflat": lambda v, k=0: moved_entries.diag(in_a_row(whole(v)), k),
    "trace": moved_entries.trace,
    "linalg.trace": lambda x, offset=0: moved_entries.trace(x, offset, -2, -1),
    "linalg.diagonal": lambda x, offset=0: moving("diagonal")(x, offset, -2, -1),
    "tril": moved_entries.masked("tril"),
    "triu": moved_entries.masked("triu"),
    "concatenate": lambda arrays, axis=0: linear.concatenate(arrays, axis),
    "stack": lambda arrays, axis=0: linear.stack(arrays, axis),
    "hstack": moved_entries.hstack,
    "vstack": moved_entries.vstack,
    "column_stack": moved_entries.column_stack,
    "append": moved_entries.append,
    **dict.fromkeys(("copy", "positive"), lambda a: +a),
    "full_like": lambda a, fill_value: summing.broadcast(fill_value, shape_of(a)),
    **dict.fromkeys(("real", "conj", "conjugate", "real_if_close"), _real),
    # facts
    "argmax": _along(decided.argmax),
    "argmin": _along(decided.argmin),
    "argsort": decided.argsort,
    "sort": decided.sort,
    "median": _along(decided.median),
    "quantile": decided.quantile,
    "percentile": decided.percentile,
    "ptp": _along(decided.spread),
    "all": _along(decided.all_hold),
    "any": _along(decided.any_holds),
    "count_nonzero": _along(decided.count),
    "nonzero": decided.nonzero,
    "flatnonzero": decided.flatnonzero,
    "argwhere": decided.argwhere,
    "isnan": decided.is_nan,
    "isinf": decided.is_infinite,
    "isfinite": decided.is_finite,
    "isclose": decided.close,
    "allclose": decided.all_close,
    "array_equal": decided.array_equal,
    "heaviside": step,
    "decided": decided.decided,
    "decided_places": decided.decided_places,
    "logical_and": decided.both,
    "logical_or": decided.either,
    "logical_xor": decided.one_of_two,
    "logical_not": decided.fails,
}
