"""The three blocks as frames: gaps are those of L's gradient, rows those of the system, the end is the gradient."""

import json
import math
import re

import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.ops import OPS
from adlesson.engine.sweeps import reverse_sweep
from adlesson.show.evaluation import Evaluation, arrows
from adlesson.show.stepper.frames import frames
from adlesson.show.story.block_steps import tell
from adlesson.show.story.narrator import Narrator
from adlesson.show.writing.numerals import number

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def one_output(examples):
    return [pytest.param(p, id=e.name) for e in examples if isinstance((p := ad.trace(e.f, e.at)).returns, int)]


ARRAYS = {"transpose"}
SCALARS = [row for row in one_output(ad.examples.ZOO.values()) if row.values[0].shapes is None]


def read(text):
    """Return the number in a short text."""
    digits, _, power = text.replace("−", "-").partition("·10")
    return float(digits) * 10.0 ** int(power.translate(RAISED) or 0)


def states(program, at=None):
    """Yield ``(label, frame, {what: {variable: text}})`` for each frame: the state is what all frames so far have set."""
    data, state = frames(program, ["lagrange"], at), {}
    labels = {phase["start"]: phase["label"] for phase in data["phases"]}
    label = None
    for k, frame in enumerate(data["frames"]):
        label = labels.get(k, label)
        for what, i, text in frame["set"]:
            state.setdefault(what, {})[i] = text
        yield label, frame, {what: dict(texts) for what, texts in state.items()}


@pytest.mark.parametrize("program", [row for row in SCALARS if not row.values[0].guards])  # at 1 another branch may run
def test_every_gap_is_minus_an_entry_of_the_gradient_of_the_lagrangian(program):
    """Variable minus formula, wherever the solving stands: with the values read off the frames, L itself says the same."""
    L, exact, told = ad.Lagrangian(program), ad.primals(program), []
    for label, frame, state in states(program):
        if label != "Values":
            break
        shown = [state["value"][i] for i in range(len(program))]
        z = {
            name: exact[name] if number(exact[name]) == text else read(text) for name, text in zip(exact, shown, strict=True)
        }
        slope, said = (
            L.gradient(z, dict.fromkeys(program.names, 0)),
            re.search(r"The gap of (\S+) is (\S+?)(?::|\.? )", frame["sentence"]),
        )
        for i, u in enumerate(slope.lam.values()):
            assert read(state["residual"][i]) == pytest.approx(-u, rel=2e-3, abs=1e-9), (frame["sentence"], i)
        if said and frame["lit"]["targets"]:
            assert said[2] == told[-1][program.names.index(said[1])], "the sentence says the gap that stood in the box"
        told.append(state["residual"])


@pytest.mark.parametrize("program", SCALARS)
def test_gaps_close_one_by_one_and_rows_have_none(program):
    """Forwards in the first block; what is solved stays solved; the rows of the second block leave the gaps alone."""
    solved = {"Values": [], "Multipliers": []}
    for label, frame, state in states(program):
        if label == "Gradient":
            break
        solved[label] += frame["lit"]["targets"]
        assert all(state["residual"][i] == "0" for i in solved["Values"])
        assert label == "Values" or not any(what == "residual" for what, _, _ in frame["set"])
    assert solved["Values"] == solved["Multipliers"][::-1] == list(range(len(program)))


@pytest.mark.parametrize("program", SCALARS)
def test_a_row_lights_the_node_and_the_edges_of_the_reverse_sweep(program):
    """Row j of the matrix, box j, and exactly the edges along which the sweep pays j."""
    place = {name: i for i, name in enumerate(program.names)}
    edges = {(i, slot): e for e, (_, i, slot) in enumerate(arrows(program))}
    paid = {}
    for step in reverse_sweep(program):
        if step.source:
            paid.setdefault(place[step.target], set()).add(edges[place[step.source], step.slot])
    rows = [frame["lit"] for label, frame, _ in states(program) if label == "Multipliers"][1:]
    assert [lit["rows"] for lit in rows] == [lit["targets"] for lit in rows]
    assert {lit["targets"][0]: set(lit["edges"]) for lit in rows if lit["edges"]} == paid


