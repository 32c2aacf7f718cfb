"""The exercises themselves, as data: a module per notebook, with a ``Problem`` for each exercise.

With this package you can

- read what an exercise asks, how it is judged and what its three hints say (``COURSE``).

The module of a notebook loads when one of its exercises is asked for, so that a notebook of numbers needs none of what
a notebook of arrays needs.  A judge gets its right answer from the engine when it is asked.  The first hint names the
rule, the second the arrow or the line to look at, the third leaves one small step.  ``trials`` and
``plans`` hold what several of them try an answer on.

>>> COURSE["0.1"].number, COURSE["0.1"].stars
('0.1', 1)
"""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path


class Course(Mapping):
    """The problems by number, such as "5.1", in the order of the course."""

    def __init__(self):
        self.notebooks = sorted(int(path.stem[1:]) for path in Path(__file__).parent.glob("n[0-9][0-9].py"))

    def __getitem__(self, number):
        for notebook in self.notebooks:
            if str(number).startswith(f"{notebook}."):
                return {problem.number: problem for problem in self._problems(notebook)}[number]
        raise KeyError(number)  # whatever it is: what is kept of a learner has names of other things, too

    def __iter__(self):
        return (problem.number for notebook in self.notebooks for problem in self._problems(notebook))

    def __len__(self):
        return sum(1 for _ in self)

    def _problems(self, notebook):
        return import_module(f".n{notebook:02}", __name__).PROBLEMS


COURSE = Course()
