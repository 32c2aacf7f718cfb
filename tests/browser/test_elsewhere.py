"""The stepper where there is no JupyterLab: in Notebook 7, and in an exported page without kernel and network."""

import re

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter, LatexExporter, MarkdownExporter, RSTExporter
from playwright.sync_api import expect

import adlesson as ad
from adlesson.show.stepper.widget import SCRIPT

from .stepper_page import fire

STEPS = "import adlesson as ad\nad.Stepper(ad.trace(ad.examples.running, x=0.25), predict=True, panes=('code',))"
ORDERS = "import adlesson as ad\nad.Stepper(ad.trace(ad.examples.order_matters, a=2, b=3), sweep='schedule')"


@pytest.fixture(scope="module")
def executed():
    """Return a notebook with two steppers that was run, with the state of its widgets."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in (STEPS, ORDERS)])
    NotebookClient(notebook).execute()
    return notebook


@pytest.fixture(scope="module")
def exported(executed, tmp_path_factory):
    """Return the path of its HTML."""
    path = tmp_path_factory.mktemp("export") / "page.html"
    path.write_text(HTMLExporter().from_notebook_node(executed)[0], "utf-8")
    return path


@pytest.fixture
def page(open_page, exported):
    """Return the exported page, opened without a network."""
    page = open_page(offline=True)
    page.goto(exported.as_uri())
    page.locator(".ad-stepper").nth(1).wait_for()
    return page


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
    """The only arithmetic of the page: shares are added up as they are sent."""
    stepper = page.get_by_role("group", name="Stepper: order_matters(a, b)")
    fire(stepper, "order_matters", "z5", "z4", "p", "s", "b", "a")
    expect(stepper.get_by_role("status")).to_contain_text("a has 18 + 7 = 25 and b has 12 + 7 = 19: right.")


def test_an_exported_page_has_no_style_of_the_page_in_it(page):
    """An export numbers lists and shades code; in the panes that would number every line twice."""
    line = page.locator(".ad-lines li:visible").first
    assert line.evaluate("element => getComputedStyle(element).listStyleType") == "none"


def test_an_exported_page_does_not_ask_for_the_state_of_widgets(executed, exported):
    """It is saved by nbconvert, and would want a loader from the network; the steppers are pages that need neither."""
    assert "widgets" in executed.metadata
    assert exported.read_text("utf-8").count('<div class="adlesson-page"') == 2
    assert not any("widget-view" in kind for cell in executed.cells for output in cell.outputs for kind in output["data"])


@pytest.mark.parametrize("exporter", [LatexExporter, RSTExporter, MarkdownExporter])
def test_on_paper_a_stepper_is_its_table(executed, exporter):
    """In a PDF, in a terminal, wherever no script runs: every variable in a row of its own."""
    text = exporter().from_notebook_node(executed)[0]
    table = [re.split(r"\s+", row.strip()) for row in executed.cells[0].outputs[0]["data"]["text/plain"].splitlines()]
    assert [row[0] for row in table] == ["variable", "x", "a", "b", "c", "d", "e", "f"] and "81.55" in table[1]
    for name, *cells in table[1:]:
        value, adjoint = [cell for cell in cells if re.fullmatch(r"[\d.]+", cell)]
        assert re.search(rf"\b{name} .* {value} +{adjoint} ", re.sub("<[^>]*>", " ", text))
    assert ("adlesson-page" in text) == (exporter is not LatexExporter), "the others take HTML, which begins with the table"


DOCUMENT = '<!doctype html><html lang="en" style="color-scheme: {}"><meta charset="utf-8"><title>two</title>{}</html>'


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_two_pages_in_a_file_are_two_steppers_that_follow_its_theme(open_page, tmp_path, scheme):
    """Opened from a disk, without network; each has its own frames, name and cursor."""
    widgets = ad.Stepper(ad.parse("x*y", x=2.0, y=3.0)), ad.explore("sin(x)", x=0.5)
    path = tmp_path / "two.html"
    pages = "".join(widget._repr_mimebundle_()[0]["text/html"] for widget in widgets)
    path.write_text(DOCUMENT.format(scheme, pages), "utf-8")
    page = open_page(offline=True)
    page.goto(path.as_uri())
    first, second = (page.get_by_role("group", name=f"Stepper: {name}", exact=True) for name in ("x*y", "sin(x)"))
    first.press("ArrowRight")
    expect(first).to_have_attribute("data-frame", "1")
    expect(second).to_have_attribute("data-frame", "0")
    behind = first.evaluate("root => getComputedStyle(root).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", behind)[:3])) < 200) == (scheme == "dark")


def test_what_stands_there_before_the_scripts_is_not_seen_unless_none_come(open_page):
    """No flash of a picture that is replaced at once; but where scripts are allowed and stopped, it comes after a while."""
    text = ad.Stepper(ad.parse("x*y", x=2.0, y=3.0))._repr_mimebundle_()[0]["text/html"]
    page = open_page(offline=True)
    page.set_content(text.replace("\nfillPage(", "\nwindow.go = () => fillPage("))
    still = page.locator(".adlesson-still")
    assert still.evaluate("still => getComputedStyle(still).visibility") == "hidden"
    expect(still.get_by_role("table")).to_be_visible()
    page.evaluate("go()")
    expect(page.get_by_role("group", name="Stepper: x*y", exact=True)).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)
    expect(still).to_have_count(0)  # or what is shown would hide, and lose the focus, each time that a cell runs


AT_ONCE = """
([page, uid, data]) => {
  const read = { uid, data }, model = { get: (name) => read[name], set() {}, on() {}, off() {}, save_changes() {} };
  window[Symbol.for("adlesson homes")].set(uid, { models: new Set(data ? [model] : []), views: new Set(), kept: null });
  const host = document.body.appendChild(document.createElement("div"));
  host.innerHTML = page;
  const picture = host.querySelector("img"), script = host.querySelector("script");
  script.replaceWith(Object.assign(document.createElement("script"), { textContent: script.textContent })); // as Jupyter
  return [host.querySelectorAll(".ad-stepper").length, picture.hasAttribute("src")];
}
"""


def test_where_its_model_is_a_page_shows_itself_at_once(open_page):
    """Before anything is painted, and without reading the picture that goes; without a model its data are unpacked first."""
    page = open_page(offline=True)
    given = [ad.Stepper(ad.parse(text, x=2.0, y=3.0)) for text in ("x*y", "x*y*y", "x + y")]
    page.set_content(given[0]._repr_mimebundle_()[0]["text/html"])
    expect(page.locator(".ad-stepper")).to_have_count(1)
    seen = [
        page.evaluate(AT_ONCE, [stepper._repr_mimebundle_()[0]["text/html"], stepper.uid, data])
        for stepper, data in ((given[1], given[1].data), (given[2], None))
    ]
    assert seen == [[1, False], [0, True]]
    expect(page.get_by_role("group", name=re.compile("^Stepper"))).to_have_count(3)


@pytest.mark.parametrize("media", ["screen", "print"])
def test_without_scripts_a_page_is_picture_sentence_and_table(open_page, media):
    """At once, and on paper; a card says what it asks."""
    pieces = ad.Stepper(ad.parse("x*y", x=2.0, y=3.0), step=2), ad.predict("05.1a")
    page = open_page(java_script_enabled=False)
    page.emulate_media(media=media)
    page.set_content("".join(piece._repr_mimebundle_()[0]["text/html"] for piece in pieces))
    expect(page.get_by_role("img", name="The graph of x*y, 3 boxes")).to_be_visible()
    for words in ("a sends x its share: 1 × 3 = 3.", "Predict 05.1a", "To answer, allow scripts on this page"):
        expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_role("row", name="a a = x·y 6 1 seed")).to_be_visible()


HOST = """
const { default: { initialize, render } } = await load("index"), { full, state } = argument, told = [];
const host = document.body.appendChild(document.createElement("div"));
const el = host.attachShadow({ mode: "open" }).appendChild(document.createElement("div"));
const model = {
  get: (name) => state[name],
  set(name, value) { told.push(name); state[name] = value; },
  save_changes() { throw new Error("read only"); },
};
if (full) model.on = model.off = () => {};
if (full) initialize({ model });
const end = render({ model, el }), root = el.firstChild, query = (css) => root.querySelector(css);
const press = (element, key, more) => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true, ...more });
  element.dispatchEvent(event);
  return event.defaultPrevented;
};
const later = () => new Promise((done) => setTimeout(done, 350));
root.focus();
for (const key of ["ArrowRight", "Escape", ".", "p", "n", "p", "Escape", "Escape", "End"]) press(root, key);
const box = query(".ad-formula"), seen = { at: root.dataset.frame, readOnly: box.readOnly };
box.focus();
seen.focused = el.getRootNode().activeElement === box;
box.value = "x*y*y";
box.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
seen.busy = root.getAttribute("aria-busy");
seen.caught = press(box, "Enter", { shiftKey: true });
await later();
Object.assign(seen, { after: root.getAttribute("aria-busy"), says: query(".ad-error").textContent, typed: box.value });
press(box, "Escape");
query(".ad-inputs input").dispatchEvent(new InputEvent("input", { bubbles: true }));
await later();
end();
const again = render({ model, el });
seen.again = [el.firstChild.dataset.frame, el.childElementCount, el.querySelector(".ad-formula").value];
again();
host.remove();
return { ...seen, kept: told.includes("kept") };
"""


@pytest.mark.parametrize("full", [True, False], ids=["with listeners", "without"])
def test_nothing_is_thrown_in_a_shadow_root_by_a_model_that_is_read_only(modules, full):
    """As in a page of MyST: no kernel, `save_changes` throws; what is typed stays, and a sentence says what to do."""
    widget = ad.explore("x*y", x=2.0, y=3.0)
    state = {name: getattr(widget, name) for name in ("data", "uid", "kept", "text", "inputs", "error", "asked", "answered")}
    seen = modules(HOST, {"full": full, "state": state})
    assert seen.pop("says").startswith("No answer from Python")
    assert seen == {
        **{"at": "7", "readOnly": False, "focused": True, "busy": "true", "caught": True, "after": None},
        **{"typed": "x*y*y", "again": ["7", 1, "x*y*y"], "kept": True},
    }


BOX = """
const { default: { initialize, render } } = await load("model", "live"), { packed, key, data } = argument, heard = [];
const state = { uid: "box", key, script: "", data }, listeners = {};
const model = {
  get: (name) => state[name],
  on: (event, listener) => (listeners[event] = listener),
  off() {},
  send(message) {
    heard.push(message);
    setTimeout(() => { state.script = packed; listeners["change:script"](); }, 20);
  },
};
const el = document.body.appendChild(document.createElement("div"));
initialize({ model });
const shown = render({ model, el }), waits = el.textContent;
await shown;
const styles = el.querySelectorAll("style").length;
state.script = "";
const other = document.body.appendChild(document.createElement("div"));
const end = await render({ model, el: other });
const seen = [waits, styles, heard, other.querySelector(".ad-stepper").getAttribute("aria-label")];
end();
return seen;
"""


def test_a_model_in_a_box_asks_for_its_script_once(modules):
    """Where no page brings it: a box of widgets; the second finds it in the window."""
    widget = ad.Stepper(ad.parse("x*y", x=2.0, y=3.0))
    waits, styles, heard, label = modules(BOX, {"packed": SCRIPT.packed, "key": SCRIPT.key, "data": widget.data})
    assert waits.startswith("Python has not answered yet") and styles == 1
    assert heard == [{"ask": "script"}] and label == "Stepper: x*y"


WITHOUT = """
const { mount } = await load("index");
const host = document.body.appendChild(document.createElement("div"));
const el = host.attachShadow({ mode: "open" }).appendChild(document.createElement("div"));
const end = mount(el, argument);
await new Promise((done) => setTimeout(done, 50));
const box = el.querySelector(".ad-formula"), inputs = el.querySelector(".ad-inputs");
const seen = [box.readOnly, inputs.disabled, inputs.hidden, el.querySelector(".ad-form-note").textContent, box.title];
end();
host.remove();
return seen;
"""


def test_without_a_model_the_formula_can_only_be_read(modules):
    """And the page says why, to the eye and to a screen reader."""
    says = "Python is not connected: to change this, run its cell in Jupyter."
    assert modules(WITHOUT, ad.explore("x*y", x=2.0, y=3.0).data) == [True, True, True, says, says]


def test_notebook_7_shows_the_stepper(lab, open_notebook):
    """The other front end of Jupyter: same kernel, same widget, other page."""
    notebook = open_notebook(lab.add("seven.ipynb", STEPS), front_end="notebooks", width=1200, height=900)
    page = notebook.page
    page.locator(".jp-Cell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    stepper = page.get_by_role("group", name="Stepper: running(x)")
    stepper.wait_for()
    stepper.get_by_role("button", name="Next step").click()  # running the cell moves the focus, so click first
    expect(stepper.get_by_role("status")).to_contain_text("How far does f move per unit of itself?")
    stepper.get_by_role("textbox").fill("1")
    page.keyboard.press("Enter")
    expect(stepper.get_by_role("status")).to_contain_text("Right")
    cells = page.locator(".jp-Cell").count()
    stepper.focus()
    for key in ("b", "x", "ArrowLeft"):  # here the notebook hears of a key first, and must find that it is not its own
        page.keyboard.press(key)
    expect(stepper).to_have_attribute("data-frame", "1")  # back from the next question, to which the answer led
    assert page.locator(".jp-Cell").count() == cells
    own = ("schema", "not registered")  # what Notebook 7 says of its own parts
    assert [problem for problem in notebook.errors if not any(word in problem for word in own)] == []


# A kernel that is slow: the answer to the formula comes while a number is being typed.
SLOW = """
const { default: { initialize, render } } = await load("index"), { before, after } = argument, heard = {}, sent = [];
const state = { ...before, uid: "slow", kept: {}, error: "", asked: 0, answered: 0 };
const model = {
  get: (name) => state[name],
  set(name, value) { state[name] = value; },
  on: (event, handler) => (heard[event] = [...(heard[event] ?? []), handler]),
  off: () => {},
  save_changes() { sent.push(structuredClone({ text: state.text, inputs: state.inputs, asked: state.asked })); },
};
const answers = (news) => {
  Object.assign(state, structuredClone(news));
  for (const name of Object.keys(news)) (heard[`change:${name}`] ?? []).forEach((handler) => handler());
};
const later = (ms) => new Promise((done) => setTimeout(done, ms));
const el = document.body.appendChild(document.createElement("div"));
initialize({ model });
const end = render({ model, el }), query = (css) => el.querySelector(css);
const write = (field, value) => {
  field.focus();
  Object.assign(field, { value }).dispatchEvent(new InputEvent("input", { bubbles: true }));
};
write(query(".ad-formula"), after.text);
await later(400);
const x = query("[data-name=x] [type=number]");
write(x, "2");
answers({ data: after.data, inputs: after.inputs, answered: 1 }); // before the number has been sent
const seen = { focused: document.activeElement === x, typing: x.value };
await later(150);
query(".ad-formula").focus();
answers({ inputs: after.inputs }); // whoever shows them anew
seen.shown = query("[data-name=x] [type=number]").value;
end();
el.remove();
return { ...seen, sent, rows: [...el.querySelectorAll("[data-name]")].map((row) => row.dataset.name) };
"""


def test_a_number_typed_while_the_formula_is_being_answered_is_not_lost(modules):
    """The field stays where it is, and what is sent is what was typed: not the number that Python knew before."""
    before, after = ad.explore("x*x", x=0.25), ad.explore("x*y", x=0.25, y=1.0)
    given = {
        name: {"text": w.text, "inputs": w.inputs, "data": w.data} for name, w in (("before", before), ("after", after))
    }
    seen = modules(SLOW, given)
    assert seen["focused"], "a row that stays must not be made anew"
    assert seen["typing"] == seen["shown"] == "2"
    assert [question["asked"] for question in seen["sent"]][:2] == [1, 2]  # then the page keeps what was done
    assert seen["sent"][1]["inputs"] == [{"name": "x", "value": 2}, {"name": "y", "value": 1}]
    assert seen["rows"] == ["x", "y"]
