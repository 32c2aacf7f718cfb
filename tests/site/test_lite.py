"""The notebooks run in the browser alone: JupyterLite, from the site and from nowhere else; what is kept stays there.

Which of them run depends on what the site holds: with the wheels of NumPy and Matplotlib all of them, without the nine that
need none; each of the others says so in a sentence that names where it works.
"""

import hashlib
import json
import re
import time

import pytest
from playwright.sync_api import expect
from site_pages import acts

from adlesson.teach.course import NOTEBOOKS

pytestmark = pytest.mark.timeout(900)  # Pyodide starts a dozen times, on a machine that may be busy
PATIENCE = 240_000  # milliseconds, for the same reason
APP = "lab/notebooks/index.html?path="
COMPILED = {"numpy", "matplotlib"}
PURE = ["00", "03", "04", "05", "05b", "07", "08", "13", "14", "15"]  # these need neither
OTHERS = [one.number for one in NOTEBOOKS if one.number not in PURE]
SENTENCE = r"(numpy|matplotlib) is missing in this browser: open this notebook on Binder or on your own computer, .*"
FILES = {one.number: f"{one.file}.ipynb" for one in NOTEBOOKS}

READY = """async () => {
    const later = () => new Promise((done) => setTimeout(done, 50));
    while (!window.jupyterapp?.shell.currentWidget?.sessionContext) await later();
    const { sessionContext } = window.jupyterapp.shell.currentWidget;
    await sessionContext.ready;
    while (!sessionContext.session?.kernel) await later();
    const { kernel } = sessionContext.session;
    await kernel.info;
    while (kernel.status !== "idle" || kernel.connectionStatus !== "connected") await later();
}"""
START = "() => void (window.ran = window.jupyterapp.commands.execute('notebook:run-all-cells'))"
OUTPUTS = """async () => {
    await window.ran;
    const { content, context } = window.jupyterapp.shell.currentWidget;
    const cells = content.widgets.filter(({ model }) => model.type === "code" && model.sharedModel.source.trim());
    return cells.map(({ model }) => ({ ran: model.executionCount, outputs: model.outputs.toJSON() }));
}"""
# the first error of cells that the kernel runs one after the other, None if there is none
RUN = """async (cells) => {
    const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
    for (const code of cells) {
        const printed = [], future = kernel.requestExecute({ code, stop_on_error: false });
        future.onIOPub = ({ content }) => printed.push(content.text ?? "");
        const { content } = await future.done;
        if (content.status !== "ok") return content;
        if (code.startsWith("print")) return printed.join("");
    }
    return null;
}"""
# the answer to a cell that waits while another one fails, None if there is none
AFTER_ONE_THAT_FAILS = """async (stop_on_error) => {
    const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
    const [, second] = ["1 / 0", "1 + 1"].map((code) => kernel.requestExecute({ code, stop_on_error }).done);
    const none = new Promise((done) => setTimeout(() => done(null), stop_on_error ? 5000 : 60000));
    return (await Promise.race([second, none]))?.content.status ?? null;
}"""


@pytest.fixture(scope="module")
def held(dist):
    """Return what the lock file of the site holds."""
    return json.loads((dist / "live" / "pyodide" / "pyodide-lock.json").read_text("utf-8"))["packages"]


@pytest.fixture
def open_notebook(visit, address, record_property):
    """Return ``open_notebook(number, page=None)`` -> page: a notebook whose kernel is ready; it says how long that took."""

    def opened(number, page=None):
        start = time.monotonic()
        if page is None:
            page = visit(APP + FILES[number])
        else:
            page.goto(address + APP + FILES[number])
        page.set_default_timeout(PATIENCE)
        page.locator(".jp-NotebookPanel .jp-Notebook .jp-Cell").first.wait_for()
        page.evaluate(READY)
        page.opened = start
        record_property(f"{number}: kernel ready, seconds", round(time.monotonic() - start, 1))
        return page

    return opened


