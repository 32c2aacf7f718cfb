"""Second derivatives and Jacobians, asked again and again: a Hessian with 148 entries, a Jacobian with 298, a full one.

With this module you can see what it is worth to prepare a matrix once, and to leave out what is always 0.  Of the sparse
ones everybody returns what is not 0, or its three sums: entries three columns apart share no row, so that three
directions are enough.
"""

from functools import partial
from math import cos
from types import SimpleNamespace

import numpy as np

import adlesson as ad

from . import peers
from .c_code import of_c
from .ten import rosenbrock_100
from .timing import Contender, goal, race, time_of

TITLE = "Matrices of derivatives, prepared: by their entries"
OURS, ANEW, MACHINE = "adlesson, compiled", "adlesson, asked anew", "adlesson, by numba"
PREPARED = {"hessian": ad.hessian_program, "jacobian": ad.jacobian_program}
HESSIAN, BAND, FULL = "Hessian of 50", "Jacobian of a band of 100", "Jacobian of tanh(W x), 100 x 100"


def rosenbrock(m, x):
    return rosenbrock_100.f(m, x)


def rosenbrock_by_hand(x):
    """Return the rows of the Hessian, entry by entry."""
    found, before, n = [], 0.0, len(x)
    for k, a in enumerate(x):
        if k:
            found.append(before)
        after = -400 * a
        found.append(200 * (k > 0) + (2 + 1200 * a * a - 400 * x[k + 1] if k < n - 1 else 0))
        if k < n - 1:
            found.append(after)
        before = after
    return found


def band(m, x):
    """Return a vector whose entries depend on three neighbours each."""
    n = len(x)
    return [x[k] ** 2 * (x[k + 1] if k < n - 1 else 1) - (m.sin(x[k - 1]) if k else 0) for k in range(n)]


def band_by_hand(x):
    found, n = [], len(x)
    for k, a in enumerate(x):
        if k:
            found.append(-cos(x[k - 1]))
        if k < n - 1:
            found += [2 * a * x[k + 1], a * a]
        else:
            found.append(2 * a)
    return found


def rosenbrock_of_arrays(m, x):
    return rosenbrock_100.arrays(m, x)


def band_of_arrays(m, x):
    """Return the same vector, by entries that are moved."""
    join, zero = getattr(m, "concatenate", None) or m.cat, x[:1] * 0
    return x**2 * join([x[1:], zero + 1]) - join([zero, m.sin(x[:-1])])


def entries(n):
    """Return which entries a band has, row by row."""
    return [(i, j) for i in range(n) for j in (i - 1, i, i + 1) if 0 <= j < n]


def sums(n, values):
    """Return the three sums of columns, of the same entries, as rows."""
    found = np.zeros((3, n))
    for (i, j), value in zip(entries(n), values, strict=True):
        found[j % 3, i] += value
    return found


def number(name):
    """Return which entry a name such as ``"x[3]"`` is of."""
    return int(name.rpartition("[")[2].rstrip("]"))


def ours(kind, f, x, **how):
    """Return the package's own: the program of the matrix, compiled; only what is not always 0 is in it."""
    return "f(x)", {"f": ad.compiled(PREPARED[kind](partial(f, ad), x=x), **how), "x": x}


def anew(kind, f, x):
    """Return the package's other way, which prepares nothing but the traced function, as PyTorch does."""
    matrix = ad.hessian if kind == "hessian" else partial(ad.jacobian, by="colours" if f is band else None)
    return "matrix(p)", {"matrix": matrix, "p": ad.trace(partial(f, ad), x=x)}


def of_casadi(kind, f, x, **options):
    """Return CasADi's sparse matrix, whose entries it keeps column by column: transposed, row by row."""
    import casadi

    u = casadi.SX.sym("x", len(x))
    value = f(casadi, casadi.vertsplit(u))
    matrix = casadi.hessian(value, u)[0] if kind == "hessian" else casadi.jacobian(casadi.vertcat(*value), u)
    return peers.through_casadi(SimpleNamespace(at={"x": x}), u, matrix.T, options)


def of_c_compiler(kind, f, x):
    """Return our own program of the matrix as C."""
    return peers.through_memory(SimpleNamespace(at={"x": x}), *of_c(PREPARED[kind](partial(f, ad), x=x)))


def of_jax(kind, f, x):
    """Return the three sums by JAX, all directions at once."""
    import jax

    jax.config.update("jax_enable_x64", True)
    of = partial(f, jax.numpy)
    of = jax.grad(of) if kind == "hessian" else of
    seeds = jax.numpy.array([[float(k % 3 == c) for k in range(len(x))] for c in range(3)])
    x = jax.numpy.array(x)
    program = jax.jit(jax.vmap(lambda x, v: jax.jvp(of, (x,), (v,))[1], (None, 0))).lower(x, seeds).compile()
    return "ready(f(x, seeds))", {"f": program, "ready": jax.block_until_ready, "x": x, "seeds": seeds}


