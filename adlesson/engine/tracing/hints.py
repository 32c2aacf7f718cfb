"""What to write instead of what other packages have and traced values have not.

With this module you can

- get the remedy for a function of ``math`` or NumPy, or for a method of somebody's arrays, by its name (``remedy``).

One row per name.  The functions of the lesson need none: of those, the table of operations knows the names.

>>> remedy("square"), remedy("asin"), remedy("frobnicate")
('write x ** 2', 'write adlesson.arcsin(x)', '')
"""

from ..ops import OPS

LEAVE_OUT = "leave it out: inside the function the value goes on as it is, and what trace and grad give is plain"
_ONE_BY_ONE = "it does not move with its inputs: do it with plain numbers, outside the traced function"
_JUMPS = "leave it out: its derivative is 0 or undefined"
_IN_PLACE = "an array is not changed in place here: make a new one from whole arrays, such as m * x with a mask m"
_PARTS = "keep the parts in a list, x, y = parts, and put together what is computed of each, such as x.sum() + y.sum()"
_SHAPE = "write x.reshape(2, 3) with the new lengths"
_NO_TAPE = "leave it out: adlesson.grad(f, x=...) runs the function and gives all derivatives"
_LARGEST = "write adlesson.maximum(x, y) of two, entry by entry in a loop; a smooth one is adlesson.logsumexp(x)"
_SMALLEST = "write adlesson.minimum(x, y) of two, entry by entry in a loop"
_WHERE = "write if x > 0: ... else: ... for numbers; for arrays adlesson.maximum, relu or a mask, m * x + (1 - m) * y"
_CLIP = "write adlesson.minimum(adlesson.maximum(x, low), high)"
_PRODUCT = "write x @ y, and A.T where an axis is in the wrong place"
_EQUATIONS = "write the equations as a loop of the program and let adlesson.close_loop solve it"
_LENGTH = "write adlesson.sqrt((x * x).sum())"

