"""The repository keeps its own promises: what lies where, what the README says, and what must never be committed."""

import doctest
import json
import re
import tomllib

import yaml
from conftest import files_not_ignored

TOP_LEVEL = {
    "README.md", "LICENSE", "CITATION.cff", "Makefile", "pyproject.toml", "requirements.txt", ".gitignore",
    "adlesson", "notebooks", "tests", "binder", ".ci", ".github",
}  # fmt: skip

# written in pieces, so that this file does not name what no file may name
HOSTS = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "deb." + "debian.org",
    "conda." + "anaconda.org",
]
MACHINE_PATHS = ["/" + folder + "/" for folder in ("work", "tmp/w", "root", "home/jovyan", "Users")]

NOTEBOOKS = [
    "00_see_a_gradient_appear",
    "01_fit_a_function",
    "02_watch_symbols_blow_up",
    "03_write_a_program_as_a_graph",
    "04_push_forward",
    "05_pull_back",
    "05b_use_one_sweep",
    "06_count_the_cost",
    "07_state_it_as_constraints",
    "08_solve_the_three_blocks",
    "09_close_the_loop",
    "10_try_other_solvers",
    "10b_take_turns",
    "11_read_lecun_1988",
    "12_let_time_flow",
    "13_break_it_test_it",
    "14_build_your_own",
    "15_keep_this_card",
]


def rows(text, heading):
    """Return the first cells of the table under a heading of the README."""
    section = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return [line.split("|")[1].strip() for line in section.splitlines() if line.startswith("| ")][1:]


def readme(checkout):
    return (checkout / "README.md").read_text(encoding="utf-8")


def test_top_level_holds_only_what_it_should(repository_files):
    """A new file at the top is a decision, not an accident."""
    assert {name.split("/")[0] for name in repository_files} <= TOP_LEVEL


def test_without_git_the_files_are_the_same(repository_files):
    """An exported copy is held to the same promises."""
    assert files_not_ignored() == repository_files


def test_files_are_small(repository_files, checkout):
    """A checkout, and a Binder image built from it, should take seconds to fetch."""
    assert [name for name in repository_files if (checkout / name).stat().st_size > 1_000_000] == []


def test_notebooks_have_no_outputs(repository_files, checkout):
    """Learners predict before they see; and a diff of outputs cannot be read."""
    for name in repository_files:
        if name.endswith(".ipynb"):
            for cell in json.loads((checkout / name).read_text(encoding="utf-8"))["cells"]:
                assert not cell.get("outputs"), name
                assert cell.get("execution_count") is None, name


def test_no_file_names_a_registry_or_a_machine(repository_files, checkout):
    """Which mirror or folder someone works with is theirs; in a file it breaks everybody else."""
    found = []
    for name in repository_files:
        text = (checkout / name).read_bytes().decode("utf-8", errors="ignore")
        found += [(name, word) for word in HOSTS + MACHINE_PATHS if word in text]
    assert found == []


def test_address_of_the_repository_stands_once(repository_files, checkout):
    """A fork changes one table: what leads to the lesson's homes is made from it."""
    urls = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["project"]["urls"]
    owner = re.fullmatch(r"https://github\.com/(\w+)/adlesson", urls["Repository"])[1]
    made = {"README.md", *(name for name in repository_files if name.endswith(".ipynb"))}
    by_hand = [name for name in repository_files if name not in made and not name.startswith("tests/")]
    texts = {name: (checkout / name).read_bytes().decode("utf-8", errors="ignore") for name in by_hand}
    pattern = rf"(?:github\.com/|/gh/|//){owner}(?:/adlesson|\.github\.io)"
    assert {name for name, text in texts.items() if re.search(pattern, text)} == {"pyproject.toml"}


def test_readme_names_the_commands(checkout):
    """They are the only ones a newcomer must know: to begin, to get what is new, and to see that all is well."""
    text, makefile = readme(checkout), (checkout / "Makefile").read_text()
    for target in ("lab", "update", "test"):
        assert f"`make {target}`" in text
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_readme_example_gives_its_numbers(checkout):
    """The first five lines that anyone tries."""
    result = doctest.testfile(str(checkout / "README.md"), module_relative=False)
    assert result.attempted == 5
    assert result.failed == 0


