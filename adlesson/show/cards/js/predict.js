// A question before the answer is seen: answer it, say how sure you are, and be told why it is not so.
//
// What was tried, now or on another day, is known by the store, and stays on the card.

import { attribute, focus, focused, icon, make, write } from "../../live/js/dom.js";
import { enterPiece, goOn, nextCell } from "../../live/js/onward.js";
import { afterCard, noticeOpening } from "./explanation.js";
import { fieldFor } from "./fields.js";
import { isReason, judged, repliesOf } from "./judging.js";
import { standing } from "./standing.js";
import { know, subscribe } from "./store.js";
import { marked, ordinal, unmarked } from "./words.js";

const VERDICTS = { right: "Right.", close: "Close.", wrong: "Not yet." };
const OPEN = "open the explanation below."; // "then", after a reply that says what to look at
const ON = { explanation: `Now ${OPEN}`, code: "Now run the next cell.", text: "Now go on." };
const THEN = "Enter means “I am sure”.";
const PASSED = "This one is left open: it can still be answered.";

class Question {
  /** @param {import("./mounting.js").Card & {again: boolean}} card */
  constructor({ root, signal, model, record, again = false }) {
    Object.assign(this, { root, model, record, again });
    this.data = this.field = null;
    this.own = again ? [] : null; // the tries since it was begun afresh; else all that are known count
    this.note = ""; // what was said to an answer that is none
    this.last = null; // the last try of this page
    this.build();
    root.addEventListener("keydown", (event) => this.pressed(event), { signal });
    if (!again) {
      noticeOpening(root, () => this.opened(), signal);
      window.addEventListener("keydown", (event) => this.passed(event), { signal, capture: true }); // Jupyter keeps it
    }
    signal.addEventListener("abort", subscribe(() => this.data && this.draw()));
  }

  build() {
    const push = (text, does, name) => make("button", { type: "button", class: name, onclick: does }, text);
    this.title = make("b");
    this.standing = make("span");
    this.ask = make("p", { class: "ad-ask", hidden: !this.again });
    this.place = make("div");
    this.verdict = make("p", { class: "ad-verdict", tabindex: "-1" });
    this.room = make("p", { class: "ad-room", "aria-hidden": "true" });
    this.aloud = make("span", { class: "ad-unseen", role: "status" });
    this.sure = [true, false].map((is) => push(is ? "I am sure" : "a guess", () => this.commit(is), "ad-sure"));
    this.onward = push("go on", () => goOn(this.root), "ad-onward");
    const afresh = this.again ? "" : push("answer again", () => this.restart(), "ad-quiet");
    this.first = make("span", {}, ...this.sure);
    this.then = make("span", {}, this.onward, afresh);
    // one place: what takes turns there never moves what stands beside or below
    this.acts = make("div", { class: "ad-acts" }, this.first, this.then);
    this.line = make("div", { class: "ad-line" });
    this.root.append(
      make("p", { class: "ad-meta" }, this.title, this.standing), this.ask, this.place,
      this.line, make("div", { class: "ad-says", role: "status" }, this.verdict, this.room), this.aloud,
    );
  }

  load(data) {
    const same = this.data?.name === data.name;
    this.data = data;
    if (!same) {
      this.field = fieldFor(data, () => this.changed(), (text, seen) => this.say(text, seen));
      const { above, before, after, how } = this.field;
      this.place.replaceChildren(...above);
      this.line.replaceChildren(...before, this.acts, ...after);
      const replies = [`${how} ${THEN}`, ...repliesOf(data)];
      const longest = replies.reduce((best, text) => (text.length > best.length ? text : best));
      marked(this.room, `${VERDICTS.wrong} ${longest} ${ON.explanation}`);
    }
    attribute(this.root, "aria-label", unmarked(data.ask));
    write(this.title, `${isReason(data) ? "Say why" : "Predict"} ${data.name}`);
    marked(this.ask, data.ask);
    this.draw();
  }

  /** @returns {Array<[string, string, ?boolean]>} answer, verdict, was one sure? */
  tries() {
    return this.own ?? know(this.data.name).tries;
  }

  /** @returns {?Array} the try that was right */
  right() {
    return this.tries().find(([, verdict]) => verdict === "right") ?? null;
  }

  // What was said to the tries before it is not said again.
  judged(answer) {
    const texts = this.tries().map(([text]) => text), at = texts.indexOf(answer);
    return judged(this.data, answer, at < 0 ? texts : texts.slice(0, at));
  }

  commit(sure) {
    if (this.right()) return;
    const { field, root } = this, answer = field.answer(), { verdict, message } = this.judged(answer);
    const before = focused(root);
    this.note = verdict === "note" ? message : "";
    if (!this.note) {
      this.last = [answer, verdict, sure];
      if (!this.tries().some(([text, told]) => text === answer && told === verdict)) {
        this.own?.push(this.last);
        const what = this.own && !this.again ? "replayed" : "predicted"; // what is answered again is no first answer
        this.record({ what, name: this.data.name, answer, verdict, sure });
      }
    }
    const done = this.right();
    if (!this.note && !done) field.leave();
    this.draw();
    if (!done) field.focus();
    else if (before) focus(this.onward.hidden ? this.verdict : this.onward); // nothing more is to be typed
  }

