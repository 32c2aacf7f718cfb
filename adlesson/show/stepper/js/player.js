// The player: one cursor over the frames, and everything that shows the frame under it, in zones that never move:
// header, graph, strip, transport, and the drawer below.

import { history } from "./cursor.js";
import { attribute, button, focus, focused, made, make, write } from "../../live/js/dom.js";
import { drawerView } from "./drawer.js";
import { copyView, keysView, linkView } from "./leaflets.js";
import { Machine } from "./machine.js";
import { Nudging } from "./nudge.js";
import { codeView, figureView, memoryView, tableView } from "./panes.js";
import { Pictures } from "./pictures.js";
import { Quiz } from "./predict.js";
import { stripView } from "./strip.js";
import { transportView } from "./transport.js";

/** @typedef {import("./contract.js").Frames} Frames */
/** @typedef {import("./contract.js").Phase} Phase */

const WAYS = { adjoint: "left", multiplier: "left", tangent: "right" }; // where a mark on the rail points
const wayOf = ({ role, look }) => WAYS[look] ?? (role === "back" ? "left" : "dot");

// The field stands in place of the last "?".
const begun = (given = "") => given.replace(/<mo>\?<\/mo>(?=<\/math>$)/, "");

export class Player {
  /**
   * @param {HTMLElement} root where it is shown
   * @param {HTMLElement} head the row above it, with the form if there is one
   */
  constructor(root, head) {
    const id = `ad-${(made.count += 1)}`, say = (text, again) => this.say(text, again), show = () => this.show();
    this.root = root;
    /** @type {?Frames} */
    this.data = null;
    this.past = null; // see history
    this.at = 0; // the frame under the cursor
    this.timer = null;
    this.paint = 0;
    this.structure = "";
    this.now = { frame: null, phase: null, lit: null }; // what is shown
    /** @type {?function(Object)} told the state after every change */
    this.kept = null;
    this.live = make("p", { class: "ad-unseen", role: "status", "aria-live": "polite" });
    this.paper = make("ol", { class: "ad-paper" });
    this.pictures = new Pictures();
    this.code = codeView();
    this.table = tableView();
    this.figure = figureView();
    this.keys = keysView();
    this.copied = copyView(say);
    this.linked = linkView(say);
    const values = () => this.data.variables.map((_, i) => this.text(`value ${i}`, this.asked()));
    this.quiz = new Quiz(id, say, show, (k) => this.span(k).word, values);
    this.hand = new Machine(this.pictures, say, show);
    const changed = () => this.kept?.(this.state()), settled = (key) => this.settled(key);
    const place = () => [this.at, this.end()];
    this.nudge = new Nudging(say, this.pictures, { phase: () => this.now.phase, settled, changed, place });
    this.strip = stripView(id, this.quiz.ui.form, this.quiz.ui.message);
    this.transport = transportView((k) => this.to(k));
    const panes = [this.nudge, this.hand, this.code, this.table, memoryView(), this.figure, this.copied, this.linked,
      this.keys];
    this.drawer = drawerView(panes, this.quiz.ui.modes, show, say);
    this.tabs = make("div", { class: "ad-tabs", role: "group", "aria-label": "Blocks" });
    this.plain = !head.childElementCount; // no form above, so that there is room for tabs
    const { element: graph } = this.pictures, { element: strip } = this.strip, { element: transport } = this.transport;
    const top = make("div", { class: "ad-top" }, head, this.tabs, graph);
    root.append(top, make("div", { class: "ad-dock" }, strip, transport), this.drawer.element, this.live, this.paper);
  }

  /** Say one sentence per state; what is said twice is said again. */
  say(text, again = false) {
    if (again && this.live.textContent === text) text += "\u00a0";
    write(this.live, text);
  }

