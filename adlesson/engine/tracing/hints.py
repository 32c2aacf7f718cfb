"""What to write instead of what other packages have and traced values have not.

With this module you can

- get the remedy for a function of ``math`` or NumPy, or for a method of somebody's arrays, by its name (``remedy``).

One row per name.  The functions of the lesson need none: of those, the table of operations knows the names.

>>> remedy("unique"), remedy("asin"), remedy("frobnicate")
('it does not move with its inputs: do it with plain numbers, outside the traced function', 'write adlesson.arcsin(x)', '')
"""

from ..ops import OPS

LEAVE_OUT = "leave it out: inside the function the value goes on as it is, and what trace and grad give is plain"
_ONE_BY_ONE = "it does not move with its inputs: do it with plain numbers, outside the traced function"
_JUMPS = "leave it out: its derivative is 0 or undefined"
_IN_PLACE = "an array is not changed in place here: make a new one from whole arrays, such as m * x with a mask m"
_NO_TAPE = "leave it out: adlesson.grad(f, x=...) runs the function and gives all derivatives"
_STOPS = (
    "it stops the gradient, and a traced value has one: calculate with plain numbers, outside the traced function, what is "
    "to stay as it is; where it only served to print, leave it out"
)
_TO_ARRAY = "of several values write np.stack([x, y]); of one, leave it out"
_NO_RULE = "it has no row in the table: add one, its value and its slope, by adlesson.operation"
_NO_FORMULA = "it is no formula of a few operations: do it with plain numbers, outside the traced function"
_SUMS = "write sums, such as sum(x) / len(x)"
_WHOLE = "signs of whole numbers are for plain ones, & and | for masks"
_DRAWN = "it draws anew each time, and a program does the same each time: draw outside, and pass what came"
_LAYERS = "write its layers as functions of their parameters, such as torch.nn.functional.linear(x, W, b), and pass these"
_PLACE = "it is another place for other inputs: get it of plain numbers, outside the traced function"
_RANDOM = "draw the numbers outside, or from plain arguments, and calculate with them: low + (high - low) * draw"
_FOURIER = "write it as a product with a plain matrix, F @ x, for the real and the imaginary part"

