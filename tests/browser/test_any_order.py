"""Hundreds of things that a learner may do, in any order: nothing complains, nothing moves, and all stays of one piece."""

import pytest

import adlesson as ad

from .lab_driver import repainted
from .stepper_page import data, opened

# Does `count` random things to a stepper, then checks it against a fresh one in the same state; returns what is wrong.
MONKEY = """async ([which, count, seed]) => {
  const root = document.querySelectorAll(".ad-stepper")[0], wrong = [];
  const random = (n) => { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor(seed / 65536) % n; };
  const one = (list) => list[random(list.length)];
  const KEYS = [..."pnm.?! 1234xyabuvf+-[]=", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowUp",
    "ArrowDown", "Home", "End", "Enter", "Escape", "Backspace"];
  const TEXTS = ["1", "2(", "e", "a", "17.80 + 17.80*2*a", "0", "", "x*y", "3*cos(2)", "12345", "constructor"];
  const held = () => (root.contains(document.activeElement) ? document.activeElement : root);
  const press = (key) => held().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const seen = (e) => e.getClientRects().length > 0;
  const zones = () => JSON.stringify([...root.querySelectorAll(".ad-pictures, .ad-strip, .ad-controls, .ad-controls > *")]
    .map((e) => Object.values(e.getBoundingClientRect().toJSON())));
  const before = zones();
  const done = [];
  for (let k = 0; k < count && !wrong.length; k++) {
    const kind = random(10), field = root.querySelector(".ad-field");
    if (kind < 5) {
      done.push(one(KEYS));
      press(done.at(-1));
    } else if (kind < 6 && field && seen(field)) {
      field.value = one(TEXTS);
      field.focus();
      done.push(`types ${field.value}`);
      press("Enter");
    } else if (kind < 7) {
      const select = one([...root.querySelectorAll("select, .ad-slide")].filter(seen));
      if (!select) continue;
      select.value = String(random(4));
      done.push(`chooses ${select.value}`);
      for (const type of ["input", "change"]) select.dispatchEvent(new Event(type, { bubbles: true }));
    } else {
      const all = [...root.querySelectorAll("button, .ad-node, .ad-rule input, .ad-switch input, [data-r]")].filter(seen);
      const it = one(all);
      done.push(`clicks ${it.dataset.do ?? it.className.baseVal ?? it.className}`);
      if (it.matches(":is(button, input)")) it.focus();
      it.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    }
    if (k % 7 === 0) await new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
    const live = document.querySelectorAll("[aria-live], [role=status], [role=alert]").length;
    if (live !== document.querySelectorAll(".ad-stepper").length) wrong.push(`${live} live regions`);
    if (zones() !== before) wrong.push(`moved: ${before} ${zones()}`);
    const filled = [...root.querySelectorAll(".ad-filled:not([aria-disabled=true])")].filter(seen).length;
    if (filled > 1) wrong.push(`${filled} filled buttons`);
    if (document.activeElement?.closest?.(".ad-stepper") && !seen(document.activeElement)) wrong.push("focus on nothing");
    const frame = +root.dataset.frame;
    if (!(frame in all[which].frames)) wrong.push(`frame ${frame}`);
  }
  return wrong.map((text) => `${text} after ${done.slice(-8).join(", ")}`);
}"""

# All that is seen of a stepper: elements with their texts and attributes, but for what only says which stepper it is,
# what was said last, and where Tab comes to.
LOOK = r"""(root) => [root, ...root.querySelectorAll("*")]
    .filter((e) => e.getClientRects().length && !e.matches(".ad-unseen"))
    .map((e) => [e.localName, [...e.classList].sort().join(" "), e.childElementCount ? "" : e.textContent, e.value ?? "",
      ...[...e.attributes].filter((a) => !/^(class|tabindex|id|aria-describedby)$/.test(a.name) && a.value !== "")
        .map((a) => `${a.name}=${a.value.replace(/ \(stepper \d+\)/, "")}`).sort()].join("|")).join("\n")"""

CASES = {
    "reverse": lambda: data(ad.trace(ad.examples.running, x=0.25), fade=3),
    "lagrange": lambda: data(ad.trace(ad.examples.running, x=0.25), "lagrange", predict=True, panes=("system",)),
    "tangent": lambda: data(ad.parse("x*y * (x*y + x)", x=3, y=2), "tangent", panes=("nudge",)),
    "schedule": lambda: data(ad.trace(ad.examples.order_matters, a=2, b=3), "schedule"),
    "budget": lambda: data(ad.trace(ad.examples.running, x=0.25), budget=2, panes=("memory", "system")),
}


# Closes and switches off all that a learner may have opened and switched on, and looks at the first and the last step.
CALM = """(root) => {
  const look = LOOK, press = (key) =>
    root.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const drawer = root.querySelector(".ad-drawer"), more = root.querySelector(".ad-more");
  root.focus();
  if (!drawer.hidden) more.click();
  more.click();
  const wish = root.querySelector(".ad-switch input"), level = root.querySelector(".ad-fade select");
  level.value = "0";
  level.dispatchEvent(new Event("change", { bubbles: true }));
  if (wish.checked) wish.click();
  more.click();
  while (root.querySelector(".ad-speed").textContent !== "1×") root.querySelector(".ad-speed").click();
  return ["Home", "End"].map((key) => {
    press(key);
    return look(root);
  });
}""".replace("LOOK", LOOK)


@pytest.mark.parametrize("case", CASES)
def test_things_are_done_in_any_order(stepper, case):
    """Clicks on everything, keys and typing; each leaves one live region, one filled button, and controls in their places.

    Then all is closed and switched off, and the first and the last step look as if nothing had been done.
    """
    given = CASES[case]()
    page = stepper(given).page
    assert page.evaluate(MONKEY, [0, 150, 7]) == []
    page.evaluate("add(all[0]) && 0")
    repainted(page)
    done, fresh = (page.locator(".ad-stepper").nth(k).evaluate(CALM) for k in (0, 1))
    for one, other in zip(done, fresh, strict=True):
        lines = one.split("\n"), other.split("\n")
        assert [pair for pair in zip(*lines, strict=False) if pair[0] != pair[1]][:3] == []
        assert len(lines[0]) == len(lines[1]) > 50


def test_what_is_kept_brings_back_what_was_seen(stepper, running):
    """Cursor, answers, wishes, open panes: as JSON from one stepper, given to another."""
    given = data(running)
    page = stepper(given).page
    show = "uid => mount(document.querySelector('main').appendChild(document.createElement('div')), all[0], uid)"
    page.evaluate("document.querySelector('main').replaceChildren()")
    page.evaluate(f"({show})('one') && 0")
    first, second = page.locator(".ad-stepper").nth(0), page.locator(".ad-stepper").nth(1)
    first.focus()
    for key in ("p", "ArrowRight", "ArrowRight", "ArrowRight", "?"):
        first.press(key)
    opened(first, "code")
    first.locator(".ad-field").fill("5")
    first.locator(".ad-field").press("Enter")
    page.evaluate(f"{{ home('two').kept = JSON.parse(JSON.stringify(home('one').kept)); ({show})('two'); 0 }}")
    repainted(page)
    look = f"(root) => ({LOOK})(root)"
    assert second.evaluate(look) == first.evaluate(look)
    assert second.locator(".ad-verdict").inner_text().startswith("Not yet.")
    assert second.locator(".ad-field").input_value() == "5"
