// What was missed is answered once more, one question after the other: in a card of its own, or inside a row.

import { attribute, focus, focused, make, write } from "../../live/js/dom.js";
import { predictCard } from "./predict.js";
import { lacks, standing } from "./standing.js";
import { subscribe } from "./store.js";
import { link } from "./where.js";

/**
 * Ask predictions once more.
 * @param {HTMLElement} place is filled
 * @param {import("./mounting.js").Card} card in which it is
 * @param {{asked: Object<string, Object>, left: function(): string[], where: string}} what the data of a prediction, by
 *   name; the names that are still to be answered; and where these stand, in words
 * @param {?function()} close what the button "close" does, null if there is none
 * @returns {{show: function(string), follow: function()}} `show` asks a question, `follow` looks how many are left
 */
export function again(place, card, { asked, left, where }, close) {
  const head = make("p", { class: "ad-again-head" }), question = make("div", { class: "ad-again" });
  const stands = make("p", { class: "ad-again-head" });
  const next = make("button", { type: "button", onclick: () => show(following()) }, "next");
  const done = close && make("button", { type: "button", onclick: close }, "close");
  place.replaceChildren(head, question, stands, make("p", { class: "ad-buttons" }, next, ...(done ? [done] : [])));
  let now = null, ends = null, missed = false; // is it to be answered, and was not answered here yet?

  // The next one to be answered, in reading order; after the last one it goes on at the first.
  function following() {
    const others = left().filter((name) => name !== now), order = Object.keys(asked);
    return others.find((name) => order.indexOf(name) > order.indexOf(now)) ?? others[0] ?? null;
  }
  function follow() {
    if (missed && !lacks(now)) { // it was answered in a card of its own
      missed = false;
      const other = following();
      if (other) return show(other, false);
      ends.abort();
      question.replaceChildren();
      stands.replaceChildren();
    }
    const count = left().length, more = following() !== null;
    const many = count === 1 ? "One prediction is" : `${count || "No"} predictions are`;
    write(head, `${many} left to answer once more ${where}.`);
    if (!more && next === next.getRootNode().activeElement) focus(question.firstChild);
    next.hidden = !more;
  }
  function show(name, wanted = true) {
    ends?.abort();
    ends = new AbortController();
    card.signal.addEventListener("abort", () => ends.abort(), { signal: ends.signal });
    now = name;
    missed = lacks(name);
    const root = make("div", { class: "adlesson ad-piece ad-card ad-predict", role: "group", tabindex: "-1" });
    question.replaceChildren(root);
    stands.replaceChildren("It stands in ", link(asked[name]), ".");
    // it begins afresh, and what is answered here is no first answer
    const record = (event) => {
      if (event.what !== "predicted") return;
      missed &&= event.verdict !== "right";
      card.record({ ...event, what: "replayed" });
      // one key leads on: once the card has drawn its verdict
      if (event.verdict === "right" && focused(root)) queueMicrotask(() => next.hidden || focus(next));
    };
    predictCard({ ...card, root, record, signal: ends.signal, again: true, asked: wanted })(asked[name]);
    follow();
  }
  return { show, follow };
}

/**
 * @param {import("./mounting.js").Card} card
 * @returns {function(Object)} what shows the data
 */
export function replayCard(card) {
  const { root, signal } = card, title = make("p", { class: "ad-title" }), nothing = make("p");
  const start = make("button", { type: "button", onclick: begin }, "");
  const place = make("div", {}, make("p", { class: "ad-buttons" }, start));
  let names = [], asked = {}, asking = null, where = "";
  root.append(title, nothing, place);

  function begin() {
    asking = again(place, card, { asked, left: () => names.filter(lacks), where }, null);
    asking.show(names.find(lacks));
  }
  function draw() {
    const count = names.filter(lacks).length;
    asking?.follow();
    nothing.hidden = Boolean(count || asking);
    place.hidden = !count && !asking;
    write(nothing, why(names));
    write(start, `answer the ${count === 1 ? "one" : count} I missed`);
  }
  signal.addEventListener("abort", subscribe(draw));
  return (data) => {
    attribute(root, "aria-label", data.label);
    write(title, data.label);
    ({ names, predictions: asked } = data);
    where = `in notebook ${data.number}`;
    draw();
  };
}

// Why there is nothing to replay.
function why(names) {
  if (names.every((name) => standing(name) === "open")) return "Nothing to replay: no prediction is answered yet.";
  const later = names.some((name) => standing(name) === "later");
  if (later) return "Nothing to replay: you put right all that you missed.";
  return "Nothing to replay: each first answer was right.";
}
