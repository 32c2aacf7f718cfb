"""How names and numbers are spelled in Python text.

With this module you can

- turn any name into one that Python accepts and that nothing else has (``Words.fresh``);
- write any number, array or key as text, with the imports that it needs (``Words.constant``, ``Words.head``).

>>> words = Words(["x", "lambda"])
>>> words.inputs, words.fresh("x[0]"), words.fresh("x")
(['x', 'lambda_'], 'x_0', 'x_')
>>> words.constant(-0.5), words.constant(float("inf")), words.head()
(('-0.5', 2), ('inf', 4), ['from math import inf'])
"""

import keyword
import math
from unicodedata import normalize

from ..errors import short
from ..numbers.arrays import is_array

SUM, PRODUCT, SIGN, POWER, ATOM, NUMBER = range(6)  # how tightly a text binds; a number that is no atom: 2.real
MOST_ENTRIES = 20
RESERVED = {"Fraction", "abs", "array", "inf", "nan", "pow"}  # imported as they are unless an input has the name


def identifier(name):
    """Return a name as Python spells it, with other characters left out."""
    if name.isidentifier():
        return normalize("NFKC", name)
    name = normalize("NFKC", name).replace("][", "[")
    word = "".join(c if f"z{c}".isidentifier() else "_" for c in name).strip("_") or "z"
    return word if word.isidentifier() else f"z_{word}"


class Words:
    """The words of one text: the names of its inputs, what is imported, what is left open."""

    def __init__(self, inputs, reserved=()):
        self.taken, self.imports, self.open = {*keyword.kwlist, "__debug__"}, {}, {}
        self.inputs = [self.fresh(name) for name in inputs]
        self.free = (RESERVED | set(reserved)) - self.taken
        self.taken |= self.free

    def fresh(self, name):
        """Return ``name`` as a Python name that nothing else has."""
        word = identifier(name)
        while word in self.taken:
            word += "_"
        self.taken.add(word)
        return word

    def imported(self, module, name):
        """Return what ``name`` of a module is called in the text, and have it imported."""
        if (module, name) not in self.imports:
            if name in self.free or name not in self.taken:
                self.free.discard(name)
                self.taken.add(name)
                self.imports[module, name] = name
            else:
                self.imports[module, name] = self.fresh(f"{module.rpartition('.')[2]}_{name}")
        return self.imports[module, name]

    def left_open(self, name, u):
        """Return the word for what cannot be written down, called ``name`` if that is free: it is to be filled in."""
        word = next((word for word, v in self.open.items() if v is u), None)
        if word is None:
            self.taken -= self.free & {name}
            self.free.discard(name)
            word = self.fresh(name)
            self.open[word] = u
        return word

    def head(self):
        """Return the lines that stand before the function: what is imported, and what is to be filled in."""
        lines = {}
        for (module, name), word in sorted(self.imports.items()):
            if module != "builtins" or name != word:
                lines.setdefault(module, []).append(name if name == word else f"{name} as {word}")
        head = [f"from {module} import {', '.join(names)}" for module, names in lines.items()]
        for name, u in self.open.items():
            what = f"an array of shape {u.shape}" if is_array(u) else " ".join(short(u).split())
            if callable(u):
                what = "a class of your own" if isinstance(u, type) else "an operation of your own"
            else:
                what = f"{what}, a constant"
            head.append(f"{name} = ...  # {what}: fill it in")
        return head

    def constant(self, u):
        """Return the text of a number, an array or a key, and how tightly it binds; what has none is left open."""
        try:
            found = self._written(u)
        except ValueError:  # whole numbers of more digits than Python writes
            found = None
        if found is None:
            return self.left_open(f"k{len(self.open)}", u), ATOM
        return found

    def _written(self, u):
        """Return the text and how tightly it binds; None if there is no text."""
        kind, module = type(u).__name__, type(u).__module__
        if u is None or type(u) is bool:
            return repr(u), ATOM
        if type(u) is str:
            return (f'"{u}"' if u.isprintable() and not {'"', "\\"} & set(u) else repr(u)), ATOM
        if type(u) is tuple:
            return f"({', '.join(self.constant(v)[0] for v in u)}{',' * (len(u) == 1)})", ATOM
        if is_array(u):
            return self._array(u)
        if module == "numpy" and kind not in ("float64", "complex128") and type(u.item()) is not type(u):
            return f"{self.imported(module, kind)}({self._written(u.item())[0]})", ATOM
        if isinstance(u, int):
            text = int.__repr__(u) if abs(u) < 1 << 9999 else hex(u)
        elif isinstance(u, float):
            text = float.__repr__(u) if math.isfinite(u) else self.imported("math", "nan" if u != u else "inf")
            text = f"-{text}" if u == -math.inf else text
        elif isinstance(u, complex):
            text = self._complex(u)
        elif kind in ("Fraction", "Decimal") and module in ("fractions", "decimal"):
            text = repr(u).replace(kind, self.imported(module, kind), 1)
        else:
            return None
        return text, SIGN if text.startswith("-") else ATOM if text.isidentifier() or text.endswith(")") else NUMBER

    def _complex(self, u):
        parts = u.real, u.imag
        if all(map(math.isfinite, parts)) and (all(parts) or (u.imag > 0 and math.copysign(1, u.real) > 0)):
            return complex.__repr__(u)
        return f"{self.imported('builtins', 'complex')}({', '.join(self._written(v)[0] for v in parts)})"

    def _array(self, u):
        name = u.dtype.name
        known = u.dtype.kind in "biu" or name in ("float16", "float32", "float64", "complex64", "complex128")
        if not known or not 0 < u.size <= MOST_ENTRIES:
            return None
        kind = "" if name in ("bool", "int64", "float64", "complex128") else f', dtype="{name}"'
        return f"{self.imported('numpy', 'array')}({self._nested(u.tolist())}{kind})", ATOM

    def _nested(self, entries):
        return f"[{', '.join(map(self._nested, entries))}]" if isinstance(entries, list) else self._written(entries)[0]
