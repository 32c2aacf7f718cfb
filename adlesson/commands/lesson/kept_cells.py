"""Keep what a learner did in a notebook when the lesson's own text gets newer.

With this module you can

- read a notebook, whole or not at all (``read``), and have it as text again (``written``);
- put what is the learner's into the newer notebooks (``put_back``).

Answers, changes, outputs and cells of one's own stay; text and code that were left as they were become those of the newer
version.  A cell that was changed and that is new, too, is kept below the new one.

How it is known what is whose: the id of a cell depends on its text as it was built.  A cell whose id the newer version has
is the same cell, whatever a learner wrote there; one whose id no version has is the learner's own.  Only the standard
library is needed, and nothing of the package.

>>> built = lambda text: {"cell_type": "code", "source": text, "id": identity({"cell_type": "code", "source": text})}
>>> one, two, three = map(built, ("answer = None", "1 + 1", "1 + 2"))
>>> mine = [one | {"source": "answer = 6"}, two]
>>> cells, below = merged(mine, [one["id"], two["id"]], [one, three])
>>> [cell["source"] for cell in cells], below
(['answer = 6', '1 + 2'], 0)
"""

import difflib
import hashlib
import json

KEPT = "yours, kept: the lesson has changed the cell above"


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


def written(notebook):
    """Return the bytes of a notebook, as the build writes them."""
    cells = [cell | {"source": cell["source"].splitlines(keepends=True)} for cell in notebook["cells"]]
    text = json.dumps(notebook | {"cells": cells}, indent=1, sort_keys=True, ensure_ascii=False)
    return f"{text}\n".encode()


def ids(notebook):
    """Return the ids of the cells of a notebook, or none if it is None."""
    return [cell["id"] for cell in notebook["cells"]] if notebook else []


def identity(cell):
    """Return the id that a cell of this text is built with, without the number of equal ones."""
    return hashlib.sha256(f"{cell['cell_type']}\n{cell['source']}".encode()).hexdigest()[:12]


def put_back(mine, known, newer):
    """Put what is the learner's into the newer notebooks; return the notebooks that it changes, and sentences, by name.

    ``mine`` are the learner's notebooks as bytes, ``known`` the ids of the cells that each was built with, ``newer`` the
    notebooks (``read``) of the newer version, all by name.
    """
    where = {key: name for name, notebook in newer.items() for key in ids(notebook)}
    changed, sentences = {}, {}
    for name, content in mine.items():
        notebook = read(content)
        if notebook is None or name not in newer:
            sentences[name] = (
                "it was no whole notebook any more" if notebook is None else "it is no longer part of the lesson"
            )
            continue
        # checks of an author, which once were there, are for no learner
        own = [cell for cell in notebook["cells"] if "check" not in cell["metadata"].get("tags", [])]
        yours, here = edited(own), {*ids(newer[name])}
        moved = {cell["id"]: cell for cell in yours if cell["id"] in where.keys() - here}  # as where one becomes two
        for other in {where[key] for key in moved}:
            newer[other]["cells"] = [moved.get(cell["id"], cell) for cell in newer[other]["cells"]]
            changed[other] = newer[other]
        rest = [cell for cell in own if cell["id"] not in moved]
        newer[name]["cells"], doubled = merged(rest, known[name], newer[name]["cells"])
        newer[name]["metadata"] = notebook.get("metadata", {}) | newer[name]["metadata"]
        changed[name] = newer[name]
        below = f", {doubled} of them below the new text" if doubled else ""
        sentences[name] = f"{len(yours)} cell{'s' * (len(yours) != 1)} of yours kept{below}"
    return changed, sentences


def edited(cells):
    """Return the cells whose text is not as it was built: changed ones, and those that a learner added."""
    return [cell for cell in cells if cell["id"].partition("-")[0] != identity(cell)]


def merged(mine, known, new):
    """Return the cells of the newer notebook with the learner's put back, and how many stand below a new one.

    ``mine`` are the learner's cells, ``known`` the ids of those built before, ``new`` the cells that are built now.
    """
    own = {cell["id"]: cell for cell in mine}
    deleted = {*known} - own.keys()
    cells = [own.get(cell["id"], cell) for cell in new if cell["id"] not in deleted]
    replaced, below = replacements(known, own, new), 0
    last = None  # the id of the cell that is there, and is or stands for the one before
    for cell in mine:
        if cell["id"] in {other["id"] for other in cells}:
            last = cell["id"]
        elif cell["id"] not in known:  # added
            last = insert(cells, cell, last)
        elif edited([cell]):  # its text is another now
            below += 1
            last = insert(cells, marked(cell), replaced.get(cell["id"], last))
        else:
            last = replaced.get(cell["id"], last)
    return cells, below


def insert(cells, cell, after):
    """Put a cell after the one with this id, or first; return its own id."""
    place = next((k for k, other in enumerate(cells, 1) if other["id"] == after), 0)
    cells.insert(place, cell)
    return cell["id"]


def replacements(known, own, new):
    """Return the id of the new cell that stands for each one that is gone, most alike in that place.

    ``known`` are the ids of the old cells, ``own`` the learner's cells by id, ``new`` the new ones.
    """
    found = {}
    matcher = difflib.SequenceMatcher(None, known, [cell["id"] for cell in new], autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        for key in known[a:b] if what == "replace" else []:
            text = own[key]["source"] if key in own else ""
            found[key] = max(new[c:d], key=lambda other, text=text: likeness(text, other["source"]))["id"]
    return found


def likeness(text, other):
    """Return how much alike two texts are, from 0 to 1."""
    return difflib.SequenceMatcher(None, text, other).ratio()


def marked(cell):
    """Return a cell with a first line that says why it is there."""
    line = f"# {KEPT}" if cell["cell_type"] == "code" else f"*({KEPT})*\n"
    if cell["source"].startswith(line):
        return cell
    return cell | {"source": f"{line}\n{cell['source']}"}
