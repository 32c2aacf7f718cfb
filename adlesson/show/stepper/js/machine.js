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
    const sequence = { class: "ad-sequence", tabindex: "0", "aria-label": "Fired so far" };
    this.ui = {
      sentence: make("p", { class: "ad-sentence" }),
      next: make("p", { class: "ad-and-then" }),
      undo: button("undo", "undo", { title: "Undo (Backspace)" }),
      sequence: make("ol", sequence),
    };
    const { sentence, next, undo } = this.ui;
    const row = make("div", { class: "ad-firings" }, undo, button("reset", "start over"), this.ui.sequence);
    this.element = make("div", { class: "ad-machine", hidden: true }, sentence, next, row);
    this.orders = ordersView();
    /** @type {?Schedule} */
    this.plan = null;
    this.on = false;
    this.ends = () => {};
    this.clear();
  }

  /** @param {Frames} data */
  load({ schedule, variables, frames, phases }) {
    this.plan = schedule;
    if (!schedule) return;
    this.variables = variables;
    this.names = variables.map(({ name }) => name);
    this.keys = keysOf(this.names);
    this.called = phases.at(-1).names ?? this.names;
    const last = (what) => new Map(frames.flatMap(({ set }) => set.filter(([one]) => one === what)).map((row) => row.slice(1)));
    [this.values, this.slopes] = [last("value"), last("partial")];
    this.clear();
    this.orders.load(schedule, this.names);
  }

  clear() {
    this.firings = [];
    this.at = 0; // how many of them are before the cursor
    this.remembers = false;
    this.own = null; // the learner's firings, while a known order is played
  }

  /** Begin to be the machine, or go on where one was. */
  open() {
    this.on = Boolean(this.plan);
    if (!this.on) return;
    for (const [e, text] of this.slopes) this.graph.update("partial", e, text);
    this.go(this.at);
  }

  close() {
    this.ends();
    this.on = false;
    this.names.forEach((_, i) => this.graph.cover(i, null));
  }

  go(k) {
    const before = this.at;
    this.at = Math.max(0, Math.min(k, this.firings.length));
    this.moved = this.at === before + 1;
    this.changed();
    this.say(this.words().said, true);
  }

  fire(i) {
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
    else if (i >= 0) this.fire(i);
    return key === "Backspace" || i >= 0;
  }

  state() {
    const { on, firings, at, remembers } = this;
    return { on, firings, at, remembers };
  }

  restore({ on, firings, at, remembers }) {
    Object.assign(this, { firings, at, remembers });
    if (on) this.open();
  }

  /** @returns {Lit} */
  lit() {
    const { last } = this.book, { output } = this.plan;
    const [sources, shares] = last ? [[last.i], last.shares] : [[], []];
    return {
      sources, targets: last ? shares.map(({ to }) => to) : [output], edges: shares.map(({ e }) => e), back: true, lines: [],
    };
  }

  words() {
    return told(this.plan, this.names, this.book, this.at);
  }

  /** Draw what the firings before the cursor have come to; the last of them rides. */
  show() {
    this.element.hidden = !this.on;
    this.ends();
    if (!this.on) return;
    const { plan, names, keys, ui, graph } = this, { boxes, last } = (this.book = this.sum());
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
    this.orders.show({ firings, remembers });
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
