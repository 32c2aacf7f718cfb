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


def test_a_row_lights_with_its_node_its_line_and_its_equation(stepper, running):
    """One cursor: row a of the system, box a, the line of the row, row a of the table."""
    root = stepper(data(running, "lagrange", panes=("system",)))
    go(root, 14)
    now = root.locator(".ad-system .ad-row.ad-now")
    assert texts(now.locator(".ad-name")) == ["a"] and texts(now.locator(".ad-entry text:visible")) == ["−2.568", "−1"]
    expect(root.get_by_role("status")).to_contain_text("Row a gives 63.51, the multiplier of a, from those of b and c.")
    assert root.locator(".ad-equation math").count() == 1
    assert root.locator(".ad-lit:visible").count() == 2
    root.locator(".ad-system .ad-row[data-r='3']").click()
    assert lit(root)["target"] == ["c"], "a click on a row goes to the step that solves it"
    go(root, 14)
    root.get_by_role("button", name="code").click()
    assert lit(root)["line"] == ["a = exp(x)"]
    assert lit(root)["gradient"] == ["lam_a = lam_b * (2 * a) + lam_c * 1 = 63.51"]


def test_the_system_stays_in_letters_until_the_multipliers_are_solved(stepper, running):
    """Its slopes are made of values that the first block has yet to find; each cell is called by row and column."""
    root = stepper(data(running, "lagrange", panes=("system",)))
    shown = root.locator(".ad-system .ad-entry text:visible")
    letters = ["−a", "−2a", "−1", "−1", "−d", "−cos(c)", "−1", "−1"]
    assert texts(shown) == letters
    go(root, 7)
    assert texts(shown) == letters
    cell = root.locator(".ad-system [data-r='3'] [data-c='4'] [aria-label]:visible")
    assert cell.get_attribute("aria-label") == "row c, column lambda of d: minus d"
    go(root, 8)
    assert texts(shown) == ["−1.284", "−2.568", "−1", "−1", "−18.78", "0.9783", "−1", "−1"]
    assert cell.get_attribute("aria-label") == "row c, column lambda of d: minus 18.78"


def test_the_solution_is_written_as_it_is_found(stepper, running):
    """Empty, then one row after the other from the last up; back again the same way."""
    root = stepper(data(running, "lagrange", panes=("system",)))
    assert rows(root) == [f"λ{name}" for name in "xabcdef"]
    solved = list(ad.adjoints(running).items())
    root.focus()
    for k in range(8, 16):
        go(root, k)
        done = [f"λ{name}" + (f" = {number(u)}" if n >= 15 - k else "") for n, (name, u) in enumerate(solved)]
        assert rows(root) == done, k
    for key, wanted in (("End", done), ("Home", [f"λ{name}" for name in "xabcdef"])):
        root.press(key)
        assert rows(root) == wanted


def test_gaps_close_in_boxes_and_table(stepper, running):
    """Below the value stands the gap while the values are found, then the multiplier."""
    root = stepper(data(running, "lagrange", panes=("table",)))
    root.focus()
    start = ["0.75", "−1.718", "0", "−1", "−1.718", "0.1585", "−1"]
    assert slopes(root) == dict(zip("xabcdef", start, strict=True))
    go(root, 4)
    assert slopes(root)["d"] == "−17.78" and slopes(root)["c"] == "0"
    assert root.get_by_role("button", name="the gap of d is minus 17.78").count() >= 1
    column = lambda what: texts(root.locator(f"td[data-what={what}]"))
    assert column("residual")[4] == "−17.78" and "gap" in texts(root.locator(".ad-table thead th"))
    go(root, 7)
    assert set(slopes(root).values()) == {"0"} and column("residual") == ["0"] * 7
    go(root, 8)
    assert set(slopes(root).values()) == {""} and column("residual") == ["0"] * 7, "a row has no gap"
    go(root, 17)
    assert slopes(root)["x"] == "81.55" and root.locator(".ad-note:visible").count() == 0
    root.get_by_role("button", name="Feasibility").click()
    go(root, 4)
    assert slopes(root)["d"] == "−17.78", "and back in the first block the gaps are there again"


def test_the_multiplier_is_asked_for_and_a_wrong_one_explained(stepper, running):
    """Nowhere to be read; a term alone, a wrong sign and a calculation are told apart."""
    root = stepper(data(running, "lagrange", fade=3, panes=("system",)))
    to_question(root, 4)
    assert root.locator(".ad-sentence").inner_text() == "c − (a + b) = 0. Which value of c makes it so?"
    root.get_by_role("button", name="Stationarity").click()
    to_question(root, 14)
    assert root.locator(".ad-sentence").inner_text() == "Row a says that ∂L/∂a = 0. What is the multiplier of a?"
    assert "63.51" not in root.inner_text() and rows(root)[1] == "λa = ?"
    assert root.get_by_role("radio").count() == 0, "two arrows: no one slope could be asked for"
    assert "one term alone: a is read by b and c" in answer(root, "45.71").inner_text()
    assert "Brought to the other side, the terms of b and c change their sign" in answer(root, "-63.51").inner_text()
    assert "multiply it by the multiplier of b and c" in answer(root, "3.568").inner_text()
    assert answer(root, "17.80*2.568 + 17.80").get_attribute("data-verdict") == "right"
    assert rows(root)[1] == "λa = 63.51"


def test_a_faded_solving_is_completed_by_key_and_scored(stepper, running):
    """Values and multipliers; each block has its own score, and what is only read off is not asked."""
    given = data(running, "lagrange", predict=True)
    root = stepper(given)
    root.focus()
    scores = []
    for k, frame in enumerate(given["frames"][1:], 1):
        root.press("ArrowRight") if root.get_attribute("data-asks") == "false" and at(root) < k else None
        assert at(root) == k
        if ask := frame.get("ask"):
            expect(root.get_by_role("status")).to_contain_text(ask.get("said", ask["question"]))
            assert answer(root, repr(ask["expected"])).get_attribute("data-verdict") == "right"
        if root.locator(".ad-score").is_visible():
            scores.append(root.locator(".ad-score span").first.inner_text())
        root.focus()
    assert scores == ["6 of 6 right at the first try.", "7 of 7 right at the first try."]


def test_a_large_system_is_a_sentence(stepper):
    """No empty frame in place of the picture."""

    def chain(x):
        for _ in range(40):
            x = ad.sin(x)
        return x

    root = stepper(data(ad.trace(chain, x=0.5), "lagrange", panes=("system",)))
    figure = root.locator(".ad-pane-figure")
    assert "41 rows are too many to draw (at most 30)" in figure.inner_text()
    assert figure.locator(".ad-scroll").evaluate("region => region.hidden"), "or Tab would stop at nothing"


def test_values_come_and_go_with_the_budget(stepper, running):
    """Stored, forgotten, run again: the boxes, the bar and the saw-tooth tell the same."""
    given = data(running, budget=2, panes=("memory", "system"))
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
