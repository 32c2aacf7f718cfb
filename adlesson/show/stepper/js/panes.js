// Panes of the drawer that follow the cursor: lines of code, the table of variables, one more picture, the memory bar.

import { attribute, focus, make, rove, scrollInside, write } from "../../live/js/dom.js";

/** @typedef {import("./contract.js").Frames} Frames */
/** @typedef {import("./contract.js").Lit} Lit */
/** @typedef {import("./contract.js").Source} Source */

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }; // rows, columns

const head = (text) => make("th", { scope: "col", class: text === "" && "ad-word" }, text);

function pane(kind, ...children) {
  return make("section", { class: `ad-pane ad-pane-${kind}` }, ...children);
}

/**
 * Lines of source.
 * @param {"lines"|"gradient"} kind the learner's function, or its gradient
 * @returns {{element: HTMLElement, load: function(?Source), light: function(number[], string), settle: function(),
 *   cover: function(number)}} `cover` leaves of the lines from this one on only what they make; what it is made of is
 *   asked for
 */
function linesView(kind) {
  const list = make("ol", { class: "ad-lines ad-scroller" }), title = make("p", { class: "ad-pane-title" });
  const element = pane(kind, title, list);
  let lines = [], buttons = [], results = [], lit = [], covered = Infinity;

  function line(text, k) {
    const place = { "data-line": k, "data-kind": kind, tabindex: k ? "-1" : "0" };
    results.push(make("span", { class: "ad-result" }));
    return make("button", { type: "button", class: "ad-line-button", ...place },
      make("span", { class: "ad-line-number", "aria-hidden": "true" }, String(k + 1)),
      make("code", {}, text || " "), results[k]);
  }
  function load(source) {
    element.hidden = !source;
    lit = [];
    write(title, source?.title ?? "");
    results = [];
    covered = Infinity;
    lines = source?.lines ?? [];
    buttons = lines.map(line);
    list.replaceChildren(...buttons.map((button) => make("li", {}, button)));
    list.classList.toggle("ad-many", buttons.length > 40);
  }
  function light(wanted, result) {
    for (const k of lit) {
      buttons[k].removeAttribute("aria-current");
      write(results[k], "");
    }
    lit = wanted.filter((k) => k in buttons);
    for (const k of lit) buttons[k].setAttribute("aria-current", "step");
    if (!lit.length) return;
    write(results[lit.at(-1)], result);
    rove(buttons, buttons[lit.at(-1)]);
  }
  function cover(from) {
    if (from === covered) return;
    covered = from;
    const hide = (text, k) => (k < from ? text : text.replace(/(=) .*$/, "$1 ?"));
    lines.forEach((text, k) => write(buttons[k].querySelector("code"), hide(text, k) || " "));
  }
  return { element, load, light, cover, settle: () => scrollInside(list, buttons[lit[0]]) };
}

/**
 * The learner's function, and beside it its gradient.
 * @returns {Object} a pane, with `light` and `settle`
 */
export function codeView() {
  const lines = linesView("lines"), gradient = linesView("gradient");
  let count = 0;
  function load({ source, gradient: other }) {
    count = source.lines.length;
    lines.load(source);
    gradient.load(other);
  }
  // What the lit lines come to stands beside them, unless the question is `open`; `asked` lines are still to be found.
  function light(lit, frame, open, asked) {
    lines.light(lit.lines ?? [], open ? "" : frame.made ?? "");
    gradient.cover(Math.min(...asked));
    gradient.light(lit.gradient ?? [], open ? "" : frame.result ?? "");
  }
  function settle() {
    lines.settle();
    gradient.settle();
  }
  const element = make("div", { class: "ad-code" }, lines.element, gradient.element);
  const about = () => `Code is open below: ${count} lines.`;
  return { name: "code", label: "code", element, load, light, settle, about };
}

/**
 * The list of instructions, a row for each variable.
 * @returns {{element: HTMLElement, load: function(Frames), update: function(string, number, string),
 *   light: function(Lit), settle: function(Lit), head: function(string)}} `head` writes what a slope is called
 */
