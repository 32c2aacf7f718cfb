"""A page with cards and no kernel: ``cards(*data)`` shows them, as ``Card`` would send them."""

import pytest

from adlesson.show.cards.card import Card, PracticeCard

from .stepper_page import pieces


@pytest.fixture
def cards(open_page):
    """Return ``cards(*data, width=700, ...)`` -> the cards' ``Locator``; no page may complain."""
    return pieces(open_page, Card.SCRIPT, "know, record, subscribe", "ad-card", 700)


@pytest.fixture
def practice_cards(open_page):
    """Return the same for cards of practice."""
    return pieces(open_page, PracticeCard.SCRIPT, "know, record, judgedProblem", "ad-card", 700)
