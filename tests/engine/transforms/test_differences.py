"""Differences are judged, too: at kinks, poles, jumps, at the edge of a domain, and where they drown in rounding."""

import math
from decimal import Decimal

import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.transforms.differences import Differences

KINKS = {
    "relu": (ad.relu, {"u": 0.0}),
    "abs": (lambda x, y: abs(x) + y, {"x": 0.0, "y": 2.0}),
    "maximum": (ad.maximum, {"u": 1.0, "w": 1.0}),
    "minimum": (lambda x: ad.minimum(x, 2 * x), {"x": 0.0}),
    "arrays": (lambda x: (ad.relu(x) * np.array([1.0, 2.0, 3.0])).sum(), {"x": np.array([0.0, 1.0, -1.0])}),
    "a kink nearby": (lambda x: ad.relu(x - 1), {"x": 1 + 1e-12}),
}


@pytest.mark.parametrize("name", KINKS)
def test_at_a_kink_a_gradient_between_the_two_slopes_is_right(name):
    """Which of them is a convention; and what lies beyond both is as wrong as elsewhere."""
    f, at = KINKS[name]
    report = ad.check_gradient(f, at)
    assert report.ok, report
    assert name == "abs" or "a kink: the slopes are" in repr(report)  # its two sides differ, and their mean is 0
    wrong = {key: u + 5 for key, u in ad.grad(f, at).items()}
    assert "they do NOT agree" in repr(ad.check_gradient(f, at, gradient=wrong))


@pytest.mark.parametrize(
    ("f", "at"),
    [
        (ad.sqrt, {"u": 0.0}),
        (lambda x: x ** (1 / 3), {"x": 0.0}),
        (ad.arccos, {"u": 1.0}),
        (lambda x: ad.exp(x), {"x": 709.7}),
    ],
)
def test_infinite_slopes_are_equal(f, at):
    """A vertical tangent is a slope; a finite number in its place is wrong."""
    report = ad.check_gradient(f, at)
    assert report.ok, report
    assert not ad.check_gradient(f, at, gradient=dict.fromkeys(at, 1.0)).ok


@pytest.mark.parametrize(
    ("f", "at", "remark"),
    [
        (lambda x: x**1.5, {"x": 0.0}, "from one side"),
        (lambda x: x if x > 0 else -x, {"x": 0.0}, "from one side: on the other f has no value, or another branch runs"),
        (lambda x, y: x**y, {"x": 0.0, "y": 2.0}, "from one side"),
        (lambda x: x * abs(x), {"x": 0.0}, "the differences tend to it as the step shrinks"),
        (lambda x: ad.relu(x) ** 2, {"x": 0.0}, "the differences tend to it as the step shrinks"),
        (lambda x: 2 * x + 10 * x * abs(x), {"x": 0.0}, "the differences tend to it as the step shrinks"),
        (lambda x: ad.sin(1e8 * x), {"x": 1.0}, ""),
        (lambda x: ad.relu(x - 1), {"x": 1 + 1e-9}, ""),
        (lambda x: x * x, {"x": Decimal("1.5")}, ""),
        (lambda x: x * x, {"x": 1 + 2j}, ""),
        (lambda x: (x * x).sum(), {"x": np.array([0.1, 0.2], dtype=np.float32)}, ""),
        (lambda x: x * x, {"x": np.float16(0.1)}, ""),
        (lambda x: x**20, {"x": np.int8(5)}, ""),
    ],
)
def test_one_side_a_smaller_step_and_other_numbers_will_do(f, at, remark):
    """Where both sides at the usual step say nothing, others are asked, and a wrong gradient is still found."""
    report = ad.check_gradient(f, at)
    assert report.ok, report
    assert remark in repr(report)
    wrong = {key: Decimal("0.1") + u if isinstance(u, Decimal) else u + 0.1 + 0.01 * u for key, u in ad.grad(f, at).items()}
    assert "they do NOT agree" in repr(ad.check_gradient(f, at, gradient=wrong))


@pytest.mark.parametrize(
    ("f", "at", "remark"),
    [
        (ad.heaviside, {"u": 0.0}, "f jumps here, and has no slope"),
        (ad.log, {"u": 0.0}, "f is -inf here, and has no differences"),
        (lambda x: x * x, {"x": 1e200}, "f is inf here"),
        (lambda x: (x + 1e16) - 1e16, {"x": 1.0}, "the differences do not settle"),
        (ad.tan, {"u": math.pi / 2}, "the differences do not settle"),
        (ad.exp, {"u": -740.0}, "the differences do not settle"),
        (lambda x: x if x == 0 else 2 * x, {"x": 0.0}, "f has no value nearby, or another branch runs on both sides"),
        (ad.log, {"u": -1.0}, "f is nan here"),
        (lambda x: 0 * ad.sqrt(x) * ad.log(x) + x, {"x": 0.0}, "f is nan here"),
    ],
)
def test_where_differences_say_nothing_the_report_says_so(f, at, remark):
    """A right gradient is not called wrong, nor is anything called right that was not compared."""
    report = ad.check_gradient(f, at)
    assert not report.ok
    assert remark in repr(report)
    assert "differences cannot decide here" in repr(report)
    assert "wrong" not in repr(report)


def test_the_tolerance_is_what_the_report_says_it_is():
    """Where both sides are smooth, five times as much is no agreement; nor is a slope that is wrong by all of its size."""
    assert not ad.check_gradient(lambda x: x * x, x=2.0, gradient={"x": 4 * (1 + 5e-6)}).ok
    assert ad.check_gradient(lambda x: x * x, x=2.0, gradient={"x": 4 * (1 + 5e-6)}, tolerance=1e-5).ok
    assert ad.check_gradient(lambda x: x * x, x=2.0, gradient={"x": 4 * (1 + 5e-7)}).ok
    beside = ad.check_gradient(lambda x: 1e8 + ad.sin(x), x=1.0, gradient={"x": 0.0})  # rounding leaves it half a digit
    assert not beside.ok
    assert ad.check_gradient(lambda x: 1e8 + ad.sin(x), x=1.0).ok


def test_a_finite_slope_where_differences_grow_is_wrong_and_told_why():
    report = ad.check_gradient(ad.sqrt, u=0.0, gradient={"u": 7.0})
    assert "the differences grow without end as the step shrinks" in repr(report)
    assert report.verdicts[:3] == ["wrong"] * 3


def test_an_infinite_value_makes_no_difference():
    """Where f overflows it says as little as where it has no value."""
    along = Differences(ad.trace(lambda x: 1e308 * x, x=1.0), [1.0], [1.0], 1e308, 0.0)
    assert (along.at(0.5), along.at(1.0), along.at(-3.0)) == (1.5e308, None, None)
