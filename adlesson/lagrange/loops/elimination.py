"""Linear systems of a loop: exact where the numbers are, honest where the matrix is singular.

With this module you can

- solve ``matrix w = rhs`` (``solve``): by elimination with fractions, which never round, or with NumPy;
- be told which variables make it singular, instead of getting huge numbers.

>>> from fractions import Fraction as F
>>> solve([[1, F(-1, 2)], [F(-1, 3), 1]], [1, 2], ["u", "w"])
[Fraction(12, 5), Fraction(14, 5)]
"""

from fractions import Fraction
from numbers import Rational

import numpy as np

from ...engine.errors import NumberError, listed

# At a fold the solution is known to the square root of the rounding error, 1e-8, and so is I - J: where a change of J by
# so small a share of its entries makes I - J singular, it cannot be told from a singular one.
LARGEST, FEW = 1e7, 40  # of so few numbers the eigenvalues are found as fast as they are estimated


def is_exact(numbers):
    """Whether all numbers are whole numbers or fractions."""
    return all(isinstance(u, Rational) for u in numbers)


def solve(matrix, rhs, names):
    """Return the solution as a list of fractions if all entries are exact, else as an array of floats.

    Raises ``NumberError`` naming the unknowns, among ``names``, that a singular matrix leaves undetermined.
    """
    if is_exact(rhs) and all(map(is_exact, matrix)):
        return eliminated(matrix, rhs, names)
    matrix = np.array(matrix, dtype=float)
    loose = conditioning(matrix, names)[2]
    if loose:
        raise NumberError(singular(loose))
    return np.linalg.solve(matrix, np.array(rhs, dtype=float))


def eliminated(matrix, rhs, names):
    """Return the exact solution by Gauss-Jordan elimination; a pivot only has to differ from zero."""
    table, n = [[*map(Fraction, row), Fraction(u)] for row, u in zip(matrix, rhs, strict=True)], len(matrix)
    for k in range(n):
        pivot = next((i for i in range(k, n) if table[i][k] != 0), None)
        if pivot is None:
            free = [1 if i == k else table[i][k] if i < k else 0 for i in range(n)]
            raise NumberError(singular([name for name, u in zip(names, free, strict=True) if u]))
        table[k], table[pivot] = table[pivot], table[k]
        table[k] = [u / table[k][k] for u in table[k]]
        for i in range(n):
            if i != k and table[i][k] != 0:
                table[i] = [u - table[i][k] * w for u, w in zip(table[i], table[k], strict=True)]
    return [row[n] for row in table]


def conditioning(matrix, names):
    """Return ``(inverse, by how much a small error in J comes back, names that move without bound)`` for I - J.

    There are such names only if the matrix is singular, as far as floats can tell, and then there is no inverse.  Errors
    are measured entry by entry, each next to its own size, so that the units of the variables do not matter.
    """
    if not np.isfinite(matrix).all():
        raise NumberError(
            "I - J is not finite here, a slope in the loop is infinite: start, or take inputs, where it is finite"
        )
    try:
        inverse = np.linalg.inv(matrix)
        moves = abs(inverse)
        growth = spectral_radius(moves @ (abs(np.eye(len(matrix)) - matrix) + np.eye(len(matrix))))
    except np.linalg.LinAlgError:
        moves, growth = abs(np.linalg.svd(matrix)[2][-1:].T), np.inf
    if growth < LARGEST:
        return inverse, growth, []
    moves = moves.max(axis=1)
    return None, growth, [name for name, u in zip(names, moves, strict=True) if not u < 0.1 * max(moves)]


def spectral_radius(matrix, k=60):
    """Return the spectral radius; of a large matrix an estimate, the growth of a vector over its products k+1 to 2k."""
    if len(matrix) <= FEW:
        return float(max(abs(np.linalg.eigvals(matrix)))) if np.isfinite(matrix).all() else float("inf")
    u, growth = np.random.default_rng(0).standard_normal(len(matrix)), []
    for _ in range(2 * k):
        u = matrix @ u
        growth.append(float(np.linalg.norm(u)))
        if not 0 < growth[-1] < np.inf:
            return growth[-1]
        u = u / growth[-1]
    return float(np.exp(np.mean(np.log(growth[k:]))))


def identity_minus(matrix):
    """Return I - J, a list of rows if J is one, else an array."""
    if isinstance(matrix, list):
        return [[(i == j) - u for j, u in enumerate(row)] for i, row in enumerate(matrix)]
    return np.eye(len(matrix)) - matrix


def singular(names):
    """Return the message for a singular system."""
    return (
        f"I - J is singular in {listed(names, 6)}, as far as can be told: at a fold two solutions meet and have no "
        "derivative; elsewhere there is no solution, or many. Change the inputs, or start on another branch"
    )
