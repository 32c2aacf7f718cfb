"""A layered network with all that its layers pass on as unknowns.

With this module you can

- state a small network as a ``Problem``: weights free, cut at each z = W a and at each a = h(z) (``layered``);
- solve for one matrix or one layer of it, all others fixed: a small least-squares problem each.

>>> X, Y = np.array([[1.0, 2.0, 3.0]]), np.array([[2.0, 4.0, 6.0]])
>>> line = layered(X, Y, weights=[np.array([[1.0]])])
>>> line
minimise loss = z6.sum(): unknown are z1, and W1
"""

import numpy as np

from ...engine.errors import InputError, short
from ...engine.numbers.elementary import relu, tanh
from ..networks.lettered import lettered
from .problem import Problem
from .unknowns import as_real

ACTIVATIONS = {"tanh": tanh, "relu": relu}


def layered(X, Y, weights, activation="tanh", decay=0.0, sign=-1):  # noqa: N803
    """Return the ``LayeredProblem`` of fitting Y by a network of X, columns being data points.

    ``weights`` are the matrices to start from, first layer first; between two layers stands the ``activation``.  The loss
    is the sum of the squared errors, plus ``decay`` times the sum of the squared weights.
    """
    if activation not in ACTIVATIONS:
        raise InputError(f"there is no activation {short(activation)}: there are {', '.join(ACTIVATIONS)}")
    X, Y, *weights = map(as_real, (X, Y, *weights), ("X", "Y", *[f"W{k + 1}" for k in range(len(weights))]))  # noqa: N806
    if X.ndim != 2:
        raise InputError(f"X has the shape {X.shape}: it is a matrix with a column for each data point")
    made = len(X)
    for k, W in enumerate(weights, 1):  # noqa: N806
        if W.ndim != 2 or W.shape[1] != made:
            raise InputError(f"W{k} has the shape {W.shape}, and {made} numbers come in: give it {made} columns")
        made = len(W)
    if (made, X.shape[1]) != Y.shape:
        raise InputError(f"the network makes the shape {(made, X.shape[1])} and Y has {Y.shape}: one row per output")
    return LayeredProblem(X, Y, weights, activation, decay, sign)


class LayeredProblem(Problem):
    """A network as a problem; ``layers`` lists the names of (W, z, a) for each, the last without an a."""

    def __init__(self, X, Y, weights, activation, decay, sign):  # noqa: N803
        def loss(**weights):
            called, a, squares = {}, X, 0
            for k, W in enumerate(weights.values(), 1):  # noqa: N806
                called[f"z{k}"] = a = W @ a
                if k < len(weights):
                    called[f"a{k}"] = a = ACTIVATIONS[activation](a)
                squares = squares + (W * W).sum()
            errors = ((a - Y) ** 2).sum()
            called["loss"] = loss = errors + decay * squares if decay else errors
            return loss, called

        n = len(weights)
        self.layers = [(f"W{k}", f"z{k}", f"a{k}" if k < n else None) for k in range(1, n + 1)]
        names = [W for W, _, _ in self.layers]
        cut = [name for _, *made in self.layers for name in made if name]
        p = lettered(loss, dict(zip(names, weights, strict=True)))
        super().__init__(p, free=names, cut=cut, sign=sign)
        self.X, self.Y, self.h, self.decay = X, Y, ACTIVATIONS[activation], decay


def weights_of(z, before, decay):
    """Return the W of the least |z - W a|^2 + decay |W|^2: ``z pinv(a)``, if there is no decay."""
    if not decay:
        return z @ np.linalg.pinv(before)
    return np.linalg.solve(before @ before.T + decay * np.eye(len(before)), before @ z.T).T


def activations_of(W, z, h_of_z, beta, gamma):  # noqa: N803
    """Return the a of the least beta |z - W a|^2 + gamma |a - h|^2, W and z being those of the next layer."""
    return np.linalg.solve(beta * W.T @ W + gamma * np.eye(W.shape[1]), beta * W.T @ z + gamma * h_of_z)


def entrywise_least(h, a, made, beta, gamma, points=65, zooms=9):
    """Return, entry by entry, the z of the least gamma (a - h(z))^2 + beta (z - made)^2.

    It is no farther from ``made`` than the first term could pay for.  The best of a row of points is taken, then the same
    between its neighbours.
    """
    reach = np.sqrt(gamma / beta) * abs(a - h(made))
    best, row = made, np.linspace(-1, 1, points).reshape(-1, *[1] * a.ndim)
    for _ in range(zooms):
        z = best + reach * row
        price = gamma * (a - h(z)) ** 2 + beta * (z - made) ** 2
        best = np.take_along_axis(z, price.argmin(0)[None], 0)[0]
        reach = reach * 2 / (points - 1)
    return best
