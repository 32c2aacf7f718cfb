"""Two days of a learner, in JupyterLab: predictions, exercises, experiments, and what is still known the next morning."""

import pytest
from playwright.sync_api import expect

FRONT_DOOR, PULL_BACK, COST = "00_see_a_gradient_appear.ipynb", "05_pull_back.ipynb", "06_count_the_cost.ipynb"


@pytest.fixture
def learner(lab, open_notebook, tmp_path):
    """Return ``learner(name, ...)``, who closes one notebook and opens the next; all kernels keep progress in one file."""
    path = str(tmp_path / "progress.jsonl")
    begin = lab.begin_kernels_with(f"import os; os.environ['ADLESSON_PROGRESS'] = {path!r}")
    before = []

    def learner(name, **options):
        for notebook in before:
            notebook.close()
        before[:] = [open_notebook(name, **options)]
        return Learner(before[0])

    yield learner
    begin.unlink()


class Learner:
    """Somebody at a notebook, who has a keyboard."""

    def __init__(self, notebook):
        self.notebook, self.keys = notebook, notebook.page.keyboard

    def run_to(self, text):
        """Run all cells up to the one that contains this text."""
        self.notebook.run(first=self.notebook.index(text) + 1)

    def card(self, text):
        """Scroll to the card below the cell that contains this text; return it."""
        card = self.notebook.cell(text).locator(".ad-card")
        expect(card).to_have_count(1)
        return card

    def write(self, old, new):
        """Write something else into the cell that contains the old text, and run it; return its number."""
        index = self.notebook.index(old)
        self.notebook.evaluate(
            """
            const [index, old, fresh] = argument, shared = cells[index].model.sharedModel;
            shared.setSource(shared.source.replaceAll(old, fresh));
            panel.content.activeCellIndex = index;
            await app.commands.execute("notebook:run-cell");
        """,
            [index, old, new],
        )
        self.notebook.wait_for_kernel()
        return index

    def answer(self, name, *keys, guess=False):
        """Answer a prediction by keys alone; return its card."""
        card = self.card(f'ad.predict("{name}")')
        card.locator("input, .ad-option").first.focus()
        for key in keys:
            self.keys.insert_text(key) if len(key) > 1 else self.keys.press(key)
        if guess:
            card.get_by_role("button", name="a guess").focus()
        self.keys.press("Enter")
        return card

    def sees(self, *texts, where="ad.progress("):
        """Look whether all this stands in a card, the row of progress if it is not said which."""
        for text in texts:
            expect(self.card(where)).to_contain_text(text)

    def marks(self, *counts):
        """Look how many marks of which kind the row has for the predictions."""
        marks = self.card("ad.progress(").get_by_role("img").first
        expect(marks).to_have_accessible_name(f"predictions: {', '.join(counts)}")

    def explanation(self, name):
        """Return the folded text below the card of a prediction."""
        return self.notebook.cell(self.notebook.index(f'ad.predict("{name}")') + 1).locator("details")


@pytest.mark.long
@pytest.mark.timeout(600)
def test_two_days(learner):
    """Whatever is done is answered at once, is seen in the row, stops nothing, and is known the next day elsewhere."""
    first_day_at_the_front_door(learner(FRONT_DOOR))
    first_day_with_the_sweep(learner(PULL_BACK))
    next_day(learner(COST, fresh=True))


