"""Asking first, in a page without a kernel: what is read and judged, hints, fading, the score."""

import math
import random
import re

import pytest
from playwright.sync_api import expect

from adlesson.show.writing.numerals import number

from .stepper_page import answer, at, button, data, forward, slopes, texts, to_question

# --- answers ----------------------------------------------------------------------------------------


def test_expressions_mean_what_python_means(stepper, running):
    """Signs, powers and the order of operations; the oracle is Python itself."""
    page = stepper(data(running)).page
    names = {name: getattr(math, name) for name in ("exp", "sqrt", "sin", "cos", "tan", "tanh", "sinh", "cosh", "pi", "e")}
    names |= {"ln": math.log, "log": math.log, "abs": abs, "arctan": math.atan, "arcsin": math.asin, "arccos": math.acos}
    cases = """cos(2)*3; -2^2; 2^-1; 2^3^2; (1+2)*3-4/5; 1e-3*2E2; .5+5.; --2; 2*-3; exp(0.25)**2; ln(e)+log(1); abs(-3);
        1/3/2; 1-2-3; sqrt(2)*arctan(1)+arcsin(.5)-arccos(.2); tanh(1)*sinh(1)/cosh(1); tan(pi/4); 17.80 + 17.80*2.568; +4"""
    for case in cases.split(";"):
        wanted = eval(case.strip().replace("^", "**"), {"__builtins__": {}}, names)
        assert page.evaluate("text => evaluate(text)", case) == pytest.approx(wanted, rel=1e-14), case
    assert page.evaluate("evaluate('17·2 − 3 × 2')") == 28
    assert page.evaluate("Math.abs(evaluate('sin(pi)')) < 1e-15 && evaluate('2*pi') !== evaluate('2*e')")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Type a number first"),
        ("1,5", "Write 1.5, with a point"),
        ("2a", "a has no value here"),
        ("2ab", "Write * between 2 and ab"),
        ("2(3)", "Write * between 2 and ("),
        ("d*b", "d has no value here"),
        ("cos 2", "Write cos( ) with parentheses"),
        ("(1+2", "A parenthesis is not closed"),
        ("1+", "Something is missing at the end"),
        ("1)", "I cannot read “)” here"),
        ("$", "I cannot read “$” here"),
        ("alert(1)", "alert has no value here"),
        ("constructor", "constructor has no value here"),
        ("1;2", "I cannot read “;” here"),
    ],
)
def test_what_cannot_be_read_is_answered_by_a_sentence_and_is_no_try(stepper, running, text, says):
    """Nothing typed is ever run as a program, and a slip of the fingers costs no point."""
    root = stepper(data(running, predict=True))
    to_question(root, 1)
    verdict = answer(root, text)
    assert says in verdict.inner_text()
    assert verdict.get_attribute("data-verdict") == "note"
    assert root.get_attribute("data-asks") == "true"
    assert answer(root, "1").get_attribute("data-verdict") == "right"


def judged(u, ask):
    """The rule of the contract, again in Python: ``(verdict, mistakes)``."""
    exact = ask["whole"] and u == int(u)
    if (u == ask["expected"]) if exact else abs(u - ask["expected"]) <= ask["tolerance"]:
        return "right", []
    distance = lambda entry: abs(u - entry[0])
    number, mistakes = min([[ask["expected"], []], *ask["wrong"]], key=distance)
    if mistakes and abs(u - number) <= max(ask["tolerance"], 0.005 * abs(number)):
        return "wrong", mistakes
    return "close" if not exact and abs(u - ask["expected"]) <= 10 * ask["tolerance"] else "wrong", []


def test_answers_are_judged_by_the_rule_of_the_frames(stepper, running, seven):
    """Every expected and every wrong number of two programs, and numbers near them, against the rule written in Python."""
    pick, seen = random.Random(4), set()
    for program in (running, seven):
        given = data(program)
        page = stepper(given).page
        for k, frame in enumerate(given["frames"]):
            if ask := frame.get("ask"):
                numbers = [ask["expected"], *(w for w, _ in ask["wrong"])]
                numbers += [u * pick.choice([1.0004, 0.996, 1.003, 1.03, 2, -1]) for u in numbers] + [0, 1, 7.25]
                for u in numbers:
                    found = page.evaluate("([k, u]) => judge(u, all[0].frames[k].ask)", [k, u])
                    assert (found["verdict"], found["mistakes"]) == judged(u, ask), (k, u)
                    seen.add(found["verdict"])
    assert seen == {"right", "close", "wrong"}


