// Texts of the cards: pieces of code in them, numbers as words.

import { make } from "../../live/js/dom.js";

const MARK = "\x60"; // a backtick

/**
 * Put a text into an element; what stands in backticks is code.
 * @param {HTMLElement} element
 * @param {string} text
 * @returns {HTMLElement} the element
 */
export function marked(element, text) {
  const parts = text.split(MARK).map((part, k) => (k % 2 ? make("code", {}, part) : part));
  element.replaceChildren(...parts);
  return element;
}

/** @returns {string} a text as it is said, without the marks of code */
export const unmarked = (text) => text.replaceAll(MARK, "");

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];

/** @returns {string} "first" of 0 */
export const ordinal = (k) => ORDINALS[k] ?? `${k + 1}th`;
