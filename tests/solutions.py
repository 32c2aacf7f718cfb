"""The exercises as the notebooks have them: solved, and as a learner finds them."""

import re
import runpy
from pathlib import Path

import adlesson as ad

TOP = Path(__file__).resolve().parent.parent


def solutions_and_stubs():
    """Return what each notebook's solution cells, and its stub cells, hand to ``check``: two dicts by number."""
    read = runpy.run_path(str(TOP / "notebooks" / "tools" / "build.py"))["read"]
    solved, open_ = {}, {}
    for source in sorted((TOP / "notebooks" / "src").glob("*.py")):
        for cell in read(source).cells:
            asked = re.search(r'^ad\.exercises\.check\("([\d.]+)", (\w+)\)$', cell.source, flags=re.M)
            if cell.cell_type == "code" and asked:
                space = {"ad": ad}
                exec(cell.source[: asked.start()], space)
                (solved if "solution" in cell.metadata.get("tags", []) else open_)[asked[1]] = space[asked[2]]
    return solved, open_


SOLVED, STUBS = solutions_and_stubs()
