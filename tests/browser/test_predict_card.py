"""Predictions in a page without a kernel, and in JupyterLab."""

from adlesson.teach.predicting import card_of
from adlesson.teach.prediction import number


def test_a_card_asks(cards):
    """Its name and its question stand in it."""
    root = cards(card_of(number("05.1a", "What is f?", 54, {})))
    assert root.get_attribute("aria-label") == "What is f?" and "05.1a" in root.inner_text()
