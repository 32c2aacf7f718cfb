// What a button is to do is done at the second click; whatever else is done takes the first one back.

import { write } from "../../live/js/dom.js";

/**
 * @param {HTMLElement} button
 * @param {string} question that the button asks at the first click
 * @param {function()} act
 * @param {function()} [asked] called at the first click
 * @returns {function()} to be called at each click
 */
export function twice(button, question, act, asked = () => {}) {
  const text = button.textContent, is = () => button.textContent === question;
  button.addEventListener("blur", () => write(button, text));
  button.addEventListener("keydown", ({ key }) => key === "Escape" && write(button, text));
  return () => {
    const second = is();
    write(button, second ? text : question);
    if (second) act();
    else asked();
  };
}
