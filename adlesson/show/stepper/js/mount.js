// A stepper in an element: its header, its player, and the model of a kernel where one is or comes, or of the page.

import { control } from "./controls.js";
import { make } from "../../live/js/dom.js";
import { form } from "./explore.js";
import { explorerModel } from "./explorer_model.js";
import { dataOf, home } from "../../live/js/home.js";
import { live, tell } from "../../live/js/live.js";
import { enterPiece } from "../../live/js/onward.js";
import { printing } from "./paper.js";
import { Player } from "./player.js";

const BEFORE = Symbol.for("adlesson before"); // on a cell: what was shown there, and how far the learner has come

/**
 * Show a stepper; where its model is or comes, it is connected with it, and shows the data of that.
 * @param {HTMLElement} element
 * @param {import("./contract.js").Frames} data
 * @param {string} [uid] of the widget; without it nothing is kept
 * @returns {function()} what ends it
 */
export function mount(element, data, uid) {
  const place = home(uid), cell = element.closest(".jp-Cell") ?? {}, done = new AbortController(), { signal } = done;
  const root = make("div", { class: "adlesson ad-piece ad-stepper", tabindex: "0", role: "group" });
  const head = make("div", { class: "ad-head-row" });
  let model = null, shown = false;
  const now = () => dataOf(model, data);
  const header = data.form ? form(head, root, now) : null;
  const player = new Player(root, head);
  control(player, signal);
  printing(player, signal);

  function load() {
    const fresh = now(), kept = place.kept ?? model?.get("kept"), before = !shown && cell[BEFORE];
    root.setAttribute("aria-label", `Stepper: ${fresh.title}`);
    header?.show();
    player.load(fresh);
    shown = true;
    if (kept?.state && kept.of === fresh.code) player.restore(kept.state);
    else if (before && JSON.stringify(before.data) === JSON.stringify(fresh)) player.restore(before.state); // run again
  }
  function meet(other) { // a model has come, or has gone
    data = now();
    model = other;
    header?.meet(model);
    if (!shown || now().code !== data.code || (!place.kept && model?.get("kept")?.state)) load();
  }
  function leave() {
    done.abort();
    player.stop();
    header?.end();
    if (model) tell(model);
  }
  const own = data.form ? explorerModel(data) : null;
  const end = live(uid, root, { meet, change: load, leave, own });
  player.kept = (state) => {
    place.kept = { of: now().code, state };
    cell[BEFORE] = { data: now(), state };
    model?.set("kept", place.kept);
  };
  window.addEventListener("pagehide", () => model && tell(model), { signal });
  element.replaceChildren(root);
  enterPiece(root, () => player.enter());
  return end;
}
