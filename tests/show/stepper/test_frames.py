"""Frames are the steps of the engine, one each, and nothing the front end would have to compute."""

import html
import json
import random
import re
import time

import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.numbers.arrays import filled
from adlesson.engine.sweeps import forward_sweep, reverse_sweep, tangent_sweep
from adlesson.show.evaluation import arrows
from adlesson.show.stepper.frames import frames
from adlesson.show.writing.numerals import number

ALL = list(ad.examples.ZOO.values())


def adjoints(data, program):
    """Return the adjoints at the last frame; a box inside that nobody has sent anything is empty, and means 0."""
    slopes = final(data, "slope")
    assert all(i in slopes for i in range(program.d)), "an input has a number in the end"
    return {i: slopes.get(i, number(filled(program.shape_at(i), 0))) for i in range(len(program))}


def final(data, what):
    """Return what the front end shows at the last frame: the last text set, by variable."""
    return {i: text for frame in data["frames"] for kind, i, text in frame["set"] if kind == what}


@pytest.mark.parametrize("example", ALL, ids=lambda e: e.name)
def test_there_is_one_frame_per_step_and_one_to_start_each_sweep(example):
    """What a learner steps through is what the code does."""
    p = ad.trace(example.f, example.at)
    data = frames(p, ["forward", "reverse"])
    forward, reverse = list(forward_sweep(p)), list(reverse_sweep(p))
    assert len(data["frames"]) == 1 + len(forward) + 1 + len(reverse)
    assert [phase["start"] for phase in data["phases"]] == [0, 1 + len(forward)]
    assert final(data, "value") == {i: number(u) for i, u in enumerate(ad.primals(p).values())}
    assert adjoints(data, p) == {i: number(u) for i, u in enumerate(ad.adjoints(p).values())}


@pytest.mark.parametrize("example", ALL, ids=lambda e: e.name)
def test_a_tangent_sweep_ends_at_the_tangents(example):
    """In the direction given, or along the first input."""
    p = ad.trace(example.f, example.at)
    direction = p.pack_inputs([2] * len(p.inputs))
    data = frames(p, ["tangent"], direction=direction)
    assert len(data["frames"]) == 1 + len(list(tangent_sweep(p, direction)))
    assert final(data, "slope") == {i: number(u) for i, u in enumerate(ad.tangents(p, direction).values())}
    assert final(data, "value") == {i: number(u) for i, u in enumerate(ad.primals(p).values())}


def test_a_payment_is_said_in_one_sentence():
    """b sends a its share: the product, and what a has before and after; the details stand in the equation, named."""
    data = frames(ad.trace(ad.examples.running, x=0.25), ["reverse"])
    frame = data["frames"][-2]
    assert frame["sentence"] == "b sends a its share: 17.80 × 2.568 = 45.71. Now the adjoint of a is 63.51."
    assert frame["said"] == (
        "b sends a its share: 17.80 times 2.568 equals 45.71. The adjoint of a is now 17.80 plus 45.71: 63.51."
    )
    names = [variable["name"] for variable in data["variables"]]
    assert [names[i] for i in frame["lit"]["targets"]] == ["a"] and [names[i] for i in frame["lit"]["sources"]] == ["b"]
    assert frame["lit"]["back"] and ["partial", frame["lit"]["edges"][0], "2.568"] in frame["set"]
    assert "<mn>63.51</mn>" in frame["equation"] and "<mtext>slope = 2a</mtext>" in frame["equation"]
    assert re.sub("<.*?>", "", frame["given"]) == "a¯=" and frame["result"] == "+= 45.71"


def test_parallel_edges_light_one_at_a_time():
    """x * x sends x two shares, along two arrows."""
    data = frames(ad.trace(lambda x: x * x, x=3), ["reverse"])
    assert [frame["lit"]["edges"] for frame in data["frames"][2:]] == [[0], [1]]
    assert data["frames"][2]["sentence"] == "f sends x its share for argument 1: 1 × 3 = 3."
    assert "slope = x<" in data["frames"][2]["equation"], "the slope along one arrow is not the derivative 2x"


