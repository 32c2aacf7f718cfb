"""Arithmetic that is handed on by name, for everything that stands in for a number.

With this module you can

- make a class whose ``u + w``, ``-u``, ``abs(u)`` ... call its ``apply_op("add", (u, w))`` (``Operand``);
- let it be compared, too, by its ``compare("less", (u, w))`` (``Comparable``).

A rule of the table is a few lines of arithmetic.  Run on an operand it tells what it does: a traced value writes it
down, a letter spells it, a count counts it.  The table's functions, such as ``sin``, call ``apply_op`` as well.

>>> class Said(Operand):
...     @staticmethod
...     def apply_op(op, args, options=()):
...         return op
>>> Said() * 2, 2 - Said(), abs(Said())
('multiply', 'subtract', 'abs')
"""


def is_operand(u):
    """Whether ``u`` stands in for a number and wants to know what is done to it."""
    return hasattr(type(u), "apply_op")


def _binary(op):
    def method(self, other):
        if hasattr(type(other), "pull"):
            return NotImplemented  # a linear map knows itself what to do with a row or a column
        return self.apply_op(op, (self, other))

    return method


def _reflected(op):
    def method(self, other):
        return self.apply_op(op, (other, self))

    return method


def _unary(op):
    def method(self):
        return self.apply_op(op, (self,))

    return method


def _comparison(name):
    def method(self, other):
        return self.compare(name, (self, other))

    return method


class Operand:
    """What stands in for a number; a class of this kind has a static ``apply_op(op, args, options=())``.

    ``op`` is the name of a row of the table, ``args`` are numbers and operands, ``options`` an axis, a shape or a key.
    """

    __slots__ = ()
    __array_ufunc__ = None  # a NumPy number or array on the left leaves the arithmetic to us

    __add__, __radd__ = _binary("add"), _reflected("add")
    __sub__, __rsub__ = _binary("subtract"), _reflected("subtract")
    __mul__, __rmul__ = _binary("multiply"), _reflected("multiply")
    __truediv__, __rtruediv__ = _binary("divide"), _reflected("divide")
    __pow__, __rpow__ = _binary("power"), _reflected("power")
    __neg__, __abs__ = _unary("negative"), _unary("abs")

    @staticmethod
    def constant(name, number):
        """Return what the constant called ``name``, such as pi, is among operands of this class: its ``number``."""
        return number


class Comparable(Operand):
    """An operand with a value to compare; its class has a static ``compare(name, args)`` with a name of ``COMPARISONS``."""

    __slots__ = ()

    __gt__, __lt__ = _comparison("greater"), _comparison("less")
    __ge__, __le__ = _comparison("greater_equal"), _comparison("less_equal")
    __eq__, __ne__ = _comparison("equal"), _comparison("not_equal")
    __hash__ = None  # equal by value, so not to be found by identity
