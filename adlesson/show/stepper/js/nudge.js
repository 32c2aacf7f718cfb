// Nudge: add a little to one box, and see where all others go.  Every number was computed by Python.

import { short } from "../../live/js/answers.js";
import { focus, make, write } from "../../live/js/dom.js";
import { curveOf, readNudge } from "./moves.js";
import { movedBox, moveEquation, nudgePlot } from "./nudge_drawing.js";
import { nudgeWords } from "./nudge_words.js";
import { pulling, sizeChoice } from "./pulling.js";

/** @typedef {import("./contract.js").Frames} Frames */

const HELP = "Choose a box: click it, or arrows up and down. Choose a size: pull the box sideways, or + to the " +
  "right, − to the left; ] larger, [ smaller. Dotted: where it was. In ink: what moves. ";
const BARS = "All bars have one scale.", TANGENT = "After ≈: tangent · nudge."; // where there are tangents

/** A pane: `choose` takes a box, `press` a key and returns whether it has a use for it. */
export class Nudging {
  /**
   * @param {function(string, boolean)} say
   * @param {Object} pictures see Pictures
   * @param {{phase: function(): import("./contract.js").Phase, settled: function(string): string, changed: function(),
   *   place: function(): number[]}} player the phase now; the text at a key, "" if a later step of this sweep changes
   *   it; what is told of a change; the step, and the last one
   */
  constructor(say, pictures, player) {
    Object.assign(this, { name: "nudge", label: "nudge", waits: true, say, pictures, player });
    this.sizes = sizeChoice((size, again) => this.take({ size }, again));
    this.sentence = make("p", { class: "ad-sentence" });
    this.equation = make("div", { class: "ad-equation", role: "group", "aria-label": "Equation" });
    this.plot = make("div", { class: "ad-nudge-plot" });
    const words = make("div", { class: "ad-nudge-words" }, this.sentence, this.equation, this.sizes.element);
    this.strip = make("div", { class: "ad-nudge" }, words, this.plot);
    this.help = make("p", { class: "ad-legend" });
    this.element = make("section", { class: "ad-pane ad-pane-nudge" }, this.help);
    /** @type {?Frames} */
    this.data = null;
    this.box = 0; // which is nudged
    this.size = 5; // by how much: an index of the sizes
    this.active = false;
    this.told = ""; // what was said last
    this.labels = []; // of the boxes, for screen readers: what was said before, and what is said now
    this.strip.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || !this.press(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    });
    pulling(pictures.element, () => (this.active ? this.size : -1), (next) => this.take(next));
  }

  /** @param {Frames} data */
  load(data) {
    this.data = data;
    this.labels = [];
    if (!data.nudge) return false;
    this.sizes.load(data.nudge.sizes.map((h) => (h > 0 ? "+" : "") + short(h)));
    this.box = Math.min(this.box, data.variables.length - 1);
    return true;
  }

  state() {
    return { box: this.box, size: this.size };
  }
  restore({ box = 0, size = 5 }) {
    Object.assign(this, { box, size });
  }

  known(k) { // has it its value at this step?
    return this.player.settled(`value ${k}`) !== "";
  }

  /** @returns {Object} what there is to be said at this step (see nudge_words): nothing of a box without a value */
  read() {
    const { data: { nudge, variables }, box, size, player } = this, names = variables.map(({ name }) => name);
    const { look, hand } = player.phase(), known = (k) => this.known(k), [at, end] = player.place();
    const speed = look === "tangent" && nudge.along[box]; // in the direction of the sweep all inputs move together
    const row = speed && nudge.of.length > names.length ? names.length : box, it = readNudge(nudge, row, size);
    const others = [...it.moved.keys()].filter((k) => k !== box && known(k));
    const last = known(nudge.result) ? nudge.result : others.at(-1), target = it.moved.has(last) ? last : null;
    const whose = { adjoint: box, multiplier: box, gap: null, tangent: target }[look];
    const stands = (k) => !hand && player.settled(`slope ${k}`) !== "", settled = whose !== null && stands(whose);
    const own = look === "" || (look === "tangent" && !speed), slopes = own ? "own" : settled ? "known" : "unknown";
    const tells = (k) => own || (look === "tangent" && stands(k)), when = at < end ? `Step ${at}: ` : "";
    const together = row === box ? [] : [...nudge.along.keys()].filter((k) => nudge.along[k]);
    return { ...it, box, together, names, known, target, result: nudge.result, look, slopes, tells,
      when };
  }

  /** Draw it, when all else is written; returns what is said of it. */
  draw() {
    const { data, player, sizes, size } = this;
    if (!data?.nudge || !this.active) return null;
    const it = this.read(), words = nudgeWords(it);
    const still = (k) => ({ move: 0, was: "", now: player.settled(`value ${k}`), text: "" });
    this.sentence.innerHTML = words.sentence;
    this.sentence.classList.toggle("ad-long", this.sentence.textContent.length > 50);
    this.equation.innerHTML = words.parts ? moveEquation(words.parts) : "";
    write(this.help, HELP + (it.look === "tangent" ? TANGENT : BARS));
    sizes.show(size, words.label, !it.known(it.box));
    this.plot.innerHTML = words.parts ? this.curve(it, words.parts) : "";
    const shown = [...it.moved].filter(([k]) => it.known(k) && it.known(it.box)), few = data.nudge.few;
    const moves = shown.map(([, { move }]) => move ?? 0), now = new Map(shown);
    const scale = { least: Math.min(0, ...moves), most: Math.max(0, ...moves) };
    data.variables.forEach((variable, k) => {
      const moved = now.get(k) ?? (few || !it.known(k) || !now.size ? null : still(k));
      const tangent = it.look === "tangent", by = k === it.box && !tangent ? "" : words.by(k);
      this.pictures.cover(k, moved && ((room) => movedBox(room, moved, scale, variable, by, tangent)));
      this.call(k, moved && words.named(k, moved));
    });
    this.pictures.light({ targets: [], sources: [], edges: [] });
    this.mark((tail, head) => now.has(head) && now.has(tail) && now.get(tail).move !== 0, it.box);
    if (this.opens) this.speak(words.said);
    this.opens = false;
    this.words = words.said;
    return words;
  }

  /** @returns {string} what is said after a step: what is told now, if it changed, and the step */
  afterStep() {
    const [at, end] = this.player.place(), fresh = this.words === this.told ? "" : `${this.words} `;
    this.told = this.words;
    return `${fresh}Step ${at} of ${end}.`;
  }

  // The small plot, where the equation tells of the result and one box is nudged.
  curve(it, { move, slope, look }) {
    const { nudge } = this.data, points = it.target === it.result ? curveOf(nudge, it.row, this.size) : [];
    const [x, f] = [nudge.was[it.box], nudge.was[it.result]], names = [it.names[it.box], it.names[it.result]];
    const drawn = points.filter(([, u]) => u !== null).length > 3 && !it.together.length && typeof x === "number";
    return drawn ? nudgePlot({ points, x, f, h: it.h, move, slope, look, names }) : "";
  }

  mark(moves, box) {
    const { pictures, data } = this;
    data.variables.flatMap(({ reads }, head) => reads.map((tail) => moves(tail, head))).forEach((on, e) => {
      for (const part of pictures.arrows[e] ?? []) part.box.classList.toggle("ad-moved", on);
    });
    pictures.mark("ad-nudged", (k) => k === box);
  }

  speak(text) {
    this.told = text;
    this.say(text, true);
  }

  // Call a box something to screen readers; `null` brings back what it was called before.
  call(k, text) {
    for (const [n, { box: part }] of (this.pictures.boxes[k] ?? []).entries()) {
      const said = part.getAttribute("aria-label"), last = (this.labels[k] ??= [])[n];
      const before = last && said === last.mine ? last.before : said;
      this.labels[k][n] = { before, mine: text ?? before };
      part.setAttribute("aria-label", text ?? before);
    }
  }

  turn(on) {
    this.active = on;
    this.opens = on; // it is said, once it is drawn
    if (on || !this.data?.nudge) return;
    this.data.variables.forEach((_, k) => {
      this.pictures.cover(k, null);
      this.call(k, null);
    });
    this.mark(() => false, -1);
  }

  /** Nudge another box, or by another size, if it has a value; `again`: say it even if it is the same. */
  take({ box = this.box, size = this.size }, again = false) {
    if (!this.known(box)) size = this.size;
    if (box === this.box && size === this.size && !again) return;
    Object.assign(this, { box, size });
    const words = this.draw();
    if (words) this.speak(words.said);
    this.player.changed();
  }

  choose(box) {
    this.take({ box }, true);
  }

  press(key) {
    const { pictures, size } = this, held = pictures.element.getRootNode().activeElement;
    const walks = held?.matches(".ad-node") && pictures.element.contains(held);
    const box = walks ? +held.dataset.i : this.box, last = this.data.variables.length - 1;
    const up = size > 2, from = up ? size - 3 : 2 - size; // from the smallest size on
    const to = (high, n) => ({ size: high ? 3 + Math.min(2, n) : 2 - Math.min(2, n) });
    const next = {
      "+": to(true, from), "=": to(true, from), "-": to(false, from), "−": to(false, from),
      "[": to(up, Math.max(0, from - 1)), "]": to(up, from + 1),
      ArrowUp: { box: Math.max(0, box - 1) }, ArrowDown: { box: Math.min(last, box + 1) },
    }[key];
    if (!next || (next.box !== undefined && held?.matches("[role=slider]"))) return false;
    this.take(next, true);
    if (walks) focus(pictures.boxes[this.box].find(({ box: part }) => part.getClientRects().length).box);
    return true;
  }
}
