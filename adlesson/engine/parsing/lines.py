"""Read a program from text, a line for each operation, without ever running the text.

With this module you can

- turn ``["a = x*y", "f = a + x"]`` into a ``Program`` whose variables have these names (``parse_lines``).

Each right-hand side is a formula in the language of ``parse``; the last line is the output.

>>> parse_lines(["a = x*y", "f = a + x"], {"x": 3, "y": 2})
x = 3  (input)
y = 2  (input)
a = x * y
f = a + x
return f
"""

import re

from ..errors import InputError, ParseError, listed, short
from ..numbers.arrays import kept
from ..numbers.inputs import checked_value
from ..ops import OPS
from ..program import Program
from .grammar import CONSTANTS, names_in, read
from .parse import Builder

MOST = 40  # lines that are read
NAME = re.compile(r"[^\W\d_][^\W_]{0,9}")


def parse_lines(lines, at):
    """Return the ``Program`` of ``lines``, texts such as ``"a = x*y"``, with the example inputs ``at``, a dict.

    Each line does one operation, and gives its result a new name.  Raises ``ParseError`` or ``InputError``, which quote the
    line, for anything else.
    """
    if not isinstance(lines, (list, tuple)) or not 0 < len(lines) <= MOST:
        raise ParseError(f"a program is a list of 1 to {MOST} lines, not {short(lines)}")
    if not isinstance(at, dict) or not all(isinstance(name, str) and _free(name) for name in at):
        raise InputError(f"at is a dict of names and numbers, such as {{'x': 2}}, not {short(at)}")
    at = {name: checked_value(u, name) for name, u in at.items()}
    builder, names = Builder(at, "", ""), [*at]
    for line in lines:
        name, tree = _read(builder, line, names)
        before = len(builder.ops)
        builder.seen = {key: k for key, k in builder.seen.items() if k < 0}  # constants: two equal lines are two variables
        if builder.build(tree) != before or len(builder.ops) != before + 1:
            raise ParseError(f"the line {short(line)} does not do one operation: give each operation a line of its own")
        builder.inputs[name] = before
        names.append(name)
    return Program(
        ops=builder.ops,
        slots=builder.slots,
        constants=builder.constants,
        takes={name: k for k, name in enumerate(at)},
        at={name: kept(u) for name, u in at.items()},
        returns=len(builder.ops) - 1,
        title=names[-1],
        origin=LinesOrigin(names, len(at)),
    )


def _read(builder, line, names):
    """Return the name that a line gives, and the syntax tree of its formula."""
    name, sign, formula = line.partition("=") if isinstance(line, str) else ("", "", "")
    name = name.strip()
    if not sign or not _free(name):
        raise ParseError(f"the line {short(line)} is not read: write name = formula, such as a = x*y")
    if name in names:
        raise ParseError(f"the line {short(line)} gives {short(name)} a second time: take a new name")
    tree, source = read(formula, names)
    for word in names_in(tree):
        if word not in names and word not in CONSTANTS:
            raise ParseError(
                f"the line {short(line)} reads {short(word)}, which is not there yet: there are {listed(names)}"
            )
    builder.text, builder.source = formula, source
    return name, tree


def _free(name):
    """Whether a name may be given to a variable."""
    return NAME.fullmatch(name) is not None and name not in OPS and name not in CONSTANTS


class LinesOrigin:
    """Where such a program came from: its lines name each variable."""

    code = None

    def __init__(self, names, d):
        self._names, self._d = tuple(names), d

    def without_code(self, program):
        """Return itself: there is no code."""
        return self

    def names_and_lines(self, program):
        """Return the names of the variables, none of which was made up, and the line of each, None for an input."""
        return self._names, bytes(len(program)), (*[None] * self._d, *range(1, len(self._names) - self._d + 1))
