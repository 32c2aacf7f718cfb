"""The notebooks: built from their sources, in house style, and running from top to bottom."""

import re
import runpy
from collections import Counter
from itertools import chain
from pathlib import Path
from statistics import median

import nbformat
import pytest
from acts import MINUTES, acts, first_minutes, minutes, prose, screens
from kept_names import needed_from_above, taken_over
from notebook_runs import run, run_beside, shown, tagged
from predicted import agrees, is_reason, names_asked

from adlesson.teach.course import NOTEBOOKS as NOTEBOOKS_IN_ORDER
from adlesson.teach.course import notebook
from adlesson.teach.predictions import predictions

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
BUILD = runpy.run_path(str(NOTEBOOKS / "tools" / "build.py"))
SOURCES = sorted((NOTEBOOKS / "src").glob("*.py"))

FIRST_ACTS, FIRST_ACTS_ELSEWHERE = 32, 9  # in fifteen minutes: 00 promises 30, to who reads every word of a card, too
MOST_STOPS, MOST_STOPS_IN = (
    40,
    {"00": 42, "04": 42, "05": 41, "07": 43, "09": 53, "10": 42, "11": 48, "12": 44, "13": 53, "14": 47},
)  # a cell to run is one, and so is all that is read and predicted before the next
MOST_WORDS_IN_OPENING, MOST_WORDS, MOST_NEW_TERMS = 120, 90, 5
MOST_CODE_LINES, MOST_CODE_LINES_AS_A_RULE, MOST_COLUMNS = 12, 4, 92
LABELS = {"Question.", "You will", "You need", "Time.", "Predict.", "Say why.", "Next:", "→", "←"}
CLOSING = ["Summary", "Exercises", "Roads not taken", "Further reading"]
SELF_TEST_TAKES = 10  # minutes, for five problems
PATH = r"(?<![\w.])/(?:tmp|home|root|usr|work|Users)/|[A-Z]:\\\\|ipykernel_"  # a machine's own: nothing to a reader
LEFT_OUT = r"\b(simply|obviously|just)\b"
THE_TITLE = r"not just the chain rule"  # of Vieira's post, and the point of the course

pytestmark = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)


def learners(source):
    """Return the learner's notebook, as committed, but what stands below an explanation in its cell is a cell again."""
    notebook = nbformat.read(NOTEBOOKS / f"{source.stem}.ipynb", as_version=4)
    notebook.cells = [part for cell in notebook.cells for part in (apart(cell) if tagged(cell, "fold") else [cell])]
    return notebook


def apart(cell):
    """Return an explanation, and what follows it."""
    explanation, end, rest = cell.source.partition("\n\n</details>")
    assert cell.source.startswith("<details>") and not re.search(r"(?m)^#", rest), cell.source
    cell.source = explanation + end
    return [cell, *([nbformat.v4.new_markdown_cell(rest.removeprefix("\n\n<p></p>\n\n"))] if rest else [])]


def part(source):
    """Return how a notebook is called, "05" or "05b"."""
    return source.stem.partition("_")[0]


def part_number(source):
    """Return which notebook of the course it is, counted from 0."""
    return [one.number for one in NOTEBOOKS_IN_ORDER].index(part(source))


def halves(source):
    """Return the sources with this one's number, in order: 05 and 05b share theirs, and all that is numbered."""
    return [other for other in SOURCES if other.stem[:2] == source.stem[:2]]


def exercises(source):
    """Return the numbers of the exercises in this notebook; the card at the end has fresh problems in their place."""
    return notebook(part(source)).exercises


def sections(file):
    """Return the sections of a notebook by Jupyter's names for them: the headings, a hyphen for each space."""
    cells = nbformat.read(NOTEBOOKS / file, as_version=4).cells
    text = re.sub(r"```.*?```", "", "\n".join(cell.source for cell in cells if cell.cell_type == "markdown"), flags=re.S)
    return [title.replace("`", "").replace(" ", "-") for title in re.findall(r"^## (.*)$", text, flags=re.M)]


def is_card(cell):
    """Tell whether a cell does nothing but ask for a prediction, or once more for those that were missed."""
    return cell.cell_type == "code" and re.fullmatch(r'ad\.(?:predict|replay)\("[^"]*"\)', cell.source.strip())


