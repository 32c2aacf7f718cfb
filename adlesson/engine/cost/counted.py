"""A number that writes down the operations it takes part in.

With this module you can

- find out what a calculation costs, by running it on ``Counted`` numbers that share a ``log``.

>>> log = []
>>> Counted(3, log) ** 2 * 5 + 1, log
(Counted(46), ['power', 'multiply', 'add'])
"""

from ..ops import COMPARISONS, OPS


def _operation(op, reflected=False):
    return lambda self, *other: Counted.apply_op(op, (*other, self) if reflected else (self, *other))


def _comparison(name):
    return lambda self, other: COMPARISONS[name][0](self.value, other.value if type(other) is Counted else other)


class Counted:
    """A number with a ``value``, and a list ``log`` that gets the name of each operation on it, in order.

    ``born`` is the length of the log when the number was made.  Comparisons are not logged.
    """

    __slots__ = ("born", "log", "value")
    __array_ufunc__ = None  # so that a NumPy number leaves the arithmetic to us

    def __init__(self, value, log):
        self.value, self.log, self.born = value, log, len(log)

    @staticmethod
    def apply_op(op, args):
        """Compute and log an operation (called by the table's functions)."""
        log = next(u.log for u in args if type(u) is Counted)
        value = OPS[op].value(*[u.value if type(u) is Counted else u for u in args])
        log.append(op)
        return Counted(value, log)

    __add__, __radd__ = _operation("add"), _operation("add", reflected=True)
    __sub__, __rsub__ = _operation("subtract"), _operation("subtract", reflected=True)
    __mul__, __rmul__ = _operation("multiply"), _operation("multiply", reflected=True)
    __truediv__, __rtruediv__ = _operation("divide"), _operation("divide", reflected=True)
    __pow__, __rpow__ = _operation("power"), _operation("power", reflected=True)
    __neg__, __abs__ = _operation("negative"), _operation("abs")
    __gt__, __lt__, __ge__ = _comparison("greater"), _comparison("less"), _comparison("greater_equal")
    __le__, __eq__, __ne__ = _comparison("less_equal"), _comparison("equal"), _comparison("not_equal")
    __hash__ = None

    def __repr__(self):
        return f"Counted({self.value!r})"
