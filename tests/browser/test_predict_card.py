"""Predictions: how an answer is judged, what the card says and keeps; in a page without a kernel, and in JupyterLab."""

import json

import nbformat
from axe_playwright_python.sync_playwright import Axe
from nbconvert import HTMLExporter
from playwright.sync_api import expect

from adlesson.show.cards.card import Card
from adlesson.teach.predicting import NUMBERS, card_of
from adlesson.teach.prediction import choice, names, number, order, reason
from adlesson.teach.predictions import predictions

MOVES = number("05.1a", "How far?", 30, {10: "You added.", 5: "The last line alone."})
IN_NUMBERS = choice("00.1b", "How many?", ("3", "2", "none"), "A", {"B": "No.", "C": "No."})
BY_KEY = "Choose one with the arrow keys, or by its letter, A to C."
THIRD = number("05.1b", "How large?", 0.3333, {-3: "Upside down."})
LONG = "You looked at one line alone. The move of y goes through two products, and each of them makes it larger."
FAR = choice("00.1b", "How far?", ("less", "as far", "much more"), "C", {"A": LONG, "B": "Look at `u`."})
TWO = names(
    "00.5a", "Which receive two?", "a c", {"a": "c as well.", "x": "x is read once.", "x b": "Neither."}, among="x a b c"
)
WHO = order("05.4c", "Who sends first?", ("f", "a", "b"), "ACB", {"ABC": "a sends too early."})
WHY = reason(
    "05.3c",
    "Why are they added?",
    ("because x moves a and b", "each share counts", "so they add up", "letters", "numbers", "arrows"),
    "ABC",
    {"D": "Letters do not count.", "E": "Nor numbers.", "F": "Arrows neither."},
)
ALIKE = choice("00.1b", "How far?", ("less", "as far", "up", "much more"), "C", {"A": "Look at `u`.", "B": "Look at `u`."})
BY_LINES = number("00.1a", "What is f?", 54, {48: "Turned round."}, "One line at a time.")
SAID = number("05.6b", "How far?", 30, {11: "You added."}, because="5 · 6 = 30.")
NONE = number("05.6a", "How far?", 0, {1: "It is a constant.", 1e-17: "That is the step."})
TWICE = [  # tries, one after the other: to each comes something new
    (BY_LINES, ["50", "51", "52"], ["One line at a time.", "larger than 51.", "larger than 52."]),
    (BY_LINES, ["48", "6*8", "24*2"], ["Turned round.", "larger than 48.", "larger than 48."]),
    (BY_LINES, ["5*11", "60-1"], ["That gives 55. One line at a time.", "smaller than 59."]),
    (ALIKE, ["A", "B"], ["Look at `u`.", "Read the question once more, and compare those that are left."]),
    (TWO, ["x", "x a", "x c"], ["x is read once.", "1 of 2, and one too many: one is missing.", "Of yours, right is: c."]),
    (TWO, ["a b x", "x b"], ["x is read once.", "Neither."]),
    (WHO, ["BAC", "BCA"], ["Another one comes first.", "The first is “f”."]),
    (WHO, ["ABC", "ABC"], ["a sends too early.", "The first is in place, the next is not."]),
    (WHY, ["DAB", "DAC", "DFE"], [
        "Letters do not count. Two of your three are parts of the reason.",
        "Two of your three are parts of the reason: A C.",
        "Arrows neither. None of your three are parts of the reason.",
    ]),
]  # fmt: skip

