// A question before the answer is seen: choose, type, name or put in order, and be told why it is not so.

import { attribute, make } from "../../live/js/dom.js";

/**
 * @param {import("./index.js").Card} card
 * @returns {function(Object)} what shows the data
 */
export function predictCard({ root }) {
  const head = make("p"), ask = make("p");
  root.append(head, ask);
  return (data) => {
    attribute(root, "aria-label", data.ask);
    head.textContent = `Predict ${data.name}`;
    ask.textContent = data.ask;
  };
}
