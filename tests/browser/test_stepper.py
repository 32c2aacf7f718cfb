"""The stepper in a real browser: typing, stepping by button and by key, no word to the kernel, both themes, narrow."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import adlesson as ad
from adlesson.engine.parsing.parse import formula

from .lab_driver import repainted
from .stepper_page import outside, slopes

RUNNING = "exp(exp(x) + exp(x)^2) + sin(exp(x) + exp(x)^2)"
THEMES = "light", "dark", "high contrast"
EXPLORE = f'import adlesson as ad\nad.explore("{RUNNING}", x=0.25)'


@pytest.fixture
def explorer(lab, open_notebook):
    def open_explorer(source=EXPLORE, **options):
        notebook = open_notebook(lab.add("explorer.ipynb", source), **options)
        if options.get("width", 1400) < 600:  # leave the page to the notebook
            notebook.evaluate("await app.commands.execute('application:toggle-left-area')")
        notebook.run()
        root = notebook.page.locator(".ad-stepper:visible")
        root.first.wait_for()
        return notebook, root

    return open_explorer


PANES = f'import adlesson as ad\nad.explore("{RUNNING}", x=0.25, panes=("code", "table", "memory", "copy", "keys"))'


def answered(root):
    expect(root).not_to_have_attribute("aria-busy", "true")


def test_a_typed_function_is_stepped_to_its_gradient_by_button(explorer):
    """The learner's path: type x*y + sin(x), step forward and back, read the adjoints of x and y."""
    notebook, root = explorer()
    root.get_by_role("textbox", name="Formula").fill("x*y + sin(x)")
    expect(root.get_by_role("spinbutton", name="y, number")).to_be_visible()
    root.get_by_role("spinbutton", name="x, number").fill("0.5")
    root.get_by_role("spinbutton", name="y, number").fill("3")
    expect(root.locator(".ad-sentence")).to_contain_text("Forward sweep")
    answered(root)
    next_step = root.get_by_role("button", name="Next step (right arrow)")
    seen = [root.locator(".ad-sentence").inner_text()]
    while next_step.get_attribute("aria-disabled") != "true":
        next_step.click()
        seen.append(root.locator(".ad-sentence").inner_text())
    assert len(set(seen)) == len(seen), "every step says something of its own"
    p = formula("x*y + sin(x)", {"x": 0.5, "y": 3}, "f")
    assert slopes(root) == {name: ad_text(u) for name, u in ad.adjoints(p).items()}
    assert slopes(root)["x"] == ad_text(3 + ad.cos(0.5)) and slopes(root)["x"] != ad_text(3.5)
    back = root.get_by_role("button", name="Previous step (left arrow)")
    for sentence in reversed(seen[:-1]):
        back.click()
        assert root.locator(".ad-sentence").inner_text() == sentence
    assert set(slopes(root).values()) == {""}
    assert notebook.errors == [] and notebook.leaks == []


def ad_text(u):
    from adlesson.show.writing.numerals import number

    return number(u)


FRAMES_TO_COME = """root => {
    root.frames = [];
    const note = () => root.frames.push(root.dataset.frame);
    new MutationObserver(note).observe(root, { attributeFilter: ["data-frame"] });
}"""


def test_keys_step_without_a_word_to_the_kernel(explorer):
    """Frames are all there: arrows, Home, End and space never wait for Python; the time to repaint is printed."""
    notebook, root = explorer()
    root.focus()
    with notebook.telling_kernel() as sent:
        for key, frame in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", 17), ("Home", 0)):
            notebook.page.keyboard.press(key)
            assert root.get_attribute("data-frame") == str(frame)
        root.evaluate(FRAMES_TO_COME)  # a busy machine may look away for longer than a frame is shown
        notebook.page.keyboard.press(" ")
        notebook.page.wait_for_function("frames => frames.length", arg=root.evaluate_handle("r => r.frames"))
        notebook.page.keyboard.press(" ")
        assert root.evaluate("r => r.frames[0]") == "1"
        notebook.page.keyboard.press("End")
        times = root.evaluate("""async root => {
            const times = [], button = root.querySelector(".ad-back");
            for (let k = 0; k < 17; k++) {
                const start = performance.now();
                button.click();
                await new Promise(done => requestAnimationFrame(() => {
                    const channel = new MessageChannel();
                    channel.port1.onmessage = done;
                    channel.port2.postMessage(0);
                }));
                times.push(performance.now() - start);
            }
            return times.sort((a, b) => a - b);
        }""")
        assert root.get_attribute("data-frame") == "0"
    assert sent == []
    print(f"\nclick to repaint: median {times[8]:.1f} ms, slowest {times[-1]:.1f} ms (goal 50 ms)")


