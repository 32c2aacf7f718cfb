"""The picture of a feedback loop: one turn, an arrow back for each pair, and nothing drawn across a box."""

import itertools
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from picture_parts import SVG, rims

import adlesson as ad
from adlesson import tanh
from adlesson.engine.errors import InputError
from adlesson.show.picture.loop_picture import CLEAR, loop_as_html, loop_picture
from adlesson.show.writing.numerals import number


def close(f, loops, **at):
    return ad.close_loop(ad.trace(f, at), loops)


def two(u, w, x):
    u_next = tanh(u / 2 - 0.3 * w + x)
    w_next = tanh(0.2 * u + 0.4 * w)
    f = u_next + 2 * w_next
    return u_next, w_next, f


def three(z, x):
    return {"z_next": [tanh(z[1] * 2 + x), z[0] / 2, z[1] + z[2] / 3], "f": z[0]}


def kepler(E, e, M):
    return {"E_next": M + e * ad.sin(E)}


SYSTEMS = {
    "kepler": close(kepler, {"E_next": "E"}, E=1.0, e=0.3, M=1.0),
    "two": close(two, {"u_next": "u", "w_next": "w"}, u=0.0, w=0.0, x=0.1),
    "list": close(three, {"z_next": "z"}, z=[0.1, 0.2, 0.3], x=1.0),
    "array": close(lambda z, x: {"z_next": tanh(z / 2 + x), "f": z.sum()}, {"z_next": "z"}, z=np.zeros(3), x=np.ones(3)),
    "at once": close(lambda z, x: {"z_next": z * z + x}, {"z_next": "z"}, z=0.0, x=0.1),
}


def least(svg):
    """Return the width below which a picture is not shrunk any more."""
    return int(re.search(r"min-width: (\d+)px", svg)[1])


def both(picture):
    """Return the SVG trees of a picture, left to right and upright."""
    return ET.fromstring(picture.svg), ET.fromstring(picture.tall)


def boxes(svg):
    """Return ``{variable: (left, top, right, bottom)}``."""
    return {i: (x, y, x + w, y + h) for i, (x, y, w, h) in enumerate(rims(ET.fromstring(svg)))}


def corners(arrow):
    """Return the stops of a feedback arrow, its corners included."""
    return [tuple(map(float, pair.split(","))) for pair in re.findall(r"[-\d.]+,[-\d.]+", arrow.find(f"{SVG}path").get("d"))]


def tip(arrow):
    return tuple(map(float, arrow.find(f"{SVG}polygon").get("points").split()[0].split(",")))


@pytest.mark.parametrize("name", SYSTEMS)
def test_an_arrow_leads_from_each_output_of_the_loop_to_its_input(name):
    """It begins at the rim of the one box and its tip touches the rim of the other, in both pictures."""
    system = SYSTEMS[name]
    picture = loop_picture(system)
    loop, p = system.loop, system.program
    wanted = sorted((slot, place) for slot, place in zip(loop.slots, loop.places, strict=True))
    for svg, across in ((picture.svg, True), (picture.tall, False)):
        place, found = boxes(svg), []
        for arrow in ET.fromstring(svg).findall(f"{SVG}g[@class='ad-feedback']"):
            start, end = corners(arrow)[0], tip(arrow)
            (x0, y0), (x1, y1) = (start, end) if across else (start[::-1], end[::-1])
            ends = {i: b if across else (b[1], b[0], b[3], b[2]) for i, b in place.items()}
            source = [i for i, b in ends.items() if abs(b[2] - x0) < 0.2 and abs((b[1] + b[3]) / 2 - y0) < 0.2]
            target = [i for i, b in ends.items() if abs(b[0] - x1) < 0.2 and abs((b[1] + b[3]) / 2 - y1) < 0.2]
            label = arrow.find(f"{SVG}text").text
            names = [
                (i, k) for i in source for k in target if f"{p.inputs[k]} = {loop.outputs[loop.places.index(k)]}" == label
            ]
            found += names
        assert sorted(found) == wanted


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_way_back_keeps_clear_of_the_boxes_beside_its_turns_and_inside_the_picture(name):
    """The long part runs where no box is; all corners are inside the frame."""
    picture = loop_picture(SYSTEMS[name])
    for svg, tree in zip((picture.svg, picture.tall), both(picture), strict=True):
        left, top, width, height = map(float, tree.get("viewBox").split())
        place = boxes(svg)
        for arrow in tree.findall(f"{SVG}g[@class='ad-feedback']"):
            stops = corners(arrow)
            assert all(left <= x <= left + width and top <= y <= top + height for x, y in stops)
            pairs = sorted(
                itertools.pairwise(stops),
                key=lambda pair: -abs(pair[0][0] - pair[1][0]) - abs(pair[0][1] - pair[1][1]),
            )
            (x0, y0), (x1, y1) = pairs[0]
            for a, b, c, d in place.values():
                assert max(x0, x1) < a or min(x0, x1) > c or max(y0, y1) < b or min(y0, y1) > d