def test_a_variable_without_a_finite_value_is_pointed_out():
    """NaN and infinity pass on without an error; the learner must see where they were born."""
    data = frames(ad.parse("log(x) + x", x=-1), ["forward"])
    sentences = [frame["sentence"] for frame in data["frames"]]
    assert "no finite value" in sentences[2] and "no finite" not in sentences[1]
    assert "first goes wrong" in sentences[2] and "first goes wrong" not in sentences[3]
    assert sentences[3].endswith("It has no finite value, because a has none.")


def test_every_frame_has_a_sentence_of_its_own_kind_and_is_json():
    """The sentence is caption and screen-reader text, so none may be empty; NaN and infinity are words."""
    p = ad.trace(lambda x: ad.log(x) * x + 1 / x, x=0)
    text = json.dumps(frames(p, ["forward", "tangent", "reverse"]), allow_nan=False)
    assert all(frame["sentence"].endswith((".", "?")) for frame in json.loads(text)["frames"])
    assert "∞" in text or "\\u221e" in text


def chain(turns):
    """Return a program of ``3 * turns + 1`` variables."""

    def f(x):
        for _ in range(turns):
            x = ad.sin(x) * x + 0.7
        return x

    return ad.trace(f, x=0.5)


def tangle(size, seed=3):
    """Return a program of ``size`` variables that reads at random, near and far."""
    pick = random.Random(seed)

    def f(x, y):
        z = [x, y]
        while len(z) < size:
            a, b = pick.choice(z[-9:]), pick.choice(z)
            z.append(pick.choice([lambda: a + b, lambda: a * b, lambda: ad.sin(a), lambda: ad.tanh(a)])())  # noqa: B023
        return z[-1]

    return ad.trace(f, x=0.5, y=0.3)


def weight(data):
    """Return how many bytes go to the page."""
    return len(json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode())


@pytest.mark.parametrize(
    "make", [lambda: chain(66), lambda: tangle(200), lambda: tangle(100)], ids=["chain", "tangle", "100"]
)
def test_two_hundred_variables_are_ready_soon_and_weigh_less_than_a_megabyte(make):
    """All frames go to the page at once.  (The time is a guard at ten times the goal of one second.)"""
    p = make()
    start = time.process_time()
    data = frames(p, ["forward", "reverse"])
    assert time.process_time() - start < 10
    assert weight(data) < 1_000_000
    assert any("ask" in frame for frame in data["frames"]) and data["gradient"] and data["memory"]


def test_more_than_two_hundred_variables_are_refused_with_a_way_out():
    """Nobody steps through them, and a part can be stepped through."""
    with pytest.raises(ad.LessonError, match=r"202 variables.* 200 at most.*one part of it, as a function of its own"):
        frames(chain(67), ["reverse"])


def test_a_large_program_is_drawn_once():
    """A picture from top to bottom would be as long as the page is patient."""
    small, large = frames(chain(33), ["forward"]), frames(tangle(101), ["forward"])
    assert [len(d["variables"]) for d in (small, large)] == [100, 101]
    assert small["pictures"]["tall"].startswith("<svg") and large["pictures"]["tall"] == ""


def test_unknown_sweeps_are_refused_by_name():
    """With the known ones listed."""
    with pytest.raises(ad.LessonError, match="did you mean 'reverse'"):
        frames(ad.trace(lambda x: x * x, x=3), ["reverse_"])


def test_several_outputs_step_from_the_first():
    """A seed per output is the reverse sweep's business; the picture starts from the first."""
    data = frames(ad.trace(lambda x: (x * 2, x * 3), x=1), ["reverse"])
    assert final(data, "slope")[0] == "2"


def neuron():
    return ad.trace(lambda W, x: ad.tanh(W @ x).sum(), W=np.array([[1.0, 2], [3, 4], [5, 6]]) / 10, x=np.array([0.5, -1]))


def batch():
    r = np.random.default_rng(0)
    points, wanted = r.normal(size=(64, 3)), r.normal(size=(64, 1))

    def loss(weights, bias, out):
        error = ad.tanh(points @ weights + bias) @ out - wanted
        return (error * error).mean()

    return ad.trace(loss, weights=r.normal(size=(3, 16)), bias=r.normal(size=16), out=r.normal(size=(16, 1)))


