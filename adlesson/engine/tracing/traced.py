"""A number that remembers how it was computed.

With this module you can

- run any function of numbers with ``Traced`` values in their place: each operation is recorded on the
  value's tape, each comparison leaves a guard;
- see why ``math.sin(x)`` or ``float(x)`` cannot be recorded, and what to write instead.

A traced value has a number, so branches and loops run as usual, and a tape (``trace`` makes it), so that
``x * y`` appends one instruction there.  Where values of several traces meet, the innermost trace records.
"""

import sys

from ..errors import LessonError, NumberError, TraceError, short
from ..numbers.arrays import shape_of
from ..numbers.inputs import is_value
from ..ops import COMPARISONS, OPS


def user_line():
    """Return the number of the line that is running in the user's own code, not in ours or in a library."""
    return _user_frame().f_lineno


def _user_frame():
    frame = sys._getframe(1)
    while frame.f_back is not None and _is_library(frame.f_globals.get("__name__", "")):
        frame = frame.f_back
    return frame


def _is_library(module):
    return module.startswith(("adlesson.engine.", "numpy.", "sympy.")) and module != "adlesson.engine.samples.examples"


def _tape_of(args):
    """Return the tape of the innermost trace among ``args``: values of outer traces are constants to it."""
    tape = None
    for u in args:
        if isinstance(u, Traced) and (tape is None or u.tape.level > tape.level):
            tape = u.tape
    return tape


def _record(op, args, frame):
    if any(hasattr(type(u), "pull") for u in args):
        return NotImplemented  # a linear map knows what to do with a row or a column
    return _tape_of(args).record(op, args, frame)


def _binary(op):
    """Return the method of an operator; two values of one trace, or a value and a plain number, take the short way."""
    compute = OPS[op].value

    def method(self, other):
        tape, kind = self.tape, type(other)
        try:
            if kind is Traced and other.tape is tape:
                slots, value = (self.index, other.index), compute(self.value, other.value)
            elif kind is float or kind is int:
                value = compute(self.value, other)
                slots = self.index, tape.constant(other)
            else:
                return _record(op, (self, other), sys._getframe(1))
        except LessonError:
            raise
        except (ArithmeticError, TypeError, ValueError) as problem:
            raise NumberError(no_value(op, (self, other), problem)) from None
        return tape.append(op, slots, value, sys._getframe(1))

    return method


def _reflected(op):
    def method(self, other):
        return _record(op, (other, self), sys._getframe(1))

    return method


def _unary(op):
    def method(self):
        return self.tape.record(op, (self,), sys._getframe(1))

    return method


def no_value(op, args, problem):
    """Return in words why ``op`` has no value for ``args``, naming arrays as the code that runs names them."""
    frame = _user_frame()
    called = {id(u): name for name, u in frame.f_locals.items()}
    shapes = [f"{called.get(id(u), 'a value')} of shape {u.shape}" for u in args if getattr(u, "shape", ())]
    if len(shapes) > 1:
        return f"{' and '.join(shapes)} do not fit in {op} (line {frame.f_lineno}): make their shapes agree"
    return f"{op} cannot be computed here: {problem} (line {frame.f_lineno})"


def _comparison(name):
    def method(self, other):
        if name in ("equal", "not_equal") and not is_value(other):
            return NotImplemented  # Python then answers by identity, as in x == None
        return _compare(name, (self, other))

    return method


def _compare(name, args):
    tape = _tape_of(args)
    (a, b), (u, w) = tape.read(args)
    if shape_of(u) or shape_of(w):
        raise TraceError(
            f"a comparison of arrays has an answer for each entry, and no branch can follow them all (line {user_line()}): "
            "use maximum, minimum, relu or abs, or compare one number, such as x.sum()"
        )
    outcome = COMPARISONS[name][0](u, w)
    if not getattr(outcome, "free_symbols", None):  # a formula leaves the comparison open
        tape.guards.append((name, a, b, outcome, user_line()))
    return outcome


def _refuse(what, instead):
    def method(self, *_, **__):
        raise TraceError(f"a traced value has no {what}: {instead} (line {user_line()})")

    return method


class Traced:
    """A number that remembers how it was computed; what a function meets while it is traced."""

    __slots__ = ("index", "tape", "value")

    def __init__(self, tape, index, value):
        self.tape, self.index, self.value = tape, index, value

    __add__, __radd__ = _binary("add"), _reflected("add")
    __sub__, __rsub__ = _binary("subtract"), _reflected("subtract")
    __mul__, __rmul__ = _binary("multiply"), _reflected("multiply")
    __truediv__, __rtruediv__ = _binary("divide"), _reflected("divide")
    __pow__, __rpow__ = _binary("power"), _reflected("power")
    __neg__, __abs__ = _unary("negative"), _unary("abs")
    __gt__, __lt__, __ge__ = _comparison("greater"), _comparison("less"), _comparison("greater_equal")
    __le__, __eq__, __ne__ = _comparison("less_equal"), _comparison("equal"), _comparison("not_equal")

    __floordiv__ = __rfloordiv__ = __divmod__ = __rdivmod__ = _refuse("// (its derivative is 0 or undefined)", "use /")
    __mod__ = __rmod__ = _refuse("% (its derivative jumps)", "compute the remainder of plain numbers before tracing")
    __index__ = _refuse("whole-number value", "count and index with plain integers")
    __round__ = __floor__ = __ceil__ = __trunc__ = _refuse("rounding (its derivative is 0 or undefined)", "leave it out")
    __getitem__ = _refuse("parts", "it is one number; pass a list or an array to get x[0], x[1]")
    __setitem__ = _refuse("parts to assign to", "build a new list of traced values instead")
    __xor__ = __rxor__ = _refuse("^", "write ** for a power")
    # equal by value, so not to be found by identity; SymPy's functions look their arguments up in a cache
    __array__ = _refuse("place in an array", "keep traced values in a list")
    __matmul__ = __rmatmul__ = _refuse("@", "it is one number; write *, or pass an array")

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
    def apply_op(op, args, options=()):
        """Record a function from the table of traced values (called by the function itself)."""
        if len(args) == 1 and not options:
            u = args[0]
            return u.tape.append(op, (u.index,), OPS[op].value(u.value), sys._getframe(2))
        return _tape_of(args).record(op, args, sys._getframe(2), options)

    def __array_ufunc__(self, ufunc, method, *args, **options):
        """Let ``np.sin(x)`` and ``np.float64(2) * x`` be recorded like ``sin(x)`` and ``2 * x``."""
        name = {"absolute": "abs"}.get(ufunc.__name__, ufunc.__name__)
        # NumPy wraps a scalar that it compares
        args = [u[()] if not isinstance(u, Traced) and getattr(u, "shape", None) == () else u for u in args]
        if method != "__call__" or options:
            raise TraceError(f"np.{ufunc.__name__} with options cannot be recorded (line {user_line()}): call it without")
        if name in COMPARISONS:
            return _compare(name, args)
        if name not in OPS:
            raise TraceError(f"np.{ufunc.__name__} is not in the table of operations (line {user_line()}): see adlesson.ops")
        return _record(name, tuple(args), sys._getframe(1))

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
    import linecache  # only needed once something went wrong
    import re

    frame = _user_frame()
    line, _, start, end = list(frame.f_code.co_positions())[frame.f_lasti // 2]
    text = linecache.getline(frame.f_code.co_filename, line or 0).encode()[start or 0 : end].decode(errors="replace")
    return re.match(r"((?:\w+\.)*(\w+))\(", text)
