"""The code beside the graph: the learner's own function, and which line makes which variable.

With this module you can

- get the lines of the function a program was traced from, and the line of each variable (``function_pane``).

>>> from ...engine.samples.examples import running
>>> from ...engine.trace import trace
>>> p = trace(running, x=0.25)
>>> pane, lines = function_pane(p)
>>> pane["lines"][lines[p.index("c")]]
'    c = a + b'
"""

import ast
import contextlib
import inspect
import linecache
import re
import textwrap

MOST_LINES = 300


def function_pane(program):
    """Return ``({"title", "lines"}, the index of each variable's line, or None)``.

    Without a function in view, as for a formula in text, the lines are the program's own instructions.
    """
    found = program.origin.code and _source_lines(program.origin.code)
    if found:
        places = {number: k for k, (number, _) in enumerate(found)}
        at = [_nearest(places, number) for number in program.lines]
        return {"title": "Your function", "lines": [text for _, text in found]}, at
    title = "Your formula, one operation a line" if hasattr(program.origin, "text") else "One operation a line"
    rows = [row.text for row in program.instructions[program.d :]][:MOST_LINES]
    at = [i - program.d if 0 <= i - program.d < len(rows) else None for i in range(len(program))]
    return {"title": title, "lines": [*rows, program.last_line]}, at


def _source_lines(code):
    """Return ``(line number, text)`` pairs, without decorators and docstring; None if they cannot be had."""
    # inspect.getsourcelines would look through every module that is loaded: 30 ms for the first stepper of a session
    first = code.co_firstlineno
    linecache.checkcache(code.co_filename)
    try:
        lines = inspect.getblock(linecache.getlines(code.co_filename)[first - 1 :])
    except (SyntaxError, IndexError):
        return None
    text, name = textwrap.dedent("".join(lines)).rstrip(), code.co_name.strip("<>")
    if len(lines) > MOST_LINES or not re.search(rf"\b{name}\b", text):
        return None  # too long, or the file has changed since it was read
    rows, hidden = text.split("\n"), set()
    with contextlib.suppress(SyntaxError, ValueError, TypeError):  # a piece of a longer statement is shown as it is
        (define,) = ast.parse(text).body
        hidden.update(range(1, define.lineno))
        if ast.get_docstring(define) and len(define.body) > 1:
            hidden.update(range(define.body[0].lineno, define.body[0].end_lineno + 1))
    return [(first + k, row) for k, row in enumerate(rows) if k + 1 not in hidden]


def _nearest(places, number):
    """Return the place of a line, or of the last one before it that is shown."""
    if number is None:
        return None
    return max((k for line, k in places.items() if line <= number), default=0)
