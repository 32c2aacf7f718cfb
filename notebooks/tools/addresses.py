"""Where the lesson is on the net: ``[project.urls]`` of ``pyproject.toml`` says it, and nothing else does.

    python notebooks/tools/addresses.py    say the addresses; exit code 1 while nobody owns them

Everything that leads there is made from that table: the line at the head of each notebook, and what stands in README.md
between two marks.  While ``_owner_`` stands in the place of an owner, no link is made, and how to run the lesson is said.
"""

import re
import sys
import tomllib
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
NOBODY = "_owner_"
NEEDED = "Homepage", "Repository", "Documentation"
# the homes of a notebook, the ways to it: {site} and {owner} are from the table, {name} is that of its file
HOMES = {
    "Read it with live pictures": "{site}{name}.html",
    "run it in the browser": "{site}lab/notebooks/index.html?path={name}.ipynb",
    "Binder": "https://mybinder.org/v2/gh/{owner}/HEAD?urlpath=lab/tree/notebooks/{name}.ipynb",
    "Colab": "https://colab.research.google.com/github/{owner}/blob/gh-pages/colab/{name}.ipynb",
}
HERE = "Run it: `make lab` in a copy of the lesson, or `python -m adlesson lab` where it is installed."
BADGE = "[![Start on Binder](https://mybinder.org/badge_logo.svg)]({})"
MARKS = "<!-- made by notebooks/tools/build.py from pyproject.toml -->", "<!-- up to here -->"
FIRST = "00_see_a_gradient_appear"


def project():
    """Return the table ``project`` of ``pyproject.toml``."""
    return tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]


def address(table, name):
    """Return an address of the project with a slash at its end, "" while nobody owns it."""
    found = table.get("urls", {}).get(name, NOBODY)
    return "" if NOBODY in found else f"{found.rstrip('/')}/"


def links(table, name):
    """Return ``{words: address}`` of all homes of a notebook, nothing while nobody owns them."""
    site, repository = address(table, "Documentation"), address(table, "Repository")
    owner = re.fullmatch(r"https://github\.com/([^/]+/[^/]+)/", repository)
    if not (site and owner):
        return {}
    return {words: home.format(site=site, owner=owner[1], name=name) for words, home in HOMES.items()}


def line(table, name):
    """Return the line of links at the head of a notebook, or how to run it."""
    ways = links(table, name)
    return " · ".join(f"[{words}]({way})" for words, way in ways.items()) or HERE


def in_readme(text, table):
    """Return the text of README.md with what the table makes of the part between the marks."""
    ways = links(table, FIRST)
    badge = [BADGE.format(ways["Binder"])] if ways else []
    return between(text, MARKS, "\n\n".join([*badge, line(table, FIRST)]), "README.md")


def between(text, marks, part, name):
    """Return the text of the file ``name`` with another part between two marks."""
    before, _, rest = text.partition(marks[0])
    _, there, after = rest.partition(marks[1])
    if not there:
        raise ValueError(f"{name} has lost the marks {marks[0]} and {marks[1]}: put them back, one below the other")
    return f"{before}{marks[0]}\n\n{part}\n\n{marks[1]}{after}"


def missing(table):
    """Return what is wrong with the addresses, a sentence for each."""
    told = table.get("urls", {})
    sentences = [f"{name} is missing." for name in NEEDED if name not in told]
    sentences += [
        f"{name} is {told[name]}: put its owner in the place of {NOBODY}." for name in told if NOBODY in told[name]
    ]
    if not sentences and not links(table, FIRST):
        sentences = [f"Repository is {told['Repository']}: it should be https://github.com/ with an owner and a name."]
    return sentences


def main(table):
    """Say the addresses, or what is missing; return the exit code."""
    for sentence in missing(table):
        print(f"[project.urls] in pyproject.toml: {sentence}")
    for words, way in links(table, FIRST).items():
        print(f"{words}: {way}")
    return 1 if missing(table) else 0


if __name__ == "__main__":
    sys.exit(main(project()))
