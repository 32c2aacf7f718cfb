"""Every page of the site: it is whole, quiet, readable on a phone, and its steppers work without Python."""

import gzip
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect
from site_pages import COURSE, PIECES, acts, all_of_it, barriers, brightness, is_machine, raw, sticks_out, with_stepper

from adlesson.teach.course import NOTEBOOKS

PAGES = ["index.html", "search.html", "try.html", "embed.html", "marks.html", "hubs.html", *COURSE]
STEPPERS = with_stepper(Path(__file__).resolve().parents[2])
PULL = "05_pull_back.html"
# the stepper of 06 plays a sweep in little memory, that of 14 a list which is the learner's to write
NOT_ASKING = {"06_count_the_cost.html", "14_build_your_own.html"}
TO_STEPPER = """const pieces = [...document.querySelectorAll(".adlesson-page")];
pieces.find((piece) => /stepper.js/.test(piece.textContent)).scrollIntoView();"""
CHOICE = """() => {  // the first question that is answered by a choice, and knows a wrong one
  for (const script of document.querySelectorAll(".adlesson-page > script")) {
    const { uid, data } = JSON.parse(script.textContent);
    if (data?.kind === "choice" && data.wrong.length) return [uid, data.right, data.wrong[0][0]];
  }
}"""
DATA = f"""() => {{  // the files of the pieces whose data are not in the page: all, and those up to the first stepper
  const pieces = [...document.querySelectorAll("{PIECES} > script")].map((script) => JSON.parse(script.textContent));
  const files = (some) => some.filter(({{ at }}) => at).map(({{ at }}) => at.replace(/^[.][/]/, ""));
  return [files(pieces), files(pieces.slice(0, pieces.findIndex(({{ script }}) => /stepper.js/.test(script)) + 1))];
}}"""
FIRST_STEP, PATIENT = 1.0, 10  # seconds, on a quiet machine; a busy one may take so many times as long
MOST, MOST_PACKED = 700_000, 146_500  # bytes of a page with all that it loads until the first step, as they are and gzipped


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_bars_nobody_and_answers(visit, path):
    """All of it, without Python: opened once, since most of the time goes into that."""
    page = visit(path)
    all_of_it(page)
    is_whole_and_bars_nobody(page)
    if path in ("index.html", *COURSE):
        is_light_or_dark_as_it_is_told(page)
    if path in STEPPERS:
        a_stepper_steps_asks_and_says_what_went_wrong(page, path)
    if path in COURSE:
        a_wrong_prediction_is_explained(page)


def is_whole_and_bars_nobody(page):
    """No formula as LaTeX; a name and enough contrast for all that can be used, in light and dark."""
    assert raw(page) == []
    assert not re.search(r"\d%\||ipykernel", page.locator("body").inner_text()), "a bar that stopped, or a file"
    assert barriers(page) == []
    before = page.evaluate("document.body.dataset.theme")
    page.evaluate("document.body.dataset.theme = 'dark'")
    assert barriers(page, "color-contrast") == []
    page.evaluate("theme => { document.body.dataset.theme = theme; }", before)


def is_light_or_dark_as_it_is_told(page):
    """Switched to dark where the system is light, all of it is dark; and back."""
    kinds = "body, .ad-stepper, .ad-card"
    assert min(brightness(page, kinds)) > 0.9
    switch = page.locator(".theme-toggle:visible")
    switch.click()
    assert max(brightness(page, kinds)) < 0.15
    switch.click()
    assert min(brightness(page, kinds)) > 0.9


def a_stepper_steps_asks_and_says_what_went_wrong(page, path):
    """By what it shows, and by its verdict."""
    root = next(filter(asks, page.locator(".ad-stepper").all()), None)
    assert (root is None) == (path in NOT_ASKING)
    if root is None:
        return
    field = root.get_by_role("textbox", name="your answer")
    field.fill("123456")
    field.press("Enter")
    expect(root.locator(".ad-verdict")).to_have_attribute("data-verdict", "wrong")
    expect(root.locator(".ad-verdict")).to_contain_text(re.compile("Not yet.*[.]"))


def asks(root):
    """Step until a stepper asks something, as it is, or else when it is told to ask first; return whether it does."""
    return steps_to_a_question(root) or steps_to_a_question(root, "Home", "p")


