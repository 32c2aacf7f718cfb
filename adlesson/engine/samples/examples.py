"""The one zoo of functions: each with example inputs, its gradient derived by hand, and its source.

With this module you can

- differentiate something known: ``running``, ``baydin``, ``speelpenning`` ...;
- go through all of them: ``for example in ZOO.values()``.

The gradients here are written from the formulas on paper, on purpose without any sweep, so that
the tests have something independent to compare with.

>>> from ..derivatives import grad
>>> example = ZOO["baydin"]
>>> grad(example.f, example.at) == example.gradient(**example.at)
True
"""

from collections import namedtuple

from ..numbers.arithmetic import maximum, minimum
from ..numbers.elementary import arctan, cos, exp, log, log1p, relu, sigmoid, sin, softplus, sqrt, tanh

Example = namedtuple("Example", "name f at gradient source")
Example.__doc__ = "A function ``f``, example inputs ``at``, ``gradient(**inputs)`` by hand, and where it comes from."

ZOO = {}


def _example(at, source, gradient):
    def add(f):
        ZOO[f.__name__] = Example(f.__name__, f, at, gradient, source)
        return f

    return add


def _running_gradient(x):
    a = exp(x)
    return {"x": (a + 2 * a * a) * (exp(a + a * a) + cos(a + a * a))}


@_example({"x": 0.25}, "T. Vieira, Backprop is not just the chain rule, 2017, after J. Domke's notes", _running_gradient)
def running(x):
    """Return exp(exp(x) + exp(x)^2) + sin(exp(x) + exp(x)^2), the running example of the lesson."""
    a = exp(x)
    b = a**2
    c = a + b
    d = exp(c)
    e = sin(c)
    f = d + e
    return f


@_example(
    {"x1": 2.0, "x2": 5.0},
    "A. G. Baydin et al., JMLR 18(153), 2018, table 3",
    lambda x1, x2: {"x1": 1 / x1 + x2, "x2": x1 - cos(x2)},
)
def baydin(x1, x2):
    """Return ln x1 + x1 x2 - sin x2."""
    return log(x1) + x1 * x2 - sin(x2)


@_example({"x": 3}, "the smallest function that reads a variable twice", lambda x: {"x": 2 * x})
def square(x):
    """Return x * x: one variable, two edges."""
    return x * x


@_example(
    {"a": 2, "b": 3},
    "the question asked most often about teaching engines: why not just recurse?",
    lambda a, b: {"a": 1 + b + 2 * a * b + b * b, "b": 1 + a + a * a + 2 * a * b},
)
def order_matters(a, b):
    """Return (a + b) + ab + (a + b)(ab), where only a topological order gives the gradient in 7 firings."""
    s = a + b
    p = a * b
    return s + p + s * p


@_example(
    {"x": [2, 3, 5, 7]},
    "B. Speelpenning, Compiling fast partial derivatives, 1980",
    lambda x: {"x": [x[1] * x[2] * x[3], x[0] * x[2] * x[3], x[0] * x[1] * x[3], x[0] * x[1] * x[2]]},
)
def speelpenning(x):
    """Return the product of a list of numbers."""
    p = x[0]
    for factor in x[1:]:
        p = p * factor
    return p


@_example(
    {"x": 0.3},
    "A. G. Baydin et al., JMLR 18(153), 2018, table 1, l_4",
    lambda x: {"x": 64 * (1 - 42 * x + 504 * x**2 - 2640 * x**3 + 7040 * x**4 - 9984 * x**5 + 7168 * x**6 - 2048 * x**7)},
)
def logistic_map(x):
    """Return three steps of l <- 4 l (1 - l)."""
    for _ in range(3):
        x = 4 * x * (1 - x)
    return x


def _gist_gradient(x, y):
    a = exp(x)
    c = a + a * a + y
    slope = 1 - tanh(c) ** 2 + cos(c)
    return {"x": slope * (a + 2 * a * a), "y": slope}


@_example({"x": 0.3, "y": -1.2}, "the program of T. Vieira's lagrangeprop gist, 2017, with f as its output", _gist_gradient)
def lagrangeprop(x, y):
    """Return tanh(c) + sin(c), c = e^x + e^2x + y."""
    a = exp(x)
    b = a**2
    c = a + b + y
    d = tanh(c)
    e = sin(c)
    f = d + e
    return f


@_example(
    {"w": 0.5, "x": 1.5, "b": -0.25, "t": 1.0},
    "one neuron and its squared error",
    lambda w, x, b, t: (
        {
            name: 2 * (tanh(w * x + b) - t) * (1 - tanh(w * x + b) ** 2) * factor
            for name, factor in (("w", x), ("x", w), ("b", 1.0))
        }
        | {"t": 2 * (t - tanh(w * x + b))}
    ),
)
def neuron(w, x, b, t):
    """Return (tanh(w x + b) - t)^2."""
    y = tanh(w * x + b)
    error = y - t
    return error**2


@_example(
    {"x": 3.0, "y": 4.0},
    "distance from the origin and the angle",
    lambda x, y: {"x": x / sqrt(x * x + y * y) - y / (x * x + y * y), "y": y / sqrt(x * x + y * y) + x / (x * x + y * y)},
)
def polar(x, y):
    """Return r + theta of the point (x, y)."""
    r = sqrt(x**2 + y**2)
    theta = arctan(y / x)
    return r + theta


@_example(
    {"x": 2.0, "y": 1.5},
    "a power whose base and exponent both vary",
    lambda x, y: {"x": y * x ** (y - 1), "y": x**y * log(x)},
)
def tower(x, y):
    """Return x to the power y."""
    return x**y


@_example(
    {"x": -1.5, "y": 0.5},
    "an input that the result does not depend on",
    lambda x, y: {"x": 2 * x, "y": 0},
)
def idle(x, y):
    """Return x^2, and compute something with y that nobody reads."""
    unused = y * x  # noqa: F841
    return x**2


@_example(
    {"x": -2.0},
    "a branch: the derivative of the path that ran",
    lambda x: {"x": 3 * x * x if x > 0 else -2 * x},
)
def branch(x):
    """Return x^3 for positive x, else -x^2."""
    if x > 0:
        return x**3
    return -(x**2)


@_example(
    {"x": 0.5, "y": -1.0},
    "the functions with kinks, away from the kinks",
    lambda x, y: {"x": 1 + 1 + 0 + 1, "y": 0 + 0 + 1 - 1},
)
def kinks(x, y):
    """Return max(x, y) + relu(x) + min(x, y) + |x| + |y|, written with the lesson's functions."""
    return maximum(x, y) + relu(x) + minimum(x, y) + abs(x) + abs(y)


@_example(
    {"s": 0.75, "t": 1.0},
    "logistic loss of a score s for the label t, 0 or 1",
    lambda s, t: {"s": sigmoid(s) - t, "t": -s},
)
def logistic_loss(s, t):
    """Return softplus(s) - t s."""
    return softplus(s) - t * s


@_example(
    {"x": 0.25, "y": 0.5},
    "a quotient of sums, exact in fractions",
    lambda x, y: {"x": (1 - y) / (x + 1) ** 2, "y": 1 / (x + 1)},
)
def quotient(x, y):
    """Return (x + y) / (x + 1)."""
    return (x + y) / (x + 1)


@_example({"x": 0.01}, "where log(1 + x) would lose digits", lambda x: {"x": 1 / (1 + x)})
def small_log(x):
    """Return log1p(x)."""
    return log1p(x)
