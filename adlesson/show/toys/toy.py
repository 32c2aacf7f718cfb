"""A toy: a picture whose parts follow the learner's hand, with a sentence that says what is to be seen.

With this module you can

- make a toy (``Toy``).

``data["toy"]`` names the module of ``toys/js`` that shows it; what else is in ``data`` is its own.  A toy needs no kernel:
it is the same on a page that runs by itself.
"""

from ..live.live_widget import LiveWidget
from ..live.script import Script
from ..shown import as_image


class Toy(LiveWidget):
    """A toy that shows ``data``; ``plain`` says in words how it begins, ``picture`` is the SVG of that."""

    SCRIPT = Script("toys/js/index.js", "toys/js/toys.css")

    def __init__(self, data, plain, picture):
        self._plain, self._picture = plain, picture
        super().__init__(data=data)

    def __repr__(self):
        return self._plain

    def still(self):
        """Return the picture as it begins, for a page that runs no scripts."""
        return as_image(self._picture, self._plain)
