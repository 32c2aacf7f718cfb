// The stepper's front end: shows frames (their contract is in frames.py), and judges a prediction by the numbers in them.
// anywidget calls `render`; a page without a kernel calls `mount(element, data)`.  Nothing is computed here but a typed
// answer such as cos(2)*3 and, when the learner is the machine, what a firing adds.
// In order: 1 small things; 2 answers; 3 views; 4 what a learner does; 5 the player; 6 explore's form; 7 the doors.

// --- 1 small things ---------------------------------------------------------------------------

const ICONS = {
  first: "M5 4v12M15 4l-7 6 7 6z",
  back: "M14 4l-8 6 8 6z",
  next: "M6 4l8 6-8 6z",
  last: "M15 4v12M5 4l7 6-7 6z",
  play: "M5 3l11 7-11 7z",
  pause: "M6 4v12M14 4v12",
  right: "M4 11l4 4 8-10",
  close: "M3 8c3-4 5-4 7-2s4 2 7-2M3 15c3-4 5-4 7-2s4 2 7-2",
  wrong: "M5 5l10 10M15 5L5 15",
  note: "M10 3v9M10 15v2",
};
const SVG = "http://www.w3.org/2000/svg";
const made = (window[Symbol.for("adlesson steppers")] ??= { count: 0 }); // of the page: each widget may load this file anew

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
  const svg = document.createElementNS(SVG, "svg"), path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "ad-icon");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

