// Where the cell of an exercise is typed in a page that has a Python of its own: a field with the cell as it stands;
// the browser keeps what was typed.

import { make } from "../../live/js/dom.js";

const TYPED = "adlesson typed", INDENT = "    ";
const KEYS = "Ctrl+Enter checks. Tab indents; to leave the field by key, press Esc and then Tab.";
const MOST_LINES = 24;
const lost = new Map(); // texts, where the browser keeps nothing
let count = 0;

function typedTexts() {
  try {
    return JSON.parse(localStorage.getItem(TYPED)) ?? {};
  } catch {
    return {};
  }
}

// What is as it stood needs no keeping.
function keepTyped(name, text, cell) {
  const { [name]: _, ...others } = typedTexts();
  lost.set(name, text);
  try {
    localStorage.setItem(TYPED, JSON.stringify(text === cell ? others : { ...others, [name]: text }));
  } catch {
    return; // there is no room, or it may keep nothing
  }
}

/**
 * @param {Object} given
 * @param {string} given.name of the exercise
 * @param {string} given.cell its text as it stands
 * @param {function()} given.check called by key
 * @param {function()} given.touch called when something is typed
 * @returns {{root: HTMLElement, text: function(): string, put: function(string)}} `put` writes a text, undo undoes it
 */
export function typingField({ name, cell: stands, check, touch }) {
  const cell = stands.replaceAll("\n\n\n", "\n\n"); // two empty lines are for files
  const id = `ad-typing-${(count += 1)}`;
  const field = make("textarea", {
    "aria-label": `Exercise ${name}: your answer, as Python`, "aria-describedby": id, spellcheck: "false",
    autocapitalize: "off", autocomplete: "off", autocorrect: "off", wrap: "off",
  });
  let leaves = false; // Esc was pressed: Tab goes on to what follows
  field.value = lost.get(name) ?? typedTexts()[name] ?? cell;

  const fit = () => (field.rows = Math.min(MOST_LINES, field.value.split("\n").length + 1));
  function changed() {
    fit();
    keepTyped(name, field.value, cell);
    touch();
  }
  function insert(text) { // so that undo knows of it
    const { selectionStart: from, selectionEnd: to } = field;
    if (!document.execCommand(text ? "insertText" : "delete", false, text)) field.setRangeText(text, from, to, "end");
    changed();
  }
  function put(text) {
    field.focus();
    field.select();
    insert(text);
  }
  function key(event) {
    const { key: which, shiftKey, ctrlKey, metaKey, altKey } = event, plain = !(ctrlKey || metaKey || altKey);
    if (which === "Enter" && (ctrlKey || metaKey || shiftKey)) check();
    else if (which === "Tab" && plain && !leaves) indent(field, insert, shiftKey);
    else if (which === "Enter" && plain) insert(`\n${indentBelow(field)}`);
    else {
      leaves = which === "Escape" || (leaves && which === "Shift");
      if (which === "Escape") event.stopPropagation(); // the card would give up the focus
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
  field.addEventListener("input", changed);
  field.addEventListener("keydown", key);
  field.addEventListener("blur", () => (leaves = false));
  fit();
  const root = make("div", { class: "ad-typing" }, field, make("p", { id, class: "ad-keys" }, KEYS));
  return { root, text: () => field.value, put };
}

// How far in the next line begins.
function indentBelow(field) {
  const line = field.value.slice(0, field.selectionStart).split("\n").at(-1), [spaces] = /^ */.exec(line);
  return /:\s*(#.*)?$/.test(line) ? spaces + INDENT : spaces;
}

// Move the lines of the selection in or out; where nothing is selected, go to the next place.
function indent(field, insert, out) {
  const { selectionStart: from, selectionEnd: to, value } = field, first = value.lastIndexOf("\n", from - 1) + 1;
  if (from === to && !out) return insert(INDENT.slice((from - first) % INDENT.length));
  const last = value.indexOf("\n", Math.max(from, to - 1)), ends = last < 0 ? value.length : last;
  const lines = value.slice(first, ends).split("\n");
  const moved = lines.map((line) => (out ? line.replace(/^ {1,4}/, "") : line && INDENT + line)).join("\n");
  field.setSelectionRange(first, ends);
  insert(moved);
  if (lines.length > 1) field.setSelectionRange(first, first + moved.length);
}
