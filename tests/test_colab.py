"""The copies for Google Colab: their first cell does there what it must; Colab itself is imitated, as it cannot be had."""

import json
import re
import runpy
import subprocess
import sys

import nbformat
import pytest

# A kernel as Colab's: the module it has, and a pip that tells what it was asked for.
COLAB = """
import json, sys, types
from IPython.core.interactiveshell import InteractiveShell

asked, colab, output = [], types.ModuleType("google.colab"), types.ModuleType("google.colab.output")
output._widgets = types.SimpleNamespace(_installed_url=None)  # where anywidget looks for the manager

def enable_custom_widget_manager():
    output._widgets._installed_url = "https://a.manager/"

output.enable_custom_widget_manager = enable_custom_widget_manager
colab.output, google = output, types.ModuleType("google")
google.colab = colab
sys.modules |= {"google": google, "google.colab": colab, "google.colab.output": output}
shell = InteractiveShell.instance()
shell.register_magic_function(lambda line: asked.append(line), "line", "pip")
shell.run_cell(sys.argv[1]).raise_error()
asked.append(output._widgets._installed_url)
import adlesson as ad
for widget in (ad.Stepper(ad.parse("x*y", x=1, y=2)), ad.explore("x*y", x=1, y=2)):
    data, about = widget._repr_mimebundle_()
    view = data["application/vnd.jupyter.widget-view+json"]["model_id"] == widget.model_id
    managed, whole = "https://a.manager/" in str(about), "export { mount };" in widget._esm and ".ad-stepper" in widget._css
    asked.append([view, managed, whole])
print(json.dumps(asked))
"""
OWNED = {"Repository": "https://github.com/someone/adlesson", "Documentation": "https://someone.github.io/adlesson/"}


@pytest.fixture(scope="module")
def colab(checkout):
    return runpy.run_path(str(checkout / "notebooks" / "site" / "colab.py"))


@pytest.mark.parametrize(
    ("urls", "package"),
    [
        (OWNED, "adlesson @ git+https://github.com/someone/adlesson@v1.2"),
        ({"Repository": "https://github.com/_owner_/adlesson"}, "adlesson==1.2"),
        ({}, "adlesson==1.2"),
    ],
)
def test_the_first_cell_installs_and_lets_widgets_show(colab, urls, package):
    """Run in a kernel that takes itself for Colab's; after it, a widget offers its own view, with the whole script."""
    cell = colab["first_cell"]({"name": "adlesson", "version": "1.2", "urls": urls})
    done = subprocess.run([sys.executable, "-c", COLAB, cell], capture_output=True, text=True, check=True).stdout
    assert json.loads(done.splitlines()[-1]) == [
        f'install --quiet "{package}"',
        "https://a.manager/",
        [True] * 3,
        [True] * 3,
    ]


def test_each_copy_is_its_notebook_behind_that_cell(colab, checkout, tmp_path):
    """Links to what lies beside it lead to the published copies, as Colab has the notebook alone; all else is the same."""
    table = colab["project"]() | {"urls": OWNED}
    colab["write"](tmp_path, table)
    originals = sorted((checkout / "notebooks").glob("*.ipynb"))
    assert [path.name for path in sorted(tmp_path.glob("*.ipynb"))] == [path.name for path in originals]
    links = 0
    for path in originals:
        first, *copied = nbformat.read(tmp_path / path.name, as_version=4).cells
        nbformat.validate(nbformat.read(tmp_path / path.name, as_version=4))
        assert first.source == colab["first_cell"](table)
        for cell, other in zip(nbformat.read(path, as_version=4).cells, copied, strict=True):
            links += cell.source != other.source
            back = other.source.replace("https://someone.github.io/adlesson/colab/images/", "images/")
            back = back.replace("https://colab.research.google.com/github/someone/adlesson/blob/gh-pages/colab/", "")
            source = re.sub(r"(\.ipynb)#[^\s)]+", r"\1", cell.source)  # Colab names no sections
            assert (cell.cell_type, cell.get("id"), source) == (other.cell_type, other.get("id"), back)
            assert cell.cell_type == "code" or not re.search(r"\](?:\(|: )(?:images/|\d)", other.source)
    assert links > len(originals)


def test_while_nobody_owns_the_site_its_links_stay_as_they_are(colab, checkout, tmp_path):
    """The pictures lie beside the copies, too."""
    colab["write"](tmp_path, colab["project"]() | {"urls": {}})
    name = "00_see_a_gradient_appear.ipynb"
    copy, original = (nbformat.read(folder / name, as_version=4) for folder in (tmp_path, checkout / "notebooks"))
    assert [cell.source for cell in copy.cells[1:]] == [cell.source for cell in original.cells]
    assert (tmp_path / "images" / "head_00.svg").is_file()
