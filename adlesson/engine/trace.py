"""Run a function once and write down what it does.

With this module you can

- turn a Python function into a ``Program`` (``trace``);
- see why ``math.sin(x)`` or ``float(x)`` cannot be written down, and what to write instead.

``trace`` calls the function with ``Traced`` values.  A traced value knows its number, so branches
and loops run as usual, and it knows its tape, so that ``x * y`` appends one instruction.  What
appends is one function, ``Tape.record``.

>>> trace(lambda x: x * x + 1, x=3)
x = 3  (input)
z1 = x * x
f = z1 + 1
return f
"""

import sys

from .errors import InputError, LessonError, NumberError, TraceError, listed, short
from .names import Origin
from .ops import COMPARISONS, OPS
from .program import Program, by_name, checked_number


class Tape:
    """Where one run of a function is being written down: flat lists, one entry per variable."""

    depth = 0  # how many traces are open; the innermost one records

    def __init__(self):
        Tape.depth += 1
        self.level, self.open = Tape.depth, True
        self.ops, self.slots, self.where, self.constants, self.guards = [], [], [], [], []
        self.root = self.frame = self.call = None  # frames: who calls f, f itself, the helper f has called

    def close(self):
        """Stop recording and let go of the frames, and with them of the function's locals."""
        Tape.depth -= 1
        self.open, self.root, self.frame, self.call = False, None, None, None

    def input(self, value):
        """Append an input variable with this value."""
        self.ops.append("input")
        self.slots.append(())
        self.where.append(None)
        return Traced(self, len(self.ops) - 1, value)

    def record(self, op, args, frame):
        """Append ``op(args)``, called from ``frame``, and return it as a traced value."""
        slots, values = self.read(args)
        try:
            value = OPS[op].value(*values)
        except LessonError:
            raise
        except (ArithmeticError, TypeError, ValueError) as problem:
            raise NumberError(f"{op} cannot be computed here: {problem} (line {user_line()})") from None
        self.ops.append(op)
        self.slots.append(tuple(slots))
        self.where.append(self.place(frame))
        return Traced(self, len(self.ops) - 1, value)

    def read(self, args):
        """Return the slots and the values of arguments, adding what is not ours to the constants."""
        slots, values = [], []
        for u in args:
            if type(u) is Traced and not u.tape.open:
                raise TraceError(f"a value left over from a finished trace was used (line {user_line()}): return it instead")
            if type(u) is Traced and u.tape is self:
                slots.append(u.index)
                values.append(u.value)
            else:
                self.constants.append(u if type(u) in (int, float) else _operand(u))
                slots.append(-len(self.constants))
                values.append(u)
        return slots, values

    def place(self, frame):
        """Return where the traced function stands: an offset in its bytecode.

        An operation that ran inside a helper which the function called is placed at that call; if
        it was not the last one there it is marked by ``~``, since its value is not what the call gave.
        """
        if frame is self.frame:
            self.call = None
            return frame.f_lasti
        call = None
        while frame is not None and frame.f_back is not self.root:
            frame, call = frame.f_back, frame
        if frame is None:  # a thread, or a generator resumed elsewhere
            return None
        if self.frame is None:
            self.frame = frame
        if call is not None and call is self.call:
            self.where[-1] = ~frame.f_lasti
        self.call = call
        return frame.f_lasti


def _operand(u):
    """Return ``u`` if it is a number, else raise a ``TraceError`` that says what a traced value met."""
    try:
        return checked_number(u, "")
    except InputError:
        kind, line = type(u).__name__, user_line()
        raise TraceError(
            f"a traced value meets the {kind} {short(u)} (line {line}): combine it with one number at a time"
        ) from None


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
    __hash__ = object.__hash__

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
    __array__ = _refuse("place in an array", "keep traced values in a list")
    __matmul__ = __rmatmul__ = _refuse("@", "write the sum of products")

    def __pos__(self):
        return self

    def __bool__(self):
        return self != 0

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
    import linecache
    import re

    frame, instead = _user_frame(), "use adlesson.sin, exp, ... and plain arithmetic"
    text = linecache.getline(frame.f_code.co_filename, frame.f_lineno)
    found = re.search(r"\b(math|cmath|np|numpy)\.(\w+)\(", text)
    if found:
        called = f"{found[1]}.{found[2]}"
        instead = f"use adlesson.{found[2]}" if found[2] in OPS else instead
    raise TraceError(
        f"a traced value is not {kind} yet: {instead}, not {called}, inside a traced function (line {frame.f_lineno})"
    )


def trace(f, /, at=None, **inputs):
    """Run ``f`` once at these example inputs and return the ``Program`` it ran.

    An input is a number, kept exactly as given, or a list of numbers; one whose name is also an
    option goes in ``at={...}``.  ``f`` may return one value, a tuple, a list or a dict.  Branches
    use the example's values and leave guards.

    >>> p = trace(lambda x, y: x * y, x=2, y=3)
    >>> p(), p(y=5), p.names
    (6, 10, ('x', 'y', 'f'))
    """
    if not callable(f):
        raise InputError(f"trace takes a function, not {type(f).__name__} {short(f)}: for text use adlesson.parse")
    given, tape = by_name(at, inputs), Tape()
    try:
        groups, arguments = [], {}
        for name, u in given.items():
            if isinstance(u, (list, tuple)):
                groups.append((name, len(u)))
                arguments[name] = [tape.input(checked_number(v, f"{name}[{k}]")) for k, v in enumerate(u)]
                given[name] = list(u)
            else:
                groups.append((name, None))
                arguments[name] = tape.input(checked_number(u, name))
        result = _call(f, arguments, tape)
        shape, slots = _read_result(f, tape, result)
        code, local = (tape.frame.f_code, tape.frame.f_locals) if tape.frame else (getattr(f, "__code__", None), {})
        bound = {name: u.index for name, u in local.items() if type(u) is Traced and u.tape is tape}
    finally:
        tape.close()
    title = getattr(f, "__name__", type(f).__name__)
    title = "f" if title == "<lambda>" else title
    return Program(
        ops=tape.ops,
        slots=tape.slots,
        constants=tape.constants,
        groups=groups,
        at=given,
        outputs=slots,
        shape=shape,
        guards=tape.guards,
        title=title,
        origin=Origin(code, tape.where, bound),
    )


def _call(f, arguments, tape):
    tape.root = sys._getframe()
    try:
        return f(**arguments)
    except TypeError as problem:
        if isinstance(problem, LessonError) or problem.__traceback__.tb_next is not None:
            raise  # it happened inside f
        raise InputError(f"{_described(f)} cannot be called with {listed(arguments)}: {problem}") from None


def _described(f):
    name, code = getattr(f, "__name__", type(f).__name__), getattr(f, "__code__", None)
    return f"{name} (line {code.co_firstlineno})" if code else name


def _read_result(f, tape, result):
    """Return the shape of what ``f`` returned and the slot of each output."""
    if isinstance(result, dict):
        shape, values = tuple(result), list(result.values())
    elif isinstance(result, (tuple, list)):
        shape, values = ("list" if isinstance(result, list) else "tuple"), list(result)
    else:
        shape, values = "one", [result]
    for u in values:
        if u is None:
            raise InputError(f"{_described(f)} returned None: does it end in a return statement?")
    checked = [u if type(u) is Traced else checked_number(u, "the returned value") for u in values]
    return shape, tape.read(checked)[0]
