"""The gaps of a Moodle question, read back by the rules of its documentation."""

import html

import pytest
from moodle import GAP, answer, graded, questions

from adlesson.teach.practice.paper.cloze import choice_gap, escaped, letters_gap, number_gap

NASTY = "a = {1:NUMERICAL:=1} ~ b#c * \"d\" 'e' \\} \\# & &amp; &#125; <b> %50% /"


def gap(text):
    """Return the one gap of a text."""
    body = f"<![CDATA[<p>{text}</p>]]>"
    xml = f'<quiz><question type="category"/><question type="cloze"><questiontext format="html"><text>{body}</text>'
    ((_, gaps, _),) = questions(f"{xml}</questiontext></question></quiz>")[0].values()
    return gaps[0]


def test_nothing_that_means_something_is_left():
    """Neither in what is said nor in what is chosen."""
    found = gap(choice_gap([NASTY, "=right", "%50%half"], 1, [NASTY, "", "no"]))
    assert [one.share for one in found.answers] == [0, 1, 0]
    assert html.unescape(found.answers[0].text) == found.answers[0].says == NASTY
    assert [one.text for one in found.answers[1:]] == ["=right", "%50%half"]
    assert not {*escaped(NASTY)} & {*'{}~=*%\\"'}


def test_a_sign_that_is_not_escaped_would_be_seen():
    """By this reader, which else proves nothing."""
    assert answer("=6#Right#~").says == "Right#~"
    assert len(GAP.findall("{1:NUMERICAL:=6#a}b}")) == 1
    assert GAP.findall("{1:NUMERICAL:=6#a}b}")[0][2] == "=6#a"


def test_whole_numbers_are_exact_and_others_have_three_digits():
    """As in the lesson's judge; two digits are half right."""
    whole, real = gap(number_gap(6, {5: "five"})), gap(number_gap(0.5403, {-0.5403: "sign"}))
    assert [graded(whole, u).share for u in (6, 6.001, 5, 7)] == [1, 0, 0, 0]
    assert [graded(real, u).share for u in (0.5403, 0.540, 0.54, 0.55, 0.544, 0.6, -0.54)] == [1, 1, 1, 0, 0.5, 0, 0]
    assert graded(real, -0.54).says == "sign"
    assert graded(whole, 5).says == "five"


@pytest.mark.parametrize("number", [1e-7, 123456.0, -1.25e-3])
def test_numbers_are_written_as_moodle_reads_them(number):
    """Whatever their size."""
    assert graded(gap(number_gap(number, {})), number).share == 1


def test_letters_take_the_pattern_that_fits():
    """The first one that does."""
    found = gap(letters_gap(("ABC", "BAC"), {"*C*A*": "C waits for A."}, "each once"))
    assert [graded(found, text).share for text in ("ABC", "bac", "CAB", "AB")] == [1, 1, 0, 0]
    assert graded(found, "CAB").says == "C waits for A."
    assert graded(found, "AB").says == "each once"