# --- built from the sources ---------------------------------------------------------------------


def test_the_committed_notebook_is_what_its_source_gives(source):
    """Reviewers read the source; learners get what was reviewed."""
    committed = (NOTEBOOKS / f"{source.stem}.ipynb").read_text("utf-8")
    assert committed == BUILD["build"](source), "run make notebooks"


def test_each_cell_is_known_as_the_lessons_own_by_its_id(source):
    """Else an update would take it for the learner's, and keep the old text beside the new one."""
    cells = nbformat.read(NOTEBOOKS / f"{source.stem}.ipynb", as_version=4).cells
    own = [BUILD["identity"](cell.cell_type, cell.source, Counter()) for cell in cells]
    others = [cell.source for cell, name in zip(cells, own, strict=True) if cell.id.partition("-")[0] != name]
    assert others == []


def test_every_notebook_has_a_source(source):
    """A notebook edited by hand, or left over from a renamed source, would rot."""
    assert {path.stem for path in NOTEBOOKS.glob("*.ipynb")} == {path.stem for path in SOURCES}


def test_learners_get_no_solutions_and_no_outputs(source):
    """An answer seen before the prediction is a prediction lost."""
    notebook = learners(source)
    for cell in notebook.cells:
        assert not tagged(cell, "solution")
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
    solutions = [cell.source for cell in BUILD["read"](source).cells if tagged(cell, "solution")]
    assert solutions or not exercises(source)
    assert not {cell.source for cell in notebook.cells} & set(solutions)


def test_author_checks_are_in_the_source_alone(source):
    """They keep the prose true, and never stop a learner who changes a number."""
    assert not [cell for cell in learners(source).cells if tagged(cell, "check")]
    checks = [cell.source for cell in BUILD["read"](source).cells if tagged(cell, "check")]
    assert checks
    assert all("assert" in text or "right" in text for text in checks)


def test_the_contents_lead_to_all_sections(source):
    """Below the opening, on a click; by the names that Jupyter gives headings."""
    opening, _, contents = learners(source).cells[0].source.partition("<details><summary>Contents</summary>\n\n")
    assert re.findall(r"(?m)^\* \[.*\]\(#(.*)\)$", contents) == sections(f"{source.stem}.ipynb")
    assert re.search(r"(?m)^Of \w+ 20\d\d\.$", contents) and "**Time.**" in opening


def test_explanations_are_folded(source):
    """What explains a prediction opens on a click, in every home; what must be found, a heading or a question, does not."""
    for cell in learners(source).cells[1:]:  # the first one has the contents
        assert ("<details>" in cell.source) == tagged(cell, "fold"), cell.source
        if tagged(cell, "fold"):
            assert cell.source.startswith("<details><summary>Explanation</summary>\n\n")
            assert cell.source.endswith("\n\n</details>")
            assert not re.search(r"(?m)^#|\*\*Predict\.\*\*|<details>.*<details>", cell.source, flags=re.S), cell.source


def test_editing_one_cell_changes_one_id(source, tmp_path):
    """A small change is to be a small difference."""
    edited = tmp_path / source.name
    edited.write_text(source.read_text("utf-8").replace("**You need**", "**You now need**"), "utf-8")
    before, after = ([cell.id for cell in nbformat.reads(BUILD["build"](s), 4).cells] for s in (source, edited))
    assert len(set(before)) == len(before)
    assert [old == new for old, new in zip(before, after, strict=True)].count(False) == 1


# --- house style ----------------------------------------------------------------------------------


