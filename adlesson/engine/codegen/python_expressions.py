"""How one operation is written in Python.

With this module you can

- write the right-hand side of an instruction, with parentheses where it needs them (``Expressions.expression``).

Functions of numbers are those of ``math``, functions of arrays those of ``numpy``, and what neither has is ours.

>>> from ..trace import trace
>>> p = trace(lambda x, y: (x + y) ** 2 * 3, x=2.0, y=3.0)
>>> texts = Expressions(p, Words(["x", "y"]), ["x", "y", "s", "t"])
>>> texts.expression(2), texts.expression(3)
(('x + y', 0), ('s * s', 1))
"""

import math
from fractions import Fraction

from ..numbers.arrays import is_array, option
from ..numbers.inputs import is_number
from ..ops import COMPARISONS, OPS
from .literals import ATOM, POWER, PRODUCT, SIGN, SUM, Words

EXACT = 2**53  # up to here a float holds every whole number
LEVELS = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "@": PRODUCT, "**": POWER}  # of arithmetic, by sign
PLAIN = {int, float, bool, Fraction}
STEPS = {"gated", "heaviside", "power_log", "sign", *COMPARISONS}  # whose value may be the whole number 0 or 1
ONE_OF_THEM = {"abs", "maximum", "minimum", "negative", "relu", "where"}  # whose value is of the kind of what they take


def words_for(program):
    """Return the ``Words`` of a program, in which the names of all its functions are reserved."""
    rows = [OPS[op] for op in set(program.ops[program.d :])]
    used = {word for op in rows for word in (op.name, math_name(op), op.numpy) if word}
    return Words(program.at, used | {"ValueError", "input", "s_"})


def math_name(op):
    """Return what Python's ``math`` calls an operation of ours, or None: ``asin`` for ``arcsin``."""
    return next((name for name in (op.name, *op.also) if op.home and hasattr(math, name)), None)


def inside(phrase, level):
    """Return a text as it stands inside an operation of this level: in parentheses if it binds weaker."""
    text, own = phrase
    return text if own >= level else f"({text})"


def surely_floats(program, of_floats=True):
    """Return, for each variable of a program, whether it is a float wherever all inputs are; else whatever they are.

    >>> from ..trace import trace
    >>> surely_floats(trace(lambda x: OPS["heaviside"].value(x) * x, x=2.0))
    [True, False, True]
    """
    sure = [of_floats] * program.d
    for op, slots in zip(program.ops[program.d :], program.slots[program.d :], strict=True):
        if op in STEPS or not OPS[op].home:
            sure.append(False)
        else:
            kinds = [sure[k] if k >= 0 else type(program.constants[~k]) is float for k in entries(op, slots)]
            sure.append(all(kinds) if op in ONE_OF_THEM else any(kinds) if OPS[op].sign else True)
    return sure


def entries(op, slots):
    """Return the slots of what an operation makes its value of: of ``where`` all but the mask, which says only where."""
    return slots[1:] if op == "where" else slots


def makes_an_array_of_numbers(program, i):
    """Whether instruction ``i`` makes an array of numbers alone: of whole ones NumPy makes whole ones, which overflow."""
    return bool(program.shape_at(i)) and not any(map(program.shape_at, entries(program.ops[i], program.slots[i])))


