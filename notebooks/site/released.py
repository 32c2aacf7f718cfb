"""The stepper for other people's pages, and for links: modules that need nothing else.

With this module you can

- write them into a folder (``write``): ``stepper.mjs`` shows frames in any page, ``index.html`` in an iframe, and
  ``opener.js`` opens links.

Each is the package's own modules and style sheets, joined; what they may be used for stands in ``embed.md``.
"""

import json
import shutil
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tools"))

from addresses import project

import adlesson as ad
from adlesson.show.live.bundle import bundle
from adlesson.show.stepper.widget import SCRIPT

MODULE, OPENER = "stepper/js/embed.js", "stepper/js/opener.js"
PAGE = Path(__file__).with_name("embed")
HEAD = "// adlesson {version}, the MIT licence: what it is for stands in embed.html beside this folder.\n"
STORED = {"x*y + sin(x)": {"x": 2, "y": 3}, "exp(exp(x) + exp(x)^2) + sin(exp(x) + exp(x)^2)": {"x": 0.25}}


def filled(start, **texts):
    """Return the joined modules, with these texts in place of their names in quotes."""
    joined = bundle(start)
    for name, text in texts.items():
        before, after = joined.split(f'"{name}"')
        joined = before + json.dumps(text) + after
    return joined


def write(folder):
    """Write the modules, and the page for an iframe, into a folder."""
    shutil.copytree(PAGE, folder, dirs_exist_ok=True)
    head = HEAD.format(version=project()["version"])
    (folder / "stepper.mjs").write_text(head + filled(MODULE, SHEETS=SCRIPT.style), "utf-8")
    stored = json.dumps([ad.explore(formula, inputs).data for formula, inputs in STORED.items()])
    opener = filled(OPENER, SHEETS=SCRIPT.style, STORED=stored)
    (folder / "opener.js").write_text(f"{head}(() => {{\n{opener}}})();\n", "utf-8")