HINTS = {
    # functions of numbers
    **dict.fromkeys(("square", "pow", "float_power"), "write x ** 2"),
    "reciprocal": "write 1 / x",
    "fabs": "write abs(x)",
    "cbrt": "write adlesson.sign(x) * abs(x) ** (1 / 3)",
    "hypot": "write adlesson.sqrt(x * x + y * y)",
    **dict.fromkeys(("arctan2", "atan2"), "write adlesson.arctan(y / x), and where x < 0 add or subtract pi"),
    "exp2": "write 2 ** x",
    "log2": "write adlesson.log(x) / adlesson.log(2)",
    "log10": "write adlesson.log(x) / adlesson.log(10)",
    "logaddexp": "write adlesson.maximum(x, y) + adlesson.softplus(-abs(x - y))",
    **dict.fromkeys(("arcsinh", "asinh"), "write adlesson.log(x + adlesson.sqrt(x * x + 1))"),
    **dict.fromkeys(("arccosh", "acosh"), "write adlesson.log(x + adlesson.sqrt(x * x - 1))"),
    **dict.fromkeys(("arctanh", "atanh"), "write (adlesson.log1p(x) - adlesson.log1p(-x)) / 2"),
    "sinc": "write adlesson.sin(pi * x) / (pi * x)",
    **dict.fromkeys(("deg2rad", "radians"), "write x * (pi / 180)"),
    **dict.fromkeys(("rad2deg", "degrees"), "write x * (180 / pi)"),
    "expit": "write adlesson.sigmoid(x)",
    "softmax": "write adlesson.exp(x - adlesson.logsumexp(x))",
    "log_softmax": "write x - adlesson.logsumexp(x)",
    "copysign": "write adlesson.sign(y) * abs(x)",
    "fma": "write x * y + z",
    **dict.fromkeys(("fmax", "amax", "max", "nanmax", "maximum_reduce", "maximum_accumulate"), _LARGEST),
    **dict.fromkeys(("fmin", "amin", "min", "nanmin", "minimum_reduce", "minimum_accumulate"), _SMALLEST),
    **dict.fromkeys(("where", "select", "choose", "piecewise"), _WHERE),
    **dict.fromkeys(("clip", "clamp"), _CLIP),
    **dict.fromkeys(("floor", "ceil", "rint", "trunc", "round", "around", "fix", "heaviside"), _JUMPS),
    **dict.fromkeys(("mod", "remainder", "fmod", "floor_divide", "divmod", "modf"), _JUMPS),
    **dict.fromkeys(("isnan", "isfinite", "isinf", "isclose", "allclose", "array_equal", "all", "any"), _ONE_BY_ONE),
    **dict.fromkeys(("logical_and", "logical_or", "logical_not", "nonzero", "count_nonzero"), _ONE_BY_ONE),
    **dict.fromkeys(("argmax", "argmin", "argsort", "searchsorted", "unique", "histogram", "digitize"), _ONE_BY_ONE),
    # functions of arrays
    **dict.fromkeys(("dot", "vdot", "inner", "mm", "mv", "bmm", "einsum", "tensordot", "matvec", "vecdot"), _PRODUCT),
    **dict.fromkeys(("norm", "vector_norm"), _LENGTH),
    **dict.fromkeys(("solve", "inv", "pinv", "lstsq", "det", "slogdet", "cholesky", "eig", "eigh", "svd", "qr"), _EQUATIONS),
    **dict.fromkeys(("prod", "nanprod"), "write a loop, p = p * x[k]"),
    "cumsum": "write a loop, s = s + x[k], or x @ M with M = np.triu(np.ones((n, n)))",
    "cumprod": "write a loop, p = p * x[k]",
    "add_reduce": "write x.sum()",
    "multiply_reduce": "write a loop, p = p * x[k]",
    "add_accumulate": "write a loop, s = s + x[k]",
    "multiply_outer": "write x[:, None] * y",
    "copy": "of an array write x.copy(); a number need not be copied",
    "diff": "write x[1:] - x[:-1]",
    "var": "write ((x - x.mean()) ** 2).mean()",
    "std": "write adlesson.sqrt(((x - x.mean()) ** 2).mean())",
    **dict.fromkeys(("average", "nanmean"), "write (x * w).sum() / w.sum()"),
    "nansum": "write x.sum()",
    "median": "write the mean of the entries in the middle, x[k], which plain numbers tell",
    **dict.fromkeys(("trace", "diag", "diagonal"), "write (A * np.eye(n)).sum(1)"),
    **dict.fromkeys(("concatenate", "stack", "hstack", "vstack", "column_stack", "append", "insert", "cat"), _PARTS),
    **dict.fromkeys(("split", "array_split", "hsplit", "vsplit", "chunk"), "write slices, x[:3], x[3:]"),
    **dict.fromkeys(("take", "compress", "extract", "gather", "index_select"), "write x[[0, 2]]"),
    **dict.fromkeys(("flip", "flipud", "fliplr"), "write x[::-1]"),
    **dict.fromkeys(("tile", "repeat", "broadcast_to", "expand", "expand_as"), "write x * np.ones((2, 3))"),
    **dict.fromkeys(("shape", "squeeze", "resize", "view", "flat", "moveaxis", "swapaxes", "permute"), _SHAPE),
    **dict.fromkeys(("expand_dims", "unsqueeze", "atleast_1d", "atleast_2d"), "write x[:, None]"),
    **dict.fromkeys(("t", "mT", "H"), "write A.T"),
    **dict.fromkeys(("sort", "partition", "put", "fill", "fill_", "copy_", "zero_", "add_", "mul_", "itemset"), _IN_PLACE),
    **dict.fromkeys(("copyto", "place", "putmask", "put_along_axis", "fill_diagonal", "setflags", "byteswap"), _IN_PLACE),
    **dict.fromkeys(("full_like", "empty_like"), "write np.ones_like(x) * 2"),
    **dict.fromkeys(("real", "conj", "conjugate", "positive"), "leave it out"),
    # methods of other engines
    **dict.fromkeys(("item", "tolist", "numpy", "detach", "data", "value", "cpu", "cuda", "to", "clone"), LEAVE_OUT),
    **dict.fromkeys(("astype", "float", "double", "half", "type", "type_as", "contiguous", "float64"), LEAVE_OUT),
    **dict.fromkeys(("backward", "grad", "zero_grad", "requires_grad", "requires_grad_", "retain_grad"), _NO_TAPE),
    **dict.fromkeys(("add", "sub", "mul", "div", "neg", "matmul", "subtract", "multiply", "divide"), "write + - * / @ **"),
}  # fmt: skip


def remedy(name):
    """Return what to write instead of the function or method called ``name``, or "" if nothing is known."""
    if name in HINTS:
        return HINTS[name]
    op = next((op for op in OPS.values() if name in (op.name, *op.also) and op.written.startswith(f"{op.name}(")), None)
    return f"write adlesson.{op.name}({', '.join('xyz'[: len(op.partials)])})" if op else ""
