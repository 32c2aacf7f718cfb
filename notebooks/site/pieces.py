"""Steppers and cards on a site: one script file for all pages, which a browser reads once.

With this module you can

- write the files that pieces load (``write_scripts``);
- let the pieces of a notebook load them (``slim``), where Jupyter gave each page the whole script.
"""

import json
import re

from adlesson.show.cards.card import Card
from adlesson.show.live.bundle import bundle
from adlesson.show.live.standalone import FILL
from adlesson.show.stepper.widget import SCRIPT

SCRIPTS = {"stepper": SCRIPT, "cards": Card.SCRIPT}  # by the name of the file
FOLDER = "./_static/adlesson"  # seen from a page
WHOLE = re.compile(
    r'<script type="module">\n(?:(?!</script>).)*?\nawait fillPage\("(\w*)", "(\w+)", "[^"]*", "([^"]*)"\);\n</script>', re.S
)
SLIM = """<script type="module">
import {{ fillPage }} from "{folder}/page.js";
await fillPage("{uid}", "{key}", "{folder}/{name}.js", "{data}");
</script>"""
VIEW = "application/vnd.jupyter.widget-view+json"


def write_scripts(folder):
    """Write the modules that the pages load into a folder, which is the site's ``FOLDER``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.js").write_text(bundle(FILL), "utf-8")
    for name, script in SCRIPTS.items():
        (folder / f"{name}.js").write_text(f"{script.text}\nexport const style = {json.dumps(script.style)};\n", "utf-8")


def slim(notebook):
    """Let the outputs of a notebook be what a page without a kernel shows, without the scripts; return it."""
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        for out in cell.get("outputs", ()):
            data = out.get("data", {})
            data.pop(VIEW, None)
            if "text/html" in data:
                data["text/html"] = WHOLE.sub(linked, data["text/html"])
    return notebook


def linked(whole):
    """Return the script of one piece that loads what it needs."""
    uid, key, data = whole.groups()
    (name,) = (name for name, script in SCRIPTS.items() if script.key == key)
    return SLIM.format(folder=FOLDER, uid=uid, key=key, name=name, data=data)
