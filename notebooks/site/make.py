"""Build the site: a page per notebook, and all that a reader can do without an installation.

    python notebooks/site/make.py             write dist/
    python notebooks/site/make.py PYODIDE     the same, with the compiled packages (NumPy, Matplotlib and what they need)
                                              from this folder: the wheels of a release of Pyodide

``dist/`` needs nothing but a static host, or ``python -m http.server -d dist``.
"""

import re
import shutil
import sys
import time
from pathlib import Path

import nbformat
from sphinx.cmd.build import build_main

SITE = Path(__file__).resolve().parent
NOTEBOOKS = SITE.parent
TOP = NOTEBOOKS.parent
sys.path.insert(0, str(TOP))  # this checkout's lesson, not one that is installed

import colab
import released
from barriers import mended
from executing import executed
from lite import put_lab, put_python
from live import put_worker
from pieces import bare, sheets_once, slim, write_files
from written import write_pages

from adlesson.teach.course import NOTEBOOKS as COURSE

DOWNLOADS = Path.home() / ".cache" / "adlesson-site"  # what is got from elsewhere, once
NOT_SERVED = ".doctrees", ".buildinfo", "_sources", "objects.inv", "*.map", "debug.css", "mystnb*.css"
ASKS = re.compile(r'ad\.(predict|replay)\("[^"]*"\)\s*')
COLUMNS = re.compile(r"\S {3,}\S")  # lines of a table, which may not be broken
SECTION = re.compile(r"((?:\]\(|(?m:^\[[^\]]+\]: ))\d\w+\.ipynb)#([^\s)]+)")  # a link to a section of a notebook
RUNS = '\n\n<p><a class="runs" href="lab/notebooks/index.html?path={}.ipynb">Run this notebook in the browser</a></p>'
INDEX = """# Backpropagation is not just the chain rule

```{{toctree}}
:hidden:
:maxdepth: 1

{names}
```
"""


def main(arguments):
    """Write ``dist/``; return the exit code."""
    dist, built = TOP / "dist", TOP / "build" / "site"
    for folder in (dist, built):
        shutil.rmtree(folder, ignore_errors=True)
    source, pages = built / "source", built / "pages"
    source.mkdir(parents=True)
    say = stopwatch()
    files = write_source(source)
    say(f"{len(COURSE)} notebooks run")
    if build_main(["-q", "-W", "--keep-going", "-c", str(SITE), str(source), str(pages)]):
        return 1
    shutil.copytree(pages, dist, ignore=shutil.ignore_patterns(*NOT_SERVED))
    for page in dist.glob("*.html"):
        page.write_text(bare("html", sheets_once(mended(page.read_text("utf-8")))), "utf-8")
    write_files(files, dist)
    released.write(dist / "embed")
    colab.write(dist / "colab")
    say("pages written")
    held = put_python(dist, DOWNLOADS, *map(Path, arguments[:1]))
    put_worker(dist)
    say(f"Python for the browser, {'with' if 'numpy' in held else 'without'} NumPy")
    put_lab(dist)
    say("JupyterLite")
    size = sum(path.stat().st_size for path in dist.rglob("*") if path.is_file())
    print(f"dist/ is ready, {size / 1e6:.1f} MB: python -m http.server -d dist", flush=True)
    return 0


def write_source(source):
    """Write what Sphinx reads: the notebooks, run, their pictures, and the order of the course; return what pages load."""
    shutil.copytree(NOTEBOOKS / "images", source / "images")
    files, paths = {}, [NOTEBOOKS / f"{one.file}.ipynb" for one in COURSE]
    for one, notebook in zip(COURSE, executed(paths), strict=True):
        nbformat.write(as_page(slim(notebook, files), one), source / f"{one.file}.ipynb")
    names = [*(one.file for one in COURSE), *write_pages(source, colab.project())]
    (source / "index.md").write_text(INDEX.format(names="\n".join(names)), "utf-8")
    return files


def as_page(notebook, one):
    """Let a notebook begin with its number and say where it runs; mark cells that only ask, or show a table; return it."""
    first = notebook.cells[0]
    text, _, _ = first.source.partition("\n\n<details><summary>Contents")  # a page has them at its side
    first.source = text.replace("# ", f"# {one.number} ", 1) + RUNS.format(one.file)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = SECTION.sub(lambda link: f"{link[1]}#{as_anchor(link[2])}", cell.source)
        if ASKS.fullmatch(cell.source):
            cell.metadata["tags"] = [*cell.metadata.get("tags", ()), "asks"]
        if any(COLUMNS.search(out.get("text", "")) for out in cell.get("outputs", ())):
            cell.metadata["tags"] = [*cell.metadata.get("tags", ()), "columns"]
    return notebook


def as_anchor(section):
    """Return how a page names a section that Jupyter names by its heading, a hyphen for each space.

    >>> as_anchor("07.5-Minus-or-plus?")
    '075-minus-or-plus'
    """
    return re.sub(r"[^\w-]", "", section.lower())


def stopwatch():
    """Return what prints how long a part took."""
    last = [time.perf_counter()]

    def say(what):
        now = time.perf_counter()
        print(f"{what}: {now - last[0]:.0f} s", flush=True)
        last[0] = now

    return say


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
