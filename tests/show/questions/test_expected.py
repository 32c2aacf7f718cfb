"""How near is near enough, and which wrong numbers are one."""

from fractions import Fraction

import pytest

from adlesson.show.questions.expected import expected
from adlesson.show.writing.numerals import finite


@pytest.mark.parametrize(("right", "tolerance"), [(1, 0.0051), (9.99, 0.0051), (10, 0.051), (0.02, 0.000051), (0, 0.0051)])
def test_three_digits_are_near_enough(right, tolerance):
    """Half a unit of the third digit, as in the exercises."""
    assert expected(right, None, [])["tolerance"] == pytest.approx(tolerance)


def test_what_the_screen_rounds_away_is_forgiven():
    """0.002 for 0.0016, where the digits of a difference are gone."""
    assert expected(0.0016, 0.002, [])["tolerance"] == pytest.approx(0.0004051)


def test_near_equal_numbers_are_one_and_keep_all_names():
    """To a ten-thousandth; the right one, and what is as good as right, is nobody's mistake."""
    wrong = expected(10, None, [("a", 20), ("b", 20.001), ("c", 20.01), ("d", 10.04), ("a", 20.0002), ("e", 3), ("f", 20)])[
        "wrong"
    ]
    assert wrong == [[20, ["a", "b", "f"]], [20.01, ["c"]], [3, ["e"]]]


def test_whole_numbers_and_fractions_become_plain_json():
    """Booleans and fractions too; what is not finite is not asked for."""
    assert expected(Fraction(1, 4), None, [])["expected"] == 0.25 and not expected(Fraction(1, 4), None, [])["whole"]
    assert expected(7, None, [])["whole"] and type(finite(True)) is int
    assert [finite(u) for u in (float("nan"), float("inf"), 10**400, "x", 1j, None)] == [None] * 6
    assert expected(float("inf"), None, []) is None
    assert expected(3, float("nan"), [("a", float("nan")), ("b", 10**400)])["wrong"] == []