def test_the_last_step_shows_the_adjoint_the_engine_computes(explorer):
    """81.55 on the page is the number of ad.grad, and every box agrees with the engine."""
    _, root = explorer()
    root.focus()
    root.press("End")
    p = ad.parse(RUNNING, x=0.25)
    assert slopes(root) == {name: ad_text(u) for name, u in ad.adjoints(p).items()}
    assert slopes(root)["x"] == "81.55"
    expect(root.locator(".ad-sentence")).to_contain_text(
        "a sends x its share: 63.51 × 1.284 = 81.55. Nothing is left to send"
    )
    root.press("ArrowLeft")
    expect(root.locator(".ad-sentence")).to_contain_text("b sends a its share: 17.80 × 2.568 = 45.71.")
    expect(root.get_by_role("status")).to_contain_text("The adjoint of a is now 17.80 plus 45.71: 63.51.")
    assert root.locator(".ad-source:visible .ad-name").text_content() == "b"
    assert root.locator(".ad-target:visible .ad-name").text_content() == "a"
    assert root.locator(".ad-lit:visible").count() == 1
    assert "2.568" in root.locator(".ad-equation").first.inner_text()


def test_turning_an_input_keeps_the_step(explorer):
    """What changes when x changes? Only the numbers: the learner stays at the step under study."""
    _, root = explorer()
    root.focus()
    root.press("End")
    root.get_by_role("spinbutton", name="x, number").fill("0.5")
    expect(root.get_by_role("status")).to_contain_text("556.0")
    assert root.get_attribute("data-frame") == "17"
    slider = root.get_by_role("slider", name="x, slider")
    slider.focus()
    slider.press("ArrowLeft")
    expect(root.get_by_role("status")).not_to_contain_text("556.0")
    assert root.get_attribute("data-frame") == "17"


def test_a_wrong_text_says_why_and_keeps_the_picture(explorer):
    """A typing learner passes through nonsense all the time; nothing may be lost by it."""
    notebook, root = explorer()
    box = root.get_by_role("textbox", name="Formula")
    box.fill("x*y + sinn(x)")
    expect(root.get_by_role("alert")).to_contain_text("did you mean 'sin'?")
    assert root.locator(".ad-node:visible").count() == 7
    box.fill("__import__('os').system('true')")
    expect(root.get_by_role("alert")).to_contain_text("not accepted")
    box.fill("x*y")
    expect(root.get_by_role("alert")).to_have_text("")
    expect(root.locator(".ad-node:visible")).to_have_count(3)
    assert notebook.errors == []


def test_arrow_keys_in_the_text_box_move_the_cursor_only(explorer):
    """Keys belong to the field that has the focus."""
    _, root = explorer()
    box = root.get_by_role("textbox", name="Formula")
    box.focus()
    for key in ("ArrowLeft", "Home", "ArrowRight", " "):
        box.press(key)
    assert root.get_attribute("data-frame") == "0"


def test_two_steppers_on_one_page_do_not_share_a_cursor(explorer):
    """Each widget has its own frames; a key goes to the one in focus."""
    notebook, _ = explorer(
        "import adlesson as ad\np = ad.trace(lambda x: x * x, x=3)\ndisplay(ad.Stepper(p), ad.Stepper(p, sweep='tangent'))"
    )
    first, second = notebook.page.locator(".ad-stepper:visible").all()
    first.focus()
    first.press("ArrowRight")
    assert (first.get_attribute("data-frame"), second.get_attribute("data-frame")) == ("1", "0")
    assert (first.get_attribute("data-sweep"), second.get_attribute("data-sweep")) == ("reverse", "tangent")


@pytest.mark.parametrize("width", [1400, 400])
def test_it_looks_right_in_every_theme_and_width(explorer, width):
    """Saved to be looked at; asserted: nothing sticks out, and the narrow page gets the tall picture."""
    notebook, root = explorer(width=width)
    root.focus()
    root.press("End")
    root.press("ArrowLeft")
    root.scroll_into_view_if_needed()
    behind = set()
    for theme in THEMES:
        notebook.theme(theme)
        repainted(notebook.page)
        notebook.shoot(f"explorer-{theme.replace(' ', '-')}-{width}")
        assert outside(root, ".ad-scroll, .ad-unseen") == []
        assert root.locator(".ad-tall").is_visible() == (width < 700)
        ink, paper = root.evaluate("r => [getComputedStyle(r).color, getComputedStyle(r).backgroundColor]")
        assert ink != paper
        behind.add(paper)
    assert len(behind) > 1, "the stepper follows"


