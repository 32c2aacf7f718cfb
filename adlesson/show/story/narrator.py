"""What a frame is made of: its sentence, its equations, what it changes in the picture, and what it lights.

With this module you can

- write the frames of a mode (``Narrator``): any (``row``), and those that several modes have in common, such as an edge that
  is crossed (``payment``).

>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> here = Evaluation(trace(lambda x: x * x, x=3))
>>> frame = Narrator(here).payment(here.reverse[-1], "pays")
>>> frame["sentence"], frame["lit"]["targets"], frame["set"][0]
('f pays x for argument 2: it adds 1 × 3 = 3 to the adjoint of x, 3 → 6.', [0], ['slope', 0, '6'])
"""

import contextlib
from functools import cached_property

from ...engine.errors import LessonError
from ...engine.numbers.arrays import filled
from ..picture.heat import heat
from ..writing.formula import added, addition, as_letter, shape_at, twice
from ..writing.mathml import mathml
from ..writing.notation import notation
from ..writing.notes import kink, wrong_step, wrong_value
from ..writing.numerals import number, number_latex
from .gradient_pane import Gradient, gradient_pane
from .step_equations import edge_equations, start_of


class Narrator:
    """Writes frames about one ``Evaluation``, with a ``budget`` of stored states if there is one.

    ``before`` are the phases that have been told so far.  A mode that does not compute the values shows them in its first
    frame (``give_values``).
    """

    def __init__(self, here, budget=None):
        self.here, self.program, self.z = here, here.program, here.z
        self.budget, self.before = budget, []
        self.edge, self.place = here.edge, here.place
        self.letters = notation("griewank")
        self.first, self.first_slope = wrong_value(self.program, self.z), None

    @cached_property
    def gradient(self):
        """The gradient as a program, for those modes that show it; without a pane if it has no Python text."""
        with contextlib.suppress(LessonError):  # a constant may have none
            return gradient_pane(self.here)
        return Gradient(None, [[] for _ in self.program.names], [])

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

    def filled(self, k):
        """Return variable ``k`` as its number, to be written into a formula."""
        return as_letter(self.z[k])

    @staticmethod
    def noted(note, i):
        """Return what to set for a note, if there is one and it belongs to variable ``i``."""
        return [("note", i, note.mark)] if note and note.index == i else []

    def give_values(self, row):
        """Let a frame set all values, and say where they first go wrong; not if the phases before have shown them."""
        shown = {i for phase in self.before for frame in phase.rows for what, i, _ in frame["set"] if what == "value"}
        if len(shown) == len(self.program):
            return
        row["set"] += [[*entry] for i in range(len(self.program)) for entry in self.told("value", i, self.z[i])]
        if self.first:
            row["set"].append(["note", self.first.index, self.first.mark])
            row["sentence"] += f" {self.first.sentence}"

    def start(self, sentence):
        """Return the frame in which all tangents or adjoints are 0."""
        self.first_slope = None
        zeros = [filled(shape_at(self.program, i), 0) for i in range(len(self.program))]
        return self.row(sentence, [entry for i, u in enumerate(zeros) for entry in self.told("slope", i, u)])

    def seed(self, step, sentence, letter):
        """Return the frame in which one of them is given; ``letter`` writes it as LaTeX."""
        i = step.target_index
        letters = mathml(f"{letter(step.target)} = {number_latex(step.after)}")
        return self.row(sentence, [*self.told("slope", i, step.after), ("share", i, "seed")], [i], letters=letters)

    def payment(self, step, verb):
        """Return the frame of one edge crossed."""
        i, target, source = step.instruction, step.target_index, step.source_index
        edge = self.edge[i, step.slot]
        back = step.kind == "reverse"
        spell, word = (self.letters.adjoint, "adjoint") if back else (self.letters.tangent, "tangent")
        before, after, amount = number(start_of(self.program, step)), number(step.after), number(added(step))
        place = f" for argument {step.slot + 1}" if twice(self.program, i, step.slot) else ""
        sentence = (
            f"{step.source} {verb} {step.target}{place}: it adds {addition(self.program, i, step, spell)} = {amount} "
            f"to the {word} of {step.target}, {before} → {after}."
        )
        label, letters, numbers = edge_equations(self.program, step, i)
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
