"""A program as a system of equality constraints, at any values of its variables.

With this module you can

- read each instruction as a constraint z_i = f_i(u), and linearise it (``constraints``), also where it does not hold;
- turn the columns of that into rows: who reads z_j, and with which partial (``rows``).

The values may be floats, fractions, arrays or symbols: on symbols, the same lines give the equations.

>>> from ..engine.numbers.elementary import exp
>>> from ..engine.trace import trace
>>> p = trace(lambda x: exp(x) * x, x=0.0)
>>> [(row.value, [edge.partial for edge in row.edges]) for row in constraints(p, [0.0, 5.0, 7.0])]
[(1.0, [1.0]), (0.0, [0.0, 5.0])]
"""

import math
from collections import namedtuple
from contextlib import contextmanager
from numbers import Rational

from ..engine.errors import InputError, NumberError, closest, listed, short
from ..engine.numbers.arrays import is_array, shape_of
from ..engine.numbers.inputs import checked_value
from ..engine.numbers.summing import total

Constraint = namedtuple("Constraint", "index value edges")
Constraint.__doc__ = "Instruction ``index``: what its right-hand side comes to, and an ``Edge`` per argument."
Edge = namedtuple("Edge", "slot parent partial")
Edge.__doc__ = "The argument in a ``slot`` of an instruction: the variable it is, and the derivative by it."


def constraints(program, z):
    """Yield a ``Constraint`` per instruction at the values ``z``, the constants behind them as in ``program.values``.

    Some rules of the table reuse the output: the slope of exp(u) is v.  Off the constraints v is f_i(u), not z_i.
    """
    here = list(z)
    for i in range(program.d, len(program)):
        here[i] = value = program.value_of(i, here)
        edges = [Edge(slot, k, program.partial_of(i, slot, here)) for slot, k in program.edges(i)]
        here[i] = z[i]
        yield Constraint(i, value, edges)


def rows(program, z):
    """Return, for each variable j, the list of ``(i, slot, df_i/dz_j)`` over the children i that read it."""
    found = [[] for _ in range(len(program))]
    for i, _, edges in constraints(program, z):
        for slot, j, partial in edges:
            found[j].append((i, slot, partial))
    return found


@contextmanager
def in_floats():
    """Return a context, or a decorator, that makes a sentence of Python's refusal to turn a whole number into a float."""
    try:
        yield
    except OverflowError:
        raise NumberError(
            "a whole number is too large for a float here: give smaller inputs, or floats, as in 9.0"
        ) from None


def feasible(program, at, inputs):
    """Return the values that satisfy all constraints, the constants behind them; raise ``NumberError`` at a NaN."""
    z = program.values(at, **inputs)
    for i in range(len(program)):
        if has_nan(z[i]):
            what = "is given as NaN" if i < program.d else f"= {program.written(i)} is NaN at these inputs"
            raise NumberError(f"{program.names[i]} {what}: take inputs where every instruction has a value")
    return z


def listed_values(program, given, what):
    """Return the values in a mapping over all variables as a list, in program order, each of its variable's shape."""
    if not hasattr(given, "keys"):
        raise InputError(f"{what} is a mapping over all variables, such as adlesson.primals(p), not {short(given)}")
    known_names = set(program.names)
    for name in given:
        if name not in known_names:
            known = closest(name, program.names)
            raise InputError(f"{what} has no variable {short(name)}{known}: give a value for {listed(program.names)}")
    missing = [name for name in program.names if name not in given]
    if missing:
        raise InputError(f"{what} needs a value for every variable: {listed(missing)} left out")
    values = [checked_value(given[name], f"{what} of {name}") for name in program.names]
    for i, u in enumerate(values):
        if shape_of(u) != program.shape_at(i):
            shapes = f"the shape {shape_of(u)}, and {program.names[i]} has {program.shape_at(i)}"
            raise InputError(f"{what} of {program.names[i]} has {shapes}: give a value for each entry")
        if has_nan(u):
            raise InputError(f"{what} of {program.names[i]} is NaN: give a number")
    return values


def inner(u, w):
    """Return the inner product of two arrays of one shape, the product of two numbers."""
    return total(u * w, None) if shape_of(u * w) else u * w


def is_finite(u):
    """Whether a number, or each entry of an array or a list, is finite; a whole number may be too large for a float."""
    if is_array(u) or isinstance(u, (list, tuple)):
        return all(map(is_finite, u.flat if is_array(u) else u))
    if isinstance(u, complex):
        raise InputError(f"{short(u)} is a complex number, and time steps and controls are in real ones: give real inputs")
    return isinstance(u, Rational) or math.isfinite(u)


def has_nan(u):
    """Whether a number is NaN, or an entry of an array."""
    return bool((u != u).any()) if is_array(u) else isinstance(u, (float, complex)) and u != u
