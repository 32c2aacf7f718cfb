"""Matplotlib figures as SVG that follows the theme of the page.

With this module you can

- draw with Matplotlib and get an SVG whose colours and font are the page's (``themed_svg``);
- tell series apart without their colour (``LOOKS``).

Fixed colours and the font are stand-ins, replaced by the variables of the style sheet.  There are no ids, so
that two pictures can stand on one page, and no rules that would reach out of the picture.

>>> svg = themed_svg(lambda axes: axes.plot([1, 2, 4], **LOOKS[0]), "Doubling", 300, "A line from 1 to 4.")
>>> "stroke: var(--ad-forward)" in svg, " id=" in svg, "#" in svg
(True, False, False)
"""

import io
import math
import re
import xml.etree.ElementTree as ET

import matplotlib.style
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from ..writing.numerals import RAISED, number

SVG, LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
INK, SOFT, RIM, FORWARD, BACK, GOOD = "#010101", "#020202", "#030303", "#040404", "#050505", "#060606"
STANDS_FOR = {
    INK: "var(--ad-ink)", SOFT: "var(--ad-soft)", RIM: "var(--ad-rim)", FORWARD: "var(--ad-forward)",
    BACK: "var(--ad-back)", GOOD: "var(--ad-good)", "'DejaVu Sans'": "var(--ad-font)",
}  # fmt: skip
LOOKS = [  # of the first series, the second, ...
    {"color": color, "marker": marker, "linestyle": dash, "markevery": 0.1}  # far enough apart for the line to be seen
    for color, marker, dash in zip(
        (FORWARD, BACK, GOOD, SOFT, INK), "os^Dv", ("-", "--", "-.", ":", (0, (6, 2, 1, 2, 1, 2))), strict=True
    )
]
SETTINGS = {
    "svg.fonttype": "none", "figure.dpi": 72, "font.family": "DejaVu Sans", "font.size": 13,
    "text.parse_math": False, "text.color": INK, "axes.titlelocation": "left", "axes.titlesize": 13, "axes.titlecolor": SOFT,
    "axes.edgecolor": SOFT, "axes.labelcolor": SOFT, "axes.spines.top": False, "axes.spines.right": False,
    "axes.grid": True, "grid.color": RIM, "grid.linewidth": 0.5, "axes.axisbelow": True,
    "xtick.color": INK, "ytick.color": INK, "xtick.bottom": False, "ytick.left": False,
    "lines.markersize": 6, "lines.linewidth": 1.8,
    "legend.frameon": False, "legend.handlelength": 3, "legend.borderpad": 0.3,
}  # fmt: skip
FINE = re.compile(r"-?\d+\.\d{2,}")  # finer than the tenth of a pixel
WIDTH, BOLD = 600, {"weight": "bold", "size": 14}  # pixels


def themed_svg(draw, title, height, description):
    """Return the SVG of what ``draw(axes)`` puts under a title and a legend, ``WIDTH`` by ``height`` pixels."""
    with matplotlib.style.context(["default", SETTINGS]):
        figure = Figure(figsize=(WIDTH / 72, height / 72), layout="constrained")
        draw(axes := figure.add_subplot())
        if labels := axes.get_legend_handles_labels()[1]:
            columns = min(len(labels), max(1, WIDTH // (60 + 8 * max(map(len, labels)))))
            figure.legend(title=title, alignment="left", loc="outside upper left", ncols=columns, title_fontproperties=BOLD)
        else:
            figure.suptitle(title, x=4 / WIDTH, ha="left", fontproperties=BOLD)
        file = io.BytesIO()
        figure.savefig(file, format="svg", transparent=True)
    return _for_the_page(ET.fromstring(file.getvalue()), description)  # noqa: S314 - written two lines above


def set_scale(axes, letter, log):
    """Make one axis logarithmic or not, its numbers written as everywhere in the lesson."""
    axes.set(**{f"{letter}scale": "log" if log else "linear"})
    axes.minorticks_off()
    axis = getattr(axes, f"{letter}axis")
    axis.set_major_formatter(FuncFormatter(lambda u, _: _power(u) if log else number(u)))
    low, high = (math.log10(u) for u in axis.get_view_interval()) if log else (0, 1)
    if math.floor(high) <= math.ceil(low):  # only powers of ten are labelled, and two labels make a scale
        axes.set(**{f"{letter}lim": (10.0 ** math.floor(low), 10.0 ** math.ceil(high))})


def _power(u):
    k = round(math.log10(u))
    return f"10{str(k).translate(RAISED)}" if math.isclose(u, 10.0**k) else number(u)


def _tenth(found):
    return f"{round(float(found[0]), 1):g}"


def _in_colours_of_the_page(style):
    for stand_in, real in STANDS_FOR.items():
        style = style.replace(stand_in, real)
    return style


def _for_the_page(svg, description):
    """Return the text of an SVG tree after its references are copied in, and its stand-ins are replaced."""
    shapes = {f"#{shape.get('id')}": shape for shape in svg.iter(f"{SVG}path") if shape.get("id")}
    for part in list(svg.iter()):
        for child in list(part):
            if child.tag == f"{SVG}use":
                style = f"{shapes[child.get(LINK)].get('style', '')};{child.get('style', '')}"
                place = f"translate({child.get('x')} {child.get('y')})"
                part[list(part).index(child)] = ET.Element(
                    f"{SVG}path", d=shapes[child.get(LINK)].get("d"), style=style, transform=place
                )
            elif child.tag in (f"{SVG}defs", f"{SVG}metadata") or child.get("style") == "fill: none":  # nothing to see
                part.remove(child)
    for part in svg.iter():
        part.tag, part.tail, part.text = part.tag.removeprefix(SVG), None, (part.text or "").strip()
        part.attrib = {
            name: value if name == "style" else FINE.sub(_tenth, " ".join(value.split()))
            for name, value in part.items()
            if name not in ("id", "clip-path") and not value.startswith("rotate(-0 ")
        }
        if part.get("style"):
            part.set("style", _in_colours_of_the_page(part.get("style")))
    size = [float(u) for u in svg.get("viewBox").split()[2:]]
    svg.attrib = {
        "xmlns": SVG[1:-1], "class": "ad-graph", "role": "img", "aria-label": description, "viewBox": svg.get("viewBox"),
        "width": f"{size[0]:g}", "height": f"{size[1]:g}", "style": f"min-width: {0.7 * size[0]:.0f}px",
    }  # fmt: skip
    return ET.tostring(svg, encoding="unicode")
