"""The gradient checker must say yes to what is right, no to what is wrong, and show both numbers."""

import math
import re
from fractions import Fraction

import numpy as np
import pytest
from oracles import everywhere

import adlesson as ad
from adlesson.engine.errors import GuardError, InputError, NumberError
from adlesson.engine.ops import OPS, Op
from adlesson.engine.samples.examples import ZOO
from adlesson.engine.transforms import check

EVERYWHERE = [pytest.param(f, at, id=name) for name, f, at in everywhere()]


@pytest.mark.parametrize(("f", "at"), EVERYWHERE)
def test_a_right_gradient_passes(f, at):
    """A checker that cries wolf is switched off."""
    report = ad.check_gradient(f, at)
    assert report
    assert report.ok
    assert "they agree" in repr(report)
    assert len(report.rows) == check.DIRECTIONS + 1


@pytest.mark.parametrize("name", sorted(set(ZOO) - {"idle"}))
@pytest.mark.parametrize(
    "wrong", [lambda u: 0, lambda u: -u, lambda u: 2 * u, lambda u: u + 1e-3], ids=["0", "-g", "2g", "g+"]
)
def test_a_wrong_gradient_fails(name, wrong):
    """Zero, the sign, a factor of two, and an error in the fourth digit: each in one input alone."""
    f, at = ZOO[name].f, ZOO[name].at
    gradient = ad.grad(f, at)
    for key, value in gradient.items():
        changed = [wrong(u) for u in value] if isinstance(value, list) else wrong(value)
        if changed != value:
            report = ad.check_gradient(f, at, gradient={**gradient, key: changed})
            assert not report.ok
            assert not report
            assert "they do NOT agree" in repr(report)


