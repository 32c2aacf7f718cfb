"""What a learner does in each notebook, beside what there is to read.

``python tests/acts.py`` prints a row for each notebook.  An *act* is something done that is answered: a prediction, a
picture to step through, an exercise, the predictions that were missed once more, and text that asks to change something and
run it.  A *screen* is 150 words of text; a formula in the line or a name in code is one word, what is set apart
(formulas, tables, programs) is none.

>>> import nbformat.v4 as v4
>>> acts([v4.new_markdown_cell("Try $2$ in its place."), v4.new_code_cell('ad.predict("05.1a")'), v4.new_code_cell("f(1)")])
{'predict': 1, 'stepper': 0, 'exercise': 0, 'replay': 0, 'change': 1}
"""

import re
from pathlib import Path

import nbformat

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
WORDS_ON_A_SCREEN = 150
CALLS = {
    "predict": r'ad\.predict\("',
    "stepper": r"ad\.(?:Stepper|explore)\(",
    "exercise": r'exercises\.check\("',
    "replay": r'ad\.replay\("',
}
TO_CHANGE = r"(?:^|[.:?!] |then )(?:Try|Write|Change|change|Type|type|Put|Replace|Drag|Pull|Fire|Take|Turn)\b"


def acts(cells):
    """Return how often a learner is asked to do something in these cells, by kind."""
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    found = {kind: len(re.findall(call, code)) for kind, call in CALLS.items()}
    texts = [" ".join(cell.source.split()) for cell in cells if cell.cell_type == "markdown"]
    asked = [text for text in texts if re.search(TO_CHANGE, text) and "### Exercise" not in text]
    return found | {"change": len(asked)}


def prose(cell):
    """Return the words of a Markdown cell: a formula in the line or a name in code is one, what is set apart is none."""
    text = re.sub(r"```.*?```|\$\$.*?\$\$|<summary>.*?</summary>|</?details>", " ", cell.source, flags=re.S)
    text = re.sub(r"^\|.*$", " ", text, flags=re.M)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    return re.findall(r"[^\W\d_][\w'-]*", re.sub(r"`[^`]*`|\$[^$]*\$", "X", text))


def screens(cells):
    """Return how many screens of text there are in these cells, what is folded included."""
    return sum(len(prose(cell)) for cell in cells if cell.cell_type == "markdown") / WORDS_ON_A_SCREEN


def table():
    """Return the rows of the table, the head first."""
    rows = [("notebook", "screens", *CALLS, "change", "acts", "per screen")]
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        found, long = acts(cells), screens(cells)
        total = sum(found.values())
        rows.append((path.stem[:30], f"{long:.1f}", *map(str, found.values()), str(total), f"{total / long:.1f}"))
    return rows


if __name__ == "__main__":
    for name, *figures in table():
        print(f"{name:30}", *(f"{figure:>10}" for figure in figures))
