// What a piece of HTML runs to show itself; `standalone` in Python writes it, with all that is needed inside.

import { dataOf, home } from "../../live/js/home.js";
import { mounting, unpack } from "../../live/js/scripts.js";

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
  const here = dataOf([...home(uid).models].at(-1), null); // where a model has come, nothing is to be unpacked
  const own = typeof data === "string" ? () => unpack(data) : () => data;
  const [mount, given] = await Promise.all([mounting(key, script), here ?? own()]);
  const place = page.querySelector("div");
  place.classList.remove("adlesson-still"); // whose rules hide for a while what stands there
  mount(place, given, uid);
}
