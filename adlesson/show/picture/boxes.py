"""A box of the graph: what a variable is, its value, and what a sweep found for it, set like mathematics.

With this module you can

- plan a box, so that a layout knows its size (``Box``), and draw it (``drawn``);
- write a text so that it fits into the room that there is (``text_at``).

A box has three lines, aligned at their signs of equality: ``a = x·y``, its value ``= 6`` in a bar, and in a chip ``ā = 15``.
An input has two, since its value is all there is to say of it.  The shape of a chip says what it holds, in whatever
colour: an adjoint points against the arrows, a tangent along them, a multiplier is a price tag with a hole, and a gap
has a dotted frame.  Bars and dots over letters are drawn, since fonts lose them.  The size of a box depends on the program
and not on its numbers: a number that is too long for its room is written smaller.

>>> Box("a", " = x·y").size, Box("a", " = x·y", valued=True, chips={"adjoint": "ā"}).size
((77, 30), (132, 80))
>>> text_at(40, 17, "= 6", room=90), text_at(40, 17, "= 123456789", room=60)
('<text x="40" y="17">= 6</text>', '<text x="40" y="17" style="font-size:7.8px">= 123456789</text>')
"""

import html
import re
import unicodedata
from functools import cached_property
from math import ceil

SIZE, SMALL, BOLD = 13.5, 11.5, 1.07  # pixels of the type; how much wider bold letters are
FIRST, ROW, CHIP = 30, 25, 22  # pixels: the first line, every other, and the chip or bar in it
RIM, TIP, HOLE, BETWEEN = 7, 9, 6, 5  # beside a chip; its point; its hole; between a name and its sign of equality
BASE = 17  # how far below the top of a chip its letters stand, with room for what is drawn over them
PLACED = (48, 51)  # above and below the places for shares, in a box and in an input, which is rounder
DOUBLE = 4  # between the two frames of an output
LEAST, ROOM = 76, (0, 76, 84)  # how wide a box is at least, and the numbers in it, where there are one, two and three lines
NARROW, WIDE = set("ilj.,·()|[]'ftr ²³⁰¹⁴⁵⁶⁷⁸⁹⁻"), set("−…@→⚠×=+mwMW?")
LOW = set("acegmnopqrsuvwxyzαγεικμνοπρστυφχψω")  # letters over which a bar lies lower
MARKS = {"\u0304": "bar", "\u0307": "dot", "_bar": "bar", "_dot": "dot"}  # what is drawn over a letter or a name
# from the left upper corner, the width still open
SHAPES = {
    "adjoint": f"m{TIP} 0h{{0}}v{CHIP}h-{{0}}l-{TIP}-11z",
    "tangent": f"h{{0}}l{TIP} 11-{TIP} 11h-{{0}}z",
    "multiplier": f"m{TIP} 0h{{0}}v{CHIP}h-{{0}}l-{TIP}-11zm-1 11a2.4 2.4 0 1 0 5 0 2.4 2.4 0 1 0-5 0z",
    "gap": f"h{{1}}v{CHIP}h-{{1}}z",
}


class Box:
    """What stands in a box, and how large that makes it.

    ``name`` and ``rule`` are the first line, ``small`` what stands small behind it.  One that is ``given`` is an input, one
    that is ``returned`` an output.  ``valued`` has a line for a value.  ``chips`` are ``{look: label}``, drawn in one place:
    where there are several, the page shows one at a time.  ``longest`` is a text that needs more room than a number;
    ``cells`` are the rows and columns of a picture of an array, ``places`` for how many shares there shall be room.
    """

    def __init__(self, name, rule="", small="", given=False, returned=False, valued=False, chips=None, longest="",
                 cells=None, places=0):  # fmt: skip
        self.name, self.rule, self.small, self.given, self.returned = name, rule.strip(), small, given, returned
        self.valued, self.chips, self.longest, self.cells, self.places = valued, chips or {}, longest, cells, places

    @cached_property
    def short(self):
        """Whether the value stands in the first line."""
        return self.valued and self.given and not self.small

    @cached_property
    def column(self):
        """How far from the left the signs of equality stand."""
        labels = [_width(label) + TIP + HOLE * (look == "multiplier") for look, label in self.chips.items()]
        return ceil(RIM + 4 + max([text_width(self.name, BOLD * SIZE), *labels]) + BETWEEN)

    @cached_property
    def rows(self):
        """The words of the lines below the first, and how far down each begins."""
        words, top = ["value"] * self.valued + ["slope"] * bool(self.chips), RIM + 1 if self.short else FIRST - 4
        return {word: top + ROW * k for k, word in enumerate(words)}

    @cached_property
    def size(self):
        """Width and height in pixels."""
        first = self.column + text_width(self.rule, SIZE) + (RIM + text_width(self.small, SMALL)) * bool(self.small) + 11
        longest = self.longest and self.column + text_width(self.longest, BOLD * SIZE) + RIM + 6
        width = max(LEAST, first, longest or 0, self.column + ROOM[len(self.rows)] + RIM + 5)
        height = max([FIRST, *[top + ROW + 4 for top in self.rows.values()]])
        if self.cells:
            down, along = (side(self.cells) * count for count in self.cells)
            width, height = max(width, (along + 20) * len(self.rows)), height + down + 6
        return ceil(width), max(height, PLACED[self.given] + 18 * self.places if self.places else 0)

    @cached_property
    def outside(self):
        """The same with the second frame of an output, which is what a layout needs."""
        more = 2 * DOUBLE * self.returned
        return self.size[0] + more, self.size[1] + more


