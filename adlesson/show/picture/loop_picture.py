"""A feedback loop as a picture: the graph of one turn, and dashed arrows from outputs back to inputs.

With this module you can

- look at a cyclic system, the values that hold all the way round, and how they were found (``loop_picture``);
- get it as HTML, or why there is none (``loop_as_html``).

>>> from ...engine.trace import trace
>>> from ...lagrange.loops.cyclic import close_loop
>>> picture = loop_picture(close_loop(trace(lambda z, x: {"z_next": x - 2 * z}, z=0, x=3), {"z_next": "z"}))
>>> picture.how
'Newton in fractions: 1 iteration, residual 0.0e+00, converged, 1 from the start'
>>> picture.description.partition("Feedback: ")[2].partition(".")[0]
'z_next is fed back into z'
"""

import html
from collections import namedtuple

from ...engine.errors import GuardError, LessonError, NumberError
from ..evaluation import checked_names
from ..writing.numerals import number
from .drawing import Drawing, describe
from .layout import checked_size

LANE, RIM, BETWEEN, CLEAR, BEND, TIP, LONGEST = 24, 14, 7, 6, 7, 9, 40  # pixels; characters of a label
Box = namedtuple("Box", "start end low high")
Box.__doc__ = "Where a box lies: from ``start`` to ``end`` along the direction of the arrows, ``low`` to ``high`` beside it."


class LoopPicture(Drawing):
    """A drawing of one turn with its feedback arrows: ``pairs`` holds ``(output variable, input variable, label)``.

    ``how`` says how the values were found, or why there are none; it stands below the picture.
    """

    def __init__(self, program, description, pairs, how, **what):
        self.pairs, self.how = pairs, how
        super().__init__(program, description, **what)

    def complete(self, sheet, across):
        """Return the sheet with the feedback arrows."""
        return fed_back(sheet, self.pairs, across)

    def _repr_html_(self):
        lines = "<br>".join(map(html.escape, self.how.splitlines()))
        return f'{super()._repr_html_()}<div class="adlesson"><p>{lines}</p></div>'


def loop_picture(system, at=None, **inputs):
    """Return the ``LoopPicture`` of a cyclic system with its values at the solution; without them where there is none."""
    p, loop = system.program, system.loop
    checked_size(len(p))
    checked_names(p)
    named = [(slot, k, p.inputs[k], out) for slot, k, out in zip(loop.slots, loop.places, loop.outputs, strict=True)]
    pairs = [(slot, k, f"{name} = {out}") for slot, k, name, out in named if slot >= 0]
    try:
        solution = system.solve(at, **inputs)
        z, how = list(solution.values()), repr(solution.report)
    except (NumberError, GuardError) as problem:
        z, how = None, str(problem)
    fed = " ".join(f"{out} is fed back into {name}." for _, _, name, out in named)
    words = f"{describe(p, z)} Feedback: {fed} {' '.join(how.splitlines())}."
    return LoopPicture(p, words, pairs, how, values=z and {i: f"= {number(u)}" for i, u in enumerate(z)})


def loop_as_html(system):
    """Return what a cyclic system shows in a notebook: its picture, or why there is none."""
    try:
        return loop_picture(system)._repr_html_()
    except LessonError as problem:
        return f"<p>{html.escape(repr(system))}: {html.escape(str(problem))}</p>"


def fed_back(sheet, pairs, across=True):
    """Return the ``Sheet`` with a dashed arrow for each pair, along lanes below it, or beside it if it is upright."""
    left, top, width, height, *_ = sheet
    boxes = [Box(x, x + w, y, y + h) if across else Box(y, y + h, x, x + w) for x, y, w, h in sheet.boxes]
    rim, parts = (top + height if across else left + width), []
    first, last = (left, left + width) if across else (top, top + height)
    inner_first = sorted(pairs, key=lambda pair: -boxes[pair[0]].low)
    for k, (slot, place, label) in enumerate(inner_first):
        out, back, lane = boxes[slot], boxes[place], rim + LANE * (k + 0.85)
        beside, aim = (out.low + out.high) / 2, (back.low + back.high) / 2
        turn = _clear(out.end + RIM + BETWEEN * k, 1, beside, boxes)
        home = _clear(back.start - RIM - TIP - BETWEEN * k, -1, aim, boxes)
        first, last = min(first, home - 3), max(last, turn + 3)
        stops = [(out.end, beside), (turn, beside), (turn, lane), (home, lane), (home, aim), (back.start - TIP, aim)]
        parts.append(_arrow(stops, (back.start, aim), label, across))
    lanes = LANE * (len(pairs) + 0.1)
    frame = (first, top, last - first, height + lanes) if across else (left, first, width + lanes, last - first)
    least = round(sheet.least * frame[2] / width)
    # before the boxes, which therefore cover what passes behind them
    return sheet._replace(**dict(zip(sheet._fields, (*frame, least), strict=False)), parts=[*parts, *sheet.parts])


def _clear(u, step, start, boxes):
    """Return the first place from ``u`` on, in the direction ``step``, where a line from ``start`` outwards meets no box."""
    for box in sorted((box for box in boxes if box.high > start), key=lambda box: step * box.start):
        if box.start - CLEAR < u < box.end + CLEAR:
            u = box.end + CLEAR if step > 0 else box.start - CLEAR
    return u


def _arrow(stops, point, label, across):
    """Return a dashed arrow through ``stops`` to ``point``, its corners rounded and a label beside its longest part."""

    def at(stop):
        return f"{stop[0]:.1f},{stop[1]:.1f}" if across else f"{stop[1]:.1f},{stop[0]:.1f}"

    path = f"M{at(stops[0])}"
    for before, corner, after in zip(stops, stops[1:], stops[2:], strict=False):
        path += f" L{at(_towards(corner, before))} Q{at(corner)} {at(_towards(corner, after))}"
    tip = [point, (point[0] - TIP, point[1] - 4.5), (point[0] - TIP, point[1] + 4.5)]
    (turn, lane), (home, _) = stops[2:4]
    x, y = ((turn + home) / 2, lane - 7) if across else (lane - 7, (turn + home) / 2)
    turned = "" if across else f' transform="rotate(-90 {x:.1f} {y:.1f})"'
    return (
        f'<g class="ad-feedback"><path class="ad-line" d="{path} L{at(stops[-1])}"/>'
        f'<polygon class="ad-head" points="{" ".join(map(at, tip))}"/>'
        f'<text class="ad-value" x="{x:.1f}" y="{y:.1f}"{turned}>{html.escape(_cut(label))}</text></g>'
    )


def _cut(label):
    return label if len(label) <= LONGEST else label[: LONGEST - 1] + "…"


def _towards(corner, other):
    """Return the point where a rounded corner begins, on the way to the ``other`` stop."""
    away = abs(other[0] - corner[0]) + abs(other[1] - corner[1])
    share = min(BEND, away / 2) / away if away else 0
    return corner[0] + share * (other[0] - corner[0]), corner[1] + share * (other[1] - corner[1])
