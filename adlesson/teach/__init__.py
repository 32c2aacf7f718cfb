"""What learners do: predict, answer, and find tomorrow what they did today.

Read ``course`` (the notebooks in their order), ``prediction`` (what one is) and ``predicting`` (what you call),
``exercises`` (what you call) and ``progress`` (what you call).  The data are in ``predictions`` and ``problems``, a module
for each notebook number.  Behind them stand ``judging`` (is an answer right, and which mistake gives it?) and ``kept``
(what is known of a learner tomorrow).  ``worker`` answers in a page that has no Jupyter.
"""

from .exercises import Exercises
from .kept.keeping import keeper
from .problems import COURSE

__all__ = ["exercises"]

exercises = Exercises(COURSE, keeper)
