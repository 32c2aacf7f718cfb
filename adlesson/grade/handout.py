"""The notebook that all students get, and the instructor's copy with solutions.

With this module you can

- get an assignment as a notebook (``handout``), as a dict that JSON can write;
- get the settings by which nbgrader leaves it whole and runs none of it (``NBGRADER_CONFIG``).

Text and cells of the exercises are those of the lesson's own notebooks.  A fresh problem is drawn in the notebook, from the
login that a student writes into one of its cells.

>>> from adlesson.grade.assignment import made
>>> notebook = handout(made("ps1", ["5.1:3", "adjoints/2:4"], seed="2026"))
>>> [cell["metadata"]["nbgrader"]["grade_id"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
['import', 'login', 'exercise-5-1', 'draw-adjoints-2', 'fresh-adjoints-2']
"""

from ..engine.errors import InputError
from ..teach.judging.cells import cells_of, text_of
from .assignment import grade_id, in_words
from .variants import LONGEST

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
IMPORT = "import adlesson as ad\n\nad.exercises.assigned = True  # they count for marks: no solutions here"
GOES_ON = ["raises-exception"]  # by this tag, Jupyter runs the cells below one that has failed
TITLE = """\
# {name}

{points}. Write your answer into the cell below each task, and run it: it says whether the answer is right, and what
may be wrong. You can try as often as you like. Then save this notebook, and hand in the file.

A task that is answered in two cells counts as it is answered in the last of them."""
SOLVED = "\n\n**With solutions**: this is the instructor's copy."
WHO = """\
## Who you are

Write your login between the quotes. You get problems of your own by it, and they are marked as yours: so it must be the
login under which you hand in."""
LOGIN = """\
login = ""
seed = f"{name} {seed} {{''.join(login.split()).lower()}}"[:{longest}]  # capital letters and spaces do not matter
print("Your problems are those of", login or "nobody yet: write your login between the quotes, and run this cell again")"""
HEADING = "## {title}, level {level}\n\nThis problem is yours alone. {how}"
TITLES = {  # of the kinds of fresh problems, and how an answer to one is written
    "adjoints": ("Fill in the adjoints", 'Write a number for each `?`, as in `answer = {"x": 3, "a": -1}`, with all names.'),
    "order": ("Put the lines in order", 'Write their letters in an order that works, as in `answer = "BAC"`.'),
    "mistake": ("Name the mistake", 'Write the letter of the sentence, as in `answer = "A"`.'),
    "sweeps": ("Count the sweeps", 'Write which sweeps, and how many, as in `answer = "reverse 3"`.'),
    "multipliers": ("Solve the rows", 'Write a number for each `?`, as in `answer = {"x": 3, "a": -1}`, with all names.'),
}
NO_TEXT = "the text of exercise {} is missing in the package: install it anew, by pip install --force-reinstall adlesson"

NBGRADER_CONFIG = '''\
"""For nbgrader: put this file into the folder of your course, and the notebook into source/{name}/.

The marks do not come from nbgrader: python -m adlesson grade makes them, and python -m adlesson to-nbgrader brings them
there. So nbgrader is told to run nothing that a student wrote, and to leave the cells of bug hunts as they are.
"""

c = get_config()  # noqa: F821

# ClearSolutions would empty each cell without its own markers, and so every bug hunt
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
]
# Execute would run what students wrote
c.Autograde.autograde_preprocessors = [
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
'''


def handout(assignment, solved=False):
    """Return an assignment as a notebook of format 4.5; with ``solved`` the copy with solutions.

    Raises ``InputError`` where the package came without the texts of the exercises.
    """
    cells = [text("title", TITLE.format(name=assignment.name, points=in_words(assignment.points)) + SOLVED * solved)]
    cells.append(code("import", IMPORT, locked=True))
    if any(item.fresh for item in assignment.items):
        cells += [text("who", WHO), code("login", login_cell(assignment))]
    for item in assignment.items:
        cells += (fresh if item.fresh else exercise)(item, solved)
    metadata = {
        "kernelspec": KERNEL,
        "language_info": {"name": "python"},
        "adlesson": {"assignment": assignment.name, "hash": assignment.hash},
    }
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def login_cell(assignment):
    """Return the cell in which a student writes a login: it makes the same seed as ``variants.seed_of``."""
    return LOGIN.format(name=assignment.name, seed=assignment.seed, longest=LONGEST)


def exercise(item, solved):
    """Return the cells of an exercise of the lesson."""
    cells = cells_of(item.what)
    if not cells.cell:
        raise InputError(NO_TEXT.format(item.what))
    heading, _, task = text_of(item.what).replace("### ", "## ", 1).partition("\n")
    answer = cells.solution if solved else cells.cell
    return [
        text(f"text-{grade_id(item.what)}", f"{heading}\n\n*{in_words(item.points)}.*\n{task}"),
        code(grade_id(item.what), answer, item.points),
    ]


def fresh(item, solved):
    """Return the cells of a fresh problem: one draws and shows it, in the other it is answered."""
    kind, level = item.fresh
    title, how = TITLES[kind]
    name = f"{kind}_{level}"
    answer = f"answer = None\n{name}.check(answer)"
    solution = f"print({name}.question.solution)"
    return [
        text(
            f"text-{grade_id(item.what)}",
            f"{HEADING.format(title=title, level=level, how=how)}\n\n*{in_words(item.points)}.*",
        ),
        code(f"draw-{kind}-{level}", f'{name} = ad.practice("{kind}", {level}, seed)\nprint({name})', locked=True),
        code(grade_id(item.what), solution if solved else answer, item.points),
    ]


def text(name, source):
    """Return a cell of Markdown, which students leave as it is."""
    return {"cell_type": "markdown", "id": name, "metadata": {"nbgrader": for_nbgrader(name, True)}, "source": source}


def code(name, source, points=None, locked=False):
    """Return a cell of code; one with ``points`` is where an answer is written."""
    metadata = {"nbgrader": for_nbgrader(name, locked, points), "tags": GOES_ON}
    return {"cell_type": "code", "execution_count": None, "id": name, "metadata": metadata, "outputs": [], "source": source}


def for_nbgrader(name, locked, points=None):
    """Return what nbgrader knows of a cell.

    One with points is one that nbgrader calls graded by hand: it never gives points of its own to a cell that only ran.
    """
    graded = {} if points is None else {"points": points}
    return {
        "grade": points is not None,
        "grade_id": name,
        "locked": locked,
        "schema_version": 3,
        "solution": points is not None,
        "task": False,
        **graded,
    }
