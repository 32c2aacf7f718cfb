"""Run a function once and write down what it does.

With this module you can

- turn a Python function into a ``Program`` (``trace``).

``trace`` calls the function with traced values and an empty tape, and makes a program of what is then on it.

>>> trace(lambda x: x * x + 1, x=3)
x = 3  (input)
z1 = x * x
f = z1 + 1
return f
"""

import sys
from types import ModuleType

from .errors import InputError, LessonError, TraceError, listed, short
from .numbers.arrays import equal, is_array, quiet, rounded, shape_of
from .numbers.inputs import by_name, checked_names, checked_value
from .numbers.linear import as_one
from .numbers.nesting import NESTS, flat_names, mapped, packed, part, taken
from .numbers.spelling import Given, by_spelling
from .program import Program
from .tracing.as_numpy.numpy_calls import tell
from .tracing.names import Origin
from .tracing.tape import Tape, box
from .tracing.traced import Traced


def trace(f, /, at=None, **inputs):
    """Run ``f`` once at these example inputs and return the ``Program`` it ran.

    An input is a number, kept exactly as given, a NumPy array of floats (one variable), or a list, a tuple or a dict of
    inputs: ``f`` gets one like it, and the variables in it are called as ``params[0][W]``.  One whose name is also an option
    goes in ``at={...}``.  ``f`` may return one value, or any list, tuple or dict of values.  Branches use the example's
    values and leave guards.  What ``f`` gets stands in for numbers and is none: ``isinstance(x, float)`` and
    ``np.isscalar(x)`` are False inside.

    >>> p = trace(lambda x, y: x * y, x=2, y=3)
    >>> p(), p(y=5), p.names
    (6, 10, ('x', 'y', 'f'))
    """
    tape, given = Tape(), by_name(at, inputs)
    try:
        record(f, given, tape)
        return as_program(tape, f, given)
    finally:
        tape.close()


def as_program(tape, f, given):
    """Return what a run of ``f`` at the inputs ``given`` left on a tape, which is still open, as a program."""
    code = tape.frame.f_code if tape.frame else getattr(f, "__code__", None)
    return Program(
        ops=tape.ops,
        slots=tape.slots,
        constants=tape.constants,
        takes=tape.takes,
        at=packed(tape.takes, tape.values),
        returns=tape.returns,
        guards=tape.guards,
        shapes=tuple(map(shape_of, tape.values)) if tape.box is box else None,
        title=_title(f),
        origin=Origin(code, tape.where, *_last_bound(tape)),
    )


def record(f, given, tape):
    """Run ``f`` at the inputs ``given`` with traced values: what it does is then on the tape, and what it returned."""
    if not callable(f):
        raise InputError(f"trace takes a function, not {type(f).__name__} {short(f)}: for text use adlesson.parse")
    arguments, takes, nested = {}, tape.takes, False
    for name, u in given.items():
        if type(u) is float:
            takes[name] = len(tape.ops)
            arguments[name] = tape.input(u)
        elif isinstance(u, NESTS):
            arguments[name] = _nested(u, name, tape)
            takes[name], nested = mapped(lambda v: v.index, arguments[name]), True
        else:
            takes[name] = len(tape.ops)
            arguments[name] = tape.input(checked_value(u, name), u)
    tape.d = len(tape.ops)
    if nested:  # x[0] of a list may be called as another input is
        checked_names(takes, "input")
    if type(given) is Given:
        arguments = _as_typed(f, arguments, given.typed)
    if tape.box is box:
        with quiet(True):
            result = _call(f, arguments, tape)
        _check_unchanged(tape)
    else:
        result = _call(f, arguments, tape)
    tape.returns = result.index if type(result) is Traced and result.tape is tape else _read_result(f, tape, result)
    if tape.box is box:  # where there are arrays, every number is a float
        tape.values, tape.constants = [*map(rounded, tape.values)], [*map(rounded, tape.constants)]


def _nested(given, name, tape):
    """Return a list, tuple or dict like the one given, with an input variable in the place of each value."""
    seen = {}

    def variable(u, place):
        if type(u) is float:
            return tape.input(u)
        if is_array(u) and seen.setdefault(id(u), place) != place:
            raise InputError(
                f"{seen[id(u)]} and {place} are one array, and each would get a slope of its own: give a copy, "
                f"{place}.copy(), or give it once and use it twice"
            )
        return tape.input(checked_value(u, place), u)

    return taken(variable, given, name)


