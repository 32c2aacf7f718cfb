"""The released stepper on pages of other people: every example of embed.md, run in a page that stands for its host.

The hosts lie on a server of their own, and reach the site as they would reach one on the web.
"""

import functools
import http.server
import json
import re
import shlex
import subprocess
import sys
import threading

import pytest
from playwright.sync_api import expect
from site_pages import barriers

import adlesson as ad

FENCE = re.compile(r"^(`{3,})(\w+)\n(.*?)^\1$", re.M | re.S)

EMPTY = "<!doctype html><html lang='en'><meta charset='utf-8'><title>host</title><link rel='icon' href='data:,'>"

# A slide show, as far as the keys go: what is not shown is not laid out, and the arrows turn the page.
SLIDES = """<!doctype html><html lang="en"><meta charset="utf-8"><title>slides</title><link rel="icon" href="data:,">
<style>section {{ zoom: .8; transform: scale(.9) }} section:not(.present) {{ display: none }}</style>
<section class="present">first</section><section>{example}</section>
<script>
  let now = 0;
  document.addEventListener("keydown", ({{ key }}) => {{
    const all = document.querySelectorAll("section");
    now = Math.max(0, Math.min(all.length - 1, now + ({{ ArrowRight: 1, ArrowLeft: -1 }}[key] ?? 0)));
    all.forEach((one, k) => one.classList.toggle("present", k === now));
  }});
</script></html>"""

# What the documentation of MyST's directive promises a module: a shadow root, and a model that can be read.
MYST = """<!doctype html><html lang="en"><meta charset="utf-8"><title>host</title><link rel="icon" href="data:,">
<div id="widget"></div>
<script type="module">
  const none = () => {{ throw new Error("not promised"); }}, state = {state};
  const model = {{ get: (name) => state[name], set: none, on: none, off: none, save_changes: none, send: none }};
  const el = document.createElement("div"), widget = (await import("{module}")).default;
  document.querySelector("#widget").attachShadow({{ mode: "open" }}).append(el);
  window.end = await widget.render({{ model, el }});
</script></html>"""


class Open(http.server.SimpleHTTPRequestHandler):
    """A server that lets other pages read what it has, as the usual hosts of static pages do."""

    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {".mjs": "text/javascript"}

    def end_headers(self):
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_):
        pass


def served(folder):
    """Yield the address of a folder, without a slash at its end."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Open, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def site(dist):
    """Return the address of the site, as other pages see it."""
    yield from served(dist)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return the folder of the host's pages."""
    return tmp_path_factory.mktemp("host")


@pytest.fixture(scope="module")
def host(folder):
    """Return the address of the host's pages."""
    yield from served(folder)


@pytest.fixture(scope="module")
def examples(checkout, site, host):
    """Return the examples of the page by their language, each a list, with the addresses that hold here."""
    text = (
        (checkout / "notebooks" / "site" / "embed.md")
        .read_text("utf-8")
        .replace("SITE/", f"{site}/")
        .replace("PAGE/", f"{host}/")
    )
    found = {}
    for _, language, body in FENCE.findall(text):
        found.setdefault(language, []).append(body)
    return found


@pytest.fixture(scope="module")
def frames(examples, folder):
    """Let the page's own command write the frames."""
    (command,) = examples["bash"]
    words = shlex.split(command)
    assert words[0] == "python" and words[-2:] == ["--out", "xy.json"]
    subprocess.run([sys.executable, *words[1:-1], folder / "xy.json"], check=True)
    return folder / "xy.json"


@pytest.fixture
def opened(browser, host):
    """Return ``opened(address, **options)``: a page; what it complains of is in ``page.complaints``, and may not stay."""
    pages = []

    def opened(address, **options):
        page = browser.new_context(viewport={"width": 1000, "height": 800}, **options).new_page()
        pages.append(page)
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
        page.goto(address)
        return page

    yield opened
    complaints = [page.complaints for page in pages]
    for page in pages:
        page.context.close()
    assert not any(complaints)


