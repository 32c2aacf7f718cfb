"""The feedback of an exercise in a page without a kernel: its verdict, and the buttons, which need none."""

import pytest
from playwright.sync_api import expect

from adlesson.teach.exercises import Exercises
from adlesson.teach.kept.keeping import Keeper
from adlesson.teach.problems import COURSE

BOLD = "button => Number(getComputedStyle(button).fontWeight) > 600 && button.offsetParent !== null"


@pytest.fixture
def feedback(cards):
    """Return ``feedback(number, *answers, then=...)`` -> the card that the last answer gets, and what the notebook holds."""

    def show(number, *answers, then="check", assigned=False, **options):
        exercises = Exercises(COURSE, Keeper("off"))
        exercises.assigned = assigned
        results = [exercises.check(number, answer) for answer in answers]
        result = results[-1] if then == "check" else getattr(exercises, then)(number)
        result._repr_mimebundle_()
        (card,) = exercises._cards.values()
        return cards(card.data, **options)

    return show


def press(card, name):
    """Press a button by key, as may be done with one that only says why not yet."""
    card.get_by_role("button", name=name, exact=True).press("Enter")


def test_a_wrong_answer_has_its_reason_and_three_hints_that_stay(feedback):
    """One after the other, by key; the verdict stays readable above them."""
    card = feedback("5.1", 4, 6)
    expect(card).to_have_accessible_name("Exercise 5.1")
    expect(card.locator(".ad-meta")).to_have_text("Exercise 5.14 min · do this onesecond try")
    verdict = card.locator(".ad-verdict")
    expect(verdict).to_contain_text("Not right yet. 6 is 4 + 2")
    for k, hint in enumerate(COURSE["5.1"].hints, 1):
        press(card, "hint")
        expect(card.get_by_role("listitem")).to_have_count(k)
        expect(card.get_by_role("listitem").last).to_have_text(f"Hint {k} of 3: {hint}")
    press(card, "hint")
    expect(card.locator(".ad-note")).to_have_text("All hints are there.")
    expect(card.get_by_role("listitem")).to_have_count(3)
    expect(verdict).to_contain_text("6 is 4 + 2")


def test_where_it_counts_for_marks_there_is_no_button_for_the_solution(feedback):
    """And nothing speaks of one; hints are there."""
    card = feedback("5.1", 4, 6, assigned=True)
    expect(card.get_by_role("button", name="hint", exact=True)).to_be_visible()
    expect(card.get_by_role("button", name="solution", exact=True)).to_have_count(0)
    press(card, "reset")
    press(card, "really forget tries and hints?")
    expect(card.locator(".ad-note")).to_have_text("3 hints left")


def test_the_solution_waits_for_a_try_and_comes_with_what_is_said_to_it(feedback):
    """Pressed before, it says so; afterwards it opens and closes, and can be copied."""
    card = feedback("5.1", None)
    button = card.get_by_role("button", name="solution", exact=True)
    expect(button).to_have_attribute("aria-disabled", "true")
    press(card, "solution")
    expect(card.locator(".ad-note")).to_have_text("The solution is shown after a try.")
    expect(card.locator("pre:visible")).to_have_count(0)
    card = feedback("5.1", 4)
    press(card, "solution")
    expect(card.get_by_role("region", name="The solution")).to_contain_text("answer = 1 * 4 + 2 * 2 + 2 * 2")
    expect(card).to_contain_text(COURSE["5.1"].right)
    card.page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (text) => {window.got = text}}})"
    )
    press(card.locator("section:visible"), "copy")
    expect(card.locator(".ad-note")).to_have_text("Copied: put it into the cell.")
    assert 'ad.exercises.check("5.1", answer)' in card.page.evaluate("window.got")
    bold = [button.inner_text() for button in card.locator("button").all() if button.evaluate(BOLD)]
    assert bold == ["copy"], "to take it is advised now, and no hint"
    press(card, "solution")
    expect(card.locator("pre:visible")).to_have_count(0)


def test_a_reset_forgets_and_gives_the_cell_back(feedback):
    """Tries and hints are gone, the answer too; the cell can be copied as it was."""
    card = feedback("5.3", lambda p, **inputs: dict.fromkeys(p.names, 2.0))
    press(card, "hint")
    press(card, "reset")
    expect(card.locator(".ad-note")).to_have_text("The text of your cell stays as it is.")
    expect(card.get_by_role("listitem")).to_have_count(1)
    press(card, "really forget tries and hints?")
    expect(card.locator(".ad-verdict")).to_contain_text("Forgotten.")
    expect(card.locator(".ad-meta")).to_contain_text("open")
    expect(card.get_by_role("listitem")).to_have_count(0)
    expect(card.get_by_role("region", name="The cell as it was")).to_contain_text("def pull_back(p, **inputs):")
    assert card.page.evaluate("know('5.3').count") == 0
    press(card, "solution")
    expect(card.locator(".ad-note")).to_have_text("The solution is shown after a try.")


def test_what_python_was_asked_for_is_open_at_once(feedback):
    """``ad.exercises.solution("5.1")`` and the others show the same card."""
    expect(feedback("5.1", 4, then="solution").get_by_role("region", name="The solution")).to_be_visible()
    hinted = feedback("5.1", 4, then="hint")
    expect(hinted.get_by_role("listitem")).to_have_count(1)
    expect(hinted.locator(".ad-meta")).to_contain_text("1 try so far")
    expect(feedback("5.1", 4, then="reset").get_by_role("region", name="The cell as it was")).to_be_visible()


def test_each_verdict_has_a_mark_and_a_word_and_fits_a_phone(feedback):
    """Never colour alone; nothing sticks out at 320 pixels."""
    marks = set()
    for answer, word in ((4, "Not right yet."), (12, "Right."), (None, "Not answered yet.")):
        card = feedback("5.1", answer, width=320)
        expect(card.locator(".ad-verdict b")).to_have_text(word)
        marks.add(card.locator(".ad-verdict path").get_attribute("d"))
        assert card.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert len(marks) == 3
