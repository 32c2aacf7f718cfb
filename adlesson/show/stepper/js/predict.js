// Predict first: questions before numbers, hints, a verdict on each answer, and how a sweep went.

import { euler, evaluate, judge, short } from "../../live/js/answers.js";
import { fill, listed, write } from "../../live/js/dom.js";
import { Question, VERDICTS } from "./question.js";

/** @typedef {import("./contract.js").Frames} Frames */

/**
 * All that is known of the learner's tries at one frame.
 * @typedef {Object} Tried
 * @property {string} text what was typed
 * @property {number} hints how many were taken
 * @property {boolean} [hinted] is a hint the last thing that was said?
 * @property {number} [rule] the rule chosen
 * @property {boolean} [misses] was the number wrong?
 * @property {boolean} [strays] was the rule?
 * @property {"right"|"close"|"wrong"|"note"} [verdict]
 * @property {string} [message] what is said with it
 * @property {boolean} [first] whether the first try was right
 * @property {string} [idea] what to look at again, of the first mistake that was known
 * @property {"right"|"shown"} [done]
 * @property {boolean} [seen] on the screen before it was asked, so it is no question any more
 */

const CLOSE = "That is right to two digits: give three, or type the calculation.";
const SLOPES = "the slope of each operation"; // what cannot be wrong once the right slope is chosen
const LOOK_AT = ["the framed box", "the thick arrow and its two boxes", "the thick arrows and their boxes"];
const unrecognised = ({ edges: { length } }) =>
  `I do not recognise this mistake: look at ${LOOK_AT[Math.min(length, 2)]}, or take a hint.`;
const FROM_NEXT = "From the next step on you are asked first.";
const NONE_LEFT = "No question is left after this step: go back to the start to be asked.";

export class Quiz {
  /**
   * @param {string} id of the stepper
   * @param {function(string, boolean)} say
   * @param {function()} changed called when the learner's answers or wishes have changed
   * @param {function(number): string} word what a slope is called at a frame
   * @param {function(): string[]} values what the boxes show now as their values
   */
  constructor(id, say, changed, word, values) {
    Object.assign(this, { say, changed, word, values });
    this.ui = new Question(id);
    /** @type {?Frames} */
    this.data = null;
    this.on = null; // does it ask?  null until there are frames with questions
    this.fade = 0;
    /** @type {Tried[]} by frame */
    this.answers = [];
    this.at = 0;
    this.insists = -1; // the frame whose question was met on the way to a later one
    this.passed = { to: -1, text: "" }; // the frame that a right answer led to, and what was said to that
  }

  /** Take new frames, in which the cursor begins at frame `where`. */
  load(data, where) {
    this.data = data;
    this.answers = [];
    const possible = data.frames.some((frame) => frame.ask);
    if (this.on === null && possible) {
      this.fade = data.fade ?? 0;
      this.on = Boolean(data.predict || this.fade);
    }
    this.see(where - 1);
    for (const mode of this.ui.modes) mode.hidden = !possible;
  }

  possible() {
    return !this.ui.modes[0].hidden;
  }

  /** Does frame `k` ask, whether answered or not? */
  asks(k) {
    const { ask } = this.data.frames[k];
    return Boolean(ask) && this.on && (this.fade === 0 || ask.blank <= this.fade) && !this.answers[k]?.seen;
  }

  /** Is the question of frame `k` still to be answered? */
  open(k) {
    return this.asks(k) && !this.answers[k]?.done;
  }

  /** Is the rule of frame `k` still to be chosen? */
  ruled(k) {
    return this.open(k) && Boolean(this.rule(k));
  }

  /** @returns {string} what is asked at frame `k`, to be read, or if `aloud` to be spoken */
  question(k, aloud = false) {
    const { ask } = this.data.frames[k], rule = this.rule(k);
    if (aloud) return [rule?.said ?? ask.said ?? ask.question, rule?.question].filter(Boolean).join(" ");
    return rule ? ask.question.replace(/\?$/, ", and which slope is on this arrow?") : ask.question;
  }

