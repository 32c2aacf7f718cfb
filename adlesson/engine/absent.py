"""What Python in a browser may lack: said in a sentence that names where the notebook works.

With this module you can

- have the import of such a package raise a ``MissingError``, in a cell and inside the lesson alike (``tell_homes``).

A page's Python has what its site brings, and compiled packages are not in every copy of the site.  Whoever imports one of
them, in the first cell of a notebook or by a function of ours, is told what to do instead.
"""

import sys

from .errors import MissingError

USED = ("matplotlib", "numpy", "sympy")  # by the lesson, and not asked for by its wheel


class Homes:
    """The last of Python's finders: it is asked for a module that no other has found."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        """Raise ``MissingError`` for a package that the lesson uses; any other is as missing as ever."""
        if name in USED:
            where = "open this notebook on Binder or on your own computer, where it works"
            raise MissingError(f"{name} is missing in this browser: {where}")


def tell_homes():
    """Let a missing package be said so from now on, in a browser."""
    if sys.platform == "emscripten" and Homes not in sys.meta_path:
        sys.meta_path.append(Homes)
