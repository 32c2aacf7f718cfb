"""Rosenbrock's valley of 100 variables, each with the next."""

import numpy as np

AT = {"x": [-1.2 + 0.03 * k for k in range(100)]}


def f(m, x):
    total = 0
    for k in range(len(x) - 1):
        total = total + 100 * (x[k + 1] - x[k] ** 2) ** 2 + (1 - x[k]) ** 2
    return total


def by_hand(x):
    value, bars, bar = 0.0, [], 0.0
    for k in range(len(x) - 1):
        a = x[k]
        u, w = 1 - a, x[k + 1] - a * a
        slope = 200 * w
        value += 100 * w * w + u * u
        bars.append(bar - 2 * (u + a * slope))
        bar = slope
    bars.append(bar)
    return {"value": value, "x_bar": bars}


def arrays(m, x):
    u, w = 1 - x[:-1], x[1:] - x[:-1] ** 2
    return (100 * w * w + u * u).sum()


def numpy_by_hand(x):
    a = x[:-1]
    u, w = 1 - a, x[1:] - a * a
    slope = 200 * w
    bars = np.empty_like(x)
    bars[:-1] = -2 * (u + a * slope)
    bars[-1] = 0
    bars[1:] += slope
    return 100 * (w @ w) + u @ u, bars
