// What is said of a nudge: one sentence, the parts of one equation, and each box in words.

import { short } from "./answers.js";
import { decimals } from "./moves.js";
import { escaped } from "./dom.js";

/**
 * What is to be said of one nudge at one step.
 * @typedef {Object} Told
 * @property {number} box the nudged variable
 * @property {string} together the names of all that are nudged, if these are more than one or at another speed
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
 * @property {"own"|"known"|"unknown"} slopes is it told of the slope for its own sake, or does it stand in a box, or not?
 */

const aloud = (text) => text.replaceAll("−", "minus ");
const size = (h) => decimals(h, 3);

// What the slope is called: on the way forward the tangent of who moves, on the way back the adjoint of who is nudged.
function slopeWord({ look, target, box, names, slopes }) {
  const back = { adjoint: "adjoint", multiplier: "multiplier", gap: "multiplier" }[look];
  const word = back ? `${back} of ${names[box]}` : `tangent of ${names[target]}`;
  if (slopes === "unknown") return `${word}, not known yet`;
  return slopes === "own" && names.length > 1 ? `${word} if ${names[box]} moves` : word;
}

function bendWord({ kink, rest, slope, target, h }) {
  if (rest === 0) return "no bend";
  if (kink) return "kink";
  return Math.abs(rest) > Math.abs(slope(target) * h) / 2 ? "bend: nudge less" : "bend of the curve";
}

// The parts of the equation, or null where there is none to write.
function partsOf(it) {
  const { target, moved, slope, slopes, rest, h, names, result, look } = it;
  const { move } = moved.get(target) ?? {}, steep = target === null ? null : slope(target);
  if (typeof move !== "number" || (steep === null && slopes !== "unknown")) return null;
  const compares = slopes !== "unknown" && target === result, bend = compares && rest !== null ? bendWord(it) : "";
  return { name: names[target], move, h, slope: slopes === "unknown" ? null : steep, word: slopeWord(it), bend,
    look: { "": "tangent", gap: "multiplier" }[look] ?? look, rest: compares ? rest : null };
}

// The beginning: what is nudged from where to where.
function start({ box, together, h, names, moved, look }, bold) {
  const { was, now, move } = moved.get(box) ?? {}, by = size(h);
  if (together) return `${bold(together)} along by ${by}`;
  if (look === "gap" || look === "multiplier") return `The equation of ${bold(names[box])} loosened by ${by}`;
  return move === 0 ? `${bold(names[box])} is so large that ${by} is lost` : `${bold(names[box])} from ${was} to ${now}`;
}

function sentenceOf(it, bold) {
  const { box, target, result, names, known, moved } = it, begins = start(it, bold);
  if (!known(box)) return `${bold(names[box])} has no value at this step: choose another box, or step on.`;
  if (!moved.has(result) && known(result)) return `${begins}: ${bold(names[result])} does not depend on it.`;
  if (target === null) return `${begins}. What reads it has no value yet.`;
  const { was, now, move } = moved.get(target), name = bold(names[target]);
  if (now === "?") return `${begins}: the function would run other lines.`;
  if (target === box && !it.together) return `${begins}.`;
  if (move === 0) return `${begins} does not move ${name}.`;
  return `${begins} moves ${name} from ${was} to ${now}.`;
}

// What a screen reader says of the equation.
function spokenOf(it, parts) {
  const { names, box, target, h, slopes, look, rest } = it;
  if (!parts || target === box) return "";
  const moves = `${names[target]} moves by ${it.moved.get(target).text}`;
  if (slopes === "unknown") return ` ${moves}. ${look === "" ? "" : `The ${slopeWord(it).replace(", not known yet", "")} is not known at this step.`}`;
  const times = `${short(parts.slope)} times ${size(h)}`, bend = { kink: "from the kink" }[parts.bend] ?? "from the bend";
  if (parts.rest === null) return ` ${moves}: about ${times}.`;
  return ` ${moves}: ${times}${rest === 0 ? ", and there is no bend" : `, and ${short(rest)} ${bend}`}.`;
}

/**
 * @param {Told} it
 * @returns {{sentence: string, said: string, label: string, parts: ?Object, by: function(number): string,
 *   named: function(number, import("./moves.js").Moved): string}} `sentence` is HTML; `by` is what stands behind the move
 *   of a box on the way forward; `named` is a box in words
 */
export function nudgeWords(it) {
  const { names, box, h, look, slope, together } = it, parts = it.known(box) ? partsOf(it) : null;
  const sentence = sentenceOf(it, (text) => `<b>${escaped(text)}</b>`), plain = sentenceOf(it, (text) => text);
  const first = parts && it.target !== box ? `${start(it, (text) => text)}.` : plain;
  const loosen = look === "gap" || look === "multiplier";
  function by(k) {
    const steep = slope(k), moved = it.moved.get(k);
    if (!/^(tangent)?$/.test(look) || it.slopes === "unknown" || !moved?.move || steep === null) return "";
    const equal = Math.abs(steep * h - moved.move) < 1e-5 * Math.abs(moved.move) ? "=" : "≈";
    return `${equal} ${short(steep)} · ${h < 0 ? `(${size(h)})` : size(h)}`;
  }
  function named(k, { was, now, move, text }) {
    if (move === 0) return aloud(`${names[k]}, ${now}, does not move`);
    return aloud(`${names[k]}, was ${was}, is now ${now}, ${move === null ? "no number to compare" : `moved ${text}`}`);
  }
  const label = loosen ? `loosen ${names[box]} by` : `nudge ${together || names[box]} by`;
  return { sentence, said: aloud(first + spokenOf(it, parts)), label, parts, by, named };
}
