// A fresh problem: answer it, be told why it is not so, and go on to the next one.
//
// It is judged in the page, by its data, so that it can be answered where no Python runs.  The next one is drawn by
// Python; a self-test has all of its problems with it, in "queue".

import { attribute, focus, focused, icon, make, write } from "../../live/js/dom.js";
import { noPython, site } from "../../live/js/python.js";
import { allow, turnOf } from "./check.js";
import { placeFor } from "./practice_fields.js";
import { judgedProblem, longestReply } from "./practice_judging.js";
import { know, subscribe } from "./store.js";
import { marked } from "./words.js";

const SAID_OF = { right: "Right.", close: "Close.", wrong: "Not right yet." };
const ALONE = "A fresh one needs Python: run this cell in JupyterLab.";
const ONLY = "Without it no fresh one is drawn; this one works.";
const WAITING = "Python draws a fresh one: if this stays, run the cell again.";
const ALREADY = "It is right. Go on to the next.", LATER = "The solution is shown after a try.";

class Problem {
  /** @param {import("./mounting.js").Card} card */
  constructor({ root, signal, model, own, record }) {
    Object.assign(this, { root, model, own, record });
    this.data = this.all = this.place = this.last = null; // `all` is what the card was given, `data` the problem of it
    this.at = 0; // in the queue
    this.open = false; // is the solution shown?
    this.build();
    root.addEventListener("keydown", (event) => this.pressed(event), { signal });
    signal.addEventListener("abort", subscribe(() => this.data && this.draw()));
  }

  build() {
    const push = (text, does, name) => make("button", { type: "button", class: name, onclick: does }, text);
    this.title = make("b");
    this.turn = make("span");
    this.ask = make("p", { class: "ad-ask" });
    this.table = make("div", { class: "ad-scroll" });
    this.picture = make("div", { class: "ad-picture" });
    this.answers = make("div");
    this.verdict = make("p", { class: "ad-verdict" });
    this.room = make("p", { class: "ad-room", "aria-hidden": "true" });
    this.hints = make("ol", { class: "ad-hints" });
    this.note = make("span", { class: "ad-note", role: "status" });
    this.aloud = make("span", { class: "ad-unseen", role: "status" });
    this.check = push("check", () => this.judge(), "ad-check-button");
    this.hint = push("hint", () => this.takeHint());
    this.solve = push("solution", () => this.showSolution());
    this.next = push("another one", () => this.goOn());
    this.code = make("code");
    this.pre = make("pre", { tabindex: "0", role: "region" }, this.code);
    this.solution = make("section", { hidden: true }, make("b", {}, "Solution"), this.pre);
    this.sum = make("p", { class: "ad-sum", hidden: true });
    const acts = [this.check, this.hint, this.solve, this.next, this.own?.line ?? "", this.note];
    this.root.classList.add("ad-check"); // it looks like an exercise, and the answers like those of a prediction
    this.root.append(
      make("p", { class: "ad-meta" }, this.title, this.turn), this.ask,
      make("div", { class: "ad-given" }, this.table, this.picture),
      make("div", { class: "ad-predict" }, this.answers, make("div", { class: "ad-says", role: "status" },
        this.verdict, this.room), this.aloud),
      make("div", { class: "ad-acts" }, ...acts), this.hints, this.solution, this.sum,
    );
  }

  load(all) {
    const first = this.all === null;
    this.all = all;
    if (all.test && first) this.at = Math.max(0, all.queue.findIndex(({ name }) => know(name).best !== "right"));
    this.take(all.test ? all.queue[this.at] : all);
    if (all.trouble) this.say(all.trouble);
  }

  take(data) {
    const same = this.data?.name === data.name, inside = this.data && focused(this.root);
    this.data = data;
    if (!same) {
      Object.assign(this, { last: null, open: false });
      write(this.aloud, ""); // it spoke of another problem
      const say = (text, seen) => (seen ? this.say(text) : write(this.aloud, text));
      this.place = placeFor(data, () => this.changed(), say);
      this.table.replaceChildren(this.place.table);
      this.answers.replaceChildren(...this.place.parts);
      this.picture.innerHTML = data.picture;
      write(this.code, data.solution);
      marked(this.room, `${SAID_OF.wrong} ${longestReply(data)}`);
    }
    const { test } = this.all, title = test ? `Self-test ${test.when} the course` : "Practice";
    const where = test ? `${this.at + 1} of ${test.names.length}: ${data.title}` : data.title;
    attribute(this.root, "aria-label", `${title}, ${where}`);
    attribute(this.pre, "aria-label", `The solution of ${title}, ${where}`);
    write(this.title, `${title} · ${where}`);
    write(this.next, !test ? "another one" : this.at + 1 < test.names.length ? "next problem" : "first problem");
    marked(this.ask, data.ask);
    this.draw();
    if (!same && inside) this.place.focus();
  }

