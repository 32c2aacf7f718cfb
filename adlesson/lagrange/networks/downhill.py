"""What to do with a gradient: three ways downhill.

With this module you can

- take a step with plain gradient descent, with momentum, or with Adam (``METHODS``), all used alike.

Backpropagation ends where this module begins: it delivers the gradient, and knows nothing of steps.  Each way is made for
a list of arrays, the parameters, and changes them where they stand.

>>> w = np.array([4.0])
>>> step = Momentum(rate=0.1, parameters=[w])
>>> for _ in range(2):
...     step([w], [2 * w])  # the gradient of the square
>>> w.round(10).tolist()  # 4 -> 3.2 -> 3.2 - 0.1 (0.9 * 8 + 6.4)
[1.84]
"""

import numpy as np


class Descent:
    """Gradient descent: w <- w - rate * g.

    ``parameters`` are a list of arrays; so is the gradient.
    """

    RATE = 0.5

    def __init__(self, rate, parameters):
        self.rate = rate

    def __call__(self, parameters, gradient):
        """Take one step: ``parameters`` are changed in place."""
        for w, g in zip(parameters, gradient, strict=True):
            w -= self.rate * g


class Momentum:
    """A heavy ball: v <- 0.9 v + g, then w <- w - rate * v (Polyak 1964, seen second hand)."""

    RATE, KEPT = 0.1, 0.9

    def __init__(self, rate, parameters):
        self.rate, self.v = rate, [np.zeros_like(w) for w in parameters]

    def __call__(self, parameters, gradient):
        """Take one step: ``parameters`` are changed in place."""
        for w, g, v in zip(parameters, gradient, self.v, strict=True):
            v *= self.KEPT
            v += g
            w -= self.rate * v


class Adam:
    """Steps of nearly equal size for every weight: w <- w - rate * m / (sqrt(s) + 1e-8).

    m and s are means over past gradients and their squares, which forget at the rates 0.9 and 0.999; that they start
    from 0 is made up for (Kingma & Ba 2015, seen second hand).
    """

    RATE, KEPT, KEPT_OF_SQUARES, LEAST = 0.01, 0.9, 0.999, 1e-8

    def __init__(self, rate, parameters):
        self.rate, self.steps = rate, 0
        self.m, self.s = ([np.zeros_like(w) for w in parameters] for _ in range(2))

    def __call__(self, parameters, gradient):
        """Take one step: ``parameters`` are changed in place."""
        self.steps += 1
        young, young_squares = 1 - self.KEPT**self.steps, 1 - self.KEPT_OF_SQUARES**self.steps
        for w, g, m, s in zip(parameters, gradient, self.m, self.s, strict=True):
            m *= self.KEPT
            m += (1 - self.KEPT) * g
            s *= self.KEPT_OF_SQUARES
            s += (1 - self.KEPT_OF_SQUARES) * (g * g)
            w -= (self.rate / young) * m / (np.sqrt(s / young_squares) + self.LEAST)


METHODS = {"gradient descent": Descent, "momentum": Momentum, "adam": Adam}
