// The player: one cursor over the frames, and everything that shows the frame under it.

import { history } from "./cursor.js";
import { attribute, button, fill, icon, made, make, write } from "./dom.js";
import { Machine } from "./machine.js";
import { nudging } from "./nudge.js";
import { figureView, linesView, memoryView, tableView } from "./panes.js";
import { pictureView } from "./pictures.js";
import { Quiz } from "./predict.js";

/** @typedef {import("./contract.js").Frames} Frames */
/** @typedef {import("./contract.js").Phase} Phase */

const PACE = 1400; // milliseconds between two steps while it plays

function playerElements(id) {
  const control = (name, label, ...more) => {
    const names = { class: `ad-button ad-${name}`, "data-do": name, "aria-label": label, title: label };
    return make("button", { type: "button", ...names }, icon(name), ...more);
  };
  const equation = (label) => make("div", { class: "ad-equation", role: "group", "aria-label": label });
  const slide = { type: "range", min: 0, step: 1, class: "ad-progress", "aria-label": "Step", "data-input": "slide" };
  return {
    live: make("p", { class: "ad-unseen", role: "status", "aria-live": "polite" }),
    sentence: make("p", { class: "ad-sentence", id: `${id}-says` }),
    letters: equation("Equation with letters"),
    numbers: equation("Equation with numbers"),
    phases: make("div", { class: "ad-phases", role: "group", "aria-label": "Sweeps" }),
    first: control("first", "First step (Home)"),
    back: control("back", "Previous step (left arrow)"),
    next: control("next", "Next step (right arrow)", make("span", {}, "next")),
    last: control("last", "Last step (End)"),
    play: control("play", "Play (space)"),
    slider: make("input", slide),
    count: make("span", { class: "ad-count" }),
    keys: make("span", { class: "ad-keys", "aria-hidden": "true" }),
    legend: make("p", { class: "ad-legend" }),
    code: make("code", { tabindex: "0" }),
    copied: make("span"),
    strip: make("ol", { class: "ad-strip" }),
  };
}

export class Player {
  /**
   * @param {HTMLElement} root where it is shown
   * @param {HTMLElement} head the row above it, for its modes
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
    this.ui = playerElements(id);
    this.pictures = pictureView();
    this.lines = linesView("lines");
    this.gradient = linesView("gradient");
    this.table = tableView();
    this.figure = figureView();
    this.memory = memoryView();
    this.quiz = new Quiz(id, say, show, (k) => this.span(k).word);
    this.hand = new Machine(say, show);
    this.nudge = nudging(say, (test) => this.pictures.mark("ad-nudged", test));
    this.lay(head);
  }

  lay(head) {
    const { ui, quiz, nudge } = this;
    ui.equations = make("div", { class: "ad-equations" }, ui.letters, ui.numbers);
    const copy = [ui.code, button("copy", "copy"), ui.copied];
    ui.codeLine = make("p", { class: "ad-code-line" }, make("span", {}, "the same in Python:"), ...copy);
    const wishes = make("span", { class: "ad-wishes" }, ...quiz.ui.modes, nudge.toggle);
    head.append(make("div", { class: "ad-modes" }, ui.phases, wishes));
    const { form, verdict, score } = quiz.ui, panes = [this.lines, this.gradient, this.table, this.figure];
    this.root.append(
      this.pictures.element,
      ui.legend,
      make("div", { class: "ad-panel" }, ui.sentence, ui.equations, form, verdict, score, this.hand.element),
      nudge.element,
      make("div", { class: "ad-controls" }, ui.first, ui.back, ui.next, ui.last, ui.play, ui.slider, ui.count),
      make("div", { class: "ad-foot" }, this.memory.element, ui.keys),
      make("div", { class: "ad-panes" }, ...panes.map(({ element }) => element)),
      ui.codeLine, ui.live, ui.strip,
    );
    this.panes = panes;
  }

  /** Say one sentence per state; what is said twice is said again. */
  say(text, again = false) {
    if (again && this.ui.live.textContent === text) text += "\u00a0";
    write(this.ui.live, text);
  }

