"""Asking first, in a page without a kernel: what is read and judged, hints, fading, the score."""

import math
import random
import re

import pytest
from playwright.sync_api import expect

import adlesson as ad
from adlesson.show.writing.numerals import number

from .stepper_page import answer, at, button, data, forward, opened, slopes, texts, to_question

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
        ("2q", "q has no value here"),
        ("2x*f", "f shows no number here: use the names of boxes that show one."),
        ("2ab", "Write * between 2 and ab"),
        ("2(3)", "Write * between 2 and ("),
        ("k*b", "k has no value here"),
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
    root = stepper(data(running, "forward", predict=True))
    to_question(root, 2)
    verdict = answer(root, text)
    assert says in verdict.inner_text()
    assert verdict.get_attribute("data-verdict") == "note"
    assert root.get_attribute("data-asks") == "true"
    assert answer(root, "exp(x)").get_attribute("data-verdict") == "right", "the name of a box that shows its number"


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


def test_after_a_wrong_answer_the_next_one_stands_in_its_place(stepper, running):
    """As in a card: what was typed is selected, and still there for whoever wants to mend it."""
    root = stepper(data(running, predict=True))
    to_question(root, 8)
    for wrong in ("96", "1,5", "63"):  # unknown, not to be read, and close
        assert answer(root, wrong).get_attribute("data-verdict") != "right"
        field = root.get_by_role("textbox", name="your answer")
        assert field.input_value() == wrong
        root.page.keyboard.type("2")
        assert field.input_value() == "2"


def two_lines(x, y):
    u = x * y
    v = u + x
    return u * v


def test_a_wrong_number_gets_no_reasons_that_contradict_each_other(stepper):
    """8 is the share of v, the adjoint of v and the value of u: the first is said; of one idea there may be two."""
    root = stepper(data(ad.trace(two_lines, x=4, y=2), predict=True))
    to_question(root, 4)
    told = answer(root, "8").inner_text()
    assert told == "Not yet. 8 is the share of v alone: u had one before, and shares are added."
    root = stepper(data(ad.trace(lambda x: x * x, x=3), predict=True))
    to_question(root, 3)
    told = answer(root, "3").inner_text()
    assert told.count("Or:") == 1 and "alone" in told and "what x had before" in told and "slope alone" not in told


def test_a_slope_that_was_chosen_right_is_not_called_wrong(stepper, running):
    """cos(c) is chosen, and 0.9786 is what the slope at the result gives: that is not said beside 'the slope is right'."""
    given = data(running, predict=True, fade=3)
    root = stepper(given)
    to_question(root, 4)
    root.get_by_role("radio").nth(given["frames"][4]["ask"]["rule"]["right"]).check(force=True)
    assert "the sign is not" in answer(root, "0.978").inner_text()
    told = answer(root, "0.9786").inner_text()
    assert "The slope is right" in told and "taken at the result" not in told
    assert "the slope is minus" not in root.get_by_role("status").inner_text(), "it is asked for"


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
    """Graph, table, code, sentence and equation: the number that is asked for is nowhere to be read, and then everywhere."""
    root = stepper(data(running, predict=True))
    to_question(root, 8)
    ask = data(running)["frames"][8]["ask"]
    assert root.locator(".ad-sentence").inner_text() == ask["question"]
    assert root.get_by_role("status").inner_text().startswith(ask["said"])
    assert slopes(root)["a"] == "17.80 → ?", "what it has already stays"
    assert "17.80 so far" in root.locator(".ad-node.ad-target:visible").get_attribute("aria-label")
    opened(root, "table")
    assert root.locator("tr.ad-target td[data-what=slope]").text_content() == "?"
    assert root.locator("tr.ad-target td[data-what=share]").text_content() == "17.80 from c + ?"
    opened(root, "code")
    lit = root.locator(".ad-pane-gradient [aria-current]")
    assert texts(lit)[0].endswith("?") and texts(lit.locator(".ad-result")) == [""]
    shown = root.evaluate("r => r.textContent + [...r.querySelectorAll('[aria-label]')].map(e => e.ariaLabel)")
    assert "63.51" not in shown and "45.71" not in shown
    button(root, "show me").click()
    assert "45.71" in root.locator(".ad-sentence").inner_text()
    assert slopes(root)["a"] == "63.51"
    assert texts(lit.locator(".ad-result"))[0] == "+= 45.71"
    assert "63.51" in root.locator(".ad-equation").inner_text()