def test_a_program_alone_in_a_cell_shows_its_graph_and_its_list(lab, open_notebook):
    """The shortest way to see what was traced; upright where the page is narrow."""
    source = "import adlesson as ad\nad.trace(ad.examples.running, x=0.25)"
    notebook = open_notebook(lab.add("program.ipynb", source))
    notebook.run()
    output = notebook.cell(0).locator(".jp-OutputArea-output").last
    expect(output.locator(".ad-node:visible")).to_have_count(7)
    expect(output.locator("tbody tr")).to_have_count(7)
    assert "1.284" in output.inner_text()
    picture = output.locator("svg:visible").first
    for width, upright in ((1400, False), (480, True)):
        notebook.page.set_viewport_size({"width": width, "height": 1000})
        repainted(notebook.page)
        assert picture.evaluate("e => e.clientHeight > e.clientWidth") == upright
        notebook.shoot(f"program-{width}")


def test_the_notebooks_own_keys_still_work_from_inside(explorer):
    """Shift+Enter goes on to the next cell, as the lesson tells the learner; Escape leaves the widget."""
    notebook, root = explorer()
    root.focus()
    root.press("ArrowRight")
    root.press("x")
    root.press("d")
    root.press("d")
    assert notebook.evaluate("return cells.length") == 1, "single keys must not cut or delete the cell"
    root.press("Escape")
    assert not root.evaluate("r => r.contains(document.activeElement)")
    root.focus()
    root.press("Shift+Enter")
    notebook.page.wait_for_function("window.jupyterapp.shell.currentWidget.content.widgets.length === 2")


def test_an_input_that_is_no_number_says_so(explorer):
    """An empty field must not stand over a picture that belongs to another number."""
    _, root = explorer()
    field = root.get_by_role("spinbutton", name="x, number")
    field.fill("")
    expect(root.get_by_role("alert")).to_have_text("x needs a number, such as -1.5")
    field.fill("0.5")
    expect(root.get_by_role("alert")).to_have_text("")
    field.fill("")
    field.press_sequentially("1e400")  # too large for a float; 1e40, which is typed on the way, is answered
    answered(root)
    expect(root.get_by_role("alert")).to_have_text("x needs a number, such as -1.5")
    field.fill("0.5")
    expect(root.get_by_role("alert")).to_have_text("")
    root.get_by_role("textbox", name="Formula").fill("")
    expect(root.get_by_role("alert")).to_contain_text("empty")


def test_a_restarted_kernel_is_noticed(explorer):
    """Stepping goes on without Python; a new formula cannot, and the page says what to do, waits no longer, and keeps it."""
    notebook, root = explorer()
    box = root.get_by_role("textbox", name="Formula")
    expect(box).to_be_editable()
    notebook.evaluate("await panel.sessionContext.session.kernel.restart()")
    notebook.wait_for_kernel()
    root.focus()
    root.press("ArrowRight")
    assert root.get_attribute("data-frame") == "1"
    box.fill("x*x")
    assert root.get_attribute("aria-busy") == "true"
    expect(root.get_by_role("alert")).to_contain_text("run this cell again")
    answered(root)
    expect(box).to_have_value("x*x")


def test_a_function_that_fails_or_is_slow_keeps_nobody_waiting(explorer):
    """An error is an answer; after silence the page says so, and takes the answer when it comes."""
    _, root = explorer(
        """import adlesson as ad, time
def f(x):
    if x < 0:
        raise RuntimeError("negative")
    if x > 100:
        time.sleep(6)
    return x * x
ad.explore(f, x=1.0)"""
    )
    field, alert = root.get_by_role("spinbutton", name="x, number"), root.get_by_role("alert")
    field.fill("-1")
    expect(alert).to_have_text("RuntimeError: negative")
    answered(root)
    field.fill("200")
    expect(alert).to_contain_text("if the kernel is busy, wait")
    answered(root)
    expect(field).to_have_value("200")
    expect(alert).to_have_text("")


def test_enter_hands_the_formula_over_and_keeps_it(explorer):
    """Shift+Enter is what the notebook teaches; run again, the cell would make the widget that it made at first."""
    notebook, root = explorer()
    box = root.get_by_role("textbox", name="Formula")
    box.fill("x*y")
    for key in ("Shift+Enter", "Control+Enter", "Enter"):
        box.press(key)
    expect(root).to_have_attribute("aria-label", "Stepper: x*y")
    expect(box).to_have_value("x*y")
    assert notebook.evaluate("return [cells.length, cells[0].model.executionCount]") == [1, 1]


def test_the_header_stays_where_it_is_and_what_is_wrong_is_said_over_the_graph(explorer):
    """53 pixels up to two inputs; neither an error nor a remark moves the buttons."""
    _, root = explorer('import adlesson as ad\nad.explore("x*y", x=1, y=2)')
    head, next_step = root.locator(".ad-head-row"), root.get_by_role("button", name="Next step (right arrow)")
    before = next_step.bounding_box()
    assert head.bounding_box()["height"] == 53
    for text in ("x*y +", "x*y*e", "x*y"):
        root.get_by_role("textbox", name="Formula").fill(text)
        answered(root)
        assert head.bounding_box()["height"] == 53
        if text != "x*y*e":  # another program
            assert next_step.bounding_box() == before
        else:
            expect(head).to_contain_text("e is 2.718 here")
    root.page.set_viewport_size({"width": 1100, "height": 900})  # beside the side bar
    assert root.bounding_box()["width"] < 760
    slides = root.get_by_role("slider", name=re.compile("^[xy],")).all()
    assert len(slides) == 2 and min(one.bounding_box()["width"] for one in slides) > 190


