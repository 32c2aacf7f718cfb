"""Stepper and explore in marimo, live: stepped, asked, and light or dark as the notebook is.

marimo puts each widget in a shadow root.  Its static export shows no anywidget, and is not tested.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, suppress

import pytest
from playwright.sync_api import expect

NOTEBOOK = """import marimo

app = marimo.App()


@app.cell
def _():
    import adlesson as ad

    ad.Stepper(ad.parse("x*y + sin(x)", x=2.0, y=3.0), predict=True)
    return (ad,)


@app.cell
def _(ad):
    ad.explore("x*y", x=2, y=3)
    return
"""
PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(22, 22, 22)"}
PATIENCE = 90_000  # milliseconds


@pytest.fixture(params=[*PAPER])
def theme(request):
    return request.param


@pytest.fixture
def notebook(theme, checkout, tmp_path):
    """Return the address of the notebook, run by marimo with a theme of the reader's choice."""
    (tmp_path / "marimo").mkdir()
    (tmp_path / "marimo" / "marimo.toml").write_text(f'[display]\ntheme = "{theme}"\n', "utf-8")
    path = tmp_path / "lesson.py"
    path.write_text(NOTEBOOK, "utf-8")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "marimo",
        "run",
        path,
        "--headless",
        "--no-token",
        "--host",
        "127.0.0.1",
        "-p",
        str(port),
    ]
    places = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "PYTHONPATH": str(checkout)}
    log = tmp_path / "log"
    with log.open("w") as out:
        server = subprocess.Popen(command, env=os.environ | places, cwd=tmp_path, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield answers(f"http://127.0.0.1:{port}", server, log)
    finally:
        server.terminate()
        server.wait(30)


def answers(address, server, log):
    """Return an address once somebody answers there."""
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end and server.poll() is None:
        with suppress(OSError):
            urllib.request.urlopen(f"{address}/health", timeout=5).close()
            return address
        time.sleep(0.2)
    raise RuntimeError(f"marimo did not start:\n{log.read_text()[-2000:]}")


@pytest.fixture
def page(browser, notebook):
    """Return the page of the notebook; it may not complain, nor ask for anything elsewhere."""
    page = browser.new_context(viewport={"width": 1100, "height": 1000}, color_scheme="light").new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    ours = notebook, notebook.replace("http", "ws", 1), "data:", "blob:"
    page.on("request", lambda asked: asked.url.startswith(ours) or complaints.append(f"asked outside: {asked.url}"))
    page.goto(notebook)
    yield page
    page.context.close()
    assert complaints == []


def test_a_stepper_asks_and_explore_answers_in_the_colours_of_the_notebook(page, theme):
    """By key and by mouse; Python answers a formula, and what is not one, in its own words."""
    stepper, explore = (
        page.get_by_role("group", name="Stepper: x*y + sin(x)"),
        page.get_by_role("group", name="Stepper: x*y"),
    )
    expect(stepper).to_be_visible(timeout=PATIENCE)
    assert stepper.evaluate("e => e.getRootNode() instanceof ShadowRoot")
    for root in (stepper, explore.last):
        assert root.evaluate("e => getComputedStyle(e).backgroundColor") == PAPER[theme]

    stepper.focus()
    page.keyboard.press("ArrowRight")
    stepper.get_by_role("textbox", name="your answer").fill("7")
    page.keyboard.press("Enter")
    expect(stepper.locator(".ad-verdict")).to_contain_text("Not yet")
    stepper.get_by_role("textbox", name="your answer").fill("1")
    page.keyboard.press("Enter")
    expect(stepper.locator(".ad-verdict")).to_contain_text("Right")

    box = page.locator(".ad-stepper:has(.ad-formula)")
    box.get_by_role("textbox", name="Formula").fill("x^3 + tanh(y)")
    expect(box).to_have_attribute("aria-label", "Stepper: x^3 + tanh(y)", timeout=PATIENCE)
    box.locator("[data-do=next]").click()
    expect(box).to_have_attribute("data-frame", "1")
    box.get_by_role("textbox", name="Formula").fill("x*")
    expect(box.locator(".ad-error")).to_have_text(re.compile("is not a formula"), timeout=PATIENCE)
