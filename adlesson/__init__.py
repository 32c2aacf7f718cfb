"""A hands-on lesson on why backpropagation is not just the chain rule.

>>> import adlesson as ad
>>> ad.grad(lambda x, y: x * y + x, x=2, y=3)
{'x': 4, 'y': 2}

The engine (programs and sweeps) loads at once and needs only the standard library.  What draws,
shows widgets or checks exercises loads when it is first used.
"""

from importlib import import_module
from operator import abs

from .engine import ops
from .engine.derivatives import grad, jvp, value_and_grad, vjp
from .engine.elementary import (
    arccos,
    arcsin,
    arctan,
    cos,
    cosh,
    exp,
    expm1,
    log,
    log1p,
    maximum,
    minimum,
    relu,
    sigmoid,
    sin,
    sinh,
    softplus,
    sqrt,
    tan,
    tanh,
)
from .engine.errors import LessonError
from .engine.gradients import gradient_program
from .engine.instruction import Instruction
from .engine.matrices import hessian, jacobian
from .engine.notation import DICTIONARY, NOTATIONS
from .engine.program import Program
from .engine.sweeps import Step, adjoints, forward_sweep, primals, reverse_sweep, tangent_sweep, tangents
from .engine.trace import trace

__version__ = "0.1.0"

_ON_FIRST_USE = {
    "parse": ".engine.parse",
    "examples": ".engine.examples",  # this name and the next four are the modules themselves
    "schedules": ".engine.schedules",
    "memory": ".engine.memory",
    "data": ".engine.data",
    "plots": ".show.plots",
    "compiled": ".engine.compile",
    "source": ".engine.codegen",
    "check_gradient": ".engine.check",
    "checkpoint": ".engine.checkpoint",
    "operations": ".engine.counting",
    "expression": ".symbolic.expressions",
    "swell": ".symbolic.swell",
    "Lagrangian": ".lagrange.lagrangian",
    "close_loop": ".lagrange.cyclic",
    "draw": ".show.drawing",
    "dot": ".show.layout",
    "table": ".show.tables",
    "Stepper": ".show.stepper",
    "explore": ".show.stepper",
    "show_source": ".show.source",
    "expect_error": ".show.source",
    "exercises": ".teach",
}

__all__ = [
    "DICTIONARY",
    "Instruction",
    "LessonError",
    "NOTATIONS",
    "Program",
    "Step",
    "abs",
    "adjoints",
    "arccos",
    "arcsin",
    "arctan",
    "cos",
    "cosh",
    "exp",
    "expm1",
    "forward_sweep",
    "grad",
    "gradient_program",
    "hessian",
    "jacobian",
    "jvp",
    "log",
    "log1p",
    "maximum",
    "minimum",
    "ops",
    "primals",
    "relu",
    "reverse_sweep",
    "sigmoid",
    "sin",
    "sinh",
    "softplus",
    "sqrt",
    "tan",
    "tangent_sweep",
    "tangents",
    "tanh",
    "trace",
    "value_and_grad",
    "vjp",
    *_ON_FIRST_USE,
]


def __getattr__(name):
    if name not in _ON_FIRST_USE:
        raise AttributeError(f"module 'adlesson' has no attribute {name!r}")
    module = import_module(_ON_FIRST_USE[name], __name__)
    globals()[name] = value = getattr(module, name, module)
    if name == "Lagrangian":
        value._repr_html_ = _notebook_formulas
    return value


def __dir__():
    return sorted({*globals(), *__all__})


def _notebook_picture(program):
    """Return what a program shows when it stands alone in a notebook cell: its graph and its list."""
    return import_module(".show.display", __name__).program_as_html(program)


def _notebook_formulas(lagrangian):
    """Return what a Lagrangian shows when it stands alone in a notebook cell: itself, and its three blocks."""
    return import_module(".show.lagrange_view", __name__).lagrangian_as_html(lagrangian)


def _notebook_error(problem):
    """Return the lines a notebook prints for one of the lesson's errors."""
    return import_module(".show.source", __name__).short_traceback(problem)


# so that the engine itself knows no screen, nor does the lagrange room (see __getattr__)
Program._repr_html_ = _notebook_picture
LessonError._render_traceback_ = _notebook_error
