"""A Sphinx extension: formulas become MathML while the pages are made, with no script and no font to fetch.

In conf.py: ``extensions = ["mathml"]`` and ``html_math_renderer = "mathml"``.
"""

from docutils import nodes
from latex2mathml.converter import convert


def inline(self, node):
    self.body.append(f'<span class="math notranslate">{convert(node.astext())}</span>')
    raise nodes.SkipNode


def display(self, node):
    formula = convert(node.astext(), display="block")
    self.body.append(f'<div class="math notranslate" tabindex="0">{formula}</div>')
    raise nodes.SkipNode


def setup(app):
    app.add_html_math_renderer("mathml", (inline, None), (display, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
