"""Five ways to solve one Lagrangian, a few lines each.

With this module you can

- solve block by block, in any order (``blocks``): in the order of the program, a pass is backpropagation;
- charge for broken constraints instead (``penalty``, ``mac``), or do both (``multipliers``);
- let unknowns go down and multipliers up, all at once (``descent_ascent``).

Each is a generator without end (but a penalty comes to one).  It gets a ``Problem``, unknowns u and multipliers lam, and
yields a ``Move`` after each round; ``solve`` counts, watches and records.  Whatever the sign before the multipliers, they
move *up* the merit.
"""

from collections import namedtuple

import numpy as np

from .inner import least
from .work import Work

TOO_STEEP = 1e13  # a penalty, for floats to tell how the cost changes

Move = namedtuple("Move", "u lam work", defaults=(Work(1, 0),))
Move.__doc__ = "Where a method is after a round, and the ``Work`` of that round."


def blocks(problem, u, lam, rate=0.1, order=None):
    """Coordinate by coordinate: each z_i from its own equation, each lam_j from its own, then the free inputs downhill.

    ``order`` lists the cut variables; left out, that of the program, in which one pass solves both blocks.
    """
    names = list(problem.split(lam)) if order is None else problem.ordered(order)
    x = slice(problem.m, None)
    while True:
        for name in names:
            place = problem.places[name]
            u[place] = 0
            u[place] = -problem.broken(u)[place]  # f_i, without a rounding error
        for name in reversed(names):
            place = problem.places[name]
            lam[place] = 0
            lam[place] = -problem.up * problem.sign * problem.slopes(u, lam).u[place]
        yield Move(u, lam)
        u[x] -= rate * problem.slopes(u, lam).u[x]


def penalty(problem, u, lam, mu=1.0, growth=10.0):
    """The quadratic penalty: no multipliers, but a price on the square of each residual, raised in each round.

    Courant (1943).  What the residuals cost is an estimate of the multipliers, with an error O(1/mu).
    """
    while mu < TOO_STEEP:
        u, work = least(problem, u, 0 * lam, mu)
        yield Move(u, problem.allowed(mu * problem.slopes(u, 0 * lam, mu).lam), work)
        mu *= growth


def mac(problem, u, lam, mu=1.0, growth=10.0, rounds=10):
    """The method of auxiliary coordinates: the penalty, its free inputs and its cut variables changed in turn.

    Carreira-Perpinan and Wang (2014), seen second hand.  Each half falls apart: by layers, and by data points.
    """
    halves = slice(problem.m, None), slice(0, problem.m)
    while mu < TOO_STEEP:
        for _ in range(rounds):
            u, first = least(problem, u, 0 * lam, mu, halves[0])
            u, second = least(problem, u, 0 * lam, mu, halves[1])
            work = Work(*np.add(first, second).tolist())
            yield Move(u, problem.allowed(mu * problem.slopes(u, 0 * lam, mu).lam), work)
        mu *= growth


def multipliers(problem, u, lam, mu=10.0):
    """The method of multipliers: minimise the merit, then let each multiplier pay for what is still broken.

    Exact at a finite mu, whose size sets the pace.  Hestenes (1969), Powell (1969); today the *augmented Lagrangian*.  The
    price of an inequality becomes max(0, lam - mu g) (Rockafellar 1973).
    """
    while True:
        u, work = least(problem, u, lam, mu)
        lam = problem.allowed(lam + mu * problem.slopes(u, lam, mu).lam)
        yield Move(u, lam, work)


def descent_ascent(problem, u, lam, rate=0.05, mu=0.0):
    """The differential multiplier method: unknowns go down the merit and multipliers up, both by ``rate`` times the slope.

    Platt and Barr (1987), after Arrow, Hurwicz and Uzawa (1958).  A solution is a saddle of L, and with mu = 0 it need not
    attract.
    """
    while True:
        slopes = problem.slopes(u, lam, mu)
        u, lam = u - rate * slopes.u, problem.allowed(lam + rate * slopes.lam)
        yield Move(u, lam)
