// Where a problem of practice is answered: a table with blanks, lines to take in order, a choice, a kind of sweep
// with a number.
//
// Each place gives `table`, `parts`, its other elements; `how` to answer; `answer()`; `text(answer)`, it as it is kept;
// `show(tries, right)`, which shows what was tried and, once it is right, that; `point(name)`, the variable that a
// verdict is about; `key`, which uses a key and tells whether it did; `focus()`.

import { attribute, focus, make, PLAIN } from "../../live/js/dom.js";
import { fieldFor } from "./fields.js";

const LETTERED = /^[A-J]+$/; // what was tried in Python may look otherwise

/**
 * A problem's table; `blanks` are the fields in it, by name.
 * @param {Object} data
 * @param {function()} changed
 */
function tableOf({ heads, rows }, changed) {
  const blanks = {}, used = heads.map((_, k) => k).filter((k) => rows.some((row) => row[k] !== ""));
  const blank = (name, head) => {
    const named = { "aria-label": `${head} of ${name}`, maxlength: "60", class: "ad-entry", oninput: changed };
    return (blanks[name] = make("input", { ...PLAIN, ...named }));
  };
  const cell = (row, k) => {
    if (row[k] === null) return make("td", {}, blank(row[0], heads[k]));
    return k ? make("td", {}, row[k]) : make("th", { scope: "row" }, row[0]);
  };
  const head = make("tr", {}, ...used.map((k) => make("th", { scope: "col" }, heads[k])));
  const body = rows.map((row) => make("tr", {}, ...used.map((k) => cell(row, k))));
  return { table: make("table", {}, make("thead", {}, head), make("tbody", {}, ...body)), blanks };
}

function blanksField(data, changed) {
  const { table, blanks } = tableOf(data, changed), all = Object.entries(blanks);
  const order = Object.keys(data.judge.right); // that of the way back
  const formulas = data.level === 3 ? " Formulas in the names are read, too, such as cos(a)." : "";
  return {
    table,
    parts: [],
    how: `Fill in the blanks and press Enter.${formulas}`,
    answer: () => Object.fromEntries(all.map(([name, input]) => [name, input.value])),
    text: (answer) => order.map((name) => `${name} ${answer[name].trim()}`).join(", "),
    key: () => false,
    focus: () => focus(blanks[order[0]]),
    point(at) {
      for (const [name, input] of all) attribute(input, "aria-invalid", name === at);
    },
    show(_, right) {
      for (const [name, input] of all) {
        if (right !== null && !input.value) input.value = String(+data.judge.right[name].toPrecision(6));
        input.readOnly = right !== null;
        input.classList.toggle("ad-is", right !== null);
      }
    },
  };
}

// Lines to take, or one to choose: as in a prediction.
function lettersField(data, changed, say) {
  const { kind, ask, parts, judge } = data, take = judge.how === "order" ? Object.keys(judge.who).length : 1;
  const field = fieldFor({ kind: judge.how, ask, parts, take }, changed, say);
  const line = make("div", { class: "ad-line" }, ...field.before, ...field.after);
  const takes = `Take ${take} lines, one after the other, and press check.`;
  return {
    ...field,
    table: tableOf(data, changed).table,
    parts: [...field.above, ...(judge.how === "order" ? [line] : [])],
    how: kind === "order" ? takes : "Choose one and press Enter.",
    text: (answer) => answer,
    point() {},
    show(tries, right) {
      const lettered = tries.filter(([answer]) => LETTERED.test(answer));
      const is = right !== null && !LETTERED.test(right) ? judge.right : right;
      field.show(lettered, is);
    },
  };
}

function sweepsField(data, changed, say) {
  const { parts, judge: { right: [mode, count] } } = data;
  const modes = fieldFor({ kind: "choice", ask: "Which kind of sweep?", parts }, changed, say);
  const number = { ...PLAIN, maxlength: "30", class: "ad-entry", "aria-label": "How many sweeps?", oninput: changed };
  const many = make("input", number), chosen = () => ({ A: parts[0], B: parts[1] })[modes.answer()] ?? "";
  return {
    ...modes,
    table: tableOf(data, changed).table,
    parts: [...modes.above, make("div", { class: "ad-line" }, make("span", {}, "How many?"), many)],
    how: "Choose one, type how many, and press Enter.",
    answer: () => [chosen(), many.value],
    text: ([which, text]) => `${which} ${text.trim()}`,
    point() {},
    show(_, right) {
      modes.show([], right === null ? null : "AB"[parts.indexOf(mode)]);
      if (right !== null) many.value = String(count);
      many.readOnly = right !== null;
      many.classList.toggle("ad-is", right !== null);
    },
  };
}

const PLACES_OF = { table: blanksField, order: lettersField, choice: lettersField, sweeps: sweepsField };

/**
 * @param {Object} data of the problem
 * @param {function()} changed called when something else is answered
 * @param {function(string, boolean)} say says something to a screen reader, and if true to all
 */
export const placeFor = (data, changed, say) => PLACES_OF[data.judge.how](data, changed, say);
