// The transport: back, next, play and its speed, the rail, the count, and what opens the drawer.  Nothing in it moves.

import { attribute, button, icon, make, write } from "../../live/js/dom.js";

const SPEEDS = [1, 2, 0.5]; // times; 1 is a step every PACE milliseconds
const PACE = 1400;
const TICKS = 14; // so many steps have a mark each, more have a plain slider
const MARKS = { dot: "M10 5a5 5 0 1 0 .01 0z", left: "M15 4v12L4 10z", right: "M5 4v12l11-6z" };

/**
 * Where the cursor is, and the way to any other step: a mark for each, whose shape says which way its sweep goes.
 * @param {function(number)} move goes to a step
 * @returns {{element: HTMLElement, load: function(Object[]), show: function(number, number, string)}} `load` is given
 *   the shape and the role of every step but the first; `show` where the cursor is, of how many, and that in words
 */
function railView(move) {
  const slider = make("input", { type: "range", min: 0, step: 1, class: "ad-slide", "aria-label": "Step" });
  const names = { role: "slider", tabindex: "0", "aria-label": "Step", "aria-valuemin": 0 };
  const ticks = make("div", { class: "ad-ticks", ...names });
  const element = make("div", { class: "ad-rail" }, slider, ticks);
  let marks = [], kinds = "";

  function load(steps) {
    const drawn = JSON.stringify(steps);
    if (drawn === kinds) return;
    kinds = drawn;
    ticks.hidden = steps.length > TICKS;
    slider.hidden = !ticks.hidden;
    marks = ticks.hidden ? [] : steps.map(({ shape, look }) => {
      const tick = make("span", { class: "ad-tick", "data-look": look });
      tick.innerHTML = `<svg viewBox="0 0 20 20" aria-hidden="true"><path d="${MARKS[shape]}"/></svg>`;
      return tick;
    });
    ticks.replaceChildren(...marks);
  }
  function show(at, end, place) {
    slider.max = end;
    slider.value = at;
    attribute(slider, "aria-valuetext", place);
    for (const [name, value] of [["valuemax", end], ["valuenow", at], ["valuetext", place]]) {
      attribute(ticks, `aria-${name}`, value);
    }
    marks.forEach((tick, k) => attribute(tick, "data-is", k + 1 < at ? "past" : k + 1 === at ? "now" : "to come"));
  }
  const pointed = (event) => {
    if (event.type === "pointermove" && !ticks.hasPointerCapture(event.pointerId)) return;
    if (event.type === "pointerdown") ticks.setPointerCapture(event.pointerId);
    const { left, width } = ticks.getBoundingClientRect();
    const k = Math.ceil(((event.clientX - left) / width) * marks.length);
    move(Math.max(0, Math.min(k, marks.length)));
  };
  for (const event of ["pointerdown", "pointermove"]) ticks.addEventListener(event, pointed);
  slider.addEventListener("input", () => move(+slider.value));
  return { element, load, show };
}

/**
 * @param {function(number)} move goes to a step
 * @returns {Object} its `element`, its buttons, `load` (see the rail), `show`, `playing` and `pace`
 */
export function transportView(move) {
  const control = (name, label, ...more) => {
    const names = { type: "button", class: `ad-button ad-${name}`, "data-do": name, "aria-label": label, title: label };
    return make("button", names, ...more);
  };
  const word = make("span"), often = make("span"), word2 = make("span", {}, "more");
  const back = control("back", "Previous step (left arrow)", icon("back"));
  const next = control("next", "Next step (right arrow)", word, icon("next"));
  const play = control("play", "Play (space)", icon("play")), speed = control("speed", "", often);
  const more = button("more", "", { class: "ad-more", "aria-expanded": "false" });
  const rail = railView(move), count = make("span", { class: "ad-count" });
  more.append(word2, icon("more"));
  const element = make("div", { class: "ad-controls" }, back, next, play, speed, rail.element, count, more);
  let chosen = 0;

  function show({ at, end, place, open, rest }) {
    write(count, `${at} of ${end}`);
    rail.show(at, end, place);
    write(word, open ? "skip" : "next");
    const label = open ? "Skip: show the answer (right arrow)" : "Next step (right arrow)";
    attribute(next, "aria-label", label);
    next.title = label;
    attribute(back, "aria-disabled", at === 0);
    attribute(next, "aria-disabled", at === end && !open);
    next.classList.toggle("ad-filled", !open && !rest && at < end);
  }
  function playing(on) {
    const label = on ? "Pause (space)" : "Play (space)";
    play.replaceChildren(icon(on ? "pause" : "play"));
    attribute(play, "aria-label", label);
    play.title = label;
  }
  function faster(by = 1) {
    chosen = (chosen + by) % SPEEDS.length;
    write(often, `${SPEEDS[chosen]}×`);
    const label = `Speed: ${SPEEDS[chosen]} times`;
    attribute(speed, "aria-label", label);
    speed.title = label;
    return label;
  }
  function opened(on) {
    attribute(more, "aria-expanded", on);
    if (more.lastChild.dataset.of === String(on)) return;
    write(word2, on ? "less" : "more");
    more.lastChild.replaceWith(icon(on ? "less" : "more"));
    more.lastChild.dataset.of = on;
  }
  faster(0);
  opened(false);
  return { element, back, next, play, more, load: rail.load, show, playing, faster, opened,
    pace: () => PACE / SPEEDS[chosen] };
}
