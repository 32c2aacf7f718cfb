"""``notebooks/tools/build.py``: what ``make notebooks`` writes, and what ``--check`` finds."""

import runpy
import shutil
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from nbconvert.filters import markdown2html
from notebook_runs import run_beside, shown

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"

SOURCE = """# %% [markdown]
# # Try it

# %%
def f(x):
    return x


f(1)

# %% tags=["solution"]
answer = 1

# %% tags=["check"]
assert f(1) == 1

# %% [markdown] tags=["fold"]
# It is $1$.

# %% [markdown]
# ### Exercise 90.1 ★ Try

# %% [markdown] tags=["fold"]
# It is $1$.

# %% [markdown]
# And now?

# %%
f(1)

# %%
f(1)
"""


@pytest.fixture
def build(tmp_path, monkeypatch):
    """Return ``main`` of a build script whose notebooks are in ``tmp_path``, with one source."""
    main = runpy.run_path(str(NOTEBOOKS / "tools" / "build.py"))["main"]
    monkeypatch.setitem(main.__globals__, "NOTEBOOKS", tmp_path)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "90_try_it.py").write_text(SOURCE, "utf-8")
    return main


def test_a_notebook_without_solutions_and_checks_with_explanations_folded(build, tmp_path):
    """From one source, the file a learner opens."""
    assert build([]) == 0
    text = (tmp_path / "90_try_it.ipynb").read_text("utf-8")
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    folded = "<details><summary>Explanation</summary>\n\nIt is $1$.\n\n</details>"
    wanted = [
        "# Try it",
        "def f(x):\n    return x\n\nf(1)",
        folded,
        "### Exercise 90.1 ★ Try",
        f"{folded}\n\n<p></p>\n\nAnd now?",
        "f(1)",
        "f(1)",
    ]
    assert [cell.source for cell in notebook.cells] == wanted
    code, fold = {"tags": ["raises-exception"]}, {"tags": ["fold"]}
    assert [dict(cell.metadata) for cell in notebook.cells] == [{}, code, fold, {}, fold, code, code]
    assert notebook.metadata.kernelspec.name == "python3"
    assert text.endswith("}\n")
    assert len({cell.id for cell in notebook.cells}) == 7


def test_a_cell_that_fails_stops_none_below_it_but_the_first_does(checkout):
    """Where the lesson cannot be imported, one message says so, and not thirty more that a name is unknown."""
    for path in sorted((checkout / "notebooks").glob("*.ipynb")):
        code = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        assert [k for k, cell in enumerate(code) if cell.metadata.get("tags", []) != ["raises-exception"]] == [0], path.name
        assert "import adlesson as ad" in code[0].source


def test_an_explanation_is_folded_in_an_exported_page_too(build):
    """Without scripts, and with its formulas, lists and tables."""
    text = build.__globals__["as_learners_see"](
        "So $a_1 < 2$, *in short*:\n\n* $$x = 1$$\n\n| rule |\n|---|\n| $x$ |", ["fold"]
    )
    page = markdown2html(text)
    assert page.startswith("<details><summary>Explanation</summary>") and page.strip().endswith("</details>")
    for part in ("$a_1 &lt; 2$", "<em>in short</em>", "<li>", "$$x = 1$$", "<td>$x$</td>"):
        assert part in page


def test_an_exercise_says_how_long_it_takes_and_how_much_it_matters(build, monkeypatch):
    """What an exercise is, is written down once, beside its judge."""
    from adlesson.teach.problems import COURSE

    told = SimpleNamespace(minutes=8, matters="do this one")
    monkeypatch.setattr(type(COURSE), "get", lambda course, number: told if number == "90.1" else None)
    see = build.__globals__["as_learners_see"]
    heading = "### Exercise 90.1 ★ Try"
    assert see(f"{heading}\n\nWrite.", []) == f"{heading}\n\n*8 minutes, do this one.*\n\nWrite."
    assert see(f"{heading}2\n\nWrite.".replace("90.1", "90.3"), []).count("\n") == 2


def test_building_twice_gives_the_same_bytes(build, tmp_path):
    """A build that differs each time would hide real differences."""
    build([])
    first = (tmp_path / "90_try_it.ipynb").read_bytes()
    (tmp_path / "90_try_it.ipynb").unlink()
    build([])
    assert (tmp_path / "90_try_it.ipynb").read_bytes() == first


def test_check_says_what_differs_and_writes_nothing(build, tmp_path, capsys):
    """Continuous integration asks, and does not repair."""
    assert build(["--check"]) == 1
    assert not (tmp_path / "90_try_it.ipynb").exists()
    build([])
    assert build(["--check"]) == 0
    shutil.copy(tmp_path / "90_try_it.ipynb", tmp_path / "91_left_over.ipynb")
    capsys.readouterr()
    assert build(["--check"]) == 1
    assert "91_left_over.ipynb" in capsys.readouterr().out


def test_a_notebook_without_a_source_is_named_and_kept(build, tmp_path, capsys):
    """It may be somebody's work."""
    (tmp_path / "91_left_over.ipynb").write_text("{}", "utf-8")
    build([])
    assert "91_left_over.ipynb has no source" in capsys.readouterr().out
    assert (tmp_path / "91_left_over.ipynb").exists()


@pytest.mark.notebooks
def test_a_run_with_checks_shows_each_cell_what_a_learner_has():
    """The checks run in between; a cell that needs what only they define would stop a learner."""
    cells = ["x = 1", "x, y = 2, 3\nright = {'90.1a': y}", "x", "right |= {'90.1b': x + y}", "print(y)"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in cells[:4]])
    for k in (1, 3):
        notebook.cells[k].metadata.tags = ["check"]
    found, right = run_beside(notebook)
    assert shown(found[2]) == "1"
    assert right == {"90.1a": 3, "90.1b": 1 + 3}
    notebook.cells.insert(4, nbformat.v4.new_code_cell(cells[4]))
    with pytest.raises(CellExecutionError, match="name 'y' is not defined"):
        run_beside(notebook)
