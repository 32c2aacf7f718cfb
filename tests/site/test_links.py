"""Links that hold a formula: the page that opens them, by what is stored there or by the page's own Python."""

import re

import pytest
from playwright.sync_api import expect
from site_pages import all_of_it

LOAD = 90_000  # milliseconds until Python has come, on the busiest machine
STORED = "x*y + sin(x)"
PYTHON = re.compile(r"/live/")


def box(page):
    return page.locator(".ad-stepper")


def is_open(page, formula, sweep, step, **inputs):
    """See that the box has this formula with these inputs, and is at this step of the sweep."""
    root = box(page)
    expect(root).to_have_attribute("aria-label", f"Stepper: {formula}", timeout=LOAD)
    expect(root.get_by_role("textbox", name="Formula")).to_have_value(formula)
    for name, value in inputs.items():
        expect(root.get_by_role("spinbutton", name=f"{name}, number")).to_have_value(str(value))
    expect(root).to_have_attribute("data-sweep", sweep)
    expect(root.locator(".ad-count")).to_have_text(re.compile(rf"^{step} of \d+$"))
    expect(page.get_by_role("alert").filter(has_text=re.compile(r"\w"))).to_have_count(0)


def is_told(page, sentence, formula=STORED):
    """See one sentence, and below it a box of this formula that steps."""
    expect(page.locator(".ad-told")).to_have_text(sentence, timeout=LOAD)
    expect(box(page)).to_have_attribute("aria-label", f"Stepper: {formula}")
    before = int(box(page).get_attribute("data-frame"))
    box(page).locator("[data-do=next]").click()
    expect(box(page)).to_have_attribute("data-frame", str(before + 1))


@pytest.fixture
def asked(visit):
    """Return ``asked(path)``: a page, whose ``asked`` is the list of what it asked of the site for its Python."""

    def asked(path, **options):
        page = visit("embed.html", **options)
        page.asked = []
        page.context.on("request", lambda request: page.asked.append(request.url) if PYTHON.search(request.url) else None)
        page.goto(page.url.replace("embed.html", path))
        return page

    return asked


def test_what_is_stored_is_shown_without_python(asked):
    """And so is the page without a link."""
    page = asked("try.html#f=x*y%20%2B%20sin(x)&x=2&y=3&sweep=reverse&step=2")
    is_open(page, STORED, "reverse", 8, x=2, y=3)
    page.evaluate("location.hash = ''")
    is_open(page, STORED, "forward", 0, x=2, y=3)
    assert page.asked == []


def test_a_link_is_opened_by_the_pages_python(asked):
    """With inputs, one of them left out; a changed address, and back and forward, open theirs."""
    page = asked("try.html#f=x^2*y&y=-3.5&sweep=reverse&step=1&predict=true")
    expect(page.get_by_role("status").filter(has_text="Python opens")).to_be_visible()
    is_open(page, "x^2*y", "reverse", 6, x=1, y=-3.5)
    expect(box(page)).to_have_attribute("data-asks", "true")
    assert page.asked != []
    page.evaluate("location.hash = '#f=exp(u)/v&u=2&v=4&sweep=forward&step=3'")
    is_open(page, "exp(u)/v", "forward", 3, u=2, v=4)
    page.go_back()
    is_open(page, "x^2*y", "reverse", 6, x=1, y=-3.5)
    page.go_forward()
    is_open(page, "exp(u)/v", "forward", 3, u=2, v=4)
    box(page).get_by_role("textbox", name="Formula").fill("u*u*v")  # and it can be changed
    expect(box(page)).to_have_attribute("aria-label", "Stepper: u*u*v", timeout=LOAD)


