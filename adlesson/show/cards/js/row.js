// How far a learner is: a row of marks for predictions and exercises, what is worth coming back to, where it is kept.

import { attribute, focus, make, write } from "../../live/js/dom.js";
import { keeping } from "./keeping.js";
import { again } from "./replay.js";
import { lacks, legend, marks, standing } from "./standing.js";
import { know, practised, subscribe } from "./store.js";
import { link } from "./where.js";

const MOST = 3; // names to come back to at one time
const OFFER = "What you miss comes back here.";

/**
 * @param {import("./mounting.js").Card} card
 * @returns {function(Object)} what shows the data
 */
export function rowCard(card) {
  const { root, signal } = card, table = make("div", { class: "ad-marks" });
  const head = make("p", { class: "ad-again-head" }, "In each line predictions, then exercises:");
  const back = make("p", { class: "ad-worth" }), inside = make("div", { class: "ad-opened", hidden: true });
  const kept = keeping(card);
  let data = null, asking = null, opener = null;
  const fresh = make("p", { class: "ad-worth", hidden: true });
  root.append(head, table, back, inside, fresh, kept.root);

  const own = () => data.notebooks.flatMap(({ predictions }) => predictions).filter((name) => data.predictions[name]);
  const missed = () => own().filter(lacks);

  function open(button, first, left, where) {
    const same = opener === button;
    close();
    if (same) return;
    opener = button;
    attribute(button, "aria-expanded", true);
    inside.hidden = false;
    asking = again(inside, card, { asked: data.predictions, left, where }, () => {
      close();
      focus(button.isConnected ? button : root);
    });
    asking.show(first);
  }
  function close() {
    if (opener) attribute(opener, "aria-expanded", false);
    inside.hidden = true;
    inside.replaceChildren();
    asking = opener = null;
  }
  const replay = make("button", { type: "button", "aria-expanded": "false" }, "");
  replay.addEventListener("click", () => open(replay, missed()[0], missed, ofAll()));
  const words = make("span");
  const ofAll = () => (data.notebooks.length > 1 ? "here" : `in notebook ${data.notebooks[0].number}`);
  back.append(replay, words);

  function draw() {
    head.hidden = data.notebooks.length === 1;
    attribute(table, "class", `ad-marks${head.hidden ? "" : " ad-course"}`);
    rows(table, data.notebooks);
    const many = missed().length;
    replay.hidden = !many && opener !== replay;
    write(replay, `replay the ${many === 1 ? "one" : many} I missed`);
    come(words, worth(data.back), element, replay.hidden ? OFFER : "");
    const solved = [...practised()].map(([kind, count]) => `${kind} ${count}`);
    fresh.hidden = head.hidden || !solved.length;
    write(fresh, `Practice, problems solved: ${solved.join(", ")}.`);
    asking?.follow();
  }
  const buttons = new Map(), element = (one) => { // the same button again, or what is open would lose its own
    const { name, from } = one;
    if (/\d$/.test(name)) return make("span", {}, "exercise ", link(one, name));
    if (!data.predictions[name]) return link(one, name);
    if (!buttons.has(name)) {
      const button = make("button", { type: "button", class: "ad-quiet", "aria-expanded": "false" }, name);
      button.addEventListener("click", () => open(button, name, ...wanted(name, from)));
      buttons.set(name, button);
    }
    return buttons.get(name);
  };
  // What is to be answered with this one, and where: all that was missed there; of what was right, those named with it.
  function wanted(name, from) {
    const now = () => worth(data.back).filter((one) => data.predictions[one.name]);
    const these = lacks(name) ? null : now().slice(0, MOST).map((one) => one.name);
    const counts = (one) => (these ? these.includes(one.name) : one.from === from && lacks(one.name));
    return [() => now().filter(counts).map((one) => one.name), these ? "of these" : `in notebook ${from}`];
  }
  signal.addEventListener("abort", subscribe(() => data && draw()));
  return (given) => {
    data = given;
    attribute(root, "aria-label", data.label);
    attribute(root, "tabindex", "-1");
    draw();
    kept.show();
  };
}

// A line of marks for predictions and one for exercises; of several notebooks a line for each.
function rows(table, notebooks) {
  const one = notebooks.length === 1;
  const lines = notebooks.flatMap(({ number, title, predictions, exercises }) => {
    if (!one) return [[`${number} ${title}`, { predictions, exercises }]];
    return [["predictions", { predictions }], ["exercises", { exercises }]];
  });
  while (table.children.length < 3 * lines.length) {
    table.append(make("span"), make("span", { class: "ad-both" }), make("span", { class: "ad-count" }));
  }
  for (const [k, [label, kinds]] of lines.entries()) {
    const groups = Object.values(kinds);
    const [name, both, count] = [0, 1, 2].map((i) => table.children[3 * k + i]);
    write(name, label);
    while (both.children.length < groups.length) both.append(make("span", { class: "ad-group" }));
    Object.entries(kinds).forEach(([kind, names], i) => marks(both.children[i], names, kind));
    legend(count, groups.flat());
  }
}

/**
 * What is worth coming back to: first what was missed, then what was done two notebooks ago, guesses first.
 * @param {Array<{name: string, from: string, file: string, two_ago: boolean}>} names
 */
function worth(names) {
  const guess = ({ name }) => know(name).tries.some(([, , sure]) => sure === false);
  const isRight = (name) => ["right", "later"].includes(standing(name)) && !know(name).replayed;
  const done = names.filter(({ name, two_ago }) => two_ago && /[a-z]$/.test(name) && isRight(name));
  const missed = names.filter(({ name }) => lacks(name));
  return [...missed, ...done.filter(guess), ...done.filter((one) => !guess(one))];
}

// Write "Come back to 03.2a and exercise 3.1, from notebook 03."; of many, how many there are, and the first.
function come(words, items, element, otherwise) {
  const key = `${otherwise} ${items.map(({ name }) => `${name} ${standing(name)}`)}`;
  if (words.dataset.key === key) return;
  words.dataset.key = key;
  if (!items.length) return words.replaceChildren(otherwise);
  const shown = items.slice(0, MOST), parts = [];
  for (const from of new Set(shown.map((one) => one.from))) {
    const here = shown.filter((one) => one.from === from);
    const all = items.filter((one) => one.from === from && lacks(one.name));
    const some = here.length === 1 ? "one of them" : `${here.length === 2 ? "two" : "three"} of them`;
    const many = all.length > here.length;
    const list = here.flatMap((one, k) => [k ? (k === here.length - 1 ? " and " : ", ") : "", element(one)]);
    if (many) parts.push(`From notebook ${from}, ${all.length} are left to come back to; ${some}: `, ...list, ". ");
    else parts.push("Come back to ", ...list, `, from notebook ${from}. `);
  }
  const others = items.filter((one) => lacks(one.name) && !shown.some(({ from }) => from === one.from));
  const counts = [...new Set(others.map(({ from }) => from))].map((from, k) =>
    `${others.filter((one) => one.from === from).length} from ${k ? "" : "notebook "}${from}`);
  if (counts.length) parts.push(`Left, too: ${counts.join(", ")}.`);
  words.replaceChildren(...parts);
}
