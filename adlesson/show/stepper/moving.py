"""A sweep as a picture that moves by itself: one SVG file without a script, for a page that runs none.

With this module you can

- let values appear and shares ride back along their arrows, three times (``moving``).

What moves is in the style sheet inside.  The picture at rest is the complete one: so it is after three rounds, where less
motion is wanted, and in a program that knows no animations.
"""

import html
import re

from ..picture.boxes import text_at, text_width
from ..shown import alone
from .still import SHEET, chips, still

FORWARD, BACK, REST, ROUNDS = 0.5, 1.2, 3.5, 3  # seconds for a step of either sweep and at the end; how often
FADE, RIDE = 0.25, 0.8  # seconds to appear, and on the way along an arrow
CAPTION, LINE, HIGH, ROOM = 15, 22, 20, 10  # pixels: the type and the lines below, a share that rides, room around
LOOK = (
    ".ad-moves { animation: %gs linear %d both; } .ad-gone { opacity: 0; } .ad-token rect { fill: var(--ad-hue); }"
    " .ad-graph .ad-token text { fill: var(--ad-paper); font-weight: 700; } .ad-use { fill: none; stroke: var(--ad-hue);"
    " stroke-width: 4; } .ad-graph .ad-caption { font-size: %dpx; font-weight: 600; text-anchor: start; }"
    " @media (prefers-reduced-motion: reduce) { .ad-moves { animation: none; } }"
)
NODE = re.compile(r'<g class="ad-node[^>]*data-i="(\d+)".*?(?=<g class="ad-node|</svg>)')
EDGE = re.compile(r'<g class="ad-edge[^>]*data-e="(\d+)".*?</g>')


class Times:
    """When each frame begins, and the keyframes that make something come, go or ride by then."""

    def __init__(self, data):
        back, now = data["phases"][1]["start"], 0.4
        self.begins, self.rules = [], {}
        for k in range(len(data["frames"])):
            self.begins.append(now)
            now += FORWARD if k < back else BACK
        self.whole = round(now + REST, 1)

    def comes(self, k, late=0.0):
        """Return the style of what is there from frame ``k`` on."""
        return self._moves("c", k, f"0%,{self._at(k, late)}{{opacity:0}}{self._at(k, late + FADE)},to{{opacity:1}}")

    def stays(self, k, end, late=0.0):
        """Return the style of what is there from frame ``k`` to frame ``end``."""
        come = f"0%,{self._at(k, late)}{{opacity:0}}{self._at(k, late + FADE)}{{opacity:1}}"
        return self._moves(
            f"s{end}_", k, f"{come}{self._at(end, late)}{{opacity:1}}{self._at(end, late + FADE)},to{{opacity:0}}"
        )

    def rides(self, k):
        """Return the style of what goes along its path in frame ``k``."""
        start, end = "offset-distance:0%", "offset-distance:100%"
        come = f"0%,{self._at(k)}{{{start};opacity:0}}{self._at(k, 0.1)}{{{start};opacity:1}}"
        go = f"{self._at(k, RIDE)}{{{end};opacity:1}}{self._at(k, RIDE + 0.1)},to{{{end};opacity:0}}"
        return self._moves("r", k, come + go)

    def _at(self, k, late=0.0):
        start = self.begins[k] if k < len(self.begins) else self.whole - REST
        return f"{100 * (start + late) / self.whole:.1f}%"

    def _moves(self, kind, k, frames):
        self.rules[f"{kind}{k}"] = frames
        return f"animation-name:{kind}{k}"

    def sheet(self):
        """Return the style sheet with the keyframes that were asked for."""
        return LOOK % (self.whole, ROUNDS, CAPTION) + "".join(
            f"@keyframes {name}{{{text}}}" for name, text in self.rules.items()
        )


def moving(data, closing, tall=False):
    """Return SVG that stands alone, of the data of a stepper with a forward and a reverse sweep of numbers.

    Below the picture stands what each sweep is, and in the end ``closing``, a sentence in one line or more.
    """
    times, set_at = Times(data), {}
    for k, frame in enumerate(data["frames"]):
        for what, i, _ in frame["set"]:
            set_at.setdefault((what, i), []).append(k)
    lines = re.sub(r" ad-(lit|turned|target|source)\b", "", still(data, len(data["frames"]) - 1, tall))
    paths = {int(e): d for e, d in re.findall(r'data-e="(\d+)"><path class="ad-line" d="([^"]*)"', lines)}
    lines = EDGE.sub(lambda found: _arrow(found, set_at, times), lines)
    lines = NODE.sub(lambda found: _box(found, set_at, times, data), lines)
    uses, tokens = "", ""
    for k, frame in enumerate(data["frames"]):
        for e in frame["lit"]["edges"] if frame["lit"]["back"] else ():
            uses += f'<path class="ad-use ad-moves ad-gone" style="{times.stays(k, k + 1)}" d="{paths[e]}"/>'
            tokens += _token(k, frame, paths[e], times)
    head, bracket, rest = lines.partition(">")
    return _framed(f"{head}{bracket}{uses}{rest}", tokens, data, closing, times)


