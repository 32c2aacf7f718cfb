"""A piece of a page that needs no kernel and no network.

With this module you can

- write a piece as HTML that works by itself (``standalone``): with the modules, the style and the data inside, and plain
  HTML for a host that runs no scripts.

This is what Jupyter shows, and what it saves in the notebook: so a notebook that is opened again, and an exported page,
work as before.  By its ``uid`` the page finds the widget's model, if the kernel has it.

>>> from .script import Script
>>> standalone(Script("live/js/page.js"), {"title": "</script>"}).count("</script>")
1
"""

import json
from functools import cache
from importlib.resources import files

from .bundle import SHOW, bundle
from .script import packed

FILL, STILL = "live/js/page.js", "live/js/still.css"  # what the page runs; the style of what stands there before
WITH_SCRIPTS = "allow scripts on this page, or run this cell in JupyterLab"  # what to do where nothing answers
PAGE = """<div class="adlesson-page" data-uid="%(uid)s"><div class="adlesson-still">%(still)s</div><script>
(() => {
%(page)s
fillPage("%(uid)s", "%(key)s", "%(script)s", "%(data)s");
})();
</script></div>"""


def standalone(script, data, uid="", still="", whole=True):
    """Return HTML that shows ``data`` by a ``Script`` wherever a browser opens it.

    ``uid`` is the widget's, a word; ``still`` is plain HTML that stands there until the scripts run, or for good.  If it is
    not ``whole``, it waits until another page, or a model, has brought the script.
    """
    page, inside = bundle(FILL).rstrip().replace("export ", ""), packed(json.dumps(data))
    parts = {
        "uid": uid,
        "still": still and f"<style>{_style()}</style>{still}",
        "page": page,
        "key": script.key,
        "script": script.packed if whole else "",
    }
    return PAGE % {**parts, "data": inside}


@cache
def _style():
    """Return the style sheet without its comment."""
    return files(SHOW).joinpath(*STILL.split("/")).read_text("utf-8").partition("*/\n")[2].rstrip()
