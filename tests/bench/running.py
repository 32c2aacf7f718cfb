"""The running example: its value and gradient, once everything is prepared.

With this module you can see how close compiled text comes to what a good engineer writes by hand, and what tools made
for large arrays pay for one number.
"""

import math
from array import array
from math import cos, exp, sin

import adlesson as ad

from . import scalars
from .timing import Contender, goal, race, ratio

TITLE = "Running example, value and gradient, prepared"
X = 0.25


def gradient(x):
    """Return the value and the derivative as a good engineer writes them."""
    a = exp(x)
    b = a * a
    c = a + b
    d = exp(c)
    return d + sin(c), (d + cos(c)) * (a + 2 * b)


def gradient_dict(x):
    """Return the same in a dict, as the gradient program does."""
    a = exp(x)
    b = a * a
    c = a + b
    d = exp(c)
    return {"value": d + sin(c), "x_bar": (d + cos(c)) * (a + 2 * b)}


def compiled():
    """Return the package's own: the gradient program as a Python function."""
    return ad.compiled(ad.gradient_program(ad.trace(ad.examples.running, x=X)))


def swept():
    """Return the package's other way: one sweep over the traced program."""
    program = ad.trace(ad.examples.running, x=X)
    return "value_and_grad(p, x=0.25)", {"value_and_grad": ad.value_and_grad, "p": program}


def build(m):
    """Return the running example in the operations of ``m``."""

    def running(x):
        a = m.exp(x)
        b = a**2
        c = a + b
        d = m.exp(c)
        e = m.sin(c)
        f = d + e
        return f

    return running


CONTENDERS = {
    "by hand": lambda: ("f(0.25)", {"f": gradient}),
    "by hand, by keyword": lambda: ("f(x=0.25)", {"f": gradient}),
    "by hand, a dict": lambda: ("f(0.25)", {"f": gradient_dict}),
    "adlesson, compiled": lambda: ("f(0.25)", {"f": compiled()}),
    "adlesson, compiled, by keyword": lambda: ("f(x=0.25)", {"f": compiled()}),
    "adlesson, one sweep": swept,
    "SymPy, cse and lambdify": lambda: scalars.of_sympy(build, X),
    "CasADi, SX with buffers": lambda: scalars.of_casadi(build, X),
    "CasADi, SX with Python's arrays": lambda: scalars.of_casadi(build, X, lambda: array("d", [0.0])),
    "JAX, jit": lambda: scalars.of_jax(build, X),
    "micrograd": lambda: scalars.of_micrograd(build, X),
    "PyTorch": lambda: scalars.of_torch(build, X),
    "autograd": lambda: scalars.of_autograd(build, X),
}


def run(clock, tiny):
    """Return the rows and the goals."""
    assert math.isclose(gradient(X)[1], ad.examples.ZOO["running"].gradient(X)["x"], rel_tol=1e-14)
    rows = race([Contender(who, build, gradient(X)) for who, build in CONTENDERS.items()], **clock)
    ours, keyword = "adlesson, compiled", "adlesson, compiled, by keyword"
    goals = [
        goal("compiled / by hand, a dict as well", ratio(rows, ours, "by hand, a dict"), at_most=1.2),
        goal("compiled / by hand, a tuple", ratio(rows, ours, "by hand")),
        goal("compiled, by keyword / by hand", ratio(rows, keyword, "by hand"), at_most=1.5),
        goal("compiled / CasADi", ratio(rows, ours, "CasADi, SX with buffers"), at_most=1),
        goal("compiled / CasADi with Python's arrays", ratio(rows, ours, "CasADi, SX with Python's arrays")),
        goal("micrograd / compiled", ratio(rows, "micrograd", ours), at_least=35),
    ]
    return rows, goals
