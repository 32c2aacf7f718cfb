"""What pieces do in a page that has a Python of its own: a worker stands for it here, which answers what a test says.

With Pyodide itself, the same is tested on the built site (``tests/site/test_live.py``).
"""

import json
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

import adlesson as ad
from adlesson.show.stepper.exploring import Exploring
from adlesson.teach.exercises import Exercises
from adlesson.teach.kept.keeping import Keeper
from adlesson.teach.practice.practice import practice, shown
from adlesson.teach.problems import COURSE

WORKER = """
const said = %s;
const { parse } = JSON, answer = (question) => said[parse(question).text ?? parse(question).what];
onmessage = ({ data }) => {
  if (said.fetches) postMessage({ fetches: said.fetches });
  const tell = () => postMessage({ answer: JSON.stringify({ ...answer(data), heard: data }) });
  if (answer(data)) setTimeout(tell, said.fetches ? 1500 : 0);
};
postMessage({ bytes: 14e6 });
if (said.begin) setTimeout(() => postMessage({ [said.begin]: true }), said.after ?? 0);
"""
RIGHT = {"verdict": "right", "word": "Right.", "message": "So.", "tries": 1, "printed": "1\n", "lacks": ""}
EVENT = {"what": "checked", "name": "5.1", "answer": "8", "verdict": "right"}


def site(said, begin="ready", after=0):
    """Return what stands in a page of the site, whose worker answers texts as ``said``, and others never."""
    worker = WORKER % json.dumps({**said, "begin": begin, "after": after})
    return json.dumps({"worker": f"data:text/javascript,{quote(worker)}"})


def element(text):
    return f'<script type="application/json" id="adlesson-site">{text}</script>'


@pytest.fixture
def exercise(cards):
    """Return ``exercise(said, ...)`` -> the card of exercise 5.1 in such a page, not answered yet."""

    def show(said, **options):
        exercises = Exercises(COURSE, Keeper("off"))
        exercises.check("5.1", None)._repr_mimebundle_()
        return cards(exercises._cards["5.1"].data, before=element(site(said, **options)))

    return show


@pytest.fixture
def explorer(stepper):
    """Return ``explorer(said, ...)`` -> an explore box of x*y in such a page."""

    def show(said, **options):
        return stepper(ad.explore("x*y", x=2, y=3).data, before=element(site(said, **options)))

    return show


def check(card, text):
    card.get_by_role("textbox").fill(text)
    card.get_by_role("button", name="check").click()


def formula(box):
    return box.get_by_role("textbox", name="Formula, f =")


def python(page):
    return page.evaluate("window[Symbol.for('adlesson python')].state")


def test_nothing_is_loaded_before_the_first_touch(explorer):
    """Then it is said what is loaded and how large; steps go on meanwhile, and what was typed is answered."""
    box = explorer({"x + y": Exploring().show("x + y", {"x": 2, "y": 3})}, after=800)
    assert python(box.page) == "asleep"
    formula(box).fill("x + y")
    expect(box.locator(".ad-python")).to_have_text(
        "Loading Python into this page: 14 MB, once, then your browser keeps it. Go on meanwhile.stoptry again"
    )
    expect(box.get_by_role("progressbar", name="loading")).to_be_visible()
    box.locator("[data-do=next]").click()
    assert box.get_attribute("data-frame") == "1"
    expect(box).to_have_attribute("aria-label", "Stepper: x + y")
    expect(box.locator(".ad-python")).to_be_hidden()
    expect(formula(box)).to_have_value("x + y")


def test_a_wrong_formula_leaves_the_last_good_picture(explorer):
    """As with a kernel."""
    box = explorer({"x*": {"error": "'x*' is not a formula"}})
    formula(box).fill("x*")
    expect(box.locator(".ad-error")).to_have_text("'x*' is not a formula")
    expect(formula(box)).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_attribute("aria-label", "Stepper: x*y")


def test_all_inputs_that_there_have_been_are_sent(explorer):
    """x stays where the learner put it, also across a text that does not mention it."""
    note = "window.heard = []; const { parse } = JSON; JSON.parse = (t) => (heard.push(String(t)), parse(t))"
    box = explorer({text: Exploring().show(text, {"y": 3, "x": 5}) for text in ("x*y", "y", "x + y")})
    box.page.evaluate(note)
    box.get_by_role("spinbutton", name="x, number").fill("5")
    expect(box.get_by_role("slider", name="x, slider")).to_have_value("4")  # as far as it goes
    for text in ("y", "x + y"):
        formula(box).fill(text)
        expect(box).to_have_attribute("aria-label", f"Stepper: {text}")
    asked = json.loads(json.loads(box.page.evaluate("heard.filter((t) => t.startsWith('{\"data')).at(-1)"))["heard"])
    assert {row["name"]: row["value"] for row in asked["inputs"]} == {"x": 5, "y": 3}


