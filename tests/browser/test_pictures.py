"""The graph in a real browser, with real fonts: everything inside its box, nothing on top of another, light and dark by the
page, and every box and arrow with a name that says what it shows."""

import pytest

import adlesson as ad

from .stepper_page import data

RUNNING = ad.trace(ad.examples.running, x=0.25)
PROGRAMS = [
    RUNNING,
    ad.parse("x*y*(x*y + x)", x=3, y=2),
    *(
        ad.trace(ad.examples.ZOO[name].f, ad.examples.ZOO[name].at)
        for name in ("baydin", "square", "order_matters", "polar")
    ),
    *(ad.trace(ad.examples.ZOO[name].f, ad.examples.ZOO[name].at) for name in ("speelpenning", "logistic_map", "neuron")),
    ad.parse("exp(-x)*1e-9/(y - x)", x=0.123456, y=7),
]

# what is wrong with the picture that is seen now, in words
WRONG = """root => {
  const seen = e => e.textContent && e.getClientRects().length && getComputedStyle(e).visibility !== "hidden";
  const rect = e => e.getBoundingClientRect(), found = [];
  const beside = (a, b, by) => a.right < b.left + by || b.right < a.left + by;
  const apart = (a, b, by) => beside(a, b, by) || a.bottom < b.top + by || b.bottom < a.top + by;
  const svg = [...root.querySelectorAll("svg.ad-graph")].find(e => e.getClientRects().length);
  const boxes = [...svg.querySelectorAll(".ad-box")].map(rect), by = svg.getScreenCTM().a;
  for (const node of svg.querySelectorAll(".ad-node")) {
    const box = rect(node.querySelector(".ad-box")), texts = [...node.querySelectorAll("text:not(.ad-note)")].filter(seen);
    for (const text of texts) {
      const { left, right } = rect(text);
      if (left < box.left + 3 * by || right > box.right - 3 * by) found.push(`${text.textContent} leaves its box`);
    }
    for (const [k, one] of texts.entries()) for (const other of texts.slice(k + 1)) {
      if (!apart(rect(one), rect(other), 4 * by)) found.push(`${one.textContent} on ${other.textContent}`);
    }
  }
  const pills = [...svg.querySelectorAll(".ad-partial")].filter(seen).map(e => [e.textContent, rect(e)]);
  for (const [k, [text, pill]] of pills.entries()) {
    if (boxes.some(box => !apart(pill, box, 0))) found.push(`${text} on a box`);
    for (const [other, second] of pills.slice(k + 1)) if (!apart(pill, second, 4 * by)) found.push(`${text} on ${other}`);
  }
  for (const edge of [...svg.querySelectorAll(".ad-edge")].filter(e => e.querySelector(".ad-partial"))) {
    const line = edge.querySelector(".ad-line"), text = edge.querySelector(".ad-partial"), pill = text.getBBox();
    const on = (at) => line.getPointAtLength(at * line.getTotalLength());
    const { x, y, width, height } = pill, near = (u, a, size) => a - 3 < u && u < a + size + 3;
    const hides = (point) => near(point.x, x, width) && near(point.y, y, height);
    const hidden = Array.from({ length: 20 }, (_, k) => on(k / 19)).filter(hides).length;
    if (seen(text) && hidden > 14) found.push(`${text.textContent} hides its arrow`);
  }
  boxes.forEach((a, k) => boxes.slice(k + 1).some(b => !apart(a, b, 0)) && found.push(`box ${k} on another`));
  return found;
}"""


@pytest.mark.parametrize("width", [1100, 480])
def test_nothing_overlaps(stepper, width):
    """Of ten programs, when all is known, and where an adjoint has half its shares: the longest texts that there are."""
    roots = stepper(*(data(program) for program in PROGRAMS), width=width)
    for k, program in enumerate(PROGRAMS):
        root = roots.nth(k)
        root.focus()
        for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "End"):
            root.press(key)
            assert root.evaluate(WRONG) == [], program.title


