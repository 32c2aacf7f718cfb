"""Linear systems that are known by what they do to a vector: nobody builds their matrix.

With this module you can

- solve A u = b by GMRES (``gmres``), which looks for u among b, A b, A A b, ... and takes the one that fits best;
- help it where A is banded (``Band``): the diagonals are found by some products, and solved directly;
- let the lesson choose (``solve_linear``).

(Saad and Schultz 1986.)  GMRES is done after as many products as A - I has rank.  So it does not ask whether going round
would converge: a spectral radius above 1 is nothing to it.

>>> turn = np.array([[0.0, -3.0], [3.0, 0.0]])
>>> u, off, products = gmres(lambda u: u - turn @ u, np.array([1.0, 1.0]))
>>> u.round(12), off < 1e-15, products
(array([-0.2,  0.4]), True, 2)
"""

import numpy as np

from ...engine.errors import NumberError

MOST, FEW = 300, 30  # products: the vectors of as many are kept
ENOUGH, ALL, WELL, NEARLY = 1e-14, 1e-13, 1e-10, 1e-7  # of the residual, next to b: where to stop; what is a solution
WIDTHS, BLOCK = (2, 8, 32), 32  # diagonals on either side that are tried; the size of a block that is solved at once
SMALL = 64  # so many unknowns and fewer: the matrix is built, and solved as it stands


def gmres(apply, b, most=MOST, first=None):
    """Return ``(u, |A u - b| / |b|, products)`` of A u = b after at most ``most`` products ``apply(u)``, A u.

    ``first(u)``, where given, nearly undoes A: what is solved is A first(w) = b, and u is first(w).
    """
    size, first = float(np.linalg.norm(b)), first or (lambda u: u)
    if not 0 < size < np.inf:
        return b, 0.0 if size == 0 else np.inf, 0
    most = min(most, len(b))
    basis, table = np.empty((most + 1, len(b))), np.zeros((most + 1, most))
    turns, rest = [], np.zeros(most + 1)  # rotations that make the table triangular; the residual, turned along
    basis[0], rest[0] = b / size, 1.0
    for k in range(most):
        w = apply(first(basis[k]))
        for _ in range(2):  # twice is enough: once loses the right angles to rounding
            along = basis[: k + 1] @ w
            w = w - along @ basis[: k + 1]
            table[: k + 1, k] += along
        length = float(np.linalg.norm(w))
        column = table[: k + 2, k]
        column[k + 1] = length
        for j, (c, s) in enumerate(turns):
            column[j], column[j + 1] = c * column[j] + s * column[j + 1], c * column[j + 1] - s * column[j]
        both = float(np.hypot(column[k], column[k + 1]))
        if not 0 < both < np.inf:
            most = k
            break
        c, s = column[k] / both, column[k + 1] / both
        turns.append((c, s))
        column[k], column[k + 1] = both, 0.0
        rest[k], rest[k + 1] = c * rest[k], -s * rest[k]
        if abs(rest[k + 1]) <= ENOUGH or length <= ENOUGH * both:
            most = k + 1
            break
        basis[k + 1] = w / length
    weights = np.linalg.solve(table[:most, :most], rest[:most]) if most else np.zeros(0)
    u = size * first(weights @ basis[:most])
    return u, float(np.linalg.norm(b - apply(u))) / size, most


