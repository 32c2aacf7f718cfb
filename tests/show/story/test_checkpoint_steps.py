"""A reverse sweep in little memory, played back: what ``checkpoint`` does, action by action."""

import re

import numpy as np
import pytest

import adlesson as ad
from adlesson.show.stepper.frames import frames
from adlesson.show.writing.numerals import number

ONE = [p for e in ad.examples.ZOO.values() if isinstance((p := ad.trace(e.f, e.at)).returns, int) and len(p) > p.d]
ALL = [pytest.param(p, budget, id=f"{p.title}-{budget}") for p in ONE for budget in (1, 2, 3, 50)]
ACTIONS = {
    "store": r"State (\d+) is stored",
    "advance": r"From state (\d+) to state (\d+):",
    "reverse": r"Step (\d+), .* is run",
    "free": r"State (\d+) is freed",
}


def played(program, budget, at=None):
    return frames(program, ["reverse"], at, budget=budget)


def action(sentence):
    """Return the action that a sentence tells."""
    return next((what, *map(int, m.groups())) for what, told in ACTIONS.items() if (m := re.match(told, sentence)))


def states(data):
    """Return ``{what: {variable: text}}`` as it stands at each frame."""
    state, found = {}, []
    for frame in data["frames"]:
        for what, i, text in frame["set"]:
            state.setdefault(what, {})[i] = text
        found.append({what: dict(texts) for what, texts in state.items()})
    return found


@pytest.mark.parametrize(("program", "budget"), ALL)
def test_the_frames_are_the_actions_of_the_checkpointed_sweep(program, budget):
    """Actions, states at once, steps run again, and in the end the gradient."""
    plan, data = ad.checkpoint(program, budget=budget), played(program, budget)
    assert [action(frame["sentence"]) for frame in data["frames"][1:]] == plan.actions
    held, words = zip(*data["memory"]["rows"], strict=True)
    assert max(held) == data["memory"]["most"] == plan.peak and data["memory"]["of"] == plan.steps
    assert re.search(r"; (\d+) steps? run again$", words[-1])[1] == str(plan.extra)
    assert data["memory"]["says"].endswith(f"; {plan.extra} step{'s' * (plan.extra != 1)} run again.")
    slopes = states(data)[-1]["slope"]
    assert [slopes[i] for i in range(program.d)] == [number(u) for u in program.bind(plan.gradient)]


@pytest.mark.parametrize(("program", "budget"), ALL)
def test_a_box_has_its_value_while_it_is_in_memory(program, budget):
    """What a step reads is there when it is run and when it pays, and in the end only the inputs are left."""
    data, values = played(program, budget), [number(u) for u in ad.primals(program).values()]
    told = states(data)
    for k, frame in enumerate(data["frames"][1:], 1):
        shown = {i for i, text in told[k]["value"].items() if text}
        assert all(told[k]["value"][i] == values[i] for i in shown)
        what, start, *_ = action(frame["sentence"])
        before = {i for i, text in told[k - 1]["value"].items() if text}
        if what == "advance":
            assert set(program.alpha(program.d + start)) <= before | set(range(program.d))
        if what == "reverse":
            i = program.d + start
            assert frame["lit"]["sources"] == [i] and {i, *program.alpha(i)} <= shown
    assert {i for i, text in told[-1]["value"].items() if text} == set(range(program.d))


def test_a_small_budget_holds_less_and_runs_more():
    """Twelve steps: with one state 66 are run again; with all states each but the last, and the last state is not stored."""

    def chain(x):
        for _ in range(12):
            x = ad.sin(x)
        return x

    p = ad.trace(chain, x=0.5)
    rows = [played(p, budget)["memory"] for budget in (1, 3, 12)]
    assert [(row["most"], int(re.search(r"(\d+) steps", row["says"])[1])) for row in rows] == [(1, 66), (3, 21), (11, 11)]
    assert rows[1]["rows"][0] == [0, "0 of at most 3 states stored; 0 steps run again"]
    assert [2, "2 of at most 3 states stored (0, 4); 0 steps run again"] in rows[1]["rows"]


def test_what_nobody_sends_anything_has_the_adjoint_0_in_the_end():
    """Its box was empty up to then."""
    data = played(ad.trace(ad.examples.ZOO["idle"].f, ad.examples.ZOO["idle"].at), 2)
    assert "slope" not in states(data)[0] and states(data)[-1]["slope"][1] == "0"
    assert data["frames"][-1]["sentence"].endswith("Nobody sends y a share: its adjoint is 0.")


def test_a_step_is_told_with_what_it_pays():
    """The running example with two states; the sine and the exponential both send c a share."""
    sentences = [frame["sentence"] for frame in played(ad.trace(ad.examples.running, x=0.25), 2)["frames"]]
    assert sentences[5] == "Step 5, f, is run. Its adjoint is 1. It sends 1 to d and 1 to e."
    assert sentences[8] == "Step 3, d, is run again. It sends 18.78 to c."
    assert sentences[3] == "State 3 is stored, with all that later steps need: c."
    assert sentences[1] == "State 0 is stored, with all that later steps need: the inputs."
    frame = played(ad.trace(ad.examples.running, x=0.25), 2)["frames"][8]
    assert re.findall(r"<munder><mn>(.*?)</mn><mtext>(.*?)</mtext>", frame["equation"]) == [
        ("−0.9783", "so far"),
        ("18.78", "share of d"),
    ]
    assert frame["equation"].endswith("<mo>=</mo><mn>17.80</mn></math>") and frame["made"] == "d = 18.78"
    unread = [frame["sentence"] for frame in played(ad.trace(unused, x=2.0), 2)["frames"]]
    assert any("It sends nothing: it is not on the way to the output." in text for text in unread)


def unused(x):
    y = ad.sin(x)
    z = x * x
    y + 1
    return z


def test_arrays_and_other_inputs_are_played_too():
    """Here a program of arrays has a memory bar."""
    p = ad.trace(lambda W, x: ad.tanh(W @ x).sum(), W=np.ones((3, 2)), x=np.array([0.5, -1]))
    data = played(p, 2, {"x": np.array([0.1, 0.2])})
    assert data["memory"]["most"] == 2
    assert states(data)[-1]["slope"][1] == number(ad.grad(p, x=np.array([0.1, 0.2]))["x"])


def test_the_code_line_keeps_the_budget():
    """Whoever copies it sees the same."""
    p = ad.trace(ad.examples.running, x=0.25)
    line = "ad.Stepper(ad.trace(ad.examples.running, x=0.25), sweep='reverse', budget=2{options})"
    assert ad.Stepper(p, budget=2).data["code"].endswith(line)


def test_a_sweep_without_steps_or_with_too_many_is_refused():
    """Nothing can be stored of what is only an input, and nobody steps through thousands of frames."""
    with pytest.raises(ad.LessonError, match="takes 0 actions for f, and 1 to 1,500 can be stepped through"):
        played(ad.trace(lambda x: x, x=1), 2)
    with pytest.raises(ad.LessonError, match="output"):
        played(ad.trace(lambda x: (x * 2, x * 3), x=1), 2)


def test_one_state_is_counted_as_one():
    """In the first sentence, in the words beside the bar and in their sum."""
    told = frames(ad.trace(lambda x: x * x, x=3), ["reverse"], budget=1)
    assert "At most 1 state may be stored" in told["frames"][0]["sentence"]
    assert told["memory"]["rows"][1][1] == "1 of at most 1 state stored (0); 0 steps run again"
    assert told["memory"]["says"] == "At most 1 of 1 state stored at once; 0 steps run again."
