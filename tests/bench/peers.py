"""Value and gradient of one function, once everything is prepared, as those who know each package well ask for them.

With this module you can have one of the ten functions differentiated by CasADi, C, JAX, PyTorch, SymPy, autograd and
micrograd, each at its best: ``of_casadi(one)`` and its like return ``(statement, names)``, ready to be timed, and raise
``ModuleNotFoundError`` where the package is not there.  Numbers come from Python and go back to it, or, with JAX and
PyTorch, stay in the arrays that these packages keep them in.
"""

import math
import struct
import sys
import tempfile
from array import array
from functools import partial
from types import SimpleNamespace

import numpy as np

import adlesson as ad

from .c_code import COMPILER, of_c
from .timing import LeftOut, flat

PLACE = f"{tempfile.gettempdir()}/"  # CasADi writes C where it stands, if it is not told
GCC = {"jit": True, "compiler": "shell", "jit_options": {"compiler": COMPILER, "flags": ["-O2"], "directory": PLACE}}


def program_of(one):
    """Return the package's own program of value and gradient."""
    return ad.gradient_program(ad.trace(partial(one.f, ad), **one.at))


def asked(one, function):
    """Return the statement that asks a function for its answer at the example inputs, and the names in it."""
    return f"call({', '.join(one.at)})", {"call": function, **one.at}


def compiled(one, **how):
    """Return the package's own: the gradient program as a Python function."""
    return asked(one, ad.compiled(program_of(one), **how))


def swept(one):
    """Return the package's other way: one sweep over the traced program."""
    program = ad.trace(partial(one.f, ad), **one.at)
    given = ", ".join(f"{name}={name}" for name in one.at)
    return f"sweep(p, {given})", {"sweep": ad.value_and_grad, "p": program, **one.at}


def nested(one, flat_inputs):
    """Return the inputs of a function in its own form, from a flat sequence of them."""
    return [flat_inputs] if isinstance(next(iter(one.at.values())), list) else flat_inputs


def through_memory(one, evaluate, given, results):
    """Return how one calls what reads and writes memory: numbers in, evaluate, a list of numbers out."""
    inputs = ", ".join(one.at)
    values = f"*{inputs}" if isinstance(next(iter(one.at.values())), list) else inputs
    text = f"def call({inputs}):\n write(given, 0, {values})\n evaluate()\n return results.tolist()"
    names = {"write": struct.Struct(f"{len(given)}d").pack_into, "evaluate": evaluate, "given": given, "results": results}
    exec(text, names)
    return asked(one, names["call"])


def of_c_compiler(one):
    """Compile the gradient program as C, with -O2."""
    return through_memory(one, *of_c(program_of(one)))


def of_casadi(one, **options):
    """Let CasADi's virtual machine read and write Python's arrays, quicker than NumPy's; or compile it (``GCC``)."""
    import casadi

    x = casadi.SX.sym("x", len(flat(one.at)))
    f = one.f(casadi, *nested(one, casadi.vertsplit(x)))
    return through_casadi(one, x, casadi.vertcat(f, casadi.gradient(f, x)), options)


def through_casadi(one, x, result, options):
    """Return how one calls what CasADi has made of a result, its entries that are not always 0, column by column."""
    import casadi

    if options and not COMPILER:
        raise ModuleNotFoundError("no C compiler")
    buffer, evaluate = casadi.Function("f", [x], [result], options).buffer()
    given, results = (array("d", bytes(8 * count)) for count in (x.nnz(), result.nnz()))
    buffer.set_arg(0, memoryview(given))
    buffer.set_res(0, memoryview(results))
    statement, names = through_memory(one, evaluate, given, results)
    return statement, names | {"buffer": buffer}  # which must live as long


def of_sympy(one):
    """Print the formulas of value and gradient, shared subexpressions once, as a Python function."""
    import sympy

    symbols = sympy.symbols(f"x:{len(flat(one.at))}")
    f = one.f(sympy, *nested(one, symbols))
    formulas = [f, *(f.diff(u) for u in symbols)]
    return asked(one, sympy.lambdify(nested(one, symbols), formulas, modules="math", cse=True))


def array_function(one, m):
    """Return a function of one array: the short way, if there is one, otherwise number by number."""
    return partial(one.arrays, m) if one.arrays else lambda x: one.f(m, *nested(one, x))


def of_jax(one):
    """Compile ahead of time, in double precision; the input is on the device, and each result is waited for."""
    import jax

    jax.config.update("jax_enable_x64", True)
    x = jax.numpy.array(flat(one.at))
    call = jax.jit(jax.value_and_grad(array_function(one, jax.numpy))).lower(x).compile()
    return "ready(call(x))", {"ready": jax.block_until_ready, "call": call, "x": x}


def of_torch(one):
    """Record and pull back, in double precision, on one thread; the tensor of inputs is kept."""
    import torch

    torch.set_num_threads(1)
    x = torch.tensor(flat(one.at), dtype=torch.float64, requires_grad=True)
    f, grad = (partial(one.arrays, torch), torch.autograd.grad) if one.arrays else (None, torch.autograd.grad)

    def call(x):
        value = f(x) if f else one.f(torch, *nested(one, x.unbind()))
        return value.detach(), *grad(value, x)

    return "call(x)", {"call": call, "x": x}


def of_autograd(one):
    """Use its own ``value_and_grad`` on an array of inputs."""
    import autograd
    from autograd import numpy

    return "call(x)", {"call": autograd.value_and_grad(array_function(one, numpy)), "x": np.array(flat(one.at))}


def by_numpy(one):
    """Value and gradient by hand with NumPy, of an array."""
    if one.numpy_by_hand is None:
        raise LeftOut("no shorter with arrays")
    return "call(x)", {"call": one.numpy_by_hand, "x": np.array(flat(one.at))}


def of_micrograd(one):
    """Write the three lines its users write; see ``micrograd`` below."""
    m = micrograd()

    def call(*inputs):
        x = [m.Value(u) for u in inputs]
        f = one.f(m, *x)
        f.backward()
        return f.data, [u.grad for u in x]

    return asked(one, call)


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
