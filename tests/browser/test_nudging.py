"""Nudge, in a page without a kernel: a box is pushed, and all others show where they were and where they are."""

import itertools
import re

import pytest
from playwright.sync_api import expect

import adlesson as ad

from .stepper_page import answer, at, button, data, forward, slopes, texts, to_question

SIZES = ["−0.1", "−0.01", "−0.001", "+0.001", "+0.01", "+0.1"]


@pytest.fixture(scope="module")
def first():
    return ad.parse("x*y * (x*y + x)", x=3, y=2)


def opened(root, step=None, *keys):
    """Go to a step (None: the last one), begin to nudge, and press keys."""
    root.focus()
    root.press("Home" if step is not None else "End")
    for _ in range(step or 0):
        root.press("ArrowRight")
    for key in ("n", *keys):
        root.press(key)
    return root


def sentence(root):
    return root.locator(".ad-strip .ad-sentence:visible").inner_text()


def equation(root):
    """Return the equation as ``{name of a part: its text}``, and the sign in the middle."""
    parts = root.locator(".ad-strip .ad-equation:visible munder").evaluate_all(
        "all => all.map(e => [...e.children].map(c => c.textContent))"
    )
    signs = texts(root.locator(".ad-strip .ad-equation:visible mo"))
    return {name: text for text, name in parts}, signs


def said(root):
    return root.get_by_role("status").text_content().strip("\u00a0")


def boxes(root):
    """Return what is drawn in each box: what it is now, was, and how far it moved, or None where nothing is drawn."""
    found = root.locator(".ad-node:visible").evaluate_all(
        """all => all.map(box => Object.fromEntries(["now", "was", "moved", "still"].map(
            kind => [kind, box.querySelector(`.ad-cover .ad-${kind}`)?.textContent ?? null])))"""
    )
    return [box if any(box.values()) else None for box in found]


def as_number(text):
    raised = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
    return float(re.sub(r"^.*(=|was|moved) ", "", text).translate(raised).replace("·10", "e"))


def product(by=(0, 0, 0, 0, 0)):
    """Return the lines of the first example, with something added to each."""
    x, y = 3 + by[0], 2 + by[1]
    a = x * y + by[2]
    b = a + x + by[3]
    return [x, y, a, b, a * b + by[4]]


def test_every_box_at_every_size_is_where_its_line_puts_it(stepper, first):
    """Run again by hand, with the nudge in the line."""
    root = opened(stepper(data(first)))
    for i, (k, size) in itertools.product(range(5), enumerate(SIZES)):
        root.locator(".ad-sizes label").nth(k).click()
        assert texts(root.locator(".ad-sizes label:has(:checked)")) == [size]
        by = [as_number(size.replace("+", "")) if j == i else 0 for j in range(5)]
        was, now = product(), product(by)
        for box, u, w in zip(boxes(root), was, now, strict=True):
            if u == w:
                assert box["still"] == "does not move" and as_number(box["now"]) == u
                continue
            assert as_number(box["now"]) == pytest.approx(w, rel=2e-4) and as_number(box["was"]) == u
            assert as_number(box["moved"]) == pytest.approx(w - u, rel=2e-4)
        if k == 5 and i < 4:
            root.locator(".ad-node:visible").nth(i + 1).click()
    assert at(root) == len(data(first)["frames"]) - 1, "while nudging, a click chooses and does not step"


