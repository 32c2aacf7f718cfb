"""A problem of practice in a page without a kernel: answered by key, judged as in Python, and what it keeps."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from adlesson.teach.practice.kinds import KINDS
from adlesson.teach.practice.practice import practice, shown
from adlesson.teach.practice.self_test import SelfTest

PAIRS = [(kind, level) for kind in KINDS for level in (1, 3)]


def verdict(card):
    return card.locator(".ad-verdict")


def press(card, name):
    card.get_by_role("button", name=name, exact=True).press("Enter")


def answers(problem):
    """Yield answers to a problem, right and wrong, each as its page and as Python has them."""
    question, kind = problem.question, problem.record["kind"]
    if kind in ("adjoints", "multipliers"):
        right = dict(question.blanks)
        tables = [right, {**right, "x": 57.5}]
        tables += [{**right, name: u} for name in right for u in question.wrong(name)]
        for table in tables:
            yield {name: repr(u) for name, u in table.items()}, table
    elif kind == "sweeps":
        for mode in question.texts:
            for k in range(1, 13):
                yield [mode, str(k)], f"{mode} {k}"
    else:
        (right, *_), letters = question.orders, "ABCDEFGH"[: len(question.texts)]
        for answer in {right, right[::-1], right[1:] + right[0], right[:-1] or "A", *letters}:
            yield answer, answer


def test_a_page_says_what_python_says(practice_cards):
    """To every known wrong answer and to the right one: the verdict, and the sentence."""
    drawn = [practice(kind, level, seed) for kind, level in PAIRS for seed in range(2)]
    root = practice_cards(*map(shown, drawn))
    for k, problem in enumerate(drawn):
        pairs = [*answers(problem)]
        script = "([k, answers]) => answers.map((answer) => judgedProblem(all[k], answer))"
        found = root.page.evaluate(script, [k, [page for page, _ in pairs]])
        said = [(one["verdict"], one["message"]) for one in found]
        told = [problem.question.judge(python, None) for _, python in pairs]
        for (_, python), (word, message), (expected, sentence) in zip(pairs, said, told, strict=True):
            assert (word, message.replace("−", "-")) == (expected, sentence.replace("−", "-")), (problem, python)
        assert {"right", "wrong"} <= {word for word, _ in said}


def test_a_table_is_filled_in_by_key(practice_cards):
    """Enter checks; the focus stays in its field, nothing moves, and what is missing is no try."""
    problem = practice("adjoints", 1, 3)
    card = practice_cards(shown(problem))
    expect(card).to_have_accessible_name("Practice, adjoints 1, seed 3")
    fields = card.get_by_role("textbox")
    expect(fields).to_have_count(3)
    height, (first, *others) = card.bounding_box()["height"], fields.all()
    first.press("Enter")
    expect(verdict(card)).to_have_text("Fill in numbers for a, y and x.")
    for field, name in zip((first, *others), problem.question.rows, strict=False):
        field.fill(str(problem.question.blanks[name[0]]))
    card.get_by_label("adjoint of a").fill("57")
    card.get_by_label("adjoint of a").press("Enter")
    expect(verdict(card)).to_contain_text("Not right yet. Look at the variable a. 57 is not it")
    expect(card.get_by_label("adjoint of a")).to_be_focused()
    expect(card.get_by_label("adjoint of a")).to_have_attribute("aria-invalid", "true")
    assert card.bounding_box()["height"] == height
    card.get_by_label("adjoint of a").fill("2*2")
    card.get_by_label("adjoint of a").press("Enter")
    expect(verdict(card)).to_have_text("Right.")
    expect(card.locator(".ad-meta")).to_contain_text("second try")
    assert card.bounding_box()["height"] == height
    known = card.page.evaluate("know(all[0].name)")
    assert (known["first"], known["best"], known["count"]) == ("wrong", "right", 2)


def test_lines_are_taken_one_by_one_and_taken_back(practice_cards):
    """By their letters; Backspace undoes, and every order that works is right."""
    problem = practice("order", 1, 3)
    card = practice_cards(shown(problem))
    order = problem.question.orders[0]
    wrong = order[::-1]
    option = card.locator(".ad-option").first
    option.press(wrong[0])
    option.press("Backspace")
    for letter in wrong:
        option.press(letter)
    press(card, "check")
    expect(verdict(card)).to_contain_text(f"Not right yet. {problem.question.judge(wrong, None)[1]}")
    for letter in order:  # which begins anew
        option.press(letter)
    press(card, "check")
    expect(verdict(card)).to_have_text("Right.")


def test_a_mode_and_a_number_and_one_letter(practice_cards):
    """The fields of the two other kinds."""
    sweeps, mistake = practice("sweeps", 2, 3), practice("mistake", 1, 3)
    root = practice_cards(shown(sweeps), shown(mistake))
    count, mode = sweeps.question.solution.split()
    one, other = root.nth(0), root.nth(1)
    one.get_by_role("radio", name=mode).check()
    one.get_by_label("How many sweeps?").fill("11")
    one.get_by_label("How many sweeps?").press("Enter")
    expect(verdict(one)).to_contain_text("Not right yet.")
    one.get_by_label("How many sweeps?").fill(count)
    one.get_by_label("How many sweeps?").press("Enter")
    expect(verdict(one)).to_have_text("Right.")
    wrong = next(letter for letter in "AB" if letter != mistake.question.orders[0])
    other.get_by_role("radio").last.press(wrong)
    other.page.keyboard.press("Enter")
    expect(verdict(other)).to_contain_text("Not right yet. That mistake gives")
    other.get_by_role("radio").nth(1).press(mistake.question.orders[0])
    other.page.keyboard.press("Enter")
    expect(verdict(other)).to_have_text("Right.")


def test_hints_come_one_by_one_the_solution_after_a_try_and_the_next_needs_python(practice_cards):
    problem = practice("mistake", 1, 3)
    card = practice_cards(shown(problem))
    press(card, "solution")
    expect(card.locator(".ad-note")).to_have_text("The solution is shown after a try.")
    press(card, "another one")
    expect(card.locator(".ad-note")).to_contain_text("needs Python")
    for k, hint in enumerate(problem.question.hints, 1):
        press(card, "hint")
        expect(card.get_by_role("listitem")).to_have_count(k)
        expect(card.get_by_role("listitem").last).to_have_text(f"Hint {k} of 3: {hint}")
    card.get_by_role("radio").last.press("B")
    press(card, "check")
    press(card, "solution")
    expect(card.get_by_role("region", name="The solution")).to_have_text(problem.question.solution)


def test_a_self_test_goes_through_its_problems_and_adds_up(practice_cards):
    """In the page alone; those that are right are passed over when it is opened again."""
    data = SelfTest("after").data
    card = practice_cards(data)
    expect(card).to_have_accessible_name("Self-test after the course, 1 of 5: adjoints")
    expect(card.locator(".ad-sum")).to_be_hidden()
    for name, right in data["queue"][0]["judge"]["right"].items():
        card.get_by_label(f"adjoint of {name}").fill(str(right))
    card.get_by_role("textbox").first.press("Enter")
    expect(card.locator(".ad-sum")).to_have_text("Right at the first try: 1 of 5.")
    press(card, "next problem")
    expect(card).to_have_accessible_name("Self-test after the course, 2 of 5: order")
    card.page.evaluate("record({ what: 'checked', name: all[0].test.before[0], answer: '', verdict: 'right' })")
    expect(card.locator(".ad-sum")).to_have_text("Right at the first try: 1 of 5. Before the course: 1 of 5.")
    card.page.evaluate("add(all[0])")
    expect(card.nth(1)).to_have_accessible_name("Self-test after the course, 2 of 5: order")


def test_a_self_test_says_when_that_was_all_and_nothing_of_another_problem(practice_cards):
    """A line taken is said to who cannot see it: it would be read out on the cards after it, too."""
    card = practice_cards(SelfTest("after").data)
    press(card, "next problem")
    card.get_by_role("button", name="b_bar").first.click()
    expect(card.locator(".ad-unseen[role=status]").last).not_to_be_empty()
    press(card, "next problem")
    expect(card.locator(".ad-unseen[role=status]").last).to_be_empty()
    press(card, "next problem")
    press(card, "next problem")
    expect(card).to_have_accessible_name("Self-test after the course, 5 of 5: multipliers")
    card.page.evaluate("""all[0].test.names.forEach((name, k) => {
        record({ what: "checked", name, answer: "x", verdict: k ? "wrong" : "right" });
    })""")
    expect(card.locator(".ad-sum")).to_have_text("These are all 5. Right at the first try: 1 of 5.")
    press(card, "first problem")
    expect(card).to_have_accessible_name("Self-test after the course, 1 of 5: adjoints")


def test_axe_finds_no_barrier(practice_cards):
    """In light and dark, in forced colours, on a phone; with a wrong answer and all that opens."""
    root = practice_cards(*(shown(practice(kind, 3, 3)) for kind in KINDS), SelfTest("before").data, width=400)
    page = root.page
    for k in range(2):
        press(root.nth(k), "hint")
        press(root.nth(k), "check")
    page.evaluate("all.forEach(({ name }) => record({ what: 'checked', name, answer: 'x', verdict: 'wrong' }))")
    for card in root.all():
        press(card, "solution")
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    page.add_style_tag(content=":root { color-scheme: light dark; }")
    for look in ({"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}):
        page.emulate_media(**look)
        found = Axe().run(page, ".ad-card").response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    filled = root.first.get_by_role("button", name="check")
    assert filled.evaluate("(button) => getComputedStyle(button).forcedColorAdjust") == "none", "its text can be read"


def test_a_kernel_draws_the_next_one_and_keeps_what_was_done(lab, open_notebook):
    """By key alone: the focus goes on to the first field of the next problem; nothing was run again."""
    source = "import adlesson as ad\nproblem = ad.practice('adjoints', 1, 3)\nproblem"
    kept = "known = ad.practice.__globals__['keeper'].known(problem.kept)\nknown.best, known.count, known.hints"
    notebook = open_notebook(lab.add("practice.ipynb", source, kept))
    notebook.run()
    card = notebook.page.locator(".ad-practice")
    expect(card).to_have_accessible_name("Practice, adjoints 1, seed 3")
    for name, right in practice("adjoints", 1, 3).question.blanks.items():
        card.get_by_label(f"adjoint of {name}").fill(str(right))
    press(card, "hint")
    card.get_by_role("textbox").first.press("Enter")
    expect(verdict(card)).to_have_text("Right.")
    press(card, "another one")
    expect(verdict(card)).to_have_text("Fill in the blanks and press Enter.")
    expect(card).not_to_have_accessible_name("Practice, adjoints 1, seed 3")
    expect(card.locator("input:focus")).to_have_count(1)
    notebook.run()
    expect(notebook.page.locator(".jp-OutputArea-output pre").last).to_have_text("('right', 1, 1)")
    assert notebook.errors == []
