// Panes of the drawer that only tell: what the marks and keys mean, and the same stepper as a line of Python, and as a
// link.

import { button, fill, make, write } from "../../live/js/dom.js";
import { writeLink } from "./link.js";
import { site } from "../../live/js/python.js";

const KEYS = [
  ["← →", "previous, next step"], ["Home End", "first, last step"], ["space", "play or pause"],
  ["Enter", "go to the answer field, then check, then next step"], ["click a box", "go to its step"],
  ["1 to 4", "choose a slope"], ["?", "hint"],
  ["!", "show me"], ["p", "ask me first"], ["n", "nudge"], ["+ − [ ]", "nudge up, down, by less, by more"],
  ["m", "be the machine"],
  ["letters, digits", "machine: fire that box, before p, n, m"], ["Backspace", "machine: undo"], [".", "more"],
  ["↑ ↓", "look along boxes, lines, rows"], ["Escape", "out of the question, your pane, the stepper"],
];

/**
 * What the marks mean, and what the keys do.
 * @returns {Object} a pane, with `tell`, which is given the legend of the phase
 */
export function keysView() {
  const marks = make("p", { class: "ad-legend" }), remark = make("p", { class: "ad-legend" });
  const rows = make("dl"), element = make("section", { class: "ad-pane ad-pane-keys" }, marks, remark, rows);
  const row = ([key, does]) => make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, does));
  let ranges = "";

  function load(data) {
    ranges = data.ranges && `; ${data.ranges}`;
    write(remark, data.remark);
    remark.hidden = !data.remark;
  }
  const turn = () => rows.firstChild || rows.append(...KEYS.map(row));
  const tell = (legend) => write(marks, fill(legend, { ranges }));
  const about = () => `Marks and keys are open below: ${KEYS.length} keys.`;
  return { name: "keys", label: "marks and keys", element, load, turn, tell, about };
}

// Copy a text, or where that is refused, select it where it stands; `done` is told which.
function copyText(text, select, done) {
  const refused = () => {
    select();
    done("selected: copy it with Ctrl+C or ⌘C");
  };
  if (!navigator.clipboard?.writeText) return refused();
  navigator.clipboard.writeText(text).then(() => done("copied"), refused);
}

/**
 * The same in Python.
 * @param {function(string, boolean)} say
 * @returns {Object} a pane, with `copy`, and `tell`, which is given the options that make this state again
 */
export function copyView(say) {
  const code = make("code", { tabindex: "0" }), copied = make("span");
  const element = make("section", { class: "ad-pane ad-pane-copy" },
    make("p", { class: "ad-code-line" }, code, button("copy", "copy"), copied));
  let line = "";

  function load(data) {
    line = data.code ?? "";
    write(copied, "");
    return line !== "";
  }
  const copy = () => copyText(code.textContent, () => getSelection().selectAllChildren(code), (text) => {
    write(copied, text);
    say(text, true);
  });
  const tell = (options) => write(code, line.replace("{options}", options));
  const about = () => "The line of Python is open below.";
  return { name: "copy", label: "copy as Python", element, load, copy, tell, about };
}

/**
 * A link that opens a formula here, as it is now, where the site has a page for that.
 * @param {function(string, boolean)} say
 * @returns {Object} a pane, with `copy`, and `tell`, which is given what else the link holds
 */
export function linkView(say) {
  const field = make("input", { type: "text", readonly: true, class: "ad-link", "aria-label": "Link" });
  const copied = make("span");
  const element = make("section", { class: "ad-pane ad-pane-link" },
    make("p", { class: "ad-code-line" }, field, button("copy-link", "copy link"), copied));
  let page = "", form = null; // the page that opens such a link, "" if there is none

  function load(data) {
    form = data.form ?? null;
    page = site()?.try ?? "";
    write(copied, "");
    return Boolean(page && form?.text) && form.inputs.every(({ value }) => value !== null);
  }
  const copy = () => copyText(field.value, () => field.select(), (text) => {
    write(copied, text);
    say(text, true);
  });
  function tell(rest) {
    if (!page || !form?.text) return;
    const at = Object.fromEntries(form.inputs.map(({ name, value }) => [name, value]));
    const address = new URL(page, document.baseURI).href + writeLink({ f: form.text, at, ...rest });
    if (field.value === address) return;
    field.value = address;
    write(copied, "");
  }
  const about = () => "The link is open below.";
  return { name: "link", label: "link", element, load, copy, tell, about };
}
