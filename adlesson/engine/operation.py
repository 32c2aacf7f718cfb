"""An operation of one's own: its value and its partials, and the lesson knows it everywhere.

With this module you can

- add an operation to the table (``operation``), checked on the spot against differences.

>>> import math
>>> operation("erfc", math.erfc, lambda v, u: -math.exp(-u * u))
Traceback (most recent call last):
    ...
adlesson.engine.errors.InputError: the partial of erfc by argument 1 is -0.612626 at 0.7, and differences give -0.691275: ...
"""

import keyword
import sys
import warnings

from .errors import InputError, LessonError, LessonWarning, NumberError, TraceError, listed, short
from .numbers.arrays import is_array, shape_of, widened
from .numbers.inputs import is_number
from .numbers.operand import is_operand
from .ops import COMPARISONS, OPS
from .own_rows import OwnName, is_formula, own_row
from .parsing.grammar import CONSTANTS
from .trace import trace
from .transforms.differences import Differences

# where partials are compared with differences: near and far, on both sides of 0, as many arguments as there are
POINTS = (0.7, 1.3, 2.1, 0.4), (-0.6, 0.35, -1.7, 0.8), (0.05, 0.2, 0.1, 0.15), (3.2, 12.5, 5.1, 7.4), (140.0, 260.0, 310.0)
TOLERANCE, ROUNDINGS = 1e-6, 2**-50


def operation(name, value, partials):
    """Return a function that is recorded as one instruction: an operation of your own, in the table from now on.

    ``value(*u)`` computes the output ``v``; ``partials[k](v, *u)`` is its derivative by argument ``k``; of a single argument
    it need not be in a list.  Where arrays go in, value and partials work entry by entry.  A partial made of the lesson's
    functions and arithmetic is differentiated again; of any other there are no second derivatives, and a
    ``LessonWarning`` says so.  Raises ``InputError`` for a partial that differences contradict, or can say nothing of, and
    for a name that is taken.  A name of your own may be given again: programs recorded before keep the operation that
    they were recorded with.
    """
    partials = tuple(partials) if isinstance(partials, (list, tuple)) else (partials,)
    _check_name(name)
    for what, f in (("value", value), *((f"partial by argument {k}", f) for k, f in enumerate(partials, 1))):
        if not callable(f):
            raise InputError(f"the {what} of {name} is a function, not {type(f).__name__} {short(f)}")
    if not partials:
        raise InputError(f"{name} has no partials: give a function for each argument, partials=[lambda v, u: ...]")
    for k in range(len(partials)):
        _compare(name, value, partials, k)
    row = _row(name, value, partials)
    for k, partial in enumerate(partials):
        if why := _untraceable(value, partial, len(partials)):
            told = f"{name} has no second derivatives: its partial by argument {k + 1} cannot be traced ({why})"
            warnings.warn(told, LessonWarning, stacklevel=2)
    OPS[name] = row
    row.value.__module__ = sys._getframe(1).f_globals.get("__name__")  # so that pickle finds it under this name
    return row.value


def _check_name(name):
    if not isinstance(name, str) or not name.isidentifier() or keyword.iskeyword(name):
        raise InputError(f"the name of an operation is a name of Python's, such as erfc, not {short(name)}")
    taken = {"input", *CONSTANTS, *COMPARISONS}
    for key, op in OPS.items():
        if not isinstance(op.key, OwnName):
            taken |= {str(key), op.name, *op.also}
    if name in taken:
        raise InputError(
            f"{name} is a word of the lesson's already: give your operation a name of its own, such as my_{name}"
        )


# --- the row ----------------------------------------------------------------------------------------


def _row(name, value, partials):
    """Return the row, which programs find under the ``OwnName`` that is its key."""
    key = OwnName(name, (_again, (name, value, partials)))
    slopes = [_slope_of(name, value, partials, k) for k in range(len(partials))]
    OPS[key] = row = own_row(name, lambda: key, _valued(name, value), tuple(slopes), key=key)
    return row


def _again(name, value, partials, slope=None):
    """Return the key of a row that a pickle tells of: of the one that is in the table, if it is the same."""
    for op in reversed(OPS.values()):
        if type(op.key) is OwnName and op.key.remade == (_again, (name, value, partials)):
            break
    else:
        op = _row(name, value, partials)
    return op.key if slope is None else op.partials[slope].row.key


def _valued(name, value):
    """Return the value function for numbers and arrays, which says what it cannot do."""

    def of_numbers(*u):
        try:
            v = value(*u)
        except LessonError:
            raise
        except Exception as problem:
            raise NumberError(_refusal(name, f"{name} has no value", u, problem)) from problem
        if type(v) is float:
            return v
        v = widened(v)
        if not is_number(v) and not is_array(v):
            raise InputError(f"the value of {name} at {_placed(u)} is {short(v)}: return a number")
        if any(map(is_array, u)) and shape_of(v) != _stretched(u):
            raise InputError(
                f"{name} makes the shape {shape_of(v)} of {_placed(u)}: an operation of your own works entry by entry"
            )
        return v

    return of_numbers


