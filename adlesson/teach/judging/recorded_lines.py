"""Formulas of one number or two, to be recorded by boxes of any class.

With this module you can

- call one of the formulas (``FORMULAS``) with boxes of somebody's own class, and read the lines they write (``recorded``).

>>> class Box:
...     def __init__(self, lines, op, *reads):
...         self.lines, self.place = lines, len(lines)
...         lines.append((op, *reads))
...     def __mul__(self, other):
...         return Box(self.lines, "*", self.place, other.place)
>>> recorded(Box, "x * x")
[['input'], ['*', 0, 0]]
"""

FORMULAS = {
    "x * y": lambda x, y: x * y,
    "y + x": lambda x, y: y + x,
    "x * x": lambda x: x * x,
    "x + x + x": lambda x: x + x + x,
    "(x * y) * (x * y + x)": lambda x, y: (x * y) * (x * y + x),
    "x * (x + x) + x": lambda x: x * (x + x) + x,
    "(y + x) * (x + y)": lambda x, y: (y + x) * (x + y),
}


def recorded(kind, formula):
    """Return the lines of a formula of ``FORMULAS`` that boxes of class ``kind`` write, a hundred at most."""
    f, lines = FORMULAS[formula], []
    f(*[kind(lines, "input") for _ in range(f.__code__.co_argcount)])
    return [list(line) if isinstance(line, (list, tuple)) else line for line in lines[:100]]
