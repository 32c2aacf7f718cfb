"""Each formula of several operations against NumPy and mpmath: at small numbers, at huge ones, at ties, and in a text."""

import math
import random

import mpmath
import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.ops import OPS
from adlesson.engine.tracing.as_numpy.spellings import SPELLINGS

mpmath.mp.dps = 40
EXACT = {  # what each name means, for mpmath; at most 8 units in the last place may be lost
    "square": lambda x: x * x, "reciprocal": lambda x: 1 / x, "pow": lambda x, y: x**y,
    "cbrt": lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)), "hypot": mpmath.hypot,
    "log2": lambda x: mpmath.log(x, 2), "log10": mpmath.log10, "exp2": lambda x: mpmath.mpf(2) ** x,
    "logaddexp": lambda x, y: max(x, y) + mpmath.log1p(mpmath.exp(-abs(x - y))),
    "logaddexp2": lambda x, y: max(x, y) + mpmath.log1p(mpmath.mpf(2) ** -abs(x - y)) / mpmath.log(2),
    "cot": mpmath.cot, "sec": mpmath.sec, "csc": mpmath.csc, "arctan2": mpmath.atan2, "atan2": mpmath.atan2,
    "arcsinh": mpmath.asinh, "asinh": mpmath.asinh, "arccosh": mpmath.acosh, "acosh": mpmath.acosh,
    "arctanh": mpmath.atanh, "atanh": mpmath.atanh, "sinc": mpmath.sincpi,
    "deg2rad": mpmath.radians, "radians": mpmath.radians, "rad2deg": mpmath.degrees, "degrees": mpmath.degrees,
    "copysign": lambda x, y: abs(x) * (1 if y >= 0 else -1), "fmax": max, "fmin": min,
    "clip": lambda x, low, high: min(max(x, low), high),
    "expit": lambda x: 1 / (1 + mpmath.exp(-x)), "silu": lambda x: x / (1 + mpmath.exp(-x)),
}  # fmt: skip
POSITIVE, ABOVE_ONE, INSIDE = ("pow", "log2", "log10"), ("arccosh", "acosh"), ("arctanh", "atanh")


def arguments(name, pick, wide):
    """Return arguments that the function called ``name`` has a value for; ``wide`` ones have any size."""
    found = []
    for _ in range(SPELLINGS[name].__code__.co_argcount):
        u = pick.choice([-1, 1]) * (10 ** pick.uniform(-150, 150) if wide else pick.uniform(0.1, 2))
        u = abs(u) if name in POSITIVE else 1 + abs(u) if name in ABOVE_ONE else u
        found.append(u / 2.1 if name in INSIDE else u)
    return found


def test_every_formula_is_held_against_what_its_name_means():
    """A name that is added must say what it stands for."""
    assert EXACT.keys() == SPELLINGS.keys()
    assert not SPELLINGS.keys() & OPS.keys()  # what has a row needs no formula


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_formula_has_the_value_and_the_slopes_of_its_name(name):
    """mpmath, at 40 digits; the slopes by its own differences."""
    pick = random.Random(name)
    for _ in range(20):
        given = arguments(name, pick, wide=False)
        letters = dict(zip("xyz", given, strict=False))
        p = ad.trace(
            eval(f"lambda {', '.join(letters)}: formula({', '.join(letters)})", {"formula": SPELLINGS[name]}), letters
        )
        exact = EXACT[name](*map(mpmath.mpf, given))
        assert abs(p() - exact) <= 4e-15 * max(abs(exact), 0.05), given
        for k, slope in enumerate(ad.grad(p).values()):
            right = mpmath.diff(EXACT[name], tuple(map(mpmath.mpf, given)), tuple(int(j == k) for j in range(len(given))))
            assert abs(slope - right) <= 1e-12 * max(abs(right), 1), (given, k)


