"""Count what the sweeps do: the price of a derivative in operations.

With this module you can

- count the operations of a value, a tangent and a gradient, as the sweeps run (``operations``);
- count those of second derivatives: a Hessian times a direction (``Operations.hvp``), and the whole matrix;
- find out what any calculation costs, by running it on ``Counted`` numbers.

A multiplication may be a division, an addition a subtraction or a change of sign; ``**`` is a function.
Arithmetic among constants alone is not counted.

*By convention* an instruction is one operation, and so is a partial, whatever is inside it.  Free are a partial that
is a constant or a value already there, a product with the constant 1 or -1, and the first share that an adjoint or
tangent gets: it is assigned, not added.  Then value and gradient of a program of ``+ - *`` and functions of one
argument never cost more than 4 times its value.  ``/``, ``maximum``, ``minimum`` and a power of two variables have
two partials to compute, and the bound is 6.  Who adds the first share to a zero, as many do, counts it as an addition
and gets 5 for a ``*`` alone.  (Griewank and Walther, 2008, seen second hand: the gradient costs 3 to 4 values.)

>>> from ..samples.examples import speelpenning
>>> operations(speelpenning, x=[2, 3, 5, 7])
                 multiplications  additions  functions  total  by convention  first shares
value                          3          0          0      3              3             0
tangent                        6          3          0      9              9             3
gradient                       6          0          0      6              6             6
value, gradient                9          0          0      9              9             6
value and gradient cost 3 values by convention, 3 raw; by a tangent sweep per input (4), 13 by convention

The gradient program is a program like any other, and a tangent sweep over it crosses each of its edges once.  So a Hessian
times a direction costs a small number of values, too, and the whole matrix one such sweep for each input.

>>> bill = operations(speelpenning, x=[2, 3, 5, 7])
>>> bill.hvp.convention, round(bill.hvp_ratio, 2), round(bill.hessian_ratio, 2)
(21, 10.0, 31.0)
"""

import operator
from collections import Counter, namedtuple
from functools import cached_property

from ..derivatives import one_output
from ..errors import listed
from ..fence import fence
from ..numbers.inputs import by_name
from ..numbers.operand import Comparable
from ..ops import COMPARISONS, OPS
from ..program import scalars_only
from ..sweeps import forward_sweep, reverse_sweep, tangent_sweep
from ..transforms.gradients import kept_gradient

MOST = 100_000  # variables: some seconds
KINDS = {"+": "additions", "-": "additions", "*": "multiplications", "/": "multiplications"}  # by sign; else functions
HEADS = {"convention": "by convention", "first_shares": "first shares"}


class Counted(Comparable):
    """A number that writes down the operations it takes part in.

    ``value`` is the number, ``log`` a list that gets the name of each operation on it, in order, and ``born`` is the length
    of the log when the number was made.  Comparisons are not logged.

    >>> log = []
    >>> Counted(3, log) ** 2 * 5 + 1, log
    (Counted(46), ['power', 'multiply', 'add'])
    """

    __slots__ = ("born", "log", "value")

    def __init__(self, value, log):
        self.value, self.log, self.born = value, log, len(log)

    @staticmethod
    def apply_op(op, args, options=()):
        """Compute and log an operation (called by the table's functions)."""
        log = next(u.log for u in args if type(u) is Counted)
        value = OPS[op].value(*[u.value if type(u) is Counted else u for u in args])
        log.append(op)
        return Counted(value, log)

    @staticmethod
    def compare(name, args):
        """Return the outcome of a comparison (called by the operators)."""
        return COMPARISONS[name][0](*[u.value if type(u) is Counted else u for u in args])

    def __repr__(self):
        return f"Counted({self.value!r})"


class Count(namedtuple("Count", "multiplications additions functions total convention first_shares", defaults=(0,) * 6)):
    """Operations by kind, their raw ``total``, operations by convention, and first shares; counts can be added."""

    __slots__ = ()

    def __add__(self, other):
        return Count(*map(operator.add, self, other))


def run_partial(op, slot):
    """Return the partial of an operation of numbers by one argument, and the names of the operations that it runs.

    So what is true of a rule can be read off it: the slope of ``cos`` begins with a minus sign, that of ``relu`` jumps.

    >>> run_partial("cos", 0)[1], run_partial("relu", 0)[1], run_partial("add", 0)
    (['sin', 'negative'], ['heaviside'], (1, []))
    """
    log, rule = [], OPS[op].partials[slot]
    return rule(*[Counted(0.5, log) for _ in range(1 + len(OPS[op].partials))]), log


Expensive = namedtuple("Expensive", "instruction convention raw partials")
Expensive.__doc__ = "An instruction that costs more than 5 with its part of the reverse sweep; what its partials run."


