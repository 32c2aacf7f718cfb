"""A frame as a still picture: all that the page has written by then, and nothing of later."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest
from picture_parts import SVG

import adlesson as ad
from adlesson.show.stepper.frames import frames
from adlesson.show.stepper.still import chips, still


def boxes(data, k, **how):
    """Return the classes and the texts of each box of the picture, by number, and the same of each arrow."""
    tree = ET.fromstring(still(data, k, **how))
    found = {"i": {}, "e": {}}
    for kind in found:
        for part in tree.iterfind(f"{SVG}g[@data-{kind}]"):
            texts = {text.get("class"): "".join(text.itertext()) for text in part.iter(f"{SVG}text")}
            found[kind][int(part.get(f"data-{kind}"))] = {*part.get("class").split()[1:]}, texts
    return found["i"], found["e"]


def first(x, y):
    u = x * y
    v = u + x
    f = u * v
    return f


FIRST = frames(ad.trace(first, x=3, y=2), ["forward", "reverse"])


def test_the_first_frame_has_no_number_and_the_last_one_all_of_them():
    """The values, the adjoints and the slopes on the arrows."""
    there, arrows = boxes(FIRST, 0)
    assert all({"ad-unknown", "ad-none"} <= kinds and not texts["ad-value"] for kinds, texts in there.values())
    there, arrows = boxes(FIRST, len(FIRST["frames"]) - 1)
    assert [texts["ad-value"] for _, texts in there.values()] == ["= 3", "= 2", "= 6", "= 9", "= 54"]
    assert [texts["ad-slope"] for _, texts in there.values()] == ["= 36", "= 45", "= 15", "= 6", "= 1"]
    assert [texts["ad-partial"] for _, texts in arrows.values()] == ["×2", "×3", "×1", "×1", "×9", "×6"]


def test_a_share_that_is_not_the_last_one_leaves_its_chip_open():
    """``f`` has sent to ``u``, ``v`` has not yet; the others have nothing."""
    k = next(k for k, frame in enumerate(FIRST["frames"]) if frame["sentence"].startswith("f sends u"))
    there, arrows = boxes(FIRST, k)
    assert there[2] == ({"ad-part", "ad-target"}, there[2][1]) and there[2][1]["ad-slope"] == "= 9 + …"
    assert there[4][0] == {"ad-output", "ad-source"} and there[0][0] == {"ad-input", "ad-none"}
    assert [e for e, (kinds, _) in arrows.items() if kinds == {"ad-lit", "ad-turned"}] == [4]
    assert chips(FIRST, k) == [("", "none"), ("", "none"), ("9", "part"), ("", "none"), ("1", "")]


def test_the_tall_picture_says_the_same():
    """Its boxes are empty in the data: what stands in them is taken from the wide one."""
    k = len(FIRST["frames"]) - 1
    assert boxes(FIRST, k, tall=True) == boxes(FIRST, k)
    assert still(FIRST, k, tall=True) != still(FIRST, k)


@pytest.mark.parametrize("sweep", ["forward", "tangent", "reverse", "schedule", "lagrange"])
def test_every_frame_of_every_mode_is_a_picture(sweep):
    """Whole SVG, with no text in it that is not in the data."""
    data = frames(ad.trace(ad.examples.running, x=0.25), [sweep])
    for k in range(len(data["frames"])):
        there, _ = boxes(data, k)
        values = {i: text for frame in data["frames"][: k + 1] for what, i, text in frame["set"] if what == "value"}
        assert {i: texts["ad-value"] for i, (_, texts) in there.items() if texts["ad-value"]} == {
            i: f"= {text}" for i, text in values.items() if text
        }


def test_arrays_have_their_squares():
    """One for each entry that is not 0: full where it is positive, hollow where it is negative."""
    p = ad.trace(lambda W, x: ad.tanh(W @ x).sum(), W=np.array([[1.0, -2.0], [0.5, 0.0]]), x=np.array([1.0, 2.0]))
    text = still(frames(p, ["reverse"]), 0)
    box = next(part for part in ET.fromstring(text).iterfind(f"{SVG}g[@data-i]") if part.get("data-i") == "0")
    assert sorted(square.get("class") for square in box.iterfind(f".//{SVG}g/{SVG}rect")) == ["ad-full"] * 2 + ["ad-hollow"]