  judge() {
    if (this.right()) return this.say(ALREADY);
    const { data, place } = this, answer = place.answer(), text = place.text(answer);
    this.last = judgedProblem(data, answer);
    const { verdict, at } = this.last, known = know(data.name).tries;
    place.point(at);
    if (verdict !== "note" && !known.some(([other, said]) => other === text && said === verdict)) {
      this.record({ what: "checked", name: data.name, answer: text, verdict });
    }
    if (verdict === "wrong" && data.kind === "order") place.leave();
    this.draw();
  }

  right() {
    return know(this.data.name).best === "right";
  }

  takeHint() {
    const { name, hints } = this.data;
    if (know(name).hints >= hints.length) return this.say("All hints are there.");
    this.record({ what: "hinted", name });
  }

  showSolution() {
    const { name } = this.data, { count, solved } = know(name);
    if (!count && !solved) return this.say(LATER);
    this.open = !this.open;
    if (this.open && !solved) this.record({ what: "solved", name });
    this.draw();
    this.say(this.open ? "The solution is shown." : "The solution is hidden.");
  }

  goOn() {
    const { all, own } = this, model = this.model();
    if (all.test) {
      this.at = (this.at + 1) % all.queue.length;
      return this.take(all.queue[this.at]);
    }
    if (own && model === own) {
      own.set("asked", own.get("asked") + 1);
      return own.save_changes();
    }
    try {
      model.send({ what: "next" });
      this.say(WAITING);
    } catch {
      this.say(site() ? `${noPython()} ${ONLY}` : ALONE); // there is no kernel, or it has gone
    }
  }

  // Something else is answered.
  changed() {
    this.place.point(null);
    if (!this.own) return;
    this.own.touch();
  }

  pressed(event) {
    const { key, target, altKey, ctrlKey, metaKey, shiftKey, repeat } = event;
    if (altKey || ctrlKey || metaKey || (shiftKey && key === "Enter") || target.matches(".ad-acts button, pre")) return;
    if (key === "Enter" && repeat) return event.preventDefault(); // one key, held down, does one thing
    const typed = target.matches(".ad-entry"), used = !typed && !this.right() && this.place.key(key, target);
    if (!used && key === "Enter") this.judge();
    if (used || key === "Enter") event.preventDefault();
  }

  say(text) {
    marked(this.note, text);
  }

  draw() {
    const { data, place, root } = this, { count, hints, solved, tries } = know(data.name), right = this.right();
    place.show(tries, right ? tries.find(([, verdict]) => verdict === "right")?.[0] ?? "" : null);
    const shown = right ? { verdict: "right", message: "" } : this.last;
    attribute(root, "data-verdict", shown?.verdict ?? "unanswered");
    write(this.turn, turnOf(count, right ? "right" : tries.at(-1)?.[1]));
    this.tell(shown ?? { verdict: "how", message: count ? `Not right yet. ${place.how}` : place.how });
    if (this.hints.childElementCount !== Math.min(hints, data.hints.length)) {
      const entry = (text, k) => marked(make("li"), `Hint ${k + 1} of ${data.hints.length}: ${text}`);
      this.hints.replaceChildren(...data.hints.slice(0, hints).map(entry));
    }
    this.solution.hidden = !this.open;
    attribute(this.solve, "aria-expanded", this.open);
    allow(this.check, !right);
    allow(this.hint, hints < data.hints.length);
    allow(this.solve, count > 0 || solved);
    const left = data.hints.length - hints, open = count > 0 || solved;
    const more = `${left > 0 ? left : "no more"} hint${left === 1 ? "" : "s"}${left > 0 ? " left" : ""}`;
    this.say(open ? more : `${more} · solution after a try`);
    this.addUp();
  }

  tell({ verdict: kind, message }) {
    const { verdict } = this, strong = SAID_OF[kind] ? [make("b", {}, SAID_OF[kind]), " "] : [];
    if (verdict.dataset.verdict === kind && verdict.dataset.text === message) return; // or it is read out again
    Object.assign(verdict.dataset, { verdict: kind, text: message });
    const words = make("span", {}, ...strong, marked(make("span"), message));
    verdict.replaceChildren(...(kind === "how" ? [] : [icon(kind)]), words);
  }

  // How far one is in a self-test.
  addUp() {
    const { test } = this.all, first = (names) => names.filter((name) => know(name).first === "right").length;
    const answered = test ? test.names.filter((name) => know(name).first).length : 0;
    this.sum.hidden = !answered;
    if (!answered) return;
    const all = answered === test.names.length ? `These are all ${answered}. ` : "";
    const before = test.when === "after" && test.before.some((name) => know(name).first);
    const then = before ? ` Before the course: ${first(test.before)} of ${test.before.length}.` : "";
    write(this.sum, `${all}Right at the first try: ${first(test.names)} of ${test.names.length}.${then}`);
  }
}

/**
 * @param {import("./mounting.js").Card} card
 * @returns {function(Object)} what shows the data
 */
export function practiceCard(card) {
  const problem = new Problem(card);
  return (data) => problem.load(data);
}
