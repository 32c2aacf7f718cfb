"""The row of progress and the replay, in a page: live, kept in the browser, told to a kernel where there is one."""

import json
import random
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from adlesson.show.cards.card import Card
from adlesson.teach import progress as module
from adlesson.teach.kept.event_file import HEADER
from adlesson.teach.kept.events import UNKNOWN, known_of, line, made
from adlesson.teach.kept.keeping import keeper
from adlesson.teach.prediction import choice

ADDRESS = "http://127.0.0.1:9/"  # served by the test itself: a page of no address keeps nothing
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>progress</title><style>{style}</style><main></main>
<script type="application/json">{data}</script><script type="module">{script}
const main = document.querySelector("main");
window.add = (data) => mount(main.appendChild(document.createElement("div")), data);
for (const data of JSON.parse(document.querySelector("script").textContent)) add(data);
Object.assign(window, {{ record, learn, greet, forget }});
</script></html>"""


def predictions(number):
    """Return two predictions for each of eight sections; B is right."""
    names = [f"{number}.{section}{letter}" for section in range(1, 9) for letter in "ab"]
    return {name: choice(name, "Which one?", ("one", "two", "three"), "B", {"A": "No.", "C": "No."}) for name in names}


@pytest.fixture
def cards(open_page, monkeypatch):
    """Return ``cards(*cards, **options)`` -> a page that shows them without a kernel; it may not complain."""
    monkeypatch.setattr(module, "predictions", predictions)

    def show(*shown, **options):
        page = open_page(**options)
        data = json.dumps([one().data for one in shown]).replace("</", "<\\/")
        html = PAGE.format(style=Card.SCRIPT.style, script=Card.SCRIPT.text, data=data)
        page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto(ADDRESS)
        expect(page.locator(".ad-card")).to_have_count(len(shown))
        page.html = html
        return page

    return show


def row():
    return module.progress("05")


def replay():
    return module.replay("05")


def answer(page, name, verdict, what="predicted", sure=True):
    """Let the page hear what a card tells when an answer is given."""
    event = {"what": what, "name": name, "answer": "A", "verdict": verdict, "sure": sure}
    page.evaluate("event => record(event, null)", event)


def groups(page):
    labels = page.locator(".ad-row .ad-group").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert [label.partition(": ")[0] for label in labels] == ["predictions", "exercises"]
    return [label.partition(": ")[2] for label in labels]


def test_the_page_knows_what_the_kernel_knows(modules):
    """Two programs in two languages make the same of the same events, and of those that come after."""
    pick, events = random.Random(3), []
    for k in range(300):
        what = pick.choice(
            ["predicted", "predicted", "checked", "replayed", "hinted", "shown", "solved", "reset", "counted"]
        )
        name = f"05.{pick.randint(1, 30)}a"
        answer = what in ("predicted", "checked", "replayed")
        words = (pick.choice("abcdefghijkl"), pick.choice(["right", "close", "wrong"]), pick.choice([True, False, None]))
        counts = (pick.randint(0, 9), pick.randint(0, 9)) if what == "counted" else ()
        events.append(made(what, name, *(words if answer else ("", "", None)), float(k), *counts))
    early, late = events[:150], events[150:]
    known = {name: one._asdict() for name, one in known_of(early).items()}
    found = modules(
        """const { know, learn, merge } = await load("store", "cards"), { standing } = await load("standing", "cards");
        learn({ known: argument.known, place: null, asof: 1 }, false);
        merge(argument.text);
        return argument.names.map((name) => [know(name), standing(name)]);""",
        {"known": known, "text": "\n".join([HEADER, *map(line, late)]), "names": [f"05.{k}a" for k in range(1, 32)]},
    )
    modules("localStorage.clear()")
    both = known_of(events)
    names = [f"05.{k}a" for k in range(1, 32)]
    assert [one for one, _ in found] == [json.loads(json.dumps(both.get(name, UNKNOWN)._asdict())) for name in names]
    assert len({one["count"] for one, _ in found}) > 3, "something is counted"
    keeper.merge("\n".join([HEADER, *map(line, events)]), "all")
    assert [standing for _, standing in found] == [module.mark(name) for name in names]
    assert {standing for _, standing in found} == {"right", "later", "missed", "shown", "open"}


def test_a_page_without_a_kernel_keeps_it_in_the_browser(cards):
    """And says so; it is there when the page is opened again, and gone when it is forgotten, after a second click."""
    page = cards(row, replay)
    kept = page.locator(".ad-kept")
    expect(kept).to_contain_text("Kept in this browser.")
    assert groups(page) == ["12 open", "3 open"]
    answer(page, "05.1a", "wrong")
    answer(page, "05.1b", "right")
    page.evaluate("record({ what: 'shown', name: '05.2a' }, null)")
    answer(page, "5.1", "wrong", "checked", None)
    marks = ["1 right, 1 to come back to, 1 explanation opened first, 9 open", "1 to come back to, 2 open"]
    assert groups(page) == marks
    said = page.locator(".ad-row .ad-count").evaluate_all("all => all.map(one => [...one.children].map(u => u.innerText))")
    assert [", ".join(words) for words in said] == marks, "the same, after a mark of each kind"
    assert page.locator(".ad-row .ad-count svg").count() == 6
    page.reload()
    expect(page.locator(".ad-card")).to_have_count(2)
    assert groups(page) == marks
    lines = page.evaluate("localStorage.getItem('adlesson progress')").splitlines()
    assert lines[0] == HEADER.replace(" ", "") and len(lines) == 5
    kept.get_by_role("button", name="forget").click()
    kept.get_by_role("button", name="save a copy").focus()
    assert kept.get_by_role("button").all_inner_texts() == ["save a copy", "upload", "forget"]
    kept.get_by_role("button", name="forget").click()
    kept.get_by_role("button", name="really forget it all?").click()
    expect(kept).to_contain_text("Forgotten.")
    assert groups(page) == ["12 open", "3 open"]
    assert page.evaluate("localStorage.length") == 0


def test_what_a_newer_version_keeps_is_left_alone(cards, tmp_path):
    """Whoever opens an older page beside a newer one loses nothing there, and is told that this page keeps nothing."""
    page = cards(row)
    newer = HEADER.replace("1", "2") + '\n["another", "format"]\n'
    page.evaluate("text => localStorage.setItem('adlesson progress', text)", newer)
    page.reload()
    kept = page.locator(".ad-kept")
    expect(kept).to_contain_text("A newer version of the lesson wrote what this browser keeps, and it is left alone")
    answer(page, "05.1a", "right")
    assert groups(page)[0] == "1 right, 11 open"
    assert page.evaluate("localStorage.getItem('adlesson progress')") == newer
    assert kept.get_by_role("button").all_inner_texts() == ["save a copy", "upload"]
    (tmp_path / "mine.jsonl").write_text(newer)
    with page.expect_file_chooser() as chosen:
        kept.get_by_role("button", name="upload").click()
    chosen.value.set_files(tmp_path / "mine.jsonl")
    expect(kept).to_contain_text("mine.jsonl: a newer version of the lesson wrote it. Nothing is changed.")


def test_a_copy_is_downloaded_and_uploaded_in_the_page(cards, tmp_path):
    """It is a file as the kernel's own, which each can read from the other."""
    page = cards(row)
    kept = page.locator(".ad-kept")
    answer(page, "05.1a", "wrong")
    with page.expect_download() as download:
        kept.get_by_role("button", name="save a copy").click()
    copy = Path(download.value.path()).read_text()
    assert keeper.merge(copy, "copy").startswith("1 of the 1")
    assert keeper.known("05.1a").tries == (("A", "wrong", True),)
    keeper.record("checked", "5.1", "6", "right")
    added = "1 of the 2 events in mine.jsonl are new, and are added."
    for text, said in [(keeper.text(), added), ("Dear diary", "mine.jsonl is no copy of your progress.")]:
        (tmp_path / "mine.jsonl").write_text(text)
        with page.expect_file_chooser() as chooser:
            kept.get_by_role("button", name="upload").click()
        chooser.value.set_files(tmp_path / "mine.jsonl")
        expect(kept).to_contain_text(said)
        assert groups(page) == ["1 to come back to, 11 open", "1 right, 2 open"]


