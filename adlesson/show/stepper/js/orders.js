// Five known orders of firing beside the learner's own: what each comes to, and by how much it is off.

import { short } from "../../live/js/answers.js";
import { attribute, button, icon, make, write } from "../../live/js/dom.js";
import { gap } from "./fired.js";
import { ledger, outcome } from "./ledger.js";

/** @typedef {import("./contract.js").Schedule} Schedule */

const [REACH, HIGH] = [64, 14]; // pixels of the longest bar
const MOST = 32; // letters of an order that are written
const column = (text) => (text ? make("th", { scope: "col" }, text) : make("td"));
const cell = (text, number = false) => make("td", { class: number && "ad-number" }, text);

// A bar, with an upright mark where it should end.
function bar(has, right, [low, high]) {
  const at = (u) => 2 + (REACH * (u - low)) / (high - low || 1);
  const reach = Number.isFinite(has) ? `<path class="ad-bar-of" d="M${at(0)} 7H${at(has)}"/>` : "";
  return `<svg class="ad-order-bar" width="${REACH + 4}" height="${HIGH}" aria-hidden="true">${reach}` +
    `<path class="ad-mark" d="M${at(right)} 0V${HIGH}"/></svg>`;
}

// Who fires, cut short where it is long, but said whole.
function letters(who) {
  const between = who.every((one) => one.length === 1) ? "" : " ", more = who.length > MOST ? [between, "…"] : [];
  const seen = { "aria-hidden": "true", title: who.join(" ") };
  return make("td", {}, make("code", seen, who.slice(0, MOST).join(between), ...more),
    make("span", { class: "ad-unseen" }, who.join(" ")));
}

// The input to look at: the first that an order gets wrong, else the first that moves the output.
function watched(all, { inputs, right }) {
  return inputs.find((i) => all.some(({ end }) => end?.wrong.includes(i))) ?? inputs.find((i) => right[i]) ?? inputs[0];
}

/**
 * @returns {{element: HTMLElement, toggle: HTMLElement, load: function(Schedule, string[]), show: function({firings:
 *   number[], remembers: boolean}, ?number, Set<number>), turn: function(), spoken: function(): string}} `toggle` is
 *   the button of the table; `show` writes the learner's own order above the others, of which one may be played now,
 *   and what those have come to that were played; `turn` opens the table, or closes it, and `spoken`
 *   and `isOpen` say which
 */
export function ordersView() {
  const table = make("table", { class: "ad-table ad-orders" }), body = make("tbody");
  const region = { class: "ad-scroll", role: "region", "aria-label": "Five orders", tabindex: "0", hidden: true };
  const whole = button("reveal-orders", "show all"), element = make("div", region, table);
  const toggle = button("orders", "five orders", { "aria-expanded": "false" }), wanted = make("span");
  let plan = null, names = [], known = [], yours = null, watch = 0, shown = [], right = [];

  function run(order) {
    if (!order.firings) return order;
    const { boxes } = ledger(plan, order.firings, order.remembers);
    return { ...order, boxes, end: outcome(plan, boxes) };
  }
  function load(schedule, all) {
    [plan, names, yours, known] = [schedule, all, null, []];
    if (!element.hidden) fill();
  }
  function fill() { // when somebody looks: all five are run
    const end = outcome(plan, ledger(plan, plan.order).boxes), ran = plan.known.map(run);
    [right, watch] = [end.right, watched(ran, end)];
    shown = [watch, ...end.inputs.filter((i) => i !== watch)].slice(0, 3);
    known = ran.map((order, k) => ({ ...order, row: row(order, k) }));
    const heads = ["order", "rule", "who fires", `${names[watch]}, drawn`,
      ...shown.map((i) => names[i]), "verdict", ""].map(column);
    body.replaceChildren(...known.map((order) => order.row));
    table.replaceChildren(make("caption", {}, whole, " ", wanted, " Play an order to see what it comes to."),
      make("thead", {}, make("tr", {}, ...heads)), body);
  }
  function verdict({ wrong, over }, boxes, mine) {
    if (mine && !over) return ["not over yet"];
    if (!wrong.length) return [icon("right"), " right"];
    const off = wrong.includes(watch) ? gap(boxes[watch].has, right[watch]) : "not all right";
    return [icon("wrong"), ` ${off}`];
  }
  function row({ name, says, firings, count, boxes }, k) {
    const mine = k < 0, title = make("th", { scope: "row" }, name);
    const many = { colspan: 4 + shown.length };
    if (!boxes) return make("tr", {}, title, cell(says), make("td", many, `${count} firings: too many to play`));
    const play = button("run", "play", { "data-run": k, "aria-label": `play ${name}` });
    const told = [cell(""), ...shown.map(() => cell("", true)), cell("")]; // see tell
    const last = make("td", {}, mine ? "" : play);
    const rest = [cell(says), letters(firings.map((i) => names[i])), ...told, last];
    return make("tr", { class: mine && "ad-yours" }, title, ...rest);
  }
  // Write what an order comes to, or "?" until it was played.
  function tell({ boxes, end, row }, seen, span) {
    const cells = [...row.children].slice(3, -1), [first, ...sums] = cells, how = sums.pop();
    first.innerHTML = seen ? bar(boxes[watch].has, right[watch], span) : "";
    sums.forEach((one, k) => write(one, seen ? short(boxes[shown[k]].has) : "?"));
    how.replaceChildren(...(seen ? verdict(end, boxes, row.matches(".ad-yours")) : ["?"]));
  }
  function show(own, now, seen) {
    yours?.row.remove();
    yours = null;
    if (element.hidden) return;
    if (own.firings.length) {
      const mine = run({ ...own, name: "yours", says: "" });
      yours = { ...mine, row: row(mine, -1) };
      body.prepend(yours.row);
    }
    const all = [...(yours ? [yours] : []), ...known].filter(({ boxes }) => boxes);
    const ends = [0, right[watch], ...all.map(({ boxes }) => boxes[watch].has)].filter(Number.isFinite);
    const span = [Math.min(...ends), Math.max(...ends)];
    const drawn = yours || seen.size ? " (the upright mark)" : "";
    write(wanted, `${names[watch]} should have ${short(right[watch])}${drawn}.`);
    for (const order of all) {
      const k = known.indexOf(order);
      tell(order, k < 0 || seen.has(k), span);
      attribute(order.row, "aria-current", k === now);
    }
    whole.hidden = known.every(({ boxes }, k) => !boxes || seen.has(k));
  }
  function turn() {
    element.hidden = !element.hidden;
    if (!known.length) fill();
    attribute(toggle, "aria-expanded", !element.hidden);
  }
  const spoken = () => (element.hidden ? "The table is closed."
    : `Five orders: a table with ${body.children.length} rows. Play one to see what it comes to.`);
  return { element, toggle, load, show, turn, spoken, isOpen: () => !element.hidden };
}
