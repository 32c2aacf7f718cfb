"""The notebooks: built from their sources, in house style, and running from top to bottom."""

import re
import runpy
from pathlib import Path
from statistics import median

import nbformat
import pytest

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
BUILD = runpy.run_path(str(NOTEBOOKS / "build.py"))
SOURCES = sorted((NOTEBOOKS / "src").glob("*.py"))

MOST_CELLS = {"04": 36,   # author's checks not counted; 35 elsewhere
    "00": 28, "01": 36, "03": 36, "05": 47, "06": 36, "07": 39, "08": 41, "09": 45, "10": 47, "11": 48, "12": 41,
}  # fmt: skip
MOST_WORDS_IN_OPENING, MOST_WORDS, MOST_NEW_TERMS = 120, 90, 5
MOST_CODE_LINES, MOST_CODE_LINES_AS_A_RULE, MOST_COLUMNS = 12, 4, 92
LABELS = {"Question.", "You will", "You need", "Time.", "Predict.", "Next:", "→", "←"}
LEFT_OUT = r"\b(simply|obviously|just)\b"
THE_TITLE = r"not just the chain rule"  # of Vieira's post, and the point of the course

pytestmark = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)


def learners(source):
    """Return the learner's notebook, as committed."""
    return nbformat.read(NOTEBOOKS / f"{source.stem}.ipynb", as_version=4)


def tagged(cell, tag):
    return tag in cell.metadata.get("tags", [])


def prose(cell):
    """Return the words of a Markdown cell: no tables, code, formulas, addresses or marks."""
    text = re.sub(r"```.*?```|\$\$.*?\$\$", " ", cell.source, flags=re.S)
    text = re.sub(r"^\|.*$", " ", text, flags=re.M)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    return re.findall(r"[^\W\d_][\w'-]*", re.sub(r"`[^`]*`|\$[^$]*\$", "X", text))


# --- built from the sources ---------------------------------------------------------------------


def test_the_committed_notebook_is_what_its_source_gives(source):
    """Reviewers read the source; learners get what was reviewed."""
    committed = (NOTEBOOKS / f"{source.stem}.ipynb").read_text("utf-8")
    assert committed == BUILD["build"](source), "run make notebooks"


def test_every_notebook_has_a_source(source):
    """A notebook edited by hand, or left over from a renamed source, would rot."""
    assert {path.stem for path in NOTEBOOKS.glob("*.ipynb")} == {path.stem for path in SOURCES}


def test_learners_get_no_solutions_and_no_outputs(source):
    """An answer seen before the prediction is a prediction lost."""
    notebook = learners(source)
    for cell in notebook.cells:
        assert not tagged(cell, "solution")
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
    solutions = [cell.source for cell in BUILD["read"](source).cells if tagged(cell, "solution")]
    assert solutions
    assert not {cell.source for cell in notebook.cells} & set(solutions)


def test_author_checks_are_there_and_folded(source):
    """They keep the prose true, and stay out of the learner's way."""
    checks = [cell for cell in learners(source).cells if tagged(cell, "check")]
    assert checks
    assert all(cell.metadata.jupyter.source_hidden for cell in checks)
    assert all("assert" in cell.source and cell.source.startswith("# Author's check") for cell in checks)


def test_editing_one_cell_changes_one_id(source, tmp_path):
    """A small change is to be a small difference."""
    edited = tmp_path / source.name
    edited.write_text(source.read_text("utf-8").replace("**You need**", "**You now need**"), "utf-8")
    before, after = ([cell.id for cell in nbformat.reads(BUILD["build"](s), 4).cells] for s in (source, edited))
    assert len(set(before)) == len(before)
    assert [old == new for old, new in zip(before, after, strict=True)].count(False) == 1


# --- house style ----------------------------------------------------------------------------------


def test_length(source):
    """A notebook is one sitting."""
    cells = [cell for cell in learners(source).cells if not tagged(cell, "check")]
    assert len(cells) <= MOST_CELLS.get(source.stem[:2], 35)
    for k, cell in enumerate(cells):
        if cell.cell_type == "markdown":
            most = MOST_WORDS if k else MOST_WORDS_IN_OPENING
            assert len(prose(cell)) <= most, cell.source
        else:
            assert len(cell.source.splitlines()) <= MOST_CODE_LINES, cell.source
            assert max(map(len, cell.source.splitlines())) <= MOST_COLUMNS, cell.source
    assert median(len(cell.source.splitlines()) for cell in cells if cell.cell_type == "code") <= MOST_CODE_LINES_AS_A_RULE


def test_new_terms_are_few_and_bold_once(source):
    """A learner can carry five new words home."""
    text = " ".join(cell.source for cell in learners(source).cells if cell.cell_type == "markdown")
    terms = [term for term in re.findall(r"\*\*([^*]+)\*\*", re.sub(r"\s+", " ", text)) if term not in LABELS]
    assert len(terms) == len(set(terms)) <= MOST_NEW_TERMS


