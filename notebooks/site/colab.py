"""Copies of the notebooks for Google Colab: each begins with a cell that installs the lesson there.

With this module you can

- write them into a folder (``write``), with their pictures beside them;
- get the first cell (``first_cell``).

Colab's own rules are known from its documentation only: a notebook comes without its folder, so that links to what lies
beside it lead to the published copies, if their address is known; and a widget needs a manager, which is to be switched on.
"""

import re
import shutil
import sys
from pathlib import Path

import nbformat

NOTEBOOKS = Path(__file__).resolve().parent.parent
sys.path.append(str(NOTEBOOKS / "tools"))

from addresses import address, links, project

FIRST = """\
# Google Colab only: installs the lesson, in about a minute, and lets its widgets show.
%pip install --quiet "{package}"
from google.colab import output

output.enable_custom_widget_manager()"""
# a link, or a picture, without a scheme: where it stands, or in a line of its own
BESIDE = re.compile(r"(?<=\]\()(?!\w+:|#)[^)\s]+(?=\))|(?m:(?<=\]: )(?!\w+:|#)\S+$)")


def first_cell(table):
    """Return the text of the first cell: from the release's tag, and while nobody owns one, from the package index."""
    repository, version = address(table, "Repository").rstrip("/"), table["version"]
    package = f"{table['name']} @ git+{repository}@v{version}" if repository else f"{table['name']}=={version}"
    return FIRST.format(package=package)


def write(folder, table=None):
    """Write a copy of each notebook into a folder, for the project of this table (of ``pyproject.toml`` if left out)."""
    table = table or project()
    shutil.copytree(NOTEBOOKS / "images", folder / "images", dirs_exist_ok=True)
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = BESIDE.sub(lambda link: elsewhere(link[0], table), cell.source)
        cell = nbformat.v4.new_code_cell(first_cell(table), id="colab", metadata={"tags": ["colab"]})
        notebook.cells.insert(0, cell)
        nbformat.write(notebook, folder / path.name)


def elsewhere(link, table):
    """Return where a link to what lies beside a notebook leads from Colab: to the published copies and their pictures."""
    name, ending, _ = link.partition(".ipynb")
    if not links(table, name):
        return link
    return links(table, name)["Colab"] if ending else f"{address(table, 'Documentation')}colab/{link}"
