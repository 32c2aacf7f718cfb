// What a page of a site runs: its pieces load their scripts, and data that are large.
// All are classic scripts: a browser runs these from a folder, too, with no server.
//
// A piece needs more room than what stood in its place, and what the reader points at must not run away.  So those
// that have their data in the page come at once; a large one comes when it is seen from above, since it grows
// downwards, and a window before it is seen from below; and who is at the end of the page by then stays there.

import { fillPage } from "../../live/js/page.js";

// What the files hand over: `adlessonGives("./…/stepper.js", packed)`.
const given = new Map();
window.adlessonGives = (address, packed) => given.get(address).done(packed);

/** @returns {Promise<string>} what the file at an address, seen from the page, hands over; it is loaded once */
function load(address) {
  if (!given.has(address)) {
    let done;
    given.set(address, { promise: new Promise((resolve) => (done = resolve)), done });
    const onerror = () => delete document.documentElement.dataset.pieces; // then what stands in their places is seen
    document.head.append(Object.assign(document.createElement("script"), { src: address, onerror }));
  }
  return given.get(address).promise;
}

let atEnd = false; // of the page, where the link to the next one is
addEventListener("scroll", () => {
  atEnd = scrollY + innerHeight > document.documentElement.scrollHeight - 2;
});

// A piece says by JSON what it is: its uid, the key of its script, where that is, and its data, or where they are.
async function fill(page, { uid, key, script, data, at }) {
  const [packed, inside] = await Promise.all([load(script), data ?? load(at)]);
  await fillPage(uid, key, packed, inside);
  if (atEnd) scrollTo(0, document.documentElement.scrollHeight); // before it is painted
}

const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    fill(target, said(target));
  }
}, { rootMargin: "100% 0px 0px" });
const said = (page) => JSON.parse(page.querySelector("script").textContent);
for (const page of document.querySelectorAll(".adlesson-page")) {
  const piece = said(page);
  if (piece.data) fill(page, piece);
  else near.observe(page);
}
