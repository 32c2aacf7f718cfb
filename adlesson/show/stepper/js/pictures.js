// The graph, twice: from left to right where there is room, else from top to bottom.  Only one of the two is visible.

import { inWords, fit, shares, squares } from "./boxes.js";
import { attribute, made, make, rove, write } from "../../live/js/dom.js";

/** @typedef {import("./contract.js").Frames} Frames */
/** @typedef {import("./contract.js").Lit} Lit */

// What can stand in a box.
const WRITTEN = ["value", "slope", "note", "heat-value", "heat-slope"];
// Pixels: where the first line of a box ends, and about how wide a letter is on an arrow.
const FIRST = 28, LETTER = 6.9;
// Boxes and arrows: from so many on a picture lies in layers of so few.
const MANY = 80, FEW = 20;
// How much of the view is behind a box that was scrolled to: the rest shows what comes next, for several steps.
const BEHIND = 0.2, SIDES = [["left", "right", "width", "scrollLeft"], ["top", "bottom", "height", "scrollTop"]];

// How far an arrow goes, across and down, as it is written: asked how long its line is, the page would lay out all.
function reach(line) {
  const [x, y, ...rest] = line.getAttribute("d").match(/[\d.-]+/g).map(Number);
  return [Math.abs(rest.at(-2) - x), Math.abs(rest.at(-1) - y)];
}

// How much higher than its arrow a text stands: it lies on it, unless it would hide most of it.
function above([across, down], text) {
  const wide = LETTER * text.length;
  return !text || down > across || wide < 0.6 * across ? 0 : -Math.round(10 + ((wide / 2) * down) / across);
}

// A large picture lies in layers, one over the other: where a box changes, only its layer is laid out and painted anew.
function inLayers(svg) {
  const name = svg.getAttribute("aria-label"), parts = [...svg.children];
  if (parts.length < MANY) return svg;
  const layers = make("div", { class: "ad-layers", "aria-label": name });
  svg.replaceWith(layers);
  svg.removeAttribute("aria-label");
  svg.setAttribute("role", "none");
  parts.forEach((part, k) => {
    if (k % FEW === 0) layers.append(svg.cloneNode());
    layers.lastChild.append(part);
  });
  return layers;
}

// What is seen around a box while it has the focus.
function ringed(box) {
  if (!box || box.querySelector(".ad-ring")) return;
  const ring = box.querySelector(".ad-box").cloneNode();
  ring.setAttribute("class", "ad-ring");
  for (const [name, by] of Object.entries({ x: -4, y: -4, width: 8, height: 8, rx: 4 })) {
    ring.setAttribute(name, +ring.getAttribute(name) + by);
  }
  box.append(ring);
}

/** `boxes[i]` and `arrows[e]` have a part for each of the two pictures: its group `box` and what is in it. */
export class Pictures {
  constructor() {
    const onfocusin = ({ target }) => ringed(target.closest(".ad-node"));
    this.element = make("div", { class: "ad-pictures ad-scroll", tabindex: "-1", onfocusin });
    this.number = made.count;
    this.boxes = [];
    this.arrows = [];
    this.lit = [];
    this.schemed = false;
  }

  /** @param {Frames} data */
  load(data) {
    const { variables, phases, pictures: { wide, tall } } = data, { element, number } = this;
    Object.assign(this, { variables, phases, phase: phases[0], k: 0, lit: [], slopes: [], state: shares(data) });
    this.hows = []; // what the chips show
    this.ends = variables.flatMap(({ name, reads }) => reads.map((k) => `arrow from ${variables[k].name} to ${name}`));
    // a schedule begins with its drawer open, and a large program has no tall picture
    element.classList.toggle("ad-beside-drawer", Boolean(data.schedule?.begins));
    element.classList.toggle("ad-only-wide", !tall);
    element.innerHTML = `<div class="ad-wide">${wide}</div><div class="ad-tall">${tall}</div>`;
    for (const picture of [...element.querySelectorAll("svg.ad-graph")].map(inLayers)) {
      // an img has no buttons in it
      picture.setAttribute("role", "group");
      if (number > 1) picture.setAttribute("aria-label", `${picture.getAttribute("aria-label")} (stepper ${number})`);
    }
    // only places differ
    for (const [first, second] of this.both("i")) second?.replaceChildren(...first.cloneNode(true).childNodes);
    this.boxes = this.both("i", (box, i) => {
      attribute(box, "role", "button");
      box.classList.add("ad-unknown");
      box.tabIndex = i ? -1 : 0;
      const parts = WRITTEN.map((what) => [what, box.querySelector(`.ad-${what}`)]);
      return { box, frame: box.querySelector(".ad-frame") ?? box.firstChild, ...Object.fromEntries(parts) };
    });
    // of each picture
    this.stops = this.boxes[0].map((_, pair) => this.boxes.map((parts) => parts[pair].box));
    this.arrows = this.both("e", (box) => {
      attribute(box, "role", "img");
      const line = box.querySelector(".ad-line");
      return { box, line, across: reach(line), partial: box.querySelector(".ad-partial") };
    });
    this.arrows.forEach((_, e) => this.slope(e, ""));
    this.boxes.forEach((_, i) => this.chip(i));
    this.boxes.forEach((_, i) => this.name(i, {}));
  }

  both(kind, read = (part) => part) {
    const pairs = [];
    for (const part of this.element.querySelectorAll(`[data-${kind}]`)) {
      const n = +part.dataset[kind];
      (pairs[n] ??= []).push(read(part, n));
    }
    return pairs;
  }

