"""The cells of the exercises, as the sources of the notebooks have them: the cell to fill in, and its solution.

With this module you can

- get the text of both cells of an exercise (``cells_of``), empty where the sources are missing;
- get all cells of a notebook, as the sources have them (``code_cells``);
- get the heading below which an exercise or a prediction stands (``heading_of``), empty where the sources are missing;
- get what an exercise asks, as Markdown (``text_of``), empty where the sources are missing;
- see whether an answer is the function or the class of the cell as it stands (``untouched``).

The sources are in ``notebooks/src``, beside the package in a checkout, and in it where a wheel has brought them.

>>> "None" in cells_of("5.1").cell, "1 * 4" in cells_of("5.1").solution
(True, True)
"""

import re
from collections import namedtuple
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType

from .stops import is_a

PACKAGE = Path(__file__).resolve().parents[2]
PLACES = PACKAGE / "notebooks" / "src", PACKAGE.parent / "notebooks" / "src"

Cells = namedtuple("Cells", "cell solution")
Cells.__doc__ = """The text of a learner's ``cell`` as it stands, and of its ``solution``."""


@cache
def cells_of(number):
    """Return the ``Cells`` of exercise ``number``, such as "5.1"."""
    found = {}
    for tags, text in code_cells(_file(number)):
        if f'exercises.check("{number}"' in text:
            found["solution" if "solution" in tags else "cell"] = text
    return Cells(found.get("cell", ""), found.get("solution", ""))


@cache
def code_cells(file):
    """Return ``(tags, text)`` of each cell of code in the sources of this name, without an ending; ``*`` is any."""
    found = []
    for source in _sources(file):
        parts = re.split(r"^# %%(.*)\n", source, flags=re.M)
        found += [
            (head, text.strip()) for head, text in zip(parts[1::2], parts[2::2], strict=True) if "[markdown]" not in head
        ]
    return found


@cache
def heading_of(name):
    """Return the heading of exercise "5.1", or of the section of prediction "05.3a"."""
    begins = f"Exercise {name} " if name[-1].isdigit() else f"{name[:-1]} "
    headings = [re.search(rf"^# #+ ({re.escape(begins)}.*)$", text, flags=re.M) for text in _sources(_file(name))]
    return next((found[1] for found in headings if found), "")


@cache
def text_of(number):
    """Return the heading of exercise "5.1" and what stands below it, as Markdown."""
    lines = rf"^# ### Exercise {re.escape(number)} .*\n(#(?! %%| ##).*\n)*"
    found = (re.search(lines, text, flags=re.M) for text in _sources(_file(number)))
    text = next((one[0] for one in found if one), "")
    return re.sub("^# ?", "", text, flags=re.M).strip()


def _file(name):
    """Return how the files of the notebooks begin in which an exercise or a prediction may stand."""
    return f"{int(name.partition('.')[0]):02}*"


@cache
def _sources(file):
    """Return the sources of this name, without an ending; ``*`` is any."""
    return [path.read_text("utf-8") for path in sorted(path for place in PLACES for path in place.glob(f"{file}.py"))]


def untouched(number, answer):
    """Tell whether an answer does what the cell's own function or class does, line for line; comments do not count."""
    if not is_a(answer, (FunctionType, type)):
        return False
    given = _functions(answer)
    for part in _parts(number):
        mine = _functions(part)
        if mine and mine.keys() == given.keys() and all(same(mine[name], given[name]) for name in mine):
            return True
    return False


@cache
def _parts(number):
    """Return the functions and classes that the cell of an exercise makes."""
    space = {}
    exec(cells_of(number).cell.partition("ad.exercises.check")[0], space)  # noqa: S102, our own text
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
    parts = ("co_code", "co_names", "co_varnames", "co_freevars", "co_argcount", "co_kwonlyargcount", "co_flags")
    if any(getattr(one, part) != getattr(other, part) for part in parts) or len(one.co_consts) != len(other.co_consts):
        return False
    for u, w in zip(one.co_consts, other.co_consts, strict=True):
        if type(u) is not type(w) or not (same_code(u, w) if is_a(u, CodeType) else u == w):
            return False
    return True
