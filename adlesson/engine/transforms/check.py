"""Is this gradient right?  Two questions that need no second implementation.

With this module you can

- compare the gradient with differences along random directions;
- test the transpose identity: ybar . (J xdot) == (ybar J) . xdot.

A difference is no oracle either: its step may straddle a kink, leave the domain, or drown in rounding.  So where the two do
not agree at once, smaller steps and each side alone are asked, until it is clear which of them is to be believed.

>>> from ..numbers.elementary import relu, sin
>>> check_gradient(lambda x, y: x * sin(y), x=1.0, y=2.0).ok
True
>>> print(check_gradient(relu, u=0.0))  # doctest: +ELLIPSIS
direction 1: gradient . d, difference ...
    a kink: the slopes are 0 on one side and 0.688843703 on the other; the gradient is one of them, or between them
...
they agree (tolerance 1e-06)
"""

import math
import random
from decimal import Decimal
from itertools import pairwise

from ..derivatives import given_program, grad, jvp, vjp
from ..errors import GuardError, NumberError
from ..fast import pull_back
from ..numbers.arrays import is_array
from ..numbers.inputs import by_name
from ..numbers.linear import total
from ..sweeps import seeds

DIRECTIONS, STEP = 3, 6e-6  # the step balances truncation, h^2, against round-off, 1e-16 / h
SMALLER = tuple(STEP / 10**j for j in range(9))  # asked where the first does not agree
ROUNDINGS = 2**-50  # of f, relative to its size: a few in the last place


class GradientReport:
    """What was compared: ``rows`` of (question, one number, the other, relative error), and ``ok``.

    ``remarks`` has a sentence for each row, or "".  ``verdicts`` has for each ``"agrees"`` (a gradient between the slopes
    on the two sides of a kink agrees, too), ``"undecided"`` where differences say nothing, or ``"wrong"``.
    """

    def __init__(self, rows, verdicts, remarks, tolerance):
        self.rows, self.verdicts, self.remarks, self.tolerance = rows, verdicts, remarks, tolerance

    @property
    def ok(self):
        """Whether every pair agrees to within the tolerance."""
        return set(self.verdicts) == {"agrees"}

    def __bool__(self):
        return self.ok

    def __repr__(self):
        lines = []
        for (what, u, w, error), remark in zip(self.rows, self.remarks, strict=True):
            lines += [f"{what:44} {u: .10g}  {w: .10g}  off by {error:.1e}", *([f"    {remark}"] if remark else [])]
        verdict = (
            "they do NOT agree: one of the two is wrong" if "wrong" in self.verdicts else "differences cannot decide here"
        )
        return "\n".join([*lines, f"{'they agree' if self.ok else verdict} (tolerance {self.tolerance:g})"])


def check_gradient(f, /, at=None, tolerance=1e-6, gradient=None, **inputs):
    """Return a ``GradientReport`` on ``f`` (one output) at these inputs.

    ``gradient``, a dict over inputs, is the one to check; left out, it is the reverse sweep's.
    Differences are two-sided along random directions, the same ones in every run, in which each input
    moves in proportion to its size; where ``f`` has values on one side only, they are one-sided.  Raises ``NumberError``
    where whole numbers are too large for a float.
    """
    p = given_program(f, at, inputs)
    here = {**p.at, **by_name(at, inputs)}
    try:
        return _compared(p, here, p.bind({**grad(p, here), **(gradient or {})}), tolerance)
    except OverflowError:
        raise NumberError(
            f"{p.title}, or an input or a slope of it, is a whole number too large for a float, and differences are floats: "
            "give smaller inputs, or floats"
        ) from None


