"""The stepper as a page that needs no kernel and no network.

With this module you can

- write a stepper as a piece of HTML that works by itself (``standalone``): with the modules, the style and the frames
  inside, and its table for a host that runs no scripts.

This is what Jupyter shows, and what it saves in the notebook: so a notebook that is opened again, and an exported page,
step as before.  Only a new formula needs Python: by its ``uid`` the page finds the widget's model, if the kernel has it.

>>> standalone({"title": "</script>"}).count("</script>")
1
"""

import html
import json
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


def standalone(data, uid="", plain=""):
    """Return HTML that shows frames (see ``contract``) wherever a browser opens it.

    ``uid`` is the widget's, a word; ``plain`` is the text that stands there until the scripts run, or for good.
    """
    frames = json.dumps(data).replace("<", "\\u003c")  # so that no text can end the script
    text = html.escape(plain)
    return (
        f'<div class="adlesson-page" data-uid="{uid}"><style>{style()}{PLAIN}</style><div><pre>{text}</pre></div>'
        f'<script type="module">{bundle()}\n'
        f"const page = document.querySelector('.adlesson-page[data-uid=\"{uid}\"]:not([data-shown])');\n"
        f"page.dataset.shown = '';\nmount(page.querySelector('div'), {frames}, '{uid}');\n</script></div>"
    )
