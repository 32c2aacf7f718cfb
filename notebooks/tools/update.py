"""Get the newer version of the lesson and keep what you did in your notebooks.

    python notebooks/tools/update.py

Your answers, your changes and your own cells stay, and so do your outputs; text and code that you left as it was become
those of the newer version.  A cell that you changed and that is new, too, is kept below the new one.  Before anything is
written, your notebooks are copied as they are into a folder beside them.  Only ``git`` is needed, and the network; without
it, or where something stands in the way, nothing is changed, and a sentence says why.

How it is known what is yours: the id of a cell depends on its text as it was built (``build.py``).  A cell whose id the
newer version has is the same cell, whatever you wrote there; one whose id no version has is your own.
"""

import difflib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parent.parent
TOP = NOTEBOOKS.parent
NO_CLONE = "This is no copy that git clone made, so it is not known where the newer version comes from."
KEPT = "yours, kept: the lesson has changed the cell above"
SLOW = ["-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=30"]  # half a minute of silence is no network


class Stop(Exception):
    """Why nothing was changed."""


def main():
    """Update, and say what is done; return the exit code."""
    try:
        for sentence in update():
            print(sentence, flush=True)
    except Stop as why:
        print(f"{why} Nothing was changed.")
        return 1
    return 0


def update():
    """Move the checkout to the newer version, put back what is the learner's; yield sentences about it."""
    if not shutil.which("git"):
        raise Stop("This needs git, which is not installed.")
    if git("rev-parse", "--show-prefix", why=NO_CLONE) or not (TOP / ".git").exists():
        raise Stop(NO_CLONE)
    old, new = git("rev-parse", "HEAD"), fetched()
    if git("merge-base", old, new) == new:
        yield "You have the newest version. Nothing was changed."
        return
    mine, theirs = changed("HEAD"), changed(old, new)
    notebooks = sorted(name for name in mine & theirs if is_notebook(name))
    look_for_trouble(old, new, (mine & theirs) - set(notebooks), theirs - mine)
    before = {name: (TOP / name).read_bytes() for name in notebooks if (TOP / name).exists()}
    built = {name: read(git("show", f"{old}:{name}")) for name in before}
    aside = copied(before)
    try:
        if notebooks:
            git("checkout", "--quiet", "HEAD", "--", *notebooks)
        git("merge", "--quiet", "--ff-only", new, why="Git could not move to the newer version.")
    except BaseException:
        for name, content in before.items():
            write(TOP / name, content)
        shutil.rmtree(aside, ignore_errors=True) if aside else None
        raise
    count = int(git("rev-list", "--count", f"{old}..{new}"))
    yield f"You have the newest version now, newer by {number(count, 'change')}."
    if aside:
        yield f"Your notebooks as they were are in {aside.relative_to(TOP).as_posix()}"
        yield from put_back(before, built)
        yield "If one is open in JupyterLab: File, Reload Notebook from Disk."


def look_for_trouble(old, new, both, theirs):
    """Stop if the newer version cannot be put in place: ``both`` have changed these files, ``theirs`` are only new there."""
    if git("merge-base", old, new) != old:
        raise Stop("You have commits of your own: put them together with the newer version by git pull.")
    if unfinished := changed("--diff-filter=U"):
        raise Stop(f"Git has a merge to finish, in {', '.join(sorted(unfinished))}.")
    known = set(git("ls-files", "-z").split("\0"))
    both |= {name for name in theirs if (TOP / name).exists() and name not in known}
    if both:
        raise Stop(f"The newer version has changed what you changed or added: move it aside ({', '.join(sorted(both))}).")


def number(count, what):
    """Return a number with its noun."""
    return f"{count} {what}{'s' * (count != 1)}"


# --- git ------------------------------------------------------------------------------------------


