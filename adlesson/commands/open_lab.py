"""``python -m adlesson lab``: the notebooks in a folder of your own, opened in JupyterLab.

With this module you can

- do what stands behind the command (``run``).

Notebooks that are in the folder already stay as they are; after an update of the package, their text becomes the newer one,
and what was done in them stays.  In a copy of the repository the notebooks are opened where they are.
"""

from pathlib import Path

from .lesson.own_copy import RECORD, bring, is_checkout, source
from .lesson.server import open_lab
from .trouble import Trouble, refused

NAME = "adlesson-lesson"
FIRST = "00_see_a_gradient_appear.ipynb"
SAYS = f"""\
Copies the notebooks of the lesson to DIR, never over what you have changed there, and opens them in JupyterLab.
Tomorrow, say the same: what you did today is there. Without DIR it is the folder {NAME} in the current one, or the
current one if the notebooks are there already."""
MORE = "What follows -- is given to JupyterLab, as in: python -m adlesson lab -- --port=8899"


def run(words, parser):
    """Bring the notebooks to the folder and open the first; return when JupyterLab has ended."""
    parser.description, parser.epilog = SAYS, MORE
    parser.usage = f"{parser.prog} [DIR] [--no-browser] [-- ...]"
    parser.add_argument("dir", metavar="DIR", nargs="?", help="the folder of your notebooks")
    parser.add_argument("--no-browser", action="store_true", help="open no browser: the address is printed")
    cut = words.index("--") if "--" in words else len(words)
    given, options = parser.parse_args(words[:cut]), words[cut + 1 :]

    folder = place(given.dir)
    if folder == source():
        root, notebook = folder.parent, f"{folder.name}/{FIRST}"
    else:
        root, notebook = folder, FIRST
        copy_to(folder)
    print(f"Your notebooks are in {folder}", flush=True)
    open_lab(root, notebook, ["--no-browser"] * given.no_browser + options)


def place(named):
    """Return the folder that is meant: the named one, else the one in which a learner would look first."""
    here = Path.cwd()
    if named:
        return Path(named).expanduser().resolve()
    if is_checkout():
        return source()
    return here if (here / RECORD).exists() else here / NAME


def copy_to(folder):
    """Bring the notebooks to the folder and say what was changed there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for sentence in bring(folder):
            print(sentence, flush=True)
    except OSError as problem:
        raise Trouble(f"the notebooks could not be copied: {refused(folder, problem)}") from problem
