"""Steps -> frames: everything the stepper shows, computed once, as plain JSON.

With this module you can

- turn one or more sweeps of a program into the data the front end plays back (``frames``).

The front end only shows frames: it never asks the kernel, so a step is instant, back is as easy as
forward, and the same data works in a page without a kernel.  The sentence of a frame is caption and
screen-reader text at once.

The contract: ``{"title", "variables": [{"name", "rule", "kind"}], "pictures": {"wide", "tall"},
"phases": [{"sweep", "label", "start"}], "frames": [{...}]}``.  Frame ``k`` has ``sentence``,
``letters`` and ``numbers`` (MathML, or ""), ``set``, a list of ``[what, index, text]`` with ``what`` one
of ``value``, ``slope``, ``share`` (of a variable) and ``partial`` (of an arrow), and ``lit``,
``{"targets", "sources", "edges", "back"}``.  The state at frame ``k`` is what frames 0..k have set.
"""

from ..engine.errors import InputError
from ..engine.notation import latex_name, notation
from ..engine.sweeps import forward_sweep, reverse_sweep, tangent_sweep
from .drawing import checked_sweep, first_input, first_output
from .formula import as_letter, factor, mathml, partial, right_side
from .numerals import number, number_latex
from .svg import arrows, graph, rule

LABELS = {"forward": "Forward sweep", "tangent": "Tangent sweep", "reverse": "Reverse sweep"}


def frames(program, sweeps, at=None, direction=None):
    """Return the frames of these sweeps of a program, one phase after the other.

    A phase starts with a frame that says what is to come.  Where no forward phase comes first, the
    values are there from the start.  ``direction`` is the tangent sweep's, a dict over inputs.
    """
    if not first_output(program):
        raise InputError(f"{program.title} does not depend on a variable: there is nothing to step through")
    writer, phases, rows = _Writer(program, at), [], []
    for sweep in map(checked_sweep, sweeps):
        phases.append({"sweep": sweep, "label": LABELS[sweep], "start": len(rows)})
        if sweep == "forward":
            rows += writer.forward()
        else:
            phase = writer.tangent(direction) if sweep == "tangent" else writer.reverse()
            if not rows:
                phase[0]["set"] += [["value", i, number(writer.z[i])] for i in range(len(program))]
            rows += phase
    return {"title": _title(program), "phases": phases, "frames": rows} | _picture(program, rows)


def _title(program):
    text = getattr(program.origin, "text", None)
    title = text if text else f"{program.title}({', '.join(program.at)})"
    return title if len(title) <= 100 else title[:99] + "…"


def _picture(program, rows):
    longest = {(what, i): "" for i in range(len(program)) for what in ("value", "slope")}
    for row in rows:
        for what, i, text in row["set"]:
            if (what, i) in longest and len(text) > len(longest[what, i]):
                longest[what, i] = text
    room = {i: (longest["value", i], longest["slope", i]) for i in range(len(program))}
    described = f"Graph of {program.title}: {len(program)} variables, {len(arrows(program))} edges; the table lists them"
    variables = []
    for i, name in enumerate(program.names):
        kind = "input" if i < program.d else "output" if i in program.output_slots else "inner"
        variables.append({"name": name, "rule": rule(program, i).removeprefix(" = "), "kind": kind})
    pictures = {
        "wide": graph(program, across=True, texts=room, description=described),
        "tall": graph(program, across=False, texts=room, description=described),
    }
    return {"variables": variables, "pictures": pictures}


