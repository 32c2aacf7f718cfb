// Be the machine: fire variables in any order and see what that gives.  The cursor goes along the firings.

import { short } from "./answers.js";
import { attribute, button, fill, icon, listed, make, write } from "./dom.js";

/** @typedef {import("./contract.js").Frames} Frames */
/** @typedef {import("./contract.js").Lit} Lit */
/** @typedef {import("./contract.js").Schedule} Schedule */

/**
 * What the firings so far have come to, by variable; `last` is the last of them.
 * @typedef {Object} Ledger
 * @property {number[]} got
 * @property {string[][]} shares
 * @property {number[]} fired how often
 * @property {?Object} last
 */

/**
 * Let variables fire, one after the other: each pays its parents what it has, times the partial of the edge.
 * @param {Schedule} plan
 * @param {string[]} names
 * @param {number[]} firings
 * @param {boolean} remembers whether a variable that fires again pays only what came in since
 * @returns {Ledger}
 */
function paid(plan, names, firings, remembers) {
  const zeros = () => names.map(() => 0), [got, gave, times] = [zeros(), zeros(), zeros()];
  const shares = names.map(() => []);
  for (const i of plan.outputs) [got[i], shares[i]] = [1, ["seed"]];
  let last = null;
  for (const i of firings) {
    const amount = got[i] - gave[i], edges = plan.edges.filter(({ from }) => from === i);
    const late = plan.edges.filter(({ from, to }) => to === i && !times[from] && plan.order.includes(from));
    last = { i, amount, edges, again: times[i] > 0, heard: shares[i].length > 0, pays: [] };
    last.late = [...new Set(late.map(({ from }) => names[from]))]; // who may still pay it
    for (const { to, partial } of edges) {
      const share = amount * (partial ?? NaN);
      got[to] += share;
      shares[to].push(`${short(share)} from ${names[i]}`);
      last.pays.push(fill(plan.texts.share, { amount: short(share), name: names[to] }));
    }
    if (remembers) gave[i] = got[i];
    times[i] += 1;
  }
  return { got, shares, fired: times, last };
}

const verdict = (right) => make("span", {}, icon(right ? "right" : "wrong"), right ? " right" : " wrong");

function line(name, says, cells, yours = false) { // of the table that compares orders
  const title = make("th", { scope: "row" }, name, make("span", { class: "ad-says" }, says));
  return make("tr", { class: yours && "ad-yours" }, title, ...cells.map((cell) => make("td", {}, cell)));
}

export class Machine {
  /**
   * @param {function(string, boolean)} say
   * @param {function()} changed called when somebody has fired, or the cursor has moved
   */
  constructor(say, changed) {
    Object.assign(this, { say, changed });
    this.row = make("div", { class: "ad-fire-row", role: "group", "aria-label": "Fire a variable" });
    this.count = make("p", { class: "ad-fired" });
    this.undo = button("undo", "undo");
    this.table = make("table", { class: "ad-table ad-compare" });
    const buttons = make("div", { class: "ad-answer-row" }, this.undo, button("reset", "reset"));
    const region = { class: "ad-scroll", role: "region", "aria-label": "Known orders", tabindex: "0" };
    this.says = make("p", { class: "ad-sentence" });
    this.strip = make("div", { class: "ad-machine-hand" }, this.says, this.row, buttons, this.count);
    this.element = make("div", { class: "ad-machine" }, make("div", region, this.table));
    Object.assign(this, { name: "machine", label: "be the machine", waits: true, cursor: this });
    /** @type {?Schedule} */
    this.plan = null;
    this.names = [];
    this.buttons = [];
  }

  /** @param {Frames} data */
  load({ schedule, variables }) {
    this.plan = schedule;
    if (!schedule) return false;
    this.variables = variables;
    this.names = variables.map((variable) => variable.name);
    this.ran = new Set(); // the known orders that were run
    this.clear();
    this.buttons = this.names.map((name, i) => button("fire", `fire ${name}`, { "data-fire": i }));
    this.row.replaceChildren(...[...schedule.order].sort((a, b) => a - b).map((i) => this.buttons[i]));
    return true;
  }

  clear() {
    this.firings = [];
    this.at = 0; // how many of them are before the cursor
    this.remembers = false;
    this.mine = true; // the learner's own order, not a known one
    this.ledger = paid(this.plan, this.names, [], false);
  }

  last() {
    return this.firings.length;
  }

  go(k) {
    this.at = Math.max(0, Math.min(k, this.firings.length));
    this.ledger = paid(this.plan, this.names, this.firings.slice(0, this.at), this.remembers);
    this.changed();
    this.say(this.sentence(), true);
  }

  fire(i) {
    if (!this.plan.order.includes(i)) return this.say(fill(this.plan.texts.aside, { name: this.names[i] }), true);
    this.firings = [...this.firings.slice(0, this.at), i];
    this.mine = true;
    this.go(this.at + 1);
  }

