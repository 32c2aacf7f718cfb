"""The conditions of Karush, Kuhn and Tucker, as a system of equations that Newton's method can solve.

With this module you can

- evaluate cost, slope and rows of a problem, and the KKT matrix (``System``);
- ask which prices leave the least slope (``first_prices``), which rows may not change (``binding``), and in which
  directions nothing does (``null_space``).

With rows c = (equations, inequalities) and prices y they are: the slope of the cost is paid for, slope = A'y (stationarity);
equations are 0, inequalities not negative (feasibility); prices of inequalities are not negative; and where an inequality
has room its price is 0 (complementarity).  Karush (1939), Kuhn and Tucker (1951); Nocedal and Wright (2006), theorem 12.1.
"""

from collections import namedtuple

import numpy as np

from ...engine.errors import LessonError, NumberError, listed, short
from .work import Work

STEEP, NEAR, PRICED = 1e3, 1e-8, 1e-8  # first prices beyond are no use; a row that near to 0 binds; a price above 0
RANK, FLAT, BINDS = 1e-11, 1e-15, 1e-7  # of rows that repeat; of a curvature that is none; of a row that is 0

Point = namedtuple("Point", "u cost slope rows")
Point.__doc__ = "Unknowns, the cost there (minus the cost, if it is to be large), its slope, and what the rows come to."


class System:
    """The KKT system of a ``problem``, and the ``work`` that evaluating it has taken.

    Prices have the sign of L = cost - sum of y_i c_i, whatever stands before the multipliers of the problem.
    """

    def __init__(self, problem):
        self.problem, self.e, self.work = problem, problem.e, Work()

    def at(self, u):
        """Return the ``Point`` at u, or None where something has no finite value: one pass."""
        problem, self.work = self.problem, self.work.plus(passes=1)
        try:
            value, slope, rows = problem.slopes(u, np.zeros(problem.rows))
        except (LessonError, ArithmeticError, ValueError):
            return None
        rows = problem.up * problem.sign * rows
        finite = np.isfinite(value) and np.isfinite(slope).all() and np.isfinite(rows).all()
        return Point(u, value, slope, rows) if finite else None

    def matrix(self, u, prices):
        """Return ``(W, A)``, second derivatives of L and slopes of the rows: a tangent sweep per unknown."""
        self.work = self.work.plus(passes=len(u))
        found = self.problem.curvature(u, self.multipliers(prices))
        if not all(np.isfinite(part).all() for part in found):
            raise NumberError(f"second derivatives are not finite at {self.named(u)}, and Newton's method needs them")
        return found

    def named(self, u):
        """Return unknowns as text."""
        return listed([f"{name} = {short(part, 20, str)}" for name, part in self.problem.split(u).items()], 4)

    def multipliers(self, prices):
        """Return prices with the sign that the problem has for them."""
        return -self.problem.up * self.problem.sign * prices

    def spent(self):
        """Return the ``Work`` since this was asked last."""
        done, self.work = self.work, Work()
        return done

    def broken(self, rows):
        """Return how much is broken in all."""
        return abs(self.problem.missing(rows)).sum()

    def first_prices(self, point, A, binding=(), dear=STEEP):  # noqa: N803
        """Return the prices that leave the least slope, over the equations and the inequalities that bind; not below 0.

        By least squares; 0 where they come out beyond ``dear`` and are of no use.
        """
        prices = np.zeros(len(point.rows))
        rows = [*range(self.e), *[i for i in range(self.e, len(prices)) if i in binding or point.rows[i] < NEAR]]
        if rows:
            found = np.linalg.lstsq(A[rows].T, point.slope, rcond=1e-10)[0]
            if abs(found).max() < dear:
                prices[rows] = found
                prices[self.e :] = np.maximum(prices[self.e :], 0)
        return prices


def binding(system, prices):
    """Return which rows may not change to first order: equations, and inequalities with a price."""
    charged = prices > PRICED * (1 + abs(prices).max(initial=0))
    return charged | (np.arange(len(prices)) < system.e)


def binding_names(problem, u):
    """Return the names of the learner's constraints that are 0 at u."""
    rows = zip(problem.row_names(), problem.broken(u), strict=True)
    return [name for name, row in list(rows)[problem.m :] if abs(row) <= BINDS * (1 + abs(u).max())]


def redundant(problem, u, lam):
    """Return the names of constraints of the learner's that bind at u and follow, to first order, from rows before them."""
    system, found = System(problem), []
    here = system.at(u)
    _, A = system.matrix(u, system.multipliers(lam))  # noqa: N806
    rows = [i for i in range(problem.rows) if i < problem.e or abs(here.rows[i]) <= BINDS * (1 + abs(u).max())]
    for k, i in enumerate(rows):
        if i >= problem.m and null_space(A[rows[: k + 1]], len(u)).shape[1] == null_space(A[rows[:k]], len(u)).shape[1]:
            found.append(problem.row_names()[i])
    return found


def null_space(A, n, tiny=1e-9):  # noqa: N803
    """Return a basis, in columns, of the directions in which no row of A changes; rows are compared in their own units."""
    if not len(A):
        return np.eye(n)
    sizes = abs(A).max(axis=1, keepdims=True)
    _, size, axes = np.linalg.svd(A / np.where(sizes > 0, sizes, 1))
    return axes[int((size > tiny * max(1, size[0])).sum()) :].T


def along_rows(W, slope, A, c, lift=None):  # noqa: N803
    """Return ``(d, prices, least)``: the linear KKT system of the rows A, all of them equations, solved in three parts.

    Across the rows the step puts them in force, A d = -c; along them, d = Z w, it goes where the slope is 0, Z'(slope + W d)
    = 0; and prices pay for what is left of the slope.  Where rows repeat, or contradict one another, parts one and three are
    least-squares solutions of least size.  ``lift(sizes, slope)`` is added to the curvatures; ``least`` is the least of them
    before that, infinite where no direction is left.
    """
    n = len(slope)
    d = np.linalg.lstsq(A, -c, rcond=RANK)[0] if len(A) else np.zeros(n)
    Z, least = null_space(A, n), np.inf  # noqa: N806
    if Z.shape[1]:
        sizes, axes = np.linalg.eigh(Z.T @ W @ Z)
        along, least = axes.T @ (Z.T @ (slope + W @ d)), sizes[0]
        sizes = sizes + (lift(sizes, along) if lift else 0.0)
        terms = np.einsum("ik,ij,jk->k", abs(Z @ axes), abs(W), abs(Z @ axes))  # what each curvature is the sum of
        flat = FLAT * np.maximum(terms, abs(sizes).max())
        d = d - Z @ (axes @ (along / np.where(abs(sizes) > flat, sizes, np.inf)))
    prices = np.linalg.lstsq(A.T, slope + W @ d, rcond=RANK)[0] if len(A) else np.zeros(0)
    return d, prices, least
