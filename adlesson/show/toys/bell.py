"""A bell over measured points, to be fitted by hand: three sliders, the loss, its slopes, and one step downhill.

With this module you can

- fit height, middle and width by hand, or step by step downhill, in notebook 01 (``bell``).

>>> bell()
35 measurements, and a bell of height 0.2, middle 0 and width 1 that does not fit them: its loss is 0.2004.
"""

import html
import math

from ...engine.samples.data import eckerle4
from ..writing.numerals import number
from .toy import Toy

START, SCALE = (0.2, 0, 1), (450, 10)  # of the three numbers; where wavelengths are counted from, and in what
KNOBS = (  # name, letter, and from where to where its slider goes, in which steps
    ("height", "a", 0.05, 0.6, 0.005),
    ("middle", "c", -3, 5, 0.01),
    ("width", "w", 0.2, 2, 0.01),
)
WIDE, HIGH, RIM = 520, 220, 22  # pixels
POINT = "fill: var(--ad-back)"
LOOKS = {
    "ad-before": "fill: none; stroke: var(--ad-soft); stroke-dasharray: 4 4",
    "ad-bell": "fill: none; stroke: var(--ad-forward); stroke-width: 2.5",
}
LEFT, RIGHT, TOP = -5, 5, 0.65  # of the plane: room for the roof of the highest bell


def bell():
    """Return the ``Toy``: the measurements of notebook 01, a bell, three sliders, and a button for one step downhill."""
    points = [[(u - SCALE[0]) / SCALE[1], v] for u, v in zip(eckerle4.x, eckerle4.y, strict=True)]
    words = ", ".join(f"{name} {number(u)}" for (name, *_), u in zip(KNOBS, START, strict=True))
    plain = (
        f"{len(points)} measurements, and a bell of {' and'.join(words.rsplit(',', 1))} that does not fit them: its loss is "
        f"{loss(START, points):.4f}."
    )
    svg = drawn(plain, points)
    frame = {"wide": WIDE, "high": HIGH, "rim": RIM, "left": LEFT, "right": RIGHT, "top": TOP}
    data = {"toy": "bell", "svg": svg, "points": points, "start": START, "knobs": KNOBS, "frame": frame, "legend": legend()}
    return Toy({**data, "least": eckerle4.least}, plain, svg)


def legend():
    """Return what stands in the picture, each with its name: SVG of it, and a word."""
    samples = [f'<circle cx="14" cy="7" r="3.2" style="{POINT}"/>']
    samples += [f'<path d="M0 7H28" style="{look}"/>' for look in reversed(LOOKS.values())]
    return [
        [f'<svg viewBox="0 0 28 14" width="28" height="14" aria-hidden="true">{sample}</svg>', word]
        for sample, word in zip(samples, ("measured", "your bell", "the bell before"), strict=True)
    ]


def loss(theta, points):
    """Return the sum of the squared misses of the bell with these three numbers."""
    a, c, w = theta
    return sum((a * math.exp(-(((u - c) / w) ** 2) / 2) - v) ** 2 for u, v in points)


def drawn(words, points):
    """Return the SVG of how it begins: what moves is the path of class ``ad-bell``; the bell before is ``ad-before``."""
    a, c, w = START
    marks = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" style="{POINT}"/>' for x, y in map(_at, points))
    curve = [_at((u / 20, a * math.exp(-(((u / 20 - c) / w) ** 2) / 2))) for u in range(20 * LEFT, 20 * RIGHT + 1)]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in curve)
    floor = f'<path d="M{RIM} {HIGH - RIM}H{WIDE - RIM}" style="stroke: var(--ad-soft); stroke-width: 1"/>'
    numbers = "".join(
        f'<text x="{_at((u, 0))[0]:.1f}" y="{HIGH - 5}" class="ad-small">{number(u)}</text>' for u in (-5, 0, 5)
    )
    before, now = (f'<path class="{kind}" d="{path}" style="{look}"/>' for kind, look in LOOKS.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ad-graph ad-plane" role="img" aria-label="{html.escape(words)}" '
        f'viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}">{floor}{numbers}{before}{marks}{now}</svg>'
    )


def _at(point):
    """Return where a point of the plane is, in pixels."""
    x, y = point
    across = RIM + (WIDE - 2 * RIM) * (x - LEFT) / (RIGHT - LEFT)
    return across, HIGH - RIM - (HIGH - 2 * RIM) * y / TOP