def test_readme_says_of_each_home_when_it_was_seen(checkout):
    """A day, or that it was not: what nobody has tried is not claimed."""
    section = readme(checkout).split("\n## Where it opens\n")[1].split("\n## ")[0]
    seen = [line.split("|")[3] for line in section.splitlines() if line.startswith("| ")][1:]
    assert len(seen) >= 9
    assert [words for words in seen if not re.search(r"\b20\d\d-[01]\d-[0-3]\d\b|\bnot run\b", words)] == []


def test_readme_maps_all_notebooks_and_marks_the_planned_ones(checkout):
    """Every row links to a file that is there, or says that it is planned."""
    for row, name in zip(rows(readme(checkout), "The notebooks"), NOTEBOOKS, strict=True):
        assert row.lstrip("[").startswith(name.partition("_")[0] + " ")
        there = (checkout / "notebooks" / f"{name}.ipynb").exists()
        assert (f"(notebooks/{name}.ipynb)" in row, "(planned)" in row) == (there, not there), row


def test_readme_lists_the_rooms_and_marks_the_planned_ones(checkout):
    """What is not there yet is not claimed."""
    listed = {}
    for row in rows(readme(checkout), "The package"):
        listed[row.split("`")[1]] = "(planned)" not in row
    there = {f"adlesson/{path.parent.name}" for path in (checkout / "adlesson").glob("*/__init__.py")}
    assert {room for room, present in listed.items() if present} == there


def test_readme_says_where_a_line_lives(checkout):
    """A newcomer goes where the table points: there must be something there."""
    section = readme(checkout).split("\n## Where a line lives\n")[1].split("\n## ")[0]
    named = re.findall(r"`([^`]+/[^`]*)`", section)
    assert len(named) >= 8
    assert [path for path in named if not (checkout / path).exists()] == []


def test_readme_links_lead_somewhere(checkout):
    """A dead link or a missing picture at the front door."""
    targets = re.findall(r"\]\(([^)]+)\)", readme(checkout))
    assert targets
    assert [target for target in targets if "://" not in target and not (checkout / target).exists()] == []


def test_what_others_made_is_named_with_its_licence(checkout, repository_files):
    """Data that we did not write may be used on somebody's terms only; and code of others is not here at all."""
    ours = (".py", ".js", ".css", ".json")
    data = [name for name in repository_files if name.startswith("adlesson/") and not name.endswith(ours)]
    licence = (checkout / "LICENSE").read_text(encoding="utf-8")
    assert data and [name for name in data if name not in licence] == []
    assert "Graphviz EPL 2.0" in readme(checkout) and "MPL 2.0" in readme(checkout)


def test_how_to_cite_it_says_what_the_package_says(checkout):
    """Version, licence and the two texts it grew from; where it lives is said in one place, so not here."""
    table = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["project"]
    cited = yaml.safe_load((checkout / "CITATION.cff").read_text("utf-8"))
    assert cited["cff-version"] == "1.2.0" and cited["message"] and cited["authors"]
    assert (str(cited["version"]), " AND ".join(cited["license"])) == (table["version"], table["license"])
    assert cited["title"].startswith(readme(checkout).partition("\n")[0].removeprefix("# "))
    assert [one["year"] for one in cited["references"]] == [2017, 2018, 1988]


def test_the_page_for_contributors_names_what_is_there(checkout):
    """One page: five additions, each with its files and with the tests that tell."""
    page = (checkout / ".github" / "CONTRIBUTING.md").read_text("utf-8")
    assert len(page.split()) < 750
    added = [row.split("|")[1].strip().strip("*") for row in page.splitlines() if row.startswith("| **")]
    assert added == ["an operation", "a misconception", "an exercise", "a notebook", "a mode of the stepper"]
    named = [path for path in re.findall(r"`([\w./]+/[\w./]+)`", page) if not re.search(r"1[6-9]|\.venv", path)]
    assert len(named) > 20 and [path for path in named if not (checkout / path).exists()] == []
