// What is said of a firing: a sentence to read, a line on what comes next, and both as they are spoken.

import { short } from "../../live/js/answers.js";
import { listed } from "../../live/js/dom.js";
import { outcome, places } from "./ledger.js";

/** @typedef {import("./contract.js").Schedule} Schedule */
/** @typedef {import("./ledger.js").Box} Box */
/** @typedef {import("./ledger.js").Firing} Firing */

/**
 * @param {string[]} names
 * @returns {string[]} the key of each box: its name, if that is one letter, else a number while there are any, else ""
 */
export function keysOf(names) {
  let free = 1;
  return names.map((name) => ([...name].length === 1 ? name : free < 10 ? String(free++) : ""));
}

const CLICK = "Click a box.";
const how = (keys) => (keys.every((key) => /\D/.test(key)) ? "Or press its letter."
  : keys.every(Boolean) ? "Or press its letter or number." : "Or walk with the arrows and press Enter.");

// What a box has, as the sum of its shares: "a has 9 + 6 = 15".
function holding(i, boxes, bold) {
  const { blocks, has } = boxes[i], shares = blocks.map(({ share }) => short(share));
  const sum = shares.length > 1 && shares.length < 5 ? `${shares.join(" + ").replaceAll("+ −", "− ")} = ` : "";
  return `${bold(i)} has ${sum}${short(has)}`;
}

const received = ({ shares }, boxes, bold) =>
  [...new Set(shares.map(({ to }) => to))].map((i) => `${holding(i, boxes, bold)} now`);

// One sentence on the firing, and one on what it leaves.
function firing(last, boxes, bold, spoken) {
  const { i, amount, again, twice, shares, waits, late } = last, with_ = short(amount), name = bold(i);
  const factors = (slope) => (spoken ? "" : `${with_} × ${slope < 0 ? `(${short(slope)})` : short(slope ?? NaN)} = `);
  const sent = shares.map(({ to, slope, share }) => `${factors(slope)}${short(share)} to ${bold(to)}`).join(", ");
  const still = waits.length ? `${listed(waits.map(bold))} may still send a share to ${name}.` : "";
  if (!shares.length) return [`${name} is an input: nothing to send.`, still];
  if (!boxes[i].blocks.length) return [`${name} fires with 0: nobody has sent it a share.`, still];
  const news = again && !twice && amount, how = `${again ? " again" : ""} with ${with_}: `;
  const sentence = `${name} fires${news ? ` again, with only what is new: ${with_}. ` : how}${sent}.`;
  if (twice) return [sentence, `It had sent ${short(twice)} before: that counts twice now.`];
  const owed = late.map((k) => `${bold(k)} has fired already: ${short(boxes[k].owes)} not sent.`).join(" ");
  const remedy = late.length ? ` Undo, or fire ${bold(late[0])} again: it sends all ${short(boxes[late[0]].has)}.` : "";
  return [sentence, still || (owed && owed + remedy) || `${received(last, boxes, bold).join(", ")}.`];
}

// How an order came out, when everybody has fired who can send something.
function ending(plan, boxes, count, bold) {
  const { right, wrong, inputs, waiting } = outcome(plan, boxes), owing = plan.order.filter((i) => boxes[i].owes !== 0);
  if (!wrong.length) {
    const found = inputs.map((i) => holding(i, boxes, bold)), idle = listed(inputs.map(bold));
    const rest = inputs.length > 1 ? "read nobody and need not fire" : "reads nobody and need not fire";
    const judged = inputs.every((i) => Number.isFinite(right[i])) ? "right" : "no order gives a number";
    return [`${listed(found)}: ${judged}.`, waiting ? `${idle} ${rest}.` : `Everybody has fired: ${count} firings.`];
  }
  const missed = inputs.filter((i) => wrong.includes(i)), shown = (missed.length ? missed : wrong).slice(0, 3);
  const owed = owing.map((i) => `${bold(i)} still has ${short(boxes[i].owes)} to send`);
  const off = shown.map((i) => `${bold(i)} has ${short(boxes[i].has)}, ${gap(boxes[i].has, right[i])}`);
  const twice = plan.order.filter((i) => boxes[i].twice && !inputs.includes(i)).slice(0, 2).map((i) => {
    const { has, twice, fired } = boxes[i], counts = fired > 2 ? "counts again" : "counts twice";
    return `${bold(i)} fired again with all its ${short(has)}: its ${short(twice)} ${counts}`;
  });
  const why = listed(owed.length ? owed : twice);
  const all = !waiting ? "All" : inputs.length > 1 ? "All but the inputs" : "All but the input";
  return [`${all} have fired, and ${why}.`, `${off.join("; ")}.`];
}

/**
 * @param {number} has
 * @param {number} right
 * @returns {string} "12 short of 36"
 */
export function gap(has, right) {
  const off = Math.abs(has - right);
  const how = Number.isFinite(off) ? `${short(off)} ${has < right ? "short of" : "more than"}` : "not";
  return `${how} ${short(right)}`;
}

/**
 * @param {Schedule} plan
 * @param {string[]} names
 * @param {{boxes: Box[], last: ?Firing}} state
 * @param {number} count of firings
 * @param {boolean} [goes] is the last of them not the end of an order?
 * @param {string} [called] what an order like this is called
 * @returns {{sentence: string, next: string, keys: string, said: string}} with *names* between stars, but not
 *   in what is said; `keys` tells what the keyboard does, where that is to be told
 */
export function told(plan, names, { boxes, last }, count, goes = false, called = "") {
  const bold = (i) => `*${names[i]}*`, plain = (i) => names[i], keys = keysOf(names);
  if (!last) {
    const start = `You are the machine. ${bold(plan.output)} has 1; nobody else has anything. Who fires first?`;
    const said = `${start.replaceAll("*", "")} ${CLICK} ${how(keys)}`;
    return { sentence: start, next: CLICK, keys: how(keys), said };
  }
  const { over, waiting, wrong } = outcome(plan, boxes), ends = over && !goes;
  const idle = !last.shares.length && waiting > 0;
  const parts = (written, spoken) => {
    const first = firing(last, boxes, written, spoken), end = ends ? ending(plan, boxes, count, written) : [];
    if (called && ends) end[1] += ` This order is called ${called}.`;
    if (!ends || idle || spoken) return !ends ? first : [first[0], ...(idle ? end.slice(0, 1) : end)];
    return wrong.length || !last.shares.length ? end : [`${first[0]} ${end[0]}`, end[1]];
  };
  const [sentence, next] = parts(bold, false);
  return { sentence, next, keys: "", said: parts(plain, true).join(" ").trim() };
}

/**
 * @param {Schedule} plan
 * @param {string[]} names
 * @param {Box} box
 * @param {number} i its number
 * @returns {string} what it is called as a button
 */
export function spoken(plan, names, { blocks, fired, owes, has }, i) {
  const whence = (from) => (from === null ? "to begin with" : `from ${names[from]}`);
  const came = blocks.map(({ from, share }) => `${short(share)} ${whence(from)}`);
  const open = places(plan, i).filter(({ e }) => !blocks.some((block) => block.e === e));
  const parts = [...came, ...open.map(({ from }) => `nothing from ${names[from]} yet`)].join("; ");
  const sum = blocks.length > 1 ? ` ${short(has)} in all.` : "", owed = owes ? ` ${short(owes)} not sent.` : "";
  const times = fired ? ` Fired ${["", "once", "twice"][fired] ?? `${fired} times`}.` : "";
  return `Fire ${names[i]}. ${parts || "Nobody will send it a share"}.${sum}${owed}${times}`;
}
