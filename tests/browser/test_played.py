"""Notebooks 00 and 05 are played in JupyterLab as a learner would play them; what is seen is what the engine computes."""

import re

import pytest
from playwright.sync_api import expect

import adlesson as ad
from adlesson.engine.parsing import parse as parsing
from adlesson.show.writing.numerals import number
from adlesson.teach.predictions import predictions

from .stepper_page import answer, at, button, fire, in_boxes, opened, slopes, texts, to_question

FORMULA = "exp(exp(x) + exp(x)^2) + sin(exp(x) + exp(x)^2)"


def widget(notebook, source):
    """Scroll to the cell with this piece of source, and return its stepper."""
    root = notebook.cell(source).locator(".ad-stepper")
    expect(root).to_have_count(1)
    root.scroll_into_view_if_needed()
    return root


def sentence(root):
    return root.locator(".ad-strip .ad-sentence:visible").inner_text()


def said(root):
    return root.get_by_role("status").inner_text().strip("\u00a0 ")


def spoken(u):
    return number(u).replace("−", "minus ")


def written(numbers):
    return {name: number(u) for name, u in numbers.items()}


def values(root):
    return in_boxes(root, ".ad-value")


def has(root):
    """Return what each box of the machine has, "0" if nobody has sent it anything."""
    boxes = root.locator(".ad-node:visible").evaluate_all(
        "all => all.map((e) => ['.ad-name', '.ad-sum'].map((what) => e.querySelector(what)?.textContent))"
    )
    return {name: (text or "= 0").split("= ")[-1] for name, text in boxes}


def fired(program, names):
    """Return what each variable has after these firings, by the engine, and how many times each has sent all it has."""
    z, zbar = program.values(), [0.0] * (len(program) - 1) + [1.0]
    sent = {}
    for name in names:
        i = program.index(name)
        sent[name] = zbar[i]
        ad.schedules.fire(program, z, zbar, i, zbar[i])
    late = {name: zbar[program.index(name)] - u for name, u in sent.items() if zbar[program.index(name)] != u}
    return written(dict(zip(program.names, zbar, strict=True))), late


def command(notebook, name, cell):
    notebook.evaluate("panel.content.activeCellIndex = argument", cell)
    notebook.evaluate("await app.commands.execute(argument)", f"notebook:{name}")


def gradient_by_key_and_button(root, program):
    """Forwards by key, backwards by button: each sentence has the step's numbers, and is spoken; the boxes fill."""
    names, steps = program.names, [*ad.reverse_sweep(program)]
    root.focus()
    for k in range(1, len(names) + 1):
        root.press("ArrowRight")
        assert values(root)[names[k - 1]] == number(program.values()[k - 1]) and set(slopes(root).values()) == {""}
    assert values(root) == written(ad.primals(program))
    onward = root.get_by_role("button", name="Next step (right arrow)")
    for step in [None, *steps]:
        onward.click()
        if step is None or step.kind == "seed":
            continue
        share, read = number(step.upstream * step.partial), sentence(root)
        sends = rf"\b{step.source} sends {step.target}(:| its share:) {re.escape(number(step.upstream))} × "
        assert re.search(sends, read) and share in read
        assert f"The adjoint of {step.target} is " in said(root) and spoken(step.after) in said(root)
        assert texts(root.locator(".ad-source:visible .ad-name")) == [step.source]
        assert texts(root.locator(".ad-target:visible .ad-name")) == [step.target]
    assert slopes(root) == written(ad.adjoints(program)) and onward.get_attribute("aria-disabled") == "true"


