// What is said of a nudge: one sentence, the parts of one equation, and each box in words.

import { short } from "../../live/js/answers.js";
import { escaped } from "../../live/js/dom.js";
import { decimals, sumOf } from "./moves.js";

/**
 * What is to be said of one nudge at one step.
 * @typedef {Object} Told
 * @property {number} box the nudged variable
 * @property {number[]} together all that are nudged, if it is not this one alone
 * @property {number} h the nudge
 * @property {Map<number, import("./moves.js").Moved>} moved
 * @property {function(number): ?number} slope
 * @property {?number} rest
 * @property {boolean} kink
 * @property {string[]} names
 * @property {function(number): boolean} known has a box its value at this step?
 * @property {?number} target of whose move the equation tells
 * @property {number} result
 * @property {string} look of the phase
 * @property {"own"|"known"|"unknown"} slopes is the slope told though it stands in no box; or stands it there, or not?
 * @property {function(number): boolean} tells is a box told its tangent at this step?
 * @property {string} when "Step 4: ", "" at the last step
 */

const aloud = (text) => text.replaceAll("−", "minus ");
const size = (h) => decimals(h, 3), same = (u, w) => Math.abs(u - w) <= 1e-5 * Math.abs(w);

const loosens = (look) => look === "gap" || look === "multiplier";

// What the slope is called: on the way forward the slope or tangent of who moves, back the adjoint of who is nudged.
function slopeWord({ look, target, box, names, slopes }) {
  const own = slopes === "own" ? ` per unit of ${names[box]}` : "";
  if (!look) return `slope of ${names[target]}${own}`; // tangents are met later
  if (look === "tangent") return `tangent of ${names[target]}${own}`;
  return `${loosens(look) ? "multiplier" : "adjoint"} of ${names[box]}`;
}

function bendWord({ kink, rest, slope, target, h }) {
  if (rest === 0) return "no bend to be seen";
  if (kink) return "kink";
  return Math.abs(rest) > Math.abs(slope(target) * h) / 2 ? "bend: nudge less" : "bend of the curve";
}

// The parts of the equation, or null where there is none to write.
function partsOf(it) {
  const { target, moved, slope, slopes, rest, h, names, result, look } = it, open = slopes === "unknown";
  const { move } = moved.get(target) ?? {}, steep = target === null ? null : slope(target);
  if (typeof move !== "number" || (steep === null && !open)) return null;
  const compares = !open && target === result && rest !== null;
  const told = { move, h, slope: open ? null : steep, rest: compares ? rest : null };
  return { name: names[target], ...told, sum: sumOf(told),
    word: slopeWord(it) + (open ? ", not known yet" : ""), bend: compares ? bendWord(it) : "",
    look: { "": "tangent", gap: "multiplier" }[look] ?? look };
}

// The beginning: what is nudged, from where to where.
function start({ box, together, h, names, moved, look }, bold) {
  const { was, now, move } = moved.get(box) ?? {}, by = size(h);
  if (together.length > 2) return `${bold("All inputs")} along by ${by}`;
  if (together.length) return together.map((k) => `${bold(names[k])} to ${moved.get(k).now}`).join(" and ");
  if (loosens(look)) return `Loosen the equation of ${bold(names[box])} by ${by}`;
  return `${bold(names[box])} ${move === 0 ? `is so large that ${by} is lost` : `from ${was} to ${now}`}`;
}

function sentenceOf(it, bold) {
  const { box, target, result, names, known, moved, together, look } = it, begins = start(it, bold);
  if (!names.some((_, k) => known(k))) return "Nothing has a value yet: step on, and nudge then.";
  if (!known(box)) return `${bold(names[box])} has no value at this step: choose another box, or step on.`;
  if (!moved.has(result) && known(result)) return `${begins}: ${bold(names[result])} does not depend on it.`;
  if (target === null) return `${begins}. What reads it has no value yet.`;
  const { was, now, move } = moved.get(target), name = bold(names[target]);
  if (now === "?") return `${begins}: the function would run other lines.`;
  if (/^(NaN|−?∞)$/.test(now)) return `${begins}: ${name} is no number there (${now}).`;
  if (target === box && !together.length) return `${begins}.`;
  if (move === 0) return `${begins}: ${name} does not move.`;
  if (loosens(look)) return `${begins}: ${name} goes from ${was} to ${now}.`;
  return `${begins} ${together.length > 1 ? "move" : "moves"} ${name} from ${was} to ${now}.`;
}

// What a screen reader says of the equation.
function spokenOf(it, parts) {
  const { names, box, target, h, slopes } = it;
  if (!parts || target === box) return "";
  const { rest, bend, sum: { moved, times, left, adds } } = parts, moves = ` ${names[target]} moves by ${moved}`;
  if (slopes === "unknown") return `${moves}. The ${slopeWord(it)} is not known at this step, nor is the bend.`;
  const product = `${adds ? "" : "about "}${times} times ${size(h)}`;
  if (rest === null) return `${moves}: ${product}.`;
  if (rest === 0) return `${moves}: ${product}, and no bend is to be seen.`;
  return `${moves}: ${product}, and ${left} from the ${bend === "kink" ? "kink" : "bend"}.`;
}

/**
 * @param {Told} it
 * @returns {{sentence: string, said: string, label: string, parts: ?Object, by: function(number): string,
 *   named: function(number, import("./moves.js").Moved): string}} `sentence` is HTML; `by` is what stands behind the
 *   move of a box on the way forward; `named` is a box in words
 */
export function nudgeWords(it) {
  const { names, box, h, look, together } = it, plain = (text) => text;
  const parts = it.known(box) ? partsOf(it) : null;
  const first = parts && it.target !== box ? `${start(it, plain)}.` : sentenceOf(it, plain);
  function by(k) {
    const slope = it.slope(k), move = it.moved.get(k)?.move;
    if (!it.tells(k) || !move || slope === null) return "";
    return `${same(slope * h, move) ? "=" : "≈"} ${short(slope)}·${h < 0 ? `(${size(h)})` : size(h)}`;
  }
  function named(k, { was, now, move, text }) {
    if (move === 0) return aloud(`${names[k]}, ${now}, does not move`);
    const [near, times] = by(k).split(/ (.*)·/), about = near === "=" ? "" : "about ";
    const product = near && `, ${about}${times} times ${size(h)}`;
    const moves = move === null ? "no number to compare" : `moved ${text}${product}`;
    return aloud(`${names[k]}, was ${was}, is now ${now}, ${moves}`);
  }
  const whom = loosens(look) ? `loosen ${names[box]}` : together.length ? "nudge along" : `nudge ${names[box]}`;
  const when = it.known(box) ? it.when : "";
  const sentence = when + sentenceOf(it, (text) => `<b>${escaped(text)}</b>`);
  return { sentence, said: aloud(first + spokenOf(it, parts)), label: `${whom} by`, parts, by, named };
}