def test_one_comes_back_to_what_was_missed_or_done_two_notebooks_ago(cards):
    """At most to three: missed ones first, then guesses; what is answered right once more is not named again."""
    page = cards(row)
    worth = page.locator(".ad-worth").first
    expect(worth).to_contain_text("What you miss comes back here.")
    for name, verdict, sure in [("03.1a", "right", True), ("03.1b", "right", False), ("03.2a", "wrong", True)]:
        answer(page, name, verdict, sure=sure)
    answer(page, "3.2", "wrong", "checked", None)
    expect(worth).to_contain_text("Come back to 03.2a, exercise 3.2 and 03.1b, from notebook 03.")
    answer(page, "03.2a", "right", "replayed")
    expect(worth).to_contain_text("Come back to exercise 3.2, 03.1b and 03.1a, from notebook 03.")
    for name in ("03.2a", "03.1a", "03.1b"):
        answer(page, name, "right", "replayed")
    answer(page, "3.2", "right", "checked", None)
    answer(page, "05.1a", "wrong")
    expect(worth.get_by_role("button", name="replay the one I missed")).to_be_visible()
    expect(worth).not_to_contain_text("What you miss comes back here.")


def test_many_that_were_missed_are_counted_and_asked_one_after_the_other(cards):
    """Three are named; one that is answered right leaves the others to be answered, until none is left."""
    for name in ("04.1a", "04.1b", "04.2a", "04.2b"):
        keeper.record("predicted", name, "A", "wrong")
    keeper.record("checked", "4.1", "1", "wrong")
    page = cards(row)
    worth, inside = page.locator(".ad-worth").first, page.locator(".ad-opened")
    expect(worth).to_contain_text("From notebook 04, 5 are left to come back to; three of them: 04.1a, 04.1b and 04.2a.")
    for name in ("03.1a", "03.1b", "03.2a"):
        answer(page, name, "wrong")
    expect(worth).to_contain_text("Come back to 03.1a, 03.1b and 03.2a, from notebook 03. Left, too: 5 from notebook 04.")
    for name in ("03.1a", "03.1b", "03.2a"):
        answer(page, name, "right", "replayed")
    worth.get_by_role("button", name="04.1b").press("Enter")
    left = ["4 predictions are", "3 predictions are", "2 predictions are", "One prediction is", "No predictions are"]
    for many in left[:-1]:
        expect(inside.locator(".ad-again-head").first).to_have_text(f"{many} left to answer once more in notebook 04.")
        expect(inside.locator(".ad-again-head").last).to_have_text(
            f"It stands in notebook 04, section {inside.locator('.ad-meta b').inner_text()[-5:-1]}."
        )
        for key in ("b", "Enter"):
            page.keyboard.press(key)
        expect(inside.locator(".ad-verdict")).to_contain_text("Right.")
        if many != left[-2]:
            expect(inside.get_by_role("button", name="next")).to_be_focused()  # one key leads on
            page.keyboard.press("Enter")
    expect(inside.locator(".ad-again-head").first).to_have_text(f"{left[-1]} left to answer once more in notebook 04.")
    expect(worth).to_contain_text("Come back to exercise 4.1, from notebook 04.")
    answer(page, "4.1", "right", "checked", None)
    expect(worth).to_contain_text("What you miss comes back here.")


