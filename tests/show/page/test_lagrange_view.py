"""What a Lagrangian shows in a notebook: the right equations beside the right instructions, typeset, and not too many."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import adlesson as ad
from adlesson.show.page.lagrange_view import FIRST, MOST

EXAMPLES = list(ad.examples.ZOO.values())


def lagrangian(f=ad.examples.running, sign=-1, **at):
    """Return the Lagrangian of the running example, or of another function."""
    return ad.Lagrangian(ad.trace(f, at or {"x": 0.25}), sign)


def squared(x, n=MOST):
    for _ in range(n):
        x = x * x
    return x


def parsed(page):
    """Return the HTML as a tree; it raises where a tag is left open."""
    return ET.fromstring(re.sub(r"<style>.*?</style>", "", page, flags=re.S))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_every_example_is_shown_row_by_row(example):
    """One row per variable in two blocks and per input in the third, in well-formed HTML."""
    L = ad.Lagrangian(ad.trace(example.f, example.at))
    tables = parsed(L._repr_html_()).findall(".//table")
    p, n = L.program, len(L.program) if len(L.program) <= MOST else FIRST
    assert [len(table.findall("tbody/tr")) for table in tables] == [n, n, min(p.d, n)]
    for table in tables:
        assert table.find("caption") is not None
        assert all(head.get("scope") == "col" for head in table.findall("thead/tr/th"))
        for i, row in enumerate(table.findall("tbody/tr")):
            assert row.get("data-r") == str(i)
            assert row.find("th").get("scope") == "row"
            assert row.find("th/code").text.startswith(p.names[i])
            assert row.find("td/math") is not None


def test_it_needs_no_network_and_can_be_scrolled_by_keys():
    """MathML only; each block is a region that can be reached."""
    page = lagrangian()._repr_html_()
    assert "http" not in page.replace("http://www.w3.org", "")
    assert page.count('class="ad-scroll" role="region" tabindex="0"') == 3


def test_a_large_program_shows_its_first_rows_and_says_so():
    """At the limit all rows, one more and only the first."""
    small, large = (lagrangian(lambda x, n=n: squared(x, n), x=1)._repr_html_() for n in (MOST - 1, MOST))
    assert small.count("<tr data-r=") == 2 * MOST + 1
    assert "The first" not in small
    assert large.count("<tr data-r=") == 2 * FIRST + 1
    assert f"The first {FIRST} of {MOST + 1} variables." in large


def test_a_page_with_arrays_is_whole():
    """Its inner products and transposes leave no tag open."""
    page = parsed(lagrangian(lambda W, x: ad.tanh(W @ x).sum(), W=np.ones((3, 2)), x=np.ones(2))._repr_html_())
    assert "⟨λW,W−Win⟩" in "".join(page.itertext())


def test_names_cannot_break_the_page():
    """A formula's own text is data."""
    p = ad.trace(lambda x: x[0] * x[1], x=[2, 3])
    assert "<script" not in ad.Lagrangian(p)._repr_html_()
    parsed(ad.Lagrangian(p)._repr_html_())


def test_the_lagrange_room_itself_knows_no_screen():
    """It is the package's front door that hangs the picture up."""
    code = (
        "import sys; from adlesson.lagrange.lagrangian import Lagrangian; "
        "print(hasattr(Lagrangian, '_repr_html_'), any(m.startswith('adlesson.show') for m in sys.modules)); "
        "import adlesson as ad; print(hasattr(ad.Lagrangian, '_repr_html_'))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.split() == [
        "False",
        "False",
        "True",
    ]
