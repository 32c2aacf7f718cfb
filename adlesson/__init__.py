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
from .engine.linear import logsumexp
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
    "curves": ".show.curves",
    "live_curves": ".show.curves",
    "compiled": ".engine.compile",
    "source": ".engine.codegen",
    "check_gradient": ".engine.check",
    "checkpoint": ".engine.checkpoint",
    "operations": ".engine.counting",
    "expression": ".symbolic.expressions",
    "swell": ".symbolic.swell",
    "Lagrangian": ".lagrange.lagrangian",
    "close_loop": ".lagrange.cyclic",
    "layers": ".lagrange.layers",
    "recurrent": ".lagrange.recurrent",  # this name, the one before and the next two are the modules themselves
    "control": ".lagrange.control",
    "flow": ".lagrange.flow",
    "fit": ".lagrange.training",
    "solvers": ".lagrange.solvers",  # the package itself
    "draw": ".show.drawing",
    "draw_weights": ".show.network_picture",
    "plot_layers": ".show.network_picture",
    "dot": ".show.layout",
    "table": ".show.tables",
    "Stepper": ".show.stepper",
    "explore": ".show.stepper",
    "show_source": ".show.source",
    "expect_error": ".show.source",
    "exercises": ".teach",
}

# what shows itself when it stands alone in a notebook cell: the name it comes with, its class, and what draws it
_SHOWN_BY = {
    "Lagrangian": ("Lagrangian", ".show.lagrange_view", "lagrangian_as_html"),
    "close_loop": ("CyclicSystem", ".show.loop_picture", "loop_as_html"),
    "fit": ("Training", ".show.curves", "training_as_html"),
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
    "logsumexp",
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
    if name in _SHOWN_BY:
        of, view, as_html = _SHOWN_BY[name]
        getattr(module, of)._repr_html_ = lambda thing: getattr(import_module(view, __name__), as_html)(thing)
    return value


def __dir__():
    return sorted({*globals(), *__all__})


def _notebook_picture(program):
    """Return what a program shows when it stands alone in a notebook cell: its graph and its list."""
    return import_module(".show.display", __name__).program_as_html(program)


def _notebook_error(problem):
    """Return the lines a notebook prints for one of the lesson's errors."""
    return import_module(".show.source", __name__).short_traceback(problem)


# so that the engine itself knows no screen, nor does the lagrange room (see _SHOWN_BY)
Program._repr_html_ = _notebook_picture
LessonError._render_traceback_ = _notebook_error
