// On paper: every step, its sentence and its equations; what is still asked is left to be written.

import { make } from "./dom.js";

/** @typedef {import("./player.js").Player} Player */

/**
 * @param {Player} player
 * @param {AbortSignal} signal
 */
export function printing(player, signal) {
  const { quiz, paper } = player;
  const line = (frame, k) => {
    const open = quiz.open(k), equation = make("div");
    if (!open) equation.innerHTML = frame.equation ?? `${frame.letters} ${frame.numbers}`;
    return make("li", { value: k }, make("p", {}, open ? `${frame.ask.question} ________` : frame.sentence), equation);
  };
  const fill = () => paper.replaceChildren(...player.data.frames.map(line)), empty = () => paper.replaceChildren();
  window.addEventListener("beforeprint", fill, { signal });
  window.addEventListener("afterprint", empty, { signal });
  matchMedia("print").addEventListener("change", (event) => (event.matches ? fill() : empty()), { signal });
}
