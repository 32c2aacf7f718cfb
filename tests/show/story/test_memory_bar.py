"""The memory bar at each frame is what the engine counts at each moment."""

import re

import pytest

import adlesson as ad
from adlesson.engine.cost.memory import held, saves
from adlesson.engine.samples.examples import ZOO
from adlesson.engine.sweeps import forward_sweep, reverse_sweep
from adlesson.show.evaluation import Evaluation
from adlesson.show.stepper.frames import frames
from adlesson.show.story.memory_bar import held_spans, saved

SINGLE = [e for e in ZOO.values() if isinstance(ad.trace(e.f, e.at).returns, int)]


def bar(spans, k):
    """Return how many values are held at frame ``k``."""
    return sum(1 for span in spans if span and span[0] <= k <= span[1])


@pytest.mark.parametrize("example", SINGLE, ids=lambda e: e.name)
def test_at_the_frame_of_an_instruction_as_much_is_held_as_the_engine_counts(example):
    """Forwards at the instruction's own frame, backwards at its last payment."""
    p = ad.trace(example.f, example.at)
    m, back = len(p) - p.d, 1 + len(list(forward_sweep(p)))
    steps = list(reverse_sweep(p))
    spans, memory = held_spans(Evaluation(p), back, 0)
    forwards = [bar(spans, 1 + i) for i in range(p.d, len(p))]
    last_payment = {p.index(step.source): back + k for k, step in enumerate(steps, 1) if step.source}
    backwards = {i: bar(spans, k) for i, k in last_payment.items()}
    counts = held(p)
    assert forwards == counts[:m]
    assert backwards == {i: counts[2 * m - 1 - (i - p.d)] for i in backwards}
    assert memory["most"] == max(counts) and memory["of"] == len(p)
    assert memory["says"].startswith(f"At most {max(counts)} of {len(p)} values")


def test_a_value_is_gone_after_its_last_reader():
    """In the running example the sine reads c, and so does nobody after it but exp, which reads its own output."""
    p = ad.trace(ad.examples.running, x=0.25)
    steps = list(reverse_sweep(p))
    spans, _ = held_spans(Evaluation(p), 8, 0)
    names = dict(zip(p.names, spans, strict=True))
    assert names["x"] == [1, 2], "exp saves its output, so nobody wants x back"
    assert steps[3][:2] == ("reverse", "c") and names["c"] == [4, 8 + 4]
    assert names["d"] == [5, 8 + 5] and names["a"] == [2, 8 + 9]


def test_without_a_forward_phase_what_is_not_saved_is_not_there():
    """The reverse sweep starts with what it will need."""
    p = ad.trace(ad.examples.running, x=0.25)
    spans, memory = held_spans(Evaluation(p), 0)
    kept = {name: span for name, span in zip(p.names, spans, strict=True) if span}
    assert list(kept) == ["a", "c", "d"] and all(first == 0 for first, _ in kept.values())
    assert memory["most"] == 3


@pytest.mark.parametrize("example", SINGLE, ids=lambda e: e.name)
def test_what_a_rule_saves_is_said_by_name(example):
    """As the engine found by running the partials."""
    p = ad.trace(example.f, example.at)
    for i, (words, kept) in enumerate(zip(saved(p), saves(p), strict=True)):
        if i < p.d:
            assert words == ""
        else:
            told = words.replace("its own value", f"the value of {p.names[i]}").split(" and ")
            assert told == ([f"the value of {p.names[k]}" for k in kept] or ["no value"])
            assert ("its own" in words) == (i in kept)


def test_several_outputs_have_no_bar():
    """The sweep starts from the first, and the others are somebody else's."""
    p = ad.trace(lambda x: (x * x, x * 3), x=2.0)
    assert held_spans(Evaluation(p), 0) == (None, None)


@pytest.mark.parametrize("sweeps", [["forward", "reverse"], ["reverse"]], ids=str)
def test_the_bar_is_as_long_as_the_spans_say(sweeps):
    """At every frame; the words name the rule in use, backwards that of the variable that pays."""
    p = ad.trace(ad.examples.running, x=0.25)
    data, start = frames(p, sweeps), 8 * (len(sweeps) - 1)
    spans, memory = held_spans(Evaluation(p), start, 0 if start else None)
    counts, words = zip(*data["memory"]["rows"], strict=True)
    assert list(counts) == [bar(spans, k) for k in range(len(data["frames"]))] and max(counts) == memory["most"]
    assert words[-2] == f"{counts[-2]} of 7 values held. b needs the value of a for its slopes."
    assert words[0] == f"{counts[0]} of 7 values held."
    found = [(k, m) for k, text in enumerate(words) if (m := re.search(r" Then (.*) (?:is|are) freed\.$", text))]
    freed = {name: k for k, m in found for name in m[1].split(" and ")}
    assert freed == {name: span[1] for name, span in zip(p.names, spans, strict=True) if span}


@pytest.mark.parametrize("forward", [None, 0])
def test_an_output_that_is_an_input_is_held_until_it_is_handed_out(forward):
    """There is nothing to pay, so nothing waits for the way back."""
    p = ad.trace(lambda x, y: y, x=2.0, y=3.0)
    spans, memory = held_spans(Evaluation(p), 3, forward)
    assert spans[1] == (None if forward is None else [2, 2])
    assert memory["most"] == (0 if forward is None else 2)
    told = frames(p, ["forward", "reverse"])
    assert told["frames"][-1]["sentence"].startswith("y moves one for one with itself: 1.")
    assert told["memory"]["rows"][2][1].startswith("2 of 2 values held") and told["memory"]["rows"][-1][0] == 0


def test_one_value_is_counted_as_one():
    """The words beside the bar are a sentence."""
    p = ad.trace(lambda x: x * x, x=3)
    _, memory = held_spans(Evaluation(p), 0)
    assert memory["says"].startswith("At most 1 of 2 values is held at once")
