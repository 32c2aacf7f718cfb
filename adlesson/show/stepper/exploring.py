"""What ``explore`` answers to a text and to inputs, for whatever asks: a widget's kernel, or the Python of a page.

With this module you can

- answer one question after the other (``Exploring``): a text, and inputs by name.

A text is parsed and never evaluated.  Nothing here knows of widgets.

The contract.  What a page and its Python have in common is a state:

    "text"      the formula, None for a function
    "inputs"    [{"name": "x", "value": 0.5}, ...]
    "data"      the last good frames (``contract.Frames``, with the header of the page as "form")
    "error"     the sentence about a text or a number that is not accepted, or ""
    "asked"     counted up by the page with each question, which is a new "text" or new "inputs"
    "answered"  "asked", as it was in the question that "data" and "error" answer

>>> exploring = Exploring(given={"x": 2})
>>> answer = exploring.answer("x*y", [{"name": "y", "value": 3}])
>>> answer["inputs"], answer["error"]
([{'name': 'x', 'value': 2}, {'name': 'y', 'value': 3}], '')
>>> exploring.answer("x*", [])
{'error': "'x*' is not a formula: write products with *, powers with ^, calls with ( )"}
"""

import math

from ...engine.errors import InputError, LessonError, short
from ...engine.numbers.nesting import flat_names, mapped
from ...engine.parsing.grammar import CONSTANTS, input_names, names_in, read
from ...engine.parsing.parse import formula
from ...engine.trace import trace
from .frames import MOST, frames
from .ranges import slider_ranges
from .recipe import recipe


class Exploring:
    """Answers for a formula in text, or for a ``function``; it remembers the inputs, from ``given`` on.

    ``start`` is what the page begins with, and each of its data has (``widget.begins``); ``program`` is the last good one.
    """

    def __init__(self, function=None, given=(), start=()):
        self.program, self.start = None, dict(start)
        self._function, self._given, self._remembered = function, dict(given), dict(given)

    def answer(self, text, rows):
        """Return what changes in the state by a question: "data", "inputs" and "error", or "error" alone.

        Only ``KeyboardInterrupt`` is raised.
        """
        try:
            return self.show(text, sent(rows))
        except LessonError as problem:
            return {"error": str(problem)}
        except KeyboardInterrupt:
            raise
        except BaseException as problem:  # the learner's own function may raise anything, and here nobody else tells
            return {"error": f"{type(problem).__name__}: {short(problem, 300, write=str)}"}

    def show(self, text, given):
        """Return "data", "inputs" and "error" for a text, and inputs by name; raise what is wrong with them."""
        self._remembered.update(given)
        known = self._remembered
        if self._function:
            program = trace(self._function, self._nested(given))
        else:
            inputs = {name: known.get(name, 1.0) for name in input_names(text, known)}
            program = formula(text, inputs, "f")  # as the page calls it
        data = frames(program, ["forward", "reverse"])
        code, form = recipe("explore", program, program.at), self._form(text, program)
        self.program = program
        return {
            "data": {**data, **self.start, "code": code, "form": form},
            "inputs": [{"name": name, "value": value} for name, value in inputs_of(program)],
            "error": "",
        }

    def _nested(self, given):
        """Return inputs by the names of their variables, as the page sends them, as the function takes them."""
        names = flat_names(self._given)
        if given.keys() != {*names}:
            return given
        values = map(given.__getitem__, names)
        return mapped(lambda _: next(values), self._given)

    def _form(self, text, program):
        """Return the header of the page."""
        rows = [
            {"name": name, "value": sendable(value), "low": low, "high": high, "step": step}
            for (name, value), (low, high, step) in zip(inputs_of(program), slider_ranges(program), strict=True)
        ]
        return {"text": text, "note": "" if self._function else constants_in(text, program.at), "inputs": rows}


def inputs_of(program):
    """Return ``(name, value)`` for each input variable."""
    return [*zip(program.inputs, program.bind({}), strict=True)]


def sent(rows):
    """Return the inputs as the page sends them, by name; raise ``InputError`` if they are no numbers."""
    for row in rows[: MOST + 1]:
        name, value = row.get("name"), row.get("value")
        if not isinstance(name, str) or isinstance(value, bool) or not isinstance(value, (int, float)) or len(rows) > MOST:
            raise InputError(f"explore turns plain numbers, at most {MOST}: {short(name)} came with {short(value)}")
    return {row["name"]: row["value"] for row in rows}


def sendable(value):
    """Return a number as JSON has it, None if it has not."""
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None


def constants_in(text, given):
    """Return a remark on each letter in a formula that is a constant, not an input: "e is 2.718 here"."""
    names = [name for name in names_in(read(text, given)[0]) if name in CONSTANTS and name not in given]
    return ", ".join(f"{name} is {CONSTANTS[name]:.4g} here" for name in names if len(name) == 1)