@pytest.mark.parametrize("name", SYSTEMS)
def test_turns_do_not_run_through_boxes(name):
    """Where a box stands in the way the turn is made behind it, six pixels clear."""
    svg = loop_picture(SYSTEMS[name]).svg
    for arrow in ET.fromstring(svg).findall(f"{SVG}g[@class='ad-feedback']"):
        for (x0, y0), (x1, y1) in itertools.pairwise(corners(arrow)):
            if abs(x0 - x1) < 0.2:  # upright
                for a, b, c, d in boxes(svg).values():
                    assert not (a - CLEAR + 0.2 < x0 < c + CLEAR - 0.2 and max(y0, y1) > b and min(y0, y1) < d)


def test_the_values_are_those_of_the_solution():
    """Both ends of the way back hold the same number."""
    tree, _ = both(loop_picture(SYSTEMS["kepler"]))
    shown = ["".join(node.find(f"{SVG}text[@class='ad-value']").itertext()) for node in tree.findall(f"{SVG}g[@data-i]")]
    assert shown == [f"= {number(u)}" for u in SYSTEMS["kepler"].solve().values()]
    assert shown[0] == shown[-1] == "= 1.288"
    again = loop_picture(SYSTEMS["kepler"], M=2.0).description
    assert f"E is an input, value {number(SYSTEMS['kepler'].solve(M=2.0)['E'])}" in again


def test_the_description_says_what_goes_round_and_how_it_was_solved():
    """For those who do not see it, in the label of the picture too."""
    picture = loop_picture(SYSTEMS["two"])
    assert "Feedback: u_next is fed back into u. w_next is fed back into w. fixed point: " in picture.description
    assert picture.description.endswith("from the start.")
    for tree in both(picture):
        assert (tree.get("role"), tree.get("aria-label")) == ("img", picture.description)
    assert repr(picture) == picture.description
    assert f"<p>{picture.how}</p>" in picture._repr_html_()


def test_without_a_solution_the_loop_is_drawn_and_the_reason_stands_below():
    """A cell that shows a system never stops."""
    nowhere = close(lambda z: {"z_next": z * z + 1}, {"z_next": "z"}, z=0.3)
    picture = loop_picture(nowhere)
    assert "ad-feedback" in picture.svg
    assert "value" not in picture.description
    assert "did not converge" in picture.how
    assert "there may be none" in nowhere._repr_html_()
    branching = close(lambda z: {"z_next": -z if z > 1 else z + 2}, {"z_next": "z"}, z=0.0)
    assert "another branch" in branching._repr_html_()


def test_what_cannot_be_drawn_or_solved_is_said_in_a_line():
    """A loop of complex numbers; one too large to draw."""
    assert "real numbers" in close(lambda z: {"z_next": z / 2}, {"z_next": "z"}, z=1j)._repr_html_()
    many = close(lambda z: {"z_next": [tanh(u / 2) for u in z]}, {"z_next": "z"}, z=[0.5] * 300)
    html = loop_as_html(many)
    assert "it is drawn legibly with 400 at most" in html
    assert "<svg" not in html
    with pytest.raises(InputError, match="no input 'y'"):
        loop_picture(SYSTEMS["two"], y=1)


def test_a_constant_that_is_fed_back_has_no_box_to_start_from():
    """It is said in words."""
    picture = loop_picture(close(lambda z, x: {"z_next": 3, "f": z * x}, {"z_next": "z"}, z=0, x=1))
    assert "ad-feedback" not in picture.svg
    assert "z_next is fed back into z" in picture.description


def test_it_shows_itself_and_can_be_saved(tmp_path):
    """In a cell, in a file of its own; upright where the page is narrow; in the colours of the theme."""
    system = SYSTEMS["kepler"]
    assert system._repr_html_() == loop_as_html(system)
    picture = loop_picture(system)
    assert not re.search(r"#[0-9a-f]{3,6}\b|rgb\(| id=", picture.svg)
    assert least(picture.tall) < least(picture.svg)
    picture.save(tmp_path / "loop.svg")
    assert ET.parse(tmp_path / "loop.svg").getroot().get("class") == "adlesson ad-graph"


def test_names_are_escaped_and_long_ones_cut():
    """A name is text, not markup, and does not outgrow the picture."""
    long = "a_name_that_goes_on_and_on_and_on_for_a_while"
    system = close(lambda z: {f"<{long}>": z / 2}, {f"<{long}>": "z"}, z=1.0)
    (arrow,) = ET.fromstring(loop_picture(system).svg).findall(f"{SVG}g[@class='ad-feedback']")
    label = arrow.find(f"{SVG}text").text
    assert label.startswith("z = <a_name")
    assert label.endswith("…")
    assert len(label) == 40
