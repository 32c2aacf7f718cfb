"""Where in the user's own code the program stands: for messages that name a line.

With this module you can

- get the line that is running (``user_line``), its frame (``user_frame``), and the call it stands at
  (``call_in_progress``);
- get the line at which something was raised (``line_of``);
- see whether it stands at an assignment such as ``h[0] = x`` (``stores_an_entry``).

>>> user_line() == user_frame().f_lineno
True
"""

import sys


def user_line():
    """Return the number of the line that is running in the user's own code, not in ours or in a library."""
    return user_frame().f_lineno


def line_of(problem):
    """Return the number of the line in the user's own code at which something was raised."""
    step, line = problem.__traceback__, None
    while step is not None:
        if not _is_library(step.tb_frame.f_globals.get("__name__", "")):
            line = step.tb_lineno
        step = step.tb_next
    return line


def user_frame():
    """Return the frame of that line."""
    frame = sys._getframe(1)
    while frame.f_back is not None and _is_library(frame.f_globals.get("__name__", "")):
        frame = frame.f_back
    return frame


def _is_library(module):
    return module.startswith(("adlesson.engine.", "numpy.", "sympy.")) and module != "adlesson.engine.samples.examples"


def stores_an_entry():
    """Whether the user's code stands at an assignment to an entry or a slice, ``h[0] = x``."""
    import opcode  # only needed once something went wrong

    frame = user_frame()
    return opcode.opname[frame.f_code.co_code[frame.f_lasti]] in ("STORE_SUBSCR", "STORE_SLICE")


def call_in_progress():
    """Return the match of the call that the user's code stands at, such as ``math.sin(``, or None."""
    import linecache  # only needed once something went wrong
    import re

    frame = user_frame()
    # for each instruction of the bytecode, two bytes long, Python knows which part of which line it was made from
    line, _, start, end = list(frame.f_code.co_positions())[frame.f_lasti // 2]
    text = linecache.getline(frame.f_code.co_filename, line or 0).encode()[start or 0 : end].decode(errors="replace")
    return re.match(r"((?:\w+\.)*(\w+))\(", text)
