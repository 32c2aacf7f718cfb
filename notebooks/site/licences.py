"""Whose work the site brings, and on which terms: one text with every licence in full.

With this module you can

- write ``licences.txt`` for the wheels that are served, and for what is made from packages that are installed here
  (``write``).
"""

import re
from email.parser import Parser
from importlib.metadata import distribution
from zipfile import ZipFile

INSIDE_PYODIDE = """Pyodide {pyodide}: Mozilla Public License 2.0
    live/pyodide/pyodide.mjs, pyodide.asm.mjs, pyodide.asm.wasm, python_stdlib.zip
    Its source is at https://github.com/pyodide/pyodide; the licence is that of micropip, below.
    It is made with Emscripten (MIT, https://github.com/emscripten-core/emscripten), and it contains

CPython {python}: Python Software Foundation License 2.0
    https://docs.python.org/3/license.html, with the licences of what is inside of it

JupyterLite and JupyterLab, in lab/: BSD 3-Clause, and for what they contain
    lab/build/third-party-licenses.json, lab/extensions/*/*/static/third-party-licenses.json

The packages in live/pyodide hold compiled Python; the sources are on PyPI, by the name and the version that stand here.
"""
FILES = re.compile(r"(.*/)?(LICEN[CS]E|COPYING|AUTHORS|NOTICE)[^/]*", re.IGNORECASE)
PAGES = ("furo", "sphinx", "jupyterlite-core", "jupyterlite-pyodide-kernel", "jupyterlab-widgets")


def write(path, lock, pyodide, wheels):
    """Write the text to ``path``: for Pyodide's version and its own lock file, and for the ``Wheel``s that are served."""
    parts = [in_wheel(wheel) for wheel in wheels] + [installed(name) for name in PAGES]
    terms = "\n".join(f"{name}: {licence}" for name, licence, _ in parts)
    texts = "\n".join(f"\n{'=' * 100}\n{name}\n{'=' * 100}\n{text}" for name, _, texts in parts for text in texts)
    head = INSIDE_PYODIDE.format(pyodide=pyodide, python=lock["info"]["python"])
    path.write_text(f"What this site brings, and on which terms\n\n{head}\n{terms}\n{texts}", "utf-8")


def in_wheel(wheel):
    """Return name and version, licence, and the texts of the licences in a wheel."""
    with ZipFile(wheel.path) as archive:
        names = archive.namelist()
        about = Parser().parsestr(archive.read(next(n for n in names if n.endswith(".dist-info/METADATA"))).decode())
        texts = [archive.read(name).decode("utf-8", "replace") for name in names if FILES.fullmatch(name) and not code(name)]
    return f"{wheel.name} {wheel.version}", terms_of(about), texts


def installed(name):
    """Return the same of a package that is installed here, whose files are part of the site."""
    there = distribution(name)
    files = [one for one in there.files or () if FILES.fullmatch(str(one)) and not code(str(one))]
    return f"{there.metadata['Name']} {there.version}", terms_of(there.metadata), [one.read_text("utf-8") for one in files]


def code(name):
    """Return whether a file is a program, which may be called ``copying``, too."""
    return name.endswith((".py", ".pyc", ".js", ".json"))


def terms_of(about):
    """Return in a few words on which terms a package may be used, as its makers say it."""
    classes = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or () if line.startswith("License ::")]
    own, old = about.get("License-Expression"), about.get("License") or ""
    said = own or next(iter(classes), None) or old.partition("\n")[0]
    return said or "see its text below"
