"""How one operation is written in Python.

With this module you can

- write the right-hand side of an instruction, with parentheses where it needs them (``Phrases.expression``).

Functions of numbers are those of ``math``, functions of arrays those of ``numpy``, and what neither has is ours.

>>> from ..trace import trace
>>> p = trace(lambda x, y: (x + y) ** 2 * 3, x=2.0, y=3.0)
>>> phrases = Phrases(p, Words(["x", "y"]), ["x", "y", "s", "t"])
>>> phrases.expression(2), phrases.expression(3)
(('x + y', 0), ('s * s', 1))
"""

import math
from fractions import Fraction

from ..numbers.arrays import is_array, option
from ..numbers.inputs import is_number
from ..ops import OPS
from .literals import ATOM, POWER, PRODUCT, SIGN, SUM, Words

LEVELS = {
    "add": SUM,
    "subtract": SUM,
    "multiply": PRODUCT,
    "divide": PRODUCT,
    "matmul": PRODUCT,
    "negative": SIGN,
    "power": POWER,
}
METHODS = {"transpose", "sum", "mean", "reshape", "index"}
MATH = {name: name for name in OPS if hasattr(math, name)} | {"arcsin": "asin", "arccos": "acos", "arctan": "atan"}
NUMPY, OURS = {"broadcast": "full"}, {"heaviside", "relu", "sigmoid", "softplus"}
PLAIN = {int, float, bool, Fraction}


def words_for(program):
    """Return the ``Words`` of a program, in which the names of all its functions are reserved."""
    used = {word for op in set(program.ops) for word in (op, MATH.get(op, op), NUMPY.get(op, op))}
    return Words(program.at, used | {"ValueError", "s_"})


def inside(phrase, level):
    """Return a text as it stands inside an operation of this level: in parentheses if it binds weaker."""
    text, own = phrase
    return text if own >= level else f"({text})"


class Phrases:
    """The texts of one program: ``names`` of its variables, ``said`` of those that are written where they are read."""

    def __init__(self, program, words, names):
        self.program, self.words, self.names, self.said = program, words, names, {}

    def slot(self, k):
        """Return the text of what is in a slot, and how tightly it binds."""
        if k >= 0:
            return self.said.get(k) or (self.names[k], ATOM)
        u = self.program.constants[~k]
        return self.words.constant(u) if is_array(u) or is_number(u) else (option(u), ATOM)

    def expression(self, i):
        """Return the right-hand side of instruction ``i``, and how tightly it binds."""
        p, op = self.program, self.program.ops[i]
        phrases = [self.slot(k) for k in p.slots[i]]
        texts = [text for text, _ in phrases]
        if op == "power":
            return self._power(i, *phrases)
        if op in LEVELS:
            level = LEVELS[op]
            inner = [inside(phrases[0], level)]
            inner += [inside(phrase, level + 1) for phrase in phrases[1:]]  # (u + v) + w need not be u + (v + w)
            return OPS[op].write(*inner), level
        if op == "reshape":
            texts[1] = texts[1].rstrip(",")  # a.reshape(6)
        if op in METHODS:
            return OPS[op].write(inside(phrases[0], ATOM), *texts[1:]), ATOM
        if op == "place":
            keys = self.words.imported("numpy", "s_")
            texts[1:] = [f"{keys}[{texts[1]}]", f"({texts[2]})"]
        if op == "broadcast":
            filling = p.constants[~p.slots[i][0]] if p.slots[i][0] < 0 else None
            texts = [f"({texts[1]})", f"{filling}.0" if type(filling) is int else texts[0]]
        return f"{self._function(i)}({', '.join(texts)})", ATOM

    def _power(self, i, base, exponent):
        """Return the text of a power, and how tightly it binds; ``**`` would make complex numbers of negative ones."""
        p, k = self.program, self.program.slots[i][1]
        whole = k < 0 and type(p.constants[~k]) is int
        if whole and p.constants[~k] == 2 and base[0].isidentifier():
            return f"{base[0]} * {base[0]}", PRODUCT
        if whole or p.shape_at(i):
            return f"{inside(base, ATOM)} ** {inside(exponent, ATOM)}", POWER
        plain = not p.shapes and PLAIN.issuperset(map(type, p.constants))
        power = self.words.imported("math", "pow") if plain else self._ours("power")
        return f"{power}({base[0]}, {exponent[0]})", ATOM

    def _function(self, i):
        """Return what the function of instruction ``i`` is called in the text, and have it imported."""
        p, op = self.program, self.program.ops[i]
        if op == "abs":
            return self.words.imported("builtins", op)
        if op in ("place", "logsumexp"):
            return self.words.imported("adlesson.engine.numbers.linear", op)
        if op not in OURS and any(map(p.shape_at, (i, *p.slots[i]))):
            return self.words.imported("numpy", NUMPY.get(op, op))
        if op in MATH and not p.shape_at(i):
            return self.words.imported("math", MATH[op])
        return self._ours(op)

    def _ours(self, op):
        return self.words.imported("adlesson.engine.numbers.elementary", op)
