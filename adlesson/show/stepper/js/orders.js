// Five known orders of firing beside the learner's own: what each comes to, and by how much it is off.

import { short } from "./answers.js";
import { button, icon, make } from "./dom.js";
import { gap } from "./fired.js";
import { ledger, outcome } from "./ledger.js";

/** @typedef {import("./contract.js").Schedule} Schedule */

const [REACH, HIGH] = [90, 14]; // pixels of the longest bar
const cell = (text, number = false) => make("td", { class: number && "ad-number" }, text);

// A bar, with an upright mark where it should end.
function bar(has, right, [low, high]) {
  const at = (u) => 2 + (REACH * (u - low)) / (high - low || 1);
  const svg = Number.isFinite(has) ? `<path class="ad-bar-of" d="M${at(0)} 7H${at(has)}"/>` : "";
  const box = make("td");
  box.innerHTML = `<svg class="ad-order-bar" width="${REACH + 4}" height="${HIGH}" aria-hidden="true">${svg}` +
    `<path class="ad-mark" d="M${at(right)} 0V${HIGH}"/></svg>`;
  return box;
}

// The input to look at: the first that an order gets wrong, else the first that moves the output.
function watched(all, { inputs, right }) {
  return inputs.find((i) => all.some(({ end }) => end?.wrong.includes(i))) ?? inputs.find((i) => right[i]) ?? inputs[0];
}

/**
 * @returns {{element: HTMLElement, load: function(Schedule, string[]), show: function({firings: number[],
 *   remembers: boolean})}} `show` writes the learner's own order above the others
 */
export function ordersView() {
  const table = make("table", { class: "ad-table ad-orders" });
  const region = { class: "ad-scroll", role: "region", "aria-label": "Five orders", tabindex: "0" };
  const element = make("div", region, table);
  let plan = null, names = [], known = [], watch = 0, shown = [], right = [];

  function run({ firings, remembers }) {
    if (!firings) return {};
    const { boxes } = ledger(plan, firings, remembers);
    return { boxes, end: outcome(plan, boxes) };
  }
  function load(schedule, all) {
    [plan, names] = [schedule, all];
    const end = outcome(plan, ledger(plan, plan.order).boxes);
    known = plan.known.map((order) => ({ ...order, ...run(order) }));
    right = end.right;
    watch = watched(known, end);
    shown = [watch, ...end.inputs.filter((i) => i !== watch)].slice(0, 3);
  }
  function verdict({ wrong, over }, boxes, yours) {
    if (yours && !over) return ["not over yet"];
    if (!wrong.length) return [icon("right"), " right"];
    const off = wrong.includes(watch) ? gap(boxes[watch].has, right[watch]) : "not all right";
    return [icon("wrong"), ` ${off}`];
  }
  function row({ name, says, firings, count, boxes, end }, k, span) {
    const yours = k < 0, who = firings?.map((i) => names[i]).join(names.every((one) => one.length === 1) ? "" : " ");
    const title = make("th", { scope: "row" }, name);
    const play = button("run", "play", { "data-run": k, "aria-label": `play ${name}` });
    if (!boxes) return make("tr", {}, title, cell(says), make("td", { colspan: 3 + shown.length }, `${count} firings: too many to play`));
    return make("tr", { class: yours && "ad-yours" }, title, cell(says), make("td", {}, make("code", {}, who)),
      bar(boxes[watch].has, right[watch], span), ...shown.map((i) => cell(short(boxes[i].has), true)),
      make("td", { class: "ad-verdict-of" }, ...verdict(end, boxes, yours)), make("td", {}, yours ? "" : play));
  }
  function show(own) {
    const mine = own.firings.length ? [{ name: "yours", says: "", ...own, ...run(own) }] : [];
    const reached = [...mine, ...known].flatMap(({ boxes }) => (boxes ? [boxes[watch].has] : [])).filter(Number.isFinite);
    const span = [Math.min(0, right[watch], ...reached), Math.max(0, right[watch], ...reached)];
    const head = (text) => (text ? make("th", { scope: "col" }, text) : make("td"));
    const heads = ["order", "rule", "who fires", "", ...shown.map((i) => names[i]), "", ""].map(head);
    const plain = `${names[watch]} should have ${short(right[watch])}`;
    const focus = table.getRootNode().activeElement?.dataset.run;
    table.replaceChildren(make("caption", {}, `${plain} (the upright mark). Play an order to see it on the graph.`),
      make("thead", {}, make("tr", {}, ...heads)),
      make("tbody", {}, ...mine.map((one) => row(one, -1, span)), ...known.map((one, k) => row(one, k, span))));
    if (focus) table.querySelector(`[data-run="${focus}"]`).focus({ preventScroll: true });
  }
  return { element, load, show };
}
