"""What the theme leaves undone for readers who see nothing or use no mouse, done in the pages that Sphinx has written.

The style sheet of MyST-NB, 43 kB for a few rules, is left out, too: ``static/site.css`` has what is needed.

With this module you can

- mend a page (``mended``); raises ``Outdated`` where the theme writes it in another way by now.
"""

import re

LABELS = {  # on every page with a side bar: what is there, and what stands there instead
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="Notebooks">',
    '<aside class="toc-drawer': '<aside aria-label="On this page" class="toc-drawer',
    '<a href="#" class="back-to-top muted-link">': '<nav aria-label="Top"><a href="#" class="back-to-top muted-link">',
    "<span>Back to top</span>\n        </a>": "<span>Back to top</span>\n        </a></nav>",
}
HEADING = '<div id="search-results">', '<h1>Search</h1><div id="search-results">'
EMPTY = '<th class="head"><p></p></th>', "<td></td>"  # the corner of a table is the head of nothing

CELLS = re.compile(r'<link rel="stylesheet" type="text/css" href="_static/mystnb[^"]*" */>\s*')


class Outdated(RuntimeError):
    """The theme has changed: look at what it writes now, and change the table."""


def mended(page):
    """Return the text of a page."""
    if "sidebar-drawer" in page:
        for there, instead in LABELS.items():
            if page.count(there) != 1:
                raise Outdated(f"{there!r} is there {page.count(there)} times")
            page = page.replace(there, instead)
    return CELLS.sub("", page).replace(*HEADING).replace(*EMPTY)
