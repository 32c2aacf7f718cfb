"""Names and numbers as Python text: evaluated, each is what it was."""

import cmath
import enum
import keyword
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy
from programs import same

from adlesson.engine.codegen.literals import MOST_ENTRIES, RESERVED, Words, identifier


def evaluated(u):
    """Return what the text of ``u`` gives in an empty namespace, after the imports it asks for."""
    words, space = Words([]), {}
    text, _ = words.constant(u)
    exec("\n".join(words.head()), space)
    space.update(words.open)
    return eval(text, space)


class Colour(enum.IntEnum):
    """A whole number that prints as something else."""

    RED = 3


@pytest.mark.parametrize(
    "u",
    [
        0, 7, -7, 10**50, -(10**50), 10**5000, -(10**5000), True, False, None, Colour.RED,
        0.1, -0.1, 2.0, -0.0, 1e300, 5e-324, 1.7976931348623157e308, math.inf, -math.inf, math.nan,
        Fraction(1, 3), Fraction(-7, 2), Fraction(10**40, 3), Decimal("0.1"), Decimal("-3"),
        1j, -1j, 1 + 2j, -1 - 2j, 1 - 0j, -0.0 + 1j, complex(math.inf, 1), complex(1, math.nan), complex(-0.0, -0.0),
        np.float64(0.1), np.float32(0.1), np.float16(0.1), np.int64(3), np.int8(-3), np.uint8(200), np.complex64(1 + 2j),
        np.complex128(1j), np.bool_(True), np.float32(math.inf), np.longdouble("0.1"),
        "a", 'say "a"', "back\\slash", "line\nbreak", "é", "", "\ud800",
        (), (1,), (1, "b"), ((1, 2), None), (Fraction(1, 2), np.float64(2)), (frozenset([1]), 2), frozenset([1, 2]),
        sympy.Rational(1, 3), sympy.pi, sympy.Symbol("s"), Fraction(10**5000, 3),
    ],
    ids=lambda u: type(u).__name__,
)  # fmt: skip
def test_a_constant_comes_back_from_its_text(u):
    """Equal, of the same kind (a float of NumPy's becomes Python's), with the sign of its zero."""
    again = evaluated(u)
    assert same(again, u) if not isinstance(u, (str, frozenset)) else again == u
    if not isinstance(u, (np.float64, np.complex128, Colour, tuple)):
        assert type(again) is type(u)
    if isinstance(u, complex):
        assert [math.copysign(1, v) for v in (again.real, again.imag)] == [math.copysign(1, v) for v in (u.real, u.imag)]
        assert cmath.isfinite(again) == cmath.isfinite(u)
    if isinstance(u, float) and u == u:
        assert math.copysign(1, again) == math.copysign(1, u)


@pytest.mark.parametrize(
    "u",
    [
        np.array([1.0, -2.5]), np.array([[1.0], [2.0]]), np.array([1, 2, 3]), np.array([True, False]), np.array([1j, 2.0]),
        np.array([math.nan, math.inf, -0.0]), np.array([0.1, 0.2], dtype="float32"), np.array([1, 2], dtype="int8"),
        np.arange(20.0), np.arange(21.0), np.arange(60.0).reshape(3, 4, 5), np.zeros((0, 3)), np.array(["a", "b"]),
        np.array([Fraction(1, 2)]), np.array([1, 2], dtype="longdouble"),
    ],
    ids=lambda u: f"{u.dtype}{u.shape}",
)  # fmt: skip
def test_an_array_comes_back_from_its_text_or_is_left_open(u):
    """Entries, shape and kind."""
    again = evaluated(u)
    assert same(again, u)
    assert again.dtype == u.dtype
    assert (again is u) == (u.size > MOST_ENTRIES or u.size == 0 or u.dtype.kind in "UO" or u.dtype == np.longdouble)


def test_an_open_constant_has_one_name_and_says_what_it_is():
    """Whoever fills it in must know its shape."""
    words, u = Words(["k0"]), np.arange(30.0)
    assert words.constant(u)[0] == words.constant(u)[0] == "k0_"
    assert words.constant(u.copy())[0] == "k1"
    assert words.head()[0] == "k0_ = ...  # an array of shape (30,), a constant: fill it in"
    words.constant(sympy.Matrix([[1, 2], [3, 4]]))
    assert words.head()[-1] == "k2 = ...  # Matrix([ [1, 2], [3, 4]]), a constant: fill it in"


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("x", "x"), ("x_1", "x_1"), ("_x", "_x"), ("x[0]", "x_0"), ("x[0][1]", "x_0_1"), ("x y", "x_y"), ("2x", "z_2x"),
        ("", "z"), ("[]", "z"), ("α", "α"), ("x̄", "x̄"), ("x²", "x2"), ("ﬁ", "fi"), ("x'", "x"), ("x-y", "x_y"), ("½", "1_2"),
        ("π/2", "π_2"), ("🙂", "z"), ("a.b", "a_b"), ("9", "z_9"), ("\n", "z"),
    ],
)  # fmt: skip
def test_any_name_becomes_one_that_python_accepts(name, word):
    """Names from ``at={...}``, from dict keys and from list inputs can be anything."""
    spelled = identifier(name)
    assert spelled.isidentifier()
    assert spelled == word or name == "½"
    exec(f"{spelled} = 1") if not keyword.iskeyword(spelled) else None


def test_no_two_names_are_the_same_and_none_is_a_keyword():
    """Python reads ligatures and raised digits as plain letters; so two spellings can be one name."""
    names = ["fi", "ﬁ", "x[0]", "x_0", "lambda", "lambda_", "None", "x2", "x²", "", "z", "class"]
    words = Words(names)
    assert len(set(words.inputs)) == len(names)
    space = {}
    exec(f"def f({', '.join(words.inputs)}): return [{', '.join(words.inputs)}]", space)
    assert space["f"](*range(12)) == list(range(12))
    assert words.inputs[0] == "fi"
    assert words.fresh("fi") not in words.inputs


def test_an_import_makes_way_for_what_has_its_name():
    """The learner's inputs keep their names; math.exp and numpy.exp can stand in one text."""
    words = Words(["exp", "abs", "inf"], {"exp", "sin"})
    assert words.inputs == ["exp", "abs", "inf"]
    assert words.imported("math", "exp") == words.imported("math", "exp") == "math_exp"
    assert words.imported("numpy", "exp") == "numpy_exp"
    assert words.imported("math", "sin") == "sin"
    assert words.imported("numpy", "sin") == "numpy_sin"
    assert words.imported("builtins", "abs") == "builtins_abs"
    assert words.constant(-math.inf)[0] == "-math_inf"
    assert words.imported("builtins", "complex") == "complex"
    assert words.head() == [
        "from builtins import abs as builtins_abs",
        "from math import exp as math_exp, inf as math_inf, sin",
        "from numpy import exp as numpy_exp, sin as numpy_sin",
    ]
    assert words.fresh("sin") == "sin_"
    assert words.fresh("nan") == "nan_"
    assert words.taken >= RESERVED
