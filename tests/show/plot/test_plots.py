"""Plots: right numbers in the right places and in words, no colour alone, at home on any page."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import matplotlib
import numpy as np
import pytest

import adlesson as ad
from adlesson.show.plot import plots

SVG = "{http://www.w3.org/2000/svg}"
STEPS = [10.0**-k for k in range(1, 9)]
ERRORS = {
    "one-sided": (STEPS, [h + 1e-16 / h for h in STEPS]),
    "two-sided": (STEPS, [h * h + 1e-16 / h for h in STEPS]),
}


def errors(**changes):
    return ad.plots.lines(**({"series": ERRORS, "title": "Errors", "x": "step h", "y": "error", "log": "xy"} | changes))


def counts(**changes):
    values = {"one-sided": 1001, "two-sided": 2000, "one sweep": 1}
    return ad.plots.bars(**({"values": values, "title": "Runs", "x": "runs of the loss"} | changes))


def texts(plot):
    return ["".join(text.itertext()) for text in ET.fromstring(plot.svg).iter(f"{SVG}text")]


def places(plot, xs, ys, **options):
    """Return where the points of a lone series stand: pairs of pixels; its marks come before the legend's."""
    svg = ad.plots.lines({"u": (xs, ys)}, "t", "x", "y", points=["u"], **options).svg
    every = re.findall(r'transform="translate\(([\d.]+) ([\d.]+)\)"', svg)
    return [(float(a), float(b)) for a, b in every][: len(xs)]


# --- in the right places --------------------------------------------------------------------------


def test_points_stand_where_their_numbers_say():
    """Equal steps of x are equal steps to the right; y = 4 is four times as high as y = 1."""
    (x0, y0), (x1, y1), (x2, y2) = places("linear", [0, 1, 2], [0, 1, 4])
    assert x1 - x0 == pytest.approx(x2 - x1, rel=1e-3) and x1 > x0
    assert y0 - y2 == pytest.approx(4 * (y0 - y1), rel=1e-3) and y0 > y1


def test_on_logarithmic_axes_equal_factors_are_equal_steps():
    """A power law is a straight line, and its slope is the exponent."""
    found = places("log", [1, 10, 1000], [1, 100, 10**6], log="xy")
    (x0, y0), (x1, y1), (x2, y2) = found
    assert x2 - x1 == pytest.approx(2 * (x1 - x0), abs=0.3)  # pixels, written to a tenth
    assert y1 - y2 == pytest.approx(2 * (y0 - y1), abs=0.3)


def test_the_numbers_at_logarithmic_axes_are_powers_of_ten():
    """Written as everywhere in the lesson, not in a font of their own."""
    assert {"10⁻⁸", "10⁻²"} <= set(texts(errors()))
    assert not any("$" in text for text in texts(errors()))


@pytest.mark.parametrize("xs", [[2, 3], [1.5, 20], [0.2, 0.9], [1, 1.1], [5, 5]])
def test_a_short_logarithmic_axis_has_two_numbers_at_least(xs):
    """Between 2 and 3 there is no power of ten, and an axis without numbers says nothing."""
    plot = ad.plots.lines({"u": (xs, [1, 2])}, "t", "x", "y", log="x")
    assert len([text for text in texts(plot) if text.startswith("10")]) >= 2
    assert not any("$" in text for text in texts(plot))  # Matplotlib's own small ticks are labelled in TeX


def test_points_are_not_joined_and_lines_are():
    """A line through measurements would claim what nobody measured."""

    def strokes(**options):
        svg = ad.plots.lines({"u": ([0, 1, 2], [0, 1, 0])}, "t", "x", "y", **options).svg
        return len(re.findall(r"stroke: var\(--ad-forward\); stroke-width: 1.8", svg))

    assert (strokes(), strokes(points=["u"])) == (2, 0)  # the line, and its piece in the legend


def test_bars_are_as_long_as_their_numbers():
    """From zero, in both directions; the value is written at the end."""
    plot = ad.plots.bars({"gain": 3.0, "loss": -1.5}, "Signed", "units")
    found = re.findall(r'd="M ([\d.]+) [\d.]+ L ([\d.]+) [^"]*" style="fill: var\(--ad-forward\)', plot.svg)
    gain, loss = (float(b) - float(a) for a, b in found)
    assert gain == pytest.approx(-2 * loss, rel=1e-3) and gain > 0
    assert {"gain", "3", "loss", "−1.5"} <= set(texts(plot))


def test_on_a_logarithmic_axis_equal_factors_are_equal_lengths():
    """The shortest bar begins a power of ten lower, and all end where their numbers are."""
    svg = ad.plots.bars({"a": 10, "b": 100, "c": 1000}, "t", "x", log=True).svg
    found = re.findall(r'd="M ([\d.]+) [\d.]+ L ([\d.]+) [^"]*" style="fill: var\(--ad-forward\)', svg)
    one, two, three = (float(b) - float(a) for a, b in found)
    assert one > 0 and two == pytest.approx(2 * one, rel=1e-3) and three == pytest.approx(3 * one, rel=1e-3)


