"""A Sphinx extension: formulas become MathML while the pages are made, with no script and no font to fetch.

In conf.py: ``extensions = ["mathml"]`` and ``html_math_renderer = "mathml"``.
"""

from docutils import nodes
from latex2mathml.converter import convert
from spacing import spaced


def mathml(latex, kind):
    """Return a formula as MathML; the converter knows ``aligned`` by its older name only."""
    return spaced(convert(latex.replace("{aligned}", "{split}"), display=kind))


def inline(self, node):
    formula = mathml(node.astext(), "inline")
    self.body.append(f'<span class="math notranslate">{formula}</span>&#x2060;')  # no line begins with the comma behind it
    raise nodes.SkipNode


def display(self, node):
    self.body.append(f'<div class="math notranslate" tabindex="0">{mathml(node.astext(), "block")}</div>')
    raise nodes.SkipNode


def setup(app):
    app.add_html_math_renderer("mathml", (inline, None), (display, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