  choose(i) {
    this.fire(i);
  }

  reset() {
    this.clear();
    this.go(0);
  }

  /** Run known order number `k`; where it is short enough it can be gone through step by step, too. */
  run(k) {
    const { name, adjoint, firings, right, order, remembers } = this.plan.table[k];
    this.ran.add(k);
    if (order) [this.firings, this.remembers, this.mine] = [order, remembers, false];
    this.go(this.firings.length);
    this.table.querySelector(`[data-run="${k}"]`).focus({ preventScroll: true });
    this.say(`${name}: ${adjoint} in ${firings} firings${right === null ? "" : right ? ", right" : ", wrong"}.`, true);
  }

  hasFired(i) {
    return this.ledger.fired[i] > 0;
  }

  isInput(i) {
    return this.variables[i].kind === "input";
  }

  over() {
    return this.plan.order.every((i) => this.isInput(i) || this.ledger.fired[i]);
  }

  total() { // an input has nobody to pay, so that nobody need fire it
    return this.at + this.plan.order.filter((i) => this.isInput(i) && !this.ledger.fired[i]).length;
  }

  wrong() {
    const { right, order } = this.plan, off = (i) => Math.abs(this.ledger.got[i] - right[i]);
    return order.filter((i) => right[i] !== null && !(off(i) <= 1e-9 * Math.max(1, Math.abs(right[i]))));
  }

  sentence() {
    const { texts, outputs } = this.plan, { names, ledger: { last } } = this;
    if (!last) return fill(texts.start, { name: names[outputs[0]] });
    const { i, amount, again, late, heard, pays } = last;
    let kind = late.length ? "early" : "fired";
    if (again && !this.remembers) kind = "again";
    if (!heard) kind = "nothing";
    if (this.isInput(i)) kind = "input";
    const others = listed(kind === "early" ? late : pays);
    const said = fill(texts[kind], { name: names[i], amount: short(amount), others });
    return this.over() ? `${said} ${this.ending()}` : said;
  }

  ending() {
    const { texts } = this.plan, missed = this.wrong(), inputs = missed.filter((i) => this.isInput(i));
    const others = (inputs.length ? inputs : missed).sort((i, k) => i - k).map((k) => this.names[k]);
    return fill(missed.length ? texts.wrong : texts.right, { n: this.total(), others: listed(others) });
  }

  /** @returns {Lit} */
  lit() {
    const { outputs, edges } = this.plan, { last } = this.ledger;
    if (!last) return { targets: outputs, sources: [], edges: [], back: true };
    return {
      sources: [last.i],
      targets: last.edges.map(({ to }) => to),
      edges: edges.flatMap(({ from }, e) => (from === last.i ? [e] : [])),
      back: true,
      lines: [this.variables[last.i].line ?? -1],
    };
  }

  /** @param {function(string, number, string)} view writes a text of a variable */
  paint(view) {
    const { at, ledger } = this;
    write(this.says, this.sentence());
    attribute(this.undo, "aria-disabled", at === 0);
    write(this.count, at ? `${at} fired: ${this.order()}` : "Nobody has fired yet.");
    this.compare();
    this.names.forEach((_, i) => {
      const shares = ledger.shares[i], cut = shares.length > 6 ? ["…", ...shares.slice(-5)] : shares;
      view("slope", i, short(ledger.got[i]));
      view("share", i, cut.join(" + "));
      view("fired", i, ledger.fired[i] ? `${ledger.fired[i]}×` : "");
      this.buttons[i].classList.toggle("ad-has-fired", ledger.fired[i] > 0);
    });
  }

  order() {
    return this.firings.slice(0, this.at).map((i) => this.names[i]).join(", ");
  }

  compare() {
    const { table, ran, plan } = this;
    const rows = plan.table.map(({ name, says, adjoint, right, firings }, k) => {
      const how = !ran.has(k) ? "?" : right === null ? "not run" : verdict(right);
      const run = button("run", "run", { "data-run": k, "aria-label": `run ${name}` });
      const found = ran.has(k) ? [adjoint, firings] : ["?", "?"];
      return line(name, says, [...found, make("span", { class: "ad-answer-row" }, how, run)]);
    });
    if (this.mine && this.at) {
      const how = this.over() ? verdict(!this.wrong().length) : "not over yet";
      rows.push(line("yours", this.order(), [short(this.ledger.got[plan.watch]), String(this.total()), how], true));
    }
    const head = (text) => make("th", { scope: "col" }, text);
    const heads = ["order", `adjoint of ${this.names[plan.watch]}`, "firings"].map(head);
    const focus = table.contains(document.activeElement) && document.activeElement.dataset.run;
    table.replaceChildren(make("thead", {}, make("tr", {}, ...heads, make("td"))), make("tbody", {}, ...rows));
    if (focus) table.querySelector(`[data-run="${focus}"]`).focus({ preventScroll: true });
  }
}
