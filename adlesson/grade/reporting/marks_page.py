"""How a page about marks looks: for a screen in light and dark, for a telephone, for paper, and without any script.

With this module you can

- write such a page (``page``), and what is said in it (``said``);
- write a table with a caption (``table``) and a bar in it (``bar``).

>>> said("`x < y` is wrong")
'<code>x &lt; y</code> is wrong'
"""

import html
import re
from importlib.resources import files

from ...show.shown import scroll, style
from .student_names import plain
from .tally import VERDICTS

NOTHING_LOADS = "default-src 'none'; style-src 'unsafe-inline'"  # whatever stood in a submission


def page(title, body):
    """Return a page of HTML with this title, a text, and this body, HTML."""
    sheet = style() + files(__package__).joinpath("marks_page.css").read_text("utf-8")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{said(title)}</title>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{NOTHING_LOADS}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<style>{sheet}</style></head>\n<body class="adlesson"><main>\n{body}\n</main></body></html>\n'
    )


def said(text):
    """Return a text as HTML; what stands between ` and ` is code."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", html.escape(plain(text)))


def verdict(item, heard=False):
    """Return a verdict as HTML: a mark that is seen, and a word, which is only ``heard`` where there is no room for it."""
    mark, word = VERDICTS[item.verdict]
    word = f'<span class="heard">{word}</span>' if heard else word
    return f'<span class="verdict {item.verdict}"><span aria-hidden="true">{mark}</span> {word}</span>'


def table(caption, heads, rows):
    """Return a table as HTML: heads are texts, a row is its cells as HTML, the first of which is its head.

    On a telephone the cells of a row stand below each other, each behind its head: then the style sheet leaves nothing of
    a table, so that its parts say what they are.
    """
    head = "".join(f'<th scope="col" role="columnheader">{said(text)}</th>' for text in heads)
    lines = "".join(_row(heads, row) for row in rows)
    inside = (
        f'<caption><span>{said(caption)}</span></caption><thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{lines}</tbody>'
    )
    return scroll(f'<table role="table">{inside}</table>', html.escape(caption))


def _row(heads, row):
    cells, kinds = [], ['th scope="row" role="rowheader"', *['td role="cell"'] * (len(row) - 1)]
    for kind, head, cell in zip(kinds, heads, row, strict=True):
        cells.append(f'<{kind} data-head="{html.escape(head)}">{cell}</{kind[:2]}>')
    return f'<tr role="row">{"".join(cells)}</tr>'


def bar(parts, whole):
    """Return a bar for the eye alone, whose numbers stand beside it: ``parts`` are numbers by verdict, ``whole`` fills it.

    Instead of verdicts, a part may be just ``many``.
    """
    pieces = []
    for name, many in parts.items():
        mark = VERDICTS[name][0] if name in VERDICTS and 16 * many >= whole else ""
        pieces += [f'<i class="{name}" style="width: {100 * many / whole:.4g}%">{mark}</i>'] * bool(many)
    return f'<div class="bar" aria-hidden="true">{"".join(pieces)}</div>'
