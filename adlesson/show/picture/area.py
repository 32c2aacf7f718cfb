"""A product as an area: what it gains when both of its factors move.

With this module you can

- draw the rectangle of a product, the two strips that it gains, and the corner where they meet (``area``).

>>> area(6, 7, 1, 0.5)
A rectangle, 6 wide and 7 high, gets 1 wider and 0.5 higher: it gains a strip on the right, a strip on top, and a corner.
"""

import html
import math

from ...engine.errors import InputError, short
from ..shown import Picture
from ..writing.numerals import number

LONG, LEFT, TOP, BELOW = 260, 64, 26, 30  # pixels: the longer side, and the room around it
MOST = 50  # times as long as the other side


def area(a, b, da, db):
    """Return the ``Picture`` of ``a * b`` as an area that gets ``da`` wider and ``db`` higher.

    Raises ``InputError`` unless all four are numbers above 0, none of the sides much longer than the other.
    """
    sides = {"a": a, "b": b, "da": da, "db": db}
    for name, side in sides.items():
        if type(side) not in (int, float) or not 0 < side < math.inf:
            raise InputError(f"{name} is {short(side)}: a side is a number above 0")
    if max(a + da, b + db) > MOST * min(a + da, b + db):
        raise InputError(f"one side is more than {MOST} times as long as the other: draw a rectangle nearer to a square")
    unit = LONG / max(a + da, b + db)
    x, y = [LEFT, LEFT + a * unit, LEFT + (a + da) * unit], [TOP, TOP + db * unit, TOP + (b + db) * unit]
    parts = [
        _box(x[0], y[1], x[1], y[2], "shade", "edge"),
        _box(x[1], y[1], x[2], y[2], "forward-fill", "forward"),
        _box(x[0], y[0], x[1], y[1], "back-fill", "back"),
        _box(x[1], y[0], x[2], y[1], "paper", "edge", 'stroke-dasharray="3 2"'),
        _text((x[0] + x[1]) / 2, y[2] + 20, f"a = {number(a)}", "middle"),
        _text(x[1] + 2, y[2] + 20, f"+ {number(da)}", "start"),
        _text(x[0] - 8, (y[1] + y[2]) / 2 + 4, f"b = {number(b)}", "end"),
        _text(x[0] - 8, (y[0] + y[1]) / 2 + 4, f"+ {number(db)}", "end"),
        _text((x[0] + x[1]) / 2, y[0] - 8, "strip", "middle"),
        _text(x[2] + 8, (y[1] + y[2]) / 2 + 4, "strip", "start"),
        _text(x[2] + 8, (y[0] + y[1]) / 2 + 4, "corner", "start"),
    ]
    words = (
        f"A rectangle, {number(a)} wide and {number(b)} high, gets {number(da)} wider and {number(db)} higher: "
        "it gains a strip on the right, a strip on top, and a corner."
    )
    width, height = x[2] + LEFT, y[2] + BELOW
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ad-graph" role="img" aria-label="{html.escape(words)}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}">{"".join(parts)}</svg>'
    )
    return Picture(svg, words)


def _box(left, top, right, bottom, fill, line, more=""):
    place = f'x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}"'
    return f'<rect {place} style="fill: var(--ad-{fill}); stroke: var(--ad-{line}); stroke-width: 1.5" {more}/>'


def _text(x, y, text, anchor):
    return f'<text x="{x:.1f}" y="{y:.1f}" style="text-anchor: {anchor}">{text}</text>'
