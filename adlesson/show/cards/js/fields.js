// Where a prediction is answered: options to choose from, a field to type into, parts to take in order.
//
// Each kind is made once for a question and gives: elements, those `above` the buttons that commit, those `before` and
// those `after` them; `how` to answer; `answer()`, the text of what is answered now, "" of nothing; `clear()`, and
// `leave()` after a wrong answer; `show(tries, right)`, which marks what was tried, and what was right in the end (null
// before); `key`, which uses a key that was pressed and tells whether it did; `keys`, what is said to one that has no
// use; `focus()`; `said(answer)`, it in a few letters.

import { attribute, focus, make, PLAIN, write } from "../../live/js/dom.js";
import { LETTERS } from "./judging.js";
import { marked, unmarked } from "./words.js";

const NUMBERS = "①②③④⑤⑥⑦⑧";
const HOW = {
  number: ["Type a number or a calculation.", "number"],
  names: ["Type names, in any order.", "names"],
};

// How options stand, by the longest: up to four in a row, two, or each in a row of its own; no short one in two lines.
function layout(parts) {
  const longest = Math.max(...parts.map((text) => text.length)), many = parts.length > 4 ? 3 : parts.length;
  const wide = longest <= (many > 3 ? 7 : 12) ? many : longest <= 34 ? 2 : 1, narrow = longest <= 12 ? 2 : 1;
  return `--ad-wide: ${wide}; --ad-narrow: ${narrow}`;
}

let groups = 0; // radio buttons of two cards must not be one group
const tried = (tries, answer) => tries.some(([text, verdict]) => text === answer && verdict !== "right");
// What was tried, in a few letters; the last one first: there is one line for all, and what is too much is cut off.
const crossed = (tries, said) => tries.filter(([, verdict]) => verdict !== "right").reverse()
  .map(([answer]) => make("span", { class: "ad-tried" }, `✗ ${said(answer)}`));
// The number of a part that a key stands for, -1 of none.
const keyed = (key) => (key.length === 1 ? LETTERS.indexOf(key.toUpperCase()) : -1);
const byLetter = (parts) => `by its letter, A to ${LETTERS[parts.length - 1]}.`;

function choiceField({ parts, ask }, changed, say) {
  const name = `ad-choice-${groups++}-${Math.random().toString(36).slice(2)}`;
  const options = parts.map((text, k) => {
    const radio = make("input", { type: "radio", name, value: LETTERS[k], onchange: changed });
    const tag = make("span", { class: "ad-tag", "aria-hidden": "true" }, LETTERS[k]); // it is not read out with each
    const mark = make("span", { class: "ad-stamp" });
    const label = make("label", { class: "ad-option" }, radio, marked(make("span"), text), tag, mark);
    return { radio, mark, label, letter: LETTERS[k] };
  });
  const root = make("div", { class: "ad-options", role: "radiogroup", "aria-label": ask, style: layout(parts) },
    ...options.map(({ label }) => label));
  const chosen = () => options.find(({ radio }) => radio.checked);
  const clear = () => options.forEach(({ radio }) => (radio.checked = false));
  const counts = !parts.some((text) => /\d/.test(text)); // else a digit may be meant for what an option says
  const place = (key) => (counts && /^[1-8]$/.test(key) ? key - 1 : -1);
  const choose = (k) => {
    if (options[k].radio.disabled) return;
    options[k].radio.checked = true;
    focus(options[k].radio);
    changed();
  };
  return {
    above: [root],
    before: [],
    after: [],
    how: "Choose one.",
    keys: `Choose one with the arrow keys, or ${byLetter(parts)}`,
    answer: () => chosen()?.letter ?? "",
    clear,
    leave: clear,
    said: (letter) => unmarked(parts[LETTERS.indexOf(letter)] ?? letter),
    focus: () => focus((chosen() ?? options[0]).radio),
    key(key) {
      const byPlace = place(key), k = Math.max(keyed(key), byPlace); // Enter alone answers nothing unread
      if (k < 0 || k >= options.length) return false;
      choose(k);
      if (byPlace >= 0) say(`That chooses ${LETTERS[k]}. Press Enter, or choose another.`, true);
      return true;
    },
    show(tries, right) {
      for (const { radio, mark, label, letter } of options) {
        const was = tried(tries, letter), is = letter === right;
        label.classList.toggle("ad-was", was);
        label.classList.toggle("ad-is", is);
        radio.disabled = right !== null && !is;
        if (is) radio.checked = true;
        write(mark, is ? "✓ right" : was ? "✗ tried" : "");
      }
    },
  };
}

