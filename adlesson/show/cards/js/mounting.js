// What all cards are: a root whose keys are its own, connected with what the window knows, and with a model where one
// is.
//
// A kind of card is a function that is given a `Card`, fills its root once, and returns what shows the data, again and
// again: when they are first there, and when the kernel has others.

import { focused, make } from "../../live/js/dom.js";
import { dataOf } from "../../live/js/home.js";
import { live, ownKey } from "../../live/js/live.js";
import { farewell, greet, learn, record } from "./store.js";

/**
 * What a module is given to show one card.
 * @typedef {Object} Card
 * @property {HTMLElement} root to be filled; it is a group, and wants an aria-label
 * @property {AbortSignal} signal of its end: give it to listeners
 * @property {function(): ?Object} model of anywidget, null where no kernel is; it may come and go
 * @property {?Object} own the model of a page that has a Python of its own, and no kernel
 * @property {function(Object)} record tells an event to this window and to the kernel; "at" is added
 * @property {boolean} [again] is it a replay?  Then a question begins afresh, and no explanation stands below it
 */

// Keys that are pressed in a card are no commands of the notebook around it; to go on is left alone (onward.js).
function guard(event) {
  const { key, ctrlKey, metaKey, currentTarget: root, target } = event;
  if (!ownKey(event)) return;
  event.stopPropagation();
  if ((ctrlKey || metaKey) && !target.matches("input, textarea")) event.preventDefault(); // or the browser selects all
  if (key !== "Escape") return;
  focused(root)?.blur(); // out of the card, to the notebook and its keys
  root.closest(".jp-Notebook")?.focus();
}

/**
 * Show a card; where its model is or comes, it is connected with it, and shows the data of that.
 * @param {Object<string, function(Card): function(Object)>} kinds what shows a card, by its kind
 * @param {Object<string, function(Object): ?Object>} models of the kinds that have one in a page with its own Python
 * @param {HTMLElement} element
 * @param {Object} data
 * @param {string} [uid] of the widget
 * @returns {function()} what ends it
 */
export function mountCard(kinds, models, element, data, uid) {
  const done = new AbortController(), { signal } = done;
  const root = make("div", { class: `adlesson ad-piece ad-card ad-${data.card}`, role: "group" });
  const own = models[data.card]?.(data) ?? null;
  let model = null;
  const now = () => dataOf(model, data);
  const show = kinds[data.card]({ root, signal, model: () => model, own, record: (event) => record(event, model) });
  root.addEventListener("keydown", guard, { signal });
  function change() {
    learn(now().state, model !== null);
    show(now());
  }
  function meet(other) {
    data = now();
    if (model) farewell(model);
    model = other;
    if (model) greet(model);
    change();
  }
  function leave() {
    if (model) farewell(model);
    done.abort();
  }
  element.replaceChildren(root); // first: what is shown depends on what follows in the page
  return live(uid, root, { meet, change, leave, own });
}