def steps(root, keyboard, first):
    """Step by button and by key, and see both."""
    expect(root).to_have_attribute("data-frame", str(first))
    root.get_by_role("button", name="Next step (right arrow)").click()
    expect(root).to_have_attribute("data-frame", str(first + 1))
    root.focus()
    keyboard.press("ArrowLeft")
    expect(root).to_have_attribute("data-frame", str(first))


def test_the_page_has_these_examples_and_no_others(examples):
    """One that no test runs would be wrong one day."""
    assert {language: len(found) for language, found in examples.items()} == {"bash": 1, "html": 2, "markdown": 1}


@pytest.mark.usefixtures("frames")
@pytest.mark.parametrize("width", [1000, 390])
def test_in_an_iframe(examples, folder, host, opened, width):
    """Another origin's page, another origin's frames; all of it is seen in the height of the example."""
    (folder / "iframe.html").write_text(EMPTY + examples["html"][0], "utf-8")
    page = opened(f"{host}/iframe.html")
    page.set_viewport_size({"width": width, "height": 700})
    root = page.frame_locator("iframe").locator(".ad-stepper")
    steps(root, page.keyboard, 0)
    sizes = "const e = document.documentElement; return [e.scrollWidth, innerWidth, e.scrollHeight, innerHeight];"
    size = page.frames[1].evaluate(f"() => {{ {sizes} }}")
    assert size[0] <= size[1] and size[2] <= size[3]
    count, place = root.locator(".ad-count").bounding_box(), root.bounding_box()
    assert count["y"] + count["height"] < place["y"] + place["height"]


@pytest.mark.usefixtures("frames")
def test_on_a_slide(examples, folder, host, opened):
    """Made while its slide is hidden; its keys turn no slide, until Escape gives them back."""
    (folder / "slides.html").write_text(SLIDES.format(example=examples["html"][1]), "utf-8")
    page = opened(f"{host}/slides.html")
    root = page.locator(".ad-stepper")
    root.wait_for(state="attached")
    page.keyboard.press("ArrowRight")
    steps(root, page.keyboard, 2)
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowLeft")
    expect(root).to_be_hidden()


@pytest.mark.usefixtures("frames")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_myst_page(examples, folder, host, opened, scheme):
    """In an imitated host: MyST's own theme cannot be had without the network."""
    module, body = re.fullmatch(r"```\{anywidget\} (\S+)\n(\{.*\})\n```\n", examples["markdown"][0], re.S).groups()
    page_text = MYST.format(module=module, state=json.dumps(json.loads(body)))
    (folder / "myst.html").write_text(page_text.replace("<html ", "<html style='color-scheme: light dark' "), "utf-8")
    page = opened(f"{host}/myst.html", color_scheme=scheme)
    root = page.locator(".ad-stepper")
    steps(root, page.keyboard, 2)
    paper = root.evaluate("e => getComputedStyle(e).backgroundColor")
    assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(22, 22, 22)"}[scheme]
    page.evaluate("window.end()")


MOUNT = """async ([module, file, link]) => {
  const { mount } = await import(module), place = document.body.appendChild(document.createElement("div"));
  mount(place, file, link);
}"""


def given(**changes):
    return {"version": 1, "data": ad.Stepper(ad.parse("x*y", x=2.0, y=3.0)).data, **changes}


