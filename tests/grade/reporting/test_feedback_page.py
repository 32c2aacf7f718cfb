"""The page of a student: the verdict and what is said to a wrong answer, never a right one."""

import html
import re
from random import Random

import pytest
from marked import PS1, marked
from right_values import shown, words_of
from solutions import SOLVED

from adlesson.grade.assignment import made
from adlesson.grade.confined import WARNINGS
from adlesson.grade.marks import MarkedItem, mark_of
from adlesson.grade.reporting.feedback_page import feedback_page
from adlesson.grade.reporting.tally import VERDICTS
from adlesson.grade.variants import variant
from adlesson.teach.judging.safe_verdict import verdict_on
from adlesson.teach.problems import COURSE


def text_of(page):
    """Return what is read on a page."""
    page = re.sub(r"</?(span|b|code)\b[^>]*>", "", re.sub(r"(?s)<(style|title)>.*?</\1>", "", page))
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


def test_each_verdict_is_said_in_words():
    """With points, and with what the judge said to a wrong answer."""
    page = feedback_page(marked("ada", "right wrong missing"))
    told = " ".join(text_of(page).split())
    assert "ps1: ada 3 of 12.5 points" in told
    assert "5.3: bug hunt: a reverse sweep ✗ not right, 0 of 5 points It looks as if the share of a < b is missing." in told
    assert "adjoints/2: a fresh problem, level 2 – not answered, 0 of 4.5 points There is no answer to it" in told
    assert "<code>a &lt; b</code>" in page


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_page_has_one_heading_for_each_exercise(verdict):
    """Below one for the page: a screen reader goes from one to the next."""
    page = feedback_page(marked("ada", f"{verdict} {verdict} {verdict}"))
    assert re.findall(r"<(h\d)>", page) == ["h1", "h2", "h2", "h2"]
    assert page.count(f">{VERDICTS[verdict][0]}</span> {VERDICTS[verdict][1]}<") == 3
    assert '<html lang="en">' in page and "<script" not in page


def test_what_is_said_to_a_right_answer_is_left_out():
    """In the lesson it explains the number, and a page may be passed on."""
    page = feedback_page(marked("ada", "right right right"))
    assert "5.5" not in text_of(page) and "1.716" not in page


def test_notes_come_first_and_what_the_sandbox_is_like_is_for_the_instructor():
    """A note of the grader, such as that the login is another's."""
    page = text_of(
        feedback_page(marked("ada", "right wrong missing", notes=("It says eva.", WARNINGS["uid"]), sandbox="uid"))
    )
    assert page.index("Please note") < page.index("It says eva.") < page.index("5.2")
    assert WARNINGS["uid"] and WARNINGS["uid"] not in page
    assert "Please note" not in feedback_page(marked("ada", "right wrong missing"))


def test_what_a_submission_says_is_text():
    """In its name, in a note, and in what is said to its answer."""
    evil = '"><script>alert(1)</script>\x1b\u202e'
    item = MarkedItem("5.2", 3, 0, "wrong", f"You gave {evil} `{evil}`.", None)
    page = feedback_page(mark_of(PS1, evil, "", (evil,), "bwrap", [item]))
    assert "<script" not in page and "\x1b" not in page and "\u202e" not in page
    assert page.count("&lt;script&gt;") == 5  # title, heading, note, twice in what is said


# --- no answers -----------------------------------------------------------------------------------


WRONG = [None, 0, 1, -1, 2, 3, 3.5, 7, 1e9, "x", "a b", "reverse", {"x": 1}, [1, 2, 3], lambda *a, **b: 1, "1/0", object()]
BY_VALUE = {name: right for name, right in SOLVED.items() if shown(right)}


@pytest.mark.parametrize("name", BY_VALUE)
def test_no_right_value_of_an_exercise_stands_in_a_page(name):
    """Whatever was answered; a wrong answer that is told back is the student's own."""
    one = made("ps1", [f"{name}:777"], seed="2026")
    found, right = set(), shown(BY_VALUE[name])
    for k, answer in enumerate([*WRONG, BY_VALUE[name]]):
        verdict, message = verdict_on(lambda answer=answer, k=k: COURSE[name].judge(answer, Random(k)))
        verdict = {"unanswered": "missing", "close": "wrong"}.get(verdict, verdict)
        item = MarkedItem(name, 777, 777 * (verdict == "right"), verdict, message or COURSE[name].right, None)
        own = {*re.findall(r"[\w.]+", repr(answer))} if verdict != "right" else set()
        task = words_of(f"{name}: {COURSE[name].task} 777", right)
        page = text_of(feedback_page(mark_of(one, "ada", "", (), "bwrap", [item])))
        found |= right & words_of(page, right) - task - own
    assert len(WRONG) == 17 and found == set()


@pytest.mark.parametrize("what", ["adjoints/1", "adjoints/3", "multipliers/2", "order/2", "mistake/2", "sweeps/2"])
def test_no_right_value_of_a_fresh_problem_stands_in_a_page(what):
    """For many students, each with one value wrong in turn."""
    one, tried = made("ps1", [f"{what}:777"], seed="2026"), 0
    for student in ("ada", "bob", "eva", "kim"):
        question = variant(one, one.items[0], student).question
        answers = [{**question.blanks, name: 10**7 + 1} for name in question.blanks] or ["A", "B", "AB", "reverse 99", ""]
        for answer in answers:
            verdict, message = verdict_on(lambda answer=answer, question=question: question.judge(answer, Random(1)))
            if verdict == "right":
                continue
            tried += 1
            item = MarkedItem(what, 777, 0, "wrong", message, None)
            page = text_of(feedback_page(mark_of(one, student, "", (), "bwrap", [item])))
            right = shown(question.blanks) | {order for order in question.orders if len(order) > 1}
            assert right & words_of(page, right) == set(), (student, answer, message)
    assert tried >= 4