JUDGED = [
    (MOVES, "30", "right", ""),
    (SAID, "30", "right", "5 · 6 = 30."),
    (SAID, "11", "wrong", "You added."),
    (MOVES, " 2*3*5 ", "right", ""),
    (MOVES, "30.02", "right", ""),
    (MOVES, "31", "wrong", "What is asked for is smaller than 31."),
    (MOVES, "30.3", "close", "That is right to two digits: give three, or type the calculation."),
    (MOVES, "2+3+5", "wrong", "You added."),
    (MOVES, "-30", "wrong", "Look at the sign."),
    (MOVES, "-31", "wrong", "What is asked for is larger than −31."),
    (MOVES, "5*5", "wrong", "That gives 25. What is asked for is larger than 25."),
    (MOVES, "9-2", "wrong", "That gives 7. What is asked for is larger than 7."),
    (MOVES, "100,000", "wrong", "What is asked for is smaller than 100000."),
    (MOVES, "9**9**9**9", "wrong", "This comes to ∞: look at the calculation."),
    (MOVES, "9" * 200, "wrong", "What is asked for is smaller than 1·10²⁰⁰."),
    (MOVES, "", "note", "Type a number first, or an expression such as 3*cos(2)."),
    (MOVES, "0/0", "note", "This calculation has no result."),
    (MOVES, "x", "note", "x has no value here: write numbers and functions, such as 3*cos(2)."),
    (MOVES, "(" * 200, "note", "Something is missing at the end."),
    (THIRD, "1/3", "right", ""),
    (THIRD, "0.333", "right", ""),
    (THIRD, "0.33", "close", "That is right to two digits: give three, or type the calculation."),
    (THIRD, "-3", "wrong", "Upside down."),
    (FAR, "C", "right", ""),
    (FAR, "B", "wrong", "Look at `u`."),
    (FAR, "", "note", "Choose one first."),
    (TWO, "c, a", "right", ""),
    (TWO, "A and c", "right", ""),
    (TWO, "ac", "right", ""),
    (TWO, "a", "wrong", "c as well."),
    (TWO, "c", "wrong", "1 of 2, and nothing wrong: one is missing."),
    (TWO, "a b c", "wrong", "2 of 2, and one too many."),
    (TWO, "b", "wrong", "0 of 2, and one too many: two are missing."),
    (TWO, "x c", "wrong", "x is read once."),
    (TWO, "b x", "wrong", "Neither."),
    (TWO, "none", "wrong", "0 of 2, and nothing wrong: two are missing."),
    (TWO, "a q", "note", "q is no variable here: choose from x a b c."),
    (TWO, "u" * 200, "note", f"{'u' * 20}… is no variable here: choose from x a b c."),
    (TWO, "  ", "note", "Type names first, of x a b c."),
    (WHO, "ACB", "right", ""),
    (WHO, "ABC", "wrong", "a sends too early."),
    (WHO, "ACB"[::-1], "wrong", "Another one comes first."),
    (WHO, "AC", "note", "Take all 3 parts."),
    (WHY, "BAC", "right", ""),
    (WHY, "CBA", "right", ""),
    (WHY, "DAB", "wrong", "Letters do not count. Two of your three are parts of the reason."),
    (WHY, "DEF", "wrong", "Letters do not count. None of your three are parts of the reason."),
    (WHY, "ABE", "wrong", "Nor numbers. Two of your three are parts of the reason."),
    (BY_LINES, "48", "wrong", "Turned round."),
    (BY_LINES, "50", "wrong", "One line at a time."),
    (BY_LINES, "5*10", "wrong", "That gives 50. One line at a time."),
    (BY_LINES, "-54", "wrong", "Look at the sign."),
    (NONE, "0", "right", ""),
    (NONE, "0.0", "right", ""),
    (NONE, "0.1 + 0.2 - 0.3", "right", ""),
    (NONE, "0.03", "wrong", "What is asked for is smaller than 0.03."),
    (NONE, "1e-17", "wrong", "That is the step."),
    (NONE, "1e-18", "wrong", "That gives 1·10⁻¹⁸. What is asked for is smaller than 1·10⁻¹⁸."),
    (WHY, "AB", "note", "Take 3 parts."),
]


def test_an_answer_is_judged_and_its_mistake_is_named(modules):
    """All kinds, in the page, at once: what a learner may type, huge and empty."""
    asked = json.loads(json.dumps([[card_of(one), answer] for one, answer, _, _ in JUDGED]))
    body = """const { judged } = await load("judging", "cards"), start = performance.now();
        const found = argument.map(([data, answer]) => Object.values(judged(data, answer)));
        return [found, performance.now() - start];"""
    found, took = modules(body, asked)
    assert [*zip(JUDGED, found, strict=True)] == [(row, [*row[2:]]) for row, _ in zip(JUDGED, found, strict=True)]
    assert took < 2_000


def test_a_second_try_is_told_something_new(modules):
    """Whoever tries something else and reads the same sentence again thinks that nobody has looked."""
    asked = json.loads(json.dumps([[card_of(one), answers] for one, answers, _ in TWICE]))
    body = """const { judged } = await load("judging", "cards");
        return argument.map(([data, answers]) => answers.map((one, k) => judged(data, one, answers.slice(0, k)).message));"""
    for (_, _, wanted), found in zip(TWICE, modules(body, asked), strict=True):
        assert [text.endswith(end) for text, end in zip(found, wanted, strict=True)] == [True] * len(wanted), found


def enter(page):
    """It answers: who does not say that it is a guess is sure."""
    page.keyboard.press("Enter")


