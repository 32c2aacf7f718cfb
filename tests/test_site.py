"""What makes the site, without Sphinx and without a browser: the map of the course, and what a page loads."""

import base64
import html
import json
import re
import runpy
import sys
import zlib
from types import SimpleNamespace

import nbformat
import pytest
from latex2mathml.converter import convert

import adlesson as ad
from adlesson.show.cards.card import Card
from adlesson.show.shown import style
from adlesson.teach.course import NOTEBOOKS


@pytest.fixture(scope="module")
def part(checkout):
    """Return ``part(name)``: a module of notebooks/site."""
    return lambda name: SimpleNamespace(**runpy.run_path(str(checkout / "notebooks" / "site" / f"{name}.py")))


@pytest.fixture(scope="module")
def course(part, checkout):
    """Return what the notebooks say of themselves, by number."""
    firsts = [nbformat.read(checkout / "notebooks" / f"{one.file}.ipynb", 4).cells[0].source for one in NOTEBOOKS]
    return {one.number: one for one in part("front").about(NOTEBOOKS, firsts)}


def test_the_map_says_what_the_notebooks_say(course):
    """A remark in parentheses is no need, and what another need needs is not said again."""
    assert (course["02"].needs, course["06"].needs, course["09"].needs) == (["00"], ["04", "05b"], ["08"])
    assert course["12"].after == "after 06, 09 and 11"
    assert [one.number for one in course.values() if one.short] == ["00", "03", "05", "07", "08"]
    assert (course["08"].minutes, course["08"].question.endswith("?")) == (40, True)


def test_the_map_draws_each_notebook_and_each_need(part, course):
    """A link for each notebook, and an arrow for each need."""
    drawn = part("front").course_map([*course.values()])
    assert [one.file for one in NOTEBOOKS if f'href="{one.file}.html"' not in drawn] == []
    assert drawn.count('class="way') == sum(len(one.needs) for one in course.values())


def test_a_title_stands_in_two_even_lines(part):
    front = part("front")
    assert front.in_two("Write a program as a graph") == ("Write a program", "as a graph")
    assert front.in_two("Go") == ("Go",)
    assert (front.minutes(240), front.minutes(200)) == ("about 4 hours", "about 3 and a half hours")


def page_of(*pieces):
    """Return a notebook that shows some pieces, as Jupyter keeps it."""
    outputs = [nbformat.v4.new_output("display_data", data=piece._repr_mimebundle_()[0]) for piece in pieces]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=outputs)], metadata={"widgets": {}})


def unpacked(text):
    return json.loads(zlib.decompress(base64.b64decode(text)))


def test_a_page_loads_its_scripts_from_files_of_the_site(part, monkeypatch):
    """Each script once, what is large of the data in files of their own, a question's in the page."""
    monkeypatch.setitem(sys.modules, "minify", SimpleNamespace(string=lambda kind, text: text))
    files, stepper, asked = (
        {},
        ad.Stepper(ad.trace(lambda x, y: x * y, x=2, y=3)),
        Card({"card": "predict", "name": "</script>"}),
    )
    notebook = part("pieces").slim(page_of(stepper, asked), files)
    shown = [out.data["text/html"] for out in notebook.cells[0].outputs]
    first, second = [json.loads(one.split('<script type="application/json">')[1].split("</script>")[0]) for one in shown]
    assert first["script"].endswith("/stepper.js") and second["script"].endswith("/cards.js")
    assert unpacked(files[first["at"]].split('"')[3]) == json.loads(json.dumps(stepper.data))
    assert second["data"] == asked.data
    sheet, script = unpacked(files[second["script"]].split('"')[3])
    assert sheet == asked.SCRIPT.style.removeprefix(style())
    assert script.count("export ") == 1 and len(script) > len(asked.SCRIPT.text)
    assert asked.SCRIPT.style.startswith(style()), "which is in the style sheet of the site"
    assert "fillPage(" not in "".join(shown) and "widgets" not in notebook.metadata
    assert sum(map(len, shown)) < 20_000, "no script and no picture is left in the page"
    assert [text[:4] for name, text in files.items() if name.endswith(".svg")] == ["<svg"]


def test_a_style_sheet_stands_once(part):
    """In the head: what is in a piece goes when the piece is filled."""
    page = "<head></head><body><style>a</style>1<style>b</style>2<style>a</style></body>"
    once = "<head><style>a</style><style>b</style></head><body>12</body>"
    assert part("pieces").sheets_once(page) == once
    assert part("pieces").sheets_once(page.replace("<style>b", f"<style>{style()}</style><style>{style()}b")) == once


def test_what_the_theme_leaves_undone_is_done_or_the_build_says_so(part):
    """A new theme may write its pages in another way."""
    barriers = part("barriers")
    page = "".join(barriers.LABELS)
    assert "".join(barriers.LABELS.values()) == barriers.mended(page)
    assert barriers.mended("<p>no side bar</p>" + barriers.EMPTY[0]).endswith(barriers.EMPTY[1])
    with pytest.raises(barriers.Outdated, match="Back to top"):
        barriers.mended(page.replace("Back to top", "Up"))
    assert sys.modules.get("sphinx") is None, "and none of it needs Sphinx"


@pytest.mark.parametrize(
    ("latex", "marks"),
    [
        (r"a = \exp x", "a=exp_x"),
        (r"x \sin x + \sin(x)", "x_sin_x+sin(x)"),
        (r"\lambda_a \exp x", "λa_exp_x"),
        (r"1 - \tanh^2 u", "1−^tanh2_u"),
        (r"e^{\sin x}", "^esin_x"),
        (r"x = -1", "x=#−1"),
        (r"36 \cdot (-0.01, -b)", "36·(#−0.01,#−b)"),
        (r"f(x) - 1", "f(x)−1"),
        (r"|a| - \max(1, |x|)", "'a'−max(1,'x')"),
        (r"\max_i x_i", "maxixi"),
        (r"f_i'' F'(A) X(k-1)'", "fi′′F′(A)X(k−1)′"),
    ],
)
def test_a_formula_has_the_spaces_of_latex(part, latex, marks):
    """Thin ones (here _), no more at the sign of a number (#) and inside of bars (').  A prime is no small power (^)."""
    formula = part("typeset").typeset(convert(latex))
    bar, sign = r"<mo[^>]*lspace[^>]*>&#x0007C;", r'<mo form="prefix">'
    for kind, mark in ((r"<mspace[^>]*>", "_"), (sign, "#"), (bar, "'"), (r"<msu(p|bsup)>", "^")):
        formula = re.sub(kind, mark, formula)
    assert html.unescape(re.sub(r"<[^>]+>", "", formula)) == marks


def test_a_page_shows_no_bar_that_stopped_and_no_file_of_the_machine(part, tmp_path):
    """A progress bar is gone where a notebook is run, but its text stays; a warning names the file of a cell."""
    bar = "display({'application/json': {}, 'text/plain': 'fit:  10%|#      | 2/20'}, raw=True)"
    cells = [nbformat.v4.new_code_cell(source) for source in (bar, "import warnings\nwarnings.warn('mind this')\n7")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "one.ipynb")
    first, second = part("executing").run(tmp_path / "one.ipynb").cells
    warned, result = second.outputs
    assert (first.outputs, result.data["text/plain"]) == ([], "7")
    assert warned.text.startswith("UserWarning: mind this")
