"""A mode of the stepper is one Python module: what it hands over is all that the page needs to know of it."""

import html
import json
import subprocess
import sys
from typing import get_args, get_type_hints

import pytest

import adlesson as ad
from adlesson.engine.mistakes.table import Slip
from adlesson.engine.samples.examples import ZOO
from adlesson.show.evaluation import Evaluation
from adlesson.show.live.script import packed
from adlesson.show.stepper import contract
from adlesson.show.stepper.frames import frames
from adlesson.show.story import MODES, mode
from adlesson.show.story.narrator import Narrator
from adlesson.show.story.phases import PAGE, Phase, Story, starts


def readers(narrator):
    """Tell how often each variable is read: a mode of somebody else's."""
    program, rows, asks = narrator.program, [narrator.row("Who is read how often? That many shares come back.")], []
    narrator.give_values(rows[0])
    for i, name in enumerate(program.names):
        count = len(program.beta(i))
        edges = [e for e, (tail, _, _) in enumerate(narrator.here.arrows) if tail == i]
        rows.append(narrator.row(f"{name} is read {count} times.", [("slope", i, str(count))], [i], program.beta(i), edges))
        numbers = {"expected": count, "tolerance": 0.1, "whole": True, "wrong": [[count + 1, ["itself too"]]], "blank": 1}
        asks.append(
            {"question": f"How often is {name} read?", "hints": ["Count.", "Arrows.", "Out."], "idea": "readers"} | numbers
        )
    about = [[i] for i in range(len(program))]
    return Story(
        [Phase("readers", "Who reads whom", rows, about, asks, word="readers", role="back")],
        slips=[Slip("itself too", "readers", "{target} does not read itself.")],
    )


@pytest.fixture
def another_mode(monkeypatch):
    """Add the mode, and take it away again."""
    monkeypatch.setitem(MODES, "readers", readers)


def test_a_mode_from_outside_is_played_like_any_other(another_mode):
    """One function in one table: frames, questions, lines of the function and a page, and nothing in JavaScript."""
    p = ad.trace(ad.examples.running, x=0.25)
    stepper = ad.Stepper(p, sweep="readers", predict=True)
    data = stepper.data
    (phase,) = data["phases"]
    assert phase["sweep"] == "readers" and phase["label"] == "Who reads whom" and phase["word"] == "readers"
    assert {"role": "back", "second": "slope", "look": "", "names": (), "start": 0}.items() <= phase.items()
    first, *rows = data["frames"]
    assert len([entry for entry in first["set"] if entry[0] == "value"]) == len(p) == len(rows)
    assert data["mistakes"] == [{"says": "{target} does not read itself.", "idea": 0}] and data["ideas"] == ["readers"]
    assert rows[1]["sentence"] == "a is read 2 times." and rows[1]["ask"]["expected"] == 2
    assert rows[1]["lit"]["lines"] == [1] and data["source"]["lines"][1].strip() == "a = exp(x)"
    assert (
        data["variables"][1]["name"] == "a"
        and len(data["nudge"]["of"]) == len(p)
        and data["memory"] is data["gradient"] is None
    )
    assert data["code"].partition("\n")[2] == "ad.Stepper(ad.trace(ad.examples.running, x=0.25), sweep='readers'{options})"
    assert packed(json.dumps(data)) in stepper._repr_mimebundle_()[0]["text/html"]


@pytest.mark.parametrize("example", ZOO.values(), ids=lambda e: e.name)
def test_it_is_played_on_every_example(another_mode, example):
    """Whatever a program looks like."""
    p = ad.trace(example.f, example.at)
    assert len(ad.Stepper(p, "readers").data["frames"]) == 1 + len(p)


def test_when_it_is_taken_away_there_is_no_such_sweep(another_mode):
    """And as long as it is there it is among the known ones."""
    p = ad.parse("x*x", x=3)
    with pytest.raises(ad.LessonError, match=f"known are {', '.join(MODES)}$"):
        ad.Stepper(p, "writers")
    MODES.pop("readers")
    with pytest.raises(ad.LessonError, match=rf"no sweep 'readers'.*: known are {', '.join(MODES)}$"):
        ad.Stepper(p, "readers")
    MODES["readers"] = readers


def test_values_are_shown_once_whatever_came_before(another_mode):
    """By the first phase that has them all; one that shows only some is followed by one that shows all."""

    def inputs(narrator):
        rows = [narrator.row("Inputs."), narrator.row("One.", narrator.told("value", 0, narrator.z[0]), [0])]
        return Story([Phase("one", "One input", rows)])

    MODES["one"] = inputs
    p = ad.parse("x*y*x", x=2, y=3)
    try:
        for first, count in ([], 4), (["forward"], 4), (["readers"], 4), (["one"], 5):
            rows = frames(p, [*first, "reverse"])["frames"]
            assert sum(what == "value" for row in rows for what, _, _ in row["set"]) == count
    finally:
        del MODES["one"]


@pytest.mark.parametrize("name", MODES)
def test_a_mode_tells_the_page_all_it_has_to_know(name):
    """As text, switches and one of a few words, so that nothing depends on a mode's name."""
    p = ad.trace(ad.examples.running, x=0.25)
    story = mode(name)(Narrator(Evaluation(p)))
    for phase in story.phases:
        entries = [u for u in (phase.about, phase.asks, phase.lines) if u is not None]
        assert {len(u) for u in entries} <= {len(phase.rows) - 1}, "one entry for each frame but the first, or None for all"
        assert phase.second in ("slope", "residual") and phase.role in ("forward", "back")
        assert phase.look in get_args(get_type_hints(contract.Phase)["look"])
        assert len(phase.names) == (len(p) if phase.look else 0) and all(type(text) is str for text in phase.names)
        assert phase.word in html.unescape(phase.legend) + " adjoint multiplier"
        assert phase.legend.startswith("In each box: its value") and phase.legend.endswith(".")
    told = ad.Stepper(p, name).data["phases"]
    assert [list(phase) for phase in told] == [["sweep", "label", "start", *PAGE]] * len(story.phases)
    assert [phase["start"] for phase in told] == starts(story.phases)


def test_the_legend_has_a_place_for_how_arrays_are_cut():
    """The page fills it, and puts before it what cannot be done with arrays (``test_modules`` looks at what it shows)."""
    np = pytest.importorskip("numpy")
    data = ad.Stepper(ad.trace(lambda x: (x * x).sum(), x=np.arange(48.0)), "reverse").data
    assert "below it its adjoint{ranges}. Filled box" in data["phases"][0]["legend"]
    assert data["remark"].startswith("With arrays there is nothing to predict")
    assert data["ranges"] == "of an array too long to write out, the smallest … largest entry"


def test_only_the_mode_that_needs_it_loads_the_lagrange_room():
    """And none of them needs SymPy, which takes longer to load than all the rest."""
    program = """if True:
        import sys, adlesson as ad
        p = ad.parse("x*y", x=1, y=2)
        rooms = lambda: sorted({"sympy", "adlesson.lagrange"} & {*sys.modules})
        for name in ("forward", "tangent", "reverse", "schedule"):
            ad.Stepper(p, name)
        ad.Stepper(p, budget=1), ad.explore("x*y")
        before = rooms()
        ad.Stepper(p, "lagrange")
        print(before, rooms())"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[] ['adlesson.lagrange']\n"
