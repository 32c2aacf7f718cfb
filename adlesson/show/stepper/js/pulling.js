// Pulling: six sizes side by side, to press or to pull along, and a box of the graph that is pulled sideways.

import { attribute, made, make } from "../../live/js/dom.js";

const STEP = 18; // pixels of a pull on a box, from one size to the next
const within = (k, count) => Math.max(0, Math.min(count - 1, k));

/**
 * @param {function(number, boolean)} chosen told which one, and whether by a press or key, not by a pull
 * @returns {{element: HTMLElement, load: function(string[]), show: function(number, string, boolean)}} `show` says
 *   which one is chosen, what for, and whether there is nothing to choose now
 */
export function sizeChoice(chosen) {
  const label = make("span"), row = make("span", { class: "ad-sizes", role: "radiogroup" });
  const element = make("div", { class: "ad-size-row" }, label, row), name = `ad-size-${(made.count += 1)}`;
  let from = null;
  row.addEventListener("pointerdown", (event) => (from = event.clientX));
  row.addEventListener("pointermove", (event) => {
    if (!event.buttons) from = null;
    if (from === null || Math.abs(event.clientX - from) < 6) return;
    const { left, width } = row.getBoundingClientRect(), count = row.childElementCount;
    row.setPointerCapture(event.pointerId);
    chosen(within(Math.floor(((event.clientX - left) / width) * count), count));
  });
  row.addEventListener("change", ({ target }) => chosen(+target.value, true));

  function load(texts) {
    row.replaceChildren(...texts.map((text, k) =>
      make("label", {}, make("input", { type: "radio", name, value: k }), text)));
  }
  function show(k, text, off) {
    attribute(row, "aria-disabled", off);
    row.children[k].firstChild.checked = true;
    label.textContent = text;
    row.setAttribute("aria-label", text);
  }
  return { element, load, show };
}

/**
 * Let boxes be pulled sideways.
 * @param {HTMLElement} element the graph
 * @param {function(): number} size which of the sizes is chosen; -1 while nothing can be pulled
 * @param {function({box: number, size: number})} take told the box that is pulled, and the size it is pulled to
 */
export function pulling(element, size, take) {
  let from = null, pulled = false;
  element.addEventListener("pointerdown", ({ target, clientX }) => {
    const box = target.closest(".ad-node")?.dataset.i;
    pulled = false;
    from = box === undefined || size() < 0 ? null : { box: +box, x: clientX, size: size() };
  });
  element.addEventListener("pointermove", (event) => {
    if (!event.buttons) from = null;
    if (!from || (!pulled && Math.abs(event.clientX - from.x) < 6)) return;
    if (!pulled) element.setPointerCapture(event.pointerId);
    pulled = true;
    take({ box: from.box, size: within(from.size + Math.round((event.clientX - from.x) / STEP), 6) });
  });
}
