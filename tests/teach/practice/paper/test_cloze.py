"""The gaps of a Moodle question, read back by Moodle's rules, one test for each.

Each rule is told in our words, with where it is from: "docs" is the page "Embedded Answers (Cloze) question type" of
Moodle's documentation, a path that of a file in Moodle's public source.
"""

import html

import pytest
from moodle import GAP, answer, graded, questions

from adlesson.teach.practice.paper.cloze import CLOSE, choice_gap, escaped, letters_gap, number_gap

NASTY = "a = {1:NUMERICAL:=1} ~ b#c * \"d\" 'e' \\} \\# & &amp; &#125; <b> %50% /"


def gap(text):
    """Return the one gap of a text."""
    body = f"<![CDATA[<p>{text}</p>]]>"
    xml = f'<quiz><question type="category"/><question type="cloze"><questiontext format="html"><text>{body}</text>'
    ((_, gaps, _),) = questions(f"{xml}</questiontext></question></quiz>")[0].values()
    return gaps[0]


def test_a_gap_has_points_and_a_kind():
    """Before the first colon the points, then a known kind in capitals; ~ parts the answers, and the first } ends it.

    Docs, "Format"; ``question/type/multianswer/questiontype.php``, ANSWER_REGEX.
    """
    written = number_gap(6, {5: "five"}), choice_gap(["a", "b"], 0, ["", "no"]), letters_gap(["AB"], {"*B*A*": "early"}, "")
    assert [GAP.findall(one)[0][:2] for one in written] == [("1", "NUMERICAL"), ("1", "MULTICHOICE_V"), ("1", "SHORTANSWER")]
    assert GAP.findall(choice_gap(["a", "b"], 0, ["", ""], across=True))[0][1] == "MULTICHOICE_H"
    assert all(len(GAP.findall(one)) == 1 and one.endswith("}") for one in written)
    assert GAP.findall("{1:Numerical:=6}") == [], "a kind in small letters is text"


def test_a_backslash_is_taken_from_two_signs_alone():
    """So none is written: behind one, ~ } and # count for nothing, but it stays before ~ and =, and would be read out.

    ``multianswer/questiontype.php``: ANSWER_ALTERNATIVE_ANSWER_REGEX looks behind, and only \\} and \\# are replaced.
    """
    assert "\\" not in choice_gap([NASTY, "b"], 0, [NASTY, NASTY])
    assert escaped("\\~") == "&#92;&#126;"
    assert answer("no\\#t#said").text == "no\\#t", "this reader sees one"


def test_feedback_begins_at_a_number_sign_that_no_entity_has():
    """The first # that stands neither behind a backslash nor behind &; further ones belong to the feedback.

    ``multianswer/questiontype.php``: ANSWER_ALTERNATIVE_ANSWER_REGEX and ANSWER_ALTERNATIVE_FEEDBACK_REGEX.
    """
    found = gap(choice_gap(["#1", "b # c"], 1, ["#2 = #1", ""]))
    assert [html.unescape(one.text) for one in found.answers] == ["#1", "b # c"]
    assert found.answers[0].says == "#2 = #1"
    assert (answer("#1#two").text, answer("#1#two").says) != ("#1", "two"), "a bare one would be taken for it"


def test_entities_are_decoded_once_and_then_it_is_html():
    """Of what is chosen and of what is said; so < is written as the entity of an entity.

    ``multianswer/questiontype.php``: html_entity_decode, and FORMAT_HTML for both.
    """
    found = gap(choice_gap(["a < b & c", "&lt;"], 0, ["x < y", "&amp;"]))
    assert [one.text for one in found.answers] == ["a &lt; b &amp; c", "&amp;lt;"]
    assert [one.says for one in found.answers] == ["x < y", "&amp;"]


def test_points_stand_before_an_answer():
    """= gives all, %50% half, nothing none, and one answer of a gap must give all, or the question is refused.

    Docs, "Format"; ``multianswer/questiontype.php``, ANSWER_ALTERNATIVE_FRACTION_REGEX, qtype_multianswer_validate_question.
    """
    assert [one.share for one in gap(number_gap(0.54, {2.5: "no"})).answers] == [1, 0.5, 0, 0]
    assert answer("%100%6").share == answer("=6").share == 1
    assert answer("%-33.3%6").share == pytest.approx(-0.333)
    for written in (number_gap(6, {}), choice_gap(["=", "%50%"], 1, ["", ""]), letters_gap(["AB", "BA"], {}, "")):
        assert max(one.share for one in gap(written).answers) == 1


def test_a_number_has_its_tolerance_behind_a_colon():
    """A plain or a scientific number, a colon, and how far off it may be, absolutely; the ends are right, too.

    Docs, "NUMERICAL"; ``multianswer/questiontype.php``, NUMERICAL_ALTERNATIVE_REGEX;
    ``question/type/numerical/question.php``, get_tolerance_interval (nominal).  What is no such number, nor *, is refused.
    """
    for number in (6, -54, 0.5403, -0.001234, 1e6, 123456.789):
        for one in gap(number_gap(number, {2: "", -1e5: "", 0.031: ""})).answers[:-1]:
            assert isinstance(one.text, float), one
    found = gap("{1:NUMERICAL:=2.5:0.5#so~*#no}")
    assert [graded(found, u).share for u in (2, 3, 1.999, 3.001)] == [1, 1, 0, 0]
    assert isinstance(answer("=2,5:x").text, str), "this reader sees what is none"


def test_the_first_answer_that_fits_counts():
    """So near ones stand behind right ones, and * at the end.

    ``question/type/numerical/question.php`` and the shortanswer's, get_matching_answer.
    """
    found = gap(number_gap(0.5403, {0.58: "far", 0.544: "near"}, "else"))
    assert [graded(found, u).says for u in (0.5403, 0.544, 0.58, 9)] == ["Right.", CLOSE, "far", "else"]
    assert found.answers[-1].text == "*"
    assert graded(gap("{1:NUMERICAL:*#all~=6#six}"), 6).says == "all", "at the head it would take all"


def test_a_typed_word_is_trimmed_and_its_case_is_free():
    """The whole word must fit; * is any text, also none, and in no other kind of gap.

    ``question/type/shortanswer/question.php``, compare_string_with_wildcard; of * in lists: the multichoice has no pattern.
    """
    found = gap(letters_gap(["ABC"], {"*C*A*": "C waits"}, "else"))
    assert [graded(found, text).says for text in (" abc ", "cba", "xCyAz", "CAB", "ABCD", "")] == [
        "", "C waits", "C waits", "C waits", "else", "else"]  # fmt: skip
    assert graded(gap(choice_gap(["a*b", "ab"], 1, ["star", ""])), "a*b").says == "star"


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
