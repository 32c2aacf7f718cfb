"""A function of six operations on arrays of 100, 10,000 and 1,000,000 numbers: value and gradient, prepared.

With this module you can see when the arithmetic takes over, and what is left to those who do all of it in one loop.
"""

import numpy as np

import adlesson as ad

from .timing import Contender, race

TITLE = "Six operations on arrays, value and gradient, prepared (by number of entries)"
OURS = "adlesson, compiled"


def f_of(m):
    """Return the function, in the operations of ``m``."""
    return lambda x: (m.sin(x) * x + m.exp(-x)).sum()


def by_hand(x):
    s, e = np.sin(x), np.exp(-x)
    return (s * x + e).sum(), s + np.cos(x) * x - e


def of_numba(x):
    """Return a loop by hand, made machine code."""
    from math import cos, exp, sin

    from numba import njit

    @njit
    def f(x):
        value, bars = 0.0, np.empty_like(x)
        for k in range(len(x)):
            s, e = sin(x[k]), exp(-x[k])
            value += s * x[k] + e
            bars[k] = s + cos(x[k]) * x[k] - e
        return value, bars

    return "f(x)", {"f": f, "x": x}


def of_jax(x):
    import jax

    jax.config.update("jax_enable_x64", True)
    x = jax.numpy.array(x)
    f = jax.jit(jax.value_and_grad(f_of(jax.numpy))).lower(x).compile()
    return "ready(f(x))", {"f": f, "ready": jax.block_until_ready, "x": x}


def of_torch(x):
    import torch

    torch.set_num_threads(1)
    f, x = f_of(torch), torch.tensor(x, requires_grad=True)

    def call(x):
        value = f(x)
        return value.detach(), *torch.autograd.grad(value, x)

    return "f(x)", {"f": call, "x": x}


def of_autograd(x):
    import autograd

    return "f(x)", {"f": autograd.value_and_grad(f_of(autograd.numpy)), "x": x}


def contenders(n):
    """Return who takes part with ``n`` entries."""
    x = np.random.default_rng(0).uniform(-1, 2, n)
    compiled = lambda: ("f(x)", {"f": ad.compiled(ad.gradient_program(ad.trace(f_of(ad), x=x))), "x": x})
    builds = {
        "NumPy, by hand": (lambda: ("f(x)", {"f": by_hand, "x": x}), 1.1),
        OURS: (compiled, None),
        "numba, a loop by hand": (lambda: of_numba(x), 1),
        "JAX, ahead of time": (lambda: of_jax(x), 1),
        "PyTorch": (lambda: of_torch(x), 1),
        "autograd": (lambda: of_autograd(x), 1),
    }
    right = by_hand(x)
    return [Contender(who, build, right, n, bound and (OURS, bound)) for who, (build, bound) in builds.items()]


def run(clock, tiny):
    """Return the rows; each has its bound."""
    sizes = (10,) if tiny else (100, 10_000, 1_000_000)
    return [row for n in sizes for row in race(contenders(n), **clock)], []
