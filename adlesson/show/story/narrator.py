"""The story of a sweep: a frame per step, with its sentence, its equations and what it changes in the picture.

With this module you can

- tell the forward, tangent and reverse sweep of a program as frames (``Narrator``); ``frames`` gathers them.

>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> for frame in Narrator(Evaluation(trace(lambda x: x * x, x=3))).reverse()[1:]:
...     print(frame["sentence"])
The sweep starts at the output: the adjoint of f is 1, because f moves one for one with itself.
f pays x for argument 1: it adds 1 × 3 = 3 to the adjoint of x, 0 → 3.
f pays x for argument 2: it adds 1 × 3 = 3 to the adjoint of x, 3 → 6.
"""

from ...engine.numbers.arrays import filled
from ..evaluation import first_output
from ..picture.heat import heat
from ..writing.formula import added, addition, as_letter, right_side, shape_at, twice
from ..writing.mathml import mathml
from ..writing.notation import latex_name, notation
from ..writing.notes import kink, wrong_step, wrong_value
from ..writing.numerals import is_zero, number, number_latex, size_in_words, trouble
from .step_equations import crossing, start_of


class Narrator:
    """Tells the sweeps over one program, frame by frame."""

    def __init__(self, here):
        self.here, self.program, self.z = here, here.program, here.z
        self.edge, self.place = here.edge, here.place
        self.letters = notation("griewank")
        self.first, self.first_slope = wrong_value(self.program, self.z), None

    @staticmethod
    def row(sentence, sets=(), targets=(), sources=(), lit=(), back=False, letters="", numbers=""):
        return {
            "sentence": sentence,
            "letters": letters,
            "numbers": numbers,
            "set": [list(entry) for entry in sets],
            "lit": {"targets": list(targets), "sources": list(sources), "edges": list(lit), "back": back},
        }

    def told(self, what, i, u):
        """Return what to set where variable ``i`` gets a value or a slope: its text, and of an array a picture."""
        picture = heat(u) if self.program.shapes else None
        return [(what, i, number(u)), *([(f"heat-{what}", i, picture)] if picture else [])]

    def forward(self):
        rows = [self.row("The forward sweep computes every variable once, in program order. Nothing is known yet.")]
        for step in self.here.forward:
            i, value = self.place[step.target], number(step.after)
            rows.append(self.read(i, step, value) if step.kind == "input" else self.assignment(i, step, value))
        return rows

    def read(self, i, step, value):
        sentence = f"{step.target} is an input{size_in_words(shape_at(self.program, i))}: {step.target} = {value}."
        letters = mathml(f"{latex_name(step.target)} = {number_latex(step.after)}")
        sets = [*self.told("value", i, step.after), *self.noted(self.first, i)]
        return self.row(sentence + self.warning(i), sets, [i], letters=letters)

    def assignment(self, i, step, value):
        formula, filled = right_side(self.program, i), right_side(self.program, i, self.filled)
        parents = dict.fromkeys(self.program.alpha(i))
        reads = " and ".join(self.program.names[k] for k in parents)
        return self.row(
            f"{step.target} reads {reads}: {step.target} = {formula.text} = {filled.text} = {value}.{self.warning(i)}",
            [*self.told("value", i, step.after), *self.noted(self.first, i)],
            [i],
            parents,
            [self.edge[i, slot] for slot, k in enumerate(self.program.slots[i]) if k >= 0],
            letters=mathml(f"{latex_name(step.target)} = {formula.latex}"),
            numbers=mathml(f"= {filled.latex} = {number_latex(step.after)}"),
        )

    def filled(self, k):
        """Return variable ``k`` as its number, to be written into a formula."""
        return as_letter(self.z[k])

    def warning(self, i):
        """Return what to add to the sentence of variable ``i`` if its value is not finite."""
        if not trouble(self.z[i]):
            return ""
        if self.first.index == i:
            return " Here it first goes wrong: there is no finite value, and what reads it has no slope to rely on."
        ill = dict.fromkeys(self.program.names[k] for k in self.program.alpha(i) if trouble(self.z[k]))
        return f" It has no finite value, because {' and '.join(ill)} has none." if ill else " It has no finite value."

    @staticmethod
    def noted(note, i):
        """Return what to set for a note, if there is one and it belongs to variable ``i``."""
        return [("note", i, note.mark)] if note and note.index == i else []

    def give_values(self, row):
        """Let a frame set all values, and say where they first go wrong."""
        row["set"] += [[*entry] for i in range(len(self.program)) for entry in self.told("value", i, self.z[i])]
        if self.first:
            row["set"].append(["note", self.first.index, self.first.mark])
            row["sentence"] += f" {self.first.sentence}"

    def start(self, sentence):
        self.first_slope = None
        zeros = [filled(shape_at(self.program, i), 0) for i in range(len(self.program))]
        return self.row(sentence, [entry for i, u in enumerate(zeros) for entry in self.told("slope", i, u)])

    def tangent(self):
        rows = [
            self.start(
                "The tangent sweep asks how fast every variable moves when the inputs move: its tangent, "
                "written with a dot. All tangents start at 0."
            )
        ]
        for step in self.here.tangent:
            letter = self.letters.latex_tangent
            if step.kind == "seed":
                speed = number(step.after)
                how = "stays where it is, at speed 0" if is_zero(step.after) else f"moves at speed {speed}"
                how = how.replace("speed all ", "speed ") + (", every entry" if speed.startswith("all ") else "")
                rows.append(self.seed(step, f"{step.target} is an input: it {how}.", letter))
            else:
                rows.append(self.payment(step, self.place[step.target], "moves"))
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
        for step in self.here.reverse:
            letter = self.letters.latex_adjoint
            if step.kind == "seed":
                name, price = step.target, number(step.after)
                why = f"because {name} moves one for one with itself"
                if shape_at(self.program, self.place[name]):
                    why = f"1 for each entry, so that what follows is the gradient of {name}.sum()"
                rows.append(
                    self.seed(step, f"The sweep starts at the output: the adjoint of {name} is {price}, {why}.", letter)
                )
            else:
                rows.append(self.payment(step, self.place[step.source], "pays"))
        return rows

    def machine(self, sentence, partials):
        """Return the one frame from which the learner goes on in an order of their own."""
        outputs = [i for i in self.program.output_slots if i >= 0]
        row = self.start(sentence.format(name=self.program.names[outputs[0]]))
        row["set"] += [["slope", i, "1"] for i in outputs]
        row["set"] += [["partial", e, text] for e, text in enumerate(partials)]
        row["lit"]["targets"] = outputs
        return row

    def seed(self, step, sentence, letter):
        i = self.place[step.target]
        letters = mathml(f"{letter(step.target)} = {number_latex(step.after)}")
        return self.row(sentence, [*self.told("slope", i, step.after), ("share", i, "seed")], [i], letters=letters)

    def payment(self, step, i, verb):
        """Return the frame of one edge crossed: of instruction ``i``, at its argument ``step.slot``."""
        target, source, edge = self.place[step.target], self.place[step.source], self.edge[i, step.slot]
        back = step.kind == "reverse"
        spell, word = (self.letters.adjoint, "adjoint") if back else (self.letters.tangent, "tangent")
        before, after, amount = number(start_of(self.program, step)), number(step.after), number(added(step))
        place = f" for argument {step.slot + 1}" if twice(self.program, i, step.slot) else ""
        sentence = (
            f"{step.source} {verb} {step.target}{place}: it adds {addition(self.program, i, step, spell)} = {amount} "
            f"to the {word} of {step.target}, {before} → {after}."
        )
        label, letters, numbers = crossing(self.program, step, i)
        sets = [
            *self.told("slope", target, step.after),
            ("partial", edge, label),
            ("share", target, f"{amount} from {step.source}"),
        ]
        corner, wrong = kink(self.program, i, self.z), self.wrong_here(step)
        if corner:
            sentence += f" {corner.sentence}"
            sets += self.noted(corner, i)
        if wrong:
            sentence += " Here the sweep first goes wrong."
            sets += self.noted(wrong, target)
        return self.row(sentence, sets, [target], [source], [edge], back, letters, numbers)

    def wrong_here(self, step):
        """Return a ``Note`` if this step is where the sweep first goes wrong, and the values did not before it."""
        if self.first or self.first_slope:
            return None
        self.first_slope = wrong_step(self.program, step)
        return self.first_slope
