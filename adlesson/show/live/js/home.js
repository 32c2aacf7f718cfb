// Where a piece lives while its page comes and goes: its cell moves, is deleted and brought back, is shown twice, the
// page is loaded anew.  By the widget's uid the window keeps the models of the kernel, the views, and what the learner
// has done; with a model the kernel keeps that, too.

/**
 * @typedef {Object} Home
 * @property {Set<Object>} models of anywidget, the last one counts: two notebooks may share a kernel
 * @property {Set<{root: HTMLElement, meet: function(), end: function()}>} views
 * @property {?{of: string, state: Object}} kept what the learner has done, and the line of Python it belongs to
 */

// Each output brings this file with it: what they share hangs on the window.
const homes = (window[Symbol.for("adlesson homes")] ??= new Map());

/** @returns {Home} */
export function home(uid) {
  const fresh = { models: new Set(), views: new Set(), kept: null };
  if (!uid) return fresh; // a page that keeps nothing
  if (!homes.has(uid)) homes.set(uid, fresh);
  return homes.get(uid);
}

/**
 * A model has come: tell the views.
 * @param {Object} model of anywidget
 * @returns {function()} what to do when it goes
 */
export function arrive(model) {
  const { models, views } = home(model.get("uid")), meet = () => [...views].forEach((view) => view.meet());
  if (!models.has(model)) {
    models.add(model);
    meet();
  }
  return () => {
    models.delete(model);
    meet();
  };
}

/** @returns {boolean} whether the kernel could be told what has been set */
export function tell(model) {
  try {
    model.save_changes();
    return true;
  } catch {
    return false; // a host without a kernel, or one whose kernel has gone
  }
}

/**
 * Let a view live at home: it meets the model that is there, and those that come and go.
 * @param {string} uid
 * @param {HTMLElement} root
 * @param {{meet: function(?Object), change: function(), leave: function()}} view `meet` is given the model, null if
 *   there is none; `change` is called when the data of the model are others, `leave` at the end
 * @returns {function()} what ends it
 */
export function live(uid, root, { meet, change, leave }) {
  const { models, views } = home(uid);
  let model = null;
  const view = {
    root,
    meet() {
      model?.off?.("change:data", change);
      model = [...models].at(-1) ?? null;
      model?.on?.("change:data", change);
      meet(model);
    },
    end() {
      model?.off?.("change:data", change);
      views.delete(view);
      leave();
    },
  };
  for (const other of views) if (!other.root.isConnected) other.end(); // its cell was moved or deleted
  view.meet();
  views.add(view);
  return view.end;
}
