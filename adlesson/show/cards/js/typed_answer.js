// An exercise that is answered in the page itself: the field, the button that checks, what the cell printed.

import { attribute, make, write } from "../../live/js/dom.js";
import { typingField } from "./typing.js";

/**
 * @param {Object} own the model of the card (check_model.js)
 * @param {HTMLElement} root the card
 * @param {import("./check.js").Check} data
 * @returns {{parts: HTMLElement[], show: function(Object), put: function(string)}} `put` writes a text into the field
 */
export function typedAnswer(own, root, { name, cell }) {
  const field = typingField({ name, cell, check, touch: own.touch });
  const button = make("button", { type: "button", class: "ad-check-button", onclick: check }, "check");
  const out = make("pre", { tabindex: "0", role: "region", "aria-label": "What it printed" });
  const printed = make("section", { hidden: true }, make("b", {}, "Printed"), out);
  const works = () => own.get("asked") !== own.get("answered");
  const mark = () => attribute(button, "aria-disabled", works());

  function check() {
    if (works()) return;
    own.set("typed", field.text());
    own.set("asked", own.get("asked") + 1);
    mark();
    own.save_changes();
  }
  function show(data) {
    printed.hidden = !data.printed;
    write(out, data.printed);
  }
  own.on("change:answered", mark);
  root.classList.add("ad-typed");
  hideCell(root, name);
  const acts = make("div", { class: "ad-acts" }, button, own.line);
  return { parts: [field.root, acts, printed], show, put: field.put };
}

// The page shows the cell as it stands, too: the field takes its place.
function hideCell(root, name) {
  const input = root.closest(".cell")?.querySelector(".cell_input");
  if (input?.textContent.includes(`exercises.check("${name}"`)) input.hidden = true;
}
