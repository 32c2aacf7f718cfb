"""Notes: the first variable to go wrong, in the order of the sweep, and the kinks where a slope is a convention."""

import math

import numpy as np
import pytest

import adlesson as ad
from adlesson.show.evaluation import Evaluation
from adlesson.show.writing.notes import SIGN, notes

inf, nan = math.inf, math.nan


def found(p, sweep=None, **inputs):
    """Return ``{variable: Note}`` by name, without the sign in front of the marks."""
    steps = Evaluation(p, inputs).steps(sweep) if sweep else ()
    return {p.names[i]: note for i, note in notes(p, p.values(**inputs), steps).items()}


@pytest.mark.parametrize(
    ("text", "inputs", "name", "mark", "why"),
    [
        ("exp(x) - exp(x)", {"x": 800}, "a", "∞", "exp(800) = ∞"),
        ("log(x) + x", {"x": -1}, "a", "NaN", "log(−1) = NaN"),
        ("1/(x - y)", {"x": 2, "y": 2}, "b", "∞", "1/0 = ∞"),
        ("log(x)", {"x": 0}, "a", "−∞", "log(0) = −∞"),
        ("x*y + x", {"x": 1, "y": nan}, "y", "NaN", "it came in as NaN"),
        ("x*y + x", {"x": -inf, "y": nan}, "x", "−∞", "it came in as −∞"),
        ("x*x*x*x", {"x": 1e100}, "c", "∞", "1·10³⁰⁰·1·10¹⁰⁰ = ∞"),
    ],
)
def test_the_first_value_that_is_not_finite_is_where_to_look(text, inputs, name, mark, why):
    """What reads it is ill, too, and says nothing new: exp(x) - exp(x) is NaN at c, and the trouble is a."""
    p = ad.parse(text, inputs)
    assert {key: (note.mark, note.why) for key, note in found(p).items()} == {name: (f"{SIGN} first {mark}", why)}
    assert found(p, "reverse") == found(p), "a sweep over such values brings no second mark"
    assert found(p)[name].sentence == f"{name} is where it first goes wrong: {why}."


@pytest.mark.parametrize(
    ("text", "inputs", "sweep", "name", "mark", "why"),
    [
        ("sqrt(x*y)", {"x": 0, "y": 2}, "reverse", "a", "∞", "its adjoint is 1 × ∞ = ∞"),
        ("sqrt(x)*0 + y", {"x": 0, "y": 2}, "reverse", "x", "NaN", "its adjoint is 0 × ∞ = NaN"),
        ("sqrt(x)*0 + y", {"x": 0, "y": 2}, "tangent", "a", "∞", "its tangent is 1 × ∞ = ∞"),
        ("(x*y)*(x*y)", {"x": 1e-200, "y": 1e160}, "tangent", "", "", ""),
        ("(x*y)*y", {"x": 1e-300, "y": 1e200}, "reverse", "x", "∞", "its adjoint is 1·10²⁰⁰ × 1·10²⁰⁰ = ∞"),
    ],
)
def test_where_all_values_are_finite_a_slope_may_still_go_wrong(text, inputs, sweep, name, mark, why):
    """0 times infinity on an edge: the value is 0, the slope is NaN, and only the sweep shows it."""
    p = ad.parse(text, inputs)
    assert found(p) == {}
    marks = {key: (note.mark, note.why) for key, note in found(p, sweep).items()}
    assert marks == ({name: (f"{SIGN} first {mark}", why)} if name else {})


def test_the_order_is_that_of_the_sweep():
    """In the reverse sweep the last variable comes first: x and y both end at NaN or infinity, and a was first."""
    p = ad.parse("sqrt(x*y)", x=0, y=2)
    adjoints = ad.adjoints(p)
    assert [name for name, u in adjoints.items() if not math.isfinite(u)] == ["x", "y", "a"]
    assert list(found(p, "reverse")) == ["a"]


