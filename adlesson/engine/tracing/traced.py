"""A number that remembers how it was computed.

With this module you can

- run any function of numbers with ``Traced`` values in their place: each operation is recorded on the
  value's tape, each comparison leaves a guard;
- see why ``math.sin(x)`` or ``float(x)`` cannot be recorded, and what to write instead.

A traced value has a number, so branches and loops run as usual, and a tape (``trace`` makes it), so that
``x * y`` appends one instruction there.  Where values of several traces meet, the innermost trace records.
"""

import sys

from ..errors import LessonError, NumberError, TracedInsideError, TraceError, reason, short
from ..numbers.arrays import shape_of
from ..numbers.inputs import is_value
from ..numbers.linear import as_one
from ..numbers.operand import Comparable
from ..ops import COMPARISONS, OPS
from .as_numpy.numpy_calls import KNOWN, METHODS, called, effective, formula
from .as_numpy.numpy_protocol import AskedByNumPy, is_mask
from .as_numpy.spellings import SPELLINGS
from .as_torch.torch_protocol import CLASHES, OF_TENSORS, answer, either, method
from .as_torch.torch_protocol import METHODS as TENSORS
from .hints import remedy
from .user_code import call_in_progress, stores_an_entry, user_frame, user_line


def _tape_of(args):
    """Return the tape of the innermost trace among ``args``: values of outer traces are constants to it."""
    tape = None
    for u in args:
        if isinstance(u, Traced) and (tape is None or u.tape.level > tape.level):
            tape = u.tape
    return tape


def recorded(op, args, frame, options=()):
    """Return the traced value of ``op``, written down on the tape of the innermost trace among its arguments."""
    try:
        if op in ("add", "matmul", "einsum") and all(map(is_mask, args)):
            return _of_masks(op, args, frame, options)
        return _tape_of(args).record(op, args, frame, options)
    except TracedInsideError:  # of np.array([x, y])
        args = tuple(map(as_one, args))
        return _tape_of(args).record(op, args, frame, options)


def _of_masks(op, masks, frame, options):
    """Record a sum or a product of masks as NumPy has it: whether one holds, not how many."""
    tape = _tape_of(masks)
    return tape.record("not_equal", (tape.record(op, masks, frame, options), 0), frame)


def _binary(op):
    """Return the method of an operator; two values of one trace, or a value and a plain number, take the short way."""

    def method(self, other):
        tape, kind = self.tape, type(other)
        ours = kind is Traced and other.tape is tape
        if not ours and kind is not float and kind is not int:
            if hasattr(kind, "pull"):
                return NotImplemented  # a linear map knows itself what to do with a row or a column
            return recorded(op, (self, other), sys._getframe(1))
        try:
            value = OPS[op].value(self.value, other.value if ours else other)
        except (ArithmeticError, TypeError, ValueError):
            return recorded(op, (self, other), sys._getframe(1))  # which says where it happened
        return tape.append(op, (self.index, other.index if ours else tape.constant(other)), value, sys._getframe(1))

    return method


def _reflected(op):
    """Return the method of an operator whose other argument stands on the left, as the 2 in ``2 * x`` does."""

    def method(self, other):
        tape, kind = self.tape, type(other)
        if kind is not float and kind is not int:
            return recorded(op, (other, self), sys._getframe(1))
        try:
            value = OPS[op].value(other, self.value)
        except (ArithmeticError, TypeError, ValueError):
            return recorded(op, (other, self), sys._getframe(1))
        return tape.append(op, (tape.constant(other), self.index), value, sys._getframe(1))

    return method


def _unary(op):
    """Return the method of an operation of one value."""

    def method(self):
        try:
            value = OPS[op].value(self.value)
        except (ArithmeticError, TypeError, ValueError):
            return recorded(op, (self,), sys._getframe(1))
        return self.tape.append(op, (self.index,), value, sys._getframe(1))

    return method


NOT_IN_PLACE = (
    "a plain array cannot hold a traced value: make h = np.zeros_like(x, shape=(...)) of a traced x, or collect the values "
    "in a list hs"
)


def refused(what, instead):
    def method(self, *_, **__):
        raise TraceError(f"a traced value has no {what}: {instead} (line {user_line()})")

    return method


def not_set(name, getter=None):
    """Return the property of what other engines' values have; there is none here, and none can be set."""

    def asked(_):
        raise AttributeError(name)  # which becomes a sentence like every other name that is missing

    def setter(*_):
        raise TraceError(f"a traced value has no {name} to set (line {user_line()}): {remedy(name) or 'make a new value'}")

    return property(getter or asked, setter)


