"""The widget behind a card: what it hears, what it says, and that it is small in a notebook."""

import pytest

from adlesson.show.cards.card import WHY, Card
from adlesson.show.live.standalone import WITH_SCRIPTS

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
    assert Card.SCRIPT.packed in bundle["text/html"] and len(bundle["text/html"]) < 51_500
    assert "&lt;f&gt;" in bundle["text/html"]
    for _ in range(2):  # its cell may be run again
        assert Card.SCRIPT.packed in row._repr_mimebundle_()[0]["text/html"]
        assert len(card._repr_mimebundle_()[0]["text/html"]) < 3_300
    assert card.script == "" and len(card._esm) < 3_500 and card._css == ""
    hear(card, {"ask": "script"})
    assert card.script == Card.SCRIPT.packed


@pytest.mark.parametrize("kind", WHY)
def test_without_scripts_a_card_says_its_words_and_how_to_use_it(kind):
    """On a page that may run none it is text, and says so; the words are those of the plain text, line by line."""
    card = Card({"card": kind, "name": "05.1a"}, plain="How far?\nSay <1>.")
    assert card.still() == f"<p>How far?<br>Say &lt;1&gt;.</p><p><small>{WHY[kind]}, {WITH_SCRIPTS}.</small></p>"
    assert card.still() in card._repr_mimebundle_()[0]["text/html"]
