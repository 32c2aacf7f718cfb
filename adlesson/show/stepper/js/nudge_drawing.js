// What is drawn while something is nudged: the inside of a box, the small plot, and the equation with named parts.

import { short } from "../../live/js/answers.js";
import { escaped } from "../../live/js/dom.js";
import { decimals } from "./moves.js";

const LARGE = 13.5, LITTLE = 11.5; // pixels, of the type
const drawnRect = (kind, x, y, w, h, round = 0) =>
  `<rect class="ad-${kind}" x="${x}" y="${y}" width="${w}" height="${h}" rx="${round}"/>`;
const drawnText = (kind, x, y, content, size = 0) =>
  `<text class="ad-${kind}" x="${x}" y="${y}"${size ? ` style="font-size:${size}px"` : ""}>${content}</text>`;
// About how wide a text is, in pixels.
const breadth = (text, size) =>
  size * [...text].reduce((sum, c) => sum + (/[.,·() |]/.test(c) ? 0.36 : /[=−+≈wm∞]/.test(c) ? 0.84 : 0.62), 0);

// A value as it is now, and in a dotted frame as it was: with "was" if there is room, else smaller, to a quarter.
function thenAndNow(value, was, left, top, wide) {
  const first = breadth(value, 1.14 * LARGE) + 9, needed = (text) => first + (text && breadth(text, LITTLE) + 7);
  const told = [`was ${was}`, was].find((text) => was && needed(text) < wide) ?? (needed(was) * 0.75 < wide ? was : "");
  const scale = Math.min(1, wide / needed(told)), sized = (size) => (scale < 1 ? (size * scale).toFixed(1) : 0);
  const parts = [drawnRect("was-bar", left, top, wide, 21, 4)];
  parts.push(drawnText("now", left + 5, top + 15.5, escaped(value), sized(LARGE)));
  if (!told) return parts;
  const w = breadth(told, LITTLE * scale) + 4, x = left + wide - w - 2.5;
  const text = drawnText("was", x + w / 2, top + 15, escaped(told), sized(LITTLE));
  return [...parts, drawnRect("ghost", x, top + 2.5, w, 16, 3), text];
}

/**
 * Draw in a box where it was, where it is and how far it moved, on a scale from `least` to `most` for all.  An input,
 * and a low box, has its value on its first line.
 * @param {{width: number, height: number, top: number}} room below the first line, which ends at `top`
 * @param {import("./moves.js").Moved} it
 * @param {{least: number, most: number}} scale
 * @param {{name: string, kind: string}} variable
 * @param {string} by "= 3 · 0.1", shown if there is room for it
 * @param {boolean} compares does it stand below, in place of the bar, if there is room for a line?
 * @returns {string} SVG
 */
export function movedBox({ width, height, top }, it, { least, most }, { name, kind }, by, compares) {
  const low = height < 60, input = kind === "input", first = input || low, left = 9, wide = width - 2 * left;
  const from = first ? Math.min(7, height / 9) : top - 3, foot = height - (low ? 9 : 13);
  const value = `${first ? `${name} ` : ""}= ${it.now}`;
  const round = input ? Math.min(18, height / 2) - 2 : 5;
  const parts = first ? [drawnRect("blank", 3, 3, width - 6, height - 6, round)] : [];
  parts.push(...thenAndNow(value, it.move === 0 ? "" : it.was, left, from, wide));
  const below = foot - from - 21, row = from + 21 + below / 2 + 4.5; // the room between the value and the bar
  const still = () => drawnText("still", left + 1, (from + 21 + height) / 2 + 3, "does not move", height < 40 ? 10 : 0);
  if (it.move === 0) return [...parts, still()].join("");
  const moved = it.move === null ? it.text : `moved <tspan>${it.text}</tspan>`;
  const used = breadth(`moved ${it.text}`, 1.12 * LARGE), small = used > wide ? ((LARGE * wide) / used).toFixed(1) : 0;
  if (by && compares && !low) {
    const line = (height - from - 21) / 2, times = Math.min(12.5, (12.5 * wide) / breadth(by, 13)).toFixed(1);
    parts.push(drawnText("moved", left + 1, from + 19 + line, moved, small));
    return [...parts, drawnText("by", left + 1, height - line / 2 + 3, by, times)].join("");
  }
  const adds = by && used + breadth(by, LITTLE) + 5 < wide ? `<tspan class="ad-by" dx="4">${by}</tspan>` : "";
  if (below > 9) parts.push(drawnText("moved", left + 1, row, moved + adds, small));
  if (it.move === null || most === least) return parts.join("");
  const at = (u) => left + ((u - least) / (most - least)) * wide, tall = low ? 5 : 6;
  const [start, end] = [at(0), at(it.move)].sort((u, w) => u - w), long = Math.max(1, end - start);
  parts.push(drawnRect("track", left, foot, wide, tall));
  parts.push(drawnRect("move", Math.min(start, left + wide - long), foot, long, tall));
  if (least < 0 && most > 0) parts.push(`<path class="ad-zero" d="M${at(0)} ${foot - 2}v${tall + 4}"/>`);
  return parts.join("");
}

