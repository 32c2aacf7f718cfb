"""What learners do: exercises that check an answer and name the mistake behind a wrong one.

Read ``exercises`` (what you call), ``judges`` (how an answer is compared), ``answers`` (what may be an answer), ``closed``
(what is not to be called), ``stops`` (what it means that a function has stopped), ``cells`` (what a learner finds, and what
solves it) and ``feedback`` (how it is shown); the exercises themselves, as data, are in ``problems``, a module for each
notebook.
"""

from .exercises import Exercises
from .keeping import keeper
from .problems import COURSE

__all__ = ["exercises"]

exercises = Exercises(COURSE, keeper)