HINTS = {
    # functions of numbers, which math asks for a float
    "pow": "write x ** 2",
    "fabs": "write abs(x)",
    "cbrt": "write adlesson.sign(x) * abs(x) ** (1 / 3)",
    "hypot": "write adlesson.sqrt(x * x + y * y)",
    "dist": "write adlesson.sqrt(x * x + y * y) of the differences",
    "atan2": "write adlesson.arctan(y / x), and where x < 0 add or subtract pi",
    "exp2": "write 2 ** x",
    "log2": "write adlesson.log(x) / adlesson.log(2)",
    "log10": "write adlesson.log(x) / adlesson.log(10)",
    "asinh": "write adlesson.log(x + adlesson.sqrt(x * x + 1))",
    "acosh": "write adlesson.log(x + adlesson.sqrt(x * x - 1))",
    "atanh": "write (adlesson.log1p(x) - adlesson.log1p(-x)) / 2",
    "radians": "write x * (pi / 180)",
    "degrees": "write x * (180 / pi)",
    "copysign": "write adlesson.sign(y) * abs(x)",
    "fma": "write x * y + z",
    "fsum": "write sum(...), or a loop, s = s + x",
    "erfc": "write 1 - adlesson.erf(x)",
    **dict.fromkeys(("gamma", "lgamma"), _NO_RULE),
    **dict.fromkeys(("floor", "ceil", "rint", "trunc", "round", "around", "fix", "frexp", "ldexp", "spacing"), _JUMPS),
    **dict.fromkeys(("mod", "remainder", "fmod", "floor_divide", "divmod", "modf", "nextafter", "ulp", "signbit"), _JUMPS),
    **dict.fromkeys(("isnan", "isfinite", "isinf", "isclose", "gcd", "lcm"), _ONE_BY_ONE),
    **dict.fromkeys(("comb", "perm", "factorial", "isqrt"), _ONE_BY_ONE),
    "len": "a number has no length; an array comes in as an input, a NumPy array",
    **dict.fromkeys(("fmean", "geometric_mean", "harmonic_mean", "pvariance", "variance", "stdev", "pstdev"), _SUMS),
    # functions of arrays
    **dict.fromkeys(("mm", "mv", "bmm"), "write x @ y, and A.T where an axis is in the wrong place"),
    **dict.fromkeys(("eig", "eigh", "eigvals", "eigvalsh", "svd"), _NO_FORMULA),
    **dict.fromkeys(("svdvals", "qr", "cond", "matrix_rank"), _NO_FORMULA),
    **dict.fromkeys(("tensorinv", "tensorsolve", "roots", "unwrap", "i0"), _NO_FORMULA),
    **dict.fromkeys(("searchsorted", "unique", "histogram", "digitize", "bincount", "argpartition", "lexsort"), _ONE_BY_ONE),
    **dict.fromkeys(("unique_all", "unique_counts", "unique_inverse", "unique_values", "isin", "union1d"), _ONE_BY_ONE),
    **dict.fromkeys(("intersect1d", "setdiff1d", "setxor1d", "histogram2d", "histogramdd", "trim_zeros"), _ONE_BY_ONE),
    **dict.fromkeys(("array", "asarray", "asanyarray", "ascontiguousarray", "asfortranarray", "require"), _TO_ARRAY),
    **dict.fromkeys(("fft", "ifft", "rfft", "irfft", "fft2", "ifft2", "rfft2", "irfft2"), _FOURIER),
    **dict.fromkeys(("fftn", "ifftn", "hfft", "ihfft"), _FOURIER),
    **dict.fromkeys(("normal", "uniform", "randn", "rand", "random", "exponential"), _RANDOM),
    **dict.fromkeys(("poisson", "binomial", "choice"), _RANDOM),
    "permutation": "write x[order] with order = np.random.permutation(len(x))",
    **dict.fromkeys(("shuffle", "partition", "put", "fill", "fill_", "copy_", "zero_", "add_", "mul_"), _IN_PLACE),
    **dict.fromkeys(("copyto", "place", "putmask", "put_along_axis", "fill_diagonal", "setflags", "byteswap"), _IN_PLACE),
    **dict.fromkeys(("itemset", "resize"), _IN_PLACE),
    **dict.fromkeys(("choose", "piecewise"), "write np.where(x > 0, x, 0), or np.select"),
    **dict.fromkeys(("lstsq", "pinv"), "write np.linalg.solve(A.T @ A, A.T @ b)"),
    "polyfit": "write np.linalg.solve(A.T @ A, A.T @ y) with A = np.vander(x, deg + 1)",
    **dict.fromkeys(("nditer", "ndenumerate", "ndindex"), "write for u in x.ravel()"),
    "insert": "write np.concatenate([x[:k], new, x[k:]])",
    "block": "write np.vstack and np.hstack",
    "vectorize": "leave it out: arithmetic and the functions of the lesson take whole arrays",
    "nanprod": "write np.prod(x)",
    "shape": "write x.reshape(2, 3) with the new lengths",
    "flat": "write x.ravel()",
    "H": "write A.T",
    # PyTorch's: functions, and methods of its tensors
    **dict.fromkeys(("rand_like", "randn_like", "randint_like", "bernoulli", "multinomial", "gumbel_softmax"), _DRAWN),
    **dict.fromkeys(("dropout1d", "dropout2d", "alpha_dropout", "rrelu"), _DRAWN),
    **dict.fromkeys(("functional_call", "stack_module_state", "is_nested", "LSTM", "GRU", "RNN", "_VF"), _LAYERS),
    **dict.fromkeys(("kthvalue", "mode", "one_hot"), _PLACE),
    **dict.fromkeys(("vmap", "jvp", "vjp", "jacrev", "jacfwd", "hessian"), "write adlesson's own, around the function"),
    **dict.fromkeys(("tensor", "as_tensor", "from_numpy"), "of several values write torch.stack; of one, leave it out"),
    "__setitem__": "a plain tensor cannot hold a traced value: collect the values in a list, and write torch.stack(values)",
    "__getitem__": "an index is a traced value, which moves, and an entry does not: index with plain integers",
    **dict.fromkeys(("detach", "data"), _STOPS),
    **dict.fromkeys(("numpy", "value", "cuda", "half", "type", "float64", "float32"), LEAVE_OUT),
    **dict.fromkeys(("backward", "grad", "zero_grad", "requires_grad", "requires_grad_", "retain_grad"), _NO_TAPE),
    **dict.fromkeys(("subtract", "multiply", "divide"), "write + - * / @ **"),
    # signs that no number has here
    **dict.fromkeys(("and_", "or_", "xor", "invert", "inv", "lshift", "rshift"), _WHOLE),
}  # fmt: skip


def remedy(name):
    """Return what to write instead of the function or method called ``name``, or "" if nothing is known."""
    if name in HINTS:
        return HINTS[name]
    op = next((op for op in OPS.values() if name in (op.name, *op.also) and op.written.startswith(f"{op.name}(")), None)
    return f"write adlesson.{op.name}({', '.join('xyz'[: len(op.partials)])})" if op else ""
