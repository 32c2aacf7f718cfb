"""The stepper on the Lagrangian's three blocks, and on a reverse sweep in little memory, in a page without a kernel."""

import math

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import adlesson as ad
from adlesson.show.writing.numerals import number

from .stepper_page import answer, at, data, in_boxes, lit, opened, outside, slopes, texts, to_question
from .test_stepper import CONTRASTS


def go(root, frame):
    root.focus()
    while at(root) < frame:
        root.press("ArrowRight")


PANES = "system", "code", "table"


def cells(root, r):
    """Return what is seen in row ``r`` of the system, from its diagonal on, but for zeros."""
    return texts(root.locator(f".ad-system [data-r='{r}'] :is(.ad-diagonal, .ad-entry)"))


def rows(root):
    """Return what stands at the end of each row of the system: what it is solved to so far."""
    return texts(root.locator(".ad-system .ad-solved"))


def test_a_row_lights_with_its_node_its_lines_and_its_equation(stepper, running):
    """One cursor: row a of the system, box a, the line of a, the lines of the gradient, row a of the table."""
    given = data(running, "lagrange", panes=PANES)
    root = stepper(given)
    go(root, 14)
    assert lit(root) == {
        "target": ["a"],
        "source": ["b", "c"],
        "line": ["a = exp(x)"],
        "gradient": ["lam_a = lam_b * (2 * a) + lam_c * 1 = 63.51"],
        "row": ["a"],
    }
    now = root.locator(".ad-system .ad-now")
    assert texts(now.locator(".ad-name")) == ["a"] and texts(now.locator(".ad-entry")) == ["−2.568", "−1"]
    frame = given["frames"][14]
    expect(root.get_by_role("status")).to_have_text(frame.get("said", frame["sentence"]))
    assert root.locator(".ad-equation math").count() == 1 and "63.51" in root.locator(".ad-equation").inner_text()
    assert root.locator(".ad-lit:visible").count() == 2
    root.locator(".ad-system .ad-row[data-r='3'] .ad-name").click()
    assert lit(root)["target"] == ["c"], "a click on a row goes to the step that solves it"


def test_the_solution_is_written_as_it_is_found(stepper, running):
    """Empty, then one row after the other from the last up; back again the same way."""
    root = stepper(data(running, "lagrange", panes=PANES))
    assert rows(root) == [f"λ{name}" for name in "xabcdef"]
    solved = list(ad.adjoints(running).items())
    root.focus()
    for k in range(8, 16):
        go(root, k)
        done = [f"λ{name}{f' = {number(u)}' if n >= 15 - k else ''}" for n, (name, u) in enumerate(solved)]
        assert rows(root) == done, k
    for key, wanted in (("End", done), ("Home", [f"λ{name}" for name in "xabcdef"])):
        root.press(key)
        assert rows(root) == wanted


def test_gaps_fall_to_zero_in_boxes_and_table(stepper, running):
    """Below the value stands the gap, variable minus formula, while the constraints are solved, then the multiplier."""
    given = data(running, "lagrange", panes=("table",))
    root = stepper(given)
    root.focus()
    gaps = {"x": 1 - 0.25, "a": 1 - math.exp(1), "b": 0, "c": -1, "d": 1 - math.exp(1), "e": 1 - math.sin(1), "f": -1}
    written = {name: number(gap) for name, gap in gaps.items()}
    assert slopes(root) == written
    go(root, 4)
    assert slopes(root)["d"] == number(1 - math.exp(math.exp(0.25) + math.exp(0.5))) and slopes(root)["c"] == "0"
    said = root.locator(".ad-node:visible").evaluate_all("all => all.map(e => e.ariaLabel)")
    assert "d equals exp(c), value 1, the gap of d is minus 17.78" in said
    go(root, 7)
    assert set(slopes(root).values()) == {"0"}
    column = lambda what: texts(root.locator(f"td[data-what={what}]"))
    assert column("residual") == ["0"] * 7 and "gap" in texts(root.locator("thead th"))
    go(root, 8)
    assert set(slopes(root).values()) == {""}, "nobody has a multiplier yet, and no 0 says that it has"
    go(root, 15)
    assert slopes(root)["x"] == "81.55"
    root.press("ArrowRight")
    root.press("ArrowRight")
    assert "81.55" in root.locator(".ad-equation").inner_text()
    root.locator(".ad-phase").first.click()
    assert slopes(root) == written, "and back in the first block the gaps are there again"


def test_the_system_stays_in_letters_until_the_values_are_known(stepper, running):
    """Its numbers are made of values: while those are looked for, they are not even in the page."""
    given = data(running, "lagrange", panes=("system",))
    root = stepper(given)
    numbers = ["−1.284", "−2.568", "−18.78", "0.9783"]
    everything = lambda: root.locator(".ad-system").evaluate("e => e.outerHTML")
    for k in range(8):
        go(root, k)
        assert not any(text in everything() for text in numbers), k
        assert cells(root, 1) == ["1", "−2a", "−1"]
    go(root, 8)
    assert all(text in everything() for text in numbers) and cells(root, 1) == ["1", "−2.568", "−1"]
    root.press("ArrowLeft")
    assert cells(root, 1) == ["1", "−2a", "−1"]


