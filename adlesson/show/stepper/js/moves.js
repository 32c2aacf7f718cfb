// Moves: what Python says of one nudge, for every variable, as texts: where it was, where it is, how far it moved.

import { short } from "../../live/js/answers.js";

/** @typedef {import("./contract.js").Nudges} Nudges */

/**
 * Of one variable while another is nudged; where something is no number, there is no `move`.
 * @typedef {Object} Moved
 * @property {?number} move
 * @property {string} was
 * @property {string} now
 * @property {string} text how far it moved
 */

const tens = (u) => Math.floor(Math.log10(Math.abs(u)));
const number = (u) => typeof u === "number";

/** Write a number with so many decimals; it needs no zeros at the end where it is exact without. */
export function decimals(u, places) {
  if (!number(u) || (u && tens(u) < -Math.min(places, 12))) return short(u);
  const text = u.toFixed(Math.max(0, Math.min(places, 12))), exact = Math.abs(+text - u) <= 1e-12 * Math.abs(u);
  return (exact && text.includes(".") ? text.replace(/\.?0+$/, "") : text).replace("-", "−");
}

/** Write two numbers with as many digits as tell them apart, if these are not more than twelve. */
function pair(was, now, move = now - was) {
  const size = tens(Math.max(Math.abs(was), Math.abs(now)) || 1);
  const places = Math.max(3 - size, move ? 1 - tens(move) : 0);
  const fits = places + size < 12 && size < 7 && size > -5;
  return [was, now].map((u) => (fits ? decimals(u, places) : short(u)));
}

/** Write how far something moved, in full down to seven places. */
function distance(move) {
  return move && tens(move) > -8 && tens(move) < 4 ? decimals(move, 3 - tens(move)) : short(move);
}

/**
 * Read one nudge.
 * @param {Nudges} data
 * @param {number} row of `data.of`
 * @param {number} size index of `data.sizes`
 * @returns {{row: number, size: number, h: number, moved: Map<number, Moved>, slope: function(number): ?number,
 *   rest: ?number, kink: boolean, speeds: Map<number, number>}} `moved` has the nudged ones first, then what depends on
 *   them; `slope(k)` is how far `k` moves per unit of a small nudge
 */
export function readNudge(data, row, size) {
  const nudge = data.of[row], h = data.sizes[size], moved = new Map(), slopes = new Map();
  const put = (k, move) => {
    const was = data.was[k], told = number(was) ? short(was) : was;
    if (!number(move)) return moved.set(k, { move: null, was: told, now: move, text: "no number" });
    const [then, now] = number(was) ? pair(was, was + move, move) : [told, told];
    moved.set(k, { move, was: then, now, text: distance(move) });
  };
  const alone = row < data.was.length;
  if (alone) put(row, number(data.was[row]) && data.was[row] + h === data.was[row] ? 0 : h);
  nudge.later.forEach((k, n) => {
    put(k, nudge.moves[n][size]);
    slopes.set(k, nudge.slopes[n]);
  });
  if (alone) slopes.set(row, 1);
  return { row, size, h, moved, slope: (k) => (slopes.has(k) ? slopes.get(k) : 0), rest: nudge.rest[size] ?? null,
    kink: nudge.kinks.includes(size) };
}

/** Read back a number as `short` and `decimals` write it. */
function readBack(text) {
  const raised = (power) => `e${[...power].map((c) => (c === "⁻" ? "-" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c))).join("")}`;
  return +text.replace("−", "-").replace(/·10(.+)/, (_, power) => raised(power));
}

/**
 * Write a move as slope times nudge and a rest, to the first place at which what is written adds up.
 * @param {{move: number, slope: ?number, rest: ?number, h: number}} it `slope` and `rest` are null where they are not
 *   known
 * @returns {{moved: string, times: ?string, left: ?string, adds: boolean}} does it add up as it is written?
 */
export function sumOf({ move, slope, rest, h }) {
  const small = rest && Math.abs(rest) < Math.abs(move), fine = small ? Math.max(0, -tens(rest)) : 0;
  const coarse = 3 - (move ? tens(move) : 0), least = Math.max(coarse, Math.min(fine, coarse + 2));
  const times = slope === null ? null : short(slope);
  const tries = [least, least + 1, least + 2].map((places) => {
    const moved = decimals(move, places), left = rest === null ? null : decimals(rest, Math.max(places, fine + 1));
    const off = times === null ? 0 : readBack(times) * h + (left === null ? 0 : readBack(left)) - readBack(moved);
    return { moved, times, left, adds: Math.abs(off) <= 1e-9 * Math.abs(move) };
  });
  return tries.find(({ adds }) => adds) ?? tries[0];
}

/**
 * @returns {[number, ?number, boolean][]} nudges and moves of the result, within three times the size, from left to
 *   right, and whether each is beyond a kink; what is almost at 0 is left out
 */
export function curveOf(data, row, size) {
  const nudge = data.of[row], reach = 3.01 * Math.abs(data.sizes[size]), n = nudge.later.indexOf(data.result);
  const moves = n < 0 ? data.sizes : nudge.moves[n];
  const all = [...data.sizes.map((h, k) => [h, moves[k]]), ...data.far.map((h, k) => [h, nudge.far[k]])];
  const points = all.map(([h, move], k) => [h, number(move) ? move : null, nudge.kinks.includes(k)]);
  return [...points, [0, 0, false]].filter(([h]) => Math.abs(h) <= reach && (h === 0 || Math.abs(h) > 0.02 * reach))
    .sort(([a], [b]) => a - b);
}