def first_day_at_the_front_door(learner):
    """A wrong guess, the right answer, an explanation opened early, an exercise with a hint, a solution, own numbers."""
    learner.run_to('ad.predict("00.1g")')
    learner.sees("26 open", "3 open", "Kept in one file on this computer.")

    card = learner.answer("00.1a", "48", guess=True)
    expect(card).to_have_attribute("data-verdict", "wrong")
    expect(card).to_contain_text("first try: 48, a guess")
    expect(card).to_contain_text("Not yet. Is x 3, and y 2?")
    learner.answer("00.1a", "6*9")
    expect(card).to_have_attribute("data-verdict", "right")
    expect(card).to_contain_text("right at the second try")
    expect(card).to_contain_text("f = 6 · 9 = 54.")
    folded = learner.explanation("00.1a")
    expect(folded.locator("mjx-container").first).to_be_hidden()
    folded.locator("summary").press("Enter")
    expect(folded.locator("mjx-container").first).to_be_visible()

    expect(learner.answer("00.1b", "d")).to_have_attribute("data-verdict", "right")
    learner.explanation("00.1g").locator("summary").press("Enter")
    learner.sees("explanation opened first", where='ad.predict("00.1g")')
    learner.marks("1 right", "1 right later", "1 explanation opened first", "23 open")
    learner.sees("23 open", "replay the one I missed")

    learner.write('answer = None\nad.exercises.check("0.1"', 'answer = "b"\nad.exercises.check("0.1"')
    learner.sees("Not right yet. b is read once, by the sum.", where='exercises.check("0.1"')
    learner.card('exercises.check("0.1"').get_by_role("button", name="hint").press("Enter")
    learner.sees("Hint 1 of 3", where='exercises.check("0.1"')
    learner.write('answer = "b"', 'answer = "a"')
    learner.sees("Right.", "second try", where='exercises.check("0.1"')
    learner.write('"0.2", answer', '"0.2", answer')
    learner.sees("Not answered yet.", "solution after a try", where='exercises.check("0.2"')
    solution = learner.card('exercises.check("0.2"').get_by_role("button", name="solution")
    expect(solution).to_have_attribute("aria-disabled", "true")
    learner.write('answer = None\nad.exercises.check("0.2"', 'answer = 1\nad.exercises.check("0.2"')
    learner.card('exercises.check("0.2"').get_by_role("button", name="solution").press("Enter")
    learner.sees('answer = "(exp(2) + cos(2)) * (1 + 2)"', where='exercises.check("0.2"')
    learner.sees("solution shown")

    index = learner.write("first(3.01, 2)", "first(3.5, 2)")
    assert learner.notebook.outputs(index)[0]["data"]["text/plain"] == str(7 * 10.5 - 54)
    learner.write("return miss**2", "return miss**4")
    learner.notebook.run()
    learner.sees("right at the second try", where='ad.predict("00.1a")')
    learner.sees("23 open", "solution shown")
    learner.sees("Right.", "second try", where='exercises.check("0.1"')


def first_day_with_the_sweep(learner):
    """The program changed before anything else; then names and reasons, by keyboard, and an exercise."""
    learner.write("x=0.25)", "x=0.5)")
    learner.notebook.run()
    learner.sees("19 open", "3 open")
    card = learner.answer("05.2e", "c", "d", "a")
    expect(card).to_contain_text("Not yet. x ** 2 has one x")
    learner.answer("05.2e", "c", "d", "e")  # its letters begin it anew
    expect(card).to_have_attribute("data-verdict", "right")
    card = learner.answer("05.3a", "a x", guess=True)
    expect(card).to_have_attribute("data-verdict", "wrong")
    learner.marks("1 right later", "1 to come back to", "17 open")
    learner.write('answer = None\nad.exercises.check("5.1"', 'answer = 12\nad.exercises.check("5.1"')
    learner.sees("Right.", where='exercises.check("5.1"')
    learner.sees("17 open", "2 open")


def next_day(learner):
    """Another notebook, JupyterLab loaded anew: what was missed is known, asked again, and answered."""
    learner.run_to('ad.predict("06.1a")')
    row = learner.card("ad.progress(")
    learner.sees("Come back to", "05.3a", "from notebook 05")
    row.get_by_role("button", name="05.3a").press("Enter")
    again = row.locator(".ad-predict")
    for key in ("a", "Space", "c", "Enter"):
        learner.keys.press(key)
    expect(again).to_have_attribute("data-verdict", "right")
    row.get_by_role("button", name="close").press("Enter")
    expect(row).not_to_contain_text("05.3a")
    learner.sees("Come back to 00.1g and exercise 0.2, from notebook 00. Come back to 05.2e", "22 open", "4 open")
