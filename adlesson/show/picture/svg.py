"""The graph of a program as SVG: boxes are variables, arrows say who reads whom.

With this module you can

- get the SVG of a program, with texts in its boxes or with empty places for the stepper to fill (``graph``);
- get it before it is text, with the places of its boxes (``sheet``), and write it (``written``).

Inputs have round ends, outputs a double frame; values stand above tangents and adjoints.  Small text behind a name
is the size of an array, and the name under which an output is returned where that is another.  There are no
ids, so that two pictures can stand on one page, and no fixed colours: the style sheet follows the theme.
"""

import html
import re
from collections import namedtuple

from ..evaluation import arrows
from ..writing.formula import right_side, shape_at
from ..writing.numerals import size
from .heat import heat_size
from .layout import layout

LINE, GAP, LONGEST_RULE = 18, 7, 26  # pixels per line and before small text; characters of a rule
ROOM, LEAST_ROOM = 50, 18  # pixels for the labels of arrows, where there are labels, and where there are none
FITS, MAP_FITS = 7, 18  # characters of a partial, and of what a map makes, that stand beside an arrow
NARROW, WIDE, BOLD = set("ilj.,·()|[]'1ftr ²³"), set("−…@→⚠×=+mwMW"), 14.2


Sheet = namedtuple("Sheet", "left top width height least description parts boxes")
Sheet.__doc__ = """The picture of a graph before it is text, for who has something to add.

``left``, ``top``, ``width`` and ``height`` are its frame in pixels; below the width ``least`` it is scrolled, not shrunk any
more; ``parts`` are pieces of SVG, the last ones on top; ``boxes[i]`` is ``(left, top, width, height)``.
"""


def rule(program, i):
    """Return what variable ``i`` is, as text to put behind its name: ``" = a + b"``, cut if it is long."""
    if i < program.d:
        return ""
    text = right_side(program, i).text
    return " = " + (text if len(text) <= LONGEST_RULE else text[: LONGEST_RULE - 1] + "…")


def remark(program, i):
    """Return what stands small behind variable ``i``: the size of an array, and ``→ key`` if it is returned as something."""
    keys = returned_as(program, i)
    return "  ".join(filter(None, (size(shape_at(program, i)), keys and f"→ {', '.join(keys)}")))


def returned_as(program, i):
    """Return the names other than its own under which variable ``i`` is returned."""
    pairs = zip(program.outputs, program.output_slots, strict=True)
    return [name for name, k in pairs if k == i and name != program.names[i]]


def text_width(text, size=13):
    """Return about how wide a text is in pixels, rather too much than too little."""
    return sum(0.38 if c in NARROW else 0.85 if c in WIDE else 0.66 for c in text) * size


def graph(program, **what):
    """Return the SVG of a program as text; see ``sheet``."""
    return written(sheet(program, **what))


def sheet(program, across=True, lines=3, texts=None, labels=None, notes=None, description="", empty=False, heat=False):
    """Return the ``Sheet`` of a program, ``lines`` text lines per box, from left to right or, not ``across``, downwards.

    ``texts[i]`` is a pair of texts for the second and third line of box ``i``, ``labels[e]`` the text
    beside arrow ``e``, ``notes[i]`` a text below the others; every box and arrow carries its number in
    ``data-i`` or ``data-e``.  If ``empty`` the texts only take their room, for the page to write them in, and with
    ``heat`` there is room for small pictures of arrays, too.
    """
    lines_between, outputs = arrows(program), set(program.output_slots)
    texts, labels, notes = texts or {}, labels or {}, notes or {}
    written = [(name, rule(program, i), remark(program, i)) for i, name in enumerate(program.names)]
    sizes = []
    for i, (name, what, small) in enumerate(written):
        value, slope = texts.get(i, ("", ""))
        first = text_width(name + what) + (GAP + text_width(small, 11.5) if small else 0)
        longest = max(first, text_width(value), text_width(slope, BOLD), text_width(notes.get(i, ""), BOLD))
        width, height = max(76, longest + (30 if i < program.d else 18)), 14 + LINE * (lines + (i in notes))
        if cells := heat and heat_size(shape_at(program, i)):
            down, along = (_side(cells) * count for count in cells)
            width, height = max(width, (along + 20) * (lines - 1)), height + down + 6
        sizes.append((width, height))
    room = max([ROOM if labels else LEAST_ROOM, *(text_width(text, 11.5) + 8 for text in labels.values() if text)])
    place = layout(sizes, [(k, i) for k, i, _ in lines_between], (room, 15), across)
    shown = {} if empty else labels
    edge = 3
    frame = -edge, -edge, round(place.width + 2 * edge, 1), round(place.height + 2 * edge, 1)
    parts = [_arrow(e, place.edges[e], place.labels[e], shown.get(e, "")) for e in range(len(lines_between))]
    for i, first_line in enumerate(written):
        kinds = ["input"] * (i < program.d) + ["output"] * (i in outputs) or ["inner"]
        rows = list(zip(("value", "slope"), texts.get(i, ("", "")), strict=True))[: lines - 1]
        rows += [("note", notes[i])] if i in notes else []
        rows = [(word, "") for word, _ in rows] if empty else rows
        cells = heat_size(shape_at(program, i)) if heat else None
        pictures = _places(place.nodes[i], sizes[i], [word for word, _ in rows if word != "note"], cells) if cells else ""
        parts.append(_box(i, place.nodes[i], sizes[i], kinds, first_line, rows, pictures))
    corners = [(x - w / 2, y - h / 2, w, h) for (x, y), (w, h) in zip(place.nodes, sizes, strict=True)]
    boxes = [tuple(round(u, 1) for u in box) for box in corners]
    return Sheet(*frame, round(0.7 * place.width), description, parts, boxes)


