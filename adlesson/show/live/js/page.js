// What a piece of HTML runs to show itself; `standalone` in Python writes it, with all that is needed inside.
// Where script and data are there already, it shows itself at once, before anything is painted.

import { dataOf, home } from "../../live/js/home.js";
import { mounting, ready, unpack } from "../../live/js/scripts.js";

/**
 * @param {string} uid of the widget, and of the element
 * @param {string} key of the script
 * @param {string} script packed, "" where another page of the notebook brings it
 * @param {string|Object} data packed, or as they are
 */
export async function fillPage(uid, key, script, data) {
  // a cell may be shown twice
  const page = document.querySelector(`.adlesson-page[data-uid="${uid}"]:not([data-shown])`);
  page.dataset.shown = "";
  // where a model has come, nothing is to be unpacked
  const here = dataOf([...home(uid).models].at(-1), null);
  const own = typeof data === "string" ? () => unpack(data) : () => data;
  const place = page.querySelector("div"), there = here && ready(key);
  const [mount, given] = there ? [there, here] : await Promise.all([mounting(key, script), here ?? own()]);
  // a picture that goes at once need not be read
  if (there) for (const image of place.querySelectorAll("img")) image.removeAttribute("src");
  // its rules hide for a while what stands there
  place.classList.remove("adlesson-still");
  mount(place, given, uid);
}
