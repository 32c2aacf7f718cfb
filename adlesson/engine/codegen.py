"""Write a program as Python source.

With this module you can

- read a program, or its gradient program, as straight-line Python with the names you gave (``source``).

A variable becomes a line ``a = exp(x)``; one without a name that is read once is written where it is
read.  The adjoint of a variable that is paid several times is summed with ``+=``, as by hand.

>>> from .gradients import gradient_program
>>> print(source(gradient_program(lambda x, y: x * y + x, x=2.0, y=3.0)))
def gradient_of_f(x, y):
    f = x * y + x
    x_bar = 1 + y
    return {"value": f, "x_bar": x_bar, "y_bar": x}
"""

import keyword
import math
import re

from .arrays import is_array, option
from .errors import InputError
from .inputs import is_number
from .ops import COMPARISONS, OPS
from .program import checked_program

SUM, PRODUCT, SIGN, POWER, ATOM, NUMBER = range(6)
LEVELS = {
    "add": SUM,
    "subtract": SUM,
    "multiply": PRODUCT,
    "divide": PRODUCT,
    "matmul": PRODUCT,
    "negative": SIGN,
    "power": POWER,
}
MATH = {name: name for name in OPS if hasattr(math, name)} | {"arcsin": "asin", "arccos": "acos", "arctan": "atan"}
NUMPY, OURS = {"broadcast": "broadcast_to"}, {"heaviside", "place", "relu", "sigmoid", "softplus"}
WORDS = {"Fraction", "ValueError", "array", "carefully", "inf", "nan", "pow", "s_"}
LONGEST, MOST_ENTRIES = 60, 20


def source(program):
    """Return the text of one Python function that computes what ``program(...)`` returns, runnable as it stands.

    Where Python raises and IEEE arithmetic has an answer (``log(0)``, ``1 / 0``), the text raises; ``compiled`` answers.
    An array constant of more than 20 entries is left open, as ``k0 = ...``, for you to fill in.
    """
    return Writer(checked_program(program, "source")).text()


