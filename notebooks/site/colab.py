"""Copies of the notebooks for Google Colab: each begins with a cell that installs the lesson there.

With this module you can

- write them into a folder (``write``), with their pictures beside them;
- get the first cell (``first_cell``).

Colab's own rules are known from its documentation only: a notebook comes without its folder, so that links to what lies
beside it become links to the site, if its address is known; and a widget needs a manager, which is to be switched on.
"""

import re
import shutil
import sys
from pathlib import Path

import nbformat

NOTEBOOKS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(NOTEBOOKS / "tools"))
from addresses import address, project

FIRST = """\
# Google Colab only: installs the lesson, in about a minute, and lets its widgets show.
%pip install --quiet "{package}"
from google.colab import output

output.enable_custom_widget_manager()"""
BESIDE = re.compile(r"\]\((?!\w+:|#)([^)\s]+)\)")  # a link, or a picture, without a scheme


def first_cell(table):
    """Return the text of the first cell: from the repository, and while nobody owns it, from the package index."""
    repository = address(table, "Repository").rstrip("/")
    package = f"{table['name']} @ git+{repository}" if repository else f"{table['name']}=={table['version']}"
    return FIRST.format(package=package)


def write(folder, table=None):
    """Write a copy of each notebook into a folder, for the project of this table (of ``pyproject.toml`` if left out)."""
    table = table or project()
    shutil.copytree(NOTEBOOKS / "images", folder / "images", dirs_exist_ok=True)
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = BESIDE.sub(
                    lambda link: f"]({elsewhere(link[1], address(table, 'Documentation'))})", cell.source
                )
        cell = nbformat.v4.new_code_cell(first_cell(table), id="colab", metadata={"tags": ["colab"]})
        notebook.cells.insert(0, cell)
        nbformat.write(notebook, folder / path.name)


def elsewhere(link, site):
    """Return where a link to what lies beside a notebook leads from Colab: to the site's pages, and its pictures here."""
    if not site:
        return link
    return f"{site}colab/{link}" if link.startswith("images/") else site + re.sub(r"\.ipynb(?=#|$)", ".html", link)