def test_another_window_follows(cards):
    """What a kernel acknowledges leaves the browser's store, and stays known in all windows; and what is forgotten goes."""
    page = cards(row)
    other = page.context.new_page()
    other.route(ADDRESS, lambda route: route.fulfill(body=page.html, content_type="text/html"))
    other.goto(ADDRESS)
    expect(other.locator(".ad-card")).to_have_count(1)
    page.evaluate(MODEL, {})
    answer(page, "05.1a", "right")
    keeper.told(page.evaluate("model.sent")[0])
    state = json.loads(json.dumps(row().data["state"]))
    page.evaluate("([state]) => window.learn(state, true)", [state])
    assert page.evaluate("localStorage.length") == 0
    other.wait_for_function(
        """!localStorage.length && dispatchEvent(new StorageEvent("storage", { key: "adlesson progress" }))
        && document.querySelector(".ad-group").ariaLabel === "predictions: 1 right, 11 open\""""
    )
    page.evaluate("forget()")
    other.wait_for_function("document.querySelector('.ad-group').ariaLabel === 'predictions: 12 open'")


HEAD = [
    f"{many} left to answer once more in notebook 05."
    for many in ("No predictions are", "One prediction is", "2 predictions are")
]
MODEL = """(data) => {
  const listeners = {}, sent = [];
  window.model = { sent, get: (name) => (name === "data" ? data : "u"), on: (name, f) => (listeners[name] = f), off() {},
    send: (event) => sent.push(event), tell: (message) => listeners["msg:custom"](message) };
  greet(model);
}"""