  /** @param {Frames} fresh with the same variables and sweeps as before, the cursor stays where it is */
  load(fresh) {
    const variables = fresh.variables.map(({ name, rule }) => [name, rule]);
    const structure = JSON.stringify([variables, fresh.phases.map((phase) => phase.start)]);
    const same = structure === this.structure, begins = this.structure === "", held = focused(this.root);
    this.structure = structure;
    if (this.data) this.play(false);
    const data = (this.data = fresh);
    this.past = history(data);
    if (!same) this.at = begins ? Math.min(data.step ?? 0, data.frames.length - 1) : 0;
    this.now = { frame: null, phase: null, lit: null };
    this.pictures.load(data);
    this.drawer.load(data);
    this.quiz.load(data, this.at);
    if (begins) {
      this.drawer.set([...(data.panes ?? []), ...(data.schedule?.begins ? [this.hand.name] : [])]);
      if (!data.panes?.length) this.drawer.element.hidden = true; // the machine has what it needs in the strip
    }
    this.tabs.hidden = data.phases.length < 2 || !this.plain;
    this.tabs.replaceChildren(...data.phases.map(({ sweep, start, label }, k) => {
      const tab = button("phase", "", { class: "ad-phase", "data-sweep": sweep, "data-start": start });
      tab.replaceChildren(make("i", { "aria-hidden": "true" }, String(k + 1)), make("span", {}, label));
      return tab;
    }));
    this.rail = null;
    this.show();
    this.say(this.spoken());
    if (held && !focused(this.root)) focus(this.root);
  }

  /** @returns {Phase & {end: number}} the phase of frame `k`, and where it ends */
  span(k) {
    const { phases, frames } = this.data, n = phases.findLastIndex((phase) => phase.start <= k);
    return { ...phases[n], end: phases[n + 1]?.start ?? frames.length };
  }

  /** What the learner may keep of it, as plain JSON; `restore` takes it back. */
  state() {
    const { at, drawer, quiz: { answers, on, fade } } = this;
    const opened = { panes: drawer.names(), more: drawer.isOpen(), own: drawer.state() };
    return structuredClone({ at, answers, on, fade, ...opened });
  }
  restore({ at = 0, answers = [], on, fade = 0, panes = [], more = false, own = {} }) {
    Object.assign(this.quiz, { answers: structuredClone(answers), fade, on: on ?? this.quiz.on });
    this.at = Math.max(0, Math.min(at, this.data.frames.length - 1));
    this.drawer.restore(panes, more, own);
    this.show();
    this.say(this.spoken());
  }

  // The cursor goes along the frames, or along what the pane that has one of its own counts.
  cursor() {
    return this.drawer.active().find((pane) => pane.cursor)?.cursor ?? null;
  }
  here() {
    return this.cursor()?.at ?? this.at;
  }
  end() {
    return this.cursor()?.last() ?? this.data.frames.length - 1;
  }
  to(k, playing = false) {
    const cursor = this.cursor();
    if (!cursor) return this.go(k, playing);
    if (!playing) this.play(false);
    cursor.go(k);
  }

  /** Move the cursor; on its way forward it stops at the first question that is not answered yet. */
  go(k, playing = false) {
    const { quiz, at } = this;
    if (!playing && this.timer !== null) this.play(false);
    const wanted = Math.max(0, Math.min(k, this.data.frames.length - 1));
    this.at = wanted > at ? quiz.firstOpen(at, wanted) : wanted;
    quiz.insists = wanted > this.at ? this.at : -1;
    this.show();
    this.say(this.joined(this.spoken(), wanted > this.at && "This question comes first."));
  }

  /** Sentences, and what else there is to be said of this step: the panes' news, the score, the end. */
  joined(...sentences) {
    const { phase } = this.now, news = this.drawer.active().map((pane) => pane.news?.());
    return [...sentences, ...news, this.quiz.sum(phase.start, phase.end), this.further()].filter(Boolean).join(" ");
  }

  /** @returns {string} what Enter does now, or that there is no further step */
  further() {
    if (this.cursor() || this.quiz.open(this.at)) return "";
    if (this.at === this.end()) return "End of the sweep.";
    return this.quiz.asks(this.at) && focused(this.root) === this.transport.next ? "Press Enter to go on." : "";
  }