# --- in words -------------------------------------------------------------------------------------


def test_the_description_says_the_first_the_last_the_smallest_and_the_largest():
    """A screen reader gets the story of each curve, in the numbers' own short form."""
    text = ad.plots.lines({"V": ([1, 2, 3, 4], [5, -1.25, 8, 2])}, "A fall and a rise", "time", "height").description
    assert text.startswith("A fall and a rise. Lines: height against time. ")
    assert text.endswith("V: 4 points, from 5 at 1 to 2 at 4; smallest −1.25 at 2, largest 8 at 3.")


def test_the_description_says_what_is_logarithmic_and_what_is_not_joined():
    """The two things a reader who does not see would get wrong."""
    text = errors(points=["two-sided"]).description
    assert "error (logarithmic) against step h (logarithmic)" in text
    assert "one-sided: 8 points, from" in text and "two-sided: 8 points, not joined, from" in text
    assert "height against" not in errors(log="x").description and "error against step h (log" in errors(log="x").description


def test_the_author_may_add_a_sentence():
    """What the picture means is not in the numbers."""
    assert errors(description="Both are V-shaped.").description.endswith(" Both are V-shaped.")
    assert counts(description="One sweep is enough.").description.endswith("one sweep 1. One sweep is enough.")


@pytest.mark.parametrize("plot", [errors, counts])
def test_the_picture_carries_its_description(plot):
    """As its label, as its repr, and as one image rather than a heap of letters."""
    tree = ET.fromstring(plot().svg)
    assert (tree.get("role"), tree.get("aria-label")) == ("img", plot().description)
    assert repr(plot()) == plot().description


def test_bars_say_every_number():
    """Nothing is only a length."""
    assert counts().description == "Runs. Bars: runs of the loss. one-sided 1001, two-sided 2000, one sweep 1."
    assert "runs of the loss (logarithmic)" in counts(log=True).description


def test_what_cannot_be_shown_is_left_out_and_counted():
    """A hole in a curve is part of its story."""
    inf, nan = float("inf"), float("nan")
    series = {"u": ([1, 2, 3, 4, 5], [1, inf, nan, 0, 10**400])}
    assert "u: 2 points, from 1 at 1 to 0 at 4;" in (text := ad.plots.lines(series, "t", "x", "y").description)
    assert text.endswith("Left out: 3, because infinite or NaN.")
    text = ad.plots.lines(series, "t", "x", "y", log="y").description
    assert "u: 1 point, from 1 at 1" in text
    assert text.endswith("Left out: 4, because infinite or NaN, or not positive on a logarithmic axis.")
    assert ad.plots.bars({"a": 1, "b": nan}, "t", "x").description.endswith("a 1. Left out: 1, because infinite or NaN.")


# --- on the page ----------------------------------------------------------------------------------


@pytest.mark.parametrize("plot", [errors, counts])
def test_the_same_plot_is_the_same_bytes(plot):
    """So that a page that is built again does not differ."""
    assert plot().svg == plot().svg


@pytest.mark.parametrize("plot", [errors, counts])
def test_two_plots_on_one_page_do_not_meddle(plot):
    """No ids, no references to them, and no rules that would reach the rest of the page."""
    assert not re.search(r"\bid=|href|url\(|<style|<defs|<use|<metadata", plot().svg)


@pytest.mark.parametrize("plot", [errors, counts])
def test_every_colour_and_font_is_the_pages(plot):
    """Black on a dark page cannot be read, nor white on a light one."""
    svg = plot().svg
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\bblack\b|\bwhite\b|rgb|DejaVu", svg)
    assert set(re.findall(r"(?:fill|stroke): ([^;\"]+)", svg)) <= {"none"} | set(re.findall(r"var\(--ad-\w+\)", svg))
    assert all("fill: var" in text.get("style") for text in ET.fromstring(svg).iter(f"{SVG}text"))
    style = ad.draw(ad.trace(lambda x: x, x=1))._repr_html_()
    assert all(f"--ad-{name}:" in style for name in re.findall(r"var\(--ad-(\w+)\)", svg))


def test_no_two_series_differ_by_colour_alone():
    """Five curves: five marks, five ways to be dashed, and a legend that names them."""
    plot = ad.plots.lines({name: ([0, 1], [0, k]) for k, name in enumerate("abcde")}, "t", "x", "y")
    tree = ET.fromstring(plot.svg)
    marks = {path.get("d") for path in tree.iter(f"{SVG}path") if "translate" in path.get("transform", "")}
    dashes = {
        re.sub(r"stroke: [^;]*;", "", p.get("style"))
        for p in tree.iter(f"{SVG}path")
        if "stroke-width: 1.8" in p.get("style")
    }
    assert len(marks) == len(dashes) == 5
    assert set("abcde") <= set(texts(plot))


