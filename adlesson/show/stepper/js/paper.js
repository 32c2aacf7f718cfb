// On paper: every step, its sentence and its equation; from the first open question on all is left to be written.  Who
// is the machine has the picture alone: in which order the boxes fire, and what they get, is for them to find.

import { make } from "../../live/js/dom.js";

/** @typedef {import("./player.js").Player} Player */

/**
 * @param {Player} player
 * @param {AbortSignal} signal
 */
export function printing(player, signal) {
  const { quiz, paper } = player;
  // A later step would tell what an earlier question asks for.
  function line(frame, k, frames) {
    const told = quiz.firstOpen(0, frames.length) > k, equation = make("div"), open = quiz.open(k);
    if (told) equation.innerHTML = frame.equation;
    const words = told ? frame.sentence : `${open ? `${frame.ask.question} ` : ""}________`;
    return make("li", { value: k }, make("p", {}, words), equation);
  }
  const lines = ({ frames, schedule }) => (schedule?.begins ? [] : frames.map(line));
  const fill = () => paper.replaceChildren(...lines(player.data)), empty = () => paper.replaceChildren();
  window.addEventListener("beforeprint", fill, { signal });
  window.addEventListener("afterprint", empty, { signal });
  matchMedia("print").addEventListener("change", (event) => (event.matches ? fill() : empty()), { signal });
}
