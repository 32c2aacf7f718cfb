"""What is shown while a question is open gives neither its number nor its slope away, in every mode and ten programs.

(``browser/test_nothing_leaks`` looks at the whole page.)
"""

import html
import re

import pytest
from test_one_truth import PROGRAMS, played

from adlesson.show.writing.numerals import number

MODES = ("forward", "tangent", "reverse", "lagrange")


def asked(program, mode):
    """Return the frames that ask."""
    return [frame for frame in played(program, mode)["frames"] if "ask" in frame]


def read(mathml):
    """Return an equation as text."""
    return html.unescape(re.sub("<[^>]+>", "", mathml)).replace("\u00af", "\u0304").replace("\u02d9", "\u0307")


def given_away(frame):
    """Return what the given part of a frame, its question or its hints but the last say that they must not say."""
    ask, found = frame["ask"], []
    answer, parts = number(ask["expected"]), read(frame["given"]).split("=")
    digits = re.findall("<mn>(.*?)</mn>", re.sub("<msub>.*?</msub>", "", frame["given"]))  # the 4 of z_4 is no number
    if answer in [*parts, *digits]:
        found.append(f"{frame['given']} holds {answer}")
    rule = ask.get("rule")
    if rule and rule["choices"][rule["right"]] in parts:
        found.append(f"{frame['given']} holds the slope {rule['choices'][rule['right']]}")
    if frame["equation"] == frame["given"] or parts[-1]:
        found.append(f"{frame['given']} does not end where the answer begins")
    if re.search(rf"(?<![\w.]){re.escape(answer)}(?![\w.])", ask["question"]):
        found.append(f"{ask['question']} says {answer}")
    return found


@pytest.mark.parametrize("mode", MODES)
def test_nothing_that_is_given_is_the_answer(mode):
    """What stands before the field is the name of what is asked for, and of a value its formula."""
    count = 0
    for program in PROGRAMS.values():
        for frame in asked(program, mode):
            assert given_away(frame) == [], (program.title, frame["sentence"])
            count += 1
    assert count > 40


def test_what_is_given_away_is_seen():
    """The number, the slope, the whole equation."""
    (*_, frame, _) = asked(PROGRAMS["running"], "reverse")
    assert given_away(frame) == []
    right = frame["ask"]["rule"]["choices"][frame["ask"]["rule"]["right"]]
    for given in (frame["equation"], "<math><mn>63.51</mn><mo>=</mo></math>", f"<math><mi>{right}</mi><mo>=</mo></math>"):
        assert given_away(frame | {"given": given}), given
    assert given_away(frame | {"ask": frame["ask"] | {"question": "b sends a its share. Is it 63.51?"}})


def test_a_question_is_spoken_in_words():
    """Letters and signs have names, and the numbers beside them are said; not the slope where it is asked for, too."""
    said = {frame["ask"]["question"]: frame["ask"].get("said") for frame in asked(PROGRAMS["running"], "lagrange")}
    assert said["Row c says that ∂L/∂c = 0. What is the multiplier of c?"] == (
        "Row c: the multiplier of c, minus 18.78 times that of d, plus 0.9783 times that of e, equals 0. The multiplier of "
        "d is 1, that of e is 1. What is the multiplier of c?"
    )
    assert not any(set("∂λ−×·²") & set(text) for question, text in said.items() for text in [text or question])
    (*_, frame, _) = asked(PROGRAMS["running"], "reverse")
    assert frame["ask"]["said"] == (
        "b sends a its share. The adjoint of b is 17.80, the slope is 2.568. a has 17.80 so far. What does the adjoint of a "
        "become?"
    )
    assert frame["ask"]["rule"]["said"] == frame["ask"]["said"].replace(", the slope is 2.568", "")
    assert frame["ask"]["rule"]["question"] == "Which slope is on the arrow from a to b?"


def test_where_nothing_is_asked_nothing_is_given():
    """The page would have no use for it."""
    for frame in played(PROGRAMS["running"], "forward")["frames"]:
        assert ("given" in frame) == ("ask" in frame)