class Writer:
    """Writes one program: what each slot is called, and how tightly its text binds."""

    def __init__(self, program):
        self.program, self.lines, self.open, self.imports = program, [], {}, {}
        self.inputs = list(program.at)
        words = {word for op in set(program.ops) for word in (op, MATH.get(op), NUMPY.get(op))}
        self.taken = {*self.inputs, *keyword.kwlist, *words, *WORDS}
        self.title = self.fresh(program.title)
        self.taken.discard(self.title)  # a variable inside may well have the name of the function
        self.names = [None] * len(program)
        for i, name in enumerate(program.names):
            self.names[i] = name if name in self.inputs else self.fresh(name)
        self.reads = [0] * len(program)
        for slots in (*program.slots, program.output_slots, *(pair for _, *pair, _, _ in program.guards)):
            for k in slots:
                if k >= 0:
                    self.reads[k] += 1
        self.said = {}  # texts of variables that are written where they are read

    def fresh(self, name):
        """Return ``name`` as a Python name that nothing else has."""
        word = "".join(c if c.isalnum() else "_" for c in name).strip("_") or "z"
        word = f"z_{word}" if word[0].isdigit() else word
        while word in self.taken:
            word += "_"
        self.taken.add(word)
        return word

    def text(self):
        """Return the whole text."""
        p = self.program
        for name, n in p.groups:
            if n is not None:
                first = p.inputs.index(f"{name}[0]") if n else 0
                parts = ", ".join(self.names[first : first + n])
                self.lines += [f"{parts} = {name}" if n > 1 else f"({parts},) = {name}"] if n else []
        waiting = sorted(p.guards, key=lambda guard: max(guard[1:3]))
        needed = self.needed()
        for i in range(p.d, len(p)):
            while waiting and max(waiting[0][1:3]) < i:
                self.guard(*waiting.pop(0))
            if i in needed:
                self.instruction(i)
        for guard in waiting:
            self.guard(*guard)
        self.lines.append(f"return {self.returned()}")
        where = sorted({(module, word) for word, module in self.imports.items()})
        head = [f"from {m} import {', '.join(w for k, w in where if k == m)}" for m in dict.fromkeys(m for m, _ in where)]
        head += [
            f"{name} = ...  # an array of shape {u.shape}, a constant of {p.title}: fill it in"
            for name, u in self.open.items()
        ]
        define = f"def {self.title}({', '.join(self.inputs)}):"
        return "\n".join([*head, *["", ""] * bool(head), define, *("    " + line for line in self.lines)])

    def needed(self):
        """Return the variables that an output or a guard depends on."""
        p = self.program
        needed = set(p.output_slots) | {k for _, *pair, _, _ in p.guards for k in pair}
        for i in range(len(p) - 1, p.d - 1, -1):
            if i in needed:
                needed.update(p.slots[i])
        return needed

    def instruction(self, i):
        """Write one instruction: as a line, as several for a sum of shares, or keep its text for its one reader."""
        p, name = self.program, self.names[i]
        unnamed = re.fullmatch(r"z\d+(_bar\d?)?", p.names[i]) and self.reads[i] == 1 and i not in p.output_slots
        if p.ops[i] == "add" and "_bar" in p.names[i] and not unnamed:
            return self.lines.extend(self.shares(i))
        text, level = self.expression(i)
        if unnamed and len(text) <= LONGEST:
            self.said[i] = text, level
        else:
            self.lines.append(f"{name} = {text}")

    def shares(self, i):
        """Return the lines that sum the shares of an adjoint; ``+=`` only ever adds to what is nobody else's."""
        p, name, parts = self.program, self.names[i], []
        while True:
            first, share = p.slots[i]
            parts.insert(0, self.spelled(share))
            if not (first >= 0 and first in self.said and p.ops[first] == "add"):
                break
            i = first
        parts.insert(0, self.spelled(first))
        if len(parts) == 2 and self.is_new(parts[1]):
            parts.sort(key=self.is_new, reverse=True)
        start, rest = parts[0][0], parts[1:]
        if p.shapes or not self.is_new(parts[0]):
            start, rest = f"{start} + {self.inside(rest[0], PRODUCT)}", rest[1:]
        return [f"{name} = {start}", *(f"{name} += {text}" for text, _ in rest)]

    def is_new(self, word):
        """Whether a text makes a new value, rather than naming one that others hold, too."""
        return not word[0].isidentifier() and word[1] != NUMBER

    def expression(self, i):
        """Return the right-hand side of instruction ``i`` and how tightly it binds."""
        p, op = self.program, self.program.ops[i]
        words, level = [self.spelled(k) for k in p.slots[i]], LEVELS.get(op, ATOM)
        if op == "power":
            square = p.slots[i][1] < 0 and p.constants[~p.slots[i][1]] == 2
            if square and words[0][1] == ATOM and words[0][0].isidentifier():
                return f"{words[0][0]} * {words[0][0]}", PRODUCT
            if not p.shapes and not (p.slots[i][1] < 0 and type(p.constants[~p.slots[i][1]]) is int):
                self.imports["pow"] = "math"  # it refuses what ** would turn into a complex number
                return f"pow({words[0][0]}, {words[1][0]})", ATOM
            return f"{self.inside(words[0], ATOM)} ** {self.inside(words[1], ATOM)}", POWER
        if op in LEVELS:
            inner = [self.inside(words[0], level)]
            inner += [self.inside(word, level + 1) for word in words[1:]]  # (u + v) + w need not be u + (v + w)
            return OPS[op].write(*inner), level
        if op in ("transpose", "sum", "mean", "reshape", "index"):
            return OPS[op].write(self.inside(words[0], ATOM), *(word for word, _ in words[1:])), ATOM
        called = self.called(op)
        return OPS[op].write(*(word for word, _ in words)).replace(OPS[op].written.partition("(")[0], called, 1), ATOM

    def called(self, op):
        """Return what a function is called in the text, and have it imported."""
        if op == "abs":
            return "abs"
        if self.program.shapes and op not in OURS:
            module, word = "numpy", NUMPY.get(op, op)
        elif op in MATH and not self.program.shapes:
            module, word = "math", MATH[op]
        else:
            module, word = f"adlesson.engine.{'arrays' if op == 'place' else 'elementary'}", op
        if op == "place":
            self.imports["s_"] = "numpy"
        spelled = word if word not in self.inputs else f"{word} as {word}_"
        self.imports[spelled] = module
        return spelled.rpartition(" ")[2]

    def spelled(self, slot):
        """Return the text of a slot and how tightly it binds."""
        if slot >= 0:
            return self.said.get(slot) or (self.names[slot], ATOM)
        u = self.program.constants[~slot]
        if is_array(u):
            if u.size <= MOST_ENTRIES:
                self.imports["array"] = "numpy"
                return f"array({u.tolist()})", ATOM
            name = next((name for name, v in self.open.items() if v is u), None) or self.fresh(f"k{len(self.open)}")
            self.open[name] = u
            return name, ATOM
        if not is_number(u):
            return option(u), ATOM
        return self.number(u)

    def number(self, u):
        """Return a number as Python text."""
        if isinstance(u, float) and not math.isfinite(u):
            word = "nan" if u != u else "inf"
            self.imports[word] = "math"
            return (f"-{word}", SIGN) if u < 0 else (word, ATOM)
        if type(u).__module__ == "fractions":
            self.imports["Fraction"] = "fractions"
            return repr(u), ATOM
        if not isinstance(u, (int, float, complex)):
            raise InputError(f"the constant {u!r} of {self.program.title} has no Python text: make it an input")
        text = repr(u.item() if hasattr(u, "item") else u)
        return text, SIGN if text.startswith("-") else NUMBER

    def inside(self, word, level):
        """Return a text as it stands inside an operation of this level: in parentheses if it binds weaker."""
        text, own = word
        return text if own >= level else f"({text})"

    def guard(self, comparison, a, b, outcome, line):
        """Write that the branch taken in the trace must be taken again."""
        told = f"{self.spelled(a)[0]} {COMPARISONS[comparison][1]} {self.spelled(b)[0]}"
        self.lines.append(f"if {'not ' if outcome else ''}{told}:")
        self.lines.append(
            f'    raise ValueError("another branch than the one that was traced (line {line}) would run here")'
        )

    def returned(self):
        """Return the text of what the program returns."""
        p = self.program
        words = [self.spelled(k)[0] for k in p.output_slots]
        if p.shape == "one":
            return words[0]
        if isinstance(p.shape, tuple):
            parts, k = [], 0
            for key, n in p.shape:
                word = words[k] if n is None else f"[{', '.join(words[k : k + n])}]"
                k += 1 if n is None else n
                parts.append(f'"{key}": {word}' if isinstance(key, str) else f"{key!r}: {word}")
            return "{" + ", ".join(parts) + "}"
        inner = ", ".join(words)
        return f"[{inner}]" if p.shape == "list" else f"({inner},)" if len(words) == 1 else f"({inner})" if words else "()"
