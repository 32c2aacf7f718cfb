"""Is this gradient right?  Two questions that need no second implementation.

With this module you can

- compare the gradient with differences along random directions;
- test the transpose identity: ybar . (J xdot) == (ybar J) . xdot.

A difference is no oracle either (see ``differences``): at a kink any slope between those of the two sides agrees, and where
differences say nothing, neither is called wrong.

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
from decimal import Decimal, InvalidOperation

from ..derivatives import given_program, grad, jvp, vjp
from ..errors import InputError, LessonError, NumberError, reason, short
from ..fast import pull_back, push_forward
from ..numbers.arrays import is_array
from ..numbers.inputs import by_name
from ..numbers.summing import total
from ..sweeps import seeds
from .differences import Differences, off, plain_number

DIRECTIONS = 3
TOLD_APART = 1e-3  # a given slope and that of the reverse sweep are two, if they differ by more
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
    where whole numbers are too large for a float, or where f makes floats of inputs that are ``Decimal``.
    """
    p = given_program(f, at, inputs)
    here = {**p.at, **by_name(at, inputs)}
    if gradient is not None and not hasattr(gradient, "keys"):
        raise InputError(f"the gradient is a dict over inputs, such as {{{short(p.inputs[0])}: 1.0}}, not {short(gradient)}")
    try:
        return _compared(p, here, p.bind(by_name(grad(p, here), gradient or {})), tolerance)
    except OverflowError:
        raise NumberError(
            f"{p.title}, or an input or a slope of it, is a whole number too large for a float, and differences are floats: "
            "give smaller inputs, or floats"
        ) from None
    except LessonError:
        raise
    except (InvalidOperation, TypeError) as problem:
        raise NumberError(f"{p.title} cannot be checked here: {reason(problem)}; give the inputs as floats") from None


def _compared(p, here, given, tolerance):
    x, z, pick, rows, verdicts, remarks = p.bind(here), p.values(here), random.Random(0), [], [], []
    middle = plain_number(p(here))
    zbar = pull_back(p, z, seeds(p, 1))
    noise = _rounding(z, zbar)
    for k in range(DIRECTIONS):
        xdot = [_direction(u, pick) for u in x]
        slope = plain_number(_dot(given, xdot))
        difference, error, verdict, remark = Differences(p, x, xdot, middle, noise).judge(slope, tolerance)
        rows.append((f"direction {k + 1}: gradient . d, difference", slope, difference, error))
        verdicts.append(verdict)
        remarks.append(remark)
    for name, along in () if "wrong" in verdicts else _other_slopes(p, x, given, zbar, random.Random(1)):
        slope, own = (plain_number(_dot(u, along)) for u in (given, zbar[: p.d]))
        row, verdict, remark = _between(Differences(p, x, along, middle, noise), slope, own, tolerance)
        rows.append((f"by {name} alone: gradient . d, difference", slope, *row))
        verdicts.append(verdict)
        remarks.append(remark)
    tangent = plain_number(sum(jvp(p, p.pack_inputs(xdot), here).values()))
    pulled = plain_number(_dot(p.bind(vjp(p, 1, here)), xdot))
    error = off(tangent, pulled, 1e-4 * abs(middle))
    if abs(tangent - pulled) <= _rounding(push_forward(p, z, xdot), zbar):  # terms that cancel leave their rounding
        error = 0.0
    rows.append(("transpose: ybar (J xdot), (ybar J) xdot", tangent, pulled, error))
    agree = "agrees" if error <= tolerance else "wrong"
    if agree == "wrong" and not (abs(tangent) < math.inf and abs(pulled) < math.inf):  # a sum of infinities has no value
        agree = "undecided"
    return GradientReport(rows, [*verdicts, agree], [*remarks, ""], tolerance)


def _other_slopes(p, x, given, own, pick):
    """Yield inputs whose given slope is not that of the reverse sweep, with a direction in which each alone moves.

    Beside larger inputs its share could hide in the tolerance.
    """
    for k in range(p.d):
        along = _direction(x[k], pick)
        if off(*(plain_number(_dot([u[k]], [along])) for u in (given, own)), 0.0) > TOLD_APART:
            yield p.inputs[k], [along if j == k else 0 * u for j, u in enumerate(x)]


def _between(differences, slope, own, tolerance):
    """Return what differences say of a slope, where the reverse sweep has another one."""
    difference, error, verdict, remark = differences.judge(slope, tolerance)
    *_, beside, convention = differences.judge(own, tolerance)
    plain = verdict == "undecided" or (verdict == "agrees" and not remark)
    if plain and beside == "agrees" and not convention.startswith("a kink"):  # they may agree with both
        error, away = off(slope, difference, 0.0), [abs(difference - u) for u in (slope, own)]
        if away[1] < 0.01 * away[0]:
            return (difference, error), "wrong", ""
        remark = f"differences are not exact enough to prefer it to the slope of the reverse sweep, {own:.6g}"
        return (difference, error), "undecided", remark
    return (difference, error), verdict, remark


def _rounding(z, zbar):
    """Return what the rounding of each of ``z`` together does to f, whose slopes are ``zbar``."""
    sizes = [abs(plain_number(_dot([u], [w]))) for u, w in zip(z, zbar, strict=False)]  # constants have no slope
    return ROUNDINGS * sum(u for u in sizes if u < math.inf) + 1e-322  # what is smaller is no float


def _direction(u, pick):
    if not is_array(u):
        d = pick.uniform(-1, 1) * (abs(plain_number(u)) or 1.0)
        return Decimal(d) if isinstance(u, Decimal) else d
    xdot = u.copy()
    for k, entry in enumerate(u.flat):
        xdot.flat[k] = _direction(entry, pick)
    return xdot


def _dot(u, w):
    return sum(total(a * b, None) if is_array(a * b) else a * b for a, b in zip(u, w, strict=True))
