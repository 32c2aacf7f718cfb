// What an exercise says to an answer, with its hint, its solution and its reset.

import { attribute, write } from "../../live/js/dom.js";

/**
 * @param {import("./index.js").Card} card
 * @returns {function(Object)} what shows the data
 */
export function checkCard({ root }) {
  return ({ name }) => {
    attribute(root, "aria-label", `Exercise ${name}`);
    write(root, `Exercise ${name}`);
  };
}