def test_an_equation_that_is_the_answer_waits_for_it(stepper, running):
    """Before the field stands what is asked for, and no more; the answer makes an equation of it."""
    root = stepper(data(running, predict=True))
    to_question(root, 1)
    equation = lambda: re.sub(r"\s", "", root.locator(".ad-equation").text_content())
    assert equation() == "f¯="
    answer(root, "1")
    root.press("ArrowLeft")
    assert equation() == "f¯=1"


def test_right_close_and_wrong_differ_by_word_and_icon(stepper, running):
    """Never by colour alone: a wrong answer is no alarm, and has the colour of the text."""
    looks, root = [], stepper(data(running, predict=True))
    to_question(root, 8)
    expected, tolerance = (data(running)["frames"][8]["ask"][key] for key in ("expected", "tolerance"))
    for text in (str(expected + 5 * tolerance), "12345", "63.51"):
        verdict = answer(root, text)
        look = "v => [v.querySelector('strong').textContent, v.querySelector('path').getAttribute('d'), v.dataset.verdict]"
        looks.append([*verdict.evaluate(look), verdict.evaluate("v => getComputedStyle(v).color")])
    words, icons, kinds, colours = zip(*looks, strict=True)
    assert words == ("Close.", "Not yet.", "Right.") and kinds == ("close", "wrong", "right")
    assert len(set(icons)) == 3
    assert colours[0] == colours[1] == root.evaluate("r => getComputedStyle(r).color") != colours[2]


def test_a_wrong_number_is_explained_by_the_first_mistake_that_gives_it(stepper, running):
    """45.71 is the share alone; 17.80 is what a had, and also the adjoint of b, which is not said beside it."""
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
        first, *others = [given["mistakes"][mistake]["says"].split("{number}")[-1].format(**words) for mistake in named]
        assert first in said and not any(other in said for other in others)
        assert said == re.sub(r"\s+", " ", root.get_by_role("status").inner_text()).strip()
    assert "63.51" not in root.inner_text()


def test_what_no_mistake_gives_is_not_explained_away(stepper, running):
    """A guess gets an honest answer, and a way on."""
    root = stepper(data(running, predict=True))
    to_question(root, 8)
    assert "I do not recognise this mistake" in answer(root, "777").inner_text()


def test_a_verdict_goes_when_its_step_is_left(stepper, running):
    """What was said to another try, or at another level, is not said to the next one; hints taken stay taken."""
    root = stepper(data(running, fade=3))
    to_question(root, 2)
    field, verdict = root.locator(".ad-field"), root.locator(".ad-verdict")
    assert "Choose a slope too: press Tab" in answer(root, "3").inner_text()
    root.focus()
    root.press("ArrowLeft")
    root.press("ArrowRight")
    assert verdict.inner_text() == "Press Enter to answer." and field.input_value() == ""
    answer(root, "3")
    opened(root)
    root.get_by_role("combobox", name="ask").select_option("0")
    assert verdict.inner_text() == "Type a number or a calculation, and press Enter."
    answer(root, "3")
    root.focus()
    root.press("p")
    root.press("p")
    expect(verdict).to_be_hidden()


def test_a_box_may_be_named_in_an_answer(stepper, running):
    """Where it shows its number; e is the box of this program, and Euler's number where there is no such box: it is said."""
    root = stepper(data(running, predict=True))
    to_question(root, 8)
    assert answer(root, "17.80 + 17.80*2*a").get_attribute("data-verdict") == "right"
    e = data(running)["frames"][5]["ask"]["expected"]
    root = stepper(data(running, predict=True))
    to_question(root, 5)
    assert "2.718" not in answer(root, "e").inner_text() and abs(e - 0.2073) > 1
    plain = stepper(data(ad.parse("x*y", x=2, y=3), predict=True))
    to_question(plain, 2)
    assert "e is 2.718 here." in answer(plain, "e").inner_text()
    assert answer(plain, "y").get_attribute("data-verdict") == "right"


def test_an_expression_is_as_good_as_a_number(stepper, running):
    """The calculation is what the learner should think of."""
    root = stepper(data(running, predict=True))
    to_question(root, 8)
    assert answer(root, "17.80 + 17.80*2*exp(0.25)").get_attribute("data-verdict") == "right"


