"""JavaScript modules as one text, which a widget and an exported page need.

With this module you can

- join modules (``bundle``): each after what it imports, without its imports, exports and comments.

No names change, so those at the top of two modules must differ.  A comment goes that begins its line, and one behind code,
where no quote stands in it, which could be the end of a text; a line gives up how far it is in, so that no text in backticks
may go on in the next.
"""

import posixpath
import re
from functools import cache
from importlib.resources import files

SHOW = __package__.rpartition(".")[0]
IMPORT = re.compile(r'^import .* from "(\.[\w./]+\.js)";')
BEHIND = re.compile(r""" // [^"'`]*$""")  # a comment behind code


@cache
def bundle(start, folder=None):
    """Return the module ``start``, such as "stepper/js/index.js", with all that it imports; only its own exports are left.

    Paths begin in ``folder``, which is ``adlesson/show`` if it is left out.
    """
    *inner, last = modules(start, folder or files(SHOW)).values()
    rows = [row.removeprefix("export ") for text in inner for row in bare(text)]
    return "\n".join([*rows, *bare(last), ""])


def bare(text):
    """Return the lines of a module without imports and comments, and without how far in each is."""
    kept, rows = [], map(str.strip, text.split("\n"))
    for row in rows:
        if row.startswith("/**"):
            while not row.endswith("*/"):
                row = next(rows)
        elif row and not row.startswith(("//", "import ")):
            kept.append(BEHIND.sub("", row) if " // " in row else row)
    return kept


def modules(start, folder):
    """Return the texts of the module ``start`` and of all that it imports, by path, each after what it needs."""
    texts = {}

    def add(path):
        if path not in texts:
            text = folder.joinpath(*path.split("/")).read_text("utf-8")
            for row in text.split("\n"):
                if found := row.startswith("import ") and IMPORT.fullmatch(row):
                    add(posixpath.normpath(posixpath.join(posixpath.dirname(path), found[1])))
            texts[path] = text

    add(start)
    return texts