function write(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

function attribute(element, name, value) {
  const text = String(value);
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

const fill = (template = "", words) => template.replace(/\{(\w+)\}/g, (whole, word) => words[word] ?? whole);
const listed = (words) => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);

// --- 2 answers: a typed expression, and how near it is ------------------------------------------

const KNOWN = {
  exp: Math.exp, log: Math.log, ln: Math.log, sqrt: Math.sqrt, abs: Math.abs, sin: Math.sin, cos: Math.cos, tan: Math.tan,
  sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh, arcsin: Math.asin, arccos: Math.acos, arctan: Math.atan,
  pi: Math.PI, e: Math.E, nan: NaN, inf: Infinity, "∞": Infinity,
};

// Return the number that `text` stands for; an Error says what cannot be read.  -2^2 is -4, as in Python.
export function evaluate(text) {
  const plain = text.replaceAll("**", "^").replace(/[−–]/g, "-").replace(/[×·]/g, "*");
  if (!plain.trim()) throw new Error("Type a number first, or an expression such as 3*cos(2).");
  if (/^\s*[+-]?\d+,\d+\s*$/.test(plain)) throw new Error(`Write ${plain.trim().replace(",", ".")}, with a point.`);
  const tokens = plain.match(/(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|[a-z_]\w*|∞|\S/gi);
  let at = 0;
  const take = (...wanted) => wanted.includes(tokens[at]) && tokens[at++];

  function sum() {
    let u = product();
    for (let sign; (sign = take("+", "-")); ) u = sign === "+" ? u + product() : u - product();
    return u;
  }
  function product() {
    let u = signed();
    for (let sign; (sign = take("*", "/")); ) u = sign === "*" ? u * signed() : u / signed();
    return u;
  }
  function signed() {
    const sign = take("-", "+");
    if (sign) return sign === "-" ? -signed() : signed();
    const u = atom();
    return take("^") ? u ** signed() : u;
  }
  function atom() {
    const token = tokens[at++];
    if (token === undefined) throw new Error("Something is missing at the end.");
    if (token === "(") return closed(sum());
    if (/^[\d.]/.test(token) && token !== ".") return +token;
    const known = Object.hasOwn(KNOWN, token.toLowerCase()) ? KNOWN[token.toLowerCase()] : undefined;
    if (typeof known === "number") return known;
    if (known) {
      if (!take("(")) throw new Error(`Write ${token}( ) with parentheses, such as ${token}(2).`);
      return known(closed(sum()));
    }
    if (/^\w+$/.test(token)) throw new Error(`${token} has no value here: write numbers and functions, such as 3*cos(2).`);
    throw new Error(`I cannot read “${token}” here: write numbers, + - * / ^, parentheses and functions such as cos(2).`);
  }
  function closed(u) {
    if (!take(")")) throw new Error("A parenthesis is not closed.");
    return u;
  }

  const u = sum();
  if (at < tokens.length) {
    const missing = /^[\w(.]/.test(tokens[at]) ? `Write * between ${tokens[at - 1]} and ${tokens[at]}.` : `I cannot read “${tokens[at]}” here.`;
    throw new Error(missing);
  }
  return u;
}

// Judge an answer by its question (the rule is in frames.py): right, wrong as in one or more known `mistakes`, close or wrong.
export function judge(u, { expected, tolerance, whole, wrong = [] }) {
  const right = expected === null ? NaN : Number(expected), exact = whole && Number.isInteger(u);
  if (Object.is(u, right) || (exact ? u === right : Math.abs(u - right) <= tolerance)) return { verdict: "right", mistakes: [] };
  const [number, mistakes] = wrong.reduce((best, entry) => (Math.abs(u - entry[0]) < Math.abs(u - best[0]) ? entry : best), [right]);
  if (mistakes && Math.abs(u - number) <= Math.max(tolerance, 0.005 * Math.abs(number))) return { verdict: "wrong", mistakes };
  return { verdict: !exact && Math.abs(u - right) <= 10 * tolerance ? "close" : "wrong", mistakes: [] };
}

// Return a number as the frames write theirs: four digits, fewer where they say it exactly.
export function short(u) {
  if (!Number.isFinite(u)) return Number.isNaN(u) ? "NaN" : u > 0 ? "∞" : "−∞";
  if (Number.isInteger(u) && Math.abs(u) < 1e7) return String(u + 0).replace("-", "−");
  const [, exponent] = u.toExponential(3).split("e"), far = exponent < -4 || exponent > 3, text = far ? u.toExponential(3) : u.toPrecision(4);
  let [digits, power] = text.split("e");
  if (Math.abs(+text - u) <= 1e-12 * Math.abs(u) && digits.includes(".")) digits = digits.replace(/\.?0+$/, ""); // exact: no zeros needed
  const raised = power ? `·10${[...String(+power)].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? "⁻").join("")}` : "";
  return (digits + raised).replace("-", "−");
}

// --- 3 views: each shows one reading of the same cursor -------------------------------------------

// What frames 0..k have set, by key such as "slope 3".  Moving costs what changes, backwards too.
function history(data) {
  const state = new Map(), undo = [], starts = new Set(data.phases.map((phase) => phase.start).filter((start) => start > 0));
  let at = -1;

  function apply(k) {
    const before = new Map();
    const put = (key, text) => {
      if (!before.has(key)) before.set(key, state.get(key));
      if (text === undefined) state.delete(key);
      else state.set(key, text);
    };
    if (starts.has(k)) for (const key of [...state.keys()]) if (/^(share|partial)/.test(key)) put(key); // those of another sweep
    for (const [what, i, text] of data.frames[k].set) {
      const key = `${what} ${i}`;
      put(key, what === "share" ? [...(state.get(key) ?? []), text] : text);
    }
    undo[k] = before;
    return before.keys();
  }
  function move(k) {
    const touched = new Set();
    while (at < k) for (const key of apply(++at)) touched.add(key);
    for (; at > k; at--) {
      for (const [key, text] of undo[at]) {
        touched.add(key);
        if (text === undefined) state.delete(key);
        else state.set(key, text);
      }
    }
    return touched;
  }
  return { move, get: (key) => state.get(key), before: (key) => undo[at].get(key) };
}

// Draw an array: a square for each letter, of its size (A to I), hollow if it is a small letter; the rest are zeros.
function squares(group, text) {
  const square = (c, x, y, side = (parseInt(c, 36) - 9) / 10) =>
    side && `<rect x="${x - side / 2}" y="${y - side / 2}" width="${side}" height="${side}" class="ad-${c < "a" ? "full" : "hollow"}"/>`;
  if (group) group.innerHTML = text.split("/").map((row, r) => [...row].map((c, k) => square(c, k + 0.5, r + 0.5) || "").join("")).join("");
}

// One tab stop for a group of things: the arrows up and down go on from it.
function rove(items, chosen) {
  for (const item of items) if (item !== chosen && item.tabIndex === 0) item.tabIndex = -1;
  if (chosen) chosen.tabIndex = 0;
}

// Scroll `item` into view inside `pane`; the page stays where it is.
function scrollInside(pane, item) {
  if (!item || !pane.clientHeight) return;
  const box = item.getBoundingClientRect(), view = pane.getBoundingClientRect();
  if (box.top < view.top) pane.scrollTop -= view.top - box.top;
  else if (box.bottom > view.bottom) pane.scrollTop += box.bottom - view.top - pane.clientHeight;
}

function pictureView() {
  const element = make("div", { class: "ad-pictures ad-scroll", tabindex: "-1" });
  let boxes = [], arrows = [], variables = [], lit = [];
  const both = (kind, read) => {
    const pairs = [];
    for (const part of element.querySelectorAll(`[data-${kind}]`)) (pairs[+part.dataset[kind]] ??= []).push(read(part));
    return pairs;
  };

  function load(data) {
    variables = data.variables;
    lit = [];
    element.classList.toggle("ad-only-wide", !data.pictures.tall); // a large program has no tall picture
    element.innerHTML = `<div class="ad-wide">${data.pictures.wide}</div><div class="ad-tall">${data.pictures.tall}</div>`;
    for (const svg of element.querySelectorAll("svg.ad-graph")) svg.setAttribute("role", "group"); // an img has no buttons in it
    boxes = both("i", (box) => {
      box.setAttribute("role", "button");
      box.setAttribute("tabindex", "-1");
      return { box, ...Object.fromEntries(["value", "slope", "note", "heat-value", "heat-slope"].map((what) => [what, box.querySelector(`.ad-${what}`)])) };
    });
    arrows = both("e", (arrow) => ({ box: arrow, partial: arrow.querySelector(".ad-partial") }));
    boxes.forEach((_, i) => name(i, {}));
    for (const pair of [0, 1]) boxes[0]?.[pair] && (boxes[0][pair].box.tabIndex = 0);
  }
  function name(i, texts, word) {
    const { name, rule } = variables[i];
    const facts = [`${name}${rule ? ` = ${rule}` : ", an input"}`, texts.value && `value ${texts.value}`, texts.slope && `${word} ${texts.slope}`];
    for (const { box } of boxes[i]) attribute(box, "aria-label", facts.filter(Boolean).join(", ").replace("?", "unknown"));
  }
  function update(what, i, text) {
    for (const part of (what === "partial" ? arrows : boxes)[i] ?? []) {
      if (what.startsWith("heat")) squares(part[what], text);
      else write(part[what], text);
      if (what === "value") part.box.classList.toggle("ad-unknown", text === "");
    }
  }
  const sum = (i, before) => (8 * before.length + 40 < boxes[i][0].box.querySelector("rect").getAttribute("width") ? `${before} + ?` : "… + ?");
  function light({ targets, sources, edges, back }) {
    for (const [box, ...classes] of lit) box.classList.remove(...classes);
    lit = [];
    const mark = (part, ...classes) => {
      part.box.classList.add(...classes);
      lit.push([part.box, ...classes]);
    };
    for (const i of targets) boxes[i]?.forEach((part) => mark(part, "ad-target"));
    for (const i of sources) if (!targets.includes(i)) boxes[i]?.forEach((part) => mark(part, "ad-source"));
    for (const e of edges) arrows[e]?.forEach((part) => mark(part, "ad-lit", ...(back ? ["ad-turned"] : [])));
    if (targets.length) for (const pair of [0, 1]) rove(boxes.map((parts) => parts[pair]?.box).filter(Boolean), boxes[targets[0]]?.[pair]?.box);
  }
  const visible = (i) => boxes[i]?.find(({ box }) => box.getClientRects().length)?.box;
  function settle({ targets }) {
    const target = visible(targets[0]);
    if (!target || element.scrollWidth <= element.clientWidth) return;
    const box = target.getBoundingClientRect(), view = element.getBoundingClientRect();
    if (box.left < view.left || box.right > view.right) element.scrollLeft += box.left + box.width / 2 - view.left - view.width / 2;
  }
  const mark = (name, test) => boxes.forEach((pair, i) => pair.forEach(({ box }) => box.classList.toggle(name, test(i))));
  return { element, load, update, light, settle, name, mark, sum };
}

// A pane that can be folded.
const pane = (kind, title, ...children) => make("details", { class: `ad-pane ad-pane-${kind}`, open: true }, make("summary", {}, title), ...children);

// Lines of source: the learner's function ("lines") or its gradient ("gradient").
function linesView(kind) {
  const list = make("ol", { class: "ad-lines ad-scroller" }), element = pane(kind, "", list);
  let buttons = [], results = [], lit = [];

  function load(source) {
    element.hidden = !source;
    lit = [];
    write(element.querySelector("summary"), source?.title ?? "");
    results = [];
    buttons = (source?.lines ?? []).map((text, k) => {
      results.push(make("span", { class: "ad-result" }));
      return make("button", { type: "button", class: "ad-line-button", "data-line": k, "data-kind": kind, tabindex: k ? "-1" : "0" },
        make("span", { class: "ad-line-number", "aria-hidden": "true" }, String(k + 1)), make("code", {}, text || " "), results[k]);
    });
    list.replaceChildren(...buttons.map((button) => make("li", {}, button)));
    list.classList.toggle("ad-many", buttons.length > 40);
  }
  function light(wanted, result) {
    for (const k of lit) {
      buttons[k].removeAttribute("aria-current");
      write(results[k], "");
    }
    lit = wanted.filter((k) => k in buttons);
    for (const k of lit) buttons[k].setAttribute("aria-current", "step");
    if (lit.length) {
      write(results[lit.at(-1)], result);
      rove(buttons, buttons[lit.at(-1)]);
    }
  }
  return { element, load, light, settle: () => scrollInside(list, buttons[lit[0]]) };
}

// The list of instructions, a row for each.
function tableView() {
  const table = make("table", { class: "ad-table" });
  const region = make("div", { class: "ad-scroll ad-rows ad-scroller", tabindex: "0", role: "region", "aria-label": "Table of variables" }, table);
  const element = pane("table", "Table of variables", region);
  let rows = [], cells = [], stops = [], lit = [];

  function load(data) {
    lit = [];
    const used = new Set(data.frames.flatMap((frame) => frame.set.map(([what]) => what)));
    const columns = [["value", "value"]];
    if (used.has("slope") || data.schedule) columns.push(["slope", ""], ["share", "shares"]);
    if (used.has("residual")) columns.push(["residual", "residual"]);
    if (data.schedule) columns.push(["fired", "fired"]);
    if (used.has("note")) columns.push(["note", "note"]);
    const shapes = data.variables.some((variable) => variable.shape);
    const heads = ["variable", "formula", ...(shapes ? ["shape"] : []), ...columns.map(([, head]) => head)];
    cells = [];
    rows = data.variables.map((variable, i) => {
      cells[i] = Object.fromEntries(columns.map(([what]) => [what, make("td", { class: /share|note/.test(what) ? false : "ad-number", "data-what": what })]));
      return make("tr", { "data-i": i },
        make("th", { scope: "row" }, make("button", { type: "button", class: "ad-row-button", tabindex: i ? "-1" : "0" }, variable.name)),
        make("td", {}, make("code", {}, variable.rule || "input")),
        ...(shapes ? [make("td", {}, variable.shape)] : []), ...Object.values(cells[i]));
    });
    table.replaceChildren(make("thead", {}, make("tr", {}, ...heads.map((text) => make("th", { scope: "col", class: text === "" && "ad-word" }, text)))), make("tbody", {}, ...rows));
    stops = rows.map((row) => row.querySelector("button"));
    region.classList.toggle("ad-many", rows.length > 40);
  }
  function update(what, i, text) {
    const cell = cells[i]?.[what];
    write(cell, text);
    cell?.classList.toggle("ad-open", text === "?");
  }
  function light({ targets, sources }) {
    for (const row of lit) row.classList.remove("ad-target", "ad-source");
    for (const i of sources) rows[i]?.classList.add("ad-source");
    for (const i of targets) rows[i]?.classList.add("ad-target");
    lit = [...sources, ...targets].map((i) => rows[i]).filter(Boolean);
    if (targets.length) rove(stops, stops[targets[0]]);
  }
  const settle = ({ targets }) => scrollInside(region, rows[targets[0]]);
  return { element, region, load, update, light, settle, head: (word) => write(table.querySelector(".ad-word"), word) };
}

// One more picture, such as the triangular system: the rows in use are lit, and the slopes found so far written in.
function figureView() {
  const picture = make("div", { class: "ad-scroll", tabindex: "0", role: "region" }), says = make("p");
  const element = pane("figure", "", picture, says);
  let lit = [];
  const parts = (r, inside = "") => picture.querySelectorAll(`[data-r="${r}"] ${inside}`);
  function load({ figure }) {
    element.hidden = !figure;
    if (!figure) return;
    write(element.firstChild, figure.title);
    attribute(picture, "aria-label", figure.title);
    picture.hidden = !figure.svg;
    picture.innerHTML = figure.svg;
    write(says, figure.says);
    lit = [];
  }
  function update(what, i, text) {
    if (what === "slope") write(parts(i, ".ad-solved tspan:last-child")[0], text && ` = ${text}`);
  }
  function light({ rows = [] }) {
    for (const part of lit) part.classList.remove("ad-now");
    lit = rows.flatMap((r) => [...parts(r)]);
    for (const part of lit) part.classList.add("ad-now");
  }
  return { element, load, update, light };
}

// How much is held in memory at this step.
function memoryView() {
  const bar = make("span", { class: "ad-bar", "aria-hidden": "true" }, make("span", { class: "ad-most" }), make("span", { class: "ad-held" }));
  const text = make("span"), element = make("p", { class: "ad-memory" }, bar, text);
  let memory = null;
  const fill = (part, count) => (part.style.width = `${(100 * count) / memory.of}%`);
  function load(data) {
    memory = data.memory;
    element.hidden = !memory;
    if (memory) fill(bar.firstChild, memory.most);
    element.title = memory?.says ?? "";
  }
  function show(k) {
    if (!memory) return;
    const [held, words] = memory.rows[k];
    fill(bar.lastChild, held);
    write(text, words);
  }
  return { element, load, show };
}

// --- 4 what a learner does: predict, be the machine, nudge ----------------------------------------

const FADES = ["at every step", "at the last share of each sum", "at all steps but the first", "at every step, and for its rule"];
const VERDICTS = { right: "Right.", close: "Close.", wrong: "Not yet.", note: "" };

// Questions before numbers.  `answers[k]` is all that is known of the learner's tries at frame k.
function predicting(id, say, changed, word) {
  let data, predict = null, fade = 0, answers = [], at = 0;
  const wish = make("input", { type: "checkbox", role: "switch", "data-change": "predict" });
  const level = make("select", { "data-change": "fade" }, ...FADES.map((text, k) => make("option", { value: k }, text)));
  const levels = make("label", { class: "ad-fade" }, "ask", level);
  const modes = [make("label", { class: "ad-switch" }, "predict first", wish), levels];
  const rule = make("fieldset", { class: "ad-rule" });
  const field = make("input", { type: "text", class: "ad-field", spellcheck: "false", autocapitalize: "off", autocomplete: "off", maxlength: "200", "aria-describedby": `${id}-says` });
  const button = (name, text) => make("button", { type: "button", class: `ad-${name}`, "data-do": name }, text);
  const check = button("check", "check"), hint = button("hint", "hint"), reveal = button("reveal", "show me");
  const hints = make("ol", { class: "ad-hints" });
  const form = make("div", { class: "ad-answer", role: "group", "aria-label": "Your prediction" }, rule,
    make("div", { class: "ad-answer-row" }, make("label", { class: "ad-label" }, "your answer", field), check, hint, reveal), hints);
  const verdict = make("p", { class: "ad-verdict" });
  const points = make("span"), score = make("p", { class: "ad-score" }, points, button("again", "start again"));

  const asks = (k) => Boolean(data.frames[k].ask) && predict && (fade === 0 || data.frames[k].ask.blank <= fade) && !answers[k]?.seen;
  const open = (k) => asks(k) && !answers[k]?.done;
  const tried = (k) => (answers[k] ??= { text: "", hints: 0 });
  const names = (indices) => listed(indices.map((i) => data.variables[i].name));
  const ruled = (k) => (fade === 3 && data.frames[k].ask?.rule) || null;

  function load(fresh, where) {
    data = fresh;
    answers = [];
    const possible = data.frames.some((frame) => frame.ask);
    if (predict === null && possible) {
      fade = data.fade ?? 0;
      predict = Boolean(data.predict || fade);
    }
    seen(where - 1);
    for (const mode of modes) mode.hidden = !possible;
  }
  // What has been on the screen is no question any more.
  function seen(last) {
    for (let k = 0; k <= last; k++) if (!answers[k]?.done) answers[k] = { ...tried(k), seen: true };
  }
  const firstOpen = (from, to) => { // the question that must be met before frame `to`
    for (let k = from; k < to; k++) if (open(k)) return k;
    return to;
  };

  function show(k) {
    const moved = at !== k, ask = asks(k) ? data.frames[k].ask : null, answer = answers[k] ?? {};
    at = k;
    wish.checked = Boolean(predict);
    level.value = fade;
    levels.hidden = modes[0].hidden || !predict;
    form.hidden = !ask;
    verdict.hidden = !ask || !answer.verdict;
    if (!ask) return;
    const done = Boolean(answer.done);
    if (moved || done || field.value === "") field.value = answer.text ?? "";
    field.readOnly = done;
    attribute(field, "aria-invalid", answer.verdict === "wrong");
    for (const b of [check, reveal]) attribute(b, "aria-disabled", done);
    const stages = ask.hints, used = answer.hints ?? 0;
    attribute(hint, "aria-disabled", done || used >= stages.length);
    write(hint, used && used < stages.length ? `hint ${used + 1} of ${stages.length}` : "hint");
    hints.replaceChildren(...stages.slice(0, used).map((text) => make("li", {}, text)));
    const asked = ruled(k);
    rule.hidden = !asked;
    if (!asked || moved || rule.children.length === 0) {
      rule.replaceChildren(...(asked ? [make("legend", {}, asked.question), ...asked.choices.map((text, c) =>
        make("label", {}, make("input", { type: "radio", name: `${id}-rule`, value: c, "data-change": "rule" }), make("code", {}, text)))] : []));
    }
    for (const choice of rule.querySelectorAll("input")) {
      choice.checked = +choice.value === answer.rule;
      choice.disabled = done && choice !== document.activeElement;
    }
    if (!answer.verdict) return;
    verdict.dataset.verdict = answer.verdict;
    verdict.replaceChildren(icon(answer.verdict), make("span", {}, make("strong", {}, VERDICTS[answer.verdict]), " ", answer.message));
  }

  // Say how the sweep from `start` to `end` went, once all its questions are met.
  function sum(start, end) {
    const asked = [];
    for (let k = start; k < end; k++) if (asks(k)) asked.push(k);
    score.hidden = at !== end - 1 || asked.length === 0 || asked.some(open);
    if (score.hidden) return "";
    const missed = asked.filter((k) => !answers[k].first), ideas = new Map();
    for (const k of missed) {
      const name = data.variables[data.frames[k].lit.targets[0]]?.name ?? "", idea = answers[k].idea ?? data.frames[k].ask.idea;
      ideas.set(idea, [...new Set([...(ideas.get(idea) ?? []), name])]);
    }
    const revisit = [...ideas].map(([idea, names]) => `${idea} (${names.join(", ")})`).join("; ");
    const text = `${asked.length - missed.length} of ${asked.length} right at the first try${revisit ? `; revisit: ${revisit}` : ""}.`;
    write(points, text);
    return text;
  }

  function read(k) {
    const { ask, lit } = data.frames[k], answer = tried(k), asked = ruled(k);
    answer.text = field.value;
    const note = (message) => Object.assign(answer, { verdict: "note", message });
    let u;
    try {
      u = evaluate(field.value);
    } catch (problem) {
      return note(problem.message);
    }
    if (asked && answer.rule === undefined) return note("Choose a rule too.");
    const { verdict, mistakes } = judge(u, ask), chosen = !asked || answer.rule === asked.right;
    if (verdict === "right" && chosen) {
      answer.first ??= true;
      return Object.assign(answer, { verdict, message: "", done: "right" });
    }
    if (verdict === "close" && chosen) return Object.assign(answer, { verdict, message: "That is right to two digits: give three, or type the calculation." });
    const words = { target: names(lit.targets), source: names(lit.sources), word: word(k), number: short(u) };
    const known = mistakes.map((m) => data.mistakes[m]), why = known.map(({ says }) => fill(says, words)).join(" Or: ");
    answer.first = false;
    answer.idea ??= known[0]?.idea;
    const rule = !asked ? "" : chosen ? "The rule is right, the number is not." : verdict === "right" ? "The number is right, the rule is not." : "The rule is not right, nor is the number.";
    const unknown = verdict === "right" ? "" : "No slip that is known here gives this number: look at the edge in use, or take a hint.";
    return Object.assign(answer, { verdict: "wrong", message: [rule, why || unknown].filter(Boolean).join(" ") });
  }

  const options = () => `${predict ? ", predict=True" : ""}${predict && fade ? `, fade=${fade}` : ""}`;
  const act = {
    check() {
      if (!open(at)) return;
      const answer = read(at), { sentence } = data.frames[at];
      changed();
      say([VERDICTS[answer.verdict], answer.message, answer.done && sentence, !score.hidden && points.textContent].filter(Boolean).join(" "), true);
    },
    hint() {
      const answer = tried(at), stages = data.frames[at].ask.hints;
      answer.hints = Math.min(answer.hints + 1, stages.length);
      answer.text = field.value;
      changed();
      say(`Hint ${answer.hints} of ${stages.length}: ${stages[answer.hints - 1]}`, true);
    },
    reveal() {
      if (!open(at)) return;
      Object.assign(tried(at), { text: field.value, first: false, done: "shown", verdict: "note", message: "Shown." });
      changed();
    },
    predict(on = !predict) {
      predict = on;
      if (on) seen(at);
      changed();
      say(on ? (firstOpen(at, data.frames.length) < data.frames.length ? "From the next step on you are asked first." : "No question is left after this step: go back to the start to be asked.") : "Numbers are shown at once.", true);
    },
    fade(value) {
      fade = +value;
      changed();
    },
    rule(value) {
      tried(at).rule = +value;
    },
  };
  return { modes, form, verdict, score, field, options, possible: () => !modes[0].hidden, load, show, sum, open, asks, firstOpen, act, forget: () => (answers = []), ruled: (k) => open(k) && Boolean(ruled(k)) };
}

// Be the machine: fire variables in any order and see what that gives.  The cursor goes along the firings.
function machine(say, changed) {
  let data, plan = null, names = [], buttons = [], list = [], at = 0, remembers = false, mine = true, ran = new Set(), state = null;
  const row = make("div", { class: "ad-fire-row", role: "group", "aria-label": "Fire a variable" }), count = make("p", { class: "ad-fired" });
  const button = (name) => make("button", { type: "button", "data-do": name }, name), undo = button("undo"), reset = button("reset");
  const table = make("table", { class: "ad-table ad-compare" });
  const element = make("div", { class: "ad-machine" },
    make("div", { class: "ad-machine-hand" }, row, make("div", { class: "ad-answer-row" }, undo, reset), count),
    make("div", { class: "ad-scroll", role: "region", "aria-label": "Known orders", tabindex: "0" }, table));

  function load(fresh) {
    data = fresh;
    plan = data.schedule;
    if (!plan) return;
    names = data.variables.map((variable) => variable.name);
    ran = new Set();
    clear();
    buttons = names.map((name, i) => make("button", { type: "button", "data-do": "fire", "data-fire": i }, `fire ${name}`));
    row.replaceChildren(...[...plan.order].sort((a, b) => a - b).map((i) => buttons[i]));
  }
  function clear() {
    [list, at, remembers, mine] = [[], 0, false, true];
    state = run();
  }
  // Run the firings before the cursor.
  function run() {
    const zeros = () => names.map(() => 0), [got, paid, fired] = [zeros(), zeros(), zeros()], shares = names.map(() => []);
    for (const i of plan.outputs) [got[i], shares[i]] = [1, ["seed"]];
    let last = null;
    for (const i of list.slice(0, at)) {
      const amount = got[i] - paid[i], edges = plan.edges.filter(({ from }) => from === i);
      last = { i, amount, edges, again: fired[i] > 0, heard: shares[i].length > 0, pays: [] };
      last.late = [...new Set(plan.edges.filter(({ from, to }) => to === i && !fired[from] && plan.order.includes(from)).map(({ from }) => names[from]))];
      for (const { to, partial } of edges) {
        const share = amount * (partial ?? NaN);
        got[to] += share;
        shares[to].push(`${short(share)} from ${names[i]}`);
        last.pays.push(fill(plan.texts.share, { amount: short(share), name: names[to] }));
      }
      if (remembers) paid[i] = got[i];
      fired[i] += 1;
    }
    return { got, fired, shares, last };
  }
  const input = (i) => data.variables[i].kind === "input";
  const over = () => plan.order.every((i) => input(i) || state.fired[i]);
  const total = () => at + plan.order.filter((i) => input(i) && !state.fired[i]).length;
  const wrong = () => plan.order.filter((i) => plan.right[i] !== null && !(Math.abs(state.got[i] - plan.right[i]) <= 1e-9 * Math.max(1, Math.abs(plan.right[i]))));

  function sentence() {
    const { texts } = plan, { last } = state;
    if (!last) return fill(texts.start, { name: names[plan.outputs[0]] });
    const { i, amount, again, late, heard, pays } = last;
    const kind = input(i) ? "input" : !heard ? "nothing" : again && !remembers ? "again" : late.length ? "early" : "fired";
    const said = fill(texts[kind], { name: names[i], amount: short(amount), others: listed(kind === "early" ? late : pays) });
    if (!over()) return said;
    const missed = wrong(), inputs = missed.filter(input);
    return `${said} ${fill(missed.length ? texts.wrong : texts.right, { n: total(), others: listed((inputs.length ? inputs : missed).sort((i, k) => i - k).map((k) => names[k])) })}`;
  }
  function go(k) {
    at = Math.max(0, Math.min(k, list.length));
    state = run();
    changed();
    say(sentence(), true);
  }
  function fire(i) {
    if (!plan.order.includes(i)) return say(fill(plan.texts.aside, { name: names[i] }), true);
    list = [...list.slice(0, at), i];
    mine = true;
    go(at + 1);
  }
  const act = {
    fire: (b) => fire(+b.dataset.fire),
    undo: () => go(at - 1),
    reset() {
      clear();
      go(0);
    },
    run(b) { // the known orders can be gone through step by step, too
      const k = +b.dataset.run, known = plan.table[k];
      ran.add(k);
      if (known.order) [list, remembers, mine] = [known.order, known.remembers, false];
      go(list.length);
      table.querySelector(`[data-run="${k}"]`).focus({ preventScroll: true });
      say(`${known.name}: ${known.adjoint} in ${known.firings} firings${known.right === null ? "" : known.right ? ", right" : ", wrong"}.`, true);
    },
  };

  function show(on, view) {
    element.hidden = !on;
    if (!on) return;
    attribute(undo, "aria-disabled", at === 0);
    write(count, at ? `${at} fired: ${list.slice(0, at).map((i) => names[i]).join(", ")}` : "Nobody has fired yet.");
    compare();
    names.forEach((_, i) => {
      const shares = state.shares[i], cut = shares.length > 6 ? ["…", ...shares.slice(-5)] : shares;
      view("slope", i, short(state.got[i]));
      view("share", i, cut.join(" + "));
      view("fired", i, state.fired[i] ? `${state.fired[i]}×` : "");
      buttons[i].classList.toggle("ad-has-fired", state.fired[i] > 0);
    });
  }
  function compare() {
    const verdict = (right) => (right === null ? "not run" : make("span", {}, icon(right ? "right" : "wrong"), right ? " right" : " wrong"));
    const line = (name, says, ...cells) => make("tr", { class: name === "yours" && "ad-yours" }, make("th", { scope: "row" }, name, make("span", { class: "ad-says" }, says)), ...cells.map((cell) => make("td", {}, cell)));
    const rows = plan.table.map(({ name, says, adjoint, right, firings }, k) =>
      line(name, says, ...(ran.has(k) ? [adjoint, firings] : ["?", "?"]), make("span", { class: "ad-answer-row" }, ran.has(k) ? verdict(right) : "?",
        make("button", { type: "button", "data-do": "run", "data-run": k, "aria-label": `run ${name}` }, "run"))));
    if (mine && at) rows.push(line("yours", list.slice(0, at).map((i) => names[i]).join(", "), short(state.got[plan.watch]), String(total()), over() ? verdict(!wrong().length) : "not over yet"));
    const heads = ["order", `adjoint of ${names[plan.watch]}`, "firings", ""].map((text) => make(text ? "th" : "td", text ? { scope: "col" } : {}, text));
    const focus = table.contains(document.activeElement) && document.activeElement.dataset.run;
    table.replaceChildren(make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
    if (focus) table.querySelector(`[data-run="${focus}"]`).focus({ preventScroll: true });
  }
  function lit() {
    const { last } = state;
    if (!last) return { targets: plan.outputs, sources: [], edges: [], back: true };
    return { sources: [last.i], targets: last.edges.map(({ to }) => to), edges: plan.edges.flatMap(({ from }, e) => (from === last.i ? [e] : [])), back: true, lines: [data.variables[last.i].line ?? -1] };
  }
  return { element, load, show, fire, go, act, lit, sentence, at: () => at, last: () => list.length, fired: (i) => state.fired[i] > 0 };
}

// Nudge: what a small push on one variable does to the output; every curve was computed by Python.
function nudging(say, mark) {
  const choice = make("select", { "data-change": "nudge" }), says = make("p"), picture = make("div", { class: "ad-nudge-plot" }), table = make("table", { class: "ad-table" });
  const element = make("section", { class: "ad-nudging", "aria-label": "Nudge", hidden: true },
    make("div", {}, make("label", { class: "ad-label" }, "nudge", choice), says, table), make("div", {}, picture, make("p", { class: "ad-legend" }, "Across: the nudge. Up: how far the output moves. Dashed: adjoint × nudge.")));
  const toggle = make("button", { type: "button", "data-do": "nudge", "aria-pressed": "false" }, "nudge");
  let nudges = [];
  function load(data) {
    nudges = data.nudge ?? [];
    toggle.hidden = nudges.length === 0;
    if (toggle.hidden) open(false);
    const chosen = choice.value;
    choice.replaceChildren(...data.variables.flatMap(({ name }, i) => (nudges[i] ? [make("option", { value: i }, name)] : [])));
    if ([...choice.options].some((option) => option.value === chosen)) choice.value = chosen;
    if (nudges.length) show(+choice.value, true);
  }
  function show(i, silent = false) {
    const nudge = nudges[i];
    if (!nudge) return;
    choice.value = i;
    mark((k) => k === i && !element.hidden);
    write(says, nudge.text);
    picture.innerHTML = nudge.svg;
    const rows = nudge.rows.map((cells) => make("tr", {}, ...cells.map((text) => make("td", { class: "ad-number" }, text))));
    table.replaceChildren(make("thead", {}, make("tr", {}, ...["nudge", "the output moves", "adjoint × nudge"].map((text) => make("th", { scope: "col" }, text)))), make("tbody", {}, ...rows));
    if (!silent) say(nudge.text, true);
  }
  function open(on) {
    element.hidden = !on;
    toggle.setAttribute("aria-pressed", on);
    mark((k) => on && k === +choice.value);
  }
  return { element, toggle, load, show, open, on: () => !element.hidden, act: { nudge: () => { open(element.hidden); if (!element.hidden) show(+choice.value); } } };
}

// --- 5 the player: one cursor over the frames -------------------------------------------------------

const WORDS = { tangent: "tangent", feasibility: "multiplier", stationarity: "multiplier", sensitivity: "multiplier", schedule: "adjoint so far" };

function player(root, head, signal) {
  const id = `ad-${(made.count += 1)}`;
  let data, past, at = 0, timer = null, paint = 0, shown = "", current = { frame: null, phase: null };

  const button = (name, label) =>
    make("button", { type: "button", class: `ad-button ad-${name}`, "data-do": name, "aria-label": label, title: label }, icon(name));
  const pictures = pictureView(), lines = linesView("lines"), gradient = linesView("gradient"), table = tableView(), figure = figureView(), memory = memoryView();
  const live = make("p", { class: "ad-unseen", role: "status", "aria-live": "polite" });
  const sentence = make("p", { class: "ad-sentence", id: `${id}-says` });
  const letters = make("div", { class: "ad-equation", role: "group", "aria-label": "Equation with letters" });
  const numbers = make("div", { class: "ad-equation", role: "group", "aria-label": "Equation with numbers" });
  const equations = make("div", { class: "ad-equations" }, letters, numbers);
  const phases = make("div", { class: "ad-phases", role: "group", "aria-label": "Sweeps" });
  const slider = make("input", { type: "range", min: 0, step: 1, class: "ad-progress", "aria-label": "Step", "data-input": "slide" });
  const first = button("first", "First step (Home)"), back = button("back", "Previous step (left arrow)"), next = button("next", "Next step (right arrow)");
  const last = button("last", "Last step (End)"), play = button("play", "Play (space)");
  next.append(make("span", {}, "next"));
  const count = make("span", { class: "ad-count" });
  const keys = make("span", { class: "ad-keys", "aria-hidden": "true" });
  const controls = make("div", { class: "ad-controls" }, first, back, next, last, play, slider, count);
  const legend = make("p", { class: "ad-legend" });
  const code = make("code", { tabindex: "0" }), copied = make("span"), copy = make("button", { type: "button", "data-do": "copy" }, "copy");
  const codeLine = make("p", { class: "ad-code-line" }, make("span", {}, "the same in Python:"), code, copy, copied);
  const strip = make("ol", { class: "ad-strip" });
  const quiz = predicting(id, say, show, (k) => WORDS[span(k).sweep] ?? "adjoint"), hand = machine(say, show), nudge = nudging(say, (test) => pictures.mark("ad-nudged", test));

  head.append(make("div", { class: "ad-modes" }, phases, make("span", { class: "ad-wishes" }, ...quiz.modes, nudge.toggle)));
  root.append(
    pictures.element,
    legend,
    make("div", { class: "ad-panel" }, sentence, equations, quiz.form, quiz.verdict, quiz.score, hand.element),
    nudge.element,
    controls,
    make("div", { class: "ad-foot" }, memory.element, keys),
    make("div", { class: "ad-panes" }, lines.element, gradient.element, table.element, figure.element),
    codeLine, live, strip,
  );

  // One sentence per state; what is said twice is said again.
  function say(text, again = false) {
    if (again && live.textContent === text) text += "\u00a0";
    write(live, text);
  }

  function toggle(on = timer === null) {
    if (timer !== null) clearInterval(timer);
    timer = null;
    if (on) {
      if (here() === end() && !quiz.open(at)) to(0);
      timer = setInterval(() => (here() < end() && !quiz.open(at) ? to(here() + 1, true) : toggle(false)), 1400);
    }
    const label = timer === null ? "Play (space)" : "Pause (space)";
    play.replaceChildren(icon(timer === null ? "play" : "pause"));
    attribute(play, "aria-label", label);
    play.title = label;
  }

  function span(k) { // the phase of frame k, and where it ends
    const n = data.phases.findLastIndex((phase) => phase.start <= k);
    return { ...data.phases[n], end: data.phases[n + 1]?.start ?? data.frames.length };
  }

  // The cursor goes along the frames, or where the learner is the machine along the firings.
  const machineOn = () => span(at).sweep === "schedule" && Boolean(data.schedule);
  const here = () => (machineOn() ? hand.at() : at);
  const end = () => (machineOn() ? hand.last() : data.frames.length - 1);
  function to(k, playing = false) {
    if (!machineOn()) return go(k, playing);
    if (!playing) toggle(false);
    hand.go(k);
  }

  // Move the cursor; on its way forward it stops at the first question that is not answered yet.
  function go(k, playing = false) {
    if (!playing && timer !== null) toggle(false);
    const wanted = Math.max(0, Math.min(k, data.frames.length - 1));
    at = wanted > at ? quiz.firstOpen(Math.max(at, span(wanted).start), wanted) : wanted;
    show();
    const { frame, phase } = current, asked = quiz.open(at), score = quiz.sum(phase.start, phase.end);
    say(`${asked ? frame.ask.question : frame.sentence}${wanted > at ? " This question comes first." : ""}${score ? ` ${score}` : ""}`);
  }

  function onward() {
    if (!quiz.open(at)) return to(here() + 1);
    quiz.act.reveal();
    say([current.frame.sentence, quiz.sum(current.phase.start, current.phase.end)].join(" ").trim());
  }

  // What stands below the value in a box.
  const second = () => (current.phase.sweep === "feasibility" ? "residual" : "slope");

  // What stands at a key: its text, "?" where the learner is to say it first.
  function text(key, open) {
    const known = past.get(key), hidden = open && open.has(key);
    if (key.startsWith("share")) return (hidden ? [...known.slice(0, -1), "?"] : known ?? []).join(" + ");
    return hidden ? "?" : known ?? "";
  }
  function update(key, open) {
    const [what, i] = key.split(" "), written = text(key, open), before = written === "?" && what === "slope" && past.before(key);
    if (what === second()) pictures.update("slope", +i, before && before !== "0" ? pictures.sum(+i, before) : written);
    else if (!/^(slope|residual)$/.test(what)) pictures.update(what, +i, written);
    for (const view of [table, figure]) view.update(what, +i, written);
  }

  function show() {
    const frame = data.frames[at], phase = span(at), open = quiz.open(at) && new Set(), touched = past.move(at);
    const playing = machineOn(), lit = playing ? hand.lit() : frame.lit;
    if (open) for (const [what, i] of frame.set) if (what !== "partial" || quiz.ruled(at)) open.add(`${what} ${i}`);
    for (const [what, i] of [...frame.set, ...(current.frame?.set ?? [])]) touched.add(`${what} ${i}`); // shown or hidden now
    const word = WORDS[phase.sweep] ?? "adjoint", renamed = phase.sweep !== current.phase?.sweep;
    current = { frame, phase, lit };
    const below = second() === "slope" ? word : "residual";
    root.dataset.sweep = phase.sweep;
    root.dataset.frame = at;
    root.dataset.asks = Boolean(open);
    if (playing) data.variables.forEach((_, i) => touched.add(`${second()} ${i}`));
    for (const key of touched) update(key, open);
    const named = new Set([...touched].filter((key) => !/^(share|partial)/.test(key)).map((key) => +key.split(" ")[1]));
    hand.show(playing, (what, i, text) => {
      pictures.update(what, i, text);
      table.update(what, i, text);
    });
    if (data.schedule) pictures.mark("ad-has-fired", (i) => playing && hand.fired(i));
    for (const i of named) pictures.name(i, { value: text(`value ${i}`, open), slope: playing ? "" : text(`${second()} ${i}`, open) }, below);
    for (const view of [pictures, table, figure]) view.light(lit);
    lines.light(lit.lines ?? [], result("value", open));
    gradient.light(lit.gradient ?? [], result(phase.sweep === "reverse" ? "share" : "slope", open));
    memory.show(at);

    if (!quiz.asks(at) && quiz.form.contains(document.activeElement)) next.focus({ preventScroll: true });
    quiz.show(at);
    quiz.sum(phase.start, phase.end);
    write(sentence, open ? frame.ask.question : playing ? hand.sentence() : frame.sentence);
    const gives = open && frame.set.some(([what, , text]) => !/partial|residual/.test(what) && frame.letters.includes(`>${text.replace("−", "")}<`)); // "x = 0.25" would give it away
    const shownLetters = gives || quiz.ruled(at) ? "" : frame.letters, shownNumbers = open ? "" : frame.numbers;
    equations.hidden = playing || (Boolean(open) && !shownLetters);
    if (letters.source !== shownLetters) letters.innerHTML = letters.source = shownLetters;
    if (numbers.source !== shownNumbers) numbers.innerHTML = numbers.source = shownNumbers;
    write(code, (data.code ?? "").replace("{options}", quiz.options() + (at ? `, step=${at}` : "")));
    const place = `${playing ? "firing" : "step"} ${here()} of ${end()}`;
    write(count, place);
    slider.max = end();
    slider.value = here();
    attribute(slider, "aria-valuetext", place);
    for (const b of [first, back]) attribute(b, "aria-disabled", here() === 0);
    for (const b of [next, last]) attribute(b, "aria-disabled", here() === end() && !open);
    for (const tab of phases.children) attribute(tab, "aria-pressed", tab.dataset.sweep === phase.sweep);
    table.head(word);
    if (renamed) write(legend, explained(phase.sweep, below));
    if (!paint) paint = requestAnimationFrame(settle);
  }
  // What a line does at this step: "a = 1.284" in the function, "adds 45.71" or "= 63.51" in the gradient.
  function result(what, open) {
    const { set, lit } = current.frame, entry = set.find(([kind, i]) => kind === what && lit.targets.includes(i));
    if (!entry || entry[2] === "seed" || machineOn()) return "";
    const written = open && open.has(`${what} ${entry[1]}`) ? "?" : entry[2];
    return what === "share" ? `adds ${written.split(" from ")[0]}` : `${what === "value" ? data.variables[entry[1]].name : ""} = ${written}`;
  }
  function explained(sweep, word) {
    const boxes = `${data.remark} In each box: its value${sweep === "forward" ? "" : `, and below it its ${word}`}${data.ranges ? `; ${data.ranges}` : ""}.`;
    if (sweep === "schedule") return `${boxes} Firing pays all parents. Filled box: who was paid last. Dashed box: who paid. Thick frame: has fired.`;
    return `${boxes} Filled box: what changes. Dashed box: what is read. Thick arrow: the edge in use${/for|fea/.test(sweep) ? "" : ", with its partial"}.`;
  }

  // Once per repaint: what is too wide to see whole can be reached and scrolled by key, and what is lit is in view.
  function settle() {
    paint = 0;
    const wide = [pictures.element, letters, numbers].map((part) => [part, part.scrollWidth > part.clientWidth ? 0 : -1]);
    for (const [part, stop] of wide) if (part.tabIndex !== stop) part.tabIndex = stop;
    for (const view of [pictures, lines, gradient, table]) view.settle(current.lit);
  }

  function load(fresh) {
    const structure = JSON.stringify([fresh.variables.map(({ name, rule }) => [name, rule]), fresh.phases.map((phase) => phase.start)]);
    const same = structure === shown, begins = shown === "", focus = root.contains(document.activeElement);
    shown = structure;
    if (data) toggle(false);
    data = fresh;
    past = history(data);
    at = same ? at : begins ? Math.min(data.step ?? 0, data.frames.length - 1) : 0;
    current = { frame: null, phase: null };
    for (const view of [pictures, table, figure, memory, hand, nudge]) view.load(data);
    quiz.load(data, at);
    lines.load(data.source);
    gradient.load(data.gradient);
    phases.replaceChildren(...data.phases.map((phase) =>
      make("button", { type: "button", class: "ad-phase", "data-do": "phase", "data-sweep": phase.sweep, "data-start": phase.start }, phase.label)));
    phases.hidden = data.phases.length < 2;
    write(keys, `keys: ← → Home End, space plays${quiz.possible() ? ", p predicts" : ""}`);
    codeLine.hidden = !data.code;
    write(copied, "");
    letters.source = numbers.source = null;
    show();
    say(quiz.open(at) ? current.frame.ask.question : current.frame.sentence);
    if (focus && !root.contains(document.activeElement)) root.focus({ preventScroll: true });
  }

  // Go to the next step of this sweep that concerns a thing, after the last one to the first.
  function visit(concerns) {
    const { start, end } = span(at), all = [...data.frames.keys()];
    const here = all.filter((k) => k >= start && k < end && concerns(data.frames[k].lit));
    const found = here.length ? here : all.filter((k) => concerns(data.frames[k].lit));
    if (found.length) go(found.find((k) => k > at) ?? found[0]);
    else say("No step of these sweeps is about this.", true);
  }
  function touch(place) {
    if (place.dataset.line !== undefined) return visit((lit) => (lit[place.dataset.kind] ?? []).includes(+place.dataset.line));
    if (place.dataset.r !== undefined) return visit((lit) => (lit.rows ?? []).includes(+place.dataset.r));
    const i = +place.dataset.i, { sweep } = current.phase, node = place.matches("g");
    if (node && nudge.on()) return nudge.show(i);
    if (node && sweep === "schedule") return hand.fire(i);
    const target = (lit) => lit.targets.includes(i);
    visit(data.frames.some((frame, k) => target(frame.lit) && span(k).sweep === sweep) ? target : (lit) => target(lit) || lit.sources.includes(i));
  }

  function copyCode() {
    const done = (text) => {
      write(copied, text);
      say(text, true);
    };
    const select = () => {
      getSelection().selectAllChildren(code);
      done("selected: copy it with Ctrl+C or ⌘C");
    };
    if (navigator.clipboard?.writeText) navigator.clipboard.writeText(code.textContent).then(() => done("copied"), select);
    else select();
  }

  const act = {
    first: () => to(0), back: () => to(here() - 1), last: () => to(end()), play: () => toggle(),
    next() {
      onward();
      if (quiz.open(at) && document.activeElement === next) quiz.field.focus({ preventScroll: true }); // a new question: type on
    },
    phase: (tab) => go(+tab.dataset.start),
    copy: copyCode,
    ...quiz.act, ...hand.act, ...nudge.act,
    reveal() {
      onward();
      next.focus({ preventScroll: true });
    },
    again() {
      quiz.forget();
      go(0);
      (quiz.open(at) ? quiz.field : next).focus({ preventScroll: true });
    },
  };

  root.addEventListener("click", (event) => {
    const control = event.target.closest("[data-do]");
    if (control) return control.getAttribute("aria-disabled") !== "true" && act[control.dataset.do](control);
    const place = event.target.closest("[data-i], [data-line], [data-r]");
    if (place) touch(place);
  }, { signal });
  root.addEventListener("input", ({ target }) => target === slider && to(+slider.value), { signal });
  root.addEventListener("change", ({ target }) => {
    const { change } = target.dataset;
    if (change === "predict") quiz.act.predict(target.checked);
    else if (change === "nudge") nudge.show(+target.value);
    else if (change) quiz.act[change](target.value);
  }, { signal });

  root.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.altKey || event.ctrlKey || event.metaKey || (event.shiftKey && key === "Enter")) return;
    event.stopPropagation(); // or the notebook takes arrows for its headings, and "x" for "cut the cell"
    if (key === "Escape") root.closest(".jp-Notebook, body").focus(); // back to the notebook and its keys
    if (target === quiz.field && key === "Enter") {
      event.preventDefault(); // or the same key presses the button that the focus may go to
      return quiz.open(at) ? quiz.act.check() : act.next();
    }
    if (target.matches("input:not([role=switch]), select, .ad-scroll, .ad-equation") && target !== pictures.element) return; // they use the arrows themselves
    if ((key === "ArrowUp" || key === "ArrowDown") && along(target, key === "ArrowUp" ? -1 : 1)) return event.preventDefault();
    const moves = { ArrowRight: onward, ArrowLeft: act.back, Home: act.first, End: act.last, p: () => quiz.possible() && quiz.act.predict() };
    if ((key === " " || key === "Enter") && target.matches("g[role=button]")) moves[key] = () => touch(target);
    else if (key === " " && !target.closest("button, summary, input")) moves[" "] = () => toggle();
    if (!moves[key]) return;
    moves[key]();
    event.preventDefault();
  }, { signal });

  // The arrows up and down go along boxes, lines or rows, and the cursor with them.
  function along(item, by) {
    const group = item.closest(".ad-wide, .ad-tall, .ad-lines, .ad-table");
    if (!group || !item.matches("g, .ad-line-button, .ad-row-button")) return false;
    const items = [...group.querySelectorAll("g[role=button], .ad-line-button, .ad-row-button")];
    const other = items[items.indexOf(item) + by];
    if (!other) return true;
    rove(items, other);
    other.focus({ preventScroll: true });
    if (other.matches("g") && current.phase.sweep === "schedule" && !nudge.on()) return true; // looking is not firing
    touch(other.closest("[data-i], [data-line]"));
    rove(items, other);
    return true;
  }

  // On paper: every step, its sentence and its equations; what is still asked is left to be written.
  function fillStrip() {
    strip.replaceChildren(...data.frames.map((frame, k) => {
      const item = make("li", { value: k }, make("p", {}, quiz.open(k) ? `${frame.ask.question} ________` : frame.sentence)), equation = make("div");
      if (!quiz.open(k)) equation.innerHTML = `${frame.letters} ${frame.numbers}`;
      item.append(equation);
      return item;
    }));
  }
  const empty = () => strip.replaceChildren();
  window.addEventListener("beforeprint", fillStrip, { signal });
  window.addEventListener("afterprint", empty, { signal });
  matchMedia("print").addEventListener("change", (event) => (event.matches ? fillStrip() : empty()), { signal });

  // Panes fold where the page becomes narrow, and open where it becomes wide; between, they are the learner's.
  let narrow = null;
  const watch = new ResizeObserver(([{ contentRect }]) => {
    const now = contentRect.width < 600;
    if (!contentRect.width || now === narrow) return;
    narrow = now;
    for (const { element } of [lines, gradient, table, figure]) element.open = !now;
  });
  watch.observe(root);

  function stop() {
    if (data) toggle(false);
    cancelAnimationFrame(paint);
    watch.disconnect();
  }
  return { load, stop };
}

// --- 6 explore's form ---------------------------------------------------------------------------

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

// --- 7 the doors ----------------------------------------------------------------------------------

function render({ model, el }) {
  const data = model.get("data"), done = new AbortController();
  const root = make("div", { class: "adlesson ad-stepper", tabindex: "0", role: "group", "aria-label": `Stepper: ${data.title}` });
  const head = make("div", { class: "ad-head-row" });
  root.append(head);
  const explores = model.get("inputs") !== undefined, title = make("p", { class: "ad-title" }, make("code", {}, data.title));
  if (!explores || model.get("text") === null) head.append(title);
  const close = explores ? form(model, head, root) : () => {};
  const show = player(root, head, done.signal);
  const reload = () => {
    show.load(model.get("data"));
    root.setAttribute("aria-label", `Stepper: ${model.get("data").title}`);
  };
  model.on("change:data", reload);
  reload();
  el.append(root);
  return () => {
    done.abort();
    show.stop();
    close();
    model.off("change:data", reload);
  };
}

// Show a stepper in a page that has no kernel: `data` is what frames.py writes; returns what ends it.
export function mount(element, data) {
  const nothing = () => {};
  return render({ model: { get: (name) => (name === "data" ? data : undefined), set: nothing, on: nothing, off: nothing, save_changes: nothing }, el: element });
}

export default { render };