class Traced(AskedByNumPy, Comparable):
    """A number that remembers how it was computed; what a function meets while it is traced."""

    __slots__ = ("index", "tape", "value")

    def __init__(self, tape, index, value):
        self.tape, self.index, self.value = tape, index, value

    # in this class and not through apply_op, the road of every operand: there are millions of them
    __add__, __radd__ = _binary("add"), _reflected("add")
    __sub__, __rsub__ = _binary("subtract"), _reflected("subtract")
    __mul__, __rmul__ = _binary("multiply"), _reflected("multiply")
    __truediv__, __rtruediv__ = _binary("divide"), _reflected("divide")
    __pow__, __rpow__ = _binary("power"), _reflected("power")
    __neg__, __abs__ = _unary("negative"), _unary("abs")

    __floordiv__ = __rfloordiv__ = __divmod__ = __rdivmod__ = refused("// (its derivative is 0 or undefined)", "use /")
    __mod__ = __rmod__ = refused("% (its derivative jumps)", "compute the remainder of plain numbers before tracing")
    __index__ = refused("whole-number value", "count and index with plain integers")
    __round__ = __floor__ = __ceil__ = __trunc__ = refused("rounding (its derivative is 0 or undefined)", "leave it out")
    __getitem__ = refused("parts", "it is one number; pass a list or an array to get x[0], x[1]")
    __iter__ = refused("parts to go through", "it is one number; pass a list or an array")
    __setitem__ = __delitem__ = refused("parts to assign to", "build a new list of traced values instead")
    __xor__ = __rxor__ = refused("^", "write ** for a power")
    __and__ = __rand__ = __or__ = __ror__ = refused("& and |", "write and, or between comparisons of numbers")
    __invert__ = refused("~", "write not before a comparison of numbers")
    __lshift__ = __rlshift__ = __rshift__ = __rrshift__ = refused("<< and >>", "write * 2 ** n or / 2 ** n")
    # equal by value, so not to be found by identity; SymPy's functions look their arguments up in a cache
    __matmul__ = __rmatmul__ = refused("@", "it is one number; write *, or pass an array")

    _kind = "number"
    _op_priority = 0  # so SymPy leaves c * x to the traced x instead of asking for its float
    shape, ndim = (), 0  # as of a NumPy number
    device = "cpu"  # for torch.zeros(3, device=x.device)
    grad, data, requires_grad = map(not_set, ("grad", "data", "requires_grad"))

    def __pos__(self):
        return self

    T = property(lambda self: self)  # of one number, as NumPy's numbers have it
    real = property(lambda self: called("real", (self,), said="x.real"))

    def item(self):
        """Return the number."""
        return self

    tolist = item

    def astype(self, dtype, **_):
        """Return the number, which stays a float."""
        effective({"dtype": dtype}, "x.astype")
        return self

    def __copy__(self):
        return +self

    def __deepcopy__(self, _):
        return +self

    def __reduce_ex__(self, _):
        raise TraceError(
            f"a traced value lives only while its function runs (line {user_line()}): return it, and pickle that"
        )

    @staticmethod
    def instead_of(name):
        """Return what to write instead of a function or method called ``name``, which there is not."""
        return remedy(name) or (f"write np.{name}(x)" if formula(name) else KNOWN)

    def __bool__(self):
        return bool(self != 0)  # of NumPy's numbers the comparison gives NumPy's truth values

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
        if name in ("equal", "not_equal") and not is_value(args[1]) and not isinstance(args[1], (list, tuple)):
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

    @classmethod
    def __torch_function__(cls, function, types, args=(), options=None):
        """Let ``torch.exp(x)`` and ``T @ x`` be recorded: PyTorch asks every argument that is no tensor."""
        return answer(function, args, options)

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


def _method(name):
    """Return the method ``x.name(...)`` of a traced value: the function of that name, with ``x`` as its first argument."""

    def method(self, *args, **options):
        return called(name, (self, *args), options, f"x.{name}")

    def of_a_row(self, *args):
        return recorded(OPS[name].key, (self, *args), sys._getframe(1))

    return of_a_row if name in OPS and name not in METHODS else method


_FUNCTIONS = [op.name for op in OPS.values() if op.written == f"{op.name}({{0}})" and not op.hidden]
for _name in {*_FUNCTIONS, *SPELLINGS, *METHODS}:
    setattr(Traced, _name, _method(_name))
for _name in TENSORS:
    if not hasattr(Traced, _name) or _name in OF_TENSORS:
        setattr(Traced, _name, method(_name))
for _name in filter(Traced.__dict__.__contains__, CLASHES):
    setattr(Traced, _name, either(_name, getattr(Traced, _name)))
