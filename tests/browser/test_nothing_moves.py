"""The zones of the stepper: whatever the step, the state, the answer, no control moves by a pixel, and all fit a screen."""

import pytest

import adlesson as ad

from .stepper_page import data

# Goes through all steps, states and answers, and returns the first state in which a control stands elsewhere, or null.
WALK = """(root) => {
  const controls = ".ad-controls > *, .ad-tabs > *, .ad-drawer-row :is(button, label)";
  const parts = `.ad-top, .ad-pictures, .ad-strip, .ad-controls, ${controls}`;
  const box = (e) => Object.values(e.getBoundingClientRect().toJSON());
  const places = () => JSON.stringify([root, ...root.querySelectorAll(parts)].map(e => [e.className.split(" ")[0], box(e)]));
  const press = (key, target = root) =>
    target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const field = root.querySelector(".ad-field"), next = root.querySelector(".ad-next"), moved = [];
  const type = (text) => { field.value = text; press("Enter", field); };
  root.querySelector(".ad-more").click();
  root.focus();
  const before = places();
  let states = 0;
  const look = (state) => {
    states += 1;
    if (places() !== before) moved.push([state, before, places()]);
  };
  for (let k = 0; k < 200 && next.getAttribute("aria-disabled") !== "true" && !moved.length; k++) {
    const where = root.dataset.frame;
    if (root.dataset.asks === "true") {
      for (const text of ["12345", "2(", "0", ""]) { type(text); look(`${where}: ${text}`); }
      for (let n = 0; n < 4; n++) { press("?"); look(`${where}: hint`); }
      press("End"); look(`${where}: this comes first`);
      root.querySelectorAll(".ad-choices input").forEach((radio) => { radio.click(); look(`${where}: a slope`); });
      const ask = all[0].frames[+where].ask;
      if (k % 2) { root.querySelectorAll(".ad-choices input")[ask.rule?.right]?.click(); type(String(ask.expected)); }
    }
    press("ArrowRight");
    look(`after ${where}`);
  }
  for (const key of ["ArrowLeft", "ArrowLeft", "Home", "End", " ", " "]) { press(key); look(key); }
  for (const what of [".ad-speed", ".ad-speed", ".ad-play", ".ad-play", ".ad-again"]) {
    root.querySelector(what).click();
    look(what);
  }
  return [states, moved[0] ?? null];
}"""


def loop(x):
    for _ in range(8):
        x = ad.sin(x) * 1.5
    return x


CASES = {
    "reverse": lambda: data(ad.trace(ad.examples.running, x=0.25)),
    "asked": lambda: data(ad.trace(ad.examples.running, x=0.25), predict=True),
    "asked for the slope": lambda: data(ad.trace(ad.examples.order_matters, a=2, b=3), fade=3),
    "lagrange": lambda: data(ad.trace(ad.examples.running, x=0.25), "lagrange", fade=3),
    "explore": lambda: ad.explore("x*y * (x*y + x)", x=3, y=2, predict=True).data,
    "budget": lambda: data(ad.trace(ad.examples.running, x=0.25), budget=2),
    "a loop": lambda: data(ad.trace(loop, x=0.5), "tangent", predict=True),
}


@pytest.mark.parametrize(
    ("case", "width"), [*((case, 1100) for case in CASES), ("asked", 720), *((case, 400) for case in ("asked", "lagrange"))]
)
def test_no_control_moves_by_a_pixel(stepper, case, width):
    """Over all steps, wrong and right answers, hints, shown answers, the score, play and speed, with the drawer open."""
    root = stepper(CASES[case](), width=width)
    states, moved = root.evaluate(WALK)
    assert moved is None and states > 15


def test_a_control_that_moves_is_seen(stepper):
    """A strip that is as high as its text, as it was once."""
    root = stepper(CASES["asked"]())
    root.evaluate("r => Object.assign(r.querySelector('.ad-strip').style, { height: 'auto', contain: 'none' })")
    assert root.evaluate(WALK)[1] is not None


def test_the_whole_of_it_is_seen_at_once(stepper):
    """At most 560 pixels high where there is room, the drawer closed; where there is little, the graph scrolls inside."""
    for case in CASES:
        for width in (1100, 700):
            assert stepper(CASES[case](), width=width).bounding_box()["height"] <= 560, (case, width)
    root = stepper(CASES["asked"](), width=400, height=700)
    assert root.bounding_box()["height"] <= 700
    graph = root.locator(".ad-pictures")
    assert graph.evaluate("e => e.scrollHeight > e.clientHeight")
    root.focus()
    for _ in range(9):
        root.press("ArrowRight")
        root.press("ArrowRight")
        target, frame = root.locator(".ad-node.ad-target:visible").bounding_box(), graph.bounding_box()
        assert frame["y"] - 1 <= target["y"] and target["y"] + target["height"] <= frame["y"] + frame["height"] + 1
