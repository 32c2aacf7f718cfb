"""Programs whose variables are called as in a paper.

With this module you can

- trace a function that says itself what its variables are called (``lettered``), for example ``X2`` in the second
  turn of a loop, where no line of Python says so.

>>> def power(x):
...     names = {}
...     for k in range(1, 4):
...         names[f"x{k}"] = x = x * x
...     return x, names
>>> lettered(power, {"x": 2})
x = 2  (input)
x1 = x * x
x2 = x1 * x1
x3 = x2 * x2
return x3
"""

from ...engine.trace import trace
from ...engine.tracing.names import Written
from ...engine.tracing.traced import Traced


def lettered(f, at):
    """Return the program of ``f``, which returns its result and a dict of variables by name; the last name counts."""
    called = {}

    def traced(**inputs):
        result, names = f(**inputs)
        called.update({u.index: name for name, u in names.items() if isinstance(u, Traced)})
        return result

    traced.__name__ = f.__name__
    program = trace(traced, at)
    program.origin = Written([called.get(i) for i in range(len(program))], [None] * len(program))
    return program
