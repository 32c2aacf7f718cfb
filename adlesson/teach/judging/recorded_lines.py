"""Formulas of one number or two, to be recorded by boxes of any class.

With this module you can

- call one of the formulas (``FORMULAS``) with boxes of somebody's own class, and read the lines they write (``recorded``);
- get the function of another formula, of four letters in two brackets (``of_four``).

>>> class Box:
...     def __init__(self, lines, op, *reads):
...         self.lines, self.place = lines, len(lines)
...         lines.append((op, *reads))
...     def __mul__(self, other):
...         return Box(self.lines, "*", self.place, other.place)
>>> recorded(Box, "x * x")
[['input'], ['*', 0, 0]]
>>> of_four("(x * y) + (x + x)")(2, 5)
14
"""

import operator
import re

FORMULAS = {
    "x * y": lambda x, y: x * y,
    "y + x": lambda x, y: y + x,
    "x * x": lambda x: x * x,
    "x + x + x": lambda x: x + x + x,
    "(x * y) * (x * y + x)": lambda x, y: (x * y) * (x * y + x),
    "x * (x + x) + x": lambda x: x * (x + x) + x,
    "(y + x) * (x + y)": lambda x, y: (y + x) * (x + y),
}


def of_four(formula):
    """Return the function of x and y that a text such as "(x * y) + (y * x)" says."""
    a, first, b, middle, c, last, d = re.findall(r"[xy+*]", formula)
    do = {"+": operator.add, "*": operator.mul}

    def f(x, y):
        at = {"x": x, "y": y}
        return do[middle](do[first](at[a], at[b]), do[last](at[c], at[d]))

    return f


def recorded(kind, formula):
    """Return the lines, a hundred at most, that boxes of class ``kind`` write for a formula of either kind."""
    f, lines = FORMULAS.get(formula) or of_four(formula), []
    f(*[kind(lines, "input") for _ in range(f.__code__.co_argcount)])
    return [list(line) if isinstance(line, (list, tuple)) else line for line in lines[:100]]
