// How a prediction is judged: by its right answer, by the wrong ones that people give, and by what is near either.
//
// An answer is a text: the letter of a choice, letters of parts in their order, names, or a calculation.

import { evaluate, judge, short } from "../../live/js/answers.js";
import { ordinal } from "./words.js";

/**
 * @typedef {Object} Judged
 * @property {"right"|"close"|"wrong"|"note"} verdict after a "note" it was no answer yet, and nothing is kept
 * @property {string} message what is said with it, `code` in backticks
 */

export const LETTERS = "ABCDEFGH";
const COUNT = ["no", "one", "two", "three", "four", "five", "six"];
const CLOSE = "That is right to two digits: give three, or type the calculation.";
const UNKNOWN_CHOICE = "Read the question once more, and compare those that are left.";

// Of several replies the first is said, and at another try the next one that is new; `after` follows all but the last.
const say = (verdict, ...replies) => ({ verdict, replies: replies.filter(Boolean), before: "", after: "" });
const note = (message) => say("note", message);
const replyTo = ({ wrong }, answer) => wrong.find(([text]) => text === answer)?.[1];

/**
 * @param {Object} data of the prediction
 * @param {string} answer
 * @param {string[]} [earlier] answers, from the first to the last: what was said to them is not said again
 * @returns {Judged}
 */
export function judged(data, answer, earlier = []) {
  const told = [];
  for (const text of earlier) told.push(messageOf(JUDGES[data.kind](data, text), told));
  const found = JUDGES[data.kind](data, answer), { verdict } = found;
  return { verdict, message: verdict === "right" ? data.because ?? "" : messageOf(found, told) };
}

function messageOf({ replies, before, after }, told) {
  const reply = replies.find((one) => !told.some((text) => text.includes(one))) ?? replies.at(-1);
  return [before, reply, reply !== replies.at(-1) && after].filter(Boolean).join(" ");
}

function judgedNumber({ right, wrong, otherwise }, text) {
  let u;
  try {
    u = evaluate(text.trim().replace(/^[+-]?[1-9]\d{0,2}(,\d{3})+$/, (all) => all.replaceAll(",", ""))); // 100,000
  } catch (problem) {
    return note(problem.message);
  }
  if (Number.isNaN(u)) return note("This calculation has no result.");
  const unit = right ? 10 ** Math.floor(Math.log10(Math.abs(right))) : aroundZero(text);
  const known = wrong.map(([number, reply]) => [Number(number), reply]).filter(([number]) => number !== right);
  const ask = { expected: right, tolerance: 0.0051 * unit, whole: Number.isInteger(right), wrong: known };
  const { verdict, mistakes: reply } = judge(u, ask);
  if (verdict === "right") return say(verdict);
  if (verdict === "close") return say(verdict, CLOSE);
  if (!Number.isFinite(u)) return say("wrong", `This comes to ${short(u)}: look at the calculation.`);
  const side = sideOf(u < right, short(u));
  if (reply.length) return say("wrong", reply, side);
  if (u === -right) return say("wrong", "Look at the sign.", side);
  const calculated = !/^[+-]?[\d.,_\s]+$/.test(text.trim());
  return { ...say("wrong", otherwise, side), before: calculated ? `That gives ${short(u)}.` : "" };
}

const sideOf = (larger, value) => `What is asked for is ${larger ? "larger" : "smaller"} than ${value}.`;

// Nothing is close to 0: what is calculated may be off by rounding, what is typed as a number is what it says.
const aroundZero = (text) => (Number.isNaN(Number(text)) ? 1e-9 : 0);

function judgedChoice(data, letter) {
  if (!letter) return note("Choose one first.");
  if (letter === data.right) return say("right");
  return say("wrong", replyTo(data, letter), UNKNOWN_CHOICE);
}

// Names as they are typed: between spaces, commas or "and"; letters that stand together are names of one letter.
function namesIn(text, among) {
  const words = text.replace(/\band\b/gi, " ").split(/[\s,;&+]+/u).filter(Boolean);
  const real = (word) => among.find((name) => name === word) ?? among.find((name) => name === word.toLowerCase());
  const found = words.flatMap((word) => {
    const letters = [...word];
    return !real(word) && letters.every(real) ? letters : [word];
  });
  const given = [...new Set(found.map((word) => real(word) ?? word))];
  const nobody = ["none", "nothing", "nobody", "no"].includes(text.trim().toLowerCase());
  return nobody && !given.some((name) => among.includes(name)) ? [] : given;
}

