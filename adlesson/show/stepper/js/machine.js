// Be the machine: the learner fires boxes in any order, on the graph, and sees what comes of it.

import { drawn, ride } from "./blocks.js";
import { attribute, button, make } from "../../live/js/dom.js";
import { keysOf, spoken, told } from "./fired.js";
import { ledger, orderName } from "./ledger.js";
import { ordersView } from "./orders.js";

/** @typedef {import("./contract.js").Frames} Frames */
/** @typedef {import("./contract.js").Lit} Lit */
/** @typedef {import("./contract.js").Schedule} Schedule */

// Write a text in which names stand between stars.
function bold(element, text) {
  const part = (piece, k) => (k % 2 ? make("b", {}, piece) : piece);
  element.replaceChildren(...text.split("*").map(part).filter(Boolean));
}

export class Machine {
  /**
   * @param {Object} graph see Pictures
   * @param {function(string, boolean)} say
   * @param {function()} changed called when somebody has fired, or the cursor along the firings has moved
   */
  constructor(graph, say, changed) {
    const sentence = make("p", { class: "ad-sentence" }), next = make("p", { class: "ad-and-then" });
    const undo = button("undo", "undo", { title: "Undo (Backspace)" });
    const sequence = make("ol", { class: "ad-sequence", "aria-label": "Fired so far" }), known = ordersView();
    const row = make("div", { class: "ad-firings" }, undo, button("reset", "start over"), sequence, known.toggle);
    Object.assign(this, { graph, say, changed, ui: { sentence, next, undo, sequence }, known });
    // a pane, see drawer.js, with a cursor of its own
    const pane = { name: "machine", label: "be the machine", waits: true, element: known.element };
    Object.assign(this, pane, { cursor: this });
    this.strip = make("div", { class: "ad-machine" }, sentence, next, row);
    /** @type {?Schedule} */
    this.plan = null;
    this.shape = "";
    this.seen = new Set(); // the known orders that were played to their end
    this.ends = () => {};
  }

  /** @param {Frames} data with the same arrows as before, the firings stay */
  load({ schedule, variables, frames, phases }) {
    this.plan = schedule;
    if (!schedule) return false;
    this.variables = variables;
    this.names = variables.map(({ name }) => name);
    this.keys = keysOf(this.names);
    this.called = phases.at(-1).names ?? this.names;
    const set = frames.flatMap((frame) => frame.set);
    const texts = (wanted) => new Map(set.filter(([what]) => what === wanted).map(([, i, text]) => [i, text]));
    [this.values, this.slopes] = [texts("value"), texts("partial")];
    const shape = JSON.stringify([this.names, variables.map(({ reads }) => reads)]);
    if (shape !== this.shape) {
      this.clear();
      this.seen = new Set();
    }
    this.shape = shape;
    this.known.load(schedule, this.names);
    return true;
  }

  /** Told when one begins to be the machine, and when one leaves it. */
  turn(on) {
    this.graph.element.classList.toggle("ad-firing", on);
    this.ends();
    if (on) return this.say(this.spoken(), true);
    this.say("You are no longer the machine.", true);
    this.names.forEach((_, i) => {
      this.graph.cover(i, null);
      for (const { box } of this.graph.boxes[i]) box.removeAttribute("aria-keyshortcuts");
    });
  }

  clear() {
    this.firings = [];
    this.at = 0; // how many of them are before the cursor
    this.remembers = false;
    this.own = null; // the learner's firings, while a known order is played
    this.playing = null; // the number of that
  }

  last() {
    return this.firings.length;
  }

  past() {
    return this.firings.slice(0, this.at);
  }

  go(k) {
    const before = this.at;
    this.at = Math.max(0, Math.min(k, this.firings.length));
    this.moved = this.at === before + 1;
    this.changed();
    this.say(this.spoken(), true);
  }

  choose(i) {
    const { names, plan, at } = this;
    if (plan.order.includes(i)) return this.write([...this.past(), i], at + 1);
    this.say(`${names[i]} is not on the way to ${names[plan.output]}: it gets no share.`, true);
  }

  undo() {
    const { names } = this, past = this.past(), undone = past.pop();
    this.write(past, past.length);
    if (undone === undefined) return this.say("Nothing to undo.", true);
    const before = past.length ? `${names[past.at(-1)]} has fired last.` : "Nobody has fired.";
    this.say(`Undone: ${names[undone]}. ${before}`, true);
  }

  write(firings, at) {
    Object.assign(this, { firings, own: null, playing: null });
    this.go(at);
  }

  reset() {
    this.clear();
    this.go(0);
  }

