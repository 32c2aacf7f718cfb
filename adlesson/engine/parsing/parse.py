"""Read a formula from text, without ever running the text.

With this module you can

- turn ``"x*y + sin(x)"`` into a ``Program`` (``parse``), and a text without letters into a number (``calculated``).

Equal subexpressions become one variable, so the text of the running example has the seven variables
of the program it came from.

>>> parse("exp(x) + exp(x)^2", x=0)
x = 0  (input)
a = exp(x)
b = a ** 2
c = a + b
return c
"""

import ast
import itertools
import keyword
import sys

from ..errors import InputError, listed, short
from ..numbers.arrays import kept
from ..numbers.inputs import by_name, checked_value
from ..numbers.operand import Operand
from ..ops import OPS
from ..program import Program
from ..tracing.as_numpy.spellings import SPELLINGS
from ..tracing.names import unique_names
from .grammar import BINARY, CONSTANTS, LARGEST, functions, names_in, read, refuse


def parse(text, /, at=None, **inputs):
    """Return the ``Program`` that computes the formula in ``text`` with these example inputs.

    Variables are lettered ``a, b, c, ...`` in program order, skipping names that are taken.  Raises
    ``ParseError``, quoting the offending part, for anything that is not such a formula; the text is
    never evaluated.  ``e`` and ``pi`` are the constants, unless an input has that name.
    """
    return formula(text, by_name(at, inputs))


def formula(text, inputs, result=None):
    """Return the program of ``parse``; what it computes is called ``result``, if that name is free.

    >>> formula("x*y + x", {"x": 2, "y": 3}, "f").names
    ('x', 'y', 'a', 'f')
    """
    given = {name: checked_value(u, name) for name, u in inputs.items()}
    tree, source = read(text, given)
    builder = Builder(given, text, source)
    output = builder.build(tree)
    return Program(
        ops=builder.ops,
        slots=builder.slots,
        constants=builder.constants,
        takes={name: k for k, name in enumerate(given)},
        at={name: kept(u) for name, u in given.items()},
        returns=output,
        title="f",
        origin=TextOrigin(text.strip(), {*names_in(tree), *keyword.kwlist}, result),
    )


def calculated(text):
    """Return the number that a text without letters stands for; the step functions of the table are read as well.

    >>> calculated("2·10⁻³·3"), calculated("[1.5 > 0]")
    (0.006, 1)
    """
    known = functions(also=("sign", "heaviside"))
    tree, source = read(text, known=known, largest=sys.float_info.max)
    for letter in names_in(tree):
        if letter not in CONSTANTS:
            raise InputError(f"the letter {letter} has no value here: write numbers and functions, such as 3*cos(2)")
    builder = Builder({}, text, source, known, sys.float_info.max)
    return builder.constants[~builder.build(tree)]


