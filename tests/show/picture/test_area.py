"""A product as an area: four boxes whose sizes are what they stand for."""

import math
import xml.etree.ElementTree as ET

import pytest

import adlesson as ad

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("sides", [(6, 7, 1, 0.5), (2.5, 1, 0.125, 3), (40, 1, 1, 1)], ids=str)
def test_the_boxes_are_the_product_the_two_strips_and_the_corner(sides):
    """In one scale, side by side: together they are the product of what the factors have become."""
    a, b, da, db = sides
    tree = ET.fromstring(ad.area(*sides).svg)
    boxes = [[float(box.get(side)) for side in ("x", "y", "width", "height")] for box in tree.findall(f"{SVG}rect")]
    unit = boxes[0][2] / a
    sizes = [(width / unit, height / unit) for _, _, width, height in boxes]
    wanted = [(a, b), (da, b), (a, db), (da, db)]
    assert all(
        math.isclose(u, w, abs_tol=0.1 / unit)
        for pair in zip(sizes, wanted, strict=True)
        for u, w in zip(*pair, strict=True)
    )
    (x, y, wide, _), right, top, corner = boxes
    assert right[:2] == pytest.approx([x + wide, y], abs=0.11) and top[:2] == pytest.approx([x, y - top[3]], abs=0.11)
    assert corner[:2] == pytest.approx([right[0], top[1]], abs=0.11)


def test_the_strips_and_the_corner_are_labelled_where_they_are():
    """A text that speaks of a strip and a corner is followed with the eye."""
    tree = ET.fromstring(ad.area(6, 7, 1, 0.5).svg)
    _, right, top, corner = (
        {side: float(box.get(side)) for side in ("x", "y", "width", "height")} for box in tree.findall(f"{SVG}rect")
    )
    at = {(text.text, float(text.get("x")) > right["x"]): float(text.get("y")) for text in tree.findall(f"{SVG}text")}
    assert at["strip", False] < top["y"]
    assert corner["y"] < at["corner", True] < right["y"] + 4
    assert right["y"] < at["strip", True] < right["y"] + right["height"]


@pytest.mark.parametrize(
    "sides", [(0, 7, 1, 1), (6, -7, 1, 1), (6, 7, math.inf, 1), (6, 7, 1, math.nan), ("6", 7, 1, 1), (1, 199, 1, 1)]
)
def test_what_is_no_such_rectangle_is_told(sides):
    """A learner changes the numbers."""
    with pytest.raises(ad.LessonError, match=r"a side is a number above 0|nearer to a square"):
        ad.area(*sides)