def test_a_report_shows_both_numbers():
    """A learner must see what was compared, not only a verdict."""
    report = ad.check_gradient(lambda x: x * x, x=3.0, gradient={"x": 5.0})
    for (what, ours, measured, error), line in zip(report.rows, repr(report).splitlines(), strict=False):
        numbers = [float(u) for u in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", line.removeprefix(what))]
        assert numbers[0] == pytest.approx(ours, rel=1e-8)
        assert numbers[1] == pytest.approx(measured, rel=1e-8)
        assert what in line
        assert error >= 0
    question, ours, measured, _ = report.rows[0]
    assert "direction 1" in question
    assert ours / measured == pytest.approx(5 / 6, rel=1e-8)


@pytest.mark.parametrize(
    ("f", "inputs"),
    [
        (lambda x, y: x + ad.log(y), {"x": 1e6, "y": 1e-3}),
        (lambda x: 1e-8 * x**2, {"x": 1.0}),
        (lambda x: x if x > 0 else -x, {"x": 1e-6}),
        (lambda x: 1e12 * x, {"x": 1e-6}),
        (lambda x: ad.cos(x), {"x": 0.0}),
    ],
)
def test_inputs_and_slopes_of_very_different_sizes_are_judged_fairly(f, inputs):
    """One step for all inputs would leave the domain of the small one; one scale for all slopes would wave 0 through."""
    report = ad.check_gradient(f, inputs)
    assert report.ok, report
    if any(ad.grad(f, inputs).values()):
        wrong = {name: 1.01 * u for name, u in ad.grad(f, inputs).items()}
        assert not ad.check_gradient(f, inputs, gradient=wrong).ok
        assert not ad.check_gradient(f, inputs, gradient=dict.fromkeys(wrong, 0)).ok


def test_only_the_inputs_given_are_replaced_in_the_gradient_to_check():
    """A learner who worked out one partial can check that one."""
    f = lambda x, y: x * y * y
    assert ad.check_gradient(f, x=2.0, y=3.0, gradient={"x": 9})
    assert not ad.check_gradient(f, x=2.0, y=3.0, gradient={"y": 9})
    with pytest.raises(InputError, match="has no input 'z'"):
        ad.check_gradient(f, x=2.0, y=3.0, gradient={"z": 1})


def test_a_broken_rule_in_the_table_is_noticed(monkeypatch):
    """The point of differences: they do not read the table of partials."""
    monkeypatch.setitem(OPS, "sin", Op("sin", OPS["sin"].value, (lambda v, u: v,), "sin({0})", "output"))
    assert not ad.check_gradient(ad.sin, u=0.5)
    monkeypatch.undo()
    assert ad.check_gradient(ad.sin, u=0.5)


def test_sweeps_that_are_not_transposes_are_noticed(monkeypatch):
    """A reverse sweep that loses a slot passes the difference test of nothing and fails this identity."""
    monkeypatch.setattr(check, "vjp", lambda p, seed, at: {"x": 3.0})
    report = ad.check_gradient(lambda x: x * x, x=3.0)
    assert [error <= report.tolerance for *_, error in report.rows] == [True, True, True, False]
    assert "transpose" in report.rows[-1][0]


def test_the_report_is_the_same_in_every_run_and_moves_in_every_direction():
    """Random directions, but always the same ones; otherwise a class could not compare notes."""
    once, again = (repr(ad.check_gradient(ZOO["baydin"].f, ZOO["baydin"].at)) for _ in range(2))
    assert once == again
    slopes = {slope for _, slope, *_ in ad.check_gradient(ZOO["baydin"].f, ZOO["baydin"].at).rows}
    assert len(slopes) >= check.DIRECTIONS >= 2


def test_the_tolerance_is_the_callers():
    """An honest gradient is not exact by differences: asking for sixteen digits must fail."""
    assert not ad.check_gradient(ZOO["running"].f, x=0.25, tolerance=1e-16)
    assert ad.check_gradient(ZOO["running"].f, x=0.25, gradient={"x": 81.5541}, tolerance=1e-3)
    assert not ad.check_gradient(ZOO["running"].f, x=0.25, gradient={"x": 81.5541}, tolerance=1e-9)


def test_whole_numbers_fractions_lists_constants_and_large_inputs_can_be_checked():
    """The step is scaled to the inputs, so that 1e6 is moved by more than its rounding."""
    assert ad.check_gradient(lambda x: x * x * x, x=2)
    assert ad.check_gradient(lambda x: x * x * x, x=Fraction(1, 3))
    assert ad.check_gradient(lambda x: sum(u * u for u in x), x=[1, 2, 3])
    assert ad.check_gradient(lambda x: 5, x=1)
    assert ad.check_gradient(lambda: 5)
    assert ad.check_gradient(lambda x: x, x=1)
    assert ad.check_gradient(lambda x: x * x, x=1e6)


def test_a_program_and_a_function_can_be_checked_at_other_inputs():
    """What was traced once is checked wherever the learner asks."""
    program = ad.trace(ZOO["baydin"].f, x1=2.0, x2=5.0)
    assert ad.check_gradient(program, x1=0.5, x2=1.0)
    assert ad.check_gradient(program, {"x1": 0.5})
    with pytest.raises(GuardError):
        ad.check_gradient(ad.trace(ZOO["branch"].f, x=-2.0), x=2.0)


def test_a_gradient_that_is_nan_does_not_pass():
    """NaN compares false with everything; a checker that asks 'error > tolerance' would wave it through."""
    assert not ad.check_gradient(lambda x: x * x, x=3.0, gradient={"x": math.nan})
    assert not ad.check_gradient(lambda x: ad.log(x), x=-1.0)


@pytest.mark.parametrize(("text", "x"), [("x^9999 + x", 9), ("x*x", 10**400), ("x + 1", 10**400), ("x^2", 10**200)])
def test_whole_numbers_too_large_for_a_float_end_in_a_sentence(text, x):
    """Differences are floats."""
    with pytest.raises(NumberError, match="a whole number too large for a float, and differences are floats: give smaller"):
        ad.check_gradient(ad.parse(text, x=x))


@pytest.mark.parametrize(
    ("f", "at", "gradient", "verdict"),
    [
        (lambda x: x + 1e15, {"x": 1.0}, {"x": 0.9}, "undecided"),
        (lambda x: 0 * x + 1e10, {"x": 1.0}, {"x": 1e-3}, "wrong"),
        (lambda x: x + 1e10, {"x": 1.0}, {"x": 1.1}, "undecided"),
        (lambda x: ad.exp(-(((x - 1) / 1e-8) ** 2)), {"x": 1.0 + 1e-8}, {"x": 0.0}, "undecided"),
        (lambda x, y: x + y, {"x": 1e5, "y": 1e-3}, {"y": -5.0}, "wrong"),
        (lambda x, y: x * 1e8 + y, {"x": 1.0, "y": 1.0}, {"y": 0.0}, "wrong"),
        (lambda u, y: (u * u).sum() * 1e7 + y, {"u": np.array([1.0, 2.0]), "y": 1.0}, {"y": 1.5}, "wrong"),
        (lambda x: ad.relu(x), {"x": 0.0}, {"x": 0.5}, "agrees"),
        (lambda x, y: x * y, {"x": 2.0, "y": 3.0}, {"x": 3.0, "y": 2.0}, "agrees"),
    ],
)
def test_a_given_slope_that_is_not_the_sweeps_does_not_hide_in_the_tolerance(f, at, gradient, verdict):
    """Beside larger inputs, or in the rounding of f, differences agree with nearly everything."""
    report = ad.check_gradient(f, at, gradient=gradient)
    found = set(report.verdicts) - {"agrees"}
    assert found == (set() if verdict == "agrees" else {verdict})
    assert ad.check_gradient(f, at).ok or verdict == "undecided"


def test_a_gradient_that_is_no_dict_is_named():
    """Not the inputs."""
    for gradient in (2.0, [2.0]):
        with pytest.raises(InputError, match=r"the gradient is a dict over inputs, such as \{'x': 1.0\}, not"):
            ad.check_gradient(lambda x: x * x, x=1.0, gradient=gradient)