const namedPart = (text, name, kind = "") =>
  `<munder><mrow class="${kind}"><mn>${escaped(text)}</mn></mrow><mtext>${escaped(name)}</mtext></munder>`;
const bracketed = (text) => (text.startsWith("−") ? `(${text})` : text);

/**
 * Write "3.66 = 36 · 0.1 + 0.06" with names below, or "3.66 = ? · 0.1 + bend" while the slope is not known.
 * @param {{name: string, h: number, slope: ?number, word: string, look: string, bend: string, sum: Object}} it `slope`
 *   is null where it is not known; for `sum` see sumOf
 * @returns {string} MathML
 */
export function moveEquation({ name, h, slope, word, look, bend, sum: { moved, times, left, adds } }) {
  const factor = namedPart(bracketed(times ?? "?"), word, `ad-is-${look}`);
  const nudge = namedPart(bracketed(decimals(h, 3)), "nudge"), whole = namedPart(moved, `${name} moved`);
  const add = left && `<mo>${left.startsWith("−") ? "−" : "+"}</mo>${namedPart(left.replace(/^−/, ""), bend)}`;
  const tail = slope === null ? `<mo>+</mo><mtext class="ad-open">bend</mtext>` : add ?? "";
  return `<math><mrow>${whole}<mo>${adds ? "=" : "≈"}</mo>${factor}<mo>·</mo>${nudge}${tail}</mrow></math>`;
}

const PLOT = { wide: 212, high: 118, right: 192, top: 12, foot: 94, digit: 7 };

// Numbers on an axis, in full if they are short, else as what is added to the one in the middle.
function ticks(middle, added) {
  const gap = Math.max(...added.map(Math.abs)), places = gap ? 1 - Math.floor(Math.log10(gap)) : 0;
  const full = added.map((u) => decimals(+(middle + u).toFixed(Math.max(0, Math.min(places, 12))), places));
  if (full.every((text) => text.length < 7) && new Set(full).size === added.length) return full;
  const more = (u) => (u > 0 ? "+" : "") + (Math.abs(u) < 1e5 ? decimals(u, places) : short(+u.toPrecision(2)));
  return added.map((u) => (u ? more(u) : short(middle)));
}

// How steep a smooth curve is at each of some points: as the parabola through the point and the two beside it, but on
// the way up or down not so steep that it goes beyond them.
function steepness(points) {
  const rises = points.slice(1).map(([x, u], k) => (u - points[k][1]) / (x - points[k][0]));
  if (points.length < 3) return points.map(() => rises[0] ?? 0);
  const inner = rises.slice(1).map((rise, k) => {
    const [before, after] = [points[k + 1][0] - points[k][0], points[k + 2][0] - points[k + 1][0]];
    const steep = (rises[k] * after + rise * before) / (before + after);
    const most = 3 * Math.min(rise / steep, rises[k] / steep);
    return most >= 0 && most < 1 ? steep * most : steep;
  });
  return [2 * rises[0] - inner[0], ...inner, 2 * rises.at(-1) - inner.at(-1)];
}

/**
 * Write the path of a curve that is smooth but between points on two sides of a kink.
 * @param {[number, ?number, boolean][]} points is each beyond a kink?  There is a gap where it has no number
 * @param {function(number[]): string} place of a point
 * @returns {string} path data
 */
