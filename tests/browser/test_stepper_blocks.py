"""The stepper on the Lagrangian's three blocks, and on a reverse sweep in little memory, in a page without a kernel."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import adlesson as ad
from adlesson.show.writing.numerals import number

from .stepper_page import answer, at, data, lit, slopes, texts, to_question
from .test_stepper import CONTRASTS


def go(root, frame):
    root.focus()
    while at(root) < frame:
        root.press("ArrowRight")


def rows(root):
    """Return what stands at the end of each row of the system: what it is solved to so far."""
    return texts(root.locator(".ad-system .ad-solved"))


def test_a_row_lights_with_its_node_its_lines_and_its_equation(stepper, running):
    """One cursor: row a of the system, box a, the line of a, the lines of the gradient, row a of the table."""
    root = stepper(data(running, "lagrange"))
    go(root, 14)
    assert lit(root) == {
        "target": ["a"],
        "source": ["b", "c"],
        "line": ["a = exp(x)"],
        "gradient": ["a_bar = c_bar * (2 * a)", "a_bar += c_bar = 63.51"],
        "row": ["a"],
    }
    now = root.locator(".ad-system .ad-now")
    assert texts(now.locator(".ad-name")) == ["a"] and texts(now.locator(".ad-entry")) == ["−2.568", "−1"]
    expect(root.get_by_role("status")).to_contain_text("Row a: λ_a − 2.568·λ_b − λ_c = 0, so λ_a = 17.80 × 2.568")
    assert root.locator(".ad-equation math").count() == 2
    assert root.locator(".ad-lit:visible").count() == 2
    root.locator(".ad-system [data-r='3']").click()
    assert lit(root)["target"] == ["c"], "a click on a row goes to the step that solves it"


def test_the_solution_is_written_as_it_is_found(stepper, running):
    """Empty, then zeros, then one row after the other from the last up; back again the same way."""
    root = stepper(data(running, "lagrange"))
    assert rows(root) == [f"λ{name}" for name in "xabcdef"]
    solved = list(ad.adjoints(running).items())
    root.focus()
    for k in range(8, 16):
        go(root, k)
        done = [f"λ{name} = {number(u) if n >= 15 - k else 0}" for n, (name, u) in enumerate(solved)]
        assert rows(root) == done, k
    for key, wanted in (("End", done), ("Home", [f"λ{name}" for name in "xabcdef"])):
        root.press(key)
        assert rows(root) == wanted


def test_residuals_fall_to_zero_in_boxes_and_table(stepper, running):
    """Below the value stands the residual while the constraints are solved, then the multiplier."""
    given = data(running, "lagrange")
    root = stepper(given)
    root.focus()
    assert slopes(root) == dict(zip("xabcdef", ["−0.25", "−1", "0", "0", "−1", "0", "0"], strict=True))
    go(root, 4)
    assert slopes(root)["d"] == "−18.78" and slopes(root)["c"] == "0"
    box = root.get_by_role("button", name="d = exp(c), value 0, residual −18.78")
    assert box.count() >= 1 and "residual" in root.locator(".ad-legend").first.inner_text()
    go(root, 7)
    assert set(slopes(root).values()) == {"0"}
    column = lambda what: texts(root.locator(f"td[data-what={what}]"))
    assert column("residual") == ["0"] * 7
    go(root, 8)
    assert column("residual") == ["0"] * 6 + ["−1"] and "multiplier" in root.locator(".ad-legend").first.inner_text()
    go(root, 15)
    assert column("residual") == ["0"] * 7 and slopes(root)["x"] == "81.55"
    root.press("ArrowRight")
    root.press("ArrowRight")
    assert texts(root.locator(".ad-note:visible")) == ["∂L/∂x_in = 81.55"]
    for k in range(8, 3, -1):
        root.get_by_role("button", name="Feasibility").click()
        go(root, k)
    assert slopes(root)["d"] == "−18.78", "and back in the first block the residuals are there again"


def test_the_multiplier_is_asked_for_and_a_wrong_one_explained(stepper, running):
    """Nowhere to be read; a term alone, a wrong sign and a calculation are told apart; at level 3 the row is chosen."""
    given = data(running, "lagrange", fade=3)
    root = stepper(given)
    to_question(root, 4)
    assert root.locator(".ad-equation").first.text_content() == "c−(a+b)=0", "what is to be solved stays in view"
    root.get_by_role("button", name="Stationarity").click()
    to_question(root, 14)
    assert root.locator(".ad-sentence").inner_text() == "Row a says that ∂L/∂a = 0. What is the multiplier of a?"
    assert "63.51" not in root.inner_text() and rows(root)[1] == "λa = ?"
    assert slopes(root)["a"] == "?" and texts(root.locator("td[data-what=residual]"))[:2] == ["?", "?"]
    choices = root.get_by_role("radio")
    root.get_by_role("radio", name="λ_a − 2a·λ_b − λ_c = 0").check()
    assert "one term alone: a is read by b and c" in answer(root, "45.71").inner_text()
    assert "Brought to the other side, the terms of b and c change their sign" in answer(root, "-63.51").inner_text()
    assert "multiply it by the multiplier of b and c" in answer(root, "3.568").inner_text()
    choices.first.check()
    assert "The number is right, the rule is not" in answer(root, "63.51").inner_text()
    root.get_by_role("radio", name="λ_a − 2a·λ_b − λ_c = 0").check()
    assert answer(root, "17.80*2.568 + 17.80").get_attribute("data-verdict") == "right"
    assert rows(root)[1] == "λa = 63.51"


def test_a_faded_solving_is_completed_by_key_and_scored(stepper, running):
    """Values, multipliers, derivative; each block has its own score."""
    given = data(running, "lagrange", predict=True)
    root = stepper(given)
    root.focus()
    scores = []
    for k, frame in enumerate(given["frames"][1:], 1):
        root.press("ArrowRight") if root.get_attribute("data-asks") == "false" and at(root) < k else None
        assert at(root) == k
        if ask := frame.get("ask"):
            expect(root.get_by_role("status")).to_contain_text(ask["question"])
            assert answer(root, repr(ask["expected"])).get_attribute("data-verdict") == "right"
        if root.locator(".ad-score").is_visible():
            scores.append(root.locator(".ad-score span").first.inner_text())
        root.focus()
    assert scores == ["6 of 6 right at the first try.", "7 of 7 right at the first try.", "1 of 1 right at the first try."]


def test_a_large_system_is_a_sentence(stepper):
    """No empty frame in place of the picture."""

    def chain(x):
        for _ in range(40):
            x = ad.sin(x)
        return x

    root = stepper(data(ad.trace(chain, x=0.5), "lagrange"))
    figure = root.locator(".ad-pane-figure")
    assert "41 rows are too many to draw (at most 30)" in figure.inner_text()
    assert figure.locator(".ad-scroll").evaluate("region => region.hidden"), "or Tab would stop at nothing"


def test_values_come_and_go_with_the_budget(stepper, running):
    """Stored, forgotten, run again: the boxes, the bar and the saw-tooth tell the same."""
    given = data(running, budget=2)
    plan = ad.checkpoint(running, budget=2)
    root = stepper(given)
    root.focus()
    held, again = [], []
    for k, frame in enumerate(given["frames"]):
        assert root.locator(".ad-memory").inner_text() == given["memory"]["rows"][k][1]
        held.append(given["memory"]["rows"][k][0])
        again.append("again" in frame["sentence"])
        now = root.locator(".ad-saw .ad-now").evaluate_all("all => all.map(e => e.dataset.r)")
        assert now == ([str(k)] if k else [])
        root.press("ArrowRight")
    assert max(held) == plan.peak == 2 and sum(again) >= plan.extra - 2
    go(root, 10)
    assert slopes(root)["c"] == "17.80"
    root.press("Home")
    go(root, 9)
    values = {
        box.locator(".ad-name").text_content(): box.locator(".ad-value").text_content().removeprefix("= ")
        for box in root.locator(".ad-node:visible").all()
    }
    assert values == {"x": "0.25", "a": "", "b": "", "c": "", "d": "", "e": "", "f": ""}, "all but the inputs is forgotten"
    assert root.locator(".ad-unknown:visible").count() == 6
    root.locator(".ad-saw [data-r='5'] path").first.click(force=True)
    assert at(root) == 5


STATES = {
    "feasible": lambda root: go(root, 4),
    "solved": lambda root: go(root, 14),
    "asked": lambda root: (
        root.get_by_role("button", name="Stationarity").click(),
        to_question(root, 14),
        answer(root, "45.71"),
    ),
    "read": lambda root: go(root, 17),
    "stored": lambda root: go(root, 8),
}
OPTIONS = {"asked": {"sweep": "lagrange", "fade": 3}, "stored": {"sweep": "reverse", "budget": 2}}


PAGES = {"wide": ("light", 1100, 1), "narrow": ("dark", 400, 1), "200 percent": ("dark", 550, 2)}


@pytest.mark.parametrize(
    ("name", "page"),
    [("feasible", "wide"), ("solved", "narrow"), ("asked", "200 percent"), ("read", "narrow"), ("stored", "wide")],
)
def test_axe_finds_no_barrier_and_nothing_sticks_out(stepper, running, shoot, name, page):
    """Names, roles and contrast with all panes open; whole controls at 400 pixels and at 200 percent."""
    scheme, width, scale = PAGES[page]
    given = data(running, **OPTIONS.get(name, {"sweep": "lagrange"}))
    root = stepper(given, width=width, color_scheme=scheme, device_scale_factor=scale)
    STATES[name](root)
    root.evaluate("r => r.querySelectorAll('details').forEach(d => { d.open = true; })")
    found = Axe().run(root.page, context=".ad-stepper").response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
    assert {what: ratio for what, ratio in root.evaluate(CONTRASTS).items() if ratio < 4.5} == {}
    shoot(root.page, f"blocks-{name}-{scheme}-{width}")
    assert root.page.evaluate("document.documentElement.scrollWidth") <= width
    outer = root.bounding_box()
    for part in root.locator("button:visible, p:visible, input:visible, summary:visible").all():
        if part.evaluate("e => !e.closest('.ad-scroll, .ad-unseen') && !e.matches('.ad-unseen')"):
            inner = part.bounding_box()
            assert inner["x"] >= outer["x"] and inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1
