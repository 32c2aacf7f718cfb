"""How NumPy and a traced value meet.

With this module you can

- let NumPy hand a call of its own to a traced value: ``np.sin(x)`` and ``np.float64(2) * x`` by ``__array_ufunc__``,
  ``np.concatenate([x, y])`` by ``__array_function__`` (``AskedByNumPy``).

What has a row in the table is recorded as that row, what has a formula as the formula (``numpy_calls``), and all else is
refused by a sentence.  NumPy is never imported here: whoever calls it has done so.
"""

import sys

from ...errors import TraceError
from ...numbers.arrays import filled, shape_of
from ...numbers.linear import as_one
from ...numbers.operand import is_operand
from ...ops import COMPARISONS, OPS
from ..hints import remedy
from ..user_code import user_line
from .numpy_calls import KNOWN, called, effective, formula

ALSO = {"absolute": "abs", "fabs": "abs", "float_power": "power"}  # what NumPy calls otherwise
AS_FUNCTIONS = {  # what NumPy has as a method of an operation: its name as a function
    ("add", "reduce"): "sum", ("multiply", "reduce"): "prod", ("maximum", "reduce"): "max", ("minimum", "reduce"): "min",
    ("logaddexp", "reduce"): "logsumexp", ("logical_and", "reduce"): "all", ("logical_or", "reduce"): "any",
    ("add", "accumulate"): "cumsum", ("multiply", "accumulate"): "cumprod", ("multiply", "outer"): "multiply.outer",
    ("maximum", "accumulate"): "maximum.accumulate", ("minimum", "accumulate"): "minimum.accumulate",
}  # fmt: skip
OF_MASKS = {"bitwise_and": "__and__", "bitwise_or": "__or__", "invert": "__invert__"}  # where a plain one stands first
FACTS = ("shape", "ndim", "size", "iscomplexobj", "isrealobj", "result_type")  # of a value, whatever its numbers are
KEEP_TRUTH = {  # what NumPy makes truth values of, if it gets nothing else
    "multiply", "maximum", "minimum", "amax", "amin", "where", "index", "transpose", "reshape", "broadcast", "stack",
    "concatenate", "outer",
}  # fmt: skip
NEW_ONE = "write h = h + x, which makes a new one"


def is_mask(u):
    """Whether NumPy has truth values in an array: it is an array of them, a comparison of traced arrays, or made of such."""
    if is_operand(u):
        return hasattr(u, "tape") and u.index >= 0 and _holds_truth(u.tape, u.index)
    return getattr(getattr(u, "dtype", None), "kind", "") == "b" and u.ndim > 0


def _holds_truth(tape, i):
    """Whether a variable is of truth values; what is found on the way is noted, since a loop may ask of every turn."""
    truths, waiting = tape.truths, [i]
    while waiting:
        k = waiting[-1]
        op, unknown = tape.ops[k], []
        if op in KEEP_TRUTH and k not in truths:
            args = OPS[op].split(tape.slots[k])[0][op == "where" :]  # of a choice, what is chosen from
            found = all(j >= 0 and truths.get(j, True) for j in args)
            unknown = [j for j in args if j not in truths] if found else []
        else:
            found = truths.get(k, op in COMPARISONS)
        if unknown:
            waiting.append(unknown[-1])
        else:
            truths[waiting.pop()] = found
    return truths[i]


class AskedByNumPy:
    """What NumPy asks a value that is none of its own; the class of the value has ``apply_op`` and ``compare``."""

    __slots__ = ()

    def __array_ufunc__(self, ufunc, method, *args, **options):
        """Let ``np.sin(x)`` and ``np.float64(2) * x`` be recorded like ``sin(x)`` and ``2 * x``."""
        name = ALSO.get(ufunc.__name__, ufunc.__name__)
        args = [
            u if hasattr(u, "tape") else u[()] if getattr(u, "shape", None) == () else as_one(u) for u in args
        ]  # lists, too
        if options or method != "__call__":
            return self.specially(name, method, args, options, f"np.{ufunc.__name__}")
        if name in COMPARISONS:
            return self.compare(name, args)
        if name in OPS and len(OPS[name].partials) == len(args):
            return self.apply_op(OPS[name].key, tuple(args))
        if name in OF_MASKS and hasattr(self, OF_MASKS[name]):
            return getattr(self, OF_MASKS[name])(*(args[1:] if args[0] is self else args[:1]))
        if formula(name) is None:
            raise TraceError(f"np.{name} cannot be recorded (line {user_line()}): {remedy(name) or KNOWN}")
        return called(name, args, options, f"np.{ufunc.__name__}")

    @staticmethod
    def specially(name, method, args, options, said):
        """Record what was called with options, or a method of an operation of NumPy's, such as ``np.add.reduce(x)``."""
        word = AS_FUNCTIONS.get((name, method), "") if method != "__call__" else name
        if method in ("reduce", "accumulate"):
            options = {"axis": 0} | options
        said += f".{method}" if method != "__call__" else ""
        if method == "at":
            raise TraceError(f"{said} cannot write into an array that is there (line {user_line()}): {NEW_ONE}")
        options = effective(options, said)
        if method == "__call__" and not options:
            return getattr(sys.modules["numpy"], name)(*args)
        if word == "multiply.outer" and not options:
            u, w = args
            return u.reshape((*u.shape, *[1] * len(shape_of(w)))) * w
        if formula(word) is None:
            instead = remedy(f"{name}_{method}") or remedy(name) or KNOWN
            raise TraceError(f"{said} cannot be recorded (line {user_line()}): {instead}")
        return called(word, args, options, said)

    def __array_function__(self, function, types, args, options):
        """Let a function of NumPy's be recorded as its formula, or say what to write instead."""
        name = f"{function.__module__}.{function.__name__}".removeprefix("numpy.")
        if name in FACTS:
            return function(*[u.value if is_operand(u) else u for u in args], **options)  # no derivative in it
        if name in ("zeros_like", "ones_like", "empty_like"):
            like, *rest = args
            options = dict(zip(("dtype", "order", "subok", "shape"), rest, strict=False)) | options
            return self.alike(float(name == "ones_like"), like, **effective(options, f"np.{name}"))
        if formula(name) is not None:
            return called(name, args, options)
        last = function.__name__
        raise TraceError(f"np.{name} of a traced value cannot be recorded (line {user_line()}): {self.instead_of(last)}")

    def alike(self, number, like=None, shape=None):
        """Return an array with a number everywhere, whose entries can be assigned to: what it gets is recorded."""
        shape = shape_of(self) if shape is None else (shape,) if isinstance(shape, int) else tuple(shape)
        value = self.tape.operand(filled(shape, number))
        return self.tape.box(self.tape, self.tape.constant(value), value) if shape else number