def _compared(p, here, given, tolerance):
    x, z, pick, rows, verdicts, remarks = p.bind(here), p.values(here), random.Random(0), [], [], []
    middle = _number(p(here))
    # to first order, what the rounding of every variable together does to f
    sizes = [abs(_number(_dot([u], [w]))) for u, w in zip(z, pull_back(p, z, seeds(p, 1)), strict=False)]
    noise = ROUNDINGS * sum(u for u in sizes if u < math.inf) + 1e-322  # and what is smaller is no float
    for k in range(DIRECTIONS):
        xdot = [_direction(u, pick) for u in x]
        slope = _number(_dot(given, xdot))
        difference, error, verdict, remark = _Along(p, x, xdot, middle, noise).judged(slope, tolerance)
        rows.append((f"direction {k + 1}: gradient . d, difference", slope, difference, error))
        verdicts.append(verdict)
        remarks.append(remark)
    tangent = _number(sum(jvp(p, p.pack_inputs(xdot), here).values()))
    pulled = _number(_dot(p.bind(vjp(p, 1, here)), xdot))
    error = _off(tangent, pulled, 1e-4 * abs(middle))
    rows.append(("transpose: ybar (J xdot), (ybar J) xdot", tangent, pulled, error))
    agree = error <= tolerance or (tangent != tangent and pulled != pulled)  # neither sweep has a number: not their fault
    return GradientReport(rows, [*verdicts, "agrees" if agree else "wrong"], [*remarks, ""], tolerance)


def _number(u):
    return u if isinstance(u, complex) else float(u)


def _off(u, w, floor):
    """Return the relative error, 0 between equal infinities, infinite where one is not a number."""
    if u == w:
        return 0.0
    error = abs(u - w) / (max(abs(u), abs(w), floor if floor < math.inf else 0) or 1.0)
    return error if error == error else math.inf


class _Along:
    """What differences say along one direction, at ``middle``, the value of f, whose rounding is about ``noise``."""

    def __init__(self, p, x, xdot, middle, noise):
        self.p, self.x, self.xdot, self.middle, self.noise = p, x, xdot, middle, noise

    def at(self, step):
        """Return f that far along the direction; None where it has no finite value, or another branch runs."""
        moved = [
            u + type(d)(step) * d if isinstance(d, Decimal) else u + step * d for u, d in zip(self.x, self.xdot, strict=True)
        ]
        try:
            value = _number(self.p(self.p.pack_inputs(moved)))
        except (GuardError, NumberError):
            return None
        return value if abs(value) < math.inf else None

    def judged(self, slope, tolerance):
        """Return ``(difference, relative error, verdict, remark)`` about a slope along this direction."""
        floor = 1e-4 * abs(self.middle)  # a slope below it is lost in the rounding of f
        if not abs(self.middle) < math.inf:
            return math.nan, math.inf, "undecided", f"f is {self.middle:g} here, and has no differences"
        if slope != slope:
            return math.nan, math.inf, "undecided", "the gradient is not a number here"
        up, down = self.at(STEP), self.at(-STEP)
        if up is not None and down is not None:
            difference = (up - down) / (2 * STEP)
            error = _off(slope, difference, floor)
            if error <= tolerance:
                return difference, error, "agrees", ""
        return self.closer(slope, tolerance, floor)

    def closer(self, slope, tolerance, floor):
        """Say the same by smaller steps, and by each side alone."""
        there = [side for side in (_Side(self, 1), _Side(self, -1)) if side.quotients]
        if not there:
            return math.nan, math.inf, "undecided", "f has no value nearby, or another branch runs on both sides"
        known = [abs(u) for u in (slope, *(side.quotients[0] for side in there if not side.grows)) if abs(u) < math.inf]
        growing = [side for side in there if side.grows and all(abs(side.clear[-1]) > 100 * u for u in known)]
        if growing:
            last = growing[0].clear[-1]
            if abs(slope) == math.inf and last.real * slope.real > 0:
                return slope, 0.0, "agrees", "infinite: the differences grow as the step shrinks"
            if any(side.jumps for side in growing):
                return last, math.inf, "undecided", "f jumps here, and has no slope"
            return last, math.inf, "wrong", "the differences grow without end as the step shrinks"
        one = "from one side: on the other f has no value, or another branch runs" if len(there) == 1 else ""
        if all(side.tends_to(slope) for side in there):
            return slope, 0.0, "agrees", one or "the differences tend to it as the step shrinks"
        slopes = [side.slope for side in there]
        scale = max(*map(abs, slopes), floor)
        doubt = max(side.doubt for side in there)
        falling = all(abs(side.quotients[-1]) <= abs(side.quotients[0]) for side in there)  # towards 0, say
        if doubt > 1e-3 * scale and not (falling and doubt <= 0.01 * abs(slope - slopes[0])):
            return (
                slopes[0],
                math.inf,
                "undecided",
                "the differences do not settle: f changes too fast here, or is lost in rounding",
            )
        near = 10 * tolerance + 10 * doubt / (max(scale, abs(slope)) or 1.0)  # a single side knows less than both together
        middle = sum(slopes) / len(slopes)
        errors = [_off(slope, u, floor) for u in (*slopes, middle)]
        if _off(slopes[0], slopes[-1], floor) <= 2 * near:
            return middle, errors[-1], "agrees" if errors[-1] <= near else "wrong", one
        remark = f"a kink: the slopes are {slopes[1] + 0.0:.9g} on one side and {slopes[0] + 0.0:.9g} on the other"
        if not isinstance(slope, complex) and min(slopes) <= slope <= max(slopes):
            return middle, 0.0, "agrees", f"{remark}; the gradient is one of them, or between them"
        return middle, min(errors), "agrees" if min(errors) <= near else "wrong", remark