def test_one_entry_of_an_array_is_enough():
    """A NaN among the entries is one in the array, and the note shows the entries if they fit."""
    p = ad.trace(lambda x: (ad.log(x) * 2).sum(), x=np.array([1.0, 0.0, 2.0]))
    assert {name: (note.mark, note.why) for name, note in found(p).items()} == {
        "z1": (f"{SIGN} first −∞", "log([1, 0, 2]) = [0, −∞, 0.693]")
    }
    p = ad.trace(lambda W, x: ad.sqrt(W @ x).sum(), W=np.eye(2), x=np.array([0.0, 4.0]))
    note = found(p, "reverse")["z2"]
    assert note.why == "its adjoint is [1, 1] × [∞, 0.25] = [∞, 0.25]"
    p = ad.trace(lambda W, x: (W @ x).sum() * 1e100, W=np.eye(2) * 1e300, x=np.array([1e-300, 1e-300]))
    assert found(p, "reverse")["x"].why == "its adjoint is Wᵀ @ the adjoint of z2 = [∞, ∞]"


def test_finite_programs_have_no_notes():
    """Infinity that is divided by, and gone, was still first; finite numbers of any kind are not marked."""
    for example in ad.examples.ZOO.values():
        p = ad.trace(example.f, example.at)
        assert [found(p, sweep) for sweep in (None, "tangent", "reverse")] == [{}, {}, {}]
    assert list(found(ad.parse("1/exp(x)", x=800))) == ["a"]


@pytest.mark.parametrize(
    ("f", "at", "mark"),
    [
        (lambda x, y: abs(x), (0, 1), "at the kink: 0 is used"),
        (lambda x, y: ad.relu(x * y), (0.0, 1.0), "at the kink: 0 is used"),
        (lambda x, y: ad.maximum(x, 0), (0, 1), "at the kink: 0 is used"),
        (lambda x, y: ad.maximum(0, x), (0, 1), "at the kink: 1 is used"),
        (lambda x, y: ad.maximum(x, y), (1.5, 1.5), "at the kink: 0 for x, 1 for y"),
        (lambda x, y: ad.minimum(y, x), (1.5, 1.5), "at the kink: 0 for y, 1 for x"),
        (lambda x, y: ad.maximum(x, x), (1, 1), None),
        (lambda x, y: ad.maximum(x, y), (1, 2), None),
        (lambda x, y: abs(x), (1e-300, 1), None),
        (lambda x, y: x * y, (0, 0), None),
    ],
)
@pytest.mark.parametrize("sweep", ["reverse", "tangent"])
def test_at_a_kink_the_slope_that_is_used_is_called_a_convention(f, at, mark, sweep):
    """The number in the note is the one of the table, and the sweep uses it."""
    p = ad.trace(f, x=at[0], y=at[1])
    assert [note.mark for note in found(p, sweep).values()] == [mark] * bool(mark)
    assert found(p) == {}, "a value has no kink"
    if mark and sweep == "reverse" and mark.endswith("used"):
        last = [step for step in Evaluation(p).reverse if step.source == p.names[-1]]
        assert [step.partial for step in last] == [int(mark.split()[-3])]


def test_a_kink_that_no_adjoint_reaches_is_not_mentioned():
    """Nobody is paid across it, so nothing is used."""

    def f(x):
        unused = abs(x)  # noqa: F841
        return 2 * x

    assert found(ad.trace(f, x=0), "reverse") == {}
    assert list(found(ad.trace(f, x=0), "tangent")) == ["unused"]


def test_entries_at_the_kink_are_said_to_be_entries():
    """Of four entries one is 0: the note speaks of entries, since the others have an honest slope."""
    p = ad.trace(lambda x: ad.relu(x).sum(), x=np.array([-1.0, 0.0, 2.0, 3.0]))
    assert [note.mark for note in found(p, "reverse").values()] == ["entries at the kink: 0 is used"]
    assert found(p, "reverse", x=np.array([-1.0, 0.5, 2.0, 3.0])) == {}