def test_the_system_is_walked_by_key(stepper, running):
    """One tab stop; the arrows go from cell to cell, each says its row, its column and what stands there."""
    root = stepper(data(running, "lagrange", panes=("system",)))
    heard = lambda: root.evaluate("() => document.activeElement.ariaLabel")
    stops = root.locator(".ad-system [tabindex='0']")
    assert stops.count() == 1
    stops.focus()
    keys = root.page.keyboard
    said = [heard()]
    for key in ("ArrowRight", "ArrowDown", "ArrowRight", "ArrowLeft", "ArrowLeft"):
        keys.press(key)
        said.append(heard())
    place = [text.split(":")[0] for text in said]
    names = [f"row {r}, column lambda of {c}" for r, c in ("xx", "xa", "aa", "ab", "aa")]
    assert place == [*names, names[-1]], "below the diagonal there is nothing"
    keys.press("ArrowRight")
    assert heard() == "row a, column lambda of b: minus 2a" and at(root) == 0
    go(root, 8)
    stops.focus()
    assert stops.count() == 1 and heard() == "row a, column lambda of b: minus 2.568"
    keys.press("Enter")
    assert lit(root)["target"] == ["a"] and at(root) == 14, "Enter goes to the step that solves the row"


def test_the_multiplier_is_asked_for_and_a_wrong_one_explained(stepper, running):
    """Nowhere to be read; a term alone, a wrong sign and a calculation are told apart; at level 3 a lone slope is chosen."""
    given = data(running, "lagrange", fade=3)
    root = stepper({**given, "panes": ["system", "table"]})
    to_question(root, 4)
    assert root.locator(".ad-sentence").inner_text().startswith("c − (a + b) = 0."), "what is to be solved stays in view"
    root.locator(".ad-phase").nth(1).click()
    to_question(root, 13)
    rule, choices = given["frames"][13]["ask"]["rule"], root.get_by_role("radio")
    assert cells(root, 2) == ["1", "?"] and cells(root, 3) == ["1", "−18.78", "0.9783"], "its one slope is asked for"
    choices.nth((rule["right"] + 1) % len(rule["choices"])).check(force=True)
    assert "The number is right, the slope is not" in answer(root, "17.80").inner_text()
    choices.nth(rule["right"]).check(force=True)
    assert answer(root, "17.80").get_attribute("data-verdict") == "right" and cells(root, 2) == ["1", "−1"]
    to_question(root, 14)
    assert root.locator(".ad-sentence").inner_text() == given["frames"][14]["ask"]["question"]
    assert "63.51" not in root.inner_text() and rows(root)[1] == "λa = ?"
    assert slopes(root)["a"] == "?" and texts(root.locator("td[data-what=slope]"))[1] == "?"
    for text in ("45.71", "-63.51", "3.568"):  # a term alone, a wrong sign, a slope in place of a product
        wrong = given["frames"][14]["ask"]["wrong"]
        named = min(wrong, key=lambda entry: abs(entry[0] - float(text)))[1]
        says = given["mistakes"][named[0]]["says"].split("{")[0]
        assert says.strip() in answer(root, text).inner_text(), text
    assert answer(root, "17.80*2.568 + 17.80").get_attribute("data-verdict") == "right"
    assert rows(root)[1] == "λa = 63.51"


def test_a_faded_solving_is_completed_by_key_and_scored(stepper, running):
    """Values, multipliers; each block has its own score."""
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
    assert scores == ["6 of 6 right at the first try.", "7 of 7 right at the first try."], "the last block is read off"


def test_a_tab_does_not_pass_an_open_question(stepper, running):
    """The numbers of a block are the answers of the questions before it."""
    root = stepper(data(running, "lagrange", predict=True))
    root.locator(".ad-phase").nth(1).click()
    assert at(root) == 2 and root.get_attribute("data-asks") == "true"
    expect(root.get_by_role("status")).to_contain_text("This question comes first.")


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
    assert in_boxes(root, ".ad-value") == {"x": "0.25", "a": "", "b": "", "c": "", "d": "", "e": "", "f": ""}, (
        "all but the inputs is forgotten"
    )
    assert root.locator(".ad-unknown:visible").count() == 6
    root.locator(".ad-saw [data-r='5'] path").first.click(force=True)
    assert at(root) == 5


STATES = {
    "feasible": lambda root: go(root, 4),
    "solved": lambda root: go(root, 14),
    "asked": lambda root: (
        root.locator(".ad-phase").nth(1).click(),
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
    opened(root, "system")
    found = Axe().run(root.page, context=".ad-stepper").response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
    assert {what: ratio for what, ratio in root.evaluate(CONTRASTS).items() if ratio < 4.5} == {}
    shoot(root.page, f"blocks-{name}-{scheme}-{width}")
    assert root.page.evaluate("document.documentElement.scrollWidth") <= width
    assert outside(root) == []