def test_length(source):
    """A notebook is one sitting, however finely its text is cut by questions."""
    cells = learners(source).cells
    assert len(prose(BUILD["read"](source).cells[0])) <= MOST_WORDS_IN_OPENING, "without what the build puts at its head"
    runs = ["r" if cell.cell_type == "code" and not is_card(cell) else "t" for cell in cells]
    assert len(re.findall(r"r|t+", "".join(runs))) <= MOST_STOPS_IN.get(part(source), MOST_STOPS), (
        "more cells to run than MOST_STOPS_IN, above, allows: cut the notebook, or, for an exercise, raise its number there"
    )
    for k, cell in enumerate(cells):
        if cell.cell_type == "markdown":
            assert not k or len(prose(cell)) <= MOST_WORDS, cell.source
        else:
            assert len(cell.source.splitlines()) <= MOST_CODE_LINES, cell.source
            assert max(map(len, cell.source.splitlines())) <= MOST_COLUMNS, cell.source
    code = [len(cell.source.splitlines()) for cell in cells if cell.cell_type == "code" and not is_card(cell)]
    assert median(code) <= MOST_CODE_LINES_AS_A_RULE + 2 * (part(source) == "14"), "in 14 the code is what is made"


def test_there_is_something_to_do_on_every_screen(source):
    """To do and be told why teaches more than to read (``acts.py`` says what counts)."""
    cells = learners(source).cells
    assert sum(acts(cells).values()) >= screens(cells)


def test_a_newcomer_acts_from_the_first_minute(source):
    """Thirty times in the first fifteen minutes of 00, and told why: ``acts.py`` says at what pace."""
    cells = learners(source).cells
    done = first_minutes(cells)
    print(f"{source.stem}: {done} acts in the first {MINUTES} minutes")
    assert done >= (FIRST_ACTS if part(source) == "00" else FIRST_ACTS_ELSEWHERE)


def test_new_terms_are_few_and_bold_once(source):
    """A learner can carry five new words home."""
    text = " ".join(cell.source for cell in learners(source).cells if cell.cell_type == "markdown")
    terms = [term for term in re.findall(r"\*\*([^*]+)\*\*", re.sub(r"\s+", " ", text)) if term not in LABELS]
    assert len(terms) == len(set(terms)) <= MOST_NEW_TERMS


def test_never_more_than_two_code_cells_in_a_row(source):
    """Between two things to run there is something to think; to predict is to think."""
    kinds = "".join(cell.cell_type[0] for cell in learners(source).cells if not is_card(cell))
    assert "ccc" not in kinds


def test_whoever_goes_back_to_a_cell_can_run_it_again(source):
    """A name that an earlier cell needs is not given another meaning on the way."""
    assert taken_over([cell.source for cell in learners(source).cells if cell.cell_type == "code"]) == []


def test_opening(source):
    """The first cell says what for, what is needed and how long; the second imports."""
    first, second = learners(source).cells[:2]
    assert first.source.startswith("# ")
    for word in ("**Question.**", "**You will**", "**You need**", "**Time.**"):
        assert word in first.source
    assert "import adlesson as ad" in second.source
    assert "%" not in second.source
    assert "pip" not in second.source


def test_the_minutes_of_the_exercises_are_the_sum_of_theirs(source):
    """Rounded to five: who has an evening wants to know how much of it this takes."""
    from adlesson.teach.problems import COURSE

    told = re.search(r"\*\*Time\.\*\* \d+ minutes; the exercises take (\d+)\.", learners(source).cells[0].source)
    assert abs(int(told[1]) - (sum(COURSE[k].minutes for k in exercises(source)) or SELF_TEST_TAKES)) <= 2.5


def test_the_minutes_of_the_text_are_measured(source):
    """At the pace of acts.py, to five; what may wait counts, too.  Where it is long, it can be begun anew after a pause."""
    first, *rest = learners(source).cells
    told = re.search(r"\*\*Time\.\*\* (\d+) minutes;.*?(?:they take (\d+) more|$)", first.source, flags=re.M)
    assert abs(int(told[1]) + int(told[2] or 0) - minutes([first, *rest])) <= 5
    pause = [cell for cell in rest if "good place for a pause" in cell.source]
    assert (int(told[1]) <= 45 or pause) and len(pause) == ("good place for a pause" in first.source)
    if after := re.search(r"good place for a pause, after (\d+)", first.source):
        assert abs(int(after[1]) - minutes([first, *rest[: rest.index(pause[0])]])) <= 5


