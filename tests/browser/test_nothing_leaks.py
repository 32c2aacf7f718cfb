"""While a question is open, its answer is nowhere: not in a pane that is closed, not in an attribute, not on paper.

Whether a number that is seen is the answer or only equal to it cannot be told by looking: the adjoint of b may well be
that of c.  So two steppers are compared that differ in nothing but what is not to be known yet: in one of them, the
numbers, sentences, equations and lines of the step that is asked for, and of all later ones, are others.  What the two
show must be the same, in every pane and every attribute, and on paper.
"""

import json

import pytest

import adlesson as ad

from .stepper_page import data

OTHER = """
const OTHER = "31337", MATH = `<math><mn>${OTHER}</mn></math>`;
function other(data, k) { // the same up to what the question of frame k asks for
  data = structuredClone(data);
  const ruled = data.fade === 3 && data.frames[k].ask.rule;
  data.frames.forEach((frame, j) => {
    if (j < k) return;
    if (frame.equation !== undefined) frame.equation = MATH;
    else if (j > k) frame.letters = MATH;
    for (const name of ["sentence", "said", "result", "made"]) if (name in frame) frame[name] = OTHER;
    if ("numbers" in frame) frame.numbers = MATH;
    for (const entry of frame.set) if (j > k || entry[0] !== "partial" || ruled) entry[2] = OTHER;
    if (j > k && "given" in frame) frame.given = MATH;
    if (!frame.ask) return;
    frame.ask.expected += 1000;
    frame.ask.wrong = [];
    if (frame.ask.rule) frame.ask.rule.right = (frame.ask.rule.right + 1) % frame.ask.rule.choices.length;
  });
  const made = Math.min(...data.frames[k].lit.gradient), rows = data.memory?.rows ?? [];
  if (data.gradient) data.gradient.lines = data.gradient.lines.map((line, n) =>
    n < made ? line : line.replace(/= .*$/, `= ${OTHER}`));
  rows.forEach((row, j) => { if (j >= k) row[1] = OTHER; });
  if (data.figure) {
    const svg = new DOMParser().parseFromString(`<div>${data.figure.svg}</div>`, "text/html");
    const rows = data.frames[k].lit.rows ?? [];
    const solving = data.phases.findLast((phase) => phase.start <= k).role === "back";
    for (const cell of svg.querySelectorAll(solving ? ".ad-entry :is(.ad-numbers, :scope > g)" : ".ad-numbers")) {
      if (solving && !(ruled && rows.includes(+cell.closest("[data-r]").dataset.r))) continue;
      if (cell.hasAttribute("aria-label")) cell.setAttribute("aria-label", OTHER);
      cell.querySelector("text").textContent = OTHER;
    }
    data.figure.svg = svg.querySelector("svg")?.outerHTML ?? "";
  }
  data.nudge = data.nudge && JSON.parse(JSON.stringify(data.nudge).replace(/\\d+/g, "1"));
  return data;
}
function seen(data, k) { // all that a stepper is made of while the question of frame k is open
  const element = document.createElement("div"), press = (key) =>
    element.firstChild.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  document.querySelector("main").append(element);
  window[Symbol.for("adlesson steppers")].count = 0;
  const end = mount(element, data), root = element.firstChild;
  for (let n = 0; n < 500 && !(+root.dataset.frame === k && root.dataset.asks === "true"); n++) {
    press("ArrowRight");
  }
  if (+root.dataset.frame !== k) throw new Error(`no question at ${k}`);
  const all = [root.outerHTML, root.getAttribute("aria-label")];
  root.querySelector(".ad-more").click();
  for (const tab of root.querySelectorAll("[data-do=pane]:not([hidden])")) {
    tab.click();
    all.push(root.outerHTML);
  }
  window.dispatchEvent(new Event("beforeprint"));
  all.push(root.querySelector(".ad-paper").outerHTML);
  end();
  element.remove();
  return all;
}
"""

CASES = {
    "forward": lambda **o: data(ad.trace(ad.examples.running, x=0.25), "forward", **o),
    "tangent": lambda **o: data(ad.trace(ad.examples.running, x=0.25), "tangent", **o),
    "reverse": lambda **o: data(ad.trace(ad.examples.running, x=0.25), **o),
    "two inputs": lambda **o: data(ad.trace(ad.examples.order_matters, a=2, b=3), **o),
    "lagrange": lambda **o: data(ad.trace(ad.examples.running, x=0.25), "lagrange", **o),
    "explore": lambda **o: ad.explore("x*y * (x*y + x)", x=3, y=2, **o).data,
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_shown_does_not_depend_on_the_answer(stepper, case):
    """At every question and every level, in every pane: all texts and attributes, and the printed steps."""
    given = json.loads(json.dumps(CASES[case](predict=True)))
    page, asked = stepper(given).page, 0
    for fade in range(4):
        for k, frame in enumerate(given["frames"]):
            if "ask" not in frame or (fade and frame["ask"]["blank"] > fade):
                continue
            one, two = page.evaluate(
                f"""([k, fade]) => {{ {OTHER}
                const data = {{ ...all[0], fade }};
                return [data, other(data, k)].map(data => seen(data, k)); }}""",
                [k, fade],
            )
            asked += 1
            assert len(one) > 4
            for a, b in zip(one, two, strict=True):
                if a != b:
                    at = next(n for n, pair in enumerate(zip(a, b, strict=False)) if pair[0] != pair[1])
                    pytest.fail(f"level {fade}, step {k}: {a[max(0, at - 150) : at + 60]} | {b[at - 20 : at + 60]}")
    assert asked > 15


@pytest.mark.parametrize("fade", [0, 3])
def test_an_answer_that_is_like_no_other_number_is_nowhere(stepper, running, fade):
    """The same by looking, where looking can tell: 63.51 and 45.71 are to be seen nowhere before they are found."""
    page = stepper(data(running, predict=True, fade=fade)).page
    everything = "\n".join(page.evaluate(f"k => {{ {OTHER} return seen(all[0], k); }}", 8))
    for text in ("63.51", "45.71", *(["2.568"] if fade else [])):
        assert text not in everything
        assert text in json.dumps(data(running, predict=True)["frames"][8])
