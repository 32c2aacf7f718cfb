// The cursor: what frames 0..k have set.  Moving costs what changes, backwards too.

/** @typedef {import("./contract.js").Frames} Frames */

/**
 * Follow the cursor over frames.  A key is a kind and an index, such as "slope 3"; what stands there is a text, or of
 * "share" the list of all shares so far.  The cursor begins before the first frame.
 * @param {Pick<Frames, "frames"|"phases">} data
 * @returns {{move: function(number): Set<string>, get: function(string): (string|string[]|undefined),
 *   before: function(string): (string|string[]|undefined)}} `move(k)` goes to frame k and returns the keys that may
 *   have changed; `get(key)` is what stands there now, `before(key)` what did before the frame under the cursor
 */
export function history({ frames, phases }) {
  const state = new Map(), undo = [], starts = phases.map(({ start }) => start).filter((start) => start > 0);
  let at = -1;

  function put(key, text) {
    if (text === undefined) state.delete(key);
    else state.set(key, text);
  }
  function apply(k) {
    const before = new Map();
    const change = (key, text) => {
      if (!before.has(key)) before.set(key, state.get(key));
      put(key, text);
    };
    if (starts.includes(k)) { // the shares and partials of another sweep go
      for (const key of [...state.keys()]) if (/^(share|partial)/.test(key)) change(key);
    }
    for (const [what, i, text] of frames[k].set) {
      const key = `${what} ${i}`;
      change(key, what === "share" ? [...(state.get(key) ?? []), text] : text);
    }
    undo[k] = before;
    return before.keys();
  }
  function move(k) {
    const touched = new Set();
    while (at < k) for (const key of apply(++at)) touched.add(key);
    for (; at > k; at--) {
      for (const [key, text] of undo[at]) {
        touched.add(key);
        put(key, text);
      }
    }
    return touched;
  }
  return { move, get: (key) => state.get(key), before: (key) => undo[at].get(key) };
}