def nudged(root, name, moved):
    """Nudge a box by a tenth and by a hundredth; ``moved(h)`` is the result then.  Then no more."""
    root.focus()
    root.press("n")
    fire(root, name)
    seen = []
    for key, h in (("+", 0.1), ("[", 0.01)):
        root.press(key)
        assert texts(root.locator(".ad-sizes label:has(:checked)")) == [f"+{h}"]
        begins, ends = re.fullmatch(rf"{name} from (\S+ to \S+) moves f from (\S+ to \S+)\.", sentence(root)).groups()
        for text, exact in zip([*begins.split(" to "), *ends.split(" to ")], moved(h), strict=True):
            assert float(text) == pytest.approx(exact, rel=5e-4)  # four digits
        box = root.locator(".ad-node:visible:has(.ad-name:text-is('f')) .ad-cover")
        assert ends.split(" to ")[1] in box.locator(".ad-now").text_content()
        assert said(root).startswith(f"{name} from {begins}. f moves by ")
        seen.append(ends)
    assert seen[0] != seen[1]
    root.press("n")
    expect(root.locator(".ad-cover")).to_have_count(0)


def is_machine(root, program, early, right, at_whom):
    """Fire too early, and see what is not sent; undo, and fire in the right order: the adjoints."""
    root.focus()
    fire(root, early[0])
    for name in early[1:]:
        root.press(name)
    expect(root.locator(".ad-node:visible .ad-cover")).to_have_count(len(program))
    expect(root.locator(".ad-node:visible > .ad-chip:visible")).to_have_count(0)  # nothing shines through
    totals, late = fired(program, early)
    assert has(root) == totals and totals != written(ad.adjoints(program))
    assert texts(root.locator(".ad-unsent:visible")) == [f"{number(late[at_whom])} not sent"]
    assert sentence(root) == f"All but the inputs have fired, and {at_whom} still has {number(late[at_whom])} to send."
    assert f"{at_whom} still has {number(late[at_whom])} to send" in said(root)
    button(root, "undo").click()
    root.focus()
    for _ in early[2:]:
        root.press("Backspace")
    assert has(root) == fired(program, early[:1])[0] and root.locator(".ad-unsent:visible").count() == 0
    fire(root, *right[1:])
    assert has(root) == written(ad.adjoints(program)) and sentence(root).endswith(": right.")


def predicted(notebook, name, wrong, right):
    """Answer a card wrongly, and be told why; then rightly, and open the explanation, which is its own."""
    one = predictions(name[:2])[name]
    card = notebook.cell(f'ad.predict("{name}")').locator(".ad-card")
    card.scroll_into_view_if_needed()
    said = card.locator(".ad-verdict")

    def commit(answer, sure):
        if one.kind in ("number", "names"):
            card.get_by_role("textbox", name=one.ask).fill(answer)
        parts = [one.parts["ABCDEF".index(letter)] for letter in answer] if one.kind in ("choice", "order") else []
        taken = card.locator(".ad-option[aria-pressed='true']")
        for text in [text.strip() for text in taken.all_inner_texts()]:  # what was right before is still there
            if not any(part in text for part in parts):
                taken.filter(has_text=next(part for part in one.parts if part in text)).click()
        for part in parts:
            option = card.locator(".ad-option").filter(has_text=part)
            if option.get_attribute("aria-pressed") != "true":
                option.click()
        card.get_by_role("button", name=sure).click()

    commit(wrong, "I am sure")
    reply = next(text for key, text in one.wrong.items() if str(key) == wrong or (one.kind == "order" and key in wrong))
    expect(said).to_contain_text("Not yet.")
    expect(said).to_contain_text(reply)
    commit(right, "a guess")
    told = re.escape(f"Right. {one.because}" if one.because else "Right.")
    expect(said).to_have_text(re.compile(rf"{told}(?: Now (?:open the explanation below|run the next cell)\.)?"))
    expect(card).to_contain_text("right at the second try")


