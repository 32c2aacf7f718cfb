"""The half of a piece that the browser runs: its modules and its style sheets, as texts that travel.

With this module you can

- name the modules and the sheets of a kind of piece (``Script``), and have them as they are, or packed;
- pack any text (``packed``).

>>> Script("live/js/page.js").text.count("import ")
0
"""

import base64
import json
import zlib
from functools import cached_property
from importlib.resources import files

from ..shown import SHEETS
from .bundle import SHOW, bundle

FRAME, LAST = "live/js/piece.css", "live/js/page.css"  # around every piece; what is stronger than Jupyter's own style
LEVEL = 5  # of zlib's: the next one takes half as long again, for one part in a hundred less


def packed(text):
    """Return a text so that it needs little room in a notebook, in letters that end no script: zlib's, in base64."""
    return base64.b64encode(zlib.compress(text.encode(), LEVEL)).decode()


class Script:
    """The module ``start``, which exports ``mount(element, data, uid)``, and style sheets, all by their path in ``show``.

    The sheets stand between those that all pieces have.
    ``text`` is all modules in one, ``style`` all sheets in one; ``packed`` is both, and ``key`` names what is in it.
    ``sent`` tells whether a model has brought it.
    """

    def __init__(self, start, *sheets):
        self.start, self.sheets, self.sent = start, sheets, False

    @cached_property
    def text(self):
        return bundle(self.start)

    @cached_property
    def style(self):
        sheets = *SHEETS, FRAME, *self.sheets, LAST
        return "".join(files(SHOW).joinpath(*path.split("/")).read_text("utf-8") for path in sheets)

    @cached_property
    def packed(self):
        return packed(json.dumps([self.style, self.text]))

    @cached_property
    def key(self):
        return f"{zlib.crc32(self.packed.encode()):x}"
