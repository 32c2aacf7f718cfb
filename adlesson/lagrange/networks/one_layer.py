"""One layer with every entry a variable of its own: what is inside an array instruction.

With this module you can

- open a layer: its weights, its inputs and its sums as scalars with names (``scalars``).

>>> scalars(np.array([[0.5, -1.0]]), np.array([4.0, 1.0]), None, lambda a: a * a, np.array([3.0]), "layer")
w11 = 0.5  (input)
w12 = -1.0  (input)
x1 = 4.0  (input)
x2 = 1.0  (input)
z4 = w11 * x1
z5 = w12 * x2
a1 = z4 + z5
f1 = a1 * a1
C = 3.0 * f1
return C
"""

# ruff: noqa: N803, N806, the letters are those of the paper

import numpy as np

from .lettered import lettered


def scalars(W, X, t, F, prices, title):
    """Return the program of f_i = F(a_i), a_i = sum w_ij x_j + t_i, and of C, the sum of ``prices`` times f."""
    weights = {_entry("w", W.shape, i, j): float(W[i, j]) for i, j in np.ndindex(W.shape)}
    given = weights | {f"x{j + 1}": float(x) for j, x in enumerate(X)}
    given |= {} if t is None else {f"t{i + 1}": float(u) for i, u in enumerate(t)}

    def layer(**u):
        names, shares = {}, []
        for i in range(len(W)):
            terms = [u[_entry("w", W.shape, i, j)] * u[f"x{j + 1}"] for j in range(len(X))]
            a = sum(terms[1:], terms[0])
            a = a if t is None else a + u[f"t{i + 1}"]
            f = F(a)
            shares.append(float(prices[i]) * f)
            names |= {f"a{i + 1}": a, f"f{i + 1}": f}
        C = sum(shares[1:], shares[0])
        return C, names | {"C": C}

    layer.__name__ = title
    return lettered(layer, given)


def _entry(letter, shape, i, j):
    """Return ``w12``, or ``w1_12`` where a number has two digits and the two would run into each other."""
    return f"{letter}{i + 1}{'_' * (max(shape) > 9)}{j + 1}"
