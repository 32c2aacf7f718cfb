"""What a learner has done stays: the cell moves, is deleted and brought back, is shown twice, the page is loaded anew."""

import re

import nbformat
import pytest
from IPython.core.formatters import DisplayFormatter
from playwright.sync_api import expect

import adlesson as ad

from .stepper_page import answer, to_question

NAME = "stays.ipynb"
EXPLORE = "import adlesson as ad\nad.explore('x*y + sin(x)', x=2.0, y=3.0)"
ASLEEP = "Python is not connected"


def formula(root):
    return root.get_by_role("textbox", name="Formula")


def shown(notebook, count=1):
    root = notebook.page.locator(".ad-stepper:visible")
    expect(root).to_have_count(count)
    return root


def awake(root):
    """Wait until the page has found its model."""
    expect(formula(root)).to_be_editable()


def type_one(notebook):
    """Type a formula and go three steps."""
    root = shown(notebook)
    awake(root)
    formula(root).fill("x*y*x")
    expect(root.get_by_role("alert")).to_have_text("")
    expect(root).to_have_attribute("aria-label", "Stepper: x*y*x")
    root.focus()
    for _ in range(3):
        root.press("ArrowRight")
    expect(root).to_have_attribute("data-frame", "3")


def is_there(root):
    expect(formula(root)).to_have_value("x*y*x")
    expect(root).to_have_attribute("data-frame", "3")
    expect(root).to_have_attribute("aria-label", "Stepper: x*y*x")


@pytest.fixture
def explorer(lab, open_notebook):
    notebook = open_notebook(lab.add(NAME, EXPLORE, "1 + 1"), fresh=True)
    notebook.run()
    type_one(notebook)
    return notebook


def command(notebook, name, cell=0):
    notebook.evaluate("panel.content.activeCellIndex = argument", cell)
    notebook.evaluate("await app.commands.execute(argument)", name)


def test_a_cell_that_is_moved_deleted_and_shown_twice_keeps_it(explorer):
    """Each time JupyterLab makes the page anew; the formula goes on to work."""
    command(explorer, "notebook:move-cell-down")
    is_there(shown(explorer))
    command(explorer, "notebook:move-cell-up", cell=1)
    is_there(shown(explorer))
    command(explorer, "notebook:delete-cell")
    shown(explorer, 0)
    explorer.evaluate("await app.commands.execute('notebook:undo-cell-action')")
    root = shown(explorer)
    is_there(root)
    formula(root).fill("x*y")
    expect(root).to_have_attribute("aria-label", "Stepper: x*y")
    formula(root).fill("x*y*x")
    expect(root).to_have_attribute("aria-label", "Stepper: x*y*x")
    root.focus()
    root.press("End")
    end = root.get_attribute("data-frame")
    explorer.evaluate("await app.commands.execute('notebook:create-output-view')")
    both = shown(explorer, 2)
    for view in (both.first, both.last):
        expect(view).to_have_attribute("data-frame", end)
        expect(formula(view)).to_have_value("x*y*x")
    explorer.evaluate("app.shell.currentWidget.close()")
    explorer.evaluate("await app.commands.execute('docmanager:open', { path: argument })", NAME)
    assert explorer.errors == []


def test_a_page_that_is_loaded_anew_finds_it_in_the_kernel(explorer):
    """Where the cell is saved, and the kernel lives: what was typed and where one was."""
    explorer.evaluate("await panel.context.save()")
    explorer.page.reload()
    root = explorer.page.locator(".ad-stepper:visible")
    is_there(root)
    formula(root).fill("x*y")
    expect(root).to_have_attribute("aria-label", "Stepper: x*y")


def test_answers_stay_too(lab, open_notebook):
    """The verdict, the score, and what is open."""
    source = "import adlesson as ad\nad.Stepper(ad.trace(ad.examples.running, x=0.25), predict=True, panes=('table',))"
    notebook = open_notebook(lab.add(NAME, source, "1 + 1"))
    notebook.run()
    root = shown(notebook)
    to_question(root, 1)
    assert "Right" in answer(root, "1").inner_text()
    root.focus()
    command(notebook, "notebook:move-cell-down")
    root = shown(notebook)
    expect(root).to_have_attribute("data-frame", "2")
    expect(root.locator(".ad-pane-table")).to_be_visible()
    root.press("ArrowLeft")
    expect(root.locator(".ad-verdict")).to_have_text("Right.")
    expect(root.locator(".ad-sentence")).to_contain_text("its adjoint")
    assert notebook.errors == []


def test_a_notebook_that_nobody_trusts_shows_picture_sentence_and_table(lab, open_notebook):
    """Scripts of a stranger do not run before one says so; JupyterLab takes style sheets and SVG away, too."""
    p = ad.parse("x*y", x=2.0, y=3.0)
    drawn = DisplayFormatter().format(ad.draw(p, sweep="forward"))[0]
    outputs = [
        nbformat.v4.new_output("execute_result", ad.Stepper(p, step=2)._repr_mimebundle_()[0], execution_count=1),
        nbformat.v4.new_output("display_data", drawn),
    ]
    cell = nbformat.v4.new_code_cell("of a stranger", outputs=outputs, execution_count=1)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=kernel), lab.root / "stranger.ipynb")
    opened = open_notebook("stranger.ipynb")
    expect(opened.cell(0).get_by_text("a sends x its share: 1 × 3 = 3.")).to_be_visible()
    picture = opened.cell(0).get_by_role("img", name="The graph of x*y, 3 boxes")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    picture = opened.cell(0).get_by_role("img", name="Graph of f, 3 variables. x is an input, value 2, read by a.")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 200
    assert "x= 2" not in opened.cell(0).inner_text(), "of the SVG nothing is left over"
    expect(opened.cell(0).get_by_role("row", name="a a = x·y 6 1 seed")).to_be_visible()
    shown(opened, 0)
    opened.shoot("untrusted")


def test_a_picture_that_offers_svg_too_is_shown_once_and_in_the_theme(lab, open_notebook):
    """JupyterLab prefers the page, which follows its theme; the SVG is for hosts that take no page."""
    notebook = open_notebook(lab.add(NAME, "import adlesson as ad\nad.draw(ad.parse('x*y', x=2, y=3))"), theme="dark")
    notebook.run()
    graphs = notebook.cell(0).locator(".jp-OutputArea-output svg.ad-graph:visible")
    expect(graphs).to_have_count(1)
    expect(notebook.cell(0).locator("img:visible")).to_have_count(0)
    box = graphs.locator(".ad-box").first.evaluate("box => getComputedStyle(box).fill")
    assert sum(map(int, re.findall(r"\d+", box)[:3])) < 200


def test_a_saved_notebook_shows_its_stepper_without_a_kernel(explorer):
    """No widget is looked for that is not there; what needs Python says so."""
    explorer.end_kernel()
    explorer.page.reload()
    root = explorer.page.locator(".ad-stepper:visible")
    expect(root).to_have_count(1)
    expect(root).to_contain_text(ASLEEP)
    root.get_by_role("button", name="Next step").click()  # JupyterLab may still be taking the focus
    expect(root).to_have_attribute("data-frame", "1")
    explorer.shoot("asleep")
    assert "model not found" not in explorer.page.content()
