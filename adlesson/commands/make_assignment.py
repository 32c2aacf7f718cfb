"""``python -m adlesson assign ps1.json --exercises 5.2:3 5.3:5 adjoints/2:4 --out ps1``: one notebook for all students.

With this module you can

- do what stands behind the command (``run``).
"""

from pathlib import Path

from ..engine.errors import InputError, short
from ..grade.assignment import in_words, made, written
from ..grade.handout import NBGRADER_CONFIG, handout
from ..grade.variants import any_seed, fair_seed, read_roster
from .lesson.kept_cells import written as notebook_as_bytes
from .paper.whole import put

CONFIG = "nbgrader_config.py"
SAYS = """\
Writes an assignment: FILE, by which submissions are graded, and in the folder of --out the notebook for all students, a copy
with solutions, and settings for nbgrader. Exercises are named as in the lesson (5.2), fresh problems by kind and level
(adjoints/2; also order, mistake, sweeps, multipliers): each student gets another one. Behind : stand the points."""
ALIKE = "{}: of {:,} pairs of students, {:,} {} the same problem"


def run(words, parser):
    """Write the assignment and its notebooks, all of them or none."""
    parser.description = SAYS
    parser.add_argument(
        "file", metavar="FILE", help="the file of the assignment, such as ps1.json: keep it, and never change it"
    )
    parser.add_argument("--exercises", metavar="WHAT:POINTS", nargs="+", required=True, help="as in 5.2:3 adjoints/2:4")
    parser.add_argument("--out", metavar="DIR", help="the folder of the notebooks; named as the assignment if left out")
    parser.add_argument(
        "--roster", metavar="FILE", help="the logins of a class, one a line: says how many pairs have the same fresh problem"
    )
    parser.add_argument("--force", action="store_true", help="write over files that are there")
    given = parser.parse_args(words)

    path = Path(given.file).expanduser()
    if path.suffix != ".json":
        raise InputError(f"the file of an assignment ends in .json, as in ps1.json, not {short(path.name)}")
    assignment = made(path.stem, given.exercises, any_seed())
    name = assignment.name
    out = Path(given.out).expanduser() if given.out else path.parent / name
    names = f"{name}.ipynb", f"{name}_with_solutions.ipynb", CONFIG
    alike = {}
    if given.roster:
        assignment, alike = fair_seed(assignment, read_roster(given.roster))

    def notebooks(room):
        for file, solved in zip(names, (False, True), strict=False):
            (room / file).write_bytes(notebook_as_bytes(handout(assignment, solved)))
        (room / CONFIG).write_text(NBGRADER_CONFIG.format(name=name), "utf-8", newline="\n")

    def both(room):
        (room / path.name).write_text(written(assignment), "utf-8", newline="\n")
        put(out, names, notebooks, given.force)

    put(path.parent, [path.name], both, given.force)
    for item, (same, pairs) in alike.items():
        print(ALIKE.format(item.what, pairs, same, "has" if same == 1 else "have"))
    print(f"For students: {out / names[0]} ({in_words(assignment.points)})")
    print(f"For you: {out / names[1]}; to grade what comes back: {path}; for nbgrader: {out / CONFIG}")
