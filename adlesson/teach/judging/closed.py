"""Calls that are the answer: while a learner's function runs, the lesson's own say what is wanted instead.

With this module you can

- name what gives a derivative, so that an exercise which asks for one can close it (``DERIVATIVES``);
- close some calls while a block runs, by any name they were imported under (``closed``);
- see which of them were called all the same (``closed(...).called``).

A function that is closed gets other code, and its own back when the block is left, whatever happens in it.  So it does not
matter where the learner has it from, and the engine knows nothing of exercises.  A copy of a function, made before, keeps
its code; but what that calls is closed.  (Who copies the whole engine has written one, and this does not notice.)

>>> from ...engine.derivatives import grad
>>> with closed(["grad"]) as doors:
...     try:
...         grad(lambda x: x * x, x=3)
...     except ClosedError as problem:
...         print(problem)
`ad.grad` is closed here
>>> doors.called, grad(lambda x: x * x, x=3)
(['ad.grad'], {'x': 6})
"""

import inspect
import sys
from functools import partial
from threading import RLock

from ...engine.errors import LessonError

DERIVATIVES = (
    "grad", "value_and_grad", "adjoints", "vjp", "reverse_sweep", "tangents", "jvp", "tangent_sweep", "jacobian", "hessian",
    "hvp", "gradient_program", "jacobian_program", "hessian_program", "check_gradient", "checkpoint", "Lagrangian",
    "engine.fast.pull_back", "engine.fast.pull_back_numbers", "engine.fast.push_forward",  # in which most of these end
)  # fmt: skip

LESSON = __name__.partition(".")[0]  # as it is imported as ``ad``
LOCK = RLock()
SHUT = {}  # function: its own code, and how many blocks keep it closed
OPEN_BLOCKS = []  # who is told of a call


class ClosedError(LessonError):
    """A learner's function has called what is the answer itself."""


class closed:  # noqa: N801, it is used like a function
    """Close calls of ``ad``, such as "grad" or "solvers.multipliers", and of numpy ("numpy.linalg.solve"), for a block."""

    def __init__(self, names):
        self.names, self.called, self.functions = names, [], []

    def __enter__(self):
        with LOCK:
            try:
                OPEN_BLOCKS.append(self)
                for name in self.names:
                    for function in functions(name):
                        code, blocks = SHUT.get(function, (function.__code__, 0))
                        SHUT[function] = code, blocks + 1
                        self.functions.append(function)
                        function.__code__ = shut(written(name))
            except BaseException:  # an interrupt: nothing stays closed
                self.__exit__()
                raise
        return self

    def __exit__(self, *_):
        with LOCK:
            while self.functions:
                function = self.functions.pop()
                code, blocks = SHUT.pop(function)
                if blocks > 1:
                    SHUT[function] = code, blocks - 1
                else:
                    function.__code__ = code
            OPEN_BLOCKS.remove(self)


def functions(name):
    """Return the functions of Python behind a name; none where the package has not been imported."""
    first, *parts = (name if name.startswith("numpy.") else f"{LESSON}.{name}").split(".")
    found = sys.modules.get(first)
    for part in parts:
        found = getattr(found, part, None)
    function = inspect.unwrap(found.__init__ if isinstance(found, type) else found) if found else None
    return [function] if inspect.isfunction(function) else []


def written(name):
    """Return a call as a learner writes it."""
    return name if name.startswith("numpy.") else f"ad.{name}"


def shut(name):
    """Return code that raises what ``refusal`` makes of a call of ``name``, for a function with any arguments."""

    def door(*_, **__):
        refusal = "its refusal"
        raise refusal()

    # the code runs among the names of another module, so that what it needs must be in it
    constants = [partial(refusal, name) if one == "its refusal" else one for one in door.__code__.co_consts]
    return door.__code__.replace(co_consts=tuple(constants), co_name=name)


def refusal(name):
    """Return what a closed call raises; every block that is open is told."""
    for block in OPEN_BLOCKS:
        block.called.append(name)
    return ClosedError(f"`{name}` is closed here")
