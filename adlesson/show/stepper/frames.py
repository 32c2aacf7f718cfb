"""Steps -> frames: everything the stepper shows, accepts and explains, computed once, as plain JSON.

With this module you can

- turn one or more sweeps of a program into the data the front end plays back (``frames``).

The front end only shows frames: it never asks the kernel, so a step is instant, back is as easy as forward, and the same
data works in a page without a kernel.  The sentence of a frame is caption and screen-reader text at once.  The only
arithmetic left to the page: the value of a typed answer, comparing it, and adding up what the learner's own order pays.

What is in them stands in ``contract``.
"""

from ...engine.errors import DrawingError, InputError, closest, short
from ...engine.numbers.arrays import quiet
from ..picture.drawing import first_output
from ..picture.svg import arrows, graph, rule
from ..story.annotations import Guide
from ..story.block_steps import blocks, system
from ..story.checkpoint_steps import Frugal
from ..story.machine import orders
from ..story.narrator import Narrator
from ..story.nudges import nudges
from ..writing.formula import shape_at
from ..writing.numerals import RANGES, number, size

LIT = "Filled box: what changes. Dashed box: what is read. Thick arrow: the edge in use."
PARTIAL = LIT.removesuffix(".") + ", with its partial."
FIRED = "Firing pays all parents. Filled box: who was paid last. Dashed box: who paid. Thick frame: has fired."


def _phase(sweep, label, below, legend, **different):
    """Return what the page is told of a sweep (``contract.Phase``); ``below`` is what stands below a value in a box."""
    boxes = f"In each box: its value{f', and below it its {below}' if below else ''}{{ranges}}."
    usual = {"word": "adjoint", "second": "slope", "shares": False, "role": "back", "hand": False}
    return {"sweep": sweep, "label": label, **usual, **different, "legend": f"{boxes} {legend}"}


TABLE = [
    _phase("forward", "Forward sweep", "", LIT, role="forward"),
    _phase("tangent", "Tangent sweep", "tangent", PARTIAL, word="tangent", role="forward"),
    _phase("reverse", "Reverse sweep", "adjoint", PARTIAL, shares=True),
    _phase("schedule", "Be the machine", "adjoint so far", FIRED, word="adjoint so far", hand=True),
    _phase("feasibility", "Feasibility", "residual", LIT, word="multiplier", second="residual", role="forward"),
    _phase("stationarity", "Stationarity", "multiplier", PARTIAL, word="multiplier"),
    _phase("sensitivity", "Sensitivity", "multiplier", PARTIAL, word="multiplier"),
]
PHASES = {phase["sweep"]: phase for phase in TABLE}
KNOWN = ["forward", "tangent", "reverse", "schedule", "lagrange"]
MOST, LARGE = 200, 100  # variables that can be stepped through; above which there is one picture for all widths


def frames(program, sweeps, at=None, direction=None, budget=None):
    """Return the frames of these sweeps of a program, one phase after the other.

    A phase starts with a frame that says what is to come.  Where no forward phase comes first, the
    values are there from the start.  ``direction`` is the tangent sweep's, a dict over inputs.  With a ``budget`` of
    states, the reverse sweep is one in little memory, and the only sweep.
    """
    narrator, guide = Narrator(_checked(program), at), Guide(program, at)
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
                phases.append(PHASES[sweep] | {"label": "Reverse sweep in little memory", "start": 0})
                rows, figure = guide.recount(story), story.figure
                continue
            if sweep == "lagrange":
                figure = system(program, at)
                for block in blocks(narrator):
                    name = type(block).__name__.lower()
                    phases.append(PHASES[name] | {"start": len(rows)})
                    rows += guide.solve(block, back=name == "stationarity")
                continue
            if sweep == "schedule":
                schedule = orders(program, at)
                told = [narrator.machine(schedule["texts"]["start"], [edge["text"] for edge in schedule["edges"]])]
            else:
                told = narrator.tangent(direction) if sweep == "tangent" else getattr(narrator, sweep)()
        if sweep != "forward" and not rows:
            narrator.give_values(told[0])
        phases.append(PHASES[sweep] | {"start": len(rows)})
        rows += guide.follow(sweep, told, narrator.steps, len(rows))
    picture = _picture(program, rows, [number(u) for u in schedule["right"]] if schedule else [])
    for variable, known in zip(picture["variables"], guide.variables(), strict=True):
        variable.update(known)
    told = {"title": _title(program), "phases": phases, "ranges": _ranges(rows), "remark": _remark(program), "frames": rows}
    return told | picture | guide.data(rows) | {"nudge": nudges(program, at), "schedule": schedule, "figure": figure}


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


def _picture(program, rows, ends=()):
    """Return the pictures, with room for every text that the frames set and the slopes in ``ends``, and the variables."""
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
    what["heat"] = any(what.startswith("heat") for row in rows for what, _, _ in row["set"])
    return {
        "variables": variables,
        "pictures": {
            "wide": graph(program, **what),
            "tall": graph(program, across=False, **what) if len(program) <= LARGE else "",
        },
    }
