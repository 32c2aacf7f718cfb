"""Steps -> frames: everything the stepper shows, accepts and explains, computed once, as plain JSON.

With this module you can

- turn one or more sweeps of a program into the data the front end plays back (``frames``).

The front end only shows frames: it never asks the kernel, so a step is instant, back is as easy as forward, and the same
data works in a page without a kernel.  The sentence of a frame is caption and screen-reader text at once.  The only
arithmetic left to the page: the value of a typed answer, comparing it, and adding up what the learner's own order pays.

The contract, which is JSON (a NaN or an infinity is text, or null where a number is wanted):

``title``, ``ranges``, ``remark``
    Text; ``ranges`` says what ``…`` means where the short text of an array is cut, ``remark`` what the page cannot do
    with this program; else they are "".
``code``, ``predict``, ``fade``, ``step``
    Added by the widget: a line of Python that gives it again, in which ``{options}`` stands for
    ``, predict=True, fade=2, step=7`` as far as they are not False, 0 and 0; and the state to begin with.
``variables``
    For each: ``name``, ``rule``, ``kind`` (input, inner, output), ``shape`` (text, "" for a number), ``line`` (its line in
    ``source``, or null), ``gradient`` (the lines in ``gradient`` that make its adjoint).
``pictures``
    ``wide`` and ``tall``, the graph as SVG with ``data-i`` on boxes and ``data-e`` on arrows; of a large program only
    ``wide``, and ``tall`` is "".
``source``, ``gradient``
    ``{"title", "lines"}``: the learner's function; the gradient as a program, null without a way back.
``phases``
    ``sweep``, ``label``, ``start`` (its first frame, which tells what is to come); sweeps are forward, tangent, reverse
    and schedule, and the blocks of the Lagrangian: feasibility, stationarity and sensitivity.
``frames``
    For each: ``sentence``; ``letters`` and ``numbers`` (MathML, or ""); ``set``, a list of ``[what, index, text]`` with
    ``what`` one of value, slope, share, note, residual, and heat-value and heat-slope, the letters of ``heat`` (of a
    variable), or partial (of an arrow): the state at frame ``k`` is
    what frames 0..k have set; ``lit`` with ``targets``, ``sources``, ``edges``, ``back`` (arrows turned), ``lines`` and
    ``gradient`` (and ``rows``, of the figure, where it has any); and ``ask`` where there is a number to predict.
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
    ``{"most", "of", "says", "rows"}``, or null; ``rows[k]`` is, at frame k, how many of ``of`` are held, and that in words.
``nudge``
    Per variable ``{"slope", "text", "svg", "rows"}``, see ``nudges``; or null.
``schedule``
    Null, or all that is needed to fire in an order of one's own, see ``orders``.
``figure``
    Null, or ``{"title", "svg", "says"}``: one more picture, or if ``svg`` is "" a sentence in its place.  What carries
    ``data-r`` in it is lit by ``rows``, and its ``.ad-solved`` ends with the variable's slope as it is now.
"""

from ...engine.errors import DrawingError, InputError, closest, short
from ...engine.numbers.arrays import quiet
from ..evaluation import Evaluation, first_output
from ..picture.svg import graph, rule
from ..story.annotations import Guide
from ..story.block_steps import blocks, system
from ..story.checkpoint_steps import Frugal
from ..story.machine import orders
from ..story.narrator import Narrator
from ..story.nudges import nudges
from ..writing.formula import shape_at
from ..writing.numerals import RANGES, number, size

LABELS = {"forward": "Forward sweep", "tangent": "Tangent sweep", "reverse": "Reverse sweep", "schedule": "Be the machine"}
KNOWN = [*LABELS, "lagrange"]
MOST, LARGE = 200, 100  # variables that can be stepped through; above which there is one picture for all widths


