"""Steppers and cards on a site: their scripts in one file for all pages, and the steppers' data in files of their own.

With this module you can

- let the pieces of a notebook load what they need (``slim``), where Jupyter gave each the whole script;
- write the files that they load (``write_files``).

A page's own script, ``live/js/site.js``, loads them when the reader comes near.
"""

import hashlib
import json
import re

from adlesson.show.cards.card import Card
from adlesson.show.live.bundle import bundle
from adlesson.show.stepper.widget import SCRIPT

SCRIPTS = {"stepper": SCRIPT, "cards": Card.SCRIPT}  # by the name of the file
FOLDER = "./_static/adlesson"  # seen from a page
WHOLE = re.compile(
    r'<script type="module">\n(?:(?!</script>).)*?\nawait fillPage\("(\w*)", "(\w+)", "[^"]*", "([^"]*)"\);\n</script>', re.S
)
SLIM = '<script type="application/json">{}</script>'
VIEW = "application/vnd.jupyter.widget-view+json"
FILE = "adlessonGives({}, {});\n"


def slim(notebook, files):
    """Let the outputs of a notebook be what a page without a kernel shows, without what it loads; return it.

    What is to be loaded is added to ``files``, a dict of packed texts by address.
    """
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        for out in cell.get("outputs", ()):
            data = out.get("data", {})
            data.pop(VIEW, None)
            if "text/html" in data:
                data["text/html"] = WHOLE.sub(lambda whole: linked(*whole.groups(), files), data["text/html"])
    return notebook


def linked(uid, key, data, files):
    """Return what stands in a page for one piece's script."""
    (name,) = (name for name, script in SCRIPTS.items() if script.key == key)
    address = f"{FOLDER}/{name}.js"
    files[address] = SCRIPTS[name].packed
    piece = {"uid": uid, "key": key, "script": address}
    if name == "cards":
        piece["data"] = data
    else:  # many times as much
        piece["at"] = f"{FOLDER}/{hashlib.sha256(data.encode()).hexdigest()[:12]}.js"
        files[piece["at"]] = data
    return SLIM.format(json.dumps(piece))


def write_files(files, pages):
    """Write what the pages load into the folder of the pages: their own script, too."""
    (pages / FOLDER).mkdir(parents=True)
    (pages / FOLDER / "site.js").write_text(f"(() => {{\n{bundle('live/js/site.js')}}})();\n", "utf-8")
    for address, packed in files.items():
        (pages / address).write_text(FILE.format(json.dumps(address), json.dumps(packed)), "utf-8")