function judgedNames({ parts, right, wrong }, text) {
  if (!text.trim()) return note(`Type names first, of ${parts.join(" ")}.`);
  const given = namesIn(text, parts), unknown = given.find((name) => !parts.includes(name));
  if (unknown !== undefined) return note(`${cut(unknown)} is no variable here: choose from ${parts.join(" ")}.`);
  const wanted = namesIn(right, parts), good = given.filter((name) => wanted.includes(name));
  const lists = wrong.map(([key, reply]) => [namesIn(key, parts), reply]);
  const within = (some, all) => some.every((name) => all.includes(name));
  if (within(given, wanted) && within(wanted, given)) return say("right");
  const same = lists.filter(([names]) => names.length === given.length && within(names, given));
  const part = lists.filter(([names]) => names.length && within(names, given) && !within(names, wanted));
  const known = [...same, ...part].map(([, reply]) => reply);
  if (!wanted.length) return say("wrong", ...known, "Look at each of them once more.");
  const missing = wanted.length - good.length, extra = given.length - good.length;
  const lacks = missing ? `${COUNT[missing] ?? missing} ${missing === 1 ? "is" : "are"} missing` : "";
  const most = extra ? `${COUNT[extra] ?? extra} too many` : "nothing wrong";
  const far = `${good.length} of ${wanted.length}, and ${most}`;
  const which = good.length && `Of yours, right ${good.length === 1 ? "is" : "are"}: ${good.join(" ")}.`;
  return say("wrong", ...known, lacks ? `${far}: ${lacks}.` : `${far}.`, which);
}

/** @returns {boolean} are parts of a reason asked for, in whatever order? */
export const isReason = ({ kind, parts, take }) => kind === "order" && take < parts.length;

function judgedOrder(data, answer) {
  const { parts, right, take } = data;
  if (answer.length < take) return note(`Take ${take === parts.length ? `all ${take}` : take} parts.`);
  if (right.includes(answer)) return say("right");
  const replies = [answer, ...answer].map((some) => replyTo(data, some));
  if (isReason(data)) {
    const good = [...answer].filter((letter) => right[0].includes(letter)), count = belong(good.length, take);
    const which = good.length ? `${count.slice(0, -1)}: ${good.join(" ")}.` : count;
    return { ...say("wrong", ...replies, which), after: count };
  }
  const same = (order) => [...order].findIndex((letter, k) => letter !== answer[k]); // how many stand right before it
  const best = right.reduce((one, other) => (same(other) > same(one) ? other : one)), first = same(best);
  return say("wrong", ...replies, placed(first), isNext(first, parts[LETTERS.indexOf(best[first])]));
}

const belong = (good, take) => {
  const count = good ? COUNT[good][0].toUpperCase() + COUNT[good].slice(1) : "None";
  return `${count} of your ${COUNT[take]} ${good === 1 ? "is a part" : "are parts"} of the reason.`;
};
const placed = (first) => {
  if (!first) return "Another one comes first.";
  return `The first ${first === 1 ? "is" : `${COUNT[first]} are`} in place, the next is not.`;
};
const isNext = (first, part) => `The ${ordinal(first)} is “${part}”.`;
const cut = (text) => (text.length > 24 ? `${text.slice(0, 20)}…` : text);

const GENERAL = {
  number: () => [CLOSE, `That gives -0.1234. ${sideOf(true, "−1.234·10⁻²⁰")}`],
  choice: () => [UNKNOWN_CHOICE],
  names: () => [],
  order: ({ parts }) => [placed(2), ...parts.map((part) => isNext(2, part))],
};

/** @returns {string[]} what may be said to an answer, at its longest */
export function repliesOf(data) {
  const { kind, take, wrong, otherwise = "", because = "" } = data;
  const replies = [...wrong.map(([, reply]) => reply), because];
  if (isReason(data)) return replies.map((reply) => `${reply} ${belong(take - 1, take)}`);
  return [...replies, `That gives -0.1234. ${otherwise}`, ...GENERAL[kind](data)];
}

const JUDGES = { number: judgedNumber, choice: judgedChoice, names: judgedNames, order: judgedOrder };