@pytest.mark.long
def test_notebook_05_is_played(lab, open_notebook):
    """Questions, a cell that moves, the machine and its five orders, and the line that is copied."""
    notebook = open_notebook("05_pull_back.ipynb")
    notebook.run(first=notebook.index("ad.Stepper(ad.trace(orders") + 1)
    p = ad.trace(ad.examples.running, x=0.25)
    steps = [*ad.reverse_sweep(p)]
    last = [k + 1 for k, step in enumerate(steps) if step.before and step.kind != "seed"]
    c, a = (steps[k - 1] for k in last)
    root = widget(notebook, "fade=1")
    to_question(root, last[0])
    assert sentence(root) == f"{c.source} sends {c.target} its share. What does the adjoint of {c.target} become?"
    assert slopes(root)["c"] == f"{number(c.before)} → ?" and said(root).endswith("Press Enter to type your answer.")
    alone = number(c.upstream * c.partial)
    verdict = answer(root, alone)
    expect(verdict).to_contain_text(f"Not yet. {alone} is the share of {c.source} alone")
    assert verdict.inner_text().replace("\n", " ") in said(root) and number(c.after) not in root.inner_text()
    button(root, "hint").click()
    expect(verdict).to_contain_text("Hint 1 of 3: A share is adjoint times slope.")
    button(root, "show me").click()
    assert slopes(root)["c"] == number(c.after) and sentence(root).endswith(f" {number(c.after)}.")
    to_question(root, last[1])
    answer(root, f"{a.before} + {a.upstream}*{a.partial}")
    expect(verdict).to_contain_text("Right.")
    assert slopes(root)["a"] == number(a.after)
    root.press("End")
    score = root.locator(".ad-score")
    expect(score).to_contain_text(
        f"1 of 2 right at the first try, 1 with help. Look again at: shares are added ({c.target})."
    )
    assert slopes(root) == written(ad.adjoints(p)) and "1 of 2 right" in said(root)

    here = notebook.index("fade=1")
    for name, cell in (
        ("move-cell-down", here),
        ("move-cell-up", here + 1),
        ("delete-cell", here),
        ("undo-cell-action", here),
    ):
        command(notebook, name, cell)
        if name == "delete-cell":
            assert notebook.evaluate("return cells.every(c => !c.model.sharedModel.source.includes('fade=1'))")
            continue
        root = widget(notebook, "fade=1")
        assert at(root) == len(steps) and "1 of 2 right" in root.locator(".ad-score").inner_text()
        root.focus()
        root.press("ArrowLeft")
        expect(root.locator(".ad-verdict")).to_contain_text("Right.")
        root.press("End")
        assert slopes(root) == written(ad.adjoints(p))
    line = opened(root, "copy").locator("code").inner_text()

    root = widget(notebook, "ad.Stepper(ad.trace(orders")

    def orders(a, b):
        s = a + b
        p = a * b
        t = s + p
        u = s * p
        y = t + u
        return y

    seven = ad.trace(orders, a=2, b=3)
    is_machine(root, seven, "ytsup", "ytups", "s")
    root.press("s")
    assert has(root) == fired(seven, "ytupss")[0] and "fired again with all its" in sentence(root)
    button(root, "five orders").click()
    button(root, "show all").click()
    rows = root.locator(".ad-orders tbody tr").all()
    found = {row.locator("th").inner_text().strip(): texts(row.locator("td"))[3] for row in rows[1:]}
    assert found == {name: number(ad.schedules.run_schedule(seven, name)[0]["a"]) for name in ad.schedules.SCHEDULES}
    assert notebook.errors == [] and notebook.leaks == []

    notebook.close()
    notebook = open_notebook(lab.add("copied.ipynb", line))
    notebook.run()
    root = widget(notebook, "Stepper")
    assert at(root) == len(steps) and slopes(root) == written(ad.adjoints(p))
    assert opened(root, "copy").locator("code").inner_text() == line
    notebook.close()


