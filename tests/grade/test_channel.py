"""What crosses is data, read strictly: what this channel does not carry is refused, and nothing large is made of it."""

import math
import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adlesson.grade.channel import DEEPEST, LARGEST, MOST, PARTS, ChannelError, line_of, parsed, read, written

NUMBERS = st.integers(-(10**30), 10**30) | st.floats(allow_nan=False) | st.complex_numbers(allow_nan=False) | st.fractions()
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(TEXTS | st.integers(), inner),
    max_leaves=10,
)


def refuse(said):
    raise ChannelError(f"refers to {said}")


def crossed(value, keep=None):
    """Return what comes out of a value that crosses."""
    return read(parsed(line_of(written(value, keep))), refuse)


@settings(max_examples=30)
@given(VALUES)
def test_a_value_crosses_as_it_is(value):
    """Type by type; JSON alone would make lists of tuples, and texts of the keys of a dict."""
    assert repr(crossed(value)) == repr(value)
    assert crossed({1, 2.5}) == {1, 2.5}


def test_arrays_and_numbers_of_numpy_cross():
    """With their shape and kind; a number of NumPy's is a number."""
    for array in (np.eye(2), np.array([[1, 2, 3]]), np.array([True]), np.zeros((0, 3)), np.array(1j)):
        found = crossed(array) if array.shape else np.array(crossed(array))
        assert found.dtype == array.dtype and found.shape == array.shape and (found == array).all()
    assert crossed(np.float64(0.1)) == 0.1 and crossed(np.int8(3)) == 3 and crossed(np.bool_(True)) is True
    assert math.isnan(crossed(math.nan)) and math.copysign(1, crossed(-0.0)) == -1


def test_what_is_too_large_is_cut_and_its_length_told():
    """A million names are not sent, and no million is made of ten millions."""
    assert len(crossed([1] * 5000)) == 5000 and len(line_of(written([1] * 5000, None))) < 50
    assert len(crossed("x" * 9000)) == 9000 and crossed(1 << 10**6) == LARGEST
    assert len(read(parsed('{"n": ["l", "99999999999"]}'), refuse)) == MOST
    assert len(read(parsed('{"s": ["x", "99999999999"]}'), refuse)) == MOST


def test_what_has_no_form_is_kept_and_referred_to():
    """Functions, objects, what is too deep, and what is one part too many."""
    kept = []
    deep = []
    for _ in range(DEEPEST + 5):
        deep = [deep]
    line_of(written([len, object(), deep], lambda thing: kept.append(thing) or {"h": "0"}))
    assert kept[0] is len and len(kept) == 3
    kept.clear()
    line_of(written([[0] * 1000] * 60, lambda thing: kept.append(thing)))
    assert kept[-1] == [0] * 1000 and kept.count([0] * 1000) == 60 - math.ceil(PARTS / 1001)


@pytest.mark.parametrize(
    "line",
    [
        "1", "[1]", '{"i": 1}', "NaN", '{"f": Infinity}', "1" + "0" * 10**6, "[" * 200_000, '{"a"', "", "\x00",
        '{"i": "1", "i": "2"}', '{"l": [], "l": []}',
    ],
    ids=lambda line: line[:20],
)  # fmt: skip
def test_a_line_is_json_without_numbers_and_no_key_comes_twice(line):
    """Which of two would be meant is a question of the reader, and a long number costs its reader time."""
    with pytest.raises(ChannelError):
        parsed(line)


@pytest.mark.parametrize(
    "line",
    [
        "[]", "{}", '{"i": "x"}', '{"i": "1e9"}', '{"i": null}', '{"i": ["1"]}', '{"f": "x"}', '{"f": null}', '{"q": "1/0"}',
        '{"q": "1/2/3"}', '{"f": "' + "1" * 101 + '"}', '{"i": "' + "1" * 401 + '"}', '{"l": "abc"}', '{"l": null}',
        '{"d": [["x"]]}', '{"d": [[{"l": []}, null]]}', '{"u": [{"l": []}]}', '{"a": ["O", [], []]}', '{"s": ["x"]}',
        '{"a": ["f", ["2"], []]}', '{"a": ["f", ["-1", "0"], []]}', '{"a": ["i", ["1"], ["x"]]}', '{"n": ["l", "-"]}',
        '{"s": [["x"], "3"]}', '{"n": "l"}', '{"n": []}',
        '{"verdict": "right"}', '{"h": "0"}', '{"l": [{"f": "1", "g": "2"}]}',
    ],
)  # fmt: skip
def test_what_is_no_value_is_refused(line):
    """And "right" is none: there is no word for it."""
    with pytest.raises(ChannelError):
        read(parsed(line), refuse)


def test_depth_and_parts_are_bounded_on_the_way_in_too():
    """Whoever writes may ignore what a writer is bound to."""
    assert sys.getrecursionlimit() > DEEPEST * 2 + 50
    for line in ('{"l": [' * 300 + "null" + "]}" * 300, '{"l": [' + "null, " * (PARTS + 9) + "null]}"):
        with pytest.raises(ChannelError, match="too large"):
            read(parsed(line), refuse)


def test_half_a_character_becomes_a_question_mark():
    """No file could hold it."""
    assert crossed("a\ud800b") == "a?b" and crossed({"\udfff": Fraction(1, 3)}) == {"?": Fraction(1, 3)}