@pytest.mark.parametrize(
    ("file", "link", "sentence"),
    [
        (given(version=2), "", "These frames are of version 2: take a newer stepper.mjs, this one reads version 1."),
        ({"version": 1, "data": {}}, "", "There are no frames in this. Write them with: python -m adlesson frames"),
        (None, "", "There are no frames in this."),
        ([], "", "There are no frames in this."),
        (given(version="1"), "", "There are no frames in this."),
        ("nowhere.json", "", "(404): see whether it is right, and whether its server lets other pages read it."),
        ("index.html", "", "There are no frames in this."),
        ("https://elsewhere.invalid/xy.json", "", "Nothing could be read from https://elsewhere.invalid/xy.json: see"),
        (given(), "#step=40", "There is no step 40 here: the last one is"),
        (given(), "#sweep=sideways", "There is no sweep sideways here: known are reverse."),
        (given(), "#fade=7", "In this link fade is 0, 1, 2 or 3, not 7."),
    ],
)
def test_what_cannot_be_shown_is_said(folder, site, host, opened, file, link, sentence):
    """In one sentence; where only the link is wrong, the stepper stands below it."""
    (folder / "index.html").write_text(EMPTY, "utf-8")
    page = opened(f"{host}/index.html")
    page.evaluate(MOUNT, [f"{site}/embed/stepper.mjs", file, link])
    expect(page.get_by_role("alert")).to_contain_text(sentence)
    expect(page.locator(".ad-stepper")).to_have_count(1 if link else 0)
    if isinstance(file, str):  # the browser's own word on an address that does not answer
        page.complaints = [text for text in page.complaints if "Failed to load resource" not in text]


def test_damaged_frames_are_told_and_the_cause_is_for_the_console(folder, site, host, opened):
    """Nobody can have thought of all that may be missing."""
    (folder / "index.html").write_text(EMPTY, "utf-8")
    page = opened(f"{host}/index.html")
    file = given()
    file["data"] = {**file["data"], "variables": None}
    page.evaluate(MOUNT, [f"{site}/embed/stepper.mjs", file, ""])
    expect(page.get_by_role("alert")).to_contain_text("These frames are damaged. Write them with")
    assert len(page.complaints) == 1 and "TypeError" in page.complaints.pop()


def test_what_stands_in_frames_does_not_run(folder, site, host, opened):
    """Anyone may write a link to the page with frames of his own: it must not act in the site's name."""
    file = given()
    spell = "<img src='data:,' onerror='parent.postMessage(1, \"*\"); document.title = \"taken\"'>"
    for frame in file["data"]["frames"]:
        frame["equation"] = spell
    file["data"]["pictures"]["wide"] += spell
    (folder / "bad.json").write_text(json.dumps(file), "utf-8")
    page = opened(f"{site}/embed/index.html?frames={host}/bad.json")
    root = page.locator(".ad-stepper")
    expect(root.locator("img").first).to_be_attached()
    root.press("ArrowRight")
    page.evaluate("() => new Promise(done => setTimeout(done, 500))")  # to wait for a function is to evaluate text
    assert page.title() == "Stepper"
    assert page.complaints and all("Content Security Policy" in text for text in page.complaints)
    page.complaints.clear()


def test_without_frames_there_is_a_box_to_type_in(site, opened):
    """Which opens links, as the site's own page does."""
    page = opened(f"{site}/embed/index.html#f=x*y%20%2B%20sin(x)&x=2&y=3&sweep=reverse")
    expect(page.get_by_role("textbox", name="Formula")).to_have_value("x*y + sin(x)")
    expect(page.locator(".ad-stepper")).to_have_attribute("data-sweep", "reverse")


@pytest.mark.usefixtures("frames")
def test_the_embedded_page_bars_nobody(site, host, opened):
    """By axe's rules, light and dark."""
    for scheme in ("light", "dark"):
        page = opened(f"{site}/embed/index.html?frames={host}/xy.json#step=2&panes=table", color_scheme=scheme)
        expect(page.locator(".ad-stepper")).to_have_attribute("data-frame", "2")
        assert barriers(page) == []


def test_the_embedded_page_begins_where_the_link_says_and_follows_it(frames, site, host, opened):
    """And asks, if the link says so."""
    page = opened(f"{site}/embed/index.html?frames={host}/{frames.name}#step=2&predict=true")
    root = page.locator(".ad-stepper")
    expect(root).to_have_attribute("data-frame", "2")
    expect(root).to_have_attribute("data-asks", "true")
    page.evaluate("location.hash = '#step=1'")
    expect(root).to_have_attribute("data-frame", "1")
    expect(root).to_have_attribute("data-asks", "false")
