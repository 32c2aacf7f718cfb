"""What makes a sweep that is played back a lesson: its code beside it, its questions, and what is in memory.

With this module you can

- link frames to the lines of the function and of its gradient, and give them their questions (``Guide``).

>>> from ...engine.samples.examples import running
>>> from ...engine.trace import trace
>>> from ..evaluation import Evaluation
>>> from .narrator import Narrator
>>> here = Evaluation(trace(running, x=0.25))
>>> rows = Guide(here).follow("reverse", Narrator(here).reverse(), 0)
>>> rows[8]["lit"]["lines"], rows[8]["ask"]["question"]
([2], 'b pays a. What does the adjoint of a become?')
"""

import contextlib

from ...engine.errors import LessonError
from ..questions.asking import questions, sayings
from .function_pane import function_pane
from .gradient_pane import gradient_pane
from .memory_bar import bar, holding


class Guide:
    """Follows the sweeps of one program and collects what goes with them: ``data(rows)`` and ``variables()``."""

    def __init__(self, here):
        self.here, self.program = here, here.program
        self.source, self.lines = function_pane(self.program)
        self.gradient, self.makes, self.adds = None, [[] for _ in self.program.names], []
        self.asked, self.forward, self.spans, self.memory = [], None, None, None

    def follow(self, sweep, rows, start):
        """Give the frames of one sweep, the first of which tells what is to come, their lines and questions."""
        back, place = sweep == "reverse", self.here.place
        steps = [] if sweep == "schedule" else self.here.steps(sweep)
        if sweep == "forward":
            self.forward = start
        elif back:
            self._find_gradient()
            if self.program.shapes is None:
                self.spans, self.memory = holding(self.here, start, self.forward)
        about = [[place[step.source if step.kind == "reverse" else step.target]] for step in steps]
        lines = self.adds if back and self.gradient else [[]] * len(steps)
        return self.link(rows, about, questions(self.here, steps), lines)

    def solve(self, block, back=False):
        """Do the same for a block of the Lagrangian, whose frames but the first are about one variable each."""
        if back:
            self._find_gradient()
        made = [self.makes[i] if back else [] for i in block.about]
        return self.link(block.rows, [[i] for i in block.about], block.asks, made)

    def recount(self, story):
        """Do the same for a sweep in little memory, which asks nothing and brings its memory bar along."""
        self.memory, n = story.memory, len(story.rows) - 1
        return self.link(story.rows, story.about[1:], [None] * n, [[]] * n)

    def link(self, rows, about, asks, gradient):
        """Light, in each frame but the first, the lines of the variables it is about, and ask its question."""
        rows[0]["lit"] |= {"lines": [], "gradient": []}
        for row, variables, ask, adds in zip(rows[1:], about, asks, gradient, strict=True):
            lines = {self.lines[i]: i for i in variables if self.lines[i] is not None}
            row["lit"] |= {"lines": [*lines], "gradient": adds}
            if ask:
                row["ask"] = ask
                self.asked.append(ask)
        return rows

    def _find_gradient(self):
        if self.gradient is None:
            with contextlib.suppress(LessonError):  # a constant may have no Python text
                self.gradient, self.makes, self.adds = gradient_pane(self.here)

    def variables(self):
        """Return what is known of each variable: its line in the function, and those that make its adjoint."""
        return [{"line": line, "gradient": makes} for line, makes in zip(self.lines, self.makes, strict=True)]

    def data(self, rows):
        """Return the panes, the memory bar of all ``rows``, and the slips, to which the questions now refer by number."""
        slips = sayings(self.asked)
        number = {name: k for k, name in enumerate(slips)}
        for ask in self.asked:
            ask["wrong"] = [[wrong, [number[name] for name in names]] for wrong, names in ask["wrong"]]
        if self.spans:
            self.memory["rows"] = bar(self.program, self.spans, self.memory, rows)
        mistakes = [{"name": name, **said} for name, said in slips.items()]
        return {"source": self.source, "gradient": self.gradient, "memory": self.memory, "mistakes": mistakes}
