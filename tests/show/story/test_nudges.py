"""A nudge moves the output as the engine says it must: the function itself is run again, with the nudge in it."""

import json
import re
import xml.etree.ElementTree as ET

import pytest

import adlesson as ad
from adlesson.engine.samples.examples import ZOO
from adlesson.show.evaluation import Evaluation
from adlesson.show.story.nudges import nudges
from adlesson.show.writing.numerals import number


def nudged(by, x=0.25):
    """Return the running example, line by line, with something added to its lines."""
    a = ad.exp(x + by.get("x", 0)) + by.get("a", 0)
    b = a * a + by.get("b", 0)
    c = a + b + by.get("c", 0)
    d, e = ad.exp(c) + by.get("d", 0), ad.sin(c) + by.get("e", 0)
    return d + e + by.get("f", 0)


def as_number(text):
    """Return a shown number as a float."""
    raised = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
    return float(text.translate(raised).replace("·10", "e"))


def test_the_rows_are_what_the_function_does_with_the_nudge_in_it():
    """For every line of the running example: how far f moves, and what the adjoint promises."""
    p = ad.trace(ad.examples.running, x=0.25)
    for name, curve in zip(p.names, nudges(Evaluation(p)), strict=True):
        for size, move, promised in curve["rows"]:
            epsilon = as_number(size)
            assert as_number(move) == pytest.approx(nudged({name: epsilon}) - nudged({}), rel=2e-3)
            assert as_number(promised) == pytest.approx(ad.adjoints(p)[name] * epsilon, rel=2e-3)


@pytest.mark.parametrize("example", ZOO.values(), ids=lambda e: e.name)
def test_a_smaller_nudge_comes_nearer_to_the_promise(example):
    """That is what an adjoint is; and the sentence says so only where it does."""
    p = ad.trace(example.f, example.at)
    for name, curve in zip(p.names, nudges(Evaluation(p)), strict=True):
        assert curve["slope"] == ad.adjoints(p)[name]
        off = [abs(as_number(move) - as_number(promised)) for _, move, promised in curve["rows"]]
        assert off[2] <= max(off[0] / 10, 1e-9)
        assert "no nearer" not in curve["text"]
        assert curve["text"].startswith(f"Add {curve['rows'][0][0]} to {name}: ")


def test_a_line_that_nobody_reads_moves_nothing():
    """Its adjoint is 0, and the sentence says why."""
    curve = nudges(Evaluation(ad.trace(ad.examples.idle, x=-1.5, y=0.5)))[1]
    assert curve["rows"][0][1:] == ["0", "0"] and curve["slope"] == 0
    assert curve["text"] == "Add 0.1 to y: idle does not move. It does not depend on y, whose adjoint is 0."


def test_at_a_corner_a_smaller_nudge_comes_no_nearer():
    """|x| at 0: the slope in use is 0, and the output moves all the same."""
    curve = nudges(Evaluation(ad.trace(lambda x: abs(x), x=0.0)))[0]
    assert curve["text"].endswith("0 × 0.1 = 0 was promised; with 0.001 it comes no nearer.")


def test_where_there_is_no_number_nothing_is_promised():
    """The logarithm at 0."""
    curve = nudges(Evaluation(ad.parse("log(x)", x=0)))[0]
    assert curve["slope"] is None and curve["text"].endswith("there is nothing to compare.")
    json.dumps(curve, allow_nan=False)


@pytest.mark.parametrize("example", ZOO.values(), ids=lambda e: e.name)
def test_the_picture_is_whole_and_says_what_it_shows(example):
    """Well formed, nothing outside its frame, coloured by the page's style sheet, with a label."""
    for curve in nudges(Evaluation(ad.trace(example.f, example.at))):
        svg = ET.fromstring(curve["svg"])
        assert svg.get("role") == "img" and "against a nudge of" in svg.get("aria-label")
        assert [part.get("class") for part in svg] == ["ad-axis", "ad-promise", "ad-curve"]
        assert not re.search("fill|stroke|style", curve["svg"])
        _, _, width, height = map(float, svg.get("viewBox").split())
        for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", "".join(part.get("d") for part in svg)):
            assert 0 <= float(x) <= width and 0 <= float(y) <= height


def test_the_dashed_line_touches_the_curve_where_nothing_is_added():
    """It is the tangent at the middle of the picture."""
    for curve in nudges(Evaluation(ad.trace(ad.examples.running, x=0.25))):
        drawn = [re.findall(r"([\d.]+),([\d.]+)", part.get("d")) for part in ET.fromstring(curve["svg"])]
        (x0, y0), (x1, y1) = [tuple(map(float, point)) for point in drawn[1]]
        middle = tuple(map(float, drawn[2][4]))
        assert middle[0] == (x0 + x1) / 2 and middle[1] == pytest.approx((y0 + y1) / 2, abs=0.11)
        left, right = (float(drawn[2][k][1]) for k in (3, 5))
        assert (left - right) / 40 == pytest.approx((y0 - y1) / (x1 - x0), rel=0.06)


def test_arrays_and_large_programs_have_none():
    """A curve for every one of 101 variables would be more than anybody looks at."""
    np = pytest.importorskip("numpy")
    assert nudges(Evaluation(ad.trace(lambda x: (x * x).sum(), x=np.ones(3)))) is None
    sums = [ad.parse("+".join(["x"] * n), x=1) for n in (100, 101)]
    assert [len(p) for p in sums] == [100, 101]
    assert len(nudges(Evaluation(sums[0]))) == 100 and nudges(Evaluation(sums[1])) is None


def test_of_several_outputs_the_first_is_watched_at_the_inputs_given():
    """As in the reverse sweep."""
    curve = nudges(Evaluation(ad.trace(lambda x: (x * x, x * 3), x=1.0), {"x": 2.0}))[0]
    assert curve["slope"] == 4 and curve["rows"][0] == [number(u) for u in (0.1, 2.1 * 2.1 - 4, 0.4)]


def test_a_slope_that_no_float_holds_promises_nothing_and_breaks_nothing():
    """x**1000 at the whole number 10 is exact, and so is its slope; a nudge of it is not."""
    curve = nudges(Evaluation(ad.parse("x**1000", x=10)))[0]
    assert curve["slope"] is None and curve["text"].endswith("there is nothing to compare.")
    assert curve["rows"][0] == ["1", "NaN", "∞"]
    assert nudges(Evaluation(ad.parse("-x**1000", x=10)))[0]["rows"][0][2] == "−∞"
    json.dumps(curve, allow_nan=False)


@pytest.mark.parametrize("x", [1e308, -1e308, 1e-320, 0.0])
def test_the_picture_of_a_huge_or_tiny_move_has_finite_places(x):
    """Twice the largest float is no float, and nothing may be divided by next to nothing."""
    for curve in nudges(Evaluation(ad.parse("x*y", x=x, y=1.0))):
        assert not re.search("inf|nan", curve["svg"])
