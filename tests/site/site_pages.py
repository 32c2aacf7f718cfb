"""What the tests of the site do to a page: let all of it come, and read off what is wrong with it."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from adlesson.teach.course import NOTEBOOKS

COURSE = [f"{one.file}.html" for one in NOTEBOOKS]
PIECES = ".adlesson-page"
RAW = """() => {
  const texts = [], all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = all.nextNode()); ) {
    const inside = node.parentElement.closest("code, pre, math, script, style, textarea, .ad-recipe, .ad-code-line");
    if (!inside && /[\\\\$]/.test(node.data)) texts.push(node.data.trim());
  }
  return texts;
}"""
COME = """async () => {
  const open = () => [...document.querySelectorAll(".adlesson-page:not([data-shown])")];
  for (let k = 0; open().length && k < 400; k += 1) {
    open()[0].scrollIntoView();
    await new Promise((done) => setTimeout(done, 25));
  }
  scrollTo(0, 0);
  return open().length;
}"""
INK = """(kind) => [...document.querySelectorAll(kind)].map((element) => {
  const [r, g, b] = getComputedStyle(element).backgroundColor.match(/[\\d.]+/g).map(Number);
  return (r + g + b) / 765;
})"""


def with_stepper(checkout):
    """Return the pages that have a stepper, by what their notebooks call."""
    sources = {f"{one.file}.html": checkout / "notebooks" / f"{one.file}.ipynb" for one in NOTEBOOKS}
    return [page for page, path in sources.items() if re.search(r"ad\.(Stepper|explore)\(", path.read_text("utf-8"))]


def acts(stepper):
    """Do what a stepper is for, and see that it answers: a step, or the first firing where the learner is the machine."""
    following, before = stepper.locator("[data-do=next]"), stepper.inner_text()
    if is_machine(stepper):
        stepper.locator(".ad-node:visible:has(.ad-name:text-is('f'))").click()
    else:
        following.click()
    expect(stepper).not_to_have_text(before)


def is_machine(stepper):
    """Whether the learner is the machine here: there is no next step to be shown."""
    return stepper.locator("[data-do=next]").get_attribute("aria-disabled") == "true"


def all_of_it(page):
    """Go down the page until every piece has come, and back to its top."""
    assert page.evaluate(COME) == 0
    page.wait_for_function("!document.querySelector('.adlesson-still')")


def raw(page):
    """Return the texts outside code that hold a sign of LaTeX, and the formulas that hold one."""
    formulas = page.locator("math").all_text_contents()
    return page.evaluate(RAW) + [text for text in formulas if re.search(r"[\\$&]", text)]


def sticks_out(page):
    """Return by how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def barriers(page, *rules):
    """Return what axe finds by its rules, by all if none is named: each with the element it is about."""
    only = {"runOnly": [*rules]} if rules else {}
    found = Axe().run(page, options={"resultTypes": ["violations"], **only}).response["violations"]
    return [(one["id"], node["html"][:160]) for one in found for node in one["nodes"]]


def brightness(page, kind):
    """Return how bright each element of a kind is behind its text, from 0 to 1."""
    return page.evaluate(INK, kind)
