"""How everything of the lesson stands on a page: one style sheet, one frame around it, one way to save a picture.

With this module you can

- put a piece of HTML on a page with its style sheet (``on_page``), and let what is wide scroll (``scroll``);
- show a picture in a notebook, say it in words and save it (``Picture``).

>>> on_page("<p>1</p>").startswith('<div class="adlesson"><style>'), scroll("<p>1</p>")
(True, '<div class="ad-scroll"><p>1</p></div>')
"""

from importlib.resources import files

COLOURS, GRAPH = SHEETS = "picture/colours.css", "picture/graph.css"  # of both themes; of the graph and the tables


def style():
    """Return the style sheet of the colours, the graph and the tables, for both themes."""
    return "".join(files(__package__).joinpath(*path.split("/")).read_text("utf-8") for path in SHEETS)


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
        return on_page(scroll(self.svg))

    def __repr__(self):
        return self.description

    def save(self, path):
        """Write the picture as an SVG file that stands alone, in light and dark."""
        head, bracket, rest = self.svg.replace('class="', 'class="adlesson ', 1).partition(">")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"{head}{bracket}<style>{style()}</style>{rest}\n")