def of_torch(kind, f, x):
    """Return the three sums by PyTorch, all directions at once."""
    import torch
    from torch.func import grad, jvp, vmap

    torch.set_num_threads(1)
    of = partial(f, torch)
    of = grad(of) if kind == "hessian" else of
    seeds = torch.tensor([[float(k % 3 == c) for k in range(len(x))] for c in range(3)], dtype=torch.float64)
    names = {"x": torch.tensor(x, dtype=torch.float64), "seeds": seeds}
    return "f(x, seeds)", {"f": vmap(lambda x, v: jvp(of, (x,), (v,))[1], (None, 0)), **names}


def sparse(what, kind, f, of_arrays, by_hand, x):
    """Return who takes part with one sparse matrix."""
    right = by_hand(x)
    full = np.zeros((len(x), len(x)))
    for place, value in zip(entries(len(x)), right, strict=True):
        full[place] = value
    three = sums(len(x), right)
    builds = {
        "by hand": (lambda: ("f(x)", {"f": by_hand, "x": x}), right, (OURS, 2)),  # a list, ours is a dict with keys
        OURS: (lambda: ours(kind, f, x), right, None),
        MACHINE: (lambda: ours(kind, f, x, by="numba"), right, (OURS, 1)),
        ANEW: (lambda: anew(kind, f, x), full, ("PyTorch", 1)),
        "CasADi, its virtual machine": (lambda: of_casadi(kind, f, x), right, (MACHINE, 1)),
        "CasADi, cc -O2": (lambda: of_casadi(kind, f, x, **peers.GCC), right, (MACHINE, 2)),
        "C -O2, by ctypes": (lambda: of_c_compiler(kind, f, x), right, (MACHINE, 2)),
        "JAX, ahead of time": (lambda: of_jax(kind, of_arrays, x), three, (OURS, 1)),
        "PyTorch": (lambda: of_torch(kind, of_arrays, x), three, (OURS, 1)),
    }
    return [Contender(who, build, expect, what, bound) for who, (build, expect, bound) in builds.items()]


def layer(n):
    """Return who takes part with the full Jacobian of a layer."""
    draw = np.random.default_rng(0)
    W, x = draw.normal(0, 1 / np.sqrt(n), (n, n)), draw.normal(0, 1, n)

    def by_hand(x):
        t = np.tanh(W @ x)
        return (1 - t * t)[:, None] * W

    right = by_hand(x)
    f = lambda m, x: m.tanh(W @ x)
    builds = {
        "NumPy, by hand": (lambda: ("f(x)", {"f": by_hand, "x": x}), (OURS, 3)),
        OURS: (lambda: ours("jacobian", f, x), None),
        ANEW: (lambda: anew("jacobian", f, x), ("PyTorch", 1)),
        "CasADi, MX": (lambda: layer_of_casadi(W, x), (OURS, 1)),
        "JAX, ahead of time": (lambda: layer_of_jax(W, x), (OURS, 1)),
        "PyTorch": (lambda: layer_of_torch(W, x), (OURS, 1)),
    }
    return [Contender(who, build, right, FULL, bound) for who, (build, bound) in builds.items()]


def layer_of_casadi(W, x):
    import casadi

    u = casadi.MX.sym("x", len(x))
    jacobian = casadi.jacobian(casadi.tanh(casadi.DM(W) @ u), u)
    buffer, evaluate = casadi.Function("f", [u], [jacobian.T]).buffer()  # its columns are rows of the Jacobian
    result = np.zeros((len(x), len(x)))
    buffer.set_arg(0, memoryview(x))
    buffer.set_res(0, memoryview(result))

    def f():
        evaluate()
        return result

    return "f()", {"f": f, "buffer": buffer, "x": x}


def layer_of_jax(W, x):
    import jax

    jax.config.update("jax_enable_x64", True)
    W, x = jax.numpy.array(W), jax.numpy.array(x)
    program = jax.jit(jax.jacrev(lambda x: jax.numpy.tanh(W @ x))).lower(x).compile()
    return "ready(f(x))", {"f": program, "ready": jax.block_until_ready, "x": x}


def layer_of_torch(W, x):
    import torch

    torch.set_num_threads(1)
    W, x = torch.tensor(W), torch.tensor(x)
    return "f(x)", {"f": torch.func.jacrev(lambda x: torch.tanh(W @ x)), "x": x}


def run(clock, tiny):
    """Return the rows and the goals."""
    n = 4 if tiny else 50
    x = [-1.2 + 0.05 * k for k in range(n)]
    rows = race(sparse(HESSIAN, "hessian", rosenbrock, rosenbrock_of_arrays, rosenbrock_by_hand, x), **clock)
    x = [-1.2 + 0.03 * k for k in range(2 * n)]
    rows += race(sparse(BAND, "jacobian", band, band_of_arrays, band_by_hand, x), **clock)
    rows += race(layer(2 * n), **clock)
    return rows, [goal(f"{what}: milliseconds", 1000 * time_of(rows, OURS, what), at_most=0.1) for what in (HESSIAN, BAND)]
