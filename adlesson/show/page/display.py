"""What a program shows when it stands alone in a notebook cell: its graph, and its list below.

With this module you can

- get both as HTML (``program_as_html``); a program too large to draw shows its list, or its size.
"""

import html

from ...engine.errors import LessonError
from ..picture.drawing import draw
from .tables import table

MOST_ROWS = 200


def program_as_html(program):
    """Return the HTML of a program at its example inputs."""
    try:
        picture = draw(program, sweep="forward")._repr_html_()
    except LessonError as problem:
        picture = f"<p>{html.escape(str(problem))}</p>"
    try:
        rows = table(program, sweep="forward")._repr_html_() if len(program) <= MOST_ROWS else ""
    except LessonError:  # the picture has said why
        rows = ""
    return picture + (rows or f"<pre>{html.escape(repr(program))}</pre>")
