"""A layered network in LeCun's letters, X(k) = F(W(k) X(k-1)), as a program of arrays.

With this module you can

- get the program of the cost, whose variables are called W1, A1, X1, ..., C (``Network.program``);
- get states, multipliers and gradients by his recursions, with either sign (``states``, ``multipliers``, ``gradients``);
- go a step downhill as the paper does (``updated``), or train the program for the gradient (``gradient_program``).

The multipliers are minus the adjoints of the program with the plus sign, and the adjoints with the minus sign.

>>> from ...engine.derivatives import adjoints
>>> net = Network([2, 3, 2], seed=0)
>>> p = net.program(I=[1.0, -0.5], D=[0.25, -0.75])
>>> p.names
('X0', 'W1', 'W2', 'D', 'A1', 'X1', 'A2', 'X2', 'z8', 'z9', 'C')
>>> np.array_equal(net.multipliers(I=[1.0, -0.5], D=[0.25, -0.75]).B[1], -adjoints(p)["X1"])
True
"""

# ruff: noqa: N802, N803, N806, E741, the letters are those of the paper

import copy
import operator
from collections import namedtuple
from numbers import Real

import numpy as np

from ...engine.derivatives import grad
from ...engine.errors import InputError, short
from ...engine.numbers.arrays import shape_of
from ...engine.numbers.nesting import leaves
from ...engine.transforms.gradients import gradient_program
from .lettered import lettered
from .one_layer import scalars
from .parameters import checked, entrywise, function_or_none, functions_of, random_of, sign_of, sizes_of, start
from .patterns import inputs_of, targets_of
from .recursion import backward, forward, products
from .units import cost, softmax, unit

States = namedtuple("States", "X A")
States.__doc__ = """States X(0), ..., X(N) and total inputs A(1), ..., A(N): two dicts by layer."""
Multipliers = namedtuple("Multipliers", "B Y")
Multipliers.__doc__ = """Multipliers B(N), ..., B(0), and Y(N), ..., Y(1), which are F'(A) B: two dicts by layer."""