def _slope_of(name, value, partials, k):
    """Return the partial by argument ``k``: as it is written, and where it cannot be, as an operation of its own.

    The second is what a partial in ``math`` becomes inside a trace, or a formula: it has a name, and no partials.
    """
    partial, called = partials[k], f"{name}_slope" + (f"_{k + 1}" if len(partials) > 1 else "")

    def slope(v, *u):
        try:
            return partial(v, *u)
        except Exception as problem:
            if any(is_operand(w) or is_formula(w) for w in (v, *u)):
                return row.value(v, *u)
            if isinstance(problem, LessonError):
                raise
            what = f"the partial of {name} by argument {k + 1} has no value"
            raise NumberError(_refusal(name, what, u, problem)) from problem

    def refused(*_):
        raise TraceError(
            f"{name} has no second derivatives: its partial by argument {k + 1} is not made of the lesson's functions; "
            "write it with adlesson.exp, adlesson.sin, ... and arithmetic, and they are there"
        )

    key = OwnName(called, (_again, (name, value, partials, k)))
    OPS[key] = row = slope.row = own_row(called, lambda: key, slope, (refused,) * (1 + len(partials)), key=key, hidden=True)
    return slope


def _refusal(name, what, u, problem):
    """Return in words what a function of the author's raised."""
    told = f"{type(problem).__name__}: {problem}".rstrip(": ")
    if any(map(is_array, u)):
        return (
            f"{name} is for numbers, and meets {_placed(u)} ({told}): give it a value and partials that take arrays, "
            "such as functions of NumPy's, or numpy.vectorize(f)"
        )
    return f"{what} at {_placed(u)} ({told})"


def _placed(u):
    return listed(f"an array of shape {w.shape}" if is_array(w) else short(w, 20) for w in u)


def _stretched(u):
    import numpy as np

    return np.broadcast_shapes(*map(shape_of, u))


# --- what is checked --------------------------------------------------------------------------------


class _Along(Differences):
    """The value as one argument moves, for ``Differences`` to judge."""

    def __init__(self, value, u, k):
        self.value, self.u, self.k = value, u, k
        self.middle = value(*u)
        self.noise = ROUNDINGS * abs(self.middle)

    def at(self, step):
        """Return the value that far along, relative to the size of the argument; None where there is none."""
        u = [w * (1 + step) if j == self.k else w for j, w in enumerate(self.u)]
        try:
            v = float(self.value(*u))
        except Exception:  # the author's function: outside its domain it may raise what it likes
            return None
        return v if abs(v) < float("inf") else None


def _compare(name, value, partials, k):
    """Raise an ``InputError`` if differences contradict partial ``k``, or can say nothing at any of the points."""
    n, seen, why = len(partials), False, ""
    for point in POINTS:
        u = [point[j % len(point)] for j in range(n)]
        try:
            along = _Along(lambda *u: float(value(*u)), u, k)
        except Exception as problem:
            why = f"{type(problem).__name__}: {problem}"
            continue
        if not abs(along.middle) < float("inf"):
            continue
        slope = _number(name, partials[k], k, value(*u), u)
        difference, _, verdict, _ = along.judge(slope * u[k], TOLERANCE)
        if verdict == "wrong":
            difference /= u[k]
            raise InputError(
                f"the partial of {name} by argument {k + 1} is {slope:.6g} at {listed(u)}, and differences give "
                f"{difference:.6g}: it is off by {abs(slope - difference):.3g}"
            )
        seen = seen or verdict == "agrees"
    if not seen:
        raise InputError(
            f"the partial of {name} by argument {k + 1} cannot be checked: of {n} number{'s' * (n > 1)}, such as "
            f"{listed(POINTS[0][:n])}, there is no finite value{f' ({why})' * bool(why)}"
        )


def _number(name, partial, k, v, u):
    """Return a partial at a point as a float."""
    try:
        slope = partial(v, *u)
    except Exception as problem:
        raise InputError(
            f"the partial of {name} by argument {k + 1} is called with the output and then the arguments, "
            f"partial({', '.join(['v', *(f'u{j + 1}' for j in range(len(u)))])}), and raised {type(problem).__name__} at "
            f"{_placed(u)}: {problem}"
        ) from problem
    try:
        return float(slope)
    except (TypeError, ValueError):
        raise InputError(
            f"the partial of {name} by argument {k + 1} is {short(slope)} at {_placed(u)}: return a number"
        ) from None


def _untraceable(value, partial, n):
    """Return why a partial cannot be differentiated once more, else None: it is traced where it has a value."""
    why = None
    for point in POINTS:
        u = [point[j % len(point)] for j in range(n)]
        try:
            v = float(value(*u))
            trace(lambda **given: partial(*given.values()), {"v": v, **{f"u{j + 1}": w for j, w in enumerate(u)}})
            return None
        except Exception as problem:  # the author's functions may raise what they like
            why = why or problem
    return why