def test_names_are_text_never_markup_or_formulas():
    """A label may hold any sign."""
    plot = ad.plots.lines({"<b>$\\frac$": ([0, 1], [0, 1])}, "$t_1 & more", "<x>", 'y "quoted"')
    assert {"<b>$\\frac$", "$t_1 & more", "<x>", 'y "quoted"'} <= set(texts(plot))
    assert "<b>" not in plot._repr_html_()


def test_the_readers_own_settings_change_nothing_and_are_not_changed():
    """Matplotlib has one set of settings for everybody; a lesson must not touch it, nor depend on it."""
    before = errors().svg
    with matplotlib.rc_context({"font.size": 30, "xtick.labelsize": 40, "axes.facecolor": "red", "svg.fonttype": "path"}):
        mine = dict(matplotlib.rcParams)
        assert errors().svg == before
        assert dict(matplotlib.rcParams) == mine


def test_a_saved_plot_stands_alone(tmp_path):
    """For slides and papers."""
    errors().save(tmp_path / "errors.svg")
    tree = ET.fromstring((tmp_path / "errors.svg").read_text("utf-8"))
    assert "color-scheme: light dark" in tree.find(f"{SVG}style").text
    assert tree.get("class").split() == ["adlesson", "ad-graph"]


def test_matplotlib_loads_with_the_first_plot_and_pyplot_never():
    """It takes longer to load than the rest of the lesson, and pyplot looks for a screen."""
    program = """if True:
        import sys, adlesson as ad
        assert "matplotlib" not in sys.modules and "plots" in dir(ad)
        ad.plots.bars({"a": 1}, "t", "x")
        assert "matplotlib" in sys.modules and "matplotlib.pyplot" not in sys.modules"""
    subprocess.run([sys.executable, "-c", program], check=True)


# --- what is given --------------------------------------------------------------------------------


def test_numbers_of_any_real_kind_can_be_plotted():
    """Arrays, fractions and ranges come out of the lesson's own cells."""
    series = {"u": (np.arange(3), (u / 2 for u in range(3)))}
    assert "from 0 at 0 to 1 at 2" in ad.plots.lines(series, "t", "x", "y").description


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: errors(series={}), "nothing to show in {}: give a dict that maps labels to pairs"),
        (lambda: errors(series=[1, 2]), r"nothing to show in \[1, 2\]: give a dict"),
        (lambda: errors(series={"u": [1, 2, 3]}), r"'u' maps to \[1, 2, 3\]: give a pair"),
        (lambda: errors(series={"u": ([1, 2], [1])}), "'u' has 2 xs and 1 ys"),
        (lambda: errors(series={"u": ([1], ["one"])}), "'one', given for 'u', is not a real number"),
        (lambda: errors(series={"u": ([1], [1j])}), "1j, given for 'u', is not a real number"),
        (lambda: errors(series={"u": ([1], [0])}), "none of its 1 points is finite, and positive on a log"),
        (lambda: errors(series={str(k): ([1], [1]) for k in range(6)}), "6 series are too many to tell apart"),
        (lambda: errors(log="z"), "no axes 'z': log is"),
        (lambda: errors(log=True), "no axes True: log is"),
        (lambda: errors(points=["one-side"]), "no series 'one-side' to draw as points .did you mean 'one-sided'"),
        (lambda: errors(points="two"), "no series 'two' to draw as points"),
        (lambda: counts(values={}), "nothing to show in {}: give a dict that maps labels to numbers"),
        (lambda: counts(values={"a": None}), "None, given for 'a', is not a real number"),
        (lambda: counts(values={"a": float("nan")}), "no finite number for a"),
        (lambda: counts(values={"a": -1}, log=True), "no positive number for a"),
        (
            lambda: counts(values=dict.fromkeys(range(61), 1)),
            "the plot has 61 bars, and one can read 60 at most: give fewer",
        ),
    ],
)
def test_what_cannot_be_plotted_is_named_with_a_remedy(make, sentence):
    """An error one can act on, and a ValueError for those who catch that."""
    with pytest.raises(ad.LessonError, match=sentence) as caught:
        make()
    assert isinstance(caught.value, ValueError)


def test_of_many_points_the_lowest_and_the_highest_of_each_stretch_are_drawn():
    """So no peak is lost, the page does not hold a million marks, and the description says it."""
    spike = [(k, 1000.0 if k == 77_777 else float(k % 10)) for k in range(100_000)]
    seen = plots.thinned(spike)
    assert (77_777, 1000.0) in seen and len(seen) <= plots.MOST_POINTS and seen == sorted(seen)
    assert {u for _, u in seen} == {0.0, 9.0, 1000.0}
    assert plots.thinned(spike[: plots.MOST_POINTS]) == spike[: plots.MOST_POINTS]
    many = ad.plots.lines({"u": ([*range(9_000)], [k % 10 for k in range(9_000)])}, "t", "x", "y", points=["u"])
    assert len(many.svg) < 700_000 and "9000 points, not joined, drawn are the lowest and the highest" in many.description
