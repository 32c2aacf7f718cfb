"""A link holds a stepper: what is written is read again, what is wrong with one is said, and it can be copied."""

import re

import pytest
from playwright.sync_api import expect

import adlesson as ad

from .stepper_page import at, button, data, opened

SITE = '<i id="adlesson-site" hidden>{"try": "https://a.site/try.html"}</i>'  # in a page of the site it is a script of JSON
READ = """
    const { readLink, writeLink } = await load("link");
    const tried = (hash) => { try { return readLink(hash); } catch (problem) { return problem.message; } };
"""


@pytest.mark.parametrize(
    ("hash", "link"),
    [
        ("", {"at": {}}),
        ("#f=x*y&x=2&y=3&sweep=reverse&step=4", {"f": "x*y", "at": {"x": 2, "y": 3}, "sweep": "reverse", "step": 4}),
        ("#f=x+y%20-%201&x=-1.5e-3", {"f": "x+y - 1", "at": {"x": -0.0015}}),
        ("f=step*f&at.step=2&at.f=.5", {"f": "step*f", "at": {"step": 2, "f": 0.5}}),
        (
            "#f=x&predict=true&fade=2&panes=code,table",
            {"f": "x", "at": {}, "predict": True, "fade": 2, "panes": ["code", "table"]},
        ),
        ("#f=%CE%B1*2&%CE%B1=1", {"f": "α*2", "at": {"α": 1}}),
        ("#f=x==2", {"f": "x==2", "at": {}}),
        ("#f=x&__proto__=1&constructor=2", {"f": "x", "at": {"constructor": 2}}),  # which are no more than names
    ],
)
def test_a_link_is_read(modules, hash, link):
    """By hand or by us."""
    assert modules(f"{READ} return tried(argument);", hash) == link


@pytest.mark.parametrize(
    ("hash", "sentence"),
    [
        ("#f=%", "This link is damaged at %: copy it once more, whole."),
        ("#f=x&x=two", "In this link x needs a number, such as -1.5, not two."),
        ("#f=x&x=", "In this link x needs a number, such as -1.5, not nothing."),
        ("#f=x&x=1e999", "In this link x needs a number, such as -1.5, not 1e999."),
        ("#f=x&x=0x10", "In this link x needs a number, such as -1.5, not 0x10."),
        ("#f=x&x=1&x=2", "This link says x twice: copy it once more."),
        ("#f=x&x", "This link says x without a value: copy it once more."),
        ("#f=", "In this link f is a formula, not nothing."),
        ("#f=x&step=-1", "In this link step is a whole number, not -1."),
        ("#f=x&sweep=a b", "In this link sweep is a word, not a b."),
        ("#f=x&a.b=1", "This link names a.b, which is no name of an input."),
        ("#f=x&" + "9" * 50 + "=1", f"This link names {'9' * 39}…, which is no name of an input."),
        ("#f=" + "x" * 4000, "This link is too long: 4000 letters are the most."),
    ],
)
def test_what_is_wrong_with_a_link_is_said(modules, hash, sentence):
    """In one sentence that names it."""
    assert modules(f"{READ} return tried(argument);", hash) == sentence


@pytest.mark.parametrize(
    "link",
    [
        {"f": "x*y + exp(-x)^2 % 3 & α#", "at": {"x": 2, "y": -1e-300, "step": 7, "f": 0}, "sweep": "reverse", "step": 3},
        {"f": "x", "at": {"x": 0.1}, "sweep": "forward", "predict": True, "fade": 3, "panes": ["code", "nudge"]},
    ],
)
def test_what_is_written_is_read_again(modules, link):
    """Signs that mean something in an address, numbers to the last digit, inputs with the names of other things."""
    assert modules(f"{READ} return tried(writeLink(argument));", link) == link
    assert modules(f"{READ} return new URL('https://a.site/' + writeLink(argument)).hash === writeLink(argument);", link)


def test_what_is_not_set_is_left_out(modules):
    """A link is short; an input is always in it, zero too."""
    link = {"f": "x*y", "at": {"x": 0, "y": 3}, "sweep": "reverse", "step": 0, "predict": False, "fade": 0, "panes": []}
    assert modules(f"{READ} return writeLink(argument);", link) == "#f=x*y&x=0&y=3&sweep=reverse"


def field(root):
    return root.get_by_role("textbox", name="Link")


def test_the_link_is_of_what_is_shown(stepper):
    """Formula, inputs, sweep and the step in it, what asks and what is open besides the link."""
    root = stepper(ad.explore("x*y + sin(x)", x=2, y=3).data, before=SITE)
    opened(root, "link")
    start = "https://a.site/try.html#f=x*y%20%2B%20sin(x)&x=2&y=3"
    expect(field(root)).to_have_value(f"{start}&sweep=forward")
    root.focus()
    for _ in range(7):
        root.press("ArrowRight")
    assert root.get_attribute("data-sweep") == "reverse"
    step = at(root) - root.page.evaluate("all[0].phases[1].start")
    expect(field(root)).to_have_value(f"{start}&sweep=reverse&step={step}")
    root.get_by_role("switch", name="ask me first").click()
    expect(field(root)).to_have_value(re.compile("&predict=true$"))


@pytest.mark.parametrize("allowed", [True, False])
def test_the_link_can_be_copied_by_key_and_what_came_of_it_is_said(stepper, allowed):
    """Where the clipboard is refused, the link stands there, selected."""
    root = stepper(ad.explore("x*y", x=2, y=3).data, before=SITE)
    answer = "(window.copied = text, Promise.resolve())" if allowed else "Promise.reject(new Error('not allowed'))"
    root.page.evaluate(f"Object.defineProperty(navigator, 'clipboard', {{ value: {{ writeText: (text) => {answer} }} }})")
    opened(root, "link")
    button(root, "copy link").focus()
    root.page.keyboard.press("Enter")
    says = "copied" if allowed else "selected: copy it with Ctrl+C or ⌘C"
    expect(root.get_by_role("status")).to_have_text(says)
    expect(root.locator(".ad-pane-link")).to_contain_text(says)
    link = field(root).input_value()
    if allowed:
        assert root.page.evaluate("copied") == link
    else:
        assert root.page.evaluate("getSelection().toString()") == link
        assert root.page.evaluate("document.activeElement.ariaLabel") == "Link"


def test_no_link_is_offered_where_no_page_would_open_it(stepper):
    """No site, or a function that no link can hold, or a stepper that is not explore's."""
    named = ["nudge", "machine", "code", "table", "copy", "keys"]
    for given, before in [
        (ad.explore("x*y", x=2, y=3).data, ""),
        (ad.explore(lambda x: x * x, x=2).data, SITE),
        (data(ad.parse("x*y", x=2.0, y=3.0)), SITE),
        (ad.explore("x*y", x=10**400, y=3).data, SITE),
    ]:
        root = stepper(given, before=before)
        opened(root)
        tabs = root.locator("[data-pane]:visible")
        assert [name for name in tabs.evaluate_all("all => all.map(e => e.dataset.pane)") if name != "memory"] == named
