"""What makes a sweep that is played back a lesson: its code beside it, its questions, and what is in memory.

With this module you can

- link frames to the lines of the function and of its gradient, and give them their questions (``Guide``).

>>> from ..engine.examples import running
>>> from ..engine.trace import trace
>>> from .narrator import Narrator
>>> p = trace(running, x=0.25)
>>> guide, narrator = Guide(p, None), Narrator(p, None)
>>> rows = guide.follow("reverse", narrator.reverse(), narrator.steps, 0)
>>> rows[8]["lit"]["lines"], rows[8]["ask"]["question"]
([2], 'b pays a. What does the adjoint of a become?')
"""

import contextlib

from ..engine.errors import LessonError
from .gradient_pane import gradient_pane
from .holding import holding, saved
from .panes import function_pane
from .questions import questions, sayings


class Guide:
    """Follows the sweeps of one program and collects what goes with them: ``data()`` and ``variables()``."""

    def __init__(self, program, at):
        self.program, self.at, self.z = program, at, program.values(at)
        self.place = {name: i for i, name in enumerate(program.names)}
        self.source, self.lines = function_pane(program)
        self.gradient, self.makes, self.adds = None, [[] for _ in program.names], []
        self.asked, self.forward, self.spans, self.memory = [], None, None, None

    def follow(self, sweep, rows, steps, start):
        """Give the frames of one phase, the first of which tells what is to come, their lines and questions."""
        back = sweep == "reverse"
        if sweep == "forward":
            self.forward = start
        elif back:
            self._look_back(steps, start)
        rows[0]["lit"] |= {"lines": [], "gradient": []}
        for k, (row, step, ask) in enumerate(zip(rows[1:], steps, questions(self.program, self.z, steps), strict=True)):
            line = self.lines[self.place[step.source if step.kind == "reverse" else step.target]]
            row["lit"] |= {
                "lines": [] if line is None else [line],
                "gradient": self.adds[k] if back and self.gradient else [],
            }
            if ask:
                row["ask"] = ask
                self.asked.append(ask)
        return rows

    def _look_back(self, steps, start):
        with contextlib.suppress(LessonError):  # a constant may have no Python text
            self.gradient, self.makes, self.adds = gradient_pane(self.program, self.at)
        if self.program.shapes is None:
            self.spans, self.memory = holding(self.program, steps, start, self.forward)

    def variables(self):
        """Return what is known of each variable: its lines, what its rule saves, and when its value is held."""
        n = len(self.program)
        words = [None] * n if self.program.shapes else saved(self.program)
        columns = zip(self.lines, self.makes, words, self.spans or [None] * n, strict=True)
        return [{"line": line, "gradient": makes, "saves": word, "kept": kept} for line, makes, word, kept in columns]

    def data(self):
        """Return the panes, the memory bar, and the slips, to which the questions now refer by number."""
        slips = sayings(self.asked)
        number = {name: k for k, name in enumerate(slips)}
        for ask in self.asked:
            ask["wrong"] = [[wrong, [number[name] for name in names]] for wrong, names in ask["wrong"]]
        mistakes = [{"name": name, **said} for name, said in slips.items()]
        return {"source": self.source, "gradient": self.gradient, "memory": self.memory, "mistakes": mistakes}