def commit(root, name="I am sure"):
    root.get_by_role("button", name=name).click(force=True)  # it says what is missing, too


def says(root):
    return root.locator(".ad-verdict")


def stands(root):
    return root.locator(".ad-meta span")


EXPLAINED = "<h2>x</h2><details><summary>Other</summary>1</details>"


def explanation(page, after="main > div:last-of-type"):
    """Put a folded explanation behind an element."""
    text = "<details><summary>Explanation</summary><p>it</p></details>"
    page.locator(after).evaluate("(element, text) => element.insertAdjacentHTML('afterend', text)", text)
    return page.locator("details", has_text="it")


def test_a_choice_is_made_by_keys_and_its_tries_stay(cards):
    """Wrong, wrong, right; heights stay as they are; keys do not leave the card."""
    root = cards(card_of(FAR), before=EXPLAINED)
    page = root.page
    explanation(page)
    page.evaluate("window.heard = []; document.addEventListener('keydown', (event) => heard.push(event.key))")
    expect(root).to_have_attribute("aria-label", FAR.ask)
    expect(stands(root)).to_have_text("open")
    high = root.evaluate("root => root.offsetHeight")
    root.get_by_role("radio").first.focus()
    for key in ("x", "A", "Enter"):
        page.keyboard.press(key)
    expect(says(root)).to_have_text(f"Not yet. {LONG}")
    assert root.evaluate("root => root.offsetHeight") == high
    expect(stands(root)).to_have_text("first try: less, sure")
    expect(root.get_by_role("radio", name="less ✗ tried")).not_to_be_checked()
    page.keyboard.press("b")
    commit(root, "a guess")
    expect(says(root)).to_have_text("Not yet. Look at u. Then open the explanation below.")
    expect(root.locator(".ad-verdict code")).to_have_text("u")
    page.keyboard.press("ArrowDown")
    expect(root.get_by_role("radio", name="as far")).to_be_checked()
    page.keyboard.press("ArrowDown")
    enter(page)
    expect(says(root)).to_have_text("Right. Now open the explanation below.")
    expect(says(root)).to_be_focused()
    expect(stands(root)).to_have_text("right at the third try")
    assert root.evaluate("root => root.offsetHeight") == high
    assert page.evaluate("heard") == []
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    assert page.evaluate("heard") == ["b"]
    tries = page.evaluate("name => know(name).tries", FAR.name)
    assert tries == [["A", "wrong", True], ["B", "wrong", False], ["C", "right", True]]


def test_a_key_that_a_card_has_no_use_for_is_told_what_it_wants(cards):
    """A digit chooses the option of its place, unless options have numbers: then it may be meant for one of these."""
    hear = number("05.1d", "How large?", 15, {6: "No."})
    root = cards(*map(card_of, (FAR, IN_NUMBERS, WHY, WHO, hear)))
    press = root.page.keyboard.press
    far, numbers, why, who, typed = (root.nth(k) for k in range(5))
    far.get_by_role("radio").first.focus()
    for key, told in (("x", BY_KEY), ("9", BY_KEY), ("2", "That chooses B. Press Enter, or choose another.")):
        press(key)
        expect(says(far)).to_have_text(told)
        expect(says(far)).to_have_attribute("data-verdict", "note")
    expect(far.get_by_role("radio").nth(1)).to_be_checked()
    press("ArrowDown")
    expect(says(far)).to_have_text("Choose one. Enter means “I am sure”.")
    for key in ("2", "Enter"):
        press(key)
    expect(says(far)).to_have_text("Not yet. Look at u.")
    numbers.get_by_role("radio").first.focus()
    press("3")
    expect(says(numbers)).to_have_text(BY_KEY)
    expect(numbers.get_by_role("radio").nth(2)).not_to_be_checked()
    for card, told in ((why, "Take each by its letter, A to F."), (who, "Take each by its letter: f a b.")):
        card.get_by_role("button").first.focus()
        press("1")
        expect(says(card)).to_have_text(told)
        expect(card.locator("[aria-pressed=true]")).to_have_count(0)
    typed.get_by_role("textbox").focus()
    press("1")
    expect(says(typed)).to_contain_text("Type a number")


