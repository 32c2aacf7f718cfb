"""An operation is its value function and one row, a misconception is one row: added here, and then everything knows it.

A stepper mode from outside is in ``show/story/test_phases.py``.
"""

import math

import numpy as np
import pytest
import sympy

import adlesson as ad
from adlesson.engine.mistakes.diagnose import diagnose
from adlesson.engine.mistakes.table import MISTAKES, PRODUCT, Mistake, right_partial
from adlesson.engine.numbers.arithmetic import divide
from adlesson.engine.numbers.elementary import elementary, exp, pi, sqrt
from adlesson.engine.ops import OPS, Op
from adlesson.show.writing.formula import partial, right_side


@pytest.fixture
def erfc(monkeypatch):
    """Return the complement of the error function, with its row in the table for the length of one test."""
    value = elementary("erfc", math.erfc, of_formulas=lambda u: sympy.erfc(u))
    row = Op("erfc", value, (lambda v, u: divide(-2, sqrt(pi(u))) * exp(-u * u),), "erfc({0})", "input")
    monkeypatch.setitem(OPS, "erfc", row)
    return value


def slope(x):
    """Return the derivative of erfc, from the book."""
    return -2 / math.sqrt(math.pi) * math.exp(-x * x)


def test_an_operation_from_outside_is_swept_in_every_mode(erfc):
    """Numbers, whole numbers, NumPy numbers, complex ones (which math has no erfc for): right or refused."""
    p = ad.trace(lambda x: erfc(x) * x, x=0.5)
    assert p() == math.erfc(0.5) * 0.5
    expected = slope(0.5) * 0.5 + math.erfc(0.5)
    for found in (ad.grad(p)["x"], ad.grad(lambda x: erfc(x) * x, x=0.5)["x"], ad.jvp(p, {"x": 1})["f"], ad.vjp(p, 1)["x"]):
        assert found == pytest.approx(expected, rel=1e-15)
    second = 2 * slope(0.5) - 2 * 0.25 * slope(0.5)
    assert ad.hessian(p)["x"]["x"] == pytest.approx(second, rel=1e-14)
    assert ad.check_gradient(p).ok
    assert ad.parse("erfc(x)*x", x=0.5)() == p()
    with pytest.raises(ad.LessonError, match="erfc takes a number or a traced value, not complex"):
        erfc(1j)


def test_an_operation_from_outside_works_on_arrays(erfc):
    """NumPy has no erfc: it goes entry by entry."""
    x = np.array([0.5, -1.0, 30.0])
    assert ad.grad(lambda x: erfc(x).sum(), x=x)["x"] == pytest.approx([slope(u) for u in x], rel=1e-15)
    batch = ad.compiled(ad.gradient_program(lambda x: erfc(x) * 2, x=0.5))(x)
    assert batch["value"] == pytest.approx([2 * math.erfc(u) for u in x])
    assert batch["x_bar"] == pytest.approx([2 * slope(u) for u in x])


def test_an_operation_from_outside_is_written_and_compiled(erfc):
    """The text leaves the word open, since nobody can import it, and ``compiled`` fills it in."""
    q = ad.gradient_program(lambda x: erfc(x) * x, x=0.5)
    text = ad.source(q)
    assert text.startswith(
        "from math import exp\nerfc = ...  # an operation of your own: fill it in\n\n\ndef gradient_of_f(x):\n"
    )
    space = {}
    exec(text.replace("erfc = ...", "from math import erfc"), space)
    assert space["gradient_of_f"](0.5) == ad.compiled(q)(0.5) == q()
    named_so = ad.trace(lambda erfc_: erfc(erfc_) + erfc_, erfc_=0.5)
    assert ad.compiled(named_so)(0.25) == named_so(erfc_=0.25)
    clash = ad.trace(lambda x: (erfc(x), erfc(x) + 1), at={"x": 0.5})
    assert ad.compiled(clash)(2.0) == clash(x=2.0)