@pytest.mark.parametrize("program", one_output(ad.examples.ZOO.values()))
def test_the_blocks_end_at_values_adjoints_and_gradient(program):
    """The first solves for the primals, the second for the adjoints, and the third reads the gradient off."""
    *_, (label, _, state) = states(program)
    assert label == "Gradient"
    assert state["value"] == {i: number(u) for i, u in enumerate(ad.primals(program).values())}
    assert state["slope"] == {i: number(u) for i, u in enumerate(ad.adjoints(program).values())}
    slopes, last = program.bind(ad.grad(program)), [frame for _, frame, _ in states(program)][-program.d :]
    for name, u, frame in zip(program.names, slopes, last, strict=False):
        assert (
            frame["sentence"].startswith(
                f"∂L/∂{name} is λ_{name} = {number(u)}. Both blocks hold, so this is the derivative of"
            )
            and frame["set"] == []
        )


def test_a_row_is_written_with_its_terms():
    """Those of back_substitution, each named by who reads."""
    told = {frame["sentence"]: frame for _, frame, _ in states(ad.trace(ad.examples.running, x=0.25))}
    row = told["Row a gives 63.51, the multiplier of a, from those of b and c."]
    parts = re.findall(r"<munder><mrow>(.*?)</mrow><mtext>(.*?)</mtext>", row["equation"])
    assert [(re.sub("<.*?>", "", part), name) for part, name in parts] == [
        ("17.80·2.568", "b reads a"),
        ("17.80·1", "c reads a"),
    ]
    assert row["result"] == "= 63.51"
    gap = told["The gap of c is −1.933. Set c to 2.933, and it is 0."]
    assert re.sub("<.*?>", "", gap["equation"]) == "c−(a+b)gap of c=2.933−(1.284+1.649)=0" and gap["made"] == "c = 2.933"
    assert [i for what, i, _ in gap["set"] if what == "residual"] == [3, 4, 5], "what reads c has another gap now"


def test_all_variables_start_at_1_where_every_function_has_a_value():
    """As in the notebook, so that no gap is infinite."""
    for text in ("log(x) + 1/x", "1/(x - 1)", "sqrt(x)^x", "arcsin(x)/arccos(x)"):
        first = next(states(ad.parse(text, x=0.5)))
        assert first[1]["sentence"] == "Feasibility: every gap, variable − formula, shall be 0. All variables start at 1."
        assert set(first[2]["value"].values()) == {"1"} and not {"NaN", "∞"} & set(first[2]["residual"].values())
    one = [
        op
        for op in OPS.values()
        if op.home and len(op.partials) == 1 and op.written.endswith("({0})") and op.name not in ARRAYS
    ]
    assert len(one) > 20 and all(math.isfinite(op.value(1.0)) for op in one)


def test_what_nobody_reads_is_worth_nothing_and_a_kink_is_said():
    """Two things that a row of numbers alone would hide."""
    unread = [frame["sentence"] for _, frame, _ in states(ad.trace(lambda x, y: x * x, x=2, y=3))]
    assert "Row y gives 0: nobody on the way to f reads y." in unread
    kinked = [frame["sentence"] for _, frame, _ in states(ad.trace(lambda x: abs(x), x=0))]
    assert any("where the slope is a convention: 0 is used." in s for s in kinked)


def test_a_small_system_is_drawn_without_its_solution():
    """Which the page writes in; nothing in the picture gives it away; slopes are there in letters, too."""
    figure = frames(ad.trace(ad.examples.running, x=0.25), ["lagrange"])["figure"]
    assert figure["svg"].count('class="ad-row" data-r') == 7 and figure["says"] == ""
    assert "17.80" not in figure["svg"] and "81.55" not in figure["svg"] and "18.78" in figure["svg"]
    assert figure["svg"].count('<tspan dy="-3"> </tspan>') == 7


def chain(n):
    def f(x):
        for _ in range(n - 1):
            x = ad.sin(x)
        return x

    return ad.trace(f, x=0.5)