class Expressions:
    """The texts of one program: ``names`` of its variables, ``said`` of those that are written where they are read.

    With ``floats``, for inputs that are floats, whole numbers and fractions beside a float are written as floats:
    ``2.0 * x`` is the same number as ``2 * x``, and Python need not look at two kinds.
    """

    def __init__(self, program, words, names, floats=False):
        self.program, self.words, self.names, self.said = program, words, names, {}
        self.real = not any(isinstance(u, complex) for u in (*program.constants, *program.bind({})))
        sure, plain = surely_floats(program, floats), PLAIN.issuperset(map(type, program.constants))
        self.sure = sure if floats and plain and not program.shapes else None
        self.unsure = {k for k in range(len(program)) if not (sure[k] or program.shape_at(k))} if program.shapes else ()

    def slot(self, k, beside=None):
        """Return the text of what is in a slot, perhaps ``beside`` another one, and how tightly it binds."""
        if k >= 0:
            return self.said.get(k) or (self.names[k], ATOM)
        u = self.program.constants[~k]
        if beside is not None and beside >= 0 and self.sure and self.sure[beside] and abs(u) <= EXACT:
            u = float(u)
        return self.words.constant(u) if is_array(u) or is_number(u) else (option(u), ATOM)

    def pair(self, u, w):
        """Return what is in two slots that are added, multiplied or compared."""
        return self.slot(u, beside=w), self.slot(w, beside=u)

    def expression(self, i):
        """Return the right-hand side of instruction ``i``, and how tightly it binds."""
        p, op = self.program, self.program.ops[i]
        signed = len(p.slots[i]) == 2 and OPS[op].sign
        phrases = self.pair(*p.slots[i]) if signed else [self.slot(k) for k in p.slots[i]]
        texts = [text for text, _ in phrases]
        if op == "power":
            return self._power(i, *phrases)
        row = OPS[op]
        if row.sign:
            level = LEVELS[row.sign] if len(row.partials) == 2 else SIGN
            inner = [inside(phrases[0], level)]
            inner += [inside(phrase, level + 1) for phrase in phrases[1:]]  # (u + v) + w need not be u + (v + w)
            return row.write(*inner), level
        if op == "broadcast" and not p.shape_at(i):
            return phrases[0]  # to the shape of a number: it is one
        if op == "reshape":
            texts[1] = texts[1].rstrip(",")  # a.reshape(6)
        if row.written.startswith(("{0}.", "{0}[")):  # a method, or an index
            number = "[()]" * (op == "index" and "..." in texts[1] and not p.shape_at(i))  # x[..., 0] is no number yet
            return row.write(inside(phrases[0], ATOM), *texts[1:]) + number, ATOM
        if op in COMPARISONS:
            return row.write(*[inside(phrase, SUM) for phrase in phrases]), PRODUCT
        if self.unsure and makes_an_array_of_numbers(p, i):  # of a sign NumPy would make an array of whole numbers
            rows = zip(p.slots[i], phrases, texts, strict=True)
            texts = [f"1.0 * {inside(phrase, POWER)}" if k in self.unsure else text for k, phrase, text in rows]
        if op in ("broadcast", "where"):  # NumPy would fill an array of whole numbers
            texts = [f"{text}.0" if self._is_whole(k) else text for k, text in zip(p.slots[i], texts, strict=True)]
        written = row.write(*texts)
        if op == "place":
            written = written.replace("s_[", f"{self.words.imported('numpy', 's_')}[", 1)
        return f"{self._function(i)}({written.partition('(')[2]}", ATOM

    def _is_whole(self, k):
        return k < 0 and type(self.program.constants[~k]) is int and abs(self.program.constants[~k]) <= EXACT

    def _power(self, i, base, exponent):
        """Return the text of a power, and how tightly it binds; ``**`` would make complex numbers of negative ones."""
        p, k = self.program, self.program.slots[i][1]
        whole = k < 0 and type(p.constants[~k]) is int
        if whole and p.constants[~k] == 2 and base[0].isidentifier():
            return f"{base[0]} * {base[0]}", PRODUCT
        if whole or (p.shape_at(i) and k < 0 and not is_array(p.constants[~k]) and p.constants[~k] != 0.5):
            return f"{inside(base, ATOM)} ** {inside(exponent, ATOM)}", POWER
        plain = not p.shapes and self.real and PLAIN.issuperset(map(type, p.constants))
        power = self.words.imported("math", "pow") if plain else self.words.imported(OPS["power"].home, "power")
        return f"{power}({base[0]}, {exponent[0]})", ATOM

    def _function(self, i):
        """Return what the function of instruction ``i`` is called in the text, and have it imported."""
        p, op = self.program, OPS[self.program.ops[i]]
        of_arrays = any(map(p.shape_at, (i, *p.slots[i])))
        if op.name == "abs":
            return self.words.imported("builtins", "abs")
        if not op.home:
            return self.words.left_open(op.name, op.value)  # an operation of one's own
        if of_arrays and op.numpy:
            return self.words.imported("numpy", op.numpy)
        if math_name(op) and not p.shape_at(i) and self.real:
            return self.words.imported("math", math_name(op))
        return self.words.imported(op.home, op.name)
