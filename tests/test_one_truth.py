"""One truth in all panes: what is lit and the number beside it are those of the step that is being made.

``python tests/test_one_truth.py`` prints the whole table, over all modes and ten programs.  The lines of the sweep are
run one by one, in their order, with the functions of the table of operations; the numbers they are held against are
those of the engine's sweeps.
"""

import re
from collections import namedtuple

import numpy as np
import pytest

import adlesson as ad
from adlesson.engine.ops import OPS
from adlesson.show.evaluation import arrows
from adlesson.show.stepper.frames import frames
from adlesson.show.writing.numerals import number

NAMES = [
    "running",
    "baydin",
    "square",
    "order_matters",
    "speelpenning",
    "lagrangeprop",
    "neuron",
    "tower",
    "kinks",
    "quotient",
]
PROGRAMS = {name: ad.trace(ad.examples.ZOO[name].f, ad.examples.ZOO[name].at) for name in NAMES}
ARRAYS = ad.trace(
    lambda W, x, b: (ad.tanh(W @ x + b) * W[:, 0]).sum(),
    W=np.array([[1.0, 2], [3, 4], [5, 6]]) / 10, x=np.array([0.5, -1]), b=0.3,
)  # fmt: skip
MODES = ("forward", "tangent", "reverse", "lagrange", "budget")
COLUMNS = ("program", "mode", "frame", "sweep", "beside it", "function", "beside it", "boxes", "shares", "is it so")

Made = namedtuple("Made", "kind boxes shares arrows instruction", defaults=((), (), None))
Made.__doc__ = """What the engine does at a frame: ``boxes`` are pairs of a variable and its number then, ``shares`` of
a number and the name of who sent it, ``arrows`` of an arrow and its slope."""


def played(program, mode):
    """Return the frames of a program in a mode."""
    return frames(program, ["reverse"], budget=2) if mode == "budget" else frames(program, [mode])


def moving(program):
    """Return the direction of a stepper that is given none: the first input moves, every entry of it."""
    u = program.at[program.inputs[0]] if program.shapes else None
    return (
        program.pack_inputs([int(k == 0) for k in range(program.d)]) if u is None else {program.inputs[0]: np.ones_like(u)}
    )


def crossed(program, step):
    """Return a step of a tangent or reverse sweep as it must be shown."""
    edge = {(i, slot): e for e, (_, i, slot) in enumerate(arrows(program))}
    if not step.source:
        return Made("slope", [(step.target_index, step.after)], [(step.after, "seed")], (), step.instruction)
    came = step.upstream * step.partial if step.kind == "reverse" else step.partial * step.upstream
    arrow = (edge[step.instruction, step.slot], step.partial)
    return Made("slope", [(step.target_index, step.after)], [(came, step.source)], [arrow], step.instruction)


def steps_of(program, mode):
    """Return what is made at each frame, by phase; None where nothing is computed."""
    values, place = program.values(), {name: i for i, name in enumerate(program.names)}
    computed = [Made("value", [(i, values[i])], instruction=i) for i in range(len(program))]
    if mode == "forward":
        return [computed]
    if mode == "lagrange":
        rows = list(ad.Lagrangian(program).back_substitution())
        solved = [Made("slope", [(place[row.name], row.result)], instruction=place[row.name]) for row in rows]
        return [computed, solved, [None] * program.d]
    if mode == "tangent":
        return [[crossed(program, step) for step in ad.tangent_sweep(program, moving(program))]]
    told = [crossed(program, step) for step in ad.reverse_sweep(program)]
    return [[*budgeted(program, told)]] if mode == "budget" else [told]


def budgeted(program, told):
    """Yield what a sweep in little memory makes, action by action: all shares of one variable at once."""
    for what, *where in ad.checkpoint(program, budget=2).actions:
        i = program.d + where[0]
        mine = [made for made in told if made.instruction == i and what == "reverse"]
        if what == "reverse":
            boxes = dict(box for made in mine for box in made.boxes)
            shares = [(came, name) for made in mine for came, name in made.shares if name != "seed"]
            yield Made("slope", [*boxes.items()], shares, [arrow for made in mine for arrow in made.arrows], i)
        else:
            yield None


def space_of(program):
    """Return what the lines of a sweep may read: the values, by name, and the functions of the table."""
    space = {name: op.value for name, op in OPS.items()} | {"outer": np.outer, "zeros_like": np.zeros_like}
    space |= {"full": np.full, "ones_like": np.ones_like, "s_": np.s_}
    words = {name.partition("[")[0] for name in program.names if "[" in name}
    space |= {f"{head}{word}{tail}": {} for word in words for head, tail in (("", "_bar"), ("", "_dot"), ("lam_", ""))}
    return space | dict(program.at) | dict(zip(program.names, program.values(), strict=False))


def wrong_with_line(text, space, result, made, name):
    """Run a line of the sweep and say what is wrong with it."""
    target, sign = re.match(r"(\S+) (\+?=) ", text).groups()
    try:
        exec(text, space)
    except NameError as problem:
        yield f"{problem} yet"
        return
    there, (word, bracket, rest) = made.boxes[0][1], name.partition("[")
    if target not in {f"{head}{word}{tail}{bracket}{rest}" for head, tail in (("", "_bar"), ("", "_dot"), ("lam_", ""))}:
        yield f"the line makes {target}, and the step is about {name}"
    if not np.allclose(np.asarray(eval(target, space), float), np.asarray(there, float), rtol=1e-12):
        yield f"the line leaves {eval(target, space)}, and the step {there}"
    came = made.shares[0][0] if made.shares else there
    if result != f"{sign} {number(came)}":
        yield f"beside it stands {result!r}, and the step brings {number(came)}"


