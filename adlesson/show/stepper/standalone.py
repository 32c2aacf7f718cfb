"""The stepper in a page without a kernel and without a network.

With this module you can

- write a stepper as a piece of HTML that works by itself (``standalone``): what JupyterLab's widget shows, with
  the same modules, style and frames inside.

Notebooks carry it beside the widget, so that an exported page falls back on it.  If the state of the widgets is saved in
the notebook, too, as ``nbconvert --execute`` does, an export prefers that, and fetches its loader from the network: write
``jupyter nbconvert --to html --ClearMetadataPreprocessor.enabled=True`` for a page that needs none.

>>> standalone({"title": "</script>"}).count("</script>")
1
"""

import json
from importlib.resources import files

from ..shown import style as graph_style
from .bundle import bundle

SHEETS = "stepper", "pictures", "machine", "nudge"
# an exported page styles lists, code and tables of its own, more strongly than a style sheet of ours would by itself
PLAIN = (
    ".adlesson-page ol { list-style: none !important; padding: 0 !important; margin: 0 !important; }"
    ".adlesson-page code { background: none !important; padding: 0 !important; }"
    ".adlesson-page li code { white-space: pre !important; }"
)


def style():
    """Return the style sheet of the widget: the one of all pictures, then those that stand beside its modules."""
    sheets = [files(__package__).joinpath("js", f"{name}.css").read_text("utf-8") for name in SHEETS]
    return "".join([graph_style(), *sheets])


def standalone(data):
    """Return HTML that shows frames (see ``contract``) wherever a browser opens it."""
    frames = json.dumps(data).replace("<", "\\u003c")  # so that no text can end the script
    return (
        f'<div class="adlesson-page"><style>{style()}{PLAIN}</style><div></div><script type="module">{bundle()}\n'
        "const pages = [...document.querySelectorAll('.adlesson-page:not([data-shown])')];\n"
        "const page = pages[0];\n"
        f"page.dataset.shown = '';\nmount(page.querySelector('div'), {frames});\n</script></div>"
    )
