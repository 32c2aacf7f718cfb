// A bell over measured points: three sliders, the loss, its slopes by nudging, and a step downhill.

import { attribute, make, write } from "../../live/js/dom.js";

const NUDGE = 1e-6, RATE = 0.1; // as in the notebook
const NEARLY = 1.01; // times the least loss: it fits
const PIECES = 200, FAR = 20; // of the curve; how far beyond the picture it is drawn, times its height
const digits = (u, many) => u.toFixed(many).replace("-", "−");
const short = (u) => digits(u, Math.abs(u) < 0.01 && u ? 4 : 3);
const heightAt = (u, [a, c, w]) => a * Math.exp(-(((u - c) / w) ** 2) / 2);
const lossOf = (theta, points) => points.reduce((sum, [u, v]) => sum + (heightAt(u, theta) - v) ** 2, 0);

/** Return the slopes of the loss as the notebook's `by_differences` has them: a nudge and a run for each number. */
function byNudging(theta, points) {
  const here = lossOf(theta, points), nudged = (k) => theta.map((u, j) => (j === k ? u + NUDGE : u));
  return theta.map((_, k) => (lossOf(nudged(k), points) - here) / NUDGE);
}

/** Return them by the rules from school. */
function byRules(theta, points) {
  const [, c, w] = theta, sums = [0, 0, 0];
  for (const [u, v] of points) {
    const z = (u - c) / w, m = heightAt(u, theta), back = 2 * (m - v);
    [heightAt(u, [1, c, w]), (m * z) / w, (m * z * z) / w].forEach((slope, k) => (sums[k] += back * slope));
  }
  return sums;
}

/** Return the path of a bell in the plane. */
function pathOf(theta, { wide, high, rim, left, right, top }) {
  const place = (k) => {
    const part = k / PIECES, height = heightAt(left + (right - left) * part, theta);
    const v = Math.max(-FAR * top, Math.min(FAR * top, height)); // what is beyond the rim is not seen
    const across = rim + (wide - 2 * rim) * part, down = high - rim - ((high - 2 * rim) * v) / top;
    return `${across.toFixed(1)} ${down.toFixed(1)}`;
  };
  return `M${Array.from({ length: PIECES + 1 }, (_, k) => place(k)).join("L")}`;
}

/** Make the legend: what is in the picture, each with its name. */
function legendOf(pairs) {
  const parts = pairs.map(([sample, word]) => {
    const part = make("span");
    part.innerHTML = sample;
    part.append(word);
    return part;
  });
  return make("p", { class: "ad-toy-legend" }, ...parts);
}

/** Make a row for a knob: its name, its slider, and what is said of it. */
function knobRow([name, letter, min, max, step]) {
  const slider = make("input", { type: "range", min, max, step, "aria-label": `${name} ${letter}` });
  const said = make("span", { class: "ad-knob-said" });
  const row = make("label", { class: "ad-knob" }, make("span", {}, `${name} `, make("i", {}, letter)), slider, said);
  return { row, slider, said };
}

/**
 * @param {HTMLElement} root to be filled
 * @param {{svg: string, points: number[][], start: number[], knobs: Array, frame: Object, least: number,
 *   legend: string[][]}} data
 */
export function bellToy(root, { svg, points, start, knobs, frame, least, legend }) {
  const picture = make("div"), rows = knobs.map(knobRow), letters = knobs.map((knob) => knob[1]);
  picture.innerHTML = svg;
  const press = (text, onclick) => make("button", { type: "button", onclick }, text);
  const undo = press("undo", () => go(past.pop(), "Back to before."));
  const over = press("start over", () => go(past[0], "From the start."));
  const acts = make("div", { class: "ad-toy-acts" }, press("one step downhill", downhill), undo, over);
  const sentence = make("p", { class: "ad-sentence", role: "status" });
  root.append(picture, legendOf(legend), ...rows.map(({ row }) => row), acts, sentence);
  let past = [], now = { theta: start, steps: 0, hands: 0 }, best = Infinity;
  let held = null; // where a slider was taken: a pull is one move, however long

  function downhill() {
    const slopes = byNudging(now.theta, points), theta = now.theta.map((u, k) => u - RATE * slopes[k]);
    const moved = letters.map((letter, k) => `${letter} by ${short(theta[k] - now.theta[k])}`).join(", ");
    const far = "A step that long leads nowhere from here: undo, or move a slider.";
    if (!(Math.abs(theta[2]) > 0.02 && lossOf(theta, points) < 1e6)) return write(sentence, far);
    past.push(now);
    move({ ...now, theta, steps: now.steps + 1 }, `Step ${now.steps + 1} downhill moved ${moved}.`, now);
  }

  function pull(k, u) {
    if (!held) past.push((held = now));
    const theta = held.theta.map((old, j) => (j === k ? u : old)), hands = held.hands + 1;
    move({ ...held, theta, hands }, `Move ${hands} by hand: ${letters[k]} to ${digits(u, 3)}.`, held);
  }

  function move(next, words, from) {
    show(next, `${words} The loss was ${digits(lossOf(from.theta, points), 4)}.`, from);
  }

  function go(to, words) {
    if (!to) return;
    if (to === past[0]) past = [];
    show(to, words);
  }

  function show(next, words, from = now) {
    attribute(picture.querySelector(".ad-before"), "d", pathOf(from.theta, frame));
    attribute(picture.querySelector(".ad-bell"), "d", pathOf(next.theta, frame));
    now = next;
    const loss = lossOf(now.theta, points), slopes = byNudging(now.theta, points), exact = byRules(now.theta, points);
    best = Math.min(best, loss);
    rows.forEach(({ slider, said }, k) => {
      slider.value = now.theta[k];
      const value = digits(now.theta[k], 3), slope = short(slopes[k]), off = Math.abs(slopes[k] - exact[k]);
      attribute(slider, "aria-valuetext", `${value}, slope ${slope}`);
      write(said, `${value}, slope ${slope}, off by ${off.toExponential(0).replace("-", "−")}`);
    });
    for (const act of [undo, over]) attribute(act, "aria-disabled", String(!past.length));
    const there = `Best so far ${digits(best, 4)}; the least there is`;
    const hint = loss < NEARLY * least ? "It fits: no bell has less than" : there;
    write(sentence, `Loss ${digits(loss, 4)}. ${words} ${hint} ${digits(least, 4)}.`);
  }

  rows.forEach(({ slider }, k) => {
    slider.addEventListener("input", () => pull(k, +slider.value));
    slider.addEventListener("change", () => (held = null));
  });
  show(now, "Three knobs are yours.");
}
