"""A number that remembers how it was computed.

With this module you can

- run any function of numbers with ``Traced`` values in their place: each operation is recorded on the
  value's tape, each comparison leaves a guard;
- see why ``math.sin(x)`` or ``float(x)`` cannot be recorded, and what to write instead.

A traced value has a number, so branches and loops run as usual, and a tape (``trace`` makes it), so that
``x * y`` appends one instruction there.  Where values of several traces meet, the innermost trace records.
"""

import linecache
import re
import sys

from .errors import TraceError, short
from .inputs import is_number
from .ops import COMPARISONS, OPS


def user_line():
    """Return the number of the line that is running in the user's own code, not in ours or in a library."""
    return _user_frame().f_lineno


def _user_frame():
    frame = sys._getframe(1)
    while frame.f_back is not None and _is_library(frame.f_globals.get("__name__", "")):
        frame = frame.f_back
    return frame


def _is_library(module):
    return module.startswith(("adlesson.engine.", "numpy.", "sympy.")) and module != "adlesson.engine.examples"


def _tape_of(args):
    """Return the tape of the innermost trace among ``args``: values of outer traces are constants to it."""
    tape = None
    for u in args:
        if type(u) is Traced and (tape is None or u.tape.level > tape.level):
            tape = u.tape
    return tape


def _binary(op, reflected=False):
    def method(self, other):
        args = (other, self) if reflected else (self, other)
        return _tape_of(args).record(op, args, sys._getframe(1))

    return method


def _unary(op):
    def method(self):
        return self.tape.record(op, (self,), sys._getframe(1))

    return method


def _comparison(name):
    def method(self, other):
        if name in ("equal", "not_equal") and not is_number(other):
            return NotImplemented  # Python then answers by identity, as in x == None
        return _compare(name, (self, other))

    return method


def _compare(name, args):
    tape = _tape_of(args)
    (a, b), (u, w) = tape.read(args)
    outcome = COMPARISONS[name][0](u, w)
    if not getattr(outcome, "free_symbols", None):  # a formula leaves the comparison open
        tape.guards.append((name, a, b, outcome, user_line()))
    return outcome


def _refuse(what, instead):
    def method(self, *_):
        raise TraceError(f"a traced value has no {what}: {instead} (line {user_line()})")

    return method


class Traced:
    """A number that remembers how it was computed; what a function meets while it is traced."""

    __slots__ = ("index", "tape", "value")

    def __init__(self, tape, index, value):
        self.tape, self.index, self.value = tape, index, value

    __add__, __radd__ = _binary("add"), _binary("add", reflected=True)
    __sub__, __rsub__ = _binary("subtract"), _binary("subtract", reflected=True)
    __mul__, __rmul__ = _binary("multiply"), _binary("multiply", reflected=True)
    __truediv__, __rtruediv__ = _binary("divide"), _binary("divide", reflected=True)
    __pow__, __rpow__ = _binary("power"), _binary("power", reflected=True)
    __neg__, __abs__ = _unary("negative"), _unary("abs")
    __gt__, __lt__, __ge__ = _comparison("greater"), _comparison("less"), _comparison("greater_equal")
    __le__, __eq__, __ne__ = _comparison("less_equal"), _comparison("equal"), _comparison("not_equal")

    __floordiv__ = __rfloordiv__ = __divmod__ = __rdivmod__ = _refuse("// (its derivative is 0 or undefined)", "use /")
    __mod__ = __rmod__ = _refuse("% (its derivative jumps)", "compute the remainder of plain numbers before tracing")
    __index__ = _refuse("whole-number value", "count and index with plain integers")
    __round__ = __floor__ = __ceil__ = __trunc__ = _refuse("rounding (its derivative is 0 or undefined)", "leave it out")
    __getitem__ = _refuse("parts", "it is one number; pass a list input to get x[0], x[1]")
    __setitem__ = _refuse("parts to assign to", "build a new list of traced values instead")
    __xor__ = __rxor__ = _refuse("^", "write ** for a power")
    # equal by value, so not to be found by identity; SymPy's functions look their arguments up in a cache
    __array__ = _refuse("place in an array", "keep traced values in a list")
    __matmul__ = __rmatmul__ = _refuse("@", "write the sum of products")

    def __pos__(self):
        return self

    def __bool__(self):
        return self != 0

    def __hash__(self):  # values that are equal would need equal hashes, and no guard would be left
        call = _call_in_progress()
        if call and call[2] in OPS:  # a function of another library, such as SymPy, looks in its cache
            _no_plain_number("a plain number", call[1])
        raise TraceError(f"a traced value cannot be in a set or a key: keep it in a list (line {user_line()})")

    def __float__(self):
        _no_plain_number("a float", "float()")

    def __int__(self):
        _no_plain_number("an int", "int()")

    def __complex__(self):
        _no_plain_number("a complex number", "complex()")

    @staticmethod
    def apply_op(op, args):
        """Record an elementary function of traced values (called by ``ops``)."""
        return _tape_of(args).record(op, args, sys._getframe(2))

    def __array_ufunc__(self, ufunc, method, *args, **options):
        """Let ``np.sin(x)`` and ``np.float64(2) * x`` be recorded like ``sin(x)`` and ``2 * x``."""
        name = {"absolute": "abs"}.get(ufunc.__name__, ufunc.__name__)
        args = [u[()] if getattr(u, "shape", None) == () else u for u in args]  # NumPy wraps a scalar that it compares
        if method != "__call__" or options or any(hasattr(type(u), "__len__") and type(u) is not Traced for u in args):
            raise TraceError(
                f"np.{ufunc.__name__} mixes a traced number with arrays or options (line {user_line()}): use numbers"
            )
        if name in COMPARISONS:
            return _compare(name, args)
        if name not in OPS:
            raise TraceError(f"np.{ufunc.__name__} is not in the table of operations (line {user_line()}): see adlesson.ops")
        return _tape_of(args).record(name, args, sys._getframe(1))

    @property
    def free_symbols(self):
        """The symbols in the value: with any, it is a formula, and guards leave its comparisons open."""
        return getattr(self.value, "free_symbols", None)

    def __repr__(self):
        return f"Traced({self.value!r})"

    def __format__(self, spec):
        return format(self.value, spec)


def _no_plain_number(kind, called):
    frame, call = _user_frame(), _call_in_progress()
    name = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}.get(call[2], call[2]) if call else ""
    instead = f"use adlesson.{name}" if name in OPS else "use adlesson.sin, exp, ... and plain arithmetic"
    if call and call[1] + "()" != called:
        called = short(call[1], write=str)
    raise TraceError(
        f"a traced value is not {kind} yet: {instead}, not {called}, inside a traced function (line {frame.f_lineno})"
    )


def _call_in_progress():
    """Return the match of the call that the user's code stands at, such as ``math.sin(``, or None."""
    frame = _user_frame()
    line, _, start, end = list(frame.f_code.co_positions())[frame.f_lasti // 2]
    text = linecache.getline(frame.f_code.co_filename, line or 0).encode()[start or 0 : end].decode(errors="replace")
    return re.match(r"((?:\w+\.)*(\w+))\(", text)
