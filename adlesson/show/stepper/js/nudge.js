// Nudge: what a small push on one variable does to the output; every curve was computed by Python.

import { button, make, write } from "./dom.js";

/** @typedef {import("./contract.js").Frames} Frames */

const HEADS = ["nudge", "the output moves", "adjoint × nudge"];
const LEGEND = "Across: the nudge. Up: how far the output moves. Dashed: adjoint × nudge.";

/**
 * @param {function(string, boolean)} say
 * @param {function(function(number): boolean)} mark marks those boxes of the graph for which a test holds
 * @returns {{element: HTMLElement, toggle: HTMLElement, load: function(Frames), show: function(number),
 *   turn: function(), on: function(): boolean}}
 */
export function nudging(say, mark) {
  const choice = make("select", { "data-change": "nudge" }), says = make("p");
  const picture = make("div", { class: "ad-nudge-plot" });
  const table = make("table", { class: "ad-table" }), toggle = button("nudge", "nudge", { "aria-pressed": "false" });
  const element = make("section", { class: "ad-nudging", "aria-label": "Nudge", hidden: true },
    make("div", {}, make("label", { class: "ad-label" }, "nudge", choice), says, table),
    make("div", {}, picture, make("p", { class: "ad-legend" }, LEGEND)));
  const heads = make("thead", {}, make("tr", {}, ...HEADS.map((text) => make("th", { scope: "col" }, text))));
  let nudges = [];

  function load(data) {
    nudges = data.nudge ?? [];
    toggle.hidden = nudges.length === 0;
    if (toggle.hidden) open(false);
    const chosen = choice.value;
    const option = ({ name }, i) => (nudges[i] ? [make("option", { value: i }, name)] : []);
    choice.replaceChildren(...data.variables.flatMap(option));
    if ([...choice.options].some((option) => option.value === chosen)) choice.value = chosen;
    if (nudges.length) show(+choice.value, true);
  }
  function show(i, silent = false) {
    const nudge = nudges[i];
    if (!nudge) return;
    choice.value = i;
    mark((k) => k === i && !element.hidden);
    write(says, nudge.text);
    picture.innerHTML = nudge.svg;
    const cell = (text) => make("td", { class: "ad-number" }, text);
    table.replaceChildren(heads, make("tbody", {}, ...nudge.rows.map((cells) => make("tr", {}, ...cells.map(cell)))));
    if (!silent) say(nudge.text, true);
  }
  function open(on) {
    element.hidden = !on;
    toggle.setAttribute("aria-pressed", on);
    mark((k) => on && k === +choice.value);
  }
  function turn() {
    open(element.hidden);
    if (!element.hidden) show(+choice.value);
  }
  return { element, toggle, load, show, turn, on: () => !element.hidden };
}
