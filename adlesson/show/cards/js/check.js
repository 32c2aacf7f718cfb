// What an exercise says to an answer, with its hints, its solution and its reset: all that the buttons show is in the
// data, so that they work without a kernel, too.

import { attribute, icon, make, write } from "../../live/js/dom.js";
import { noPython, site } from "../../live/js/python.js";
import { know, subscribe } from "./store.js";
import { twice } from "./twice.js";
import { typedAnswer } from "./typed_answer.js";
import { marked } from "./words.js";

/**
 * @typedef {Object} Check
 * @property {string} name of the exercise, such as "5.1"
 * @property {string[]} about minutes, and how much it matters
 * @property {number} tries how many there were when this was said
 * @property {string} verdict "right", "close", "wrong" or "unanswered"; or what was asked for: "hint", "solution" or
 *   "reset"; or "stopped", where the cell came to no answer
 * @property {string} word that says the verdict
 * @property {string} message
 * @property {string[]} hints all three
 * @property {string} solution the text of its cell, "" where it is not at hand
 * @property {boolean} [assigned] whether it counts for marks: then there is no button for the solution
 * @property {string} right what is said to a right answer
 * @property {string} cell the text of the learner's cell as it was
 * @property {string} [printed] what the cell printed, in a page that is answered in the page itself
 * @property {number} [checks] how many there were in such a page
 */

const TRIES = ["", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
const FACES = { right: "right", close: "close", wrong: "wrong" }; // icons; of all others it is "note"
const STAYS = "The text of your cell stays as it is.", GONE = `Tries, hints and answers are gone. ${STAYS}`;
const NOT_HERE = "The solution is not at hand: it stands in `notebooks/src` of the lesson's repository.";

/** @returns {string} how often something was tried; a verdict belongs to the last time */
export function turnOf(tries, verdict) {
  if (!tries) return "open";
  if (FACES[verdict]) return TRIES[tries] ? `${TRIES[tries]} try` : `try ${tries}`;
  return `${tries} ${tries === 1 ? "try" : "tries"} so far`;
}

// A text of code with a button that copies it, or that gives it to `put`.
function codeBlock(label, say, put) {
  const code = make("code"), pre = make("pre", { tabindex: "0", role: "region", "aria-label": label }, code);
  const select = () => {
    getSelection().selectAllChildren(code);
    say("Selected: copy it with Ctrl+C or ⌘C.");
  };
  const copy = () => {
    if (!navigator.clipboard?.writeText) return select();
    navigator.clipboard.writeText(code.textContent).then(() => say("Copied: put it into the cell."), select);
  };
  const take = { type: "button", onclick: put ? () => put(code.textContent) : copy };
  const button = make("button", { ...take, class: "ad-take" }, put ? "put it into the field" : "copy");
  return { parts: [pre, button], show: (text) => write(code, text) };
}

function drawVerdict(verdict, face, { solution, word, message }) {
  verdict.hidden = face === "hint" || (face === "solution" && solution !== "");
  const why = face === "unanswered" && site() && noPython();
  const said = why ? `${why} So no answer is checked; hints, predictions and steppers work.` : message;
  const [what, text] = face === "reset" ? ["Forgotten.", GONE] : [word, said];
  verdict.replaceChildren(icon(FACES[face] ?? "note"), make("b", {}, what), " ", marked(make("span"), text));
}

/** The button is not to be pressed yet, or no more; it stays in reach of the keyboard, and says why. */
export function allow(button, allowed) {
  attribute(button, "aria-disabled", !allowed);
}

/**
 * @param {import("./mounting.js").Card} card
 * @returns {function(Object)} what shows the data
 */
export function checkCard({ root, signal, own, record }) {
  let data = null, gone = false, solved = false, typed = null;
  const put = own && ((text) => typed.put(text)), field = make("div");
  const title = make("b"), about = make("span"), turn = make("span"), verdict = make("p", { class: "ad-verdict" });
  const hints = make("ol", { class: "ad-hints" }), praise = make("p");
  const note = make("span", { class: "ad-note", role: "status" });
  const say = (text) => marked(note, text);
  const answer = codeBlock("The solution", say, put);
  const before = codeBlock("The cell as it was", say, put);
  const solution = make("section", { hidden: true }, make("b", {}, "Solution"), ...answer.parts, praise);
  const cell = make("section", { hidden: true }, make("b", {}, "The cell as it was"), ...before.parts);
  const push = (text, action) => make("button", { type: "button", onclick: action }, text);
  const hintButton = push("hint", hint), solutionButton = push("solution", solve);
  const resetButton = push("reset", () => again());
  const again = twice(resetButton, "really forget tries and hints?", reset, () => say(STAYS));
  root.append(
    make("p", { class: "ad-meta" }, title, about, turn), field,
    make("div", { role: "status" }, verdict, hints), solution, cell,
    make("div", { class: "ad-acts" }, hintButton, solutionButton, resetButton, note),
  );

  const taken = () => Math.min(know(data.name).hints, data.hints.length);
  const open = () => know(data.name).count > 0 || know(data.name).solved;

  function hint() {
    if (taken() === data.hints.length) return say("All hints are there.");
    record({ what: "hinted", name: data.name });
  }
  function solve() {
    if (!open()) return say("The solution is shown after a try.");
    if (!data.solution) return say(NOT_HERE);
    solved = !solved;
    if (solved && !know(data.name).solved) record({ what: "solved", name: data.name });
    draw();
    say(solved ? "The solution is shown." : "The solution is hidden.");
  }
  function reset() {
    gone = true;
    solved = false;
    record({ what: "reset", name: data.name }); // all cards draw themselves anew
  }
  function draw() {
    const shown = taken(), last = data.hints.length, face = gone ? "reset" : data.verdict;
    write(turn, turnOf(gone ? 0 : data.tries, face));
    attribute(root, "data-verdict", face);
    drawVerdict(verdict, face, data);
    if (hints.childElementCount !== shown) {
      const entry = (text, k) => marked(make("li"), `Hint ${k + 1} of ${last}: ${text}`);
      hints.replaceChildren(...data.hints.slice(0, shown).map(entry));
    }
    solution.hidden = !solved;
    cell.hidden = !(gone && data.cell);
    root.toggleAttribute("data-solved", solved); // then to take it is advised, and no hint
    attribute(solutionButton, "aria-expanded", solved);
    allow(hintButton, shown < last);
    allow(solutionButton, open());
    solutionButton.hidden = data.assigned === true;
    const left = last - shown, next = `${left || "no more"} hint${left === 1 ? "" : "s"}${left ? " left" : ""}`;
    say(open() || data.assigned ? next : `${next} · solution after a try`);
  }

  signal.addEventListener("abort", subscribe(() => data && draw()));
  return (fresh) => {
    if (own && !typed) field.append(...(typed = typedAnswer(own, root, fresh)).parts);
    typed?.show(fresh);
    if (["message", "tries", "checks"].some((part) => data?.[part] !== fresh[part])) {
      gone = fresh.verdict === "reset";
      solved = fresh.verdict === "solution" && fresh.solution !== "";
    }
    data = fresh;
    attribute(root, "aria-label", `Exercise ${data.name}`);
    write(title, `Exercise ${data.name}`);
    write(about, data.about.join(" · "));
    answer.show(data.solution);
    before.show(data.cell);
    marked(praise, data.right);
    draw();
  };
}
