"""How everything of the lesson stands on a page: one style sheet, one frame around it, one way to save a picture.

With this module you can

- put a piece of HTML on a page with its style sheet (``on_page``), and let what is wide scroll (``scroll``);
- write a picture so that it stands alone (``alone``), as a file, or where a page takes nothing but an image (``as_image``);
- let it be a picture where style sheets and SVG are taken away, too (``anywhere``);
- show a picture in a notebook, say it in words and save it (``Picture``).

>>> on_page("<p>1</p>").startswith('<div class="adlesson"><style>'), scroll("<p>1</p>")
(True, '<div class="ad-scroll"><p>1</p></div>')
"""

import html
import re
from functools import cache
from importlib.resources import files
from urllib.parse import quote

COLOURS, GRAPH = SHEETS = "picture/colours.css", "picture/graph.css"  # of both themes; of the graph and the tables
RULE = re.compile(r"^(?:@\w[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}|[^@\s/][^{]*\{[^{}]*\})", re.M)
TWO = re.compile(r"light-dark\((.*?), (.*?)\)")


@cache
def style(*more):
    """Return the style sheet of the colours, the graph and the tables, for both themes, and ``more`` by their paths."""
    return "".join(files(__package__).joinpath(*path.split("/")).read_text("utf-8") for path in (*SHEETS, *more))


def alone(svg, *more):
    """Return SVG that stands alone: with those rules of the style sheet that it needs, light or dark as the system is.

    An image belongs to no page that could tell it a theme, and not every program that shows one knows ``light-dark``.
    """
    there, looks = {*re.findall(r"ad-[\w-]+", svg)}, {*re.findall(r'data-look="(\w*)"', svg)}
    colours, *rules = [
        rule
        for rule, groups, shown in _rules(more)
        if (not groups or any(classes <= there for classes in groups)) and (not shown or shown & looks)
    ]
    used = {"--ad-font", *re.findall(r"var\((--[\w-]+)", svg + "".join(rules))}
    given = [part for part in colours.split("; ") if not part.startswith("--") or part.partition(":")[0] in used]
    dark = "; ".join(TWO.sub(r"\2", part) for part in given if "light-dark" in part)
    light = TWO.sub(r"\1", "; ".join(given))
    sheet = f".adlesson {{ {light} }} @media (prefers-color-scheme: dark) {{ .adlesson {{ {dark} }} }} {' '.join(rules)}"
    head, bracket, rest = svg.replace('class="', 'class="adlesson ', 1).partition(">")
    return f"{head}{bracket}<style>{sheet}</style>{rest}"


@cache
def _rules(more):
    """Return the colours, then each rule that a picture may need, with the classes, in groups, and the looks it is for."""
    found = [re.sub(r"\s+", " ", rule) for rule in RULE.findall(style(*more))]
    inside = re.sub(r"var\(--jp-[\w-]+, ([^;]*)\)(?=;)", r"\1", found[0].partition("{ ")[2].rpartition(" }")[0])
    rules = [(inside, [], set())]
    for rule in found[1:]:
        selector = rule.partition("{")[0].rstrip()
        if not selector.startswith(("@container", ":is(html")) and not selector.endswith((" math", " caption")):
            words = [{*re.findall(r"\.(ad-[\w-]+)", part)} - {"ad-graph"} for part in re.split(r",|:is", selector)]
            rules.append((rule, [*filter(None, words)], {*re.findall(r'look="(\w*)"', selector)}))
    return rules


def as_image(svg, description, *more):
    """Return SVG as an image in HTML, for a page that shows no SVG of others: with all its style inside."""
    inside = quote(alone(svg, *more).replace('"', "'"), safe=" '=/:;,.(){}*!@+-")  # packs better than base64
    return f'<img alt="{html.escape(description)}" src="data:image/svg+xml,{inside}">'


def anywhere(inside, svg, description):
    """Return ``inside``, HTML that shows SVG, and behind it the same as an image, which a style sheet hides.

    A notebook that nobody trusts loses its style sheets and SVG, but for the texts in it: there the image is seen alone.
    """
    bare = re.sub(r' aria-label="[^"]*"', "", svg)  # the image itself says it
    image = as_image(bare, description).replace("<img ", '<img class="ad-plain" ', 1)
    return f'<div class="ad-svg" style="display: none">{inside}</div>{image}'


def on_page(inside, kind="", rules=""):
    """Return HTML with the style sheet, in an element of class ``adlesson`` and ``kind``, and with ``rules`` of its own.

    Every piece carries its own sheet: a cell of a notebook cannot know what stands in the others.
    """
    return f'<div class="{f"adlesson {kind}".rstrip()}"><style>{style()}{rules}</style>{inside}</div>'


def scroll(inside, label=""):
    """Return HTML in an element that scrolls sideways; with a ``label`` it can be reached by key."""
    named = f' role="region" tabindex="0" aria-label="{label}"' if label else ""
    return f'<div class="ad-scroll"{named}>{inside}</div>'


class Picture:
    """A picture that shows itself in a notebook: ``svg``, its ``description`` in words, and ``save(path)``."""

    def __init__(self, svg, description):
        self.svg, self.description = svg, description

    def _repr_html_(self):
        return on_page(anywhere(scroll(self.svg), self.svg, self.description))

    def __repr__(self):
        return self.description

    def _repr_svg_(self):
        return alone(self.svg)

    def save(self, path):
        """Write the picture as an SVG file that stands alone, in light and dark."""
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"{alone(self.svg)}\n")