@pytest.mark.parametrize("make", [neuron, batch, lambda: ad.gradient_program(batch())], ids=["neuron", "batch", "gradient"])
def test_arrays_are_stepped_through_like_numbers(make):
    """One frame per step, and what is shown at the end are the values, adjoints and tangents of the engine."""
    p = make()
    data = frames(p, ["forward", "reverse"])
    seed = {p.outputs[0]: 1}
    assert len(data["frames"]) == 2 + len(list(forward_sweep(p))) + len(list(reverse_sweep(p, seed)))
    assert final(data, "value") == {i: number(u) for i, u in enumerate(ad.primals(p).values())}
    assert adjoints(data, p) == {i: number(u) for i, u in enumerate(ad.adjoints(p, seed).values())}
    data = frames(p, ["tangent"])
    moving = ad.tangents(p, {p.inputs[0]: filled(p.shapes[0], 1)})
    assert final(data, "slope") == {i: number(u) for i, u in enumerate(moving.values())}


def test_frames_of_arrays_hold_short_texts_only():
    """A batch of 64 points and a batch of 4,096 are the same few kilobytes, and no number of the arrays is in them."""

    def loss(weights, points):
        return ad.tanh(points @ weights).mean()

    sizes = []
    for n in (64, 4096):
        p = ad.trace(loss, weights=np.linspace(-1, 1, 48).reshape(3, 16), points=np.full((n, 3), 0.5))
        data = frames(p, ["forward", "reverse"])
        sizes.append(len(json.dumps(data)))
        texts = [(what, text) for frame in data["frames"] for what, _, text in frame["set"]]
        assert all(len(text) < (144 if what.startswith("heat") else 60) for what, text in texts)
        assert all(len(frame["sentence"]) < 250 for frame in data["frames"])
    assert sizes[0] < 40_000 and abs(sizes[1] - sizes[0]) < 2000


def test_a_payment_between_arrays_says_which_product_is_paid():
    """With the transpose in letters, and the array that it comes to."""
    data = frames(neuron(), ["reverse"])
    frame = data["frames"][-1]
    assert frame["sentence"].startswith("z2 sends x its share: Wᵀ @ z2_bar = [0.823, 1.10]. Nothing is left to send:")
    assert frame["said"].startswith("z2 sends x its share: W transposed at the adjoint of z2 equals [0.823, 1.10].")
    assert ["partial", frame["lit"]["edges"][0], "Wᵀ @ z2_bar"] in frame["set"]
    assert "⊤" in html.unescape(frame["equation"]) and "0.823" in frame["equation"]
    entrywise = data["frames"][3]["sentence"]
    assert "[1, 1, 1] × [0.978, 0.940, 0.887] = [0.978, 0.940, 0.887]" in entrywise
    assert [variable["shape"] for variable in data["variables"]] == ["3×2", "2 entries", "3 entries", "3 entries", ""]
    assert "smallest" in data["ranges"] and frames(ad.trace(lambda x: x * x, x=3), ["forward"])["ranges"] == ""


def test_inputs_and_outputs_that_are_arrays_are_said_to_be():
    """So that nobody wonders what the adjoint of an array is: the price of every entry."""
    said = [frame["sentence"] for frame in frames(neuron(), ["forward"])["frames"]]
    assert said[1] == "W is an input of shape 3 by 2: its value is 0.1 … 0.6."
    moving = [frame["sentence"] for frame in frames(neuron(), ["tangent"])["frames"]]
    assert moving[1:3] == [
        "W moves at speed 1, every entry. This is its tangent, Ẇ.",
        "x stays where it is, at speed 0.",
    ]
    square = ad.trace(lambda x: x * x, x=np.array([1.0, 2.0]))
    assert "the gradient of f.sum()" in frames(square, ["reverse"])["frames"][1]["sentence"]


def noted(data):
    """Return the variables that are marked, by name, and at which frame."""
    names = [variable["name"] for variable in data["variables"]]
    marks = [(k, i, text) for k, frame in enumerate(data["frames"]) for what, i, text in frame["set"] if what == "note"]
    return {names[i]: (k, text.removeprefix("⚠\ufe0e ")) for k, i, text in marks}


