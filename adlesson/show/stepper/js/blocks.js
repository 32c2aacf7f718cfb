// What is drawn while the learner is the machine: shares as blocks in the boxes, and the tokens that ride to them.

import { short } from "./answers.js";
import { escaped } from "./dom.js";
import { places } from "./ledger.js";

/** @typedef {import("./contract.js").Schedule} Schedule */
/** @typedef {import("./ledger.js").Box} Box */

const START = "to begin with"; // whence the 1 of the output
const SIDE = 7, TALL = 20, LEAST = 15; // pixels: margin, and height of a block
const [FLAT, NARROW, BROAD] = [/\p{M}/u, /[.,:·()[\]'1iljtfr ]/, /[−+=×mwMW…]/];
const broad = (c) => (FLAT.test(c) ? 0 : NARROW.test(c) ? 0.42 : BROAD.test(c) ? 0.86 : 0.68);

/**
 * @param {string} text
 * @param {number} [size] of its type
 * @returns {number} about how wide it is, in pixels
 */
export const wide = (text, size = 12) => [...text].reduce((sum, c) => sum + size * broad(c), 0);
const written = (kind, x, y, text) => `<text class="ad-${kind}" x="${x}" y="${y}">${escaped(text)}</text>`;

// Oblique lines inside a rectangle.
function hatch(x, y, width, height) {
  let d = "";
  for (let u = x + 2; u + height - 4 < x + width; u += 6) d += `M${u} ${y + height - 2}l${height - 4} ${4 - height}`;
  return `<path class="ad-hatch" d="${d}"/>`;
}

// One share in its place, or a place that waits for one.
function block({ x, y, width, height }, kind, amount, from) {
  const base = y + height / 2 + 4, room = width - wide(amount) - 14;
  const names = from === "" || from === START || kind === "owed" ? [from] : [`from ${from}`, from];
  const name = names.find((text) => wide(text, 11.5) < room) ?? "";
  const rect = `<rect class="ad-${kind}" x="${x}" y="${y}" width="${width}" height="${height - 2}" rx="3"/>`;
  const [left, right] = [wide(amount) + 9, wide(name) + 6]; // what the hatching leaves free
  const lines = kind === "owed" ? hatch(x + left, y, width - left - right, height - 2) : "";
  const side = kind === "place" ? written("from", x + 6, base, name) : written("whence", x + width - 5, base, name);
  return rect + lines + (amount && written("came", x + 6, base, amount)) + side;
}

function tab(kind, right, y, text) { // on the rim of the box
  const width = wide(text) + 14;
  return `<g class="ad-tab ad-${kind}"><rect x="${right - width}" y="${y}" width="${width}" height="16" rx="8"/>` +
    `${written("tab-text", right - width / 2, y + 12, text)}</g>`;
}

function cap(key, y) { // of a keyboard
  const text = written("tab-text", SIDE + 7.5, y + 11, key);
  return `<g class="ad-cap"><rect x="${SIDE}" y="${y}" width="15" height="14" rx="3"/>${text}</g>`;
}

// Where the blocks are: in rows from the bottom up, beside each other where they would become too low.
function stack(count, width, top, bottom) {
  const most = Math.max(1, Math.floor((bottom - top) / LEAST)), across = Math.max(1, Math.ceil(count / most));
  const rows = Math.ceil(count / across), height = Math.min(TALL, (bottom - top) / Math.max(rows, 1));
  const side = (width - 2 * SIDE + 3) / across;
  const place = (k) => ({
    x: SIDE + (k % across) * side, y: bottom - (Math.floor(k / across) + 1) * height, width: side - 3, height,
  });
  return { place, free: bottom - top - rows * height };
}

/**
 * @param {Schedule} plan
 * @param {string[]} names
 * @param {Box} box
 * @param {number} i its number
 * @param {{end: number, base: number, value: string, slope: string, key: string, fresh: number}} texts where its first
 *   line ends, and stands; its value, if that is not there; what its adjoint is called; its key, if that is not its
 *   name; how many of its blocks have just come
 * @returns {function({width: number, height: number, top: number}): string} what draws it, for `cover` of the graph
 */
export function drawn(plan, names, box, i, { end, base, value, slope, key, fresh }) {
  const all = box.blocks.map((one, k) => ({ ...one, k, owed: k >= box.blocks.length - box.late }));
  const piled = all.filter(({ more }) => !more), above = all.filter(({ more }) => more);
  const open = places(plan, i).filter(({ e }) => !piled.some((one) => one.e === e));
  const amount = ({ k, share }) => `${k ? "+=" : "="} ${short(share)}`;
  const come = (k, svg) => (k >= all.length - fresh ? `<g class="ad-fresh">${svg}</g>` : svg);
  const kind = ({ owed }) => (owed ? "owed" : "block"), has = `= ${short(box.has)}`, told = `${slope} ${has}`;
  const whence = ({ from }) => (from === null ? START : names[from]);
  return ({ width, height, top }) => {
    const { place, free } = stack(piled.length + open.length, width, top, height - 5);
    const sum = wide(told) < width / 2 ? told : has;
    const beside = end + wide(sum, 12.5) + 2 * SIDE < width; // else it stands below, or on the rim
    const low = beside || free > 12, down = beside ? base : top + 8, was = `= ${value}`, before = SIDE + (key ? 20 : 0);
    const room = free > 12 && value && (beside || before + wide(was + sum) + 12 < width);
    let svg = (key && cap(key, top - 2)) + (room ? written("worth", before, top + 8, was) : "");
    if (all.length && low) svg += written("sum", width - SIDE + 1, down, sum);
    piled.forEach((one, k) => (svg += come(one.k, block(place(k), kind(one), amount(one), whence(one)))));
    open.forEach(({ from }, k) => (svg += block(place(piled.length + k), "place", "", names[from])));
    if (above.length) svg += roof(above, width, { come, kind });
    if (box.fired) svg += tab("fired", width - 4, -10, box.fired > 1 ? `fired ×${box.fired}` : "fired");
    if (all.length && !low) svg += tab("total", wide(sum) + 12, height - 6, sum);
    if (box.owes) svg += tab("unsent", low ? width / 2 + 44 : width + 4, height - 6, `${short(box.owes)} not sent`);
    return svg;
  };
}

// What came along an arrow that had brought a share before has no place left: it lies on the roof, all in one block.
function roof(above, width, { come, kind }) {
  const last = above.at(-1), text = `+= ${short(above.reduce((sum, { share }) => sum + share, 0))}`;
  const place = { x: SIDE, y: -10, width: Math.max(width - 80, wide(text) + 12), height: 18 };
  return come(last.k, block(place, kind(last), text, ""));
}

/**
 * Let the shares of a firing ride along their arrows, one token each.
 * @param {{line: SVGPathElement}[][]} arrows of the graph, a part for each of its pictures
 * @param {{e: number, share: number}[]} shares
 * @returns {function()} what ends the ride
 */
export function ride(arrows, shares) {
  const seen = (e) => arrows[e].filter(({ box }) => box.getClientRects().length); // one of the two pictures
  const tokens = shares.flatMap(({ e, share }) => seen(e).map(({ line }) => {
    const token = document.createElementNS(line.namespaceURI, "g"), text = short(share), half = wide(text) / 2 + 4;
    token.setAttribute("class", "ad-token");
    token.setAttribute("aria-hidden", "true");
    token.style.offsetPath = `path("${line.getAttribute("d")}")`;
    const shape = `<path d="M${-half} -11H${half}V11H${-half}L${-half - 9} 0Z"/>`;
    token.innerHTML = shape + written("tab-text", 0, 4.5, text);
    token.addEventListener("animationend", () => token.remove());
    line.ownerSVGElement.append(token);
    return token;
  }));
  return () => tokens.forEach((token) => token.remove());
}
