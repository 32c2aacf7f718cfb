// What was missed, to be answered once more.

import { attribute, write } from "../../live/js/dom.js";

/**
 * @param {import("./index.js").Card} card
 * @returns {function(Object)} what shows the data
 */
export function replayCard({ root }) {
  return ({ name }) => {
    attribute(root, "aria-label", `Replay ${name}`);
    write(root, `Replay ${name}`);
  };
}
