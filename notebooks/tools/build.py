"""Build the learners' notebooks from their sources.

    python notebooks/tools/build.py            write notebooks/*.ipynb from notebooks/src/*.py
    python notebooks/tools/build.py --check    say which of them differ, and end with exit code 1 if any does

A source is an ordinary Python file in jupytext's py:percent format, with solutions.  In the notebook that is built from
it, cells tagged ``solution`` are missing, and so are cells tagged ``check``, where the author asserts what the text claims:
they run in the tests.  Text tagged ``fold`` explains what a learner is to predict first: it opens on a click, and what is
read next stands below it in the same cell.  Below the
title stand a picture and a line that leads to the notebook's homes, further down its contents (``heads.py``); below the
heading of an exercise stand how long it takes and how much it matters, and in the metadata of its cell by what an answer is
judged.  Nothing has been run.  Each cell of code may raise an exception: so *Run All* goes on to the end, whatever a learner
has changed.  A part of README.md is written, too (``addresses.py``), and one of each of the two
pages for instructors (``exercise_tables.py``).
"""

import hashlib
import re
import sys
from collections import Counter
from pathlib import Path

import jupytext
import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parent))  # where it is run as a file of its own, too
from addresses import in_readme, project
from exercise_tables import in_guide, in_page
from heads import PICTURES, with_head

NOTEBOOKS = Path(__file__).resolve().parent.parent
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
SECTION = re.compile(r"^## (.*)$", re.M)
GOES_ON = "raises-exception"  # by this tag, Jupyter runs the cells below one that has failed
ALL_NEED_IT = "import adlesson"  # without the cell that has this, each cell below would fail, too
FOLDED = "<details><summary>Explanation</summary>\n\n{}\n\n</details>"  # with empty lines, what is inside is Markdown, too
GAP = "<p></p>"  # or the text below would stand right at the fold

sys.path.insert(0, str(NOTEBOOKS.parent))  # this checkout's exercises, not those of another one that is installed


def read(source):
    """Return the notebook in a source file, solutions included."""
    return jupytext.reads(source.read_text("utf-8"), fmt="py:percent")


def build(source):
    """Return the text of the learner's notebook for a source file."""
    cells, seen, table, given = [], Counter(), project(), read(source).cells
    sections = [title for cell in given if cell.cell_type == "markdown" for title in SECTION.findall(cell.source)]
    for k, cell in enumerate(given):
        tags = cell.metadata.get("tags", [])
        if {"solution", "check"} & set(tags):
            continue
        is_text = cell.cell_type == "markdown"
        fresh = nbformat.v4.new_markdown_cell if is_text else nbformat.v4.new_code_cell
        tags = tags if is_text or ALL_NEED_IT in cell.source else [*tags, GOES_ON]
        text = as_learners_see(cell.source, tags)
        if k == 0 and source.stem.partition("_")[0] in PICTURES:
            text = with_head(text, table, source.stem, sections)
        metadata = ({"tags": tags} if tags else {}) | ({} if is_text else about(text))
        below = is_text and "fold" not in tags and not re.search(r"(?m)^#", text)
        if below and cells and cells[-1].source.endswith(FOLDED[-10:]):
            cells[-1].source += f"\n\n{GAP}\n\n{text}"  # one key less to press on the way down
            cells[-1].id = identity(cell.cell_type, cells[-1].source, seen)
            continue
        cells.append(fresh(text, id=identity(cell.cell_type, text, seen), metadata=metadata))
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=METADATA)
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


def as_learners_see(text, tags):
    """Return the text of a cell with what the build adds."""
    text = text.replace("\n\n\n", "\n\n")  # two empty lines are for files
    text = re.sub(r"(?m)^### Exercise (\d+\.\d+) .*$", lambda heading: heading[0] + effort(heading[1]), text)
    return FOLDED.format(text) if "fold" in tags else text


def effort(number):
    """Return what stands below the heading of an exercise: its minutes, and how much it matters."""
    from adlesson.teach.problems import COURSE

    problem = COURSE.get(number)
    return f"\n\n*{problem.minutes} minutes, {problem.matters}.*" if getattr(problem, "minutes", None) else ""


def about(text):
    """Return the metadata of a cell in which an exercise is checked: what it asks, and by what its answer is judged.

    They are for whoever helps a learner, a tutor's program too: what is right is not in them.
    """
    from adlesson.teach.problems import COURSE

    found = re.search(r'exercises\.check\("(\d+\.\d+)"', text)
    problem = COURSE.get(found[1]) if found else None
    if problem is None:
        return {}
    return {"adlesson": {"exercise": problem.number, "task": problem.task, "criteria": problem.criteria}}


def identity(kind, text, seen):
    """Return the id of a cell.

    It depends on the cell's kind and text alone: editing one cell in a source changes no other id, and a cell whose text
    gives its id is as it was built (``update.py``).
    """
    digest = hashlib.sha256(f"{kind}\n{text}".encode()).hexdigest()[:12]
    seen[digest] += 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def main(arguments):
    """Write or check every notebook; return the exit code."""
    wanted = {NOTEBOOKS / f"{source.stem}.ipynb": build(source) for source in sorted((NOTEBOOKS / "src").glob("*.py"))}
    readme = NOTEBOOKS.parent / "README.md"
    pages = {NOTEBOOKS / "site" / "marks.md": in_page, NOTEBOOKS / "site" / "teach.md": in_guide}
    paths = [*NOTEBOOKS.glob("*.ipynb"), *(path for path in (readme, *pages) if path.exists())]
    found = {path: path.read_text("utf-8") for path in paths}
    wanted |= {readme: in_readme(found[readme], project())} if readme in found else {}
    wanted |= {page: made(found[page]) for page, made in pages.items() if page in found}
    differ = sorted(path for path in {*wanted, *found} if wanted.get(path) != found.get(path))
    for path in differ:
        if path not in wanted:
            print(f"{path.name} has no source in notebooks/src: remove it, or write one")
        elif "--check" in arguments:
            print(f"{path.name} is not what its source gives: run python notebooks/tools/build.py")
        else:
            path.write_text(wanted[path], "utf-8", newline="\n")
            print(f"wrote {path.name}")
    return 1 if differ and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