def test_an_operation_from_outside_is_mathematics(erfc):
    """SymPy's own derivative agrees, LaTeX and letters are there, and the Lagrangian is proved, pi and all."""
    p = ad.parse("erfc(x) * y", x=0.5, y=2.0)
    x, y = sympy.symbols("x y")
    assert ad.expression(p) == sympy.erfc(x) * y
    assert repr(ad.Lagrangian(p).verify()).startswith("all ")
    letter = right_side(p, p.index("a"))
    assert (letter.text, letter.latex) == ("erfc(x)", r"\mathrm{erfc}(x)")
    assert partial(p, p.index("a"), 0).text == "(−2)/sqrt(π)·exp((−x)·x)"
    assert "erfc(x)" in ad.draw(p, sweep="reverse").svg


def test_a_slightly_wrong_rule_from_outside_is_found_out(erfc, monkeypatch):
    """Else the proof above proves nothing: -1.128 for -2 / sqrt(pi) is off by 0.03 per cent."""
    monkeypatch.setitem(OPS, "erfc", Op("erfc", erfc, (lambda v, u: -1.128 * exp(-u * u),), "erfc({0})", "input"))
    p = ad.parse("erfc(x) * y", x=0.5, y=2.0)
    assert "FAILED" in repr(ad.Lagrangian(p).verify())
    assert not ad.check_gradient(p).ok


def test_an_operation_from_outside_is_counted_and_stepped_through(erfc):
    """Its cost, the swell of its formula, what it saves, and every mode of the stepper."""
    p = ad.parse("erfc(x) * y + erfc(y)", x=0.5, y=2.0)
    assert ad.operations(p).value.functions == 2
    assert ad.swell(p).rows[0]["tree"] == 7
    assert ad.memory.saves(p)[2] == (0,)
    for sweep in ("forward", "tangent", "reverse", "schedule", "lagrange"):
        data = ad.Stepper(p, sweep=sweep).data
        assert any("erfc" in variable["rule"] for variable in data["variables"])
    asked = [row["ask"] for row in ad.Stepper(p, sweep="reverse").data["frames"] if "ask" in row]
    assert any("erfc" in hint for ask in asked for hint in ask["hints"])


def test_an_operation_from_outside_is_not_taken_for_a_namesake(monkeypatch):
    """NumPy's sinc is another function; SymPy has no swish: neither is guessed, and the second says what to write."""
    for name, f in (("sinc", lambda u: math.sin(u) / u), ("swish", lambda u: u / (1 + math.exp(-u))), ("e", math.exp)):
        value = elementary(name, f)
        monkeypatch.setitem(OPS, name, Op(name, value, (lambda v, u: 0,), f"{name}({{0}})", "input"))
        assert value(np.array([0.5, 1.0])).tolist() == [f(0.5), f(1.0)]
        p = ad.trace(lambda x, value=value: value(x), x=0.5)
        assert ad.compiled(p)(np.array([0.5, 1.0])).tolist() == [f(0.5), f(1.0)]
        with pytest.raises(ad.LessonError, match=rf"{name} has no formula: make it with elementary\(..., of_formulas="):
            ad.expression(p)


def test_an_operation_of_three_variables_is_stepped_through(monkeypatch):
    """Questions name its arguments u, w and u3."""
    by = (lambda v, u, w, y: w + y, lambda v, u, w, y: u + y, lambda v, u, w, y: u + w)

    def pairs(u, w, y):
        if hasattr(type(u), "apply_op"):
            return type(u).apply_op("pairs", (u, w, y))
        return u * w + w * y + y * u

    monkeypatch.setitem(OPS, "pairs", Op("pairs", pairs, by, "pairs({0}, {1}, {2})", "input"))
    p = ad.trace(lambda x, y, z: pairs(x, y, z) * x, x=2.0, y=3.0, z=5.0)
    assert ad.grad(p) == {"x": 2 * (3 + 5) + 31, "y": 14, "z": 10}
    for sweep in ("forward", "tangent", "reverse", "schedule", "lagrange"):
        ad.Stepper(p, sweep=sweep, predict=True)
    asked = [row["ask"] for row in ad.Stepper(p).data["frames"] if "ask" in row]
    assert any("The slope of pairs(u, w, u3) by u3 is u + w." in hint for ask in asked for hint in ask["hints"])


def test_an_operation_from_outside_may_be_typed_in_an_answer(erfc):
    """Exercises read an answer with the lesson's own table, as ``parse`` reads a formula."""
    typed, plain = (ad.exercises.check("5.1", text) for text in ("12 + 0*erfc(3)", "12"))
    assert (typed.verdict, typed.message) == (plain.verdict, plain.message) and typed.verdict == "right"
    assert ad.exercises.check("5.1", "8*erfc(9)").verdict == "wrong"


