"""Marks as the grader writes them, for tests of what is made of them."""

from adlesson.grade.assignment import made
from adlesson.grade.marks import MarkedItem, mark_of

PS1 = made("ps1", ["5.2:3", "5.3:5", "adjoints/2:4.5"], seed="2026")
SAYS = {
    "right": "Right: x1 gets 5.5 and x2 gets 1.716.",
    "wrong": "It looks as if the share of `a < b` is missing.",
    "stopped": "It was stopped after 5 seconds: is there a loop that does not end?",
}


def marked(student, verdicts, notes=(), mistake=None, submission=None, sandbox="bwrap", assignment=PS1):
    """Return the mark of a student with these verdicts, a word such as "right wrong missing"."""
    items = [
        MarkedItem(one.what, one.points, one.points * (verdict == "right"), verdict, SAYS.get(verdict, ""),
                   mistake if verdict == "wrong" else None)
        for one, verdict in zip(assignment.items, verdicts.split(), strict=True)
    ]  # fmt: skip
    return mark_of(assignment, student, submission or f"sha of {student}", notes, sandbox, items)