class Builder:
    """Turns a checked tree into instructions, each distinct subexpression once."""

    def __init__(self, given, text, source, known=None, largest=LARGEST):
        self.text, self.source, self.largest = text, source, largest
        self.ops, self.slots, self.constants = ["input"] * len(given), [()] * len(given), []
        self.inputs, self.seen, self.functions = {name: i for i, name in enumerate(given)}, {}, known or functions()

    def build(self, tree):
        """Return the slot of the value of ``tree``; children first, with a stack of our own."""
        done, stack = {}, [tree]
        while stack:
            node = stack.pop()
            children = self.children(node)
            waiting = [child for child in children if id(child) not in done]
            if waiting:
                stack += [node, *reversed(waiting)]
            else:
                done[id(node)] = self.emit(node, [done[id(child)] for child in children])
        return done[id(tree)]

    @staticmethod
    def children(node):
        if isinstance(node, ast.BinOp):
            return [node.left, node.right]
        return [node.operand] if isinstance(node, ast.UnaryOp) else node.args if isinstance(node, ast.Call) else []

    def emit(self, node, slots):
        if isinstance(node, ast.Constant):
            return self.constant(node.value, node)
        if isinstance(node, ast.Name):
            return self.name(node.id, node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.UAdd):
            return slots[0]
        if isinstance(node, ast.Call) and node.func.id not in self.functions:
            made = SPELLINGS[node.func.id](*[Piece(self, k, node) for k in slots])
            return made.slot if isinstance(made, Piece) else self.constant(made, node)
        op = "negative" if isinstance(node, ast.UnaryOp) else None
        return self.operation(
            op or (self.functions[node.func.id] if isinstance(node, ast.Call) else BINARY[type(node.op)]), slots, node
        )

    def operation(self, op, slots, node):
        """Return the slot of an operation, one that is there already if it is the same."""
        if all(k < 0 for k in slots):  # a calculation with constants alone is a constant
            return self.constant(OPS[op].value(*[self.constants[~k] for k in slots]), node)
        key = (op, *slots)
        if key not in self.seen:
            self.seen[key] = len(self.ops)
            self.ops.append(op)
            self.slots.append(tuple(slots))
        return self.seen[key]

    def constant(self, value, node):
        if not abs(value) <= self.largest:
            why = "it has no value" if value != value else f"constants may be at most {self.largest:g} in size"
            refuse(node, self.text, self.source, "it divides by zero" if _by_zero(node, value) else why)
        return self.fixed(value)

    def fixed(self, value):
        """Return the slot of a constant that nobody typed: there is nothing to check."""
        key = (type(value), value)
        if key not in self.seen:
            self.constants.append(value)
            self.seen[key] = -len(self.constants)
        return self.seen[key]

    def name(self, name, node):
        if name in self.inputs:
            return self.inputs[name]
        if name in CONSTANTS:
            return self.constant(CONSTANTS[name], node)
        known = f": the inputs are {listed(self.inputs)}" if self.inputs else ""
        how = f"at={{{short(name)}: 1.0, ...}}" if keyword.iskeyword(name) else f"{name[:40]}=1.0, ..."
        raise InputError(f"{short(name)} has no value{known}; write parse(text, {how})")


class Piece(Operand):
    """A piece of the text while a formula of several operations is put in its place: it builds what is done to it."""

    __slots__ = ("builder", "node", "slot")

    def __init__(self, builder, slot, node):
        self.builder, self.slot, self.node = builder, slot, node

    @staticmethod
    def apply_op(op, args, options=()):
        """Return the piece that ``op`` makes of pieces and numbers."""
        builder, node = next((u.builder, u.node) for u in args if isinstance(u, Piece))
        slots = [u.slot if isinstance(u, Piece) else builder.fixed(u) for u in args]
        return Piece(builder, builder.operation(op, slots, node), node)


def _by_zero(node, value):
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not abs(value) < float("inf")


class TextOrigin:
    """Where a parsed program came from: the text; its variables are lettered a, b, c, ..., skipping ``taken``.

    The last one, what the text computes, is called ``result`` if that is not None and not taken.
    """

    code = None

    def __init__(self, text, taken, result=None):
        self.text, self._taken, self._result = text, taken, result

    def without_code(self, program):
        """Return itself: there is no code."""
        return self

    def names_and_lines(self, program):
        """Return the names of the variables, which of them were made up, and None for each line."""
        alphabet, taken = "abcdefghijklmnopqrstuvwxyz", self._taken.union(program.inputs)
        spellings = (first + second for first in ["", *alphabet] for second in alphabet)
        made = len(program) > program.d and program.output_slots == (len(program) - 1,)
        last = [self._result] if made and self._result not in {None, *taken} else []
        free = itertools.chain((s for s in spellings if s not in {*taken, *last}), itertools.repeat("z"))
        letters = [None] * program.d + [next(free) for _ in range(len(program) - program.d - len(last))] + last
        return *unique_names(program, letters), (None,) * len(program)
