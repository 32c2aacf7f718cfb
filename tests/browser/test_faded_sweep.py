"""Notebook 05's faded sweep, done by a learner who has a keyboard and a screen reader, in JupyterLab.

All that is used of the page is its accessibility tree: roles, names, the live region, and what describes a field.  All
answers are those of someone who calculates with the four digits that are read out.
"""

import re

import pytest
from playwright.sync_api import expect

CELL = "ad.Stepper(p, fade=1"
BY_HAND = {  # what is asked, its answer, and the slope on the arrow
    "How far does f move per unit of itself?": ("1", None),
    "f sends d its share. The adjoint of f is 1.": ("1*1", "1"),
    "f sends e its share. The adjoint of f is 1.": ("1*1", "1"),
    "e sends c its share. The adjoint of e is 1.": ("1*cos(2.933)", "cos(c)"),
    "d sends c its share. The adjoint of d is 1. c has minus 0.9783 so far.": ("cos(2.933) + 18.78", "d"),
    "c sends a its share. The adjoint of c is 17.80.": ("17.80", "1"),
    "c sends b its share. The adjoint of c is 17.80.": ("17.80", "1"),
    "b sends a its share. The adjoint of b is 17.80. a has 17.80 so far.": ("17.80 + 17.80*2*1.284", "2a"),
    "a sends x its share. The adjoint of a is 63.51.": ("63.51*1.284", "a"),
}


class Learner:
    """Finds things in the stepper by role and name, hears the live region, and types."""

    def __init__(self, page):
        self.keyboard = page.keyboard
        self.stepper = page.get_by_role("group", name="Stepper: running(x)")
        self.field = self.stepper.get_by_role("textbox", name="your answer")

    def hears(self, text):
        expect(self.stepper.get_by_role("status")).to_contain_text(text)

    def goes_to(self, thing):
        thing.focus()
        expect(thing).to_be_focused()

    def asked(self):
        """Return the text that describes the field."""
        return self.field.evaluate("field => document.getElementById(field.getAttribute('aria-describedby')).textContent")

    def answers(self, text):
        self.goes_to(self.field)
        self.keyboard.press("Control+a")
        self.keyboard.type(text)
        self.keyboard.press("Enter")

    def sweeps(self):
        """Go through a sweep that asks at every step, and for the slope, with the answers in BY_HAND."""
        self.goes_to(self.stepper)
        self.keyboard.press("ArrowRight")
        for step, (question, (text, rule)) in enumerate(BY_HAND.items(), 1):
            place = re.compile(rf"^step {step} of {len(BY_HAND)}")
            expect(self.stepper.get_by_role("slider", name="Step")).to_have_attribute("aria-valuetext", place)
            self.hears(question)
            assert self.asked().startswith(question.split(". The adjoint")[0].split("How far")[0])
            if rule:
                self.goes_to(self.stepper.get_by_role("radiogroup").get_by_role("radio", name=rule, exact=True))
                self.keyboard.press(" ")
            self.answers(text)
            self.hears("Right.")  # which leads to the next


@pytest.fixture
def learner(open_notebook):
    """Return a learner in front of notebook 05, run up to its faded sweep; nothing may complain or call home."""
    notebook = open_notebook("05_pull_back.ipynb")
    notebook.run(notebook.index(CELL) + 1)
    notebook.cell(CELL)
    learner = Learner(notebook.page)
    learner.stepper.wait_for()
    yield learner
    assert notebook.errors == [] and notebook.leaks == []


def test_notebook_05_s_faded_sweep_is_completed_through_roles_alone(learner):
    """First the two sums that the notebook leaves blank, with a slip and a hint; then, set to ask everything, all nine."""
    sums = [question for question in BY_HAND if "so far" in question]
    learner.goes_to(learner.stepper)
    for _ in range(5):
        learner.keyboard.press("ArrowRight")
    learner.hears("d sends c its share. The adjoint of d is 1, the slope is 18.78. c has minus 0.9783 so far.")
    learner.answers("18.78")
    learner.hears("Not yet. 18.78 is the share of d alone")
    learner.goes_to(learner.stepper.get_by_role("button", name="hint"))
    learner.keyboard.press("Enter")
    learner.hears("Hint 1 of 3: A share is adjoint times slope.")
    learner.answers(BY_HAND[sums[0]][0])
    learner.hears("The adjoint of c is now minus 0.9783 plus 18.78: 17.80.")
    for _ in range(3):
        learner.keyboard.press("Enter")
    learner.hears("b sends a its share. The adjoint of b is 17.80, the slope is 2.568. a has 17.80 so far.")
    learner.answers(BY_HAND[sums[1]][0])
    learner.keyboard.press("Enter")
    learner.hears("63.51 times 1.284 equals 81.55")
    learner.hears("1 of 2 right at the first try")

    learner.goes_to(learner.stepper.get_by_role("button", name="start again"))
    learner.keyboard.press("Enter")
    learner.goes_to(learner.stepper.get_by_role("combobox", name="ask"))
    for _ in range(2):
        learner.keyboard.press("ArrowDown")
    learner.sweeps()
    learner.hears("9 of 9 right at the first try.")
