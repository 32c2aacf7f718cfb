// The drawer behind "more": what there is besides graph, sentence and transport.  It grows only downwards.

import { attribute, button, focus, focused, make } from "../../live/js/dom.js";

/** @typedef {import("./contract.js").Frames} Frames */

/**
 * Something that can be opened in the drawer.
 * @typedef {Object} Pane
 * @property {string} name as in `panes=("code",)`
 * @property {string} label on its button
 * @property {HTMLElement} element what stands in the drawer
 * @property {HTMLElement} [strip] what stands in the strip while it is open, in place of sentence and equation
 * @property {function(Frames): (boolean|void)} load takes new data; false where they have no such thing
 * @property {function(number)} [show] what is to be seen at a frame; only called while it is open
 * @property {function(boolean)} [turn] told when it is opened (true) or goes away (false)
 * @property {function()} [draw] draw on the graph, when all else is written there
 * @property {function(): string} [about] what is said when it is opened; where it has none, it speaks for itself
 * @property {function(): string} [news] what is to be said of this step, "" if it has been said
 * @property {boolean} [waits] goes away while a question is open, since it would answer it
 * @property {Object} [cursor] if it has a cursor of its own, which the transport moves: `at`, `last()`, `go(k)`
 * @property {function(): Object} [state] what is to be kept of it, plain JSON
 * @property {function(Object)} [restore] and back
 */

const WAITS = "A question is open. This comes back when it is answered.";

/**
 * @param {Pane[]} panes
 * @param {HTMLElement[]} wishes what stands behind their buttons
 * @param {function()} changed called when another one is open
 * @param {function(string, boolean)} say
 */
export function drawerView(panes, wishes, changed, say) {
  const tabs = panes.map(({ name, label }) => button("pane", label, { "data-pane": name, "aria-pressed": "false" }));
  const row = make("div", { class: "ad-drawer-row", role: "group", "aria-label": "More" }, ...tabs,
    make("div", { class: "ad-wishes" }, ...wishes));
  const note = make("p", { class: "ad-waits" }, WAITS);
  const inside = make("div", { class: "ad-panes" }); // only what is open is in the page
  const element = make("div", { class: "ad-drawer", hidden: true }, row, inside);
  let offered = [], open = [], active = []; // panes; those that are open and need not wait
  let mine = false; // did the learner open it just now?

  function load(data) {
    offered = panes.filter((pane) => pane.load(data) !== false);
    tabs.forEach((tab, k) => (tab.hidden = !offered.includes(panes[k])));
    open = open.filter((pane) => offered.includes(pane));
  }
  function set(names, own = false) {
    mine = own;
    open = offered.filter(({ name }) => names.includes(name));
    if (open.length) element.hidden = false;
  }
  function toggle(name) {
    set(open.some((pane) => pane.name === name) ? [] : [name], true);
    changed();
    if (!open.length) return;
    const words = active.includes(open[0]) ? open[0].about?.() : WAITS;
    if (words) say(words, true);
  }
  function press(name) { // by key
    if (offered.some((pane) => pane.name === name)) toggle(name);
  }
  function show(k, asked) {
    const now = open.filter((pane) => !(asked && pane.waits));
    for (const pane of panes) if (now.includes(pane) !== active.includes(pane)) pane.turn?.(now.includes(pane));
    const wanted = [...(now.length < open.length ? [note] : []), ...now.map(({ element }) => element)];
    if (wanted.some((part, n) => part !== inside.children[n]) || inside.children[wanted.length]) {
      inside.replaceChildren(...wanted);
    }
    active = now;
    panes.forEach((pane, i) => attribute(tabs[i], "aria-pressed", open.includes(pane)));
    inside.hidden = open.length === 0;
    for (const pane of active) pane.show?.(k);
  }
  function expand(on) {
    element.hidden = !on;
    if (!on) open = [];
    changed();
  }
  // Close the pane that the learner opened; false where there is none: what the cell opened is none of them.
  function close(root) {
    const held = focused(root), tab = tabs[panes.indexOf(open[0])];
    if (!mine || !open.length) return false;
    set([]);
    changed();
    if (held && !held.getClientRects().length) focus(tab);
    return true;
  }
  const own = () => panes.filter((pane) => pane.state).map((pane) => [pane.name, pane.state()]);
  function restore(names, more, kept) {
    set(names);
    element.hidden = !more;
    for (const pane of offered) if (kept[pane.name]) pane.restore(kept[pane.name]);
  }
  // The open panes that another stepper can begin with.
  const kept = () => open.map(({ name }) => name).filter((name) => name !== "copy" && name !== "link");
  // What to add to the line of Python.
  function option() {
    const names = kept().map((name) => `"${name}"`);
    return names.length ? `, panes=(${names.join(", ")}${names.length === 1 ? "," : ""})` : "";
  }
  const names = () => open.map(({ name }) => name), state = () => Object.fromEntries(own());
  return { element, load, set, state, restore, option, kept, press, toggle, show, expand, close, names,
    active: () => active, isOpen: () => !element.hidden };
}