def test_hints_come_one_after_the_other(stepper, running):
    """Which slope, which arrow, almost there; then the first again, and the number was in none of them."""
    root = stepper(data(running, predict=True))
    to_question(root, 8)
    hints = data(running)["frames"][8]["ask"]["hints"]
    assert len(hints) == 3
    for k, name in [(0, "hint"), (1, "hint 2 of 3"), (2, "hint 3 of 3"), (0, "hint 1 of 3")]:
        button(root, name).click()
        expect(root.get_by_role("status")).to_have_text(f"Hint {k + 1} of 3: {hints[k]}")
        assert texts(root.locator(".ad-verdict")) == [re.sub(r"\s+", " ", f"Hint {k + 1} of 3: {hints[k]}")]
    assert "63.51" not in root.inner_text()
    assert "Not yet." in answer(root, "777").inner_text(), "a verdict comes in the place of a hint"


def test_next_without_an_answer_shows_it_first(stepper, running):
    """Nobody gets past a number that they have not seen."""
    root = stepper(data(running, predict=True))
    to_question(root, 8)
    forward(root).click()
    assert at(root) == 8 and slopes(root)["a"] == "63.51"
    expect(root.get_by_role("status")).to_contain_text("45.71")
    forward(root).click()
    assert at(root) == 9


def test_one_enter_judges_and_leads_to_the_next_question(stepper, running):
    """What the right answer said stays to be read, and is spoken with the new question; it is told once, and goes."""
    given = data(running, predict=True)
    root = stepper(given)
    asked = [frame.get("ask") for frame in given["frames"]]
    to_question(root, 1)
    root.page.keyboard.press("Enter")
    verdict, field = root.locator(".ad-verdict"), root.get_by_role("textbox", name="your answer")
    for k in range(1, len(asked) - 1):
        root.page.keyboard.type(str(asked[k]["expected"]))
        root.page.keyboard.press("Enter")
        assert at(root) == k + 1 and field.input_value() == ""
        expect(field).to_be_focused()
        expect(verdict).to_have_text(f"Right. {given['frames'][k]['sentence']}")
        spoken = root.get_by_role("status").inner_text()
        assert spoken.startswith("Right. ") and spoken.endswith("Type your answer, then press Enter.")
        assert root.locator(".ad-sentence:visible").inner_text() == asked[k + 1]["question"]
    root.page.keyboard.type("12345")
    root.page.keyboard.press("Enter")
    expect(verdict).to_contain_text("Not yet.")
    root.press("ArrowLeft")
    expect(verdict).to_have_text("Right.")
    root.press("ArrowRight")
    expect(verdict).to_contain_text("Type a number or a calculation")
    root.page.keyboard.press("Enter")
    root.page.keyboard.type(str(asked[-1]["expected"]))
    root.page.keyboard.press("Enter")
    assert at(root) == len(asked) - 1
    expect(root.locator(".ad-score")).to_be_visible()


def test_the_focus_is_where_the_learner_goes_on(stepper, running):
    """Enter leads to the field and checks; a right answer leads to the next question and its field."""
    root = stepper(data(running, predict=True))
    active = lambda: root.evaluate("() => document.activeElement.className.split(' ').find(c => c !== 'ad-button')")
    press = root.page.keyboard.press
    to_question(root, 1)
    expect(root.get_by_role("status")).to_contain_text("Press Enter to type")
    press("Enter")
    assert active() == "ad-field"
    answer(root, "5")
    assert active() == "ad-field"
    answer(root, "1")
    assert at(root) == 2 and active() == "ad-field"
    press("Escape")
    assert root.evaluate("r => r === document.activeElement")
    press("?")
    expect(root.get_by_role("status")).to_contain_text("Hint 1 of 3")
    press("Enter")
    root.page.keyboard.type("5")
    button(root, "check").click()
    assert active() == "ad-check"
    button(root, "show me").click()
    assert active() == "ad-next"
    press("Enter")
    assert at(root) == 3 and active() == "ad-field"
    press("Escape")
    press("!")
    assert root.get_attribute("data-asks") == "false" and "d" in slopes(root)
    press("Home")
    assert at(root) == 0 and root.evaluate("r => r.contains(document.activeElement)")


def test_escape_closes_one_layer_after_the_other(stepper, running):
    """The field, the pane that was opened, and last the stepper itself; no pane that the cell opened."""
    root = stepper(data(running, predict=True))
    to_question(root, 1)
    opened(root, "code")
    root.locator(".ad-field").focus()
    press = root.page.keyboard.press
    held = lambda: root.evaluate("r => document.activeElement === r ? 'root' : document.activeElement.className")
    press("Escape")
    assert held() == "root" and root.locator(".ad-pane-gradient").is_visible()
    root.locator(".ad-pane-gradient button[tabindex='0']").focus()
    press("Escape")
    assert root.locator(".ad-pane-gradient").count() == 0 and root.locator(".ad-drawer").is_visible()
    assert root.evaluate("() => document.activeElement.dataset.pane") == "code"
    press("Escape")
    assert root.locator(".ad-drawer").is_visible()
    assert not root.evaluate("r => r.contains(document.activeElement)")
    root = stepper(data(running, panes=("code",)))
    root.focus()
    press("Escape")
    assert root.locator(".ad-pane-gradient").is_visible()