@pytest.mark.long
def test_notebook_00_is_played(open_notebook):
    """Predictions, forwards and back, the machine, a neuron's knobs, a nudge, a formula of one's own; then the kernel is
    restarted, then it is gone."""
    notebook = open_notebook("00_see_a_gradient_appear.ipynb")
    notebook.run(first=notebook.index('ad.explore("x*y + sin(x)"') + 1)

    def first(x, y):
        u = x * y
        v = u + x
        f = u * v
        return f

    three = ad.trace(first, x=3, y=2)
    root = widget(notebook, "# fire f, u, v, u; start over")
    notebook.cell("# fire f, u, v, u; start over")
    seen, page = (
        root.bounding_box(),
        notebook.page.locator(".jp-NotebookPanel:visible .jp-WindowedPanel-outer").bounding_box(),
    )
    assert page["y"] <= seen["y"] and seen["y"] + seen["height"] <= page["y"] + page["height"], "whole, without scrolling"
    predicted(notebook, "00.1a", "48", "54")
    predicted(notebook, "00.1b", "B", "D")
    predicted(notebook, "00.3c", "BD", "CB")
    predicted(notebook, "00.5a", "a", "c and a")
    row = notebook.cell('ad.progress("00")').locator(".ad-card")
    expect(row).to_contain_text("22 open")  # of 26
    expect(notebook.cell('ad.predict("00.1a")').locator(".ad-verdict")).to_contain_text("Right.")
    root = widget(notebook, "predict=True")
    to_question(root, 2)
    assert sentence(root) == "f sends u its share. What does the adjoint of u become?"
    root = widget(notebook, "# fire f, u, v, u; start over")
    is_machine(root, three, "fuv", "fvu", "u")

    root = widget(notebook, "ad.explore(loss")
    root.focus()
    root.press("End")
    assert slopes(root)["w"] == "12"
    root.get_by_role("spinbutton", name=re.compile("^w,")).fill("3.5")
    expect(root.locator(".ad-node:visible:has(.ad-name:text-is('loss')) .ad-value")).to_have_text("= 0")
    assert slopes(root)["w"] == slopes(root)["bias"] == "0"

    root = widget(notebook, 'ad.explore("exp')
    p = ad.parse(FORMULA, x=0.25)
    gradient_by_key_and_button(root, p)

    def moved(h):
        a = ad.primals(p)["a"]
        f = lambda a: ad.exp(a + a**2) + ad.sin(a + a**2)
        return a, a + h, f(a), f(a + h)

    nudged(root, "a", moved)

    root = widget(notebook, 'ad.explore("x*y + sin(x)"')
    formula = root.get_by_role("textbox", name="Formula")
    formula.fill("x / (1 + x^2)")
    expect(root).to_have_attribute("aria-label", "Stepper: x / (1 + x^2)")
    expect(root).not_to_have_attribute("aria-busy", "true")
    slider, field = (root.get_by_role(role, name=re.compile("^x,")) for role in ("slider", "spinbutton"))
    box = slider.bounding_box()
    root.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    root.page.mouse.down()
    for part in (0.6, 0.7, 0.65):
        root.page.mouse.move(box["x"] + box["width"] * part, box["y"] + box["height"] / 2)
    root.page.mouse.up()
    x = float(field.input_value())
    assert x != 2
    root.focus()
    root.press("End")
    q = parsing.formula("x / (1 + x^2)", {"x": x}, "f")
    expect(root.locator(".ad-node:visible:has(.ad-name:text-is('x')) .ad-slope")).to_have_text(
        f"= {number(ad.grad(q)['x'])}"
    )
    assert slopes(root) == written(ad.adjoints(q))

    notebook.evaluate("await panel.sessionContext.session.kernel.restart()")
    notebook.wait_for_kernel()
    root.focus()
    root.press("ArrowLeft")
    assert at(root) == len(q) + len([*ad.reverse_sweep(q)])
    formula.fill("x*x")
    expect(root.get_by_role("alert")).to_contain_text("run this cell again")
    expect(root).not_to_have_attribute("aria-busy", "true")
    expect(formula).to_have_value("x*x")
    assert notebook.errors == [] and notebook.leaks == []

    notebook.end_kernel()
    notebook.reload()
    notebook.page.locator(".ad-stepper").first.wait_for()
    root = widget(notebook, 'ad.explore("exp')
    expect(root).to_contain_text("Python is not connected")
    gradient_by_key_and_button(root, p)
    assert "model not found" not in notebook.page.content()