function smooth(points, place) {
  const parts = []; // without a kink or a gap in them
  points.forEach(([x, u, beyond], k) => {
    const before = points[k - 1] ?? [0, null], gap = before[1] === null;
    if (u !== null && (gap || before[2] !== beyond)) parts.push({ gap, all: [] });
    if (u !== null) parts.at(-1).all.push([x, u]);
  });
  const steep = parts.map(({ all }) => steepness(all));
  const drawn = parts.map(({ gap, all }, n) => all.map(([x, u], k) => {
    const here = place([x, u]), one = steep[n][k];
    if (k === 0 && gap) return `M${here}`;
    const last = k ? all : parts[n - 1].all, from = k ? k - 1 : last.length - 1, [x0, u0] = last[from];
    const other = steep[k ? n : n - 1][from], third = (x - x0) / 3;
    const bent = [[x0 + third, u0 + third * other], [x - third, u - third * one]];
    if (k) return `C${bent.map(place).join("")}${here}`;
    const meet = (u - u0 + other * x0 - one * x) / (other - one); // where both, gone straight on, are
    const corner = meet > x0 && meet < x && last.length > 1 && all.length > 1;
    return `${corner ? `L${place([meet, u + one * (meet - x)])}` : ""}L${here}`;
  }));
  return drawn.flat().join("");
}

/**
 * Draw the result against what is nudged: the curve, dashed the line of the slope, a ring where it was, a dot where it
 * is.
 * @param {{points: [number, ?number, boolean][], x: number, f: number, h: number, move: ?number, slope: ?number,
 *   look: string, names: string[]}} it `slope` is null where it is not known
 * @returns {string} SVG
 */
export function nudgePlot({ points, x, f, h, move, slope, look, names }) {
  const { right, top, foot, digit } = PLOT, reach = 3 * Math.abs(h), line = slope === null ? [] : [-reach, reach];
  const heights = [...points.map(([, u]) => u).filter((u) => u !== null), ...line.map((u) => u * slope)];
  const low = Math.min(...heights), high = Math.max(...heights), crowded = Math.min(high, -low) < 0.17 * (high - low);
  const marks = high > low ? [low, crowded ? (low + high) / 2 : 0, high] : [0], texts = ticks(f, marks);
  const left = 14 + digit * Math.max(...texts.map(({ length }) => length)), middle = (left + right) / 2;
  const across = (u) => (middle + (u / reach) * ((right - left) / 2)).toFixed(1);
  const up = (u) => (high > low ? foot - ((u - low) / (high - low)) * (foot - top) : (top + foot) / 2).toFixed(1);
  const label = (px, py, end, text) => `<text x="${px}" y="${py}" text-anchor="${end}">${escaped(text)}</text>`;
  const parts = [`<path class="ad-axis" d="M${left} ${top - 8}V${foot}H${right + 8}"/>`];
  ticks(x, [-reach, 0, reach]).forEach((text, k) => {
    const px = across((k - 1) * reach);
    parts.push(`<path class="ad-axis" d="M${px} ${foot}v4"/>`, label(px, foot + 18, "middle", text));
  });
  texts.forEach((text, k) => {
    const py = up(marks[k]);
    parts.push(`<path class="ad-axis" d="M${left} ${py}h-4"/>`, label(left - 7, +py + 4, "end", text));
  });
  parts.push(label(left + 6, top - 1, "start", names[1]), label(right + 12, foot - 5, "end", names[0]));
  if (line.length) {
    const [start, end] = line.map((u) => `${across(u)} ${up(u * slope)}`);
    parts.push(`<path class="ad-promise ad-is-${look}" d="M${start}L${end}"/>`);
  }
  const d = smooth(points, ([u, w]) => `${across(u)} ${up(w)} `);
  parts.push(`<path class="ad-curve" d="${d}"/>`);
  parts.push(`<path class="ad-step" d="M${across(0)} ${up(0)}H${across(h)}V${up(move)}"/>`);
  parts.push(`<circle class="ad-then" cx="${across(0)}" cy="${up(0)}" r="4.5"/>`);
  parts.push(`<circle class="ad-there" cx="${across(h)}" cy="${up(move)}" r="4.5"/>`);
  const says = `${names[1]} against ${names[0]}, from ${short(x - reach)} to ${short(x + reach)}`;
  const frame = `viewBox="0 0 ${PLOT.wide} ${PLOT.high}" role="img" aria-label="${escaped(says)}"`;
  return `<svg ${frame}>${parts.join("")}</svg>`;
}
