// What a learner does to a player: buttons, clicks on things, keys.

import { focus, focused, rove, scrollInside } from "../../live/js/dom.js";

/** @typedef {import("./player.js").Player} Player */

// Go to the step of this sweep that concerns a thing: from one of them to the next, after the last one to the first;
// from elsewhere to the next one, or to the `last`.
function visit(player, concerns, last = false) {
  const { data, at } = player, { start, end } = player.span(at), all = [...data.frames.keys()];
  const here = all.filter((k) => k >= start && k < end && concerns(data.frames[k].lit));
  const found = here.length ? here : all.filter((k) => concerns(data.frames[k].lit));
  const from = last && !found.includes(at) ? found.at(-1) - 1 : at;
  if (found.length) player.go(found.find((k) => k > from) ?? found[0]);
  else player.say("No step of these sweeps is about this.", true);
}

// A line, a row of the figure, a box or a row of the table was chosen.
function touch(player, { dataset: { line, kind, r, i }, localName }) {
  if (line !== undefined) return visit(player, (lit) => (lit[kind] ?? []).includes(+line));
  if (r !== undefined) return visit(player, (lit) => (lit.rows ?? []).includes(+r));
  const { sweep } = player.now.phase, chosen = localName === "g" && player.drawer.active().find((pane) => pane.choose);
  if (chosen) return chosen.choose(+i); // nudged, or fired
  const target = (lit) => lit.targets.includes(+i), read = (lit) => lit.sources.includes(+i);
  const changes = player.data.frames.some(({ lit }, k) => target(lit) && player.span(k).sweep === sweep);
  visit(player, changes ? target : (lit) => target(lit) || read(lit), true); // where all that it shows is there
}

const SEEN = "g, .ad-line-button, .ad-row-button"; // what Enter leads to the step of

// The arrows up and down go along boxes, lines or rows; the cursor stays: looking is not going.
function along(player, item, by) {
  const group = item.closest(".ad-wide, .ad-tall, .ad-lines, .ad-table");
  if (!group || !item.matches(SEEN)) return false;
  const items = [...group.querySelectorAll("g[role=button], .ad-line-button, .ad-row-button")];
  const other = items[items.indexOf(item) + by];
  if (!other) return true;
  rove(items, other);
  focus(other);
  if (other.matches("g")) player.pictures.settle({ targets: [+other.dataset.i] });
  else scrollInside(other.closest(".ad-scroller"), other);
  return true;
}

// What each button does, by its data-do.
function buttons(player) {
  const { quiz, hand, drawer, transport: { next } } = player;
  return {
    first: () => player.to(0),
    back: () => player.to(player.here() - 1),
    next() {
      const goes = focused(player.root) === next;
      player.onward();
      if (!goes || !quiz.open(player.at)) return;
      focus(quiz.ui.field); // a new question: type on
      player.say(player.spoken());
    },
    last: () => player.to(player.end()),
    play: () => player.play(),
    speed: () => player.faster(),
    more: () => drawer.expand(!drawer.isOpen()),
    pane: ({ dataset }) => drawer.toggle(dataset.pane),
    phase: (tab) => player.go(+tab.dataset.start),
    copy: () => player.copied.copy(),
    "copy-link": () => player.linked.copy(),
    check: () => player.check(),
    hint: () => quiz.hint(),
    reveal: () => player.onward(true),
    again() {
      quiz.forget();
      player.go(0);
      focus(quiz.open(player.at) ? quiz.ui.field : next);
    },
    run({ dataset }) {
      hand.take(+dataset.run);
      player.play(true);
    },
    orders() {
      if (!drawer.isOpen()) drawer.expand(true); // the table stands in it
      hand.compare();
    },
    "reveal-orders": () => hand.reveal(),
    undo: () => hand.undo(),
    reset: () => hand.reset(),
  };
}

// What each other control does with its value, by its data-change.
function changes({ quiz }) {
  return {
    predict: ({ checked }) => quiz.turn(checked),
    fade: ({ value }) => quiz.fadeTo(+value),
    rule: ({ value }) => quiz.choose(+value),
  };
}

// Escape: out of the question, then of the pane that the learner opened, then of the stepper, to the notebook's keys.
function escape({ root, quiz, drawer }, target) {
  if (quiz.ui.form.contains(target)) return focus(root);
  if (drawer.close(root)) return;
  focused(root)?.blur();
  root.closest(".jp-Notebook")?.focus();
}

function pressed(player, act, event, before) {
  const { key, target } = event, { quiz } = player, open = quiz.open(player.at); // Enter types where something is asked
  if ((event.ctrlKey || event.metaKey) && key === "a") { // or the notebook selects all of its cells
    event.stopPropagation();
    if (!target.matches("input")) event.preventDefault();
  }
  if (event.altKey || event.ctrlKey || event.metaKey || (event.shiftKey && key === "Enter")) return;
  event.stopPropagation(); // or the notebook takes arrows for its headings, and "x" for "cut the cell"
  if (key === "Escape") escape(player, target);
  const chooses = target.matches("[type=radio]");
  if ((target === quiz.ui.field || chooses) && key === "Enter") {
    event.preventDefault(); // or the same key presses the button that the focus goes to
    return player.check();
  }
  const typed = target.matches("input:not([role=switch]), select");
  if (!typed && player.drawer.active().some((pane) => pane.press?.(key))) return event.preventDefault();
  const own = target.matches("input:not([role=switch]), select, .ad-scroll, .ad-equation");
  if (own && target !== player.pictures.element && !(chooses && "1234".includes(key))) return; // they use the arrows
  if (player.figure.walk(target, key)) return event.preventDefault();
  const by = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (by && along(player, target, by)) return event.preventDefault();
  const button = target.closest("button, input, g[role=button]"), pane = (name) => () => player.drawer.press(name);
  const moves = {
    ArrowRight: () => (target.matches("[role=slider]") ? player.to(player.here() + 1) : player.onward()),
    ArrowLeft: act.back, Home: act.first, End: act.last, n: pane("nudge"), m: pane("machine"),
    p: () => quiz.possible() && quiz.turn(),
  };
  if (target.matches("[role=slider]")) Object.assign(moves, { ArrowUp: moves.ArrowRight, ArrowDown: act.back });
  if (!open && !/\d/.test(before)) moves["."] = act.more; // "0." is a number that was meant for a field
  if (open) {
    Object.assign(moves, { "?": act.hint, "!": act.reveal });
    if (!button || button === player.transport.next) moves.Enter = () => focus(quiz.ui.field);
    for (const digit of "1234") moves[digit] = () => quiz.pick(+digit - 1);
  }
  const row = key === "Enter" && target.closest("[data-r]");
  if (row) moves.Enter = () => touch(player, row);
  const seen = target.matches(SEEN), fires = seen && player.drawer.active().some((pane) => pane.choose);
  const acts = target.matches("g[role=button]") && (key === "Enter" || (key === " " && fires));
  if (acts) moves[key] = () => touch(player, target);
  else if (key === " " && (seen || !button)) moves[" "] = act.play;
  if (!moves[key]) return;
  moves[key]();
  event.preventDefault();
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
  on("change", ({ target }) => change[target.dataset.change]?.(target));
  let before = "";
  on("keydown", (event) => {
    pressed(player, act, event, before);
    before = event.key;
  });
}
