"""Recurrent nets that settle: one relaxation finds the states, another one the multipliers.

With this module you can

- let a net with feedback relax, tau dX/dt = F(W X + I) - X, in steps of h = dt / tau (``Net.relax``);
- let its multipliers relax, tau dB/dt = W' F' B - s dC/dX - B, through the same program run backwards
  (``Net.relax_back``), and get the gradient from where both have come to rest (``Net.gradient``);
- unroll the net in time instead, with one W read at every step (``unrolled``), or with a copy for each (``untied``).

The letters are LeCun's (1988): total inputs A = W X + I, states X = F(A), multipliers B of
L = C + s B' (X - F(W X + I)), and Y = F'(A) B, for which the second relaxation is tau dY/dt = F' W' Y - s F' dC/dX - Y
(Almeida 1987, Pineda 1987).  s = +1 is his sign, with which B is minus the price of X, and s = -1 the other one.

>>> net = Net(W=[[0.5, -0.3], [0.2, 0.4]], I=[0.1, -0.2], C=lambda X: ((X - np.array([0.3, 0.1])) ** 2).sum())
>>> X = net.relax(h=0.5)[-1]
>>> B = net.relax_back(X, h=0.5)[-1]
>>> X.round(6).tolist(), net.Y(X, B).round(6).tolist(), net.gradient(X, B)["W"].round(6).tolist()
([0.312193, -0.222924], [0.248062, 0.876031], [[-0.077443, 0.055299], [-0.273491, 0.195288]])
"""

import numpy as np

from ...engine.errors import InputError, short
from ...engine.fast import pull_back
from ...engine.fence import fence
from ...engine.numbers.arrays import shape_of
from ...engine.trace import trace
from ..loops.cyclic import close_loop
from ..loops.fixed_point import TOLERANCE
from ..networks.units import unit
from .relaxation import settled

MOST = 100_000  # steps of a net that is unrolled
NEAR = 1e-6  # of X at rest, next to itself


class Net:
    """A net whose states feed back into themselves through the weights ``W``, with external inputs ``I`` and cost ``C``.

    ``F`` and ``C`` are functions of an array that can be traced, ``F`` perhaps the name of one; ``C(X)`` is one number.
    ``program`` is once round, from X to ``X_next`` and ``C``; ``system`` is the same with the loop closed, to be solved
    without any relaxation.  ``kept`` is the path of a relaxation that was stopped, or None.
    """

    kept = None

    def __init__(self, W, I, C, F="tanh", sign=+1):  # noqa: E741, N803 - the letters of the paper
        if sign not in (1, -1):
            raise InputError(f"sign is +1, as in LeCun's C + B'(X - F), or -1: not {short(sign)}")
        if not callable(C):
            raise InputError(f"C is a function of the states, such as lambda X: (X * X).sum(), not {short(C)}")
        self.W, self.I = W, I = _weights(W, I)  # noqa: E741, N806
        self.C, self.sign = C, sign
        self.F = F = unit(F) if isinstance(F, str) else F  # noqa: N806
        if not callable(F):
            raise InputError(f"F is a function of the total inputs, or the name of one, such as 'tanh', not {short(F)}")

        def once_round(X, W, I):  # noqa: E741, N803
            A = W @ X + I  # noqa: N806
            X_next = F(A)  # noqa: N806
            if X_next is None:
                raise InputError("F(A) is None: does F end in a return statement?")
            return {"X_next": X_next, "C": _one_number(C(X)), "A": A}

        self.program = trace(once_round, X=np.zeros(len(W)), W=W, I=I)
        self._X_next, self._C, self._A = self.program.output_slots
        self.system = close_loop(self.program, {"X_next": "X"})

    def relax(self, h=0.5, X=None):  # noqa: N803
        """Return the states on the way to rest: X <- X + h (F(W X + I) - X), from ``X``, or from zeros.

        Raises ``NumberError`` if they diverge, or do not come to rest in 20,000 steps.
        """
        start = np.zeros(len(self.W)) if X is None else self._numbers(X, "X")
        return settled(lambda u: self.program.values(X=u)[self._X_next], start, h, "the states", self)

    def relax_back(self, X, h=0.5):  # noqa: N803
        """Return the multipliers B on the way to rest, from zeros, for the states ``X`` that the net has come to.

        Raises ``NumberError`` if they diverge or do not come to rest, and ``InputError`` if ``X`` is not at rest.
        """
        z = self._at_rest(X)
        return settled(lambda u: self._pulled(z, u, -self.sign)[0], np.zeros(len(self.W)), h, "the multipliers", self)

    def Y(self, X, B):  # noqa: N802, N803
        """Return Y = F'(A) B at the states ``X``."""
        return np.array(self._pulled(self._at_rest(X), self._numbers(B, "B"), 0)[self._A])

    def gradient(self, X, B):  # noqa: N803
        """Return the derivative of C by ``W``, which is -s Y X', and by ``I``, which is -s Y, if X and B are at rest."""
        _, W_bar, I_bar, *_ = self._pulled(self._at_rest(X), self._numbers(B, "B"), 0)  # noqa: N806
        return {"W": -self.sign * W_bar, "I": -self.sign * I_bar}

    def _pulled(self, z, B, by_cost):  # noqa: N803
        """Return the adjoints in one reverse sweep with B at ``X_next`` and ``by_cost`` at ``C``; those of X, W, I first."""
        seeds = [(self._X_next, B), (self._C, by_cost)] if self._C >= 0 else [(self._X_next, B)]
        return pull_back(self.program, z, seeds)

    def _numbers(self, u, name):
        try:
            u = np.asarray(u, dtype=float)
        except (TypeError, ValueError, OverflowError):
            raise InputError(f"{name} is a number for each unit, not {short(u)}") from None
        if not np.isfinite(u).all():
            raise InputError(f"{name} has an entry that is not finite: give numbers")
        if u.shape != self.I.shape:
            raise InputError(f"{name} has the shape {u.shape} in a net of {len(self.I)} units: give each a number")
        return u

    def _at_rest(self, X):  # noqa: N803
        z = self.program.values(X=self._numbers(X, "X"))
        off = abs(z[self._X_next] - z[0])
        if not (off <= np.maximum(NEAR * np.maximum(abs(z[0]), abs(z[self._X_next])), TOLERANCE)).all():
            how = "relax it with net.relax(), or solve for it with net.system.solve()"
            raise InputError(f"X is not at rest, F(W X + I) - X is up to {float(off.max()):.1e} there: {how}")
        return z