def test_a_large_system_is_told_in_rows():
    """Above 30 rows there is a sentence in place of the picture; 200 variables still weigh little."""
    assert frames(chain(30), ["lagrange"])["figure"]["svg"]
    data = frames(chain(200), ["lagrange"])
    assert data["figure"]["svg"] == "" and data["figure"]["says"].startswith("200 rows are too many to draw (at most 30)")
    assert any(frame["sentence"].startswith("Row x_5 gives ") for frame in data["frames"])
    assert len(json.dumps(data, ensure_ascii=False).encode()) < 1_000_000


def test_many_readers_are_counted_and_not_listed():
    """A sentence of two hundred names is no sentence."""
    p = ad.trace(lambda x: sum(ad.sin(x * k) for k in range(1, 40)), x=0.5)
    assert all(len(frame["sentence"]) < 120 for _, frame, _ in states(p))


def test_arrays_are_solved_in_letters():
    """The same rows; the system of numbers is out of reach, and nothing is asked."""
    p = ad.trace(lambda W, x: ad.tanh(W @ x).sum(), W=np.array([[1.0, 2], [3, 4], [5, 6]]) / 10, x=np.array([0.5, -1]))
    data = frames(p, ["lagrange"])
    sentences = [frame["sentence"] for frame in data["frames"]]
    row = data["frames"][sentences.index("Row x gives [0.823, 1.10], the multiplier of x, from that of z2.")]
    assert "⊤" in row["equation"] and "[0.823, 1.10]" in row["equation"]
    assert data["figure"]["svg"] == "" and not any("ask" in frame for frame in data["frames"])


def test_it_goes_with_other_sweeps():
    """One after the other, each from its own start."""
    data = frames(ad.trace(ad.examples.running, x=0.25), ["forward", "reverse", "lagrange"])
    starts = [(phase["sweep"], phase["start"]) for phase in data["phases"]]
    assert starts == [("forward", 0), ("reverse", 8), ("feasibility", 18), ("stationarity", 26), ("sensitivity", 34)]
    assert data["frames"][18]["set"][:2] == [["value", 0, "1"], ["value", 1, "1"]]


def test_what_has_no_lagrangian_is_refused():
    """Two outputs; a value that is not a number."""
    with pytest.raises(ad.LessonError, match="output"):
        frames(ad.trace(lambda x: (x, x * 2), x=1), ["lagrange"])
    with pytest.raises(ad.LessonError, match="NaN"):
        frames(ad.parse("log(x) + y", x=-1, y=2), ["lagrange"])


def test_each_block_asks_for_its_own_number():
    """A value, a multiplier; not a derivative, which stands in its box already; a faded sweep asks for the sums first."""
    p = ad.trace(ad.examples.running, x=0.25)
    values, multipliers, derivatives = (phase.asks for phase in tell(Narrator(Evaluation(p))).phases)
    assert values[3]["question"] == "c − (a + b) = 0. Which value of c makes it so?" and values[0] is None
    assert values[3]["said"] == "c minus (a plus b) equals 0. a is 1.284, b is 1.649. Which value of c makes it so?"
    assert [ask["expected"] for ask in multipliers] == list(ad.adjoints(p).values())[::-1]
    assert [ask["blank"] for ask in multipliers] == [3, 2, 2, 1, 2, 1, 2] and derivatives is None


def test_each_block_says_what_its_letters_mean():
    """The gap beside the first gaps, L before its slopes, the multiplier at the first one; the chips have their names."""
    data = frames(ad.trace(lambda u: u * u, u=3), ["lagrange"])
    assert [phase["label"] for phase in data["phases"]] == ["Values", "Multipliers", "Gradient"]
    assert "gap of u: u is given</mtext>" in data["frames"][1]["equation"]
    told = [row["sentence"] for row in data["frames"]]
    assert told[0].startswith("Feasibility: every gap, variable − formula, shall be 0.")
    assert (
        told[3].startswith("Stationarity: ∂L/∂z = 0 for each variable z")
        and "multiplier</mtext>" in data["frames"][3]["equation"]
    )
    assert told[4] == "Row f gives 1. This is the multiplier of f."
    assert told[6] == "Sensitivity: all gaps are 0, so L = f. Nothing is left to solve."
    assert [(phase["look"], phase["names"]) for phase in data["phases"]] == [
        ("gap", ["gap", "gap"]),
        ("multiplier", ["λ_u", "λ_f"]),
        ("multiplier", ["λ_u", "λ_f"]),
    ]