def steps_to_a_question(root, *keys):
    root.focus()
    for key in keys:
        root.press(key)
    last = None
    while root.get_attribute("data-asks") != "true" and last != root.get_attribute("data-frame"):
        last = root.get_attribute("data-frame")
        root.press("ArrowRight")
    assert last != root.get_attribute("data-frame") or int(last or 0) > 0 or is_machine(root), "it steps"
    return root.get_attribute("data-asks") == "true"


def a_wrong_prediction_is_explained(page):
    """By the card alone: a wrong choice by its own reply, and then the right one is taken."""
    uid, right, wrong = page.evaluate(CHOICE)
    card = page.locator(f".adlesson-page[data-uid='{uid}'] .ad-card")
    for letter, verdict in ((wrong, "wrong"), (right, "right")):
        card.get_by_role("radio").nth("ABCDEFGH".index(letter)).check(force=True)
        card.get_by_role("button", name="a guess").click()
        expect(card.locator(".ad-verdict")).to_have_attribute("data-verdict", verdict)
        expect(card.locator(".ad-verdict")).to_contain_text(re.compile("Not yet. .{10}" if verdict == "wrong" else "Right"))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_phone(visit, path):
    """What sticks out to the right moves the whole page under the finger."""
    page = visit(path, phone=True)
    all_of_it(page)
    assert sticks_out(page) == 0


@pytest.mark.parametrize("path", STEPPERS)
def test_the_first_step_is_quick_and_the_page_light(visit, dist, address, path, record_property):
    """A visitor who waits is gone."""
    page, asked = visit("search.html"), set()
    page.on("request", lambda request: asked.add(request.url.removeprefix(address).partition("?")[0]))
    began = time.perf_counter()
    page.goto(page.url.replace("search.html", path), wait_until="commit")
    find = f"[...document.querySelectorAll('{PIECES}')].find((one) => /stepper.js/.test(one.textContent))"
    page.wait_for_function(f"() => {{ const one = {find}; one?.scrollIntoView(); return one; }}")  # it may not be read yet
    root = page.locator(".ad-stepper").first
    acts(root)
    took = time.perf_counter() - began
    # which pieces are met on the way depends on how far the page was read when it was scrolled, so all are counted
    # which a reader meets who comes from above: those up to the stepper, and none behind it
    data, until = page.evaluate(DATA)
    loaded = asked.difference(data).union(until)
    texts = [(dist / name).read_bytes() for name in loaded if not name.startswith("blob:")]
    size, packed = sum(map(len, texts)), sum(len(gzip.compress(text)) for text in texts)
    told = f"first step {took:.1f} s, {size // 1000} kB, {packed // 1000} kB gzipped"
    record_property(path, told)
    assert took < FIRST_STEP * PATIENT
    assert size <= MOST and packed <= MOST_PACKED


def test_a_page_loads_each_script_once(visit):
    """However many steppers it has, and the next page finds it in the browser."""
    page, asked = visit("search.html"), []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(page.url.replace("search.html", COURSE[0]))
    all_of_it(page)
    assert page.locator(".ad-stepper").count() >= 6
    assert sorted(name for name in asked if name in ("stepper.js", "cards.js")) == ["cards.js", "stepper.js"]


def test_the_pages_follow_each_other_in_the_order_of_the_course(visit):
    """Back, too."""
    page = visit(COURSE[0])
    for path in COURSE[1:]:
        page.locator("a.next-page").click()
        page.wait_for_url(f"**/{path}")
    page.locator("a.prev-page").click()
    page.wait_for_url(f"**/{COURSE[-2]}")


@pytest.fixture
def arrived(visit, address):
    """Return ``arrived(path, place)``: a page that is at this place before its pieces have come, and ``page.let_come``."""

    def arrived(path, place, **options):
        page, waiting = visit("search.html", **options), []
        page.route("**/cards.js", lambda route: waiting.append(route))  # which nearly all of them need
        page.goto(f"{address}{path}", wait_until="domcontentloaded")
        page.wait_for_function("document.documentElement.dataset.pieces && document.styleSheets.length > 3")
        page.locator(place).evaluate("(place) => place.scrollIntoView()")
        page.let_come = lambda: [route.continue_() for route in waiting]
        return page

    return arrived


HEIGHT = "(element) => element.getBoundingClientRect().top"
HERE = "[...document.querySelectorAll('.adlesson-page')].filter((one) => !one.matches('[data-shown]')).length < {}"