  /** @returns {?import("./contract.js").Rule} */
  rule(k) {
    return (this.fade === 3 && this.data.frames[k].ask?.rule) || null;
  }

  /** @returns {Tried} */
  tried(k) {
    return (this.answers[k] ??= { text: "", hints: 0 });
  }

  /** What has been on the screen, up to frame `last`, is no question any more. */
  see(last) {
    for (let k = 0; k <= last; k++) if (!this.answers[k]?.done) this.answers[k] = { ...this.tried(k), seen: true };
  }

  /** @returns {number} the first question that must be met on the way from one frame to another, or where that leads */
  firstOpen(from, to) {
    for (let k = from; k < to; k++) if (this.open(k)) return k;
    return to;
  }

  forget() {
    this.answers = [];
  }

  /** @returns {string} what to add to the line of Python that gives this state again */
  options() {
    return `${this.on ? ", predict=True" : ""}${this.on && this.fade ? `, fade=${this.fade}` : ""}`;
  }

  show(k) {
    const { ui } = this, moved = this.at !== k, ask = this.asks(k) ? this.data.frames[k].ask : null;
    if (moved) write(ui.told, "");
    if (moved) this.forgive(this.at);
    this.at = k;
    ui.showWishes(Boolean(this.on), this.fade);
    const passed = this.passed.to === k ? this.passed.text : "";
    if (moved && !passed) this.passed.to = -1; // it is told once
    ui.show(ask, this.rule(k), this.answers[k] ?? { text: "", hints: 0 }, moved, this.insists === k, passed);
  }

  /** What was said to a wrong answer goes when its step is left. */
  forgive(k) {
    const answer = this.answers[k];
    if (!answer || answer.done) return;
    Object.assign(answer, { text: "", rule: undefined, verdict: undefined, hinted: false, strays: false });
  }

  /** Say how the sweep from `start` to `end` went, once all its questions are met. */
  sum(start, end) {
    const { score, points } = this.ui, asked = [];
    for (let k = start; k < end; k++) if (this.asks(k)) asked.push(k);
    score.hidden = this.at !== end - 1 || asked.length === 0 || asked.some((k) => this.open(k));
    if (score.hidden) return "";
    const missed = asked.filter((k) => !this.answers[k].first), ideas = new Map();
    const help = ({ done, first, hints }) => done === "shown" || (first && hints);
    const helped = asked.filter((k) => help(this.answers[k]));
    const right = asked.length - new Set([...missed, ...helped]).size;
    for (const k of missed) {
      const { lit, ask } = this.data.frames[k], idea = this.answers[k].idea ?? ask.idea;
      const name = this.data.variables[lit.targets[0]]?.name ?? "";
      ideas.set(idea, [...new Set([...(ideas.get(idea) ?? []), name])]);
    }
    const revisit = [...ideas].map(([idea, names]) => `${idea} (${names.join(", ")})`).join("; ");
    const helps = helped.length ? `, ${helped.length} with help` : "", again = revisit && ` Look again at: ${revisit}.`;
    const count = right ? `${right} of ${asked.length} right` : `All ${asked.length} are answered, none right`;
    write(points, `${count} at the first try${helps}.${again}`);
    return points.textContent;
  }

