"""A sweep that moves by itself: complete at rest, small, and in the order of the frames."""

import re
import xml.etree.ElementTree as ET

import pytest
from picture_parts import SVG

import adlesson as ad
from adlesson.show.stepper.frames import frames
from adlesson.show.stepper.moving import ROUNDS, moving
from adlesson.show.stepper.still import still


def first(x, y):
    u = x * y
    v = u + x
    f = u * v
    return f


FIRST = frames(ad.trace(first, x=3, y=2), ["forward", "reverse"])


@pytest.fixture(params=[False, True], ids=["wide", "tall"])
def picture(request):
    return moving(FIRST, "This is all.", request.param)


def test_at_rest_it_is_the_complete_picture(picture):
    """What is gone at rest apart, its texts are those of the last frame, and the closing sentence."""
    tree = ET.fromstring(picture)
    seen = [text for text in tree.iter(f"{SVG}text") if "ad-gone" not in text.get("class", "")]
    tokens = {text for group in tree.iter(f"{SVG}g") if "ad-gone" in group.get("class", "") for text in group}
    complete = ET.fromstring(still(FIRST, len(FIRST["frames"]) - 1)).iter(f"{SVG}text")
    words = sorted("".join(text.itertext()) for text in complete)
    closing = [text for text in seen if "ad-caption" in text.get("class", "")]
    assert sorted("".join(text.itertext()) for text in seen if text not in tokens and text not in closing) == words
    assert " ".join(text.text for text in closing) == "This is all."


def test_each_share_rides_its_arrow_and_none_before_its_frame(picture):
    """Six arrows, six rides, each with the share that its frame says, in the order of the sweep."""
    rides = re.findall(r"animation-name:r(\d+)\"><rect[^>]*/><text[^>]*>([^<]*)</text>", picture)
    said = {str(k): text.partition(" ")[0] for k, frame in enumerate(FIRST["frames"]) for what, _, text in frame["set"]
            if what == "share" and frame["lit"]["edges"]}  # fmt: skip
    assert dict(rides) == said and len(rides) == 6
    starts = [float(re.search(rf"@keyframes r{k}{{0%,([\d.]+)%", picture)[1]) for k, _ in rides]
    assert starts == sorted(starts) and max(starts) < 90


def test_every_animation_has_its_keyframes_and_they_end_after_three_rounds(picture):
    """A name without keyframes would stand still; one that never ends would tire the eye."""
    used, given = {*re.findall(r"animation-name:(\w+)", picture)}, {*re.findall(r"@keyframes (\w+)", picture)}
    assert used == given and f"linear {ROUNDS} both" in picture and "infinite" not in picture
    assert "@media (prefers-reduced-motion: reduce) { .ad-moves { animation: none; } }" in picture
    for name, frames_of in re.findall(r"@keyframes (\w+){((?:[^{}]*{[^{}]*})*)}", picture):
        places = [float(place) for place in re.findall(r"([\d.]+)%[,{]", frames_of)]
        assert places == sorted(places) and places[-1] <= 100, name


def test_it_is_small_and_needs_nothing_from_elsewhere(picture):
    """It is shown on a page that takes images only."""
    assert len(picture) < 40_000 and "<script" not in picture
    assert "http" not in picture.replace("http://www.w3.org/2000/svg", "")
