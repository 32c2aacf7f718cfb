"""The widgets: step through a sweep, and type a function to step through.

With this module you can

- step one sweep of a program, predict its numbers, or choose yourself who fires next (``Stepper``);
- type a formula, turn its inputs, and step forward and back again (``explore``).

Both receive all their frames at once and step in the browser.  Only a new formula or new inputs go
back to Python, where the text is parsed and never evaluated.

Both are pages that work by themselves (``live``): a notebook that is opened again, without a kernel, still steps.
"""

import traitlets

from ...engine.errors import InputError, closest, short
from ...engine.numbers.inputs import by_name
from ...engine.numbers.nesting import flat_names, leaves
from ...engine.program import Program
from ..evaluation import SWEEPS, Evaluation
from ..live.live_widget import LiveWidget
from ..live.script import Script
from ..page.tables import rows_of
from ..writing.notation import notation
from .exploring import Exploring
from .frames import frames
from .recipe import recipe
from .still import still_page

OWN = "stepper", "explore", "pictures", "machine", "nudge"
SCRIPT = Script("stepper/js/index.js", *(f"stepper/js/{name}.css" for name in OWN), "live/js/python.css")
PANES = ("code", "table", "memory", "nudge", "machine", "system", "copy", "link", "keys")  # of the drawer
INTERRUPTED = "Interrupted before it was done: what is shown belongs to what was there before. Change something to go on."


def begins(predict, fade, panes):
    """Return how the page begins: whether it asks, how much it fades, which panes are open; raises ``InputError``."""
    if not isinstance(predict, bool):
        raise InputError(f"predict is True or False, not {short(predict)}")
    if isinstance(fade, bool) or fade not in (0, 1, 2, 3):
        raise InputError(f"fade is 0, 1, 2 or 3, not {short(fade)}: how much of a sweep is left for you to fill in")
    if not isinstance(panes, (tuple, list)):
        raise InputError(f"panes is a tuple of names, not {short(panes)}: write panes=('code',)")
    for name in panes:
        if name not in PANES:
            raise InputError(f"no pane {short(name)}{closest(name, PANES)}: known are {', '.join(PANES)}")
    return {"predict": predict or fade > 0, "fade": int(fade), "panes": [*panes]}


def first_frame(data, step):
    """Return the frame to begin with; raises ``InputError`` if there is no such frame."""
    last = len(data["frames"]) - 1
    if isinstance(step, bool) or not isinstance(step, int) or not 0 <= step <= last:
        raise InputError(f"step is a whole number from 0 to {last} here, not {short(step)}: the step to begin with")
    return {"step": step}


class Shown(LiveWidget):
    """What both widgets are: frames, and in plain text the table of the sweep."""

    SCRIPT = SCRIPT
    kept = traitlets.Dict().tag(sync=True)  # what the learner has done, for a page that is loaded anew

    _told = None  # the program, its inputs, a direction, and the sweep of the table that says the same in plain text
    _rows = None, None  # what was told, and its table: both the plain text and the page ask for it

    def _table(self):
        if self._rows[0] is not self._told:
            program, at, direction, sweep = self._told
            self._rows = self._told, rows_of(program, Evaluation(program, at, direction), sweep, notation("blog"))
        return self._rows[1]

    def __repr__(self):
        if self._told is None:  # it is still being made
            return f"<{type(self).__name__}>"
        return repr(self._table())

    def still(self):
        """Return the picture and the sentence it begins with, and the table, for a page that runs no scripts."""
        return still_page(self.data, self._table().html())


