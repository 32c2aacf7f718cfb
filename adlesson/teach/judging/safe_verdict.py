"""The verdict on an answer, however it breaks while it is judged.

With this module you can

- judge an answer so that nothing is raised but an interruption (``verdict_on``).

>>> verdict_on(lambda: 1 / 0)
('wrong', 'It cannot be read: it divides by zero.')
"""

from ...engine.errors import LessonError
from .answers import NoAnswerError
from .stops import is_a, meaning, said


def verdict_on(judge):
    """Return what ``judge()`` does, a verdict and a message; what it raises becomes such a pair."""
    try:
        return judge()
    except NoAnswerError as nothing:
        return "unanswered", said(nothing, 400)
    except KeyboardInterrupt:
        raise
    except BaseException as trouble:  # an answer may break in any way there is
        what = said(trouble, 400) if is_a(trouble, LessonError) else f"it cannot be read: {meaning(trouble)}"
        return "wrong", f"{what[:1].upper()}{what[1:]}."
