// How a problem of practice is judged: by what its data say (card_data.py).  problem.check says the same in Python.

import { evaluate, short } from "../../live/js/answers.js";
import { fill, listed } from "../../live/js/dom.js";
import { judged } from "./judging.js";

const TWO_DIGITS = "Right to two digits: give three or more.";
const STRANGER = "is not it, and the mistake behind it is not known here.";

const told = (verdict, message = "", at = null) => ({ verdict, message, at });

/**
 * @param {Object} data of the problem
 * @param {*} answer of its field: texts by name, letters, or a mode and a text
 * @returns {import("./judging.js").Judged & {at: ?string}} `at` names the variable that it is about
 */
export function judgedProblem({ judge }, answer) {
  return PROBLEMS[judge.how](judge, answer);
}

// As in judges.py: right to three digits, close to two; whole numbers exactly.
function compared(u, right) {
  if (Number.isInteger(right) && Number.isInteger(u)) return u === right ? "right" : "wrong";
  const off = Math.abs(u - right) / (right ? 10 ** Math.floor(Math.log10(Math.abs(right))) : 1);
  return off < 0.0051 ? "right" : off < 0.051 ? "close" : "wrong";
}

function numberOf(text, values) {
  const u = evaluate(text.replace(/^[+-]?[1-9]\d{0,2}(,\d{3})+$/, (all) => all.replaceAll(",", "")), values);
  if (!Number.isFinite(u)) throw new Error("This calculation has no result.");
  return u;
}

function judgedTable({ right, wrong, values }, answer) {
  const names = Object.keys(right), missing = names.filter((name) => !answer[name].trim()), numbers = {};
  if (missing.length === names.length) return told("note", `Fill in numbers for ${listed(names)}.`, names[0]);
  if (missing.length) return told("note", `Still missing: ${listed(missing)}.`, missing[0]);
  for (const name of names) {
    try {
      numbers[name] = numberOf(answer[name].trim(), new Map(Object.entries(values)));
    } catch (problem) {
      return told("note", `For ${name}: ${problem.message}`, name);
    }
  }
  const off = names.find((name) => compared(numbers[name], right[name]) === "wrong");
  if (off) {
    const known = wrong[off].find(([number]) => compared(numbers[off], number) === "right");
    const why = known?.[1] ?? `${short(numbers[off])} ${STRANGER}`;
    return told("wrong", `Look at the variable \x60${off}\x60. ${why}`, off);
  }
  const near = names.find((name) => compared(numbers[name], right[name]) === "close");
  return near ? told("close", TWO_DIGITS, near) : told("right");
}

function judgedLines({ who, says }, answer) {
  if (!answer) return told("note", "Take lines first, one after the other.");
  const given = [...answer], wanted = Object.keys(who).length;
  const letter = given.find((one) => !who[one]);
  if (letter) return told("wrong", fill(says.strange, { letter }));
  if (given.length < wanted) return told("wrong", fill(says.fewer, { wanted, given: given.length }));
  for (const [n, one] of given.entries()) {
    const [source] = who[one], late = given.slice(n + 1).find((other) => who[other][1] === source);
    if (late) return told("wrong", fill(says.early, { letter: one, late, source }));
  }
  return told("right");
}

function judgedSweeps({ right: [mode, count], wrong }, [chosen, text]) {
  if (!chosen) return told("note", "Choose a kind of sweep first.");
  if (!text.trim()) return told("note", "Type how many.");
  let u;
  try {
    u = numberOf(text.trim(), new Map());
  } catch (problem) {
    return told("note", problem.message);
  }
  if (chosen === mode && compared(u, count) === "right") return told("right");
  const sayings = new Map(wrong[chosen]);
  return told("wrong", sayings.get(u) ?? sayings.get(0));
}

const PROBLEMS = {
  table: judgedTable,
  order: judgedLines,
  choice: (judge, letter) => judged({ kind: "choice", ...judge }, letter),
  sweeps: judgedSweeps,
};

/** @returns {string} the longest of what may be said to an answer */
export function longestReply({ judge, parts }) {
  const { how, wrong, says } = judge, line = { letter: "A", late: "B", source: "a", wanted: 6, given: 5 };
  const all = how === "table" ? Object.values(wrong).flat().map(([, text]) => `Look at the variable a. ${text}`)
    : how === "order" ? Object.values(says).map((text) => fill(text, line))
      : how === "choice" ? wrong.map(([, text]) => text) : parts.flatMap((mode) => wrong[mode].map(([, text]) => text));
  return all.reduce((best, text) => (text.length > best.length ? text : best), TWO_DIGITS);
}
