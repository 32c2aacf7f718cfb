"""The pages about marks in Chromium: they bar nobody, in light and dark, on a telephone, and load nothing."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from marked import marked

from adlesson.grade.reporting.class_page import class_page
from adlesson.grade.reporting.feedback_page import feedback_page

VERDICTS = "right wrong missing", "wrong untouched stopped", "right right right", "stopped wrong wrong"
NAMES = "ada", "x" * 200, "李小龙", "<script>document.title = 'evil'</script>"
NOTE = ("The notebook says that it is of eva: it was marked as that of the folder.",)
MARKS = [marked(*pair, notes=NOTE, mistake="lost minus") for pair in zip(NAMES, VERDICTS, strict=True)]
PAGES = {
    "class": class_page(MARKS, {name: f"feedback/{k}.html" for k, name in enumerate(NAMES)}),
    "feedback": feedback_page(MARKS[1]),
    "evil": feedback_page(MARKS[3]),
}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nobody_is_barred_and_nothing_sticks_out(browser, theme):
    """Headings, captions, contrast, what can be reached by key: as far as axe can tell."""
    context = browser.new_context(color_scheme=theme)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    for name, text in PAGES.items():
        for width in (1100, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.set_content(text)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            sideways = "all => all.filter(e => e.scrollWidth > e.clientWidth).length"
            assert page.locator(".ad-scroll").evaluate_all(sideways) == 0, (name, width)
        found = Axe().run(page).response["violations"]
        assert found == [], (name, [(one["id"], one["nodes"][0]["html"][:200]) for one in found])
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
        assert dark == (theme == "dark") and page.title().startswith("ps1: ")
    assert asked == []
    context.close()


@pytest.mark.parametrize("width", [1100, 390])
def test_a_table_is_one_also_where_its_cells_stand_below_each_other(browser, width):
    """A telephone shows a row as a few lines, each number behind its head; to a screen reader it is the same table."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_content(PAGES["class"])
    table = page.get_by_role("table", name="How many answered how, by exercise")
    assert table.get_by_role("columnheader").all_inner_texts()[:2] == ["exercise", "what it asks"]
    row = table.get_by_role("row").nth(1)
    assert row.get_by_role("rowheader").inner_text() == "5.2" and row.get_by_role("cell").count() == 8
    last = row.get_by_role("cell").last
    shown = last.evaluate("e => getComputedStyle(e, '::before').content !== 'none' && e.dataset.head")
    assert shown == (width < 600 and "■ stopped")
    page.close()


def test_on_paper_it_is_dark_on_white(browser):
    """Also where the browser is dark."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.emulate_media(media="print")
    page.set_content(PAGES["class"])
    look = "(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(document.body))"
    assert page.evaluate(look) == ["rgb(27, 27, 27)", "rgb(255, 255, 255)"]
    context.close()