def test_the_link_that_is_copied_opens_what_was_there(visit):
    """From a page of the site, by key, to another visitor."""
    page = visit("try.html", permissions=["clipboard-read", "clipboard-write"])
    root = box(page)
    root.get_by_role("textbox", name="Formula").fill("a*b + a")
    expect(root).to_have_attribute("aria-label", "Stepper: a*b + a", timeout=LOAD)
    root.get_by_role("spinbutton", name="a, number").fill("0.5")
    expect(root).not_to_have_attribute("aria-busy", "true", timeout=LOAD)
    root.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    at = root.get_attribute("data-frame"), root.get_attribute("data-sweep")
    page.keyboard.press(".")
    root.get_by_role("button", name="link", exact=True).press("Enter")
    root.get_by_role("button", name="copy link").press("Enter")
    expect(root.get_by_role("status")).to_have_text("copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == root.get_by_role("textbox", name="Link").input_value()
    other = visit(link[link.index("try.html") :])
    is_open(other, "a*b + a", at[1], at[0], a=0.5, b=1)


def test_a_notebooks_page_offers_the_link(visit):
    """To what its last box shows, and the page is asked for nothing."""
    page = visit("00_see_a_gradient_appear.html")
    all_of_it(page)
    root = page.locator(".ad-stepper:has(.ad-formula)").last
    root.locator(".ad-more").click()
    root.get_by_role("button", name="link", exact=True).click()
    link = root.get_by_role("textbox", name="Link").input_value()
    assert link.endswith("/try.html#f=x*y%20%2B%20sin(x)&x=2&y=3&sweep=forward")
    page.goto(link)
    is_open(page, STORED, "forward", 0, x=2, y=3)


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("#f=x*y&x=two", "In this link x needs a number, such as -1.5, not two."),
        ("#f=%&x=2", "This link is damaged at %: copy it once more, whole."),
        ("#x=2", "This link has no formula: one begins with #f="),
        ("#f=x*y%20%2B%20sin(x)&x=2&y=3&step=99", "There is no step 99 here: the last one is 12."),
        ("#f=x*y%20%2B%20sin(x)&x=2&y=3&sweep=up", "There is no sweep up here: known are forward, reverse."),
        ("#f=x*y%20%2B%20sin(x)&x=2&y=3&z=1", "This link gives z a number, and its formula has no z."),
    ],
)
def test_a_link_that_is_wrong_ends_in_a_sentence_and_a_box(asked, link, sentence):
    """Without Python, since nothing is to be computed."""
    page = asked(f"try.html{link}")
    is_told(page, sentence)
    assert page.asked == []


def test_what_is_no_formula_is_told_by_the_lesson_and_never_run(visit):
    """Its own sentences, from the page's Python."""
    page = visit("try.html#f=__import__('os').getcwd()")
    is_told(page, re.compile(r"\w"))
    text = page.locator(".ad-told").inner_text()
    page.evaluate("location.hash = '#f=x*'")
    is_told(page, "'x*' is not a formula: write products with *, powers with ^, calls with ( )")
    assert "is not" in text or "no " in text
    page.evaluate("location.hash = '#f=<img src=x onerror=document.title=1>'")
    expect(page.locator(".ad-told")).to_contain_text("<img")
    assert page.locator("main img, [data-opens-links] img").count() == 0


def test_the_last_of_two_links_wins(visit):
    """Python answers the first while the second has come."""
    page = visit("try.html#f=x*x*x*x&x=3")
    page.evaluate("location.hash = '#f=sin(x)*x&x=3'")
    is_open(page, "sin(x)*x", "forward", 0, x=3)


def test_a_heading_is_no_link(visit):
    """The page's own anchors leave the box as it is."""
    page = visit("try.html#try-a-formula")
    is_open(page, STORED, "forward", 0, x=2, y=3)


def test_opened_as_a_file_it_says_what_works(visit, dist):
    """What is stored, and a sentence for the rest."""
    page = visit("embed.html", judged=False)
    page.goto((dist / "try.html").as_uri() + "#f=x*y&x=2&y=3")
    is_told(page, re.compile("A page that is opened as a file starts no Python.*So the link cannot be opened here."))


def test_in_an_iframe_a_link_is_opened_too(visit):
    """embed/index.html#f=..."""
    page = visit("embed/index.html#f=x*y*2&x=2&y=3&sweep=reverse&step=1")
    is_open(page, "x*y*2", "reverse", 6, x=2, y=3)


@pytest.mark.parametrize("phone", [False, True])
def test_the_box_fits_its_page(visit, phone):
    """Light and dark, wide and narrow."""
    page = visit("try.html#f=x*y%20%2B%20sin(x)&x=2&y=3&sweep=reverse&step=2&panes=link", phone=phone, scheme="dark")
    expect(box(page)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
