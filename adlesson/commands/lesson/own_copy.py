"""The lesson's notebooks in a folder of the learner's own.

With this module you can

- find the notebooks of this version: in the package, where a wheel has brought them, else beside it (``source``);
- bring them into a folder (``bring``): again after each update, and never over what was changed there.

A small file in the folder remembers what was brought.  A notebook that is still as it was brought becomes the newer one; in
one that was changed, answers, changes and own cells stay, cell by cell (``kept_cells``), and a copy of it as it was is kept
in a folder beside it.  What was begun and broken off goes on at the next call.
"""

import hashlib
import json
import os
import re
import shutil
from collections import namedtuple
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from ..trouble import Trouble
from .kept_cells import ids, put_back, read, written

PACKAGE = Path(__file__).resolve().parents[2]
PLACES = PACKAGE / "notebooks", PACKAGE.parent / "notebooks"  # in a wheel, in a checkout
RECORD, VERSION = ".adlesson.json", 1
BUILT = re.compile(r"[0-9a-f]{12}(-\d+)?")  # the id of a cell of the lesson: Jupyter's own are longer or shorter


def source():
    """Return the folder of the notebooks that belong to this package."""
    for place in PLACES:
        if (place / "src").is_dir():
            return place
    raise Trouble("the notebooks are missing in the package: install it anew, by pip install --force-reinstall adlesson")


def is_checkout():
    """Tell whether the package is one of a copy of the repository, which has the notebooks beside it."""
    return source() == PLACES[1]


def bring(folder):
    """Bring the notebooks of this version into a folder; yield sentences about what was changed there.

    Raises ``OSError`` where the system refuses, and ``Trouble`` if a newer version of the lesson was there.
    """
    ours, before = lesson_files(), remembered(folder)
    there = contents(folder, ours.keys() | before["files"].keys())
    plan = planned(ours, before, there)
    if lost := {name: there[name] for name in plan.new.keys() & plan.mine}:
        yield f"As they were, your notebooks are in {copied(folder, lost)}"
    for name, content in plan.new.items():
        write(folder / name, content)
    for name in there.keys() - ours.keys() - plan.mine:
        (folder / name).unlink()
    if before["files"] != digests(ours):
        remember(folder, ours)
    for name in sorted(lost):
        yield f"{name}: {plan.said.get(name, 'the newer one is there now')}."
    for name in sorted(plan.mine - ours.keys()):
        yield f"{name}: it is no longer part of the lesson, and stays as it is."


Plan = namedtuple("Plan", "mine new said")
Plan.__doc__ = """The names of the files that a learner has changed, what is to be written, and sentences, both by name."""


def planned(ours, before, there):
    """Return the ``Plan``, given the files of this version, what was brought ``before``, and what is there."""
    brought, now = before["files"], digests(ours)
    mine = {name for name, mark in digests(there).items() if mark not in (brought.get(name), now.get(name))}
    both = {name for name in mine & ours.keys() if brought.get(name) != now[name]}  # changed there, and in the lesson
    new = {name: content for name, content in ours.items() if name not in mine or name in both}

    # an answer may move to another notebook, and that one may be the learner's, too
    texts = {name: new.get(name, there.get(name)) for name in ours if is_notebook(name)}
    newer = {name: notebook for name, content in texts.items() if (notebook := read(content))}
    known = {name: before["cells"].get(name) or built_ids(there[name]) for name in both}
    changed, said = put_back({name: there[name] for name in both if is_notebook(name)}, known, newer)
    for name, notebook in changed.items():
        old = read(there.get(name))
        new[name] = there[name] if old and old["cells"] == notebook["cells"] else written(notebook)
    return Plan(mine, {name: content for name, content in new.items() if content != there.get(name)}, said)


def lesson_files():
    """Return what a learner is given, by name: notebooks, the pictures that they show, and how to help with them."""
    top = source()
    paths = sorted([*top.glob("*.ipynb"), *top.glob("images/*"), top / "TUTOR.md"])
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in paths}


def is_notebook(name):
    return name.endswith(".ipynb")


def built_ids(content):
    """Return the ids of those cells of a notebook that are, or were, the lesson's own."""
    return [key for key in ids(read(content)) if BUILT.fullmatch(key)]


def digests(files):
    """Return for each file what tells its content from any other."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


# --- files ----------------------------------------------------------------------------------------


def contents(folder, names):
    """Return what is in those of the named files that are there."""
    found = {}
    for name in names:
        with suppress(FileNotFoundError):
            found[name] = (folder / name).read_bytes()
    return found


def remembered(folder):
    """Return what was brought to a folder: ``files``, a digest by name, and ``cells``, a list of ids by notebook."""
    try:
        record = json.loads((folder / RECORD).read_bytes())
        version, files, cells = record["version"], dict(record["files"]), dict(record["cells"])
    except FileNotFoundError:
        return {"files": {}, "cells": {}}
    except (ValueError, KeyError, TypeError):  # damaged: what is in the notebooks says enough
        return {"files": {}, "cells": {}}
    if version != VERSION:
        raise Trouble(
            f"{folder} was last opened by a newer version of the lesson than this one: "
            "get it with python -m pip install --upgrade adlesson, or name another folder"
        )
    return {"files": files, "cells": cells}


def remember(folder, files):
    """Write down what was brought to a folder."""
    cells = {name: ids(read(content)) for name, content in files.items() if is_notebook(name)}
    write(folder / RECORD, json.dumps({"version": VERSION, "files": digests(files), "cells": cells}).encode())


def copied(folder, files):
    """Write files into a new folder in this one; return it."""
    aside = Path(mkdtemp(prefix=f"before_update_{datetime.now():%Y-%m-%d_%H-%M}_", dir=folder))
    try:
        for name, content in files.items():
            write(aside / name, content)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return aside


def write(path, content):
    """Write a file whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{os.getpid()}.half")  # two calls at once do not share it
    try:
        half.write_bytes(content)
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
