// What is drawn while something is nudged: the inside of a box, the small plot, and the equation with named parts.

import { decimals, distance, pair } from "./moves.js";
import { short } from "./answers.js";

const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const LETTER = 7.6, SMALL = 6.6; // pixels, about, of a letter of 13.5 and of 12

/**
 * Draw in a box where it was, where it is and how far it moved, on a scale from `low` to `high` for all.
 * @param {{width: number, height: number, top: number}} room below the first line, which ends at `top`
 * @param {import("./moves.js").Moved} it
 * @param {{low: number, high: number}} scale
 * @param {string} by "= 3 · 0.1", if there is room for it
 * @returns {string} SVG
 */
export function movedBox({ width, height, top }, it, { low, high }, by) {
  const left = 10, wide = width - 2 * left, line = top + 15, foot = height - 13, still = it.move === 0;
  const text = (x, y, kind, content, more = "") => `<text class="ad-${kind}" x="${x}" y="${y}" ${more}>${content}</text>`;
  const value = `= ${escaped(it.now)}`, was = `was ${escaped(it.was)}`, ghost = SMALL * was.length + 8;
  const parts = [`<rect class="ad-was-bar" x="${left}" y="${top - 1}" width="${wide}" height="22" rx="4"/>`,
    text(left + 5, line, "now", value)];
  if (!still && LETTER * value.length + ghost + 14 < wide) {
    const x = width - left - 4 - ghost;
    parts.push(`<rect class="ad-ghost" x="${x}" y="${top + 2}" width="${ghost}" height="16" rx="3"/>`,
      text(x + ghost / 2, line - 1, "was", was));
  }
  const row = (foot + top + 21) / 2 + 4, moved = it.move === null ? it.text : `moved ${it.text}`;
  if (still) return [...parts, text(left, row, "still", "does not move")].join("");
  const adds = by && LETTER * (moved.length + by.length) < wide ? `<tspan class="ad-by" dx="4">${by}</tspan>` : "";
  parts.push(text(left, row, "moved", moved.replace(/\S+$/, "<tspan>$&</tspan>") + adds));
  if (it.move === null || high === low) return parts.join("");
  const at = (u) => left + ((u - low) / (high - low)) * wide, [from, to] = [at(0), at(it.move)].sort((a, b) => a - b);
  parts.push(`<rect class="ad-track" x="${left}" y="${foot}" width="${wide}" height="6"/>`,
    `<rect class="ad-move" x="${Math.min(from, left + wide - 1)}" y="${foot}" width="${Math.max(1, to - from)}" height="6"/>`);
  if (low < 0 && high > 0) parts.push(`<path class="ad-zero" d="M${at(0)} ${foot - 3}v12"/>`);
  return parts.join("");
}
