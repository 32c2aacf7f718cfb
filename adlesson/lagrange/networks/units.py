"""What a layer is made of: the function F of its units, and the cost C of what the last layer says.

With this module you can

- look up a function of units (``UNITS``) or a cost (``COSTS``) by name;
- get F'(A) without writing a derivative (``slope``): it is read off the engine's table of operations;
- turn scores into shares that add up to 1 (``softmax``).

All of them run on arrays and on traced arrays, one pattern or a column for each.

>>> X, D = np.array([2.0, 0.0]), np.array([0.0, 1.0])
>>> float(COSTS["squares"](X, D)), float(COSTS["half squares"](X, D)), round(float(COSTS["cross-entropy"](X, D)), 4)
(5.0, 2.5, 2.1269)
>>> slope(UNITS["tanh"], np.array([0.0, 0.5])).round(4).tolist(), softmax(X).round(4).tolist()
([1.0, 0.7864], [0.8808, 0.1192])
"""

# ruff: noqa: N803, N806, the letters are those of the paper

import numpy as np

from ...engine.derivatives import vjp
from ...engine.errors import InputError, closest, listed, short
from ...engine.numbers.arrays import shape_of
from ...engine.numbers.choosing import logsumexp
from ...engine.numbers.elementary import exp, relu, sigmoid, tanh
from ...engine.trace import trace


def scaled_tanh(A):
    """Return 1.7159 tanh(2/3 A), LeCun's choice of 1989 and later: F(1) = 1 and F(-1) = -1, nearly."""
    return 1.7159 * tanh(A * (2 / 3))


def identity(A):
    """Return A: a unit that adds its inputs up and does nothing else."""
    return A


UNITS = {"tanh": tanh, "scaled tanh": scaled_tanh, "sigmoid": sigmoid, "relu": relu, "identity": identity}


def squares(X, D):
    """Return (D - X)'(D - X), summed over patterns: LeCun's cost, which has no 1/2."""
    E = D - X
    return (E * E).sum()


def half_squares(X, D):
    """Return the same with the 1/2 that others put there, so that the derivative has no 2."""
    return squares(X, D) / 2


def cross_entropy(X, D):
    """Return - D' log softmax(X), summed over patterns: the scores X stay scores, and nothing overflows."""
    sums = logsumexp(X, 0)
    return (sums.sum() if shape_of(sums) else sums) - (D * X).sum()


COSTS = {"squares": squares, "half squares": half_squares, "cross-entropy": cross_entropy}


def softmax(X):
    """Return exp(X) divided by its sum over the units."""
    shares = exp(X - logsumexp(X, 0))
    return shares / shares.sum(0)  # once more, since what was rounded in the first sum grows with the scores


def slope(F, A):
    """Return F'(A), entry by entry, from the partials in the table of operations."""
    return vjp(trace(lambda A: F(A), A=A), seed=np.ones_like(A))["A"]


def unit(name):
    """Return the function of units called ``name``; raises ``InputError`` listing the known ones."""
    if name == "softmax":
        raise InputError("softmax mixes the units of a layer: choose cost='cross-entropy', of which it is a part here")
    return _known("function of units", UNITS, name)


def cost(name):
    """Return the cost called ``name``; raises ``InputError`` listing the known ones."""
    return _known("cost", COSTS, name)


def _known(kind, table, name):
    if not isinstance(name, str) or name not in table:
        raise InputError(f"no {kind} {short(name)}{closest(name, table)}: known are {listed(table)}")
    return table[name]
