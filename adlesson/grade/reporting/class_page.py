"""What an instructor reads of the marks: which exercises were hard, which mistakes are frequent, and who has what.

With this module you can

- write the page about a class (``class_page``).
"""

from statistics import mean, median
from urllib.parse import quote

from ..confined import WARNINGS
from .feedback_page import notes_of
from .marks_page import bar, page, said, table, verdict
from .marks_table import points
from .tally import VERDICTS, alike, mistakes, sums, tally

MEANS = """\
A mark says what the answers in a notebook are worth. Whoever wrote the notebook cannot have forged it, where it was
marked in a sandbox. It does not say who found the answers: a friend or a language model may have. What must count is
better asked on a worksheet, or in a quiz that somebody watches."""
ALIKE = """\
These notebooks are the same, byte for byte: one file was handed in by each of these students. It does not say who wrote it,
nor whether they were allowed to work together:"""


def class_page(marks, pages):
    """Return the page about a class as HTML, given its marks, and the address of each student's page."""
    first = marks[0]
    title = f"{first.assignment}: the class"
    earned = [mark.earned for mark in marks]
    line = (
        f"{count(len(marks), 'notebook')}. Of {points(first.points)} points, {points(round(mean(earned), 1))} were earned "
        f"on average; half of the students have {points(median(earned))} or more."
    )
    warnings = dict.fromkeys(filter(None, (WARNINGS.get(mark.sandbox) for mark in marks)))
    told = "".join(f'<div class="notes"><p>{said(warning)}</p></div>' for warning in warnings)
    parts = [f"<h1>{said(title)}</h1>\n<p>{line}</p>{told}", exercises(marks), wrong(marks), totals(marks)]
    return page(title, "\n".join([*parts, students(marks, pages), f"<h2>What a mark means</h2><p>{MEANS}</p>"]))


def count(many, word):
    """Return how many there are of something.

    >>> count(1, "student"), count(1200, "student")
    ('1 student', '1,200 students')
    """
    return f"{many:,} {word}{'s' * (many != 1)}"


def wide(text):
    """Return a text as HTML that takes some width in its column, if there is any."""
    return f'<div class="wide">{said(text)}</div>' if text else ""


def exercises(marks):
    """Return a row for each exercise, with a bar of its verdicts."""
    rows = []
    for one in tally(marks):
        rows.append(
            [said(one.what), wide(one.task), bar(one.counts, len(marks)), f"{one.share:.0%}", *map(str, one.counts.values())]
        )
    heads = ["exercise", "what it asks", "answers", "of its points", *(f"{mark} {word}" for mark, word in VERDICTS.values())]
    return f"<h2>Exercises</h2>{table('How many answered how, by exercise', heads, rows)}"


def wrong(marks):
    """Return a row for each known mistake, the most frequent first."""
    rows = [
        [said(one.mistake), said(one.idea), said(", ".join(one.what)), bar({"wrong": one.many}, len(marks)), str(one.many)]
        for one in mistakes(marks)
    ]
    if not rows:
        return "<h2>Mistakes</h2><p>None of the mistakes that the lesson knows was made.</p>"
    heads = ["mistake", "what to look at again", "where", "of the class", "students"]
    return f"<h2>Mistakes</h2>{table('The mistakes that the lesson knows, the most frequent first', heads, rows)}"


def totals(marks):
    """Return a row for each sum that somebody has."""
    many = sums(marks)
    rows = [[points(earned), bar({"many": n}, max(many.values())), f"{n:,}"] for earned, n in many.items()]
    return f"<h2>Points</h2>{table('How many students have how many points', ['points', 'as a bar', 'students'], rows)}"


def students(marks, pages):
    """Return a row for each student, and who handed in the same file."""
    rows = []
    for mark in marks:
        cells = [f"{verdict(item, heard=True)}&nbsp;{points(item.earned)}" for item in mark.items]
        name = f'<a href="{quote(pages[mark.student])}">{said(mark.student)}</a>'
        rows.append([name, *cells, f"<b>{points(mark.earned)}</b>", wide(" ".join(notes_of(mark)))])
    heads = ["student", *(item.what for item in marks[0].items), "points", "notes"]
    groups = "".join(f"<li>{said(', '.join(group))}</li>" for group in alike(marks))
    same = f"<p>{ALIKE}</p><ul>{groups}</ul>" if groups else ""
    return f"<h2>Students</h2>{table('Each student, with the verdict and the points of each exercise', heads, rows)}{same}"
