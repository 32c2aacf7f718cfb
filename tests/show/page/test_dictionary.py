"""The table of names: a word for each thing in each column, and letters as they are written by hand."""

import re
import xml.etree.ElementTree as ET

import adlesson as ad
from adlesson.show.page.dictionary import DICTIONARY, HEADS


def test_the_dictionary_has_a_word_for_each_thing_in_each_column():
    """Six columns: the thing, our code, the blog, Griewank and Walther, LeCun, control."""
    assert all(len(row) == len(HEADS) == 6 for row in DICTIONARY)
    things = [row[0] for row in DICTIONARY]
    assert len(set(things)) == len(things)
    assert {"adjoint", "multiplier", "Lagrangian", "operation", "tangent"} <= set(things)
    words = {row[0]: row for row in DICTIONARY}
    assert words["adjoint"][4] == "-B(k)"
    assert words["multiplier"][4] == "B(k)"
    assert "- sum" in words["Lagrangian"][2]
    assert "+ sum" in words["Lagrangian"][4]


def test_it_shows_itself_with_its_letters():
    """A cell of its own is all that it takes; what is set lower stands low, and no word of LaTeX is left."""
    shown = re.sub(r"<style>.*?</style>", "", ad.DICTIONARY._repr_html_(), flags=re.S)
    cells = [["".join(cell.itertext()) for cell in row] for row in ET.fromstring(shown).iter("tr")]
    assert cells[0] == [*HEADS] and [row[0] for row in cells[1:]] == [row[0] for row in DICTIONARY]
    words = {row[0]: row for row in cells}
    assert words["adjoint"][1:] == ["zbar", "λi at a stationary point", "v\u0304i", "−B(k)", "costate"]
    assert words["multiplier"][3] == "none"
    assert "z<sub>i</sub> = f<sub>i</sub>(z<sub>α(i)</sub>)" in shown and "x<sub>t+1</sub>" in shown
    assert not re.search(r"lambda|alpha|beta|phi|_|\{", re.sub(r"<[^>]*>", "", shown))


def test_it_is_read_in_a_terminal_too():
    """One row for each thing."""
    lines = repr(DICTIONARY).splitlines()
    assert len(lines) == 1 + len(DICTIONARY) and lines[0].split()[:2] == ["thing", "here"]
