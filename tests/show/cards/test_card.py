"""The widget behind a card: what it hears, what it says, and that it is small in a notebook."""

import re
from pathlib import Path

import pytest

from adlesson.show.cards.card import Card

DATA = {"card": "predict", "name": "05.1a"}


def hear(card, message):
    card._handle_custom_msg(message, [])


def test_an_event_is_told_and_its_answer_is_put_into_the_data():
    """Each once, as it came; what is no event is passed over."""
    told = []
    card = Card(DATA, lambda event: told.append(event) or {"state": len(told)})
    for message in ({"what": "predicted", "name": "05.1a"}, {"ask": "script"}, "text", None, {"what": 5}, {}):
        hear(card, message)
    assert told == [{"what": "predicted", "name": "05.1a"}]
    assert card.data == {**DATA, "state": 1}


@pytest.mark.parametrize("told", [None, lambda event: None])
def test_without_an_answer_the_data_stay(told):
    """Nothing is sent to the page then."""
    card = Card(DATA, told)
    hear(card, {"what": "predicted"})
    assert card.data == DATA


def test_a_card_brings_little(monkeypatch):
    """A notebook has twenty of them, and saves what each shows: after a row of progress, which brings the script."""
    monkeypatch.setattr(Card, "_there", False)
    Card(DATA)  # the model of the first brings the script ahead
    card, row = Card(DATA, plain="Predict 05.1a: how far does <f> move?"), Card({"card": "row"})
    bundle = card._repr_mimebundle_()[0]
    assert {*bundle} == {"text/html", "text/plain"} and bundle["text/plain"] == repr(card)
    assert Card.SCRIPT.packed in bundle["text/html"] and len(bundle["text/html"]) < 35_000
    assert "&lt;f&gt;" in bundle["text/html"]
    for _ in range(2):  # its cell may be run again
        assert Card.SCRIPT.packed in row._repr_mimebundle_()[0]["text/html"]
        assert len(card._repr_mimebundle_()[0]["text/html"]) < 3_000
    assert card.script == "" and len(card._esm) < 3_500 and card._css == ""
    hear(card, {"ask": "script"})
    assert card.script == Card.SCRIPT.packed


# --- its styles --------------------------------------------------------------------------------

SHOW = Path(__file__).resolve().parent.parent.parent.parent / "adlesson" / "show"
OTHERS = [path for room in ("stepper", "live", "picture", "page", "plot") for path in (SHOW / room).rglob("*")]


def heads(text):
    """Return how each selector of a style sheet begins, those inside of an at-rule too: what it needs to be met at all."""
    text = re.sub(r"/\*.*?\*/|@container[^{]*\{", "", text, flags=re.S)
    for rule in re.findall(r"([^{}]+)\{", text):
        flat = rule.strip()
        if not flat.startswith(":is("):
            while re.search(r"\([^()]*\)", flat):
                flat = re.sub(r":?[\w-]*\([^()]*\)", "", flat)
        yield from (re.split(r"[ >]", one.strip())[0] for one in flat.split(",") if one.strip())


def test_a_rule_of_the_cards_reaches_nothing_of_a_stepper():
    """A class that the stepper has, too, is met inside a card only: ``.ad-place`` alone made the machine's boxes narrow."""
    theirs = " ".join(path.read_text("utf-8") for path in OTHERS if path.suffix in (".css", ".js", ".py"))
    sheets = [*(SHOW / "cards" / "js").glob("*.css")]
    assert sheets
    for sheet in sheets:
        for head in heads(sheet.read_text("utf-8")):
            own = [name for name in re.findall(r"ad-[\w-]+", head) if not re.search(rf"(?<![\w-]){name}(?![\w-])", theirs)]
            assert own, f"{sheet.name}: {head}"
