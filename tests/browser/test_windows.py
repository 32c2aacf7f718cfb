"""A window that is used again brings nothing along; else one test could help or hurt the next."""

import pytest

ADDRESS = "http://127.0.0.1:9/"  # served by the test itself: a page of no address keeps nothing
LEAVE = "() => { window.left = localStorage.left = 1; setInterval(() => { window.left += 1; }, 1); }"
CHANGES = {
    "on paper": lambda page: page.emulate_media(media="print"),
    "dark": lambda page: page.emulate_media(color_scheme="dark"),
    "its clock is ours": lambda page: page.clock.install(),
    "a window beside it": lambda page: page.context.new_page(),
    "no network": lambda page: page.context.set_offline(True),
}


def visit(page):
    page.route(ADDRESS, lambda route: route.fulfill(body="<p>here</p>", content_type="text/html"))
    page.goto(ADDRESS)


def test_the_next_test_meets_nothing_of_the_one_before(windows):
    """No variable, no timer, nothing stored; and the size is its own."""
    page = windows.take(1100, 900, {})
    visit(page)
    page.evaluate(LEAVE)
    windows.give_back(page, {})
    again = windows.take(400, 300, {})
    assert again is page and again.evaluate("[innerWidth, innerHeight]") == [400, 300]
    visit(again)
    assert again.evaluate("[window.left ?? null, localStorage.length]") == [None, 0]
    windows.give_back(again, {})


@pytest.mark.parametrize("change", CHANGES)
def test_a_window_that_is_not_as_it_was_is_closed(windows, change):
    """A new document does not undo what belongs to the window."""
    page = windows.take(1100, 900, {})
    CHANGES[change](page)
    windows.give_back(page, {})
    assert page.is_closed() and all(page not in free for free in windows.free.values())
