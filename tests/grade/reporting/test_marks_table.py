"""``marks.csv``: read back as a program reads it, and harmless to a spreadsheet."""

import csv
import io

from marked import marked

from adlesson.grade.reporting.marks_table import marks_table

MARKS = [
    marked("=1+1", "right wrong missing"),
    marked("ada, countess", "right right right", notes=('She said "x, y".', "=2")),
    marked("李", "untouched stopped wrong", notes=("=3",)),
]


def test_each_student_is_a_row_with_the_points_of_each_exercise():
    """Their sum is that of the mark; text in Unicode begins so that Excel knows."""
    text = marks_table(MARKS)
    assert text.startswith("\ufeffstudent,")
    head, *rows = csv.reader(io.StringIO(text[1:], newline=""))
    assert head == ["student", "5.2 (of 3)", "5.3 (of 5)", "adjoints/2 (of 4.5)", "total (of 12.5)", "notes"]
    assert rows == [
        ["'=1+1", "3", "0", "0", "3", ""],
        ["ada, countess", "3", "5", "4.5", "12.5", 'She said "x, y". =2'],
        ["李", "0", "0", "0", "0", "'=3"],
    ]
    for row, mark in zip(rows, MARKS, strict=True):
        assert sum(map(float, row[1:4])) == float(row[4]) == mark.earned


def test_no_cell_begins_as_a_formula():
    """Whatever a student is called."""
    cells = [cell for row in csv.reader(io.StringIO(marks_table(MARKS)[1:])) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
