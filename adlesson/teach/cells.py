"""The cells of the exercises, as the sources of the notebooks have them: the cell to fill in, and its solution.

With this module you can

- get the text of both cells of an exercise (``cells_of``), empty where the sources are missing;
- see whether an answer is the function or the class of the cell as it stands (``untouched``).

In a checkout the sources are in ``notebooks/src``; a wheel brings them along, in ``sources``.

>>> "None" in cells_of("5.1").cell, "1 * 4" in cells_of("5.1").solution
(True, True)
"""

import re
from collections import namedtuple
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType

from .stops import is_a

HERE = Path(__file__).resolve().parent
PLACES = HERE / "sources", HERE.parent.parent / "notebooks" / "src"

Cells = namedtuple("Cells", "cell solution")
Cells.__doc__ = """The text of a learner's ``cell`` as it stands, and of its ``solution``."""


@cache
def cells_of(number):
    """Return the ``Cells`` of exercise ``number``, such as "5.1"."""
    found = {}
    for tags, text in _cells(int(number.partition(".")[0])):
        if f'exercises.check("{number}"' in text:
            found["solution" if "solution" in tags else "cell"] = text
    return Cells(found.get("cell", ""), found.get("solution", ""))


@cache
def _cells(notebook):
    """Return ``(tags, text)`` of each cell of code in the sources of a notebook and of its second half."""
    found = []
    for path in sorted(path for place in PLACES for path in place.glob(f"{notebook:02}*.py")):
        parts = re.split(r"^# %%(.*)\n", path.read_text("utf-8"), flags=re.M)
        found += [
            (head, text.strip()) for head, text in zip(parts[1::2], parts[2::2], strict=True) if "[markdown]" not in head
        ]
    return found


def untouched(number, answer):
    """Tell whether an answer does what the cell's own function or class does, line for line; comments do not count."""
    if not is_a(answer, (FunctionType, type)):
        return False
    given = _parts(number)
    if is_a(answer, FunctionType):
        return any(same(part, answer.__code__) for part in given)
    own = type.__dict__["__dict__"].__get__(answer)
    methods = {name: f.__code__ for name, f in own.items() if is_a(f, FunctionType)}
    for part in given:
        inner = {code.co_name: code for code in part.co_consts if isinstance(code, CodeType)}
        if inner and inner.keys() == methods.keys() and all(same(inner[name], methods[name]) for name in inner):
            return True
    return False


@cache
def _parts(number):
    """Return the code of each function and class that the cell of an exercise makes."""
    module = compile(cells_of(number).cell, "cell", "exec", dont_inherit=True)
    return [part for part in module.co_consts if isinstance(part, CodeType)]


def same(one, other):
    """Tell whether two pieces of code do the same in the same way, wherever they stand."""
    parts = ("co_code", "co_names", "co_varnames", "co_freevars", "co_argcount", "co_kwonlyargcount", "co_flags")
    if any(getattr(one, part) != getattr(other, part) for part in parts) or len(one.co_consts) != len(other.co_consts):
        return False
    for u, w in zip(one.co_consts, other.co_consts, strict=True):
        if isinstance(u, CodeType) != isinstance(w, CodeType) or type(u) is not type(w):
            return False
        if not (same(u, w) if isinstance(u, CodeType) else u == w):
            return False
    return True