function textField({ kind, parts, ask }, changed) {
  const [how, word] = HOW[kind], of = kind === "names" ? make("span", { class: "ad-of" }, `of ${parts.join(" ")}`) : "";
  const input = make("input", { ...PLAIN, maxlength: "200", class: "ad-input", placeholder: word, "aria-label": ask,
    oninput: changed });
  const list = make("span", { class: "ad-list" });
  return {
    above: [],
    before: [input, of],
    after: [list],
    how,
    answer: () => input.value.trim(),
    clear: () => (input.value = ""),
    leave() {}, // what was typed may be mended
    said: (text) => (text.length > 24 ? `${text.slice(0, 20)}…` : text),
    focus() {
      focus(input);
      input.select();
    },
    key: () => false,
    show(tries, right) {
      if (right !== null) input.value = right;
      input.readOnly = right !== null;
      input.classList.toggle("ad-is", right !== null);
      list.replaceChildren(...crossed(tries, this.said));
    },
  };
}

// A part to take, with its place among those that are taken, and its letter if it needs one.
function partButton(text, letter, onclick) {
  const place = make("span", { class: "ad-place", "aria-hidden": "true" }), words = marked(make("span"), text);
  const tag = make("span", { class: "ad-tag", "aria-hidden": "true", hidden: !letter }, letter);
  return { button: make("button", { type: "button", class: "ad-option", onclick }, place, words, tag), place, words };
}

function orderField({ parts, take, ask }, changed, say) {
  let taken = [], fixed = false, judged = false; // what is taken was judged, and was wrong
  const reason = take < parts.length; // its parts stand in no order
  const placed = (at) => (reason ? "●" : NUMBERS[at]); // a tick would look like a verdict
  const named = parts.every((text) => text.length === 1); // variables: their names are the keys
  const undo = make("button", { type: "button", onclick: () => back(), "aria-keyshortcuts": "Backspace" }, "undo");
  const list = make("span", { class: "ad-list" });
  const buttons = parts.map((text, k) => partButton(text, named ? "" : LETTERS[k], () => press(k, !reason)));
  const options = { class: "ad-options", role: "group", "aria-label": ask, style: layout(parts) };
  const root = make("div", options, ...buttons.map(({ button }) => button));

  function draw() {
    buttons.forEach(({ button, place, words }, k) => {
      const at = taken.indexOf(k);
      button.classList.toggle("ad-taken", at >= 0);
      attribute(button, "aria-pressed", at >= 0);
      const asTaken = reason ? "taken" : `taken as number ${at + 1}`;
      attribute(button, "aria-label", at < 0 ? words.textContent : `${words.textContent}, ${asTaken}`);
      write(place, at < 0 ? "" : placed(at));
    });
    attribute(undo, "aria-disabled", fixed || !taken.length);
  }
  const clear = () => {
    taken = [];
    judged = false;
    draw();
  };
  const told = () => say(taken.map((k, at) => `${at + 1}: ${unmarked(parts[k])}`).join("; ") || "Nothing is taken.");
  function press(k, anew = true) {
    if (fixed) return;
    if (judged && anew) taken = []; // a wrong order is begun anew, and so is a reason by its letters
    judged = false;
    if (taken.includes(k)) taken = taken.filter((other) => other !== k);
    else if (taken.length < take) taken.push(k);
    else return say(`${take} are taken: take one back first.`, true);
    draw();
    changed();
    told();
  }
  function back() {
    if (fixed || !taken.length) return;
    judged = false;
    taken.pop();
    draw();
    changed();
    told();
  }
  draw();
  return {
    above: [root],
    before: [],
    after: [undo, list],
    how: reason ? `Take the ${take} that make up the reason.` : "Take them one after the other.",
    keys: `Take each ${named ? `by its letter: ${parts.join(" ")}.` : byLetter(parts)}`,
    answer: () => taken.map((k) => LETTERS[k]).join(""),
    clear,
    leave: () => (judged = true), // what was taken stays to be seen, and undo mends it
    said: (answer) => [...answer].map((letter) => (named && parts[LETTERS.indexOf(letter)]) || letter).join(" "),
    focus: () => focus(buttons[0].button),
    key(key, target) {
      const k = named ? parts.indexOf(key) : keyed(key), own = buttons.findIndex(({ button }) => button === target);
      if (key === "Backspace") back();
      else if (key === "Enter" && own >= 0 && (taken.length < take || !taken.includes(own))) press(own, !reason);
      else if (k >= 0 && k < parts.length) {
        focus(buttons[k].button); // Enter is about the part that was taken last
        press(k);
      } else return false;
      return true;
    },
    show(tries, right) {
      fixed = right !== null;
      if (fixed) taken = [...right].map((letter) => LETTERS.indexOf(letter));
      root.classList.toggle("ad-is", fixed);
      undo.classList.toggle("ad-gone", fixed);
      draw();
      list.replaceChildren(...crossed(tries, this.said));
    },
  };
}

const FIELDS = { choice: choiceField, number: textField, names: textField, order: orderField };

/**
 * @param {Object} data of the prediction
 * @param {function()} changed called when something else is answered
 * @param {function(string, boolean)} say says something to a screen reader, and if true to all
 */
export const fieldFor = (data, changed, say) => FIELDS[data.kind]({ ...data, ask: unmarked(data.ask) }, changed, say);
