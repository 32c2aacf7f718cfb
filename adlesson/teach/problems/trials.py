"""What the learner's functions are tried on, in the exercises of more than one notebook."""

from ...engine.numbers.elementary import log, sin
from ...engine.samples import examples
from ...engine.trace import trace


def somewhere(f, pick):
    """Return ``f`` traced at fresh inputs between 0.5 and 1.5."""
    at = examples.ZOO[f.__name__].at
    return trace(f, {name: round(pick.uniform(0.5, 1.5), 2) for name in at})


WRITTEN = {  # what a verdict calls the functions of the zoo
    "running": "the running example",
    "square": "x * x",
    "order_matters": "(a + b) + a * b + (a + b) * (a * b)",
    "quotient": "(x + y) / (x + 1)",
    "polar": "sqrt(x ** 2 + y ** 2) + arctan(y / x)",
    "neuron": "(tanh(w * x + b) - t) ** 2",
}


def called(p):
    return f"{WRITTEN[p.title]} at {written_at(p)}"


def written_at(p):
    return ", ".join(f"{name} = {u}" for name, u in p.at.items())


def doublings(n):
    """Return the program of ``n`` steps ``x = x + x``: n + 1 variables, and 2 to the n paths."""

    def double(x):
        for _ in range(n):
            x = x + x
        return x

    return trace(double, x=1)


def paths(p):
    """Return how many paths lead from the first input to the first output of ``p``."""
    count = [0] * len(p)
    count[p.index(p.outputs[0])] = 1
    for i in reversed(range(len(p))):
        for k in p.alpha(i):
            count[k] += count[i]
    return count[0]


def baydin_line_by_line():
    """Return the program of ln x1 + x1 x2 - sin x2 at (2, 5), an operation per line (Baydin and others 2018)."""

    def h(x1, x2):
        a = log(x1)
        b = x1 * x2
        c = a + b
        d = sin(x2)
        e = c - d
        return e

    return trace(h, x1=2.0, x2=5.0)
