"""The page's modules as they are, joined into the bundle, and in an exported page: they do the same, by one contract."""

import json
from pathlib import Path

import pytest
from stepper_data import MODES, SPOILED, given, spoiled

from adlesson.show.live.standalone import standalone
from adlesson.show.stepper.contract import schema
from adlesson.show.stepper.widget import SCRIPT

PAGE = "<!doctype html><html lang='en'><meta charset='utf-8'><title>stepper</title><body>{}</body></html>"

# Walks data along a JSON schema of the few words that contract.py writes; returns the first complaint, or null.
WALKER = """
function complaint(value, { type, properties, required, items, prefixItems, minItems, anyOf, ...rest }, path) {
  if (rest.enum) return rest.enum.includes(value) ? null : `${path}: ${JSON.stringify(value)} is none of ${rest.enum}`;
  if (anyOf) {
    const found = anyOf.map((one) => complaint(value, one, path));
    const far = (text) => text.indexOf(": "); // how far into the data
    return found.includes(null) ? null : found.sort((a, b) => far(b) - far(a))[0];
  }
  const is = { string: typeof value === "string", boolean: typeof value === "boolean", null: value === null,
    number: Number.isFinite(value), integer: Number.isInteger(value), array: Array.isArray(value),
    object: typeof value === "object" && value !== null && !Array.isArray(value) };
  if (!is[type]) return `${path}: ${JSON.stringify(value)} is no ${type}`;
  const first = (all) => all.find(Boolean) ?? null;
  if (type === "array") {
    if (prefixItems && value.length !== minItems) return `${path}: ${value.length} instead of ${minItems}`;
    return first(value.map((one, k) => complaint(one, prefixItems ? prefixItems[k] : items, `${path}[${k}]`)));
  }
  if (type !== "object") return null;
  const missing = required.find((name) => !(name in value));
  const unknown = Object.keys(value).find((name) => !(name in properties));
  if (missing || unknown) return `${path}: ${missing ? `${missing} is missing` : `${unknown} is not known`}`;
  return first(Object.keys(value).map((name) => complaint(value[name], properties[name], `${path}.${name}`)));
}
"""

# Steps a stepper to its end and back and returns all that it shows on its way.
STEPS = """
const text = (e) => (a) => (a.name === "class" ? [...e.classList].sort().join(" ") : `${a.name}=${a.value}`);
const line = (e) => [e.localName, ...[...e.attributes].map(text(e)), e.childElementCount ? "" : e.textContent].join(" ");
const look = (root) => [...root.querySelectorAll("*")].map(line).join("\\n");
function steps(root) {
  const seen = [look(root)], event = (key) => new KeyboardEvent("keydown", { key, bubbles: true });
  const press = (target, key) => target.dispatchEvent(event(key));
  const click = (what) => root.querySelectorAll(what).forEach((one) => { one.click(); seen.push(look(root)); });
  for (const key of [...Array(12).fill("ArrowRight"), "ArrowLeft", "Home", "p", "End"]) {
    const field = root.querySelector(".ad-field");
    if (root.dataset.asks === "true") {
      field.value = ["1", "2 + 2", "45.71", "what"][seen.length % 4];
      press(field, "Enter");
      seen.push(look(root));
    }
    press(root, key);
    seen.push(look(root));
  }
  for (const key of ["3", "2", "p", "3", "Backspace", "ArrowLeft"]) {
    press(root, key);
    seen.push(look(root));
  }
  click("[data-do=orders]"); click("[data-do=run]"); click("[data-pane=nudge]");
  click(".ad-line-button"); click(".ad-phase");
  return seen;
}
"""


def from_modules(modules, data):
    """Return what a stepper shows, made by the modules in the folder."""
    body = f"""{STEPS}
        const {{ mount }} = await load("index"), element = document.createElement("div");
        window[Symbol.for("adlesson steppers")].count = 0; // a page of its own would count from here
        document.body.append(element);
        const end = mount(element, argument), seen = steps(element.firstChild);
        end();
        element.remove();
        return seen;"""
    return modules(body, data)


@pytest.fixture
def page(open_page):
    """Return an empty page that reaches no network; it may not complain."""
    return open_page(offline=True)


def from_bundle(page, data):
    """Return what a stepper shows, made by the bundle."""
    page.set_content(PAGE.format(f"<main></main><script type='module'>{SCRIPT.text}\nwindow.mount = mount;</script>"))
    body = "const main = document.querySelector('main'); mount(main, data); return steps(main.firstChild);"
    return page.evaluate(f"(data) => {{ {STEPS} {body} }}", data)


@pytest.mark.parametrize("mode", ["explore", "predict", "fade", "lagrange", "schedule", "arrays, budget"])
def test_bundle_and_modules_behave_alike(modules, page, mode):
    """Stepping, answering, firing, nudging: element by element, what the folder's modules show and what the bundle shows."""
    data = given(mode)
    one, other = from_modules(modules, data), from_bundle(page, data)
    assert len(set(one)) > 7, "something happens"
    assert one == other


