"""Every page of the site: it is whole, quiet, readable on a phone, and its steppers work without Python."""

import pytest

from adlesson.teach.course import NOTEBOOKS

PAGES = ["index.html", "search.html", *(f"{one.file}.html" for one in NOTEBOOKS)]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_phone(visit, path):
    """What sticks out to the right moves the whole page under the finger."""
    page = visit(path, phone=True)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
