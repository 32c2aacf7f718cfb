"""Where one run of a function is written down.

With this module you can

- see how an operation becomes an entry of flat lists (``Tape.append``, ``Tape.record``);
- see how a variable will get its name: from the place in the function's bytecode (``Tape.place``).

One object per instruction would be slower: Python's collector looks at objects again and again, but not
at lists of numbers and tuples of numbers.
"""

import itertools

from ..errors import LessonError, NumberError, TracedInsideError, TraceError, reason, short
from ..numbers.arrays import is_array, kept, overlap, rounded, shape_of, widened
from ..numbers.inputs import is_value
from ..numbers.linear import as_one
from ..numbers.operand import is_operand
from ..ops import OPS
from .as_torch.torch_protocol import asking_for_gradients, refuse_without_gradients, switch_gradients
from .traced import Traced
from .traced_array import TracedArray
from .user_code import user_frame, user_line

BEGUN_WITHOUT = []  # levels of the open tapes before which PyTorch's gradients were off
REMEDY = "write x = x + 1, which makes a new array"


class Tape:
    """Where one run of a function is being written down: flat lists, one entry per variable.

    Where PyTorch is loaded, ``with torch.no_grad():`` may stand in the function, and PyTorch would forget what is computed
    there: so each operation asks.  What was switched off before the function was called does not concern it; but it does
    concern the traces around it, whose values the function may meet.
    """

    count = itertools.count()  # a later trace is an inner one
    __slots__ = ("arrays", "box", "call", "changed", "constants", "d", "frame", "given", "gradients_are_on", "guards",
                 "level", "ops", "returns", "root", "slots", "takes", "truths", "unstored", "values", "were_on",
                 "where")  # fmt: skip

    def __init__(self):
        self.level, self.box = next(Tape.count), Traced
        self.ops, self.slots, self.values, self.where = [], [], [], []
        self.constants, self.guards, self.takes, self.arrays = [], [], {}, {}
        self.truths = {}  # which variables are of truth values, as far as it was asked
        self.unstored = []  # what h[0] += w has made, with its line, until it is stored in h
        self.given = self.changed = None  # arrays as they were given, by input; those of them that f changed in place
        self.root = self.frame = self.call = None  # frames: who calls f, f itself, the helper f has called
        self.gradients_are_on = asking_for_gradients()  # PyTorch's function, None where it is not loaded
        self.were_on = self.gradients_are_on is None or switch_gradients(True)
        if not self.were_on:
            BEGUN_WITHOUT.append(self.level)

    def __len__(self):
        return len(self.ops)

    def close(self):
        """Stop recording and let go of the frames, and with them of the function's locals; leave PyTorch as it was."""
        self.root = self.frame = self.call = self.given = self.changed = None
        if self.gradients_are_on is not None:
            switch_gradients(self.were_on)
        if self.level in BEGUN_WITHOUT:
            BEGUN_WITHOUT.remove(self.level)

    def append(self, op, slots, value, frame):
        """Append one instruction, called from ``frame``, and return its value as a traced value."""
        if frame is self.frame:
            where, self.call = frame.f_lasti, None
        else:
            where = self.place(frame)
        if self.gradients_are_on is not None:
            refuse_without_gradients(any(level > self.level for level in BEGUN_WITHOUT))
        ops = self.ops
        index = len(ops)
        ops.append(op)
        self.slots.append(slots)
        self.values.append(value)
        self.where.append(where)
        return self.box(self, index, value)

    def input(self, value, given=None):
        """Append an input variable with this value, which may have been ``given`` as an array of another kind."""
        if type(value) is not float and is_array(value):
            self.box, self.given = box, self.given or {}
            self.given[len(self.ops)], value = given if is_array(given) else value, kept(value)
        elif type(value) is not float and shape_of(value):
            self.box = box  # an array of an outer trace
        self.ops.append("input")
        self.slots.append(())
        self.values.append(value)
        self.where.append(None)
        return self.box(self, len(self.ops) - 1, value)

    def change_input(self, k):
        """Note that input ``k`` is changed in place: with NumPy the array that was given is, by whatever name it goes."""
        if k not in (self.given or {}):
            raise TraceError(f"an array of an outer traced function is changed in place (line {user_line()}): {REMEDY}")
        if any(j != k and overlap(u, self.given[k]) for j, u in self.given.items()):
            raise TraceError(f"two inputs are one array, and would change together (line {user_line()}): {REMEDY}")
        self.changed = [*(self.changed or ()), self.given[k]]

    def constant(self, u):
        """Return the slot of a constant: a new one, unless it is the one before once more, as in a loop."""
        if not self.constants or u is not self.constants[-1]:
            self.constants.append(u)
        return -len(self.constants)

    def record(self, op, args, frame, options=()):
        """Append ``op`` of any arguments; ``options`` are an axis, a shape or a key, which are constants, too."""
        slots, values = self.read(args)
        try:
            value = OPS[op].value(*values, *options)
        except (NumberError, TraceError) as problem:  # what is raised beside the operations knows no line
            if "(line " not in str(problem):
                problem.args = (f"{problem} (line {user_line()})",)
            raise
        except LessonError:
            raise
        except (ArithmeticError, LookupError, TypeError, ValueError) as problem:
            raise NumberError(_no_value(op, args, problem)) from None
        if self.box is Traced and shape_of(value):  # numbers were stacked
            self.box = box
        return self.append(op, (*slots, *map(self.constant, options)), value, frame)

    def read(self, args):
        """Return the slots and the values of arguments, adding what is not ours to the constants."""
        slots, values = [], []
        for u in args:
            if isinstance(u, (list, tuple)) and any(map(shape_of, args)):
                u = _as_array(u)
            if isinstance(u, Traced) and u.tape.root is None:
                raise TraceError(_left_over())
            if isinstance(u, Traced) and u.tape is self:
                slots.append(u.index)
                values.append(u.value)
            else:
                if type(u) not in (int, float):
                    u = self.operand(u)
                slots.append(self.constant(u))
                values.append(u)
        return slots, [*map(rounded, values)] if self.box is box else values

    def operand(self, u):
        """Return ``u`` if it is a number or an array, else raise a ``TraceError`` that says what a traced value met."""
        if is_array(u):
            if u.dtype.kind == "O" and any(map(is_operand, u.flat)):
                raise TracedInsideError(
                    f"an array of objects holds traced values (line {user_line()}): make it by np.stack([x, y])"
                )
            if self.changed and any(overlap(u, w) for w in self.changed):
                raise TraceError(
                    f"an input is changed in place, and is used by another name, too (line {user_line()}): {REMEDY}"
                )
            self.box = box
            copy = self.arrays[id(u)] = kept(rounded(widened(u)), self.arrays.get(id(u)))  # f may change it and use it again
            return copy
        u = widened(u)
        if is_value(u):
            if shape_of(u):
                self.box = box
            return u
        kind, line = type(u).__name__, user_line()
        raise TraceError(f"a traced value meets the {kind} {short(u)} (line {line}): combine it with one number at a time")

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
    if is_array(value) and value.dtype.kind == "O":  # of an array and a fraction
        tape.values[index] = value = rounded(value)
    return (TracedArray if shape_of(value) else Traced)(tape, index, value)


def _as_array(u):
    """Return a list as the array that it is beside an array, traced if there are traced values in it; else as it is."""
    try:
        return as_one(u)
    except (TraceError, TypeError, ValueError):  # it is empty, its rows differ, or there is text in it
        return u


def _no_value(op, args, problem):
    """Return in words why ``op`` has no value for ``args``, naming arrays as the code that runs names them."""
    frame = user_frame()
    called = {id(u): name for name, u in frame.f_locals.items()}
    shapes = [f"{called.get(id(u), 'a value')} of shape {u.shape}" for u in args if getattr(u, "shape", ())]
    if len(shapes) > 1 and isinstance(problem, ValueError):
        return f"{' and '.join(shapes)} do not fit in {op} (line {frame.f_lineno}): make their shapes agree"
    return f"{op} cannot be computed here: {reason(problem)} (line {frame.f_lineno})"


def _left_over():
    return f"a value left over from a finished trace was used (line {user_line()}): return it instead"