@pytest.mark.parametrize(
    "name", sorted({*SPELLINGS} - {"pow", "exp2", "cot", "sec", "csc", "sinc", "atanh", "arctanh", "clip"})
)
def test_a_formula_keeps_its_digits_at_any_size(name):
    """1e200 squared is no float, and what is left of ``1 + 1e-20 - 1`` is nothing."""
    pick = random.Random(name)
    for _ in range(100):
        given = arguments(name, pick, wide=True)
        exact, found = EXACT[name](*map(mpmath.mpf, given)), SPELLINGS[name](*given)
        assert abs(found - exact) <= 8 * math.ulp(float(exact)), (given, found, exact)


@pytest.mark.parametrize("name", sorted(name for name in SPELLINGS if hasattr(np, name) and name != "clip"))
def test_of_arrays_a_formula_gives_what_numpy_gives(name):
    """One formula for a number and for an array of them."""
    pick = random.Random(name)
    for wide in (False, True):
        given = [np.array(u) for u in zip(*[arguments(name, pick, wide) for _ in range(50)], strict=True)]
        with np.errstate(all="ignore"):
            found, right = SPELLINGS[name](*given), getattr(np, name)(*given)
        there = np.isfinite(right) & np.isfinite(found)
        assert np.all(np.isfinite(right) == np.isfinite(found))
        found, right = found[there], right[there]
        assert np.all(abs(found - right) <= np.maximum(8 * np.spacing(abs(right)), 1e-16))


@pytest.mark.parametrize(
    ("name", "given", "value", "slopes"),
    [
        ("logaddexp", (3.0, 3.0), 3 + math.log(2), (0.5, 0.5)),
        ("logaddexp", (-math.inf, 2.0), 2.0, (0.0, 1.0)),
        ("logaddexp", (-math.inf, -math.inf), -math.inf, (0.0, 1.0)),
        ("logaddexp", (-1e20, 1.0), 1.0, (0.0, 1.0)),
        ("hypot", (1.0, -1.0), math.sqrt(2), (math.sqrt(0.5), -math.sqrt(0.5))),
        ("hypot", (3e200, 4e200), 5e200, (0.6, 0.8)),
        ("hypot", (3e-200, 4e-200), 5e-200, (0.6, 0.8)),
        ("hypot", (0.0, -2.0), 2.0, (0.0, -1.0)),
        ("arctan2", (1.0, 0.0), math.pi / 2, (0.0, -1.0)),
        ("arctan2", (-1.0, 0.0), -math.pi / 2, (0.0, 1.0)),
        ("arctan2", (0.0, -2.0), math.pi, (-0.5, 0.0)),
        ("arctan2", (0.0, 2.0), 0.0, (0.5, 0.0)),
        ("arctan2", (-3.0, -3.0), -3 * math.pi / 4, (-1 / 6, 1 / 6)),
        ("arctan2", (1e200, 1e200), math.pi / 4, (5e-201, -5e-201)),
        ("arcsinh", (0.0,), 0.0, (1.0,)),
        ("arcsinh", (-1e200,), -461.2101657793691, (1e-200,)),
        ("arctanh", (0.0,), 0.0, (1.0,)),
        ("sinc", (0.0,), 1.0, (0.0,)),
        ("arccosh", (1.0,), 0.0, (math.inf,)),
        ("log10", (0.0,), -math.inf, (math.inf,)),
        ("clip", (-2.0, 0.0, 1.0), 0.0, (0.0, 1.0, 0.0)),
    ],
)
def test_where_a_short_formula_would_fail(name, given, value, slopes):
    """At ties and at 0 the slope is the true one, which the shortest formula has not."""
    letters = dict(zip("xyz", given, strict=False))
    p = ad.trace(eval(f"lambda {', '.join(letters)}: formula({', '.join(letters)})", {"formula": SPELLINGS[name]}), letters)
    assert p() == pytest.approx(value, rel=1e-14)
    assert [*ad.grad(p).values()] == pytest.approx(slopes, rel=1e-13, abs=1e-300)


