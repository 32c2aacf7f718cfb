"""Run a function once and write down what it does.

With this module you can

- turn a Python function into a ``Program`` (``trace``).

``trace`` calls the function with traced values and an empty tape; what appends to the tape is one
function, ``Tape.record``.

>>> trace(lambda x: x * x + 1, x=3)
x = 3  (input)
z1 = x * x
f = z1 + 1
return f
"""

import itertools
import sys

from .errors import InputError, LessonError, NumberError, TraceError, listed, short
from .inputs import by_name, checked_number, is_number
from .names import Origin
from .ops import OPS
from .program import Program
from .traced import Traced, user_line


class Tape:
    """Where one run of a function is being written down: flat lists, one entry per variable."""

    count = itertools.count()  # a later trace is an inner one

    def __init__(self):
        self.level, self.open = next(Tape.count), True
        self.ops, self.slots, self.where, self.constants, self.guards = [], [], [], [], []
        self.root = self.frame = self.call = None  # frames: who calls f, f itself, the helper f has called

    def close(self):
        """Stop recording and let go of the frames, and with them of the function's locals."""
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
    if is_number(u):
        return u
    kind, line = type(u).__name__, user_line()
    raise TraceError(f"a traced value meets the {kind} {short(u)} (line {line}): combine it with one number at a time")


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
    return Program(
        ops=tape.ops,
        slots=tape.slots,
        constants=tape.constants,
        groups=groups,
        at=given,
        outputs=slots,
        shape=shape,
        guards=tape.guards,
        title=_title(f),
        origin=Origin(code, tape.where, bound),
    )


def _call(f, arguments, tape):
    tape.root = sys._getframe()
    try:
        return f(**arguments)
    except TypeError as problem:
        if isinstance(problem, LessonError) or problem.__traceback__.tb_next is not None:
            raise  # it happened inside f
        raise InputError(
            f"{_described(f)} cannot be called with {listed(arguments)}: {problem}; inputs are given by name, as in x=1.0"
        ) from None


def _title(f):
    name = getattr(getattr(f, "func", f), "__name__", type(f).__name__)  # func: of a functools.partial
    return "f" if name == "<lambda>" else name


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
    if len({str(key) for key in shape}) < len(values) and isinstance(result, dict):
        raise InputError(f"{_described(f)} returned two outputs with the same name: {listed(map(str, shape))}")
    for u in values:
        if u is None:
            raise InputError(f"{_described(f)} returned None: does it end in a return statement?")
    checked = [u if type(u) is Traced else checked_number(u, "the returned value") for u in values]
    return shape, tape.read(checked)[0]