  /** Lay known order number `k` before the learner, from its beginning. */
  take(k) {
    this.graph.element.scrollIntoView({ block: "nearest" });
    const { firings, remembers } = this.plan.known[k];
    this.own ??= { firings: this.past(), remembers: this.remembers };
    Object.assign(this, { firings, remembers, playing: k });
    this.go(0);
  }

  /** @returns {boolean} whether the key is a box's, or undoes */
  press(key) {
    const i = this.keys.indexOf(key);
    if (key === "Backspace") this.undo();
    else if (i >= 0) this.choose(i);
    return key === "Backspace" || i >= 0;
  }

  /** Open the table of known orders, or close it. */
  compare() {
    this.known.turn();
    this.changed();
    this.say(this.known.spoken(), true);
    this.known.element.scrollIntoView({ block: "nearest" });
  }

  /** What the known orders come to is hidden until they were played; show it. */
  reveal() {
    this.seen = new Set(this.plan.known.keys());
    this.changed();
    this.say("All orders show what they come to.", true);
  }

  state() {
    const { firings, at, remembers, seen } = this;
    return { firings, at, remembers, seen: [...seen] };
  }

  restore({ firings = [], at = 0, remembers = false, seen = [] }) {
    Object.assign(this, { firings, at, remembers, own: null, playing: null, seen: new Set(seen) });
  }

  /** @returns {Lit} */
  lit() {
    const { last } = this.sum(), shares = last?.shares ?? [], lines = { lines: [], gradient: [], back: true };
    const targets = last ? shares.map(({ to }) => to) : [this.plan.output];
    return { ...lines, sources: last ? [last.i] : [], targets, edges: shares.map(({ e }) => e) };
  }

  spoken() {
    return this.words().said;
  }

  words() {
    const { plan, names, at, playing, remembers, known } = this; // an order has a name where the table says what it is
    const called = playing === null && known.isOpen() ? orderName(plan, this.past(), remembers) : "";
    return told(plan, names, this.sum(), at, playing !== null && at < this.last(), called);
  }

  /** Draw what the firings before the cursor have come to; the last of them rides. */
  paint() {
    const { plan, names, keys, ui, graph } = this, { boxes, last } = this.sum();
    this.ends();
    for (const [e, text] of this.slopes) graph.update("partial", e, text);
    const { sentence, next, keys: byKey } = this.words();
    bold(ui.sentence, sentence);
    bold(ui.next, next);
    ui.next.append(make("span", { class: "ad-by-key" }, byKey && ` ${byKey}`));
    attribute(ui.undo, "aria-disabled", !this.at);
    this.caps();
    const rides = this.moved && last ? last.shares : [];
    names.forEach((name, i) => {
      const fresh = rides.filter(({ to }) => to === i).length, key = keys[i] === name ? "" : keys[i];
      const box = boxes[i] ?? NOBODY, value = !this.first(i) && this.values.get(i);
      graph.cover(i, drawn(plan, names, box, i, { value, slope: this.called[i], key, fresh }));
      for (const part of graph.boxes[i]) {
        attribute(part.box, "aria-label", `${spoken(plan, names, box, i)} Value ${this.values.get(i)}.`);
        attribute(part.box, "aria-keyshortcuts", keys[i] || "Enter");
      }
    });
    this.ends = ride(graph.arrows, rides);
    this.moved = false;
    if (this.playing !== null && this.at === this.last()) this.seen.add(this.playing);
    this.known.show(this.own ?? { firings: this.past(), remembers: this.remembers }, this.playing, this.seen);
  }

  // Does the value of a box stand in its first line, as of an input?
  first(i) {
    const [{ box, value }] = this.graph.boxes[i];
    return !this.variables[i].rule && value.getAttribute("y") === box.querySelector(".ad-name").getAttribute("y");
  }

  sum() {
    return ledger(this.plan, this.past(), this.remembers);
  }

  caps() {
    const { names, at, firings, ui: { sequence } } = this;
    const cap = (i, k) => make("li", { class: k >= at && "ad-later" }, make("kbd", {}, names[i]));
    const none = make("li", { class: "ad-none" }, "nobody has fired yet");
    sequence.replaceChildren(...(firings.length ? firings.map(cap) : [none]));
    const now = sequence.children[at - 1], long = sequence.scrollWidth > sequence.clientWidth;
    if (now && long) sequence.scrollLeft = now.offsetLeft - sequence.offsetLeft - sequence.clientWidth / 2;
    attribute(sequence, "tabindex", long ? 0 : -1);
  }
}

const NOBODY = { has: 0, blocks: [], fired: 0, late: 0, owes: 0 }; // a box that no firing has to do with