class Stepper(Shown):
    """Steps through one sweep: ``"forward"``, ``"tangent"``, ``"reverse"``, ``"schedule"`` or ``"lagrange"``.

    Buttons, the slider and the keys (arrows, Home, End, space to play) move; each step lights its variable and its arrow,
    shows its equation, and says what happened.  With ``predict`` every step first asks for its number, and explains a wrong
    one; ``fade`` from 1 to 3 asks for more and more of the steps, the last share of each sum first.  ``step`` is where to
    begin.  ``panes`` are open from the start, of "code", "table", "memory", "nudge", "machine", "system", "copy", "link" and
    "keys"; else they wait behind "more".

    ``direction`` (a dict over inputs) is for the tangent sweep; left out, the first input moves.  In ``"schedule"`` you are
    the machine and choose who fires next; ``"lagrange"`` solves the three blocks of the Lagrangian row by row.  A ``budget``
    plays the reverse sweep with so many stored states, by ``checkpoint``.

    Programs with arrays are shown in all sweeps but ``"schedule"``; there is nothing to predict or to nudge in them.
    In plain text a stepper is its ``table``; ``close()`` takes it off the page and frees it.
    """

    def __init__(
        self,
        program,
        /,
        sweep="reverse",
        at=None,
        direction=None,
        budget=None,
        predict=False,
        fade=0,
        step=0,
        panes=(),
        **inputs,
    ):
        if not isinstance(program, Program):
            raise InputError("Stepper takes a program: write Stepper(trace(f, x=...)), or use explore(f, x=...)")
        given, start = by_name(at, inputs), begins(predict, fade, panes)
        super().__init__()  # first: the browser reads the script while the frames are made
        with self.or_closed():
            data = frames(program, [sweep], given, direction, budget)
            code = recipe("Stepper", program, given, sweep=sweep, direction=direction, budget=budget)
            self._told = program, given, direction, sweep if sweep in SWEEPS else "reverse"
            self.data = {**data, **start, **first_frame(data, step), "code": code}


class Explorer(Shown):
    """A text box for a formula, a slider and a number per input, and the steps of both sweeps.

    ``text`` (None for a traced function) and ``inputs`` may be set from Python as well as from the page; what their names
    mean, and those of the other fields, stands in ``exploring``.
    """

    text = traitlets.Unicode(None, allow_none=True).tag(sync=True)
    inputs = traitlets.List(traitlets.Dict()).tag(sync=True)
    error = traitlets.Unicode("").tag(sync=True)
    asked = traitlets.Int(0).tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)

    def __init__(self, f, given, predict=False, fade=0, step=0, panes=()):
        text = None if callable(f) else f
        self._exploring = Exploring(None if text is not None else f, given, begins(predict, fade, panes))
        super().__init__(text=text)
        with self.or_closed():
            first = self._exploring.show(text, given)
            self._exploring.start |= first_frame(first["data"], step)
            first["data"] |= self._exploring.start
            self._take(first)
        self._shown = (self.text, self.inputs)  # the question that data and error answer
        self.observe(self._answer, ["text", "inputs", "asked"])

    def set_state(self, sync_data):
        """Take what the page sends; what is of no use is told, since here nobody else would."""
        try:
            super().set_state(sync_data)
        except traitlets.TraitError:
            self.error = "What the page sent is no formula and no list of inputs: reload the page, or run this cell again."

    def _answer(self, _):
        with self.hold_trait_notifications():
            if (self.text, self.inputs) != self._shown:
                try:
                    self._take(self._exploring.answer(self.text, self.inputs))
                except KeyboardInterrupt:
                    self.error = INTERRUPTED
                    raise
                finally:
                    self._shown, self.answered = (self.text, self.inputs), self.asked
            self.answered = self.asked

    def _take(self, changes):
        self._told = self._exploring.program, None, None, "reverse"
        for name, value in changes.items():
            setattr(self, name, value)


def explore(text_or_f, /, at=None, predict=False, fade=0, step=0, panes=(), **inputs):
    """Return the widget to explore a formula in text, or a function of numbers, also in lists, tuples and dicts.

    Inputs that the text mentions and that are not given start at 1.  ``predict``, ``fade``, ``step`` and ``panes`` are those
    of ``Stepper``.
    """
    given = by_name(at, inputs)
    if isinstance(text_or_f, Program):
        raise InputError("explore takes a text or a function, not a program: use Stepper(p), or explore(f, x=...)")
    if not (isinstance(text_or_f, str) or callable(text_or_f)):
        raise InputError(f"explore takes a text or a function, not {type(text_or_f).__name__} {short(text_or_f)}")
    flat = given if isinstance(text_or_f, str) else dict(zip(flat_names(given), leaves(given), strict=True))
    for name, value in flat.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise InputError(f"explore turns plain numbers: {name} is {type(value).__name__}; use Stepper(trace(f, ...))")
    return Explorer(text_or_f, given, predict, fade, step, panes)
