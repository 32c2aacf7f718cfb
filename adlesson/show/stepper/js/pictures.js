// The graph, twice: from left to right where there is room, else from top to bottom.  Only one of the two is visible.

import { attribute, made, make, rove, write } from "./dom.js";

/** @typedef {import("./contract.js").Frames} Frames */
/** @typedef {import("./contract.js").Lit} Lit */

const WRITTEN = ["value", "slope", "note", "heat-value", "heat-slope"]; // what can stand in a box
const FIRST = 28; // pixels: where the first line of a box ends
const SIZE = 13.5; // pixels of the type
const SAID = [["·", " times "], ["+", " plus "], ["−", " minus "], ["/", " over "], ["²", " squared"], ["³", " cubed"]];

// Draw an array: a square for each letter, of its size (A to I), hollow if it is a small letter; the rest are zeros.
function squares(group, text) {
  const square = (c, x, y, side = (parseInt(c, 36) - 9) / 10) => {
    if (!side) return "";
    const kind = c < "a" ? "full" : "hollow";
    return `<rect x="${x - side / 2}" y="${y - side / 2}" width="${side}" height="${side}" class="ad-${kind}"/>`;
  };
  const row = (cells, r) => [...cells].map((c, k) => square(c, k + 0.5, r + 0.5)).join("");
  if (group) group.innerHTML = text.split("/").map(row).join("");
}

