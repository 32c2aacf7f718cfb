"""``notebooks/build.py``: what ``make notebooks`` writes, and what ``--check`` finds."""

import runpy
import shutil
from pathlib import Path

import nbformat
import pytest

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

# %%
f(1)

# %%
f(1)
"""


@pytest.fixture
def build(tmp_path, monkeypatch):
    """Return ``main`` of a build script whose notebooks are in ``tmp_path``, with one source."""
    main = runpy.run_path(str(NOTEBOOKS / "build.py"))["main"]
    monkeypatch.setitem(main.__globals__, "HERE", tmp_path)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "90_try_it.py").write_text(SOURCE, "utf-8")
    return main


def test_a_notebook_without_solutions_with_checks_folded(build, tmp_path):
    """From one source, the file a learner opens."""
    assert build([]) == 0
    text = (tmp_path / "90_try_it.ipynb").read_text("utf-8")
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    sources = [cell.source for cell in notebook.cells]
    assert sources == ["# Try it", "def f(x):\n    return x\n\nf(1)", "assert f(1) == 1", "f(1)", "f(1)"]
    assert notebook.cells[2].metadata == {"jupyter": {"source_hidden": True}, "tags": ["check"]}
    assert notebook.metadata.kernelspec.name == "python3"
    assert text.endswith("}\n")
    assert len({cell.id for cell in notebook.cells}) == 5


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
