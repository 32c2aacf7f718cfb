"""A question as a card: what the page is given, what stands in plain text, and what a wrong name is told."""

import json

import pytest

import adlesson as ad
from adlesson.teach import predicting
from adlesson.teach.prediction import choice, names, number, order, reason

ASKED = {
    one.name: one
    for one in (
        number("05.1a", "What is f?", 54, {48: "No.", 0.5: "Nor this."}),
        choice("05.1b", "Which?", ("this", "that"), "B", {"A": "No."}),
        names("05.3a", "Who?", "a c", {"a": "c too."}, among="x a c"),
        order("05.3b", "In which order?", ("f", "a", "b"), ("ABC", "ACB"), {"C": "Not first."}),
        reason("05.3c", "Why?", ("f", "a", "b"), "AC", {"B": "No."}),
    )
}


@pytest.fixture(autouse=True)
def asked(monkeypatch):
    monkeypatch.setattr(predicting, "predictions", lambda notebook: ASKED if notebook == "05" else {})


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("05.1a", "Predict 05.1a: What is f? Answer with a number, or a calculation."),
        ("05.1b", "Predict 05.1b: Which? Choose one: A. this; B. that."),
        ("05.3a", "Predict 05.3a: Who? Answer with names, in any order, of: x a c."),
        ("05.3b", "Predict 05.3b: In which order? Take these in an order that works: A. f; B. a; C. b."),
        ("05.3c", "Say why 05.3c: Why? Take the 2 that make up the reason: A. f; B. a; C. b."),
    ],
)
def test_a_question_is_a_card_and_a_plain_text(name, plain):
    """The text says how to answer; of the right answer it says nothing."""
    card = ad.predict(name)
    assert repr(card) == plain and card.data["ask"] == ASKED[name].ask and json.dumps(card.data, allow_nan=False)


def test_wrong_answers_keep_their_order_and_are_text():
    """A page compares texts; JSON has no other keys."""
    assert ad.predict("05.1a").data["wrong"] == [["48", "No."], ["0.5", "Nor this."]]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("05.3z", "There is no prediction '05.3z'. Do you mean 05.3c or 05.3b or 05.3a"),
        ("5.3a", "There is no prediction '5.3a'. Do you mean 05.3a"),
        ("05", "There is no prediction '05'."),
        ("", "There is no prediction ''."),
        (5.3, "There is no prediction 5.3."),
        (None, "There is no prediction None."),
        (["05.1a"], "There is no prediction ['05.1a']."),
    ],
)
def test_a_name_that_does_not_exist_gets_a_sentence(name, says, capsys):
    """Never a traceback, whatever it is."""
    assert ad.predict(name) is None
    assert capsys.readouterr().out.startswith(says)


def test_a_number_keeps_its_unit_at_the_end_of_a_line():
    """On a phone "5 %" was torn in two."""
    one = choice("05.1b", "How wrong?", ("5 %", "50 %"), "B", {"A": "No."})
    assert predicting.card_of(one)["parts"] == ["5\u00a0%", "50\u00a0%"]
