// A view lives at its home: it meets the models that come and go, and tells them what the learner has done.  Where no
// kernel is, a page of the site may have a model of its own (page_model.js).

import { home } from "../../live/js/home.js";
import { goOn } from "../../live/js/onward.js";

/** @returns {boolean} whether the kernel could be told what has been set */
export function tell(model) {
  try {
    model.save_changes();
    return true;
  } catch {
    return false; // a host without a kernel, or one whose kernel has gone
  }
}

/** @returns {boolean} is a key that was pressed the piece's own, and no command of the notebook around it? */
export function ownKey({ key, altKey, ctrlKey, metaKey, shiftKey }) {
  if ((ctrlKey || metaKey) && key === "a") return true; // or the notebook selects all of its cells
  return !(altKey || ctrlKey || metaKey || (shiftKey && key === "Enter")); // which goes on, or runs the cell
}

/**
 * Let a view live at home: it meets the model that is there, and those that come and go.
 * @param {string} uid
 * @param {HTMLElement} root
 * @param {{meet: function(?Object), change: function(), leave: function(), own: ?Object}} view `meet` is given the
 *   model, `own` if there is none; `change` is called when the data of the model are others, `leave` at the end
 * @returns {function()} what ends it
 */
export function live(uid, root, { meet, change, leave, own = null }) {
  const { models, views } = home(uid);
  let model = null;
  const view = {
    root,
    meet() {
      model?.off?.("change:data", change);
      model = [...models].at(-1) ?? own;
      model?.on?.("change:data", change);
      meet(model);
    },
    end() {
      model?.off?.("change:data", change);
      window.removeEventListener("keydown", guard, { capture: true });
      views.delete(view);
      leave();
    },
  };
  // Notebook 7 looks for commands before the piece hears of a key, but not where the focus is on this attribute
  const guard = (event) => {
    const [target] = event.composedPath();
    if (!root.contains(target)) return;
    target.toggleAttribute("data-lm-suppress-shortcuts", ownKey(event));
    if (event.key !== "Enter" || !event.shiftKey || !goOn(root)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener("keydown", guard, { capture: true });
  for (const other of views) if (!other.root.isConnected) other.end(); // its cell was moved or deleted
  view.meet();
  views.add(view);
  return view.end;
}
