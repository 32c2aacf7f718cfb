"""A worksheet and its key: all that is asked, nothing that gives it away, black on white."""

import html
import re

import pytest

from adlesson.show.writing.numerals import number
from adlesson.teach.practice.kinds import KINDS, LEVELS
from adlesson.teach.practice.paper.different import different
from adlesson.teach.practice.paper.printed import key, worksheet

CELL = re.compile(r"<td[^>]*>(.*?)</td>")


def articles(page):
    """Return the problems of a page as HTML."""
    return re.findall(r"<article>(.*?)</article>", page, re.S)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("level", LEVELS)
def test_the_worksheet_asks_and_the_key_answers(kind, level):
    """Problem by problem; on the worksheet a blank is empty."""
    problems = different(kind, level, 3, "<2026>")
    asked, solved = articles(worksheet(problems, "<2026>")), articles(key(problems, "<2026>"))
    assert len(asked) == len(solved) == 3
    for n, (problem, sheet, answers) in enumerate(zip(problems, asked, solved, strict=True), 1):
        question = problem.question
        assert f"<b>{n}.</b> {html.escape(question.ask)}" in sheet
        assert ("<svg" in sheet) == (kind != "sweeps")
        blank = '<td class="blank"></td>'
        assert sheet.count(blank) == sum(row[-1] is None for row in question.rows)
        assert blank not in answers
        if kind in ("adjoints", "multipliers"):
            rows = [CELL.findall(row) for row in re.findall(r"<tr>(.*?)</tr>", answers)[1:]]
            assert {row[0]: row[-1] for row in rows if "<b>" in row[-1]} == {
                name: f"<b>{number(right)}</b>" for name, right in question.blanks.items()
            }
            assert ("Give three digits" in sheet) == (
                level == 3 and not all(type(u) is int for u in question.blanks.values())
            )
        elif kind == "order":
            assert question.orders[0] in answers
            assert not any(order in sheet for order in question.orders)
        else:
            answer = f"<b>{question.orders[0]}</b>" if kind == "mistake" else html.escape(question.solution)
            assert f"<li>{answer}</li>" in answers
        assert all(html.escape(text) in sheet for text in question.texts if kind != "sweeps")


def test_a_page_has_two_problems_a_name_and_the_seed():
    """On each page, for sheets get mixed up; the key needs no name."""
    problems = different("adjoints", 1, 5, "<2026>")
    pages = re.findall(r"<section>(.*?)</section>", worksheet(problems, "<2026>"), re.S)
    assert [len(articles(page)) for page in pages] == [2, 2, 1]
    for k, page in enumerate(pages, 1):
        assert f"adjoints, level 1, seed &lt;2026&gt; · page {k} of 3</span>" in page
        assert "Name <i></i>" in page
    solved = key(problems, "<2026>")
    assert "Key: adjoints, level 1, seed &lt;2026&gt; · page 3 of 3" in solved
    assert "Name" not in solved
    assert len(re.findall("<section>", solved)) == 3


def test_ink_is_black_and_paper_white():
    """Every colour of the pictures' style sheet gets one of the two."""
    page = worksheet(different("adjoints", 1, 1, 0), 0)
    first, last = page.index(".adlesson {"), page.rindex(".adlesson {")
    given = re.findall(r"(--ad-[\w-]+): light-dark|(--ad-[\w-]+): var\([\w-]+, light-dark", page[first:last])
    ours = dict(re.findall(r"(--ad-[\w-]+): (#\w+);", page[last:]))
    assert {one or other for one, other in given} == {*ours}
    assert {*ours.values()} == {"#000", "#fff"}
