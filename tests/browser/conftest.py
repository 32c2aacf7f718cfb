"""Fixtures for tests that drive JupyterLab in Chromium; what they return is described in ``lab_driver.py``.

``lab``            the server, one for all tests: ``lab.add(name, *sources)`` writes a notebook of your own
``browser``        Chromium, one for all tests
``open_notebook``  ``open_notebook(name, theme="light", width=1400, height=1000)`` -> ``Notebook``, closed after the test;
                   all tests share the page, with ``fresh=True`` JupyterLab is loaded anew
``open_page``      ``open_page(width=1100, height=900, ...)`` opens an empty page, without a kernel (``pages.py``)
``modules``        ``modules(body, argument)`` runs JavaScript in a page that can load the stepper's modules as they are
``stepper``        ``stepper(*data)`` shows steppers in a page without a kernel (``stepper_page.py``)
``cards``          ``cards(*data)`` shows cards in a page without a kernel, ``practice_cards`` those of practice
                   (``card_page.py``)
``shoot``          ``shoot(page, name)`` saves ``screenshots/<name>.png``

A test that fails leaves ``screenshots/failed-<test>-<number>.png``.
"""

import functools
import http.server
import os
import shutil
import threading
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Error, sync_playwright

from . import lab_driver
from .card_page import cards, practice_cards  # noqa: F401, fixtures
from .pages import open_page, windows  # noqa: F401, fixtures
from .stepper_page import running, seven, stepper  # noqa: F401, fixtures

HERE = Path(__file__).parent
NO_CHROMIUM = (
    "no Chromium found: install one with 'apt-get install chromium' or 'playwright install chromium' "
    "(.venv/bin/playwright), or name yours in ADLESSON_CHROMIUM"
)


@pytest.hookimpl(tryfirst=True)  # before the marked tests are put last
def pytest_collection_modifyitems(items):
    """Mark every test in this folder as a browser test."""
    for item in items:
        if HERE in item.path.parents and item.path.name.startswith("test_"):
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Let the fixtures know whether the test failed."""
    report = yield
    item.failed = report.failed or getattr(item, "failed", False)
    return report


@pytest.fixture(scope="session")
def playwright():
    """Return playwright, running."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright):
    """Return the path of a Chromium; where there is none, skip: the run's last line says so."""
    named = os.environ.get("ADLESSON_CHROMIUM")
    on_path = [shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")]
    for path in [named] if named else [*on_path, playwright.chromium.executable_path]:
        if path and Path(path).is_file():
            return path
    why = f"ADLESSON_CHROMIUM is {named!r}, which is no file" if named else NO_CHROMIUM
    pytest.skip(why)


@pytest.fixture(scope="session")
def browser(playwright, chromium):
    """Return a running Chromium that reaches 127.0.0.1 and nothing else."""
    browser = playwright.chromium.launch(executable_path=chromium, args=lab_driver.CHROMIUM_OPTIONS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def lab(chromium, checkout, tmp_path_factory):
    """Return a JupyterLab server whose root is a copy of the lesson's notebooks (none is started without a browser)."""
    lab = lab_driver.Lab(checkout / "notebooks", tmp_path_factory.mktemp("lab"))
    yield lab
    lab.stop()


@pytest.fixture(scope="session")
def desk():
    """Return the list of pages in which JupyterLab is loaded and no notebook is open."""
    return []


@pytest.fixture
def open_notebook(browser, lab, desk, request):
    """Return ``open_notebook(name, theme="light", width=1400, height=1000)``: a ``Notebook`` as it is in the checkout."""
    opened = []

    def open_notebook(name, **options):
        opened.append(lab_driver.Notebook(browser, lab, name, desk, **options))
        return opened[-1]

    yield open_notebook
    failed = getattr(request.node, "failed", False)
    for number, notebook in enumerate(opened):
        if failed and notebook.page:
            try:
                notebook.shoot(f"failed-{request.node.name}-{number}")
            except Error as error:  # the failure itself is what matters
                print(f"no screenshot: {error}")
        notebook.close(leave=failed)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and says nothing; a browser takes a module only by its type, which not every system knows."""

    def guess_type(self, path):
        return "text/javascript" if str(path).endswith(".js") else super().guess_type(path)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def modules(windows):  # noqa: F811
    """Return ``modules(body, argument=None)``: run the body of an async function in a page beside the modules.

    In it ``load("cursor")`` is a module of the stepper as it is in the folder, without Jupyter and without the bundle, and
    ``load("answers", "live")`` is one of another folder.
    """
    folder = str(files("adlesson.show"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page, problems = windows.take(1280, 720, {}), []
    hear = lambda error: problems.append(str(error))
    page.on("pageerror", hear)
    page.goto(f"http://127.0.0.1:{server.server_port}/stepper/js/stepper.css")
    load = "const load = (name, folder = 'stepper') => import(`/${folder}/js/${name}.js`);"

    def run(body, argument=None):
        return page.evaluate(f"async (argument) => {{ {load} {body} }}", argument)

    yield run
    page.remove_listener("pageerror", hear)
    windows.give_back(page, {})
    server.shutdown()
    server.server_close()
    assert problems == []


@pytest.fixture(scope="session")
def shoot():
    """Return ``shoot(page, name)``, which saves a screenshot in ``screenshots/``."""
    return lab_driver.shoot
