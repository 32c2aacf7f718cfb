"""Build the learners' notebooks from their sources.

    python notebooks/build.py            write notebooks/*.ipynb from notebooks/src/*.py
    python notebooks/build.py --check    say which of them differ, and end with exit code 1 if any does

A source is an ordinary Python file in jupytext's py:percent format, with solutions.  In the notebook
that is built from it, cells tagged ``solution`` are missing, cells tagged ``check`` (where the author
asserts what the text claims) are folded, and nothing has been run: a learner predicts first.
"""

import hashlib
import sys
from collections import Counter
from pathlib import Path

import jupytext
import nbformat

HERE = Path(__file__).resolve().parent
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def read(source):
    """Return the notebook in a source file, solutions included."""
    return jupytext.reads(source.read_text("utf-8"), fmt="py:percent")


def build(source):
    """Return the text of the learner's notebook for a source file."""
    cells, seen = [], Counter()
    for cell in read(source).cells:
        tags = cell.metadata.get("tags", [])
        if "solution" in tags:
            continue
        fresh = nbformat.v4.new_markdown_cell if cell.cell_type == "markdown" else nbformat.v4.new_code_cell
        metadata = {"jupyter": {"source_hidden": True}, "tags": tags} if "check" in tags else {"tags": tags} if tags else {}
        text = cell.source.replace("\n\n\n", "\n\n")  # two empty lines are for files
        cells.append(fresh(text, id=identity(cell, seen), metadata=metadata))
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=METADATA)
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


def identity(cell, seen):
    """Return the id of a cell: it depends on its text alone, so that editing one cell changes no other."""
    digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]
    seen[digest] += 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def main(arguments):
    """Write or check every notebook; return the exit code."""
    wanted = {HERE / f"{source.stem}.ipynb": build(source) for source in sorted((HERE / "src").glob("*.py"))}
    found = {path: path.read_text("utf-8") for path in HERE.glob("*.ipynb")}
    differ = sorted(path for path in {*wanted, *found} if wanted.get(path) != found.get(path))
    for path in differ:
        if path not in wanted:
            print(f"{path.name} has no source in notebooks/src: remove it, or write one")
        elif "--check" in arguments:
            print(f"{path.name} is not what its source gives: run python notebooks/build.py")
        else:
            path.write_text(wanted[path], "utf-8", newline="\n")
            print(f"wrote {path.name}")
    return 1 if differ and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
