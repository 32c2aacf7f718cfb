"""A page with steppers and no kernel, and the few things that every test does to one."""

import json
import re

import pytest
from playwright.sync_api import expect

import adlesson as ad
from adlesson.show.stepper.widget import SCRIPT

from .lab_driver import new_page

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>pieces</title><style>{style}</style>
<body><main>{before}</main><script type="application/json">{data}</script><script type="module">{script}
const add = (data) => mount(document.querySelector("main").appendChild(document.createElement("div")), data);
const all = JSON.parse(document.querySelector("body > script[type='application/json']").textContent);
Object.assign(window, {{ {names}, mount, all, add, ends: all.map(add) }});
</script></body></html>"""


@pytest.fixture(scope="module")
def running():
    return ad.trace(ad.examples.running, x=0.25)


@pytest.fixture(scope="module")
def seven():
    return ad.trace(ad.examples.order_matters, a=2, b=3)


def data(program, sweep="reverse", **options):
    """Return what the widget would send to the page."""
    return ad.Stepper(program, sweep=sweep, **options).data


def pieces(browser, script, names, kind, usual):
    """Yield what shows pieces of one ``kind`` (a CSS class) by their ``script``, whose ``names`` a test may call.

    ``open_page(*data, width=usual, ...)`` returns their ``Locator``; at the end no page may have complained.
    """
    contexts, complaints = [], []

    def open_page(*datas, width=usual, height=900, before="", **options):
        page = new_page(browser, viewport={"width": width, "height": height}, **options)
        contexts.append(page.context)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        text = json.dumps(datas, allow_nan=False).replace("</", "<\\/")
        page.set_content(PAGE.format(style=script.style, script=script.text, names=names, data=text, before=before))
        root = page.locator(f".{kind}")
        expect(root).to_have_count(len(datas))
        return root

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def stepper(browser):
    """Return ``stepper(*data, width=1100, ...)`` -> the widgets' ``Locator``; no page may complain."""
    yield from pieces(browser, SCRIPT, "evaluate, judge, short, home", "ad-stepper", 1100)


def button(root, name):
    return root.get_by_role("button", name=name, exact=True)


def forward(root):
    return root.locator("[data-do=next]")  # "skip" while something is asked


def opened(root, *names):
    """Open panes of the drawer, one after the other, and return the last one's place."""
    if root.locator(".ad-more").get_attribute("aria-expanded") == "false":
        root.locator(".ad-more").click()
    for name in names:
        root.locator(f"[data-pane={name}][aria-pressed=false]").click()
    return root.locator(".ad-panes")


def answer(root, text):
    field = root.get_by_role("textbox", name="your answer")
    field.fill(text)
    field.press("Enter")
    return root.locator(".ad-verdict")


def at(root):
    return int(root.get_attribute("data-frame"))


def texts(locator):
    """Return the visible text of each; of a piece of a graph, which has no inner text, its text."""
    found = locator.evaluate_all("all => all.map(e => e.innerText ?? e.textContent)")
    return [re.sub(r"\s+", " ", text).strip() for text in found]


def to_question(root, frame):
    """Step to a question by key, shown all that comes before it."""
    root.focus()
    while at(root) < frame:
        root.press("ArrowRight")
    assert root.get_attribute("data-asks") == "true"


def lit(root):
    """Return what is lit: the boxes that change and are read, the lines, the row."""
    return {
        "target": texts(root.locator(".ad-node.ad-target:visible .ad-name")),
        "source": texts(root.locator(".ad-node.ad-source:visible .ad-name")),
        "line": [text.split(maxsplit=1)[1] for text in texts(root.locator(".ad-pane-lines [aria-current]"))],
        "gradient": [text.split(maxsplit=1)[1] for text in texts(root.locator(".ad-pane-gradient [aria-current]"))],
        "row": texts(root.locator("tr.ad-target th")),
    }


def slopes(root):
    """Return what stands behind the signs of equality in the chips, by variable."""
    boxes = root.locator(".ad-node:visible").all()
    found = {box.locator(".ad-name").text_content(): box.locator(".ad-slope").text_content() for box in boxes}
    return {name: text.removeprefix("= ").removesuffix(" ✓") for name, text in found.items()}


def fire(root, *names):
    """Click boxes, one after the other."""
    for name in names:
        root.locator(f".ad-node:visible:has(.ad-name:text-is('{name}'))").click()
