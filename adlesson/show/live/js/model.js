// What a model brings into a host where pieces are shown as HTML: little, since their pages have the script.

import { enter, initialize } from "../../live/js/door.js";
import { known, mounting } from "../../live/js/scripts.js";

const WAITS = "Python has not answered yet: if this stays, run the cell again.";

// The script of a model, which the kernel gives when it is asked.
function script(model) {
  return new Promise((done) => {
    const given = () => model.get("script") && done(model.get("script"));
    model.on("change:script", given);
    given();
    if (!model.get("script")) model.send({ ask: "script" });
  });
}

// A model that brings the script, or is sent it, has it read while the kernel still makes the page.
function begin({ model }) {
  const given = () => model.get("script") && mounting(model.get("key"), model.get("script"));
  model.on("change:script", given);
  given();
  return initialize({ model });
}

async function render({ model, el }) {
  const there = known(model.get("key"));
  if (!there) el.textContent = WAITS;
  const packed = there ? "" : await script(model);
  return enter({ model, el }, await mounting(model.get("key"), packed));
}

export default { initialize: begin, render };
