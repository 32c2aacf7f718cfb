"""A Sphinx extension: formulas become MathML while the pages are made, with no script and no font to fetch.

In conf.py: ``extensions = ["mathml"]`` and ``html_math_renderer = "mathml"``.
"""

import re
from html import escape

from docutils import nodes
from latex2mathml.converter import convert
from typeset import typeset

TAIL = re.compile(r"[,.;:?!)\]’”]+")


def mathml(latex, kind):
    """Return a formula as MathML; the converter knows ``aligned`` by its older name only."""
    return typeset(convert(latex.replace("{aligned}", "{split}"), display=kind))


def keep_tails(app, doctree, name):
    """Give each formula the comma behind it, or a browser may begin a line with that."""
    for node in [*doctree.findall(nodes.math)]:
        after = node.next_node(descend=False, siblings=True)
        if isinstance(after, nodes.Text) and (tail := TAIL.match(after)):
            node["tail"] = tail[0]
            after.parent.replace(after, nodes.Text(after[tail.end() :]))


def inline(self, node):
    formula = mathml(node.astext(), "inline") + escape(node.get("tail", ""))
    self.body.append(f'<span class="math notranslate">{formula}</span>')
    raise nodes.SkipNode


def display(self, node):
    self.body.append(f'<div class="math notranslate" tabindex="0">{mathml(node.astext(), "block")}</div>')
    raise nodes.SkipNode


def setup(app):
    app.connect("doctree-resolved", keep_tails)
    app.add_html_math_renderer("mathml", (inline, None), (display, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