def test_a_field_that_goes_away_hands_the_focus_on(stepper, running):
    """Enter in the last field leads to a step without a question: the focus must not fall to the page."""
    root = stepper(data(running, predict=True, fade=1))
    to_question(root, next(k for k, f in enumerate(data(running)["frames"]) if f.get("ask", {}).get("blank") == 1))
    expected = data(running)["frames"][at(root)]["ask"]["expected"]
    answer(root, str(expected))
    step = at(root)
    root.page.keyboard.press("Enter")
    assert root.get_attribute("data-asks") == "false"
    assert root.evaluate("() => document.activeElement.dataset.do") == "next"
    assert at(root) == step + 1, "one key, one step: the button that has the focus now is not pressed by it"


def test_end_stops_at_the_first_question_and_back_is_free(stepper, running):
    """A jump must not give numbers away."""
    root = stepper(data(running, predict=True))
    root.focus()
    root.press("End")
    assert at(root) == 1
    expect(root.get_by_role("status")).to_contain_text("This question comes first.")
    assert root.locator(".ad-verdict").inner_text().startswith("This question comes first.")
    answer(root, "1")
    root.focus()
    root.press("End")
    assert at(root) == 2
    root.press("Home")
    assert at(root) == 0
    root.press("ArrowRight")
    assert root.get_attribute("data-asks") == "false", "answered stays answered"
    assert root.locator(".ad-sentence").inner_text() == data(running)["frames"][1]["sentence"]


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
            root.page.keyboard.press("Enter")
    named = next(named for w, named in asks[7]["wrong"] if abs(w - 45.7135) < 0.001)
    shares = given["ideas"][given["mistakes"][named[0]]["idea"]]
    score = root.locator(".ad-score span").first.inner_text()
    assert score.startswith(f"{len(asks) - 2} of {len(asks)} right at the first try, 1 with help. Look again at: ")
    assert f"{asks[3]['idea']} (c)" in score and f"{shares} (a)" in score
    expect(root.get_by_role("status")).to_contain_text(f"{score} End of the sweep.")
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
        root.page.keyboard.press("Enter")
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


def test_help_is_no_wrong_try(stepper, running):
    """A hint before the right number is help, and nothing to look at again; none right is said in a word."""
    given = data(running, predict=True, fade=1)
    root = stepper(given)
    root.focus()
    while at(root) < 9:
        root.press("ArrowRight")
        if root.get_attribute("data-asks") == "true":
            root.press("?")
            answer(root, repr(given["frames"][at(root)]["ask"]["expected"]))
            root.focus()
    score = texts(root.locator(".ad-score span"))[0]
    assert re.fullmatch(r"All (\d) are answered, none right at the first try, \1 with help\.", score)


def test_enter_is_announced_as_it_works(stepper, running):
    """To the field, and in the field; after a shown answer to the next step; the last step is said to be it."""
    root = stepper(data(running, predict=True))
    said = root.get_by_role("status")
    to_question(root, 1)
    expect(said).to_contain_text("Press Enter to type your answer.")
    button(root, "show me").click()
    expect(said).to_have_text(re.compile(r"^Shown\. f moves .* Press Enter to go on\.$"))
    root.page.keyboard.press("Enter")
    expect(said).to_have_text(re.compile("Type your answer, then press Enter.$"))
    plain = stepper(data(running))
    plain.focus()
    plain.press("End")
    expect(plain.get_by_role("status")).to_contain_text("End of the sweep.")


def test_slope_and_number_are_asked_for_and_marked_each(stepper, running):
    """The question names both; Enter on a slope checks; what says that none is chosen goes when one is; the one that is
    wrong is marked, and no other."""
    root = stepper(data(running, fade=3))
    to_question(root, 8)
    assert texts(root.locator(".ad-sentence"))[0].endswith(" become, and which slope is on this arrow?")
    rule, verdict = data(running)["frames"][8]["ask"]["rule"], root.locator(".ad-verdict")
    keys, field, slope = root.page.keyboard, root.locator(".ad-field"), root.locator(".ad-choices")
    assert answer(root, "63.51").inner_text() == "Choose a slope too: press Tab, then the arrow keys, or 1 to 4."
    keys.press("Tab")
    keys.press(str((rule["right"] + 1) % 4 + 1))
    expect(verdict).to_have_attribute("data-verdict", "how")
    marks = lambda: [part.get_attribute("aria-invalid") for part in (field, slope)]
    keys.press("Enter")
    assert verdict.get_attribute("data-verdict") == "wrong" and marks() == ["false", "true"]
    keys.press(str(rule["right"] + 1))
    assert marks() == ["false", "false"]
    answer(root, "45.71")
    assert marks() == ["true", "false"]


