"""A notebook that somebody handed in, read so that nothing in it can do harm.

With this module you can

- read the cells of code of one (``read_notebook``), or be told in a sentence why it cannot be read (``Unreadable``);
- get the digest of a file by which it is known again (``digest``).

A file is opened only if it is an ordinary one, and no link; it is read up to a size, and taken apart only if that cannot
need much memory.  Nothing of a student's is run here, nor read as Python.
"""

import hashlib
import json
import os
import re
import stat
from collections import namedtuple

from ..engine.errors import short

LARGEST = 20 * 10**6  # bytes
MOST_PARTS = 10**6  # commas and brackets: each can need a hundred bytes of memory
LONGEST_CELL = 10**6  # letters
FORMAT = 4
LOGIN = re.compile(r"""^login\s*=\s*(["'])(.{0,200}?)\1""", re.M)
EMPTY_IT = "clear its outputs, and hand it in again"

Notebook = namedtuple("Notebook", "sha256 cells logins released")
Notebook.__doc__ = """What counts of a notebook that came back.

``sha256`` of the file, the texts of its ``cells`` of code, the ``logins`` that stand in them, and the hash of the assignment
that it was ``released`` for, "" where it does not say.
"""


class Unreadable(Exception):  # noqa: N818, what is met is the sentence
    """Why a notebook cannot be read, as a sentence, with a remedy."""


def content(path):
    """Return the bytes of a notebook; raise ``Unreadable`` where it is no ordinary file, or too large."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if os.path.islink(path):
            raise Unreadable("it is a link to another file, which is not followed: hand in the notebook itself")
        if not stat.S_ISREG(os.lstat(path).st_mode):  # a pipe would be waited for, for ever
            raise Unreadable("it is no ordinary file: hand in the notebook itself")
        with open(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Unreadable("it is no ordinary file: hand in the notebook itself")
            found = file.read(LARGEST + 1)
    except (OSError, ValueError) as problem:
        raise Unreadable(f"it cannot be opened: {getattr(problem, 'strerror', None) or 'it has no such name'}") from problem
    if len(found) > LARGEST:
        raise Unreadable(f"it is larger than {LARGEST // 10**6} MB: {EMPTY_IT}")
    return found


def digest(path):
    """Return the SHA-256 of a notebook, "" where it cannot be read."""
    try:
        return hashlib.sha256(content(path)).hexdigest()
    except Unreadable:
        return ""


def read_notebook(path):
    """Return the ``Notebook`` in a file; raise ``Unreadable`` where there is none of Python."""
    found = content(path)
    notebook = as_json(found)
    if not isinstance(notebook, dict):
        raise Unreadable("there is no notebook in it: hand in the file that ends in .ipynb")
    if not isinstance(notebook.get("cells"), list) or notebook.get("nbformat") != FORMAT:
        old = "worksheets" in notebook or isinstance(notebook.get("nbformat"), int)
        why = f"it is no notebook of format {FORMAT}" if old else "there is no notebook in it"
        raise Unreadable(f"{why}: open it in Jupyter, save it, and hand it in again")
    metadata = part(notebook, "metadata")
    language = language_of(metadata)
    if language != "python":
        raise Unreadable(f"it is written for {short(language, 30, write=str)}, not for Python: choose the kernel Python 3")
    cells = [text for cell in notebook["cells"] if (text := text_of_code(cell)) is not None]
    if not cells:
        raise Unreadable("there is no cell of code in it: hand in the notebook that you were given")
    logins = tuple(match[2] for text in cells for match in LOGIN.finditer(text))
    released = part(metadata, "adlesson").get("hash")
    sha256 = hashlib.sha256(found).hexdigest()
    return Notebook(sha256, cells, logins, released if isinstance(released, str) else "")


def as_json(found):
    """Return what JSON text says, in whichever encoding of Unicode; raise ``Unreadable`` where it is none, or too much."""
    if sum(map(found.count, (b",", b"[", b"{"))) > MOST_PARTS:
        raise Unreadable(f"it has more than {MOST_PARTS:,} parts: {EMPTY_IT}")
    try:
        return json.loads(found)
    except RecursionError:
        raise Unreadable(f"it is nested too deeply: {EMPTY_IT}") from None
    except ValueError:
        raise Unreadable(
            "it is no JSON, as a notebook is, or breaks off: save it in Jupyter, and hand it in again"
        ) from None


def language_of(metadata):
    """Return the language of a notebook, in small letters; "python" where it does not say."""
    told = part(metadata, "kernelspec").get("language") or part(metadata, "language_info").get("name") or "python"
    return told.lower() if isinstance(told, str) else "something unknown"


def part(thing, name):
    """Return a dict in a dict, an empty one where it is none."""
    found = thing.get(name)
    return found if isinstance(found, dict) else {}


def text_of_code(cell):
    """Return the text of a cell of code, None of any other."""
    if not isinstance(cell, dict) or cell.get("cell_type") != "code":
        return None
    lines = cell.get("source")
    lines = lines if isinstance(lines, list) else [lines]
    text = "".join(line for line in lines if isinstance(line, str))
    if len(text) > LONGEST_CELL:
        raise Unreadable(f"it has a cell of more than {LONGEST_CELL:,} letters: hand it in without that")
    return text.encode("utf-8", "replace").decode()  # half of a pair of code units is no letter
