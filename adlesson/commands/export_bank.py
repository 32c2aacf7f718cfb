"""``python -m adlesson bank --kind adjoints --level 2 --count 100 --seed 2026 bank.xml``: a bank of questions for Moodle.

With this module you can

- do what stands behind the command (``run``).
"""

from pathlib import Path

from ..teach.practice.paper.question_bank import question_bank
from .paper.wanted import describe, problems, said
from .paper.whole import check, put

SAYS = """\
Writes fresh problems as questions for Moodle, in which a wrong number is told which mistake gives it. In Moodle: Question
bank, Import, Moodle XML format."""


def run(words, parser):
    """Write the bank to the file."""
    parser.description = SAYS
    describe(parser, 100)
    parser.add_argument("file", metavar="FILE", help="the file it is written to, such as bank.xml")
    given = parser.parse_args(words)

    path = Path(given.file).expanduser()
    check(path.parent, [path.name], given.force)
    drawn, seed = problems(given)
    text = question_bank(drawn, seed)
    put(path.parent, [path.name], lambda room: (room / path.name).write_text(text, "utf-8", newline="\n"), given.force)
    print(f"{path} has {said(drawn, seed)}")
