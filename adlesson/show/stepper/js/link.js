// A link to a stepper: #f=x*y&x=2&y=3&sweep=reverse&step=4 holds the formula, its inputs, the sweep, the step in it,
// whether it asks, and what is open.  It is text of others: read piece by piece, and never run.  A + is a plus.  An
// input whose name stands for something else in a link is written at.step=2, as in Python's at={"step": 2}.

/**
 * @typedef {Object} Link
 * @property {string} [f] the formula
 * @property {Object<string, number>} at the inputs
 * @property {string} [sweep]
 * @property {number} [step]
 * @property {boolean} [predict]
 * @property {number} [fade]
 * @property {string[]} [panes]
 */

/** Something whose message is a sentence for whoever looks at the page. */
export class Told extends Error {}

const LONGEST_LINK = 4000;
const READ = { // what a piece may be, and what is made of it
  f: [/./, String, "a formula"],
  sweep: [/^[a-z]+$/, String, "a word"],
  step: [/^\d{1,6}$/, Number, "a whole number"],
  predict: [/^(true|false)$/, (text) => text === "true", "true or false"],
  fade: [/^[0-3]$/, Number, "0, 1, 2 or 3"],
  panes: [/^[a-z]+(,[a-z]+)*$/, (text) => text.split(","), "words with commas between them"],
};
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const INPUT = /^[\p{L}_][\p{L}\p{N}_]*$/u;

const cut = (text) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Told(`This link is damaged at ${cut(text)}: copy it once more, whole.`);
  }
}

/**
 * @param {string} hash of an address, with or without the #
 * @returns {Link}
 * @throws {Told} where it is no such link
 */
export function readLink(hash) {
  if (hash.length > LONGEST_LINK) throw new Told(`This link is too long: ${LONGEST_LINK} letters are the most.`);
  const link = { at: {} }, seen = new Set();
  for (const piece of hash.replace(/^#/, "").split("&").filter(Boolean)) {
    const [name, text] = [piece.split("=", 1)[0], piece.slice(piece.indexOf("=") + 1)].map(decoded);
    if (!piece.includes("=") || seen.has(name)) {
      throw new Told(`This link says ${cut(name)} ${seen.has(name) ? "twice" : "without a value"}: copy it once more.`);
    }
    seen.add(name);
    if (Object.hasOwn(READ, name)) {
      const [fits, make, wanted] = READ[name];
      if (!fits.test(text)) throw new Told(`In this link ${name} is ${wanted}, not ${cut(text) || "nothing"}.`);
      link[name] = make(text);
      continue;
    }
    const input = name.replace(/^at\./, "");
    if (!INPUT.test(input)) throw new Told(`This link names ${cut(name)}, which is no name of an input.`);
    if (!DECIMAL.test(text) || !Number.isFinite(+text)) {
      throw new Told(`In this link ${cut(input)} needs a number, such as -1.5, not ${cut(text) || "nothing"}.`);
    }
    link.at[input] = +text;
  }
  return link;
}

/**
 * @param {Link} link what is undefined, false, 0 or empty is left out, but for the inputs
 * @returns {string} with the # in front
 */
export function writeLink({ f, at, ...others }) {
  const inputs = Object.entries(at).map(([name, value]) => [name in READ ? `at.${name}` : name, value]);
  const rest = Object.entries(others).filter(([, value]) => (Array.isArray(value) ? value.length : value));
  const pieces = [["f", f], ...inputs, ...rest].filter(([, value]) => value !== undefined);
  return `#${pieces.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&")}`
    .replaceAll("%2C", ",");
}

/**
 * @param {import("./contract.js").Frames} data
 * @param {Link} link
 * @returns {import("./contract.js").Frames} the same, to begin where the link says
 * @throws {Told} where there is no such step
 */
export function startAt(data, { sweep, step, predict, fade, panes }) {
  const n = data.phases.findIndex((phase) => phase.sweep === sweep), begins = data.phases[n]?.start ?? 0;
  const last = (data.phases[n < 0 ? Infinity : n + 1]?.start ?? data.frames.length) - 1 - begins;
  if (sweep && n < 0) {
    const known = data.phases.map((phase) => phase.sweep).join(", ");
    throw new Told(`There is no sweep ${cut(sweep)} here: known are ${known}.`);
  }
  if (step > last) throw new Told(`There is no step ${step} here: the last one is ${last}.`);
  const at = sweep || step !== undefined ? begins + (step ?? 0) : data.step;
  const asks = predict ?? (fade > 0 || data.predict);
  return { ...data, step: at ?? 0, predict: asks, fade: fade ?? data.fade, panes: panes ?? data.panes };
}
