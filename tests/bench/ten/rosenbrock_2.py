"""Rosenbrock's valley of two variables."""

AT = {"x": -1.2, "y": 1.5}


def f(m, x, y):
    return 100 * (y - x**2) ** 2 + (1 - x) ** 2


def by_hand(x, y):
    u, w = 1 - x, y - x * x
    y_bar = 200 * w
    return {"value": 100 * w * w + u * u, "x_bar": -2 * (u + x * y_bar), "y_bar": y_bar}
