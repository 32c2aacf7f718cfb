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
    ``sweep`` (a name, such as forward or feasibility), ``label``, ``start`` (its first frame, which tells what is to come).
    What else the page has to know of a phase is told here, so that a new mode needs none but Python: ``word``, what a
    number of it is called (adjoint, tangent, multiplier); ``second``, which of slope and residual stands below a value;
    ``shares``, whether a lit line of the gradient says what it adds, or what it comes to; ``role``, forward or back: the
    colour; ``legend``, text; ``hand``, whether the learner chooses who fires next.
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
from ..story import MODES, mode
from ..story.annotations import annotated, numbered
from ..story.function_pane import function_pane
from ..story.gradient_pane import Gradient
from ..story.narrator import Narrator
from ..story.nudges import nudges
from ..story.phases import PAGE, starts
from ..writing.formula import shape_at
from ..writing.numerals import RANGES, size

MOST, LARGE = 200, 100  # variables that can be stepped through; above which there is one picture for all widths


def frames(program, sweeps, at=None, direction=None, budget=None):
    """Return the frames of these sweeps of a program, one phase after the other.

    A phase starts with a frame that says what is to come.  Where no forward phase comes first, the
    values are there from the start.  ``direction`` is the tangent sweep's, a dict over inputs.  With a ``budget`` of
    states, the reverse sweep is one in little memory, and the only sweep.
    """
    here = Evaluation(_checked(program), at, direction)
    narrator, beside = Narrator(here, budget), {}
    for sweep in sweeps:
        _check(sweep, sweeps, direction, budget)
        with quiet(program.shapes):
            story = mode(sweep)(narrator)
        narrator.before += story.phases
        beside |= {what: shown for what, shown in story._asdict().items() if shown is not None}
    phases, (source, line_of) = narrator.before, function_pane(program)
    rows = [row for phase in phases for row in annotated(phase, line_of)]
    ranges, remark = _ranges(rows), _remark(program)
    gradient, memory = beside.get("gradient", Gradient(None, [[] for _ in program.names], [])), beside.get("memory")
    picture = _picture(here, rows, beside.get("ends", ()))
    for variable, line, makes in zip(picture["variables"], line_of, gradient.makes, strict=True):
        variable |= {"line": line, "gradient": makes}
    return {
        "title": _title(program),
        "phases": [_on_the_page(*pair, ranges, remark) for pair in zip(phases, starts(phases), strict=True)],
        "ranges": ranges,
        "remark": remark,
        "frames": rows,
        **picture,
        "source": source,
        "gradient": gradient.pane,
        "memory": memory and memory(rows),
        "mistakes": numbered(rows),
        "nudge": nudges(here),
        "schedule": beside.get("schedule"),
        "figure": beside.get("figure"),
    }


def _check(sweep, sweeps, direction, budget):
    """Refuse a mode that there is not, and what another mode is asked with."""
    if sweep not in [*MODES]:  # a list, since what cannot be looked up in a dict shall be refused by name, too
        raise InputError(f"no sweep {short(sweep)}{closest(sweep, MODES)}: known are {', '.join(MODES)}")
    if budget is not None and [*sweeps] != ["reverse"]:
        raise InputError(f"a budget is for sweep='reverse', not {' and '.join(map(repr, sweeps))}: leave it out here")
    if direction is not None and "tangent" not in sweeps:
        raise InputError(f"a direction is for sweep='tangent', not {' and '.join(map(repr, sweeps))}: leave it out here")


def _on_the_page(phase, start, ranges, remark):
    """Return what the page is told of a phase that starts at frame ``start``."""
    legend = phase.legend.replace("{ranges}", f"; {ranges}" if ranges else "")
    told = {"sweep": phase.sweep, "label": phase.label, "start": start} | {name: getattr(phase, name) for name in PAGE}
    return told | {"legend": f"{remark} {legend}".strip()}


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
