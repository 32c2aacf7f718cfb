// The model of an exercise in a page of the site: its answer is typed below the question, and judged by the lesson's
// own code in the page's own Python.

import { pageModel } from "../../live/js/page_model.js";
import { noAnswer, noPython, site } from "../../live/js/python.js";
import { eventsOf, know, record } from "./store.js";

const PACKAGES = { numpy: "NumPy", sympy: "SymPy", matplotlib: "matplotlib" };
const UNANSWERED = "Type your answer and press check.", AGAIN = "Press check to see it explained again.";
const WORDS = { right: "Right.", close: "Close.", wrong: "Not right yet." };

/**
 * @param {import("./check.js").Check} data
 * @returns {?Object} a model with "data", and "typed", the text of the cell; null where the page has no Python
 */
export function checkModel(data) {
  if (!site() || noPython()) return null;
  const { name, state: _, ...plain } = data; // of what the learner did, this page knows more than whoever made it
  let checks = 0;

  const content = (get) => ({ what: "check", name, text: get("typed"), events: eventsOf(name) });
  function changes(answer) {
    checks += 1; // what is said may be the same again
    const fresh = { ...plain, name, checks, tries: know(name).count, printed: "" }, silent = noAnswer(answer);
    const stopped = (word, message) => ({ data: { ...fresh, verdict: "stopped", word, message } });
    if (silent) return stopped("Python stopped.", silent);
    if (answer.lacks) return stopped("Not in this page.", lack(answer));
    for (const event of answer.events) record(event);
    const { verdict, word, message, tries, printed } = answer;
    return { data: { ...fresh, verdict, word, message, tries, printed } };
  }
  const first = { ...plain, name, checks, printed: "", ...before(data) };
  return pageModel({ data: first, typed: "", asked: 0, answered: 0 }, content, changes);
}

// What stood there when the page was left: what was said is not kept, but its verdict is.
function before({ name, right }) {
  const { count, best, tries } = know(name), [, verdict] = tries.at(-1) ?? [];
  const said = best ?? verdict;
  if (!said) return { tries: 0, verdict: "unanswered", word: "Not answered yet.", message: UNANSWERED };
  return { tries: count, verdict: said, word: WORDS[said], message: said === "right" ? right : AGAIN };
}

function lack({ lacks }) {
  const elsewhere = "open its notebook on Binder or on your own computer, where it works";
  return `This exercise needs ${PACKAGES[lacks]}, which is missing in this page: ${elsewhere}.`;
}
