// The header of `explore`: a formula, and a slider and a number for every input.  They need a model, of a kernel or of
// the page's own Python (explorer_model.js); where none is, they can only be read.

import { tell } from "../../live/js/live.js";
import { focused, make, PLAIN, write } from "../../live/js/dom.js";
import { noPython, site } from "../../live/js/python.js";

/** @typedef {import("./contract.js").Form} Form */

const SILENT = "No answer from Python: if the kernel is busy, wait; if it was restarted, run this cell again.";
const ASLEEP = "Python is not connected: to change this, run its cell in Jupyter.";
const ELSE = "All else works here.";
const PATIENCE = 3000; // milliseconds until an answer, or a model, is given up

// A slider and a number field for one input; `turn` gets a new number, `complain` a sentence, or "" where all is well.
function inputRow({ name, value, low, high, step }, turn, complain) {
  const slider = make("input", { type: "range", min: low, max: high, step, "aria-label": `${name}, slider` });
  const number = make("input", { type: "number", step: "any", "aria-label": `${name}, number` });
  slider.value = number.value = value;
  slider.addEventListener("input", () => {
    number.value = slider.value;
    turn(name, +number.value);
  });
  number.addEventListener("input", () => {
    const fine = number.value !== "" && Number.isFinite(+number.value);
    number.setAttribute("aria-invalid", !fine);
    complain(fine ? "" : `${name} needs a number, such as -1.5`);
    if (!fine) return;
    slider.value = number.value;
    turn(name, +number.value);
  });
  const label = make("span", { class: "ad-input-name" }, name);
  return make("div", { class: "ad-input", "data-name": name }, label, slider, number);
}

function formElements(text, title) {
  const box = make("input", { ...PLAIN, class: "ad-formula", "aria-label": "Formula, f =" });
  const label = make("label", { class: "ad-label" }, make("span", {}, "f ="), box);
  return {
    box,
    what: text === null ? make("p", { class: "ad-title" }, make("code", {}, title)) : label,
    note: make("p", { class: "ad-form-note" }),
    error: make("p", { class: "ad-error", role: "alert" }),
    inputs: make("fieldset", { class: "ad-inputs", "aria-label": "Inputs" }),
  };
}

// A row for every input; one that is there already stays in its place, since somebody may be typing in it.
function layRows(inputs, given, turn, complain) {
  const there = (name) => [...inputs.children].find(({ dataset }) => dataset.name === name);
  const rows = given.map((row) => there(row.name) ?? inputRow(row, turn, complain));
  for (const old of [...inputs.children]) if (!rows.includes(old)) old.remove();
  rows.forEach((row, k) => {
    if (inputs.children[k] !== row) inputs.insertBefore(row, inputs.children[k] ?? null);
    const { low: min, high: max, step } = given[k];
    Object.assign(row.querySelector("[type=range]"), { min, max, step });
  });
}

// Asks Python, and shows that the stepper waits, until there is an answer or none is to be expected.
function asking(root, complain, ready) {
  let waiting = null, silence = null;
  function over() {
    clearTimeout(silence);
    root.removeAttribute("aria-busy");
  }
  function giveUp() { // what was typed stays
    over();
    complain(SILENT);
  }
  function send(model, delay) {
    for (const timer of [waiting, silence]) clearTimeout(timer);
    waiting = setTimeout(() => {
      waiting = null;
      ready();
      if (!tell(model)) return giveUp();
      if (!model.line) silence = setTimeout(giveUp, PATIENCE); // it says itself what it does
    }, delay);
  }
  function ask(model, name, value, delay) {
    model.set(name, value);
    model.set("asked", model.get("asked") + 1);
    root.setAttribute("aria-busy", "true");
    send(model, delay);
  }
  const hurry = (model) => waiting !== null && send(model, 0);
  const end = () => [waiting, silence].forEach(clearTimeout);
  return { ask, hurry, over, end };
}

function onEnter(head, act) {
  head.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.stopPropagation(); // Shift+Enter would run the cell, which makes the widget anew, with what it began with
    event.preventDefault();
    act();
  });
}

/**
 * @param {HTMLElement} head where the form is put
 * @param {HTMLElement} root the stepper
 * @param {function(): import("./contract.js").Frames} data what is shown
 * @returns {{meet: function(?Object), show: function(), end: function()}} `meet` takes the model of anywidget (text,
 *   inputs, error, and the counters asked and answered), or null when it has gone; `show` shows new data
 */
export function form(head, root, data) {
  const { what, box, note, error, inputs } = formElements(data().form.text, data().title);
  const on = { "change:inputs": show, "change:text": show, "change:error": answer, "change:answered": answer };
  const typed = new Map(); // numbers that are not answered: the answer to an earlier question does not know them
  const python = asking(root, complain, keepTyped), active = () => focused(root);
  const why = site() ? `${noPython()} ${ELSE}` : ASLEEP;
  let model = null, rows = "", hope = null, asleep = false, lack = ""; // what is wrong with a number field
  head.append(what, note, inputs, error);
  box.addEventListener("input", () => python.ask(model, "text", box.value, 300));
  onEnter(head, () => model && python.hurry(model));

  function complain(sentence) {
    write(error, sentence);
    root.classList.toggle("ad-stale", sentence !== "");
  }
  function answer() {
    if (model.get("answered") !== model.get("asked")) return; // a later question is on its way
    python.over();
    typed.clear();
    complain(model.get("error") || lack); // an answer to what was there before does not mend the field
    box.setAttribute("aria-invalid", model.get("error") !== "");
  }
  function turned() {
    return model.get("inputs").map(({ name, value }) => ({ name, value: typed.get(name) ?? value }));
  }
  function turn(name, value) {
    typed.set(name, value);
    python.ask(model, "inputs", turned(), 60);
  }
  function keepTyped() {
    if (typed.size) model.set("inputs", turned());
  }

  function show() {
    const { form: { text, inputs: given, note: remark } } = data(), names = given.map(({ name }) => name);
    const fresh = [text, ...names].join("\n"), alarm = (says) => complain((lack = says) || model.get("error"));
    if (fresh !== rows) {
      layRows(inputs, given, turn, alarm);
      if (!inputs.querySelector("[aria-invalid=true]")) lack = "";
    }
    rows = fresh; // while the text stays, so do the ranges, or a slider would run away from the hand
    for (const { name, value } of model?.get("inputs") ?? given) {
      const row = [...inputs.children].find(({ dataset }) => dataset.name === name);
      const now = typed.get(name) ?? value;
      for (const field of row?.querySelectorAll("input") ?? []) if (field !== active()) field.value = now;
    }
    if (box !== active()) box.value = model?.get("text") ?? text;
    box.readOnly = inputs.disabled = !model;
    inputs.hidden = asleep;
    box.title = asleep ? why : "for example x*y + sin(x)";
    write(note, asleep ? why : remark);
  }
  function listen(to) {
    for (const [event, handler] of Object.entries(on)) model?.[to]?.(event, handler);
  }
  function rest(now) {
    asleep = now;
    show();
  }

  function meet(now) {
    listen("off");
    model?.line?.remove();
    model = now;
    if (model?.line) head.append(model.line);
    listen("on");
    clearTimeout(hope);
    rest(false);
    if (model) return answer();
    const may = document.getElementById("jupyter-config-data"); // a page of Jupyter: a model may come
    hope = setTimeout(() => rest(true), may ? PATIENCE : 0);
  }
  function end() {
    clearTimeout(hope);
    python.end();
    listen("off");
  }
  return { meet, show, end };
}
