"""Rows of the table that are made while a program is written, and known by a name of their own.

With this module you can

- make a row that tells itself from any other of the same name (``own_row``, ``OwnName``).

A program keeps the names of its operations.  A row of one's own may be replaced by another of the same name, so a plain name
would not do: programs recorded before would silently calculate with the new one.

>>> OwnName("f"), OwnName("f") == OwnName("f"), OwnName("f") == "f"
('f', False, False)
"""

import itertools

from .errors import InputError
from .numbers.operand import is_operand
from .ops import Op


class OwnName(str):
    """The name of a row of one's own: written like any other, and equal only to itself and to its twin.

    ``remade`` is what a pickle keeps of it: a function, and the arguments that it makes the row of again.
    """

    count = itertools.count()

    def __new__(cls, name, remade=None, twin=None):
        """Make a new name, or the ``twin`` of one: equal to it, and not the same object."""
        self = str.__new__(cls, name)
        self.remade, self.number = remade, next(cls.count) if twin is None else twin.number
        return self

    def __eq__(self, other):
        return self is other or (type(other) is OwnName and other.number == self.number)

    def __ne__(self, other):
        return not self == other

    __hash__ = str.__hash__

    def __copy__(self):
        return self

    def __deepcopy__(self, _):
        return self

    def __reduce__(self):
        return self.remade


def own_row(name, called, value, partials, **more):
    """Return the row of an operation called ``name`` with a value function of numbers and arrays, and partials.

    ``called()`` is the ``OwnName`` that programs record.  The row's own value function takes what any other does: what
    stands in for a number writes the operation down, and SymPy gets a function without a body, whose derivatives are the
    partials.
    """
    n, formulas = len(partials), []

    def function(*u):
        if len(u) != n:
            raise InputError(f"{name} takes {n} argument{'s' * (n > 1)}, one for each of its partials: {len(u)} given")
        for w in u:
            if is_operand(w):
                return type(w).apply_op(called(), u)
            if is_formula(w):
                formulas[:] = formulas or [_formula(name, value, partials)]
                return formulas[0](*u)
        return value(*u)

    function.__name__ = function.__qualname__ = name
    written = f"{name}({', '.join(f'{{{k}}}' for k in range(n))})"
    latex = rf"\mathrm{{{{{name.replace('_', chr(92) + '_')}}}}}({{0}})"
    return Op(name, function, partials, written, "input and output", latex=latex, numpy="", **more)


def is_formula(u):
    """Whether ``u`` is a formula of SymPy's."""
    return type(u).__module__.partition(".")[0] == "sympy"


def _formula(name, value, partials):
    """Return a function of SymPy's that has no body: its derivatives are the partials, and of numbers it has a value."""
    import sympy

    def fdiff(self, argindex=1):
        return partials[argindex - 1](self, *self.args)

    def evaluated(self, prec):
        if all(u.is_number for u in self.args):
            return sympy.Float(value(*map(float, self.args)), 15)

    inside = {"fdiff": fdiff, "nargs": len(partials), "_eval_evalf": evaluated, "__module__": "sympy"}  # as others see it
    return type(name, (sympy.Function,), inside)
