// Small things: elements, icons, texts that are written only where they change, one tab stop for many.

const ICONS = {
  back: "M13 3L6 10l7 7",
  next: "M7 3l7 7-7 7",
  more: "M3 7l7 7 7-7",
  less: "M3 14l7-7 7 7",
  play: "M5 3l11 7-11 7z",
  pause: "M6 4v12M14 4v12",
  right: "M4 11l4 4 8-10",
  close: "M3 8c3-4 5-4 7-2s4 2 7-2M3 15c3-4 5-4 7-2s4 2 7-2",
  wrong: "M5 5l10 10M15 5L5 15",
  note: "M10 3v9M10 15v2",
};
const SVG = "http://www.w3.org/2000/svg";

/** A text field that leaves what is typed alone. */
export const PLAIN = { type: "text", spellcheck: "false", autocapitalize: "off", autocomplete: "off" };

/** How many steppers the page has made.  Each widget may load this file anew: a count in it would start anew, too. */
export const made = (window[Symbol.for("adlesson steppers")] ??= { count: 0 });

/**
 * Make an element; an attribute "onclick" is a listener, one that is undefined or false is left out.
 * @param {string} tag
 * @param {Object<string, *>} [attributes]
 * @param {...(Node|string)} children
 * @returns {HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/**
 * Make a button that does `what`: the player looks that up when the button is pressed.
 * @param {string} what
 * @param {string} text
 * @param {Object<string, *>} [attributes]
 * @returns {HTMLElement}
 */
export function button(what, text, attributes = {}) {
  return make("button", { type: "button", ...attributes, "data-do": what }, text);
}

/**
 * @param {string} name of ICONS
 * @returns {SVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg"), path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "ad-icon");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/**
 * Write a text, if it is not there yet; into the text node that is there, so that the page need not make another.
 * @param {?Element} element
 * @param {string} text
 */
export function write(element, text) {
  if (!element || element.textContent === text) return;
  const { firstChild, childElementCount } = element;
  if (firstChild && !firstChild.nextSibling && !childElementCount) firstChild.data = text;
  else element.textContent = text;
}

/**
 * Set an attribute, if it is not so yet.
 * @param {Element} element
 * @param {string} name
 * @param {*} value
 */
export function attribute(element, name, value) {
  const text = String(value);
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

/**
 * What has the focus, inside a shadow root too.
 * @param {Element} root the stepper
 * @returns {?Element} null where nothing of the stepper has it
 */
export function focused(root) {
  const active = root.getRootNode().activeElement;
  return active && root.contains(active) ? active : null;
}

/**
 * Put the focus on something; the page stays where it is.
 * @param {HTMLElement} element
 */
export function focus(element) {
  element.focus({ preventScroll: true });
}

/**
 * Fill the places in "{name} pays {others}".
 * @param {string} template
 * @param {Object<string, *>} words
 * @returns {string}
 */
export function fill(template, words) {
  return template.replace(/\{(\w+)\}/g, (whole, word) => words[word] ?? whole);
}

/**
 * @param {string[]} words
 * @returns {string} "a, b and c"
 */
export function listed(words) {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/**
 * Give a group of things one tab stop: the arrows up and down go on from it.
 * @param {HTMLElement[]} items
 * @param {?HTMLElement} chosen
 */
export function rove(items, chosen) {
  for (const item of items) if (item !== chosen && item.getAttribute("tabindex") !== "-1") item.tabIndex = -1;
  if (chosen) chosen.tabIndex = 0;
}

/**
 * Scroll `item` into view inside `pane`; the page stays where it is.
 * @param {HTMLElement} pane
 * @param {?HTMLElement} item
 */
export function scrollInside(pane, item) {
  if (!item || !pane.clientHeight) return;
  const box = item.getBoundingClientRect(), view = pane.getBoundingClientRect();
  if (box.top < view.top) pane.scrollTop -= view.top - box.top;
  else if (box.bottom > view.bottom) pane.scrollTop += box.bottom - view.top - pane.clientHeight;
}

/**
 * @param {string} text
 * @returns {string} as it is written into markup
 */
export const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
