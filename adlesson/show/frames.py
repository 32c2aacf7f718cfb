"""Steps -> frames: everything the stepper shows, accepts and explains, computed once, as plain JSON.

With this module you can

- turn one or more sweeps of a program into the data the front end plays back (``frames``).

The front end only shows frames: it never asks the kernel, so a step is instant, back is as easy as forward, and the same
data works in a page without a kernel.  The sentence of a frame is caption and screen-reader text at once.  The only
arithmetic left to the page: the value of a typed answer, comparing it, and adding up what the learner's own order pays.

The contract, which is JSON (a NaN or an infinity is text, or null where a number is wanted):

``title``, ``ranges``
    Text; ``ranges`` says what ``…`` means where the short text of an array is cut, else it is "".
``code``, ``predict``, ``fade``, ``step``
    Added by the widget: a line of Python that gives it again, in which ``{options}`` stands for
    ``, predict=True, fade=2, step=7`` as far as they are not False, 0 and 0; and the state to begin with.
``variables``
    For each: ``name``, ``rule``, ``kind`` (input, inner, output), ``shape`` (text, "" for a number), ``line`` (its line in
    ``source``, or null), ``gradient`` (the lines in ``gradient`` that make its adjoint), ``saves`` (what its rule saves for
    the way back, as words, or null), ``kept`` (``[first, last]`` frame at which its value is held, or null).
``pictures``
    ``wide`` and ``tall``, the graph as SVG with ``data-i`` on boxes and ``data-e`` on arrows; of a large program only
    ``wide``, and ``tall`` is "".
``source``, ``gradient``
    ``{"title", "lines"}``: the learner's function; the gradient as a program, null without a reverse sweep.
``phases``
    ``sweep``, ``label``, ``start`` (its first frame, which tells what is to come); sweeps are forward, tangent, reverse
    and schedule (and lagrange, when there is one).
``frames``
    For each: ``sentence``; ``letters`` and ``numbers`` (MathML, or ""); ``set``, a list of ``[what, index, text]`` with
    ``what`` one of value, slope, share, note (of a variable), partial (of an arrow) (and residual, for lagrange): the state
    at frame ``k`` is what frames 0..k have set; ``lit`` with ``targets``, ``sources``, ``edges``, ``back`` (arrows turned),
    ``lines`` and ``gradient`` (and ``rows``, of the matrix, for lagrange); and ``ask`` where there is a number to predict.
``ask``
    ``question``; ``hints``, three; ``idea``, what to look at again after a wrong answer that is not explained;
    ``rule`` (``{"question", "choices", "right"}``, null or not there): which partial belongs to the edge;
    ``blank``, 1 to 3: at ``fade`` 0 every step asks, at ``fade`` n those with ``blank <= n``, at 3 the rule is asked, too.
    ``expected``, ``tolerance``, ``whole``: if ``whole`` is true and the answer is a whole number, only ``expected`` itself
    is right; else whatever is within ``tolerance`` of it.
    ``wrong``: ``[number, [indices into mistakes]]``.  Of an answer that is not right, the nearest of these numbers tells
    what went wrong, if it is nearer than ``expected`` and off by at most ``max(tolerance, 0.005 |number|)``.  Else it is
    close within ten times the ``tolerance`` (not if both are whole), and wrong beyond.
``mistakes``
    ``name``, ``idea`` (what to look at again) and ``says``: a sentence with places for ``{target}`` and ``{source}`` (the
    names of the lit variables), ``{word}`` (adjoint or tangent) and ``{number}`` (the answer).
``memory``
    ``{"most", "of", "says"}``, null unless a reverse sweep of numbers is there: at frame k those variables are held whose
    ``kept`` has ``first <= k <= last``.
``nudge``
    Per variable ``{"slope", "text", "svg", "rows"}``, see ``nudges``; or null.
``schedule``
    Null, or all that is needed to fire in an order of one's own, see ``orders``.
``matrix``
    Null (``{"svg", "says"}`` for lagrange).
"""

from ..engine.arrays import quiet
from ..engine.errors import DrawingError, InputError, closest, short
from .drawing import first_output
from .formula import shape_at
from .guide import Guide
from .narrator import Narrator
from .nudges import nudges
from .numerals import RANGES, number, size
from .orders import orders
from .svg import arrows, graph, rule

