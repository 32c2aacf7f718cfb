"""A frame of the stepper as a still picture, for a page that runs no scripts and for a picture that moves by itself.

With this module you can

- get the picture of a frame as SVG (``still``), with all that the page would have written into it by then;
- know what stands in the chip of each box by a frame (``chips``);
- get what a page shows of a stepper where no scripts run (``still_page``).

What is known of a box, what is lit and how a long number is made to fit is as in ``js/pictures.js``, ``js/boxes.js``.

>>> from ...engine.parsing.parse import parse
>>> from .frames import frames
>>> data = frames(parse("x*y", x=2, y=3), ["reverse"])
>>> chips(data, 0), chips(data, 3)
([('', 'none'), ('', 'none'), ('', 'none')], [('3', ''), ('2', ''), ('1', '')])
"""

import html
import re

from ..live.standalone import WITH_SCRIPTS
from ..picture.boxes import text_at
from ..shown import as_image

MOST = 60  # variables that are drawn where nothing moves
SHEET = "stepper/js/pictures.css"  # what is lit, and what is not known yet
# a box or an arrow begins; its frame; a place for a text, or for the picture of an array
PART = re.compile(
    r'<g class="(?P<kind>ad-(?:node|edge)[^"]*)" data-[ie]="(?P<i>\d+)"'
    r'|<rect class="ad-(?:box|frame)"[^>]*?width="(?P<width>\d+)"'
    r'|<text class="ad-(?P<what>value|slope|note|partial)" x="(?P<x>[\d.-]+)" y="(?P<y>[\d.-]+)"/>'
    r'|(?P<heat><g class="ad-heat ad-heat-(?P<of>\w+)"[^>]*)/>'
)


def still(data, k, tall=False):
    """Return the picture of frame ``k`` of the data of a stepper as SVG, from left to right or, ``tall``, downwards."""
    phase, texts, known, lit = _phase(data, k), _texts(data, k), chips(data, k), data["frames"][k]["lit"]
    i = width = 0

    def written(found):
        nonlocal i, width
        kind, what, of = found["kind"], found["what"], found["of"]
        if kind:
            i = int(found["i"])
            how = _arrow(i, lit) if kind.startswith("ad-edge") else _box(i, texts, known, lit)
            return found[0].replace(kind, " ".join([kind, *how]), 1)
        if of:
            return f"{found['heat']}>{_squares(texts.get((f'heat-{of}', i), ''))}</g>"
        if not what:
            width = int(found["width"])
            return found[0]
        text = _in_chip(*known[i], phase) if what == "slope" else _text(what, texts.get((what, i), ""))
        x, room = float(found["x"]), width - float(found["x"]) - 12
        return text_at(x, float(found["y"]), text, f"ad-{what}", room if what in ("slope", "value") else None)

    head, bracket, rest = PART.sub(written, _places(data["pictures"], tall)).partition(">")
    return f'{head} data-look="{phase["look"]}"{bracket}{rest}'


def still_page(data, table):
    """Return the picture of the frame that a stepper begins with, its sentence and its ``table``, as HTML without styles.

    The picture is an image, since hosts that take the scripts away take SVG away, too.
    """
    k, frames = data.get("step", 0), data["frames"]
    title, picture = f"The graph of {data['title']}, {len(data['variables'])} boxes", ""
    if len(data["variables"]) <= MOST:
        picture = f"<p>{as_image(still(data, k), title, SHEET)}</p>"
    said, last = html.escape(frames[k]["sentence"]), len(frames) - 1
    step = f"Step {k} of {last}. To see the others" if k else f"Before step 1 of {last}. To see them"
    return f"{picture}<p>{said}</p>{table}<p><small>{step}, {WITH_SCRIPTS}.</small></p>"


def chips(data, k):
    """Return for each box the text in its chip by frame ``k``, and "none" or "part" if not all of its shares are there."""
    phases, texts = data["phases"], _texts(data, k)
    n = phases.index(_phase(data, k))
    end = (phases[n + 1]["start"] if n + 1 < len(phases) else len(data["frames"])) - 1
    sent = {}
    for j in range(phases[n]["start"] + 1, end + 1):
        for what, i, _ in data["frames"][j]["set"]:
            if what == "slope":
                sent.setdefault(i, []).append(j)

    def how(i, text):
        if not (phases[n]["look"] and text):
            return "none"
        if phases[n]["look"] == "gap" or not sent:
            return ""
        if i not in sent:
            return "" if k == end else "none"
        return "none" if k < sent[i][0] else "part" if k < sent[i][-1] else ""

    known = [texts.get(("slope", i), "") for i in range(len(data["variables"]))]
    return [(text, how(i, text)) for i, text in enumerate(known)]


def _places(pictures, tall):
    """Return a picture with places for all texts; what stands in the boxes of the tall one stands in those of the wide."""
    wide = pictures["wide"].replace("'", '"')
    if not tall:
        return wide
    inside = dict(re.findall(r'<g class="ad-node[^>]*data-i="(\d+)"[^>]*>(.*?)(?=<g class="ad-node|</svg>)', wide))
    empty = re.compile(r'(<g class="ad-node[^>]*data-i="(\d+)"[^>]*)/>')
    return empty.sub(lambda found: f"{found[1]}>{inside[found[2]]}", pictures["tall"].replace("'", '"'))


def _phase(data, k):
    return [phase for phase in data["phases"] if phase["start"] <= k][-1]


def _texts(data, k):
    """Return what frames 0 to ``k`` have written, by what it is and where."""
    return {(what, i): text for frame in data["frames"][: k + 1] for what, i, text in frame["set"]}


def _box(i, texts, known, lit):
    """Return the classes of box ``i``."""
    how = ["ad-unknown"] if not texts.get(("value", i)) else []
    how += [f"ad-{known[i][1]}"] if known[i][1] else []
    return how + (["ad-target"] if i in lit["targets"] else ["ad-source"] if i in lit["sources"] else [])


def _arrow(e, lit):
    """Return the classes of arrow ``e``."""
    return [] if e not in lit["edges"] else ["ad-lit", "ad-turned"] if lit["back"] else ["ad-lit"]


def _text(what, text):
    """Return how a value, the slope on an arrow or a note is written."""
    if what == "value":
        return text and f"= {text}"
    return f"×{text}" if what == "partial" and re.match(r"[−\d∞(N]", text) else text


def _in_chip(text, how, phase):
    if how == "none":
        return ""
    return f"= {text}{' + …' if how == 'part' else ' ✓' if phase['look'] == 'gap' and text == '0' else ''}"


def _squares(text):
    """Return the picture of an array from its letters, see ``heat``."""
    cells = [(c, x + 0.5, y + 0.5) for y, row in enumerate(text.split("/")) for x, c in enumerate(row) if c.isalpha()]
    return "".join(
        f'<rect x="{x - side / 2:g}" y="{y - side / 2:g}" width="{side:g}" height="{side:g}" class="ad-{kind}"/>'
        for c, x, y in cells
        for side, kind in [((ord(c.upper()) - 64) / 10, "full" if c.isupper() else "hollow")]
    )