def wrong_with_frame(program, frame, made, source):
    """Say what is wrong with boxes, shares, arrows and the line of the function."""
    values, told = program.values(), {}
    for what, i, text in frame["set"]:
        told.setdefault(what, []).append((i, text))
    if not {(i, number(u)) for i, u in made.boxes} <= {*told.get(made.kind, [])}:
        yield f"in the boxes stands {told.get(made.kind)}, and made is {made.boxes}"
    if made.shares and [text for _, text in told["share"]] != [
        f"{number(u)} to begin with" if text == "seed" else f"{number(u)} from {text}" for u, text in made.shares
    ]:
        yield f"the table lists {told['share']}, and sent is {made.shares}"
    if made.arrows and not program.shapes and told["partial"] != [(e, number(slope)) for e, slope in made.arrows]:
        yield f"on the arrows stands {told['partial']}, and it is {made.arrows}"
    if made.arrows and sorted(frame["lit"]["edges"]) != sorted({e for e, _ in made.arrows}):
        yield f"lit are the arrows {frame['lit']['edges']}"
    i, beside = made.instruction, frame.get("made")
    if beside and beside != f"{program.names[i]} = {number(values[i])}":
        yield f"beside the function stands {beside}"
    at, name = [source[place].strip() for place in frame["lit"]["lines"]], program.names[i]
    assigned = re.match(r"(\w+) = ", at[0]) if at else None
    turn = re.sub(r"_\d+$", "", name)  # in a loop one line makes p, p_2 and p_3
    if assigned and not program.made_up(i) and assigned[1] in program.names and assigned[1] not in (name, turn):
        yield f"lit is {at[0]}, and the step is about {name}"


def table(program, mode, data):
    """Yield a row of the table for each frame in which a step is made; its last entry is "yes", or what is wrong."""
    lines, source = (data["gradient"] or {"lines": []})["lines"], data["source"]["lines"]
    space, ran = space_of(program), 0
    for phase, steps in zip(data["phases"], steps_of(program, mode), strict=True):
        for k, made in enumerate(steps, phase["start"] + 1):
            frame, text = data["frames"][k], ""
            if made is None:
                continue
            result, wrong = frame.get("result", ""), []
            for place in frame["lit"]["gradient"]:
                text, wrong = lines[place], wrong + ([] if place == ran else [f"line {place} is lit, and {ran} is next"])
                wrong += wrong_with_line(text, space, result, made, program.names[made.boxes[0][0]])
                ran = place + 1
            if bool(text) != bool(result):
                wrong.append("a line without a number, or a number without a line")
            wrong += wrong_with_frame(program, frame, made, source)
            texts = {what: " ".join(u for kind, _, u in frame["set"] if kind == what) for what in (made.kind, "share")}
            at = " / ".join(source[place].strip() for place in frame["lit"]["lines"])
            yield program.title, mode, k, text, result, at, frame.get("made", ""), *texts.values(), "; ".join(wrong) or "yes"
    if ran != len(lines):
        yield program.title, mode, "", "", "", "", "", "", "", f"{len(lines) - ran} lines are never lit"


def wrongs(program, mode, data):
    """Return what is wrong in the table."""
    return [row[-1] for row in table(program, mode, data) if row[-1] != "yes"]


@pytest.mark.parametrize("mode", MODES)
def test_what_is_lit_is_the_step_that_is_made(mode):
    """In ten programs and in one with arrays: lines, numbers beside them, boxes, arrows, shares in the table."""
    found = [(p.title, wrong) for p in [*PROGRAMS.values(), ARRAYS] if (wrong := wrongs(p, mode, played(p, mode)))]
    assert found == []


@pytest.mark.parametrize("mode", ["tangent", "reverse", "lagrange"])
def test_a_label_that_is_not_the_steps_is_seen(mode):
    """Two lines that have changed places, a number of another step, another line, one line too many."""
    p = PROGRAMS["order_matters"]
    k = played(p, mode)["phases"][-1]["start"] - 1 if mode == "lagrange" else -1  # the last row
    for spoil in (
        lambda d: d["gradient"]["lines"].insert(2, d["gradient"]["lines"].pop(3)),
        lambda d: d["frames"][k].update(result="= 1234"),
        lambda d: d["frames"][k].pop("result"),
        lambda d: d["frames"][k]["set"].pop(0),
        lambda d: d["gradient"]["lines"].__setitem__(-1, d["gradient"]["lines"][-1].replace("= ", "= 2 * ")),
        lambda d: d["frames"][k]["lit"].update(gradient=[0]),
        lambda d: d["gradient"]["lines"].append("x_bar = 1"),
    ):
        data = played(p, mode)
        spoil(data)
        assert wrongs(p, mode, data)


def test_a_later_share_is_added_and_a_first_one_is_not():
    """The lesson's own point, in the lines as they stand."""
    seen = set()
    for line in played(PROGRAMS["order_matters"], "reverse")["gradient"]["lines"]:
        name, sign, *_ = line.split()
        assert (sign == "+=") == (name in seen)
        seen.add(name)


if __name__ == "__main__":
    print(*COLUMNS, sep=" | ")
    for program in [*PROGRAMS.values(), ARRAYS]:
        for mode in MODES:
            for row in table(program, mode, played(program, mode)):
                print(*row, sep=" | ")
