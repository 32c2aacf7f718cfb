// The form of `explore`: a formula, and a slider and a number for every input.

import { make, PLAIN, write } from "./dom.js";

const SILENT = "No answer from Python: if the kernel is busy, wait; if it was restarted, run this cell again.";

// A slider and a number field for one input; `turn` gets a new number, `complain` a sentence, or "" where all is well.
function inputRow({ name, value }, [low, high], turn, complain) {
  const span = { min: low, max: high, step: (high - low) / 400 };
  const slider = make("input", { type: "range", ...span, value, "aria-label": `${name}, slider` });
  const number = make("input", { type: "number", step: "any", value, "aria-label": `${name}, number` });
  slider.addEventListener("input", () => {
    number.value = +(+slider.value).toPrecision(6);
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

/**
 * @param {Object} model of anywidget: text (null for a function), inputs, error, and the counters asked and answered
 * @param {HTMLElement} head where the form is put
 * @param {HTMLElement} root the stepper, which shows that it waits
 * @returns {function()} what ends it
 */
export function form(model, head, root) {
  const typed = model.get("text") !== null, ranges = {};
  const box = make("input", { ...PLAIN, class: "ad-formula", oninput: () => ask(300, "text", box.value) });
  const error = make("p", { class: "ad-error", role: "alert" });
  const inputs = make("div", { class: "ad-inputs", role: "group", "aria-label": "Inputs" });
  let waiting = null, silence = null;
  if (typed) {
    box.value = model.get("text");
    head.append(make("label", { class: "ad-label" }, make("span", {}, "formula"), box));
    box.setAttribute("aria-label", "Formula");
    box.setAttribute("placeholder", "for example x*y + sin(x)");
  }
  head.append(error, inputs);

  function ask(delay, what, value) {
    model.set(what, value);
    root.setAttribute("aria-busy", "true");
    clearTimeout(waiting);
    model.set("asked", model.get("asked") + 1);
    clearTimeout(silence);
    waiting = setTimeout(() => {
      silence = setTimeout(() => complain(SILENT), 3000);
      model.save_changes();
    }, delay);
  }
  function complain(sentence) {
    write(error, sentence);
    root.classList.toggle("ad-stale", sentence !== "");
  }
  function turn(name, value) {
    ask(60, "inputs", model.get("inputs").map((row) => (row.name === name ? { name, value } : row)));
  }
  function row({ name, value }) {
    const reach = Math.max(2, 2 * Math.abs(value));
    ranges[name] ??= [-reach, reach];
    return inputRow({ name, value }, ranges[name], turn, (sentence) => complain(sentence || model.get("error")));
  }
  function show() {
    const wanted = model.get("inputs"), present = [...inputs.children].map((line) => line.dataset.name);
    if (wanted.map((w) => w.name).join("\n") !== present.join("\n")) inputs.replaceChildren(...wanted.map(row));
    else wanted.forEach(({ value }, k) => {
      const fields = [...inputs.children[k].querySelectorAll("input")];
      for (const field of fields) if (field !== document.activeElement) field.value = value;
    });
    if (typed && box !== document.activeElement) box.value = model.get("text");
  }
  function answer() {
    if (model.get("answered") !== model.get("asked")) return; // a later question is on its way
    clearTimeout(silence);
    root.removeAttribute("aria-busy");
    complain(model.get("error"));
    box.setAttribute("aria-invalid", model.get("error") !== "");
  }

  const on = [["change:inputs", show], ["change:text", show], ["change:error", answer], ["change:answered", answer]];
  for (const [event, handler] of on) model.on(event, handler);
  show();
  answer();
  return () => {
    clearTimeout(waiting);
    clearTimeout(silence);
    for (const [event, handler] of on) model.off(event, handler);
  };
}