class _Side:
    """The difference quotients of one side, for smaller and smaller steps."""

    def __init__(self, along, sign):
        rows = [(step, along.at(sign * step), along.at(sign * step / 2)) for step in SMALLER]
        rows = [row for row in rows if None not in row]
        self.quotients = [sign * (far - along.middle) / step for step, far, _ in rows]
        # with the half step, too, a parabola is followed exactly, and the error falls with the square of the step
        bent = [sign * (4 * near - far - 3 * along.middle) / step for step, far, near in rows]
        doubts = [max(abs(u - w), along.noise / step) for (step, *_), u, w in zip(rows, bent, bent[1:], strict=False)]
        self.doubt = min(doubts, default=math.inf)  # of two steps that say the same one is believed
        self.slope = bent[doubts.index(self.doubt)] if doubts else math.nan
        self.clear = [u for (step, *_), u in zip(rows, self.quotients, strict=True) if along.noise / step < abs(u) / 100]

    @property
    def grows(self):
        """Whether the quotients have no limit: each is far larger than the one before."""
        sizes = [abs(u) for u in self.clear]
        return len(sizes) >= 6 and all(w > 2 * u > 0 for u, w in pairwise(sizes))

    @property
    def jumps(self):
        """Whether they grow as fast as the step shrinks."""
        return self.grows and abs(self.clear[-1]) > 8 * abs(self.clear[-2])

    def tends_to(self, slope):
        """Whether the quotients come nearer to a slope with every step, and far nearer in the end."""
        errors = [abs(u - slope) for u in self.clear[:6]]
        return (
            len(errors) == 6 and all(w < 0.5 * u or u == 0 for u, w in pairwise(errors)) and errors[-1] <= 0.01 * errors[0]
        )


def _direction(u, pick):
    if not is_array(u):
        d = pick.uniform(-1, 1) * (abs(_number(u)) or 1.0)
        return Decimal(d) if isinstance(u, Decimal) else d
    xdot = u.copy()
    for k, entry in enumerate(u.flat):
        xdot.flat[k] = _direction(entry, pick)
    return xdot


def _dot(u, w):
    return sum(total(a * b, None) if is_array(a * b) else a * b for a, b in zip(u, w, strict=True))
