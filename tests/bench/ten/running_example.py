"""The running example of the lesson, exp(exp(x) + exp(x)^2) + sin(exp(x) + exp(x)^2)."""

from math import cos, exp, sin

AT = {"x": 0.25}


def f(m, x):
    a = m.exp(x)
    b = a**2
    c = a + b
    return m.exp(c) + m.sin(c)


def by_hand(x):
    a = exp(x)
    b = a * a
    c = a + b
    d = exp(c)
    return {"value": d + sin(c), "x_bar": (d + cos(c)) * (a + 2 * b)}


def gradient_tuple(x):
    """Return the same as a tuple, which is less to make than a dict."""
    a = exp(x)
    b = a * a
    c = a + b
    d = exp(c)
    return d + sin(c), (d + cos(c)) * (a + 2 * b)
