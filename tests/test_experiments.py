"""Experiments are never punished: Run All goes through whatever a learner has changed.

Each notebook is run once with several changes of the kind that a learner makes first: another number, another step, another
function, a start elsewhere.
"""

import nbformat
import pytest
from notebook_runs import NOTEBOOKS, run

CHANGES = {
    "00_see_a_gradient_appear": {
        "u = x * y": "u = x * x",
        "first(3.01, 2)": "first(2.5, 2)",
        "step = 0.01": "step = 3",
        "ad.grad(first, x=3, y=2)": "ad.grad(first, x=0, y=-1.5)",
        "return miss**2": "return ad.exp(miss)",
    },
    "01_fit_a_function": {
        "return u - 0.1 * s": "return u - 0.05 * s",
        "return a * exp(-(((x - c) / w) ** 2) / 2)": "return a / (1 + ((x - c) / w) ** 2)",
        "start = [0.2, 0.0, 1.0]": "start = [0.1, 1.0, 2.0]",
        "range(500)": "range(20)",
    },
    "03_write_a_program_as_a_graph": {
        "e = sin(c)": "e = exp(c)",
        "x=0.25)": "x=0.5)",
        "s = s * x + 2": "s = s * s",
        "range(20)": "range(5)",
    },
    "05_pull_back": {
        "x=0.25)": "x=0.5)",
        "b = x + 4": "b = x * x",
        "return have  # your rule": "return have + adjoint * slope",
        "t = s + p": "t = s * s",
        "x=3)": "x=-1.5)",
    },
}


@pytest.mark.notebooks
@pytest.mark.parametrize("name", CHANGES)
def test_run_all_goes_through_what_was_changed(name):
    """Who changes a number and is stopped by an error has learned to change nothing."""
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for old, new in CHANGES[name].items():
        found = [cell for cell in code if old in cell.source]
        assert found, f"{old!r} stands there no longer"
        for cell in found:
            cell.source = cell.source.replace(old, new)
    cells = [cell for cell in run(notebook).cells if cell.cell_type == "code"]
    assert not [out["evalue"] for cell in cells for out in cell.outputs if out.output_type == "error"]
    assert cells[-1].execution_count == len(code)


def test_run_all_goes_past_a_cell_that_fails():
    """A slip of the learner's own is told where it is, and what stands below is run all the same."""
    notebook = nbformat.read(NOTEBOOKS / "05b_use_one_sweep.ipynb", as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"][:3]
    code[1].source = "1 / 0"
    notebook.cells = code
    run(notebook)
    assert [out.output_type for out in code[1].outputs] == ["error"]
    assert code[2].execution_count == 3
