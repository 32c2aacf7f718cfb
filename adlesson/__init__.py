"""A hands-on lesson on why backpropagation is not just the chain rule.

>>> import adlesson as ad
>>> ad.grad(lambda x, y: x * y + x, x=2, y=3)
{'x': 4, 'y': 2}

The engine (programs and sweeps) loads at once and needs only the standard library.  What draws,
shows widgets or checks exercises loads when it is first used.
"""

from importlib import import_module
from operator import abs

from .engine import absent, ops
from .engine.derivatives import adjoints, grad, jvp, primals, tangents, value_and_grad, vjp
from .engine.errors import InterruptedRun, LessonError, LessonWarning
from .engine.numbers.arithmetic import gated, maximum, minimum, power
from .engine.numbers.choosing import amax, amin, at_largest, logsumexp, where
from .engine.numbers.elementary import (
    arccos,
    arcsin,
    arctan,
    cos,
    cosh,
    erf,
    exp,
    expm1,
    heaviside,
    log,
    log1p,
    power_log,
    relu,
    sech2,
    sigmoid,
    sign,
    sin,
    sinh,
    softplus,
    sqrt,
    tan,
    tanh,
)
from .engine.numbers.linear import concatenate, place, stack
from .engine.numbers.products import einsum
from .engine.numbers.summing import cumsum
from .engine.program import Instruction, Program
from .engine.sweeps import Step, forward_sweep, reverse_sweep, tangent_sweep
from .engine.trace import trace

__version__ = "0.1.0"

_ON_FIRST_USE = {
    "DICTIONARY": ".show.page.dictionary",
    "NOTATIONS": ".show.writing.notation",
    "parse": ".engine.parsing.parse",
    "examples": ".engine.samples.examples",  # the modules themselves: this name, the next three, plots and curves
    "schedules": ".engine.cost.schedules",
    "memory": ".engine.cost.memory",
    "data": ".engine.samples.data",
    "bench_results": ".show.plot.bench_results",
    "plots": ".show.plot.plots",
    "curves": ".show.plot.curves",
    "live_curves": ".show.plot.curves",
    "jacobian_program": ".engine.transforms.prepared",
    "hessian_program": ".engine.transforms.prepared",
    "compiled": ".engine.codegen.compile",
    "source": ".engine.codegen.source",
    "check_gradient": ".engine.transforms.check",
    "gradient_program": ".engine.transforms.gradients",
    "hessian": ".engine.transforms.matrices",
    "hvp": ".engine.transforms.matrices",
    "jacobian": ".engine.transforms.matrices",
    "checkpoint": ".engine.cost.checkpoint",
    "operations": ".engine.cost.counting",
    "operation": ".engine.operation",
    "expression": ".symbolic.expressions",
    "swell": ".symbolic.swell",
    "Lagrangian": ".lagrange.lagrangian",
    "close_loop": ".lagrange.loops.cyclic",
    "layers": ".lagrange.networks.layers",
    "recurrent": ".lagrange.dynamics.recurrent",  # this name, the one before and the next two are the modules themselves
    "control": ".lagrange.dynamics.control",
    "flow": ".lagrange.dynamics.flow",
    "fit": ".lagrange.networks.training",
    "solvers": ".lagrange.solvers",  # the package itself
    "draw": ".show.picture.drawing",
    "area": ".show.picture.area",
    "contours": ".show.picture.contours",
    "bell": ".show.toys.bell",
    "circle": ".show.toys.circle",
    "draw_weights": ".show.plot.network_picture",
    "plot_layers": ".show.plot.network_picture",
    "dot": ".show.picture.layout",
    "table": ".show.page.tables",
    "Stepper": ".show.stepper.widget",
    "explore": ".show.stepper.widget",
    "show_source": ".show.page.source_view",
    "expect_error": ".show.page.source_view",
    "exercises": ".teach",
    "practice": ".teach.practice.practice",
    "self_test": ".teach.practice.self_test",
    "try_rule": ".teach.inventing",
    "try_flat": ".teach.inventing",
    "predict": ".teach.predicting",
    "progress": ".teach.progress",
    "replay": ".teach.progress",
}

# what shows itself when it stands alone in a notebook cell: the name it comes with, its class, and what draws it
_SHOWN_BY = {
    "Lagrangian": ("Lagrangian", ".show.page.lagrange_view", "lagrangian_as_html"),
    "close_loop": ("CyclicSystem", ".show.picture.loop_picture", "loop_as_html"),
    "fit": ("Training", ".show.plot.curves", "training_as_html"),
}

__all__ = [
    "Instruction",
    "LessonError",
    "LessonWarning",
    "Program",
    "Step",
    "abs",
    "adjoints",
    "amax",
    "amin",
    "arccos",
    "arcsin",
    "arctan",
    "at_largest",
    "concatenate",
    "cos",
    "cosh",
    "cumsum",
    "einsum",
    "erf",
    "exp",
    "expm1",
    "forward_sweep",
    "gated",
    "grad",
    "heaviside",
    "jvp",
    "log",
    "log1p",
    "logsumexp",
    "maximum",
    "minimum",
    "ops",
    "place",
    "power",
    "power_log",
    "primals",
    "relu",
    "reverse_sweep",
    "sech2",
    "sigmoid",
    "sign",
    "sin",
    "sinh",
    "softplus",
    "sqrt",
    "stack",
    "tan",
    "tangent_sweep",
    "tangents",
    "tanh",
    "trace",
    "value_and_grad",
    "vjp",
    "where",
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
    return import_module(".show.page.display", __name__).program_as_html(program)


def _notebook_error(problem):
    """Return the lines a notebook prints for one of the lesson's errors."""
    return import_module(".show.page.source_view", __name__).short_traceback(problem)


absent.tell_homes()

# so that the engine itself knows no screen, nor does the lagrange room (see _SHOWN_BY)
Program._repr_html_ = _notebook_picture
LessonError._render_traceback_ = InterruptedRun._render_traceback_ = _notebook_error