HALVED = Mistake(
    "halved",
    "each share was halved, as if it were split among two readers",
    lambda before, upstream, partial, value: (before or 0) + upstream * partial / 2,
    right_partial,
    PRODUCT,
    "{number} is half a share of {source}: shares are not split, every reader sends its own.",
)


@pytest.fixture(params=["a full row", "a short row"])
def halved(request):
    """Add a misconception for the length of one test, with a sentence and an idea of its own, and without."""
    mistake = HALVED if request.param == "a full row" else Mistake(*HALVED[:4])
    MISTAKES.append(mistake)
    yield mistake
    MISTAKES.remove(mistake)


def test_a_misconception_from_outside_is_diagnosed(halved):
    """By the judge of a number, and by the exercises' replies, which quote its row."""
    p = ad.trace(lambda x: ad.sin(x) * 4, x=3.0)
    assert halved in diagnose(p, "x", 2 * math.cos(3))
    reply = ad.exercises.check("5.2", {"x1": 2.75, "x2": 2 - math.cos(5)})  # x1 gets 0.5 and 5
    assert halved.says in reply.message


@pytest.mark.parametrize("sweep", ["reverse", "lagrange", "tangent"])
def test_a_misconception_from_outside_has_its_sentence_in_the_stepper(halved, sweep):
    """Every mode that asks about edges or rows offers it, here and all along the sweep."""
    data = ad.Stepper(ad.parse("sin(x) * y * x", x=0.7, y=2.0), sweep=sweep).data
    said = {row["says"]: data["ideas"][row["idea"]] for row in data["mistakes"]}
    assert said[halved.at_step or f"It looks as if {halved.says}."] == halved.idea
    if sweep != "tangent":
        assert said[f"It looks as if, here and before, {halved.says}."] == halved.idea


@pytest.mark.parametrize("problem", [ZeroDivisionError, ValueError, IndexError, TypeError])
def test_a_misconception_that_has_no_number_somewhere_is_left_out_there(problem):
    """Its author need not think of every program that somebody will step through."""

    def pay(before, upstream, partial, value):
        raise problem

    mistake = Mistake("never", "nothing came of it", pay, right_partial)
    MISTAKES.append(mistake)
    try:
        p = ad.parse("sin(x) * y * x", x=0.7, y=2.0)
        for sweep in ("forward", "tangent", "reverse", "lagrange"):
            ad.Stepper(p, sweep=sweep, predict=True)
        assert mistake not in diagnose(p, "x", 12345.0)
    finally:
        MISTAKES.remove(mistake)


@pytest.mark.parametrize("name", ["overwrote", "degrees", "final already"])
def test_two_misconceptions_of_one_name_are_refused(name):
    """One would be told what the other means."""
    mistake = Mistake(name, "something else", HALVED.pay, right_partial)
    MISTAKES.append(mistake)
    try:
        with pytest.raises(ad.LessonError, match=f"two rows of the table of misconceptions are called '{name}'"):
            ad.Stepper(ad.parse("sin(x) * y", x=0.7, y=2.0))
    finally:
        MISTAKES.remove(mistake)


def test_what_printed_source_imports_is_there_to_be_imported():
    """A row without a public name would be printed as an import that fails: add the name to ``adlesson/__init__``."""
    called = [op for op in OPS.values() if op.home and op.written.startswith(f"{op.name}(") and op.name != "outer"]
    assert {"relu", "place", "logsumexp", "exp"} <= {op.name for op in called}
    assert [op.name for op in called if not hasattr(ad, op.name)] == []


def test_taken_away_again_nothing_is_left():
    """What is added for one test is a row of a table, not a copy somewhere."""
    data = ad.Stepper(ad.parse("sin(x) * y * x", x=0.7, y=2.0)).data
    assert not any("halved" in row["says"] or "half a share" in row["says"] for row in data["mistakes"])
    assert "erfc" not in OPS
    with pytest.raises(ad.LessonError, match="no such function"):
        ad.parse("erfc(x)", x=1.0)
