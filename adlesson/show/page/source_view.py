"""Show the lesson's own source, and errors that are meant to happen.

With this module you can

- read any part of the package in a notebook, with its file and line (``show_source``);
- let a cell fail or warn on purpose and go on (``expect_error``);
- see an error of the lesson without the lesson's own frames (``short_traceback``, for IPython).
"""

import html
import inspect
import textwrap
import traceback
import warnings

from ...engine.errors import InputError, LessonError, LessonWarning, short
from ..shown import on_page


class Source:
    """A piece of source code: text, and HTML with colours that follow the theme."""

    def __init__(self, text, place):
        self.text, self.place = text, place

    def __repr__(self):
        return f"# {self.place}\n{self.text}"

    def _repr_html_(self):
        from pygments import highlight
        from pygments.formatters import HtmlFormatter
        from pygments.lexers import PythonLexer

        code = highlight(self.text, PythonLexer(), HtmlFormatter(nowrap=True))
        place = f"<p><small>{html.escape(self.place)}</small></p>"
        text = f'<div class="highlight ad-scroll"><pre class="ad-source-code">{code}</pre></div>'
        return on_page(place + text, "jp-RenderedHTMLCommon")


def show_source(thing, /):
    """Return the source of a function, class or module of the package, as it is on disk."""
    try:
        lines, first = inspect.getsourcelines(inspect.unwrap(thing) if callable(thing) else thing)
    except (TypeError, OSError):
        raise InputError(f"no source for {short(thing)}: give a function, a class or a module") from None
    module = inspect.getmodule(thing)
    name = module.__name__.replace(".", "/") + ".py" if module else "?"
    return Source("".join(lines).rstrip(), f"{name}, line {max(first, 1)}")


class expect_error:  # noqa: N801, a context manager that reads like a verb
    """Run a block that is meant to fail, or to warn; print its message and go on.

    Only the lesson's own errors and warnings and Python's ordinary errors are shown; a block that does neither
    says so, since the text around it expects it to.

    >>> with expect_error():
    ...     raise InputError("x is missing")
    InputError: x is missing
    """

    def __enter__(self):
        self.listening = warnings.catch_warnings(record=True, action="always", category=LessonWarning)
        self.heard = self.listening.__enter__()
        return self

    def __exit__(self, kind, problem, trace):
        self.listening.__exit__(kind, problem, trace)
        ours = [one for one in self.heard if issubclass(one.category, LessonWarning)]
        for one in ours:  # without the file: that of a notebook's cell says nothing to its reader
            say(one.category, one.message)
        for one in self.heard:
            if one not in ours:
                warnings.showwarning(one.message, one.category, one.filename, one.lineno)
        if kind is None:
            if not ours:
                print("no error: this cell was expected to raise one")
            return False
        if not issubclass(
            kind, (LessonError, ArithmeticError, LookupError, NameError, RecursionError, TypeError, ValueError)
        ):
            return False
        say(kind, problem)
        return True


def say(kind, message):
    """Print an error or a warning, in lines that fit a cell."""
    print(textwrap.fill(f"{kind.__name__}: {message}", 88))


def short_traceback(problem):
    """Return the lines IPython prints for one of the lesson's errors: your own lines, then the message."""
    yours = [(frame, line) for frame, line in traceback.walk_tb(problem.__traceback__) if not _is_ours(frame)]
    others = "IPython", "importlib"  # what runs the cell, and what looks for a package
    frames = [frame for frame in traceback.StackSummary.extract(yours) if not any(name in frame.filename for name in others)]
    places = [f"  line {frame.lineno}, in {frame.name}:  {frame.line}" for frame in frames]
    return [*places, f"{type(problem).__name__}: {problem}"]


def _is_ours(frame):
    return frame.f_globals.get("__name__", "").partition(".")[0] == "adlesson"