def test_a_text_that_is_too_long_would_be_seen(stepper):
    """The test above can fail."""
    root = stepper(data(RUNNING))
    root.press("End")
    assert root.evaluate(WRONG) == []
    root.evaluate("r => { r.querySelector('.ad-wide .ad-slope').textContent = '= 1234567890123' }")
    assert root.evaluate(WRONG) == ["= 1234567890123 leaves its box"]
    root.evaluate("r => { r.querySelector('.ad-wide .ad-partial').setAttribute('y', 20) }")
    assert "×1.284 on a box" in root.evaluate(WRONG)
    root.evaluate("r => { r.querySelectorAll('.ad-wide .ad-partial').forEach((e) => e.removeAttribute('dy')) }")
    assert "×−0.9783 hides its arrow" in root.evaluate(WRONG)


@pytest.mark.parametrize("width", [700, 1100])
def test_the_running_example_is_readable_and_no_higher_than_its_zone(stepper, width):
    """Letters of 11 pixels at least, and the header, strip and transport have their room below 560."""
    root = stepper(data(RUNNING), width=width)
    graph = root.locator("svg.ad-graph:visible")
    assert 13.5 * graph.evaluate("e => e.getScreenCTM().a") >= 11
    assert graph.bounding_box()["height"] <= 296


def names(root, kind):
    return root.locator(f".ad-wide .ad-{kind}").evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")


def test_boxes_and_arrows_say_what_they_show(stepper):
    """In words, with what is still to come; the picture is named by its widget."""
    one, two = (lambda roots: (roots.nth(0), roots.nth(1)))(stepper(data(PROGRAMS[1]), data(PROGRAMS[1])))
    assert names(one, "node")[0] == "x, an input, value 3, no adjoint yet"
    assert names(one, "edge")[0] == "arrow from x to a, slope not used yet"
    one.focus()
    for _ in range(3):
        one.press("ArrowRight")
    assert names(one, "node")[2] == "a equals x times y, value 6, the adjoint of a is 9 so far"
    one.press("ArrowRight")
    assert names(one, "node")[2] == "a equals x times y, value 6, the adjoint of a is 15"
    assert names(one, "edge")[2:4] == ["arrow from a to b, slope 1", "arrow from x to b, slope not used yet"]
    groups = [root.locator("svg.ad-graph:visible").get_attribute("aria-label") for root in (one, two)]
    assert len(set(groups)) == 2 and all("5 boxes and 6 arrows" in group for group in groups)


def chip(root, name):
    """Return the state and the text of the chip of a variable."""
    box = root.locator(f".ad-node:visible:has(.ad-name:text-is('{name}'))")
    states = [word for word in ("none", "part") if f"ad-{word}" in box.get_attribute("class").split()]
    return *states, box.locator(".ad-slope").text_content()


def test_a_chip_is_empty_then_begun_then_whole(stepper):
    """Nobody has sent anything: no 0.  One of two shares: what it has, and that more is to come; asked, the same."""
    root = stepper(data(PROGRAMS[1], predict=True))
    root.press("ArrowRight")
    assert chip(root, "a") == ("none", "")
    for shown in (("part", "= ?"), ("part", "= 9 + …"), ("part", "= 9 → ?"), ("= 15",)):
        while chip(root, "a") != shown:
            before = root.get_attribute("data-frame"), root.get_attribute("data-asks")
            root.press("ArrowRight")
            assert before != (root.get_attribute("data-frame"), root.get_attribute("data-asks")), f"{shown} never comes"
    dash = "e => [getComputedStyle(e).strokeDasharray, getComputedStyle(e).fill]"
    x, _, a = [shape.evaluate(dash) for shape in root.locator(".ad-wide .ad-adjoint path:first-child").all()[:3]]
    assert a[0] == "none" != x[0] and x[1] == "none", "with x in dashes, and empty"


