"""The three blocks as frames: residuals are those of L's gradient, rows those of the system, the end is the gradient."""

import json

import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.sweeps import reverse_sweep
from adlesson.show.evaluation import Evaluation, arrows
from adlesson.show.stepper.frames import frames
from adlesson.show.story.block_steps import tell
from adlesson.show.story.narrator import Narrator
from adlesson.show.writing.numerals import number

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def one_output(examples):
    return [pytest.param(p, id=e.name) for e in examples if (p := ad.trace(e.f, e.at)).shape == "one"]


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


@pytest.mark.parametrize("program", SCALARS)
def test_every_residual_is_an_entry_of_the_gradient_of_the_lagrangian(program):
    """Wherever the solving stands: with values and multipliers read off the frames, L itself says how far it is off."""
    L, exact_z, exact_lam = ad.Lagrangian(program), ad.primals(program), ad.adjoints(program)
    for label, frame, state in states(program):
        shown = [state["value"][i] for i in range(len(program))]
        z = dict(zip(program.names, map(read, shown), strict=True))
        z = {name: exact_z[name] if number(exact_z[name]) == text else z[name] for name, text in zip(z, shown, strict=True)}
        lam = dict.fromkeys(program.names, 0)
        for i, text in state.get("slope", {}).items():
            name = program.names[i]
            lam[name] = exact_lam[name] if number(exact_lam[name]) == text else read(text)
        if label == "Sensitivity":
            break
        slope = L.gradient(z, lam)
        for i, u in enumerate((slope.lam if label == "Feasibility" else slope.z).values()):
            assert read(state["residual"][i]) == pytest.approx(-u, rel=2e-3, abs=1e-9), (frame["sentence"], i)


@pytest.mark.parametrize("program", SCALARS)
def test_residuals_fall_to_zero_row_by_row(program):
    """Forwards in the first block, backwards in the second; what is solved stays solved."""
    solved = {"Feasibility": [], "Stationarity": []}
    for label, frame, state in states(program):
        if label == "Sensitivity":
            break
        solved[label] += frame["lit"]["targets"]
        assert all(state["residual"][i] == "0" for i in solved[label])
        if len(solved[label]) == len(program):
            assert set(state["residual"].values()) == {"0"}
    assert solved["Feasibility"] == solved["Stationarity"][::-1] == list(range(len(program)))


@pytest.mark.parametrize("program", SCALARS)
def test_a_row_lights_the_node_and_the_edges_of_the_reverse_sweep(program):
    """Row j of the matrix, box j, and exactly the edges along which the sweep pays j."""
    place = {name: i for i, name in enumerate(program.names)}
    edges = {(i, slot): e for e, (_, i, slot) in enumerate(arrows(program))}
    paid = {}
    for step in reverse_sweep(program):
        if step.source:
            paid.setdefault(place[step.target], set()).add(edges[place[step.source], step.slot])
    rows = [frame["lit"] for label, frame, _ in states(program) if label == "Stationarity"][1:]
    assert [lit["rows"] for lit in rows] == [lit["targets"] for lit in rows]
    assert {lit["targets"][0]: set(lit["edges"]) for lit in rows if lit["edges"]} == paid


@pytest.mark.parametrize("program", one_output(ad.examples.ZOO.values()))
def test_the_blocks_end_at_values_adjoints_and_gradient(program):
    """The first solves for the primals, the second for the adjoints, and the third reads the gradient off."""
    *_, (label, _, state) = states(program)
    assert label == "Sensitivity"
    assert state["value"] == {i: number(u) for i, u in enumerate(ad.primals(program).values())}
    assert state["slope"] == {i: number(u) for i, u in enumerate(ad.adjoints(program).values())}
    slopes = program.bind(ad.grad(program))
    notes = {i: text for i, text in state["note"].items() if i < program.d}
    assert notes == {
        i: f"∂L/∂{name}_in = {number(u)}" for i, (name, u) in enumerate(zip(program.names, slopes, strict=False))
    }


def test_a_row_is_written_with_its_terms():
    """Those of back_substitution, in numbers and in letters."""
    sentences = {s: frame for _, frame, _ in states(ad.trace(ad.examples.running, x=0.25)) for s in [frame["sentence"]]}
    assert (
        "Row c: λ_c − 18.78·λ_d + 0.9783·λ_e = 0, so λ_c = 1 × 18.78 + 1 × (−0.9783) = 17.80. Now 5 of 7 rows hold."
        in sentences
    )
    row = sentences["Row a: λ_a − 2.568·λ_b − λ_c = 0, so λ_a = 17.80 × 2.568 + 17.80 × 1 = 63.51. Now 6 of 7 rows hold."]
    assert row["letters"].startswith("<math>") and row["letters"].count("λ") == 3
    assert "17.80 × 2.568 + 17.80 × 1 = 63.51" in row["numbers"]
    constraint = next(s for s in sentences if s.startswith("c − (a + b) = 0"))
    assert "is off by −2.933. Set c to 1.284 + 1.649 = 2.933" in constraint
    assert "What reads c is off now: d by −18.78, e by −0.2073." in constraint


