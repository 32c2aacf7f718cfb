"""``python -m adlesson worksheet --kind adjoints --level 2 --count 30 --seed 2026 DIR``: problems on paper, and their key.

With this module you can

- do what stands behind the command (``run``).

The folder has ``worksheet.html`` and ``key.html``, to be printed on A4 or Letter, the same as PDF where a Chromium is found,
and ``problems.json``, whose records ``ad.practice`` takes.
"""

import json
from pathlib import Path

from ..teach.practice.paper.printed import key, worksheet
from .paper.to_pdf import chromium, to_pdf
from .paper.wanted import describe, problems, said
from .paper.whole import check, put

PAGES = {"worksheet.html": worksheet, "key.html": key}
RECORDS = "problems.json"
FILES = (*PAGES, RECORDS, "worksheet.pdf", "key.pdf")
VERSION = 1
SAYS = """\
Writes fresh problems as a worksheet to print, black on white, A4 or Letter, with room for a name, and their key."""
PRINT = "There is no Chromium here that makes a PDF: open {} in a browser, and print it without its own headers."


def run(words, parser):
    """Write the worksheet, its key and the records to the folder, all of them or none."""
    parser.description = SAYS
    describe(parser, 30)
    parser.add_argument("dir", metavar="DIR", help="the folder they are written to; it is made")
    given = parser.parse_args(words)

    folder = Path(given.dir).expanduser()
    check(folder, FILES, given.force)
    drawn, seed = problems(given)
    left = []

    def make(room):
        for name, page in PAGES.items():
            (room / name).write_text(page(drawn, seed), "utf-8", newline="\n")
        text = json.dumps({"version": VERSION, "problems": [problem.record for problem in drawn]}, indent=1)
        (room / RECORDS).write_text(f"{text}\n", "utf-8", newline="\n")
        browser = chromium()
        left.extend(name for name in PAGES if not (browser and to_pdf(browser, room / name, len(drawn))))

    put(folder, FILES, make, given.force)
    print(f"In {folder} are worksheet and key: {said(drawn, seed)}")
    if left:
        print(PRINT.format(" and ".join(str(folder / name) for name in left)))
