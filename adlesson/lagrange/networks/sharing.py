"""Weights as functions of fewer parameters, W = W(u): shared weights, and every other change of parameters.

With this module you can

- train u where a network has W(u) (``Shared``): dC/du_q = sum over i, j, k of dC/dw_ij(k) dw_ij(k)/du_q (LeCun 1988);
- say which connections share a parameter by a table of numbers (``tied``), for one as ``convolution`` makes it.

One parameter for many weights is one variable read many times: the sum over its readers is in the sweep already.

>>> from .network import Network
>>> net = Network([4, 3], F="identity", seed=0)
>>> shared = Shared(net, lambda u: [tied(u, convolution(4, 2))], u=[1.0, -1.0])
>>> shared.W[1].tolist()
[[1.0, -1.0, 0.0, 0.0], [0.0, 1.0, -1.0, 0.0], [0.0, 0.0, 1.0, -1.0]]
>>> shared.gradients(I=[1.0, 2.0, 4.0, 7.0], D=[0.0, 0.0, 0.0])["u"].tolist()
[-34.0, -62.0]
"""

# ruff: noqa: N806, the letters are those of the paper

import numpy as np

from ...engine.derivatives import vjp
from ...engine.errors import InputError, short
from ...engine.numbers.arrays import shape_of
from ...engine.numbers.inputs import by_name
from ...engine.trace import trace
from .network import Network
from .parameters import function_or_none, parameter_of


class Shared(Network):
    """A network like ``net`` whose weights are ``weights(**u)``: a list W(1), ..., W(N), or a dict ``W1``, ``t1``, ...

    The free parameters u are numbers, arrays, or lists, tuples and dicts with arrays in them (a list of numbers is one
    array); ``parameters`` and ``gradients`` are theirs, nested alike, and everything else is that of a network.  ``extra``
    is a function of u that is added to the cost.  Raises ``InputError`` for weights that do not fit ``net``.
    """

    def __init__(self, net, weights, /, at=None, extra=None, **u):
        if not isinstance(net, Network) or not callable(weights):
            raise InputError(f"Shared takes a Network and a function of u, not {short(net)} and {short(weights)}")
        if net.extra is not None:
            raise InputError("the network has an extra cost of its own: give it to Shared, as a function of u")
        self.sizes, self.cost, self.F, self.extra = net.sizes, net.cost, net.F, function_or_none(extra)
        self.parameters = {name: parameter_of(v, name) for name, v in by_name(at, u).items()}
        if not self.parameters or {"X0", "D"} & set(self.parameters):
            raise InputError("the free parameters are given by name, as in u=0.5; X0 and D are names of the patterns")
        self._weights = weights
        self._shapes = {f"{c}{k}": w.shape for c, values in (("W", net.W), ("t", net.t)) for k, w in values.items()}
        self.connections(self.parameters)

    def connections(self, parameters):
        """Return W(u) and t(u), dicts by layer."""
        made = self._weights(**parameters)
        if isinstance(made, (list, tuple)):
            made = {f"W{k}": w for k, w in enumerate(made, start=1)}
        if not isinstance(made, dict) or set(made) != set(self._shapes):
            raise InputError(
                f"the weights made of u are {short(sorted(made) if isinstance(made, dict) else made)}: "
                f"wanted is a list of matrices, or a dict with {', '.join(self._shapes)}"
            )
        for name, shape in self._shapes.items():
            if shape_of(made[name]) != shape:
                raise InputError(f"{name} made of u has shape {shape_of(made[name])}, and the network's has {shape}")
        return [{k: made[f"{c}{k}"] for k in self._layers if f"{c}{k}" in made} for c in "Wt"]

    def by_parameter(self, found):
        """Return dC/du, by name, from dC/dW: each weight sends its share to what it is made of."""
        made = trace(self._made, self.parameters)
        return vjp(made, {name: found[name] for name in made.outputs})

    def _made(self, **u):
        W, t = self.connections(u)
        return {f"{c}{k}": w for c, values in (("W", W), ("t", t)) for k, w in values.items()}


def tied(u, table):
    """Return the matrix with ``u[table[i, j]]`` at i, j, and 0 where the table says -1: no connection."""
    table = np.asarray(table)
    if len(shape_of(u)) != 1:
        raise InputError(f"u has the shape {shape_of(u)}: tied reads its numbers from a vector")
    if table.dtype.kind not in "iu" or table.size == 0 or not -1 <= table.min() <= table.max() < shape_of(u)[0]:
        raise InputError(f"a table has places in u, 0 to {shape_of(u)[0] - 1}, or -1 for none, not {short(table.tolist())}")
    return u[np.maximum(table, 0)] * (table >= 0.0)


def convolution(below, window):
    """Return the table of a window that slides over the units ``below``: two lengths, or two pairs (rows, columns).

    The units of a picture are numbered row by row.
    """
    pairs = [tuple(n) if isinstance(n, (tuple, list)) else (1, n) for n in (below, window)]
    if not all(len(pair) == 2 and all(isinstance(n, (int, np.integer)) for n in pair) for pair in pairs):
        raise InputError(f"units and window are lengths, or pairs (rows, columns), not {short(below)}, {short(window)}")
    (rows, columns), (high, wide) = pairs
    if not 0 < high <= rows or not 0 < wide <= columns:
        raise InputError(f"a window of {high} x {wide} does not fit into {rows} x {columns} units")
    table = np.full((rows - high + 1, columns - wide + 1, rows, columns), -1)
    for i, j in np.ndindex(table.shape[:2]):
        table[i, j, i : i + high, j : j + wide] = np.arange(high * wide).reshape(high, wide)
    return table.reshape(-1, rows * columns)
