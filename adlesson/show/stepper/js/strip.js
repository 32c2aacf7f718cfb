// The strip: one sentence and one equation; or a question and where to type; or what a pane puts in their place.

import { make, write } from "../../live/js/dom.js";

/**
 * @param {string} id of the stepper
 * @param {HTMLElement} form where an answer is typed
 * @param {HTMLElement} message what is said to it
 * @returns {{element: HTMLElement, sentence: HTMLElement, show: function(string, string), take: function(?HTMLElement),
 *   settle: function()}} `show` writes a sentence and an equation in MathML; `take` puts what a pane says in their
 *   place (`null` gives it back)
 */
export function stripView(id, form, message) {
  const sentence = make("p", { class: "ad-sentence", id: `${id}-says` });
  const equation = make("div", { class: "ad-equation", role: "group", "aria-label": "Equation" });
  const words = make("div", { class: "ad-words" }, sentence, make("div", { class: "ad-row" }, equation, form), message);
  const element = make("div", { class: "ad-strip", role: "group", "aria-label": "This step" }, words);
  let source = null, taker = null;

  function show(text, mathml) {
    write(sentence, text);
    equation.hidden = mathml === "";
    if (source !== mathml) equation.innerHTML = source = mathml;
  }
  function take(part) {
    if (taker === part) return;
    taker?.remove();
    taker = part;
    if (part) element.append(part);
    words.hidden = Boolean(part);
  }
  // What is too long to be seen whole can be reached and scrolled by key.
  function settle() {
    const stops = [element, equation].map((part) => {
      const long = part.scrollWidth > part.clientWidth || (part === element && part.scrollHeight > part.clientHeight);
      return [part, long ? 0 : -1];
    });
    for (const [part, stop] of stops) if (part.tabIndex !== stop) part.tabIndex = stop;
  }
  return { element, sentence, show, take, settle };
}
