"""Tables for instructors: of the exercises, for the page ``notebooks/site/marks.md``; of the notebooks, for ``teach.md``.

With this module you can

- write each into the text of its page (``in_page``, ``in_guide``), made from the exercises and the notebooks' first cells.
"""

import re
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP))  # this checkout's exercises, not those of another one that is installed

from addresses import between

from adlesson.teach.course import NOTEBOOKS
from adlesson.teach.problems import COURSE

MARKS = "<!-- made by notebooks/tools/build.py from adlesson/teach/problems -->", "<!-- up to here -->"
OF_NOTEBOOKS = "<!-- made by notebooks/tools/build.py from the notebooks' first cells -->", "<!-- up to here -->"
TIME = re.compile(r"^# \*\*Time\.\*\* (\d+) minutes; the exercises take (\d+)", re.M)
QUESTION = re.compile(r"^# \*\*Question\.\*\* (.*?)\n#\n", re.M | re.S)
OF_EACH = "| Notebook | Question | Minutes | Exercises |\n|---|---|---|---|"
HEAD = "| Exercise | What it asks | Stars | Minutes | How much it matters |\n|---|---|---|---|---|"


def in_guide(text):
    """Return the text of the guide to teach from it, with the table of the notebooks as they are now."""
    rows = [f"| {one.number} {one.title} | {question(one)} | {' | '.join(said(TIME, one))} |" for one in NOTEBOOKS]
    return between(text, OF_NOTEBOOKS, "\n".join([OF_EACH, *rows]), "notebooks/site/teach.md")


def in_page(text):
    """Return the text of the page with the tables as they are now."""
    return between(text, MARKS, "\n\n".join(about(one) for one in NOTEBOOKS if one.exercises), "notebooks/site/marks.md")


def about(one):
    """Return what stands on the page about a notebook: what it asks, and a table of its exercises."""
    rows = "\n".join(map(row, (COURSE[number] for number in one.exercises)))
    return f"### {one.number} {one.title}\n\n{question(one)}\n\n{HEAD}\n{rows}"


def source(one):
    """Return the text of a notebook's source."""
    return (TOP / "notebooks" / "src" / f"{one.file}.py").read_text("utf-8")


def question(one):
    """Return what a notebook asks."""
    return " ".join(re.sub(r"(?m)^# ?", "", said(QUESTION, one)[0]).split())


def said(line, one):
    """Return what a line of a notebook's first cell says."""
    if not (found := line.search(source(one))):
        sys.exit(f"notebooks/src/{one.file}.py: the first cell lacks a line that the other notebooks have, {line.pattern}")
    return found.groups()


def row(problem):
    """Return the row of an exercise."""
    task = re.sub(r"([\\*_<|`\[$])", r"\\\1", problem.task)
    return f"| {problem.number} | {task} | {'★' * problem.stars} | {problem.minutes} | {problem.matters} |"