def test_the_variable_that_first_goes_wrong_is_marked_when_the_sweep_gets_there():
    """Not before, or there would be nothing left to find; and only once."""
    p = ad.parse("exp(x) - exp(x)", x=800)
    data = frames(p, ["forward", "reverse"])
    assert noted(data) == {"a": (2, "first ∞")}
    assert sum("first goes wrong" in frame["sentence"] for frame in data["frames"]) == 1
    assert noted(frames(p, ["reverse"])) == {"a": (0, "first ∞")}, (
        "without a forward sweep the values are there at the start"
    )
    assert "a is where it first goes wrong: exp(800) = ∞." in frames(p, ["reverse"])["frames"][0]["sentence"]
    incoming = frames(ad.parse("x*y", x=1, y=float("nan")), ["forward"])
    assert noted(incoming) == {"y": (2, "first NaN")}


def test_a_slope_that_goes_wrong_is_marked_in_its_own_sweep():
    """All values are finite; 0 times infinity is met on the way back."""
    p = ad.parse("sqrt(x)*0 + y", x=0, y=2)
    data = frames(p, ["forward", "reverse"])
    assert noted(data) == {"x": (len(data["frames"]) - 1, "first NaN")}
    assert data["frames"][-1]["sentence"].endswith("its share: 0 × ∞ = NaN. Here the sweep first goes wrong.")
    assert noted(frames(p, ["tangent"])) == {"a": (3, "first ∞")}


def test_crossing_a_kink_is_said_and_marked():
    """The learner who knows that |x| has no slope at 0 is told which one the sweep takes."""
    data = frames(ad.trace(lambda x: abs(x), x=0), ["forward", "reverse"])
    assert noted(data) == {"f": (5, "at the kink: 0 is used")}
    assert "where the slope is a convention: 0 is used." in data["frames"][-1]["sentence"]


def test_the_pictures_come_without_texts_that_belong_to_later_steps():
    """Their room is there; what stands in it is written at its step, and nothing can be read off before."""
    data = frames(ad.parse("exp(x) - exp(x)", x=800), ["forward", "reverse"])
    for picture in data["pictures"].values():
        assert "first" not in picture and "800" not in picture
    assert "ad-note" in data["pictures"]["wide"]


def test_a_forward_sweep_alone_keeps_no_room_for_slopes():
    """Its boxes are two lines high, and its arrows as short as they may be."""
    p = ad.gradient_program(ad.examples.running, x=0.25)
    low, high = (frames(p, [sweep])["pictures"]["wide"] for sweep in ("forward", "reverse"))
    assert "ad-slope" not in low and "ad-slope" in high
    assert width(low) < width(high) - 200


def test_the_two_pictures_are_small_since_what_stands_in_the_boxes_is_sent_once():
    """The boxes of the upright one are places only; the page fills them with what stands in the other."""
    data = running("forward", "reverse")
    assert weight(data["pictures"]) < 8500
    wide, tall = (data["pictures"][way] for way in ("wide", "tall"))
    assert wide.count("data-i=") == tall.count("data-i=") == 7 and wide.count("data-e=") == tall.count("data-e=") == 8
    assert "<text class='ad-name'" in wide and "ad-name" not in tall and '"' not in wide + tall


def test_variables_know_whom_they_read_in_the_order_of_the_arrows():
    """One for each argument, so that the page can name an arrow by its ends."""
    p = ad.trace(lambda x, y: x * x + y, x=3, y=2)
    variables = frames(p, ["reverse"])["variables"]
    assert [variable["reads"] for variable in variables] == [[], [], [0, 0], [2, 1]]
    pairs = [(k, i) for i, variable in enumerate(variables) for k in variable["reads"]]
    assert pairs == [(k, i) for k, i, _ in arrows(p)]


def test_a_box_has_room_for_a_share_from_each_of_its_readers():
    """Where the learner may be the machine: shares pile up in the boxes."""
    p = ad.trace(lambda x: x * x * x + x * x + x, x=3)
    heights = [
        [int(h) for h in re.findall(r"<g class='ad-node[^>]*><rect class='ad-box'[^>]* height='(\d+)'", picture["wide"])]
        for picture in (frames(p, [sweep])["pictures"] for sweep in ("reverse", "tangent"))
    ]
    assert heights[0][0] >= 44 + 6 * 16 > heights[1][0] and heights[0][1] == heights[1][1] == 80


def width(picture):
    return float(re.search(r"<svg [^>]* width='(\d+)'", picture)[1])


# --- what makes it a lesson -----------------------------------------------------------------------


