"""How Sphinx makes the pages; ``make.py`` calls it."""

import json
import sys
from pathlib import Path

SITE = Path(__file__).parent
sys.path[:0] = [str(SITE), str(SITE.parents[1])]  # for the modules beside this file, and for this checkout's lesson

import nbformat
from colab import address
from colab import project as table
from front import about, course_map, hero, minutes

from adlesson.teach.course import NOTEBOOKS

project = html_title = "Backpropagation is not just the chain rule"
extensions = ["myst_nb", "mathml"]
html_math_renderer = "mathml"
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 2  # a page of ours names its own sections, as it does on GitHub
nb_execution_mode = "off"  # they have been run
nb_render_markdown_format = "commonmark"
nb_merge_streams = True
suppress_warnings = ["myst.duplicate_def"]  # each cell of a notebook says itself where its links lead

html_theme = "furo"
html_static_path = ["static"]
templates_path = ["templates"]
html_favicon = "static/icon.svg"
html_css_files = ["site.css"]
NOT_COME = "delete document.documentElement.dataset.pieces"  # then what stands where the pieces would be is seen
html_js_files = [("adlesson/site.js", {"defer": "defer", "onerror": NOT_COME}), ("reach.js", {"defer": "defer"})]
html_copy_source = html_show_sphinx = html_show_copyright = False
html_use_index = False

firsts = [nbformat.read(SITE.parent / f"{one.file}.ipynb", as_version=4).cells[0].source for one in NOTEBOOKS]
course = about(NOTEBOOKS, firsts)
parts = {"worker": "live/worker.mjs", "lab": "lab/notebooks/index.html?path=", "try": "try.html"}
html_context = {
    "says": "See how a program’s gradient is computed, the step that trains every neural network: predict each number"
    " yourself, and be told why when you slip.",
    "hero": hero((SITE.parent / "images" / "sweep_tall.svg").read_text("utf-8")),
    "course": course,
    "course_map": course_map(course),
    "short_way": minutes(sum(one.minutes for one in course if one.short)),
    "repository": address(table(), "Repository").rstrip("/"),
    "python": table()["requires-python"].removeprefix(">="),
    "parts": json.dumps(parts),
    "lab": f"{parts['lab']}{course[0].file}.ipynb",
}
