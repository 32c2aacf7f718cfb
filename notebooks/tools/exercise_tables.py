"""The tables of all exercises, for instructors who choose some: a part of the page ``notebooks/site/marks.md``.

With this module you can

- write them into the text of the page (``in_page``), made from the exercises' own data and the notebooks' first cells.
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
QUESTION = re.compile(r"^# \*\*Question\.\*\* (.*?)\n#\n", re.M | re.S)
HEAD = "| Exercise | What it asks | Stars | Minutes | How much it matters |\n|---|---|---|---|---|"


def in_page(text):
    """Return the text of the page with the tables as they are now."""
    return between(text, MARKS, "\n\n".join(about(one) for one in NOTEBOOKS if one.exercises), "notebooks/site/marks.md")


def about(one):
    """Return what stands on the page about a notebook: what it asks, and a table of its exercises."""
    source = (TOP / "notebooks" / "src" / f"{one.file}.py").read_text("utf-8")
    question = " ".join(re.sub(r"(?m)^# ?", "", QUESTION.search(source)[1]).split())
    rows = "\n".join(map(row, (COURSE[number] for number in one.exercises)))
    return f"### {one.number} {one.title}\n\n{question}\n\n{HEAD}\n{rows}"


def row(problem):
    """Return the row of an exercise."""
    task = re.sub(r"([\\*_<|`\[$])", r"\\\1", problem.task)
    return f"| {problem.number} | {task} | {'★' * problem.stars} | {problem.minutes} | {problem.matters} |"
