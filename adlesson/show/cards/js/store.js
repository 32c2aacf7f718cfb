// What this window knows of the learner: all cards tell it what is done, and hear of it.
//
// A kernel says what is known, in the "state" of a card's data.  An event is kept in the browser, as a line like those
// of the kernel's file, until the kernel knows of it, and for good where there is none.  What is known of a name is
// what the kernel said, and the browser's lines after that.

/**
 * @typedef {Object} Known the same as in events.py
 * @property {?string} first verdict, or "shown" where the explanation or the solution came before any answer
 * @property {?string} best verdict
 * @property {number} count of tries
 * @property {Array<[string, string, ?boolean]>} tries the first eight that differ, and the first right one: answer,
 *   verdict, was one sure?
 * @property {number} hints how many were taken
 * @property {boolean} shown was the explanation opened before a right answer?
 * @property {boolean} solved was the solution shown?
 * @property {boolean} replayed was it answered right once more?
 * @property {number} at the last time
 */

const KEY = "adlesson progress";
const HEADER = { adlesson: "progress", version: 1 };
const NEWER = "A newer version of the lesson wrote what this browser keeps, and it is left alone: "
  + "what you do now is gone when the page is closed.";
const ORDER = ["wrong", "close", "right"]; // from the worst verdict to the best
const DIFFERENT = 8;

/** What is known of a name to which nothing happened. @type {Known} */
const UNKNOWN = {
  first: null, best: null, count: 0, tries: [], hints: 0, shown: false, solved: false, replayed: false, at: 0,
};

// Each card brings this file with it: what they share hangs on the window.
const progress = (window[Symbol.for("adlesson progress")] ??= {
  told: new Map(), // by name: when and what the kernel said
  place: null,
  models: new Set(),
  listeners: new Set(),
  unsaved: null, // the lines, where the browser keeps nothing
  last: 0,
});
if (!progress.hears) {
  progress.hears = true;
  progress.channel = globalThis.BroadcastChannel && new BroadcastChannel(KEY); // to other windows: what a kernel says
  progress.channel?.addEventListener("message", ({ data }) => {
    if (data.forgotten) unlearn();
    else believe(data);
    changed();
  });
  window.addEventListener("storage", ({ key }) => key === KEY && changed()); // another window has written
}

function changed() {
  for (const listener of [...progress.listeners]) listener();
}

/** @returns {boolean} has a newer version of the lesson written this text? */
export function isNewer(text) {
  try {
    const { adlesson, version } = JSON.parse(text.split("\n", 1)[0]);
    return adlesson === HEADER.adlesson && version > HEADER.version;
  } catch {
    return false; // it begins with no header, or is empty
  }
}

// Where this throws, nothing may be kept: a frame may have no storage, and what a newer version wrote is left alone.
function stored() {
  const text = localStorage.getItem(KEY) ?? "";
  if (isNewer(text)) throw new RangeError(NEWER);
  return text;
}

function kept() {
  if (progress.unsaved !== null) return progress.unsaved;
  try {
    return stored();
  } catch {
    return (progress.unsaved = "");
  }
}

// What the browser keeps, read once.
function mine() {
  const text = kept();
  if (progress.read?.text !== text) progress.read = { text, events: eventsIn(text) };
  return progress.read.events;
}

// Read lines; those that hold no event are passed over.
function eventsIn(text) {
  const events = [];
  for (const line of isNewer(text) ? [] : text.split("\n")) {
    try {
      const event = JSON.parse(line);
      if (typeof event.what === "string" && typeof event.name === "string" && event.at >= 0) events.push(event);
    } catch {
      continue; // torn, or empty
    }
  }
  return events;
}

function lines(events) {
  return [HEADER, ...events].map((event) => `${JSON.stringify(event)}\n`).join("");
}

function keep(events) {
  const text = events.length ? lines(events) : "";
  try {
    stored();
    if (text) localStorage.setItem(KEY, text);
    else localStorage.removeItem(KEY);
    progress.unsaved = null;
  } catch {
    progress.unsaved = text; // there is no room, or it may keep nothing
  }
}

// events.py does the same
function added(known, event) {
  const { what, answer = "", verdict, sure = null, at } = event, now = { ...known, at };
  if (what === "reset") return { ...UNKNOWN, at };
  if (what === "counted") {
    return { ...now, count: Math.max(known.count, event.tries), hints: Math.max(known.hints, event.hints) };
  }
  if (what === "hinted") return { ...now, hints: known.hints + 1 };
  if (what === "replayed") return { ...now, replayed: known.replayed || verdict === "right" };
  if (what === "shown" && known.best === "right") return now;
  if (what === "shown" || what === "solved") return { ...now, [what]: true, first: known.first ?? "shown" };
  const another = !known.tries.some(([text, told]) => text === answer && told === verdict);
  const room = known.tries.length < DIFFERENT || (verdict === "right" && known.best !== "right");
  const tries = another && room ? [...known.tries, [answer, verdict, sure]] : known.tries;
  const best = ORDER.indexOf(verdict) > ORDER.indexOf(known.best) ? verdict : known.best;
  return { ...now, first: known.first ?? verdict, best, count: known.count + 1, tries };
}