def git(*arguments, why=None):
    """Return what git prints; raise ``Stop`` where it fails."""
    quiet = os.environ | {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    done = subprocess.run(
        ["git", "-C", str(TOP), *arguments], env=quiet, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode:
        told = (done.stderr.decode("utf-8", "replace").strip() or "it gave no reason").splitlines()[-1]
        raise Stop(f"{why or 'Git failed.'} ({told})")
    return done.stdout.decode("utf-8").rstrip("\n")


def fetched():
    """Fetch, and return the newest commit."""
    git("rev-parse", "@{upstream}", why=NO_CLONE)
    git(*SLOW, "fetch", "--quiet", why="The newer version could not be fetched: is there a network?")
    return git("rev-parse", "@{upstream}")


def changed(*versions):
    """Return the names of the files that differ between two versions, or between one and what lies here."""
    return set(filter(None, git("diff", "--name-only", "--no-renames", "-z", *versions).split("\0")))


def is_notebook(name):
    """Tell whether a file is one of the lesson's notebooks."""
    return Path(name).parent.as_posix() == NOTEBOOKS.name and name.endswith(".ipynb")


# --- files ----------------------------------------------------------------------------------------


def copied(contents):
    """Write these files into a new folder beside the notebooks; return it, or None if there are none."""
    if not contents:
        return None
    folder = Path(tempfile.mkdtemp(prefix=f"before_update_{datetime.now():%Y-%m-%d_%H-%M}_", dir=NOTEBOOKS))
    for name, content in contents.items():
        write(folder / Path(name).name, content)
    return folder


def write(path, content):
    """Write a file whole, or not at all."""
    half = path.with_name(f"{path.name}.half")
    half.write_bytes(content)
    half.replace(path)


def save(name, notebook):
    """Write a notebook as ``build.py`` does."""
    cells = [cell | {"source": cell["source"].splitlines(keepends=True)} for cell in notebook["cells"]]
    text = json.dumps(notebook | {"cells": cells}, indent=1, sort_keys=True, ensure_ascii=False)
    write(TOP / name, f"{text}\n".encode())


def read(content):
    """Return the notebook in a text or bytes, or None if there is none; every cell has an id."""
    try:
        notebook = json.loads(content)
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
            cell.setdefault("id", identity(cell))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return notebook


def identity(cell):
    """Return the id that a cell of this text is built with (``build.py``, without the number of equal ones)."""
    return hashlib.sha256(f"{cell['cell_type']}\n{cell['source']}".encode()).hexdigest()[:12]


# --- cells ----------------------------------------------------------------------------------------


def put_back(before, built):
    """Put what is the learner's into the newer notebooks; yield a sentence for each."""
    newer = {f"{NOTEBOOKS.name}/{path.name}": read(path.read_text("utf-8")) for path in NOTEBOOKS.glob("*.ipynb")}
    newer = {name: notebook for name, notebook in newer.items() if notebook}
    where = {cell["id"]: name for name, notebook in newer.items() for cell in notebook["cells"]}
    for name, content in before.items():
        mine, old = read(content), (built[name] or {"cells": []})["cells"]
        if mine:  # checks of an author, which once were there, are for no learner
            mine["cells"] = [cell for cell in mine["cells"] if "check" not in cell["metadata"].get("tags", [])]
        if mine is None or name not in newer:
            why = "was no whole notebook any more" if mine is None else "is no longer part of the lesson"
            yield f"{Path(name).name} {why}."
            continue
        yours, here = edited(mine["cells"], old), {cell["id"] for cell in newer[name]["cells"]}
        moved = {cell["id"]: cell for cell in yours if cell["id"] in where.keys() - here}  # as where one becomes two
        for other in {where[key] for key in moved}:
            newer[other]["cells"] = [moved.get(cell["id"], cell) for cell in newer[other]["cells"]]
            save(other, newer[other])
        rest = [cell for cell in mine["cells"] if cell["id"] not in moved]
        newer[name]["cells"], doubled = merged(rest, old, newer[name]["cells"])
        newer[name]["metadata"] = mine.get("metadata", {}) | newer[name]["metadata"]
        save(name, newer[name])
        below = f", {doubled} of them below the new text" if doubled else ""
        yield f"{Path(name).name}: {number(len(yours), 'cell')} of yours kept{below}."


def edited(cells, old):
    """Return the cells whose text is not as it was built: changed ones, and those that a learner added."""
    built = {cell["id"]: cell["source"] for cell in old}
    return [cell for cell in cells if cell["source"] != built.get(cell["id"])]


def merged(mine, old, new):
    """Return the cells of the newer notebook with the learner's put back, and how many stand below a new one.

    ``mine`` are the learner's cells, ``old`` those that were built before, ``new`` those that are built now.
    """
    known, own = {cell["id"] for cell in old}, {cell["id"]: cell for cell in mine}
    deleted = known - own.keys()
    cells = [own.get(cell["id"], cell) for cell in new if cell["id"] not in deleted]
    replaced, kept = replacements(old, new), 0
    last = None  # the id of the cell that is there, and is or stands for the one before
    for cell in mine:
        if cell["id"] in {other["id"] for other in cells}:
            last = cell["id"]
        elif cell["id"] not in known:  # added
            last = insert(cells, cell, last)
        elif edited([cell], old):  # its text is another now
            kept += 1
            last = insert(cells, marked(cell), replaced.get(cell["id"], last))
        else:
            last = replaced.get(cell["id"], last)
    return cells, kept


def insert(cells, cell, after):
    """Put a cell after the one with this id, or first; return its own id."""
    place = next((k for k, other in enumerate(cells, 1) if other["id"] == after), 0)
    cells.insert(place, cell)
    return cell["id"]


def replacements(old, new):
    """Return the id of the new cell that stands for each old one that is gone, most alike in that place."""
    found = {}
    ids = [[cell["id"] for cell in cells] for cells in (old, new)]
    for what, a, b, c, d in difflib.SequenceMatcher(None, *ids, autojunk=False).get_opcodes():
        for cell in old[a:b] if what == "replace" else []:
            likeness = lambda other, text=cell["source"]: difflib.SequenceMatcher(None, text, other["source"]).ratio()
            found[cell["id"]] = max(new[c:d], key=likeness)["id"]
    return found


def marked(cell):
    """Return a cell with a first line that says why it is there."""
    line = f"# {KEPT}" if cell["cell_type"] == "code" else f"*({KEPT})*\n"
    return cell | {"source": f"{line}\n{cell['source']}"}


if __name__ == "__main__":
    sys.exit(main())
