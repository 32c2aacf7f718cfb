"""The page about a class: what a bar shows stands beside it as a number, and what a student is called is text."""

import html
import re

from marked import marked

from adlesson.grade.confined import WARNINGS
from adlesson.grade.reporting.class_page import class_page

MARKS = [
    marked("ada", "right wrong wrong", mistake="lost minus", submission="one"),
    marked("<b>evil</b>", "right wrong wrong", mistake="lost minus", submission="one"),
    marked("c", "right right stopped", notes=("Two notebooks.",)),
    marked("d", "untouched missing untouched"),
]
PAGES = {mark.student: f"feedback/{k} ü.html" for k, mark in enumerate(MARKS)}


def tables(page):
    """Return the tables of a page, each as its caption and the texts of its rows."""
    found = []
    for table in re.findall(r"(?s)<table[^>]*>(.*?)</table>", page):
        rows = [re.findall(r"(?s)<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"(?s)<tr[^>]*>(.*?)</tr>", table)]
        texts = [[html.unescape(re.sub(r"<div class=\"bar\".*?</div>|<[^>]+>", "", cell)) for cell in row] for row in rows]
        found.append((html.unescape(re.search(r"<caption><span>(.*?)</span></caption>", table)[1]), texts))
    return found


def test_all_numbers_stand_in_tables_with_captions():
    """A bar is for the eye alone."""
    page = class_page(MARKS, PAGES)
    exercises, mistakes, points, students = tables(page)
    assert exercises[1][1] == ["5.2", "the gradient of ln x1 + x1 x2 - sin x2 at (2, 5), by hand", "", "75%", *"30100"]
    assert exercises[1][3][3:] == ["0%", *"02101"]
    assert mistakes[1][1] == ["lost minus", "signs", "5.3, adjoints/2", "", "2"]
    assert points[1][1:] == [["0", "", "1"], ["3", "", "2"], ["8", "", "1"]]
    assert students[1][3] == ["c", "✓ right\xa03", "✓ right\xa05", "■ stopped\xa00", "8", "Two notebooks."]
    assert page.count('class="bar" aria-hidden="true"') == 3 + 1 + 3
    assert re.findall(r"<(h\d)>", page) == ["h1", *["h2"] * 5]
    assert page.count('<th scope="row"') == 3 + 1 + 3 + 4


def test_a_bar_is_as_long_as_its_numbers():
    """And its parts are the whole."""
    page = class_page(MARKS, PAGES)
    bars = re.findall(r'<div class="bar"[^>]*>(.*?)</div>', page)
    lengths = [[float(u) for u in re.findall(r"width: ([\d.]+)%", bar)] for bar in bars]
    assert lengths[:3] == [[75, 25], [25, 50, 25], [50, 25, 25]] and lengths[3:] == [[50], [50], [100], [50]]


def test_what_marks_mean_is_said_plainly():
    """And where the sandbox was not whole, at the head."""
    page = class_page(MARKS, PAGES)
    assert "cannot have forged it" in page and "a friend or a language model may have" in page
    assert WARNINGS["none"] not in html.unescape(page)
    weak = [marked("ada", "right wrong missing", notes=(WARNINGS["none"],), sandbox="none")] * 2
    assert html.unescape(class_page(weak, PAGES)).count(WARNINGS["none"]) == 1


def test_names_are_text_and_links_lead_to_the_pages():
    """Notebooks that are the same, byte for byte, are named: a fact and no more."""
    page = class_page(MARKS, PAGES)
    assert "<b>evil" not in page and "ada, &lt;b&gt;evil&lt;/b&gt;" in page
    assert 'href="feedback/0%20%C3%BC.html"' in page and "These notebooks are the same" in page
    assert "These notebooks are the same" not in class_page(MARKS[2:], PAGES)
    assert "None of the mistakes" in class_page(MARKS[2:], PAGES)
