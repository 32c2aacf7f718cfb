"""The predictions, a module for each notebook number (05 and 05b share one): questions, right answers, replies.

A module is imported when one of its predictions is asked for.
"""

from importlib import import_module
from importlib.util import find_spec


def predictions(notebook):
    """Return the predictions of a notebook number such as "05" (05b included), by name, in reading order."""
    name = f"{__name__}.p{notebook}"
    return {one.name: one for one in import_module(name).PREDICTIONS} if find_spec(name) else {}