def test_what_is_not_recognised_names_what_is_there(stepper, running):
    """No arrow at the seed, two in a row of the system."""
    root = stepper(data(running, predict=True))
    to_question(root, 1)
    assert "look at the framed box, or" in answer(root, "777").inner_text()
    root = stepper(data(running, "lagrange", predict=True))
    to_question(root, 12)
    assert "look at the thick arrows and their boxes, or" in answer(root, "777").inner_text()


def test_lines_still_to_be_found_are_open_from_the_start(stepper, running):
    """The code must not tell what is asked for later."""
    root = stepper(data(running, predict=True, panes=("code",)))
    lines = root.locator(".ad-pane-gradient code")
    assert {text.split("= ")[1] for text in texts(lines)} == {"?"}
    to_question(root, 3)
    assert [text.split("= ")[1] for text in texts(lines)][:3] == ["1", "f_bar * 1", "?"]


def test_looking_around_leaves_the_question_alone(stepper, running):
    """Up and down along boxes and lines only show them; Enter goes."""
    root = stepper(data(running, predict=True, panes=("code",)))
    to_question(root, 5)
    for place in (".ad-wide g[tabindex='0']", ".ad-pane-gradient button[tabindex='0']"):
        root.locator(place).focus()
        root.page.keyboard.press("ArrowUp")
        root.page.keyboard.press("ArrowDown")
        root.page.keyboard.press("ArrowUp")
        assert at(root) == 5 and root.get_attribute("data-asks") == "true"
    root.page.keyboard.press("Enter")
    assert at(root) == 4


def test_a_box_is_read_and_its_focus_seen(stepper, running):
    """A long sum is not written too small; the box in focus has a ring of its shape, and no square around it."""
    root = stepper(data(running, predict=True))
    to_question(root, 5)
    style = lambda part, name: part.evaluate("(e, name) => getComputedStyle(e)[name]", name)
    box = root.locator(".ad-node.ad-target:visible")
    assert slopes(root)["c"] == "−0.9783 → ?" and float(style(box.locator(".ad-slope"), "fontSize")[:-2]) >= 11
    ring = box.locator(".ad-ring")
    expect(ring).to_be_hidden()
    box.focus()
    root.page.keyboard.press("ArrowUp")
    root.page.keyboard.press("ArrowDown")
    assert style(ring, "display") == "inline" and style(box, "outlineStyle") == "none"


def test_the_rule_is_judged_beside_the_number(stepper, running):
    """A right number by a wrong rule is no understanding, and the other way round half of it."""
    given = data(running, predict=True, fade=3)
    root = stepper(given)
    to_question(root, 8)
    rule = given["frames"][8]["ask"]["rule"]
    assert root.locator(".ad-lit:visible .ad-partial").text_content() == "×?", "the number would give it away"
    assert "Choose a slope too" in answer(root, "63.51").inner_text()
    choices = root.get_by_role("radio")
    wrong = (rule["right"] + 1) % len(rule["choices"])
    choices.nth(wrong).check(force=True)
    assert "The number is right, the slope is not" in answer(root, "63.51").inner_text()
    root.page.keyboard.press("Escape")
    root.press(str(rule["right"] + 1))
    assert "The slope is right, the number is not" in answer(root, "45.71").inner_text()
    assert answer(root, "63.51").get_attribute("data-verdict") == "right"


def test_the_switch_asks_from_the_next_step_on(stepper, running):
    """What has been on the screen is no question any more; switched off, all is shown."""
    root = stepper(data(running))
    root.focus()
    for _ in range(4):
        root.press("ArrowRight")
    root.press("p")
    opened(root)
    expect(root.get_by_role("switch")).to_be_checked()
    assert root.get_attribute("data-asks") == "false"
    root.press("ArrowRight")
    assert at(root) == 5 and root.get_attribute("data-asks") == "true"
    root.get_by_role("combobox", name="ask").select_option("1")
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
