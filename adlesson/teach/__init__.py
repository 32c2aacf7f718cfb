"""What learners do: exercises that check an answer and name the mistake behind a wrong one.

Read ``exercises`` (what you call), ``judges`` (how an answer is compared), ``answers`` (what may be an answer); the
exercises themselves, as data, are in ``problems``, a module for each notebook.
"""

from .exercises import Exercises
from .keeping import keeper
from .problems import COURSE

__all__ = ["exercises"]

exercises = Exercises(COURSE, keeper)
