// The stepper's front end: shows frames (contract.js), and judges a prediction by the numbers in them.
// A page calls `mount(element, data, uid)`; anywidget calls `initialize` for the model of a kernel, which the page with
// its uid then uses, and `render` where a model is shown by itself.  Nothing is computed here but a typed answer such
// as cos(2)*3 and, when the learner is the machine, what a firing adds.  No name of a sweep stands in these files: what
// differs from sweep to sweep is in the phase.
//
// To read: dom, answers, cursor and home use nothing; pictures, panes and leaflets show; question, predict, machine and
// nudge are what a learner does; strip, transport and drawer are zones of the page; player puts them together;
// controls, paper and explore let it be used; this file is the door.

import { control } from "./controls.js";
import { make } from "./dom.js";
import { form } from "./explore.js";
import { arrive, home, tell } from "./home.js";
import { printing } from "./paper.js";
import { Player } from "./player.js";

// Show `data`, or those of the model that has this uid, in an element; return what ends it.
function show(el, data, uid) {
  const place = home(uid), done = new AbortController(), { signal } = done;
  const root = make("div", { class: "adlesson ad-stepper", tabindex: "0", role: "group" });
  const head = make("div", { class: "ad-head-row" });
  let model = null, shown = false;
  const now = () => model?.get("data") ?? data;
  const header = data.form ? form(head, root, now) : null;
  const player = new Player(root, head);
  control(player, signal);
  printing(player, signal);

  function load() {
    const fresh = now(), kept = place.kept ?? model?.get("kept");
    root.setAttribute("aria-label", `Stepper: ${fresh.title}`);
    header?.show();
    player.load(fresh);
    shown = true;
    if (kept?.state && kept.of === fresh.code) player.restore(kept.state);
  }
  function meet() { // a model has come, or has gone
    const before = now();
    model?.off?.("change:data", load);
    model = [...place.models].at(-1) ?? null;
    model?.on?.("change:data", load);
    data = before;
    header?.meet(model);
    if (!shown || now().code !== before.code || (!place.kept && model?.get("kept")?.state)) load();
  }
  function end() {
    done.abort();
    player.stop();
    header?.end();
    model?.off?.("change:data", load);
    place.views.delete(view);
    if (model) tell(model);
  }
  const view = { root, meet, end };
  for (const other of place.views) if (!other.root.isConnected) other.end(); // its cell was moved or deleted
  meet();
  player.kept = (state) => {
    place.kept = { of: now().code, state };
    model?.set("kept", place.kept);
  };
  window.addEventListener("pagehide", () => model && tell(model), { signal });
  el.replaceChildren(root);
  place.views.add(view);
  return end;
}

/** A model of the kernel has come; see anywidget. */
function initialize({ model }) {
  return arrive(model);
}

/** Show a model; see anywidget. */
function render({ model, el }) {
  const uid = model.get("uid");
  if (!home(uid).models.size) arrive(model); // a host that knows no `initialize`
  return show(el, model.get("data"), uid);
}

/**
 * Show a stepper in a page of its own; where its model is or comes, it is connected with it.
 * @param {HTMLElement} element
 * @param {import("./contract.js").Frames} data
 * @param {string} [uid] of the widget; without it nothing is kept
 * @returns {function()} what ends it
 */
export function mount(element, data, uid) {
  return show(element, data, uid);
}

export default { initialize, render };
