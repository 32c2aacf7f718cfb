"""The row of progress and the replay, in a page: live, kept in the browser, told to a kernel where there is one."""

import json
import random
from pathlib import Path

import pytest
from playwright.sync_api import expect

from adlesson.show.cards.card import Card
from adlesson.teach import progress as module
from adlesson.teach.event_file import HEADER
from adlesson.teach.events import UNKNOWN, known_of, line, made
from adlesson.teach.keeping import keeper
from adlesson.teach.prediction import choice

from .lab_driver import new_page

ADDRESS = "http://127.0.0.1:9/"  # served by the test itself: a page of no address keeps nothing
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>progress</title><style>{style}</style><main></main>
<script type="application/json">{data}</script><script type="module">{script}
const main = document.querySelector("main");
window.add = (data) => mount(main.appendChild(document.createElement("div")), data);
for (const data of JSON.parse(document.querySelector("script").textContent)) add(data);
Object.assign(window, {{ record, learn, greet }});
</script></html>"""


def predictions(number):
    """Return two predictions for each of eight sections; B is right."""
    names = [f"{number}.{section}{letter}" for section in range(1, 9) for letter in "ab"]
    return {name: choice(name, "Which one?", ("one", "two", "three"), "B", {"A": "No.", "C": "No."}) for name in names}


@pytest.fixture
def cards(browser, monkeypatch):
    """Return ``cards(*cards, **options)`` -> a page that shows them without a kernel; it may not complain."""
    monkeypatch.setattr(module, "predictions", predictions)
    contexts, complaints = [], []

    def open_page(*shown, width=1100, **options):
        page = new_page(browser, viewport={"width": width, "height": 900}, **options)
        contexts.append(page.context)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        data = json.dumps([one().data for one in shown]).replace("</", "<\\/")
        html = PAGE.format(style=Card.SCRIPT.style, script=Card.SCRIPT.text, data=data)
        page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto(ADDRESS)
        expect(page.locator(".ad-card")).to_have_count(len(shown))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def row():
    return module.progress("05")


def replay():
    return module.replay("05")


def answer(page, name, verdict, what="predicted", sure=True):
    """Let the page hear what a card tells when an answer is given."""
    event = {"what": what, "name": name, "answer": "A", "verdict": verdict, "sure": sure}
    page.evaluate("event => record(event, null)", event)


def groups(page):
    return page.locator(".ad-row .ad-group").evaluate_all("all => all.map(one => one.ariaLabel)")


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
        """const { know, learn, merge } = await load("store", "cards");
        learn({ known: argument.known, place: null, asof: 1 }, false);
        merge(argument.text);
        return argument.names.map(know);""",
        {"known": known, "text": "\n".join([HEADER, *map(line, late)]), "names": [f"05.{k}a" for k in range(1, 32)]},
    )
    modules("localStorage.clear()")
    both = known_of(events)
    assert found == [json.loads(json.dumps(both.get(f"05.{k}a", UNKNOWN)._asdict())) for k in range(1, 32)]
    assert len({one["count"] for one in found}) > 3, "something is counted"


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
    marks = ["1 right, 1 to come back to, 1 shown, 9 open", "1 to come back to, 2 open"]
    assert groups(page) == marks
    assert page.locator(".ad-row .ad-count").all_inner_texts() == ["3 of 12", "1 of 3"]
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
    worth = page.locator(".ad-worth")
    expect(worth).to_contain_text("What you miss is offered here once more.")
    for name, verdict, sure in [("03.1a", "right", True), ("03.1b", "right", False), ("03.2a", "wrong", True)]:
        answer(page, name, verdict, sure=sure)
    answer(page, "3.2", "wrong", "checked", None)
    expect(worth).to_contain_text("Come back to 03.2a, exercise 3.2 and 03.1b, from two notebooks ago.")
    answer(page, "03.2a", "right", "replayed")
    expect(worth).to_contain_text("Come back to exercise 3.2, 03.1b and 03.1a, from two notebooks ago.")
    answer(page, "05.1a", "wrong")
    expect(worth.get_by_role("button", name="replay the one I missed")).to_be_visible()


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
