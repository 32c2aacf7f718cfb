"""A function in a plane: its lines are where they should be, in colours of either theme, and it is said in words."""

import math
import re
import xml.etree.ElementTree as ET

import pytest

import adlesson as ad
from adlesson.show.picture.contours import HIGH, LEFT, TOP

SVG = "{http://www.w3.org/2000/svg}"


def saddle(z, lam):
    return z - lam * (z - 3)


@pytest.fixture(scope="module")
def picture():
    return ad.contours(saddle, z=(0, 6), lam=(-1, 3), points=[(3, 1)])


def lines(picture, wide=400, across=(0, 6), up=(-1, 3)):
    """Return the look of each line, and its places."""
    found = []
    for path in ET.fromstring(picture.svg).iter(f"{SVG}path"):
        numbers = [float(u) for u in re.findall(r"[-\d.]+", path.get("d"))]
        places = [
            (across[0] + (across[1] - across[0]) * (x - LEFT) / wide, up[1] - (up[1] - up[0]) * (y - TOP) / HIGH)
            for x, y in zip(numbers[::2], numbers[1::2], strict=True)
        ]
        found.append((path.get("style"), places))
    return found


def test_every_line_lies_at_its_height_and_has_its_colour(picture):
    """Orange above the marked point, blue below: a saddle has both on opposite sides."""
    heights = {colour: [] for colour in ("edge", "back", "forward")}
    for style, places in lines(picture):
        found = [saddle(*place) for place in places]
        assert max(found) - min(found) < 0.1
        heights[re.search(r"--ad-(\w+)\)", style)[1]].append(sum(found) / len(found))
    assert min(heights["back"]) > 3.5 and max(heights["forward"]) < 2.5
    assert heights["edge"] == pytest.approx([3] * len(heights["edge"]), abs=0.05)


def test_the_numbers_on_the_lines_are_their_heights(picture):
    """Each stands on a line of that height, and none on another number."""
    texts = [text for text in ET.fromstring(picture.svg).iter(f"{SVG}text") if text.get("class") == "ad-partial"]
    at = [(6 * (float(t.get("x")) - LEFT) / 400, 3 - 4 * (float(t.get("y")) - 4 - TOP) / HIGH) for t in texts]
    for text, place in zip(texts, at, strict=True):
        assert saddle(*place) == pytest.approx(float(text.text.replace("−", "-")), abs=0.1)
    assert {text.text for text in texts} == {"−1", "1", "3", "5", "7"}
    pairs = [(a, b) for k, a in enumerate(texts) for b in texts[:k]]
    assert all(
        abs(float(a.get("x")) - float(b.get("x"))) > 30 or abs(float(a.get("y")) - float(b.get("y"))) > 14 for a, b in pairs
    )


def test_it_is_said_in_words(picture):
    """Who cannot see it hears the heights at the rim and in the middle: level along both lines, up and down across."""
    assert "At λ = 1 and z = 0, 3, 6 the heights are 3, 3, 3." in picture.description
    assert "At λ = 3 and z = 0, 3, 6 the heights are 9, 3, −3." in picture.description
    tree = ET.fromstring(picture.svg)
    assert tree.get("role") == "img"
    assert "At lambda equals 1 and z equals 0, 3, 6" in tree.get("aria-label")
    assert "of height 3" in tree.get("aria-label")


def test_a_constraint_is_drawn_where_it_holds():
    """A circle, round as equal ranges make it, and touching the line through the best point on it."""
    picture = ad.contours(lambda x, y: x + 2 * y, lambda x, y: x**2 + y**2 - 5, x=(-3, 3), y=(-3, 3), points=[(1, 2)])
    ((_, circle),) = [
        (style, places)
        for style, places in lines(picture, HIGH, (-3, 3), (-3, 3))
        if "stroke-width: 3" in style and "--ad-ink" in style
    ]
    assert all(math.hypot(*place) == pytest.approx(5**0.5, abs=0.02) for place in circle)
    assert max(x + 2 * y for x, y in circle) == pytest.approx(5, abs=0.02)
    assert "constraint" in picture.description


def test_it_follows_the_theme(picture):
    """No colour of its own, light or dark."""
    assert not re.search(r"#[0-9a-f]{3,6}\b|rgb\(", picture.svg)


def test_levels_of_ones_own_are_drawn_and_no_others():
    """One line, as asked for."""
    (line,) = lines(ad.contours(saddle, levels=[5], z=(0, 2), lam=(1.5, 4)), across=(0, 2), up=(1.5, 4))
    assert all(saddle(*place) == pytest.approx(5, abs=0.1) for place in line[1])


def test_where_the_function_has_no_value_there_is_no_line():
    """A logarithm ends at 0, a division has a hole."""
    picture = ad.contours(lambda x, y: math.log(x) + 1 / y, x=(-1, 1), y=(0, 3))
    assert all(x > -0.01 for _, places in lines(picture, 400, (-1, 1), (0, 3)) for x, _ in places)
    assert "NaN" in picture.description
    assert ad.contours(lambda x, y: 4.0, x=(0, 1), y=(0, 1)).svg.count("<path") == 0


@pytest.mark.parametrize(
    ("says", "asked"),
    [
        (r"takes two ranges, not 1", {"x": (0, 1)}),
        (r"takes two ranges, not 3", {"x": (0, 1), "y": (0, 1), "z": (0, 1)}),
        (r"y is \(1, 0\): give its two ends, the lower one first, such as y=\(-1, 1\)", {"x": (0, 1), "y": (1, 0)}),
        (r"x is 3: give its two ends", {"x": 3, "y": (1, 0)}),
        (r"7 is no point", {"x": (0, 1), "y": (0, 1), "points": [7]}),
        (r"no value in this rectangle", {"x": (-2, -1), "y": (0, 1)}),
    ],
)
def test_what_cannot_be_drawn_is_told(says, asked):
    """A learner changes the ranges."""
    with pytest.raises(ad.LessonError, match=says):
        ad.contours(lambda **at: math.log(at["x"]), **asked)


def test_what_binds_is_lit_and_a_path_has_its_places():
    """Which constraints bind is seen at a glance, and where a method went; words say both."""
    room, cap = (lambda x, y: 5 - x * x - y * y), (lambda x, y: 1 - y)
    seen = ad.contours(
        lambda x, y: x + y, [room, cap], lit=[cap], paths={"way": [(0, 0), (2, 1), (9, 9)]}, x=(-3, 3), y=(-3, 3)
    )
    good = [places for style, places in lines(seen, 300, (-3, 3), (-3, 3)) if "--ad-good" in style]
    assert len(good) == 1 and all(math.isclose(v, 1, abs_tol=1e-2) for _, v in good[0])
    (way,) = [places for style, places in lines(seen, 300, (-3, 3), (-3, 3)) if "--ad-forward" in style][:1]
    assert all(math.isclose(u, v, abs_tol=1e-2) for u, v in zip(sum(way, ()), (0, 0, 2, 1), strict=True))
    assert "Thick are the lines where 2 constraints are 0; lit: 2." in seen.description
    assert "way: 3 places, from (0, 0) to (9, 9), 1 of them outside." in seen.description
    with pytest.raises(ad.LessonError, match="4 paths are too many to tell apart: give at most 3"):
        ad.contours(room, paths={key: [(0, 0)] for key in "abcd"}, x=(-3, 3), y=(-3, 3))