  /** @returns {string} what is said of the frame under the cursor */
  spoken() {
    const { frame } = this.now, leads = this.cursor();
    if (leads) return leads.spoken();
    const own = this.drawer.active().find((pane) => pane.afterStep);
    if (own) return own.afterStep();
    if (!this.quiz.open(this.at)) return frame.said ?? frame.sentence;
    const types = focused(this.root) === this.quiz.ui.field;
    const how = types ? "Type your answer, then press Enter." : "Press Enter to type your answer.";
    return `${this.quiz.question(this.at, true)} ${how}`;
  }

  /** Take the focus: to type an answer where a question is open, else to step by key. */
  enter() {
    focus(this.quiz.open(this.at) ? this.quiz.ui.field : this.root);
  }

  /** Take the next step; where a question is open, be shown its answer, and if `on` have the focus on "next". */
  onward(on = false) {
    if (!this.quiz.open(this.at)) return this.to(this.here() + 1);
    this.quiz.reveal();
    if (on) focus(this.transport.next);
    this.say(this.joined("Shown.", this.spoken()));
  }

  /** Judge what was typed; if it is right, and the next step asks, too, go on to that. */
  check() {
    const { quiz, at } = this;
    if (!quiz.open(at)) return;
    const told = quiz.check();
    // what is typed next stands in place of a wrong answer
    if (quiz.open(at) && focused(this.root) === quiz.ui.field) quiz.ui.field.select();
    if (quiz.open(at) || at === this.end() || !quiz.open(at + 1)) return this.say(this.joined(told), true);
    this.at += 1;
    this.show();
    focus(quiz.ui.field);
    this.say(`${told} ${this.spoken()}`, true);
  }

  play(on = this.timer === null) {
    const { quiz } = this, stuck = () => this.here() >= this.end() || quiz.open(this.at);
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    if (on && !this.end() && this.cursor()) this.say("Nobody has fired yet: click a box.", true);
    else if (on) {
      if (this.here() === this.end() && !quiz.open(this.at)) this.to(0);
      const step = () => (stuck() ? this.play(false) : this.to(this.here() + 1, true));
      this.timer = setInterval(step, this.transport.pace());
    }
    this.transport.playing(this.timer !== null);
  }

  faster() {
    this.say(this.transport.faster(), true);
    if (this.timer !== null) this.play(true);
  }

  stop() {
    if (this.data) this.play(false);
    cancelAnimationFrame(this.paint);
  }

  show() {
    const { data, at, quiz, root } = this, frame = data.frames[at], phase = this.span(at);
    const touched = this.past.move(at), before = this.now.frame?.set ?? [], held = focused(root);
    const open = this.asked();
    for (const [what, i] of [...frame.set, ...before]) touched.add(`${what} ${i}`); // shown or hidden now
    const { sweep, role, second, look } = phase;
    Object.assign(root.dataset, { sweep, role, second, look, frame: at, asks: Boolean(open) });
    this.now = { frame, phase, lit: frame.lit };
    this.pictures.at(at);
    const led = this.cursor();
    this.drawer.show(at, Boolean(open));
    const leads = this.cursor();
    if (led || leads) data.variables.forEach((_, i) => touched.add(`${second} ${i}`));
    if (led && !leads) data.schedule.arrows.forEach((_, e) => touched.add(`partial ${e}`));
    if (leads) this.now.lit = leads.lit?.() ?? frame.lit;
    for (const key of touched) this.update(key, open);
    this.name(touched, open);
    leads?.paint();
    for (const view of [this.pictures, this.table]) view.light(this.now.lit);
    this.figure.light(this.now.lit, quiz.ruled(at), role === "back");
    for (const pane of this.drawer.active()) pane.draw?.();
    const asked = data.frames.flatMap(({ lit }, k) => (quiz.open(k) && lit.gradient) || []);
    this.code.light(this.now.lit, frame, Boolean(open), asked);
    quiz.show(at);
    quiz.sum(phase.start, phase.end);
    this.showWords(open);
    this.showControls(open, leads);
    if (held && !held.getClientRects().length) focus(this.transport.next); // what had the focus went away
    this.paint ||= requestAnimationFrame(() => this.settle());
    this.kept?.(this.state());
  }

