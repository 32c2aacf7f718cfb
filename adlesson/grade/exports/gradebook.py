"""Marks into nbgrader's gradebook, by its documented API; its feedback, its export and its forms then know them.

With this module you can

- open the gradebook of a course (``opened``), as the course's own ``nbgrader_config.py`` names it;
- write marks into it (``enter``): a score and a comment for each cell, and nothing that a person has entered.

nbgrader is installed by the extra ``nbgrader`` and loads when it is needed.
"""

import re
from contextlib import contextmanager

from ...engine.errors import InputError, short
from ..assignment import grade_id
from ..reporting.feedback_page import spoken
from ..reporting.marks_table import points
from ..variants import login

INSTALL = 'nbgrader is not installed here: python -m pip install "adlesson[nbgrader]"'
CONFIG = "nbgrader_config.py"
MADE_BY = "run nbgrader generate_assignment {} there first"
AUTOGRADE = "run nbgrader autograde {} --force there, and this again"
AGAIN = "run nbgrader generate_assignment {} --force there, and this again"


@contextmanager
def opened(course):
    """Open the gradebook of the course in this folder, for a block; raise ``InputError`` if there is none."""
    try:
        from nbgrader.api import Gradebook
        from nbgrader.coursedir import CourseDirectory
        from traitlets.config import Config
        from traitlets.config.loader import PyFileConfigLoader
    except ImportError as problem:
        raise InputError(INSTALL) from problem
    if not course.is_dir():
        raise InputError(f"there is no folder {short(str(course))}: name the one of your nbgrader course")
    config = Config(PyFileConfigLoader(CONFIG, path=str(course)).load_config() if (course / CONFIG).is_file() else {})
    if "root" not in config.CourseDirectory:
        config.CourseDirectory.root = str(course.resolve())
    address = CourseDirectory(config=config).db_url
    file = address.removeprefix("sqlite:///")
    if file != address and not (course / file).is_file():  # which opening would make, empty
        raise InputError(f"there is no gradebook {short(file, 200)}: {MADE_BY.format('NAME')}")
    with Gradebook(address) as gradebook:
        yield gradebook


def enter(gradebook, marks):
    """Write the marks of one assignment into an open gradebook.

    A student is known by the login, however it is written there; who or what is not there yet is added.  A score that a
    person has entered stays, and counts.  Raises ``InputError``, and writes no score, if the gradebook has another
    assignment than was marked.
    """
    check(gradebook, marks[0])
    name, known = marks[0].assignment, {login(student.id): student.id for student in gradebook.students}
    for mark in marks:
        student = known.get(login(mark.student), mark.student)
        gradebook.update_or_create_student(student)
        gradebook.update_or_create_submission(name, student)
        notebook = gradebook.find_submission_notebook(name, name, student)
        grades = {grade.name: grade for grade in notebook.grades}
        comments = {comment.name: comment for comment in notebook.comments}
        for item in mark.items:
            cell = grade_id(item.what)
            if cell not in grades:  # it was autograded before the assignment was made anew
                raise InputError(f"the gradebook has an older submission of {short(student)}: {AUTOGRADE.format(name)}")
            grades[cell].auto_score = item.earned
            grades[cell].needs_manual_grade = False
            comments[cell].auto_comment = in_markdown(spoken(item))
    gradebook.db.commit()


def check(gradebook, mark):
    """Raise ``InputError`` if what is marked is not what the gradebook has."""
    from nbgrader.api import MissingEntry

    name = mark.assignment
    try:
        cells = {cell.name: cell.max_score for cell in gradebook.find_notebook(name, name).grade_cells}
    except MissingEntry as problem:
        raise InputError(f"the gradebook has no assignment {name}: {MADE_BY.format(name)}") from problem
    for item in mark.items:
        most = cells.pop(grade_id(item.what), 0)
        if most != item.points:
            raise InputError(
                f"{item.what} has {points(most)} points in the gradebook and {points(item.points)} in the marks: "
                f"{AGAIN.format(name)}"
            )
    if cells:
        raise InputError(f"the gradebook has {', '.join(cells)}, and the marks have not: {AGAIN.format(name)}")


def in_markdown(text):
    """Return a text as Markdown that shows it as it is, but for code between ` and `.

    >>> in_markdown("2 * x_bar < 3, `x < 3`")
    '2 \\\\* x\\\\_bar \\\\< 3, `x < 3`'
    """
    parts = re.split("(`[^`]+`)", text)
    return "".join(part if k % 2 else re.sub(r"([\\*_<\[$&`])", r"\\\1", part) for k, part in enumerate(parts))
