// What this window knows of the learner: all cards tell it what is done, and hear of it.

// Each card brings this file with it: what they share hangs on the window.
const progress = (window[Symbol.for("adlesson progress")] ??= { events: [], listeners: new Set() });

/**
 * @typedef {Object} Known
 * @property {?string} first verdict of the first try
 * @property {?string} best verdict
 * @property {Array<[string, string, boolean]>} tries answer, verdict and whether one was sure, in their order
 * @property {number} hints how many were taken
 * @property {boolean} shown was the explanation opened before a right answer?
 */

/**
 * @param {string} name of a prediction or an exercise
 * @returns {Known}
 */
export function know(name) {
  const known = { first: null, best: null, tries: [], hints: 0, shown: false };
  for (const { what, answer, verdict, sure } of progress.events.filter((event) => event.name === name)) {
    if (what === "hinted") known.hints++;
    if (what === "shown") known.shown = true;
    if (!verdict) continue;
    known.tries.push([answer, verdict, sure]);
    known.first ??= verdict;
    if (known.best !== "right") known.best = verdict;
  }
  return known;
}

/**
 * @param {Object} event what was done
 * @param {?Object} model of the card, which tells the kernel
 */
export function record(event, model) {
  progress.events.push(event);
  model?.send(event);
  for (const listener of [...progress.listeners]) listener(event);
}

/**
 * @param {function(Object)} listener called with each event
 * @returns {function()} what ends it
 */
export function subscribe(listener) {
  progress.listeners.add(listener);
  return () => progress.listeners.delete(listener);
}
