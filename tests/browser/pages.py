"""Pages for what needs no Jupyter; a window is used again, since to open one costs Chromium more than most tests do in it.

``open_page(width=1100, height=900, **options)`` returns an empty page, ``options`` being those of a context of Playwright.
After the test no page may have complained; then its window goes on, with a new document and nothing stored, to the next test
that asks for the same options.  What could be left belongs to the window, its media or its clock: one that is not as it was
at first is closed, and so is one whose test has failed.
"""

from collections import defaultdict

import pytest

from .lab_driver import new_page

WINDOW = """() => {
  const media = ["print", "(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)", "(forced-colors: active)"];
  const clock = [Date, setTimeout, requestAnimationFrame, performance.now];
  return JSON.stringify([media.map((what) => matchMedia(what).matches), clock.map(String), navigator.onLine]);
}"""
FORGET = "() => { if (location.protocol.startsWith('http')) localStorage.clear(); }"


class Windows:
    """The windows of one Chromium, by their options: ``take`` one, ``give_back`` what is over."""

    def __init__(self, browser):
        self.browser, self.free, self.at_first = browser, defaultdict(list), {}

    def take(self, width, height, options):
        """Return an empty page of this size."""
        size, free = {"width": width, "height": height}, self.free[repr(sorted(options.items()))]
        if free:
            page = free.pop()
            page.set_viewport_size(size)
        else:
            page = new_page(self.browser, viewport=size, **options)
            self.at_first[page] = page.evaluate(WINDOW)
        return page

    def give_back(self, page, options):
        """Let another test have its window, if it is as it was at first; close it otherwise."""
        page.unroute_all()
        page.evaluate(FORGET)
        found = {page.evaluate(WINDOW)}  # here, too: Chromium may forget on the way to another document, and remember later
        page.goto("about:blank")
        page.mouse.move(0, 0)
        found.add(page.evaluate(WINDOW))
        if page.context.pages == [page] and found == {self.at_first[page]}:
            self.free[repr(sorted(options.items()))].append(page)
        else:
            page.context.close()


@pytest.fixture(scope="session")
def windows(browser):
    """Return the windows of this process."""
    return Windows(browser)


@pytest.fixture
def open_page(windows, request):
    """Return ``open_page``; see above."""
    opened, complaints = [], []

    def complain(error):
        complaints.append(str(error))

    def hear(message):
        if message.type == "error" and "ERR_INTERNET_DISCONNECTED" not in message.text:  # the test has wished for that
            complaints.append(message.text)

    def open_page(width=1100, height=900, **options):
        page = windows.take(width, height, options)
        page.on("pageerror", complain)
        page.on("console", hear)
        opened.append((page, options))
        return page

    yield open_page
    for page, options in opened:
        if getattr(request.node, "failed", False):
            page.context.close()
            continue
        page.remove_listener("pageerror", complain)
        page.remove_listener("console", hear)
        windows.give_back(page, options)
    assert complaints == []
