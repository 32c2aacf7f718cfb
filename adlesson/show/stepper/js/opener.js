// What a page runs that opens links (link.js): it shows their formulas in a box that can be changed.  What is stored
// here is shown at once; for all else the page's own Python is asked.

import { make } from "../../live/js/dom.js";
import { explorerModel } from "./explorer_model.js";
import { readLink, startAt, Told } from "./link.js";
import { mount } from "./mount.js";
import { noPython } from "../../live/js/python.js";

/** @typedef {import("./contract.js").Frames} Frames */
/** @typedef {import("./link.js").Link} Link */

const OPENER_SHEETS = "SHEETS", OPENER_STORED = "STORED"; // written here when the site is built
const OPENS = "Python opens the formula of this link.";
const NO_FORMULA = "This link has no formula: one begins with #f=";

// Is it what the link says, with 1 for an input that it does not name?
function isOf(data, { f, at }) {
  const { form: { text, inputs } } = data;
  return text === f && inputs.every(({ name, value }) => value === (at[name] ?? 1));
}

/**
 * Ask the page's Python.
 * @param {Link} link
 * @param {Frames} first from which it goes on
 * @param {function(HTMLElement)} waits is given what says how far Python is
 * @returns {Promise<Frames>}
 */
async function askedOf({ f, at }, first, waits) {
  const model = explorerModel(first);
  if (!model) throw new Told(`${noPython() || "There is no Python in this page."} So the link cannot be opened here.`);
  const answered = new Promise((done) => model.on("change:answered", done));
  model.set("inputs", Object.entries(at).map(([name, value]) => ({ name, value })));
  model.set("text", f);
  model.set("asked", model.get("asked") + 1);
  model.save_changes();
  waits(model.line);
  await answered;
  if (model.get("error")) throw new Told(model.get("error"));
  return model.get("data");
}

/**
 * Open the link of the address, and each one that it becomes.
 * @param {HTMLElement} element
 * @param {string} style
 * @param {Frames[]} stored frames of explore; the first is shown where there is no link, or none that can be opened
 */
function openLinks(element, style, stored) {
  let end = () => {}, turn = 0;

  function put(...parts) {
    end();
    end = () => {};
    element.replaceChildren(make("style", {}, style), ...parts);
  }
  const waits = (line) => put(make("div", { class: "adlesson" }, make("p", { role: "status" }, OPENS), line));

  async function open() {
    const mine = (turn += 1), notes = [], place = make("div");
    let data = stored[0];
    try {
      const link = readLink(location.hash.includes("=") ? location.hash : "");
      if (link.f !== undefined) {
        const found = stored.find((one) => isOf(one, link)) ?? (await askedOf(link, data, waits));
        if (mine !== turn) return; // another one has come
        data = found;
      } else if (Object.keys(link.at).length) throw new Told(NO_FORMULA);
      data = startAt(data, link);
      const lost = Object.keys(link.at).find((name) => !data.form.inputs.some((input) => input.name === name));
      if (lost !== undefined) throw new Told(`This link gives ${lost} a number, and its formula has no ${lost}.`);
    } catch (problem) {
      if (mine !== turn) return;
      if (!(problem instanceof Told)) throw problem;
      notes.push(make("div", { class: "adlesson" }, make("p", { role: "alert", class: "ad-told" }, problem.message)));
    }
    put(...notes, place);
    end = mount(place, data);
  }

  window.addEventListener("hashchange", open);
  open();
}

openLinks(document.querySelector("[data-opens-links]"), OPENER_SHEETS, JSON.parse(OPENER_STORED));