LABELS = {"forward": "Forward sweep", "tangent": "Tangent sweep", "reverse": "Reverse sweep", "schedule": "Be the machine"}
MOST, LARGE = 200, 100  # variables that can be stepped through; above which there is one picture for all widths


def frames(program, sweeps, at=None, direction=None):
    """Return the frames of these sweeps of a program, one phase after the other.

    A phase starts with a frame that says what is to come.  Where no forward phase comes first, the
    values are there from the start.  ``direction`` is the tangent sweep's, a dict over inputs.
    """
    narrator, guide = Narrator(_checked(program), at), Guide(program, at)
    phases, rows, schedule = [], [], None
    for sweep in sweeps:
        if sweep not in LABELS:
            raise InputError(f"no sweep {short(sweep)}{closest(sweep, LABELS)}: known are {', '.join(LABELS)}")
        phases.append({"sweep": sweep, "label": LABELS[sweep], "start": len(rows)})
        with quiet(program.shapes):
            if sweep == "schedule":
                schedule = orders(program, at)
                phase = [narrator.machine(schedule["texts"]["start"], [edge["text"] for edge in schedule["edges"]])]
            else:
                phase = narrator.tangent(direction) if sweep == "tangent" else getattr(narrator, sweep)()
        if sweep != "forward" and not rows:
            narrator.give_values(phase[0])
        rows += guide.follow(sweep, phase, narrator.steps, len(rows))
    ranges = RANGES if any(" … " in text for row in rows for _, _, text in row["set"]) else ""
    picture = _picture(program, rows, [number(u) for u in schedule["right"]] if schedule else [])
    for variable, known in zip(picture["variables"], guide.variables(), strict=True):
        variable.update(known)
    told = {"title": _title(program), "phases": phases, "ranges": ranges, "frames": rows}
    return told | picture | guide.data() | {"nudge": nudges(program, at), "schedule": schedule, "matrix": None}


def _checked(program):
    if not first_output(program):
        raise InputError(f"{program.title} does not depend on a variable: there is nothing to step through")
    if len(program) > MOST:
        raise DrawingError(
            f"{program.title} has {len(program):,} variables, and one can step through {MOST} at most: trace it with a "
            "shorter list or fewer turns of a loop, or step through one part of it, as a function of its own"
        )
    return program


def _title(program):
    text = getattr(program.origin, "text", None)
    title = text if text else f"{program.title}({', '.join(program.at)})"
    return title if len(title) <= 100 else title[:99] + "…"


def _picture(program, rows, ends=()):
    """Return the pictures, with room for every text that the frames set and the slopes in ``ends``, and the variables."""
    longest = {(what, i): "" for i in range(len(program)) for what in ("value", "slope")}
    longest.update({("slope", i): max(text, "−0.0000", key=len) for i, text in enumerate(ends)})
    for row in rows:
        for what, i, text in row["set"]:
            if (what, i) in longest and len(text) > len(longest[what, i]):
                longest[what, i] = text
    room = {i: (longest["value", i], longest["slope", i]) for i in range(len(program))}
    notes = {i: text for row in rows for what, i, text in row["set"] if what == "note"}
    labels = {}
    if any(what == "partial" for row in rows for what, _, _ in row["set"]):
        labels = dict.fromkeys(range(len(arrows(program))), "")  # room for the numbers that the page puts there
        if program.shapes:
            labels |= {e: text for row in rows for what, e, text in row["set"] if what == "partial"}
    described = f"Graph of {program.title}: {len(program)} variables, {len(arrows(program))} edges; the table lists them"
    variables = []
    for i, name in enumerate(program.names):
        kind = "input" if i < program.d else "output" if i in program.output_slots else "inner"
        shape = size(shape_at(program, i))
        variables.append({"name": name, "rule": rule(program, i).removeprefix(" = "), "kind": kind, "shape": shape})
    lines = 3 if any(slope for _, slope in room.values()) else 2
    what = {"lines": lines, "texts": room, "notes": notes, "labels": labels, "description": described, "empty": True}
    return {
        "variables": variables,
        "pictures": {
            "wide": graph(program, **what),
            "tall": graph(program, across=False, **what) if len(program) <= LARGE else "",
        },
    }
