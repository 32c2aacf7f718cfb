"""A proof, on one program, that the three blocks of the Lagrangian are the two sweeps and the gradient.

With this module you can

- see it in algebra, with zero as the result; in numbers, at machine precision; and against a nudge, which decides the
  sign (``prove``).

The algebra compares two derivatives that know nothing of each other: SymPy's, of L as a whole, and the recursion over
children with the partials of the lesson's table.  The nudge moves one constraint a little and runs the program again.
"""

from collections import namedtuple
from itertools import pairwise

from ..engine.derivatives import adjoints, grad, primals
from ..engine.errors import GuardError, InputError, NumberError, short
from ..engine.fence import fence
from ..engine.numbers.arithmetic import is_complex
from ..engine.numbers.arrays import filled, is_array, quiet, shape_of
from ..engine.transforms.differences import Differences
from ..symbolic.equations import derivative, exact, left_over
from .blocks import Formulas, feasibility, lagrangian_of, sensitivity, stationarity
from .constraints import inner

MOST = 200  # variables: some seconds of algebra
PRECISION, NUDGE, NUDGE_PRECISION, ROUNDINGS = 1e-12, 6e-6, 1e-5, 2**-50
KINK = "a kink"  # where the slopes on both sides differ, and there is no derivative to prove anything about

Slopes = namedtuple("Slopes", "middle below above")
Slopes.__doc__ = "Difference quotients: over both sides, and over the one below and the one above."


class Proof:
    """What was shown: ``rows`` of (part, what, text, off by, whether that is nothing), and the ``text`` of it all.

    The last is None where a nudge cannot tell: such a proof is none, and has found no fault either.
    """

    def __init__(self, title, rows):
        self.title, self.rows = title, rows

    def __bool__(self):
        return all(ok for *_, ok in self.rows)

    @property
    def text(self):
        """The whole proof as text, one line per row."""
        lines, part = [self.title], None
        wide = max(len(f"{what}   {text}") for _, what, text, _, _ in self.rows)
        for heading, what, text, off, ok in self.rows:
            lines += [heading] * (heading != part)
            part = heading
            lines.append(f"  {f'{what}   {text}'.ljust(wide)}   {off}{'' if ok else '   NOT ZERO' if told(ok) else ''}")
        return "\n".join([*lines, repr(self)])

    def __repr__(self):
        wrong, open_ones = (sum(not ok and told(ok) == known for *_, ok in self.rows) for known in (True, False))
        why = ": at a kink there is no derivative, take other inputs" if any(KINK in row[2] for row in self.rows) else ""
        if wrong:
            return f"{wrong} of {len(self.rows)} checks FAILED{why}"
        if open_ones:
            return f"{open_ones} of {len(self.rows)} checks cannot be decided by a nudge, all others hold"
        return f"all {len(self.rows)} checks hold"


def told(ok):
    """Whether a check came to an answer."""
    return ok is not None


class Nudged(Differences):
    """The output as one constraint moves along ``way``, for ``Differences`` to judge."""

    def __init__(self, lagrangian, name, way, inputs, noise):
        self.lagrangian, self.name, self.way, self.inputs, self.noise = lagrangian, name, way, inputs, noise
        self.middle = self.at(0)

    def at(self, step):
        """Return the output that far along the way; None where it has no finite value."""
        try:
            with quiet(True):
                value = float(self.lagrangian.nudged(self.name, step * self.way, self.inputs))
        except (GuardError, NumberError, OverflowError):
            return None
        return value if abs(value) < float("inf") else None


def prove(lagrangian, x):
    """Return the ``Proof`` for a Lagrangian at the inputs ``x``, one value per input variable."""
    p, sign = lagrangian.program, lagrangian.sign
    fence(p.title, len(p), MOST, "verify proves", "compare multipliers and adjoints")
    if not len(p):
        raise InputError(f"{p.title} reads no input and computes nothing: there is no constraint, and nothing to prove")
    at = p.pack_inputs(x)
    z, lam = primals(p, at), lagrangian.multipliers(at)
    for found, what in ((z, ""), (lam, "the multiplier of ")):
        for name, u in found.items():
            if is_complex(u):
                raise InputError(f"{what}{name} is {short(u, 40)}: the proof is in real numbers, give real inputs")
            if not largest(u) < float("inf"):
                raise NumberError(f"{what}{name} is {short(u, 40)}: nothing can be proved at infinity, take other inputs")
    checks = [*algebra(p, sign, z)] if p.shapes is None else []
    checks += [*numbers(lagrangian, at, z, lam), *nudges(lagrangian, at, z, lam)]
    left_out = "" if p.shapes is None else "; the algebra is for programs of numbers, and this one has arrays"
    return Proof(f"The Lagrangian of {p.title} with sign {sign:+d}{left_out}", checks)


