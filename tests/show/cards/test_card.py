"""The widget behind a card: what it hears, what it says, and that it is small in a notebook."""

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
    assert Card.SCRIPT.packed in bundle["text/html"] and len(bundle["text/html"]) < 41_000
    assert "&lt;f&gt;" in bundle["text/html"]
    for _ in range(2):  # its cell may be run again
        assert Card.SCRIPT.packed in row._repr_mimebundle_()[0]["text/html"]
        assert len(card._repr_mimebundle_()[0]["text/html"]) < 3_000
    assert card.script == "" and len(card._esm) < 3_500 and card._css == ""
    hear(card, {"ask": "script"})
    assert card.script == Card.SCRIPT.packed
