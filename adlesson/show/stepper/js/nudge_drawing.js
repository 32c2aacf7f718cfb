// What is drawn while something is nudged: the inside of a box, the small plot, and the equation with named parts.

import { short } from "./answers.js";
import { escaped } from "./dom.js";
import { decimals } from "./moves.js";

const SIZE_NOW = 13.5, LETTER = 7.4, BOLD = 8.4, SMALL = 6.3; // pixels: of a letter's height, and about of widths
const drawnRect = (kind, x, y, w, h, round = 0) =>
  `<rect class="ad-${kind}" x="${x}" y="${y}" width="${w}" height="${h}" rx="${round}"/>`;
const drawnText = (kind, x, y, content, size = 0) =>
  `<text class="ad-${kind}" x="${x}" y="${y}"${size ? ` style="font-size:${size}px"` : ""}>${content}</text>`;

// A value as it is now, and in a dotted frame as it was, as far as there is room.
function thenAndNow(value, was, left, top, wide) {
  const needed = BOLD * value.length + 10, size = needed > wide ? ((SIZE_NOW * wide) / needed).toFixed(1) : 0;
  const parts = [drawnRect("was-bar", left, top, wide, 21, 4), drawnText("now", left + 5, top + 15.5, escaped(value), size)];
  const told = [`was ${was}`, was].find((text) => was && needed + SMALL * text.length + 9 < wide);
  if (!told) return parts;
  const w = SMALL * told.length + 7, x = left + wide - w - 2.5;
  return [...parts, drawnRect("ghost", x, top + 2.5, w, 16, 3), drawnText("was", x + w / 2, top + 15, escaped(told))];
}

/**
 * Draw in a box where it was, where it is and how far it moved, on a scale from `low` to `high` for all.  An input, and a
 * low box, has its value on its first line.
 * @param {{width: number, height: number, top: number}} room below the first line, which ends at `top`
 * @param {import("./moves.js").Moved} it
 * @param {{low: number, high: number}} scale
 * @param {{name: string, kind: string}} variable
 * @param {string} by "= 3 · 0.1", shown if there is room for it
 * @returns {string} SVG
 */
export function movedBox({ width, height, top }, it, { low, high }, { name, kind }, by) {
  const first = kind === "input" || height < 60, left = 9, wide = width - 2 * left, from = first ? Math.min(7, height / 9) : top - 3;
  const still = it.move === 0, value = `${first ? `${name} ` : ""}= ${it.now}`, foot = height - (height < 60 ? 9 : 13);
  const parts = first ? [drawnRect("blank", left - 4, 4, wide + 8, height - 8)] : [];
  parts.push(...thenAndNow(value, still ? "" : it.was, left, from, wide));
  const below = foot - from - 21, row = from + 21 + below / 2 + 4.5; // the room between the value and the bar
  if (still) return [...parts, drawnText("still", left + 1, (from + 21 + height) / 2 + 3, "does not move", height < 40 ? 10 : 12)].join("");
  const moved = it.move === null ? it.text : `moved <tspan>${it.text}</tspan>`, long = `moved ${it.text}`.length * LETTER;
  const adds = by && long + SMALL * (by.length + 1) < wide ? `<tspan class="ad-by" dx="4">${by}</tspan>` : "";
  if (below > 9) parts.push(drawnText("moved", left + 1, row, moved + adds));
  if (it.move === null || high === low) return parts.join("");
  const at = (u) => left + ((u - low) / (high - low)) * wide, [start, end] = [at(0), at(it.move)].sort((u, w) => u - w);
  const least = Math.max(1, end - start), tall = height < 60 ? 5 : 6;
  parts.push(drawnRect("track", left, foot, wide, tall), drawnRect("move", Math.min(start, left + wide - least), foot, least, tall));
  if (low < 0 && high > 0) parts.push(`<path class="ad-zero" d="M${at(0)} ${foot - 2}v${tall + 4}"/>`);
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
  const equal = slope === null || off <= (rest === null ? 1e-5 * Math.abs(move) : 0.51 * 10 ** -places) ? "=" : "≈";
  return `<math><mrow>${part(shown, `${name} moved`)}<mo>${equal}</mo>${part(factor, word, `ad-is-${look}`)}<mo>·</mo>` +
    `${part(nudge, "nudge")}${tail}</mrow></math>`;
}

const PLOT = { wide: 212, high: 118, left: 50, right: 200, top: 12, foot: 94 };

// Numbers on an axis, in full if they are short, else as what is added to the one in the middle.
function ticks(middle, added) {
  const gap = Math.max(...added.map(Math.abs)), places = gap ? 1 - Math.floor(Math.log10(gap)) : 0;
  const full = added.map((u) => decimals(middle + u, places));
  if (full.every((text) => text.length < 7) && new Set(full).size === added.length) return full;
  const more = (u) => (u > 0 ? "+" : "") + (Math.abs(u) < 1e5 ? decimals(u, places) : short(+u.toPrecision(2)));
  return added.map((u) => (u ? more(u) : short(middle)));
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
  ticks(x, [-reach, 0, reach]).forEach((text, k) => {
    const px = across((k - 1) * reach);
    parts.push(`<path class="ad-axis" d="M${px} ${foot}v4"/>`, label(px, foot + 18, "middle", text));
  });
  ticks(f, heightsAt).forEach((text, k) => {
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