def test_the_move_is_the_adjoint_times_the_nudge_and_the_bend(stepper, first):
    """In the sentence, in the equation with named parts, aloud, in the boxes' names, on the arrows, and in the plot."""
    root = opened(stepper(data(first)))
    assert sentence(root) == "x from 3 to 3.1 moves c from 54 to 57.66."
    parts, signs = equation(root)
    assert parts == {"c moved": "3.66", "adjoint of x": "36", "nudge": "0.1", "bend of the curve": "0.06"}
    assert signs == ["=", "·", "+"]
    assert said(root) == "x from 3 to 3.1. c moves by 3.66: 36 times 0.1, and 0.06 from the bend."
    names = root.locator(".ad-node:visible").evaluate_all("all => all.map(e => e.ariaLabel)")
    assert names[0] == "x, was 3, is now 3.1, moved 0.1" and names[1] == "y, 2, does not move"
    assert names[4] == "c, was 54, is now 57.66, moved 3.66"
    arrows = root.locator(".ad-edge:visible").evaluate_all("all => all.map(e => e.matches('.ad-moved'))")
    assert arrows == [True, False, True, True, True, True]
    bars = root.locator(".ad-node:visible .ad-move").evaluate_all("all => all.map(e => +e.getAttribute('width'))")
    track = float(root.locator(".ad-node:visible .ad-track").last.get_attribute("width"))
    assert bars[-1] == track and bars[2] == pytest.approx(track * 0.3 / 3.66, rel=0.05), "one scale for all"
    assert texts(root.locator(".ad-nudge-plot text")) == ["2.7", "3", "3.3", "43", "54", "65", "c", "x"]
    root.press("n")
    assert root.locator(".ad-cover, .ad-moved, .ad-nudged").count() == 0
    assert "value 3" in root.locator(".ad-node:visible").first.get_attribute("aria-label")
    assert sentence(root) == data(first)["frames"][-1]["sentence"]


def test_size_and_box_by_key_pull_and_click(stepper, first):
    """Plus and minus, brackets, arrows; a pull along the sizes, and of a box, which is no click; the arrows of a radio."""
    root = opened(stepper(data(first)))
    size = lambda: texts(root.locator(".ad-sizes label:has(:checked)"))[0]
    seen = []
    for key in ("[", "[", "[", "-", "]", "]", "]", "+"):
        root.press(key)
        seen.append(size())
    assert seen == ["+0.01", "+0.001", "+0.001", "−0.001", "−0.01", "−0.1", "−0.1", "+0.1"]
    root.press("ArrowDown")
    assert sentence(root).startswith("y from 2 to 2.1 ") and at(root) == 7
    root.get_by_role("radio", name="+0.1").focus()
    root.page.keyboard.press("ArrowLeft")
    root.page.keyboard.press("ArrowUp")
    assert size() == "+0.01" and sentence(root) == "x from 3 to 3.01 moves c from 54 to 54.36." and at(root) == 7
    mouse, row = root.page.mouse, root.locator(".ad-sizes").bounding_box()
    mouse.move(row["x"] + row["width"] * 0.75, row["y"] + 9)
    mouse.down()
    mouse.move(row["x"] + row["width"] * 0.25, row["y"] + 9, steps=4)
    mouse.up()
    assert size() == "−0.01"
    box = root.locator(".ad-node:visible").nth(2).bounding_box()
    mouse.move(box["x"] + 40, box["y"] + 30)
    mouse.down()
    mouse.move(box["x"] + 40 + 2 * 18, box["y"] + 30, steps=4)
    mouse.up()
    assert size() == "+0.001" and sentence(root) == "a from 6 to 6.001 moves c from 54 to 54.015." and at(root) == 7
    root.locator(".ad-node:visible").nth(3).press("ArrowDown")
    assert root.evaluate("() => document.activeElement.dataset.i") == "4", "the focus goes with the choice"
    root.press("ArrowLeft")
    assert at(root) == 6, "the other arrows go on stepping"


def test_on_the_way_forward_it_is_the_tangent_and_what_is_to_come_stays_hidden(stepper, first):
    """No value of a later step is shown, and the equation tells of the last one that is there."""
    root = opened(stepper(data(first, "forward")), 1)
    assert [bool(box) for box in boxes(root)] == [True, False, False, False, False]
    assert sentence(root) == "Step 1: x from 3 to 3.1. What reads it has no value yet." and equation(root) == ({}, [])
    root.press("ArrowDown")
    assert sentence(root) == "y has no value at this step: choose another box, or step on."
    root.press("ArrowUp")
    for _ in range(3):
        forward(root).click()
    assert [bool(box) for box in boxes(root)] == [True, True, True, True, False]
    assert equation(root) == ({"b moved": "0.3", "slope of b per unit of x": "3", "nudge": "0.1"}, ["=", "·"])
    assert root.locator(".ad-nudge-plot svg").count() == 0 and "57.66" not in root.inner_text()
    forward(root).click()
    assert equation(root)[0]["slope of c per unit of x"] == "36"
    expect(root.locator(".ad-nudge-plot svg")).to_have_count(1)