def test_at_the_origin_there_is_an_angle_and_a_length_and_no_slope():
    """As with NumPy; that a slope is NaN says that there is none."""
    for name in ("arctan2", "hypot"):
        p = ad.trace(eval("lambda x, y: formula(x, y)", {"formula": SPELLINGS[name]}), x=0.0, y=0.0)
        assert p() == 0
        assert all(map(math.isnan, ad.grad(p).values()))


def test_the_short_formulas_do_fail_there():
    """So that the long ones are not long for nothing."""
    slope = ad.grad(lambda x, y: ad.maximum(x, y) + ad.softplus(-abs(x - y)), x=3.0, y=3.0)
    assert slope == {"x": 0, "y": 1}
    assert ad.trace(lambda x: ad.sqrt(x * x), x=1e200)() == math.inf
    assert ad.trace(lambda x: ad.log(x + ad.sqrt(x * x + 1)), x=-1e9)() == -math.inf


# --- in a text ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_text_may_call_it(name):
    """The same operations as in a traced function, and letters for what is between."""
    given = arguments(name, random.Random(name), wide=False)
    letters = dict(zip("xyz", given, strict=False))
    p = ad.parse(f"{name}({', '.join(letters)})", letters)
    q = ad.trace(eval(f"lambda {', '.join(letters)}: formula({', '.join(letters)})", {"formula": SPELLINGS[name]}), letters)
    assert (p(), *ad.grad(p).values()) == pytest.approx((q(), *ad.grad(q).values()), rel=1e-15)
    assert {*p.ops[p.d :]} <= {*OPS}
    assert all(len(word) < 3 for word in p.names[p.d :])


def test_what_a_text_shows_is_a_list_of_small_steps():
    """Nothing is called log10 in it: the formula stands in its place."""
    assert str(ad.parse("square(x) + log10(x)", x=2.0)).split("\n")[1:] == [
        "a = x * x", "b = log(x)", "c = b / 2.302585092994046", "d = a + c", "return d",
    ]  # fmt: skip
    assert str(ad.parse("clip(x, 0, 1) * pow(x, 2)", x=0.5)).split("\n")[1:4] == [
        "a = maximum(x, 0)", "b = minimum(a, 1)", "c = x ** 2",
    ]  # fmt: skip
    assert ad.parse("square(x) + x*x", x=2.0).ops == ("input", "multiply", "add")  # what is equal is computed once
    assert str(ad.parse("log10(100)*x", x=2.0)).split("\n")[1] == "a = 2.0 * x"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("clip(x)", r"'clip\(x\)' is not accepted: clip takes 3 arguments"),
        ("hypot", r"it is a function: write hypot\(x, y\)"),
        ("log10(0)*x", "constants may be at most"),
        ("hypt(x)", "did you mean 'hypot'"),
        ("sign(x)", r"no such function; write x/abs\(x\)"),
    ],
)
def test_a_text_that_calls_it_wrongly_is_told(text, sentence):
    """As with the functions of the table."""
    with pytest.raises(ad.LessonError, match=sentence):
        ad.parse(text, x=2.0)


def test_an_input_may_have_the_name_of_a_formula():
    """The letters of one's own come first; a call is a call all the same."""
    assert ad.parse("sec*x + sec(x)", sec=2.0, x=0.0)() == 1.0


def test_as_a_method_and_through_numpy_it_is_the_same():
    """``x.log10()``, ``np.log10(x)``, on numbers and on arrays."""
    for u in (2.0, np.array([2.0, 3.0])):
        ways = (lambda x: x.log10(), np.log10.__call__, lambda x: SPELLINGS["log10"](x))
        lists = [ad.trace(lambda x, way=way: way(x), x=u).ops for way in ways]
        assert lists == [("input", "log", "divide")] * 3
    assert ad.grad(lambda x: x.relu() * x.tanh() + x.exp().log(), x=2.0) == ad.grad(
        lambda x: ad.relu(x) * ad.tanh(x) + ad.log(ad.exp(x)), x=2.0
    )
