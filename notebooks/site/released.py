"""The stepper for other people's pages: one module, and a page for an iframe.

With this module you can

- write both into a folder (``write``): ``stepper.mjs``, and ``index.html`` with what it needs.

The module is the package's own modules and style sheets, joined; what it may be used for stands in ``embed.md``.
"""

import json
import shutil
from pathlib import Path

from adlesson.show.live.bundle import bundle
from adlesson.show.stepper.widget import SCRIPT

START, PLACE = "stepper/js/embed.js", '"SHEETS"'  # where the style sheets go
PAGE = Path(__file__).with_name("embed")


def module():
    """Return the text of ``stepper.mjs``."""
    before, after = bundle(START).split(PLACE)
    return before + json.dumps(SCRIPT.style) + after


def write(folder):
    """Write the module and its page into a folder."""
    shutil.copytree(PAGE, folder, dirs_exist_ok=True)
    (folder / "stepper.mjs").write_text(module(), "utf-8")
