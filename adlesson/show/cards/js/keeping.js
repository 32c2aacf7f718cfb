// Where it is kept, and what can be done about it: see where, take a copy along, add one from elsewhere, forget it all.

import { attribute, make, write } from "../../live/js/dom.js";
import { copy, forget, isNewer, merge, place, subscribe } from "./store.js";
import { twice } from "./twice.js";

const FILE = "adlesson-progress.jsonl", LARGEST = 5e6;
const SLOW = "Python has not answered yet: if this stays, run the cell again.";
const TEXTS = { where: "where?", copy: "save a copy", load: "upload", forget: "forget" };
const PLACES = { // what is said, and what is offered
  file: ["Kept in one file on this computer.", "where", "copy", "forget"],
  drive: ["Kept in this browser, with its notebooks.", "where", "copy", "load", "forget"],
  binder: ["This machine is deleted after your visit.", "copy", "load"],
  session: ["Kept for this session only.", "copy", "load"],
  browser: ["Kept in this browser.", "copy", "load", "forget"],
  page: ["This browser keeps nothing: it is gone when the page is closed.", "copy", "load"],
};

/**
 * @param {import("./mounting.js").Card} card
 * @returns {{root: HTMLElement, show: function()}} `show` is called when the card has other data
 */
export function keeping(card) {
  const root = make("p", { class: "ad-kept" }), words = make("span", { role: "status" });
  const file = make("input", { type: "file", hidden: true, accept: ".jsonl,.txt,.json" });
  let waits = null, heard = null, news = ""; // what was answered to the last click

  const alone = () => ["browser", "page"].includes(place().kind); // without a kernel
  function say(text) {
    clearTimeout(waits);
    news = text;
    draw();
  }
  function ask(question) {
    say("");
    waits = setTimeout(() => say(SLOW), 3000);
    if (!posted(card.model(), question)) say(SLOW); // its own kernel has gone, another card's is there
  }
  function answer(message) {
    if (message.forgotten) forget();
    if (message.copy) save(message.copy);
    if (message.said) say(message.said);
  }
  function save(text) {
    download(text);
    say(`A copy goes to your downloads, as ${FILE}.`);
  }
  function forgetAll() {
    if (!alone()) return ask({ what: "forget" });
    forget();
    say("Forgotten.");
  }
  file.addEventListener("change", async () => {
    const [{ name, size }] = file.files, text = size <= LARGEST ? await file.files[0].text() : "";
    file.value = ""; // the same one may be chosen again
    if (!alone()) return ask({ what: "load", from: name, text });
    if (isNewer(text)) return say(`${name}: a newer version of the lesson wrote it. Nothing is changed.`);
    const [fresh, all] = merge(text);
    if (!all) return say(`${name} is no copy of your progress. Nothing is changed.`);
    say(`${fresh} of the ${all} events in ${name} are new, and are added.`);
  });
  const does = {
    where: () => ask({ what: "where" }),
    copy: () => (alone() ? save(copy()) : ask({ what: "copy" })),
    load: () => file.click(),
    forget: null,
  };
  const buttons = {};
  for (const what of Object.keys(does)) {
    buttons[what] = make("button", { type: "button", onclick: () => does[what]() }, TEXTS[what]);
  }
  does.forget = twice(buttons.forget, "really forget it all?", forgetAll);
  root.append(words, ...Object.values(buttons), file);

  function draw() {
    const { kind, trouble } = place(), [text, ...offered] = PLACES[kind] ?? PLACES.session, binder = kind === "binder";
    write(words, news || trouble || text);
    attribute(words, "class", binder || trouble ? "ad-strong" : "");
    for (const [what, element] of Object.entries(buttons)) {
      element.hidden = !offered.includes(what);
      attribute(element, "class", binder ? (what === "copy" ? "ad-first" : "") : "ad-quiet");
    }
    write(buttons.copy, binder ? "download my progress" : TEXTS.copy);
  }
  function show() {
    if (card.model() !== heard) {
      heard?.off?.("msg:custom", answer);
      heard = card.model();
      heard?.on?.("msg:custom", answer);
      if (heard) posted(heard, { what: "news" }); // of what was done in other notebooks since it was shown
    }
    draw();
  }
  card.signal.addEventListener("abort", subscribe(draw));
  card.signal.addEventListener("abort", () => heard?.off?.("msg:custom", answer));
  return { root, show };
}

function posted(model, question) {
  try {
    model.send(question);
    return true;
  } catch {
    return false;
  }
}

function download(text) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/x-ndjson" }));
  make("a", { href: address, download: FILE }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
