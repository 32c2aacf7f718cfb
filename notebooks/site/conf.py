"""How Sphinx makes the pages; ``make.py`` calls it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # for the extensions below

project = html_title = "Backpropagation is not just the chain rule"
extensions = ["myst_nb", "mathml"]
html_math_renderer = "mathml"
myst_enable_extensions = ["dollarmath", "amsmath"]
nb_execution_mode = "off"  # they have been run
nb_render_markdown_format = "commonmark"
nb_merge_streams = True

html_theme = "furo"
html_static_path = ["static"]
templates_path = ["templates"]
html_favicon = "static/icon.svg"
html_css_files = ["site.css"]
html_copy_source = html_show_sphinx = html_show_copyright = False
html_use_index = False