def test_after_a_pause_it_can_be_begun_anew(source):
    """Whoever comes back has a fresh kernel: the pause says which cells to run, and no others are needed."""
    above, below = at_the_pause(learners(source).cells)
    if below:
        needed = needed_from_above(code_of(above[2:]), code_of(above[1:2] + below))
        assert ("run the first cell" in below[0].source) == (needed == []), needed
        assert ("run the cells above" in below[0].source) == (needed != [])


def at_the_pause(cells):
    """Return the cells above the place for a pause, and those from it on; without one, all and none."""
    places = [k for k, cell in enumerate(cells) if k and "good place for a pause" in cell.source]
    return (cells[: places[0]], cells[places[0] :]) if places else (cells, [])


def code_of(cells):
    """Return what stands in the cells of code."""
    return [cell.source for cell in cells if cell.cell_type == "code"]


def test_headings_and_closing(source):
    """One title; sections numbered in order; the same closing everywhere."""
    text = "\n".join(cell.source for cell in learners(source).cells if cell.cell_type == "markdown")
    text = re.sub(r"```.*?```", "", text, flags=re.S)
    assert len(re.findall(r"^# ", text, flags=re.M)) == 1
    sections = re.findall(r"^## (.*)$", text, flags=re.M)
    exercise = f"Exercise {int(source.stem[:2])}."
    assert all(title.startswith(exercise) for title in re.findall(r"^### (.*)$", text, flags=re.M))
    closing = [title.partition(" ")[2] if title[0].isdigit() else title for title in sections]
    wanted = [title for title in CLOSING if title in closing]
    assert closing[-len(wanted) :] == wanted
    assert {"Summary", "Exercises", "Further reading"} <= set(wanted)
    later = [one.file for one in NOTEBOOKS_IN_ORDER][part_number(source) + 1 :]
    (after,) = re.findall(r"\*\*Next:\*\* (?:\[[^\]]*\]\((\w+)\.ipynb\)|nothing new)", text)
    assert after == (later[0] if later else ""), "whoever follows it meets every notebook, in order"


def test_sections_are_numbered_through_both_halves(source):
    """A number names one section for good: the closing of a first half has none, so that the second half goes on."""
    numbers = []
    for half in halves(source):
        text = "\n".join(cell.source for cell in learners(half).cells if cell.cell_type == "markdown")
        sections = re.findall(r"^## (.*)$", re.sub(r"```.*?```", "", text, flags=re.S), flags=re.M)
        bare = [title for title in sections if not title[0].isdigit()]
        assert bare == ([] if half == halves(source)[-1] else [title for title in CLOSING if title in bare]), half.stem
        numbers += [title.split()[0] for title in sections if title not in bare]
    first = int(numbers[0].endswith(".0") == 0)  # 07 has an opening, 07.0: no other number has changed
    assert numbers == [f"{source.stem[:2]}.{k + first}" for k in range(len(numbers))]


def test_words_left_out(source):
    """What is obvious to the author hurts the reader to whom it is not."""
    for cell in learners(source).cells:
        if cell.cell_type == "markdown":
            text = re.sub(THE_TITLE, "", " ".join(prose(cell)), flags=re.I)
            assert not re.search(LEFT_OUT, text, flags=re.I), cell.source


def test_adjoints_are_written_with_a_bar(source):
    """One notation for the learner; lambda is for multipliers, from notebook 07 on.

    Before, it is named once, as Vieira's letter for the adjoint.
    """
    if source.stem[:2] >= "07":
        return
    text = "\n".join(cell.source for cell in BUILD["read"](source).cells)
    assert text.count(r"\lambda_") <= (1 if source.stem[:2] == "05" else 0)
    assert "lam_" not in text
    for call in re.findall(r"ad\.(?:draw|table)\(.*", text):
        assert 'sweep="' not in call or 'notation="griewank"' in call, call


def test_links_lead_to_notebooks_that_exist(source):
    """A planned notebook is named as planned, without a link; one to a section is written as Jupyter names it."""
    text = "\n".join(cell.source for cell in learners(source).cells)
    for target, section in re.findall(r"\](?:\(|: )(\d\db?_\w+\.ipynb)(#[^\s)]*)?", text):
        assert (NOTEBOOKS / target).exists()
        assert not section or section[1:] in sections(target), f"{target}{section}"