def test_never_more_than_two_code_cells_in_a_row(source):
    """Between two things to run there is something to think."""
    kinds = "".join(cell.cell_type[0] for cell in learners(source).cells)
    assert "ccc" not in kinds


def test_opening(source):
    """The first cell says what for, what is needed and how long; the second imports."""
    first, second = learners(source).cells[:2]
    assert first.source.startswith("# ")
    for word in ("**Question.**", "**You will**", "**You need**", "**Time.**"):
        assert word in first.source
    assert "import adlesson as ad" in second.source
    assert "%" not in second.source
    assert "pip" not in second.source


def test_headings_and_closing(source):
    """One title; sections numbered in order; the same closing everywhere."""
    text = "\n".join(cell.source for cell in learners(source).cells if cell.cell_type == "markdown")
    text = re.sub(r"```.*?```", "", text, flags=re.S)
    number = source.stem[:2]
    assert len(re.findall(r"^# ", text, flags=re.M)) == 1
    sections = re.findall(r"^## (.*)$", text, flags=re.M)
    assert [title.split()[0] for title in sections] == [f"{number}.{k + 1}" for k in range(len(sections))]
    assert all(title.startswith(f"Exercise {int(number)}.") for title in re.findall(r"^### (.*)$", text, flags=re.M))
    closing = [" ".join(title.split()[1:]) for title in sections]
    wanted = [title for title in ("Summary", "Exercises", "Roads not taken", "Further reading") if title in closing]
    assert closing[-len(wanted) :] == wanted
    assert {"Summary", "Exercises", "Further reading"} <= set(wanted)
    assert "**Next:**" in text


def test_words_left_out(source):
    """What is obvious to the author hurts the reader to whom it is not."""
    for cell in learners(source).cells:
        if cell.cell_type == "markdown":
            text = re.sub(THE_TITLE, "", " ".join(prose(cell)), flags=re.I)
            assert not re.search(LEFT_OUT, text, flags=re.I), cell.source


def test_adjoints_are_written_with_a_bar(source):
    """One notation for the learner; lambda is for multipliers, from notebook 07 on.

    Before, it is named once, as Vieira's letter for the adjoint.
    """
    if source.stem[:2] >= "07":
        return
    text = "\n".join(cell.source for cell in BUILD["read"](source).cells)
    assert text.count(r"\lambda_") <= (1 if source.stem[:2] == "05" else 0)
    assert "lam_" not in text
    for call in re.findall(r"ad\.(?:draw|table)\(.*", text):
        assert 'sweep="' not in call or 'notation="griewank"' in call, call


def test_links_lead_to_notebooks_that_exist(source):
    """A planned notebook is named as planned, without a link."""
    text = "\n".join(cell.source for cell in learners(source).cells)
    for target in re.findall(r"\]\((\d\d_\w+\.ipynb)\)", text):
        assert (NOTEBOOKS / target).exists()


def test_exercises_are_numbered_checked_and_starred(source):
    """Every exercise has a heading, a stub that checks itself, and a solution."""
    from adlesson.teach.problems import COURSE

    number = int(source.stem[:2])
    wanted = [
        (problem.number, "★" * problem.stars) for problem in COURSE.values() if problem.number.split(".")[0] == str(number)
    ]
    cells = BUILD["read"](source).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert re.findall(r"^### Exercise (\S+) (★+) ", text, flags=re.M) == wanted
    for kind in (True, False):
        code = "\n".join(cell.source for cell in cells if tagged(cell, "solution") == kind)
        assert re.findall(r'exercises\.check\("([\d.]+)"', code) == [name for name, _ in wanted]


# --- running --------------------------------------------------------------------------------------


def run(notebook):
    from nbclient import NotebookClient

    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(NOTEBOOKS)}}).execute()
    return notebook


def shown(cell):
    """Return what a code cell shows as text."""
    return "\n".join(out.get("text") or out.get("data", {}).get("text/plain", "") for out in cell.outputs)


@pytest.mark.notebooks
def test_the_source_runs_and_every_solution_is_right(source):
    """The author's checks hold, and the checkers accept the author's answers."""
    for cell in run(BUILD["read"](source)).cells:
        if tagged(cell, "solution") and "exercises.check" in cell.source:
            assert shown(cell).startswith("✓"), shown(cell)


@pytest.mark.notebooks
def test_the_learners_notebook_runs_unsolved(source):
    """Run All on the first day, with every exercise still open."""
    cells = [cell for cell in run(learners(source)).cells if "exercises.check" in cell.source and cell.cell_type == "code"]
    assert cells
    for cell in cells:
        assert shown(cell)[0] in "○✗", shown(cell)
