// What a page of a site runs: its pieces load their scripts, and data that are large, when the reader comes to them.
// All are classic scripts: a browser runs these from a folder, too, with no server.

import { fillPage } from "../../live/js/page.js";

// What the files hand over: `adlessonGives("./…/stepper.js", packed)`.
const given = new Map();
window.adlessonGives = (address, packed) => given.get(address).done(packed);

/** @returns {Promise<string>} what the file at an address, seen from the page, hands over; it is loaded once */
function load(address) {
  if (!given.has(address)) {
    let done;
    given.set(address, { promise: new Promise((resolve) => (done = resolve)), done });
    document.head.append(Object.assign(document.createElement("script"), { src: address }));
  }
  return given.get(address).promise;
}

// A piece says by JSON what it is: its uid, the key of its script, where that is, and its data, or where they are.
async function fill(page) {
  const { uid, key, script, data, at } = JSON.parse(page.querySelector("script").textContent);
  const [packed, inside] = await Promise.all([load(script), data ?? load(at)]);
  await fillPage(uid, key, packed, inside);
}

// What comes in from below grows downwards: nothing that is read moves.
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    fill(target);
  }
});
document.documentElement.dataset.pieces = "come"; // so that what stands in their places is not shown, and not loaded
for (const page of document.querySelectorAll(".adlesson-page")) seen.observe(page);
