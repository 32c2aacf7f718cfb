"""Run notebooks: as they are, or with what the author has beside them.

With this module you can

- run all cells of a notebook in a fresh kernel (``run``);
- run a source, so that the learner's cells see what they will see (``run_beside``);
- read what a cell showed (``shown``).
"""

import json
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"

BESIDE = "# beside the learner's notebook"
KEPT_APART = f"""
def _apart():
    shell, kept, before = get_ipython(), {{}}, {{}}

    def come(info):
        if info.raw_cell.startswith({BESIDE!r}):
            before.update(shell.user_ns)
            shell.user_ns.update({{name: kept[name] for name in kept.keys() - before.keys()}})

    def go(result):
        if result.info.raw_cell.startswith({BESIDE!r}):
            names = {{name for name in shell.user_ns if not name.startswith("_")}}
            kept.update({{name: shell.user_ns[name] for name in names if shell.user_ns[name] is not before.get(name, kept)}})
            for name in names - before.keys():
                del shell.user_ns[name]
            shell.user_ns.update({{name: before[name] for name in names & before.keys()}})
            before.clear()

    shell.events.register("pre_run_cell", come)
    shell.events.register("post_run_cell", go)


_apart()
"""
TOLD = f"""{BESIDE}
import json
right = globals().get("right")
print(json.dumps(right if isinstance(right, dict) else {{}}, default=lambda u: u.item() if hasattr(u, "item") else list(u)))
"""


def run(notebook):
    """Run a notebook in the folder of the notebooks; return it, with its outputs."""
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(NOTEBOOKS)}}).execute()
    return notebook


def run_beside(notebook):
    """Run the notebook of a source in one kernel; return its cells, and the dict ``right`` of its checks.

    What a check or a solution defines is put away before the next cell of the learner's, and is there for the next check.
    """
    for cell in notebook.cells:
        if tagged(cell, "solution") or tagged(cell, "check"):
            cell.source = f"{BESIDE}\n{cell.source}"
    first, last = map(nbformat.v4.new_code_cell, (KEPT_APART, TOLD))
    notebook.cells = [first, *notebook.cells, last]
    cells = run(notebook).cells
    return cells[1:-1], json.loads(shown(cells[-1]))


def tagged(cell, tag):
    """Tell whether a cell has this tag."""
    return tag in cell.metadata.get("tags", [])


def shown(cell):
    """Return what a code cell shows as text."""
    return "\n".join(out.get("text") or out.get("data", {}).get("text/plain", "") for out in cell.outputs)
