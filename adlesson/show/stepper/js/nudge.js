// Nudge: what a small push on one variable does to the output; every curve was computed by Python.

import { make, write } from "./dom.js";

/** @typedef {import("./contract.js").Frames} Frames */

const HEADS = ["nudge", "the output moves", "adjoint × nudge"];
const LEGEND = "Across: the nudge. Up: how far the output moves. Dashed: adjoint × nudge.";

/**
 * @param {function(string, boolean)} say
 * @param {function(function(number): boolean)} mark marks those boxes of the graph for which a test holds
 * @returns {Object} a pane, with `choose` and `on`
 */
export function nudging(say, mark) {
  const choice = make("select", { "data-change": "nudge" }), says = make("p");
  const picture = make("div", { class: "ad-nudge-plot" });
  const table = make("table", { class: "ad-table" });
  const element = make("section", { class: "ad-nudging", "aria-label": "Nudge", hidden: true },
    make("div", {}, make("label", { class: "ad-label" }, "nudge", choice), says, table),
    make("div", {}, picture, make("p", { class: "ad-legend" }, LEGEND)));
  const heads = make("thead", {}, make("tr", {}, ...HEADS.map((text) => make("th", { scope: "col" }, text))));
  let nudges = [];

  function load(data) {
    nudges = data.nudge ?? [];
    const chosen = choice.value;
    const option = ({ name }, i) => (nudges[i] ? [make("option", { value: i }, name)] : []);
    choice.replaceChildren(...data.variables.flatMap(option));
    if ([...choice.options].some((option) => option.value === chosen)) choice.value = chosen;
    if (nudges.length) choose(+choice.value, true);
    return nudges.length > 0;
  }
  function choose(i, silent = false) {
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
  function turn(on) {
    element.hidden = !on;
    mark((k) => on && k === +choice.value);
  }
  return { name: "nudge", label: "nudge", waits: true, element, load, choose, turn, on: () => !element.hidden };
}
