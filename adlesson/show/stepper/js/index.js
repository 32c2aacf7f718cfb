// The stepper's front end: shows frames (contract.js), and judges a prediction by the numbers in them.
// anywidget calls `render`; a page without a kernel calls `mount(element, data)`.  Nothing is computed here but a typed
// answer such as cos(2)*3 and, when the learner is the machine, what a firing adds.  No name of a sweep stands in these
// files: what differs from sweep to sweep is in the phase.
//
// To read: dom, answers and cursor use nothing; pictures, panes and leaflets show; question, predict, machine and nudge
// are what a learner does; strip, transport and drawer are zones of the page; player puts them together; controls,
// paper and explore let it be used; this file is the door.

import { control } from "./controls.js";
import { make } from "./dom.js";
import { form } from "./explore.js";
import { printing } from "./paper.js";
import { Player } from "./player.js";

function render({ model, el }) {
  const { title } = model.get("data"), done = new AbortController();
  const says = `Stepper: ${title}`;
  const root = make("div", { class: "adlesson ad-stepper", tabindex: "0", role: "group", "aria-label": says });
  const head = make("div", { class: "ad-head-row" });
  const explores = model.get("inputs") !== undefined;
  if (explores && model.get("text") === null) head.append(make("p", { class: "ad-title" }, make("code", {}, title)));
  const close = explores ? form(model, head, root) : () => {};
  const player = new Player(root, head);
  control(player, done.signal);
  printing(player, done.signal);
  const load = () => {
    player.load(model.get("data"));
    root.setAttribute("aria-label", `Stepper: ${model.get("data").title}`);
  };
  model.on("change:data", load);
  load();
  el.append(root);
  return () => {
    done.abort();
    player.stop();
    close();
    model.off("change:data", load);
  };
}

/**
 * Show a stepper in a page that has no kernel.
 * @param {HTMLElement} element
 * @param {import("./contract.js").Frames} data
 * @returns {function()} what ends it
 */
export function mount(element, data) {
  const nothing = () => {}, get = (name) => (name === "data" ? data : undefined);
  return render({ model: { get, set: nothing, on: nothing, off: nothing, save_changes: nothing }, el: element });
}

export default { render };
