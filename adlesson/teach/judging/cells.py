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

from .as_given import as_given

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
    return as_given(answer, cells_of(number).cell)