def test_a_name_that_stands_twice_would_be_seen_by_the_browser(page):
    """So that what joins two modules into one cannot go wrong in silence."""
    page.set_content(PAGE.format("<p></p>"))
    blob = 'URL.createObjectURL(new Blob([text], { type: "text/javascript" }))'
    parses = f"(text) => import({blob}).then(() => '', String)"
    assert page.evaluate(parses, SCRIPT.text) == ""
    assert "already been declared" in page.evaluate(parses, SCRIPT.text + "\nfunction icon() {}")


# --- the contract -----------------------------------------------------------------------------------

RECEIVED = """async () => {
  const text = document.querySelector("script").textContent;
  const [, unpack, packed] = text.match(/(function unpack[^}]+}).*, "([^"]*)"\\);/s);
  return new Function(`${unpack} return unpack("${packed}");`)();
}"""


@pytest.mark.parametrize("mode", MODES)
def test_what_a_page_receives_keeps_the_contract(page, mode):
    """Of every mode, in the exported page: the text of the frames in it, read again by the browser."""
    widget = MODES[mode]()
    page.set_content(PAGE.format(standalone(SCRIPT, widget.data)))
    page.locator(".ad-stepper").wait_for()
    assert page.evaluate(RECEIVED) == json.loads(json.dumps(widget.data))
    check = f"async (schema) => {{ {WALKER} return complaint(await ({RECEIVED})(), schema, '$'); }}"
    assert page.evaluate(check, schema()) is None


@pytest.mark.parametrize("name", SPOILED)
def test_a_wrong_frame_is_refused_in_the_page_too(page, name):
    """By the same path as in Python."""
    data, path = spoiled(name)
    found = page.evaluate(f"([data, schema]) => {{ {WALKER} return complaint(data, schema, '$'); }}", [data, schema()])
    assert found.startswith(f"{path}: ")


# --- a mode that the page has never heard of --------------------------------------------------------

RUMOUR = {
    "sweep": "gossip", "label": "Gossip", "word": "rumour", "second": "slope", "role": "forward",
    "look": "tangent", "names": [*"xabcdef"],
    "legend": "In each box: its value, and below it its rumour{ranges}. Filled box: who heard it.",
}  # fmt: skip


def test_a_new_mode_needs_no_javascript(page, shoot):
    """Its button, its word, its legend and its colour come with its phase; another shows what is left over."""
    data = given("reverse")
    data["phases"] = [RUMOUR | {"start": 0}, RUMOUR | {"sweep": "doubt", "label": "Doubt", "role": "back", "start": 5}]
    data["phases"][1]["look"], data["panes"] = "adjoint", ["table", "keys"]
    data["ranges"] = "x … y: from x to y"
    page.set_content(PAGE.format(standalone(SCRIPT, data)))
    root = page.locator(".ad-stepper")
    root.press("ArrowRight")
    assert root.locator(".ad-phase span").all_inner_texts() == ["Gossip", "Doubt"]
    assert root.locator(".ad-pane-table th.ad-word").inner_text() == "rumour"
    legend = root.locator(".ad-pane-keys .ad-legend").first
    assert legend.inner_text().strip() == (
        "In each box: its value, and below it its rumour; x … y: from x to y. Filled box: who heard it."
    )
    box = root.locator(".ad-node:visible").filter(has_text="running").or_(root.locator(".ad-node.ad-target:visible")).first
    assert ", the rumour of f is 1" in box.get_attribute("aria-label")
    hue = "r => getComputedStyle(r).getPropertyValue('--ad-hue')"
    first = root.evaluate(hue)
    root.get_by_role("button", name="Doubt").click()
    assert root.get_attribute("data-sweep") == "doubt" and root.evaluate(hue) != first


def test_what_stands_below_a_value_is_said_by_the_phase(page):
    """The gap, for a made-up sweep over the same frames."""
    data = given("lagrange")
    data["phases"][0] |= RUMOUR | {"start": 0, "second": "residual", "look": "gap"}
    page.set_content(PAGE.format(standalone(SCRIPT, data)))
    root = page.locator(".ad-stepper")
    root.press("ArrowRight")
    said = root.locator(".ad-node:visible").evaluate_all(
        "all => all.map(e => e.ariaLabel).filter(s => /the gap of/.test(s))"
    )
    assert said and not any("rumour" in text for text in said)


def test_the_style_sheets_are_those_of_the_folder():
    """The page's style travels beside the bundle, whole: no sheet of the folder is forgotten."""
    sheets = [path.read_text("utf-8") for path in (Path(__file__).parents[2] / "adlesson/show/stepper/js").glob("*.css")]
    assert len(sheets) >= 3 and all(text in SCRIPT.style for text in sheets)
