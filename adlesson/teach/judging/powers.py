"""Powers and products of one number, to be taken of numbers of any class.

With this module you can

- put a number of somebody's own class through one of the formulas (``POWERS``), and read value and tangent (``through``).

>>> from collections import namedtuple
>>> class Dual(namedtuple("Dual", "value tangent")):
...     def __mul__(self, other):
...         return Dual(self.value * other.value, self.value * other.tangent + self.tangent * other.value)
>>> through(Dual, "x * x", 3, 1)
(9, 6)
"""

POWERS = {
    "x ** 3": lambda x: x**3,
    "x * x": lambda x: x * x,
    "(x * x) ** 2": lambda x: (x * x) ** 2,
    "x ** 2 * x": lambda x: x**2 * x,
    "x ** 4": lambda x: x**4,
}


def through(kind, formula, x, speed):
    """Return value and tangent of a formula of ``POWERS`` at ``x``, a number of class ``kind`` that moves at a speed."""
    u = POWERS[formula](kind(x, speed))
    return u.value, u.tangent