def _check_unchanged(tape):
    """Raise a ``TraceError`` if an array that was given is no longer what it was when the function started."""
    for k, u in (tape.given or {}).items():
        if not equal(u, tape.values[k]):
            name = flat_names(tape.takes)[k]
            raise TraceError(f"the array given as {name} was changed while f ran: let f work on a copy, {name}.copy()")
    for _, line in tape.unstored:
        raise TraceError(
            f"an entry of a list is an array and a view of another, and both would change (line {line}): "
            "write h[0] = h[0] + 1, which makes a new array"
        )


def _as_typed(f, arguments, typed):
    """Return arguments under the names that ``f`` knows: those of its parameters, else as they were typed (``**inputs``)."""
    code = getattr(f, "__code__", None)
    parameters = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount] if code else arguments
    return {name if name in parameters else typed.get(name, name): u for name, u in arguments.items()}


def _call(f, arguments, tape):
    tape.root = sys._getframe()
    try:
        return f(**arguments)
    except LessonError:
        raise
    except Exception as problem:
        if isinstance(problem, TypeError) and problem.__traceback__.tb_next is None:
            called = f"{_described(f)} cannot be called with {listed(arguments)}"
            raise InputError(f"{called}: {problem}; inputs are given by name, as in x=1.0") from None
        tell(problem, Traced)
        raise


def _last_bound(tape):
    """Return the index of the variable that each local of the traced function holds at its end, and of what is in them.

    The second is a dict from indices to names, such as ``hs[0]``, or ``h`` for ``self.h``.
    """
    bound, parts, budget = {}, {}, [100 + 10 * len(tape)]
    # here and not in trace: from Python 3.13 on f_locals holds the frame, whose f_back would lead back to trace's own
    for name, u in tape.frame.f_locals.items() if tape.frame else ():
        if not isinstance(u, Traced):
            _look_into(u, name, tape, parts, budget, depth=3)
        elif u.tape is tape and not _is_unread(u):
            bound[name] = u.index
    return bound, parts


def _is_unread(u):
    """Whether an array has entries that nobody has asked for: it would become a variable that nobody reads."""
    return bool(getattr(u, "entries", None))


def _look_into(u, name, tape, parts, budget, depth):
    """Add to ``parts`` the name of each variable in a list, a dict or an object, and in those inside it.

    What is longer than the ``budget`` is data, and to look it through would take longer than the run.
    """
    whole = u if isinstance(u, (list, dict)) else getattr(u, "__dict__", None)
    if not depth or not isinstance(whole, (list, dict)) or isinstance(u, ModuleType):
        return
    if len(whole) > budget[0]:
        return
    budget[0] -= len(whole)
    for key, w in enumerate(whole) if isinstance(whole, list) else whole.items():
        if isinstance(w, Traced) or not isinstance(w, (float, int)):
            inner = (part(name, key) if whole is u else key) or name
            if not isinstance(w, Traced):
                _look_into(w, inner, tape, parts, budget, depth - 1)
            elif w.tape is tape and not _is_unread(w):
                parts.setdefault(w.index, inner)


def _title(f):
    name = getattr(getattr(f, "func", f), "__name__", type(f).__name__)  # func: of a functools.partial
    return "f" if name == "<lambda>" else name


def _described(f):
    name, code = getattr(f, "__name__", type(f).__name__), getattr(f, "__code__", None)
    return f"{name} (line {code.co_firstlineno})" if code else name


def _read_result(f, tape, result):
    """Return what ``f`` returned with the slot of each value in its place."""

    def slot(u, _):
        if u is None:
            raise InputError(f"{_described(f)} returned None: does it end in a return statement?")
        u = as_one(u)
        return tape.read([u if isinstance(u, Traced) else checked_value(u, "the returned value")])[0][0]

    returns = taken(slot, result, "the returned value")
    if isinstance(result, dict):
        if len(by_spelling(dict.fromkeys(map(str, result)), "outputs")) < len(result):
            raise InputError(f"{_described(f)} returned two outputs with the same name: {listed(result)}")
        checked_names(returns, "output")
    return returns
