"""The names of students as text, as cells and as files: whatever a folder may be called."""

import unicodedata

import pytest

from adlesson.grade.reporting.student_names import folded, in_cell, page_names, plain

NAMES = [
    "ada", "Ada", "ADA", "ada ", "zoë", "zoe\u0308", "李小龙", "../../etc/passwd", "a/b", "a\\b", "a:b", "C:\\x", "..", ".",
    "-", "", "con", "CON", "nul.x", "lpt1", "a\nb", "a\tb", "a\x00b", "x" * 300, "李" * 300, "=cmd|' /C calc'!A0",
    "a-c14cddc0", ".hidden", "a\u202eb", "\udcff", "ﬁ", "fi", "ß", "ss", "a.", "a?", "a*", "<script>", "😀",
]  # fmt: skip


def test_each_student_has_a_file_of_their_own():
    """On a disk that knows no capitals, and on one that composes letters, too."""
    pages = page_names(NAMES)
    assert [*pages] == NAMES
    assert len({folded(page) for page in pages.values()}) == len(NAMES)
    assert (pages["李小龙"], pages["a?"].startswith("a-")) == ("李小龙.html", True)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_a_file_anywhere(name):
    """It leads nowhere else, is not hidden, is no device, and its name is not too long."""
    (page,) = page_names([name]).values()
    assert not set(page) & set('/\\:*?"<>|') and all(unicodedata.category(sign)[0] != "C" for sign in page)
    assert page[0] not in ".-" and len(page.encode()) <= 255
    assert page.partition(".")[0].lower() not in ("con", "nul", "lpt1")


def test_a_usual_name_is_the_name_of_the_file():
    """And nobody else in the class changes it, but for one whose name is all but the same."""
    names = ["ada", "bob.k", "x_1", "a@b.example"]
    assert page_names(names) == {name: f"{name}.html" for name in names}
    pages = page_names(["ada", "Ada", "bob"])
    assert pages["bob"] == "bob.html" and pages["ada"] != "ada.html" != pages["Ada"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", " =1", "\t=1", "\r=1", "＝1", "=cmd|' /C calc'!A0", "\n@SUM(1)"])
def test_nothing_in_a_cell_is_a_formula(text):
    """A spreadsheet would calculate it, or run what it names."""
    assert in_cell(text).startswith(("'", "�"))


@pytest.mark.parametrize("text", ["ada", "a=b", "1-2", "zoë", ""])
def test_what_is_no_formula_stays(text):
    """A login must be found again."""
    assert in_cell(text) == text


def test_what_cannot_be_seen_is_shown():
    """And a name that turns the line around does not."""
    assert plain("a\nb\x00c\u202ed\udcffe") == "a�b�c�d�e"
    assert plain("zoë 李 😀") == "zoë 李 😀"
