// The graph, twice: from left to right where there is room, else from top to bottom.  Only one of the two is visible.

import { attribute, make, rove, write } from "./dom.js";

/** @typedef {import("./contract.js").Frames} Frames */
/** @typedef {import("./contract.js").Lit} Lit */

const WRITTEN = ["value", "slope", "note", "heat-value", "heat-slope"]; // what can stand in a box

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

/**
 * @returns {{element: HTMLElement, load: function(Frames), update: function(string, number, string),
 *   light: function(Lit), settle: function(Lit), name: function(number, Object, string),
 *   mark: function(string, function(number): boolean), sum: function(number, string): string,
 *   cover: function(number, ?function({width: number, height: number, top: number}): string),
 *   boxes: Object[][], arrows: Object[][]}} `update` writes a text,
 *   `name` says a box to screen readers, `mark` gives a class to those boxes for which a test holds, `sum` is what
 *   stands in a box while a share is asked for; `cover(i, draw)` puts SVG, drawn from the box's upper left corner, in
 *   place of all below the first line, which ends at `top` (`null` takes it away); `boxes[i]` and `arrows[e]` are what is
 *   in the page of one, a part for each of the two pictures: its group `box`, and of an arrow its `line`
 */
export function pictureView() {
  const element = make("div", { class: "ad-pictures ad-scroll", tabindex: "-1" });
  const FIRST = 28; // pixels: where the first line of a box ends
  let boxes = [], arrows = [], variables = [], lit = []; // boxes[i] and arrows[e] have one part in each picture

  function both(kind, read) {
    const pairs = [];
    for (const part of element.querySelectorAll(`[data-${kind}]`)) (pairs[+part.dataset[kind]] ??= []).push(read(part));
    return pairs;
  }
  function load(data) {
    variables = data.variables;
    lit = [];
    const { wide, tall } = data.pictures;
    element.classList.toggle("ad-only-wide", !tall); // a large program has no tall picture
    element.innerHTML = `<div class="ad-wide">${wide}</div><div class="ad-tall">${tall}</div>`;
    const graphs = element.querySelectorAll("svg.ad-graph");
    for (const svg of graphs) svg.setAttribute("role", "group"); // an img has no buttons in it
    boxes = both("i", (box) => {
      box.setAttribute("role", "button");
      box.setAttribute("tabindex", "-1");
      return { box, ...Object.fromEntries(WRITTEN.map((what) => [what, box.querySelector(`.ad-${what}`)])) };
    });
    arrows = both("e", (arrow) => ({
      box: arrow, line: arrow.querySelector(".ad-line"), partial: arrow.querySelector(".ad-partial") }));
    boxes.forEach((_, i) => name(i, {}));
    for (const pair of [0, 1]) boxes[0]?.[pair] && (boxes[0][pair].box.tabIndex = 0);
  }
  function name(i, { value, slope }, word) {
    const { name, rule } = variables[i], what = `${name}${rule ? ` = ${rule}` : ", an input"}`;
    const said = [what, value && `value ${value}`, slope && `${word} ${slope}`].filter(Boolean).join(", ");
    for (const { box } of boxes[i]) attribute(box, "aria-label", said.replace("?", "unknown"));
  }
  function update(what, i, text) {
    for (const part of (what === "partial" ? arrows : boxes)[i] ?? []) {
      if (what.startsWith("heat")) squares(part[what], text);
      else write(part[what], text);
      if (what === "value") part.box.classList.toggle("ad-unknown", text === "");
    }
  }
  function sum(i, before) {
    const room = boxes[i][0].box.querySelector("rect").getAttribute("width");
    return 8 * before.length + 40 < room ? `${before} + ?` : "… + ?";
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
    const target = boxes[targets[0]]?.find(({ box }) => box.getClientRects().length)?.box;
    if (!target || element.scrollWidth <= element.clientWidth) return;
    const box = target.getBoundingClientRect(), view = element.getBoundingClientRect();
    if (box.left >= view.left && box.right <= view.right) return;
    element.scrollLeft += box.left + box.width / 2 - view.left - view.width / 2;
  }
  function mark(name, test) {
    boxes.forEach((pair, i) => pair.forEach(({ box }) => box.classList.toggle(name, test(i))));
  }
  // Something else may stand in a box for a while, below its first line.
  function cover(i, draw) {
    for (const { box } of boxes[i]) {
      const [x, y, width, height] = ["x", "y", "width", "height"].map((side) => +box.firstChild.getAttribute(side));
      box.querySelector(".ad-cover")?.remove();
      box.classList.toggle("ad-covered", Boolean(draw));
      if (!draw) continue;
      const inside = draw({ width, height, top: FIRST });
      box.insertAdjacentHTML("beforeend", `<g class="ad-cover" transform="translate(${x} ${y})">${inside}</g>`);
    }
  }
  return { element, load, update, light, settle, name, mark, sum, cover, get boxes() { return boxes; },
    get arrows() { return arrows; } };
}
