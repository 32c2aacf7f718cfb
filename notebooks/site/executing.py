"""The notebooks, run once each, as a reader finds them.

With this module you can

- run notebooks, several at a time, and get them with what they show (``executed``).
"""

import os
import re
from concurrent.futures import ThreadPoolExecutor

import nbformat
from nbclient import NotebookClient

OFF = {"ADLESSON_PROGRESS": "off"}  # a page is to begin as someone who has done nothing, whoever builds it
BAR = re.compile(r"\d%\|")  # a progress bar, which on a page would stand still half full
WHERE = re.compile(r"^\S*ipykernel_\S*:\d+: ", re.M)  # before a warning: a file that was there while this ran


class CellFailed(RuntimeError):
    """A cell ended in an exception, which a reader would take for part of the lesson."""


def executed(paths):
    """Return the notebooks of some files, run, in the order of ``paths``; raises ``CellFailed``.

    As many kernels run at a time as there are processors.
    """
    os.environ.update(OFF)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(run, paths))


def run(path):
    """Return one notebook, run in its own folder."""
    notebook = nbformat.read(path, as_version=4)
    place, quiet = {"metadata": {"path": str(path.parent)}}, ["--log-level=ERROR"]
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=place, extra_arguments=quiet).execute()
    for cell in notebook.cells:
        if "outputs" in cell:
            cell.outputs = [out for out in cell.outputs if not BAR.search(out.get("data", {}).get("text/plain", ""))]
        for out in cell.get("outputs", ()):
            if out.output_type == "error":  # each cell is tagged so that the next ones run all the same
                raise CellFailed(f"{path.name}: {out.ename}: {out.evalue}, in the cell\n\n{cell.source}")
            if out.output_type == "stream":
                out.text = WHERE.sub("", out.text)
    return notebook