  /** @param {Frames} fresh with the same variables and sweeps as before, the cursor stays where it is */
  load(fresh) {
    const variables = fresh.variables.map(({ name, rule }) => [name, rule]);
    const structure = JSON.stringify([variables, fresh.phases.map((phase) => phase.start)]);
    const same = structure === this.structure, begins = this.structure === "";
    const focus = this.root.contains(document.activeElement), { ui, quiz } = this;
    this.structure = structure;
    if (this.data) this.play(false);
    const data = (this.data = fresh);
    this.past = history(data);
    if (!same) this.at = begins ? Math.min(data.step ?? 0, data.frames.length - 1) : 0;
    this.now = { frame: null, phase: null, lit: null };
    for (const view of [this.pictures, this.table, this.figure, this.memory, this.hand, this.nudge]) view.load(data);
    quiz.load(data, this.at);
    this.lines.load(data.source);
    this.gradient.load(data.gradient);
    ui.phases.replaceChildren(...data.phases.map(({ sweep, start, label }) =>
      button("phase", label, { class: "ad-phase", "data-sweep": sweep, "data-start": start })));
    ui.phases.hidden = data.phases.length < 2;
    write(ui.keys, `keys: ← → Home End, space plays${quiz.possible() ? ", p predicts" : ""}`);
    ui.codeLine.hidden = !data.code;
    write(ui.copied, "");
    ui.letters.source = ui.numbers.source = null;
    this.show();
    this.say(quiz.open(this.at) ? this.now.frame.ask.question : this.now.frame.sentence);
    if (focus && !this.root.contains(document.activeElement)) this.root.focus({ preventScroll: true });
  }

  /** @returns {Phase & {end: number}} the phase of frame `k`, and where it ends */
  span(k) {
    const { phases, frames } = this.data, n = phases.findLastIndex((phase) => phase.start <= k);
    return { ...phases[n], end: phases[n + 1]?.start ?? frames.length };
  }

  // The cursor goes along the frames, or where the learner is the machine along the firings.
  firing() {
    return this.span(this.at).hand && Boolean(this.data.schedule);
  }
  here() {
    return this.firing() ? this.hand.at : this.at;
  }
  end() {
    return this.firing() ? this.hand.last() : this.data.frames.length - 1;
  }
  to(k, playing = false) {
    if (!this.firing()) return this.go(k, playing);
    if (!playing) this.play(false);
    this.hand.go(k);
  }

  /** Move the cursor; on its way forward it stops at the first question that is not answered yet. */
  go(k, playing = false) {
    const { quiz, at } = this;
    if (!playing && this.timer !== null) this.play(false);
    const wanted = Math.max(0, Math.min(k, this.data.frames.length - 1));
    this.at = wanted > at ? quiz.firstOpen(Math.max(at, this.span(wanted).start), wanted) : wanted;
    this.show();
    const { frame, phase } = this.now, score = quiz.sum(phase.start, phase.end);
    const said = quiz.open(this.at) ? frame.ask.question : frame.sentence;
    this.say(`${said}${wanted > this.at ? " This question comes first." : ""}${score ? ` ${score}` : ""}`);
  }

  /** Take the next step; where a question is open, be shown its answer. */
  onward() {
    if (!this.quiz.open(this.at)) return this.to(this.here() + 1);
    this.quiz.reveal();
    const { frame, phase } = this.now;
    this.say([frame.sentence, this.quiz.sum(phase.start, phase.end)].join(" ").trim());
  }

  play(on = this.timer === null) {
    const { ui, quiz } = this, stuck = () => this.here() >= this.end() || quiz.open(this.at);
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    if (on) {
      if (this.here() === this.end() && !quiz.open(this.at)) this.to(0);
      this.timer = setInterval(() => (stuck() ? this.play(false) : this.to(this.here() + 1, true)), PACE);
    }
    const label = this.timer === null ? "Play (space)" : "Pause (space)";
    ui.play.replaceChildren(icon(this.timer === null ? "play" : "pause"));
    attribute(ui.play, "aria-label", label);
    ui.play.title = label;
  }

  stop() {
    if (this.data) this.play(false);
    cancelAnimationFrame(this.paint);
  }

  show() {
    const { data, at, quiz, hand, root } = this, frame = data.frames[at], phase = this.span(at), firing = this.firing();
    const touched = this.past.move(at), lit = firing ? hand.lit() : frame.lit, before = this.now.frame?.set ?? [];
    const asked = frame.set.filter(([what]) => what !== "partial" || quiz.ruled(at)).map(([what, i]) => `${what} ${i}`);
    const open = quiz.open(at) && new Set(asked); // the keys whose texts the learner is to say first
    for (const [what, i] of [...frame.set, ...before]) touched.add(`${what} ${i}`); // shown or hidden now
    this.now = { frame, phase, lit };
    const { sweep, role, second } = phase;
    Object.assign(root.dataset, { sweep, role, second, frame: at, asks: Boolean(open) });
    if (firing) data.variables.forEach((_, i) => touched.add(`${second} ${i}`));
    for (const key of touched) this.update(key, open);
    hand.show(firing, (what, i, text) => {
      this.pictures.update(what, i, text);
      this.table.update(what, i, text);
    });
    if (data.schedule) this.pictures.mark("ad-has-fired", (i) => firing && hand.hasFired(i));
    this.name(touched, open);
    for (const view of [this.pictures, this.table, this.figure]) view.light(lit);
    this.lines.light(lit.lines ?? [], this.result("value", open));
    this.gradient.light(lit.gradient ?? [], this.result(phase.shares ? "share" : "slope", open));
    this.memory.show(at);
    if (!quiz.asks(at) && quiz.ui.form.contains(document.activeElement)) this.ui.next.focus({ preventScroll: true });
    quiz.show(at);
    quiz.sum(phase.start, phase.end);
    this.showWords(open);
    this.showControls(open);
    this.paint ||= requestAnimationFrame(() => this.settle());
    this.kept?.(this.state());
  }

