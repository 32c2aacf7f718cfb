// Scripts travel packed, and each is read once in a window, however many pieces and models bring it.

// Each piece brings this file with it: what they share hangs on the window.
const scripts = (window[Symbol.for("adlesson scripts")] ??= new Map());

/**
 * @param {string} packed by zlib, in base64
 * @returns {Promise<*>} what was packed, as JSON
 */
export function unpack(packed) {
  const letters = atob(packed), bytes = new Uint8Array(letters.length);
  for (let k = 0; k < bytes.length; k++) bytes[k] = letters.charCodeAt(k);
  // a blob would be handed to another process and back
  return new Response(new Response(bytes).body.pipeThrough(new DecompressionStream("deflate"))).json();
}

async function read(packed) {
  const [style, script] = await unpack(packed);
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const { mount } = await import(address);
  URL.revokeObjectURL(address);
  return (element, data, uid) => {
    const sheet = Object.assign(document.createElement("style"), { textContent: style });
    const place = document.createElement("div");
    element.replaceChildren(sheet, place);
    return mount(place, data, uid);
  };
}

// What a window knows of a script: its `mount`, promised, and as soon as it is there; and whether it has been read.
function entry(key) {
  const one = scripts.get(key) ?? { read: false, ready: null };
  one.mount ??= new Promise((done) => (one.done = done));
  scripts.set(key, one);
  return one;
}

/** @returns {boolean} has this window read the script of this key? */
export const known = (key) => entry(key).read;

/** @returns {?function(HTMLElement, Object, string): function()} the `mount` of a script, null while it is not there */
export const ready = (key) => entry(key).ready;

/**
 * @param {string} key of a script
 * @param {string} packed the script, read if the window has not read it yet; "" waits until another brings it
 * @returns {Promise<function(HTMLElement, Object, string): function()>} its `mount`, which brings its style, too
 */
export function mounting(key, packed) {
  const one = entry(key);
  if (packed && !one.read) {
    one.read = true;
    one.done(read(packed));
    one.mount.then((mount) => (one.ready = mount));
  }
  return one.mount;
}
