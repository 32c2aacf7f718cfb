"""The page for instructors, ``notebooks/site/marks.md``: its tables are the exercises, and its commands are there."""

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