@pytest.mark.parametrize(("sweep", "look"), [("tangent", "tangent"), ("lagrange", "gap"), ("reverse", "adjoint")])
def test_a_mode_shows_its_look_and_no_other(stepper, sweep, look):
    """In mode lagrange the gaps of the first block make room for the multipliers of the second."""
    root = stepper(data(PROGRAMS[1], sweep))
    shown = "r => [...r.querySelectorAll('.ad-chip')].filter(e => e.getClientRects().length).map(e => e.classList[1])"
    assert root.get_attribute("data-look") == look and set(root.evaluate(shown)) == {f"ad-{look}"}
    root.press("End")
    assert set(root.evaluate(shown)) == {"ad-multiplier" if sweep == "lagrange" else f"ad-{look}"}
    assert root.evaluate("r => [...r.querySelectorAll('.ad-chip')].length") == 10 * (2 if sweep == "lagrange" else 1)


LIGHT, DARK = "rgb(0, 97, 155)", "rgb(111, 192, 240)"
PAGES = [
    ("light", "document.body.dataset.jpThemeLight = 'false'", DARK),
    ("dark", "document.body.dataset.jpThemeLight = 'true'", LIGHT),
    ("light", "document.body.className = 'vscode-dark'", DARK),
    ("light", "document.documentElement.className = 'dark'", DARK),
    ("dark", "document.documentElement.dataset.theme = 'light'", LIGHT),
    ("light", "document.documentElement.setAttribute('theme', 'dark')", DARK),
    ("light", "document.documentElement.style.colorScheme = 'dark'", DARK),
    ("dark", "document.documentElement.style.colorScheme = 'light'", LIGHT),
    ("dark", "", DARK),
    ("light", "", LIGHT),
]


def test_light_and_dark_follow_the_page(stepper):
    """Whatever the system has, if the page says anything; a page that says nothing leaves it to the system."""
    page, given = stepper().page, data(PROGRAMS[1])
    for system, said, hue in PAGES:
        page.emulate_media(color_scheme=system)
        page.evaluate(
            f"""given => new Promise(next => {{
            document.querySelector("main").replaceChildren();
            for (const e of [document.documentElement, document.body]) {{
                for (const name of e.getAttributeNames()) e.removeAttribute(name);
            }}
            {said};
            add(given);
            requestAnimationFrame(() => requestAnimationFrame(next));
            }})""",
            given,
        )
        assert page.locator(".ad-value").first.evaluate("e => getComputedStyle(e).fill") == hue, (system, said)


def test_a_shadow_root_inherits_the_pages_scheme(stepper):
    """As in marimo or MyST, whose pages say it once, outside."""
    page = stepper(color_scheme="light").page
    page.evaluate(
        """given => {
        document.documentElement.style.colorScheme = "dark";
        const host = document.body.appendChild(document.createElement("div"));
        const shadow = host.attachShadow({ mode: "open" });
        shadow.append(document.querySelector("style").cloneNode(true), document.createElement("div"));
        mount(shadow.lastChild, given);
        }""",
        data(PROGRAMS[1]),
    )
    assert page.locator(".ad-value").first.evaluate("e => getComputedStyle(e).fill") == DARK


def test_with_forced_colours_every_state_has_a_stroke(stepper):
    """Hues and fills may go: thick, dashed, dotted and pointed stay."""
    root = stepper(data(PROGRAMS[1]), forced_colors="active")
    for _ in range(3):
        root.press("ArrowRight")
    style = lambda what: root.locator(f".ad-wide {what}").first.evaluate(
        "e => { const s = getComputedStyle(e); return [s.strokeWidth, s.strokeDasharray === 'none'] }"
    )
    plain, target, source = style(".ad-node .ad-box"), style(".ad-target .ad-box"), style(".ad-source .ad-box")
    assert plain == ["1.4px", True] and target == ["3px", True] and source == ["2.4px", False]
    assert style(".ad-lit .ad-line") == ["4px", True] and style(".ad-none .ad-chip path")[1] is False
    ink = root.locator(".ad-wide .ad-value").first.evaluate("e => getComputedStyle(e).fill")
    assert ink == root.evaluate("e => getComputedStyle(e).color"), "one ink"