def test_the_start_is_where_every_formula_has_a_value_and_is_said():
    """log has none at 0, so all variables start at 1."""
    first = next(states(ad.parse("log(x) + 1/x", x=2.0)))[1]
    assert "All variables start at 1," in first["sentence"]
    assert "All variables start at 0," in next(states(ad.parse("exp(x)", x=2.0)))[1]["sentence"]


def test_what_nobody_reads_is_worth_nothing_and_a_kink_is_said():
    """Two things that a row of numbers alone would hide."""
    unread = [frame["sentence"] for _, frame, _ in states(ad.trace(lambda x, y: x * x, x=2, y=3))]
    assert any(s.startswith("Row y: λ_y = 0, since nobody on the way to the output reads y.") for s in unread)
    kinked = [frame["sentence"] for _, frame, _ in states(ad.trace(lambda x: abs(x), x=0))]
    assert any("where the slope is a convention: 0 is used." in s for s in kinked)


def test_a_small_system_is_drawn_without_its_solution():
    """Which the page writes in; nothing in the picture gives it away."""
    figure = frames(ad.trace(ad.examples.running, x=0.25), ["lagrange"])["figure"]
    assert figure["svg"].count("data-r") == 7 and figure["says"] == ""
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
    assert any(frame["sentence"].startswith("Row x_5: λ_x_5 − ") for frame in data["frames"])
    assert len(json.dumps(data, ensure_ascii=False).encode()) < 1_000_000


def test_many_readers_are_counted_and_not_listed():
    """A sentence of two hundred names is no sentence."""
    p = ad.trace(lambda x: sum(ad.sin(x * k) for k in range(1, 40)), x=0.5)
    assert all(len(frame["sentence"]) < 400 for _, frame, _ in states(p))


def test_arrays_are_solved_in_letters():
    """The same rows; the system of numbers is out of reach, and nothing is asked."""
    p = ad.trace(lambda W, x: ad.tanh(W @ x).sum(), W=np.array([[1.0, 2], [3, 4], [5, 6]]) / 10, x=np.array([0.5, -1]))
    data = frames(p, ["lagrange"])
    sentences = [frame["sentence"] for frame in data["frames"]]
    assert any(s.startswith("Row x: λ_x = Wᵀ @ λ_z2, which is [0.823, 1.10].") for s in sentences)
    assert data["figure"]["svg"] == "" and not any("ask" in frame for frame in data["frames"])


def test_it_goes_with_other_sweeps():
    """One after the other, each from its own start."""
    data = frames(ad.trace(ad.examples.running, x=0.25), ["forward", "reverse", "lagrange"])
    starts = [(phase["sweep"], phase["start"]) for phase in data["phases"]]
    assert starts == [("forward", 0), ("reverse", 8), ("feasibility", 18), ("stationarity", 26), ("sensitivity", 34)]
    assert data["frames"][18]["set"][:2] == [["value", 0, "0"], ["value", 1, "0"]]


def test_what_has_no_lagrangian_is_refused():
    """Two outputs; a value that is not a number."""
    with pytest.raises(ad.LessonError, match="output"):
        frames(ad.trace(lambda x: (x, x * 2), x=1), ["lagrange"])
    with pytest.raises(ad.LessonError, match="NaN"):
        frames(ad.parse("log(x) + y", x=-1, y=2), ["lagrange"])


def test_each_block_asks_for_its_own_number():
    """A value, a multiplier, a derivative; a faded sweep asks for the sums first."""
    p = ad.trace(ad.examples.running, x=0.25)
    values, multipliers, derivatives = (phase.asks for phase in tell(Narrator(Evaluation(p))).phases)
    assert values[3]["question"] == "c − (a + b) = 0. Which value of c solves it?" and values[0] is None
    assert [ask["expected"] for ask in multipliers] == list(ad.adjoints(p).values())[::-1]
    assert [ask["blank"] for ask in multipliers] == [3, 2, 2, 1, 2, 1, 2]
    (last,) = derivatives
    assert last["question"] == "What is ∂L/∂x_in, the derivative of f by x?" and last["expected"] == ad.grad(p)["x"]
    assert {name: u for u, (name, *_) in last["wrong"]} == {"wrong sign": -81.5541, "value for adjoint": 0.25}


def test_each_block_says_what_its_letters_mean():
    """L before its derivatives, and the given number before the derivative by it; one row holds, two rows hold."""
    told = [row["sentence"] for row in frames(ad.trace(lambda u: u * u, u=3), ["lagrange"])["frames"]]
    assert "and 1 of 2 constraints holds." in told[0] and told[2].endswith("Now 2 of 2 constraints hold.")
    assert told[3].startswith("Stationarity: L is f minus, for each constraint, its multiplier λ times variable − formula.")
    assert told[4] == "Row f: λ_f = 1. Now 1 of 2 rows holds."
    assert "L is f, and ∂L/∂u_in is the derivative of f by the given u." in told[6]
