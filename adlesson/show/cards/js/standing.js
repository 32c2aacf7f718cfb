// How a prediction or an exercise stands, as a word and as a mark: each has a shape of its own, whatever the colours.

import { make } from "../../live/js/dom.js";
import { know } from "./store.js";

const DRAWN = "http://www.w3.org/2000/svg";
const RING = "M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14z", DIAMOND = "M10 2l8 8-8 8-8-8z", SQUARE = "M3.5 3.5h13v13h-13z";

/** The standings, in the order in which they are counted: what is said of each, its outline and what is inside. */
const STANDINGS = {
  right: ["right", RING, "M6.5 10l2.6 2.8 4.6-5.4"],
  later: ["right later", RING, "M6.5 10l2.6 2.8 4.6-5.4"],
  missed: ["to come back to", DIAMOND, "M10 6v4.5M10 12.6v1.2"],
  shown: ["shown, to come back to", SQUARE, "M7 10h6"],
  open: ["open", RING, ""],
};

/**
 * How a name stands.  A prediction is right by its first answer, or later by a replay; an exercise by its best.
 * @param {string} name "05.3a", a prediction, or "5.1", an exercise
 * @returns {"right"|"later"|"missed"|"shown"|"open"}
 */
export function standing(name) {
  const { first, best, count, solved, replayed } = know(name);
  if (/\d$/.test(name)) return best === "right" ? "right" : solved ? "shown" : count ? "missed" : "open";
  if (first === "right" || replayed) return first === "right" ? "right" : "later";
  return first === "shown" ? "shown" : first ? "missed" : "open";
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
  const title = (name) => `${name}: ${STANDINGS[standing(name)][0]}`;
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

// Pairs of a standing and "7 right"; how many are open is said in any case.
function counts(names) {
  const count = (...ones) => names.filter((name) => ones.includes(standing(name))).length;
  const right = count("right"), back = count("missed", "shown"), shown = count("shown");
  const later = count("later"), open = count("open");
  return [
    right && ["right", `${right} right`], later && ["later", `${later} right later`],
    back && ["missed", `${back} to come back to`],
    shown && ["shown", shown < back ? `${shown} of them shown` : back === 1 ? "it was shown" : "all shown"],
    ["open", `${open} open`],
  ].filter(Boolean);
}

function mark(one) {
  const [, outline, inside] = STANDINGS[one], svg = document.createElementNS(DRAWN, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `ad-standing ad-${one}`);
  for (const [kind, d] of Object.entries({ outline, inside })) {
    const path = svg.appendChild(document.createElementNS(DRAWN, "path"));
    path.setAttribute("class", `ad-${kind}`);
    path.setAttribute("d", d);
  }
  return svg;
}
