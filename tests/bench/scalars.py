"""Value and derivative of a function of one number, as users of each package would ask for them.

With this module you can have one function, written once, differentiated by micrograd, PyTorch, autograd, JAX, CasADi
and SymPy.  ``build(m)`` returns the function made of the operations ``m.exp`` and ``m.sin``; each peer's function
returns ``(statement, names)``, ready to be timed, and raises ``ModuleNotFoundError`` where the package is not there.
"""

import math
import sys
from types import SimpleNamespace

import numpy as np


def of_micrograd(build, x):
    """Write the three lines its users write; see ``micrograd`` below."""
    m = micrograd()
    function = build(m)

    def value_and_derivative(u):
        x = m.Value(u)
        f = function(x)
        f.backward()
        return f.data, x.grad

    return f"f({x})", {"f": value_and_derivative}


def micrograd():
    """Return micrograd's ``Value`` and what it lacks, ``exp``, ``sin`` and ``tanh``, as its users add them.

    Its ``backward`` recurses, so Python's limit is raised: as it comes, it stops at about 1,000 additions in a row.
    """
    from micrograd.engine import Value

    sys.setrecursionlimit(max(sys.getrecursionlimit(), 5_000_000))

    def exp(u):
        out = Value(math.exp(u.data), (u,), "exp")

        def backward():
            u.grad += out.data * out.grad

        out._backward = backward
        return out

    def sin(u):
        out = Value(math.sin(u.data), (u,), "sin")

        def backward():
            u.grad += math.cos(u.data) * out.grad

        out._backward = backward
        return out

    def tanh(u):
        out = Value(math.tanh(u.data), (u,), "tanh")

        def backward():
            u.grad += (1 - out.data**2) * out.grad

        out._backward = backward
        return out

    return SimpleNamespace(Value=Value, exp=exp, sin=sin, tanh=tanh)


def of_torch(build, x):
    """Record and pull back, in double precision."""
    import torch

    function = build(torch)

    def value_and_derivative(u):
        x = torch.tensor(u, dtype=torch.float64, requires_grad=True)
        f = function(x)
        f.backward()
        return f.item(), x.grad.item()

    return f"f({x})", {"f": value_and_derivative}


def of_autograd(build, x):
    """Use its own ``value_and_grad``."""
    import autograd
    from autograd import numpy

    return f"f({x})", {"f": autograd.value_and_grad(build(numpy))}


def of_jax(build, x):
    """Compile its own ``value_and_grad`` in double precision, and wait for each result."""
    import jax

    jax.config.update("jax_enable_x64", True)
    f = jax.jit(jax.value_and_grad(build(jax.numpy)))
    return f"ready(f({x}))", {"f": f, "ready": jax.block_until_ready}


def of_casadi(build, x, buffers=lambda: np.zeros(1)):
    """Call a prepared function on buffers: write the input, evaluate, read both results.

    ``buffers()`` makes one: NumPy's as in CasADi's manual, or Python's arrays, which hand over one number sooner.
    """
    import casadi

    variable = casadi.SX.sym("x")
    f = build(casadi)(variable)
    buffer, evaluate = casadi.Function("f", [variable], [f, casadi.gradient(f, variable)]).buffer()
    given, value, derivative = (buffers() for _ in range(3))
    buffer.set_arg(0, memoryview(given))
    buffer.set_res(0, memoryview(value))
    buffer.set_res(1, memoryview(derivative))

    def value_and_derivative(u):
        given[0] = u
        evaluate()
        return value[0], derivative[0]

    return f"f({x})", {"f": value_and_derivative, "buffer": buffer}  # the buffer must live as long


def of_sympy(build, x):
    """Print the formulas of both, shared subexpressions once, as a Python function."""
    import sympy

    variable = sympy.Symbol("x")
    f = build(sympy)(variable)
    return f"f({x})", {"f": sympy.lambdify(variable, [f, f.diff(variable)], modules="math", cse=True)}