def test_short_numbers_are_written_as_in_the_frames(stepper, running):
    """What the machine adds up stands beside numbers that Python wrote."""
    page = stepper(data(running)).page
    pick = random.Random(2)
    numbers = [0.0, 1.0, -3.0, 17.800869318, 0.5, 1 / 3, -0.97827, 81.554, 556.0, 12345.678, 1e-9, 2.5e-7, -1e12, 12345678.5]
    numbers += [pick.uniform(-1, 1) * 10 ** pick.randint(-8, 8) for _ in range(200)]
    for u in numbers:
        assert page.evaluate("u => short(u)", u) == number(u), u


# --- predict, then reveal ---------------------------------------------------------------------------


def test_a_question_hides_its_number_everywhere(stepper, running):
    """Graph, table, gradient, sentence and equation: the number that is asked for is nowhere to be read."""
    root = stepper(data(running, predict=True))
    to_question(root, 8)
    assert root.locator(".ad-sentence").inner_text() == data(running)["frames"][8]["ask"]["question"]
    assert root.get_by_role("status").inner_text() == root.locator(".ad-sentence").inner_text()
    assert root.locator(".ad-target:visible .ad-slope").text_content() == "= 17.80 + ?"
    assert root.locator("tr.ad-target td[data-what=slope]").text_content() == "?"
    assert root.locator("tr.ad-target td[data-what=share]").text_content() == "17.80 from c + ?"
    assert root.locator(".ad-pane-gradient [aria-current] .ad-result").text_content() == "adds ?"
    shown = root.evaluate("r => r.textContent + [...r.querySelectorAll('[aria-label]')].map(e => e.ariaLabel)")
    assert "63.51" not in shown and "45.71" not in shown
    assert "unknown" in root.locator(".ad-node.ad-target:visible").get_attribute("aria-label")
    button(root, "show me").click()
    assert "45.71" in root.locator(".ad-sentence").inner_text()
    assert slopes(root)["a"] == "63.51"
    assert root.locator(".ad-pane-gradient [aria-current] .ad-result").text_content() == "adds 45.71"
    assert root.locator(".ad-equation").nth(1).inner_text() != ""


def test_an_equation_that_is_the_answer_waits_for_it(stepper, running):
    """The seed's equation says that f̄ = 1; it must not stand beside the question."""
    root = stepper(data(running, predict=True))
    to_question(root, 1)
    assert texts(root.locator(".ad-equation")) in ([], ["", ""])
    answer(root, "1")
    assert root.locator(".ad-equation").first.inner_text() != ""


def test_right_close_and_wrong_differ_by_word_icon_and_colour(stepper, running):
    """Never by colour alone, and never by one word among many."""
    looks = []
    expected, tolerance = (data(running)["frames"][8]["ask"][key] for key in ("expected", "tolerance"))
    for text in ("63.51", str(expected + 5 * tolerance), "12345"):
        root = stepper(data(running, predict=True))
        to_question(root, 8)
        verdict = answer(root, text)
        look = "v => [v.querySelector('strong').textContent, v.querySelector('path').getAttribute('d'), v.dataset.verdict]"
        looks.append([*verdict.evaluate(look), verdict.evaluate("v => getComputedStyle(v).borderLeftColor")])
    words, icons, kinds, colours = zip(*looks, strict=True)
    assert words == ("Right.", "Close.", "Not yet.") and kinds == ("right", "close", "wrong")
    assert len(set(icons)) == len(set(colours)) == 3


def test_a_wrong_number_is_explained_by_every_mistake_that_gives_it(stepper, running):
    """45.71 is the share alone; 17.80 is what a had, and also the adjoint of b: both are said."""
    given = data(running, predict=True)
    ask = given["frames"][8]["ask"]
    double = next((w for w, named in ask["wrong"] if len(named) > 1), None)
    assert double is not None
    root = stepper(given)
    to_question(root, 8)
    words = {"target": "a", "source": "b", "word": "adjoint"}
    for u in (17.80 * 2.568, double):
        named = next(named for w, named in ask["wrong"] if abs(w - u) < 0.01 * abs(u))
        said = answer(root, str(round(u, 4))).inner_text()
        for mistake in named:
            template = given["mistakes"][mistake]["says"]
            assert template.split("{number}")[-1].format(**words) in said
        assert said == re.sub(r"\s+", " ", root.get_by_role("status").inner_text()).strip()
    assert "63.51" not in root.inner_text()


