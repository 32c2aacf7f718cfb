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

from .arrays import is_array, quiet, shape_of
from .errors import InputError, LessonError, NumberError, TraceError, listed, short
from .inputs import by_name, checked_value, is_value
from .names import Origin
from .ops import OPS
from .program import Program, copied
from .traced import Traced, no_value, user_line
from .traced_array import TracedArray


class Tape:
    """Where one run of a function is being written down: flat lists, one entry per variable."""

    count = itertools.count()  # a later trace is an inner one
    __slots__ = ("box", "call", "constants", "d", "frame", "groups", "guards", "level", "ops", "output_slots",
                 "root", "shape", "slots", "values", "where")  # fmt: skip

    def __init__(self):
        self.level, self.box = next(Tape.count), Traced
        self.ops, self.slots, self.values, self.where = [], [], [], []
        self.constants, self.guards, self.groups = [], [], []
        self.root = self.frame = self.call = None  # frames: who calls f, f itself, the helper f has called

    def __len__(self):
        return len(self.ops)

    def close(self):
        """Stop recording and let go of the frames, and with them of the function's locals."""
        self.root = self.frame = self.call = None

    def append(self, op, slots, value, frame):
        """Append one instruction, called from ``frame``, and return its value as a traced value."""
        if frame is self.frame:
            where, self.call = frame.f_lasti, None
        else:
            where = self.place(frame)
        ops = self.ops
        index = len(ops)
        ops.append(op)
        self.slots.append(slots)
        self.values.append(value)
        self.where.append(where)
        return self.box(self, index, value)

    def input(self, value):
        """Append an input variable with this value."""
        if type(value) is not float and is_array(value):
            self.box = box
        self.ops.append("input")
        self.slots.append(())
        self.values.append(value)
        self.where.append(None)
        return self.box(self, len(self.ops) - 1, value)

    def constant(self, u):
        """Return the slot of a new constant."""
        self.constants.append(u)
        return -len(self.constants)

    def record(self, op, args, frame, options=()):
        """Append ``op`` of any arguments; ``options`` are an axis, a shape or a key, which are constants, too."""
        slots, values = self.read(args)
        try:
            value = OPS[op].value(*values, *options)
        except LessonError:
            raise
        except (ArithmeticError, LookupError, TypeError, ValueError) as problem:
            raise NumberError(no_value(op, args, problem)) from None
        return self.append(op, (*slots, *map(self.constant, options)), value, frame)

    def read(self, args):
        """Return the slots and the values of arguments, adding what is not ours to the constants."""
        slots, values = [], []
        for u in args:
            if isinstance(u, Traced) and u.tape.root is None:
                raise TraceError(_left_over())
            if isinstance(u, Traced) and u.tape is self:
                slots.append(u.index)
                values.append(u.value)
            else:
                slots.append(self.constant(u if type(u) in (int, float) else _operand(u)))
                values.append(u)
                if shape_of(u):
                    self.box = box
        return slots, values

    def place(self, frame):
        """Return where the traced function stands: an offset in its bytecode.

        An operation that ran inside a helper which the function called is placed at that call; if
        it was not the last one there it is marked by ``~``, since its value is not what the call gave.
        """
        if self.root is None:
            raise TraceError(_left_over())
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


def box(tape, index, value):
    """Return a traced value of the kind that ``value`` is of: a number or an array."""
    return (TracedArray if shape_of(value) else Traced)(tape, index, value)


def _left_over():
    return f"a value left over from a finished trace was used (line {user_line()}): return it instead"


def _operand(u):
    """Return ``u`` if it is a number or an array, else raise a ``TraceError`` that says what a traced value met."""
    if is_value(u):
        return u
    kind, line = type(u).__name__, user_line()
    raise TraceError(f"a traced value meets the {kind} {short(u)} (line {line}): combine it with one number at a time")


def trace(f, /, at=None, **inputs):
    """Run ``f`` once at these example inputs and return the ``Program`` it ran.

    An input is a number, kept exactly as given, a NumPy array of floats (one variable), or a list (one variable for
    each entry); one whose name is also an option goes in ``at={...}``.  ``f`` may return one value, a tuple, a list or a
    dict.  Branches use the example's values and leave guards.

    >>> p = trace(lambda x, y: x * y, x=2, y=3)
    >>> p(), p(y=5), p.names
    (6, 10, ('x', 'y', 'f'))
    """
    tape, given = Tape(), by_name(at, inputs)
    try:
        _run(f, given, tape)
        code, local = (tape.frame.f_code, tape.frame.f_locals) if tape.frame else (getattr(f, "__code__", None), {})
        bound = {name: u.index for name, u in local.items() if isinstance(u, Traced) and u.tape is tape}
    finally:
        tape.close()
    return as_program(tape, f, given, Origin(code, tape.where, bound))


def record(f, given):
    """Return the tape of a run of ``f`` at the inputs ``given``: all that a sweep needs, without names."""
    tape = Tape()
    try:
        _run(f, given, tape)
    finally:
        tape.close()
    return tape


def as_program(tape, f, given, origin):
    """Return what is on a closed tape as a program."""
    return Program(
        ops=tape.ops,
        slots=tape.slots,
        constants=tape.constants,
        groups=tape.groups,
        at={name: copied(u) for name, u in given.items()},
        outputs=tape.output_slots,
        shape=tape.shape,
        guards=tape.guards,
        shapes=tuple(map(shape_of, tape.values)) if tape.box is box else None,
        title=_title(f),
        origin=origin,
    )


def _run(f, given, tape):
    if not callable(f):
        raise InputError(f"trace takes a function, not {type(f).__name__} {short(f)}: for text use adlesson.parse")
    arguments = {}
    for name, u in given.items():
        if type(u) is float:
            tape.groups.append((name, None))
            arguments[name] = tape.input(u)
        elif isinstance(u, (list, tuple)):
            tape.groups.append((name, len(u)))
            arguments[name] = [tape.input(checked_value(v, f"{name}[{k}]")) for k, v in enumerate(u)]
        else:
            tape.groups.append((name, None))
            arguments[name] = tape.input(checked_value(u, name))
    tape.d = len(tape.ops)
    if tape.box is box:
        with quiet(True):
            result = _call(f, arguments, tape)
    else:
        result = _call(f, arguments, tape)
    if type(result) is Traced and result.tape is tape:
        tape.shape, tape.output_slots = "one", (result.index,)
    else:
        tape.shape, tape.output_slots = _read_result(f, tape, result)


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
        shape, values = [], []
        for key, u in result.items():
            several = isinstance(u, (list, tuple))
            shape.append((key, len(u) if several else None))
            values += u if several else [u]
        shape = tuple(shape)
        if len({str(key) for key, _ in shape}) < len(shape):
            known = listed(str(key) for key, _ in shape)
            raise InputError(f"{_described(f)} returned two outputs with the same name: {known}")
    elif isinstance(result, (tuple, list)):
        shape, values = ("list" if isinstance(result, list) else "tuple"), list(result)
    else:
        shape, values = "one", [result]
    for u in values:
        if u is None:
            raise InputError(f"{_described(f)} returned None: does it end in a return statement?")
    checked = [u if isinstance(u, Traced) else checked_value(u, "the returned value") for u in values]
    return shape, tape.read(checked)[0]
