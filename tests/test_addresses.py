"""The homes of the lesson: one table says where it is, and all links are made from it, or none."""

import re
import runpy
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
SOURCES = sorted((NOTEBOOKS / "src").glob("*.py"))
OWNED = {
    "urls": {
        "Homepage": "https://someone.github.io/adlesson/",
        "Repository": "https://github.com/someone/adlesson",
        "Documentation": "https://someone.github.io/adlesson/",
    }
}
NOBODYS = {"urls": {name: url.replace("someone", "_owner_") for name, url in OWNED["urls"].items()}}
TABLES = {"owned": OWNED, "nobody's": NOBODYS}


@pytest.fixture(scope="module")
def addresses():
    return runpy.run_path(str(NOTEBOOKS / "tools" / "addresses.py"))


@pytest.fixture(scope="module")
def heads():
    return runpy.run_path(str(NOTEBOOKS / "tools" / "build.py"))["with_head"].__globals__


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_each_notebook_begins_with_a_picture_and_says_where_it_runs(heads, source, table):
    """Whoever sees it on a page that runs nothing sees what it is about, and where it runs.

    Where that is no address, it is said below the contents: whoever has opened it in Jupyter runs it already.
    """
    text = heads["with_head"]("# Title\n\n**Question.** Why?\n\nMore.", table, source.stem, ["One"])
    title, picture, *rest = text.split("\n\n")
    line = rest.pop(0 if table is OWNED else -3)
    folded = ["<details><summary>Contents</summary>", "* [One](#One)", heads["EDITION"], "</details>"]
    assert (title, rest) == ("# Title", ["**Question.** Why?", "More.", *folded])
    words, path = re.fullmatch(r"!\[([^\]]+)\]\((images/[\w.]+)\)", picture).groups()
    assert len(words) > 30 and (NOTEBOOKS / path).exists() and source.stem.partition("_")[0] in path
    ways = dict(re.findall(r"\[([^\]]+)\]\(([^)]+)\)", line))
    if table is NOBODYS:
        assert not ways and "`make lab`" in line and "_owner_" not in line
    else:
        assert [*ways] == ["Read it with live pictures", "run it in the browser", "Binder", "Colab"]
        assert all(source.stem in way and "someone" in way and "{" not in way for way in ways.values())


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_each_committed_notebook_has_both(heads, addresses, source):
    """Below its title, for the owner that stands in ``pyproject.toml`` today."""
    cells = nbformat.read(NOTEBOOKS / f"{source.stem}.ipynb", as_version=4).cells
    head = heads["head"](addresses["project"](), source.stem)
    assert cells[0].source.startswith("# ") and cells[0].source.partition("\n\n")[2].startswith(f"{head}\n\n**Question.**")


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_the_readme_leads_to_the_homes_or_says_how_to_run_it(addresses, checkout, table):
    """The badge of Binder, too: a link that leads nowhere is worse than none."""
    text = addresses["in_readme"]((checkout / "README.md").read_text("utf-8"), table)
    badges, ways = text.count("badge_logo.svg"), text.count("/gh/someone/adlesson/")
    assert (badges, ways) == ((1, 2) if table is OWNED else (0, 0)), "a badge, and Binder among the links"
    assert "_owner_" not in text.replace("`_owner_`", "")
    assert addresses["in_readme"](text, table) == text, "made twice, it is the same"


def test_a_readme_without_its_marks_is_not_written_over(addresses):
    """Somebody has taken them away by mistake."""
    with pytest.raises(ValueError, match="has lost the marks"):
        addresses["in_readme"]("# Title\n", OWNED)


def test_the_committed_readme_is_what_the_table_gives(addresses, checkout):
    """As the notebooks are; ``make notebooks`` writes it."""
    text = (checkout / "README.md").read_text("utf-8")
    assert addresses["in_readme"](text, addresses["project"]()) == text


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (NOBODYS, "Repository is https://github.com/_owner_/adlesson: put its owner in the place of _owner_."),
        ({}, "Documentation is missing."),
        ({"urls": OWNED["urls"] | {"Repository": "https://example.org/x"}}, "it should be https://github.com/"),
    ],
)
def test_a_release_without_addresses_is_stopped(addresses, table, said, capsys):
    """By a sentence that says what to write and where; the release job asks."""
    assert addresses["main"](table) == 1
    assert said in capsys.readouterr().out


def test_a_release_with_addresses_goes_on(addresses, capsys):
    """It says where the lesson will be."""
    assert addresses["main"](OWNED) == 0
    said = capsys.readouterr().out
    assert "Binder: https://mybinder.org/v2/gh/someone/adlesson/HEAD?urlpath=lab/tree/notebooks/00_" in said
