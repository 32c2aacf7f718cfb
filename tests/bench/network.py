"""A 2-16-16-1 tanh network on two moons: loss and gradient over all 100 points, once everything is prepared.

With this module you can see what array instructions are for: the same program in scalars has some 64,000.
"""

from itertools import pairwise

import numpy as np

import adlesson as ad

from .peers import micrograd
from .timing import Contender, race

TITLE = "Network 2-16-16-1, tanh, 100 points of two moons: loss and gradient of one epoch, prepared"
SIZES = (2, 16, 16, 1)
OURS = "adlesson, compiled"


def moons(points):
    """Return the points as rows, and a column of +1 and -1: two half circles with some noise."""
    angle = np.linspace(0, np.pi, points // 2)
    upper, lower = np.c_[np.cos(angle), np.sin(angle)], np.c_[1 - np.cos(angle), 0.5 - np.sin(angle)]
    noise = np.random.default_rng(0).normal(0, 0.1, (points, 2))
    return np.vstack([upper, lower]) + noise, np.repeat([1.0, -1.0], points // 2)[:, None]


def parameters():
    """Return ``W1, b1, W2, b2, W3, b3``."""
    draw, found = np.random.default_rng(1), []
    for n, m in pairwise(SIZES):
        found += [draw.uniform(-1, 1, (n, m)) / np.sqrt(n), np.zeros(m)]
    return found


def by_hand(X, Y):
    """Return the function that gives loss and gradient, as one writes it in NumPy."""

    def f(W1, b1, W2, b2, W3, b3):
        h1 = np.tanh(X @ W1 + b1)
        h2 = np.tanh(h1 @ W2 + b2)
        error = h2 @ W3 + b3 - Y
        loss = (error * error).sum() / len(X)
        bar = error * (2 / len(X))
        W3_bar, b3_bar = h2.T @ bar, bar.sum(axis=0)
        bar = (bar @ W3.T) * (1 - h2 * h2)
        W2_bar, b2_bar = h1.T @ bar, bar.sum(axis=0)
        bar = (bar @ W2.T) * (1 - h1 * h1)
        return loss, X.T @ bar, bar.sum(axis=0), W2_bar, b2_bar, W3_bar, b3_bar

    return f


def loss_of(tanh, X, Y):
    """Return the loss as a function of the parameters, on whatever ``tanh`` takes."""

    def loss(W1, b1, W2, b2, W3, b3):
        h1 = tanh(X @ W1 + b1)
        h2 = tanh(h1 @ W2 + b2)
        error = h2 @ W3 + b3 - Y
        return (error * error).sum() / len(X)

    return loss


def compiled(X, Y, given):
    inputs = dict(zip(("W1", "b1", "W2", "b2", "W3", "b3"), given, strict=True))
    return ad.compiled(ad.gradient_program(ad.trace(loss_of(ad.tanh, X, Y), **inputs)))


def of_torch(X, Y, given):
    import torch

    torch.set_num_threads(1)  # at this size a second one costs more than it brings
    given = [torch.tensor(u, requires_grad=True) for u in given]
    loss = loss_of(torch.tanh, torch.tensor(X), torch.tensor(Y))

    def f():
        value = loss(*given)
        return value.detach(), *torch.autograd.grad(value, given)

    return "f()", {"f": f}


def of_jax(X, Y, given):
    import jax

    jax.config.update("jax_enable_x64", True)
    given = [jax.numpy.asarray(u) for u in given]
    f = jax.jit(jax.value_and_grad(loss_of(jax.numpy.tanh, X, Y), argnums=tuple(range(len(given)))))
    return "ready(f(*given))", {"f": f.lower(*given).compile(), "ready": jax.block_until_ready, "given": given}


def of_casadi(X, Y, given):
    """Write it in CasADi's matrices, patterns as columns, for its memory goes by columns; NumPy's arrays are its buffers."""
    import casadi

    parts = [casadi.MX.sym(f"u{k}", *np.atleast_2d(u).T.shape) for k, u in enumerate(given)]
    W1, b1, W2, b2, W3, b3 = parts
    ones = casadi.DM.ones(1, len(X))
    h = casadi.tanh(W2 @ casadi.tanh(W1 @ X.T + b1 @ ones) + b2 @ ones)
    loss = casadi.sumsqr(W3 @ h + b3 @ ones - Y.T) / len(X)
    bars = [casadi.gradient(loss, u) for u in parts]
    buffer, evaluate = casadi.Function("f", parts, [loss, *bars]).buffer()
    results = [np.zeros(()), *(np.zeros_like(u) for u in given)]
    for k, u in enumerate(given):  # rows of NumPy's are columns of CasADi's
        buffer.set_arg(k, memoryview(u))
    for k, u in enumerate(results):
        buffer.set_res(k, memoryview(u))

    def f():
        evaluate()
        return results

    return "f()", {"f": f, "buffer": buffer, "given": given}


def of_autograd(X, Y, given):
    import autograd
    from autograd import numpy as anp

    loss = loss_of(anp.tanh, X, Y)
    return "f(given)", {"f": autograd.value_and_grad(lambda given: loss(*given)), "given": given}


def of_micrograd(X, Y, given):
    m = micrograd()
    points, labels = X.tolist(), Y[:, 0].tolist()
    weights = [[[m.Value(w) for w in column] for column in W.T.tolist()] for W in given[0::2]]
    biases = [[m.Value(b) for b in offsets.tolist()] for offsets in given[1::2]]
    every = [w for layer in weights for neuron in layer for w in neuron] + [b for layer in biases for b in layer]

    def output(x):
        for k, (layer, offsets) in enumerate(zip(weights, biases, strict=True)):
            x = [sum((w * u for w, u in zip(neuron, x, strict=True)), b) for neuron, b in zip(layer, offsets, strict=True)]
            if k < len(weights) - 1:
                x = [m.tanh(u) for u in x]
        return x[0]

    def f():
        loss = sum((output(x) - y) ** 2 for x, y in zip(points, labels, strict=True)) / len(points)
        for u in every:
            u.grad = 0
        loss.backward()
        layers = zip(weights, biases, strict=True)
        return loss.data, [([[w.grad for w in row] for row in zip(*W, strict=True)], [u.grad for u in b]) for W, b in layers]

    return "f()", {"f": f}


def run(clock, tiny):
    """Return the rows; each has its bound."""
    X, Y = moons(4 if tiny else 100)
    given = parameters()
    hand, names = by_hand(X, Y), {"given": given}
    builds = {
        "NumPy, by hand": (lambda: ("f(*given)", {"f": hand, **names}), 1.2),
        OURS: (lambda: ("f(*given)", {"f": compiled(X, Y, given), **names}), None),
        "CasADi, MX": (lambda: of_casadi(X, Y, given), 1),
        "PyTorch": (lambda: of_torch(X, Y, given), 1),
        "JAX, ahead of time": (lambda: of_jax(X, Y, given), 1),
        "autograd": (lambda: of_autograd(X, Y, given), 1),
        "micrograd": (lambda: of_micrograd(X, Y, given), 1 / 5000),
    }
    right = hand(*given)
    return race(
        [Contender(who, build, right, 1, most and (OURS, most)) for who, (build, most) in builds.items()], **clock
    ), []
