"""Two arrows on a circle: that of a function to be made large, and that of the constraint.

With this module you can

- take a point round a circle, and find where a step along it does not help (``circle``).

The point with a multiplier is one where both arrows lie on one line.

>>> circle()
A circle of radius 5, and a point on it at (5, 0). From it goes the arrow of f, (3, 4), and the arrow of the circle, (10, 0).
"""

import html
import math

from ..writing.numerals import number
from .toy import Toy

RADIUS, ALONG = 5, (3, 4)  # of the circle; the slopes of f = 3x + 4y
HALF, UNIT, SHRUNK = 8.3, 21, 0.3  # of the plane, each way; pixels; how long an arrow is drawn
LEVELS = -25, -15, 0, 15, 25  # of f, drawn thin: two of them touch the circle
PLACES = 360


def circle():
    """Return the ``Toy``: the circle x^2 + y^2 = 25, a point to drag along it, the slopes of 3x + 4y and of x^2 + y^2."""
    plain = (
        f"A circle of radius {RADIUS}, and a point on it at ({RADIUS}, 0). From it goes the arrow of f, {ALONG}, and the "
        f"arrow of the circle, ({2 * RADIUS}, 0)."
    )
    svg = drawn(plain)
    return Toy({"toy": "circle", "svg": svg, "along": ALONG, "places": places(), "unit": UNIT}, plain, svg)


def places():
    """Return places round the circle, a degree apart, but that where a whole-numbered point is near it is taken."""
    whole = [(x, y) for x in range(-RADIUS, RADIUS + 1) for y in range(-RADIUS, RADIUS + 1) if x * x + y * y == RADIUS**2]
    found = {round(math.degrees(math.atan2(y, x))) % PLACES: (x, y) for x, y in whole}
    turned = (math.radians(k * 360 / PLACES) for k in range(PLACES))
    return [found.get(k) or (round(RADIUS * math.cos(t), 3), round(RADIUS * math.sin(t), 3)) for k, t in enumerate(turned)]


def drawn(words):
    """Return the SVG of how it begins; what moves has classes of its own: ``ad-dot``, ``ad-along``, ``ad-out``."""
    size = round(2 * HALF * UNIT)
    (a, b), steep = ALONG, math.hypot(*ALONG)
    lines = []
    for level in LEVELS:  # the foot of the line, and a long way along it to both sides
        x, y = level * a / steep**2, level * b / steep**2
        far = 2 * HALF / steep
        lines.append(_line(x - b * far, y + a * far, x + b * far, y - a * far, "stroke: var(--ad-rim); stroke-width: 1.2"))
    axes = [
        _line(-HALF, 0, HALF, 0, "stroke: var(--ad-soft); stroke-width: 0.8"),
        _line(0, -HALF, 0, HALF, "stroke: var(--ad-soft); stroke-width: 0.8"),
    ]
    ring = f'<circle cx="0" cy="0" r="{RADIUS * UNIT}" style="fill: none; stroke: var(--ad-ink); stroke-width: 2"/>'
    numbers = [f'<text x="{k * UNIT + 2 * k}" y="15" class="ad-small">{number(k)}</text>' for k in (-RADIUS, RADIUS)]
    numbers += [f'<text x="-11" y="{-k * UNIT - 2 * k + 4}" class="ad-small">{number(k)}</text>' for k in (-RADIUS, RADIUS)]
    out = _arrow("out", 2 * RADIUS * SHRUNK * UNIT, 0, "soft", "stroke-dasharray: 7 4")
    along = _arrow("along", a * SHRUNK * UNIT, -b * SHRUNK * UNIT, "back", "")
    dot = f'<circle class="ad-dot" r="7" style="fill: var(--ad-ink)" transform="translate({RADIUS * UNIT} 0)"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ad-graph ad-circle" role="img" aria-label="{html.escape(words)}" '
        f'viewBox="{-size // 2} {-size // 2} {size} {size}" width="{size}" height="{size}">'
        f"{''.join([*lines, *axes, ring, *numbers, out, along, dot])}</svg>"
    )


def _line(x0, y0, x1, y1, style):
    ends = f'x1="{x0 * UNIT:.1f}" y1="{-y0 * UNIT:.1f}" x2="{x1 * UNIT:.1f}" y2="{-y1 * UNIT:.1f}"'
    return f'<line {ends} style="{style}"/>'


def _arrow(name, x, y, hue, look):
    """Return an arrow from the point to ``(x, y)`` pixels away from it."""
    length = math.hypot(x, y)
    u, v = x / length, y / length
    head = " ".join(f"{x - 11 * u + s * 5 * v:.1f},{y - 11 * v - s * 5 * u:.1f}" for s in (1, -1))
    color = f"var(--ad-{hue})"
    return (
        f'<g class="ad-{name}" transform="translate({RADIUS * UNIT} 0)">'
        f'<line x2="{x - 8 * u:.1f}" y2="{y - 8 * v:.1f}" style="stroke: {color}; stroke-width: 3; {look}"/>'
        f'<polygon points="{x:.1f},{y:.1f} {head}" style="fill: {color}"/></g>'
    )
