// The stepper's front end: shows frames (their contract is in frames.py) and nothing else.
// With `text` and `inputs` in the model it also has a form; what is typed there goes to Python.

const ICONS = {
  first: "M5 4v12M15 4l-7 6 7 6z",
  back: "M14 4l-8 6 8 6z",
  next: "M6 4l8 6-8 6z",
  last: "M15 4v12M5 4l7 6-7 6z",
  play: "M5 3l11 7-11 7z",
  pause: "M6 4v12M14 4v12",
};

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

function write(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

// The player: pictures, sentence, equations, controls and table for one set of frames.
function player(root, body) {
  let data, at = 0, timer = null, boxes = [], arrows = [], rows = [], shown = "";

  const button = (name, label, action) =>
    make("button", { type: "button", class: `ad-button ad-${name}`, "aria-label": label, title: label, onclick: action }, icon(name));
  const pictures = make("div", { class: "ad-pictures ad-scroll", tabindex: "-1" });
  const count = make("span", { class: "ad-count" });
  const sentence = make("p", { class: "ad-sentence", role: "status", "aria-live": "polite" });
  const letters = make("div", { class: "ad-equation", role: "group", "aria-label": "Equation with letters" });
  const numbers = make("div", { class: "ad-equation", role: "group", "aria-label": "Equation with numbers" });
  const phases = make("div", { class: "ad-phases", role: "group", "aria-label": "Sweeps" });
  const slider = make("input", { type: "range", min: 0, step: 1, class: "ad-progress", "aria-label": "Step", oninput: () => go(+slider.value) });
  const first = button("first", "First step (Home)", () => go(0));
  const back = button("back", "Previous step (left arrow)", () => go(at - 1));
  const next = button("next", "Next step (right arrow)", () => go(at + 1));
  const last = button("last", "Last step (End)", () => go(data.frames.length - 1));
  const play = button("play", "Play (space)", () => toggle());
  next.append(make("span", {}, "next"));
  const keys = make("span", { class: "ad-keys", "aria-hidden": "true" }, "keys: ← → Home End, space plays");
  const table = make("table", { class: "ad-table" });
  const legend = make("p", { class: "ad-legend" });

  body.append(
    phases,
    pictures,
    legend,
    make("div", { class: "ad-panel" }, sentence, make("div", { class: "ad-equations" }, letters, numbers)),
    make("div", { class: "ad-controls" }, first, back, next, last, play, slider, count, keys),
    make("details", { class: "ad-details" }, make("summary", {}, "Table of variables"),
      make("div", { class: "ad-scroll ad-rows", tabindex: "0", role: "region", "aria-label": "Table of variables" }, table)),
  );

  function toggle(on = timer === null) {
    if (timer !== null) clearInterval(timer);
    timer = null;
    if (on) {
      if (at === data.frames.length - 1) go(0);
      timer = setInterval(() => (at < data.frames.length - 1 ? go(at + 1, true) : toggle(false)), 1400);
    }
    const label = timer === null ? "Play (space)" : "Pause (space)";
    play.replaceChildren(icon(timer === null ? "play" : "pause"));
    play.setAttribute("aria-label", label);
    play.title = label;
  }

  function phaseAt(k) {
    return data.phases.filter((phase) => phase.start <= k).at(-1);
  }

  function go(k, playing = false) {
    if (!playing && timer !== null) toggle(false);
    at = Math.max(0, Math.min(k, data.frames.length - 1));
    const frame = data.frames[at], phase = phaseAt(at);
    const value = {}, slope = {}, partial = {}, share = {};
    for (let j = 0; j <= at; j++) {
      for (const [what, index, text] of data.frames[j].set) {
        if (what === "share") (share[index] ??= []).push(text);
        else ({ value, slope, partial })[what][index] = text;
      }
    }
    root.dataset.sweep = phase.sweep;
    root.dataset.frame = at;
    const { targets, sources, edges } = frame.lit;
    boxes.forEach((pair, i) => {
      for (const box of pair) {
        write(box.querySelector(".ad-value"), value[i] ?? "");
        write(box.querySelector(".ad-slope"), slope[i] ?? "");
        box.classList.toggle("ad-target", targets.includes(i));
        box.classList.toggle("ad-source", sources.includes(i) && !targets.includes(i));
        box.classList.toggle("ad-unknown", value[i] === undefined);
      }
      const [, , cellValue, cellSlope, cellShare] = rows[i].children;
      write(cellValue, value[i] ?? "");
      write(cellSlope, slope[i] ?? "");
      write(cellShare, (share[i] ?? []).join(" + "));
      rows[i].classList.toggle("ad-target", targets.includes(i));
    });
    arrows.forEach((pair, e) => {
      for (const arrow of pair) {
        write(arrow.querySelector(".ad-partial"), partial[e] ?? "");
        arrow.classList.toggle("ad-lit", edges.includes(e));
        arrow.classList.toggle("ad-turned", edges.includes(e) && frame.lit.back);
      }
    });
    const target = targets.length ? boxes[targets[0]].find((box) => box.getClientRects().length) : null;
    if (target && pictures.scrollWidth > pictures.clientWidth) {
      const box = target.getBoundingClientRect(), view = pictures.getBoundingClientRect();
      if (box.left < view.left || box.right > view.right) pictures.scrollLeft += box.left + box.width / 2 - view.left - view.width / 2;
    }
    write(sentence, frame.sentence);
    letters.innerHTML = frame.letters;
    numbers.innerHTML = frame.numbers;
    requestAnimationFrame(() => { // what is too wide to see whole can be reached and scrolled by key
      for (const wide of [pictures, letters, numbers]) wide.tabIndex = wide.scrollWidth > wide.clientWidth ? 0 : -1;
    });
    write(count, `step ${at} of ${data.frames.length - 1}`);
    slider.value = at;
    slider.setAttribute("aria-valuetext", `step ${at} of ${data.frames.length - 1}`);
    for (const [end, buttons] of [[at === 0, [first, back]], [at === data.frames.length - 1, [next, last]]])
      for (const b of buttons) b.setAttribute("aria-disabled", end);
    for (const tab of phases.children) tab.setAttribute("aria-pressed", tab.dataset.sweep === phase.sweep);
    const word = phase.sweep === "tangent" ? "tangent" : "adjoint";
    write(table.querySelector(".ad-word"), word);
    write(legend, `In each box: its value${phase.sweep === "forward" ? "" : `, and below it its ${word}`}. Filled box: what changes. Dashed box: what is read. Thick arrow: the edge in use${phase.sweep === "forward" ? "" : ", with its partial"}.`);
  }

  function load(fresh) {
    const structure = JSON.stringify(fresh.variables) + fresh.phases.map((p) => p.start);
    const same = structure === shown;
    shown = structure;
    data = fresh;
    toggle(false);
    pictures.innerHTML = `<div class="ad-wide">${data.pictures.wide}</div><div class="ad-tall">${data.pictures.tall}</div>`;
    const both = (kind) => {
      const pairs = [];
      for (const element of pictures.querySelectorAll(`[data-${kind}]`)) (pairs[+element.dataset[kind]] ??= []).push(element);
      return pairs;
    };
    boxes = both("i");
    arrows = both("e");
    rows = data.variables.map((variable) =>
      make("tr", {}, make("th", { scope: "row" }, variable.name), make("td", {}, make("code", {}, variable.rule || "input")),
        make("td", { class: "ad-number" }), make("td", { class: "ad-number" }), make("td")));
    const heads = ["variable", "formula", "value", "", "shares"].map((text, k) => make("th", { scope: "col", class: k === 3 && "ad-word" }, text));
    table.replaceChildren(make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
    phases.replaceChildren(...data.phases.map((phase) =>
      make("button", { type: "button", class: "ad-phase", "data-sweep": phase.sweep, onclick: () => go(phase.start) }, phase.label)));
    phases.hidden = data.phases.length < 2;
    slider.max = data.frames.length - 1;
    go(same ? at : 0);
  }

  function onkeydown(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || (event.shiftKey && event.key === "Enter")) return;
    event.stopPropagation(); // or the notebook takes arrows for its headings, and "x" for "cut the cell"
    if (event.key === "Escape") root.closest(".jp-Notebook, body").focus(); // back to the notebook and its keys
    if (event.target.matches("input, .ad-rows, .ad-equation")) return; // they use the arrows themselves
    const moves = { ArrowRight: () => go(at + 1), ArrowLeft: () => go(at - 1), Home: () => go(0), End: () => go(data.frames.length - 1) };
    if (event.key === " " && !event.target.closest("button, summary")) moves[" "] = () => toggle();
    if (!moves[event.key]) return;
    moves[event.key]();
    event.preventDefault();
  }
  root.addEventListener("keydown", onkeydown);
  return { load, stop: () => toggle(false) };
}

// The form of `explore`: a formula, and a slider and a number for every input.
function form(model, head, root) {
  let waiting = null, silence = null, ranges = {};
  const box = make("input", { type: "text", class: "ad-formula", spellcheck: "false", autocapitalize: "off", autocomplete: "off", oninput: () => ask(300, "text", box.value) });
  const error = make("p", { class: "ad-error", role: "alert" });
  const inputs = make("div", { class: "ad-inputs", role: "group", "aria-label": "Inputs" });
  const typed = model.get("text") !== null;
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
      silence = setTimeout(() => complain("No answer from Python: if the kernel is busy, wait; if it was restarted, run this cell again."), 3000);
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
    const [low, high] = ranges[name];
    const slider = make("input", { type: "range", min: low, max: high, step: (high - low) / 400, value, "aria-label": `${name}, slider` });
    const number = make("input", { type: "number", step: "any", value, "aria-label": `${name}, number` });
    slider.addEventListener("input", () => { number.value = +(+slider.value).toPrecision(6); turn(name, +number.value); });
    number.addEventListener("input", () => {
      const fine = number.value !== "" && Number.isFinite(+number.value);
      number.setAttribute("aria-invalid", !fine);
      complain(fine ? model.get("error") : `${name} needs a number, such as -1.5`);
      if (!fine) return;
      slider.value = number.value;
      turn(name, +number.value);
    });
    const line = make("div", { class: "ad-input", "data-name": name }, make("span", { class: "ad-input-name" }, name), slider, number);
    return line;
  }

  function show() {
    const wanted = model.get("inputs"), present = [...inputs.children].map((line) => line.dataset.name);
    if (wanted.map((w) => w.name).join("\n") !== present.join("\n")) inputs.replaceChildren(...wanted.map(row));
    else wanted.forEach(({ value }, k) => {
      const [slider, number] = inputs.children[k].querySelectorAll("input");
      for (const field of [slider, number]) if (field !== document.activeElement) field.value = value;
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

function render({ model, el }) {
  const data = model.get("data");
  const root = make("div", { class: "adlesson ad-stepper", tabindex: "0", role: "group", "aria-label": `Stepper: ${data.title}` });
  const head = make("div", { class: "ad-head-row" });
  root.append(head);
  const explores = model.get("inputs") !== undefined;
  if (!explores || model.get("text") === null) head.append(make("p", { class: "ad-title" }, make("code", {}, data.title)));
  const close = explores ? form(model, head, root) : () => {};
  const show = player(root, root);
  const reload = () => {
    show.load(model.get("data"));
    root.setAttribute("aria-label", `Stepper: ${model.get("data").title}`);
  };
  model.on("change:data", reload);
  reload();
  el.append(root);
  return () => {
    show.stop();
    close();
    model.off("change:data", reload);
  };
}

export default { render };
