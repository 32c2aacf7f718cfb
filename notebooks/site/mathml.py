"""A Sphinx extension: formulas become MathML while the pages are made, with no script and no font to fetch.

In conf.py: ``extensions = ["mathml"]`` and ``html_math_renderer = "mathml"``.
"""

from docutils import nodes
from latex2mathml.converter import convert


def mathml(latex, kind):
    """Return a formula as MathML; the converter knows ``aligned`` by its older name only."""
    return convert(latex.replace("{aligned}", "{split}"), display=kind)


def inline(self, node):
    self.body.append(f'<span class="math notranslate">{mathml(node.astext(), "inline")}</span>')
    raise nodes.SkipNode


def display(self, node):
    self.body.append(f'<div class="math notranslate" tabindex="0">{mathml(node.astext(), "block")}</div>')
    raise nodes.SkipNode


def setup(app):
    app.add_html_math_renderer("mathml", (inline, None), (display, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
