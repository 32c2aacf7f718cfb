"""A page with cards and no kernel: ``cards(*data)`` shows them, as ``Card`` would send them."""

import json

import pytest
from playwright.sync_api import expect

from adlesson.show.cards.card import Card

from .lab_driver import new_page

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>cards</title><style>{style}</style>
<body><main>{before}</main><script type="application/json">{data}</script><script type="module">{script}
const add = (data) => mount(document.querySelector("main").appendChild(document.createElement("div")), data);
const all = JSON.parse(document.querySelector("script[type='application/json']").textContent);
Object.assign(window, {{ mount, know, record, subscribe, all, add, ends: all.map(add) }});
</script></body></html>"""


@pytest.fixture
def cards(browser):
    """Return ``cards(*data, width=700, ...)`` -> the cards' ``Locator``; no page may complain."""
    contexts, complaints = [], []

    def open_page(*datas, width=700, height=900, before="", **options):
        page = new_page(browser, viewport={"width": width, "height": height}, **options)
        contexts.append(page.context)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        text = json.dumps(datas, allow_nan=False).replace("</", "<\\/")
        script = Card.SCRIPT
        page.set_content(PAGE.format(style=script.style, script=script.text, data=text, before=before))
        root = page.locator(".ad-card")
        expect(root).to_have_count(len(datas))
        return root

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
