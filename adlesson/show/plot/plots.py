"""Plots: curves, points and bars that follow the theme and say in words what they show.

With this module you can

- plot curves and points (``lines``), on linear or logarithmic axes;
- compare a few numbers (``bars``);
- read any plot as text (its ``description``), and save it as SVG.

>>> lines({"cost": ([1, 10, 100], [2, 11, 101])}, "Runs", "inputs", "runs", log="xy")
Runs. Lines: runs (logarithmic) against inputs (logarithmic). cost: 3 points, from 2 at 1 to 101 at 100; smallest 2 at \
1, largest 101 at 100.
"""

import math
from collections.abc import Mapping
from itertools import pairwise

from ...engine.errors import InputError, closest, listed, short
from ...engine.fence import fence
from ..shown import Picture
from ..writing.numerals import number
from .figures import LOOKS, set_scale, themed_svg

MARKERS = 9  # on a line, about
MOST_POINTS, MOST_BARS = 1_000, 60  # of a series: two for each pixel; bars, each with a line of its own


class Plot(Picture):
    """A plot that shows itself in a notebook; ``svg``, ``description`` and ``save(path)`` as of any drawing."""

    def __init__(self, draw, title, height, sentences):
        description = " ".join(filter(None, sentences))
        super().__init__(themed_svg(draw, title, height, description), description)