def code_of(number, checkout):
    """Return the cells of a notebook that are code."""
    cells = json.loads((checkout / "notebooks" / FILES[number]).read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def errors_of(cells):
    return [output for cell in cells for output in cell["outputs"] if output["output_type"] == "error"]


def run_here(open_notebook, record_property, number, page=None):
    """Run a whole notebook; fail if a cell does not run or raises, or its first stepper does not step."""
    page = open_notebook(number, page)
    page.evaluate(START)
    stepper = page.locator(".jp-OutputArea .ad-stepper").first
    if number in ("00", "03", "04", "05", "08"):
        stepper.wait_for(state="attached", timeout=PATIENCE)
        record_property(f"{number}: first stepper, seconds", round(time.monotonic() - page.opened, 1))
    cells = page.evaluate(OUTPUTS)
    record_property(f"{number}: all cells, seconds", round(time.monotonic() - page.opened, 1))
    assert [error["evalue"] for error in errors_of(cells)] == []
    assert len(cells) > 5
    assert None not in [cell["ran"] for cell in cells]
    record_property(f"{number}: memory of the page, MB", round(page.evaluate("performance.memory.usedJSHeapSize / 1e6")))
    if stepper.count():
        stepper.scroll_into_view_if_needed()
        acts(stepper)
    return page


def first_error(page, cells):
    """Let the kernel run cells one after the other; return the first error as text, None if there is none."""
    content = page.evaluate(RUN, cells)
    return content and f"{content['ename']}: {content['evalue']}"


def test_three_notebooks_in_a_row_and_an_answer_in_the_first_is_known_in_the_next(open_notebook, record_property):
    """One after the other in one browser, as a visitor opens them; the formula that is typed is answered."""
    page = run_here(open_notebook, record_property, "00")
    explorer = page.locator(".jp-OutputArea .ad-stepper").last
    explorer.scroll_into_view_if_needed()
    expect(explorer).to_have_attribute("aria-label", "Stepper: x*y + sin(x)")
    start = time.monotonic()
    explorer.get_by_role("textbox", name="Formula").fill("x^3 + sin(x)")
    expect(explorer).to_have_attribute("aria-label", "Stepper: x^3 + sin(x)", timeout=PATIENCE)
    record_property("00: a formula answered, seconds", round(time.monotonic() - start, 1))
    card = page.locator(".jp-OutputArea .ad-predict").filter(has=page.get_by_role("radio")).first
    card.get_by_role("radio").nth(3).check()
    card.get_by_role("button", name="I am sure").click(force=True)
    expect(card.locator(".ad-meta span")).to_contain_text("first try")
    page.evaluate(RUN, ["0"])  # the kernel has heard of it
    run_here(open_notebook, record_property, "03", page)
    known = ["from adlesson.teach.kept.keeping import keeper", 'assert keeper.known("00.1b").count == 1, keeper.place()']
    assert first_error(page, known) is None
    run_here(open_notebook, record_property, "04", page)
    assert page.evaluate(AFTER_ONE_THAT_FAILS, False) == "ok", "a cell that may fail stops none below"
    assert page.evaluate(AFTER_ONE_THAT_FAILS, True) is None


@pytest.mark.parametrize("numbers", [("05", "05b"), ("07", "08")])
def test_a_notebook_of_plain_numbers_and_formulas_runs_top_to_bottom(open_notebook, record_property, numbers):
    """Also those that need SymPy, which no cell of theirs imports."""
    page = None
    for number in numbers:
        page = run_here(open_notebook, record_property, number, page)


def test_a_notebook_that_needs_a_compiled_package_runs_or_says_where_it_does(
    open_notebook, record_property, held, checkout, visit
):
    """Never "No module named": what the site does not hold, no learner can install in it."""
    page = None
    if held.keys() >= COMPILED:
        for number in OTHERS:
            page = run_here(open_notebook, record_property, number, page)
        return
    page = open_notebook("09")
    page.evaluate(START)
    said = [f"{error['ename']}: {error['evalue']}" for error in errors_of(page.evaluate(OUTPUTS))]
    assert re.search(SENTENCE, said[0])
    assert "ModuleNotFoundError" not in " ".join(said)
    shown = page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").first
    expect(shown).to_contain_text("MissingError: numpy is missing in this browser")
    for number in OTHERS:
        page.evaluate(RUN, ["%reset -f"])
        error = first_error(page, code_of(number, checkout))
        assert error and re.search(SENTENCE, error), (number, error)
        assert "ModuleNotFoundError" not in error


def test_the_folder_itself_leads_to_the_list_of_the_notebooks(visit):
    """Not to an empty JupyterLab."""
    page = visit("lab/")
    expect(page.get_by_text(FILES["00"]).first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(FILES["12"]).first).to_be_visible()


def test_there_is_one_pyodide_and_the_lock_file_is_true(dist, held):
    """Pyodide refuses a wheel of another sum, and a browser that asks for a file that is not there says so in red."""
    assert [path.parent.name for path in dist.rglob("pyodide.asm.wasm")] == ["pyodide"]
    folder = dist / "live" / "pyodide"
    for name, package in held.items():
        wheel = (folder / package["file_name"]).read_bytes()
        assert hashlib.sha256(wheel).hexdigest() == package["sha256"], name
        assert held.keys() >= {*package["depends"]}, name
    assert {"sympy", "ipython", "anywidget", "latex2mathml"} <= {*held["adlesson"]["depends"]}
    assert {path.name for path in folder.glob("*.whl")} == {package["file_name"] for package in held.values()}


def test_each_package_comes_with_its_licence(dist, held):
    """In one text, which also says whose Pyodide is, and where its source is."""
    text = (dist / "licences.txt").read_text("utf-8")
    assert "Pyodide" in text and "Mozilla Public License Version 2.0" in text and "CPython 3.14" in text
    for package in held.values():
        assert re.search(rf"(?m)^{re.escape(package['name'])} {re.escape(package['version'])}: .", text), package["name"]


def test_the_site_is_small_enough_for_a_stick_and_for_any_host(dist, held, record_property):
    """75 MB as it is here; the wheels of NumPy, Matplotlib and what they need are another 20."""
    size = sum(path.stat().st_size for path in dist.rglob("*") if path.is_file()) / 1e6
    record_property("size of the site, MB", round(size, 1))
    assert size < (75 if not held.keys() >= COMPILED else 120)
