"""What a learner has done.

With this module you can

- see how far you are (``progress("05")``), and replay what was missed (``replay("05")``).
"""


def progress(notebook=None):
    """Show how far the learner is in a notebook."""


def replay(notebook):
    """Show the predictions that were missed."""
