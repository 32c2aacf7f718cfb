"""The stepper as a page that needs no kernel and no network.

With this module you can

- write a stepper as a piece of HTML that works by itself (``standalone``): with the modules, the style and the frames
  inside, and its table for a host that runs no scripts.

This is what Jupyter shows, and what it saves in the notebook: so a notebook that is opened again, and an exported page,
step as before.  Only a new formula needs Python: by its ``uid`` the page finds the widget's model, if the kernel has it.

>>> standalone({"title": "</script>"}, plain="</script>").count("</script>")
1
"""

import base64
import html
import json
import zlib
from functools import cache
from importlib.resources import files

from ..shown import style as graph_style
from .bundle import bundle

SHEETS = "stepper", "explore", "pictures", "machine", "nudge"
# a page of Jupyter styles lists, code and tables of its own, more strongly than a style sheet of ours would by itself
PLAIN = (
    ".adlesson-page ol { list-style: none !important; padding: 0 !important; margin: 0 !important; }"
    ".adlesson-page code { background: none !important; padding: 0 !important; }"
    ".adlesson-page li code { white-space: pre !important; }"
)


def style():
    """Return the style sheet of the widget: the one of all pictures, then those that stand beside its modules."""
    sheets = [files(__package__).joinpath("js", f"{name}.css").read_text("utf-8") for name in SHEETS]
    return "".join([graph_style(), *sheets])


def packed(text):
    """Return a text so that it needs little room in a notebook, in letters that end no script: zlib's, in base64."""
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


@cache
def _same_for_all():
    return packed(json.dumps([style() + PLAIN, bundle()]))


# the script is read once for all pages in the window that bring the same
PAGE = """<div class="adlesson-page" data-uid="%(uid)s"><div><pre>%(plain)s</pre></div><script type="module">
const unpack = (text) => new Response(new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt())]).stream()
  .pipeThrough(new DecompressionStream("deflate"))).json();
const page = document.querySelector('.adlesson-page[data-uid="%(uid)s"]:not([data-shown])');
page.dataset.shown = "";
const read = async () => {
  const [style, script] = await unpack("%(same)s");
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const { mount } = await import(address);
  URL.revokeObjectURL(address);
  return { style, mount };
};
const all = (window[Symbol.for("adlesson scripts")] ??= new Map());
if (!all.has("%(key)s")) all.set("%(key)s", read());
const [{ style, mount }, frames] = await Promise.all([all.get("%(key)s"), unpack("%(frames)s")]);
page.prepend(Object.assign(document.createElement("style"), { textContent: style }));
mount(page.querySelector("div"), frames, "%(uid)s");
</script></div>"""


def standalone(data, uid="", plain=""):
    """Return HTML that shows frames (see ``contract``) wherever a browser opens it.

    ``uid`` is the widget's, a word; ``plain`` is the text that stands there until the scripts run, or for good.
    """
    frames, same = packed(json.dumps(data)), _same_for_all()
    key = f"{zlib.crc32(same.encode()):x}"
    return PAGE % {"uid": uid, "plain": html.escape(plain), "same": same, "key": key, "frames": frames}
