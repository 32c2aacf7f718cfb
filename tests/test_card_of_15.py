"""The card at the end, notebook 15: what people say and what the first texts say has its row, and each row its section.

That the sections are there is tested for the links of all notebooks (``tests/test_notebooks.py``).
"""

import re
import runpy
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
CELLS = runpy.run_path(str(NOTEBOOKS / "tools" / "build.py"))["read"](NOTEBOOKS / "src" / "15_keep_this_card.py").cells
# a word of each row, and the sections that teach it: the list is kept here, so that no row is lost
PEOPLE = {
    "Recursion": "05.5",
    "zero gradients": "05.2 13.2",
    "numeric": "04.6",
    "blows up": "02.6",
    "gradient descent": "01.6",
    "just the chain rule": "05.4 08.4",
    "gradient=": "05.9",
    "second time": "06.5",
    "in place": "13.3",
    "transpose": "11.3 13.7",
    "NaN": "13.5",
    "Branches": "03.6",
    "math.exp": "03.6",
    "always the better": "06.4",
    "slope of $e^u$": "06.5",
    "sign of a multiplier": "07.5",
    "where to start": "00.1",
}
TEXTS = {
    "high dimension": "04.5 06.3",
    "memorize": "06.5",
    "same time": "06.2",
    "printed derivative": "02.1",
    "argmax": "08.5",
    "unconstrained": "07.6",
    "Pa(i)": "05.6",
    "explodes": "02.3 02.6",
    "uses": "09.8 10.5",
    "With a loop": "09.2 09.7",
    "*from* back-propagation": "11.1",
    "back-substitution": "08.1 08.2",
    "minimum needs": "01.6 08.5",
    "No branches": "03.6",
    "standard way": "10.2 10.3",
}


def rows(number):
    """Return the rows of the table in a section, the cells of each, without its head."""
    (text,) = (cell.source for cell in CELLS if cell.source.startswith(f"## {number} "))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")][2:]


@pytest.mark.parametrize(("section", "wanted"), [("15.4", PEOPLE), ("15.5", TEXTS)])
def test_each_has_its_row_and_each_row_its_sections(section, wanted):
    """None is missing, none is there that nobody asked for, and each says where it is taught."""
    found = rows(section)
    assert all(len(row) == 2 for row in found)
    for words, where in wanted.items():
        (row,) = (row for row in found if words in row[0])
        assert re.findall(r"\[(\d\d\.\d+)\]", row[1]) == where.split(), words
    assert len(found) == len(wanted)


@pytest.mark.parametrize("section", ["15.4", "15.5"])
def test_each_number_of_a_section_leads_there(section):
    """A number in brackets that is defined nowhere would be a number in brackets."""
    (text,) = (cell.source for cell in CELLS if cell.source.startswith(f"## {section} "))
    table, _, below = text.rpartition("|\n")
    defined = dict(re.findall(r"(?m)^\[(\d\d\.\d+)\]: \w+\.ipynb#(\S+)$", below))
    assert {*re.findall(r"\[(\d\d\.\d+)\]", table)} == {*defined}
    assert [number for number, section in defined.items() if not section.startswith(f"{number}-")] == []


def test_one_name_has_one_row():
    """A glossary with two names for one thing is none; and nobody else's word is ours for another thing."""
    ours = [name.strip() for row in rows("15.3") for name in re.split(r", ", re.sub(r"\$[^$]*\$|`[^`]*`", "", row[0]))]
    ours = [name for name in ours if name]
    assert len(set(ours)) == len(ours) >= 20
    others = [name for row in rows("15.3") for name in row[2].split(", ")]
    assert len(set(others)) == len(others)
    assert not {*ours} & {*others}