def test_in_a_direction_all_inputs_move_and_the_tangents_are_those_in_the_boxes(stepper, first):
    """So every box moves by its tangent times the nudge; one that is not there yet is not told."""
    root = stepper(data(first, "tangent", direction={"x": 1, "y": 2}))
    opened(root)
    assert slopes(root)["c"] == "126"
    assert sentence(root) == "x to 3.1 and y to 2.2 move c from 54 to 67.65."
    assert equation(root)[0] == {"c moved": "13.65", "tangent of c": "126", "nudge": "0.1", "bend of the curve": "1.05"}
    root.press("ArrowLeft")
    assert equation(root)[0] == {"c moved": "13.65", "tangent of c, not known yet": "?", "nudge": "0.1"}
    root.press("ArrowDown")
    root.press("ArrowDown")
    assert equation(root)[0]["tangent of c per unit of a"] == "15", "an inner box moves alone"


def test_an_adjoint_is_compared_only_where_the_box_has_it(stepper, first):
    """At each step of the reverse sweep, for each box: its own adjoint when it is complete, and no number before."""
    root = stepper(data(first))
    opened(root, 0)
    whole = {"x": (7, "36"), "y": (7, "45"), "a": (4, "15"), "b": (1, "6"), "c": (0, "1")}
    seen = {}
    for step in range(8):
        for k, name in enumerate(whole):
            root.locator(".ad-node:visible").nth(k).click()
            parts = equation(root)[0]
            known = parts.get(f"adjoint of {name}")
            assert (known is None) == (parts.get(f"adjoint of {name}, not known yet") == "?")
            assert known or "bend of the curve" not in parts
            if known is None:
                assert root.locator(".ad-promise").count() == 0, "nor as the slope of a line"
                assert said(root).endswith(f"The adjoint of {name} is not known at this step, nor is the bend.") or k == 4
                assert texts(root.locator(".ad-strip .ad-open")) == ["bend"] or k == 4, "one could solve for the ? else"
            elif name not in seen:
                seen[name] = step
            assert known in (None, whole[name][1])
        root.press("ArrowRight")
    complete = {}
    for k, frame in enumerate(data(first)["frames"]):
        complete |= {"xyabc"[i]: k for what, i, _ in frame["set"] if what == "slope"}
    assert seen == complete


def test_in_mode_lagrange_an_equation_is_loosened_and_the_multiplier_is_its_price(stepper, first):
    """Not known in the first block, where values that are not solved for yet do not move either."""
    root = stepper(data(first, "lagrange"))
    opened(root, 3, "ArrowDown", "ArrowDown")
    assert sentence(root) == "Step 3: Loosen the equation of a by 0.1. What reads it has no value yet."
    assert [bool(box) for box in boxes(root)] == [True, True, True, False, False]
    root.press("End")
    assert sentence(root) == "Loosen the equation of a by 0.1: c goes from 54 to 55.51."
    assert equation(root)[0] == {"c moved": "1.51", "multiplier of a": "15", "nudge": "0.1", "bend of the curve": "0.01"}
    assert texts(root.locator(".ad-size-row > span").first) == ["loosen a by"]


def test_while_a_question_is_open_nothing_is_nudged(stepper, first):
    """It would give the answer; it comes back where all is answered, at the same box and size."""
    root = stepper(data(first, predict=True))
    to_question(root, 2)
    root.press("n")
    expect(root.locator(".ad-waits")).to_be_visible()
    assert root.locator(".ad-cover, .ad-moved").count() == 0 and not root.locator(".ad-nudge").count()
    answer(root, str(data(first)["frames"][2]["ask"]["expected"]))
    assert not root.locator(".ad-nudge").count(), "the next question is open"
    root.press("ArrowLeft")
    expect(root.locator(".ad-nudge")).to_be_visible()
    assert sentence(root).startswith("Step 2: x from 3 to 3.1 moves c")


