"""What learners do: exercises that check an answer and name the mistake behind a wrong one."""

from .exercises import Exercises
from .problems import COURSE

__all__ = ["exercises"]

exercises = Exercises(COURSE)  # one session: a fresh kernel starts with a clean sheet
