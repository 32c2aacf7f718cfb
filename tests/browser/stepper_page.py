"""A page with steppers and no kernel, and the few things that every test does to one."""

import json
import re

import pytest
from playwright.sync_api import expect

import adlesson as ad
from adlesson.show.stepper.widget import SCRIPT

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


def pieces(open_page, script, names, kind, usual):
    """Return what shows pieces of one ``kind`` (a CSS class) by their ``script``, whose ``names`` a test may call.

    It is called with ``*data, width=usual, ...`` and returns their ``Locator``.
    """

    def show(*datas, before="", **options):
        page = open_page(**{"width": usual, **options})
        text = json.dumps(datas, allow_nan=False).replace("</", "<\\/")
        page.set_content(PAGE.format(style=script.style, script=script.text, names=names, data=text, before=before))
        root = page.locator(f".{kind}")
        expect(root).to_have_count(len(datas))
        return root

    return show


@pytest.fixture
def stepper(open_page):
    """Return ``stepper(*data, width=1100, ...)`` -> the widgets' ``Locator``; no page may complain."""
    return pieces(open_page, SCRIPT, "evaluate, judge, short, home", "ad-stepper", 1100)


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


OUTSIDE = """(root, scroll) => {
  const { left, right } = root.getBoundingClientRect();
  return [...root.querySelectorAll("button, p, input, select")].filter((e) => {
    const inner = e.getBoundingClientRect(), seen = e.checkVisibility({ visibilityProperty: true }) && inner.width;
    return seen && !e.closest(scroll) && (inner.left < left || inner.right > right + 1);
  }).map((e) => e.outerHTML.slice(0, 200));
}"""


def outside(root, scroll=".ad-scroll, .ad-strip, .ad-unseen"):
    """Return the controls and sentences that stick out of a stepper; what may ``scroll`` does so inside itself."""
    return root.evaluate(OUTSIDE, scroll)


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
    return {name: text.removesuffix(" ✓") for name, text in in_boxes(root, ".ad-slope").items()}


def in_boxes(root, part):
    """Return a dict: by the name of each box that is seen, what this part of it says is equal to the name."""
    found = root.locator(".ad-node:visible").evaluate_all(
        "(all, part) => all.map((box) => ['.ad-name', part].map((each) => box.querySelector(each).textContent))", part
    )
    return {name: text.removeprefix("= ") for name, text in found}


def fire(root, *names):
    """Click boxes, one after the other."""
    for name in names:
        root.locator(f".ad-node:visible:has(.ad-name:text-is('{name}'))").click()