def written(sheet):
    """Return a ``Sheet`` as text."""
    label, size = html.escape(sheet.description, quote=True), f"{sheet.width:g} {sheet.height:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ad-graph" role="img" aria-label="{label}" '
        f'viewBox="{sheet.left:g} {sheet.top:g} {size}" width="{sheet.width:g}" height="{sheet.height:g}" '
        f'style="min-width: {sheet.least}px">{"".join(sheet.parts)}</svg>'
    )


def _places(centre, box, words, cells):
    """Return an empty group for each picture of an array: side by side at the foot of its box, one unit per entry."""
    (x, y), (width, height), (down, along), side = centre, box, cells, _side(cells)
    top, part = y + height / 2 - side * down - 8, width / len(words)
    lefts = [x - width / 2 + part * (k + 0.5) - side * along / 2 for k in range(len(words))]
    return "".join(
        f'<g class="ad-heat ad-heat-{word}" transform="translate({left:.1f} {top:.1f}) scale({side})"/>'
        for word, left in zip(words, lefts, strict=True)
    )


def _side(cells):
    """Return how many pixels an entry gets in the picture of an array."""
    return 10 if cells[1] <= 8 else 6


def _box(i, centre, box, kinds, first_line, rows, pictures=""):
    (x, y), (width, height), (name, what, small) = centre, box, first_line
    left, top = x - width / 2, y - height / 2
    tall = pictures or len(rows) > 2  # what is tall keeps its corners, for pictures and arrows reach into them
    round_end = min(height / 2, 26 if tall else height) if "input" in kinds else 7
    frame = f'<rect class="ad-box" x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height}" rx="{round_end:g}"/>'
    if "output" in kinds:
        frame += (
            f'<rect class="ad-frame" x="{left + 3.5:.1f}" y="{top + 3.5:.1f}" width="{width - 7:.1f}" '
            f'height="{height - 7}" rx="{max(4, round_end - 3.5):g}"/>'
        )
    rule_text = f'<tspan class="ad-name">{html.escape(name)}</tspan>{html.escape(what)}'
    rule_text += f'<tspan class="ad-small" dx="{GAP}">{html.escape(small)}</tspan>' if small else ""
    texts = [f'<text class="ad-rule" x="{x:.1f}" y="{top + 20:.1f}">{rule_text}</text>']
    for k, (word, text) in enumerate(rows, 1):
        texts.append(f'<text class="ad-{word}" x="{x:.1f}" y="{top + 20 + LINE * k:.1f}">{_lowered(text)}</text>')
    return f'<g class="ad-node ad-{" ad-".join(kinds)}" data-i="{i}">{frame}{"".join(texts)}{pictures}</g>'


def _lowered(text):
    """Return text for SVG, with the index of each multiplier set lower: ``λ_a = 3``."""
    lower = r'λ<tspan dy="3" font-size="10">\1</tspan><tspan dy="-3">\2</tspan>'
    return re.sub(r"λ_([\w\[\]]+)(.?)", lower, html.escape(text))


def _arrow(e, points, label, text):
    (x0, y0), *rest = points
    curve = " ".join(f"{x:g},{y:g}" for x, y in rest)
    tips = _tip("head", points[-2], points[-1]) + _tip("tail", points[1], points[0])
    path = f'<path class="ad-line" d="M{x0:g},{y0:g} C{curve}"/>'
    word = f'<text class="ad-partial" x="{label[0]:g}" y="{label[1] + 4:g}">{_lowered(text)}</text>'
    return f'<g class="ad-edge" data-e="{e}">{path}{tips}{word}</g>'


def _tip(word, start, end):
    """Return a triangle that points from ``start`` to ``end`` and touches ``end``."""
    (x0, y0), (x1, y1) = start, end
    size = max(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5, 1e-9)
    ux, uy = (x1 - x0) / size, (y1 - y0) / size
    corners = [(x1, y1), (x1 - 9 * ux + 4 * uy, y1 - 9 * uy - 4 * ux), (x1 - 9 * ux - 4 * uy, y1 - 9 * uy + 4 * ux)]
    return f'<polygon class="ad-{word}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in corners)}"/>'