def test_what_was_answered_is_there_in_another_card_and_may_be_answered_again(cards):
    """The second is the same question, run once more; a page that begins with a state shows that."""
    root = cards(
        card_of(MOVES), card_of(MOVES), card_of(TWO) | {"state": {"known": {TWO.name: KNOWN}, "place": {}, "asof": 9}}
    )
    first, second, third = root.nth(0), root.nth(1), root.nth(2)
    field = first.get_by_role("textbox")
    field.fill("9*")
    field.press("Enter")
    expect(says(first)).to_contain_text("missing")
    expect(stands(first)).to_have_text("open")
    field.fill("2*3*5")
    expect(says(first)).to_have_text("Type a number or a calculation. Enter means “I am sure”.")
    enter(root.page)
    for one in (first, second):
        expect(says(one)).to_have_text("Right. Now go on.")
        expect(one.get_by_role("textbox")).to_have_value("2*3*5")
    expect(says(first)).to_be_focused()
    assert field.evaluate("field => field.readOnly")
    second.get_by_role("button", name="answer again").click()
    expect(stands(second)).to_have_text("right before: once more")
    again = second.get_by_role("textbox")
    expect(again).to_be_focused()
    again.fill("10")
    enter(root.page)
    expect(says(second)).to_have_text("Not yet. You added.")
    again.fill("30")
    enter(root.page)
    expect(stands(second)).to_have_text("right at the second try")
    expect(stands(first)).to_have_text("right at the first try")
    expect(says(third)).to_have_text("Not yet. c as well.")
    expect(stands(third)).to_have_text("second try: a, a guess")
    expect(third.locator(".ad-tried")).to_have_text(["✗ a", "✗ b"])


KNOWN = {
    **{"first": "wrong", "best": "wrong", "count": 2, "tries": [["b", "wrong", True], ["a", "wrong", False]]},
    **{"hints": 0, "shown": False, "solved": False, "replayed": False, "at": 5},
}


def test_a_reason_is_said_with_right_and_nowhere_before(cards):
    """No click is needed to be told why; the card does not grow."""
    root = cards(card_of(SAID))
    explanation(root.page)
    high = root.evaluate("root => root.offsetHeight")
    for text, told in (("11", "Not yet. You added."), ("5*6", "Right. 5 · 6 = 30.")):
        root.get_by_role("textbox").fill(text)
        enter(root.page)
        expect(says(root)).to_have_text(told)
    expect(says(root)).to_be_focused()
    assert root.evaluate("root => root.offsetHeight") == high


def test_parts_are_taken_one_by_one_and_taken_back(cards):
    """By click, letter and Enter; Backspace and undo; what is taken is told."""
    root = cards(card_of(WHY))
    part = lambda name: root.get_by_role("button", name=name)
    part("letters").click()
    part("because x").focus()
    root.page.keyboard.press("Enter")
    root.page.keyboard.press("b")
    expect(root.locator(".ad-unseen")).to_have_text("1: letters; 2: because x moves a and b; 3: each share counts")
    root.page.keyboard.press("e")
    expect(says(root)).to_have_text("3 are taken: take one back first.")
    part("arrows").press("Enter")
    expect(says(root)).to_have_text("3 are taken: take one back first.")
    for key in ("d", "d"):  # back, and last: its letter leads to it
        root.page.keyboard.press(key)
    enter(root.page)
    expect(says(root)).to_have_text("Not yet. Letters do not count. Two of your three are parts of the reason.")
    expect(root.locator("[aria-pressed=true]")).to_have_count(3)
    for key in (*["Backspace"] * 3, *"bcd"):
        root.page.keyboard.press(key)
    root.page.keyboard.press("Backspace")
    part("so they add up, taken").click()
    part("undo").click()
    expect(root.locator(".ad-unseen")).to_have_text("Nothing is taken.")
    expect(part("undo")).to_have_attribute("aria-disabled", "true")
    commit(root)
    expect(says(root)).to_have_text("Take 3 parts.")
    for name in ("each share", "because x", "so they"):
        part(name).click()
    commit(root, "a guess")
    expect(says(root)).to_have_text("Right. Now go on.")
    expect(says(root)).to_be_focused()
    expect(root.locator("[aria-pressed=true]")).to_have_count(3)
    expect(root.locator(".ad-tried")).to_have_text(["✗ A B D"])


