"""Ten functions, each in a file of its own: as one writes it, example inputs, and value and gradient by hand.

With this package you can race one function after the other (``TEN``).  ``f(m, ...)`` computes with the operations of
``m``: ``math``, ``adlesson``, ``casadi``, ``sympy`` and so on.  Its inputs ``AT`` are some numbers, or one list.
``by_hand(...)`` returns what the compiled gradient program returns, a dict.  Where NumPy has a shorter way, ``arrays(m,
x)`` is the function for those that compute with arrays, and ``numpy_by_hand(x)`` value and gradient by NumPy.  ``LEFT_OUT``
says which peers cannot take part, and why.
"""

from importlib import import_module
from types import SimpleNamespace

NAMES = (
    "running_example", "rosenbrock_2", "rosenbrock_100", "speelpenning", "black_scholes", "pendulum", "small_mlp",
    "log_sum_exp", "six_joint_arm", "lighthouse",
)  # fmt: skip


def one_of_ten(name):
    """Return one function with its inputs: ``f``, ``at``, ``by_hand`` and what else its file holds, None if it does not."""
    module = import_module(f".{name}", __package__)
    optional = {key: getattr(module, key, None) for key in ("arrays", "numpy_by_hand")}
    left_out = getattr(module, "LEFT_OUT", {})
    return SimpleNamespace(
        name=name.replace("_", " "), f=module.f, at=module.AT, by_hand=module.by_hand, left_out=left_out, **optional
    )


TEN = tuple(map(one_of_ten, NAMES))
