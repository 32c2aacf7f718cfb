"""Is this gradient right?  Two questions that need no second implementation.

With this module you can

- compare the gradient with two-sided differences along random directions;
- test the transpose identity: ybar . (J xdot) == (ybar J) . xdot.

>>> from ..numbers.elementary import sin
>>> check_gradient(lambda x, y: x * sin(y), x=1.0, y=2.0).ok
True
"""

import random

from ..derivatives import given_program, grad, jvp, vjp
from ..numbers.arrays import is_array
from ..numbers.inputs import by_name
from ..numbers.linear import total

DIRECTIONS, STEP = 3, 6e-6  # the step balances truncation, h^2, against round-off, 1e-16 / h


class GradientReport:
    """What was compared: ``rows`` of (question, one number, the other, relative error), and ``ok``."""

    def __init__(self, rows, tolerance):
        self.rows, self.tolerance = rows, tolerance

    @property
    def ok(self):
        """Whether every pair agrees to within the tolerance."""
        return all(error <= self.tolerance for *_, error in self.rows)

    def __bool__(self):
        return self.ok

    def __repr__(self):
        lines = [f"{what:44} {u: .10g}  {w: .10g}  off by {error:.1e}" for what, u, w, error in self.rows]
        verdict = "they agree" if self.ok else "they do NOT agree: one of the two is wrong"
        return "\n".join([*lines, f"{verdict} (tolerance {self.tolerance:g})"])


def check_gradient(f, /, at=None, tolerance=1e-6, gradient=None, **inputs):
    """Return a ``GradientReport`` on ``f`` (one output) at these inputs.

    ``gradient``, a dict over inputs, is the one to check; left out, it is the reverse sweep's.
    Differences are two-sided along random directions, the same ones in every run, in which each input
    moves in proportion to its size.
    """
    p = given_program(f, at, inputs)
    here = {**p.at, **by_name(at, inputs)}
    x, given = p.bind(here), p.bind(by_name(grad(p, here), gradient or {}))
    rows, pick = [], random.Random(0)
    for k in range(DIRECTIONS):
        xdot = [_direction(u, pick) for u in x]
        up, down = (p(p.pack_inputs([u + s * STEP * d for u, d in zip(x, xdot, strict=True)])) for s in (1, -1))
        rows.append((f"direction {k + 1}: gradient . d, difference", _dot(given, xdot), (up - down) / (2 * STEP)))
    tangent = sum(jvp(p, p.pack_inputs(xdot), here).values())
    rows.append(("transpose: ybar (J xdot), (ybar J) xdot", tangent, _dot(p.bind(vjp(p, 1, here)), xdot)))
    floor = 1e-4 * abs(p(here))  # a slope below it is lost in the rounding of f
    errors = [abs(u - w) / (max(abs(u), abs(w), floor) or 1.0) for _, u, w in rows]
    return GradientReport([(*row, e if e == e else float("inf")) for row, e in zip(rows, errors, strict=True)], tolerance)


def _direction(u, pick):
    if not is_array(u):
        return pick.uniform(-1, 1) * (abs(u) or 1.0)
    xdot = u.copy()
    for k, entry in enumerate(u.flat):
        xdot.flat[k] = _direction(entry, pick)
    return xdot


def _dot(u, w):
    return sum(total(a * b, None) if is_array(a * b) else a * b for a, b in zip(u, w, strict=True))
