"""What marks one submission on Gradescope, where ``run_autograder`` calls it: ``python -m ...gradescope_run /autograder``.

With this module you can

- mark the submission in a folder that is laid out as Gradescope's, and write ``results/results.json`` (``main``);
- say a mark as Gradescope reads it (``results``), and find out whose it is (``student_of``).

What goes wrong here, and not in the submission, leaves no results: then Gradescope tells the instructor, and gives no mark.
"""

import json
import os
import sys
from pathlib import Path

from ..assignment import read_assignment
from ..confined import chosen
from ..many import graded
from ..reporting.feedback_page import notes_of, spoken
from ..reporting.student_names import plain
from ..reporting.tally import task_of
from ..submissions import Found, notebooks_in, of_student
from ..variants import login, read_names

SECONDS = 5  # for one question
NONE = "There is no notebook among the files: hand in the one that ends with .ipynb."


def main(root):
    """Mark the submission below the folder ``root``, and write the results."""
    root = Path(root)
    assignment = read_assignment(root / "source" / "assignment.json")
    student, handed_in = student_of(root), root / "submission"
    found = [Found(student, "", path, "") for path in notebooks_in(handed_in) if path != handed_in]
    told = {"score": 0, "output": NONE}
    if found:
        told = results(graded(of_student(student, found), assignment, chosen("auto"), SECONDS))
    path = root / "results" / "results.json"
    written = path.with_suffix(".new")
    written.write_text(json.dumps(told | {"stdout_visibility": "hidden"}, indent=1), "utf-8")
    os.replace(written, path)


def results(mark):
    """Return a mark as a dict: a test for each exercise, and notes above them; for the instructor all notes, as data."""
    tests = [
        {
            "number": item.what,
            "name": ": ".join(filter(None, [item.what, task_of(item.what)])),
            "score": item.earned,
            "max_score": item.points,
            "status": "passed" if item.verdict == "right" else "failed",
            "output": spoken(item) or "Right.",
        }
        for item in mark.items
    ]
    told = {"score": mark.earned, "output": "\n".join(map(plain, notes_of(mark))), "tests": tests}
    return told | {"extra_data": {"sandbox": mark.sandbox, "notes": [*mark.notes]}}


def student_of(root):
    """Return the login of whose submission it is, by ``submission_metadata.json``, and ``names.csv`` if that was given.

    Without the latter it is what stands before the @ in the address.  Of a group it is the one who is named first.
    """
    told = json.loads((root / "submission_metadata.json").read_text("utf-8"))
    user, given = told["users"][0], root / "source" / "names.csv"
    names = read_names(given) if given.is_file() else {}
    keys = [login(user.get(key) or "") for key in ("email", "sid", "name")]
    return next((names[key] for key in keys if key in names), keys[0].partition("@")[0])


if __name__ == "__main__":
    main(sys.argv[1])
