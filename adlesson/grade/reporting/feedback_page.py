"""What a student reads of the marks: the verdict on each answer, and which mistake gives it; never an answer.

With this module you can

- write the page of a student (``feedback_page``);
- have what is said about one answer (``spoken``), and about the whole (``notes_of``).

What is said to a right answer in the lesson explains it, with its number: it is left out, so that a page may be passed on.
"""

from ..confined import WARNINGS
from .marks_page import page, said, verdict
from .marks_table import points
from .student_names import plain
from .tally import task_of

SAYS = {
    "right": "",
    "wrong": "The answer is not right.",
    "untouched": "The cell is as it stood in the assignment.",
    "missing": "There is no answer to it in the notebook.",
    "stopped": "It was stopped before it had an answer.",
}


def feedback_page(mark):
    """Return the page of the student with this mark, as HTML."""
    title = f"{mark.assignment}: {mark.student}"
    notes = "".join(f"<li>{said(note)}</li>" for note in notes_of(mark))
    first = f'<div class="notes"><h2>Please note</h2><ul>{notes}</ul></div>\n' if notes else ""
    head = f'<h1>{said(title)}</h1>\n<p class="sum"><b>{points(mark.earned)}</b> of {points(mark.points)} points</p>\n'
    return page(title, head + first + "\n".join(map(exercise, mark.items)))


def exercise(item):
    """Return what is said about one exercise, as HTML."""
    task = task_of(item.what)
    heading = f"{said(item.what)}{f': {said(task)}' if task else ''}"
    line = f"<p>{verdict(item)}, {points(item.earned)} of {points(item.points)} points</p>"
    text = spoken(item)
    return f"<section><h2>{heading}</h2>{line}{f'<p>{said(text)}</p>' if text else ''}</section>"


def notes_of(mark):
    """Return the notes of a mark that are for its student; what the sandbox is like is for the instructor."""
    return [note for note in mark.notes if note != WARNINGS.get(mark.sandbox)]


def spoken(item):
    """Return what is said about an answer, in words; "" where it is right, for then the verdict says it all."""
    if item.verdict in ("wrong", "stopped") and item.message:
        return plain(item.message)
    return SAYS[item.verdict]