def test_an_explanation_that_the_learner_opens_first_is_noticed(cards):
    """By click or key; not one that a script opens, that of another question, or one after the answer."""
    root = cards(card_of(FAR), card_of(MOVES))
    page = root.page
    known = "events.push(...['00.1b', '05.1a'].map((name) => know(name).shown))"
    page.evaluate(f"window.events = []; void subscribe(() => {known})")
    own = explanation(page)
    own.evaluate("details => { details.firstChild.click(); details.open = false; }")
    page.locator("main > div").first.evaluate("(place) => place.insertAdjacentHTML('afterend', '<pre>ad.predict(2)</pre>')")
    own.locator("summary").click()
    assert page.evaluate("events.slice(-2)") == [False, True]
    expect(stands(root.nth(1))).to_have_text("explanation opened first")
    expect(stands(root.nth(0))).to_have_text("open")
    page.locator("pre").evaluate("pre => pre.remove()")
    root.nth(0).get_by_role("radio").nth(2).check()
    commit(root.nth(0))
    own.locator("summary").press("Enter")
    own.locator("summary").press("Enter")
    assert not page.evaluate("know('00.1b').shown")


def test_variables_that_are_put_in_order_are_taken_by_their_names(cards):
    """No second letter beside the name: A for f would be one too many."""
    root = cards(card_of(WHO))
    page = root.page
    expect(root.locator(".ad-tag").first).to_be_hidden()
    root.get_by_role("button", name="f").focus()
    for key in "fab":
        page.keyboard.press(key)
    commit(root)
    expect(stands(root)).to_have_text("first try: f a b, sure")
    expect(says(root)).to_have_text("Not yet. a sends too early.")
    expect(root.locator("[aria-pressed=true]")).to_have_count(3)  # it stays to be seen, and another one begins anew
    for key in "abf":
        page.keyboard.press(key)
    enter(page)
    expect(stands(root)).to_have_text("second try: a b f, sure")
    page.keyboard.press("Backspace")  # or it is mended
    expect(root.locator("[aria-pressed=true]")).to_have_count(2)
    root.get_by_role("button", name="f").click()
    expect(root.locator(".ad-unseen")).to_have_text("1: a; 2: b; 3: f")
    enter(page)
    root.get_by_role("button", name="f").click()
    expect(root.locator(".ad-unseen")).to_have_text("1: f")


def test_letters_begin_a_wrong_reason_anew_and_clicks_mend_it(cards):
    """Whoever typed two others had taken one of the first away, and committed what nobody meant."""
    root = cards(card_of(WHY))
    page = root.page
    taken = root.locator("[aria-pressed=true]")
    root.get_by_role("button", name="letters").focus()
    for key in "dab":
        page.keyboard.press(key)
    enter(page)
    root.get_by_role("button", name="letters").click()
    expect(taken).to_have_count(2)
    page.keyboard.press("d")
    enter(page)
    for key in "dec":
        page.keyboard.press(key)
    expect(taken).to_have_count(3)
    enter(page)
    expect(stands(root)).to_have_text("third try: D E C, sure")


def test_axe_finds_no_barrier(cards):
    """Before and after an answer, in all themes; and nothing sticks out of a narrow page."""
    root = cards(*map(card_of, (FAR, MOVES, TWO, WHO, WHY)), width=400, before="<h1>cards</h1>")
    page = root.page

    def barriers():
        for media in (
            {"color_scheme": "dark"},
            {"forced_colors": "active"},
            {"color_scheme": "light", "forced_colors": "none"},
        ):
            page.emulate_media(**media)
            yield from Axe().run(page, options={"rules": {"region": {"enabled": False}}}).response["violations"]

    page.add_style_tag(content=":root { color-scheme: light dark; }")
    assert [*barriers()] == []
    for one, answer in zip(root.all(), ("a", "10", "a q", "fab", "bac"), strict=True):
        field = one.locator("input, button").first
        field.type(answer)
        enter(page)
    for one, verdict in zip(root.all(), ("wrong", "wrong", "note", "wrong", "right"), strict=True):
        expect(says(one)).to_have_attribute("data-verdict", verdict)
    assert [*barriers()] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


ROW = {"card": "row", "label": "Your progress", "notebooks": [], "back": [], "predictions": {}}


def test_an_exported_page_judges_and_keeps_answers(open_page, tmp_path, monkeypatch):
    """No kernel, no network: the row brings the script, also for a card above it; the browser keeps what was answered."""
    monkeypatch.setattr(Card, "_there", True)
    shown = [Card(card_of(MOVES)), Card(ROW)]
    outputs = [nbformat.v4.new_output("display_data", card._repr_mimebundle_()[0]) for card in shown]
    cells = [nbformat.v4.new_code_cell("ad.predict()", outputs=[output]) for output in outputs]
    path = tmp_path / "page.html"
    path.write_text(HTMLExporter().from_notebook_node(nbformat.v4.new_notebook(cells=cells))[0], "utf-8")
    page = open_page(width=900, offline=True)
    page.goto(path.as_uri())
    root = page.get_by_role("group", name=MOVES.ask)
    root.get_by_role("textbox").fill("2+3+5")
    commit(root, "a guess")
    expect(says(root)).to_have_text("Not yet. You added.")
    page.reload()
    expect(says(root)).to_have_text("Not yet. You added.")
    expect(stands(root)).to_have_text("first try: 2+3+5, a guess")


