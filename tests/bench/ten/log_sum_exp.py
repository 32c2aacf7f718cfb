"""The logarithm of a sum of 20 exponentials."""

from math import exp, log

import numpy as np

AT = {"x": [(k % 9) / 4 - 1 for k in range(20)]}


def f(m, x):
    return m.log(sum(m.exp(u) for u in x))


def by_hand(x):
    powers = [*map(exp, x)]
    total = sum(powers)
    share = 1 / total
    return {"value": log(total), "x_bar": [u * share for u in powers]}


def arrays(m, x):
    return m.log(m.exp(x).sum())


def numpy_by_hand(x):
    powers = np.exp(x)
    total = powers.sum()
    return log(total), powers / total