def test_what_a_kernel_missed_is_told_when_it_comes(cards):
    """And is let go by the browser once the kernel knows of it."""
    page = cards(row)
    answer(page, "05.1a", "wrong")
    page.evaluate(MODEL, {})
    answer(page, "05.1b", "right")
    sent = page.evaluate("model.sent")
    assert [(event["name"], event["verdict"]) for event in sent] == [("05.1a", "wrong"), ("05.1b", "right")]
    for event in sent:
        keeper.told(event)
    state = row().data["state"]
    assert state["known"]["05.1b"]["first"] == "right"
    page.evaluate("([state]) => window.learn(state, true)", [json.loads(json.dumps(state))])
    assert page.evaluate("localStorage.length") == 0
    assert groups(page)[0] == "1 right, 1 to come back to, 10 open"


def test_what_was_missed_is_answered_once_more_in_the_row(cards):
    """By keyboard alone: a wrong one comes again after the others, a right one is missed no more."""
    page = cards(row, replay)
    for name, verdict in [("05.1a", "wrong"), ("05.1b", "right"), ("05.2a", "wrong")]:
        answer(page, name, verdict)
    inside, end = page.locator(".ad-opened"), page.locator(".ad-replay")
    asked, head = inside.locator(".ad-meta b"), inside.locator(".ad-again-head").first
    page.get_by_role("button", name="replay the 2 I missed").press("Enter")
    acts = [("05.1a", "a", "Not yet.", 2), ("05.2a", "b", "Right.", 1), ("05.1a", "b", "Right.", 0)]
    for name, key, verdict, left in acts:
        expect(asked).to_have_text(f"Predict {name}")
        for pressed in (key, "Enter"):  # the focus is in the question
            page.keyboard.press(pressed)
        expect(inside.locator(".ad-verdict")).to_contain_text(verdict)
        expect(head).to_have_text(HEAD[left])
        if left:
            inside.get_by_role("button", name="next").press("Enter")
    expect(inside.get_by_role("button", name="next")).to_be_hidden()
    assert groups(page)[0] == "1 right, 2 right later, 9 open"
    expect(end).to_contain_text("Nothing to replay: you put right all that you missed.")
    inside.get_by_role("button", name="close").press("Enter")
    expect(inside).to_be_hidden()
    assert page.evaluate("document.activeElement !== document.body"), "the focus is not lost"
    texts = page.evaluate("localStorage.getItem('adlesson progress')")
    assert [json.loads(text)["what"] for text in texts.splitlines()[4:]] == ["replayed"] * 3


def test_the_replay_at_the_end_follows_what_is_answered_above(cards):
    """It offers nothing at first, then what is missed; one that is being asked stays until the next is asked for."""
    page = cards(row, replay)
    end = page.locator(".ad-replay")
    expect(end).to_contain_text("Nothing to replay: no prediction is answered yet.")
    answer(page, "05.1b", "right")
    expect(end).to_contain_text("Nothing to replay: each first answer was right.")
    answer(page, "05.1a", "wrong")
    end.get_by_role("button", name="answer the one I missed").click()
    expect(end.get_by_role("button", name="next")).to_be_hidden()
    for key in ("b", "Enter"):
        page.keyboard.press(key)
    expect(end).to_contain_text(HEAD[0])
    answer(page, "05.3b", "wrong")
    expect(end.locator(".ad-verdict")).to_contain_text("Right.")
    end.get_by_role("button", name="next").click()
    expect(end.locator(".ad-meta b")).to_have_text("Predict 05.3b")
    found = Axe().run(page, context="main").response["violations"]
    assert [violation["id"] for violation in found] == []
    expect(page.get_by_role("button", name="replay the one I missed")).to_be_visible()


