"""``python -m adlesson report MARKS --out DIR``: a table of the marks, a page for each student, and one about the class.

With this module you can

- do what stands behind the command (``run``).

The folder has ``marks.csv``, ``class.html``, and in ``feedback`` a page for each student.
"""

from pathlib import Path

from ..engine.errors import listed
from ..grade.marks import read_marks
from ..grade.reporting.class_page import class_page
from ..grade.reporting.feedback_page import feedback_page
from ..grade.reporting.marks_table import marks_table
from ..grade.reporting.student_names import page_names, plain
from ..grade.reporting.tally import alike
from .paper.whole import check, put

TABLE, CLASS, PAGES = "marks.csv", "class.html", "feedback"
SAYS = """\
Writes what the marks of a class come to: marks.csv for a spreadsheet or a learning platform, class.html for you, and
feedback/ with a page for each student, in which no answer stands."""

SAME = "{} handed in the same file, byte for byte. It does not say who wrote it."


def run(words, parser):
    """Write the report to the folder, all of it or nothing."""
    parser.description = SAYS
    parser.add_argument("marks", metavar="MARKS", help="the folder in which the marks are, as grade has written it")
    parser.add_argument("--out", metavar="DIR", required=True, help="the folder that the report is written to; it is made")
    parser.add_argument("--force", action="store_true", help="write over a report that is there")
    given = parser.parse_args(words)

    folder = Path(given.out).expanduser()
    marks = read_marks(Path(given.marks).expanduser())
    pages = {student: f"{PAGES}/{name}" for student, name in page_names([mark.student for mark in marks]).items()}
    older = (path.relative_to(folder).as_posix() for path in folder.glob(f"{PAGES}/*.html"))
    names = [TABLE, CLASS, *dict.fromkeys([*pages.values(), *older])]  # a page of somebody who is gone goes, too
    check(folder, names, given.force)

    def make(room):
        (room / PAGES).mkdir()
        (room / TABLE).write_text(marks_table(marks), "utf-8", newline="")
        (room / CLASS).write_text(class_page(marks, pages), "utf-8", newline="\n")
        for mark in marks:
            (room / pages[mark.student]).write_text(feedback_page(mark), "utf-8", newline="\n")

    put(folder, names, make, given.force)
    whom = f"each of {len(marks):,} students" if len(marks) != 1 else "1 student"
    print(f"In {folder} are {TABLE}, {CLASS}, and in {PAGES} a page for {whom}.")
    for group in alike(marks):
        print(SAME.format(listed(map(plain, group))))
