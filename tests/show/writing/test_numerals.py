"""Arrays as short text: one line, at a length that fits a box, and never silent about what is not finite."""

import math
import re
from fractions import Fraction

import numpy as np
import pytest
import sympy

import adlesson as ad
from adlesson.show.writing.numerals import is_zero, number, number_latex, on_screen, size, size_in_words, trouble

inf, nan = math.inf, math.nan


@pytest.mark.parametrize(
    ("u", "text"),
    [
        (np.array([0.5, -1.0, 2.0]), "[0.5, −1, 2]"),
        (np.array([1 / 3, -2 / 3, 100 / 3]), "[0.333, −0.667, 33.3]"),
        (np.array([1, 1, 1]), "[1, 1, 1]"),
        (np.array([-0.0, 1e-9]), "[0, 1·10⁻⁹]"),
        (np.array([[1.0, 2.0], [3.0, 4.5]]), "[[1, 2], [3, 4.5]]"),
        (np.array([1.0, inf, -inf, nan]), "[1, ∞, −∞, NaN]"),
        (np.arange(48.0).reshape(16, 3) / 10, "0 … 4.7"),
        (np.linspace(-1 / 3, 2 / 3, 99), "−0.333 … 0.667"),
        (np.ones((16, 3)), "all 1"),
        (np.zeros((2, 3)), "all 0"),
        (np.array([nan] + [1.0, 2.0] * 20), "1 … 2, NaN"),
        (np.array([nan] + [1.0] * 20), "1, NaN"),
        (np.array([-inf] + [1.0, 2.0] * 20), "−∞ … 2"),
        (np.full((4, 4), nan), "all NaN"),
        (np.array([2 + 1j, 0.5]), "[2+1j, 0.5+0j]"),
        (np.full((9, 9), 1j), "81 numbers"),
    ],
)
def test_an_array_is_written_in_full_if_short_else_from_its_smallest_to_its_largest_entry(u, text):
    """A NaN or an infinity among a thousand entries must not be lost in what is left out."""
    assert number(u) == text


@pytest.mark.parametrize("shape", [(1,), (3,), (4,), (2, 2), (5, 2), (16, 3), (2, 3, 4), (100, 100)])
@pytest.mark.parametrize("scale", [1e-12, 1, 1e12])
def test_no_array_takes_more_than_a_box(shape, scale):
    """The repr of a 3 by 2 array is three lines; what stands in a box, a table or a sentence is one of 26 characters."""
    u = np.random.default_rng(1).normal(size=shape) * scale
    for v in (u, np.where(u > 0, nan, u), np.where(u > 0, inf, u)):
        assert "\n" not in number(v) and len(number(v)) <= 26 + 6 * ("NaN" in number(v))
    assert "\n" in repr(np.ones((3, 2)))


@pytest.mark.parametrize("u", [np.array([1e-9, -2.0]), np.array([inf, nan, -inf]), np.arange(99.0) - 7, np.ones(99)])
def test_the_latex_of_an_array_has_no_sign_that_latex_lacks(u):
    """A minus sign of Unicode is not set as an operator, and the letters of NaN are not a product."""
    assert not re.search("[−∞…⁰¹²³⁴⁵⁶⁷⁸⁹⁻]", number_latex(u))
    assert "NaN" not in number_latex(u).replace(r"\mathrm{NaN}", "")


@pytest.mark.parametrize(
    ("shape", "label", "words"),
    [
        ((), "", ""),
        ((1,), "1 entry", " with 1 entry"),
        ((3,), "3 entries", " with 3 entries"),
        ((3, 2), "3×2", " of shape 3 by 2"),
        ((2, 3, 4), "2×3×4", " of shape 2 by 3 by 4"),
    ],
)
def test_a_shape_is_a_label_and_can_be_read_aloud(shape, label, words):
    """The times sign is for the eye; a number has no shape to speak of."""
    assert (size(shape), size_in_words(shape)) == (label, words)


@pytest.mark.parametrize(
    ("u", "what"),
    [
        (1.5, ""),
        (1e308, ""),
        (10**400, ""),
        (Fraction(1, 3), ""),
        (sympy.Symbol("x"), ""),
        (1 + 2j, ""),
        (np.float64(2), ""),
        (np.array([1, 2]), ""),
        (np.array([1.0, 2.0]), ""),
        (nan, "NaN"),
        (inf, "∞"),
        (-inf, "−∞"),
        (np.float64(inf), "∞"),
        (np.float32(nan), "NaN"),
        (complex(1, nan), "NaN"),
        (complex(1, -inf), "∞"),
        (np.array([1.0, inf, nan]), "NaN"),
        (np.array([[1.0], [inf]]), "∞"),
        (np.array([-inf, 1.0]), "−∞"),
    ],
)
def test_what_is_not_finite_is_named(u, what):
    """A whole number of 400 digits is large, and finite."""
    assert trouble(u) == what


def test_zero_is_zero_in_every_entry():
    """One entry that moves is enough to say that an array moves."""
    assert is_zero(0) and is_zero(0.0) and is_zero(np.zeros((2, 2)))
    assert not is_zero(1) and not is_zero(np.array([0.0, 1.0]))


def test_the_screen_has_four_digits():
    """And shows whole numbers and fractions as they are."""
    assert on_screen(2 / 3) == 0.6667 and on_screen(123456) == 123456 and on_screen(Fraction(2, 3)) == Fraction(2, 3)


@pytest.mark.filterwarnings("error")
def test_a_complex_number_keeps_its_imaginary_part():
    """NumPy's own, too, which would give its real part as its float."""
    for u in (3 + 4j, np.complex128(3 + 4j), np.array([3 + 4j])[0]):
        assert number(u) == "3+4j"
    assert "4j" in str(ad.table(ad.trace(lambda z: z.sum(), z=np.array([1 + 1j, 2 + 3j]))))
