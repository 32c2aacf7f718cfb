"""The graph of a program as SVG: boxes are variables, arrows say who reads whom.

With this module you can

- get the SVG of a program, with texts in its boxes or with empty places for the stepper to fill (``graph``);
- get it before it is text, with the places of its boxes (``sheet``), and write it (``written``).

Inputs have round ends, outputs a double frame; what else stands in a box is said in ``boxes``.  Small text behind a name
is the size of an array, and the name under which an output is returned where that is another.  The slope of an arrow stands
on its own line.  There are no ids, so that two pictures can stand on one page, and no fixed colours: the style sheet
follows the theme.
"""

import html
from collections import namedtuple

from ..evaluation import arrows
from ..writing.formula import right_side, shape_at
from ..writing.numerals import size
from .boxes import Box, corner, drawn, placed, text_at, text_width
from .heat import heat_size
from .layout import layout

LONGEST_RULE = 26  # characters
PILL, LABEL, SLOPE = 20, 12, "×−0.9783"  # pixels: the room and the type of a slope; the longest that is not written smaller
FITS, MAP_FITS = 7, 18  # characters of a partial, and of what a map makes, that are written on an arrow
EDGE, BELOW = 3, 12  # pixels around the picture, and below it where there are values, and so may be a note

Sheet = namedtuple("Sheet", "left top width height least description parts boxes look")
Sheet.__doc__ = """The picture of a graph before it is text, for who has something to add.

``left``, ``top``, ``width`` and ``height`` are its frame in pixels; below the width ``least`` it is scrolled, not shrunk any
more; ``parts`` are pieces of SVG, the last ones on top; ``boxes[i]`` is ``(left, top, width, height)``; ``look`` is that of
the chips that are shown, "" if the page chooses.
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


def graph(program, **what):
    """Return the SVG of a program as text; see ``sheet``."""
    return written(sheet(program, **what))


def sheet(
    program, across=True, values=None, slopes=None, chips=None, labels=None, notes=None, description="",
    longest=None, label="", heat=False, places=None, look="", bare=False,
):  # fmt: skip
    """Return the ``Sheet`` of a program, from left to right or, not ``across``, downwards.

    ``values[i]`` and ``slopes[i]`` are the texts of box ``i``, empty for the page to write in; ``chips`` are ``{look:
    labels}`` with a label for each box, and ``look`` the one that is shown.  ``labels[e]`` is the text on arrow ``e``, and
    ``notes[i]`` hangs below box ``i``.  ``longest[i]`` is a text that box ``i`` has room for, and ``label`` one that each
    arrow has; with ``heat`` there is room for pictures of arrays, and with ``places[i]`` for so many shares.  Every box and
    arrow carries its number in ``data-i`` or ``data-e``; ``bare`` leaves out what stands in the boxes.
    """
    links, labels, longest = arrows(program), labels or {}, longest or {}
    if program.shapes:  # a number is written smaller where it is too long, an array gets its room
        for texts in filter(None, (values, slopes)):
            longest |= {i: max(longest.get(i, ""), text, key=len) for i, text in texts.items()}
    boxes = [_box(program, i, values, chips or {}, longest.get(i, ""), heat, places) for i in range(len(program))]
    words = [SLOPE, label, *filter(None, labels.values())] if labels else []
    room = max([text_width(word, LABEL) for word in words], default=0)
    pill = (round(room) + 6, PILL) if labels else (0, 0)
    place = layout([box.outside for box in boxes], [(k, i) for k, i, _ in links], pill, across)
    frame = -EDGE, -EDGE, round(place.width + 2 * EDGE), round(place.height + (EDGE if values is None else BELOW) + EDGE)
    parts = [_arrow(e, place.edges[e], place.labels[e], labels.get(e)) for e in range(len(links))]
    for i, (box, centre) in enumerate(zip(boxes, place.nodes, strict=True)):
        texts = [(given or {}).get(i) for given in (values, slopes, notes)]
        parts.append(placed(i, box, centre) if bare else drawn(i, box, centre, *texts))
    rims = [(*corner(centre, box.outside), *box.outside) for box, centre in zip(boxes, place.nodes, strict=True)]
    return Sheet(*frame, round(0.7 * place.width), description, parts, rims, look)


def _box(program, i, values, chips, longest, heat, places):
    """Return the plan of box ``i``."""
    labels = {look: names[i] for look, names in chips.items()}
    cells, room = heat_size(shape_at(program, i)) if heat else None, places[i] if places else 0
    kind = i < program.d, i in program.output_slots
    return Box(
        program.names[i], rule(program, i), remark(program, i), *kind, values is not None, labels, longest, cells, room
    )


def written(sheet):
    """Return a ``Sheet`` as text."""
    label, size = html.escape(sheet.description, quote=True), f"{sheet.width:g} {sheet.height:g}"
    look = f' data-look="{sheet.look}"' if sheet.look else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ad-graph"{look} role="img" aria-label="{label}" '
        f'viewBox="{sheet.left:g} {sheet.top:g} {size}" width="{sheet.width:g}" height="{sheet.height:g}" '
        f'style="min-width: {sheet.least}px; --ad-least: {0.75 * sheet.height:.0f}px">{"".join(sheet.parts)}</svg>'
    )


def _arrow(e, points, label, text):
    """Return an arrow with a head at either end, of which one is seen, and the ``text`` on its line, None for no place."""
    points = [(round(x), round(y)) for x, y in points]
    path = "M{} {}C".format(*points[0]) + " ".join(f"{x} {y}" for x, y in points[1:])
    word = "" if text is None else text_at(round(label[0]), round(label[1]) + 4, text, "ad-partial")
    heads = _tip("head", points[-2], points[-1]) + _tip("tail", points[1], points[0])
    return f'<g class="ad-edge" data-e="{e}"><path class="ad-line" d="{path}"/>{heads}{word}</g>'


def _tip(word, start, end):
    """Return a triangle that points from ``start`` to ``end`` and touches ``end``."""
    (x0, y0), (x1, y1) = start, end
    size = max(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5, 1e-9)
    u, v = 9 * (x1 - x0) / size, 9 * (y1 - y0) / size
    corner, across = (-u + 0.45 * v, -v - 0.45 * u), (-0.9 * v, 0.9 * u)
    steps = " ".join(f"{round(step, 1) + 0.0:g}" for step in (*corner, *across))
    return f'<path class="ad-{word}" d="M{x1} {y1}l{steps}z"/>'