// Write a number, smaller where it is too long for its box.
function fit(part, text, frame) {
  if (!part || part.textContent === text) return;
  write(part, text);
  const width = (c) => (/[.,·()[\]'1 ⁰-⁹²³¹⁻]/.test(c) ? 0.41 : /[−…×=+?@✓]/.test(c) ? 0.91 : 0.71) * SIZE;
  const room = frame.getAttribute("width") - part.getAttribute("x") - 12;
  const needed = [...text].reduce((sum, c) => sum + width(c), 0);
  part.style.fontSize = needed > room ? `${(SIZE * room / needed).toFixed(1)}px` : "";
}

// What is still to come: for each phase, by variable, the frames that set what stands in its chip.
function sendings({ phases, frames }) {
  return phases.map(({ start }, n) => {
    const end = phases[n + 1]?.start ?? frames.length, at = new Map();
    for (let k = start + 1; k < end; k++) {
      for (const [what, i] of frames[k].set) if (what === "slope") at.set(i, [...(at.get(i) ?? []), k]);
    }
    return { at, end: end - 1 };
  });
}

/**
 * `at` says which frame is shown, `update` writes a text, `name` says a box to screen readers, `mark` gives a class to those
 * boxes for which a test holds, `sum` is what stands in a chip while a share is asked for.  `cover(i, draw)` puts SVG, drawn
 * from the box's upper left corner, in place of all below the first line, which ends at `top`; `null` takes it away.
 * `boxes[i]` and `arrows[e]` are what is in the page of one, a part for each of the two pictures: its group `box`, and of an
 * arrow its `line`.
 * @returns {{element: HTMLElement, load: function(Frames), at: function(number), update: function(string, number, string),
 *   light: function(Lit), settle: function(Lit), name: function(number, Object, string),
 *   mark: function(string, function(number): boolean), sum: function(number, string): string,
 *   cover: function(number, ?function({width: number, height: number, top: number}): string),
 *   boxes: Object[][], arrows: Object[][]}}
 */
export function pictureView() {
  const element = make("div", { class: "ad-pictures ad-scroll", tabindex: "-1" }), number = made.count;
  let boxes = [], arrows = [], variables = [], lit = []; // boxes[i] and arrows[e] have one part in each picture
  let phases = [], sent = [], ends = [], slopes = [], now = 0, phase = 0; // `ends` of arrows, `slopes` in the chips

  function both(kind, read) {
    const pairs = [];
    for (const part of element.querySelectorAll(`[data-${kind}]`)) (pairs[+part.dataset[kind]] ??= []).push(read(part));
    return pairs;
  }
  function load(data) {
    ({ variables, phases } = data);
    [lit, slopes, now, phase, sent] = [[], [], 0, 0, sendings(data)];
    ends = variables.flatMap(({ name, reads }) => reads.map((k) => `arrow from ${variables[k].name} to ${name}`));
    const { wide, tall } = data.pictures;
    element.classList.toggle("ad-only-wide", !tall); // a large program has no tall picture
    element.innerHTML = `<div class="ad-wide">${wide}</div><div class="ad-tall">${tall}</div>`;
    for (const svg of element.querySelectorAll("svg.ad-graph")) {
      svg.setAttribute("role", "group"); // an img has no buttons in it
      if (number > 1) svg.ariaLabel += ` (stepper ${number})`;
    }
    boxes = both("i", (box) => box);
    for (const [first, second] of boxes) if (second) second.innerHTML = first.innerHTML; // only the places differ
    boxes = both("i", (box) => {
      box.setAttribute("role", "button");
      box.setAttribute("tabindex", "-1");
      const parts = WRITTEN.map((what) => [what, box.querySelector(`.ad-${what}`)]);
      return { box, frame: box.querySelector(".ad-frame") ?? box.firstChild, ...Object.fromEntries(parts) };
    });
    arrows = both("e", (box) => {
      box.setAttribute("role", "img");
      return { box, line: box.querySelector(".ad-line"), partial: box.querySelector(".ad-partial") };
    });
    boxes.forEach((_, i) => {
      chip(i);
      name(i, {});
    });
    arrows.forEach((_, e) => slope(e, ""));
    for (const pair of [0, 1]) boxes[0]?.[pair] && (boxes[0][pair].box.tabIndex = 0);
  }
  function at(k) {
    const before = phase, last = sent[phase].end;
    phase = phases.findLastIndex(({ start }) => start <= k);
    const all = before !== phase || (now === last) !== (k === last);
    now = k;
    if (all) boxes.forEach((_, i) => chip(i));
  }
  // How much of its shares a variable has: "none", "part", or "" for all.
  function state(i) {
    const { look, hand } = phases[phase], { at, end } = sent[phase], sendings = at.get(i), text = slopes[i] ?? "";
    if (text.includes("?")) return "part";
    if (!look || !text) return "none";
    if (look === "gap" || hand || !at.size) return "";
    if (!sendings) return now === end ? "" : "none";
    return now < sendings[0] ? "none" : now < sendings.at(-1) ? "part" : "";
  }
  function chip(i) {
    const how = state(i), known = slopes[i] ?? "", { look } = phases[phase];
    const more = how === "part" && !known.includes("?") ? " + …" : look === "gap" && known === "0" ? " ✓" : "";
    for (const { box, frame, slope } of boxes[i]) {
      fit(slope, how === "none" ? "" : `= ${known}${more}`, frame);
      for (const word of ["none", "part"]) box.classList.toggle(`ad-${word}`, how === word);
    }
  }
  function slope(e, text) {
    const number = /^[−\d∞(?N]/.test(text); // else a map between arrays
    for (const { box, partial } of arrows[e] ?? []) {
      write(partial, `${number ? "×" : ""}${text}`);
      attribute(box, "aria-label", `${ends[e]}, ${text === "?" ? "slope asked for" : text ? `slope ${text}` : "slope not used yet"}`);
    }
  }
  function name(i, { value }, word = phases[phase].word) {
    const { name, rule } = variables[i], how = state(i), known = slopes[i] ?? "", told = word.replace(" so far", "");
    const said = SAID.reduce((text, [sign, words]) => text.replaceAll(sign, words), rule).replace(/ +/g, " ");
    const all = [rule ? `${name} equals ${said}` : `${name}, an input`, value && `value ${value}`];
    if (phases[phase].look && known && how !== "none") {
      all.push(`the ${told} of ${name} is ${known.replace(/ \+ \?$/, "")}${how === "part" || told !== word ? " so far" : ""}`);
    } else if (phases[phase].look) all.push(`no ${told} yet`);
    for (const { box } of boxes[i]) attribute(box, "aria-label", all.filter(Boolean).join(", ").replace("?", "unknown"));
  }
  function update(what, i, text) {
    if (what === "partial") return slope(i, text);
    if (what === "slope") {
      slopes[i] = text;
      return chip(i);
    }
    for (const part of boxes[i] ?? []) {
      if (what.startsWith("heat")) squares(part[what], text);
      else if (what === "value") fit(part.value, text && `= ${text}`, part.frame);
      else write(part[what], text);
      if (what === "value") part.box.classList.toggle("ad-unknown", text === "" || text === "?");
    }
  }
  function light({ targets, sources, edges, back }) {
    for (const [box, ...classes] of lit) box.classList.remove(...classes);
    lit = [];
    const shine = (part, ...classes) => {
      part.box.classList.add(...classes);
      lit.push([part.box, ...classes]);
    };
    for (const i of targets) boxes[i]?.forEach((part) => shine(part, "ad-target"));
    for (const i of sources) if (!targets.includes(i)) boxes[i]?.forEach((part) => shine(part, "ad-source"));
    for (const e of edges) arrows[e]?.forEach((part) => shine(part, "ad-lit", ...(back ? ["ad-turned"] : [])));
    if (!targets.length) return;
    for (const pair of [0, 1]) {
      rove(boxes.map((parts) => parts[pair]?.box).filter(Boolean), boxes[targets[0]]?.[pair]?.box);
    }
  }
  function settle({ targets }) {
    const root = element.closest(".adlesson"); // a page that says nothing of dark and light leaves it to the system
    if (root && getComputedStyle(root).colorScheme === "normal") root.style.colorScheme = "light dark";
    const target = boxes[targets[0]]?.find(({ box }) => box.getClientRects().length)?.box;
    if (!target) return;
    const box = target.getBoundingClientRect(), view = element.getBoundingClientRect();
    if (box.left < view.left || box.right > view.right) {
      element.scrollLeft += box.left + box.width / 2 - view.left - view.width / 2;
    }
    if (box.top < view.top || box.bottom > view.bottom) {
      element.scrollTop += box.top + box.height / 2 - view.top - view.height / 2;
    }
  }
  function mark(name, test) {
    boxes.forEach((pair, i) => pair.forEach(({ box }) => box.classList.toggle(name, test(i))));
  }
  function cover(i, draw) {
    for (const { box, frame } of boxes[i]) {
      box.querySelector(".ad-cover")?.remove();
      box.classList.toggle("ad-covered", Boolean(draw));
      if (!draw) continue;
      const [width, height] = ["width", "height"].map((side) => +frame.getAttribute(side));
      box.insertAdjacentHTML("beforeend", `<g class="ad-cover">${draw({ width, height, top: FIRST })}</g>`);
    }
  }
  const sum = (i, before) => `${before} + ?`;
  return { element, load, at, update, light, settle, name, mark, sum, cover, get boxes() { return boxes; },
    get arrows() { return arrows; } };
}
