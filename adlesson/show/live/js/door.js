// How anywidget comes in: a model has come, or is to be shown by itself, as in a box of widgets.

import { arrive, home } from "../../live/js/home.js";

/** A model of the kernel has come; see anywidget. */
export function initialize({ model }) {
  return arrive(model);
}

/**
 * Show a model; see anywidget.
 * @param {{model: Object, el: HTMLElement}} given by anywidget
 * @param {function(HTMLElement, Object, string): function()} mount
 */
export function enter({ model, el }, mount) {
  const uid = model.get("uid");
  if (!home(uid).models.size) arrive(model); // a host that knows no `initialize`
  return mount(el, model.get("data"), uid);
}
