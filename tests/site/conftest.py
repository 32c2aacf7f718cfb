"""Fixtures for tests of the built site, in Chromium behind a static server on 127.0.0.1; all else is closed.

``make check-site`` runs them on what ``make site`` has written to ``dist/``.

``dist``     the folder
``address``  of the server, with a slash at its end
``visit``    ``visit(path="", phone=False, scheme="light", judged=True, **options)`` opens a page, 1100 pixels wide, or
             390 as on a phone; ``options`` are those of a context of Playwright.  After the test no page that is
             ``judged`` may have complained; ``page.complaints`` is the list: what stood in the console as an error, an
             answer of 400 or more, a request to elsewhere
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from browser.conftest import browser, chromium, playwright  # noqa: F401, fixtures

HERE = Path(__file__).parent
DESK = {"viewport": {"width": 1100, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}


def pytest_collection_modifyitems(items):
    """Mark every test in this folder as one of the site."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("site")


def pytest_terminal_summary(terminalreporter):
    """Print what the tests have measured (``record_property``)."""
    reports = [one for kind in ("passed", "failed") for one in terminalreporter.stats.get(kind, [])]
    figures = [f"{name}: {value}" for report in reports for name, value in getattr(report, "user_properties", [])]
    if figures:
        terminalreporter.write_sep("=", "figures")
        terminalreporter.write_line("\n".join(figures))


@pytest.fixture(scope="session")
def dist(checkout):
    """Return the built site."""
    folder = checkout / "dist"
    assert (folder / "index.html").is_file(), "there is no site in dist/ yet: call make site"
    return folder


@pytest.fixture(scope="session")
def address(dist):
    """Return the address of a static server of the site, as anyone may start it."""
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(dist)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        port = re.search(r"port (\d+)", server.stdout.readline())[1]
        yield f"http://127.0.0.1:{port}/"
        server.terminate()


@pytest.fixture
def visit(browser, address):  # noqa: F811
    """Return ``visit``; see above."""
    judged_pages = []

    def visit(path="", phone=False, scheme="light", judged=True, **options):
        context = browser.new_context(color_scheme=scheme, **{**(PHONE if phone else DESK), **options})
        page = context.new_page()
        page.complaints = listen(context, page, address)
        judged_pages.append((page, judged))
        page.goto(address + path)
        return page

    yield visit
    complaints = {page.url: page.complaints for page, judged in judged_pages if judged and page.complaints}
    for page, _ in judged_pages:
        page.context.close()
    assert complaints == {}


def listen(context, page, address):
    """Return the list of what is wrong with a page and with what it asks for, which grows as it comes."""
    complaints = []
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on("console", lambda message: message.type == "error" and complaints.append(f"console: {message.text}"))
    context.on("response", lambda answer: answer.status >= 400 and complaints.append(f"{answer.status}: {answer.url}"))
    ours = address, "data:", "blob:", "about:"
    context.on("request", lambda asked: asked.url.startswith(ours) or complaints.append(f"asked outside: {asked.url}"))
    return complaints