def _arrow(found, set_at, times):
    """Return an arrow whose slope appears once it is used."""
    (k,) = set_at["partial", int(found[1])]
    return _moved(found[0], "ad-partial", times.comes(k))


def _box(found, set_at, times, data):
    """Return a box whose value appears, and whose chip says one share after the other."""
    text, i = found[0], int(found[1])
    (k,), shares = set_at["value", i], set_at["slope", i]
    late = [RIDE * bool(data["frames"][j]["lit"]["edges"]) for j in shares]
    slope = re.search(r'<text class="ad-slope" x="([\d.]+)" y="([\d.]+)"[^>]*>[^<]*</text>', text)
    before = ""
    for j, end, by in zip(shares, shares[1:], late, strict=False):
        one = text_at(float(slope[1]), float(slope[2]), f"= {chips(data, j)[i][0]} + …", "ad-slope ad-gone")
        before += _moved(one, "ad-slope", times.stays(j, end, by))
    text = text.replace(slope[0], before + _moved(slope[0], "ad-slope", times.comes(shares[-1], late[-1])))
    text = _moved(text, "ad-chip", times.comes(shares[0], late[0]))
    return _moved(_moved(text, "ad-value", times.comes(k)), "ad-plate", times.comes(k))


def _moved(text, kind, style):
    """Return SVG whose element of this class, the first one, is moved in this style."""
    return re.sub(rf'class="({kind}\b[^"]*)"', rf'class="\1 ad-moves" style="{style}"', text, count=1)


def _token(k, frame, path, times):
    """Return the share of frame ``k``, which rides back along its arrow."""
    (text,) = [text for what, _, text in frame["set"] if what == "share"]
    share, ends = text.partition(" ")[0], re.findall(r"-?[\d.]+ -?[\d.]+", path)[::-1]
    wide, back = text_width(share, 13) + 14, f"M{ends[0]}C{' '.join(ends[1:])}"
    return (
        f'<g class="ad-token ad-moves ad-gone" style="offset-path:path(\'{back}\');offset-rotate:0deg;{times.rides(k)}">'
        f'<rect x="{-wide / 2:g}" y="{-HIGH / 2:g}" width="{wide:g}" height="{HIGH}" rx="4"/>{text_at(0, 5, share)}</g>'
    )


def _framed(svg, tokens, data, closing, times):
    """Return the picture with the shares that ride in it, captions below, room around and its style inside."""
    left, top, width, height = map(float, re.search(r'viewBox="([^"]*)"', svg)[1].split())
    said = [data["frames"][phase["start"]]["sentence"] for phase in data["phases"]]
    back, end = data["phases"][1]["start"], len(times.begins)
    styles = times.stays(0, back), times.stays(back, end), times.comes(end)
    lines, texts = [_lines(text, width - 6) for text in (*said, closing)], ""
    for one, style in zip(lines, styles, strict=True):
        kind = "ad-caption" if style == styles[-1] else "ad-caption ad-gone"
        for n, line in enumerate(one):
            text = text_at(left + 3, top + height + LINE * (n + 1), line, kind)
            texts += _moved(text, "ad-caption", style)
    size = width + 2 * ROOM, height + LINE * max(map(len, lines)) + 2 * ROOM
    box = f'viewBox="{left - ROOM:g} {top - ROOM:g} {size[0]:g} {size[1]:g}" width="{size[0]:g}" height="{size[1]:g}"'
    words = html.escape(" ".join(["A moving picture.", *said, closing]))
    svg = re.sub(
        r'aria-label="[^"]*" viewBox="[^"]*" width="[^"]*" height="[^"]*" style="[^"]*"', f'aria-label="{words}" {box}', svg
    )
    picture = alone(svg.replace("</svg>", f"{tokens}{texts}</svg>"), SHEET)
    return picture.replace("</style>", f" {times.sheet()}</style>", 1)


def _lines(text, width):
    """Return a text in lines of this width in pixels."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, 1.02 * CAPTION) > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
