"""Ask for a prediction.

With this module you can

- ask a question of a notebook before its cell is run (``predict("05.3a")``).
"""

from difflib import get_close_matches

from ..engine.errors import short
from ..show.cards.card import Card
from .course import NOTEBOOKS
from .kept.keeping import keeper
from .prediction import LETTERS
from .predictions import predictions

NUMBERS = dict.fromkeys(one.number[:2] for one in NOTEBOOKS)
HOW = {
    "choice": "Choose one: {parts}.",
    "number": "Answer with a number, or a calculation.",
    "names": "Answer with names, in any order, of: {parts}.",
    "order": "Take these in an order that works: {parts}.",
    "reason": "Take the {take} that make up the reason: {parts}.",
}


def predict(name):
    """Show the question of this name, such as "05.3a", as a card; a name that does not exist gets a sentence."""
    there = predictions(name[:2]) if isinstance(name, str) and name[:2].isdigit() else {}
    if not isinstance(name, str) or name not in there:
        return print(no_prediction(name, there))
    one = there[name]
    return Card({**card_of(one), "state": keeper.snapshot([name])}, keeper.told, plain_of(one))


def no_prediction(name, there):
    """Return what is said where no prediction has this name, with the nearest names that there are."""
    every = [*there] or [name for number in NUMBERS for name in predictions(number)]
    near = get_close_matches(str(name), every, n=3, cutoff=0.5)
    return f"There is no prediction {short(name)}." + (f" Do you mean {' or '.join(near)}?" if near else "")


def card_of(one):
    """Return what the page is given of a prediction."""
    wrong = [[str(answer), reply] for answer, reply in one.wrong.items()]
    parts = [part.replace(" %", "\u00a0%") for part in one.parts]  # a number keeps its unit at the end of a line
    return {"card": "predict", **one._asdict(), "parts": parts, "wrong": wrong}


def plain_of(one):
    """Return the question as plain text, with how to answer it."""
    parts = [f"{letter}. {part}" for letter, part in zip(LETTERS, one.parts, strict=False)]
    kind = "reason" if one.take and one.take < len(one.parts) else one.kind
    how = HOW[kind].format(parts=" ".join(one.parts) if kind == "names" else "; ".join(parts), take=one.take)
    return f"{'Say why' if kind == 'reason' else 'Predict'} {one.name}: {one.ask} {how}"
