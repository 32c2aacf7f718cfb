"""The marks of a class as a table that spreadsheets and learning platforms read: ``marks.csv``.

With this module you can

- write the marks of a class, a row for each student (``marks_table``);
- write points as short as they can be (``points``).

>>> points(3.0), points(2.5)
('3', '2.5')
"""

import csv
import io

from .student_names import in_cell

MARK = "\ufeff"  # by which Excel knows that the text is Unicode


def marks_table(marks):
    """Return the text of the table, given the marks of one assignment.

    Its columns are the student, the points of each exercise, their sum, and the notes.  How many points there could be
    stands in the head, where it also keeps a spreadsheet from reading 5.2 as a day in February.
    """
    first, text = marks[0], io.StringIO()
    write = csv.writer(text, lineterminator="\r\n").writerow
    of = [f"{item.what} (of {points(item.points)})" for item in first.items]
    write(["student", *map(in_cell, of), f"total (of {points(first.points)})", "notes"])
    for mark in marks:
        earned = [points(item.earned) for item in mark.items]
        write([in_cell(mark.student), *earned, points(mark.earned), in_cell(" ".join(mark.notes))])
    return MARK + text.getvalue()


def points(number):
    """Return points as a text."""
    return f"{number:.10g}"
