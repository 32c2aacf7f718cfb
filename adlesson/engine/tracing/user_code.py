"""Where in the user's own code the program stands: for messages that name a line.

With this module you can

- get the line that is running (``user_line``), its frame (``user_frame``), and the call it stands at
  (``call_in_progress``);
- get the line at which something was raised (``place_of``);
- see whether it stands at an assignment such as ``h[0] = x`` (``stores_an_entry``).

>>> user_line() == user_frame().f_lineno
True
"""

import os
import sys

LIBRARY = os.path.dirname(os.__file__) + os.sep  # where Python's own modules are
_judged = {}  # by the file and the module of a function, whether it is a library's
STORES = ("STORE_SUBSCR", "STORE_SLICE")


def user_line():
    """Return the number of the line that is running in the user's own code, not in ours or in a library."""
    return user_frame().f_lineno


def place_of(problem):
    """Return the frame of the user's own code in which something was raised, the instruction's offset, and its line."""
    step, found = problem.__traceback__, (None, 0, None)
    while step is not None:
        if not is_library(step.tb_frame):
            found = step.tb_frame, step.tb_lasti, step.tb_lineno
        step = step.tb_next
    return found


def user_frame():
    """Return the frame of that line."""
    frame = sys._getframe(1)
    while frame.f_back is not None and is_library(frame):
        frame = frame.f_back
    return frame


def is_library(frame):
    """Whether a frame runs code of ours, of Python's or of a package that was installed, and not the user's own."""
    where = frame.f_code.co_filename, frame.f_globals.get("__name__", "")
    if where not in _judged:  # asked at every comparison of a traced number
        _judged[where] = _is_library(*where)
    return _judged[where]


def _is_library(file, module):
    if module.startswith("adlesson."):
        return module.startswith(("adlesson.engine.", "adlesson.lagrange.")) and module != "adlesson.engine.samples.examples"
    if module.partition(".")[0] == "torch" or file.startswith(("<frozen", LIBRARY)):
        return True
    return "site-packages" in file or "dist-packages" in file


def stores_an_entry():
    """Whether the user's code stands at an assignment to an entry or a slice, ``h[0] = x``."""
    import opcode  # only needed once something went wrong

    frame = user_frame()
    return opcode.opname[frame.f_code.co_code[frame.f_lasti]] in STORES


def stores_next():
    """Whether the user's code stands at ``h[0] += x``: what it calculates is assigned to an entry at once."""
    import opcode

    frame = user_frame()
    words = [opcode.opname[op] for op in frame.f_code.co_code[frame.f_lasti : frame.f_lasti + 20 : 2]]
    after = [word for word in words[1:] if word not in ("SWAP", "CACHE", "ROT_THREE", "ROT_FOUR")]
    return words[0].startswith(("BINARY_OP", "INPLACE")) and after[0] in STORES


def call_in_progress():
    """Return the match of the call that the user's code stands at, such as ``math.sin(``, or None."""
    frame = user_frame()
    return call_at(frame, frame.f_lasti)


def raises_at(frame, at):
    """Whether the user's own ``raise`` stands there, or an assertion."""
    import opcode

    return opcode.opname[frame.f_code.co_code[at]] in ("RAISE_VARARGS", "RERAISE")


def text_at(frame, at):
    """Return the part of a line that the instruction at an offset was made from."""
    import linecache  # only needed once something went wrong

    # for each instruction of the bytecode, two bytes long, Python knows which part of which line it was made from
    line, last, start, end = list(frame.f_code.co_positions())[at // 2]
    lines = [linecache.getline(frame.f_code.co_filename, k) for k in range(line or 0, (last or line or 0) + 1)]
    return "".join(lines).encode()[start or 0 :][: _length(lines, start, end)].decode(errors="replace")


def _length(lines, start, end):
    """Return how many bytes of these lines, from ``start`` in the first, end at ``end`` in the last; None: all of them."""
    return None if end is None or not lines else sum(len(u.encode()) for u in lines[:-1]) + end - (start or 0)


def call_at(frame, at):
    """Return the match of the call at an instruction of a frame, such as ``math.sin(``, or None."""
    import re

    return re.match(r"((?:\w+\.)*(\w+))\(", text_at(frame, at))
