"""A number that remembers how it was computed.

With this module you can

- run any function of numbers with ``Traced`` values in their place: each operation is recorded on the
  value's tape, each comparison leaves a guard;
- see why ``math.sin(x)`` or ``float(x)`` cannot be recorded, and what to write instead.

A traced value has a number, so branches and loops run as usual, and a tape (``trace`` makes it), so that
``x * y`` appends one instruction there.  Where values of several traces meet, the innermost trace records.
"""

import sys

from ..errors import LessonError, NumberError, TraceError, reason, short
from ..numbers.arrays import shape_of
from ..numbers.inputs import is_value
from ..numbers.operand import Comparable
from ..ops import COMPARISONS, OPS
from .hints import LEAVE_OUT, remedy
from .user_code import call_in_progress, line_of, stores_an_entry, user_frame, user_line

# what NumPy calls otherwise, and what has no row in the table because it is a word for what has
ALSO = {"absolute": "abs", "fabs": "abs", "float_power": "power"}
SHORT = {"square": lambda u: u * u, "reciprocal": lambda u: 1 / u, "positive": lambda u: +u}
OF_ARRAYS = ("T", "sum", "mean", "reshape", "ravel", "flatten", "transpose", "size", "squeeze", "concatenate")


def _tape_of(args):
    """Return the tape of the innermost trace among ``args``: values of outer traces are constants to it."""
    tape = None
    for u in args:
        if isinstance(u, Traced) and (tape is None or u.tape.level > tape.level):
            tape = u.tape
    return tape


def recorded(op, args, frame, options=()):
    """Return the traced value of ``op``, written down on the tape of the innermost trace among its arguments."""
    return _tape_of(args).record(op, args, frame, options)


def _binary(op):
    """Return the method of an operator; two values of one trace, or a value and a plain number, take the short way."""

    def method(self, other):
        tape, kind, compute = self.tape, type(other), OPS[op].value
        try:
            if kind is Traced and other.tape is tape:
                slots, value = (self.index, other.index), compute(self.value, other.value)
            elif kind is float or kind is int:
                value = compute(self.value, other)
                slots = self.index, tape.constant(other)
            elif hasattr(kind, "pull"):
                return NotImplemented  # a linear map knows itself what to do with a row or a column
            else:
                return recorded(op, (self, other), sys._getframe(1))
        except LessonError:
            raise
        except (ArithmeticError, TypeError, ValueError) as problem:
            raise NumberError(no_value(op, (self, other), problem)) from None
        return tape.append(op, slots, value, sys._getframe(1))

    return method


def no_value(op, args, problem):
    """Return in words why ``op`` has no value for ``args``, naming arrays as the code that runs names them."""
    frame = user_frame()
    called = {id(u): name for name, u in frame.f_locals.items()}
    shapes = [f"{called.get(id(u), 'a value')} of shape {u.shape}" for u in args if getattr(u, "shape", ())]
    if len(shapes) > 1:
        return f"{' and '.join(shapes)} do not fit in {op} (line {frame.f_lineno}): make their shapes agree"
    return f"{op} cannot be computed here: {reason(problem)} (line {frame.f_lineno})"


NOT_IN_PLACE = "a plain array cannot hold a traced value: collect the values in a list, or assign to the list hs, hs[0] = x"


def refused(what, instead):
    def method(self, *_, **__):
        raise TraceError(f"a traced value has no {what}: {instead} (line {user_line()})")

    return method


def missing(problem):
    """Return in words what a traced value was asked for and has not, given the ``AttributeError``.

    Not by a ``__getattr__``: a class that has one is slow in all its other attributes.
    """
    u, name = problem.obj, problem.name
    return f"a traced {u._kind} has no {name} (line {line_of(problem)}): {u._instead_of(name)}"


def not_set(name, getter=None):
    """Return the property of what other engines' values have; there is none here, and none can be set."""

    def asked(_):
        raise AttributeError(name)  # which becomes a sentence like every other name that is missing

    def setter(*_):
        raise TraceError(f"a traced value has no {name} to set (line {user_line()}): {remedy(name) or 'make a new value'}")

    return property(getter or asked, setter)


