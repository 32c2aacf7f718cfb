// Who sent what to whom, when boxes fire in an order of the learner's own.  Nothing is drawn here.

/** @typedef {import("./contract.js").Schedule} Schedule */

/**
 * What one box has.  `blocks` are the shares in the order they came: each `from` a box, by an arrow `e` (the seed has
 * neither), `more` if that arrow had brought one before.  All but the last `late` of them were there when the box last
 * fired; what those come to, it `owes`; `twice` is what it then sent once more.
 * @typedef {Object} Box
 * @property {number} has
 * @property {{from: ?number, e: ?number, share: number, more: boolean}[]} blocks
 * @property {number} fired how often
 * @property {number} late
 * @property {number} owes
 * @property {number} [twice]
 */

/**
 * One firing: box `i` sends `shares`, the slopes times `amount`; `twice` of it it had sent before.  `waits` are its
 * readers that have not fired, `late` the receivers that had.
 * @typedef {Object} Firing
 * @property {number} i
 * @property {number} amount
 * @property {boolean} again
 * @property {number} twice
 * @property {{e: number, to: number, slope: number, share: number}[]} shares
 * @property {number[]} waits
 * @property {number[]} late
 */

/**
 * @param {Schedule} plan
 * @param {number} i
 * @returns {{e: number, from: number}[]} the arrows that may bring box `i` a share, and who sends it
 */
export function places({ arrows, order }, i) {
  return arrows.flatMap(([from, read], e) => (read === i && order.includes(from) ? [{ e, from }] : []));
}

/**
 * @param {Schedule} plan
 * @param {number} i
 * @returns {boolean} whether box `i` reads somebody, so that it has somebody to send to
 */
export function sends({ arrows }, i) {
  return arrows.some(([reader]) => reader === i);
}

/**
 * Let boxes fire, one after the other: each sends all it has, times the slope of the arrow, to every box that it reads.
 * @param {Schedule} plan
 * @param {number[]} firings
 * @param {boolean} [remembers] does a box that fires again send only what came in since?
 * @returns {{boxes: Box[], last: ?Firing}}
 */
export function ledger(plan, firings, remembers = false) {
  const count = 1 + Math.max(plan.output, ...plan.arrows.flatMap(([reader, read]) => [reader, read]));
  const boxes = Array.from({ length: count }, () => ({ has: 0, blocks: [], fired: 0, late: 0, owes: 0 }));
  let last = null;

  function receive(i, from, e, share) {
    const box = boxes[i], more = from !== null && box.blocks.some((block) => block.e === e);
    box.blocks.push({ from, e, share, more });
    box.has += share;
    if (box.fired && sends(plan, i)) Object.assign(box, { late: box.late + 1, owes: box.owes + share });
  }
  function fire(i) {
    const box = boxes[i], again = box.fired > 0, sent = again ? box.has - box.owes : 0;
    const amount = again && remembers ? box.owes : box.has, twice = remembers ? 0 : sent;
    const waits = new Set(places(plan, i).map(({ from }) => from).filter((k) => !boxes[k].fired));
    Object.assign(box, { fired: box.fired + 1, late: 0, owes: 0, twice });
    const shares = plan.arrows.flatMap(([reader, to, slope], e) =>
      (reader === i ? [{ e, to, slope, share: amount * (slope ?? NaN) }] : []));
    const late = new Set(shares.map(({ to }) => to).filter((to) => boxes[to].fired && sends(plan, to)));
    for (const { e, to, share } of shares) receive(to, i, e, share);
    last = { i, amount, again, twice, shares, waits: [...waits], late: [...late] };
  }

  receive(plan.output, null, null, 1);
  firings.forEach(fire);
  return { boxes, last };
}

/**
 * @param {Schedule} plan
 * @param {Box[]} boxes
 * @returns {{over: boolean, right: number[], wrong: number[], inputs: number[], waiting: number}} `over`, if everybody
 *   has fired who can send something; `right`, what every box should have; `wrong`, who has something else; `inputs`,
 *   who can send nothing, and how many of them have not fired
 */
export function outcome(plan, boxes) {
  const list = [...plan.order].sort((i, k) => i - k);
  const right = ledger(plan, plan.order).boxes.map(({ has }) => has), inputs = list.filter((i) => !sends(plan, i));
  const same = (u, w) => Object.is(u, w) || Math.abs(u - w) <= 1e-9 * Math.max(1, Math.abs(w));
  return {
    over: list.every((i) => !sends(plan, i) || boxes[i].fired),
    wrong: list.filter((i) => !same(boxes[i].has, right[i])),
    waiting: inputs.filter((i) => !boxes[i].fired).length,
    right, inputs,
  };
}

/**
 * @param {Schedule} plan
 * @param {number[]} firings
 * @param {boolean} remembers
 * @returns {string} which of the known orders this is, "" if it is none; inputs, who send nothing, do not count
 */
export function orderName(plan, firings, remembers) {
  const busy = (order) => order.filter((i) => sends(plan, i)), own = busy(firings);
  const same = plan.known.find((one) => one.remembers === remembers && busy(one.firings ?? []).join() === own.join());
  const waits = plan.arrows.every(([reader, read]) => !own.includes(read) || own.indexOf(reader) < own.indexOf(read));
  const once = new Set(own).size === own.length && own.length === busy(plan.order).length;
  return same?.name ?? (once && waits ? "topological" : "");
}
