"""The stepper where there is no JupyterLab: in Notebook 7, and in an exported page without kernel and network."""

import re

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from playwright.sync_api import expect
from traitlets.config import Config

from .lab_driver import new_page

STEPS = "import adlesson as ad\nad.Stepper(ad.trace(ad.examples.running, x=0.25), predict=True)"
ORDERS = "import adlesson as ad\nad.Stepper(ad.trace(ad.examples.order_matters, a=2, b=3), sweep='schedule')"


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Return the path of a notebook that was run and exported as HTML, without the state of its widgets."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in (STEPS, ORDERS)])
    NotebookClient(notebook, store_widget_state=False).execute()
    path = tmp_path_factory.mktemp("export") / "page.html"
    path.write_text(HTMLExporter().from_notebook_node(notebook)[0], "utf-8")
    return path


@pytest.fixture
def page(browser, exported):
    """Return the exported page, opened without a network."""
    page = new_page(browser, offline=True, viewport={"width": 1100, "height": 900})
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.goto(exported.as_uri())
    page.locator(".ad-stepper").nth(1).wait_for()
    yield page
    assert page.problems == []
    page.context.close()


def test_an_exported_page_steps_asks_and_explains(page):
    """What a learner gets by mail must work on a train."""
    stepper = page.get_by_role("group", name="Stepper: running(x)")
    stepper.focus()
    page.keyboard.press("ArrowRight")
    field = stepper.get_by_role("textbox")
    field.fill("0")
    field.press("Enter")
    expect(stepper.get_by_role("status")).to_contain_text("Not yet")
    field.fill("cos(0) * 1")
    field.press("Enter")
    expect(stepper.get_by_role("status")).to_contain_text("Right")


def test_an_exported_page_lets_you_be_the_machine(page):
    """The only arithmetic of the page: shares are added up as they are paid."""
    stepper = page.get_by_role("group", name="Stepper: order_matters(a, b)")
    for name in ("order_matters", "z5", "z4", "p", "s", "b", "a"):
        stepper.get_by_role("button", name=f"fire {name}", exact=True).click()
    expect(stepper.get_by_role("row", name=re.compile("^a input"))).to_contain_text("25")


def test_an_exported_page_has_no_style_of_the_page_in_it(page):
    """An export numbers lists and shades code; in the panes that would number every line twice."""
    line = page.locator(".ad-lines li").first
    assert line.evaluate("element => getComputedStyle(element).listStyleType") == "none"


def test_a_notebook_with_saved_widgets_is_exported_without_their_state():
    """With it, nbconvert would rather fetch a loader from the network; the way round is written in ``standalone``."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(STEPS)])
    NotebookClient(notebook).execute()
    assert "widgets" in notebook.metadata
    config = Config({"ClearMetadataPreprocessor": {"enabled": True}})
    assert '<div class="adlesson-page">' in HTMLExporter(config=config).from_notebook_node(notebook)[0]


def test_notebook_7_shows_the_stepper(lab, open_notebook):
    """The other front end of Jupyter: same kernel, same widget, other page."""
    notebook = open_notebook(lab.add("seven.ipynb", STEPS), front_end="notebooks", width=1200, height=900)
    page = notebook.page
    page.locator(".jp-Cell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    stepper = page.get_by_role("group", name="Stepper: running(x)")
    stepper.wait_for()
    stepper.get_by_role("button", name="Next step").click()  # running the cell moves the focus, so click first
    expect(stepper.get_by_role("status")).to_contain_text("What is the adjoint of f?")
    stepper.get_by_role("textbox").fill("1")
    page.keyboard.press("Enter")
    expect(stepper.get_by_role("status")).to_contain_text("Right")
    own = ("schema", "not registered")  # what Notebook 7 says of its own parts
    assert [problem for problem in notebook.errors if not any(word in problem for word in own)] == []
