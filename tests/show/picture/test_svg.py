"""A graph before it is text: what is handed over is what stands in the text."""

import re
import xml.etree.ElementTree as ET

import pytest
from picture_parts import rims

import adlesson as ad
from adlesson.show.picture.svg import graph, sheet, written

ZOO = [pytest.param(ad.trace(example.f, example.at), id=example.name) for example in ad.examples.ZOO.values()]


@pytest.mark.parametrize("across", [True, False], ids=["wide", "tall"])
@pytest.mark.parametrize("program", ZOO)
def test_the_places_that_are_handed_over_are_those_in_the_text(program, across):
    """So that whoever adds to a picture has no need to read it back."""
    made = sheet(program, across=across, description="a > b")
    root = ET.fromstring(written(made))
    assert made.boxes == rims(root) and len(made.boxes) == len(program)
    assert [made.left, made.top, made.width, made.height] == list(map(float, root.get("viewBox").split()))
    assert [float(root.get("width")), float(root.get("height"))] == [made.width, made.height]
    assert root.get("aria-label") == "a > b" and root.get("style").startswith(f"min-width: {made.least}px")


def test_what_is_added_first_lies_below():
    """Parts are drawn one after the other; the text of a graph is that of its sheet."""
    program = ad.parse("x*x", x=3)
    made = sheet(program)
    assert written(made) == graph(program)
    more = written(made._replace(parts=["<g/>", *made.parts]))
    assert re.search("<svg [^>]*><g/><g ", more) and more.replace("<g/>", "") == graph(program)
