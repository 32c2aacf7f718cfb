// Be the machine: the learner fires boxes in any order, on the graph, and sees what comes of it.

import { drawn, ride } from "./blocks.js";
import { attribute, button, make } from "./dom.js";
import { keysOf, spoken, told } from "./fired.js";
import { ledger } from "./ledger.js";
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
   * @param {Object} graph see pictureView
   * @param {function(string, boolean)} say
   * @param {function()} changed called when somebody has fired, or the cursor along the firings has moved
   */
  constructor(graph, say, changed) {
    Object.assign(this, { graph, say, changed });
    this.ui = {
      sentence: make("p", { class: "ad-sentence" }),
      next: make("p", { class: "ad-and-then" }),
      undo: button("undo", "undo", { title: "Undo (Backspace)" }),
      sequence: make("ol", { class: "ad-sequence", "aria-label": "Fired so far" }),
    };
    const { sentence, next, undo, sequence } = this.ui;
    const row = make("div", { class: "ad-firings" }, undo, button("reset", "start over"), sequence);
    this.strip = make("div", { class: "ad-machine" }, sentence, next, row);
    this.known = ordersView();
    // a pane, see drawer.js, with a cursor of its own
    Object.assign(this, { name: "machine", label: "be the machine", waits: true, cursor: this, element: this.known.element });
    /** @type {?Schedule} */
    this.plan = null;
    this.shape = "";
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
    const texts = (what) => new Map(frames.flatMap(({ set }) => set.flatMap(([kind, i, text]) => (kind === what ? [[i, text]] : []))));
    [this.values, this.slopes] = [texts("value"), texts("partial")];
    const shape = JSON.stringify([this.names, schedule.arrows.map(([reader, read]) => [reader, read])]);
    if (shape !== this.shape) this.clear();
    this.shape = shape;
    this.known.load(schedule, this.names);
    return true;
  }

  /** Told when one begins to be the machine, and when one leaves it. */
  turn(on) {
    this.graph.element.classList.toggle("ad-firing", on);
    this.ends();
    if (on) return;
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
  }

  last() {
    return this.firings.length;
  }

  go(k) {
    const before = this.at;
    this.at = Math.max(0, Math.min(k, this.firings.length));
    this.moved = this.at === before + 1;
    this.changed();
    this.say(this.words().said, true);
  }

  choose(i) {
    const { names, plan } = this;
    if (!plan.order.includes(i)) return this.say(`${names[i]} is not on the way to ${names[plan.output]}: it gets no share.`, true);
    this.firings = [...this.firings.slice(0, this.at), i];
    this.own = null;
    this.go(this.at + 1);
  }

  undo() {
    this.firings = this.firings.slice(0, Math.max(0, this.at - 1));
    this.own = null;
    this.go(this.at - 1);
  }

  reset() {
    this.clear();
    this.go(0);
  }

  /** Lay known order number `k` before the learner, from its beginning. */
  take(k) {
    this.own ??= { firings: this.firings.slice(0, this.at), remembers: this.remembers };
    ({ firings: this.firings, remembers: this.remembers } = this.plan.known[k]);
    this.go(0);
  }

  /** @returns {boolean} whether the key is a box's, or undoes */
  press(key) {
    const i = this.keys.indexOf(key);
    if (key === "Backspace") this.undo();
    else if (i >= 0) this.choose(i);
    return key === "Backspace" || i >= 0;
  }

  state() {
    const { firings, at, remembers } = this;
    return { firings, at, remembers };
  }

  restore({ firings = [], at = 0, remembers = false }) {
    Object.assign(this, { firings, at, remembers, own: null });
  }

  /** @returns {Lit} */
  lit() {
    const { last } = this.sum(), { output } = this.plan;
    const [sources, shares] = last ? [[last.i], last.shares] : [[], []];
    return {
      sources, targets: last ? shares.map(({ to }) => to) : [output], edges: shares.map(({ e }) => e), back: true, lines: [],
    };
  }

  words() {
    return told(this.plan, this.names, this.sum(), this.at);
  }

  /** Draw what the firings before the cursor have come to; the last of them rides. */
  paint() {
    const { plan, names, keys, ui, graph } = this, { boxes, last } = this.sum();
    this.ends();
    for (const [e, text] of this.slopes) graph.update("partial", e, text);
    const { sentence, next } = this.words();
    bold(ui.sentence, sentence);
    bold(ui.next, next);
    attribute(ui.undo, "aria-disabled", !this.at);
    this.caps();
    const rides = this.moved && last ? last.shares : [];
    names.forEach((name, i) => {
      const fresh = rides.filter(({ to }) => to === i).length, key = keys[i] === name ? "" : keys[i];
      const { line, value } = this.texts(i);
      const texts = { line, value, slope: this.called[i], key, fresh };
      const box = boxes[i] ?? NOBODY;
      graph.cover(i, drawn(plan, names, box, i, texts));
      for (const part of graph.boxes[i]) {
        attribute(part.box, "aria-label", spoken(plan, names, box, i));
        attribute(part.box, "aria-keyshortcuts", keys[i] || "Enter");
      }
    });
    this.ends = ride(graph.arrows, rides);
    this.moved = false;
    const { firings, remembers } = this.own ?? { firings: this.firings.slice(0, this.at), remembers: this.remembers };
    this.known.show({ firings, remembers });
  }

  // What stands in the first line of a box, and what its value is: of an input that is the line.
  texts(i) {
    const { rule } = this.variables[i], value = this.values.get(i) ?? "";
    return { line: `${this.names[i]} = ${rule || value}`, value: rule && value };
  }

  sum() {
    return ledger(this.plan, this.firings.slice(0, this.at), this.remembers);
  }

  caps() {
    const { names, at, firings, ui: { sequence } } = this;
    const cap = (i, k) => make("li", { class: k >= at && "ad-later" }, names[i]);
    sequence.replaceChildren(...(firings.length ? firings.map(cap) : [make("li", { class: "ad-none" }, "nobody has fired yet")]));
    sequence.children[at - 1]?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }
}

const NOBODY = { has: 0, blocks: [], fired: 0, late: 0, owes: 0 }; // a box that no firing has to do with
