// What is drawn while something is nudged: the inside of a box, the small plot, and the equation with named parts.

import { short } from "./answers.js";
import { escaped } from "./dom.js";
import { decimals } from "./moves.js";

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

const part = (text, name, kind = "") =>
  `<munder><mrow class="${kind}"><mn>${escaped(text)}</mn></mrow><mtext>${escaped(name)}</mtext></munder>`;

/**
 * Write "3.66 = 36 · 0.1 + 0.06", with the name of each part below it.
 * @param {{name: string, move: number, h: number, slope: ?number, word: string, look: string, rest: ?number,
 *   bend: string}} it `slope` and `rest` are null where they are not known
 * @returns {string} MathML
 */
export function moveEquation({ name, move, h, slope, word, look, rest, bend }) {
  const more = rest && move && Math.abs(rest) < Math.abs(move) ? Math.max(0, -Math.floor(Math.log10(Math.abs(rest)))) : 0;
  const whole = 3 - Math.floor(Math.log10(Math.abs(move) || 1)), places = Math.max(whole, Math.min(more, whole + 2));
  const shown = decimals(move, places), nudge = h < 0 ? `(${decimals(h, 3)})` : decimals(h, 3);
  const sign = rest < 0 ? "−" : "+", left = decimals(Math.abs(rest ?? 0), Math.max(places, more + 1));
  const tail = rest === null ? "" : `<mo>${sign}</mo>${part(left, bend)}`, times = slope === null ? "?" : short(slope);
  const factor = times.startsWith("−") ? `(${times})` : times, plain = (text) => +text.replace("−", "-");
  const sum = slope === null ? move : plain(times) * h + (rest ?? 0), off = Math.abs(plain(shown) - sum);
  const equal = rest !== null && off <= 0.51 * 10 ** -places + 1e-9 * Math.abs(move) ? "=" : slope === null ? "=" : "≈";
  return `<math><mrow>${part(shown, `${name} moved`)}<mo>${equal}</mo>${part(factor, word, `ad-is-${look}`)}<mo>·</mo>` +
    `${part(nudge, "nudge")}${tail}</mrow></math>`;
}

const PLOT = { wide: 212, high: 118, left: 50, right: 200, top: 12, foot: 94 };

// Three numbers on an axis, in full if they are short, else as what is added to the one in the middle.
function ticks(values, middle) {
  const gap = Math.max(...values.map((u) => Math.abs(u - middle))), places = gap ? 1 - Math.floor(Math.log10(gap)) : 0;
  const full = values.map((u) => decimals(u, places));
  if (full.every((text) => text.length < 8) && new Set(full).size === values.length) return full;
  const added = (u) => `${u > middle ? "+" : ""}${decimals(u - middle, places)}`;
  return values.map((u) => (u === middle ? short(u) : added(u)));
}

/**
 * Draw the result against what is nudged: the curve, the line of the slope dashed, a ring where it was, a dot where it is.
 * @param {{points: [number, ?number][], x: number, f: number, h: number, move: ?number, slope: ?number, look: string,
 *   names: string[]}} it `slope` is null where it is not known
 * @returns {string} SVG
 */
export function nudgePlot({ points, x, f, h, move, slope, look, names }) {
  const { left, right, top, foot } = PLOT, reach = 3 * Math.abs(h), line = slope === null ? [] : [-reach, reach];
  const heights = [...points.map(([, u]) => u).filter((u) => u !== null), ...line.map((u) => u * slope)];
  const low = Math.min(...heights), high = Math.max(...heights), middle = (left + right) / 2;
  const across = (u) => (middle + (u / reach) * ((right - left) / 2)).toFixed(1);
  const up = (u) => (high > low ? foot - ((u - low) / (high - low)) * (foot - top) : (top + foot) / 2).toFixed(1);
  const marks = [low, 0, high], crowded = Math.min(high, -low) < 0.17 * (high - low);
  if (crowded) marks[1] = (low + high) / 2;
  const heightsAt = high > low ? marks : [0];
  const label = (px, py, end, text) => `<text x="${px}" y="${py}" text-anchor="${end}">${escaped(text)}</text>`;
  const parts = [`<path class="ad-axis" d="M${left} ${top - 8}V${foot}H${right + 6}"/>`];
  ticks([x - reach, x, x + reach], x).forEach((text, k) => {
    const px = across((k - 1) * reach);
    parts.push(`<path class="ad-axis" d="M${px} ${foot}v4"/>`, label(px, foot + 18, "middle", text));
  });
  ticks(heightsAt.map((u) => f + u), f).forEach((text, k) => {
    const py = up(heightsAt[k]);
    parts.push(`<path class="ad-axis" d="M${left} ${py}h-4"/>`, label(left - 7, +py + 4, "end", text));
  });
  parts.push(label(left + 6, top - 1, "start", names[1]), label(right + 8, foot - 5, "end", names[0]));
  if (line.length) {
    const [start, end] = line.map((u) => `${across(u)} ${up(u * slope)}`);
    parts.push(`<path class="ad-promise ad-is-${look}" d="M${start}L${end}"/>`);
  }
  let pen = "M", d = "";
  for (const [at, u] of points) {
    if (u !== null) d += `${pen}${across(at)} ${up(u)}`;
    pen = u === null ? "M" : "L";
  }
  parts.push(`<path class="ad-curve" d="${d}"/>`);
  if (move !== null) parts.push(`<path class="ad-step" d="M${across(0)} ${up(0)}H${across(h)}V${up(move)}"/>`);
  parts.push(`<circle class="ad-then" cx="${across(0)}" cy="${up(0)}" r="4.5"/>`);
  if (move !== null) parts.push(`<circle class="ad-there" cx="${across(h)}" cy="${up(move)}" r="4.5"/>`);
  const says = `${names[1]} against ${names[0]}, from ${short(x - reach)} to ${short(x + reach)}`;
  return `<svg viewBox="0 0 ${PLOT.wide} ${PLOT.high}" role="img" aria-label="${escaped(says)}">${parts.join("")}</svg>`;
}