class Network:
    """A network of layers with ``sizes`` units: ``sizes[0]`` inputs, ``sizes[-1]`` outputs.

    ``F`` names the function of all units, or is a list with a name for each layer (``UNITS``); ``cost`` names the cost
    (``COSTS``).  With the cross-entropy and one name, the last layer only adds up.  ``weights`` is a list W(1), ..., W(N),
    left out they are drawn with the ``seed``.  With ``thresholds`` each unit has one, t(k): the weight of one more unit
    below that is always 1.  ``extra`` is a function of the parameters, by name, that is added to the cost.  A network is
    never changed: what trains it makes a new one.
    """

    def __init__(self, sizes, F="tanh", cost="squares", weights=None, thresholds=False, seed=0, extra=None):
        self.sizes, self.cost, self.extra = sizes_of(sizes), cost, function_or_none(extra)
        self.F = functions_of(F, cost, len(self.sizes) - 1)
        self.parameters = start(self.sizes, weights, thresholds, random_of(seed))

    @property
    def W(self):
        """The weights, a dict by layer."""
        return self.connections(self.parameters)[0]

    @property
    def t(self):
        """The thresholds, columns by layer; empty if there are none."""
        return self.connections(self.parameters)[1]

    def connections(self, parameters):
        """Return W and t, dicts by layer, as the parameters make them; here the parameters are what they are."""
        return [
            {k: parameters[f"{letter}{k}"] for k in self._layers if f"{letter}{k}" in parameters} for letter in ("W", "t")
        ]

    @property
    def _layers(self):
        return range(1, len(self.sizes))

    @property
    def _units(self):
        return {k: unit(name) for k, name in self.F.items()}

    def with_parameters(self, parameters):
        """Return the same network with other parameters, given by name; those left out stay."""
        new = copy.copy(self)
        new.parameters = self.parameters | {name: checked(name, u, self.parameters) for name, u in parameters.items()}
        return new

    # --- as a program --------------------------------------------------------------------------------

    def program(self, I, D):
        """Return the program of C at these patterns: inputs X0, the parameters and D, which may all be changed."""
        X0, D = self._patterns(I, D)

        def network(X0, D, **parameters):
            W, t = self.connections(parameters)
            X, A = forward(X0, W, self._units, t)
            C = cost(self.cost)(X[max(X)], D)
            C = self._with_extra_cost(C, parameters)
            letters = {"W": W, "t": t, "A": A, "X": X}
            return C, {f"{letter}{k}": u for letter, values in letters.items() for k, u in values.items()} | {"C": C}

        return lettered(network, {"X0": X0, **self.parameters, "D": D})

    def gradient_program(self, I, D):
        """Return the program of C and its derivatives by the parameters: ``value``, then ``W1_bar``, ..."""
        return gradient_program(self.program(I, D), only=list(self.parameters))

    def layer(self, k, I, D):
        """Return the program of layer k at one pattern, entry by entry: w11, x1, ... below, a1, ..., f1, ..., and C.

        C is what this layer can do to the cost, to first order: the states times their prices, minus their multipliers.
        So the adjoint of w11 is dC/dw11(k) of the whole network, and that of x1 is minus the multiplier of x1(k-1).
        """
        if k not in self._layers:
            raise InputError(f"no layer {short(k)}: the layers with weights are 1 to {len(self.sizes) - 1}")
        I, D = self._patterns(I, D)
        if I.ndim == 2:
            raise InputError(f"a layer is opened at one pattern, a vector, not {I.shape[1]} columns: take I[:, 0], for one")
        B, _ = self.multipliers(I, D)
        t = self.t[k][:, 0] if self.t else None
        return scalars(self.W[k], self.states(I).X[k - 1], t, unit(self.F[k]), -B[k], f"layer_{k}")

    # --- by the recursions in the letters of the paper -------------------------------------------------

    def states(self, I):
        """Return ``States(X, A)`` at these patterns, left to right."""
        W, t = self.connections(self.parameters)
        return States(*forward(inputs_of(I, self.sizes[0]), W, self._units, t))

    def outputs(self, I):
        """Return what the network says: X(N), and its softmax where the cost is the cross-entropy."""
        X = self.states(I).X[len(self.sizes) - 1]
        return softmax(X) if self.cost == "cross-entropy" else X

    def C(self, I, D):
        """Return the cost, with the extra term, as a number."""
        I, D = self._patterns(I, D)
        return self.cost_of(self.states(I).X[len(self.sizes) - 1], D)

    def cost_of(self, X, D):
        """Return the cost of what the last layer says, X(N), with the extra term, as a number; D are targets."""
        C = cost(self.cost)(X, D)
        return float(self._with_extra_cost(C, self.parameters))

    def multipliers(self, I, D, sign=+1):
        """Return ``Multipliers(B, Y)`` at these patterns, right to left; ``sign`` is that before the multipliers in L."""
        I, D = self._patterns(I, D)
        X, A = self.states(I)
        dC = grad(cost(self.cost), X=X[max(X)], D=D)["X"]
        return Multipliers(*backward(X, A, self.W, self._units, dC, sign_of(sign)))

    def gradients(self, I, D, sign=+1):
        """Return dC by each parameter, by name, from the multipliers; no ``sign`` changes it."""
        found = self._by_connection(self.states(I).X, self.multipliers(I, D, sign).Y, sign)
        return self._with_extra(self.by_parameter(found))

    def by_parameter(self, found):
        """Return derivatives by the parameters from those by ``W1``, ``t1``, ...; here they are the same."""
        return {name: found[name] for name in self.parameters}

    def updated(self, X, Y, eta, sign=+1):
        """Return the network after W(k) + s eta sum Y(k) X(k-1)', downhill if Y was made with the same ``sign``."""
        if not isinstance(eta, Real):
            raise InputError(f"eta is the size of the step, a number such as 0.05, not {short(eta)}")
        found = self._with_extra(self.by_parameter(self._by_connection(X, Y, sign_of(sign))))
        return self.with_parameters(entrywise(lambda u, slope: u - eta * slope, self.parameters, found))

    def _by_connection(self, X, Y, sign):
        found = {f"W{k}": u for k, u in products(X, Y, sign).items()}
        return found | {f"t{k}": -sign * Y[k].reshape(len(Y[k]), -1).sum(1, keepdims=True) for k in self.t}

    def _with_extra_cost(self, C, parameters):
        if self.extra is None:
            return C
        more = self.extra(**parameters)
        if shape_of(more):
            raise InputError(f"extra gives an array of shape {shape_of(more)}, and a cost is one number: take its .sum()")
        return C + more

    def _with_extra(self, found):
        if self.extra is None:
            return found
        more = grad(lambda **parameters: self._with_extra_cost(0, parameters), self.parameters)
        return entrywise(operator.add, found, more)

    def _patterns(self, I, D):
        X = inputs_of(I, self.sizes[0])
        return X, targets_of(D, self.sizes[-1], X.shape[1] if X.ndim == 2 else None, self.cost)

    def __repr__(self):
        layers = " ".join(f"-{self.F[k]}-> {self.sizes[k]}" for k in self._layers)
        count = sum(map(np.size, leaves(self.parameters)))
        return f"<network {self.sizes[0]} {layers}, {self.cost}, {count:,} parameters>"
