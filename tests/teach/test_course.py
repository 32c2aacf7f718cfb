"""The course as it is written down, compared with the notebooks there are."""

import re

import pytest

from adlesson.teach.course import NOTEBOOKS, before, home_of, notebook
from adlesson.teach.problems import COURSE


def test_it_says_what_the_notebooks_say(checkout):
    """Files in their order, titles, sections that go on in a second half, and which exercise is where."""
    sources = sorted((checkout / "notebooks" / "src").glob("[0-9]*.py"))
    assert [one.file for one in NOTEBOOKS] == [path.stem for path in sources]
    for one, path in zip(NOTEBOOKS, sources, strict=True):
        text = path.read_text("utf-8")
        assert one.number == path.stem.partition("_")[0]
        assert f"# # {one.title}\n" in text
        headings = re.findall(r"^# ## (\d\d)\.(\d+) ", text, re.M)
        assert {number for number, _ in headings} == {one.number[:2]}
        assert all(int(section) in one.sections for _, section in headings), one.file
        assert tuple(re.findall(r"^# ### Exercise (\d+\.\d+) ", text, re.M)) == one.exercises


def test_every_exercise_is_in_one_notebook():
    assert sorted(COURSE) == sorted(number for one in NOTEBOOKS for number in one.exercises)
    assert all(number in home_of(number).exercises for number in COURSE)


@pytest.mark.parametrize(
    ("number", "found"), [("05", "05"), (5, "05"), ("5b", "05b"), (" 05B ", "05b"), (0, "00"), ("00", "00")]
)
def test_a_notebook_is_found_by_its_number(number, found):
    assert notebook(number).number == found


@pytest.mark.parametrize("number", ["99", "", None, "5c", -1, "05.3a", [], 5.5])
def test_what_is_no_notebook_is_none(number):
    assert notebook(number) is None


@pytest.mark.parametrize(
    ("name", "home"),
    [
        ("05.6c", "05"),
        ("05.7a", "05b"),
        ("05.12a", "05b"),
        ("5.1", "05"),
        ("5.2", "05b"),
        ("12.3a", "12"),
        ("0.1", "00"),
        ("10.4d", "10"),
        ("10.5a", "10b"),
        ("10.3", "10"),
        ("10.4", "10b"),
    ],
)
def test_a_name_has_its_home(name, home):
    """A second half goes on with the numbers of the first."""
    assert home_of(name).number == home


@pytest.mark.parametrize("name", ["5.9", "99.1a", "x", "", "05.", "05.0a", "05.aa"])
def test_a_name_that_is_nowhere_has_none(name):
    assert home_of(name) is None


def test_two_notebooks_ago_is_by_the_order_of_the_course():
    assert [before(number, 2) and before(number, 2).number for number in ("00", "01", "02", "05", "05b", "06", "07")] == [
        None, None, "00", "03", "04", "05", "05b",
    ]  # fmt: skip
