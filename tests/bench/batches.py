"""Rosenbrock's valley at 10, 1,000 and 100,000 points at once: a program of numbers that is given arrays.

With this module you can see that the text which serves a point serves a batch, and what is left of Python's own cost.
"""

from functools import partial

import numpy as np

import adlesson as ad

from . import peers
from .ten import rosenbrock_2
from .timing import Contender, race

TITLE = "Batches: Rosenbrock's valley of two variables, value and gradient at many points, prepared (by number of points)"
OURS, MACHINE = "adlesson, compiled", "adlesson, by numba"


def contenders(n):
    """Return who takes part with ``n`` points."""
    x, y = np.random.default_rng(0).uniform(-2, 2, (2, n))
    points = {"x": x, "y": y}
    one = peers.SimpleNamespace(f=rosenbrock_2.f, at=rosenbrock_2.AT)

    def ours(**how):
        return "f(x, y)", {"f": ad.compiled(peers.program_of(one), **how), **points}

    by_hand = rosenbrock_2.by_hand  # it serves arrays as it is
    each = lambda x, y: [*zip(*(by_hand(*point).values() for point in zip(x, y, strict=True)), strict=True)]
    builds = {
        "NumPy, by hand": (lambda: ("f(x, y)", {"f": by_hand, **points}), (OURS, 1.5)),
        OURS: (ours, None),
        MACHINE: (lambda: ours(by="numba"), (OURS, 1.5)),
        "by hand, point by point": (lambda: ("f(x, y)", {"f": each, "x": x.tolist(), "y": y.tolist()}), (OURS, 1)),
        "numba, a loop by hand": (lambda: of_numba(points), (OURS, 1)),
        "JAX, ahead of time": (lambda: of_jax(points), (OURS, 1)),
        "PyTorch": (lambda: of_torch(points), (OURS, 1)),
    }
    right = by_hand(x, y)
    return [Contender(who, build, right, n, bound) for who, (build, bound) in builds.items()]


def of_numba(points):
    """Return a loop over the points by hand, made machine code."""
    from numba import njit

    @njit
    def f(x, y):
        found = np.empty((3, len(x)))
        for k in range(len(x)):
            a = x[k]
            u, w = 1 - a, y[k] - a * a
            slope = 200 * w
            found[0, k], found[1, k], found[2, k] = 100 * w * w + u * u, -2 * (u + a * slope), slope
        return found

    return "f(x, y)", {"f": f, **points}


def of_jax(points):
    import jax

    jax.config.update("jax_enable_x64", True)
    points = {name: jax.numpy.array(u) for name, u in points.items()}
    each = jax.vmap(jax.value_and_grad(partial(rosenbrock_2.f, jax.numpy), (0, 1)))
    f = jax.jit(each).lower(*points.values()).compile()
    return "ready(f(x, y))", {"f": f, "ready": jax.block_until_ready, **points}


def of_torch(points):
    import torch

    torch.set_num_threads(1)
    points = {name: torch.tensor(u, requires_grad=True) for name, u in points.items()}

    def f(x, y):
        values = rosenbrock_2.f(torch, x, y)
        return values.detach(), *torch.autograd.grad(values.sum(), (x, y))

    return "f(x, y)", {"f": f, **points}


def run(clock, tiny):
    """Return the rows; each has its bound."""
    sizes = (10,) if tiny else (10, 1_000, 100_000)
    return [row for n in sizes for row in race(contenders(n), **clock)], []
