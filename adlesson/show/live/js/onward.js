// On to the next piece of a notebook by key: a piece whose cell the learner runs by key takes the focus, and from there
// Shift+Enter runs the next cell, not its own once more.

import { focus } from "./dom.js";

const SHOWS = /\bad\.(?:predict|Stepper|explore)\(/; // what takes the focus, so that nothing below need be selected

// The cell that was run by key, until something else is pressed.  Each output brings this file: it hangs on the window.
const ranByKey = (window[Symbol.for("adlesson run")] ??= watchKeys());

function watchKeys() {
  const found = { cell: null };
  const note = ({ key, shiftKey, ctrlKey, target }) => {
    found.cell = key === "Enter" && (shiftKey || ctrlKey) ? target.closest(".jp-Cell") : null;
  };
  for (const event of ["keydown", "pointerdown"]) window.addEventListener(event, note, { capture: true });
  return found;
}

/**
 * Take the focus, if the learner has run this piece by key and done nothing since.
 * @param {HTMLElement} root of the piece
 * @param {function()} begin puts the focus where it is wanted
 */
export function enterPiece(root, begin) {
  if (!ranByKey.cell?.contains(root)) return;
  ranByKey.cell = null;
  begin();
  root.closest(".jp-Cell").scrollIntoView({ block: "nearest" });
}

/** @returns {?HTMLElement} the next cell that can be run, where the piece stands in a notebook */
export function nextCell(root) {
  let cell = root.closest(".jp-Cell")?.nextElementSibling;
  while (cell && !cell.matches(".jp-CodeCell")) cell = cell.nextElementSibling;
  return cell ?? null;
}

/**
 * Run the next cell, as Jupyter's own keys do.
 * @param {HTMLElement} root of the piece
 * @returns {boolean} was there one?
 */
export function goOn(root) {
  const cell = nextCell(root);
  if (!cell) return false;
  const stays = SHOWS.test(cell.textContent), enter = { key: "Enter", keyCode: 13, ctrlKey: stays, shiftKey: !stays };
  cell.scrollIntoView({ block: "nearest" }); // or Jupyter brings it to the middle
  focus(cell);
  cell.dispatchEvent(new KeyboardEvent("keydown", { ...enter, bubbles: true, cancelable: true }));
  return true;
}
