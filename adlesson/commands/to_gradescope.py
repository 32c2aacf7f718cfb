"""``python -m adlesson to-gradescope ps1.json ps1.zip``: what is uploaded to Gradescope as the autograder of an assignment.

With this module you can

- do what stands behind the command (``run``).
"""

from pathlib import Path

from ..grade.assignment import read_assignment
from ..grade.exports.gradescope_zip import contents, packed
from ..grade.variants import read_names
from .paper.whole import check, put

SAYS = """\
Writes the zip that Gradescope calls an autograder: it marks each notebook when it is handed in, and shows the student the
verdict and the likely mistake of each answer. In Gradescope: Configure Autograder, Zip file upload."""
NAMES = "a table with the columns name and login, where the login is not what stands before the @ of an address"


def run(words, parser):
    """Write the zip."""
    parser.description = SAYS
    parser.add_argument("assignment", metavar="ps1.json", help="the assignment, as assign has written it")
    parser.add_argument("file", metavar="ps1.zip", help="the zip that is written")
    parser.add_argument("--names", metavar="names.csv", help=NAMES)
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    given = parser.parse_args(words)

    path, source = Path(given.file).expanduser(), Path(given.assignment).expanduser()
    names = Path(given.names).expanduser() if given.names else None
    check(path.parent, [path.name], given.force)
    assignment = read_assignment(source)
    if names:
        read_names(names)
    data = packed(contents(source, names))
    put(path.parent, [path.name], lambda room: (room / path.name).write_bytes(data), given.force)
    print(f"{path} marks {assignment.name} on Gradescope: upload it there, under Configure Autograder.")
