"""The graph of a program as SVG: boxes are variables, arrows say who reads whom.

With this module you can

- get the SVG of a program, with texts in its boxes or with empty places for the stepper to fill (``graph``).

Inputs have round ends, outputs a double frame; values stand above tangents and adjoints.  There are no
ids, so that two pictures can stand on one page, and no fixed colours: the style sheet follows the theme.
"""

import html
from importlib.resources import files

from .formula import right_side
from .layout import layout

LINE, LONGEST_RULE = 18, 26  # pixels per line; characters of a rule
NARROW = set("ilj.,·()|[]'1ftr ²³")


def style():
    """Return the style sheet of the graph and the tables, for both themes."""
    return files(__package__).joinpath("graph.css").read_text("utf-8")


def rule(program, i):
    """Return what variable ``i`` is, as text to put behind its name: ``" = a + b"``, cut if it is long."""
    if i < program.d:
        return ""
    text = right_side(program, i).text
    return " = " + (text if len(text) <= LONGEST_RULE else text[: LONGEST_RULE - 1] + "…")


def text_width(text, size=13):
    """Return about how wide a text is in pixels, rather too much than too little."""
    return sum(0.38 if c in NARROW else 0.66 for c in text) * size


def arrows(program):
    """Return ``(tail, head, slot)`` for each arrow: one per argument slot that reads a variable."""
    return [(k, i, slot) for i, slots in enumerate(program.slots) for slot, k in enumerate(slots) if k >= 0]


def graph(program, across=True, lines=3, texts=None, labels=None, description=""):
    """Return the SVG of a program, ``lines`` text lines per box.

    ``texts[i]`` is a pair of texts for the second and third line of box ``i``, ``labels[e]`` the text
    beside arrow ``e``; every box and arrow carries its number in ``data-i`` or ``data-e``.
    """
    lines_between, outputs = arrows(program), set(program.output_slots)
    texts, labels = texts or {}, labels or {}
    written = [(name, rule(program, i)) for i, name in enumerate(program.names)]
    widths = []
    for i, (name, what) in enumerate(written):
        longest = max(text_width(text) for text in (name + what, *texts.get(i, ())))
        widths.append(max(76, longest + (30 if i < program.d else 18)))
    height = 14 + LINE * lines
    place = layout([(w, height) for w in widths], [(k, i) for k, i, _ in lines_between], (50, 15), across)
    parts = [_arrow(e, place.edges[e], place.labels[e], labels.get(e, "")) for e in range(len(lines_between))]
    for i, (name, what) in enumerate(written):
        kind = "input" if i < program.d else "output" if i in outputs else "inner"
        parts.append(_box(i, place.nodes[i], widths[i], height, kind, name, what, texts.get(i, ("", "")), lines))
    label = html.escape(description, quote=True)
    edge = 3
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ad-graph" role="img" aria-label="{label}" '
        f'viewBox="{-edge} {-edge} {place.width + 2 * edge:g} {place.height + 2 * edge:g}" '
        f'width="{place.width + 2 * edge:g}" height="{place.height + 2 * edge:g}" '
        f'style="min-width: {0.7 * place.width:.0f}px">{"".join(parts)}</svg>'
    )


def _box(i, centre, width, height, kind, name, what, texts, lines):
    x, y = centre
    left, top = x - width / 2, y - height / 2
    round_end = height / 2 if kind == "input" else 7
    frame = f'<rect class="ad-box" x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height}" rx="{round_end:g}"/>'
    if kind == "output":
        frame += (
            f'<rect class="ad-frame" x="{left + 3.5:.1f}" y="{top + 3.5:.1f}" width="{width - 7:.1f}" '
            f'height="{height - 7}" rx="4"/>'
        )
    rule_text = f'<tspan class="ad-name">{html.escape(name)}</tspan>{html.escape(what)}'
    rows = [f'<text class="ad-rule" x="{x:.1f}" y="{top + 20:.1f}">{rule_text}</text>']
    for k, (word, text) in enumerate(zip(("value", "slope"), texts, strict=True), 1):
        if k < lines:
            rows.append(f'<text class="ad-{word}" x="{x:.1f}" y="{top + 20 + LINE * k:.1f}">{_lowered(text)}</text>')
    return f'<g class="ad-node ad-{kind}" data-i="{i}">{frame}{"".join(rows)}</g>'


def _lowered(text):
    """Return text for SVG, with the index of a multiplier set lower: ``λ_a = 3``."""
    if not text.startswith("λ_"):
        return html.escape(text)
    index, equals, rest = text[2:].partition(" = ")
    return f'λ<tspan dy="3" font-size="10">{html.escape(index)}</tspan><tspan dy="-3">{html.escape(equals + rest)}</tspan>'


def _arrow(e, points, label, text):
    (x0, y0), *rest = points
    curve = " ".join(f"{x:g},{y:g}" for x, y in rest)
    tips = _tip("head", points[-2], points[-1]) + _tip("tail", points[1], points[0])
    path = f'<path class="ad-line" d="M{x0:g},{y0:g} C{curve}"/>'
    word = f'<text class="ad-partial" x="{label[0]:g}" y="{label[1] + 4:g}">{html.escape(text)}</text>'
    return f'<g class="ad-edge" data-e="{e}">{path}{tips}{word}</g>'


def _tip(word, start, end):
    """Return a triangle that points from ``start`` to ``end`` and touches ``end``."""
    (x0, y0), (x1, y1) = start, end
    size = max(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5, 1e-9)
    ux, uy = (x1 - x0) / size, (y1 - y0) / size
    corners = [(x1, y1), (x1 - 9 * ux + 4 * uy, y1 - 9 * uy - 4 * ux), (x1 - 9 * ux - 4 * uy, y1 - 9 * uy + 4 * ux)]
    return f'<polygon class="ad-{word}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in corners)}"/>'
