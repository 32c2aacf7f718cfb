"""What learners do: predict, answer, and find tomorrow what they did today.

Predictions: ``prediction`` (what one is), ``predictions`` (the data, a module for each notebook number), ``predicting``
(what you call).  Exercises: ``exercises`` (what you call), ``judges`` (how an answer is compared), ``answers`` (what may be
an answer), ``closed`` (what is not to be called), ``stops`` (what it means that a function has stopped), ``cells`` (what a
learner finds, and what solves it), ``feedback`` (how it is shown), and the data in ``problems``.  Progress: ``progress``
(what you call), ``keeping`` (what is known), ``events`` (what happened, a line each), ``event_file`` (the one file),
``course`` (the notebooks in their order).  ``worker`` answers in a page that has no Jupyter.
"""

from .exercises import Exercises
from .keeping import keeper
from .problems import COURSE

__all__ = ["exercises"]

exercises = Exercises(COURSE, keeper)