export function tableView() {
  const table = make("table", { class: "ad-table" });
  const name = { tabindex: "0", role: "region", "aria-label": "Table of variables" };
  const region = make("div", { class: "ad-scroll ad-rows ad-scroller", ...name }, table);
  const element = pane("table", region);
  let rows = [], cells = [], stops = [], lit = [];

  function columns({ frames, schedule }) {
    const used = new Set(frames.flatMap((frame) => frame.set.map(([what]) => what))), found = [["value", "value"]];
    if (used.has("slope") || schedule) found.push(["slope", ""], ["share", "shares"]); // see head for the word
    if (used.has("residual")) found.push(["residual", "gap"]);
    if (used.has("note")) found.push(["note", "note"]);
    return found;
  }
  function cell([what]) {
    return [what, make("td", { class: /share|note/.test(what) ? false : "ad-number", "data-what": what })];
  }
  function load(data) {
    lit = [];
    const shown = columns(data), shapes = data.variables.some((variable) => variable.shape);
    cells = data.variables.map(() => Object.fromEntries(shown.map(cell)));
    const row = { type: "button", class: "ad-row-button" };
    rows = data.variables.map(({ name, rule, shape }, i) => make("tr", { "data-i": i },
      make("th", { scope: "row" }, make("button", { ...row, tabindex: i ? "-1" : "0" }, name)),
      make("td", {}, make("code", {}, rule || "input")),
      ...(shapes ? [make("td", {}, shape)] : []), ...Object.values(cells[i])));
    const heads = ["variable", "formula", ...(shapes ? ["shape"] : []), ...shown.map(([, text]) => text)].map(head);
    table.replaceChildren(make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
    stops = rows.map((row) => row.querySelector("button"));
    region.classList.toggle("ad-many", rows.length > 40);
  }
  function update(what, i, text) {
    const cell = cells[i]?.[what];
    write(cell, text);
    cell?.classList.toggle("ad-open", text === "?");
  }
  function light({ targets, sources }) {
    for (const row of lit) row.classList.remove("ad-target", "ad-source");
    for (const i of sources) rows[i]?.classList.add("ad-source");
    for (const i of targets) rows[i]?.classList.add("ad-target");
    lit = [...sources, ...targets].map((i) => rows[i]).filter(Boolean);
    if (targets.length) rove(stops, stops[targets[0]]);
  }
  const settle = ({ targets }) => scrollInside(region, rows[targets[0]]);
  const head2 = (word) => write(table.querySelector(".ad-word"), word);
  const about = () => `Table is open below: ${rows.length} rows.`;
  return { name: "table", label: "table", element, load, update, light, settle, head: head2, about };
}

/**
 * One more picture, such as the triangular system: the rows in use are lit, and the slopes found so far written in.
 * Its cells stand in letters until a sweep goes back: before that, their numbers are not even in the page.
 * @returns {Object} a pane, with `update`, `light`, and `walk`, which goes from cell to cell by key
 */
export function figureView() {
  const picture = make("div", { class: "ad-scroll", tabindex: "0", role: "region" }), says = make("p");
  const title = make("p", { class: "ad-pane-title" }), element = pane("figure", title, picture, says);
  let lit = [], covered = [], cells = []; // pairs of letters and numbers
  const parts = (r, inside = "") => picture.querySelectorAll(`[data-r="${r}"] ${inside}`);

  function load({ figure }) {
    if (!figure) return false;
    write(title, figure.title);
    attribute(picture, "aria-label", figure.title);
    picture.hidden = !figure.svg;
    picture.innerHTML = figure.svg;
    write(says, figure.says);
    lit = covered = [];
    cells = [...picture.querySelectorAll(".ad-letters")].map((letters) => [letters, letters.nextElementSibling]);
    for (const [, numbers] of cells) numbers.remove();
    stop(picture.querySelector("[data-c] > [role=img]"));
    return true;
  }
  function stop(cell) { // the one that Tab comes to
    picture.querySelector("[data-c] > [tabindex]")?.removeAttribute("tabindex");
    cell?.setAttribute("tabindex", "0");
  }
  function walk(cell, key) {
    const place = cell.closest("[data-c]"), to = STEPS[key];
    if (!place || !to || !picture.contains(place)) return false;
    const { r, c } = place.dataset, where = `[data-r="${+r + to[0]}"][data-c="${+c + to[1]}"]`;
    const next = picture.querySelector(`${where} > [role=img]`);
    if (!next) return true;
    stop(next);
    focus(next);
    return true;
  }
  function turn(solving) {
    for (const [letters, numbers] of cells) {
      const [shown, other] = solving ? [numbers, letters] : [letters, numbers];
      if (!other.isConnected && !other.parentNode) continue;
      const stopped = other.hasAttribute("tabindex");
      other.replaceWith(shown);
      if (stopped) stop(shown);
    }
  }
  function update(what, i, text) {
    if (what === "slope") write(parts(i, ".ad-solved tspan:last-child")[0], text && ` = ${text}`);
  }
  // Where the row itself is asked for, "?" stands in its cells.
  function light({ rows = [] }, hidden = false, solving = true) {
    for (const part of lit) part.classList.remove("ad-now");
    for (const [cell, text, name] of covered) {
      write(cell, text);
      attribute(cell.parentNode, "aria-label", name);
    }
    turn(solving);
    lit = rows.flatMap((r) => [...parts(r)]);
    for (const part of lit) part.classList.add("ad-now");
    const asked = hidden ? rows.flatMap((r) => [...parts(r, ".ad-entry text")]) : [];
    covered = asked.map((cell) => [cell, cell.textContent, cell.parentNode.getAttribute("aria-label")]);
    for (const [cell] of covered) {
      write(cell, "?");
      attribute(cell.parentNode, "aria-label", "asked for");
    }
  }
  const about = () => `The system is open below. ${says.textContent}`;
  return { name: "system", label: "system", element, load, update, light, walk, about };
}

/**
 * How much is held in memory at this step.
 * @returns {Object} a pane
 */
export function memoryView() {
  const most = make("span", { class: "ad-most" }), held = make("span", { class: "ad-held" }), text = make("span");
  const bar = make("span", { class: "ad-bar", "aria-hidden": "true" }, most, held), says = make("p");
  const element = pane("memory", make("p", { class: "ad-memory" }, bar, text), says);
  let memory = null, heard = "";
  const reach = (part, count) => (part.style.width = `${(100 * count) / memory.of}%`);

  function load(data) {
    memory = data.memory;
    if (!memory) return false;
    reach(most, memory.most);
    write(says, memory.says);
    return true;
  }
  function show(k) {
    const [count, words] = memory.rows[k];
    reach(held, count);
    write(text, words);
  }
  // What is held, where it has not been said yet.
  function news() {
    const { textContent } = text, fresh = textContent !== heard;
    heard = textContent;
    return fresh ? `Memory: ${textContent}.` : "";
  }
  function about() {
    heard = "";
    return `Memory is open below. ${news()}`;
  }
  return { name: "memory", label: "memory", waits: true, element, load, show, news, about };
}