@pytest.mark.parametrize("place", ["#five-orders > h2", "a.next-page"])
@pytest.mark.parametrize("phone", [False, True])
def test_what_comes_moves_nothing_away(arrived, place, phone):
    """Who has jumped to a heading, or to the end, finds it where it was: a link that runs away is not hit by a click."""
    page = arrived(PULL, place, phone=phone)
    there, whole = page.locator(place), "document.body.scrollHeight"
    before, height = there.evaluate(HEIGHT), page.evaluate(whole)
    page.let_come()
    page.wait_for_function(HERE.format(6))
    page.wait_for_timeout(500)
    assert page.evaluate(whole) > height + 1000
    assert there.evaluate(HEIGHT) == pytest.approx(before, abs=3)


def test_the_search_finds_what_is_in_a_page(visit):
    """With no server that searches; on a phone, whose page of the search has a field of its own, too."""
    desk, phone = visit(COURSE[0]), visit("search.html", phone=True)
    for page, field in ((desk, desk.locator(".sidebar-search")), (phone, phone.get_by_role("searchbox"))):
        field.fill("multiplier")
        page.keyboard.press("Enter")
        found = page.locator("#search-results li a")
        expect(found.filter(has_text="State it as constraints").first).to_be_visible()


def test_without_scripts_a_page_shows_its_pictures_in_words_and_numbers(visit):
    """As where scripts are not trusted: a picture, its sentence and its table."""
    page = visit(COURSE[0], java_script_enabled=False)
    piece = page.locator(PIECES).filter(has_text="Forward sweep").first
    assert piece.locator("svg, img").first.is_visible()
    assert piece.locator("table").first.is_visible() or piece.locator("summary").first.is_visible()
    assert "Forward sweep" in piece.inner_text()


def test_on_paper_every_piece_is_there(visit):
    """Whoever prints has not been everywhere: a picture, its sentence and its table; on white, whatever was chosen."""
    page = visit(PULL)
    page.wait_for_function("document.documentElement.dataset.pieces")
    stills = page.locator(".adlesson-still")
    steppers = stills.filter(has=page.locator("table"))
    page.wait_for_function("document.querySelectorAll('.ad-card').length > 20")  # others have not come yet
    page.evaluate("document.body.dataset.theme = 'dark'")
    page.evaluate("scrollTo(0, 3000)")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => done(scrollTo(0, 2500))))")
    expect(page.get_by_text("Back to top")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("Back to top")).to_be_hidden()
    page.pdf()  # this lets pictures come that nobody has seen
    assert steppers.count() == 2
    for still in steppers.all():
        for part in ("img", "p:has-text('Reverse sweep')", "table"):
            expect(still.locator(part).first).to_be_visible()
    assert min(brightness(page, ".ad-card")) > 0.9
    expect(page.get_by_text("Skip to content")).to_be_hidden()


def test_where_a_script_cannot_be_loaded_a_page_shows_the_same(visit):
    """A network may go while a page comes."""
    page = visit("search.html", judged=False)
    page.route("**/stepper.js", lambda route: route.abort())
    page.goto(page.url.replace("search.html", COURSE[0]))
    still = page.locator(f"{PIECES}:not([data-shown])", has_text="Forward sweep").first
    still.evaluate("(still) => still.scrollIntoView()")
    expect(still.locator("img")).to_be_visible()
    expect(still.locator("p").first).to_be_visible()


def test_the_front_page_moves_until_it_is_stopped(visit):
    """WCAG 2.2.2; and whoever asked for less motion sees none."""
    page = visit()
    moving = "document.getAnimations().filter((one) => one.playState === 'running').length"
    assert page.evaluate(moving) > 5
    page.get_by_role("checkbox", name="pause the moving picture").check(force=True)
    assert page.evaluate(moving) == 0
    assert visit(reduced_motion="reduce").evaluate(moving) == 0


def test_the_map_leads_to_every_notebook(visit):
    """On a phone it is a list that says the same."""
    for phone, kind in ((False, "svg.map a"), (True, "ol.course a")):
        page = visit(phone=phone)
        links = page.locator(kind).evaluate_all("all => all.map((one) => one.getAttribute('href'))")
        assert links == COURSE
        assert page.locator(kind).first.is_visible()
    assert "after 06, 09 and 11" in page.locator("ol.course li", has_text="Let time flow").inner_text()
    assert [one.number for one in NOTEBOOKS if f"{one.file}.html" not in links] == []
