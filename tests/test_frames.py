"""Frames are the steps of the engine, one each, and nothing the front end would have to compute."""

import json
import time

import pytest

import adlesson as ad
from adlesson.engine.sweeps import forward_sweep, reverse_sweep, tangent_sweep
from adlesson.show.frames import frames
from adlesson.show.numerals import number

ALL = list(ad.examples.ZOO.values())


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
    assert final(data, "slope") == {i: number(u) for i, u in enumerate(ad.adjoints(p).values())}


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
    """b pays a: the share, the product, and the adjoint before and after."""
    data = frames(ad.trace(ad.examples.running, x=0.25), ["reverse"])
    frame = data["frames"][-2]
    assert frame["sentence"] == "b pays a: it adds 17.80 × 2.568 = 45.71 to the adjoint of a, 17.80 → 63.51."
    names = [variable["name"] for variable in data["variables"]]
    assert [names[i] for i in frame["lit"]["targets"]] == ["a"] and [names[i] for i in frame["lit"]["sources"]] == ["b"]
    assert frame["lit"]["back"] and ["partial", frame["lit"]["edges"][0], "2.568"] in frame["set"]
    assert "<mfrac>" in frame["letters"] and "63.51" in frame["numbers"]


def test_parallel_edges_light_one_at_a_time():
    """x * x pays x twice, along two arrows."""
    data = frames(ad.trace(lambda x: x * x, x=3), ["reverse"])
    assert [frame["lit"]["edges"] for frame in data["frames"][2:]] == [[0], [1]]
    assert "for argument 1: it adds 1 × 3 = 3" in data["frames"][2]["sentence"]
    assert "<mfrac>" not in data["frames"][2]["letters"], "the slope along one arrow is not the derivative 2x"


def test_a_variable_without_a_finite_value_is_pointed_out():
    """NaN and infinity pass on without an error; the learner must see where they were born."""
    data = frames(ad.parse("log(x) + x", x=-1), ["forward"])
    assert "no finite value" in data["frames"][2]["sentence"] and "no finite" not in data["frames"][1]["sentence"]


def test_every_frame_has_a_sentence_of_its_own_kind_and_is_json():
    """The sentence is caption and screen-reader text, so none may be empty; NaN and infinity are words."""
    p = ad.trace(lambda x: ad.log(x) * x + 1 / x, x=0)
    text = json.dumps(frames(p, ["forward", "tangent", "reverse"]), allow_nan=False)
    assert all(frame["sentence"].endswith(".") for frame in json.loads(text)["frames"])
    assert "∞" in text or "\\u221e" in text


def test_a_program_of_150_variables_is_ready_soon_and_small():
    """All frames go to the page at once, so they must be few kilobytes and quick to make."""

    def chain(x):
        for _ in range(49):
            x = ad.sin(x) * x + 0.7
        return x

    p = ad.trace(chain, x=0.5)
    start = time.monotonic()
    size = len(json.dumps(frames(p, ["forward", "reverse"])))
    assert time.monotonic() - start < 20
    assert size < 1_500_000


def test_unknown_sweeps_are_refused_by_name():
    """With the known ones listed."""
    with pytest.raises(ad.LessonError, match="did you mean 'reverse'"):
        frames(ad.trace(lambda x: x * x, x=3), ["reverse_"])


def test_several_outputs_step_from_the_first():
    """A seed per output is the reverse sweep's business; the picture starts from the first."""
    data = frames(ad.trace(lambda x: (x * 2, x * 3), x=1), ["reverse"])
    assert final(data, "slope")[0] == "2"