def test_what_is_too_wide_can_be_scrolled_by_key(explorer):
    """At 400 pixels the table does not fit; whoever has no mouse must see its last column too."""
    _, root = explorer(PANES, width=400)
    root.press("End")
    table = root.get_by_role("region", name="Table of variables")
    table.focus()
    for _ in range(20):
        table.press("ArrowRight")
    root.page.wait_for_function("r => r.scrollLeft > 20", arg=table.element_handle())
    assert root.get_attribute("data-frame") == "17", "the arrows belong to the table while it has the focus"


def test_a_wide_graph_follows_the_step(explorer):
    """The box in use must be in view, also in a picture wider than the page."""
    _, root = explorer(
        "import adlesson as ad\nad.explore('sin(sin(sin(sin(sin(sin(sin(sin(sin(x)))))))))', x=0.5)", width=1200
    )
    root.focus()
    repainted(root.page)
    last = root.locator(".ad-wide .ad-node").last.bounding_box()
    assert last["x"] + last["width"] <= root.bounding_box()["x"] + root.bounding_box()["width"], "where the way back begins"
    for key in ("End", "Home", "ArrowRight", "End"):
        root.press(key)
        repainted(root.page)
        for box in root.locator(".ad-wide .ad-target").all():
            inside, outside = box.bounding_box(), root.bounding_box()
            assert outside["x"] <= inside["x"] and inside["x"] + inside["width"] <= outside["x"] + outside["width"]


CONTRASTS = """root => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const light = (colour) => {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((u) => u / 255)
            .map((u) => (u <= 0.04045 ? u / 12.92 : ((u + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
        for (let e = element.closest(".ad-cover") && element; e; e = e.previousElementSibling) {
            if (e.localName === "rect" && getComputedStyle(e).fill !== "none") return getComputedStyle(e).fill;
        }
        const box = element.closest(".ad-node")?.querySelector(".ad-box");
        if (box) return getComputedStyle(box).fill;
        for (let e = element; e; e = e.parentElement) {
            const colour = getComputedStyle(e).backgroundColor;
            if (!/(^rgba.*, 0\\)|transparent)$/.test(colour)) return colour;
        }
    };
    const found = {};
    for (const element of root.querySelectorAll("*")) {
        const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (!own || !element.getClientRects().length) continue;
        const style = getComputedStyle(element), svg = element.closest("svg");
        const [a, b] = [light(svg ? style.fill : style.color), light(behind(element))].sort((u, w) => w - u);
        const name = `${element.tagName} ${element.getAttribute("class") ?? ""}`;
        found[name] = Math.min(found[name] ?? 99, (a + 0.05) / (b + 0.05));
    }
    return found;
}"""


def test_every_text_stands_out_from_what_is_behind_it(explorer):
    """At least 4.5 to 1 (WCAG 2, AA), in the boxes and arrows too, whose background axe cannot determine."""
    notebook, root = explorer(PANES)
    for theme in THEMES:
        notebook.theme(theme)
        repainted(notebook.page)
        root.focus()
        for key in ("Home", "ArrowRight", "ArrowRight", "End", "ArrowLeft"):
            root.press(key)
            contrasts = root.evaluate(CONTRASTS)
            assert {name: ratio for name, ratio in contrasts.items() if ratio < 4.5} == {}, theme
    assert {"text ad-value", "text ad-slope", "text ad-name", "P ad-sentence"} <= set(contrasts)
    root.evaluate("r => r.querySelector('.ad-sentence').style.color = '#777'")
    assert root.evaluate(CONTRASTS)["P ad-sentence"] < 4.6, "and the measure can fail"


@pytest.mark.parametrize(("theme", "width"), [("light", 1400), ("dark", 400)])
def test_axe_finds_no_barrier_in_the_widget(explorer, theme, width):
    """Names and roles for every control; JupyterLab's own page is not ours to judge."""
    notebook, root = explorer(PANES, theme=theme, width=width)
    root.focus()
    for key in ("Home", "ArrowRight", "End", "ArrowLeft"):
        root.press(key)
        notebook.page.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )  # it settles
        found = Axe().run(notebook.page, context=".ad-stepper").response["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
    root.get_by_role("textbox", name="Formula").fill("x*")
    expect(root.get_by_role("alert")).to_contain_text("not a formula")
    found = Axe().run(notebook.page, context=".ad-stepper").response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