/** @returns {Object[]} what the browser keeps of a name */
export const eventsOf = (name) => mine().filter((event) => event.name === name);

/**
 * @param {string} name of a prediction, an exercise or a problem of practice
 * @returns {Known}
 */
export function know(name) {
  return eventsOf(name).sort((a, b) => a.at - b.at).reduce(added, progress.told.get(name)?.known ?? UNKNOWN);
}

/** @returns {Map<string, number>} how many fresh problems of each kind were solved, the kinds in their order */
export function practised() {
  const names = new Set([...progress.told.keys(), ...mine().map(({ name }) => name)]), many = new Map();
  for (const name of names) {
    const kind = /^([a-z]{1,20})-\d{1,2}-[0-9a-f]{8}$/.exec(name)?.[1];
    if (kind && know(name).best === "right") many.set(kind, (many.get(kind) ?? 0) + 1);
  }
  return new Map([...many].sort());
}

/**
 * Tell what a learner did to all cards of the window, and to the kernel.
 * @param {Object} event the time of it is added
 * @param {?Object} [model] of the card; where it has none, another card's may do
 */
export function record(event, model = null) {
  progress.last = Math.max(Math.round(Date.now()), progress.last + 1);
  const timed = { ...event, at: progress.last / 1000 };
  keep([...mine(), timed]);
  changed();
  [model, ...[...progress.models].reverse()].some((one) => one && sent(one, timed));
}

function sent(model, event) {
  try {
    model.send(event);
    return true;
  } catch {
    return false; // its kernel has gone
  }
}

/**
 * @param {function()} listener called whenever more is known, or less
 * @returns {function()} what ends it
 */
export function subscribe(listener) {
  progress.listeners.add(listener);
  return () => progress.listeners.delete(listener);
}

// The later of what two kernels say of a name counts.
function believe({ known, asof }) {
  for (const [name, one] of Object.entries(known)) {
    if (asof >= (progress.told.get(name)?.asof ?? 0)) progress.told.set(name, { asof, known: one ?? UNKNOWN });
  }
}

/**
 * Hear what a card's data say.
 * @param {?{known: Object<string, ?Known>, place: Object, asof: number}} state the later one counts
 * @param {boolean} live does a kernel say so now?  A page may have been saved long ago.
 */
export function learn(state, live) {
  if (!state) return;
  believe(state);
  if (live) {
    progress.channel?.postMessage({ known: state.known, asof: state.asof }); // before the lines below are let go
    progress.place = state.place;
    const waiting = mine().filter(({ name, at }) => at > (state.known[name]?.at ?? 0));
    if (waiting.length < mine().length) keep(waiting);
  }
  changed();
}

/**
 * A kernel has come: it is told what it has missed.
 * @param {Object} model of anywidget
 */
export function greet(model) {
  if (progress.models.has(model)) return;
  progress.models.add(model);
  for (const event of mine()) sent(model, event);
}

/** A model goes, with its card or its kernel. */
export function farewell(model) {
  progress.models.delete(model);
  changed();
}

/** @returns {{kind: string, trouble: string}} where it is kept: without a kernel "browser", or "page" if nowhere */
export function place() {
  if (progress.models.size && progress.place) return progress.place;
  try {
    stored();
    return { kind: progress.unsaved === null ? "browser" : "page", trouble: "" };
  } catch (problem) {
    return { kind: "page", trouble: problem.message === NEWER ? NEWER : "" };
  }
}

/** @returns {string} what the browser keeps, as a file that the kernel can read, too */
export const copy = () => lines(mine());

/**
 * Add the events of a copy; the same one counts once.
 * @param {string} text
 * @returns {[number, number]} how many were new, of how many
 */
export function merge(text) {
  const before = mine().length, theirs = eventsIn(text);
  const all = new Map([...mine(), ...theirs].map((event) => [JSON.stringify(event), event]));
  keep([...all.values()]);
  changed();
  return [all.size - before, theirs.length];
}

/** Forget everything that the browser keeps, and what a kernel said so far. */
export function forget() {
  keep([]);
  unlearn();
  progress.channel?.postMessage({ forgotten: true });
  changed();
}

function unlearn() {
  for (const [name, { asof }] of progress.told) progress.told.set(name, { asof, known: UNKNOWN });
}
