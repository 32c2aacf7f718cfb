"""The pages for instructors, ``notebooks/site/marks.md`` and ``teach.md``: tables are right, and what they name is there."""

import re
import runpy
import shlex
from itertools import product
from pathlib import Path

import pytest

from adlesson.commands import COMMANDS
from adlesson.engine.errors import InputError
from adlesson.grade.assignment import made
from adlesson.teach.course import NOTEBOOKS as COURSES
from adlesson.teach.practice.kinds import KINDS, LEVELS
from adlesson.teach.problems import COURSE

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
PAGE = (NOTEBOOKS / "site" / "marks.md").read_text("utf-8")


@pytest.fixture(scope="module")
def tables():
    build = runpy.run_path(str(NOTEBOOKS / "tools" / "build.py"))["main"]
    return build.__globals__["in_page"].__globals__


def rows(text):
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")]


def test_the_tables_are_the_exercises(tables):
    """All of them, in the order of the notebooks, each with its own minutes and importance."""
    assert tables["in_page"](PAGE) == PAGE, "run make notebooks"
    listed = [row for row in rows(PAGE.partition("## All exercises")[2]) if re.fullmatch(r"\d+\.\d", row[0])]
    assert [row[0] for row in listed] == [number for one in COURSES for number in one.exercises]
    assert sorted(row[0] for row in listed) == sorted(COURSE)
    for number, task, stars, minutes, matters in listed:
        problem = COURSE[number]
        assert (len(stars), int(minutes), matters) == (problem.stars, problem.minutes, problem.matters)
        assert re.sub(r"\\(.)", r"\1", task) == problem.task


def test_a_changed_exercise_is_seen(tables):
    """And marks that are lost, too."""
    older = PAGE.replace("| 5.1 | ", "| 5.1 | once ")
    assert older != PAGE and tables["in_page"](older) == PAGE
    with pytest.raises(ValueError, match=r"notebooks/site/marks\.md has lost the marks"):
        tables["in_page"]("# Title\n")


def test_the_kinds_are_those_of_fresh_problems():
    """The table is written by hand; a level that is not in it is refused, for a class would have too few of them."""
    section = PAGE.partition("## Fresh problems")[2].partition("\n## ")[0]
    listed = {row[0].strip("`"): row[2].split(", ") for row in rows(section)[1:]}
    assert [*listed] == [*KINDS]
    for kind, level in product(KINDS, map(str, LEVELS)):
        if level in listed[kind]:
            assert made("ps1", [f"{kind}/{level}:1"], "seed").points == 1
        else:
            with pytest.raises(InputError, match="too few different problems"):
                made("ps1", [f"{kind}/{level}:1"], "seed")


def test_each_command_on_the_page_is_one():
    """With the words that it takes; what they do is tried where they are tested."""
    blocks = re.findall(r"```bash\n(.*?)```", PAGE, re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    called = [shlex.split(line, comments=True)[3:] for line in lines if line.startswith("python -m adlesson ")]
    assert {words[0] for words in called} >= {"assign", "grade", "report", "to-nbgrader", "to-gradescope"}
    assert {words[0] for words in called} <= {*COMMANDS}
    inline = re.findall(r"`python -m adlesson ([\w-]+)", PAGE)
    assert {*inline} <= {*COMMANDS}


# --- to teach from it -----------------------------------------------------------------------------

GUIDE = (NOTEBOOKS / "site" / "teach.md").read_text("utf-8")


def test_the_guide_has_each_notebook_with_its_minutes(tables):
    """In a table that is made, and below it in words, in the order of the course."""
    assert tables["in_guide"](GUIDE) == GUIDE, "run make notebooks"
    listed = [row for row in rows(GUIDE.partition("## The notebooks, and")[2].partition("\n## ")[0]) if row[2].isdigit()]
    assert [row[0] for row in listed] == [f"{one.number} {one.title}" for one in COURSES]
    assert re.findall(r"(?m)^### (.*)$", GUIDE) == [row[0] for row in listed]


def test_a_first_cell_without_its_time_is_named(tables, monkeypatch):
    monkeypatch.setitem(tables, "source", lambda one: "# # A notebook\n#\n# **Question.** Why?\n#\n# **Time.** 5 minutes.")
    with pytest.raises(SystemExit, match=r"src/00_see_a_gradient_appear\.py: the first cell lacks .*the exercises take"):
        tables["in_guide"](GUIDE)


@pytest.mark.parametrize("one", COURSES, ids=lambda one: one.number)
def test_the_guide_says_of_each_what_for_and_how_in_fifty_minutes(one):
    """Its importance, what they can do afterwards, what they will say; sections and exercises that are there."""
    text = GUIDE.partition(f"### {one.number} {one.title}\n")[2].partition("\n##")[0]
    assert re.match(r"\n(Core|Useful|Beyond)\b", text) and "Afterwards they" in text and "They say: " in text
    first, _, second = text.partition("In 50 minutes: ")[2].partition(";")
    notebook = (NOTEBOOKS / f"{one.file}.ipynb").read_text("utf-8")
    sections = re.findall(r"\d\d\.\d+", first)
    assert len(sections) >= 2 and [name for name in sections if f'"## {name} ' not in notebook] == []
    named = re.findall(r"exercise (\d+\.\d+)", second)
    assert [name for name in named if name not in one.exercises] == [] and (named or not one.exercises)


def test_the_points_of_the_project_are_what_the_rubric_gives():
    """Five rows, two of them twice, three points at most for each."""
    section = GUIDE.partition("## A project for the end")[2].partition("\n## ")[0]
    criteria = [row[0] for row in rows(section) if row[0].startswith("**")]
    most = sum(3 * (2 if "(twice)" in name else 1) for name in criteria)
    assert f"\n{most} points." in section


def test_the_files_that_the_guide_names_are_there(checkout):
    named = {*re.findall(r"`([\w.]+/?[\w.]*\.\w+|LICENSE)`", GUIDE), *re.findall(r"\]\((\w+\.md)\)", GUIDE)}
    assert {"CITATION.cff", ".github/CONTRIBUTING.md", "LICENSE", "marks.md"} <= named
    there = [name for name in named if (checkout / name).is_file() or (NOTEBOOKS / "site" / name).is_file()]
    assert sorted(named - {*there} - {"ad.operation"}) == []
