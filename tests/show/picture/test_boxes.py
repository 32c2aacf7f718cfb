"""A box: as large as its program makes it, with room for every number, and told apart without colour."""

import xml.etree.ElementTree as ET

import pytest
from picture_parts import rims

import adlesson as ad
from adlesson.show.picture.boxes import BOLD, RIM, SHAPES, SIZE, TIP, Box, drawn, text_width
from adlesson.show.stepper.frames import frames

LOOKS = {"adjoint": "ā", "tangent": "ȧ", "multiplier": "λ_a", "gap": "gap"}
NUMBERS = ["0", "−0.9783", "1.235·10⁻⁵", "−1.235·10⁻¹²", "1234567/1234567", "NaN", "−∞"]


def parts(box, *texts):
    """Return what a box is drawn of, as ``(tag, attributes, text)``."""
    tree = ET.fromstring(drawn(0, box, (0, 0), *texts))
    return [(part.tag, part.attrib, "".join(part.itertext())) for part in tree.iter()]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("look", LOOKS)
def test_every_number_fits_into_its_chip_and_makes_no_box_wider(look, number):
    """A pulled slider must not move the graph, nor write over the frame: a long number is written smaller."""
    box = Box("a", " = x·y", valued=True, chips={look: LOOKS[look]})
    assert box.size == Box("a", " = x·y", valued=True, chips={look: LOOKS[look]}).size
    for tag, attributes, text in parts(box, f"= {number}", f"= {number} + …"):
        if tag == "text" and attributes.get("class") in ("ad-value", "ad-slope"):
            size = float(attributes.get("style", f"font-size:{SIZE}px")[10:-2])
            assert float(attributes["x"]) + text_width(text, BOLD * size) <= box.size[0] - RIM - 4


def test_what_is_common_is_as_large_as_the_rest():
    """Four digits and a sign in full size, and what has half its shares hardly smaller."""
    box = Box("a", " = x·y", valued=True, chips={"adjoint": "ā"})
    found = {text: a.get("style") for tag, a, text in parts(box, "= −0.9783", "= 0.9783") if text.startswith("= ")}
    assert found == {"= x·y": None, "= −0.9783": None, "= 0.9783": None}
    (half,) = [a["style"] for tag, a, text in parts(box, "= 6", "= 17.80 + …") if "…" in text and tag == "text"]
    assert float(half[10:-2]) >= 11


def test_the_signs_of_equality_stand_below_each_other():
    """The three lines are one calculation."""
    box = Box("weights", " = x·y", valued=True, chips={"adjoint": "weights_bar", "gap": "gap"})
    starts = {a["x"] for tag, a, _ in parts(box, "= 6", "= 15") if a.get("class") in ("ad-rule", "ad-value", "ad-slope")}
    assert starts == {str(box.column)}
    ends = {a["x"] for tag, a, text in parts(box) if tag == "text" and text in ("weights", "gap")}
    assert ends == {str(box.column - 5)}, "names end before them"


def test_each_look_has_a_shape_of_its_own():
    """For those who see no hue: a point to the left, one to the right, a hole, a plain frame that is dotted by the style."""
    assert len(set(SHAPES.values())) == 4 and set(SHAPES) == set(LOOKS)
    assert SHAPES["multiplier"].startswith(SHAPES["adjoint"]) and SHAPES["multiplier"].count("a2.4 2.4") == 1, (
        "a tag with a hole"
    )
    for look, label in LOOKS.items():
        box = Box("a", chips={look: label})
        shape, width = next(a["d"] for tag, a, _ in parts(box) if tag == "path"), box.size[0] - 2 * RIM
        assert shape.endswith(SHAPES[look].format(width - TIP, width))


@pytest.mark.parametrize(("label", "line"), [("ā", "h9"), ("ȧ", "h.1"), ("x1_bar", "h"), ("loss_dot", "h.1")])
def test_bars_and_dots_are_drawn(label, line):
    """A font loses them at this size; and a name of several letters has no letter to carry one."""
    drawing = parts(Box(label[:1], chips={"adjoint": label}))
    (mark,) = [a["d"] for tag, a, _ in drawing if a.get("class") == "ad-mark"]
    assert line in mark and not any("_" in text or "\u0304" in text for _, _, text in drawing)
    assert not any(a.get("class") == "ad-mark" for _, a, _ in parts(Box("a", chips={"multiplier": "λ_a"})))


def test_there_is_a_place_for_every_share():
    """Eighteen pixels for each, below the line with the value."""
    heights = [Box("a", " = x·y", valued=True, chips={"adjoint": "ā"}, places=n).size[1] for n in (0, 1, 2, 3, 5)]
    assert heights == [80, 80, 84, 102, 138]


@pytest.mark.parametrize(
    "formula", ["x*y*(x*y + x)", "exp(x)*sin(x*y)", "abs(x)/(x*x + y)", "log(x) + sqrt(y)", "max(x, y)*x"]
)
def test_a_pulled_slider_moves_no_box(formula):
    """Over its whole range, with kinks, poles and numbers of all lengths on the way."""
    program, seen = ad.parse(formula, x=2, y=3), set()
    for x in (-4, -2.5, -1.25, -0.03, 0, 0.75, 2, 3, 3.3, -1e-9, 1 / 3, 1e7, 12345.678):
        data = frames(program, ["forward", "reverse"], {"x": x, "y": 3})
        trees = [ET.fromstring(picture) for picture in data["pictures"].values()]
        places = [[a.get("transform") for a in tree.iterfind("{*}g[@data-i]")] for tree in trees]
        seen.add(str([places, *(tree.get("viewBox") for tree in trees), rims(trees[0])]))
    assert len(seen) == 1
