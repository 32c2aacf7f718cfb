"""What a learner has done stays: the cell moves, is deleted and brought back, is shown twice, the page is loaded anew."""

import pytest
from playwright.sync_api import expect

STEPS = "import adlesson as ad\nad.Stepper(ad.trace(ad.examples.running, x=0.25), predict=True)"
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
    notebook = open_notebook(lab.add("stays.ipynb", EXPLORE, "1 + 1"), fresh=True)
    notebook.run()
    type_one(notebook)
    return notebook


def command(notebook, name, cell=0):
    notebook.evaluate("panel.content.activeCellIndex = argument", cell)
    notebook.evaluate("await app.commands.execute(argument)", name)


def test_a_cell_that_is_moved_deleted_and_shown_twice_keeps_it(explorer):
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
    assert explorer.errors == []


def test_a_page_that_is_loaded_anew_finds_it_in_the_kernel(explorer):
    explorer.evaluate("await panel.context.save()")
    explorer.page.reload()
    root = explorer.page.locator(".ad-stepper:visible")
    is_there(root)
    formula(root).fill("x*y")
    expect(root).to_have_attribute("aria-label", "Stepper: x*y")


def test_a_saved_notebook_shows_its_stepper_without_a_kernel(explorer):
    explorer.evaluate("await panel.context.save(); await panel.sessionContext.shutdown()")
    explorer.page.reload()
    root = explorer.page.locator(".ad-stepper:visible")
    expect(root).to_have_count(1)
    expect(root).to_contain_text(ASLEEP)
    root.focus()
    root.press("ArrowRight")
    expect(root).to_have_attribute("data-frame", "1")
    explorer.shoot("asleep")
    assert "model not found" not in explorer.page.content()