def test_what_could_not_be_loaded_is_tried_again(explorer):
    """The sentence has a remedy, and what was typed is answered in the end."""
    box, said = explorer({}, begin="failed"), {"x + y": Exploring().show("x + y", {"x": 2, "y": 3})}
    formula(box).fill("x + y")
    line = box.locator(".ad-python")
    expect(line).to_contain_text("Python could not be loaded: is the network there? What you typed stays, and all else")
    box.page.evaluate("text => { document.getElementById('adlesson-site').textContent = text }", site(said))
    line.get_by_role("button", name="try again").click()
    expect(box).to_have_attribute("aria-label", "Stepper: x + y")
    expect(line).to_be_hidden()


def test_an_exercise_is_answered_in_its_card(exercise):
    """The field has its cell; the verdict is shown, counted and kept, with what was printed."""
    card = exercise({"8": {**RIGHT, "events": [EVENT]}})
    expect(card.get_by_role("textbox")).to_have_value('answer = None\nad.exercises.check("5.1", answer)')
    expect(card.locator(".ad-verdict")).to_have_text("Not answered yet. Type your answer and press check.")
    check(card, "8")
    expect(card.locator(".ad-verdict")).to_have_text("Right. So.")
    expect(card.locator(".ad-meta")).to_contain_text("first try")
    expect(card.get_by_role("region", name="What it printed")).to_have_text("1")
    assert card.page.evaluate("know('5.1').best") == "right"


def test_what_an_answer_needs_more_is_named(exercise):
    """It may take longer than an answer may."""
    card = exercise({"8": {**RIGHT, "events": []}, "fetches": "sympy"})
    check(card, "8")
    expect(card.locator(".ad-python")).to_contain_text("Loading sympy, too, which this needs.")
    expect(card.locator(".ad-verdict")).to_have_text("Right. So.")


def test_a_loop_without_an_end_is_stopped(exercise):
    """By a button, which stands there as long as Python is at work; the next answer is judged by a new Python."""
    card = exercise({"8": {**RIGHT, "events": []}})
    check(card, "while True: pass")
    expect(card.locator(".ad-python")).to_contain_text("Python is at work.")
    expect(card.get_by_role("button", name="check")).to_have_attribute("aria-disabled", "true")
    card.get_by_role("button", name="stop").click()
    expect(card.locator(".ad-verdict")).to_have_text("Python stopped. You have stopped it.")
    check(card, "8")
    expect(card.locator(".ad-verdict")).to_have_text("Right. So.")


def test_the_field_by_key(exercise):
    """Tab indents, Esc and Tab leave it, Enter keeps how far in a line is, and undo takes all of it back."""
    card = exercise({})
    field = card.get_by_role("textbox")
    field.fill("")
    for key in ("d", "e", "f", " ", "f", ":", "Enter", "1", "Enter", "Shift+Tab", "f", "Enter", "Tab", "2"):
        field.press(key)
    expect(field).to_have_value("def f:\n    1\nf\n    2")
    field.press("ControlOrMeta+a")
    field.press("Tab")
    expect(field).to_have_value("    def f:\n        1\n    f\n        2")
    field.press("Shift+Tab")
    expect(field).to_have_value("def f:\n    1\nf\n    2")
    field.press("ControlOrMeta+z")
    expect(field).to_have_value("    def f:\n        1\n    f\n        2")
    field.press("Escape")
    expect(field).to_be_focused()
    field.press("Tab")
    expect(card.get_by_role("button", name="check")).to_be_focused()


def test_a_fresh_problem_is_drawn_by_the_page(practice_cards):
    """At a click; what goes wrong is said, and the problem that was there stays."""
    first, second = (shown(practice("sweeps", 1, seed)) for seed in (1, 2))
    del second["state"]
    card = practice_cards(first, before=element(site({"practice": {"data": second}})))
    assert python(card.page) == "asleep"
    card.get_by_role("button", name="another one").press("Enter")
    expect(card).to_have_accessible_name("Practice, sweeps 1, seed 2")
    card = practice_cards(first, before=element(site({"practice": {"trouble": "It broke."}})))
    card.get_by_role("button", name="another one").press("Enter")
    expect(card.locator(".ad-note")).to_have_text("It broke.")
    expect(card).to_have_accessible_name("Practice, sweeps 1, seed 1")
