"""Whether a function or a class is still the one that stands in an exercise's cell.

With this module you can

- compare an answer with what the text of a cell makes (``as_given``).

>>> space = {}
>>> exec("def double(x):  # mine\\n    return 2 * x", space)
>>> as_given(space["double"], "def double(x):\\n    return 2 * x")
True
>>> as_given(space["double"], "def double(x):\\n    return 3 * x")
False
"""

from functools import cache
from types import CodeType, FunctionType

from .stops import is_a


def as_given(answer, cell):
    """Tell whether an answer does what the function or class in ``cell``, our own text, does; comments do not count."""
    if not is_a(answer, (FunctionType, type)):
        return False
    given = _functions(answer)
    for part in _made(cell):
        mine = _functions(part)
        if mine and mine.keys() == given.keys() and all(same(mine[name], given[name]) for name in mine):
            return True
    return False


@cache
def _made(cell):
    """Return the functions and classes that a cell makes before it asks for a check."""
    space = {}
    exec(cell.partition("ad.exercises.check")[0], space)  # noqa: S102, our own text
    return [part for part in space.values() if is_a(part, (FunctionType, type))]


def _functions(thing):
    """Return the functions in a class, or a function alone, by name."""
    own = {"": thing} if is_a(thing, FunctionType) else type.__dict__["__dict__"].__get__(thing)
    return {name: part for name, part in own.items() if is_a(part, FunctionType)}


def same(one, other):
    """Tell whether two functions do the same in the same way, wherever they stand."""
    defaults = ((f.__defaults__, f.__kwdefaults__) for f in (one, other))
    return len(set(map(repr, defaults))) == 1 and same_code(one.__code__, other.__code__)


def same_code(one, other):
    """Tell whether two pieces of code are alike, but for the lines on which they stand."""
    parts = ("co_code", "co_names", "co_varnames", "co_freevars", "co_argcount", "co_kwonlyargcount", "co_flags")
    if any(getattr(one, part) != getattr(other, part) for part in parts) or len(one.co_consts) != len(other.co_consts):
        return False
    for u, w in zip(one.co_consts, other.co_consts, strict=True):
        if type(u) is not type(w) or not (same_code(u, w) if is_a(u, CodeType) else u == w):
            return False
    return True