class Traced(Comparable):
    """A number that remembers how it was computed; what a function meets while it is traced."""

    __slots__ = ("index", "tape", "value")

    def __init__(self, tape, index, value):
        self.tape, self.index, self.value = tape, index, value

    # the other operators, and these with a value on the right only, take the road of every operand: through apply_op
    __add__, __sub__, __mul__ = _binary("add"), _binary("subtract"), _binary("multiply")
    __truediv__, __pow__ = _binary("divide"), _binary("power")

    __floordiv__ = __rfloordiv__ = __divmod__ = __rdivmod__ = refused("// (its derivative is 0 or undefined)", "use /")
    __mod__ = __rmod__ = refused("% (its derivative jumps)", "compute the remainder of plain numbers before tracing")
    __index__ = refused("whole-number value", "count and index with plain integers")
    __round__ = __floor__ = __ceil__ = __trunc__ = refused("rounding (its derivative is 0 or undefined)", "leave it out")
    __getitem__ = refused("parts", "it is one number; pass a list or an array to get x[0], x[1]")
    __setitem__ = __delitem__ = refused("parts to assign to", "build a new list of traced values instead")
    __xor__ = __rxor__ = refused("^", "write ** for a power")
    # equal by value, so not to be found by identity; SymPy's functions look their arguments up in a cache
    _no_array = refused("place in an array", "keep traced values in a list")
    __matmul__ = __rmatmul__ = refused("@", "it is one number; write *, or pass an array")

    _kind = "number"
    shape, ndim = (), 0  # as of a NumPy number
    grad, data, requires_grad = map(not_set, ("grad", "data", "requires_grad"))

    def __pos__(self):
        return self

    def __copy__(self):
        return +self

    def __deepcopy__(self, _):
        return +self

    def __reduce_ex__(self, _):
        raise TraceError(
            f"a traced value lives only while its function runs (line {user_line()}): return it, and pickle that"
        )

    def __array__(self, *_, **__):
        if stores_an_entry():
            raise TraceError(f"{NOT_IN_PLACE} (line {user_line()})")
        call = call_in_progress()
        if call and remedy(call[2]) == LEAVE_OUT:
            _no_plain_number("a float", call[1])
        self._no_array()

    @staticmethod
    def _instead_of(name):
        if name in OF_ARRAYS:
            return "it is one number already, leave it out; an array comes in as an input, a NumPy array"
        return remedy(name) or "known are arithmetic and the functions of the lesson, such as adlesson.sin(x)"

    def __bool__(self):
        return self != 0

    def __hash__(self):  # values that are equal would need equal hashes, and no guard would be left
        call = call_in_progress()
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
        """Record an operation of traced values (called by the operators, and by the table's functions)."""
        return recorded(op, args, sys._getframe(2), options)

    @staticmethod
    def compare(name, args):
        """Return the outcome of a comparison at the values of the trace, and keep it as a guard."""
        if name in ("equal", "not_equal") and not is_value(args[1]):
            return NotImplemented  # Python then answers by identity, as in x == None
        tape = _tape_of(args)
        (a, b), (u, w) = tape.read(args)
        if shape_of(u) or shape_of(w):
            return recorded(name, args, sys._getframe(1))  # 1 or 0 for each entry, found anew at each point: no guard
        compare, sign = COMPARISONS[name]
        try:
            outcome = compare(u, w)
        except LessonError:
            raise
        except (ArithmeticError, TypeError) as problem:
            raise NumberError(f"{sign} cannot be decided here: {reason(problem)} (line {user_line()})") from None
        if not getattr(outcome, "free_symbols", None):  # a formula leaves the comparison open
            tape.guards.append((name, a, b, outcome, user_line()))
        return outcome

    def __array_ufunc__(self, ufunc, method, *args, **options):
        """Let ``np.sin(x)`` and ``np.float64(2) * x`` be recorded like ``sin(x)`` and ``2 * x``."""
        name = ALSO.get(ufunc.__name__, ufunc.__name__)
        # NumPy wraps a scalar that it compares
        args = [u[()] if not isinstance(u, Traced) and getattr(u, "shape", None) == () else u for u in args]
        if "out" in options or method == "at":
            told = (
                f"np.{ufunc.__name__} cannot write into an array that is there, as out= and h += x do (line {user_line()})"
            )
            raise TraceError(f"{told}: write h = h + x, which makes a new one")
        if method != "__call__":
            instead = remedy(f"{ufunc.__name__}_{method}") or "write a loop, or whole arrays, such as x.sum()"
            raise TraceError(f"np.{ufunc.__name__}.{method} cannot be recorded (line {user_line()}): {instead}")
        if options:
            raise TraceError(f"np.{ufunc.__name__} with options cannot be recorded (line {user_line()}): call it without")
        if name in COMPARISONS:
            return self.compare(name, args)
        if name in SHORT:
            return SHORT[name](*args)
        if name not in OPS or len(OPS[name].partials) != len(args):
            instead = remedy(name) or "see adlesson.ops"
            raise TraceError(f"np.{ufunc.__name__} is not in the table of operations (line {user_line()}): {instead}")
        return recorded(OPS[name].key, tuple(args), sys._getframe(1))

    def __array_function__(self, function, types, args, options):
        """Say what to write instead of a function of NumPy's; of one number, sums and the like are the number itself."""
        name = function.__name__
        if name in ("sum", "mean", "max", "amax", "min", "amin", "prod") and len(args) == 1 and not options:
            return args[0]
        if name in ("shape", "ndim", "size", "zeros_like", "ones_like"):
            return function(*[u.value if isinstance(u, Traced) else u for u in args], **options)  # no derivative in it
        raise TraceError(f"np.{name} of a traced value cannot be recorded (line {user_line()}): {self._instead_of(name)}")

    @property
    def free_symbols(self):
        """The symbols in the value: with any, it is a formula, and guards leave its comparisons open."""
        return getattr(self.value, "free_symbols", None)

    def __repr__(self):
        return f"Traced({self.value!r})"

    def __format__(self, spec):
        return format(self.value, spec)


def _no_plain_number(kind, called):
    frame, call = user_frame(), call_in_progress()
    if stores_an_entry():
        raise TraceError(f"{NOT_IN_PLACE} (line {frame.f_lineno})")
    name = next((op.name for op in OPS.values() if call and call[2] in (op.name, *op.also)), "")  # math.asin is our arcsin
    instead = f"use adlesson.{name}" if name else "use adlesson.sin, exp, ... and plain arithmetic"
    if call and call[1] + "()" != called:
        called = short(call[1], write=str)
        if not name and remedy(call[2]):
            raise TraceError(
                f"a traced value is not {kind} yet, as {called} wants it (line {frame.f_lineno}): {remedy(call[2])}"
            )
    raise TraceError(
        f"a traced value is not {kind} yet: {instead}, not {called}, inside a traced function (line {frame.f_lineno})"
    )