  /** Read what was typed at frame `k` and note in its answer what there is to say. */
  read(k) {
    const { ask, lit } = this.data.frames[k], answer = this.tried(k), asked = this.rule(k);
    const note = (message) => Object.assign(answer, { verdict: "note", message });
    let u;
    Object.assign(answer, { text: this.ui.field.value, hinted: false, misses: false, strays: false });
    const boxes = this.boxes(), said = euler(answer.text, boxes), joined = (...all) => all.filter(Boolean).join(" ");
    try {
      u = evaluate(answer.text, boxes);
    } catch (problem) {
      return note(problem.message);
    }
    if (asked && answer.rule === undefined) {
      return note(`Choose a slope too: press Tab, then the arrow keys, or 1 to ${asked.choices.length}.`);
    }
    const { verdict, mistakes } = judge(u, ask), chosen = !asked || answer.rule === asked.right;
    if (verdict === "right" && chosen) {
      answer.first ??= true;
      return Object.assign(answer, { verdict, message: said, done: "right" });
    }
    if (verdict === "close" && chosen) return Object.assign(answer, { verdict, message: joined(CLOSE, said) });
    const { ideas } = this.data, right = verdict === "right", slope = asked && chosen;
    const known = mistakes.map((m) => this.data.mistakes[m]).filter(({ idea }) => !(slope && ideas[idea] === SLOPES));
    Object.assign(answer, { first: false, misses: !right, strays: !chosen });
    answer.idea ??= ideas[known[0]?.idea];
    // Those of one idea, two at most, as in judges.py: another idea would contradict the first.
    const alike = known.filter(({ idea }) => idea === known[0].idea).slice(0, 2);
    const why = alike.map(({ says }) => fill(says, this.words(k, u))).join(" Or: ") || (right ? "" : unrecognised(lit));
    let rule = chosen ? "The slope is right, the number is not." : "The slope is not right, nor is the number.";
    if (right) rule = "The number is right, the slope is not.";
    return Object.assign(answer, { verdict: "wrong", message: joined(asked && rule, why, said) });
  }

  /** @returns {Map<string, ?number>} what the names of boxes stand for in an answer */
  boxes() {
    const read = (text) => {
      try {
        return evaluate(text);
      } catch {
        return null; // no number, or not to be seen yet
      }
    };
    const values = this.values();
    return new Map(this.data.variables.map(({ name }, i) => [name, read(values[i])]));
  }

  /** @returns {Object<string, string>} what stands in the places of a mistake's sentence */
  words(k, u) {
    const { lit, ask } = this.data.frames[k];
    const names = (indices) => listed(indices.map((i) => this.data.variables[i].name));
    const target = names(lit.targets), source = names(lit.sources);
    return { target, source, word: this.word(k), number: short(u), ...ask.words };
  }

  /** @returns {string} what is to be spoken of the answer that is judged now */
  check() {
    const { verdict, message, done } = this.read(this.at), { said, sentence } = this.data.frames[this.at];
    if (done) this.passed = { to: this.at + 1, text: sentence };
    this.changed();
    return [VERDICTS[verdict], message, done && (said ?? sentence)].filter(Boolean).join(" ");
  }

  hint() {
    const answer = this.tried(this.at), stages = this.data.frames[this.at].ask.hints;
    answer.hints = (answer.hints % stages.length) + 1; // after the last the first again
    Object.assign(answer, { text: this.ui.field.value, hinted: true });
    this.changed();
    this.say(`Hint ${answer.hints} of ${stages.length}: ${stages[answer.hints - 1]}`, true);
  }

  reveal() {
    if (!this.open(this.at)) return;
    const told = { text: this.ui.field.value, done: "shown", verdict: "note", message: "Shown." };
    Object.assign(this.tried(this.at), told);
    this.changed();
  }

  turn(on = !this.on) {
    this.on = on;
    this.forgive(this.at);
    if (on) this.see(this.at);
    this.changed();
    const end = this.data.frames.length, left = this.firstOpen(this.at, end) < end;
    const words = !on ? "Numbers are shown at once." : left ? FROM_NEXT : NONE_LEFT;
    write(this.ui.told, words);
    this.say(words, true);
  }

  fadeTo(level) {
    this.fade = level;
    this.forgive(this.at);
    this.changed();
  }

  choose(rule) {
    const answer = this.tried(this.at), { verdict } = answer;
    Object.assign(answer, { rule, text: this.ui.field.value, strays: false });
    if (verdict === "note") answer.verdict = undefined; // it was that none is chosen
    this.changed();
  }

  /** Choose a slope by its place, if there are so many. */
  pick(c) {
    const asked = this.rule(this.at);
    if (!asked || !(c in asked.choices)) return;
    this.choose(c);
    this.say(asked.choices[c], true);
  }
}