def test_what_no_mistake_gives_is_not_explained_away(stepper, running):
    """A guess gets an honest answer, and a way on."""
    root = stepper(data(running, predict=True))
    to_question(root, 8)
    assert "No slip that is known here gives this number" in answer(root, "777").inner_text()


def test_an_expression_is_as_good_as_a_number(stepper, running):
    """The calculation is what the learner should think of."""
    root = stepper(data(running, predict=True))
    to_question(root, 8)
    assert answer(root, "17.80 + 17.80*2*exp(0.25)").get_attribute("data-verdict") == "right"


def test_hints_come_one_after_the_other(stepper, running):
    """Which rule, which edge, almost there; then there are no more, and the number was in none of them."""
    root = stepper(data(running, predict=True))
    to_question(root, 8)
    hints = data(running)["frames"][8]["ask"]["hints"]
    for k, name in enumerate(("hint", "hint 2 of 3", "hint 3 of 3")):
        assert texts(root.locator(".ad-hints li")) == [re.sub(r"\s+", " ", hint) for hint in hints[:k]]
        button(root, name).click()
        expect(root.get_by_role("status")).to_have_text(f"Hint {k + 1} of 3: {hints[k]}")
    assert button(root, "hint").get_attribute("aria-disabled") == "true"
    assert "63.51" not in root.inner_text()


def test_next_without_an_answer_shows_it_first(stepper, running):
    """Nobody gets past a number that they have not seen."""
    root = stepper(data(running, predict=True))
    to_question(root, 8)
    forward(root).click()
    assert at(root) == 8 and slopes(root)["a"] == "63.51"
    expect(root.get_by_role("status")).to_contain_text("45.71")
    forward(root).click()
    assert at(root) == 9


def test_the_focus_is_where_the_learner_goes_on(stepper, running):
    """After check in the field, after "show me" on next, after next in the field of the new question; never on the page."""
    root = stepper(data(running, predict=True))
    active = lambda: root.evaluate("() => document.activeElement.className")
    to_question(root, 1)
    answer(root, "5")
    assert active() == "ad-field"
    answer(root, "1")
    assert active() == "ad-field"
    root.page.keyboard.press("Enter")
    assert at(root) == 2 and active() == "ad-field"
    root.page.keyboard.type("5")
    button(root, "check").click()
    assert active() == "ad-check"
    button(root, "show me").click()
    assert active() == "ad-button ad-next"
    root.page.keyboard.press("Enter")
    assert at(root) == 3 and active() == "ad-field"
    root.get_by_role("switch").click()
    button(root, "nudge").click()
    expect(button(root, "nudge")).to_be_focused()
    root.get_by_role("switch").click()
    root.page.keyboard.press("Home")
    assert at(root) == 0 and root.evaluate("r => r.contains(document.activeElement)")


def test_a_field_that_goes_away_hands_the_focus_on(stepper, running):
    """Enter in the last field leads to a step without a question: the focus must not fall to the page."""
    root = stepper(data(running, predict=True, fade=1))
    to_question(root, next(k for k, f in enumerate(data(running)["frames"]) if f.get("ask", {}).get("blank") == 1))
    expected = data(running)["frames"][at(root)]["ask"]["expected"]
    answer(root, str(expected))
    step = at(root)
    root.page.keyboard.press("Enter")
    assert root.get_attribute("data-asks") == "false"
    assert root.evaluate("() => document.activeElement.className") == "ad-button ad-next"
    assert at(root) == step + 1, "one key, one step: the button that has the focus now is not pressed by it"


def test_end_stops_at_the_first_question_and_back_is_free(stepper, running):
    """A jump must not give numbers away."""
    root = stepper(data(running, predict=True))
    root.focus()
    root.press("End")
    assert at(root) == 1
    expect(root.get_by_role("status")).to_contain_text("This question comes first.")
    answer(root, "1")
    root.focus()
    root.press("End")
    assert at(root) == 2
    root.press("Home")
    assert at(root) == 0
    root.press("ArrowRight")
    assert root.locator(".ad-sentence").inner_text().startswith("The sweep starts at the output"), "answered stays answered"


