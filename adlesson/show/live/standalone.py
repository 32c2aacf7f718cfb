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

from .bundle import bundle
from .script import packed

FILL = "live/js/page.js"  # what the page runs
WITH_SCRIPTS = "allow scripts on this page, or run this cell in JupyterLab"  # what to do where nothing answers
# what stands there until the scripts run is not seen so long, and takes about the room of what comes; if none comes, it is
STILL = """<style>.adlesson-still img { max-width: 100%; height: auto; }
@media (scripting: enabled) { .adlesson-still { animation: adlesson-late 2s steps(1); } }
@keyframes adlesson-late { from { visibility: hidden; max-height: 480px; overflow: hidden; } }</style>"""
PAGE = """<div class="adlesson-page" data-uid="%(uid)s"><div class="adlesson-still">%(still)s</div><script type="module">
%(page)s
await fillPage("%(uid)s", "%(key)s", "%(script)s", "%(data)s");
</script></div>"""


def standalone(script, data, uid="", still="", whole=True):
    """Return HTML that shows ``data`` by a ``Script`` wherever a browser opens it.

    ``uid`` is the widget's, a word; ``still`` is plain HTML that stands there until the scripts run, or for good.  If it is
    not ``whole``, it waits until another page, or a model, has brought the script.
    """
    page, inside = bundle(FILL).rstrip(), packed(json.dumps(data))
    parts = {
        "uid": uid,
        "still": still and STILL + still,
        "page": page,
        "key": script.key,
        "script": script.packed if whole else "",
    }
    return PAGE % {**parts, "data": inside}
