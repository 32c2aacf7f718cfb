// A line that says what the page's Python does, as long as a piece waits for it: what is loaded and how large, that it
// is at work, or what is to be done where it could not be loaded.

import { make, write } from "../../live/js/dom.js";
import { onPython, pythonState, startPython, stopPython } from "../../live/js/python.js";

const LATE = 500; // milliseconds from which on it is said that Python is at work
const LOST = "Python could not be loaded: is the network there? What you typed stays, and all else works.";

/**
 * @param {function(): ?import("./python.js").Question} pending what the piece waits for
 * @param {function(): boolean} touched has it begun Python, even if it has not asked yet?
 * @returns {{root: HTMLElement, end: function(), show: function()}}
 */
export function pythonLine(pending, touched) {
  const words = make("span", { role: "status" }), bar = make("progress", { "aria-label": "loading" });
  const again = make("button", { type: "button", onclick: startPython }, "try again");
  const stop = make("button", { type: "button", onclick: () => stopPython(pending()) }, "stop");
  const root = make("p", { class: "ad-python", hidden: true }, words, bar, stop, again);
  let late = null, slow = false;

  function show() {
    const { state, bytes, fetches } = pythonState(), question = pending();
    const works = Boolean(question?.sent), waits = Boolean(question) || touched();
    const loads = waits && state === "loading", lost = waits && state === "failed";
    if (works && !late) late = setTimeout(() => ((slow = true), show()), LATE);
    if (!works) {
      clearTimeout(late);
      [late, slow] = [null, false];
    }
    root.hidden = !(loads || lost || (works && slow));
    bar.hidden = !loads && !fetches;
    again.hidden = !lost;
    stop.hidden = !works;
    write(words, lost ? LOST : loads ? loading(bytes) : works && slow ? working(fetches) : "");
  }
  const end = onPython(show);
  return { root, show, end };
}

const working = (fetches) => (fetches ? `Loading ${fetches}, too, which this needs.` : "Python is at work.");

function loading(bytes) {
  const size = bytes ? `${Math.round(bytes / 1e6)} MB, ` : "";
  return `Loading Python into this page: ${size}once, then your browser keeps it. Go on meanwhile.`;
}
