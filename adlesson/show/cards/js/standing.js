// How a prediction or an exercise stands, as a word and as a mark: each has a shape of its own, whatever the colours.

import { make } from "../../live/js/dom.js";
import { know } from "./store.js";

const DRAWN = "http://www.w3.org/2000/svg";
const RING = "M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14z", DIAMOND = "M10 2l8 8-8 8-8-8z", SQUARE = "M3.5 3.5h13v13h-13z";

/** The standings: the outline of each, and what is inside. */
const STANDINGS = {
  right: [RING, "M6.5 10l2.6 2.8 4.6-5.4"],
  later: [RING, "M6.5 10l2.6 2.8 4.6-5.4"],
  missed: [DIAMOND, "M10 6v4.5M10 12.6v1.2"],
  shown: [SQUARE, "M7 10h6"],
  open: [RING, ""],
};
const SAID = { right: "right", later: "right later", missed: "to come back to", open: "open" };
const isExercise = (name) => /\d$/.test(name);
const opened = (name) => (isExercise(name) ? "solution shown" : "explanation opened first");
const several = (how) => how.replace(" ", "s "); // "solutions shown"

/**
 * How a name stands.  A prediction is right by its first answer, or later: by another answer of one's own, or by a
 * replay.
 * Where the explanation was opened before, only a replay counts.  An exercise is right by its best answer.  progress.py
 * does the same.
 * @param {string} name "05.3a", a prediction, or "5.1", an exercise
 * @returns {"right"|"later"|"missed"|"shown"|"open"}
 */
export function standing(name) {
  const { first, best, count, shown, solved, replayed } = know(name);
  if (isExercise(name)) return best === "right" ? "right" : solved ? "shown" : count ? "missed" : "open";
  if (first === "right") return "right";
  if (replayed || (best === "right" && !shown)) return "later";
  return shown ? "shown" : first ? "missed" : "open";
}

/** @returns {boolean} is this one to be answered once more? */
export const lacks = (name) => ["missed", "shown"].includes(standing(name));

/**
 * Draw a mark for each name.
 * @param {HTMLElement} row is filled, and named for those who do not see it
 * @param {string[]} names
 * @param {string} kind "predictions" or "exercises"
 */
export function marks(row, names, kind) {
  row.setAttribute("role", "img");
  row.setAttribute("aria-label", `${kind}: ${counts(names).map(([, words]) => words).join(", ")}`);
  const title = (name) => `${name}: ${SAID[standing(name)] ?? `${opened(name)}, to come back to`}`;
  row.replaceChildren(...names.map((name) => make("span", { title: title(name) }, mark(standing(name)))));
}

/**
 * Say in words how many stand how, each after its mark: so the words explain the marks.
 * @param {HTMLElement} element is filled; those who do not see it hear the same of the marks
 * @param {string[]} names
 */
export function legend(element, names) {
  const all = counts(names), text = all.map(([, words]) => words).join();
  if (element.dataset.text === text) return;
  element.dataset.text = text;
  element.setAttribute("aria-hidden", "true");
  element.replaceChildren(...all.flatMap(([one, words], k) => [k ? " " : "", make("span", {}, mark(one), words)]));
}

// Pairs of a standing and "7 right", which add up to all; how many are open is said in any case.
function counts(names) {
  const count = (one) => names.filter((name) => standing(name) === one).length;
  const right = count("right"), later = count("later"), missed = count("missed"), open = count("open");
  const seen = names.filter((name) => standing(name) === "shown").map(opened);
  const some = [...new Set(seen)].map((how) => [how, seen.filter((one) => one === how).length]);
  return [
    right && ["right", `${right} right`], later && ["later", `${later} right later`],
    missed && ["missed", `${missed} to come back to`],
    ...some.map(([how, many]) => ["shown", `${many} ${many === 1 ? how : several(how)}`]),
    ["open", `${open} open`],
  ].filter(Boolean);
}

function mark(one) {
  const [outline, inside] = STANDINGS[one], svg = document.createElementNS(DRAWN, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `ad-standing ad-${one}`);
  for (const [kind, d] of Object.entries({ outline, inside })) {
    const path = svg.appendChild(document.createElementNS(DRAWN, "path"));
    path.setAttribute("class", `ad-${kind}`);
    path.setAttribute("d", d);
  }
  return svg;
}
