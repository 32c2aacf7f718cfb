// The Python of a page of the site: a worker without Jupyter, begun at the first question, and one for all pieces.
// It answers one question after the other (page_worker.py says which).  Nothing ends an endless loop but the end of the
// worker; the next one begins at once, since the browser has all of it by then.

/**
 * @typedef {Object} Question
 * @property {function(): Object} content made when it is sent: the newest is what counts
 * @property {function(Object)} done called with the answer, {stopped: why} or {trouble: sentence}
 * @property {boolean} sent
 */

// Each script brings this file with it: what they share hangs on the window.
const python = (window[Symbol.for("adlesson python")] ??= {
  state: "asleep", // or "loading", "ready", "failed"
  bytes: 0, // how large it is
  fetches: "", // a package that it needs more
  worker: null,
  waiting: [], // questions, the first may be sent already
  timer: null,
  listeners: new Set(),
});
const LIMIT = 20_000; // milliseconds for one answer
const ENDED = "Python has ended by itself, perhaps for want of memory; it begins anew with the next question.";

/** @returns {?Object} what the site says of itself in each of its pages, null elsewhere */
export function site() {
  const element = document.getElementById("adlesson-site");
  return element && JSON.parse(element.textContent);
}

/** @returns {string} why no Python can run in this page, "" where it can */
export function noPython() {
  if (location.protocol === "file:") {
    return "A page that is opened as a file starts no Python. Serve its folder: python -m http.server";
  }
  const able = globalThis.Worker && globalThis.WebAssembly;
  return able ? "" : "This browser starts no Python in a page (it has no WebAssembly or no workers).";
}

/** @returns {{state: string, bytes: number, fetches: string}} what the page's Python does */
export const pythonState = () => python;

/**
 * @param {function()} listener called whenever the state changes
 * @returns {function()} what ends it
 */
export function onPython(listener) {
  python.listeners.add(listener);
  return () => python.listeners.delete(listener);
}

function become(changes) {
  Object.assign(python, changes);
  for (const listener of [...python.listeners]) listener();
}

/**
 * Ask something; the page's Python is begun if it does not run yet.
 * @param {function(): Object} content
 * @param {function(Object)} done
 * @returns {Question}
 */
export function askPython(content, done) {
  const question = { content, done, sent: false };
  python.waiting.push(question);
  startPython();
  send();
  return question;
}

/** Begin, or try again. */
export function startPython() {
  if (python.worker) return;
  become({ state: "loading", fetches: "" });
  try {
    python.worker = new Worker(new URL(site().worker, document.baseURI), { type: "module" });
  } catch {
    return become({ state: "failed" });
  }
  const { worker } = python, mine = (handler) => (event) => worker === python.worker && handler(event);
  worker.onmessage = mine(({ data }) => hear(data));
  worker.onerror = mine((event) => {
    event.preventDefault();
    died();
  });
}

function hear({ answer, ready, failed, ...news }) {
  if (failed) return died();
  if (answer) {
    const [question] = python.waiting;
    return finish(question, JSON.parse(answer));
  }
  become(ready ? { state: "ready" } : news);
  if (ready) send();
  if ("fetches" in news) clock(!news.fetches);
}

// An answer may take only so long; what it waits for from the network is not counted.
function clock(runs) {
  const [question] = python.waiting;
  clearTimeout(python.timer);
  if (runs) python.timer = setTimeout(() => stopPython(question, "limit"), LIMIT);
}

function send() {
  const [question] = python.waiting;
  if (python.state !== "ready" || !question || question.sent) return;
  question.sent = true;
  python.worker.postMessage(JSON.stringify(question.content()));
  clock(true);
  become({});
}

function finish(question, answer) {
  if (question.sent) clearTimeout(python.timer);
  python.waiting = python.waiting.filter((one) => one !== question);
  question.done(answer);
  send();
  become({});
}

function end() {
  clearTimeout(python.timer);
  python.worker?.terminate();
  python.worker = null;
}

// It could not be loaded, or has ended: what was not asked yet waits for another try.
function died() {
  const [question] = python.waiting, ran = python.state === "ready";
  end();
  become({ state: ran ? "asleep" : "failed" });
  if (question?.sent) finish(question, { trouble: ENDED });
  if (ran && python.waiting.length) startPython();
}

/**
 * Wait no longer for the answer to a question.
 * @param {Question} question
 * @param {"you"|"limit"} why
 */
export function stopPython(question, why = "you") {
  if (!python.waiting.includes(question)) return;
  if (question.sent) {
    end();
    startPython();
  }
  finish(question, { stopped: why });
}

/** @returns {string} what is said in place of an answer, "" where there is one */
export function noAnswer({ stopped, trouble = "" }) {
  if (stopped === "limit") return `Stopped after ${LIMIT / 1000} seconds: is there a loop without an end?`;
  return stopped ? "You have stopped it." : trouble;
}