def unrolled(net, steps):
    """Return the program of C after ``steps`` steps X <- F(W X + I), with one ``W`` read at each: W is shared in time."""
    n = len(_copies(net, steps))
    return _through_time(net, net.W, lambda W: [W] * n)  # noqa: N803


def untied(net, steps):
    """Return the same program with a copy of W for each step, ``W[0]`` for the first: layers that share nothing."""
    return _through_time(net, _copies(net, steps), lambda W: W)  # noqa: N803


def _copies(net, steps):
    if not isinstance(net, Net):
        raise InputError(f"a recurrent Net is wanted, not {short(net)}")
    return [net.W.copy() for _ in range(_whole(steps))]


def _through_time(net, given, weights):
    def cost_at_end(W, I, X):  # noqa: E741, N803
        for W_t in weights(W):  # noqa: N806
            X = net.F(W_t @ X + I)  # noqa: N806
        return net.C(X)

    return trace(cost_at_end, W=given, I=net.I, X=np.zeros(len(net.I)))


def _weights(W, I):  # noqa: E741, N803
    try:
        W, I = np.array(W, dtype=float), np.array(I, dtype=float)  # noqa: E741, N806
    except (TypeError, ValueError, OverflowError):
        raise InputError("W is a square array of numbers, and I has one number for each of its rows") from None
    if W.ndim != 2 or W.shape[0] != W.shape[1] or I.shape != W.shape[:1]:
        raise InputError(f"W has the shape {W.shape} and I {I.shape}: W is square, I has a number for each of its rows")
    if not (np.isfinite(W).all() and np.isfinite(I).all()):
        raise InputError(f"{'I' if np.isfinite(W).all() else 'W'} has an entry that is not finite: give numbers")
    return W, I


def _one_number(cost):
    if cost is None or shape_of(cost) or isinstance(cost, (list, tuple)):
        raise InputError(f"C(X) is {short(cost)}: the cost is one number, such as ((X - D) ** 2).sum()")
    return cost


def _whole(steps):
    if type(steps) is not int or steps < 1:
        raise InputError(f"the number of steps is a whole number of at least 1, not {short(steps)}")
    fence("the unrolled net", steps, MOST, "it is traced for", "take fewer, or let it come to rest with net.relax", "steps")
    return steps
