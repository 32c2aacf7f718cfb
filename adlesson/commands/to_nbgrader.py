"""``python -m adlesson to-nbgrader MARKS COURSE``: the marks in nbgrader's gradebook.

With this module you can

- do what stands behind the command (``run``).
"""

from pathlib import Path

from ..grade.exports.gradebook import enter, opened
from ..grade.marks import read_marks

SAYS = """\
Writes marks into the gradebook of an nbgrader course, with what is said about each answer as a comment. Scores that you have
entered there by hand stay, and count. Then nbgrader generate_feedback and nbgrader export know them."""


def run(words, parser):
    """Enter the marks, all of them or none."""
    parser.description = SAYS
    parser.add_argument("marks", metavar="MARKS", help="the folder in which the marks are, as grade has written it")
    parser.add_argument("course", metavar="COURSE", help="the folder of the nbgrader course, with its gradebook")
    given = parser.parse_args(words)

    marks = read_marks(Path(given.marks).expanduser())
    with opened(Path(given.course).expanduser()) as gradebook:
        enter(gradebook, marks)
    name = marks[0].assignment
    print(f"The marks of {len(marks):,} students are in the gradebook. Next: nbgrader generate_feedback {name}")
