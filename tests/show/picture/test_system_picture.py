"""The picture of the triangular system: what it shows is what the system is."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.errors import InputError
from adlesson.show.picture.system_picture import MOST
from adlesson.show.writing.numerals import number

SVG = "{http://www.w3.org/2000/svg}"
SMALL = [e for e in ad.examples.ZOO.values() if len(ad.trace(e.f, e.at)) <= MOST]


def texts(node):
    return ["".join(text.itertext()) for text in node.findall(f".//{SVG}text")]


@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize("example", SMALL, ids=lambda e: e.name)
def test_every_entry_is_the_one_of_the_system(example, sign):
    """Numbers on and above the diagonal where an edge is, a point elsewhere, nothing below."""
    L = ad.Lagrangian(ad.trace(example.f, example.at), sign)
    matrix, rhs = L.system()
    tree = ET.fromstring(ad.draw(L).svg)
    rows = tree.findall(f"{SVG}g[@data-r]")
    assert [row.get("data-r") for row in rows] == [str(j) for j in range(len(L.program))]
    for j, row in enumerate(rows):
        cells = row.findall(f"{SVG}g[@data-c]")
        for i, cell in enumerate(cells):
            kind, shown = cell.get("class"), texts(cell)
            if i < j:
                assert (kind, shown, matrix[j][i]) == ("ad-below", [], 0)
            elif i in {j, *L.program.beta(j)}:
                assert shown == [number(matrix[j][i])]
            else:
                assert (shown, matrix[j][i]) == (["·"], 0)
        name, *_, equals, right = texts(row)
        assert (name, equals, right) == (L.program.names[j], "=", number(rhs[j]))


def test_the_description_says_what_the_picture_shows():
    """Row by row, and no solution: to solve it is the reader's part."""
    picture = ad.draw(ad.Lagrangian(ad.trace(ad.examples.running, x=0.25)))
    assert "Row c: λ_c − 18.78·λ_d + 0.9783·λ_e = 0.\n" in picture.description
    assert not [u for u in ("17.80", "63.51", "81.55") if u in picture.description or u in picture.svg]
    tree = ET.fromstring(picture.svg)
    assert (tree.get("role"), tree.get("aria-label")) == ("img", picture.description.replace("\n", " "))
    assert repr(picture) == picture.description


def test_it_is_drawn_at_other_inputs_too():
    """As a program is."""
    picture = ad.draw(ad.Lagrangian(ad.trace(ad.examples.running, x=0.25)), x=0)
    assert "Row x: λ_x − λ_a = 0." in picture.description
    assert "1.284" not in picture.description


def test_it_follows_the_theme():
    """No colour of its own, light or dark."""
    assert not re.search(r"#[0-9a-f]{3,6}\b|rgb\(", ad.draw(ad.Lagrangian(ad.trace(ad.examples.running, x=0))).svg)


def test_thirty_variables_are_drawn_and_more_are_refused():
    """A matrix of a thousand boxes teaches nothing."""

    def chain(n):
        def f(x):
            for _ in range(n - 1):
                x = x + 1
            return x

        return ad.Lagrangian(ad.trace(f, x=1))

    assert len(ET.fromstring(ad.draw(chain(MOST)).svg).findall(f"{SVG}g[@data-r]")) == MOST
    with pytest.raises(
        InputError, match=r"31 variables, and the system is drawn for 30 at most: its entries are in system\(\)"
    ):
        ad.draw(chain(MOST + 1))


def test_the_place_that_a_loop_fills_is_lit():
    """Where the input reads the later variable, below the diagonal; all else is as it was."""
    L = ad.Lagrangian(ad.trace(ad.examples.running, x=0.25))
    lit, plain = (ET.fromstring(ad.draw(L, **more).svg) for more in ({"loops": {"f": "x"}}, {}))
    (cell,) = [cell for cell in lit.iter(f"{SVG}g") if cell.get("class") == "ad-lit"]
    assert (cell.get("data-r"), cell.get("data-c"), texts(cell)) == ("6", "0", ["−1"])
    cell.set("class", "ad-below")
    for text in cell.findall(f".//{SVG}text"):
        next(g for g in cell.iter(f"{SVG}g") if text in list(g)).remove(text)
    inside = [[(g.get("class"), texts(g)) for g in tree.iter(f"{SVG}g") if g.get("data-c")] for tree in (lit, plain)]
    assert inside[0] == inside[1]
    assert "below it, what a loop fills: row f, column x." in ad.draw(L, loops={"f": "x"}).description


@pytest.mark.parametrize("loops", [{"x": "f"}, {"f": "a"}, {"x": "x"}])
def test_a_loop_leads_from_a_later_variable_to_an_input(loops):
    """As close_loop has it; a name that is not there is told as ever."""
    L = ad.Lagrangian(ad.trace(ad.examples.running, x=0.25))
    with pytest.raises(InputError, match="a loop leads from a later variable back to an input, not from"):
        ad.draw(L, loops=loops)
    with pytest.raises(InputError, match="no variable 'y' in running"):
        ad.draw(L, loops={"f": "y"})


def test_arrays_have_no_such_matrix():
    """One sentence, from the system itself."""
    L = ad.Lagrangian(ad.trace(lambda x: (x * x).sum(), x=np.ones(2)))
    with pytest.raises(InputError, match="reads programs of numbers"):
        ad.draw(L)


def test_it_can_be_saved(tmp_path):
    """As a file that stands alone."""
    ad.draw(ad.Lagrangian(ad.trace(ad.examples.running, x=0.25))).save(tmp_path / "system.svg")
    assert ET.parse(tmp_path / "system.svg").getroot().get("class") == "adlesson ad-graph ad-system"
