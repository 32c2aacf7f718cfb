// What is drawn while the learner is the machine: shares as blocks in the boxes, and the tokens that ride to them.

import { short } from "../../live/js/answers.js";
import { escaped } from "../../live/js/dom.js";
import { places, sends } from "./ledger.js";

/** @typedef {import("./contract.js").Schedule} Schedule */
/** @typedef {import("./ledger.js").Box} Box */

const START = "to begin with"; // whence the 1 of the output
const [SIDE, LINE, TOP] = [7, 40, 44]; // pixels: margin, where the line with value and sum stands, where places begin
const [TALL, LEAST] = [20, 17]; // how high a place is, and at least
const [FLAT, NARROW, BROAD] = [/\p{M}/u, /[.,:·()[\]'iljtfr ]/, /[−+=×mwMW…]/];
const broad = (c) => (FLAT.test(c) ? 0 : NARROW.test(c) ? 0.42 : BROAD.test(c) ? 0.86 : 0.72);

// About how wide a text is, in pixels, in type of a size.
const wide = (text, size = 12) => [...text].reduce((sum, c) => sum + size * broad(c), 0);
const written = (kind, x, y, text, size) =>
  `<text class="ad-${kind}" x="${x}" y="${y}"${size ? ` style="font-size:${size}px"` : ""}>${escaped(text)}</text>`;

// Oblique lines inside a rectangle.
function hatch(x, y, width, height) {
  let d = "";
  for (let u = x + 2; u + height - 4 < x + width; u += 6) d += `M${u} ${y + height - 2}l${height - 4} ${4 - height}`;
  return `<path class="ad-hatch" d="${d}"/>`;
}

// Shares that came along one arrow, side by side in its place, or added up where they are too many.  `pieces` have the
// `text` of each, and whether it is `owed`; without one, the place waits.
function slot({ x, y, width, height }, pieces, from) {
  const base = y + height / 2 + 3.5, names = from && from !== START ? [`from ${from}`, from] : [from];
  const rect = (kind, left, w) =>
    `<rect class="ad-${kind}" x="${left}" y="${y}" width="${w}" height="${height - 2}" rx="3"/>`;
  const named = (room) => names.find((text) => wide(text, 11.5) < room) ?? "";
  if (!pieces.length) return rect("place", x, width) + written("from", x + 6, base, named(width - 12));
  let left = x, svg = "";
  pieces.forEach(({ text, owed, come }, k) => {
    const last = k === pieces.length - 1, w = last ? x + width - left : wide(text) + 15;
    const name = last ? named(w - wide(text) - 18) : "", side = name && written("whence", x + width - 5, base, name);
    const free = w - wide(text) - 9 - (name && wide(name) + 6);
    const lines = owed ? hatch(left + wide(text) + 9, y, free, height - 2) : "";
    const part = rect(owed ? "owed" : "block", left, w - (last ? 0 : 3)) + written("came", left + 6, base, text) + side;
    svg += come ? `<g class="ad-fresh">${part}${lines}</g>` : part + lines;
    left += w;
  });
  return svg;
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

// Where the places are: in rows from the top down, beside each other where they would become too low.
function stack(count, width, height, round) {
  const bottom = height - 1 - round / 3, // above the bend of a round corner
    most = Math.max(1, Math.floor((bottom - TOP) / LEAST));
  const across = Math.max(1, Math.ceil(count / most)), rows = Math.ceil(count / across);
  const high = Math.min(TALL, (bottom - TOP) / Math.max(rows, 1)), side = (width - 2 * SIDE + 3) / across;
  const at = (k) => ({ x: SIDE + (k % across) * side, y: TOP + Math.floor(k / across) * high });
  return (k) => ({ ...at(k), width: side - 3, height: high });
}

// What came along one arrow, as texts that fit into its place.
function pieces(blocks, { width }, from) {
  const text = (share, k) => `${k ? "+=" : "="} ${short(share)}`, come = blocks.some((one) => one.come);
  const each = blocks.map((one) => ({ ...one, text: text(one.share, one.k) }));
  if (each.length < 2 || each.reduce((sum, one) => sum + wide(one.text) + 15, wide(from, 11.5)) < width) return each;
  const sum = text(blocks.reduce((sum, { share }) => sum + share, 0), blocks[0].k);
  const times = ` in ${blocks.length} shares`;
  return [{ text: sum + (wide(sum + times) + 12 < width ? times : ""), owed: blocks.at(-1).owed, come }];
}

/**
 * @param {Schedule} plan
 * @param {string[]} names
 * @param {Box} box
 * @param {number} i its number
 * @param {{value: string, slope: string, key: string, fresh: number}} texts its value, if that is not in its first
 *   line; what its adjoint is called; its key, if that is not its name; how many of its blocks have just come
 * @returns {function({width: number, height: number, round: number}): string} what draws it, for `cover`: in one line
 *   the value and all that it has, below a place for each arrow that may bring a share: those that came as they came,
 *   then those that are to come
 */
export function drawn(plan, names, box, i, { value, slope, key, fresh }) {
  const { blocks, late, fired, owes } = box, count = blocks.length;
  const all = blocks.map((one, k) => ({ ...one, k, owed: k >= count - late, come: k >= count - fresh }));
  const rank = ({ from }) => plan.order.indexOf(from), seed = i === plan.output ? [{ e: null, from: null }] : [];
  const first = ({ e }) => (blocks.some((one) => one.e === e) ? blocks.findIndex((one) => one.e === e) : count);
  const slots = [...seed, ...places(plan, i).sort((a, b) => rank(a) - rank(b))].sort((a, b) => first(a) - first(b));
  return ({ width, height, round }) => {
    const place = stack(slots.length, width, height, round), before = SIDE + (key ? 20 : 0);
    const has = `= ${short(box.has)}`;
    const was = value ? `= ${value}` : "", room = width - before - SIDE - (was && 8);
    const sum = count ? [`${slope} ${has}`, has].find((text) => wide(was + text, 12.5) < room) ?? has : "";
    const small = Math.min(12.5, (12.5 * room) / wide(was + sum, 12.5)), size = small < 12 ? small.toFixed(1) : "";
    let svg = (key && cap(key, LINE - 11)) + (was && written("worth", before, LINE, was, size));
    svg += sum && written("sum", width - SIDE + 1, LINE, sum, size);
    slots.forEach(({ e, from }, k) => {
      const name = from === null ? START : names[from], came = all.filter((one) => one.e === e);
      svg += slot(place(k), pieces(came, place(k), name), name);
    });
    if (fired && sends(plan, i)) svg += tab("fired", width - 4, -7, fired > 1 ? `fired ×${fired}` : "fired");
    if (owes) svg += tab("unsent", width + 4, height - 3, `${short(owes)} not sent`);
    return svg;
  };
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
