"""What is said to an answer, and how it shows itself: a card with its buttons, or a line of plain text.

With this module you can

- say what was found about an answer (``Result``), with a mark and a word and a colour for each verdict (``MARKS``).

A result is cheap: its card is made when a notebook shows it, and never for a program that prints thousands.

>>> Result("right", "5.1", "Three arrows end in x.")
✓ 5.1 Right. Three arrows end in x.
"""

import html
import re

MARKS = {  # a mark, a word and a colour (Okabe and Ito's): never the colour alone
    "right": ("✓", "Right.", "#009E73"),
    "close": ("≈", "Close.", "#E69F00"),
    "wrong": ("✗", "Not right yet.", "#D55E00"),
    "unanswered": ("○", "Not answered yet.", "#0072B2"),
    "hint": ("→", "Hint", "#0072B2"),
    "solution": ("§", "Solution.", "#0072B2"),
    "reset": ("↺", "Forgotten.", "#0072B2"),
    "unknown": ("?", "No such exercise.", "#0072B2"),
}


class Result:
    """What a check, a hint, a solution or a reset says: ``verdict``, ``number``, ``message``.

    ``code`` is the text of a cell that comes with it; ``card`` is called when a notebook shows it, with the same in plain
    text, and returns the card.  ``word`` says the verdict, where it is not the usual one; ``more`` is what ``message`` ends
    with where no card is, and ``core`` is the rest of it.
    """

    def __init__(self, verdict, number, message, code="", card=None, word="", more=""):
        self.verdict, self.number, self.core, self.code, self._card = verdict, number, message, code, card
        self.message = f"{message} {more}".strip()
        self.word = word or MARKS[verdict][1]

    def __repr__(self):
        line = " ".join(part for part in (MARKS[self.verdict][0], self.number, self.word, self.message) if part)
        return f"{line}\n\n{self.code}" if self.code else line

    def _repr_mimebundle_(self, **options):
        if self._card is None:
            return {"text/plain": repr(self), "text/html": self._repr_html_()}
        return self._card(repr(self))._repr_mimebundle_(**options)

    def _repr_html_(self):
        mark, _, colour = MARKS[self.verdict]
        message = re.sub("`([^`]+)`", r"<code>\1</code>", html.escape(self.message))
        code = f"<pre>{html.escape(self.code)}</pre>" if self.code else ""
        return (
            f'<div role="status" class="adlesson-check" style="border-left: 4px solid {colour}; padding: 0.3em 0.8em">'
            f"<strong>{mark} {html.escape(self.number)} {self.word}</strong> {message}{code}</div>"
        )
