// What a learner does to a player: buttons, clicks on things, the slider, keys; and panes that fold in a narrow page.

import { rove, write } from "./dom.js";

/** @typedef {import("./player.js").Player} Player */

// Go to the next step of this sweep that concerns a thing, after the last one to the first.
function visit(player, concerns) {
  const { data, at } = player, { start, end } = player.span(at), all = [...data.frames.keys()];
  const here = all.filter((k) => k >= start && k < end && concerns(data.frames[k].lit));
  const found = here.length ? here : all.filter((k) => concerns(data.frames[k].lit));
  if (found.length) player.go(found.find((k) => k > at) ?? found[0]);
  else player.say("No step of these sweeps is about this.", true);
}

// A line, a row of the figure, a box or a row of the table was chosen.
function touch(player, { dataset: { line, kind, r, i }, localName }) {
  if (line !== undefined) return visit(player, (lit) => (lit[kind] ?? []).includes(+line));
  if (r !== undefined) return visit(player, (lit) => (lit.rows ?? []).includes(+r));
  const { sweep } = player.now.phase, { on: hand } = player.hand, box = localName === "g";
  if (box && player.nudge.on()) return player.nudge.show(+i);
  if (box && hand) return player.hand.fire(+i);
  const target = (lit) => lit.targets.includes(+i), read = (lit) => lit.sources.includes(+i);
  const changes = player.data.frames.some(({ lit }, k) => target(lit) && player.span(k).sweep === sweep);
  visit(player, changes ? target : (lit) => target(lit) || read(lit));
}

// The arrows up and down go along boxes, lines or rows, and the cursor with them.
function along(player, item, by) {
  const group = item.closest(".ad-wide, .ad-tall, .ad-lines, .ad-table");
  if (!group || !item.matches("g, .ad-line-button, .ad-row-button")) return false;
  const items = [...group.querySelectorAll("g[role=button], .ad-line-button, .ad-row-button")];
  const other = items[items.indexOf(item) + by];
  if (!other) return true;
  rove(items, other);
  other.focus({ preventScroll: true });
  if (other.matches("g") && player.hand.on && !player.nudge.on()) return true; // looking is not firing
  touch(player, other.closest("[data-i], [data-line]"));
  rove(items, other);
  return true;
}

function copyCode(player) {
  const { code, copied } = player.ui;
  const done = (text) => {
    write(copied, text);
    player.say(text, true);
  };
  const select = () => {
    getSelection().selectAllChildren(code);
    done("selected: copy it with Ctrl+C or ⌘C");
  };
  if (!navigator.clipboard?.writeText) return select();
  navigator.clipboard.writeText(code.textContent).then(() => done("copied"), select);
}

// What each button does, by its data-do.
function buttons(player) {
  const { quiz, hand, nudge, ui } = player, focus = (element) => element.focus({ preventScroll: true });
  return {
    first: () => player.to(0),
    back: () => player.to(player.here() - 1),
    next() {
      player.onward();
      if (quiz.open(player.at) && document.activeElement === ui.next) focus(quiz.ui.field); // a new question: type on
    },
    last: () => player.to(player.end()),
    play: () => player.play(),
    phase: (tab) => player.go(+tab.dataset.start),
    copy: () => copyCode(player),
    check: () => quiz.check(),
    hint: () => quiz.hint(),
    reveal() {
      player.onward();
      focus(ui.next);
    },
    again() {
      quiz.forget();
      player.go(0);
      focus(quiz.open(player.at) ? quiz.ui.field : ui.next);
    },
    run({ dataset }) {
      hand.take(+dataset.run);
      player.play(true);
    },
    undo: () => hand.undo(),
    reset: () => hand.reset(),
    nudge: () => nudge.turn(),
  };
}

// What each other control does with its value, by its data-change.
function changes({ quiz, nudge }) {
  return {
    predict: ({ checked }) => quiz.turn(checked),
    fade: ({ value }) => quiz.fadeTo(+value),
    rule: ({ value }) => quiz.choose(+value),
    nudge: ({ value }) => nudge.show(+value),
  };
}

function pressed(player, act, event) {
  const { key, target } = event, { quiz, root } = player;
  if (event.altKey || event.ctrlKey || event.metaKey || (event.shiftKey && key === "Enter")) return;
  event.stopPropagation(); // or the notebook takes arrows for its headings, and "x" for "cut the cell"
  if (key === "Escape") root.closest(".jp-Notebook, body").focus(); // back to the notebook and its keys
  if (target === quiz.ui.field && key === "Enter") {
    event.preventDefault(); // or the same key presses the button that the focus may go to
    return quiz.open(player.at) ? quiz.check() : act.next();
  }
  const own = target.matches("input:not([role=switch]), select, .ad-scroll, .ad-equation");
  if (own && target !== player.pictures.element) return; // they use the arrows themselves
  if (player.hand.on && player.hand.press(key)) return event.preventDefault();
  const by = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (by && along(player, target, by)) return event.preventDefault();
  const turn = () => quiz.possible() && quiz.turn();
  const moves = { ArrowRight: () => player.onward(), ArrowLeft: act.back, Home: act.first, End: act.last, p: turn };
  if ((key === " " || key === "Enter") && target.matches("g[role=button]")) moves[key] = () => touch(player, target);
  else if (key === " " && !target.closest("button, summary, input")) moves[" "] = act.play;
  if (!moves[key]) return;
  moves[key]();
  event.preventDefault();
}

// Panes fold where the page becomes narrow, and open where it becomes wide; between, they are the learner's.
function fold({ root, panes }, signal) {
  let narrow = null;
  const watch = new ResizeObserver(([{ contentRect }]) => {
    const now = contentRect.width < 600;
    if (!contentRect.width || now === narrow) return;
    narrow = now;
    for (const { element } of panes) element.open = !now;
  });
  watch.observe(root);
  signal.addEventListener("abort", () => watch.disconnect());
}

/**
 * Let a learner use a player, until the signal ends it.
 * @param {Player} player
 * @param {AbortSignal} signal
 */
export function control(player, signal) {
  const { root } = player, act = buttons(player), change = changes(player);
  const on = (event, listener) => root.addEventListener(event, listener, { signal });
  on("click", ({ target }) => {
    const it = target.closest("[data-do]");
    if (it) return it.getAttribute("aria-disabled") !== "true" && act[it.dataset.do](it);
    const place = target.closest("[data-i], [data-line], [data-r]");
    if (place) touch(player, place);
  });
  on("input", ({ target }) => target === player.ui.slider && player.to(+target.value));
  on("change", ({ target }) => change[target.dataset.change]?.(target));
  on("keydown", (event) => pressed(player, act, event));
  fold(player, signal);
}
