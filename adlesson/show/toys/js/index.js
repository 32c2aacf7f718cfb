// The toys' front end: small pictures that follow the hand (toy.py says what a page is given).
// A page calls `mount(element, data, uid)`; anywidget comes in by door.js.

import { make } from "../../live/js/dom.js";
import { enter, initialize } from "../../live/js/door.js";
import { live, ownKey } from "../../live/js/live.js";
import { bellToy } from "./bell.js";
import { circleToy } from "./circle.js";

const TOYS = { bell: bellToy, circle: circleToy };

// Keys that are pressed in a toy are no commands of the notebook around it.
function guard(event) {
  if (ownKey(event)) event.stopPropagation();
}

export function mount(element, data, uid) {
  const { toy } = data;
  const root = make("div", { class: `adlesson ad-piece ad-toy ad-toy-${toy}`, role: "group", "aria-label": toy });
  element.replaceChildren(root);
  root.addEventListener("keydown", guard);
  TOYS[toy](root, data);
  return live(uid, root, { meet: () => {}, change: () => {}, leave: () => {} });
}

export default { initialize, render: (given) => enter(given, mount) };
