"""A page with cards and no kernel: ``cards(*data)`` shows them, as ``Card`` would send them."""

import pytest

from adlesson.show.cards.card import Card

from .stepper_page import pieces


@pytest.fixture
def cards(browser):
    """Return ``cards(*data, width=700, ...)`` -> the cards' ``Locator``; no page may complain."""
    yield from pieces(browser, Card.SCRIPT, "know, record, subscribe, judgedProblem", "ad-card", 700)