@pytest.mark.parametrize("told", ["05.5-Five-order", "05.5", "Summary-", "05.9-Several-outputs:-choose-the-seed"])
def test_a_link_to_no_section_is_seen(source, told):
    """A heading that was changed, and one of the other half."""
    assert told not in sections("05_pull_back.ipynb") and "05.5-Five-orders" in sections("05_pull_back.ipynb")


def test_exercises_are_numbered_checked_and_starred(source):
    """Every exercise has a heading, a stub that checks itself, and a solution."""
    from adlesson.teach.problems import COURSE

    stars = {
        name: "★" * problem.stars for name, problem in COURSE.items() if int(name.split(".")[0]) == int(source.stem[:2])
    }
    cells = {half: BUILD["read"](half).cells for half in halves(source)}
    text = {half: "\n".join(cell.source for cell in cells[half] if cell.cell_type == "markdown") for half in cells}
    headings = {half: re.findall(r"^### Exercise (\S+) (★+) ", text[half], flags=re.M) for half in cells}
    assert headings[source] or not exercises(source)
    assert sorted(chain.from_iterable(headings.values())) == sorted(stars.items()), "each stands in one of the halves"
    assert headings[source] == [(name, stars[name]) for name in stars if name in dict(headings[source])], "in order"
    for kind in (True, False):
        code = "\n".join(cell.source for cell in cells[source] if tagged(cell, "solution") == kind)
        assert re.findall(r'exercises\.check\("([\d.]+)"', code) == [name for name, _ in headings[source]]


def test_progress_stands_at_the_head_and_what_was_missed_after_the_exercises(source):
    """The first thing run says how far one is; the last, what to try once more; a self-test begins and ends the course."""
    cells = learners(source).cells
    code = [k for k, cell in enumerate(cells) if cell.cell_type == "code"]
    calls = {what: [k for k in code if f"ad.{what}(" in cells[k].source] for what in ("progress", "replay")}
    assert calls["progress"] == [1]
    assert cells[1].source.splitlines()[-1] == f'ad.progress("{part(source)}")'
    (last,) = calls["replay"]
    assert cells[last].source == f'ad.replay("{part(source)}")'
    after = code[code.index(last) + 1 :]
    practice = 'ad.practice("adjoints", level=2, seed=12)'
    tests = {"00": ['ad.self_test("before")'], "15": ['ad.self_test("after")', practice]}
    assert [cells[k].source for k in after] == tests.get(part(source), [])
    assert max((k for k in code if "exercises.check" in cells[k].source), default=0) < last
    assert cells[last - 1].cell_type == "markdown"


# --- running --------------------------------------------------------------------------------------


@pytest.mark.notebooks
def test_a_run_from_top_to_bottom(source):
    """Run All on the first day, with every exercise open; the author's answers are right, and what the checks compute."""
    cells, right = run_beside(BUILD["read"](source))
    judged = [cell for cell in cells if "exercises.check" in cell.source and cell.cell_type == "code"]
    for cell in judged:
        assert shown(cell)[0] in ("✓" if tagged(cell, "solution") else "○✗"), shown(cell)
    assert {tagged(cell, "solution") for cell in judged} == ({True, False} if exercises(source) else set())
    assert [shown(cell) for cell in cells if cell.cell_type == "code" and re.search(PATH, shown(cell))] == []
    asked = {name: one for name, one in predictions(source.stem[:2]).items() if name in names_asked(cells)}
    computed = [name for name, one in asked.items() if not is_reason(one)]
    assert sorted(right) == sorted(computed), "each right answer is computed in a check"
    assert {name: right[name] for name in computed if not agrees(asked[name], right[name])} == {}


@pytest.mark.notebooks
def test_what_stands_below_a_pause_runs_alone(source):
    """The first cell, and from the pause on: for those that say so.  The others are run from the top, above."""
    notebook = learners(source)
    above, below = at_the_pause(notebook.cells)
    if not below or "run the first cell" not in below[0].source:
        return
    notebook.cells = [above[1], *below]
    cells = [cell for cell in run(notebook).cells if cell.cell_type == "code"]
    assert not [out["evalue"] for cell in cells for out in cell.outputs if out.output_type == "error"]