  /** Say which frame is shown, before its texts are written. */
  at(k) {
    const phase = this.phases.findLast(({ start }) => start <= k), turned = phase !== this.phase;
    Object.assign(this, { k, phase });
    this.boxes.forEach((_, i) => (turned || this.how(i) !== this.hows[i]) && this.chip(i));
  }

  how(i) {
    return this.state(this.k, i, this.slopes[i] ?? "");
  }

  chip(i) {
    const how = this.how(i), known = this.slopes[i] ?? "", holds = this.phase.look === "gap" && known === "0";
    const more = how === "part" && !known.includes("?") ? " + …" : holds ? " ✓" : "";
    this.hows[i] = how;
    for (const { box, frame, slope } of this.boxes[i]) {
      fit(slope, how === "none" ? "" : `= ${known}${more}`, frame);
      for (const word of ["none", "part"]) box.classList.toggle(`ad-${word}`, how === word);
    }
  }

  slope(e, text) {
    const number = /^[−\d∞(?N]/.test(text); // else a map between arrays
    const said = text === "?" ? "slope asked for" : text ? `slope ${inWords(text)}` : "slope not used yet";
    const written = `${number ? "×" : ""}${text}`;
    for (const { box, across, partial } of this.arrows[e] ?? []) {
      write(partial, written);
      if (partial) attribute(partial, "dy", above(across, written));
      attribute(box, "aria-label", `${this.ends[e]}, ${said}`);
    }
  }

  /** Write a text, where `what` is said by the contract. */
  update(what, i, text) {
    if (what === "partial") return this.slope(i, text);
    if (what === "slope") this.slopes[i] = text;
    if (what === "slope") return this.chip(i);
    for (const part of this.boxes[i] ?? []) {
      if (what.startsWith("heat")) squares(part[what], text);
      else if (what === "value") fit(part.value, text && `= ${text}`, part.frame);
      else write(part[what], text);
      if (what === "value") part.box.classList.toggle("ad-unknown", text === "" || text === "?");
    }
  }

  /** What stands in a chip while it is asked what that becomes. */
  sum(i, before) {
    return `${before} → ?`;
  }

  /** Say a box to screen readers. */
  name(i, { value }) {
    const { name, rule } = this.variables[i], { look } = this.phase, how = this.how(i);
    const word = look === "gap" ? look : this.phase.word; // the word is what the phase solves for
    const known = `the ${word} of ${name} is ${String(this.slopes[i]).replace(/ → \?$/, "")}${how ? " so far" : ""}`;
    const parts = [rule ? `${name} equals ${rule}` : `${name}, an input`, value && `value ${value}`];
    if (look) parts.push(how === "none" ? `no ${word} yet` : known);
    for (const { box } of this.boxes[i]) attribute(box, "aria-label", inWords(parts.filter(Boolean).join(", ")));
  }

  /** @param {Lit} lit */
  light({ targets, sources, edges, back }) {
    const { boxes, arrows } = this;
    for (const [box, ...classes] of this.lit) box.classList.remove(...classes);
    this.lit = [];
    const shine = (part, ...classes) => {
      part.box.classList.add(...classes);
      this.lit.push([part.box, ...classes]);
    };
    for (const i of targets) boxes[i]?.forEach((part) => shine(part, "ad-target"));
    for (const i of sources) if (!targets.includes(i)) boxes[i]?.forEach((part) => shine(part, "ad-source"));
    for (const e of edges) arrows[e]?.forEach((part) => shine(part, "ad-lit", ...(back ? ["ad-turned"] : [])));
    if (!targets.length) return;
    this.stops.forEach((stops) => rove(stops, stops[targets[0]]));
  }

  // A page that says nothing of dark and light leaves it to the system.
  scheme() {
    const root = this.element.closest(".adlesson"), { colorScheme } = root ? getComputedStyle(root) : {};
    if (colorScheme === "normal") root.style.colorScheme = "light dark";
    this.schemed = Boolean(colorScheme);
  }

  settle({ targets }) {
    const { element } = this;
    if (!this.schemed) this.scheme();
    const target = this.boxes[targets[0]]?.find(({ box }) => box.getClientRects().length)?.box;
    if (!target) return;
    const box = target.getBoundingClientRect(), view = element.getBoundingClientRect();
    for (const [near, far, size, scroll] of SIDES) {
      const before = box[near] < view[near], room = (view[size] - box[size]) * (before ? 1 - BEHIND : BEHIND);
      if (before || box[far] > view[far]) element[scroll] += box[near] - view[near] - room;
    }
  }

  /** Give a class to those boxes for which a test holds. */
  mark(name, test) {
    this.boxes.forEach((pair, i) => pair.forEach(({ box }) => box.classList.toggle(name, test(i))));
  }

  /**
   * Let something else stand in a box for a while, in place of all below the first line, which ends at `top`.
   * @param {number} i
   * @param {?function({width: number, height: number, round: number, top: number}): string} draw returns SVG, from
   *   the upper left corner of the box, whose corners are `round`; null takes it away
   */
  cover(i, draw) {
    for (const { box, frame } of this.boxes[i]) {
      box.querySelector(".ad-cover")?.remove();
      box.classList.toggle("ad-covered", Boolean(draw));
      if (!draw) continue;
      const [width, height, round] = ["width", "height", "rx"].map((side) => +frame.getAttribute(side));
      box.insertAdjacentHTML("beforeend", `<g class="ad-cover">${draw({ width, height, round, top: FIRST })}</g>`);
    }
  }
}
