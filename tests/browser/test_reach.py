"""On a page of the site: what scrolls sideways can be reached by key, and says what it is; nothing else is a stop."""

from pathlib import Path

REACH = Path(__file__).resolve().parents[2] / "notebooks" / "site" / "static" / "reach.js"
WIDE = '<div style="width: {}px; height: 20px"></div>'
KINDS = {
    "Code": "<pre>{}</pre>",
    "Table": '<div class="table-wrapper"><table><tr><td>{}</td></tr></table></div>',
    "Formula": '<div class="math" tabindex="0">{}</div>',
    "Picture": '<div class="ad-scroll"><svg width="1" height="1"></svg>{}</div>',
}
NAMED = '<div class="ad-scroll" role="region" tabindex="0" aria-label="the names"><table></table>{}</div>'


def test_only_what_scrolls_is_a_stop_and_it_has_a_name(open_page):
    """A table that is cut on a telephone is lost to who has only keys; a stop at each one that is whole is in the way."""
    page = open_page(width=390)
    inside = [kind.format(WIDE.format(wide)) for kind in [*KINDS.values(), NAMED] for wide in (500, 100)]
    style = "<style>:is(pre, .table-wrapper, .math, .ad-scroll) { overflow-x: auto }</style>"
    page.set_content(f"{style}<article>{''.join(inside)}</article>")
    page.add_script_tag(content=REACH.read_text("utf-8"))
    names = "all => all.map(e => [e.getAttribute('aria-label'), e.getAttribute('role'), e.scrollWidth > e.clientWidth])"

    def stops():
        return page.locator("article [tabindex='0']").evaluate_all(names)

    own = [["the names", "region", True], ["the names", "region", False]]
    assert stops() == [*([name, "group", True] for name in KINDS), *own]
    page.set_viewport_size({"width": 1000, "height": 900})
    page.wait_for_function("!document.querySelector('pre[tabindex]')")
    assert [name for name, _, _ in stops()] == ["the names", "the names"]