def test_the_score_says_what_to_look_at_again(stepper, running):
    """Seven of nine: one wrong first, explained by a mistake whose idea is named, and one shown."""
    given = data(running, predict=True)
    asks = [frame["ask"] for frame in given["frames"][1:]]
    root = stepper(given)
    root.focus()
    root.press("ArrowRight")
    for k, ask in enumerate(asks, 1):
        assert at(root) == k
        if k == 8:
            assert answer(root, "45.7135").get_attribute("data-verdict") == "wrong"
        if k == 4:
            button(root, "show me").click()
            forward(root).click()
            continue
        assert answer(root, repr(ask["expected"])).get_attribute("data-verdict") == "right"
        if k < 9:
            root.get_by_role("textbox", name="your answer").press("Enter")
    named = next(named for w, named in asks[7]["wrong"] if abs(w - 45.7135) < 0.001)
    shares = given["mistakes"][named[0]]["idea"]
    score = root.locator(".ad-score span").first.inner_text()
    assert score.startswith(f"{len(asks) - 2} of {len(asks)} right at the first try; revisit: ")
    assert f"{asks[3]['idea']} (c)" in score and f"{shares} (a)" in score
    expect(root.get_by_role("status")).to_contain_text(score)
    button(root, "start again").click()
    assert at(root) == 0
    root.press("End")
    assert at(root) == 1 and root.get_attribute("data-asks") == "true"


def test_all_right_needs_no_advice(stepper, running):
    """And close first is not wrong."""
    given = data(running, predict=True)
    root = stepper(given)
    root.focus()
    root.press("ArrowRight")
    for frame in given["frames"][1:]:
        if at(root) == 8:
            near = frame["ask"]["expected"] + 5 * frame["ask"]["tolerance"]
            assert answer(root, str(near)).get_attribute("data-verdict") == "close"
        answer(root, repr(frame["ask"]["expected"]))
        root.get_by_role("textbox", name="your answer").press("Enter")
    assert root.locator(".ad-score span").first.inner_text() == "9 of 9 right at the first try."


@pytest.mark.parametrize("fade", [0, 1, 2, 3])
def test_fading_asks_more_and_more(stepper, running, fade):
    """1: the last share of each sum; 2: all but the first step; 3: all, and the rule. What is not asked is shown."""
    given = data(running, predict=True, fade=fade)
    root = stepper(given)
    asked, rules = [], []
    root.focus()
    for k in range(1, len(given["frames"])):
        root.press("ArrowRight")
        assert at(root) == k
        if root.get_attribute("data-asks") == "true":
            asked.append(k)
            rules += [k] * root.get_by_role("radio").first.is_visible()
            root.press("ArrowRight")
    blanks = {k: frame["ask"]["blank"] for k, frame in enumerate(given["frames"]) if "ask" in frame}
    assert asked == [k for k, blank in blanks.items() if fade == 0 or blank <= fade]
    if fade == 1:
        assert 8 in asked and 4 not in asked, "accumulation is what is faded first"
    assert rules == ([k for k in asked if given["frames"][k]["ask"].get("rule")] if fade == 3 else [])


def test_the_rule_is_judged_beside_the_number(stepper, running):
    """A right number by a wrong rule is no understanding, and the other way round half of it."""
    given = data(running, predict=True, fade=3)
    root = stepper(given)
    to_question(root, 8)
    rule = given["frames"][8]["ask"]["rule"]
    assert root.locator(".ad-lit:visible .ad-partial").text_content() == "×?", "the partial would give the rule away"
    assert "Choose a rule too" in answer(root, "63.51").inner_text()
    choices = root.get_by_role("radio")
    wrong = (rule["right"] + 1) % len(rule["choices"])
    choices.nth(wrong).check()
    assert "The number is right, the rule is not" in answer(root, "63.51").inner_text()
    choices.nth(rule["right"]).check()
    assert "The rule is right, the number is not" in answer(root, "45.71").inner_text()
    assert answer(root, "63.51").get_attribute("data-verdict") == "right"


def test_the_switch_asks_from_the_next_step_on(stepper, running):
    """What has been on the screen is no question any more; switched off, all is shown."""
    root = stepper(data(running))
    root.focus()
    for _ in range(4):
        root.press("ArrowRight")
    root.press("p")
    expect(root.get_by_role("switch")).to_be_checked()
    assert root.get_attribute("data-asks") == "false"
    root.press("ArrowRight")
    assert at(root) == 5 and root.get_attribute("data-asks") == "true"
    root.get_by_label("ask").select_option("1")
    root.get_by_role("switch").uncheck()
    assert root.get_attribute("data-asks") == "false" and "17.80" in root.locator(".ad-sentence").inner_text()


def test_playing_waits_for_the_learner(stepper, running):
    """Play is for watching: it stops at a question."""
    root = stepper(data(running, predict=True))
    root.focus()
    root.press(" ")
    expect(root).to_have_attribute("data-frame", "1")
    expect(root.get_by_role("button", name="Play (space)")).to_be_visible()
    assert at(root) == 1