  // The keys whose texts the learner is to say first; null where nothing is asked.
  asked() {
    const { at, quiz } = this, set = this.data.frames[at].set;
    if (!quiz.open(at)) return null;
    return new Set(set.filter(([what]) => what !== "partial" || quiz.ruled(at)).map(([what, i]) => `${what} ${i}`));
  }

  // What stands at a key, "" if a later step of this sweep makes it another.
  settled(key) {
    const { at, data } = this, { end } = this.span(at), known = this.text(key, this.asked());
    const changes = ([what, i, text]) => text && text !== known && `${what} ${i}` === key;
    return data.frames.slice(at + 1, end).some(({ set }) => set.some(changes)) ? "" : known;
  }

  // What stands at a key: its text, "?" where the learner is to say it first.
  text(key, open) {
    const known = this.past.get(key), hidden = open && open.has(key);
    if (key.startsWith("share")) return (hidden ? [...known.slice(0, -1), "?"] : known ?? []).join(" + ");
    return hidden ? "?" : known ?? "";
  }

  update(key, open) {
    const [what, i] = key.split(" "), written = this.text(key, open), { pictures } = this;
    const before = written === "?" && what === "slope" && this.past.before(key);
    if (what === this.now.phase.second) { // below the value in a box
      pictures.update("slope", +i, before && before !== "0" ? pictures.sum(+i, before) : written);
    } else if (!/^(slope|residual)$/.test(what)) pictures.update(what, +i, written);
    for (const view of [this.table, this.figure]) view.update(what, +i, written);
  }

  // Say to screen readers what stands in the boxes that may have changed.
  name(touched, open) {
    const named = new Set([...touched].filter((key) => !/^(share|partial)/.test(key)).map((key) => +key.split(" ")[1]));
    for (const i of named) this.pictures.name(i, { value: this.text(`value ${i}`, open) });
  }

  showWords(open) {
    const { quiz, now: { frame, phase } } = this;
    this.strip.take(open ? null : this.drawer.active().find((pane) => pane.strip)?.strip ?? null);
    this.strip.show(open ? quiz.question(this.at) : frame.sentence, open ? begun(frame.given) : frame.equation);
    this.copied.tell(quiz.options() + (this.at ? `, step=${this.at}` : "") + this.drawer.option());
    const step = this.at - phase.start, panes = this.drawer.kept(), { on: predict, fade } = quiz;
    this.linked.tell({ sweep: phase.sweep, step, predict, fade: predict && fade, panes });
    this.table.head((phase.look === "gap" && this.data.phases.find(({ start }) => start > phase.start) || phase).word);
    this.keys.tell(phase.legend);
  }

  showControls(open, leads) {
    const { data, transport, now: { phase } } = this, at = this.here(), end = this.end();
    const rail = leads ? `${end} led` : "steps";
    if (this.rail !== rail) {
      this.rail = rail;
      const steps = Array.from({ length: end }, (_, k) => this.span(leads ? this.at : k + 1));
      transport.load(steps.map((step) => ({ shape: wayOf(step), look: step.look })));
    }
    transport.show({ at, end, place: `${leads ? "firing" : "step"} ${at} of ${end}`, open: Boolean(open) });
    attribute(transport.play, "aria-disabled", Boolean(leads) && !end);
    transport.opened(this.drawer.isOpen());
    for (const tab of this.tabs.children) {
      const now = tab.dataset.sweep === phase.sweep, done = !now && +tab.dataset.start < phase.start;
      attribute(tab, "aria-pressed", now);
      write(tab.firstChild, done ? "✓" : String([...this.tabs.children].indexOf(tab) + 1));
      tab.classList.toggle("ad-done", done);
    }
  }

  // Once per repaint: what is too wide to see whole can be reached and scrolled by key, and what is lit is in view.
  settle() {
    this.paint = 0;
    const { element } = this.pictures, wide = element.scrollWidth > element.clientWidth ? 0 : -1;
    if (element.tabIndex !== wide) element.tabIndex = wide;
    this.strip.settle();
    for (const view of [this.code, this.table]) view.settle(this.now.lit);
    const first = this.at === 0 ? this.data.frames[1]?.lit : null; // where the way begins: a way back, at the far end
    this.pictures.settle(first ?? this.now.lit);
  }
}
