"""What a mode of the stepper hands over: phases, each a sequence of frames, and what the page shows beside them.

With this module you can

- make a mode (``Phase``, ``Story``): a function ``tell(narrator)`` that returns a story, entered in ``story.MODES``;
- say what the boxes and arrows of its picture mean (``legend``).

>>> phase = Phase("readers", "Who reads whom", rows=[{"sentence": "To begin with."}])
>>> phase.word, phase.role, starts([phase, phase])
('adjoint', 'forward', [0, 1])
"""

from collections import namedtuple
from itertools import accumulate

MARKS = "Filled box: what changes. Dashed box: what is read. Thick arrow: the one in use"


def legend(below, marks=f"{MARKS}, with its slope."):
    """Return what the boxes and arrows mean, given the word for what stands ``below`` a value, "" for nothing.

    ``{ranges}`` is where the page says how long arrays are cut.
    """
    return f"In each box: its value{below and f', and below it its {below}'}{{ranges}}. {marks}"


PAGE = ("word", "second", "role", "look", "names", "legend")
Phase = namedtuple(
    "Phase",
    "sweep label rows about asks lines word second role look names legend",
    defaults=(None, None, None, "adjoint", "slope", "forward", "", (), legend("adjoint")),
)
Phase.__doc__ = """Some frames that belong together; the first of its ``rows`` tells what is to come.

``about``, ``asks`` and ``lines`` have an entry for each row but the first, or are None: the variables the row is about,
whose lines in the function are lit; its question (``contract.Ask``, but that ``wrong`` has the names of slips), or None;
the lines of the sweep that it lights, as ``narrator.write`` returns them.

The rest goes to the page: ``sweep``, a name; ``label``, on its button; ``word``, what a number of this phase is called;
``second``, which of ``slope`` and ``residual`` stands below a value, ``look``, its shape and hue, and ``names``, what
stands before it, by variable; ``role``, ``forward`` or ``back``, the way; ``legend``, a text (see ``legend``).
"""

Story = namedtuple("Story", "phases memory figure schedule slips", defaults=(None,) * 4)
Story.__doc__ = """The ``phases`` of a mode, and what else it wants on the page, each None where there is no such thing.

``memory`` is a function that gives the memory bar of all frames; ``figure`` is what ``frames`` says, ``schedule`` the plan
of ``orders.firing_orders``; ``slips`` are those of the mode's questions which the table of misconceptions does not know,
each a ``Slip``.
"""


def starts(phases):
    """Return the number of the first frame of each phase."""
    return list(accumulate((len(phase.rows) for phase in phases), initial=0))[: len(phases)]