class _Writer:
    """Writes the steps of one program as frames."""

    def __init__(self, program, at):
        self.program, self.at, self.z = program, at, program.values(at)
        self.edge = {(i, slot): e for e, (_, i, slot) in enumerate(arrows(program))}
        self.place = {name: i for i, name in enumerate(program.names)}
        self.letters = notation("griewank")

    @staticmethod
    def row(sentence, sets=(), targets=(), sources=(), lit=(), back=False, letters="", numbers=""):
        return {
            "sentence": sentence,
            "letters": mathml(letters) if letters else "",
            "numbers": mathml(numbers) if numbers else "",
            "set": [list(entry) for entry in sets],
            "lit": {"targets": list(targets), "sources": list(sources), "edges": list(lit), "back": back},
        }

    def forward(self):
        rows = [self.row("The forward sweep computes every variable once, in program order. Nothing is known yet.")]
        for step in forward_sweep(self.program, self.at):
            i, value = self.place[step.target], number(step.after)
            rows.append(self.read(i, step, value) if step.kind == "input" else self.assignment(i, step, value))
        return rows

    def read(self, i, step, value):
        sentence = f"{step.target} is an input: {step.target} = {value}."
        letters = f"{latex_name(step.target)} = {number_latex(step.after)}"
        return self.row(sentence, [("value", i, value)], [i], letters=letters)

    def assignment(self, i, step, value):
        formula, filled = right_side(self.program, i), right_side(self.program, i, self.filled)
        parents = dict.fromkeys(self.program.alpha(i))
        reads = " and ".join(self.program.names[k] for k in parents)
        return self.row(
            f"{step.target} reads {reads}: {step.target} = {formula.text} = {filled.text} = {value}.{_warning(step.after)}",
            [("value", i, value)],
            [i],
            parents,
            [self.edge[i, slot] for slot, k in enumerate(self.program.slots[i]) if k >= 0],
            letters=f"{latex_name(step.target)} = {formula.latex}",
            numbers=f"= {filled.latex} = {number_latex(step.after)}",
        )

    def filled(self, k):
        """Return variable ``k`` as its number, to be written into a formula."""
        return as_letter(self.z[k])

    def start(self, sentence):
        return self.row(sentence, [("slope", i, "0") for i in range(len(self.program))])

    def tangent(self, direction):
        direction = direction or first_input(self.program)
        rows = [
            self.start(
                "The tangent sweep asks how fast every variable moves when the inputs move: its tangent, "
                "written with a dot. All tangents start at 0."
            )
        ]
        for step in tangent_sweep(self.program, direction, self.at):
            letter = self.letters.latex_tangent
            if step.kind == "seed":
                how = f"moves at speed {number(step.after)}" if step.after else "stays where it is, at speed 0"
                rows.append(self.seed(step, f"{step.target} is an input: it {how}.", letter))
            else:
                rows.append(self.payment(step, self.place[step.target], letter, "moves", "tangent"))
        return rows

    def reverse(self):
        outputs = list(first_output(self.program))
        which = "the output" if len(self.program.outputs) == 1 else f"{outputs[0]}, the first of the outputs"
        rows = [
            self.start(
                f"The reverse sweep asks how strongly each variable moves {which}: its adjoint, "
                "written with a bar. All adjoints start at 0."
            )
        ]
        for step in reverse_sweep(self.program, first_output(self.program), self.at):
            letter = self.letters.latex_adjoint
            if step.kind == "seed":
                name, price = step.target, number(step.after)
                why = f"because {name} moves one for one with itself"
                rows.append(
                    self.seed(step, f"The sweep starts at the output: the adjoint of {name} is {price}, {why}.", letter)
                )
            else:
                rows.append(self.payment(step, self.place[step.source], letter, "pays", "adjoint"))
        return rows

    def seed(self, step, sentence, letter):
        i = self.place[step.target]
        letters = f"{letter(step.target)} = {number_latex(step.after)}"
        return self.row(sentence, [("slope", i, number(step.after)), ("share", i, "seed")], [i], letters=letters)

    def payment(self, step, i, letter, verb, word):
        """Return the frame of one edge crossed: of instruction ``i``, at its argument ``step.slot``."""
        target, source, edge = self.place[step.target], self.place[step.source], self.edge[i, step.slot]
        before, after, up, part = map(number, (step.before, step.after, step.upstream, step.partial))
        share = number(step.upstream * step.partial)
        twice = self.program.slots[i].count(self.program.slots[i][step.slot]) > 1  # as in x * x
        place = f" for argument {step.slot + 1}" if twice else ""
        sentence = (
            f"{step.source} {verb} {step.target}{place}: it adds {factor(up)} × {factor(part)} = {share} "
            f"to the {word} of {step.target}, {before} → {after}."
        )
        child, parent = latex_name(self.program.names[i]), latex_name(self.program.names[self.program.slots[i][step.slot]])
        rule_of = partial(self.program, i, step.slot)
        slope = rf"\partial_{{{step.slot + 1}}} {child}" if twice else rf"\frac{{\partial {child}}}{{\partial {parent}}}"
        numbers = [number_latex(u) for u in (step.before, step.upstream, step.partial, step.after)]
        letters = rf"{letter(step.target)} \leftarrow {letter(step.target)} + {letter(step.source)} \cdot {slope}"
        if rule_of.text != part:  # the partial is a formula, not a number: say what it comes to
            letters += rf",\quad {slope} = {rule_of.latex} = {numbers[2]}"
        return self.row(
            sentence,
            [("slope", target, after), ("partial", edge, part), ("share", target, f"{share} from {step.source}")],
            [target],
            [source],
            [edge],
            word == "adjoint",
            letters,
            rf"{numbers[0]} + {factor(numbers[1])} \cdot {factor(numbers[2])} = {numbers[3]}",
        )


def _warning(value):
    """Return what to add to the sentence of a variable without a finite value."""
    if isinstance(value, float) and value - value != 0:  # NaN, and infinity minus itself
        return " It has no finite value here, and what reads it has no slope to rely on."
    return ""
