"""Is this gradient right?  Two questions that need no second implementation.

With this module you can

- compare the gradient with two-sided differences along random directions;
- test the transpose identity: ybar . (J xdot) == (ybar J) . xdot.

>>> from .elementary import sin
>>> check_gradient(lambda x, y: x * sin(y), x=1.0, y=2.0).ok
True
"""

import random

from .derivatives import as_program, grad, jvp, vjp
from .program import by_name

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
    Differences are two-sided along random directions of unit length, the same ones in every run.
    """
    p = as_program(f, at, inputs)
    here = {**p.at, **by_name(at, inputs)}
    given = {**grad(p, here), **(gradient or {})}
    rows, pick = [], random.Random(0)
    for k in range(DIRECTIONS):
        flat = [pick.gauss(0, 1) for _ in p.inputs]
        size = sum(u * u for u in flat) ** 0.5 or 1.0
        direction = p.pack_inputs([u / size for u in flat])
        xdot, x = p.bind(direction, default=0), p.bind(here)
        scale = max(1.0, *(abs(u) for u in x)) if x else 1.0
        h = STEP * float(scale)
        up, down = (p(p.pack_inputs([u + s * h * d for u, d in zip(x, xdot, strict=True)])) for s in (1, -1))
        slope = sum(g * d for g, d in zip(p.bind(given), xdot, strict=True))
        rows.append((f"direction {k + 1}: gradient . d, difference", slope, (up - down) / (2 * h)))
    tangent = sum(jvp(p, direction, here).values())
    price = p.bind(vjp(p, 1, here))
    rows.append(("transpose: ybar (J xdot), (ybar J) xdot", tangent, sum(g * d for g, d in zip(price, xdot, strict=True))))
    errors = [abs(u - w) / max(1.0, abs(u), abs(w)) for _, u, w in rows]
    return GradientReport([(*row, e if e == e else float("inf")) for row, e in zip(rows, errors, strict=True)], tolerance)
