"""What differences say about a slope, and when they say nothing.

With this module you can

- ask differences along one direction whether they agree with a slope (``Differences.judge``).

A two-sided difference is right to some ten digits where f is smooth.  But its step may straddle a kink, leave the domain, or
drown in rounding.  So where it does not agree at once, smaller steps and each side alone are asked, until it is clear which
of the two is to be believed, or that neither is.
"""

import math
from decimal import Decimal
from itertools import pairwise

from ..errors import GuardError, NumberError

STEP = 6e-6  # it balances truncation, h^2, against round-off, 1e-16 / h
SMALLER = tuple(STEP / 10**j for j in range(9))  # asked where the first does not agree
ENOUGH = 6  # steps in a row, each ten times smaller, in which something has to be seen
RESTLESS = "the differences do not settle: f changes too fast here, or is lost in rounding"
ONE_SIDE = "from one side: on the other f has no value, or another branch runs"


def plain_number(u):
    """Return a number as a float, a complex one as it is."""
    return u if isinstance(u, complex) else float(u)


def off(u, w, floor):
    """Return the relative error, 0 between equal infinities, infinite where one is not a number."""
    if u == w:
        return 0.0
    error = abs(u - w) / (max(abs(u), abs(w), floor if floor < math.inf else 0) or 1.0)
    return error if error == error else math.inf


class Differences:
    """What differences say along one direction, at ``middle``, the value of f, whose rounding is about ``noise``."""

    def __init__(self, p, x, xdot, middle, noise):
        self.p, self.x, self.xdot, self.middle, self.noise = p, x, xdot, middle, noise

    def at(self, step):
        """Return f that far along the direction; None where it has no finite value, or another branch runs."""
        moved = [
            u + type(d)(step) * d if isinstance(d, Decimal) else u + step * d for u, d in zip(self.x, self.xdot, strict=True)
        ]
        try:
            value = plain_number(self.p(self.p.pack_inputs(moved)))
        except (GuardError, NumberError):
            return None
        return value if abs(value) < math.inf else None

    def judge(self, slope, tolerance):
        """Return ``(difference, relative error, verdict, remark)`` about a slope along this direction."""
        floor = 1e-4 * abs(self.middle)  # a slope below it is lost in the rounding of f
        if not abs(self.middle) < math.inf:
            return math.nan, math.inf, "undecided", f"f is {self.middle:g} here, and has no differences"
        if slope != slope:
            return math.nan, math.inf, "undecided", "the gradient is not a number here"
        up, down = self.at(STEP), self.at(-STEP)
        if up is not None and down is not None:
            difference = (up - down) / (2 * STEP)
            error = off(slope, difference, floor)
            if error <= tolerance:
                return difference, error, "agrees", ""
        return self._closer(slope, tolerance, floor)

    def _closer(self, slope, tolerance, floor):
        """Say the same by smaller steps, and by each side alone."""
        there = [side for side in (_Side(self, 1), _Side(self, -1)) if side.quotients]
        if not there:
            return math.nan, math.inf, "undecided", "f has no value nearby, or another branch runs on both sides"
        steep = _steep(slope, there)
        if steep:
            return steep
        one = ONE_SIDE if len(there) == 1 else ""
        if all(side.tends_to(slope) for side in there):
            return slope, 0.0, "agrees", one or "the differences tend to it as the step shrinks"
        slopes = [side.slope for side in there]
        if any(u != u for u in slopes):  # too few steps had a value
            return slopes[0], math.inf, "undecided", RESTLESS
        scale = max(*map(abs, slopes), floor)
        doubt = max(side.doubt for side in there)
        falling = all(abs(side.quotients[-1]) <= abs(side.quotients[0]) for side in there)  # towards 0, say
        if doubt > 1e-3 * scale and not (falling and doubt <= 0.01 * abs(slope - slopes[0])):
            return slopes[0], math.inf, "undecided", RESTLESS
        near = (tolerance if len(there) == 2 else 10 * tolerance) + 10 * doubt / (
            max(scale, abs(slope)) or 1.0
        )  # a single side knows less than both together
        if off(slopes[0], slopes[-1], floor) > 2 * near:
            return _at_a_kink(slope, slopes, floor, near)
        difference = sum(slopes) / len(slopes)
        error = off(slope, difference, floor)
        gap, size = abs(slope - difference), max(abs(slope), abs(difference))
        if error <= near and (near > 10_000 * tolerance or (gap > 0.1 * size and gap > doubt)):
            return difference, error, "undecided", "differences are not as exact as that"
        return difference, error, "agrees" if error <= near else "wrong", one


def _steep(slope, sides):
    """Return the judgement where the quotients of a side have no limit, else None."""
    known = [abs(u) for u in (slope, *(side.quotients[0] for side in sides if not side.grows)) if abs(u) < math.inf]
    growing = [side for side in sides if side.grows and all(abs(side.clear[-1]) > 100 * u for u in known)]
    if not growing:
        return None
    last = growing[0].clear[-1]
    if abs(slope) == math.inf and last.real * slope.real > 0:
        return slope, 0.0, "agrees", "infinite: the differences grow as the step shrinks"
    if any(side.jumps for side in growing):
        return last, math.inf, "undecided", "f jumps here, and has no slope"
    return last, math.inf, "wrong", "the differences grow without end as the step shrinks"


def _at_a_kink(slope, slopes, floor, near):
    """Return the judgement where the slopes of the two sides differ: what lies between them is a convention, and right."""
    ahead, behind = slopes
    remark = f"a kink: the slopes are {behind + 0.0:.9g} on one side and {ahead + 0.0:.9g} on the other"
    if not isinstance(slope, complex) and min(slopes) <= slope <= max(slopes):
        return (ahead + behind) / 2, 0.0, "agrees", f"{remark}; the gradient is one of them, or between them"
    error = min(off(slope, u, floor) for u in slopes)
    return (ahead + behind) / 2, error, "agrees" if error <= near else "wrong", remark


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
        return len(sizes) >= ENOUGH and all(w > 2 * u > 0 for u, w in pairwise(sizes))

    @property
    def jumps(self):
        """Whether they grow as fast as the step shrinks."""
        return self.grows and abs(self.clear[-1]) > 8 * abs(self.clear[-2])

    def tends_to(self, slope):
        """Whether the quotients come nearer to a slope with every step, and far nearer in the end, or are equal to it."""
        if all(u == slope for u in self.quotients):
            return True  # f is straight on this side
        errors = [abs(u - slope) for u in self.clear[:ENOUGH]]
        return (
            len(errors) == ENOUGH
            and all(w < 0.5 * u or u == 0 for u, w in pairwise(errors))
            and errors[-1] <= 0.01 * errors[0]
        )