def frames(program, sweeps, at=None, direction=None, budget=None):
    """Return the frames of these sweeps of a program, one phase after the other.

    A phase starts with a frame that says what is to come.  Where no forward phase comes first, the
    values are there from the start.  ``direction`` is the tangent sweep's, a dict over inputs.  With a ``budget`` of
    states, the reverse sweep is one in little memory, and the only sweep.
    """
    here = Evaluation(_checked(program), at, direction)
    narrator, guide = Narrator(here), Guide(here)
    phases, rows, schedule, figure = [], [], None, None
    for sweep in sweeps:
        if sweep not in KNOWN:
            raise InputError(f"no sweep {short(sweep)}{closest(sweep, KNOWN)}: known are {', '.join(KNOWN)}")
        if budget is not None and [*sweeps] != ["reverse"]:
            raise InputError(f"a budget is for sweep='reverse', not {' and '.join(map(repr, sweeps))}: leave it out here")
        if direction is not None and "tangent" not in sweeps:
            raise InputError(f"a direction is for sweep='tangent', not {' and '.join(map(repr, sweeps))}: leave it out here")
        with quiet(program.shapes):
            if budget is not None:
                story = Frugal(narrator, budget)
                phases.append({"sweep": sweep, "label": "Reverse sweep in little memory", "start": 0})
                rows, figure = guide.recount(story), story.figure
                continue
            if sweep == "lagrange":
                told = blocks(narrator)
                figure = system(here, told[1].solved)
                for block in told:
                    label = type(block).__name__
                    phases.append({"sweep": label.lower(), "label": label, "start": len(rows)})
                    rows += guide.solve(block, back=label == "Stationarity")
                continue
            if sweep == "schedule":
                schedule = orders(here)
                told = [narrator.machine(schedule["texts"]["start"], [edge["text"] for edge in schedule["edges"]])]
            else:
                told = getattr(narrator, sweep)()
        if sweep != "forward" and not rows:
            narrator.give_values(told[0])
        phases.append({"sweep": sweep, "label": LABELS[sweep], "start": len(rows)})
        rows += guide.follow(sweep, told, len(rows))
    picture = _picture(here, rows, [number(u) for u in schedule["right"]] if schedule else [])
    for variable, known in zip(picture["variables"], guide.variables(), strict=True):
        variable.update(known)
    told = {"title": _title(program), "phases": phases, "ranges": _ranges(rows), "remark": _remark(program), "frames": rows}
    return told | picture | guide.data(rows) | {"nudge": nudges(here), "schedule": schedule, "figure": figure}


def _ranges(rows):
    return RANGES if any(" … " in text for row in rows for _, _, text in row["set"]) else ""


def _remark(program):
    """Return what the page cannot do with this program, and what to do instead."""
    if program.shapes is None:
        return ""
    return (
        "With arrays there is nothing to predict, nudge or fire here, and a memory bar only with a budget; for all of it, "
        "trace the function with numbers or lists of numbers. Squares are entries, filled where positive, hollow where "
        "negative, each array on a scale of its own."
    )


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


def _picture(here, rows, ends=()):
    """Return the pictures, with room for every text that the frames set and the slopes in ``ends``, and the variables."""
    program = here.program
    longest = {(what, i): "" for i in range(len(program)) for what in ("value", "slope")}
    longest.update({("slope", i): max(text, "−0.0000", key=len) for i, text in enumerate(ends)})
    for row in rows:
        for what, i, text in row["set"]:
            key = ("slope" if what == "residual" else what), i
            if key in longest and len(text) > len(longest[key]):
                longest[key] = text
    room = {i: (longest["value", i], longest["slope", i]) for i in range(len(program))}
    notes = {}
    for what, i, text in sorted((entry for row in rows for entry in row["set"]), key=lambda entry: len(entry[2])):
        if what == "note":
            notes[i] = text
    labels = {}
    if any(what == "partial" for row in rows for what, _, _ in row["set"]):
        labels = dict.fromkeys(range(len(here.arrows)), "")  # room for the numbers that the page puts there
        if program.shapes:
            labels |= {e: text for row in rows for what, e, text in row["set"] if what == "partial"}
    described = f"Graph of {program.title}: {len(program)} variables, {len(here.arrows)} edges; the table lists them"
    variables = []
    for i, name in enumerate(program.names):
        kind = "input" if i < program.d else "output" if i in program.output_slots else "inner"
        shape = size(shape_at(program, i))
        variables.append({"name": name, "rule": rule(program, i).removeprefix(" = "), "kind": kind, "shape": shape})
    lines = 3 if any(slope for _, slope in room.values()) else 2
    what = {"lines": lines, "texts": room, "notes": notes, "labels": labels, "description": described, "empty": True}
    what["heat"] = any(what.startswith("heat") for row in rows for what, _, _ in row["set"])
    return {
        "variables": variables,
        "pictures": {
            "wide": graph(program, **what),
            "tall": graph(program, across=False, **what) if len(program) <= LARGE else "",
        },
    }
