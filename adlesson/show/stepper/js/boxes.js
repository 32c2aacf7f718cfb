// What is written in one box of the graph, and how it is said.

import { write } from "../../live/js/dom.js";

/** @typedef {import("./contract.js").Frames} Frames */

const [SIZE, TINY] = [13.5, 11]; // pixels of the type
const SIGNS = { "·": " times ", "+": " plus ", "−": " minus ", "/": " over ", "²": " squared", "?": "unknown" };

/**
 * Draw an array: a square for each letter, of its size (A to I), hollow if it is a small letter; the rest are zeros.
 * @param {?Element} group
 * @param {string} text
 */
export function squares(group, text) {
  const square = (c, x, y, side = (parseInt(c, 36) - 9) / 10) => {
    if (!side) return "";
    const kind = c < "a" ? "full" : "hollow";
    return `<rect x="${x - side / 2}" y="${y - side / 2}" width="${side}" height="${side}" class="ad-${kind}"/>`;
  };
  const row = (cells, r) => [...cells].map((c, k) => square(c, k + 0.5, r + 0.5)).join("");
  if (group) group.innerHTML = text.split("/").map(row).join("");
}

/**
 * Write a number, smaller where it is too long for its box, and narrower where it would be too small to read.
 * @param {?Element} part
 * @param {string} text
 * @param {Element} frame of the box
 */
export function fit(part, text, frame) {
  if (!part || part.textContent === text) return;
  write(part, text);
  const wide = (c) => (/[.,·()[\]' ⁰¹²³⁴-⁹⁻]/.test(c) ? 0.41 : /[−…×=+?@✓→]/.test(c) ? 0.91 : 0.71) * SIZE;
  const room = frame.getAttribute("width") - part.getAttribute("x") - 12;
  const needed = [...text].reduce((sum, c) => sum + wide(c), 0);
  const size = (SIZE * room) / needed;
  const written = size < SIZE ? `${Math.max(size, TINY).toFixed(1)}px` : "";
  if (part.style.fontSize !== written) part.style.fontSize = written;
  for (const [name, value] of [["textLength", room], ["lengthAdjust", "spacingAndGlyphs"]]) {
    if (size < TINY) part.setAttribute(name, value);
    else part.removeAttribute(name);
  }
}

/**
 * Say when the shares of each variable come.
 * @param {Frames} data
 * @returns {function(number, number, string): string} of frame k, variable i and the text in its chip, how much of its
 *   shares are there: "none", "part", or "" for all
 */
export function shares({ phases, frames }) {
  const sweeps = phases.map(({ start, look }, n) => {
    const end = (phases[n + 1]?.start ?? frames.length) - 1, sent = new Map();
    for (let k = start + 1; k <= end; k++) {
      for (const [what, i] of frames[k].set) if (what === "slope") sent.set(i, [...(sent.get(i) ?? []), k]);
    }
    return { look, end, sent };
  });
  return (k, i, text) => {
    const { look, end, sent } = sweeps[phases.findLastIndex(({ start }) => start <= k)], mine = sent.get(i);
    if (!look || !text) return "none";
    if (text.includes("?")) return "part";
    if (look === "gap" || !sent.size) return "";
    if (!mine) return k === end ? "" : "none"; // nobody ever sends anything: it is 0, once the sweep is over
    return k < mine[0] ? "none" : k < mine.at(-1) ? "part" : "";
  };
}

/**
 * @param {string} text
 * @returns {string} its signs in words
 */
export function inWords(text) {
  return text.replace(/[·+−/²?]/g, (sign) => SIGNS[sign]).replace(/ +/g, " ");
}