def test_in_jupyterlab_it_stays_and_no_key_leaks(lab, open_notebook):
    """Answered by keys; there again when the cell is run once more, and when the page is loaded anew."""
    name = "predict.ipynb"
    lab.add(name, "import adlesson as ad", 'ad.predict("00.1b")')
    notebook = open_notebook(name, fresh=True)
    explained = nbformat.v4.new_markdown_cell("<details><summary>Explanation</summary>\n\n$1$\n\n</details>")
    notebook.evaluate("panel.content.model.sharedModel.insertCell(2, argument)", dict(explained))
    notebook.run()
    root = notebook.page.locator(".ad-card:visible")
    root.get_by_role("radio").first.focus()
    for key in ("b", "x", "y", "a", "Enter"):
        notebook.page.keyboard.press(key)
    expect(stands(root)).to_contain_text("first try")
    assert notebook.evaluate("return cells.length") == 3
    notebook.page.keyboard.press("b")
    enter(notebook.page)
    expect(says(root)).to_contain_text("Then open the explanation below.")
    said = says(root).inner_text()
    notebook.wait_for_kernel()
    notebook.evaluate("panel.content.activeCellIndex = 1; await app.commands.execute('notebook:run-cell')")
    expect(root).to_have_count(1)
    expect(says(root)).to_have_text(said)
    root.get_by_role("radio").nth(3).check()
    commit(root)
    expect(stands(root)).to_have_text("right at the third try")
    expect(says(root)).to_be_focused()
    notebook.evaluate("await panel.context.save()")
    notebook.reload()
    expect(stands(root)).to_have_text("right at the third try")
    assert notebook.errors == [] and notebook.leaks == []


def test_who_goes_on_by_one_key_too_many_is_told_that_it_is_open(lab, open_notebook):
    """The card is left behind, and may still be seen; one that was tried says what it said."""
    name = "passed.ipynb"
    lab.add(name, "import adlesson as ad", 'ad.predict("00.1b")', "6 * 7", "6 * 9")
    notebook = open_notebook(name)
    notebook.run(first=2)
    root, press = notebook.page.locator(".ad-card:visible"), notebook.page.keyboard.press
    for k, (keys, told) in enumerate([((), "This one is left open: it can still be answered."), ("bb", "Not yet.")], 2):
        root.get_by_role("radio").first.focus()
        expect(root.get_by_role("radio").first).to_be_focused()
        for key in (*keys, *["Enter"] * bool(keys), "Shift+Enter"):
            press(key)
        notebook.page.wait_for_function("k => jupyterapp.shell.currentWidget.content.activeCellIndex >= k", arg=k)
        expect(says(root)).to_contain_text(told)


STATES = ("none", "wrong", "right")


def test_no_card_of_the_lesson_changes_its_height(cards):
    """Open, twice wrong, right in the end: at a wide and a narrow window, all of them at once."""
    every = [one for number in NUMBERS for one in predictions(number).values()]
    high = {}
    for state in STATES:
        known = {}
        for one in every:
            wrong = [(str(answer) + "ABCDEF")[: one.take or None] for answer in one.wrong] or ["1"]
            tries = [[answer, "wrong", False] for answer in wrong] if state != "none" else []
            right = one.right[0] if one.kind == "order" else str(one.right)
            tries += [[right, "right", True]] if state == "right" else []
            known[one.name] = KNOWN | {"tries": tries, "count": len(tries), "best": state}
        first = card_of(every[0]) | {"state": {"known": known, "place": {}, "asof": 9}}
        root = cards(first, *map(card_of, every[1:]), width=1100)
        for width in (1100, 400):
            root.page.set_viewport_size({"width": width, "height": 900})
            assert {*root.evaluate_all("all => all.map((card) => card.dataset.verdict)")} == {state}
            high[width, state] = root.evaluate_all("all => all.map((card) => card.offsetHeight)")
    names = [one.name for one in every]
    for (width, state), heights in high.items():
        changed = [row for row in zip(names, high[width, "none"], heights, strict=True) if row[1] != row[2]]
        assert changed == [], (width, state)