def lines(series, title, x, y, log="", description=None, points=()):
    """Return the ``Plot`` of up to five curves: ``series`` maps a label to a pair ``(xs, ys)`` of equal lengths.

    ``x`` and ``y`` say what the axes show; those named in ``log`` (``"x"``, ``"y"``, ``"xy"``) are logarithmic.
    Series whose labels are in ``points`` are drawn as points, not joined.  ``description`` is one more sentence for
    those who cannot see the plot.  What an axis cannot show is left out, and the description says so.
    """
    if log not in ("", "x", "y", "xy"):
        raise InputError(f"no axes {short(log)}: log is '', 'x', 'y' or 'xy'")
    data = _named(series, "labels to pairs (xs, ys), such as {'loss': ([0, 1], [3.5, 1.2])}")
    if len(data) > len(LOOKS):
        raise InputError(f"{len(data)} series are too many to tell apart: give at most {len(LOOKS)}")
    points = [points] if isinstance(points, str) else list(points)
    for label in points:
        if label not in data:
            raise InputError(f"no series {short(label)} to draw as points{closest(label, data)}: there are {listed(data)}")
    shown = {label: _pairs(label, pair, log) for label, pair in data.items()}

    def draw(axes):
        for look, (label, (xy, _)) in zip(LOOKS, shown.items(), strict=False):
            seen = thinned(xy)
            joined = {"linestyle": "none"} if label in points else {"markevery": max(1, len(seen) // MARKERS)}
            axes.plot(*zip(*seen, strict=True), label=label, **look | joined)
        set_scale(axes, "x", "x" in log)
        set_scale(axes, "y", "y" in log)
        axes.set_xlabel(x)
        axes.set_title(y)

    names = [f"{name} (logarithmic)" if letter in log else name for letter, name in (("y", y), ("x", x))]
    words = [_in_words(label, xy, label in points) + left_out for label, (xy, left_out) in shown.items()]
    return Plot(draw, title, 360, [f"{title}. Lines: {names[0]} against {names[1]}.", *words, description])


def bars(values, title, x, log=False, description=None):
    """Return the ``Plot`` of a horizontal bar per label, its value written at its end; ``x`` says what the values are.

    ``values`` maps labels to numbers; ``description`` is one more sentence for those who cannot see the plot.
    """
    data = {label: _real(u, label) for label, u in _named(values, "labels to numbers, such as {'two-sided': 6}").items()}
    shown = {label: u for label, u in data.items() if _can_show(u, log)}
    fence("the plot", len(shown), MOST_BARS, "one can read", "give fewer", "bars")
    if not shown:
        raise InputError(f"nothing to show: no {'positive' if log else 'finite'} number for {listed(data)}")

    def draw(axes):
        start = 10.0 ** (math.ceil(math.log10(min(shown.values()))) - 1) if log else 0
        axes.barh(list(shown), [u - start for u in shown.values()], left=start, color=LOOKS[0]["color"], height=0.6)
        for k, u in enumerate(shown.values()):
            side = {"xytext": (-6, 0), "ha": "right"} if u < 0 else {"xytext": (6, 0), "ha": "left"}
            axes.annotate(number(u), (u, k), textcoords="offset points", va="center", **side)
        set_scale(axes, "x", log)
        axes.margins(x=0.12)
        axes.invert_yaxis()
        axes.grid(False, axis="y")
        axes.set_xlabel(x)

    facts = ", ".join(f"{label} {number(u)}" for label, u in shown.items())
    scale = " (logarithmic)" if log else ""
    left_out = _left_out(len(data) - len(shown), log)
    return Plot(draw, title, 90 + 30 * len(shown), [f"{title}. Bars: {x}{scale}. {facts}.{left_out}", description])


def _named(values, what):
    if not isinstance(values, Mapping) or not values:
        raise InputError(f"nothing to show in {short(values)}: give a dict that maps {what}")
    return {str(label): value for label, value in values.items()}


def _real(u, label):
    """Return a number as a float; one too large for a float is as good as infinite."""
    try:
        return float(u)
    except OverflowError:
        return math.inf
    except (TypeError, ValueError):
        raise InputError(f"{short(u)}, given for {short(label)}, is not a real number") from None


def _can_show(u, log):
    return math.isfinite(u) and (u > 0 or not log)


def _pairs(label, pair, log):
    """Return the pairs of a series that can be shown, and a sentence about those that cannot."""
    try:
        xs, ys = (list(numbers) for numbers in pair)
    except (TypeError, ValueError):
        raise InputError(f"{short(label)} maps to {short(pair)}: give a pair (xs, ys) of lists of numbers") from None
    if len(xs) != len(ys):
        raise InputError(f"{short(label)} has {len(xs)} xs and {len(ys)} ys: give as many of one as of the other")
    every = [(_real(u, label), _real(v, label)) for u, v in zip(xs, ys, strict=True)]
    shown = [(u, v) for u, v in every if _can_show(u, "x" in log) and _can_show(v, "y" in log)]
    if not shown:
        what = "finite, and positive on a logarithmic axis" if log else "finite"
        raise InputError(f"nothing to show for {short(label)}: none of its {len(xs)} points is {what}")
    return shown, _left_out(len(every) - len(shown), log)


def thinned(xy):
    """Return the points of a series that are drawn: of many, the lowest and the highest of each short stretch.

    >>> thinned([(k, k % 7) for k in range(10**5)])[:4]
    [(0, 0), (6, 6), (202, 6), (203, 0)]
    """
    if len(xy) <= MOST_POINTS:
        return xy
    ends = [len(xy) * k // (MOST_POINTS // 2) for k in range(MOST_POINTS // 2 + 1)]
    seen = []
    for start, end in pairwise(ends):
        stretch = range(start, end)
        pair = min(stretch, key=lambda k: xy[k][1]), max(stretch, key=lambda k: xy[k][1])
        seen += [xy[k] for k in sorted({*pair})]
    return seen


def _left_out(n, log):
    what = "infinite or NaN, or not positive on a logarithmic axis" if log else "infinite or NaN"
    return f" Left out: {n}, because {what}." if n else ""


def _in_words(label, xy, loose):
    def at(pair):
        return f"{number(pair[1])} at {number(pair[0])}"

    low, high = min(xy, key=lambda pair: pair[1]), max(xy, key=lambda pair: pair[1])
    count = f"{len(xy)} {'point' if len(xy) == 1 else 'points'}{', not joined' if loose else ''}"
    count += ", drawn are the lowest and the highest of each short stretch" if len(xy) > MOST_POINTS else ""
    return f"{label}: {count}, from {at(xy[0])} to {at(xy[-1])}; smallest {at(low)}, largest {at(high)}."
