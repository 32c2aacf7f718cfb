"""A page with cards and no kernel: ``cards(*data)`` shows them, as ``Card`` would send them."""

import pytest

from adlesson.show.cards.card import Card, PracticeCard

from .stepper_page import pieces


@pytest.fixture
def cards(browser):
    """Return ``cards(*data, width=700, ...)`` -> the cards' ``Locator``; no page may complain."""
    yield from pieces(browser, Card.SCRIPT, "know, record, subscribe", "ad-card", 700)


@pytest.fixture
def problems(browser):
    """Return the same for cards of practice."""
    yield from pieces(browser, PracticeCard.SCRIPT, "know, record, judgedProblem", "ad-card", 700)