def test_what_is_written_adds_up_as_it_is_written(stepper, running):
    """Where it does not, because all is rounded, it says so, on the screen and aloud; never is a part off by more."""
    root, near = opened(stepper(data(running))), 0
    for box, size in itertools.product(range(7), range(6)):
        root.locator(".ad-node:visible").nth(box).click()
        root.locator(".ad-sizes label").nth(size).click()
        parts, (sign, _, *plus) = equation(root)
        moved, slope, nudge, *rest = [as_number(text.strip("()")) for text in parts.values()]
        off = abs(moved - slope * nudge - (-1 if plus == ["−"] else 1) * sum(rest))
        assert (off < 1e-9 * abs(moved)) == (sign == "=") and off <= 2e-3 * abs(moved), parts
        assert ("about" in said(root)) == (sign == "≈")
        near += sign == "≈"
    assert near < 21, "most do"


def test_where_nothing_has_a_value_there_is_no_size_to_choose(stepper, first):
    """The first step of the first notebook; and a key speaks though nothing changes."""
    root = opened(stepper(data(first, "forward")), 0)
    assert sentence(root) == "Nothing has a value yet: step on, and nudge then." == said(root)
    sizes = root.get_by_role("radiogroup", name="nudge x by")
    expect(sizes).to_have_attribute("aria-disabled", "true")
    root.locator(".ad-sizes label").first.dispatch_event("click")
    root.press("[")
    assert texts(root.locator(".ad-sizes label:has(:checked)")) == ["+0.1"]
    root.press("ArrowRight")
    expect(sizes).to_have_attribute("aria-disabled", "false")
    before = root.get_by_role("status").text_content()
    root.press("+")
    assert said(root) == "x from 3 to 3.1. What reads it has no value yet." != before


def test_a_step_is_told_in_words_of_the_nudge(stepper, first):
    """What changed of it, and the step; the sentence says the step too."""
    root = opened(stepper(data(first)), 4)
    root.press("ArrowRight")
    assert said(root) == "Step 5 of 7." and sentence(root).startswith("Step 5: x from 3 to 3.1 ")
    root.press("ArrowRight")
    assert said(root) == "x from 3 to 3.1. c moves by 3.66: 36 times 0.1, and 0.06 from the bend. Step 6 of 7."


def test_in_the_tangent_sweep_a_box_has_its_tangent_times_the_nudge_once_it_is_there(stepper, first):
    """In violet below the move, and in its name."""
    root = opened(stepper(data(first, "tangent", direction={"x": 1, "y": 2})))
    assert texts(root.locator(".ad-node:visible .ad-by")) == ["= 1·0.1", "= 2·0.1", "≈ 8·0.1", "≈ 9·0.1", "≈ 126·0.1"]
    last = root.locator(".ad-node:visible").last
    assert last.get_attribute("aria-label") == "c, was 54, is now 67.65, moved 13.65, about 126 times 0.1"
    root.press("ArrowLeft")
    assert texts(last.locator(".ad-by")) == []


def test_the_curve_is_smooth_but_at_a_kink(stepper):
    """Straight lines meet at the kink itself, though no point is there."""
    roots = stepper(*[data(ad.parse(text, x=0.05)) for text in ("exp(x)", "abs(x)")])
    smooth, bent = [opened(roots.nth(k)).locator(".ad-curve").get_attribute("d") for k in range(2)]
    assert re.sub(r"[^A-Z]", "", smooth) == "M" + "C" * 10
    assert re.sub(r"[^A-Z]", "", bent) == "MCCLLCCCCCCC"
    left, kink, right = [float(re.findall(at, bent)[0]) for at in (r"M(\S+) ", r"L(\S+) ", r"(\S+) \S+ $")]
    assert (kink - left) / (right - left) == pytest.approx(0.25 / 0.6, abs=0.01), "0, between -0.25 and 0.35"


def test_what_comes_of_the_wish_to_be_asked_is_seen_while_nudging(stepper, first):
    """At the last step no question is left, and nothing else of the page changes; a step takes it away."""
    root = opened(stepper(data(first)), None, "p")
    told = root.locator(".ad-drawer-row .ad-legend")
    expect(told).to_have_text("No question is left after this step: go back to the start to be asked.")
    root.press("ArrowLeft")
    expect(told).to_be_empty()


