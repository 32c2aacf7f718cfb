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

/** @returns {Object} the data of a model, or those `given` where no model is, or none that has its data already */
export function dataOf(model, given) {
  const own = model?.get("data") ?? {};
  return Object.keys(own).length ? own : given;
}