def running(*sweeps):
    return frames(ad.trace(ad.examples.running, x=0.25), list(sweeps))


def test_one_cursor_lights_the_source_the_gradient_and_the_graph():
    """b sends a its share: the line b = a**2, the line that adds to a_bar, the arrow."""
    data = running("forward", "reverse")
    frame = data["frames"][-2]
    assert [data["source"]["lines"][k].strip() for k in frame["lit"]["lines"]] == ["b = a**2"]
    (line,) = [data["gradient"]["lines"][k].strip() for k in frame["lit"]["gradient"]]
    assert line == "a_bar += b_bar * (2 * a)"
    forward = data["frames"][4]
    assert forward["sentence"].startswith("c reads a and b") and forward["lit"]["gradient"] == []
    assert [data["source"]["lines"][k].strip() for k in forward["lit"]["lines"]] == ["c = a + b"]


@pytest.mark.parametrize("example", ALL, ids=lambda e: e.name)
@pytest.mark.parametrize("sweeps", [["forward", "reverse"], ["tangent"], ["schedule"], ["lagrange"]], ids=str)
def test_every_index_points_at_something(example, sweeps):
    """Lines, variables, arrows, frames and slips: the page looks them up without asking whether they are there."""
    p = ad.trace(example.f, example.at)
    data = json.loads(json.dumps(frames(p, sweeps), allow_nan=False))
    n, lines, back = len(p), range(len(data["source"]["lines"])), range(len((data["gradient"] or {"lines": ()})["lines"]))
    edges, slips = range(len(arrows(p))), range(len(data["mistakes"]))
    for frame in data["frames"]:
        lit = frame["lit"]
        assert set(lit["targets"] + lit["sources"]) <= set(range(n)) and set(lit["edges"]) <= set(edges)
        assert set(lit["lines"]) <= set(lines) and set(lit["gradient"]) <= set(back)
        assert all(i in (edges if what == "partial" else range(n)) for what, i, _ in frame["set"])
        for _, names in frame.get("ask", {"wrong": ()})["wrong"]:
            assert names and set(names) <= set(slips)
    for variable in data["variables"]:
        assert variable["line"] in lines
    assert back and [k for frame in data["frames"] for k in frame["lit"]["gradient"]] == list(back)
    assert (data["memory"] is None) == (not {"reverse", "schedule"} & set(sweeps))
    assert data["memory"] is None or len(data["memory"]["rows"]) == len(data["frames"])
    assert (data["schedule"] is None) == (not {"reverse", "schedule"} & set(sweeps))
    assert (data["figure"] is None) == ("lagrange" not in sweeps) and len(data["nudge"]["of"]) == n


def test_questions_stand_at_the_frames_whose_number_they_ask_for():
    """What the frame sets is the answer."""
    for frame in running("forward", "tangent", "reverse")["frames"]:
        if "ask" in frame:
            (text,) = [text for what, i, text in frame["set"] if what in ("value", "slope") and i in frame["lit"]["targets"]]
            assert number(frame["ask"]["expected"]) == text


def test_the_slips_are_numbered_and_say_what_the_words_of_the_frame_fill():
    """45.71 where b sends a its share: the share alone."""
    data = running("reverse")
    ask = data["frames"][-2]["ask"]
    ((_, (first, *_)),) = [row for row in ask["wrong"] if round(row[0], 2) == 45.71]
    slip = data["mistakes"][first]
    assert data["ideas"][slip["idea"]] == "shares are added"
    assert slip["says"].format(number="45.71", target="a", source="b", word="adjoint") == (
        "45.71 is the share of b alone: a had one before, and shares are added."
    )


def test_with_arrays_there_are_code_and_sentences_and_no_questions():
    """What cannot be asked for, held or nudged is null, not missing."""
    data = frames(neuron(), ["forward", "reverse"])
    assert not any("ask" in frame for frame in data["frames"]) and data["mistakes"] == []
    assert data["memory"] is data["nudge"] is None and data["gradient"]["lines"]
    assert "With arrays there is nothing to predict, nudge or fire here" in data["remark"]
    assert frames(ad.trace(lambda x: x * x, x=3), ["forward"])["remark"] == ""
    with pytest.raises(ad.LessonError, match="has arrays"):
        frames(neuron(), ["schedule"])