def drawn(i, box, centre, value="", slope="", note=None):
    """Return box number ``i`` as SVG, around its ``centre``, its upper left corner being the origin of all in it.

    An empty text has its place, for the page to write it there; a ``note`` hangs below.
    """
    (width, height), column = box.size, box.column
    round_end = 18 if box.given and not box.cells else 7
    frame = f'width="{width}" height="{height}" rx="{min(round_end, height // 2)}"/>'
    if box.returned:
        wide, high = box.outside
        outer = f'x="-{DOUBLE}" y="-{DOUBLE}" width="{wide}" height="{high}" rx="{round_end + 3}"/>'
        parts = [f'<rect class="ad-box" {outer}<rect class="ad-frame" {frame}']
    else:
        parts = [f'<rect class="ad-box" {frame}']
    top, room = box.rows.get("value"), width - column - RIM - 5
    down = top + 16 if box.short else 20
    if "value" in box.rows:
        parts.append(f'<rect class="ad-plate" x="{RIM}" y="{top}" width="{width - 2 * RIM}" height="{CHIP}" rx="4"/>')
    parts.append(text_at(column - BETWEEN, down, box.name, "ad-name"))
    if box.rule or box.small:
        small = f'<tspan class="ad-small" dx="{RIM}">{html.escape(box.small)}</tspan>' if box.small else ""
        parts.append(f'<text class="ad-rule" x="{column}" y="{down}">{html.escape(box.rule)}{small}</text>')
    if "value" in box.rows:
        parts.append(text_at(column, top + 16, value, "ad-value", room))
    if "slope" in box.rows:
        top = box.rows["slope"]
        parts += [_chip(look, label, column - BETWEEN, top, width - 2 * RIM) for look, label in box.chips.items()]
        parts.append(text_at(column, top + BASE, slope, "ad-slope", room))
    if box.cells:
        parts.append(_pictures(box))
    if note is not None:
        parts.append(text_at(width // 2, height + 9, note, "ad-note"))
    return f"{_opening(i, box, centre)}>{''.join(parts)}</g>"


def placed(i, box, centre):
    """Return the same with nothing in it, for a page that has drawn it elsewhere."""
    return f"{_opening(i, box, centre)}/>"


def corner(centre, size):
    """Return where what has this size begins around its centre."""
    return tuple(round(u - length / 2) for u, length in zip(centre, size, strict=True))


def _opening(i, box, centre):
    x, y = corner(centre, box.size)
    kinds = " ad-input" * box.given + " ad-output" * box.returned
    return f'<g class="ad-node{kinds}" data-i="{i}" transform="translate({x} {y})"'


def _chip(look, label, end, top, width):
    """Return an empty chip with its label, which ends at ``end``."""
    name, mark = _marked(label)
    over, wide = "", _width(label)
    kind = "ad-mid" if mark and len(name) == 1 else ""  # so that the mark is over a letter of whatever font
    middle, high = end - wide / 2, top + (7 if set(name) <= LOW else 3)
    if mark:
        start, line = (end - wide + 1, f"h{wide - 2:.3g}") if mark == "bar" else (middle, "h.1")
        over = f'<path class="ad-mark" d="M{start:g} {high}{line}"/>'
    word = text_at(middle if kind else end, top + BASE, name, kind)
    return f'<g class="ad-chip ad-{look}"><path d="M{RIM} {top}{SHAPES[look].format(width - TIP, width)}"/>{word}{over}</g>'


def _marked(label):
    """Return the name in a label, and "bar" or "dot" if that is over it, else ""."""
    plain = unicodedata.normalize("NFD", label)
    for end, mark in MARKS.items():
        if plain.endswith(end) and plain != end:
            return plain.removesuffix(end), mark
    return label, ""


def _width(label):
    """Return how wide the label of a chip is."""
    name, mark = _marked(label)
    return 11 if mark and len(name) == 1 else text_width(name.replace("λ_", "λ"), BOLD * SIZE)


def _pictures(box):
    """Return an empty group for each picture of an array: side by side at the foot of its box, one unit per entry."""
    (width, height), (down, along), unit = box.size, box.cells, side(box.cells)
    top, part = height - unit * down - 8, width / len(box.rows)
    lefts = [part * (k + 0.5) - unit * along / 2 for k in range(len(box.rows))]
    return "".join(
        f'<g class="ad-heat ad-heat-{word}" transform="translate({left:g} {top:g}) scale({unit})"/>'
        for word, left in zip(box.rows, lefts, strict=True)
    )


def side(cells):
    """Return how many pixels an entry gets in the picture of an array."""
    return 10 if cells[1] <= 8 else 6


def text_width(text, size=13):
    """Return about how wide a text is in pixels, rather too much than too little."""
    return sum(0.38 if c in NARROW else 0.85 if c in WIDE else 0.66 for c in text) * size


def text_at(x, y, text, kind="", room=None):
    """Return text as SVG, written smaller where it is bold and wider than its ``room``."""
    needed = text_width(text, BOLD * SIZE)
    small = f' style="font-size:{SIZE * room / needed:.1f}px"' if room and needed > room else ""
    word = f' class="{kind}"' if kind else ""
    inside = f">{lowered(text)}</text>" if text else "/>"
    return f'<text{word} x="{x:g}" y="{y:g}"{small}{inside}'


def lowered(text):
    """Return text for SVG, with the index of each multiplier set lower: ``λ_a = 3``."""
    lower = r'λ<tspan dy="3" font-size="10">\1</tspan><tspan dy="-3">\2</tspan>'
    return re.sub(r"λ_([\w\[\]]+)(.?)", lower, html.escape(text)).replace('<tspan dy="-3"></tspan>', "")