HONEST = {
    "linear": ("2*x + y", {"x": 3, "y": 1}, [], "0.2 = 2 · 0.1 + 0", "no bend to be seen"),
    "kink": ("abs(x)", {"x": 0.05}, ["-"], "0 = 1 · (−0.1) + 0.1", "kink"),
    "at a kink": ("abs(x)", {"x": 0}, [], "0.1 = 0 · 0.1 + 0.1", "kink"),
    "too far": ("exp(50*x)", {"x": 0.1}, [], "", "bend: nudge less"),
    "no number": ("log(x)", {"x": 0.05}, ["-"], "", "x from 0.05 to −0.05: a is no number there (NaN)."),
    "not read": ("x + 0*y", {"x": 1, "y": 2}, ["ArrowDown"], "0 = 0 · 0.1 + 0", "y from 2 to 2.1: b does not move."),
    "huge": (
        "x + y",
        {"x": 1e6, "y": 1},
        ["[", "["],
        "",
        "x from 1000000 to 1000000.001 moves a from 1000001 to 1000001.001.",
    ),
    "lost": ("x + y", {"x": 1e17, "y": 1}, [], "", "x is so large that 0.1 is lost: a does not move."),
}


def test_it_is_honest(stepper):
    """Where there is no bend, where there is a kink, no number, a huge value, or none."""
    roots = stepper(*[data(ad.parse(text, **inputs)) for text, inputs, *_ in HONEST.values()])
    for k, (case, (_, _, keys, written, words)) in enumerate(HONEST.items()):
        root = opened(roots.nth(k), None, *keys)
        parts = texts(root.locator(".ad-strip .ad-equation:visible :is(mn, mo)"))
        assert written in " ".join(parts), case
        assert words in " ".join(texts(root.locator(".ad-nudge-words"))), case


def test_what_the_result_does_not_depend_on_is_told(stepper):
    """There is no equation then."""
    root = opened(stepper(data(ad.trace(ad.examples.idle, x=-1.5, y=0.5))), None, "ArrowDown")
    assert sentence(root) == "y from 0.5 to 0.6: idle does not depend on it." and equation(root) == ({}, [])


def turns(x):
    for _ in range(12):
        x = ad.sin(x) * x + 0.7
    return x


def test_of_a_large_program_only_the_nudged_box_and_the_result_are_told(stepper):
    """No other box claims that it does not move."""
    root = opened(stepper(data(ad.trace(turns, x=0.5))))
    drawn = boxes(root)
    assert len(drawn) > 30 and [k for k, box in enumerate(drawn) if box] == [0, len(drawn) - 1]


@pytest.mark.parametrize("width", [1100, 700, 390])
def test_nothing_moves_when_it_is_opened_or_used(stepper, first, width):
    """The strip keeps its height, and the transport its place."""
    root = stepper(data(first), width=width)
    root.focus()
    place = lambda: [root.locator(what).bounding_box() for what in (".ad-strip", ".ad-next", ".ad-pictures", ".ad-more")]
    before = place()
    opened(root)
    for key in ("[", "-", "ArrowDown", "ArrowDown", "ArrowLeft", "Home", "ArrowUp", "n"):
        assert place() == before
        fits = "e => [e.scrollHeight <= e.clientHeight + 1, e.scrollWidth <= e.clientWidth + 1]"
        assert root.locator(".ad-strip").evaluate(fits) == [True, True], key
        root.press(key)
    assert place() == before


def test_its_box_and_size_are_kept(stepper, first):
    """With the step, where the stepper is shown anew."""
    root = stepper(data(first))
    again = """data => { const div = () => document.body.appendChild(document.createElement("div")), one = div();
        mount(one, data, "u1"); const root = one.firstChild, press = (key) =>
            root.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        for (const key of ["End", "n", "ArrowDown", "-", "["]) press(key);
        one.remove(); mount(div(), data, "u1"); }"""
    root.evaluate(f"(_, data) => ({again})(data)", data(first))
    kept = root.page.locator(".ad-stepper").last
    assert sentence(kept) == "y from 2 to 1.99 moves c from 54 to 53.55."
    button(kept, "nudge").click()
    expect(kept.locator(".ad-nudge")).to_have_count(0)


def test_a_pane_from_the_start(stepper, first):
    """As in ``panes=("nudge",)``."""
    root = stepper(data(first, panes=("nudge",)))
    expect(root.locator(".ad-nudge")).to_be_visible()
