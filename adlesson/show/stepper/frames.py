"""Steps -> frames: everything the stepper shows, accepts and explains, computed once, as plain JSON.

With this module you can

- turn one or more sweeps of a program into the data the front end plays back (``frames``).

The front end only shows frames: it never asks the kernel, so a step is instant, back is as easy as forward, and the same
data works in a page without a kernel.  The sentence of a frame is caption and screen-reader text at once.  The only
arithmetic left to the page: the value of a typed answer, comparing it, and adding up what the learner's own order pays.

What is in them stands in ``contract``.
"""

from ...engine.errors import DrawingError, InputError, closest, short
from ...engine.fence import fence
from ...engine.numbers.arrays import quiet
from ..evaluation import Evaluation, checked_names, first_output
from ..picture.svg import graph, rule
from ..story import MODES, mode
from ..story.annotations import annotated, numbered
from ..story.function_pane import function_pane
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
            story = mode(sweep, budget)(narrator)
        narrator.before += story.phases
        beside |= {what: shown for what, shown in story._asdict().items() if shown is not None}
    phases, (source, line_of) = narrator.before, function_pane(program)
    rows = [row for phase in phases for row in annotated(phase, line_of)]
    memory = beside.get("memory")
    picture = _picture(here, phases, rows, beside.get("schedule"))
    for variable, line in zip(picture["variables"], line_of, strict=True):
        variable["line"] = line
    return {
        "title": _title(program),
        "phases": [_on_the_page(*pair) for pair in zip(phases, starts(phases), strict=True)],
        "ranges": _ranges(rows),
        "remark": _remark(program),
        "frames": rows,
        **picture,
        "source": source,
        "gradient": narrator.pane,
        "memory": memory and memory(rows),
        **numbered(rows, beside.get("slips", ())),
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


def _on_the_page(phase, start):
    """Return what the page is told of a phase that starts at frame ``start`` (``contract.Phase``)."""
    return {"sweep": phase.sweep, "label": phase.label, "start": start} | {name: getattr(phase, name) for name in PAGE}


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
    fence(
        program.title,
        len(program),
        MOST,
        "one can step through",
        "trace it with a shorter list or fewer turns of a loop, or step through one part of it, as a function of its own",
        error=DrawingError,
    )
    checked_names(program)
    if not first_output(program):
        if getattr(program.origin, "text", None) is not None:
            raise InputError("a formula without a variable has no steps: write one that has, as in 5*x")
        raise InputError(f"{program.title} does not depend on a variable: there is nothing to step through")
    return program


def _title(program):
    text = getattr(program.origin, "text", None)
    title = text if text else f"{program.title}({', '.join(program.at)})"
    return title if len(title) <= 100 else title[:99] + "…"


def _picture(here, phases, rows, schedule):
    """Return the pictures, with places for all that the frames set, and the variables."""
    program, n = here.program, len(here.program)
    set_texts = [entry for row in rows for entry in row["set"]]
    what = {"values": dict.fromkeys(range(n), ""), "slopes": dict.fromkeys(range(n), "")}
    what["chips"] = {phase.look: phase.names for phase in phases if phase.look}
    what["notes"] = {i: "" for kind, i, _ in set_texts if kind == "note"}
    what["labels"] = dict.fromkeys(range(len(here.arrows)), "") if any(kind == "partial" for kind, *_ in set_texts) else {}
    if program.shapes:  # a number is written smaller where it is too long, an array gets its room
        what["heat"] = any(kind.startswith("heat") for kind, *_ in set_texts)
        texts = sorted((entry for entry in set_texts if entry[0] in ("value", "slope")), key=_length)
        what["longest"] = {i: f"= {text} + …" for _, i, text in texts}
        what["label"] = max((text for kind, _, text in set_texts if kind == "partial"), key=len, default="")
    if schedule:
        what["places"] = [max(1, sum(k == i for k, _, _ in here.arrows)) for i in range(n)]
    what["description"] = f"Graph of {program.title}, {n} boxes and {len(here.arrows)} arrows"
    variables = []
    for i, name in enumerate(program.names):
        kind, reads = "input" if i < program.d else "output" if i in program.output_slots else "inner", program.edges(i)
        shape, text = size(shape_at(program, i)), rule(program, i).removeprefix(" = ")
        variables.append({"name": name, "rule": text, "kind": kind, "shape": shape, "reads": [k for _, k in reads]})
    return {
        "variables": variables,
        "pictures": {
            "wide": _brief(graph(program, **what)),
            "tall": _brief(graph(program, across=False, bare=True, **what)) if n <= LARGE else "",
        },
    }


def _length(entry):
    return len(entry[2])


def _brief(svg):
    """Return SVG with single quotes, which JSON need not mask; there are none in its texts."""
    return svg.replace('"', "'")