  restart() {
    Object.assign(this, { own: [], note: "", last: null });
    this.field.clear();
    write(this.aloud, "");
    this.draw();
    this.field.focus();
  }

  // Something else is answered, by the learner.
  changed() {
    if (this.right()) return;
    this.ready();
    if (!this.note) return;
    this.note = "";
    this.draw();
  }

  say(text, seen) {
    if (!seen) return write(this.aloud, text);
    this.note = text;
    this.draw();
  }

  opened() {
    const { name } = this.data;
    if (!this.right() && !know(name).shown) this.record({ what: "shown", name });
  }

  pressed(event) {
    const { key, target, altKey, ctrlKey, metaKey, shiftKey, repeat } = event;
    if (key === "Enter" && repeat) return event.preventDefault(); // one key, held down, does one thing
    if (altKey || ctrlKey || metaKey || (shiftKey && key === "Enter") || this.right()) return;
    const used = !target.matches(".ad-input") && this.field.key(key, target);
    const answers = !used && key === "Enter" && !target.matches(".ad-line button");
    if (answers) this.commit(true); // who is not sure has a button
    else if (!used && /^[^ ]$/u.test(key) && this.field.keys) this.say(this.field.keys, true);
    if (used || answers) event.preventDefault();
  }

  // With one Shift+Enter too many the next cell runs, and the question would be left behind without a word.
  passed({ key, shiftKey, target }) {
    const { root } = this, here = [root, root.closest(".jp-Cell.jp-mod-active")].some((part) => part?.contains(target));
    if (key === "Enter" && shiftKey && here && !this.tries().length && nextCell(root)) this.say(PASSED, true);
  }

  ready() {
    for (const button of this.sure) attribute(button, "aria-disabled", !this.field.answer());
  }

  draw() {
    const { root, field } = this, tries = this.tries(), right = this.right();
    field.show(tries, right && right[0]);
    write(this.standing, this.stands(tries, right));
    attribute(root, "data-verdict", right ? "right" : tries.at(-1)?.[1] ?? "none");
    this.first.classList.toggle("ad-gone", Boolean(right));
    this.then.classList.toggle("ad-gone", !right);
    this.onward.hidden = this.again || !this.model() || !nextCell(root);
    this.ready();
    const shown = right ?? this.last ?? tries.at(-1);
    if (this.note) return this.tell("note", this.note);
    if (!shown) return this.tell("how", `${field.how} ${THEN}`);
    const [answer, told] = shown, { verdict, message } = this.judged(answer);
    const ends = right || tries.filter((one) => one[1] === "wrong").length > 1;
    const next = ends && !this.again ? afterCard(root, this.model() !== null) : "";
    const why = verdict === told && message, known = right && why && next !== "code"; // the card has said the reason
    const on = known ? "" : right ? ON[next] : next === "explanation" && `Then ${OPEN}`;
    this.tell(told, [why, on].filter(Boolean).join(" "));
  }

  tell(kind, text) {
    const { verdict } = this, strong = VERDICTS[kind] ? [make("b", {}, VERDICTS[kind]), " "] : [];
    if (verdict.dataset.verdict === kind && verdict.dataset.text === text) return; // or it is read out again
    Object.assign(verdict.dataset, { verdict: kind, text });
    const words = make("span", {}, ...strong, marked(make("span"), text));
    verdict.replaceChildren(...(kind === "how" ? [] : [icon(kind)]), words);
  }

  // How it stood when nothing is answered here yet.
  before() {
    const { name } = this.data, { count } = know(name), how = standing(name);
    if (how === "missed") return `missed before: ${count === 1 ? "one try" : `${count} tries`}`;
    if (how === "shown") return "explanation opened first";
    return how === "open" ? how : "right before: once more";
  }

  stands(tries, right) {
    const { shown, replayed } = know(this.data.name);
    if (right) {
      const at = ordinal(tries.findIndex(([, told]) => told === "right"));
      return shown && !this.own ? "right after the explanation" : `right at the ${at} try`;
    }
    if (!tries.length) return this.before();
    const [answer, , sure] = tries.at(-1), said = this.field.said(answer);
    const later = !this.own && replayed ? "right in the replay; " : "";
    return `${later}${ordinal(tries.length - 1)} try: ${said}, ${sure === false ? "a guess" : "sure"}`;
  }
}

/**
 * @param {import("./mounting.js").Card & {again: boolean, asked: boolean}} card if `again` it is asked once more,
 *   elsewhere, and afresh; if `asked` the learner wants it, and is led there
 * @returns {function(Object)} what shows the data
 */
export function predictCard(card) {
  const question = new Question(card);
  return (data) => {
    question.load(data);
    if (card.again && card.asked) question.field.focus();
    else if (!card.again && !question.right()) enterPiece(card.root, () => question.field.focus());
  };
}