def algebra(p, sign, z):
    """Yield a row per equation of each block: SymPy's derivative of L minus what the block says, simplified."""
    formulas = Formulas(p, real=True, number=exact)
    whole, (letters, multipliers, given) = lagrangian_of(formulas, sign), formulas.letters
    point = {letter: exact(value) for letter, value in zip(letters, z.values(), strict=True)}
    forward, reverse = feasibility(formulas), stationarity(formulas, sign)
    for letter, (name, row) in zip(multipliers, forward.items(), strict=True):
        off = left_over(derivative(whole, letter) - sign * (row.lhs - row.rhs), point)
        yield "Algebra: dL/dlambda is the forward sweep", name, f"{row.lhs} = {row.rhs}", off, off == 0
    for letter, (name, row) in zip(letters, reverse.items(), strict=True):
        difference = derivative(whole, letter) - sign * (row.lhs - row.rhs)
        terms = [derivative(difference, multiplier) for multiplier in multipliers if difference.has(multiplier)]
        rest = difference.subs(dict.fromkeys(multipliers, 0))
        off = sum(abs(left_over(term, point)) for term in [*terms, rest])
        yield "Algebra: dL/dz is the reverse recursion, term by term", name, f"{row.lhs} = {row.rhs}", off, off == 0
    for letter, (name, slope) in zip(given, sensitivity(formulas, sign).items(), strict=True):
        off = left_over(derivative(whole, letter) - slope)
        yield "Algebra: dL/dx is the multiplier of the input", name, f"dL/d{letter} = {slope}", off, off == 0


def numbers(lagrangian, at, z, lam):
    """Yield a row per block: the largest entry of it at z from the forward sweep and lam from the system."""
    p, sign, blocks = lagrangian.program, lagrangian.sign, lagrangian.gradient(z, lam, at)
    slope = p.bind(grad(p, at))
    swept = [-sign * bar for bar in adjoints(p, at=at).values()]
    scale = 1 + max(largest(u) for u in [*z.values(), *lam.values()])
    for what, text, entries in (
        ("feasibility", "largest dL/dlambda", blocks.lam.values()),
        ("stationarity", "largest dL/dz", blocks.z.values()),
        ("sensitivity", "dL/dx minus the gradient", minus(p.bind(blocks.x), slope)),
        ("multipliers", f"lambda {'minus' if sign < 0 else 'plus'} the adjoints", minus(lam.values(), swept)),
    ):
        off = max(map(largest, entries), default=0)
        yield "Numbers: zero at machine precision", what, text, f"{off:.1e}" if off else "0", off <= PRECISION * scale


def nudges(lagrangian, at, z, lam):
    """Yield a row per variable: how the output answers when its constraint moves, and the multiplier.

    Where no two nudges, each shorter than the one before, say the same, ``Differences`` finds out whether still smaller ones
    agree, or none can tell.
    """
    sign = lagrangian.sign
    noise = ROUNDINGS * sum(abs(float(inner(z[name], price))) for name, price in lam.items()) + 1e-322
    floor = 1e-4 * (1 + abs(lagrangian.program(at)))  # a slope below it is lost in rounding
    for name, price in lam.items():
        h = NUDGE * (1 + largest(z[name]))
        entries = filled(shape_of(price), 1) if is_array(price) else 1
        slope = -sign * inner(price, entries)
        slopes = [answers(lagrangian, name, h * entries, h, at)]
        if not abs(slopes[0].middle - slope) <= NUDGE_PRECISION * max(abs(slope), floor):  # h may be too long
            slopes += [answers(lagrangian, name, h / 8**k * entries, h / 8**k, at) for k in range(1, 6)]
        gaps = [abs(b.middle - a.middle) for a, b in pairwise(slopes)]
        k = gaps.index(min(gaps)) + 1 if gaps else 0
        answer, below, above = slopes[k]
        off, remark = abs(answer - slope) / max(abs(slope), floor), ""
        ok = bool(off <= NUDGE_PRECISION)
        kink = gaps and abs(above - below) > 1e-2 * max(abs(above), abs(below))
        if not ok and not settled(slopes[k - 1], slopes[k]):  # h never was short enough
            size = largest(z[name]) or 1.0
            along = Nudged(lagrangian, name, size * entries, at, noise)
            difference, error, verdict, why = along.judge(float(slope * size), NUDGE_PRECISION)
            kink = kink and why.startswith(KINK)
            if verdict == "undecided":
                ok, remark = None, f" ({why})"
            elif verdict == "agrees" and not kink:
                answer, off, ok = difference / size, error, True
        text = f"{float(answer):.8g}, {'' if sign < 0 else 'minus '}lambda = {float(slope):.8g}{remark}"
        if kink:
            text = f"{text} ({KINK}: {float(below):.8g} below, {float(above):.8g} above)"
        yield "Nudge: the output per unit of z_i = f_i + h", name, text, f"{float(off):.1e}", ok


def settled(before, after):
    """Whether the ``Slopes`` of a shorter nudge are those of a longer one: the middle closely, both sides by and large."""
    wide = max(abs(after.below), abs(after.above))
    near = abs(after.middle - before.middle) <= 10 * NUDGE_PRECISION * abs(after.middle)
    return near and all(abs(w - u) <= 0.1 * wide for u, w in zip(before[1:], after[1:], strict=True))


def answers(lagrangian, name, step, h, at):
    """Return the ``Slopes`` of the output by the constraint called ``name``, from a step of length ``h`` either way."""
    with quiet(lagrangian.program.shapes):
        down, here, up = (lagrangian.nudged(name, by, at) for by in (-step, 0 * step, step))
    return Slopes((up - down) / (2 * h), (here - down) / h, (up - here) / h)


def largest(u):
    """Return the largest size of an entry."""
    return float(abs(u).max()) if is_array(u) else float(abs(u))


def minus(u, w):
    """Return the differences, one by one."""
    return [a - b for a, b in zip(u, w, strict=True)]
