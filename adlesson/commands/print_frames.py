"""``python -m adlesson frames "x*y" x=2 y=3``: the steps of a formula as JSON, for a stepper in a page or a slide.

With this module you can

- do what stands behind the command (``run``);
- have its document (``document``): ``{"version": 1, "data": {...}}``, where ``data`` is what the stepper's script shows.

Text is parsed, never evaluated: the formula as ``ad.parse`` reads it, a number as a formula without letters.
"""

import json
import re
from pathlib import Path

from ..engine.errors import InputError, short
from ..engine.parsing.grammar import input_names
from ..engine.parsing.parse import calculated, parse
from ..show.stepper.frames import frames
from ..show.stepper.recipe import recipe
from ..show.story import MODES
from .trouble import Trouble, refused

VERSION = 1
SAYS = """\
Prints the steps of a sweep over a formula as JSON, which the stepper's script shows in a page of your own.
Inputs that are not given are 1."""
MINUS = re.compile(r"-(?!-|h$)")  # begins a formula, such as -x^2, and would be taken for an option: not behind a space
INPUT = re.compile(r"\s*(\w+)\s*=(.*)", re.S)


def run(words, parser):
    """Print the document, or write it to a file."""
    parser.description = SAYS
    parser.add_argument("formula", metavar="FORMULA", help='such as "x*y + sin(x)"; it is read, never run')
    parser.add_argument("inputs", metavar="NAME=NUMBER", nargs="*", default=[], help="an input, such as x=2")
    parser.add_argument("--sweep", default="reverse", metavar="SWEEP", help=f"{', '.join(MODES)}; reverse if left out")
    parser.add_argument("--out", metavar="FILE", help="write it to this file")
    given = parser.parse_args([f" {word}" if MINUS.match(word) else word for word in words])

    text = json.dumps(document(given.formula, inputs(given.inputs), given.sweep), separators=(",", ":"))
    if not given.out:
        print(text)
        return
    try:
        Path(given.out).write_text(f"{text}\n", "utf-8", newline="\n")
    except OSError as problem:
        raise Trouble(f"the steps could not be written: {refused(given.out, problem)}") from problem


def document(formula, given, sweep):
    """Return the steps of a sweep over a formula with these inputs, as the stepper's script takes them."""
    program = parse(formula, {name: given.get(name, 1.0) for name in input_names(formula, given)} | given)
    start = {"predict": False, "fade": 0, "step": 0, "panes": []}
    data = frames(program, [sweep]) | start | {"code": recipe("Stepper", program, {}, sweep=sweep)}
    return {"version": VERSION, "data": data}


def inputs(words):
    """Return the numbers in words such as "x=2", by name."""
    found = {}
    for word in words:
        match = INPUT.fullmatch(word)
        if not match:
            raise InputError(f"an input is a name and a number, as in x=2, not {short(word)}")
        name, number = match.groups()
        if name in found:
            raise InputError(f"the input {name} is given twice: give it once")
        found[name] = calculated(number)
    return found