class Band:
    """The diagonals of A next to its main one, read off from a few products, and factored by Householder's reflections.

    ``width`` diagonals on either side are taken in a folded order, 0, n-1, 1, n-2, ...: in it a band that goes round in a
    ring, from the last unknown to the first, is a band, too.  ``strays`` counts the rows that have more in them.  Called, it
    solves the system of these diagonals.
    """

    def __init__(self, apply, n, width):
        self.width = width
        self.order = np.stack([np.arange(n), np.arange(n)[::-1]], axis=1).ravel()[:n]
        blocks, rows = -(-n // BLOCK), np.arange(n)
        wide = np.zeros((blocks + 1, BLOCK, 3 * BLOCK))  # each block of rows, with its neighbours to the left and right
        near, pick = np.zeros(n), np.random.default_rng(0).uniform(0.5, 1.5, n)
        for colour in range(min(2 * width + 1, n)):  # columns that far apart have no row in common
            entries = self._folded(apply, rows % (2 * width + 1) == colour)
            columns = rows - (rows - colour + width) % (2 * width + 1) + width  # the one of this colour next to each row
            there = (columns >= 0) & (columns < n)
            row, column = rows[there], columns[there]
            wide[row // BLOCK, row % BLOCK, column - (row // BLOCK - 1) * BLOCK] = entries[there]
            near[there] += entries[there] * pick[column]
        full = self._folded(apply, pick)
        self.strays = int((abs(full - near) > 1e-9 * (abs(full) + abs(near))).sum())
        ones = np.arange(n, (blocks + 1) * BLOCK)
        wide[ones // BLOCK, ones % BLOCK, BLOCK + ones % BLOCK] = 1.0  # what fills the last blocks up
        self.steps = [*self._triangular(wide)] if np.isfinite(wide).all() else []

    def _folded(self, apply, u):
        given = np.empty(len(u))
        given[self.order] = u
        return apply(given)[self.order]

    @staticmethod
    def _triangular(wide):
        """Yield, block by block, what turns two blocks of rows, and the triangle, inverted, with what stands beside it."""
        here = np.hstack([wide[0, :, BLOCK:], np.zeros((BLOCK, BLOCK))])
        for k in range(len(wide) - 1):
            both = np.vstack([here, wide[k + 1]])
            turned, triangle = np.linalg.qr(both[:, :BLOCK], mode="complete")
            beside = turned.T @ both[:, BLOCK:]
            yield turned.T, np.linalg.inv(triangle[:BLOCK]), beside[:BLOCK]
            here = np.hstack([beside[BLOCK:], np.zeros((BLOCK, BLOCK))])

    def __call__(self, b):
        """Return u of (the band) u = b."""
        parts = np.zeros((len(self.steps) + 2) * BLOCK)
        parts[: len(b)] = b[self.order]
        for k, (turned, _, _) in enumerate(self.steps):
            both = slice(k * BLOCK, (k + 2) * BLOCK)
            parts[both] = turned @ parts[both]
        for k in range(len(self.steps) - 1, -1, -1):
            start, end = k * BLOCK, (k + 1) * BLOCK
            _, inverse, beside = self.steps[k]
            parts[start:end] = inverse @ (parts[start:end] - beside @ parts[end : end + 2 * BLOCK])
        u = np.empty(len(b))
        u[self.order] = parts[: len(b)]
        return u


class System:
    """A linear system A u = b of ``n`` unknowns by its products ``apply(u)``; what helps once is kept for the next b.

    ``widths`` is a list in which the width of a band is kept for other systems of the same kind.
    """

    def __init__(self, apply, n, widths=None):
        self.apply, self.n, self.band, self.matrix = apply, n, None, None
        self.widths = [] if widths is None else widths
        if n <= SMALL:
            self.matrix = np.array([apply(unit) for unit in np.eye(n)]).T
        elif self.widths:
            self.band = banded(apply, n, self.widths)

    def solve(self, b):
        """Return u; raise a ``NumberError`` where none is found."""
        if self.matrix is not None:
            return self._as_it_stands(b)
        u, off, _ = gmres(self.apply, b, FEW, self.band)
        if off > WELL and self.band is None:
            self.band = banded(self.apply, self.n, WIDTHS)
            self.widths[:] = [self.band.width] if self.band else []
            u, off, _ = gmres(self.apply, b, FEW if self.band else MOST, self.band)
        if ALL < off <= WELL:
            u = u + gmres(self.apply, b - self.apply(u), FEW, self.band)[0]  # what rounding has left, once more
        if not off <= WELL:
            raise NumberError(
                f"a linear system of {self.n:,} numbers is not solved by GMRES after {MOST} products, {off:.1e} is left: "
                "I - J is singular, or nearly so, or too far from banded and from low rank"
            )
        return u

    def _as_it_stands(self, b):
        try:
            u = np.linalg.solve(self.matrix, b)
        except np.linalg.LinAlgError:
            u = np.full(len(b), np.nan)
        if not np.linalg.norm(self.matrix @ u - b) <= NEARLY * np.linalg.norm(b):
            raise NumberError("a linear system of the loop is singular, or nearly so: I - J has no inverse here")
        return u


def banded(apply, n, widths):
    """Return the ``Band`` of A of one of these widths, if nearly all of A is in it, else None."""
    for width in widths:
        try:
            band = Band(apply, n, width)
        except np.linalg.LinAlgError:
            continue
        if band.steps and band.strays <= 4 * width:
            return band
    return None


def solve_linear(apply, b):
    """Return u of A u = b, an array of any shape, where ``apply(u)`` is A u."""
    system = System(lambda u: apply(u.reshape(b.shape)).ravel(), b.size)
    return system.solve(b.ravel()).reshape(b.shape)
