// The released module: a stepper in any page, slide or site, from a file that `python -m adlesson frames` writes.

import { make } from "../../live/js/dom.js";
import { readLink, startAt, Told } from "./link.js";
import { mount } from "./mount.js";

const SHEETS = "SHEETS"; // written here when the module is released
const VERSION = 1; // of such a file
const ANEW = 'Write them with: python -m adlesson frames "x*y" x=2 y=3';

/**
 * @param {{version: number, data: import("./contract.js").Frames}} file or the frames alone
 * @returns {import("./contract.js").Frames}
 */
function framesIn(file) {
  const { version = VERSION, data = file } = file ?? {};
  const newer = `These frames are of version ${version}: take a newer stepper.mjs, this one reads version ${VERSION}.`;
  if (version > VERSION) throw new Told(newer);
  if (version !== VERSION || !Array.isArray(data?.frames)) throw new Told(`There are no frames in this. ${ANEW}`);
  return data;
}

async function fetched(address) {
  const why = "see whether it is right, and whether its server lets other pages read it.";
  const answer = await fetch(address).catch(() => null);
  const code = answer ? ` (${answer.status})` : "";
  if (!answer?.ok) throw new Told(`Nothing could be read from ${address}${code}: ${why}`);
  return answer.json().catch(() => null); // which has no frames
}

function sorry(problem) {
  const known = problem instanceof Told;
  if (!known) console.error(problem);
  return make("p", { role: "alert" }, known ? problem.message : `These frames are damaged. ${ANEW}`);
}

// Show frames, with a sentence above them if the link is wrong.
function begin(element, file, link) {
  const sheet = make("style", {}, SHEETS), place = make("div");
  try {
    const data = framesIn(file), notes = [];
    let fresh = data;
    try {
      fresh = startAt(data, readLink(link));
    } catch (problem) {
      notes.push(sorry(problem));
    }
    element.replaceChildren(sheet, ...notes, place);
    return mount(place, fresh);
  } catch (problem) {
    element.replaceChildren(sorry(problem));
    return () => {};
  }
}

/**
 * Show a stepper; what cannot be shown is said in its place.
 * @param {HTMLElement} element
 * @param {string|Object} file what `python -m adlesson frames` writes, or its address
 * @param {string} [link] where to begin, as in a link: "#sweep=reverse&step=4&predict=true"
 * @returns {function()} what ends it
 */
function embed(element, file, link = "") {
  if (typeof file !== "string") return begin(element, file, link);
  let end = null, gone = false;
  element.replaceChildren(make("p", { role: "status" }, "Loading the steps …"));
  const shown = (found) => gone || (end = begin(element, found, link));
  fetched(file).then(shown, (problem) => element.replaceChildren(sorry(problem)));
  return () => {
    gone = true;
    end?.();
  };
}

// A host of widgets: its model has the address `frames`, or the file itself.
function show({ model, el }) {
  const file = { version: model.get("version"), data: model.get("data") };
  return embed(el, model.get("frames") ?? file, model.get("link"));
}

export { embed as mount };
export default { render: show };
