// How far a learner is: a row of marks for predictions and exercises, what is worth coming back to, where it is kept.

import { attribute, focus, make, write } from "../../live/js/dom.js";
import { keeping } from "./keeping.js";
import { again } from "./replay.js";
import { counted, lacks, marks, standing } from "./standing.js";
import { know, subscribe } from "./store.js";

const MOST = 3; // names to come back to at one time

/**
 * @param {import("./index.js").Card} card
 * @returns {function(Object)} what shows the data
 */
export function rowCard(card) {
  const { root, signal } = card, table = make("div", { class: "ad-marks" });
  const head = make("p", { class: "ad-again-head" }, "In each line predictions, then exercises:");
  const back = make("p", { class: "ad-worth" }), inside = make("div", { class: "ad-opened", hidden: true });
  const kept = keeping(card);
  let data = null, asking = null, opener = null;
  root.append(head, table, back, inside, kept.root);

  const own = () => data.notebooks.flatMap(({ predictions }) => predictions).filter((name) => data.predictions[name]);
  const missed = () => own().filter(lacks);

  function open(button, first, left) {
    const same = opener === button;
    close();
    if (same) return;
    opener = button;
    attribute(button, "aria-expanded", true);
    inside.hidden = false;
    asking = again(inside, card, data.predictions, left, () => {
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
  replay.addEventListener("click", () => open(replay, missed()[0], missed));
  const words = make("span");
  back.append(replay, words);

  function draw() {
    head.hidden = data.notebooks.length === 1;
    rows(table, data.notebooks);
    const many = missed().length;
    replay.hidden = !many && opener !== replay;
    write(replay, `replay the ${many === 1 ? "one" : many} I missed`);
    come(words, worth(data.back), link);
    if (replay.hidden && !words.childElementCount) write(words, "What you miss is offered here once more.");
    asking?.follow();
  }
  const links = new Map(), link = (name) => { // the same button again, or what is open would lose its own
    if (!links.has(name)) {
      const button = make("button", { type: "button", class: "ad-quiet", "aria-expanded": "false" }, name);
      button.addEventListener("click", () => open(button, name, () => (wanted(name) ? [name] : [])));
      links.set(name, button);
    }
    return links.get(name);
  };
  const wanted = (name) => worth(data.back, Infinity).some((one) => one.name === name);
  signal.addEventListener("abort", subscribe(() => data && draw()));
  return (fresh) => {
    data = fresh;
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
    write(count, groups.map(counted).join(", "));
  }
}

/**
 * What is worth coming back to: first what was missed, then what was done two notebooks ago, guesses first.
 * @param {Array<{name: string, from: string, two_ago: boolean}>} names
 * @param {number} [most]
 */
function worth(names, most = MOST) {
  const guess = ({ name }) => know(name).tries.some(([, , sure]) => sure === false);
  const known = ({ name }) => /[a-z]$/.test(name) && know(name).first === "right" && !know(name).replayed;
  const done = names.filter((one) => one.two_ago && known(one));
  const missed = names.filter(({ name }) => lacks(name));
  return [...missed, ...done.filter(guess), ...done.filter((one) => !guess(one))].slice(0, most);
}

// Write "Come back to 03.2a and exercise 3.1, from two notebooks ago."; a prediction is a button.
function come(words, items, link) {
  const key = items.map(({ name }) => `${name} ${standing(name)}`).join();
  if (words.dataset.key === key) return;
  words.dataset.key = key;
  if (!items.length) return words.replaceChildren();
  const shown = items.map(({ name, from, two_ago }) => {
    const place = two_ago ? "from two notebooks ago" : `from notebook ${from}`;
    if (/\d$/.test(name)) return [make("span", {}, `exercise ${name}`), place];
    return [link(name), place];
  });
  const places = [...new Set(shown.map(([, place]) => place))], parts = ["Come back to "];
  for (const [k, place] of places.entries()) {
    const here = shown.filter((one) => one[1] === place).map(([element]) => element);
    here.forEach((element, i) => parts.push(i ? (i === here.length - 1 ? " and " : ", ") : k ? "; " : "", element));
    parts.push(`, ${place}`);
  }
  words.replaceChildren(...parts, ".");
}