class Operations:
    """What was counted: the ``value``, then a ``tangent`` and the ``gradient`` on top of it, and what is ``expensive``."""

    def __init__(self, program, at, value, tangent, gradient, expensive):
        self.program, self.at, self.d = program, at, program.d
        self.value, self.tangent, self.gradient, self.expensive = value, tangent, gradient, expensive

    @property
    def value_and_gradient(self):
        """The count of a forward and a reverse sweep."""
        return self.value + self.gradient

    @property
    def ratio(self):
        """Value and gradient against the value alone, by convention; NaN if there is nothing to compute."""
        return _quotient(self.value_and_gradient.convention, self.value.convention)

    @property
    def raw_ratio(self):
        """The same with every operation counted."""
        return _quotient(self.value_and_gradient.total, self.value.total)

    @property
    def tangent_ratio(self):
        """The same as ``ratio`` if the gradient is put together from a tangent sweep per input."""
        return _quotient(self.value.convention + self.d * self.tangent.convention, self.value.convention)

    @cached_property
    def hvp(self):
        """The count of a Hessian times a direction on top of value and gradient: a tangent sweep over their program."""
        q, log = kept_gradient(self.program), []
        here, direction = (q.pack_inputs([Counted(u, log) for u in flat]) for flat in (self.at, [1] * self.d))
        return _pushed(q, direction, here, log)

    @property
    def hvp_ratio(self):
        """Value, gradient and Hessian times a direction against the value alone, by convention."""
        return _quotient((self.value_and_gradient + self.hvp).convention, self.value.convention)

    @property
    def hessian_ratio(self):
        """The same with the whole Hessian, which takes such a tangent sweep for each input."""
        return _quotient(self.value_and_gradient.convention + self.d * self.hvp.convention, self.value.convention)

    @property
    def rows(self):
        """One dict per line of the report."""
        lines = {"value": self.value, "tangent": self.tangent, "gradient": self.gradient}
        lines["value, gradient"] = self.value_and_gradient
        return [{"": what} | {HEADS.get(h, h): u for h, u in count._asdict().items()} for what, count in lines.items()]

    def __repr__(self):
        width = max(len(row[""]) for row in self.rows)
        lines = [" " * width + "".join(f"  {HEADS.get(head, head)}" for head in Count._fields)]
        for row in self.rows:
            lines.append(row.pop("").ljust(width) + "".join(f"  {u:{len(head)},}" for head, u in row.items()))
        lines.append(
            f"value and gradient cost {self.ratio:.4g} values by convention, {self.raw_ratio:.4g} raw; "
            f"by a tangent sweep per input ({self.d:,}), {self.tangent_ratio:,.6g} by convention"
        )
        for text, convention, raw, partials in self.expensive:
            lines.append(f"more than 5: {text} costs {convention} by convention, {raw} raw; its partials run {partials}")
        return "\n".join(lines)


def operations(f, /, at=None, **inputs):
    """Return the ``Operations`` of a program or function with one output, counted at these inputs.

    The sweeps run on ``Counted`` numbers; every input moves, and gets its partial derivative.
    """
    p = scalars_only(one_output(f, at, inputs), "operations")
    fence(p.title, len(p), MOST, "operations counts", "count a shorter program: the ratios are those of a longer one")
    log = []

    def counted(flat):
        return p.pack_inputs([Counted(u, log) for u in flat])

    at = p.bind(by_name(at, inputs))
    here, done, cost, partials = counted(at), 0, {}, {}
    for step in forward_sweep(p, here):
        cost[step.target], done = _count(log[done:], step.kind == "forward"), len(log)
    value = sum(cost.values(), Count())
    tangent = _pushed(p, counted([1] * p.d), here, log)
    for name, inside, count in _edges(reverse_sweep(p, Counted(1, log), here), log):
        cost[name] += count
        partials[name] = partials.get(name, []) + inside
    expensive = [
        Expensive(row.text, cost[row.name].convention, cost[row.name].total, listed(partials[row.name]))
        for row in p.instructions
        if max(cost[row.name].convention, cost[row.name].total) > 5
    ]
    everything = sum(cost.values(), Count())
    return Operations(p, at, value, tangent, Count(*map(operator.sub, everything, value)), expensive)


def _pushed(p, direction, here, log):
    """Return the ``Count`` of a tangent sweep."""
    return sum((count for *_, count in _edges(tangent_sweep(p, direction, here), log)), Count())


def _edges(steps, log):
    """Yield for each edge that is crossed: its child, the operations inside the partial, and the ``Count`` of all."""
    done = 0
    for step in steps:
        if step.kind == "seed":
            done = len(log)
            continue
        constant, first = type(step.partial) is not Counted, type(step.before) is not Counted
        inside = [] if constant else log[done : step.partial.born]  # of a value already there, nothing
        ran = log[done : len(log) - first]  # a step shows 0 + share, where grad assigns
        convention = bool(inside) + (not (constant and step.partial in (1, -1))) + (not first)
        yield step.source, inside, _count(ran, convention, first)
        done = len(log)


def _count(ran, convention, first_share=False):
    kinds = Counter(KINDS.get(OPS[op].sign, "functions") for op in ran)
    by_kind = (kinds[head] for head in Count._fields[:3])
    return Count(*by_kind, len(ran), int(convention), int(first_share))


def _quotient(cost, base):
    return cost / base if base else float("nan")
