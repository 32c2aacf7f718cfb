// How far a learner is: a row of marks for predictions and exercises.

import { attribute, write } from "../../live/js/dom.js";
import { know, subscribe } from "./store.js";

/**
 * @param {import("./index.js").Card} card
 * @returns {function(Object)} what shows the data
 */
export function rowCard({ root, signal }) {
  let names = [];
  const draw = () => write(root, `${names.filter((name) => know(name).best === "right").length} of ${names.length}`);
  signal.addEventListener("abort", subscribe(draw));
  return (data) => {
    attribute(root, "aria-label", "Your progress");
    names = data.names ?? [];
    draw();
  };
}
