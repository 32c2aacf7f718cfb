"""Cards: a question with its verdict, an exercise's feedback, a row of progress, in a page with or without a kernel.

With this module you can

- show a card (``Card``) and hear what the learner does with it.

The contract.  ``data`` is a dict that JSON can write; ``data["card"]`` names the module that shows it:

    "predict"  one ``Prediction``: "name", "kind", "ask", "parts", "right" (a list for an order), "wrong" ([[answer, reply],
               ...]), "take", "otherwise" (a reply, or ""), "because" (the reason, said when it is right, or "")
    "check"    an exercise's feedback: "name", and what ``check.js`` asks for
    "row"      a row of progress: what ``row.js`` asks for
    "practice" a fresh problem: what ``teach.practice.card_data`` gives
    "replay"   what was missed: what ``replay.js`` asks for

With each comes "state", what is known of the learner: ``teach.kept.keeping.keeper.snapshot(names)``.

What a learner does is an event, {"what": "predicted" | "replayed" | "checked" | "hinted" | "shown" | "solved" | "reset",
"name": "05.3a", "answer": "14", "verdict": "right" | "close" | "wrong", "sure": True | False, "at": seconds}; other cards
may send what they need, as a dict with "what".  ``store.js`` tells all cards of a window and the kernel.  There
``told(event)`` is called; what it returns, a dict or None, is put into ``data``, and the page shows that: an answer to the
event, such as a hint, and a "state" that a page which is loaded anew finds.
"""

import html

from ..live.live_widget import LiveWidget
from ..live.script import Script
from ..live.standalone import WITH_SCRIPTS


def script(start, *own):
    """Return the ``Script`` that begins with this module, with these sheets of the cards."""
    return Script(f"cards/js/{start}.js", *(f"cards/js/{name}.css" for name in ("card", *own)), "live/js/python.css")


# what a card is for, said where no scripts run
WHY = {
    "predict": "To answer",
    "check": "To answer again, or to get a hint",
    "row": "To see how far you are",
    "practice": "To answer",
    "replay": "To answer them once more",
}


class Card(LiveWidget):
    """A card that shows ``data`` (see above); ``told`` hears its events, ``plain`` says the same in plain text.

    A new dict in ``data`` is shown at once.
    """

    SCRIPT = script("index", "predict", "row", "check")

    _there = False  # has a row been shown?

    def __init__(self, data, told=None, plain=""):
        self._tell, self._plain = told, plain or data["card"]
        super().__init__(data=data)

    def brings_script(self):
        """A row of progress does, at the head of its notebook; after one the other cards need not, and stay small."""
        Card._there = Card._there or self.data["card"] == "row"
        return self.data["card"] == "row" or not Card._there

    def __repr__(self):
        return self._plain

    def still(self):
        """Return its words, and how to use it, for a page that runs no scripts."""
        lines = "<br>".join(html.escape(line) for line in self.words().splitlines())
        return f"<p>{lines}</p><p><small>{WHY[self.data['card']]}, {WITH_SCRIPTS}.</small></p>"

    def words(self):
        """Return what a page says of it that others may read."""
        return repr(self)

    def _heard(self, widget, message, buffers):
        super()._heard(widget, message, buffers)
        if self._tell and isinstance(message, dict) and isinstance(message.get("what"), str):
            news = self._tell(message)  # which may have changed data
            self.data = {**self.data, **(news or {})}


class PracticeCard(Card):
    """A card that shows a fresh problem, by a script of its own, which each brings."""

    SCRIPT = script("practice_index", "predict", "check", "practice")

    def brings_script(self):
        return True