  /** @returns {Object} what the learner has done, as plain JSON */
  state() {
    return { at: this.at, answers: this.quiz.answers, on: this.quiz.on, fade: this.quiz.fade };
  }

  /** @param {Object} kept what `state` has returned for the same data */
  restore({ at, answers, on, fade }) {
    Object.assign(this.quiz, { on, fade, answers: answers.map((answer) => answer && { ...answer }) });
    this.at = at;
    this.show();
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
    const { word, second } = this.now.phase, firing = this.firing();
    const named = new Set([...touched].filter((key) => !/^(share|partial)/.test(key)).map((key) => +key.split(" ")[1]));
    for (const i of named) {
      const slope = firing ? "" : this.text(`${second} ${i}`, open);
      this.pictures.name(i, { value: this.text(`value ${i}`, open), slope }, second === "slope" ? word : second);
    }
  }

  // What a line does at this step: "a = 1.284" in the function, "adds 45.71" or "= 63.51" in the gradient.
  result(what, open) {
    const { set, lit } = this.now.frame, entry = set.find(([kind, i]) => kind === what && lit.targets.includes(i));
    if (!entry || entry[2] === "seed" || this.firing()) return "";
    const [, i, text] = entry, written = open && open.has(`${what} ${i}`) ? "?" : text;
    if (what === "share") return `adds ${written.split(" from ")[0]}`;
    return `${what === "value" ? this.data.variables[i].name : ""} = ${written}`;
  }

  showWords(open) {
    const { ui, data, quiz, now: { frame, phase } } = this, firing = this.firing();
    write(ui.sentence, open ? frame.ask.question : firing ? this.hand.sentence() : frame.sentence);
    const says = (text) => frame.letters.includes(`>${text.replace("−", "")}<`); // "x = 0.25" would give it away
    const gives = open && frame.set.some(([what, , text]) => !/partial|residual/.test(what) && says(text));
    const letters = gives || quiz.ruled(this.at) ? "" : frame.letters, numbers = open ? "" : frame.numbers;
    ui.equations.hidden = firing || (Boolean(open) && !letters);
    if (ui.letters.source !== letters) ui.letters.innerHTML = ui.letters.source = letters;
    if (ui.numbers.source !== numbers) ui.numbers.innerHTML = ui.numbers.source = numbers;
    const state = quiz.options() + (this.at ? `, step=${this.at}` : "");
    write(ui.code, (data.code ?? "").replace("{options}", state));
    this.table.head(phase.word);
    write(ui.legend, `${data.remark} ${fill(phase.legend, { ranges: data.ranges && `; ${data.ranges}` })}`);
  }

  showControls(open) {
    const { ui, now: { phase } } = this, here = this.here(), end = this.end();
    const place = `${this.firing() ? "firing" : "step"} ${here} of ${end}`;
    write(ui.count, place);
    ui.slider.max = end;
    ui.slider.value = here;
    attribute(ui.slider, "aria-valuetext", place);
    for (const b of [ui.first, ui.back]) attribute(b, "aria-disabled", here === 0);
    for (const b of [ui.next, ui.last]) attribute(b, "aria-disabled", here === end && !open);
    for (const tab of ui.phases.children) attribute(tab, "aria-pressed", tab.dataset.sweep === phase.sweep);
  }

  // Once per repaint: what is too wide to see whole can be reached and scrolled by key, and what is lit is in view.
  settle() {
    this.paint = 0;
    const scroll = [this.pictures.element, this.ui.letters, this.ui.numbers];
    const wide = scroll.map((part) => [part, part.scrollWidth > part.clientWidth ? 0 : -1]);
    for (const [part, stop] of wide) if (part.tabIndex !== stop) part.tabIndex = stop;
    for (const view of [this.pictures, this.lines, this.gradient, this.table]) view.settle(this.now.lit);
  }
}