def test_what_is_answered_in_its_own_place_is_asked_no_more(cards):
    """A replay that is open goes on by itself, and takes no focus; before, it says how the question stood."""
    page = cards(row, replay)
    end = page.locator(".ad-replay")
    for name in ("05.1a", "05.2a", "05.2a", "05.3a"):
        answer(page, name, "wrong")
    page.evaluate("record({ what: 'shown', name: '05.3a' }, null)")
    end.get_by_role("button", name="answer the 3 I missed").click()
    stands = end.locator(".ad-meta span")
    expect(stands).to_have_text("missed before: one try")
    end.get_by_role("button", name="next").focus()
    for name, before in [("05.1a", "missed before: 2 tries"), ("05.2a", "explanation opened first")]:
        answer(page, name, "right")
        expect(stands).to_have_text(before)
    assert page.evaluate("document.activeElement.localName") != "input"
    answer(page, "05.3a", "right", "replayed")
    expect(end.locator(".ad-meta")).to_have_count(0)
    expect(end).to_contain_text(HEAD[0])


def test_a_learner_comes_back_in_another_notebook(open_notebook, lab, tmp_path):
    """In JupyterLab: answered in one kernel, told to the file, known in the next, and on Binder it says what happens."""
    kept = tmp_path / "progress.jsonl"
    begin = f"import os; os.environ['ADLESSON_PROGRESS'] = {str(kept)!r}\nimport adlesson as ad"
    lab.add("first.ipynb", f"{begin}\nad.progress('03')", "ad.predict('03.1a')", "ad.exercises.check('3.1', 99)")
    lab.add("second.ipynb", f"os = __import__('os'); os.environ['BINDER_REQUEST'] = '1'\n{begin}\nad.progress('05')")
    notebook = open_notebook("first.ipynb")
    notebook.run()
    page = notebook.page
    expect(page.locator(".ad-row .ad-count").nth(1)).to_have_text("1 to come back to 3 open")
    question = page.locator(".ad-predict")
    question.get_by_role("textbox").fill("6")
    question.get_by_role("button", name="a guess").click()
    expect(page.locator(".ad-row .ad-count").first).to_have_text(re.compile("^1 to come back to"))
    page.wait_for_function("localStorage.getItem('adlesson progress') === null")  # the kernel knows of it
    assert [json.loads(line).get("name") for line in kept.read_text().splitlines()] == [None, "3.1", "03.1a"]
    notebook.close()
    notebook = open_notebook("second.ipynb")
    notebook.run()
    page = notebook.page
    expect(page.locator(".ad-worth").first).to_contain_text("Come back to 03.1a and exercise 3.1, from notebook 03.")
    expect(page.locator(".ad-kept")).to_contain_text("This machine is deleted after your visit.")
    assert page.locator(".ad-kept button:visible").all_inner_texts() == ["download my progress", "upload"]
    with page.expect_download() as download:
        page.get_by_role("button", name="download my progress").click()
    assert Path(download.value.path()).read_text() == kept.read_text()
    page.get_by_role("link", name="3.1").click()
    expect(page.locator(".jp-NotebookPanel:visible h3", has_text="Exercise 3.1")).to_be_in_viewport()
    assert notebook.errors == []


def test_a_row_of_marks_in_two_lines_leaves_no_few_alone(cards):
    """Twelve marks where eleven have room: six and six."""
    page = cards(row)
    lines = """group => { group.style.width = "230px"; const tops = [...group.children].map((e) => e.offsetTop);
        return [...new Set(tops)].map((top) => tops.filter((one) => one === top).length); }"""
    assert page.locator(".ad-row .ad-group").first.evaluate(lines) == [6, 6]
