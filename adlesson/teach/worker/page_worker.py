"""One question of a page and its answer, both as JSON: what a page's own Python is called with.

With this module you can

- answer a question (``answer``).

The questions, and what is answered:

    {"what": "explore", "text": "x*y", "inputs": [{"name": "x", "value": 2}, ...], "start": {...}}
        what changes in the state of ``explore`` (``exploring``); "inputs" are all that the page remembers.
        For a function "text" is null, and "function" and "file" are its name and its notebook.
    {"what": "check", "name": "5.1", "text": the cell as it is typed, "events": [...]}
        what is said to it (``typed_cell``)
    {"what": "practice", "kind": "adjoints", "level": 1}
        "data": a fresh problem, as a card has it (``practice.card_data``); the page judges by that

>>> answer('{"what": "explore", "text": "x*", "inputs": []}')
'{"error": "\\'x*\\' is not a formula: write products with *, powers with ^, calls with ( )"}'
"""

import json

from ...engine.errors import short
from ...show.stepper.exploring import Exploring
from .. import exercises
from ..judging.cells import code_cells
from ..practice.card_data import data_of
from ..practice.practice import practice
from .earlier_statements import run_needed
from .typed_cell import judged


def answer(question):
    """Return the answer to a question, both as JSON; what goes wrong here is a sentence under "trouble"."""
    try:
        asked = json.loads(question)
        said = ANSWERS[asked.pop("what")](**asked)
        return json.dumps(said, allow_nan=False)
    except KeyboardInterrupt:
        raise
    except BaseException as problem:  # the page waits for an answer
        return json.dumps({"trouble": f"{type(problem).__name__}: {short(problem, 300, write=str)}"})


def explored(text, inputs, start=(), function=None, file=None):
    try:
        known = None if text is not None else defined(function, file)
    except LookupError as problem:
        return {"error": str(problem.args[0])}
    exploring = Exploring(known, start=start)
    return exploring.answer(text, inputs)


def defined(function, file):
    """Return the function of this name of a notebook; raise ``LookupError`` if it is not at hand."""
    texts = [text for tags, text in code_cells(str(file)) if "solution" not in tags and "check" not in tags]
    found = run_needed(texts, function, {"__name__": "__main__"}).get(function)
    if not callable(found):
        raise LookupError(f"{function} is not at hand in this page: run its notebook to turn its inputs")
    return found


def checked(name, text, events=()):
    return judged(exercises, name, text, events)


def drawn(kind, level):
    return {"data": data_of(practice(kind, level))}


ANSWERS = {"explore": explored, "check": checked, "practice": drawn}
