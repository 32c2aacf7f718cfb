// A question in the strip: where to type, the slopes to choose from, and one line that is said to the last try or hint.

import { attribute, button, icon, make, PLAIN, write } from "../../live/js/dom.js";

/** @typedef {import("./predict.js").Tried} Tried */

const FADES = [
  "at every step", "at the last share of each sum", "at all steps but the first", "at every step, and for its slope",
];
export const VERDICTS = { right: "Right.", close: "Close.", wrong: "Not yet.", note: "" };
const HOW = "Type a number or a calculation, and press Enter.";
const FAR = "Press Enter to answer."; // seen in place of the other where the focus is still on the way (stepper.css)
const BOTH = "Choose the slope on the thick arrow, type a number or a calculation, and press Enter.";

function choice(id, text, c) {
  const radio = make("input", { type: "radio", name: `${id}-rule`, value: c, "data-change": "rule" });
  return make("label", {}, radio, make("span", {}, text));
}

export class Question {
  /** @param {string} id of the stepper */
  constructor(id) {
    this.id = id;
    this.wish = make("input", { type: "checkbox", role: "switch", "data-change": "predict" });
    const options = FADES.map((text, k) => make("option", { value: k }, text));
    this.level = make("select", { "data-change": "fade" }, ...options);
    this.levels = make("label", { class: "ad-fade" }, "ask", this.level);
    this.told = make("span", { class: "ad-legend" }); // what comes of the wish
    this.modes = [make("label", { class: "ad-switch" }, "ask me first", this.wish), this.levels, this.told];
    this.field = make("input", { ...PLAIN, maxlength: "200", class: "ad-field", placeholder: "number",
      "aria-label": "your answer", "aria-describedby": `${id}-says` });
    this.rule = make("fieldset", { class: "ad-choices", role: "radiogroup" });
    this.check = button("check", "check", { class: "ad-check ad-filled" });
    this.hint = button("hint", "hint", { class: "ad-hint ad-quiet" });
    const reveal = button("reveal", "show me", { class: "ad-reveal ad-quiet" });
    this.form = make("div", { class: "ad-answer", role: "group", "aria-label": "Your prediction" },
      this.field, this.rule, this.check, make("span", { class: "ad-push" }, this.hint, reveal));
    this.verdict = make("p", { class: "ad-verdict" });
    this.points = make("span");
    const again = button("again", "start again", { class: "ad-again ad-quiet" });
    this.score = make("p", { class: "ad-score" }, this.points, again);
    this.message = make("div", { class: "ad-message" }, this.verdict, this.score);
  }

  /**
   * @param {boolean} on does it ask?
   * @param {number} fade how much
   */
  showWishes(on, fade) {
    this.wish.checked = on;
    if (+this.level.value !== fade) this.level.value = fade;
    this.levels.classList.toggle("ad-away", !on); // nothing stands behind it that would move
  }

  /**
   * @param {?import("./contract.js").Ask} ask
   * @param {?import("./contract.js").Rule} rule which is asked for, too
   * @param {Tried} answer
   * @param {boolean} moved is it another question than before?
   * @param {boolean} insists did one want to go further?
   * @param {string} passed what happened in the step before, if a right answer to that led here
   */
  show(ask, rule, answer, moved, insists, passed) {
    const open = Boolean(ask) && !answer.done;
    this.form.hidden = !open;
    this.rule.hidden = !rule;
    this.say(ask, answer, insists, passed);
    if (!open) return;
    if (moved || this.field.value === "") this.field.value = answer.text;
    attribute(this.field, "aria-invalid", answer.verdict === "wrong" && Boolean(answer.misses));
    attribute(this.rule, "aria-invalid", answer.verdict === "wrong" && Boolean(answer.strays));
    const { length } = ask.hints;
    write(this.hint, answer.hints ? `hint ${(answer.hints % length) + 1} of ${length}` : "hint");
    if (!rule) this.rule.replaceChildren();
    else if (moved || !this.rule.children.length) {
      const choices = rule.choices.map((text, c) => choice(this.id, text, c));
      attribute(this.rule, "aria-label", rule.question);
      this.rule.replaceChildren(make("span", { "aria-hidden": "true" }, "slope"), ...choices);
    }
    for (const radio of this.rule.querySelectorAll("input")) radio.checked = +radio.value === answer.rule;
  }

  say(ask, { verdict, message, hints, hinted, done }, insists, passed) {
    this.verdict.hidden = !ask;
    if (!ask) return;
    if (passed && !verdict && !hinted) [verdict, message] = ["right", passed];
    const last = hinted && !done, kind = last ? "hint" : verdict ?? "how";
    const strong = last ? `Hint ${hints} of ${ask.hints.length}:` : VERDICTS[kind] ?? "";
    const first = insists ? "This question comes first. " : "", how = `${first}${this.rule.hidden ? HOW : BOTH}`;
    const text = last ? ask.hints[hints - 1] : verdict ? message : how;
    this.verdict.dataset.verdict = kind;
    const far = make("span", { class: "ad-far" }, first + FAR);
    if (kind === "how") return this.verdict.replaceChildren(far, make("span", {}, how));
    const words = make("span", {}, ...(strong ? [make("strong", {}, strong), " "] : []), text);
    this.verdict.replaceChildren(icon(last ? "note" : verdict), words);
  }
}
